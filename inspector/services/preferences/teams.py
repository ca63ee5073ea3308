"""Teams: an attribute of persons, so a team is there while somebody belongs to it. Worker thread.

Renaming one changes its members in one go. What was decided before keeps the team as it was called then: who may review
whom follows from the records, not from the new name.
"""

from collections import Counter

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.registers.entries import everybody, set_person
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "team_missing": N_("Nobody belongs to a team “{team}”."),
        "team_name_empty": N_("A team needs a name."),
    },
)


@dataclass(frozen=True, slots=True)
class Team:
    """A team, and how many persons belong to it; `left` are those of them who work here no more."""

    name: str
    members: int
    left: int


def teams(workspace: Workspace) -> tuple[Team, ...]:
    """All teams, by name."""
    everyone = everybody(workspace)
    here = Counter(person.team for person in everyone if person.active)
    all_of = Counter(person.team for person in everyone)
    return tuple(Team(name, here[name], all_of[name] - here[name]) for name in sorted(all_of) if name)


def rename_team(workspace: Workspace, before: str, after: str) -> int:
    """Call a team otherwise, or join it to another; returns how many persons were changed. All or none.

    Raises Problem team_missing, team_name_empty, person_own_rights, person_rights.
    """
    wanted = after.strip()
    if not wanted:
        raise Problem("team_name_empty")
    members = [person for person in everybody(workspace) if person.team == before]
    if not members:
        raise Problem("team_missing", team=before)
    if wanted == before:
        return 0
    with workspace.db.transaction():
        for person in members:
            set_person(workspace, person.id, {"team": wanted})
    return len(members)
