"""Fixtures of the window's tests: the application with fonts and theme, and settings of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from inspector import services
from inspector.ui.desk import Desk
from inspector.ui.messages import Messages
from inspector.ui.page import Context
from inspector.ui.preferences import Preferences
from inspector.ui.start.garbage import GarbageCollector
from inspector.ui.tasks import Tasks
from inspector.ui.theme import Mode, load_fonts, theme
from tests.ui.sample import NOW, make_workspace

PASSPHRASE = "纸鹤 42"


@pytest.fixture(scope="session", autouse=True)
def _themed_application(qapp: QApplication) -> Iterator[None]:
    """Fonts and theme as in the product, and rings collected on its thread alone."""
    garbage = GarbageCollector(qapp)
    qapp.setApplicationName("inspector-test")
    qapp.setOrganizationName("inspector-test")
    load_fonts()
    theme().motion = False
    theme().start(Mode.LIGHT)
    yield
    garbage.stop()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path) -> Iterator[None]:
    """Settings in a folder of the test; light theme at the end."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    yield
    theme().set_mode(Mode.LIGHT)


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("sample") / "workspace", PASSPHRASE)


@pytest.fixture
def sample_folder(_sample: Path, tmp_path: Path) -> Path:
    """The folder of a closed sample workspace (passphrase `PASSPHRASE`), a copy of its own."""
    return Path(shutil.copytree(_sample, tmp_path / "workspace"))


@pytest.fixture
def workspace(sample_folder: Path) -> Iterator[services.Workspace]:
    """An open sample workspace on the day TODAY."""
    opened = services.open_workspace(sample_folder, passphrase=PASSPHRASE, clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def context(workspace: services.Workspace) -> Iterator[Context]:
    """What a page gets."""
    messages = Messages()
    tasks = Tasks(workspace, messages)
    desk = Desk(workspace, tasks, messages)
    yield Context(workspace, tasks, messages, Preferences(), desk)
    shiboken6.delete(desk)  # with its timers, which belong to this thread
    tasks.shut_down()
