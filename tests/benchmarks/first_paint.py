"""Tells when a table has painted its rows, for the processes whose start is measured."""

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from tests.benchmarks.marks import override


class FirstPaint(QObject):
    """Prints the monotonic time once the view has painted at least one row, then ends the application."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._told = False
        view.viewport().installEventFilter(self)
        view.viewport().update()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's signature
        if event.type() == QEvent.Type.Paint and not self._told and self._view.model().rowCount():
            self._told = True
            QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        sys.stdout.write(f"{time.monotonic()}\n")
        sys.stdout.flush()
        QApplication.closeAllWindows()
