"""A window with dialogs of the registers, used by keyboard."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.customer import Customer
from inspector.ui.kit.dialog import Dialog
from inspector.ui.messages import Notice
from inspector.ui.page import Context

D = TypeVar("D", bound=Dialog)
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Office:
    """The window, and what was told in it."""

    window: QWidget
    context: Context
    qtbot: QtBot
    told: list[Notice]

    def open(self, dialog: D) -> D:
        """Open a dialog and wait until it has what it fetches."""
        dialog.open()
        self.settle()
        return dialog

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def write(self, words: str) -> None:
        QTest.keyClicks(focused(), words)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(focused(), key, modifier)

    def save(self) -> None:
        self.press(Qt.Key.Key_Return, CONTROL)
        self.settle()

    def customers(self) -> tuple[Customer, ...]:
        return tuple(self.call(services.customers))

    def call(self, act: Any, *args: Any, **named: Any) -> Any:
        workspace = self.context.workspace
        return workspace.call(lambda: act(workspace, *args, **named))

    def dialogs(self, kind: type[D]) -> list[D]:
        return [dialog for dialog in self.window.findChildren(kind) if dialog.isVisible()]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def office(qtbot: QtBot, context: Context) -> Iterator[Office]:
    window = QWidget()
    window.resize(1180, 640)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    told: list[Notice] = []
    context.messages.posted.connect(told.append)
    made = Office(window, context, qtbot, told)
    yield made
    made.settle()
    window.close()
    window.deleteLater()
    made.settle()
