"""Wording a hazard from the library: search a symptom, take wording, measure, grade, deadline and basis, change them.

Used for a hazard added by hand, for one that was, and for the editor of a hazard that an answer opened.
"""

from datetime import date

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.hazard import Grade
from inspector.i18n import _
from inspector.services.hazards.library_choices import HazardChoice, chosen_by
from inspector.services.visits.views import HazardDraft
from inspector.services.words import basis_shown
from inspector.ui.kit.choice import GradeControl
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import DateField, TextArea, TextField
from inspector.ui.kit.meaning import GRADES
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.plain_table import PlainModel, PlainTable
from inspector.ui.kit.table import FIRST_PAD, PAD
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.visit.presenter import VisitPresenter

WIDTH = 800
LIST_HEIGHT = 190
WIDTHS = (64, 0, 0, 150)
"""Widths of the columns; 0 = what is left."""
TOKENS = {Grade.CRITICAL: "red-text", Grade.SERIOUS: "orange-text", Grade.GENERAL: "amber-text"}


class _Choices(PlainModel[HazardChoice]):
    """Grade, wording, measure, basis."""

    keeps_current = False

    def __init__(self, parent: QObject) -> None:
        super().__init__((_("Grade"), _("Hazard"), _("Measure"), _("Basis")), parent)

    @override
    def cell(self, row: HazardChoice, column: int) -> str:
        own = " · " + _("own entry") if row.own else ""
        return (_(GRADES[row.grade].word), row.shown + own, row.measure, basis_shown(row.basis))[column]

    @override
    def token(self, row: HazardChoice, column: int) -> str:
        return TOKENS[row.grade] if column == 0 else "text-1" if column == 1 else "text-2"

    @override
    def style(self, row: HazardChoice, column: int) -> str:
        return "body_bold" if column == 0 else "body"


def _list(model: _Choices) -> PlainTable:
    """The entries; wording and measure share the width."""
    grades = max(text_width(_(look.word), "body_bold") for look in GRADES.values())
    widths = (max(WIDTHS[0], round(grades) + 2 * PAD + FIRST_PAD + 2), *WIDTHS[1:])
    return PlainTable(_("Hazard library"), model, widths, (0, 1, 1, 0))


class LibraryPicker(Dialog):
    """Add a hazard by hand, or word `draft` anew. Writes through the presenter when it is accepted."""

    scrolls = False

    def __init__(self, parent: QWidget, presenter: VisitPresenter, draft: HazardDraft | None = None) -> None:
        title = _("Add a hazard") if draft is None else _("Word the hazard from the library")
        super().__init__(parent, title, accept=_("Add hazard") if draft is None else _("Keep"), width=WIDTH)
        self._presenter = presenter
        self._draft = draft
        self._all: tuple[HazardChoice, ...] = ()
        self._basis = draft.basis if draft is not None else ""
        self.search = TextField(_("Search the library"), placeholder=_("Symptom, standard, or pinyin"))
        self.model = _Choices(self)
        self.list = _list(self.model)
        self.list.setFixedHeight(LIST_HEIGHT)
        self.place = TextField(_("Place"), label=True)
        self.description = TextArea(_("Description"), label=True, required=True, rows=2)
        self.measure = TextField(_("Measure"), label=True)
        self.grade = GradeControl()
        self.deadline = DateField(_("Deadline"))
        self._basis_label = ElidedLabel("", "hint", "text-2")
        self._build()
        self._fill()
        self.search.value_edited.connect(lambda *_args: self._show_found())
        self.list.selectionModel().currentRowChanged.connect(lambda index, _old: self._take(index.row()))
        ws, visit, equipment = presenter.workspace, presenter.visit.id, draft.equipment if draft is not None else None
        presenter.load(lambda: services.hazard_choices(ws, visit, equipment), self._on_choices, owner=self)

    def _build(self) -> None:
        for widget in (self.search, self.list, self.description, self.measure):
            self.body.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.grade)
        row.addWidget(self.deadline)
        row.addWidget(self._basis_label, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.place)

    def _fill(self) -> None:
        """Show the draft, or an empty hazard."""
        draft = self._draft
        self.grade.set_value(draft.grade if draft is not None else Grade.GENERAL)
        if draft is None:
            return
        self.place.set_value(draft.place)
        self.description.set_value(draft.description)
        self.measure.set_value(draft.measure)
        self.deadline.set_date(draft.deadline)
        self._show_basis(draft.basis)

    def _show_basis(self, basis: str) -> None:
        self._basis = basis
        self._basis_label.setText(_("Basis: {basis}").format(basis=basis_shown(basis)) if basis else "")

    @override
    def first_focus(self) -> QWidget:
        return self.search.editor

    def _on_choices(self, choices: tuple[HazardChoice, ...]) -> None:
        self._all = choices
        self._show_found()

    def _show_found(self) -> None:
        self.model.show(chosen_by(self._all, self.search.value()))

    def _take(self, row: int) -> None:
        """Fill in what the entry says; everything can still be changed."""
        if not 0 <= row < len(self.model.rows):
            return
        choice = self.model.rows[row]
        self.description.set_value(choice.description)
        self.measure.set_value(choice.measure)
        self.grade.set_value(choice.grade)
        self.deadline.set_date(choice.deadline)
        self._show_basis(choice.basis)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search into the list; Enter in the search takes the first entry."""
        if self.search.editor.hasFocus() and self.model.rows and not event.modifiers():
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.list.selectRow(0)
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.selectRow(0)
                self.description.editor.setFocus(Qt.FocusReason.TabFocusReason)
                return
        super().keyPressEvent(event)

    @override
    def complaint(self) -> bool:
        missing = not self.description.value().strip()
        self.description.set_error(_("Describe the hazard.") if missing else "")
        return missing

    @override
    def accept(self) -> None:
        if self.complaint():
            return
        draft = self._draft
        deadline = self.deadline.value()
        self._presenter.edit_hazard(
            draft.id if draft is not None else None,
            place=self.place.value().strip(),
            description=self.description.value().strip(),
            measure=self.measure.value().strip(),
            grade=Grade(self.grade.value() or Grade.GENERAL.value),
            deadline=date.fromisoformat(deadline) if deadline else None,
            basis=self._basis or None,
        )
        super().accept()
