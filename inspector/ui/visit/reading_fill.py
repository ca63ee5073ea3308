"""Filling many cells: a pasted block (Ctrl+V) and last values as grey hints (Ctrl+D).

A block that can be read in one way only and replaces nothing is taken at once, with an offer to undo; else a dialog
shows what goes where. A hint is no reading: Space in a cell takes it, cell by cell; Enter only goes on.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from inspector import services
from inspector.i18n import _, ngettext
from inspector.services.visits.pasted import parse_block
from inspector.services.visits.value_views import Expected, NewValue
from inspector.ui.kit.shortcuts import bind_key
from inspector.ui.visit.panel import StepPanel
from inspector.ui.visit.paste_dialog import PasteDialog, values_of
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.reading_paste import Layout, Way, layouts
from inspector.ui.visit.reading_rows import Group
from inspector.ui.visit.reading_table import ReadingTable


class ReadingFill(QObject):
    """Joins a reading table to the presenter; both steps use it."""

    hints_toggled = Signal(bool)

    def __init__(self, table: ReadingTable, presenter: VisitPresenter, panel: StepPanel) -> None:
        super().__init__(table)
        self._table = table
        self._presenter = presenter
        table.paste_requested.connect(self.paste)
        self._panel = panel
        bind_key("Ctrl+D", panel, self.toggle_hints, within=True)

    def toggle_hints(self) -> None:
        """Ctrl+D: show last values in grey in the empty cells, or hide them."""
        model = self._table.reading_model
        if model.read_only:
            return
        model.set_hints(on=not model.hints)
        self.tell_key()
        self.hints_toggled.emit(model.hints)
        if model.hints and not any(model.hinted(row) for row in range(len(model.rows))):
            self._presenter.messages.info(_("No empty cell here has a last value."))

    def tell_key(self) -> None:
        """While last values are shown, the footer says which key takes one."""
        on = self._table.reading_model.hints
        key = ("Space", _("take the last value"))
        others = tuple(hint for hint in self._panel.footer_hints if hint[0] != key[0])
        self._panel.footer_hints = (key, *others) if on else others
        self._panel.footer_changed.emit()

    def paste(self) -> None:
        """Paste what is on the clipboard from the focused cell on."""
        if self._presenter.read_only:
            return
        block = parse_block(QApplication.clipboard().text())
        if not any(cell for row in block for cell in row):
            self._presenter.messages.info(_("There are no values on the clipboard. Copy a column or block of cells."))
            return
        if len(block) == 1 and len(block[0]) == 1:
            self._table.enter(block[0][0])
            return
        found = layouts(self._table.reading_model.rows, self._table.place(), block)
        if not found:
            self._presenter.messages.info(
                _("None of these values finds a cell here. Go to the first cell and try again.")
            )
        elif len(found) == 1 and found[0].certain:
            self._take(found[0])
        else:
            self._ask(found)

    def _ask(self, found: Sequence[Layout]) -> None:
        """Show the ways to read the block; the one with the fewest errors first, names before places."""
        ws, visit = self._presenter.workspace, self._presenter.visit.id

        def count() -> list[int]:
            every = [services.preview_values(ws, visit, values_of(layout)) for layout in found]
            return [sum(1 for one in several if one.error) for several in every]

        def show(errors: Sequence[int]) -> None:
            ranks = dict(zip((layout.way for layout in found), errors, strict=True))
            self._open(sorted(found, key=lambda layout: layout.way is not Way.LABELS and 1 + ranks[layout.way]))

        self._presenter.load(count, show, owner=self)

    def _open(self, found: Sequence[Layout]) -> None:
        rows = self._table.reading_model.rows
        titles = {row.target: row.title for row in rows if isinstance(row, Group)}
        dialog = PasteDialog(self._table, found, self._preview, titles)
        dialog.accepted.connect(lambda: self._take(dialog.chosen))
        dialog.open()

    def _preview(self, values: Sequence[NewValue], done: Callable[[Sequence[Expected]], None]) -> None:
        ws, visit = self._presenter.workspace, self._presenter.visit.id
        self._presenter.load(lambda: services.preview_values(ws, visit, values), done, owner=self)

    def _take(self, layout: Layout) -> None:
        values = values_of(layout)
        if not values:
            return
        ws, visit = self._presenter.workspace, self._presenter.visit.id
        told = ngettext("{count} value pasted", "{count} values pasted", len(values)).format(count=len(values))
        first = values[0]
        self._presenter.write(
            lambda: services.record_answers(ws, visit, values), target=first.target, ref=first.ref, told=told
        )
