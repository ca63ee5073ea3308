"""Painted widgets of several parts, of which one lies under the pointer."""

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.kit.focus import Focusable


class Pointing(Focusable):
    """Keeps which part the pointer is on, in `_pointed` (-1: none), and has it painted anew when that changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointed = -1
        self.setMouseTracking(True)

    def part_at(self, spot: QPointF) -> int:
        """The part at a spot, -1 for none."""
        raise NotImplementedError

    def press_part(self, index: int) -> None:
        """A part was pressed."""
        raise NotImplementedError

    def _point(self, index: int) -> None:
        if index != self._pointed:
            self._pointed = index
            self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.part_at(event.position()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.part_at(event.position())
        if index >= 0:
            self.press_part(index)
