"""What cannot be read counts as not said: the last good value stays, nothing freezes, nobody has to decide."""

from typing import Any

import pytest
from hypothesis import given, settings

from inspector.domain.customer import Customer
from inspector.domain.events import Event
from inspector.domain.fields import from_fields, to_fields
from inspector.domain.merge import fold, fold_any
from inspector.domain.said import broken, said, unreadable
from tests.unit.domain.odd import odd_records

GOOD = {"account": "1", "name": "Mill", "scope": "north", "cycle_months": 12, "contacts": [{"name": "Wu"}]}


def event(identity: str, *par: str, kind: str = "customer", type_: str = "customer_changed", **body: Any) -> Event:
    return Event(identity, "t", kind, type_, par, body, user="ann")


def values(*events: Event) -> dict[str, Any]:
    state = fold(events)
    assert state == fold_any(events)
    assert state.conflicted == ()
    return {name: heads.value() for name, heads in state.fields.items()}


@pytest.mark.parametrize(
    "odd",
    [
        {"contacts": 5},
        {"electricians": [{"name": 1}]},
        {"portrait": "x"},
        {"cycle_months": 100_000},
        {"cycle_months": 0},
        {"cycle_months": True},
        {"voltage_kv": "ten"},
        {"supply_sources": 10**30},
        {"importance": ["special"]},
        {"name": None},
    ],
)
def test_a_field_that_cannot_be_read_leaves_the_last_good_value(odd: dict[str, Any]) -> None:
    made = event("a", type_="customer_registered", fields=GOOD)
    bad = event("b", "a", fields={**odd, "phone": "110", "of a newer program": [1]})
    found = values(made, bad)
    assert found == {**GOOD, "phone": "110", "of a newer program": [1]}
    assert from_fields(Customer, found, id="t").phone == "110"
    later = event("c", "b", fields={"contact": "ZZ"})
    assert values(made, bad, later)["contact"] == "ZZ"
    apart = event("d", "a", fields=dict.fromkeys(odd, GOOD.get(next(iter(odd)))))
    assert not set(fold([made, bad, apart]).conflicted) & set(odd)


@pytest.mark.parametrize(
    ("kind", "fields", "cannot", "nobody"),
    [
        ("customer", {"importance": "of_2031"}, {"importance"}, set()),
        ("customer", {"importance": "Of 2031!", "phone": 5}, {"importance", "phone"}, {"importance", "phone"}),
        ("person", {"roles": ["lead", "auditor"], "team": "east"}, {"roles"}, set()),
        ("person", {"roles": [["lead"]]}, {"roles"}, {"roles"}),
        ("hazard", {"grade": "of-2031", "deadline": "soon"}, {"grade", "deadline"}, {"deadline"}),
        ("equipment", {"kind": "x" * 41}, {"kind"}, {"kind"}),
    ],
)
def test_a_word_that_a_newer_version_may_know_is_not_broken(
    kind: str, fields: dict[str, Any], cannot: set[str], nobody: set[str]
) -> None:
    assert unreadable(kind, fields) == cannot
    assert broken(kind, fields) == nobody


def test_what_the_program_itself_writes_can_be_read() -> None:
    customer = from_fields(Customer, GOOD, id="t")
    assert unreadable("customer", to_fields(customer)) == frozenset()
    empty: dict[str, Any] = {
        "deadline": "2026-11-20",
        "found_on": "2026-11-19",
        "grade": "general",
        "equipment": None,
        "photos": [],
    }
    assert unreadable("hazard", {**empty, "place": None, "found_by": None}) == frozenset()
    assert unreadable("hazard", {"deadline": "", "grade": "awful", "photos": 5, "place": [1]}) == {
        "deadline", "grade", "photos", "place"
    }  # fmt: skip
    assert unreadable("plan", {"at": "25:00", "kind": "no kind"}) == {"at", "kind"}


@settings(max_examples=300, deadline=None)
@given(odd_records(("customer", "equipment", "person", "plan", "hazard", "setting")))
def test_what_is_left_is_said_and_nothing_raises(record: tuple[str, str, dict[str, Any]]) -> None:
    kind, type_, body = record
    odd = Event("a", "t", kind, type_, (), body, user="ann")
    told: Any = body.get("fields")
    assert all(told[name] is value for name, value in said(odd).items())
    assert unreadable(kind, said(odd)) == frozenset()
    assert fold([odd]) == fold_any([odd])


@pytest.mark.parametrize(
    ("kind", "type_", "body", "stands"),
    [
        ("setting", "settings_changed", {"roles": ["lead"]}, True),
        ("setting", "settings_changed", {"roles": ["inspector", "administrator"]}, True),
        ("setting", "settings_changed", {"roles": ["inspector", "reviewer"]}, False),
        ("setting", "settings_changed", {"roles": "lead"}, False),
        ("setting", "settings_changed", {"roles": ["inspector", "alone"]}, True),
        ("setting", "settings_changed", {}, True),
        ("criterion", "criterion_decided", {"roles": ["inspector"]}, False),
        ("criterion", "criterion_decided", {}, True),
        ("form", "form_changed", {"roles": []}, False),
    ],
)
def test_what_a_company_decides_needs_somebody_who_may(
    kind: str, type_: str, body: dict[str, Any], stands: bool
) -> None:
    first = event("a", kind=kind, type_=type_, roles=["lead"], fields={"company": "Old"})
    forged = event("b", "a", kind=kind, type_=type_, fields={"company": "FORGED"}, **body)
    state = fold([first, forged])
    assert state == fold_any([first, forged])
    assert state.fields["company"].value() == ("FORGED" if stands else "Old")
    assert state.ineffective == (() if stands else ("b",))
    assert [one.id for one in state.changes] == (["a", "b"] if stands else ["a"])
