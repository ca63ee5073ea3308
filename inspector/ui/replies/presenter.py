"""What the import of replies asks of the services: files and photos in the pool, the database on its worker."""

from pathlib import Path

from PySide6.QtCore import QObject

from inspector.problems import Problem
from inspector.services import excel
from inspector.services.replies.importing import import_reply
from inspector.services.replies.preview import read_reply
from inspector.services.replies.views import ReplyPreview
from inspector.ui.importing.file_work import FileWork
from inspector.ui.page import Context


class ReplyPresenter(FileWork):
    """Reads, writes, and saves the list of what is wrong."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._path: Path | None = None
        self.writing = False
        """Whether what is under way, or ended last, is the import itself."""

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

        self._pool(lambda: read_reply(workspace, path, self._tell, cancelled), done)

    def write(self, preview: ReplyPreview) -> None:
        """Import what a preview shows; `imported`, `outdated` or `failed` follows."""
        cancelled, workspace = self._begin(), self._context.workspace
        self.writing = True

        def failed(problem: Problem) -> None:
            if problem.code not in ("hazard_moved_on", "action_status") or self._path is None:
                self._fail(problem)
                return
            self.outdated.emit()
            self.read(self._path)

        self._pool(lambda: import_reply(workspace, preview, self._tell, cancelled), self._end, failed)

    def save_issues(self, preview: ReplyPreview, path: Path) -> None:
        """Write the list of problems and warnings."""
        self._save(path, lambda: excel.issues_xlsx((*preview.problems, *preview.warnings)))
