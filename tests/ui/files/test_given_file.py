"""A file that was double-clicked: shown once the window is ready, and nothing is taken in by itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector.ui.app import MainWindow
from inspector.ui.exchange.import_wizard import ImportWizard
from inspector.ui.files.given_file import GivenFile
from inspector.ui.kit.text import Text
from inspector.ui.preferences import Preferences
from tests.ui.conftest import PASSPHRASE

Open = Callable[[Path], MainWindow]


@pytest.fixture
def opened(qtbot: QtBot, sample_folder: Path) -> Iterator[Open]:
    """Opens the window with a file."""
    made: list[MainWindow] = []

    def start(file: Path) -> MainWindow:
        window = MainWindow(sample_folder, Preferences(), passphrase=PASSPHRASE)
        made.append(window)
        given = GivenFile(window, file)
        window.show()
        window.open_workspace()
        qtbot.waitUntil(lambda: not given.waiting and not window.tasks.busy, timeout=20_000)
        return window

    yield start
    for window in made:
        window.close()
        window.finish()
        window.deleteLater()


def test_an_exchange_file_opens_its_import(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "stick.hzx"
    file.write_bytes(b"no exchange file at all")
    window = opened(file)
    assert window.shell.current == "sync"
    (wizard,) = window.findChildren(ImportWizard)
    qtbot.waitUntil(lambda: bool(wizard.looked))


def test_a_workbook_opens_the_import_of_replies(opened: Open, tmp_path: Path) -> None:
    file = tmp_path / "回复.XLSX"
    file.write_bytes(b"no workbook at all")
    window = opened(file)
    assert window.shell.current == "ledgers"
    assert window.shell.page("ledgers").replies.is_open


@pytest.mark.parametrize(("name", "there"), [("x.txt", True), ("gone.hzx", False)])
def test_what_is_neither_or_gone_is_said(opened: Open, tmp_path: Path, name: str, there: bool) -> None:
    file = tmp_path / name
    if there:
        file.write_text("x")
    window = opened(file)
    assert any(name in label.text() for label in window.findChildren(Text))
    assert window.shell.current == "home"
