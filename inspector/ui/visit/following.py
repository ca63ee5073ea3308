"""A scroll area that brings a row into view after the layout has settled."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.kit.rows import Scroller

MARGIN = 72
"""Room kept below and above the row, logical pixels: a message over the footer does not cover it."""


class FollowingScroller(Scroller):
    """A `Scroller` with `follow(widget)`; a followed row that grows is brought into view again."""

    _followed: QWidget | None = None
    """On the class, because the base asks the event filter while it is made."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        self._content = content

    def follow(self, widget: QWidget) -> None:
        """Make a widget inside the content visible as soon as it has its place."""
        if self._followed is not widget:
            if self._followed is not None and shiboken6.isValid(self._followed):
                self._followed.removeEventFilter(self)
            self._followed = widget
            widget.installEventFilter(self)
        QTimer.singleShot(0, widget, lambda: self._show(widget))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._followed and event.type() == QEvent.Type.Resize and self._followed is not None:
            widget = self._followed
            QTimer.singleShot(0, widget, lambda: self._show(widget))
        return super().eventFilter(watched, event)

    def _show(self, widget: QWidget) -> None:
        top = widget.mapTo(self._content, widget.rect().topLeft())
        spare = self.viewport().height() - widget.height()
        if spare >= 0:
            self.ensure_visible(QRect(top, widget.size()), min(MARGIN, spare // 2))
        else:  # higher than the view: its beginning shows
            self.verticalScrollBar().setValue(top.y())
