"""The editor of a hazard in the making, below the question that failed: grade, deadline, words, basis, photos.

Everything is stored by itself: choices at once, words when the field is left or after a moment without typing. A fresh
view never overwrites the field that is being typed in.
"""

from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade
from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.visits.views import DraftStatus, HazardDraft
from inspector.services.words import basis_shown
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.choice import GradeControl, Option, Segmented
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.kit.fields import DateField, TextArea, TextField
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.library_picker import LibraryPicker
from inspector.ui.visit.photos import PhotoPlace, PhotoShelf
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.read_only import writes

SHORTCUT_DAYS = (7, 15, 30)
TYPING_PAUSE_MS = 700
DATE_WIDTH = 126
BASIS = Look("", "", "primary")


def today() -> date:
    """The local day."""
    return datetime.now().astimezone().date()


def label_width() -> int:
    """Width of the label column of details: the widest label in the language in use."""
    labels = (_("Grade"), _("Description"), _("Measure"), _("Basis"), _("Photos"), _("Note"))
    return max(64, *(round(text_width(label, "body")) + 10 for label in labels))


class HazardEditor(QWidget):
    """Shows one `HazardDraft` and edits it through the presenter. `resized` when it needs another height."""

    resized = Signal()

    def __init__(self, presenter: VisitPresenter, draft: HazardDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._draft = draft
        self.grade = GradeControl()
        self.deadline = DateField(_("Deadline"))
        self.deadline.setFixedWidth(DATE_WIDTH)
        self.days = Segmented(_("Days until the deadline"), _day_options())
        self.description = TextArea(_("Description"), rows=2)
        self.measure = TextField(_("Measure"))
        self.shelf = PhotoShelf(presenter, _place(draft))
        self._basis = QHBoxLayout()
        self._point = ElidedLabel("", "body", "text-2")
        self.library_button = Button(_("From the library"), Kind.TEXT, icon="book-open")
        self.dismiss_button = Button(_("Dismiss hazard"), Kind.TEXT, icon="x")
        self.accept_button = Button(_("Make hazard"), Kind.SECONDARY, icon="check")
        self._dismissed = Text("", "body", "text-2", wrap=True)
        self.restore_button = Button(_("Restore"), Kind.LINK, icon="undo-2")
        writes(self.library_button, self.dismiss_button, self.accept_button, self.restore_button)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._build()
        self.show_draft(draft)
        self._connect()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 4)
        self._fields = QWidget()
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, label_width())
        grid.setColumnStretch(1, 1)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.setSpacing(8)
        self._first.addWidget(self.grade)
        self._first.addStretch(1)
        self._first.addLayout(self._deadline_row())
        _add_row(grid, 0, _("Grade"), self._first)
        _add_row(grid, 1, _("Description"), self.description)
        _add_row(grid, 2, _("Measure"), self.measure)
        _add_row(grid, 3, _("Basis"), self._basis_row())
        _add_row(grid, 4, _("Photos"), self._photo_row())
        outer.addWidget(self._fields)
        self._gone = QWidget()
        gone = QHBoxLayout(self._gone)
        gone.setContentsMargins(0, 0, 0, 0)
        gone.addWidget(self._dismissed, 1)
        gone.addWidget(self.restore_button)
        outer.addWidget(self._gone)

    def _deadline_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Text(_("Deadline"), "body", "text-2"))
        row.addWidget(self.deadline)
        row.addWidget(self.days)
        row.addStretch(0)
        self._deadline_line = row
        return row

    def _basis_row(self) -> QHBoxLayout:
        self._basis.setSpacing(8)
        self._chip = note_chip("—", "primary")
        self._basis.addWidget(self._chip)
        self._basis.addWidget(self._point, 1)
        return self._basis

    def _photo_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.shelf, 1)
        row.addWidget(self.library_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.accept_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.dismiss_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _connect(self) -> None:
        self.grade.value_chosen.connect(self._on_grade_chosen)
        self.deadline.value_committed.connect(self._on_deadline_committed)
        self.days.value_chosen.connect(self._on_days_chosen)
        self.description.value_edited.connect(self._on_words_edited)
        self.measure.value_edited.connect(self._on_words_edited)
        self.description.value_committed.connect(self._on_words_committed)
        self.measure.value_committed.connect(self._on_words_committed)
        self._typing.timeout.connect(self._on_words_committed)
        self.library_button.clicked.connect(self._on_library_clicked)
        self.dismiss_button.clicked.connect(self._on_dismiss_clicked)
        self.accept_button.clicked.connect(lambda: self._presenter.accept_hazard(self._draft.id))
        self.restore_button.clicked.connect(lambda: self._presenter.restore_hazard(self._draft.id))

    # showing --------------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> HazardDraft:
        """What is shown."""
        return self._draft

    def show_draft(self, draft: HazardDraft) -> None:
        """Show fresh data; a field in which somebody is typing keeps what was typed."""
        self._draft = draft
        self.shelf.set_place(_place(draft))
        gone = draft.status in (DraftStatus.DISMISSED, DraftStatus.MERGED)
        self._fields.setVisible(not gone)
        self._gone.setVisible(gone)
        self._dismissed.setText(_("No hazard is made of this: {reason}").format(reason=draft.reason))
        self.grade.set_value(draft.grade)
        if not self.deadline.editor.hasFocus():
            self.deadline.set_date(draft.deadline)
        self._mark_days(draft.deadline)
        if not self.description.editor.hasFocus():
            self.description.set_value(draft.description)
            self._presenter.typing.follow(self.description, f"hazard:{draft.id}:description")
        if not self.measure.editor.hasFocus():
            self.measure.set_value(draft.measure)
            self._presenter.typing.follow(self.measure, f"hazard:{draft.id}:measure")
        self.accept_button.setVisible(draft.status is DraftStatus.PROPOSAL)
        self._chip.setVisible(bool(draft.basis))
        self._chip.set_look(basis_shown(draft.basis), BASIS)
        self._point.setText(draft.basis_text)
        self.shelf.show_photos(draft.photos)
        self._clear_errors()
        self.resized.emit()

    def _mark_days(self, deadline: date) -> None:
        days = (deadline - today()).days
        self.days.set_value(str(days) if days in SHORTCUT_DAYS else "")

    def show_problem(self, problem: Problem) -> None:
        """Mark the field that a failed write was about."""
        match problem.code:
            case "deadline_past":
                self.deadline.set_error(describe(problem))
            case "description_missing":
                self.description.set_error(describe(problem))
        self.resized.emit()

    def _clear_errors(self) -> None:
        self.deadline.set_error("")
        self.description.set_error("")

    def focus_first(self) -> None:
        """Put the focus on the description, the field that most often needs words."""
        self.description.editor.setFocus(Qt.FocusReason.TabFocusReason)

    # editing --------------------------------------------------------------------------------------------------------

    def _on_grade_chosen(self, value: str) -> None:
        self._presenter.edit_hazard(self._draft.id, grade=Grade(value))

    def _on_deadline_committed(self, value: str) -> None:
        self._presenter.edit_hazard(self._draft.id, deadline=date.fromisoformat(value))

    def _on_days_chosen(self, value: str) -> None:
        self._presenter.edit_hazard(self._draft.id, deadline=today() + timedelta(days=int(value)))

    def _on_words_edited(self) -> None:
        self._typing.start()

    def _on_words_committed(self) -> None:
        self._typing.stop()
        description, measure = self.description.value().strip(), self.measure.value().strip()
        changed_description = description if description != self._draft.description else None
        changed_measure = measure if measure != self._draft.measure else None
        for field in ("description", "measure"):
            self._presenter.typing.saved(f"hazard:{self._draft.id}:{field}")
        if changed_description is not None or changed_measure is not None:
            self._presenter.edit_hazard(self._draft.id, description=changed_description, measure=changed_measure)

    def flush(self) -> None:
        """Store what was typed but not stored yet; called before the editor goes."""
        if self._typing.isActive():
            self._on_words_committed()

    def _on_library_clicked(self) -> None:
        self.flush()
        LibraryPicker(self, self._presenter, self._draft).open()

    def _on_dismiss_clicked(self) -> None:
        dialog = ReasonDialog(
            self,
            _("Dismiss this hazard?"),
            _("The answer stays. No hazard will be issued for it; the reason is kept in the record."),
            label=_("Reason"),
            accept=_("Dismiss"),
            dangerous=True,
        )
        dialog.reason_given.connect(lambda reason: self._presenter.dismiss_hazard(self._draft.id, reason))
        self._presenter.typing.ask(dialog, {f"dismiss:{self._draft.id}": dialog.field})
        dialog.open()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = label_width() + self.grade.sizeHint().width() + self._deadline_width() + 12
        direction = QBoxLayout.Direction.LeftToRight if needed <= self.width() else QBoxLayout.Direction.TopToBottom
        if direction is not self._first.direction():
            self._first.setDirection(direction)
            below = direction is QBoxLayout.Direction.TopToBottom
            self._deadline_line.setStretch(self._deadline_line.count() - 1, 1 if below else 0)
            self.resized.emit()

    def _deadline_width(self) -> int:
        return round(text_width(_("Deadline"), "body")) + DATE_WIDTH + 14 + self.days.sizeHint().width()


def _day_options() -> list[Option]:
    words = {days: ngettext("{count} day", "{count} days", days).format(count=days) for days in SHORTCUT_DAYS}
    return [
        Option(
            str(days),
            label,
            chosen_fill="primary-tint",
            chosen_text="primary-text",
            chosen_border="primary-border",
            width=max(48, round(text_width(label, "body_bold")) + 14),
        )
        for days, label in words.items()
    ]


def _place(draft: HazardDraft) -> PhotoPlace:
    """Photos of a finding belong to its answer; those of a hazard made by hand to the hazard."""
    if draft.target is not None and draft.ref:
        return PhotoPlace(target=draft.target, ref=draft.ref)
    return PhotoPlace(hazard=draft.id)


def _add_row(grid: QGridLayout, index: int, label: str, content: QWidget | QBoxLayout) -> None:
    name = Text(label, "body", "text-2")
    name.setFixedHeight(36)
    grid.addWidget(name, index, 0, Qt.AlignmentFlag.AlignTop)
    if isinstance(content, QWidget):
        grid.addWidget(content, index, 1)
    else:
        grid.addLayout(content, index, 1)
