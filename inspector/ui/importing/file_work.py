"""Work on a file that is imported: one thing is under way at a time, it tells how far it is, and it can be cancelled.

Progress comes from the working thread, thinned out; a cancel is a flag that the work looks at.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from inspector.problems import Problem
from inspector.ui.files.saving import write_file
from inspector.ui.page import Context

EVERY_S = 0.05
"""Progress is told at most this often."""
QUEUED = Qt.ConnectionType.QueuedConnection
"""How `progressed` is to be connected: it comes from another thread."""


class FileWork(QObject):
    """What the presenters of imports share."""

    preview_made = Signal(object)
    progressed = Signal(int, int, str)
    """Done, total, phase; from another thread."""
    failed = Signal(object)
    """A Problem: what was under way has ended without result."""
    outdated = Signal()
    """What is imported into changed after the preview; a new preview is under way."""
    imported = Signal(object)
    written = Signal(str)
    """A file that was saved."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._cancel = threading.Event()
        self._told = 0.0
        self.busy = False

    def cancel(self) -> None:
        """Stop what is under way; it ends with the problem import_cancelled."""
        self._cancel.set()

    def _begin(self) -> Callable[[], bool]:
        """A new flag for each piece of work: a late cancel does not stop the next one."""
        self._cancel = threading.Event()
        self.busy = True
        self._told = 0.0
        return self._cancel.is_set

    def _pool(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Problem], None] | None = None
    ) -> None:
        self._context.tasks.run(work, done, failed or self._fail, pool=True, owner=self)

    def _end(self, result: Any) -> None:
        self.busy = False
        self.imported.emit(result)

    def _fail(self, problem: Problem) -> None:
        self.busy = False
        self.failed.emit(problem)

    def _tell(self, done: int, total: int, phase: str) -> None:
        """On the working thread."""
        now = time.monotonic()
        if (now - self._told >= EVERY_S or done >= total) and shiboken6.isValid(self):
            self._told = now
            self.progressed.emit(done, total, phase)

    def _save(self, path: Path, make: Callable[[], bytes]) -> None:
        def done(_size: int) -> None:
            self.written.emit(str(path))

        self._context.tasks.run(lambda: write_file(path, make()), done, pool=True, owner=self)
