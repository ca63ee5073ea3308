"""Opens a stored test report with the system's viewer, from a temporary file that goes with the workspace."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from inspector import services
from inspector.i18n import _
from inspector.services import Workspace
from inspector.services.ledgers.views import ReportView
from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks


class ReportFiles(QObject):
    """One per page that lists reports. GUI thread; files are read and written in the pool."""

    def __init__(self, workspace: Workspace, tasks: Tasks, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._messages = messages

    def open(self, report: ReportView) -> None:
        """Show a report in the program the system has for its kind."""
        workspace = self._workspace

        def write() -> Path:
            data = services.blob(workspace, report.sha)
            return workspace.temporary.write(services.name_to_open(data, report.name), data)

        self._tasks.run(write, self._on_written, pool=True, owner=self)

    def _on_written(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._messages.error(_("No program was found that opens “{file}”.").format(file=path.name))
