"""Tells when a list has painted its rows, for the processes whose start is measured."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from tests.benchmarks.marks import override


class FirstPaint(QObject):
    """Prints CPU seconds and the monotonic time once the area has painted with a row in it; ends the application."""

    def __init__(self, area: QWidget, rows: Callable[[], int]) -> None:
        super().__init__(area)
        self._rows = rows
        self._told = False
        area.installEventFilter(self)
        area.update()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's signature
        if event.type() == QEvent.Type.Paint and not self._told and self._rows():
            self._told = True
            QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        sys.stdout.write(f"{time.process_time()} {time.monotonic()}\n")
        sys.stdout.flush()
        sys.stderr.write("list\n")
        QApplication.closeAllWindows()


def of_table(view: QTableView) -> FirstPaint:
    """The first rows of a table."""
    return FirstPaint(view.viewport(), lambda: view.model().rowCount())
