"""Somebody at the keyboard of a window without a workspace, and the way to one of their own."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.app import MainWindow
from inspector.ui.first_run.key_step import KeyStep
from inspector.ui.first_run.place_step import PlaceStep
from inspector.ui.first_run.team_steps import CompanyStep, PeopleStep
from inspector.ui.first_run.welcome import WelcomePage
from inspector.ui.preferences import Preferences

PASSPHRASE = "correct horse"
CONTROL = Qt.KeyboardModifier.ControlModifier
W = TypeVar("W", bound=QWidget)


class Newcomer:
    """Somebody at the keyboard of a window without a workspace."""

    def __init__(self, bot: QtBot, path: Path) -> None:
        self.bot = bot
        self.window = MainWindow(path, Preferences())
        self.window.show()
        self.window.activateWindow()
        self.window.open_workspace()

    def sees(self, kind: type[W]) -> W:
        """Wait for a page."""

        def there() -> bool:
            run = self.window._first_run
            return run is not None and isinstance(run.page, kind) and not self.window.tasks.busy

        self.bot.waitUntil(there, timeout=20_000)
        page = self.window._first_run.page
        assert isinstance(page, kind)
        return page

    def wait(self, fact: Callable[[], bool]) -> None:
        self.bot.waitUntil(fact, timeout=20_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifier)

    def focus(self) -> QWidget:
        """What has the focus."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.wait(lambda: not self.window.tasks.busy)
        QApplication.sendPostedEvents()

    def type(self, text: str) -> None:
        """Type text, each letter where the focus is by then."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus(), letter)
            else:
                event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self.focus(), event)
        self.settle()

    def says(self, words: str) -> bool:
        """Whether a visible label contains the words."""
        return any(words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def write(self, *texts: str) -> None:
        """Type into one field after the other; None of them is cleared first."""
        for number, words in enumerate(texts):
            if number:
                self.press(Qt.Key.Key_Tab)
            field = QApplication.focusWidget()
            assert field is not None
            if words:
                field.selectAll()  # type: ignore[attr-defined]
                field.insert(words)  # type: ignore[attr-defined]

    def go_on(self) -> None:
        self.press(Qt.Key.Key_Return, CONTROL)

    def leave(self) -> None:
        if not shiboken6.isValid(self.window):
            return
        self.window.close()
        self.window.finish()
        self.window.deleteLater()


def make_workspace(person: Newcomer) -> KeyStep:
    """Walk to the recovery key of a new workspace."""
    person.sees(WelcomePage)
    person.press(Qt.Key.Key_1)
    person.sees(PlaceStep)
    person.write(PASSPHRASE, PASSPHRASE)
    person.go_on()
    person.sees(CompanyStep)
    person.write("嘉陵供电公司", "95598", "检查一班")
    person.go_on()
    people = person.sees(PeopleStep)
    person.write("王工", "wang", "", "")
    person.press(Qt.Key.Key_Tab)
    person.write("1234", "李工", "li", "", "")
    person.press(Qt.Key.Key_Tab)
    person.write("5678")
    assert len(people.table.rows) == 2
    person.go_on()
    return person.sees(KeyStep)
