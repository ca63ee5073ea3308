"""Teams in the settings: one is renamed for all its members at once, an empty name is refused, joining is possible."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.problems import Problem
from inspector.services.preferences.teams import Team, rename_team, teams
from inspector.ui.page import Context
from inspector.ui.settings.people import PeopleSection
from inspector.ui.settings.teams import TeamsDialog


@pytest.fixture
def section(qtbot: QtBot, context: Context) -> Iterator[PeopleSection]:
    holder = QWidget()
    holder.resize(1100, 640)
    qtbot.addWidget(holder)
    made = PeopleSection(context, holder)
    made.resize(1080, 600)
    holder.show()
    made.activated()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    yield made
    holder.close()


def known(context: Context) -> tuple[Team, ...]:
    workspace = context.workspace
    found: tuple[Team, ...] = workspace.call(lambda: teams(workspace))
    return found


def test_a_team_is_renamed_for_all_its_members(section: PeopleSection, context: Context, qtbot: QtBot) -> None:
    before = known(context)
    section.teams_button.clicked.emit()
    qtbot.waitUntil(lambda: section.window().findChild(TeamsDialog) is not None)
    dialog = section.window().findChild(TeamsDialog)
    assert dialog is not None
    name = before[0].name
    dialog.fields[name].set_value(" ")
    dialog.accept()
    assert dialog.isVisible()
    dialog.fields[name].set_value("检查三班")
    dialog.accept()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    after = known(context)
    assert name not in {team.name for team in after}
    assert next(team for team in after if team.name == "检查三班").members == before[0].members
    qtbot.waitUntil(lambda: any(person.team == "检查三班" for person in section.table.people.rows))


def test_two_teams_can_become_one_and_a_wrong_name_changes_nothing(context: Context) -> None:
    workspace = context.workspace
    person = {"login": "zhou", "name": "周工", "team": "新班", "roles": ["inspector"]}
    workspace.call(lambda: services.add_person(workspace, person))
    other = next(team for team in known(context) if team.name != "新班")
    assert workspace.call(lambda: rename_team(workspace, "新班", other.name)) == 1
    assert next(team for team in known(context) if team.name == other.name).members == other.members + 1
    for before, after, code in (("nobody's", "x", "team_missing"), (other.name, "  ", "team_name_empty")):
        with pytest.raises(Problem) as caught:
            workspace.call(lambda before=before, after=after: rename_team(workspace, before, after))
        assert caught.value.code == code
