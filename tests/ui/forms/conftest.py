"""Fixtures: a form with a question of every kind, opened in a view of its own, without a workspace."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks
from inspector.xforms import FormDefinition, compile_sheet, load_form
from tests.ui.forms.trial import SHEET, Trial


@pytest.fixture(scope="session")
def definition() -> FormDefinition:
    return load_form(compile_sheet(SHEET))


@pytest.fixture
def trial(qtbot: QtBot, definition: FormDefinition) -> Iterator[Trial]:
    tasks = Tasks(None, Messages())
    made = Trial(qtbot, tasks, definition)
    made.open()
    yield made
    made.rest()
    tasks.shut_down()
