"""The editor inside a reading cell: one per table, laid over the focused cell while something is being typed.

It decides nothing about numbers; text is handed on when the cell is left or Enter is pressed.
"""

from enum import Enum

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from typing_extensions import override

from inspector.ui.kit.fields import leaves_undo
from inspector.ui.theme import font


class Move(Enum):
    """Where the focus goes after a cell."""

    STAY = "stay"
    NEXT = "next"
    PREVIOUS = "previous"
    UP = "up"
    DOWN = "down"
    PHASE = "phase"


_MOVES = {
    Qt.Key.Key_Return: Move.NEXT,
    Qt.Key.Key_Enter: Move.NEXT,
    Qt.Key.Key_Tab: Move.NEXT,
    Qt.Key.Key_Backtab: Move.PREVIOUS,
    Qt.Key.Key_Up: Move.UP,
    Qt.Key.Key_Down: Move.DOWN,
    Qt.Key.Key_Slash: Move.PHASE,
}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def move_of(event: QKeyEvent) -> Move | None:
    """The move a key asks for in a reading cell, None if it is another key or held with Ctrl or Alt."""
    modifiers = event.modifiers() & ~_KEYPAD
    move = _MOVES.get(Qt.Key(event.key()))
    if move is None or modifiers & ~_SHIFT:
        return None
    if modifiers & _SHIFT and move is Move.NEXT:
        return Move.PREVIOUS
    return None if modifiers & _SHIFT and move in (Move.UP, Move.DOWN) else move


def _holds_block(text: str) -> bool:
    return any(sign in text.strip("\r\n") for sign in "\t\r\n")


class CellEditor(QLineEdit):
    """`finished(text, Move)` when the cell is left, `cancelled()` on Esc, `letter_pressed(str)` for X and P."""

    finished = Signal(str, object)
    cancelled = Signal()
    letter_pressed = Signal(str)
    block_pasted = Signal()
    """Ctrl+V with several cells on the clipboard: they do not belong into this one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setStyleSheet("QLineEdit { border: none; background: transparent; padding: 0; min-height: 0; }")
        self.setFont(font("card_title"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # a number; X, P and / act at once
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._open = False
        self.hide()

    @property
    def open(self) -> bool:
        """Whether something is being typed."""
        return self._open

    def begin(self, rect: QRect, text: str, name: str) -> None:
        """Start over the cell at `rect` (viewport coordinates) with `text`, the caret behind it."""
        self.setAccessibleName(name)
        self.setGeometry(rect)
        self.setText(text)
        self._open = True
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCursorPosition(len(text))

    def _finish(self, move: Move) -> None:
        if self._open:
            self._open = False
            self.finished.emit(self.text(), move)

    def leave(self) -> None:
        """Hand the text on without moving."""
        self._finish(Move.STAY)

    @override
    def event(self, event: QEvent) -> bool:
        if leaves_undo(event, undo=self.isUndoAvailable(), redo=self.isRedoAvailable()):
            event.ignore()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            move = move_of(event)
            if move is not None:
                self._finish(move)
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(_KEYPAD | _SHIFT)
        if event.key() == Qt.Key.Key_Escape:
            self._open = False
            self.cancelled.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and _holds_block(QApplication.clipboard().text()):
            self.block_pasted.emit()
        elif plain and event.key() in (Qt.Key.Key_X, Qt.Key.Key_P):
            self.letter_pressed.emit("x" if event.key() == Qt.Key.Key_X else "p")
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._finish(Move.STAY)
