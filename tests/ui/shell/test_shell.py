"""The shell and start-up: pages, shortcuts, language, person, passphrase, clear errors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector import i18n
from inspector.ui.app import MainWindow
from inspector.ui.entries import ENTRIES
from inspector.ui.kit.button import Button
from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.text import Text
from inspector.ui.page import Context, Place
from inspector.ui.preferences import Preferences
from inspector.ui.settings import SettingsPage
from inspector.ui.settings.general import GeneralSection
from inspector.ui.settings.page import SECTIONS
from inspector.ui.shell import Shell
from inspector.ui.theme import theme
from tests.ui.conftest import PASSPHRASE


@pytest.fixture
def shell(context: Context, qtbot: QtBot) -> Shell:
    made = Shell(context, ENTRIES)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    assert context.desk is not None
    context.desk.start()
    made.open_page("ledgers")
    qtbot.waitUntil(lambda: not context.tasks.busy)
    return made


def test_the_person_is_shown_and_how_the_workspace_stands_once_that_is_known(shell: Shell, qtbot: QtBot) -> None:
    assert shell.top_bar.person.accessibleName() == "王工"
    qtbot.waitUntil(lambda: shell.top_bar.sync.accessibleName() == "未加入服务器")


def test_pages_open_by_rail_and_by_alt_and_number(shell: Shell, qtbot: QtBot) -> None:
    shell.rail._entries["settings"].clicked.emit()
    assert shell.current == "settings"
    QTest.keyClick(shell, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert shell.current == ENTRIES[0].key
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)


def test_switching_the_language_rebuilds_the_open_page(shell: Shell, qtbot: QtBot) -> None:
    shell.open_page("settings")
    before = shell.page("settings")
    chinese = shell.rail._entries["settings"].accessibleName()
    shell.context.preferences.set_language("en")
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    assert i18n.language() == "en"
    assert shell.page("settings") is not before
    assert shell.rail._entries["settings"].accessibleName() == "Settings" != chinese
    assert shell.top_bar.person.accessibleName() == "王工"


def test_settings_change_person_and_theme(shell: Shell, qtbot: QtBot) -> None:
    shell.open_page("settings")
    settings = shell.page("settings")
    assert isinstance(settings, SettingsPage)
    page = settings.section("general")
    assert isinstance(page, GeneralSection)
    qtbot.waitUntil(lambda: page._person.value() != "")
    other = next(
        str(page._person._combo.itemData(index))
        for index in range(page._person._combo.count())
        if "陈工" in page._person._combo.itemText(index)
    )
    page._person.value_committed.emit(other)
    qtbot.waitUntil(lambda: shell.top_bar.person.accessibleName() == "陈工")
    dark = next(control for control in page.findChildren(Segmented) if "dark" in [o.value for o in control._options])
    dark.setFocus()
    QTest.keyClick(dark, Qt.Key.Key_Right)
    QTest.keyClick(dark, Qt.Key.Key_Right)
    assert theme().dark
    assert Preferences().theme.value == "dark"


@pytest.fixture
def window(qtbot: QtBot, sample_folder: Path) -> Iterator[MainWindow]:
    made = MainWindow(sample_folder, Preferences())
    made.show()
    yield made
    made.close()
    made.finish()
    made.deleteLater()


def sentences(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(Text) if label.isVisible())


def test_a_passphrase_is_asked_for_until_it_is_right(window: MainWindow, qtbot: QtBot) -> None:
    window.open_workspace()
    qtbot.waitUntil(lambda: bool(window.findChildren(QLineEdit)))
    for attempt in ("wrong", PASSPHRASE):
        line = window.findChildren(QLineEdit)[-1]
        assert line.echoMode() is QLineEdit.EchoMode.Password
        QTest.keyClicks(line, attempt) if attempt.isascii() else line.insert(attempt)
        QTest.keyClick(line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not window.tasks.busy, timeout=10_000)
        if attempt == "wrong":
            qtbot.waitUntil(lambda: "口令" in sentences(window))
            assert window.shell is None
    assert isinstance(window.shell, Shell)
    qtbot.waitUntil(lambda: not window.tasks.busy)


def test_a_foreign_folder_is_refused_with_ways_out(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("mine")
    window._on_folder_chosen(foreign)
    qtbot.waitUntil(lambda: str(foreign) in sentences(window), timeout=10_000)
    assert window.shell is None
    assert len([button for button in window.findChildren(Button) if button.isVisible()]) == 3


def test_an_unexpected_error_is_told_in_plain_words(window: MainWindow) -> None:
    window.tell("a sentence")
    assert "a sentence" in sentences(window)


def test_the_window_opens_again_as_large_as_it_was_closed(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1190, 655)
    window.close()
    again = MainWindow(window._path, Preferences())
    qtbot.addWidget(again)
    assert again.size() == QSize(1190, 655)
    again.finish()


def test_keys_of_the_page_work_from_the_rail_and_only_while_it_shows(shell: Shell, qtbot: QtBot) -> None:
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    shell.open_page("customers")
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    shell.open_page("home")
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    places: list[object] = []
    shell.page("home").place_requested.connect(places.append)
    shell.rail._entries["home"].setFocus()
    QTest.keyClick(shell.rail._entries["home"], Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert places == [Place("new-visit", "")]
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)


def test_the_arrows_walk_the_sections_of_the_settings(shell: Shell, qtbot: QtBot) -> None:
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    shell.open_page("settings")
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    settings = shell.page("settings")
    assert isinstance(settings, SettingsPage)
    general = settings.section("general")
    assert isinstance(general, GeneralSection)
    assert general._person.editor.hasFocus()
    settings.list.setFocus()
    for wanted in list(SECTIONS)[1:]:
        QTest.keyClick(settings.list, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: not shell.context.tasks.busy)
        assert settings.place() == Place("setting", wanted)
        assert settings.list.hasFocus()
