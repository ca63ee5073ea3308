"""Fixtures of the customers' page: a sample workspace, made once; each test opens a copy of it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services import Workspace
from inspector.ui.customers import CustomersPage
from inspector.ui.customers.file_view import CustomerFileView
from inspector.ui.messages import Messages, Notice
from inspector.ui.page import Context, Place
from inspector.ui.preferences import Preferences
from inspector.ui.tasks import Tasks

ACCOUNT = "50102237816"
T = TypeVar("T")


@pytest.fixture(scope="session")
def customers_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace; tests work on copies."""
    path = tmp_path_factory.mktemp("customers") / "workspace"
    services.create_demo(path, customers=8, hazards=16)
    return path


@dataclass
class Bench:
    """The customers' page in a window, on a workspace of the test's own."""

    workspace: Workspace
    page: CustomersPage
    tasks: Tasks
    notices: list[Notice]
    places: list[Place]
    qtbot: QtBot

    @property
    def file(self) -> CustomerFileView:
        """The file that is open."""
        assert self.page.file is not None
        return self.page.file

    def call(self, work: Callable[[], T]) -> T:
        """Run a service."""
        return self.workspace.call(work)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        for _round in range(2):
            self.qtbot.waitUntil(lambda: not self.tasks.busy, timeout=10_000)
            idle = QTimer(singleShot=True, interval=0)
            with self.qtbot.waitSignal(idle.timeout):  # what was posted meanwhile is delivered before
                idle.start()

    def open(self, tab: str = "overview") -> CustomerFileView:
        """Open the file of the first written customer on a tab."""
        self.page.open_customer(ACCOUNT)
        self.settle()
        self.file.show_tab(tab)
        self.settle()
        return self.file


@pytest.fixture
def bench(customers_sample: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    """The page on a copy of the sample, 1286 by 638 as on a laptop of 1366 by 690."""
    folder = Path(shutil.copytree(customers_sample, tmp_path / "workspace"))
    workspace = services.open_workspace(folder)
    messages = Messages()
    tasks = Tasks(workspace, messages)
    page = CustomersPage(Context(workspace, tasks, messages, Preferences()))
    qtbot.addWidget(page)
    made = Bench(workspace, page, tasks, [], [], qtbot)
    messages.posted.connect(made.notices.append)
    page.place_requested.connect(made.places.append)
    page.resize(1286, 638)
    page.show()
    qtbot.waitExposed(page)
    page.activated()
    made.settle()
    yield made
    page.hide()
    tasks.shut_down()
    workspace.close()
