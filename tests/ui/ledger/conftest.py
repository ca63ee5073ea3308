"""An open ledger page on the sample workspace, with the lead Liu of a third team at work."""

import pytest
from pytestqt.qtbot import QtBot

from inspector.services import settings
from inspector.services.registers.entries import add_person
from inspector.ui.ledger import LedgersPage
from inspector.ui.page import Context
from tests.ui.ledger.steps import settle
from tests.ui.sample import TODAY


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> LedgersPage:
    """The page as it opens, shown."""
    workspace = context.workspace
    roles = ["lead", "inspector"]

    def act() -> None:
        add_person(workspace, {"login": "liu", "name": "刘工", "team": "三班", "roles": roles})
        settings.set_acting_person(workspace, "liu")

    workspace.call(act)
    made = LedgersPage(context, TODAY)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.activated()
    settle(qtbot, made)
    return made
