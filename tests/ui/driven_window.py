"""The real window on a sample workspace, driven without pytest: for benchmarks and screenshots."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication

from inspector.domain.visit import VisitStatus
from inspector.services.visits.list_row import VisitListRow
from inspector.ui.app import MainWindow
from inspector.ui.preferences import Preferences
from inspector.ui.theme import Mode, load_fonts, theme
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.visits_page import VisitsPage

PATIENCE_S = 60.0


def application() -> QApplication:
    """The application with fonts and theme, its settings in a folder that goes with the process."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["inspector"])
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, tempfile.mkdtemp(prefix="settings-"))
    app.setApplicationName("inspector-driven")
    app.setOrganizationName("inspector-driven")
    load_fonts()
    theme().motion = False
    theme().start(Mode.LIGHT)
    return app


class DrivenWindow:
    """A window on a copy of a workspace in `folder`; `close()` removes the folder."""

    def __init__(self, app: QApplication, workspace: Path, size: QSize) -> None:
        self.app = app
        self.folder = Path(tempfile.mkdtemp(prefix="workspace-", dir=workspace.parent))
        copy = Path(shutil.copytree(workspace, self.folder / "workspace"))
        self.window = MainWindow(copy, Preferences())
        self.window.resize(size)
        self.window.show()
        self.window.activateWindow()
        self.window.open_workspace()
        self.wait(lambda: self.window.shell is not None)
        self.settle()

    def wait(self, arrived: Callable[[], bool]) -> None:
        """Run the event loop until something is so; RuntimeError when it takes too long."""
        until = time.monotonic() + PATIENCE_S
        while not arrived():
            if time.monotonic() > until:
                raise RuntimeError("what was waited for did not come")
            self.app.processEvents()

    def settle(self) -> None:
        """Wait until no work is under way and everything is laid out and painted."""
        for _round in range(3):
            self.wait(lambda: not self.window.tasks.busy)
            self.app.sendPostedEvents()
            self.app.processEvents()

    def rest(self, seconds: float = 0.3) -> None:
        """Let the window be for a moment: what follows the focus with a delay has followed then."""
        until = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > until)
        self.settle()

    @property
    def visits(self) -> VisitsPage:
        """The page of visits."""
        page = self.window.shell.page("visits")
        if not isinstance(page, VisitsPage):
            raise TypeError(page)
        return page

    def rows(self) -> tuple[VisitListRow, ...]:
        """The visits of this workspace."""
        from inspector import services  # noqa: PLC0415 - resolved when used, as in the product

        return self.window.workspace.call(lambda: services.visit_rows(self.window.workspace))  # type: ignore[no-any-return]

    def open_visit(self) -> VisitPage:
        """Open the first visit that is not signed."""
        wanted = next(row for row in self.rows() if row.status is not VisitStatus.SIGNED)
        self.window.shell.open_page("visits")
        self.settle()
        self.visits.open_visit(wanted.id)
        self.wait(lambda: self.visits.visit_page is not None)
        self.settle()
        page = self.visits.visit_page
        if page is None:
            raise RuntimeError("the visit did not open")
        return page

    def close(self) -> None:
        """Close the window and the workspace, and remove the copy."""
        self.window.close()
        self.window.finish()
        self.window.deleteLater()
        self.app.processEvents()
        shutil.rmtree(self.folder, ignore_errors=True)
