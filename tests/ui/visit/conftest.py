"""Fixtures of the visit's pages: a sample workspace, made once; each test opens a copy of it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services import Workspace
from inspector.ui.messages import Messages, Notice
from inspector.ui.page import Context
from inspector.ui.preferences import Preferences
from inspector.ui.tasks import Tasks
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.visits_page import VisitsPage
from tests.ui.visit.complete_visit import by_day

T = TypeVar("T")


@pytest.fixture(scope="session")
def sample_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace whose first customer has open hazards; tests work on copies."""
    path = tmp_path_factory.mktemp("visits") / "workspace"
    services.create_demo(path, customers=5, hazards=8)
    return path


@dataclass
class Bench:
    """The visits page in a window, on a workspace of the test's own."""

    workspace: Workspace
    page: VisitsPage
    tasks: Tasks
    notices: list[Notice]
    qtbot: QtBot

    @property
    def visit(self) -> VisitPage:
        """The open visit's page."""
        assert self.page.visit_page is not None
        return self.page.visit_page

    def call(self, work: Callable[[], T]) -> T:
        """Run a service."""
        return self.workspace.call(work)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy, timeout=10_000)
        idle = QTimer(singleShot=True, interval=0)
        with self.qtbot.waitSignal(idle.timeout):  # what was posted meanwhile is delivered before
            idle.start()
        self.qtbot.waitUntil(lambda: not self.tasks.busy, timeout=10_000)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key for whatever has the focus, then wait for what it started."""
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        QTest.keyClick(focused, key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)

    def start_first(self) -> None:
        """Start the first planned visit from the list, by keyboard."""
        self.page.activated()
        self.settle()
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.page.visit_page is not None)
        self.settle()


def make_bench(path: Path, qtbot: QtBot) -> Bench:
    """Open a workspace and show the visits page on it."""
    workspace = services.open_workspace(path, clock=by_day)
    messages = Messages()
    notices: list[Notice] = []
    messages.posted.connect(notices.append)
    tasks = Tasks(workspace, messages)
    page = VisitsPage(Context(workspace, tasks, messages, Preferences(QSettings())))
    qtbot.addWidget(page)
    page.resize(1286, 638)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return Bench(workspace, page, tasks, notices, qtbot)


def close_bench(bench: Bench) -> None:
    """Let running work end and close the workspace."""
    bench.page.leaving()
    bench.settle()
    bench.tasks.shut_down()
    bench.workspace.close()


@pytest.fixture
def bench(sample_workspace: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    """The visits page on a fresh copy of the sample workspace."""
    path = tmp_path / "workspace"
    shutil.copytree(sample_workspace, path)
    made = make_bench(path, qtbot)
    yield made
    close_bench(made)
