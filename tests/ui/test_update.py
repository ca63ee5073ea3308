"""After the program was replaced: the window brings an earlier workspace up, and leaves a newer one alone."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector import i18n
from inspector.storage.engine import open_connection
from inspector.storage.folder.keys import SAMPLE_KEY
from inspector.storage.schema import before_update
from inspector.ui.app import MainWindow
from inspector.ui.kit.button import Button
from inspector.ui.preferences import Preferences

EARLY = Path(__file__).parents[1] / "data" / "workspaces" / "0.1.0-early.zip"
PATIENCE_MS = 60_000


@pytest.fixture
def early(tmp_path: Path) -> Path:
    """The sample workspace of an early version."""
    with zipfile.ZipFile(EARLY) as kept:
        kept.extractall(tmp_path / "w")
    return tmp_path / "w"


def made_newer(folder: Path) -> None:
    """As if a program that does not exist yet had written it."""
    connection = open_connection(folder / "data.db", SAMPLE_KEY)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


@contextmanager
def opened(qtbot: QtBot, folder: Path, arrived: Callable[[MainWindow], bool]) -> Iterator[MainWindow]:
    window = MainWindow(folder, Preferences())
    window.show()
    window.open_workspace()
    try:
        qtbot.waitUntil(lambda: arrived(window), timeout=PATIENCE_MS)
        yield window
    finally:
        qtbot.waitUntil(lambda: not window.tasks.busy, timeout=PATIENCE_MS)
        window.close()
        window.finish()
        window.deleteLater()


def texts(window: MainWindow) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def test_a_workspace_of_an_earlier_program_opens_after_it_was_copied(qtbot: QtBot, early: Path) -> None:
    with opened(qtbot, early, lambda window: window.shell is not None) as window:
        home = window.shell.page("home")
        qtbot.waitUntil(lambda: bool(home.due.items), timeout=PATIENCE_MS)
        assert window.workspace.call(lambda: len(window.workspace.db.registers.customers())) == 5
    (copy,) = (early / before_update.FOLDER).iterdir()
    assert copy.name == "data-0004.db"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "written by a newer version of this program"), ("zh_CN", "更新版本")],
)
def test_a_newer_workspace_is_refused_with_a_way_out(qtbot: QtBot, early: Path, language: str, words: str) -> None:
    made_newer(early)
    before = (early / "data.db").read_bytes()
    i18n.set_language(language)
    refused = lambda window: any(str(early) in text for text in texts(window))  # noqa: E731 - a wait's condition
    with opened(qtbot, early, refused) as window:
        assert window.shell is None
        (said,) = (text for text in texts(window) if str(early) in text)
        assert words in said
        assert len([one for one in window.findChildren(Button) if one.isVisible()]) >= 3
    assert (early / "data.db").read_bytes() == before
    assert not (early / before_update.FOLDER).exists()
