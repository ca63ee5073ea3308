"""A form in a view of its own, and a person who fills it in."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.forms.filler import FormFiller
from inspector.ui.forms.lines import AskRow
from inspector.ui.forms.view import FormView
from inspector.ui.messages import Messages, Notice
from inspector.ui.tasks import Tasks
from inspector.xforms import FormDefinition

NOW = datetime(2026, 6, 11, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SHEET = Path(__file__).with_name("all_types.md")


def write(editor: QWidget, words: str) -> None:
    """Type; what is not ASCII comes from an input method."""
    if words.isascii():
        QTest.keyClicks(editor, words)
        return
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(editor, event)


class Trial:
    """The view, what it says, and what a person does with it."""

    def __init__(self, qtbot: QtBot, tasks: Tasks, definition: FormDefinition) -> None:
        self.qtbot, self.tasks, self.definition = qtbot, tasks, definition
        self.messages = Messages()
        self.notices: list[Notice] = []
        self.messages.posted.connect(self.notices.append)
        self.filler = FormFiller(tasks, self.messages, clock=lambda: NOW)
        self.view = FormView(self.filler)
        qtbot.addWidget(self.view)
        self.view.resize(760, 620)
        self.view.show()
        self.view.activateWindow()
        qtbot.waitUntil(self.view.isActiveWindow)

    def open(self, load: Callable[[], FormDefinition] | None = None, language: str = "中文 (zh)") -> None:
        self.filler.open(load or (lambda: self.definition), language=language)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is under way any more."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy and not self.filler._queue)
        QTest.qWait(1)

    def row(self, name: str) -> AskRow:
        """The row of a question, built and focused."""
        key = next(key for key in self.view.column.keys if key.rpartition("/")[2] == name)
        self.view.focus_key(key)
        row = self.view.column.ensure(key)
        assert isinstance(row, AskRow)
        return row

    def type(self, name: str, words: str) -> AskRow:
        row = self.row(name)
        editor = row.answer.focus_widget
        write(editor, words)
        editor.clearFocus()
        self.rest()
        return row

    def stored(self, name: str) -> str:
        """The first answer to questions of this name; "" without one."""
        found = (value for ref, value in self.filler.answers().items() if ref.rpartition("/")[2] == name)
        return next(found, "")
