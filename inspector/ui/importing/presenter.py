"""What the import asks of the services: files and comparisons in the pool, the database on its worker.

One thing is under way at a time. Progress comes from the working thread, thinned out; a cancel is a flag that the work
looks at.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from inspector.i18n import language
from inspector.problems import Problem
from inspector.services import excel
from inspector.services.excel.register import Register
from inspector.services.excel.views import ImportPreview, Mapped, WorkbookSheets
from inspector.ui.files.saving import write_file
from inspector.ui.page import Context

EVERY_S = 0.05
"""Progress is told at most this often."""


class ImportPresenter(QObject):
    """Reads, compares, writes."""

    book_read = Signal(object, object)
    """The file and the mapping suggested for it."""
    preview_made = Signal(object)
    progressed = Signal(int, int, str)
    """Done, total, phase."""
    failed = Signal(object)
    """A Problem: what was under way has ended without result."""
    outdated = Signal()
    """The register changed after the preview; a new preview is under way."""
    imported = Signal(object)
    written = Signal(str)
    """A file that was saved."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._cancel = threading.Event()
        self._told = 0.0
        self.book: WorkbookSheets | None = None
        self.busy = False

    def cancel(self) -> None:
        """Stop what is under way; it ends with the problem import_cancelled."""
        self._cancel.set()

    def read(self, path: Path) -> None:
        """Read a file; `book_read` or `failed` follows."""
        cancelled = self._begin()
        self._pool(
            lambda: excel.read_workbook(path, self._tell, cancelled), lambda book: self._on_read(book, cancelled)
        )

    def _on_read(self, book: WorkbookSheets, cancelled: Callable[[], bool]) -> None:
        if cancelled():
            self._fail(Problem("import_cancelled"))
            return
        workspace = self._context.workspace
        self._worker(lambda: excel.remembered_mappings(workspace), lambda known: self._on_known(book, known))

    def _on_known(self, book: WorkbookSheets, known: Any) -> None:
        def done(mapping: Mapped) -> None:
            self.busy, self.book = False, book
            self.book_read.emit(book, mapping)

        self._pool(lambda: excel.suggest_mapping(book, known), done)

    def preview(self, mapping: Mapped) -> None:
        """Compare the file with the register; `preview_made` or `failed` follows."""
        cancelled, workspace = self._begin(), self._context.workspace
        self._worker(lambda: excel.snapshot(workspace), lambda register: self._compare(mapping, register, cancelled))

    def _compare(self, mapping: Mapped, register: Register, cancelled: Callable[[], bool]) -> None:
        book = self.book
        if book is None:
            return

        def done(preview: ImportPreview) -> None:
            self.busy = False
            self.preview_made.emit(preview)

        self._pool(lambda: excel.compare(book, mapping, register, self._tell, cancelled), done)

    def write(self, preview: ImportPreview) -> None:
        """Import what a preview shows; `imported`, `outdated` or `failed` follows."""
        cancelled, workspace, book = self._begin(), self._context.workspace, self.book
        if book is None:
            return

        def work() -> Any:
            result = excel.apply_import(workspace, preview, self._tell, cancelled)
            excel.remember_mapping(workspace, book, preview.mapping)
            return result

        def done(result: Any) -> None:
            self.busy = False
            self.imported.emit(result)

        def failed(problem: Problem) -> None:
            if problem.code != "import_register_changed":
                self._fail(problem)
                return
            self.outdated.emit()
            self.preview(preview.mapping)

        self._context.tasks.run(work, done, failed, owner=self)

    def save_template(self, path: Path) -> None:
        """Write the empty workbook."""
        spoken = language()
        self._save(path, lambda: excel.template(spoken))

    def save_issues(self, preview: ImportPreview, path: Path) -> None:
        """Write the list of errors and warnings."""
        self._save(path, lambda: excel.issues_xlsx((*preview.errors, *preview.warnings)))

    def _save(self, path: Path, make: Callable[[], bytes]) -> None:
        def done(_size: int) -> None:
            self.written.emit(str(path))

        self._context.tasks.run(lambda: write_file(path, make()), done, pool=True, owner=self)

    # helpers --------------------------------------------------------------------------------------------------------

    def _begin(self) -> Callable[[], bool]:
        """A new flag for each piece of work: a late cancel does not stop the next one."""
        self._cancel = threading.Event()
        self.busy = True
        self._told = 0.0
        return self._cancel.is_set

    def _pool(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._context.tasks.run(work, done, self._fail, pool=True, owner=self)

    def _worker(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._context.tasks.run(work, done, self._fail, owner=self)

    def _fail(self, problem: Problem) -> None:
        self.busy = False
        self.failed.emit(problem)

    def _tell(self, done: int, total: int, phase: str) -> None:
        """On the working thread."""
        now = time.monotonic()
        if (now - self._told >= EVERY_S or done >= total) and shiboken6.isValid(self):
            self._told = now
            self.progressed.emit(done, total, phase)


QUEUED = Qt.ConnectionType.QueuedConnection
"""How `progressed` is to be connected: it comes from another thread."""
