"""What the import of replies asks of the services: files and photos in the pool, the database on its worker.

One thing is under way at a time. Progress comes from the working thread, thinned out; a cancel is a flag that the work
looks at.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from inspector.problems import Problem
from inspector.services import excel
from inspector.services.replies.importing import import_reply
from inspector.services.replies.preview import read_reply
from inspector.services.replies.views import ReplyPreview
from inspector.ui.files.saving import write_file
from inspector.ui.page import Context

EVERY_S = 0.05
"""Progress is told at most this often."""


class ReplyPresenter(QObject):
    """Reads, writes, and saves the list of what is wrong."""

    preview_made = Signal(object)
    progressed = Signal(int, int, str)
    """Done, total, phase; from another thread."""
    failed = Signal(object)
    """A Problem: what was under way has ended without result."""
    outdated = Signal()
    """A hazard changed after the preview; the file is read again."""
    imported = Signal(object)
    written = Signal(str)
    """A file that was saved."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._cancel = threading.Event()
        self._told = 0.0
        self._path: Path | None = None
        self.busy = False
        self.writing = False
        """Whether what is under way, or ended last, is the import itself."""

    def cancel(self) -> None:
        """Stop what is under way; it ends with the problem import_cancelled."""
        self._cancel.set()

    def read(self, path: Path) -> None:
        """Read a file; `preview_made` or `failed` follows."""
        cancelled, workspace = self._begin(), self._context.workspace
        self._path, self.writing = path, False

        def done(preview: ReplyPreview) -> None:
            self.busy = False
            if cancelled():
                self._fail(Problem("import_cancelled"))
                return
            self.preview_made.emit(preview)

        self._pool(lambda: read_reply(workspace, path, self._tell, cancelled), done, self._fail)

    def write(self, preview: ReplyPreview) -> None:
        """Import what a preview shows; `imported`, `outdated` or `failed` follows."""
        cancelled, workspace = self._begin(), self._context.workspace
        self.writing = True

        def done(result: Any) -> None:
            self.busy = False
            self.imported.emit(result)

        def failed(problem: Problem) -> None:
            if problem.code not in ("hazard_moved_on", "action_status") or self._path is None:
                self._fail(problem)
                return
            self.outdated.emit()
            self.read(self._path)

        self._pool(lambda: import_reply(workspace, preview, self._tell, cancelled), done, failed)

    def save_issues(self, preview: ReplyPreview, path: Path) -> None:
        """Write the list of problems and warnings."""

        def done(_size: int) -> None:
            self.written.emit(str(path))

        listed = (*preview.problems, *preview.warnings)
        self._context.tasks.run(lambda: write_file(path, excel.issues_xlsx(listed)), done, pool=True, owner=self)

    # helpers --------------------------------------------------------------------------------------------------------

    def _begin(self) -> Callable[[], bool]:
        """A new flag for each piece of work: a late cancel does not stop the next one."""
        self._cancel = threading.Event()
        self.busy = True
        self._told = 0.0
        return self._cancel.is_set

    def _pool(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Problem], None]) -> None:
        self._context.tasks.run(work, done, failed, pool=True, owner=self)

    def _fail(self, problem: Problem) -> None:
        self.busy = False
        self.failed.emit(problem)

    def _tell(self, done: int, total: int, phase: str) -> None:
        """On the working thread."""
        now = time.monotonic()
        if (now - self._told >= EVERY_S or done >= total) and shiboken6.isValid(self):
            self._told = now
            self.progressed.emit(done, total, phase)
