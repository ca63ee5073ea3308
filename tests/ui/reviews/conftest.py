"""The real window's page of reviews on a sample workspace."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services import Workspace
from inspector.ui.decisions import decisions_of
from inspector.ui.desk import Desk
from inspector.ui.entries import ENTRIES
from inspector.ui.messages import Messages
from inspector.ui.page import Context, Place
from inspector.ui.preferences import Preferences
from inspector.ui.reviews import ReviewsPage
from inspector.ui.shell import Shell
from inspector.ui.tasks import Tasks
from tests.ui.reviews.review_world import ReviewWorld


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace, made once."""
    path = tmp_path_factory.mktemp("reviews") / "demo"
    services.create_demo(path, customers=5, hazards=6)
    return path


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    """A copy of its own."""
    return Path(shutil.copytree(demo, tmp_path / "reviewed"))


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    """The sample, open."""
    opened = services.open_workspace(folder)
    yield opened
    opened.close()


@pytest.fixture
def world(workspace: Workspace) -> ReviewWorld:
    """Writes hazards into the workspace; 王工 acts."""
    made = ReviewWorld(workspace)
    made.act_as("wang")
    return made


@dataclass
class Window:
    """The window's content, driven by keys."""

    shell: Shell
    context: Context
    qtbot: QtBot

    @property
    def page(self) -> ReviewsPage:
        """The page of reviews."""
        page = self.shell.page("reviews")
        assert isinstance(page, ReviewsPage)
        return page

    def settle(self) -> None:
        """Wait until nothing is under way."""
        for _round in range(4):
            self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=10_000)
            QApplication.sendPostedEvents()
            QApplication.processEvents()

    def open(self, hazard: str = "") -> None:
        """Open the page, at a hazard if one is given."""
        if hazard:
            self.shell.open_place(Place("review", hazard))
        else:
            self.shell.open_page("reviews")
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, wherever the focus is."""
        target = QApplication.focusWidget() or self.shell
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def type(self, widget: QWidget, words: str) -> None:
        """Type into a field."""
        widget.setFocus()
        QTest.keyClicks(widget, words)
        self.settle()

    def carry_out(self) -> None:
        """The six seconds are over."""
        decisions_of(self.context).carry_out()
        self.settle()


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Iterator[Callable[[str], Window]]:
    """Opens the window's content for a person; call it after the hazards were written."""
    made: list[Any] = []

    def opened(login: str = "wang") -> Window:
        messages = Messages()
        tasks = Tasks(workspace, messages)
        desk = Desk(workspace, tasks, messages)
        context = Context(workspace, tasks, messages, Preferences(), desk)
        workspace.call(lambda: services.set_acting_person(workspace, login))
        shell = Shell(context, ENTRIES)
        made.extend((shell, desk, tasks))
        qtbot.addWidget(shell)
        shell.resize(1366, 690)
        shell.show()
        qtbot.waitExposed(shell)
        shell.activateWindow()
        desk.start()
        window = Window(shell, context, qtbot)
        window.settle()
        return window

    yield opened
    if made:
        shell, desk, tasks = made
        shell.leave()
        qtbot.waitUntil(lambda: not tasks.busy, timeout=10_000)
        shiboken6.delete(desk)
        tasks.shut_down()
