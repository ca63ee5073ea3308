"""隐患库: own entries of the hazard library are added, changed, taken out; those of the program are shown."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.criteria.hazard_library import LibraryEntry, find_entries
from inspector.domain.equipment import EquipmentKind
from inspector.i18n import N_, _, language
from inspector.services.hazards.entries import (
    add_entry,
    change_entry,
    given_of,
    remove_entry,
    restore_entry,
)
from inspector.services.words import KINDS
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import FilterChip, paint_chip
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.meaning import GRADES, grade_name
from inspector.ui.kit.record_table import RecordModel, RecordTable
from inspector.ui.kit.table import AnyIndex, RowDelegate
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.criteria_dialogs import EntryDialog

COLUMNS: Final = (
    ("hazard", N_("What is wrong"), 8),
    ("grade", N_("Grade"), 2),
    ("measure", N_("What is to be done"), 8),
    ("basis", N_("Basis"), 4),
    ("kinds", N_("About"), 5),
)
GRADE: Final = 1
ENTRY_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 10
LEAST_HEIGHT: Final = 340


class EntriesModel(RecordModel[LibraryEntry]):
    """Entries of the library."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    @override
    def cell(self, row: LibraryEntry, column: int) -> str:
        key = self.keys[column]
        chosen = language()
        texts: dict[str, Callable[[], str]] = {
            "hazard": lambda: row.hazard.text(chosen),
            "grade": lambda: grade_name(row.grade),
            "measure": lambda: row.measure.text(chosen),
            "basis": lambda: _("practice") if row.standard == "practice" else row.basis,
            "kinds": lambda: _(", ").join(_kind(kind) for kind in sorted(row.kinds)),
        }
        return texts[key]()

    @override
    def style(self, row: LibraryEntry, column: int) -> str:
        return "body_medium" if self.keys[column] == "hazard" else "body"

    @override
    def token(self, row: LibraryEntry, column: int) -> str:
        key = self.keys[column]
        return "text-1" if key == "hazard" else "text-2"

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == ENTRY_ROLE and index.isValid():
            return self.rows[index.row()]
        return super().data(index, role)


def _kind(kind: str) -> str:
    return _(KINDS[EquipmentKind(kind)]) if kind in set(EquipmentKind) else _("Site")


class _Delegate(RowDelegate):
    """Text, and a chip for the grade."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        if index.column() != GRADE:
            super().paint_content(painter, rect, index)
            return
        entry: LibraryEntry = index.data(ENTRY_ROLE)
        paint_chip(painter, rect.left(), rect.center().y(), str(index.data()), GRADES[entry.grade])


class EntriesTable(RecordTable[LibraryEntry]):
    """`opened(LibraryEntry)` on Enter or double click, `dropped(LibraryEntry)` on Delete."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Hazard library"), EntriesModel(), dense=True, parent=parent)
        self.setItemDelegate(_Delegate(self))


class HazardEntries(QWidget):
    """The library with its own entries first. `decided()` after something changed."""

    decided = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: tuple[LibraryEntry, ...] = ()
        self._may_rule = False
        self._wanted = ""
        self.search = TextField(_("Search"), placeholder=_("Symptom, measure, standard…"))
        self.search.setFixedWidth(260)
        self.own = FilterChip(_("Own entries"))
        self.count = Text("", "body", "text-2")
        self.add_button = Button(_("Add an entry"), Kind.PRIMARY, icon="plus")
        self.change_button = Button(_("Edit"), icon="pencil", key="Enter")
        self.remove_button = Button(_("Take out"), key="Del")
        self.table = EntriesTable()
        self._build()
        self._connect()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search)
        line.addWidget(self.own)
        line.addWidget(self.count)
        line.addStretch(1)
        for button in (self.remove_button, self.change_button, self.add_button):
            line.addWidget(button)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        card.setMinimumHeight(LEAST_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(line)
        layout.addWidget(card, 1)

    def _connect(self) -> None:
        self.search.value_edited.connect(lambda _text: self._refresh())
        self.own.clicked.connect(self._on_own)
        self.add_button.clicked.connect(self.add)
        self.change_button.clicked.connect(lambda: self.change(self.table.current()))
        self.remove_button.clicked.connect(lambda: self.remove(self.table.current()))
        self.table.opened.connect(self.change)
        self.table.dropped.connect(self.remove)
        self.table.selectionModel().currentRowChanged.connect(self._show_buttons)

    def show_entries(self, entries: tuple[LibraryEntry, ...], *, may_rule: bool) -> None:
        """Show what was fetched."""
        self._entries, self._may_rule = entries, may_rule
        self._refresh()

    def _refresh(self) -> None:
        found = find_entries(self._entries, self.search.value())
        self.own.set_count(sum(entry.own for entry in found))
        shown = [entry for entry in found if entry.own or not self.own.on]
        self.count.setText(_("{count} of {all}").format(count=len(shown), all=len(self._entries)))
        self.table.show_rows(shown, self._wanted)
        self._wanted = ""
        self._show_buttons()

    def _on_own(self) -> None:
        self.own.set_on(not self.own.on)
        self._refresh()

    def _show_buttons(self) -> None:
        entry = self.table.current()
        own = entry is not None and entry.own and self._may_rule
        self.add_button.setEnabled(self._may_rule)
        self.change_button.setEnabled(own)
        self.remove_button.setEnabled(own)

    # deciding -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new entry."""
        workspace = self._context.workspace
        dialog = EntryDialog(self)
        dialog.entry_given.connect(
            lambda new: self._run(
                lambda: add_entry(workspace, new),
                _("Added to the hazard library."),
                lambda made: remove_entry(workspace, made.id),
            )
        )
        dialog.open()

    def change(self, entry: LibraryEntry | None) -> None:
        """Let an own entry be changed."""
        if entry is None or not entry.own or not self._may_rule:
            return
        workspace, before = self._context.workspace, given_of(entry)
        dialog = EntryDialog(self, before)
        dialog.entry_given.connect(
            lambda new: self._run(
                lambda: change_entry(workspace, entry.id, new),
                _("The entry was changed."),
                lambda _made: change_entry(workspace, entry.id, before),
            )
        )
        dialog.open()

    def remove(self, entry: LibraryEntry | None) -> None:
        """Take an own entry out."""
        if entry is None or not entry.own or not self._may_rule:
            return
        workspace = self._context.workspace
        self._run(
            lambda: remove_entry(workspace, entry.id),
            _("Taken out of the hazard library."),
            lambda _made: restore_entry(workspace, entry.id),
        )

    def _run(self, act: Callable[[], LibraryEntry], said: str, undo: Callable[[LibraryEntry], LibraryEntry]) -> None:
        tasks, messages = self._context.tasks, self._context.messages

        def done(made: LibraryEntry) -> None:
            self._wanted = made.id
            self.decided.emit()
            messages.success(said, _("Undo"), lambda: back(made))

        def back(made: LibraryEntry) -> None:
            tasks.run(lambda: undo(made), lambda _done: self.decided.emit(), owner=self)

        tasks.run(act, done, owner=self)
