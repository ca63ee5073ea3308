"""Planned visits merge like everything else: in any order, and nothing that began is hidden."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.events import Event
from inspector.domain.merge import fold
from inspector.domain.person import Person, Role
from inspector.domain.plan import (
    BEGUN,
    CANCELLED,
    CHANGED,
    KIND,
    MADE,
    SEEN,
    Plan,
    PlanStatus,
    begun_of,
    entity_of,
    may_plan,
    readable,
    status_of,
    visit_of,
)
from inspector.domain.visit import VisitKind

ENTITY = entity_of("v")
FIELDS = {"customer": "c", "kind": "periodic", "inspectors": ["a", "b"], "planned_on": "2030-05-06"}


def event(name: str, kind: str, par: Sequence[str], user: str = "a", **body: Any) -> Event:
    return Event(name, ENTITY, KIND, kind, tuple(par), body, user=user, at="2030-05-01T08:00:00+08:00")


def status(events: Sequence[Event]) -> PlanStatus:
    state = fold(events)
    cancelled = bool(state.fields["cancelled"].value()) if "cancelled" in state.fields else False
    return status_of(
        Plan("v", "c", VisitKind.PERIODIC, ("a", "b"), cancelled=cancelled), begun_of(state), state.changes
    )


MADE_ONE = event("0", MADE, (), fields=FIELDS)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """A plan, changed, cancelled and begun by people who saw some of what was before."""
    events = [MADE_ONE]
    for number in range(1, draw(st.integers(1, 8))):
        seen = draw(st.lists(st.sampled_from([one.id for one in events]), min_size=1, unique=True))
        kind = draw(st.sampled_from((CHANGED, CANCELLED, BEGUN)))
        body: dict[str, Any] = {"visit": f"v{number}"}
        if kind == CHANGED:
            body = {"fields": draw(st.sampled_from(({"planned_on": "2030-05-07"}, {"at": "09:30"}, {"at": "10:00"})))}
        elif kind == CANCELLED:
            known = [str(one.body["visit"]) for one in events if one.type == BEGUN and one.id in seen]
            body = {"fields": {"cancelled": True}, SEEN: known}
        events.append(event(str(number), kind, seen, **body))
    return events


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing(events: list[Event], chance: Any) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    first, second = fold(events), fold(shuffled)
    assert first.fields == second.fields
    assert {one.visit for one in begun_of(first)} == {one.visit for one in begun_of(second)}
    assert status(events) is status(shuffled)


@given(histories())
def test_every_visit_that_began_is_known(events: list[Event]) -> None:
    assert {one.visit for one in begun_of(fold(events))} == {
        str(one.body["visit"]) for one in events if one.type == BEGUN
    }


def test_two_who_began_apart_are_both_there() -> None:
    events = [MADE_ONE, event("1", BEGUN, ("0",), "a", visit="v"), event("2", BEGUN, ("0",), "b", visit="w")]
    assert [one.person for one in begun_of(fold(events))] == ["a", "b"]
    assert status(events) is PlanStatus.BEGUN


def test_what_began_apart_from_its_cancelling_is_not_hidden() -> None:
    apart = [MADE_ONE, event("1", BEGUN, ("0",), visit="v"), event("2", CANCELLED, ("0",), fields={"cancelled": True})]
    assert status(apart) is PlanStatus.BEGUN
    told = event("2", CANCELLED, ("1",), fields={"cancelled": True}, begun=["v"])
    assert status([*apart[:2], told]) is PlanStatus.CANCELLED
    assert status([MADE_ONE, apart[2]]) is PlanStatus.CANCELLED
    assert status([MADE_ONE]) is PlanStatus.PLANNED


def test_a_day_changed_apart_is_a_conflict_and_other_fields_merge() -> None:
    events = [
        MADE_ONE,
        event("1", CHANGED, ("0",), fields={"planned_on": "2030-05-07", "at": "09:30"}),
        event("2", CHANGED, ("0",), fields={"planned_on": "2030-05-08"}),
    ]
    assert fold(events).conflicted == ("planned_on",)


@pytest.mark.parametrize(
    ("roles", "team", "inspectors", "may"),
    [
        ((Role.LEAD,), "", ("x", "y"), True),
        ((Role.INSPECTOR,), "one", ("p", "x"), True),
        ((Role.INSPECTOR,), "one", ("mate", "x"), True),
        ((Role.INSPECTOR,), "one", ("x", "y"), False),
        ((Role.INSPECTOR,), "", ("unknown", "y"), False),
        ((Role.ADMINISTRATOR, Role.REVIEWER), "one", ("p", "mate"), False),
    ],
)
def test_who_may_plan(roles: tuple[Role, ...], team: str, inspectors: tuple[str, ...], *, may: bool) -> None:
    teams = {"mate": "one", "x": "two", "y": "two"}
    assert may_plan(Person("p", "p", "P", team, roles), inspectors, teams) is may
    assert not may_plan(Person("p", "p", "P", team, roles, active=False), inspectors, teams)


@pytest.mark.parametrize(
    ("fields", "whole", "reads"),
    [
        (FIELDS, True, True),
        ({"planned_on": "soon"}, False, False),
        ({"at": "9"}, False, False),
        ({"at": "09:30"}, False, True),
        ({"at": "09:30"}, True, False),
        ({"inspectors": "a"}, False, False),
        ({"kind": "Party!"}, False, False),
        ({"kind": "of_a_newer_program"}, False, True),
        ({"newer": {"field": 1}}, False, True),
        ({"cancelled": "yes"}, False, False),
    ],
)
def test_what_can_be_read(fields: dict[str, Any], *, whole: bool, reads: bool) -> None:
    assert readable(fields, whole=whole) is reads


def test_a_plan_is_another_thing_than_its_visit() -> None:
    assert visit_of(entity_of("v")) == "v"
    assert entity_of("v") != "v"
