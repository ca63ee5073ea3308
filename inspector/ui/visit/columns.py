"""The three regions of a step: left list, middle, right context panel; only the middle grows.

Below 1280 window width the right panel becomes a drawer over the middle, opened and closed by a button of the panel's
own (`toggle_right`) and closed by Esc.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.kit.marks import Panel
from inspector.ui.theme import color

LEFT_WIDTH = 216
RIGHT_WIDTH = 292
NARROW = 1280
"""Window width below which the right panel is a drawer."""

WIDE = 1600
"""Window width from which the left column has room for longer names."""
MORE_LEFT = 72


class Columns(QWidget):
    """Lays out `left` (216), `middle` and `right` (292). Any but the middle may be None."""

    right_toggled = Signal(bool)
    """Whether the right panel is visible, after it changed by hand or with the window's width."""

    def __init__(
        self,
        left: QWidget | None,
        middle: QWidget,
        right: QWidget | None,
        *,
        left_width: int = LEFT_WIDTH,
        right_width: int = RIGHT_WIDTH,
        right_from: int = NARROW,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._left = _hold(left, "r", self)
        self._right = _hold(right, "l", self)
        self._middle = middle
        middle.setParent(self)
        self._left_width = left_width
        self._right_width = right_width
        self._right_from = right_from
        """Window width from which the right panel is shown unless the person decided otherwise."""
        self._was_visible = right is not None
        self._wanted: bool | None = None
        """Whether the person opened or closed the right panel; None = by width."""
        if self._right is not None:
            self._right.raise_()

    @property
    def narrow(self) -> bool:
        """Whether the right panel lies over the middle."""
        return self.window().width() < NARROW

    @property
    def right_visible(self) -> bool:
        """Whether the right panel is shown."""
        if self._right is None:
            return False
        return self.window().width() >= self._right_from if self._wanted is None else self._wanted

    def toggle_right(self) -> None:
        """Show or hide the right panel."""
        self._wanted = not self.right_visible
        self._arrange()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.narrow and self.right_visible:
            self.toggle_right()
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        height, start, end = self.height(), 0, self.width()
        if self._left is not None:
            start = self._left_width + (MORE_LEFT if self.window().width() >= WIDE else 0)
            self._left.setGeometry(0, 0, start, height)
        if self._right is not None:
            self._right.setVisible(self.right_visible)
            self._right.setGeometry(end - self._right_width, 0, self._right_width, height)
            if self.right_visible and not self.narrow:
                end -= self._right_width
        if self.right_visible != self._was_visible:
            self._was_visible = self.right_visible
            self.right_toggled.emit(self._was_visible)
        self._middle.setGeometry(start, 0, max(0, end - start), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color("canvas"))


def _hold(content: QWidget | None, edges: str, parent: QWidget) -> Panel | None:
    """A surface with a line at one edge that holds `content`."""
    if content is None:
        return None
    panel = Panel("surface", edges, parent)
    panel.setLayout(_flush(content, edges))
    return panel


def _flush(content: QWidget, edges: str) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(1 if "l" in edges else 0, 0, 1 if "r" in edges else 0, 0)
    layout.addWidget(content)
    return layout
