"""The pages before there is a workspace, and the lock: names, roles, Tab and Esc as everywhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.ui.first_run.place_step import PlaceStep
from inspector.ui.first_run.restore_step import RestoreStep
from inspector.ui.first_run.team_steps import CompanyStep, PeopleStep
from inspector.ui.first_run.welcome import WelcomePage
from inspector.ui.kit import access
from tests.ui.newcomer import PASSPHRASE, Newcomer, make_workspace
from tests.ui.reachable import disorder, nameless, unreachable, walked


@pytest.fixture
def come(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Newcomer]]:
    access.install()
    came: list[Newcomer] = []

    def arrive() -> Newcomer:
        came.append(Newcomer(qtbot, tmp_path / "own"))
        return came[-1]

    yield arrive
    for person in came:
        person.leave()


def look(person: Newcomer) -> list[str]:
    """What is wrong with the page that shows; the focus is where it was afterwards, as Tab comes round."""
    page = person.window._first_run.page
    met = walked(person.window)
    return [*nameless(page), *unreachable(met, page), *disorder(person.window, met)]


def test_every_page_of_a_first_run_can_be_heard_and_walked(come: Callable[[], Newcomer]) -> None:
    person = come()
    person.sees(WelcomePage)
    assert look(person) == []
    person.press(Qt.Key.Key_1)
    person.sees(PlaceStep)
    assert look(person) == []
    person.write(PASSPHRASE, PASSPHRASE)
    person.go_on()
    person.sees(CompanyStep)
    assert look(person) == []
    person.write("甲", "", "一班")
    person.go_on()
    person.sees(PeopleStep)
    assert look(person) == []


def test_the_recovery_key_is_spoken_and_reached(come: Callable[[], Newcomer]) -> None:
    person = come()
    make_workspace(person)
    assert look(person) == []


def test_esc_leads_back_from_restoring(come: Callable[[], Newcomer]) -> None:
    person = come()
    person.sees(WelcomePage)
    person.press(Qt.Key.Key_3)
    person.sees(RestoreStep)
    assert look(person) == []
    person.press(Qt.Key.Key_Escape)
    person.sees(WelcomePage)
