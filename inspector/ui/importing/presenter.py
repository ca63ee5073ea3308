"""What the import asks of the services: files and comparisons in the pool, the database on its worker."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector.i18n import language
from inspector.problems import Problem
from inspector.services import excel
from inspector.services.excel.register import Register
from inspector.services.excel.views import ImportPreview, Mapped, WorkbookSheets
from inspector.ui.importing.file_work import FileWork
from inspector.ui.page import Context


class ImportPresenter(FileWork):
    """Reads, compares, writes."""

    book_read = Signal(object, object)
    """The file and the mapping suggested for it."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self.book: WorkbookSheets | None = None

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

        def failed(problem: Problem) -> None:
            if problem.code != "import_register_changed":
                self._fail(problem)
                return
            self.outdated.emit()
            self.preview(preview.mapping)

        self._context.tasks.run(work, self._end, failed, owner=self)

    def save_template(self, path: Path) -> None:
        """Write the empty workbook."""
        spoken = language()
        self._save(path, lambda: excel.template(spoken))

    def save_issues(self, preview: ImportPreview, path: Path) -> None:
        """Write the list of errors and warnings."""
        self._save(path, lambda: excel.issues_xlsx((*preview.errors, *preview.warnings)))

    def _worker(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._context.tasks.run(work, done, self._fail, owner=self)
