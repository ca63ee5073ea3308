"""Start-up: the window first, then the libraries and the workspace, off the GUI thread.

Nothing at the top of this module may import services or pages: they bring the database and the form libraries.
"""

import importlib
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget
from typing_extensions import override

from inspector import i18n
from inspector.i18n import _
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.ui.help.desk import HelpDesk
from inspector.ui.kit import access
from inspector.ui.messages import Messages
from inspector.ui.preferences import Preferences, scale_everything
from inspector.ui.start import crash, input_method
from inspector.ui.start.garbage import GarbageCollector
from inspector.ui.start.order import AfterFirstPicture
from inspector.ui.start.pages import StartPages
from inspector.ui.start.qt_words import QtWords
from inspector.ui.tasks import Tasks
from inspector.ui.theme import color, load_fonts

MINIMUM = QSize(1180, 640)
FIRST = QSize(1366, 690)
KEPT_SIZE = "window"
SWITCH_S = 0.0002
"""How long a thread computes before another gets its turn: neither window nor save waits 5 ms for the other."""
ASK_AGAIN = ("passphrase_needed", "passphrase_wrong", "passphrase_empty")
LAST_PATH = "workspace"
"""Where the folder of the workspace that was open last is kept."""


class MainWindow(QWidget):
    """The one window: start pages until a workspace is open, then the shell. `workspace_opened` when it is usable."""

    workspace_opened = Signal()

    def __init__(
        self, path: Path, preferences: Preferences, *, person: str = "", passphrase: str | None = None
    ) -> None:
        super().__init__()
        self._path, self._person, self._passphrase = path, person, passphrase
        sys.setswitchinterval(SWITCH_S)
        self._garbage = GarbageCollector(self)
        self._preferences = preferences
        self.messages = Messages(self)
        self.tasks = Tasks(None, self.messages, self)
        self.workspace: Any = None
        self.shell: Any = None
        self.guard: Any = None
        """Locks the open workspace's window."""
        self._first_run: Any = None
        self.help = HelpDesk(self)
        self.setMinimumSize(MINIMUM)
        self._take_size()
        self._stack = QStackedLayout(self)
        self._start = StartPages(path)
        self._stack.addWidget(self._start)
        self._qt_words = QtWords(self)
        self._on_language_changed()
        self._connect()

    @property
    def preferences(self) -> Preferences:
        """What was set up on this computer."""
        return self._preferences

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
        self._start.others_requested.connect(self.show_welcome)
        self._start.recovery_requested.connect(self._on_recovery_requested)
        self._start.quit_requested.connect(self.close)
        self._preferences.language_changed.connect(self._on_language_changed)

    def open_workspace(self) -> None:
        """Load the libraries and open the workspace in the pool."""
        self._stack.setCurrentWidget(self._start)
        self._start.show_opening()
        path, passphrase, person = self._path, self._passphrase, self._person
        self.tasks.run(lambda: open_at(path, passphrase, person), self._on_opened, self._on_refused, pool=True)

    def tell(self, sentence: str) -> None:
        """Show the sentence of an unexpected error."""
        if self.shell is None:
            self._start.show_error(_("The program made a mistake"), sentence)
        else:
            self.messages.error(sentence, _("Error report…"), self.help.show_report)

    def _on_opened(self, opened: "Opened") -> None:
        if opened.unfinished is None:
            self._show_shell(opened)
        else:
            self._ask().resume(opened.workspace, opened.unfinished)

    def _show_shell(self, opened: "Opened") -> None:
        from inspector.ui.desk import Desk  # noqa: PLC0415 - loaded in the pool by now
        from inspector.ui.entries import ENTRIES  # noqa: PLC0415 - as above
        from inspector.ui.page import Context  # noqa: PLC0415 - as above
        from inspector.ui.shell import Shell  # noqa: PLC0415 - as above
        from inspector.ui.shell.guard import Guard  # noqa: PLC0415 - as above

        self._drop_first_run()
        workspace = opened.workspace
        self.workspace, self._path = workspace, workspace.path
        self._preferences.remember(LAST_PATH, str(self._path))
        self.tasks.set_worker(workspace)
        desk = Desk(workspace, self.tasks, self.messages, self)
        context = Context(workspace, self.tasks, self.messages, self._preferences, desk)
        self.shell = Shell(context, ENTRIES)
        self.shell.workspaces_requested.connect(self.leave_workspace)
        self.shell.help_requested.connect(self.help.show)
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self.shell.open_page(ENTRIES[0].key)
        desk.start(opened.person)
        self.guard = Guard(self, self._stack, context)
        self.guard.quit_requested.connect(self.close)
        self.shell.lock_requested.connect(self.guard.lock)
        self.guard.start(locked=opened.locked, offline=opened.offline)
        self.help.resume_guide()
        self.workspace_opened.emit()

    # other workspaces -----------------------------------------------------------------------------------------------

    def show_welcome(self) -> None:
        """Ask how to begin: a new workspace, an existing one, a restored one, or sample data."""
        self._ask().welcome(can_go_back=(self._path / "workspace.json").exists())

    def open_sample(self) -> None:
        """Open the sample workspace, made if there is none yet, in place of what is open."""
        if self.shell is None:
            self._ask().open_sample()
        else:
            self.leave_workspace(lambda: self._ask().open_sample())

    def open_folder(self, folder: Path) -> None:
        """Open the workspace of another folder in place of the one that is open."""
        self.leave_workspace(lambda: self._on_folder_chosen(folder))

    def leave_workspace(self, then: Callable[[], None] | None = None) -> None:
        """Close the workspace that is open, then ask for another unless told what; going back opens it again."""
        shell, workspace = self.shell, self.workspace
        shell.leave()
        self.help.end_guide()
        self._drop_guard()
        shell.context.desk.stop()
        self.shell = self.workspace = None
        self._passphrase = None
        self._stack.removeWidget(shell)
        shell.hide()
        shell.deleteLater()
        self.tasks.set_worker(None)
        self._start.show_opening()
        self._stack.setCurrentWidget(self._start)
        self.tasks.run(workspace.close, lambda _nothing: (then or self.show_welcome)(), pool=True, owner=self)

    def _drop_guard(self) -> None:
        gone, self.guard = self.guard, None
        if gone is not None:
            gone.stop()
            gone.deleteLater()

    def _ask(self) -> Any:
        """The pages of the first run, in front."""
        from inspector.ui.first_run.flow import FirstRun  # noqa: PLC0415 - most starts need none of it

        self._drop_first_run()
        self._first_run = FirstRun(self._path, self.tasks, self.messages)
        self._first_run.workspace_made.connect(lambda made: self._show_shell(Opened(made)))
        self._first_run.folder_chosen.connect(self._on_folder_chosen)
        self._first_run.back_requested.connect(self.open_workspace)
        self._first_run.language_chosen.connect(self._on_first_language_chosen)
        self._stack.addWidget(self._first_run)
        self._stack.setCurrentWidget(self._first_run)
        return self._first_run

    def _on_first_language_chosen(self, code: str) -> None:
        back = self._first_run.can_go_back
        self._preferences.set_language(code)
        self._ask().welcome(can_go_back=back)

    def _drop_first_run(self) -> None:
        gone, self._first_run = self._first_run, None
        if gone is not None:
            self._stack.removeWidget(gone)
            gone.hide()
            gone.deleteLater()

    def _on_recovery_requested(self) -> None:
        self._ask().unlock(self._path)

    def _on_refused(self, problem: Problem) -> None:
        if problem.code == "workspace_missing" or (problem.code == "workspace_foreign" and _is_empty(self._path)):
            self.show_welcome()
        elif problem.code in ASK_AGAIN:
            self._start.ask_passphrase("" if problem.code == "passphrase_needed" else i18n.describe(problem))
        else:
            self._start.show_problem(problem)

    def _on_passphrase_given(self, passphrase: str) -> None:
        self._passphrase = passphrase
        self.open_workspace()

    def _on_folder_chosen(self, folder: Path) -> None:
        self._drop_first_run()
        self._path, self._passphrase = folder, None
        self._start.set_path(self._path)
        self.open_workspace()

    def _on_language_changed(self) -> None:
        self.setWindowTitle(_("Power-use safety inspection"))
        self._qt_words.speak(i18n.language())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.help.listen()

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
        unfinished = self._first_run.workspace if self._first_run is not None else None
        for workspace in (self.workspace, unfinished):
            if workspace is not None:
                workspace.close()
        self._garbage.stop()


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace that was opened; `unfinished` is the state of a first run that was left before its end.

    `locked`: who acts has to show a PIN first; `offline`: how long its server was away (`OfflineState`); `person`: who
    acts, None where that has to be asked or told.
    """

    workspace: Any
    unfinished: Any = None
    locked: bool = False
    offline: Any = None
    person: Any = None


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def open_at(path: Path, passphrase: str | None, person: str) -> Opened:
    """Load services and pages and open the workspace, acting as `person` if given. Any thread but the GUI's."""
    services = importlib.import_module("inspector.services")
    workspace = services.open_workspace(path, passphrase=passphrase)
    if person:
        try:
            workspace.call(lambda: workspace.act_as(person))
        except Problem:
            workspace.close()
            raise
    state = workspace.call(lambda: services.set_up_state(workspace))
    unfinished = state if state.persons_missing or state.key_unconfirmed else None
    locking = importlib.import_module("inspector.services.access.locking")
    locked = unfinished is None and workspace.call(lambda: locking.locked_at_start(workspace))
    offline_age = importlib.import_module("inspector.services.syncing.offline_age")
    offline = workspace.call(lambda: offline_age.offline_state(workspace))
    workspace.submit(lambda: services.home_view(workspace))  # beside the import of its page, which asks again
    importlib.import_module(importlib.import_module("inspector.ui.entries").FIRST)
    return Opened(workspace, unfinished, locked, offline, workspace.call(lambda: _acting(services, workspace)))


