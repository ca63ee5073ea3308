"""Typing into the cells of a reading table: the editor over a cell, what it kept, and where the focus goes after it.

GUI thread only.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.visit import cell_walk
from inspector.ui.visit.cell_editor import CellEditor, Move
from inspector.ui.visit.drafts import VisitTyping, place
from inspector.ui.visit.reading_paint import cell_rect
from inspector.ui.visit.reading_view import AnyIndex, ColumnWidth, ReadingView


class ReadingEntry(ReadingView):
    """Base of `ReadingTable`: one cell at a time is edited in place."""

    end_reached = Signal()
    """Enter in the last cell."""

    def __init__(
        self,
        name: str,
        widths: Sequence[ColumnWidth],
        *,
        row_height: int,
        label_room: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, widths, row_height=row_height, label_room=label_room, parent=parent)
        self._editor = CellEditor(self.viewport())
        self._typed_key = ""
        self.typing: VisitTyping | None = None
        """Keeps what is typed into a cell until the cell is left."""
        self._connect_editor()

    def _connect_editor(self) -> None:
        self._editor.finished.connect(self._on_editor_finished)
        self._editor.cancelled.connect(self._close_editor)
        self._editor.textEdited.connect(self._on_text_edited)

    def move_focus(self, move: Move) -> bool:
        """Move the focus; returns False at the end of the table."""
        wanted = self._number
        place = cell_walk.target_of(self._model, self.place(), move, wanted)
        if place is None:
            return False
        if move is not Move.STAY:
            self._go(*place)
        return True

    def _move_on(self, move: Move) -> None:
        if not self.move_focus(move) and move is Move.NEXT:
            self.end_reached.emit()

    # editing ------------------------------------------------------------------------------------------------------

    @property
    def editing(self) -> bool:
        """Whether a cell is being typed into."""
        return self._editor.open

    def start_editing(self, typed: str | None = None) -> None:
        """Edit the focused cell: `typed` replaces its value, None keeps it with the caret behind."""
        index, cell, entry = self.currentIndex(), self.current_cell(), self.current()
        shut = self._model.read_only
        if shut or cell is None or entry is None or cell.readonly or entry.line.computed or self.editing:
            return
        self._delegate.hide_cell = (index.row(), index.column())
        name = " ".join(part for part in (entry.line.label, cell.phase, entry.line.unit) if part)
        rect = cell_rect(QRectF(self.visualRect(index))).adjusted(6, 2, -9, -2).toRect()
        self._typed_key = place("cell", entry.target, cell.ref)
        self._editor.begin(rect, cell.value if typed is None else typed, name)
        if typed is not None:
            self._on_text_edited(typed)
        self._update_row(index.row())

    def _on_text_edited(self, text: str) -> None:
        if self.typing is not None:
            self.typing.typed(self._typed_key, text)

    @override
    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        QTimer.singleShot(0, self, self._offer_typed)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self._offer_typed)

    def _offer_typed(self) -> None:
        """Open the cell again in which somebody was typing when the program ended."""
        entry, cell = self.current(), self.current_cell()
        if self.typing is None or entry is None or cell is None or not self.hasFocus():
            return
        kept = self.typing.text(place("cell", entry.target, cell.ref))
        if kept is not None:
            self.start_editing(kept)

    def leave_editor(self) -> None:
        """Hand on what is being typed, for example before the panel is left."""
        self._editor.leave()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.editing:
            rect = cell_rect(QRectF(self.visualRect(self.currentIndex())))
            self._editor.setGeometry(rect.adjusted(6, 2, -9, -2).toRect())

    def _close_editor(self) -> None:
        row = self._delegate.hide_cell[0]
        had_focus = self._editor.hasFocus()
        self._delegate.hide_cell = (-1, -1)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._editor.hide()
        if self.typing is not None:
            self.typing.saved(self._typed_key)
        self._update_row(row)

    def _on_editor_finished(self, text: str, move: Move) -> None:
        row, column = self._delegate.hide_cell
        self._close_editor()
        if row >= 0:
            self._model.setData(self._model.index(row, column), text)
        self._move_on(move)
