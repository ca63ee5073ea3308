"""The real window, a real server and a second laptop: joining, being told what is so, deciding, going offline."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services.registers.entries import set_customer
from inspector.ui.app import MainWindow
from inspector.ui.decisions import decisions_of
from inspector.ui.page import Place
from inspector.ui.preferences import Preferences
from inspector.ui.settings.server import ServerSection
from inspector.ui.sync.page import SyncPage
from inspector.ui.theme import Mode, load_fonts, theme
from tests.e2e.running import FIRST, inspector, ok
from tests.e2e.test_sync_commands import SECRET, Laptop, Server, running
from tests.unit.services.two_laptops import do, look

PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    services.create_demo(folder)
    return folder


class AtWork:
    """Somebody at a window, told by its page how things stand."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.bot = qtbot
        self.window = MainWindow(folder, Preferences())
        self.window.show()
        self.window.activateWindow()
        with qtbot.waitSignal(self.window.workspace_opened, timeout=PATIENCE_MS):
            self.window.open_workspace()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.bot.waitUntil(lambda: not self.window.tasks.busy, timeout=PATIENCE_MS)

    def until(self, so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.bot.waitUntil(so, timeout=PATIENCE_MS)
        self.settle()

    @property
    def phase(self) -> str:
        """How the workspace stands."""
        state = self.window.shell.context.desk.sync.state
        return state.phase if state is not None else ""

    def join(self, url: str, code: str) -> None:
        """Join a server in the settings."""
        self.window.shell.open_place(Place("setting", "server"))
        self.settle()
        section = self.window.shell.page("settings").section("server")
        assert isinstance(section, ServerSection)
        section.join.url.set_value(url)
        section.join.code.set_value(code)
        section.join.join.clicked.emit()
        self.settle()
        assert section.join.problem.text() == ""

    def open(self) -> SyncPage:
        """The page of synchronising."""
        self.window.shell.open_page("sync")
        self.settle()
        page = self.window.shell.page("sync")
        assert isinstance(page, SyncPage)
        return page

    def press(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        self.settle()


@pytest.fixture
def at_work(qtbot: QtBot, demo: Path, tmp_path: Path) -> Iterator[AtWork]:
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    load_fonts()
    theme().motion = False
    theme().start(Mode.LIGHT)
    person = AtWork(qtbot, Path(shutil.copytree(demo, tmp_path / "workspace")))
    qtbot.addWidget(person.window)
    yield person
    person.window.close()
    person.window.finish()


def enter_people(server: Server, workspace: services.Workspace) -> tuple[str, ...]:
    """The server knows everybody who is in the workspace, by their logins."""
    people = look(workspace, lambda w: w.db.registers.persons())
    for person in people:
        roles = [word for role in person.roles for word in ("--role", role.value)]
        server.command("user", "add", person.login, "--name", person.name, "--team", person.team, *roles)
    return tuple(person.login for person in people)


def test_a_window_joins_is_told_what_is_so_decides_and_goes_offline(at_work: AtWork, tmp_path: Path) -> None:
    workspace, folder = at_work.window.workspace, tmp_path / "server"
    ok(inspector("server", "init", folder, "--name", "Province"))
    with running(folder) as url:
        server = Server(folder, url)
        logins = enter_people(server, workspace)
        assert at_work.open().intro.isVisible()
        at_work.join(url, server.code(*logins))
        at_work.until(lambda: at_work.phase == "synced")
        page = at_work.open()
        assert page.intro.isHidden()
        assert page.pending.count.text() == ""
        assert look(workspace, lambda w: w.db.outbox.counts().unsent) == 0

        other = Laptop(tmp_path / "new", SECRET)
        ok(inspector("init", other.path, env=SECRET))
        other.sync("--server", url, "--code", server.code(logins[0]))
        ok(other.run("customer", "set", FIRST, "phone=222"))
        do(workspace, lambda: set_customer(workspace, FIRST, {"phone": "111"}))
        other.sync()
        at_work.press(Qt.Key.Key_F5)
        at_work.until(lambda: at_work.phase == "deciding")
        at_work.until(page.conflict.isVisible)
        page.conflict.take_focus()
        at_work.press(Qt.Key.Key_2)
        at_work.press(Qt.Key.Key_Return)
        decisions_of(at_work.window.shell.context).carry_out()
        at_work.until(lambda: at_work.phase == "synced" and page.conflict.isHidden())
        other.sync()
        assert ok(other.run("customer", "show", FIRST, "--json")).json["phone"] == "222"
    at_work.press(Qt.Key.Key_F5)
    at_work.until(lambda: at_work.phase == "offline")
    at_work.press(Qt.Key.Key_F5)
    assert page.status.button.isVisible()
