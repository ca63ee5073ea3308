"""What comes after the window's first picture: the libraries and the workspace, so that nobody looks at nothing."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

PATIENCE_MS: Final = 400
"""A window that is not painted by then (minimised, behind a locked screen) is not waited for any longer."""


class AfterFirstPicture(QObject):
    """Calls `begin` once, when the widget has painted for the first time or did not do so in time. GUI thread."""

    def __init__(self, widget: QWidget, begin: Callable[[], None]) -> None:
        super().__init__(widget)
        self._begin: Callable[[], None] | None = begin
        self._widget = widget
        widget.installEventFilter(self)
        QTimer.singleShot(PATIENCE_MS, self, self._on_time)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._on_time)  # after this event: it is painted then
        return False

    def _on_time(self) -> None:
        begin, self._begin = self._begin, None
        if begin is not None:
            begin()
