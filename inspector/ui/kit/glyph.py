"""An icon as a widget of its own; it is drawn when painted, so it follows a theme switch."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.kit.icons import STROKE, draw_icon


class Glyph(QWidget):
    """The icon `name` in the colour of `token`, `size` logical pixels square; the words stand beside it."""

    def __init__(self, name: str, token: str = "text-2", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, token, size
        self.setFixedSize(size, size)

    def set_icon(self, name: str, token: str) -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QPointF(0, 0), self._name, self._token, self._size, STROKE)
