"""The page of synchronising on a sample workspace, with a second laptop that changes things apart."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services.registers.entries import set_customer
from inspector.services.syncing.views import SyncState
from inspector.storage.syncing.outbox import SyncCounts
from inspector.ui.entries import ENTRIES
from inspector.ui.page import Context, Place
from inspector.ui.shell import Shell
from inspector.ui.sync.page import SyncPage
from tests.ui.sample import NOW
from tests.unit.services.two_laptops import Pair, do

JIALING = "50102237816"
URL = "https://sync.example.com"


@pytest.fixture
def pair(workspace: services.Workspace, tmp_path: Path) -> Iterator[Pair]:
    """Wang works here, Chen on the second laptop."""
    made = Pair(workspace, tmp_path / "second", clock=lambda: NOW)
    made.act_as("wang", "chen")
    yield made
    made.close()


@dataclass
class Window:
    """The shell with the page of synchronising in front, without a thread that synchronises."""

    shell: Shell
    context: Context
    qtbot: QtBot

    @property
    def page(self) -> SyncPage:
        page = self.shell.page("sync")
        assert isinstance(page, SyncPage)
        return page

    def settle(self) -> None:
        """Wait until no work is under way."""
        for _round in range(3):
            self.qtbot.waitUntil(lambda: not self.context.tasks.busy)
            QApplication.processEvents()

    def open(self) -> SyncPage:
        """Bring the page to the front, with what is in the workspace now."""
        self.shell.open_page("sync")
        self.settle()
        return self.page

    def again(self) -> None:
        """Fetch everything again."""
        self.page.refresh()
        self.settle()

    def tell(self, **changed: Any) -> SyncState:
        """Let the keeper say how it stands."""
        assert self.context.desk is not None
        before = self.context.desk.sync.state or SyncState(url=URL, server="County", phase="offline")
        state = replace(before, **changed)
        self.context.desk.sync._on_told(state)
        self.settle()
        return state

    def press(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(widget or QApplication.focusWidget() or self.shell, key)
        self.settle()

    def places(self) -> list[Place]:
        """The places that are asked for from now on."""
        found: list[Place] = []
        self.page.place_requested.disconnect()
        self.page.place_requested.connect(found.append)
        return found


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Iterator[Window]:
    """The real shell, 1366 wide."""
    made = Shell(context, ENTRIES)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield Window(made, context, qtbot)
    made.leave()
    qtbot.waitUntil(lambda: not context.tasks.busy)


def change(workspace: services.Workspace, **fields: Any) -> None:
    """Change the first customer of the sample."""
    do(workspace, lambda: set_customer(workspace, JIALING, fields))


def counts(**given: int) -> SyncCounts:
    """Where things are."""
    return SyncCounts(**given)
