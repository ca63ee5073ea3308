"""What can be done to a line besides typing: override (F4), 停电未测 (X), 待录 with a reason, note (N), photo (P).

`LineActions` joins a reading table and the panel beside it to the presenter; steps 2 and 3 use it.
"""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from inspector.i18n import _
from inspector.services.visits.views import Line, Target
from inspector.ui.kit.dialog import Dialog, ReasonDialog
from inspector.ui.kit.fields import TextArea
from inspector.ui.visit.drafts import place
from inspector.ui.visit.line_context import LineContext
from inspector.ui.visit.override import OverrideDialog, may_request
from inspector.ui.visit.photos import PhotoPlace, ask_for_photos
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.reading_rows import LineRow, out_of_service
from inspector.ui.visit.reading_table import ReadingTable


class NoteDialog(Dialog):
    """The note of a line, where no panel shows it: `note_given(str)`, "" takes it away."""

    note_given = Signal(str)

    def __init__(self, parent: QWidget, line: Line) -> None:
        super().__init__(parent, _("Note: {label}").format(label=line.label), accept=_("Keep the note"))
        self.field = TextArea(_("Note"), rows=4)
        self.field.set_value(line.note)
        self.body.addWidget(self.field)
        self.accepted.connect(lambda: self.note_given.emit(self.field.value().strip()))


class LineActions(QObject):
    """Carries out the wishes of a reading table and of the panel beside it, and offers them in a context menu."""

    def __init__(self, table: ReadingTable, context: LineContext, presenter: VisitPresenter) -> None:
        super().__init__(table)
        self._table = table
        self._context = context
        self._presenter = presenter
        table.typing = presenter.typing
        table.reading_model.read_only = presenter.read_only
        table.reading_model.filed = presenter.visit.signed is not None
        self._connect()

    def _connect(self) -> None:
        self._context.decided.connect(self._table.setFocus)
        if self._presenter.read_only:
            return
        self._table.reading_model.value_entered.connect(self._presenter.answer)
        self._table.override_requested.connect(self.override)
        self._table.out_of_service_requested.connect(self.toggle_out_of_service)
        self._table.photo_requested.connect(self.add_photo)
        self._table.note_requested.connect(self.open_note)
        self._table.menu_requested.connect(self._on_menu_requested)
        self._context.override_wanted.connect(self.override)
        self._context.wait_wanted.connect(self.wait)
        self._context.out_of_service_wanted.connect(self.toggle_out_of_service)
        self._context.hazard_wanted.connect(self._presenter.request_hazard)

    def _line(self, target: Target, ref: str) -> Line | None:
        row, _number = self._table.reading_model.find(target, ref)
        entry = self._table.reading_model.line_row(row)
        return entry.line if entry is not None else None

    def override(self, target: Target, ref: str) -> None:
        """F4: ask for the inspector's verdict; only a line that has a verdict can be overridden."""
        line = self._line(target, ref)
        if line is not None and line.judgement is not None:
            dialog = OverrideDialog(self._table, self._presenter, target, line)
            self._presenter.typing.ask(dialog, {place("override", target, line.ref): dialog.reason})
            dialog.open()

    def toggle_out_of_service(self, target: Target, ref: str) -> None:
        """X: mark the line as not measured because it is de-energised, or take the mark away."""
        line = self._line(target, ref)
        if line is not None:
            flag = not out_of_service(line)
            cleared = sum(1 for cell in line.cells if cell.value) if flag else 0
            self._presenter.out_of_service(target, ref, flag=flag, cleared=cleared)

    def wait(self, target: Target, ref: str) -> None:
        """待录: leave the value for later with a reason; on a waiting line the mark is taken away."""
        line = self._line(target, ref)
        if line is None:
            return
        if line.waiting_reason:
            self._presenter.waiting(target, ref, "")
            return
        dialog = ReasonDialog(
            self._table,
            _("Enter this value later?"),
            line.label,
            label=_("Why the value is still to come"),
            accept=_("Enter later"),
        )
        dialog.reason_given.connect(lambda reason: self._presenter.waiting(target, ref, reason))
        self._presenter.typing.ask(dialog, {place("waiting", target, ref): dialog.field})
        dialog.open()

    def open_note(self, target: Target, ref: str) -> None:
        """N: the note of a line, in the panel beside the table when it shows, else in a dialog."""
        row, _number = self._table.reading_model.find(target, ref)
        entry = self._table.reading_model.line_row(row)
        if entry is None:
            return
        if self._context.isVisible():
            self._context.open_note(entry)
            return
        dialog = NoteDialog(self._table, entry.line)
        dialog.note_given.connect(lambda words: self._presenter.note(target, ref, words))
        self._presenter.typing.ask(dialog, {place("note", target, ref): dialog.field})
        dialog.open()

    def add_photo(self, target: Target, ref: str) -> None:
        """P: ask for a photo."""
        ask_for_photos(self._presenter, PhotoPlace(target, ref), self._table.window())

    def _paste(self, _target: Target, _ref: str) -> None:
        self._table.paste_requested.emit()

    def _on_menu_requested(self, entry: LineRow, at: QPoint) -> None:
        line = entry.line
        menu = QMenu(self._table)
        offers = [
            (_("Override the verdict…"), "F4", self.override, line.judgement is not None),
            (
                _("Measured after all") if out_of_service(line) else _("De-energised, not measured"),
                "X",
                self.toggle_out_of_service,
                not line.computed,
            ),
            (_("No longer waiting") if line.waiting_reason else _("Enter later…"), "", self.wait, not line.computed),
            (_("Make hazard"), "", self._presenter.request_hazard, may_request(line)),
            (_("Paste values…"), "Ctrl+V", self._paste, not line.computed),
            (_("Note…"), "N", self.open_note, True),
            (_("Add a photo…"), "P", self.add_photo, True),
        ]
        for words, key, act, possible in offers:
            action = QAction(f"{words}\t{key}" if key else words, menu)
            action.setEnabled(possible)
            action.triggered.connect(lambda _on=False, act=act: act(entry.target, line.ref))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