def _acting(services: Any, workspace: Any) -> Any:
    """Who acts, so that no page asks once for nobody and again for somebody; the desk tells what is wrong."""
    try:
        return services.acting_person(workspace)
    except Problem:
        return None


def run_window(
    workspace_path: Path | None, *, person: str = "", passphrase: str | None = None, given: Path | None = None
) -> int:
    """Show the window on a workspace and run until it is closed; returns the exit code.

    Without a path it is the one that was open last, else the platform's data folder.
    `person` acts (id or login) instead of the remembered one; without `passphrase` the window asks if one is needed.
    `given` is a file that the desktop hands over.
    """
    if sys.platform.startswith("linux"):
        input_method.prepare(os.environ)
    QApplication.setApplicationName("inspector")
    QApplication.setOrganizationName("inspector")
    scale_everything(os.environ)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    access.install()
    preferences = Preferences()
    preferences.apply()
    missing = _missing_font()
    window = MainWindow(workspace_path or _last_path(preferences), preferences, person=person, passphrase=passphrase)
    crash.install(window.tell)
    if given is not None:
        from inspector.ui.files.given_file import GivenFile  # noqa: PLC0415 - most starts have none

        GivenFile(window, given)

    def begin() -> None:
        if missing is None:
            window.open_workspace()
        else:
            window.tell(i18n.describe(missing))
        threading.Thread(target=crash.keep_book, name="error-book").start()

    AfterFirstPicture(window, begin)
    window.show()
    code = app.exec()
    window.finish()
    return code


def _last_path(preferences: Preferences) -> Path:
    match preferences.recall(LAST_PATH):
        case str(last) if (Path(last) / "workspace.json").exists():
            return Path(last)
    from platformdirs import user_data_path  # noqa: PLC0415 - only where no folder is named or remembered

    return user_data_path("inspector", appauthor=False)


def _missing_font() -> Problem | None:
    try:
        load_fonts()
    except Problem as problem:
        return problem
    return None
