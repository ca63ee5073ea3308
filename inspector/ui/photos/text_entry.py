"""The line that takes a text over a photo: Qt's own editor, so that Chinese is typed as everywhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.photos.annotation import MOST_LETTERS


class TextEntry(QLineEdit):
    """The line that takes a text over the photo; `given(str)` on Enter or when the focus leaves, `left` on Esc."""

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(MOST_LETTERS)
        self.setAccessibleName(_("Text on the photo"))
        self._done = False

    def give(self) -> None:
        """Hand over what was typed, once."""
        if not self._done:
            self._done = True
            self.given.emit(self.text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if plain:
                self.give()
            event.setAccepted(plain)  # Ctrl+Enter is the editor's, which takes the text as well
            return
        if event.key() == Qt.Key.Key_Escape:
            self._done = True
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.give()
