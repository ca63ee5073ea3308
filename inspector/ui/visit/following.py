"""A scroll area that brings a row into view after the layout has settled."""

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QWidget

from inspector.ui.kit.rows import Scroller

MARGIN = 12
"""Room kept below and above the row, logical pixels."""


class FollowingScroller(Scroller):
    """A `Scroller` with `follow(widget)`."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        self._content = content

    def follow(self, widget: QWidget) -> None:
        """Make a widget inside the content visible as soon as it has its place."""
        QTimer.singleShot(0, widget, lambda: self._show(widget))

    def _show(self, widget: QWidget) -> None:
        top = widget.mapTo(self._content, widget.rect().topLeft())
        self.ensure_visible(QRect(top, widget.size()), MARGIN)
