"""A section of the settings on the sample workspace, as a lead or somebody else has it before him."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services.registers.entries import add_person
from inspector.ui.page import Context


class ShownSection:
    """The section in a window, with what was said (`notices`)."""

    def __init__(
        self, qtbot: QtBot, context: Context, make: Callable[[Context, QWidget], Any], *, login: str = "liu"
    ) -> None:
        self.qtbot, self.context, self.workspace = qtbot, context, context.workspace
        self.notices: list[Any] = []
        context.messages.posted.connect(self.notices.append)
        self.workspace.call(lambda: self._people(login))
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.section = make(context, self.window)
        self.section.resize(1286, 590)
        self.window.resize(1286, 590)
        self.window.show()
        self.window.activateWindow()
        self.section.activated()
        self.settle()

    def _people(self, login: str) -> None:
        logins = {person.login for person in services.everybody(self.workspace)}
        if "liu" not in logins:
            lead = {"login": "liu", "name": "刘班长", "team": "一班", "roles": ["lead"]}
            add_person(self.workspace, lead)
        services.set_acting_person(self.workspace, login)

    def settle(self) -> None:
        """Wait for work in a row (a file is read, then compared), and for the layout after it."""
        for _turn in range(3):
            self.qtbot.waitUntil(lambda: not self.context.tasks.busy)
            QApplication.processEvents()

    def undo(self) -> None:
        """Take back what the last message offers to take back."""
        undo = self.notices[-1].on_action
        assert undo is not None
        undo()
        self.settle()
