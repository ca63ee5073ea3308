"""What the rules of `actions` ask about a hazard, read from its folded state. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from inspector.domain.actions import CourseFacts
from inspector.domain.events import Event
from inspector.domain.merge import EntityState


def course_facts(
    state: EntityState,
    values: Mapping[str, Any],
    teams: Mapping[str, str],
    former: Mapping[str, frozenset[str]] | None = None,
) -> CourseFacts:
    """The facts about a hazard. `values` are its fields as shown here, `teams` the present team of each person.

    `former` are the teams that people have left since it was found.
    """
    finders, rectified = found_by(values), rectifiers(state)
    extension = open_extension(state) if state.status is not None and state.status.unclosed else None
    return CourseFacts(
        status=state.status,
        notice_served=any(event.type == "notice_served" for event in state.facts),
        finders=frozenset(finders),
        finder_teams=frozenset((*teams_of(finders, teams), *then_teams(state, "finders"))),
        rectifiers=frozenset(rectified),
        rectifier_teams=frozenset((*teams_of(rectified, teams), *then_teams(state, "rectifiers"))),
        former=dict(former or {}),
        deciders=frozenset(event.user for event in state.contested if event.user),
        passed=state.reviewed,
        extension=extension.id if extension else "",
        extension_by=extension.user if extension else "",
        by_hand=bool(values.get("supervised")),
        conflicted=bool(state.conflicted),
    )


def found_by(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the persons who found the hazard."""
    named = values.get("found_by")
    return tuple(map(str, named)) if isinstance(named, list | tuple) else ()


def submissions(state: EntityState) -> tuple[Event, ...]:
    """Effective submissions of a rectification, in causal order."""
    return tuple(event for event in state.decisions if event.type == "rectification_submitted")


def rectifiers(state: EntityState) -> tuple[str, ...]:
    """Persons of ours who rectified it or put the rectification on record, in the order they first did."""
    found: list[str] = []
    for event in submissions(state):
        named = event.body.get("rectifiers")
        found += [event.user, *(map(str, named) if isinstance(named, list) else ())]
    return tuple(dict.fromkeys(person for person in found if person))


def then_teams(state: EntityState, side: str) -> tuple[str, ...]:
    """Teams of finders or rectifiers as their own records saw them; later changes of team do not undo them."""
    found: list[str] = []
    for event in state.decisions:
        teams = event.body.get("teams")
        if not isinstance(teams, Mapping):
            continue
        wrote = {"hazard_registered": "finders", "rectification_submitted": "rectifiers"}.get(event.type)
        named = teams.get(side) if wrote else None
        found += map(str, named) if isinstance(named, list) else ()
        if wrote == side:
            found.append(str(teams.get("author") or ""))
    return tuple(dict.fromkeys(team for team in found if team))


def teams_of(persons: Iterable[str], teams: Mapping[str, str]) -> tuple[str, ...]:
    """The present teams of these persons, as far as they are known."""
    return tuple(team for person in persons if (team := teams.get(person, "")))


def open_extension(state: EntityState) -> Event | None:
    """The latest request for more time that nobody granted or refused."""
    decided = {str(event.body["extension"]) for event in (*state.changes, *state.facts) if event.body.get("extension")}
    asked = [event for event in state.facts if event.type == "extension_requested"]
    return next((event for event in reversed(asked) if event.id not in decided), None)


def served_on(state: EntityState) -> date | None:
    """The day of the latest notice; None while none was served."""
    served = [event for event in state.facts if event.type == "notice_served"]
    return day_of(served[-1]) if served else None


def photos_of(event: Event) -> list[Mapping[str, Any]]:
    """The photos that an event tells of; what is no list of objects tells of none."""
    told = event.body.get("photos")
    return [photo for photo in told if isinstance(photo, Mapping)] if isinstance(told, list) else []


def day_of(event: Event) -> date | None:
    """The day that an event says it was on, else that of its author's clock; None where neither can be read."""
    for told in (event.body.get("on"), event.at):
        try:
            return date.fromisoformat(str(told)[:10])
        except ValueError:
            continue
    return None


def first_team(state: EntityState, finders: Sequence[str]) -> str:
    """The team of whoever is named first among the finders, as its registration saw it; empty if it does not say."""
    registered = next((event for event in state.decisions if event.type == "hazard_registered"), None)
    teams = registered.body.get("teams") if registered is not None else None
    if registered is None or not isinstance(teams, Mapping):
        return ""
    finding = teams.get("finders")
    named = [str(team) for team in finding] if isinstance(finding, list) else []
    by_author = not finders or finders[0] == registered.user or not named
    return str(teams.get("author") or "") if by_author else named[0]
