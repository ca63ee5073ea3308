"""Start-up: the window first, then the libraries and the workspace, off the GUI thread.

Nothing at the top of this module may import services or pages: they bring the database and the form libraries.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QSize, Qt, QTranslator, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedLayout, QWidget
from typing_extensions import override

from inspector import i18n
from inspector.i18n import _
from inspector.problems import Problem
from inspector.ui import crash
from inspector.ui.input_method import LIST, bundled_modules, modules_to_try
from inspector.ui.messages import Messages
from inspector.ui.preferences import Preferences
from inspector.ui.start import StartPages
from inspector.ui.tasks import Tasks
from inspector.ui.theme import color, load_fonts

MINIMUM = QSize(1180, 640)
FIRST = QSize(1366, 690)
KEPT_SIZE = "window"
SWITCH_S = 0.0002
"""How long a thread computes before another gets its turn: neither window nor save waits 5 ms for the other."""
ASK_AGAIN = ("passphrase_needed", "passphrase_wrong", "passphrase_empty")


class MainWindow(QWidget):
    """The one window: start pages until a workspace is open, then the shell. `workspace_opened` when it is usable."""

    workspace_opened = Signal()

    def __init__(
        self, path: Path, preferences: Preferences, *, person: str = "", passphrase: str | None = None
    ) -> None:
        super().__init__()
        self._path, self._person, self._passphrase = path, person, passphrase
        sys.setswitchinterval(SWITCH_S)
        self._preferences = preferences
        self.messages = Messages(self)
        self.tasks = Tasks(None, self.messages, self)
        self.workspace: Any = None
        self.shell: Any = None
        self.setMinimumSize(MINIMUM)
        self._take_size()
        self._stack = QStackedLayout(self)
        self._start = StartPages(path)
        self._stack.addWidget(self._start)
        self._qt_words = QTranslator(self)
        self._on_language_changed()
        self._connect()

    def _take_size(self) -> None:
        """The size the window had when it was last closed, as far as the screen has room for it."""
        wanted, maximized = FIRST, False
        match self._preferences.recall(KEPT_SIZE):
            case [int(width), int(height), bool(maximized)]:
                wanted = QSize(width, height).expandedTo(MINIMUM)
        room = self.screen().availableGeometry().size()
        self.resize(wanted.boundedTo(room) if room.width() >= MINIMUM.width() else wanted)
        if maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _keep_size(self) -> None:
        size = self.normalGeometry().size() if self.isMaximized() else self.size()
        self._preferences.remember(KEPT_SIZE, [size.width(), size.height(), self.isMaximized()])

    def _connect(self) -> None:
        self._start.passphrase_given.connect(self._on_passphrase_given)
        self._start.retry_requested.connect(self.open_workspace)
        self._start.folder_change_requested.connect(self._on_folder_change_requested)
        self._start.quit_requested.connect(self.close)
        self._preferences.language_changed.connect(self._on_language_changed)

    def open_workspace(self) -> None:
        """Load the libraries and open the workspace in the pool."""
        self._start.show_opening()
        path, passphrase, person = self._path, self._passphrase, self._person
        self.tasks.run(lambda: open_at(path, passphrase, person), self._on_opened, self._on_refused, pool=True)

    def tell(self, sentence: str) -> None:
        """Show the sentence of an unexpected error."""
        if self.shell is None:
            self._start.show_error(_("The program made a mistake"), sentence)
        else:
            self.messages.error(sentence)

    def _on_opened(self, workspace: Any) -> None:
        from inspector.ui.desk import Desk  # noqa: PLC0415 - loaded in the pool by now
        from inspector.ui.entries import ENTRIES  # noqa: PLC0415 - as above
        from inspector.ui.page import Context  # noqa: PLC0415 - as above
        from inspector.ui.shell import Shell  # noqa: PLC0415 - as above

        self.workspace = workspace
        self.tasks.set_worker(workspace)
        desk = Desk(workspace, self.tasks, self.messages, self)
        context = Context(workspace, self.tasks, self.messages, self._preferences, desk)
        self.shell = Shell(context, ENTRIES)
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self.shell.open_page(ENTRIES[0].key)
        desk.start()
        for problem in workspace.refused:
            self.messages.problem(problem)
        self.workspace_opened.emit()

    def _on_refused(self, problem: Problem) -> None:
        if problem.code in ASK_AGAIN:
            self._start.ask_passphrase("" if problem.code == "passphrase_needed" else i18n.describe(problem))
        else:
            self._start.show_problem(problem)

    def _on_passphrase_given(self, passphrase: str) -> None:
        self._passphrase = passphrase
        self.open_workspace()

    def _on_folder_change_requested(self) -> None:
        dialog = QFileDialog(self, _("Choose the folder of a workspace"), str(self._path.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_folder_chosen(self, folder: str) -> None:
        self._path, self._passphrase = Path(folder), None
        self._start.set_path(self._path)
        self.open_workspace()

    def _on_language_changed(self) -> None:
        self.setWindowTitle(_("Power-use safety inspection"))
        QApplication.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if i18n.language() != "en" and self._qt_words.load(f"qtbase_{i18n.language()}", folder):
            QApplication.installTranslator(self._qt_words)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep_size()
        if self.shell is not None:
            self.shell.leave()
        super().closeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color("chrome" if self.shell is not None else "canvas"))

    def finish(self) -> None:
        """Wait for work under way and close the workspace; after the event loop has ended."""
        self.tasks.shut_down()
        if self.workspace is not None:
            self.workspace.close()


def open_at(path: Path, passphrase: str | None, person: str) -> Any:
    """Load services and pages and open the workspace, acting as `person` if given. Any thread but the GUI's."""
    services = importlib.import_module("inspector.services")
    importlib.import_module(importlib.import_module("inspector.ui.entries").FIRST)
    workspace = services.open_workspace(path, passphrase=passphrase)
    if person:
        try:
            workspace.call(lambda: workspace.act_as(person))
        except Problem:
            workspace.close()
            raise
    return workspace


def run_window(workspace_path: Path, *, person: str = "", passphrase: str | None = None) -> int:
    """Show the window on a workspace and run until it is closed; returns the exit code.

    `person` acts (id or login) instead of the remembered one; without `passphrase` the window asks if one is needed.
    """
    if sys.platform.startswith("linux"):
        modules = modules_to_try(os.environ, bundled_modules())
        if modules is not None:
            os.environ[LIST] = modules
    app = QApplication.instance() or QApplication(sys.argv[:1])
    QApplication.setApplicationName("inspector")
    QApplication.setOrganizationName("inspector")
    preferences = Preferences()
    preferences.apply()
    missing = _missing_font()
    window = MainWindow(workspace_path, preferences, person=person, passphrase=passphrase)
    crash.install(window.tell)
    window.show()
    if missing is None:
        window.open_workspace()
    else:
        window.tell(i18n.describe(missing))
    code = app.exec()
    window.finish()
    return code


def _missing_font() -> Problem | None:
    try:
        load_fonts()
    except Problem as problem:
        return problem
    return None
