"""The keyboard table of steps 2 and 3: lines with one to three reading cells, edited in place.

Typing starts editing; Enter and Tab go across the phases, then down, past cells that cannot be typed; "/" jumps to the
next phase; Space takes a grey last value; X, N, P and F4 are wishes to the panel. GUI thread only.
"""

from unicodedata import normalize

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip
from typing_extensions import override

from inspector.ui.visit import cell_walk
from inspector.ui.visit.cell_editor import Move, move_of
from inspector.ui.visit.reading_entry import ReadingEntry
from inspector.ui.visit.reading_paint import line_tooltip
from inspector.ui.visit.reading_rows import CELLS, Column, Group, LineRow

_PAGE_KEYS = frozenset({Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home})
_FAR = 1_000_000
_STARTS = frozenset("0123456789+-.,<>=~≤≥≈±∞")
"""What a reading begins with: digits, a sign, a decimal point or comma, or that it lies beyond what was measured."""
_ACTS = frozenset("xnp/")


def starts_reading(typed: str) -> bool:
    """Whether a typed character begins a reading; full-width signs of an input method do too."""
    return len(typed) == 1 and (normalize("NFKC", typed) in _STARTS or typed in "。−")


class ReadingTable(ReadingEntry):
    """Signals carry (Target, ref of the line)."""

    override_requested = Signal(object, str)
    out_of_service_requested = Signal(object, str)
    photo_requested = Signal(object, str)
    note_requested = Signal(object, str)
    menu_requested = Signal(object, object)
    """(LineRow, global position)"""
    paste_requested = Signal()
    """Ctrl+V: the clipboard holds values for several cells, or one for this cell."""

    @override
    def _connect_editor(self) -> None:
        super()._connect_editor()
        self._editor.letter_pressed.connect(self._on_letter_pressed)
        self._editor.block_pasted.connect(self._on_block_pasted)

    def _move_across(self, by: int) -> None:
        row, number = self.place()
        entry = self._model.line_row(row)
        if entry is not None and 0 <= number + by < len(entry.line.cells):
            self._go(row, number + by)

    def enter(self, text: str) -> None:
        """Put a value into the focused cell as if it had been typed."""
        self._model.setData(self.currentIndex(), text)

    def _on_block_pasted(self) -> None:
        cell = self.current_cell()
        if cell is not None:
            self._editor.setText(cell.value)
        self._editor.leave()
        self.paste_requested.emit()

    # wishes -------------------------------------------------------------------------------------------------------

    def _on_letter_pressed(self, letter: str) -> None:
        cell = self.current_cell()
        if letter == "x" and cell is not None:
            self._editor.setText(cell.value)  # a point that is out of service has no reading: drop what was begun
        self._editor.leave()
        self._wish(letter)

    def _wish(self, letter: str) -> None:
        entry = self.current()
        if entry is None:
            return
        signal = {
            "x": self.out_of_service_requested,
            "n": self.note_requested,
            "p": self.photo_requested,
            "f4": self.override_requested,
        }[letter]
        if letter != "x" or not entry.line.computed:
            signal.emit(entry.target, entry.line.ref)

    # events -------------------------------------------------------------------------------------------------------

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own_key(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if tab and move_of(event) is not None and self.current() is not None:
                towards = Move.NEXT if event.key() == Qt.Key.Key_Tab else Move.PREVIOUS
                return self.move_focus(towards) or super().event(event)
        return super().event(event)

    @staticmethod
    def _own_key(event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        typed = event.text()
        own = starts_reading(typed) or (bool(typed) and typed.lower() in _ACTS) or event.key() == Qt.Key.Key_F4
        return not held and (own or move_of(event) is not None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
            return
        move = move_of(event)
        if move is not None:
            self._move_on(move)
            return
        if not self._act(Qt.Key(event.key())):
            if starts_reading(event.text()):
                self.start_editing(event.text())
            else:
                event.ignore()

    def _take_hint(self) -> None:
        """Space confirms the grey last value of an empty cell and goes on: only then is it a reading."""
        hint = self._model.hint_at(self.currentIndex())
        if hint:
            self.enter(hint)
            self._move_on(Move.NEXT)

    def _copy(self) -> None:
        cell = self.current_cell()
        if cell is not None and cell.value:
            QApplication.clipboard().setText(cell.value)

    def _turn_page(self, key: Qt.Key) -> None:
        """Page keys move by what fits on screen, Home and End to the first and last line."""
        rows = max(1, self.viewport().height() // self._row_height - 2)
        steps = {Qt.Key.Key_PageDown: rows, Qt.Key.Key_PageUp: -rows, Qt.Key.Key_End: _FAR, Qt.Key.Key_Home: -_FAR}
        row = cell_walk.by_lines(self._model, self.currentIndex().row(), steps[key])
        if row >= 0:
            self._go(row, self._number)

    def _act(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_X:
                self._wish("x")
            case Qt.Key.Key_N:
                self._wish("n")
            case Qt.Key.Key_P:
                self._wish("p")
            case Qt.Key.Key_F4:
                self._wish("f4")
            case Qt.Key.Key_Space:
                self._take_hint()
            case Qt.Key.Key_F2:
                self.start_editing()
            case Qt.Key.Key_Delete:
                self._model.setData(self.currentIndex(), "")
            case Qt.Key.Key_Backspace:
                self.start_editing("")
            case Qt.Key.Key_Left:
                self._move_across(-1)
            case Qt.Key.Key_Right:
                self._move_across(1)
            case _ if key in _PAGE_KEYS:
                self._turn_page(key)
            case _:
                return False
        return True

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        entry = self._model.rows[index.row()] if index.isValid() else None
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if isinstance(entry, Group):
            self._model.set_folded(entry.target, folded=not self._model.is_folded(entry.target))
        elif isinstance(entry, LineRow):
            self._press_line(index, entry, again=index == self.currentIndex())

    def _press_line(self, index: QModelIndex, entry: LineRow, *, again: bool) -> None:
        column = self._model.columns[index.column()]
        cells = len(entry.line.cells)
        self._go(index.row(), min(CELLS.index(column), cells - 1) if column in CELLS else 0)
        if column is Column.PHOTO:
            self.photo_requested.emit(entry.target, entry.line.ref)
        elif again:
            self.start_editing()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()) == self.currentIndex():
            self.start_editing()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        entry = self._model.line_row(index.row()) or self.current()
        if entry is None:
            return
        if self._model.line_row(index.row()) is not None:
            self._go(index.row(), self._number)
        below = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_requested.emit(entry, below if by_key else event.globalPos())

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _show_tooltip(self, position: QPoint, at: QPoint) -> None:
        index = self.indexAt(position)
        entry = self._model.line_row(index.row())
        words = ""
        if entry is not None:
            cell = self._model.cell_at(index)
            words = line_tooltip(entry.line, self._model.columns[index.column()])
            words = "\n".join(part for part in (cell.phase if cell else "", cell.error if cell else "", words) if part)
        QToolTip.showText(at, words, self, QRect())
