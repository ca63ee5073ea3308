"""Keys: changed by pressing another one, at once and everywhere; conflicts are told; all of them go back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import inspector.ui
from inspector import i18n
from inspector.i18n import describe
from inspector.problems import Problem
from inspector.services.preferences.keymap import BY_ID, BY_KEYS, COMMANDS, RESERVED, checked_keys, sound
from inspector.ui.kit.button import Button, KeyCap
from inspector.ui.kit.keymap import keymap
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.table import row_height
from inspector.ui.messages import Notice
from inspector.ui.page import Context
from inspector.ui.preferences import Preferences, scale_everything
from inspector.ui.settings.shortcuts import KeyDialog, ShortcutsSection
from inspector.ui.theme import theme

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def _keys_as_they_came() -> Iterator[None]:
    yield
    keymap().use({})
    theme().dense = False


@pytest.fixture
def section(qtbot: QtBot, context: Context) -> Iterator[ShortcutsSection]:
    holder = QWidget()
    holder.resize(1000, 900)
    qtbot.addWidget(holder)
    made = ShortcutsSection(context, holder)
    made.resize(900, 2200)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    made.activated()
    yield made
    holder.close()


def press(dialog: KeyDialog, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or dialog, key, modifiers)


def test_a_key_is_changed_by_pressing_another_and_acts_at_once(
    section: ShortcutsSection, qtbot: QtBot, context: Context
) -> None:
    told = list[Notice]()
    context.messages.posted.connect(told.append)
    page, pressed = QWidget(), list[str]()
    qtbot.addWidget(page)
    button = Button("New", key="Ctrl N", parent=page)
    page_keys(page, {"Ctrl+N": lambda: pressed.append("new")})
    section.keys["new"].clicked.emit()
    dialog = section.window().findChild(KeyDialog)
    assert dialog is not None
    dialog.take("Ctrl+U")
    dialog.accept()
    assert section.keys["new"].label == "Ctrl U"
    assert "Ctrl U" in button.toolTip()
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_N, CONTROL)
    assert pressed == []
    QTest.keyClick(page, Qt.Key.Key_U, CONTROL)
    assert pressed == ["new"]
    assert Preferences().chosen_keys() == {"new": "Ctrl+U"}
    assert told[-1].on_action is not None
    told[-1].on_action()
    assert section.keys["new"].label == "Ctrl N"
    QTest.keyClick(page, Qt.Key.Key_N, CONTROL)
    assert pressed == ["new", "new"]


def test_the_dialog_takes_the_pressed_key_and_says_what_it_belongs_to(section: ShortcutsSection) -> None:
    dialog = section.ask(BY_ID["print"])
    assert dialog.field.hasFocus()
    press(dialog, Qt.Key.Key_N, CONTROL)
    assert dialog.error.isVisible()
    assert not dialog.accept_button.isEnabled()
    press(dialog, Qt.Key.Key_H, CONTROL)
    assert not dialog.error.isVisible()
    assert dialog.field.shown == "Ctrl H"
    press(dialog, Qt.Key.Key_Escape)
    assert section.keys["print"].label == "Ctrl P"


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("Ctrl+K", "key_taken"),
        ("Ctrl+Z", "key_fixed"),
        ("Ctrl+C", "key_fixed"),
        ("Alt+1", "key_fixed"),
        ("J", "key_plain"),
        ("Shift+J", "key_plain"),
        ("Return", "key_plain"),
    ],
)
def test_a_key_that_belongs_to_another_command_or_to_fields_is_refused(keys: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        checked_keys("new", keys, {})
    assert caught.value.code == code
    assert "+" not in describe(caught.value)  # as keycaps write it


def test_a_key_is_free_once_its_command_has_another(context: Context) -> None:
    preferences = context.preferences
    preferences.set_key("search", "Ctrl+U")
    preferences.set_key("new", "Ctrl+K")
    assert keymap().keys("Ctrl+N") == "Ctrl+K"
    assert keymap().keys("Ctrl+K") == "Ctrl+U"
    preferences.reset_keys()
    assert keymap().keys("Ctrl+N") == "Ctrl+N"


def test_the_space_bar_is_called_in_the_readers_language(context: Context) -> None:
    i18n.set_language("zh_CN")
    chinese = [keymap().cap("Space"), KeyCap("Space").accessibleName()]
    i18n.set_language("en")
    assert [keymap().cap("Space"), keymap().cap("Ctrl Enter")] == ["Space", "Ctrl Enter"]
    assert len(set(chinese)) == 1
    assert not chinese[0].isascii()


def test_a_damaged_list_of_keys_leaves_those_that_hold() -> None:
    assert sound({"new": "Ctrl+U", "no such": "Ctrl+Y", "close": "F9", "print": "Ctrl+U", "find": "x"}) == {}
    assert sound({"new": "Ctrl+U", "undo": "F9", "find": 7, "lock": ""}) == {"new": "Ctrl+U", "lock": ""}  # type: ignore[dict-item]  # damaged


KEY = re.compile(r"\"((?:Ctrl|Alt|Shift)\+[A-Za-z+0-9]+|F\d{1,2})\"")
ALIASES = {"Ctrl+Enter", "Ctrl++"}
"""The Enter of the number block, and a key for zooming that some pages have beside the plain one."""


def test_every_key_of_the_window_is_declared() -> None:
    """What is not would miss in the keyboard map, and could be given to another command."""
    ui = Path(inspector.ui.__file__).parent
    named = {(key, path.name) for path in ui.rglob("*.py") for key in KEY.findall(path.read_text(encoding="utf-8"))}
    missing = {(key, name) for key, name in named if key not in BY_KEYS and key not in RESERVED and key not in ALIASES}
    assert missing == set()


def test_no_two_commands_come_with_the_same_key() -> None:
    assert len({command.keys for command in COMMANDS}) == len(COMMANDS) == len(BY_ID)


def test_rows_follow_the_density_and_the_size_acts_at_the_next_start(qtbot: QtBot, context: Context) -> None:
    preferences = context.preferences
    with qtbot.waitSignal(preferences.density_changed):
        preferences.set_option("density", "dense")
    assert row_height() == 36
    preferences.set_option("density", "usual")
    assert row_height() == 40
    environment: dict[str, str] = {}
    scale_everything(environment)
    assert environment == {}
    preferences.set_option("scale", "150")
    scale_everything(environment)
    assert environment == {"QT_SCALE_FACTOR": "1.5"}
    QSettings().setValue("scale", "10000")
    environment = {}
    scale_everything(environment)
    assert environment == {"QT_SCALE_FACTOR": "2"}
    QSettings().remove("scale")
    with pytest.raises(Problem, match="option_choice"):
        preferences.set_option("density", "loose")
