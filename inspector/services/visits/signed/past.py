"""What a signed visit had before it: the visit before, the values known then, the hazards as they were judged."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from inspector.domain.equipment import TestValue
from inspector.domain.events import Event
from inspector.domain.hazard import Hazard
from inspector.domain.hazard_noun import hazard_noun
from inspector.domain.merge import fold
from inspector.domain.visit import VisitSummary
from inspector.problems import Problem
from inspector.services.workspace import Workspace

Known = Mapping[tuple[str, str], tuple[TestValue, ...]]


def visit_before(workspace: Workspace, summary: VisitSummary) -> VisitSummary | None:
    """The signed visit of the customer before this one."""
    if summary.signed_at is None:
        return None
    others = workspace.db.visits.of_customer(summary.customer)
    earlier = (one for one in others if one.signed_at is not None and one.signed_at < summary.signed_at)
    return next((one for one in earlier if one.id != summary.id), None)


def known_then(values: Known, visit: str, day: date) -> dict[tuple[str, str], tuple[TestValue, ...]]:
    """The values that were known when the visit was signed, without its own."""
    return {
        key: tuple(one for one in series if one.visit != visit and one.tested_on <= day)
        for key, series in values.items()
    }


def hazards_then(workspace: Workspace, body: Mapping[str, Any]) -> dict[str, Hazard]:
    """The hazards that the visit judged, each as the inspector had it on the screen."""
    found: dict[str, Hazard] = {}
    for item in body.get("old_hazards") or ():
        key = str(item["hazard"])
        hazard = _hazard(workspace, key, item.get("heads"))
        if hazard is not None:
            found[key] = hazard
    return dict(sorted(found.items(), key=lambda one: (one[1].grade.rank, one[1].deadline, one[1].number)))


def _hazard(workspace: Workspace, key: str, heads: object) -> Hazard | None:
    try:
        now = workspace.db.hazards.get(key)
    except Problem:
        return None  # its records have not arrived here
    if not isinstance(heads, list) or not heads:
        return now
    seen = _seen(workspace.db.frames.events_of(key), map(str, heads))
    try:
        then = hazard_noun(state := fold(seen), {name: one.value() for name, one in state.fields.items()})
    except (Problem, KeyError, ValueError, TypeError):
        return now
    return replace(then, supervision=now.supervision)


def _seen(events: Iterable[Event], heads: Iterable[str]) -> list[Event]:
    """The events that these heads have behind them, themselves included."""
    known = {event.id: event for event in events}
    wanted, waiting = set[str](), list(heads)
    while waiting:
        one = waiting.pop()
        if one in known and one not in wanted:
            wanted.add(one)
            waiting += known[one].par
    return [event for event in known.values() if event.id in wanted]
