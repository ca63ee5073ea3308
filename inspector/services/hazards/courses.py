"""The course of a hazard as decisions need it: folded here and now, with what the rules ask about it. Worker thread."""

from collections.abc import Iterable, Mapping
from typing import Any

from inspector.domain.actions import CourseFacts
from inspector.domain.course import course_facts, found_by, rectifiers, then_teams
from inspector.domain.events import Event
from inspector.domain.merge import EntityState, fold
from inspector.domain.person import Person
from inspector.domain.roles import as_seen
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class HazardCourse:
    """Events, folded state and facts of one hazard; `values` are its fields with this device's own in a conflict."""

    hazard: str
    events: tuple[Event, ...]
    state: EntityState
    values: Mapping[str, Any]
    facts: CourseFacts
    people: Mapping[str, Person]
    """Everybody who is or was on the staff, by id."""

    @property
    def heads(self) -> tuple[str, ...]:
        """What a decision made now has seen."""
        return self.state.leaves

    @property
    def number(self) -> str:
        """The readable number."""
        return str(self.values.get("number") or self.hazard)

    def named(self, person: str) -> str:
        """The name of a person, or what is known instead."""
        return self.people[person].name if person in self.people else person

    def seen_by(self, person: Person, *, rectified_by: Iterable[str] = ()) -> dict[str, Any]:
        """The part of a decision's body that role rules are checked on; `rectified_by` adds to the rectifiers."""
        sides = {"finders": found_by(self.values), "rectifiers": (*rectifiers(self.state), *rectified_by)}
        known = {side: [self.people[one] for one in persons if one in self.people] for side, persons in sides.items()}
        then = {side: then_teams(self.state, side) for side in sides}
        body = as_seen(person, **known, teams=then, former=self.facts.former.get(person.id, ()))
        return body | {side: sorted(set(persons)) for side, persons in sides.items()}


def course_of(workspace: Workspace, hazard: str) -> HazardCourse:
    """The course of a hazard. Raises Problem record_missing."""
    return next(iter(courses_of(workspace, [hazard])))


def courses_of(workspace: Workspace, hazards: Iterable[str]) -> tuple[HazardCourse, ...]:
    """The courses of hazards, in this order. Raises Problem record_missing for the first that there is not."""
    people = {person.id: person for person in workspace.db.registers.persons()}
    teams = {person.id: person.team for person in people.values()}
    left = teams_left(workspace.db.reviews.events(sorted(people)))
    return tuple(_course(workspace, hazard, people, teams, left) for hazard in hazards)


Left = Mapping[str, tuple[tuple[str, str], ...]]
"""Person -> (moment, team he left then), for those who have changed teams."""


def teams_left(events: Mapping[str, Iterable[Event]]) -> Left:
    """Who left which team when, by the records of each person."""
    found: dict[str, list[tuple[str, str]]] = {}
    for person, records in events.items():
        team = ""
        for event in records:
            fields = event.body.get("fields")
            new = str(fields["team"]) if isinstance(fields, Mapping) and "team" in fields else team
            if team and new != team:
                found.setdefault(person, []).append((event.at, team))
            team = new
    return {person: tuple(moves) for person, moves in found.items()}


def former_teams(left: Left, found_on: str) -> dict[str, frozenset[str]]:
    """The teams that people have left since this day (ISO); a change of unknown day counts."""
    former = {
        person: frozenset(team for moment, team in moves if not moment or moment[:10] >= found_on)
        for person, moves in left.items()
    }
    return {person: teams for person, teams in former.items() if teams}


def _course(
    workspace: Workspace, hazard: str, people: Mapping[str, Person], teams: Mapping[str, str], left: Left
) -> HazardCourse:
    events = workspace.db.hazards.history(hazard)
    if not events or events[0].kind != "hazard":
        raise Problem("record_missing", id=hazard)
    state = fold(events)
    ours = workspace.db.own_devices() if state.conflicted else frozenset[str]()
    own = frozenset(event.id for event in events if event.dev in ours)
    values = {name: field.value(own) for name, field in state.fields.items()}
    former = former_teams(left, str(values.get("found_on") or ""))
    return HazardCourse(hazard, events, state, values, course_facts(state, values, teams, former), people)
