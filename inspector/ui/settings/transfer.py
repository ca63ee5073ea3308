"""Settings to a file and from one: what would change is shown before, row by row, and can be taken back after."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _, ngettext
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.preferences.choosing import Chosen, choose
from inspector.services.preferences.options import Scope
from inspector.services.preferences.transfer import (
    Change,
    ImportRow,
    SettingsFile,
    export_settings,
    import_settings,
    preview_import,
    read_settings_file,
)
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.columns import Column, ColumnsTable, RowsModel
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.settings.section import CARD_WIDTH, Section

PATTERN: Final = "*.json"
FILE: Final = "inspector-settings.json"
WIDTH: Final = 920
HEIGHT: Final = 316
TAKEN: Final = "✓"
CHANGES: Final = {
    Change.UNKNOWN: N_("This program has no such setting."),
    Change.WRONG: N_("Cannot be used."),
    Change.REFUSED: N_("Not yours to choose."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the preview."""

    row: ImportRow
    taken: bool
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The key of the option."""
        return self.row.key


def line_of(row: ImportRow, *, taken: bool) -> Line:
    """A row with its ticks and words."""
    note = row.problem or (_(CHANGES[row.change]) if row.change in CHANGES else "")
    cells = {
        "taken": TAKEN if taken else "",
        "section": row.section,
        "name": row.name,
        "now": row.now,
        "new": row.new,
        "note": note,
    }
    return Line(row, taken, cells)


class PreviewTable(ColumnsTable):
    """Rows that are taken or left; Space, Enter and a double click turn one over."""

    def __init__(self) -> None:
        columns = (
            Column("taken", _("Include"), 64, sortable=False),
            Column("section", _("Group"), 110, 1, sortable=False),
            Column("name", _("Setting"), 150, 2, loud=True, sortable=False),
            Column("now", _("Here now"), 120, 2, sortable=False),
            Column("new", _("In the file"), 120, 2, strong=True, sortable=False),
            Column("note", _("Note"), 110, 2, sortable=False),
        )
        self.lines = RowsModel(columns)
        super().__init__(_("What would change"), self.lines)
        self.lines.setParent(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.row_opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class ImportDialog(Dialog):
    """What a file would change. `keys_chosen(keys)` when the person agrees."""

    keys_chosen = Signal(object)
    scrolls = False

    def __init__(self, parent: QWidget, file: SettingsFile, rows: Sequence[ImportRow]) -> None:
        came = _("Written {time} by {company}.").format(
            time=file.written_at[:16].replace("T", " "), company=file.company
        )
        super().__init__(
            parent,
            _("Take settings over"),
            came if file.written_at and file.company else "",
            accept=_("Import"),
            width=min(WIDTH, parent.window().width() - 64),
        )
        self.table = PreviewTable()
        self.table.setFixedHeight(HEIGHT)
        self._lines = [
            line_of(row, taken=row.change is Change.CHANGED) for row in rows if row.change is not Change.SAME
        ]
        same = len(rows) - len(self._lines)
        words = ngettext("{count} setting is the same already.", "{count} settings are the same already.", same)
        self.count = Text("", "body", "text-2")
        self.note = Text("", "body", "orange-text", wrap=True)
        self.body.addWidget(self.table)
        self.body.addWidget(self.note)
        self.body.addWidget(self.count)
        self.body.addWidget(Text(words.format(count=same), "hint", "text-2"))
        self.table.row_opened.connect(self.turn)
        self.table.row_chosen.connect(self._on_row)
        self.accepted.connect(lambda: self.keys_chosen.emit(self.keys()))
        self._show()
        if self._lines:
            self.table.choose(0)

    def keys(self) -> tuple[str, ...]:
        """The options that are to be taken."""
        return tuple(line.id for line in self._lines if line.taken)

    def turn(self, number: int) -> None:
        """Take a row or leave it; what cannot be taken stays left."""
        line = self._lines[number]
        if line.row.change is Change.CHANGED:
            self._lines[number] = line_of(line.row, taken=not line.taken)
            self._show()
            self.table.choose(number)

    def _on_row(self, number: int) -> None:
        self.note.setText(self._lines[number].cells["note"] if 0 <= number < len(self._lines) else "")

    def _show(self) -> None:
        self.table.lines.set_rows(self._lines)
        taken = len(self.keys())
        words = ngettext("{count} setting will be taken over.", "{count} settings will be taken over.", taken)
        self.count.setText(words.format(count=taken) if taken else _("Nothing in this file can change anything here."))
        self.accept_button.setEnabled(taken > 0)


class TransferSection(Section):
    """Two buttons; everything else is asked by dialogs."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        card = Card(_("Settings as a file"))
        words = _(
            "For another laptop or another company: everything that can be chosen in these settings, with the logo and"
            " your keys. Passphrases, keys of devices, the server and folders are never in it. Own criteria and"
            " checklists are given out on their own pages."
        )
        self.export_button = Button(_("Export settings…"), icon="download")
        self.import_button = Button(_("Import settings…"), Kind.SECONDARY, icon="folder-open")
        card.body.addWidget(Text(words, "body", "text-2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.export_button)
        row.addWidget(self.import_button)
        row.addStretch(1)
        card.body.addLayout(row)
        card.setMaximumWidth(CARD_WIDTH)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.export_button.clicked.connect(self._on_export)
        self.import_button.clicked.connect(self._on_import)

    @override
    def activated(self) -> None:
        self.take_focus(self.export_button)

    # out ------------------------------------------------------------------------------------------------------------

    def _on_export(self) -> None:
        ask_where(self, _("Export settings"), FILE, f"{_('Settings')} ({PATTERN})", self.export_to)

    def export_to(self, path: Path) -> None:
        """Write everything to a file."""
        workspace, own = self.context.workspace, self.context.preferences.options()

        def write() -> int:
            return write_file(path, workspace.call(lambda: export_settings(workspace, own)))

        def done(_length: int) -> None:
            self.context.messages.success(_("Saved: {path}").format(path=path))

        self.context.tasks.run(write, done, pool=True, owner=self)

    # in -------------------------------------------------------------------------------------------------------------

    def _on_import(self) -> None:
        dialog = QFileDialog(self.window(), _("Import settings"), "", f"{_('Settings')} ({PATTERN})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.import_from(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_from(self, path: Path) -> None:
        """Read a file, and show what it would change."""
        workspace, own = self.context.workspace, self.context.preferences.options()

        def look() -> tuple[SettingsFile, tuple[ImportRow, ...]]:
            file = read_settings_file(path)
            return file, workspace.call(lambda: preview_import(workspace, file, own))

        self.context.tasks.run(look, self._on_read, pool=True, owner=self)

    def _on_read(self, found: tuple[SettingsFile, tuple[ImportRow, ...]]) -> None:
        file, rows = found
        dialog = ImportDialog(self, file, rows)
        scopes = {row.key: row.scope for row in rows}
        dialog.keys_chosen.connect(lambda keys: self._take(file, keys, scopes))
        dialog.open()

    def _take(self, file: SettingsFile, keys: Sequence[str], scopes: Mapping[str, str]) -> None:
        workspace = self.context.workspace
        own = [key for key in keys if scopes[key] == Scope.PERSON.value]
        rest = [key for key in keys if key not in own]
        self.context.tasks.run(
            lambda: import_settings(workspace, file, rest),
            lambda done: self._on_taken(done, {key: file.values[key] for key in own}),
            owner=self,
        )

    def _on_taken(self, done: Chosen, own: Mapping[str, Any]) -> None:
        context, workspace = self.context, self.context.workspace
        before = {key: context.preferences.option(key) for key in own}

        def back() -> None:
            context.tasks.run(lambda: choose(workspace, done.before), lambda _done: use(before))

        def use(values: Mapping[str, Any]) -> None:
            for key, value in values.items():
                try:
                    context.preferences.set_option(key, value)
                except Problem as problem:
                    context.messages.problem(problem)

        count = len(done.keys) + len(own)
        words = ngettext("{count} setting was taken over.", "{count} settings were taken over.", count)
        context.messages.success(words.format(count=count), _("Undo"), back)
        use(own)
