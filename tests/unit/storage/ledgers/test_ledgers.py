"""Registers, ledgers, measurements: the queries lists and prints are made of."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.ledger import supervision_reasons
from inspector.domain.visit import VisitKind
from inspector.problems import Problem
from inspector.storage import Database, HazardFilter, NewEvent, Store, VisitFilter
from inspector.storage.ledgers.hazard_filter import Span
from tests.unit.storage.stories import (
    TODAY,
    act,
    add_customer,
    add_equipment,
    add_hazard,
    add_person,
    add_visit,
    append,
    close,
)


def numbers(store: Store, chosen: HazardFilter, *sort: str) -> list[str]:
    rows = store.call(lambda db: db.hazards.page(chosen, today=TODAY, sort=sort or ("number",)))
    assert store.call(lambda db: db.hazards.count(chosen, today=TODAY)) == len(rows)
    return [row.hazard.number for row in rows]


def test_registers_answer_by_id_account_login_and_customer(store: Store) -> None:
    mill, port = add_customer(store), add_customer(store, "0002", "Port")
    second, first = add_equipment(store, mill, "T2", 2), add_equipment(store, mill, "T1", 1)
    ann = add_person(store, "ann", "Ann")
    assert [c.name for c in store.call(lambda db: db.registers.customers())] == ["Mill", "Port"]
    assert [e.id for e in store.call(lambda db: db.registers.equipment_of(mill))] == [first, second]
    assert store.call(lambda db: db.registers.equipment(first)).name == "T1"
    assert store.call(lambda db: db.registers.equipment_of(port)) == ()
    by_login = store.call(lambda db: db.registers.person_by_login("ann"))
    assert by_login is not None
    assert (by_login.id, by_login.has_pin) == (ann, False)
    store.call(lambda db: db.credentials.put_pin(ann, "1234"))
    assert store.call(lambda db: db.registers.person(ann)).has_pin
    found = store.call(lambda db: db.registers.customer_by_account("0002"))
    assert found is not None
    assert found.id == port
    for ask in ("customer", "equipment", "person"):
        with pytest.raises(Problem, match="record_missing"):
            store.call(lambda db, ask=ask: getattr(db.registers, ask)("nobody"))  # type: ignore[misc]


def test_the_course_of_a_hazard_shows_in_its_row(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    act(store, hazard, "notice_served")
    act(store, hazard, "hazard_changed", fields={"grade": "serious", "deadline": "2026-03-08"})
    shown = store.call(lambda db: db.hazards.get(hazard, today=TODAY))
    assert (shown.notice_served, shown.grade, shown.supervision) == (True, Grade.SERIOUS, ("grade", "overdue"))
    close(store, hazard)
    shown = store.call(lambda db: db.hazards.get(hazard, today=TODAY))
    assert (shown.status, shown.closed_on, shown.supervision) == (HazardStatus.CLOSED, TODAY, ())
    act(store, hazard, "hazard_reopened")
    shown = store.call(lambda db: db.hazards.get(hazard, today=TODAY))
    assert (shown.status, shown.supervision) == (HazardStatus.OPEN, ("grade", "overdue", "recurrent"))
    assert [e.type for e in store.call(lambda db: db.hazards.history(hazard))][-1] == "hazard_reopened"


def test_filters_of_the_rectification_ledger(store: Store) -> None:
    mill, port = add_customer(store), add_customer(store, "0002", "Port 100%")
    add_hazard(store, mill, "H-1", grade="critical")
    add_hazard(store, mill, "H-2", deadline="2026-03-01", found_on="2026-02-01")
    closed = add_hazard(store, port, "H-3", place="roof", found_on="2026-01-15")
    close(store, closed)
    served = add_hazard(store, port, "H-4", grade="serious")
    act(store, served, "notice_served")
    act(store, served, "rectification_submitted")
    assert numbers(store, HazardFilter()) == ["H-1", "H-2", "H-3", "H-4"]
    assert numbers(store, HazardFilter(), "-number") == ["H-4", "H-3", "H-2", "H-1"]
    assert numbers(store, HazardFilter(unclosed=True), "grade", "deadline") == ["H-1", "H-4", "H-2"]
    assert numbers(store, HazardFilter(unclosed=False)) == ["H-3"]
    assert numbers(store, HazardFilter(overdue=True)) == ["H-2"]
    assert numbers(store, HazardFilter(customers=(port,))) == ["H-3", "H-4"]
    assert numbers(store, HazardFilter(statuses=("in_review", "closed"))) == ["H-3", "H-4"]
    assert numbers(store, HazardFilter(grades=(Grade.CRITICAL, Grade.SERIOUS))) == ["H-1", "H-4"]
    assert numbers(store, HazardFilter(notice_served=True)) == ["H-4"]
    assert numbers(store, HazardFilter(found=(Span(date(2026, 2, 1), date(2026, 2, 28)),))) == ["H-2"]
    assert numbers(store, HazardFilter(due=(Span(None, date(2026, 3, 10)),))) == ["H-2"]
    assert numbers(store, HazardFilter(text="roof")) == ["H-3"]
    assert numbers(store, HazardFilter(text="100%")) == ["H-3", "H-4"]
    assert numbers(store, HazardFilter(text="1_0")) == []
    assert numbers(store, HazardFilter(text="0002", unclosed=True)) == ["H-4"]
    assert numbers(store, HazardFilter(supervised=True)) == ["H-1", "H-2", "H-4"]
    page = store.call(lambda db: db.hazards.page(HazardFilter(), today=TODAY, sort=("number",), offset=1, limit=2))
    assert [row.hazard.number for row in page] == ["H-2", "H-3"]
    assert (page[0].account, page[0].customer_name, page[0].overdue_days) == ("0001", "Mill", 9)
    assert [h.number for h in store.call(lambda db: db.hazards.of_customer(port, unclosed_only=True))] == ["H-4"]
    assert len(store.call(lambda db: db.hazards.of_customer(port))) == 2


def came_back(hazard: Hazard, others: Iterable[Hazard]) -> bool:
    """The same trouble was found before and was closed by the day this one was found (all within two cycles)."""

    def trouble(one: Hazard) -> tuple[str, ...]:
        return (one.customer, one.criterion) if one.criterion else (one.customer, "", one.place, one.description)

    earlier = [one for one in others if trouble(one) == trouble(hazard) and one.found_on < hazard.found_on]
    return any(
        one.status is HazardStatus.CLOSED and one.closed_on is not None and one.closed_on <= hazard.found_on
        for one in earlier
    )


def test_the_supervision_query_agrees_with_the_rules_of_the_domain(store: Store) -> None:
    rng = random.Random(7)
    customers = [add_customer(store, str(i), f"C{i}") for i in range(2)]
    for number in range(90):
        day = TODAY - timedelta(days=rng.randrange(60))
        extra: dict[str, str] = {"supervised": "asked by the lead"} if rng.random() < 0.1 else {}
        hazard = add_hazard(
            store,
            rng.choice(customers),
            f"H-{number:02}",
            grade=rng.choice(("critical", "general", "general", "general")),
            found_on=day.isoformat(),
            deadline=(day + timedelta(days=rng.randrange(70))).isoformat(),
            criterion=rng.choice(("a", "b", "c", "")),
            description=rng.choice(("wet", "hot")),
            **extra,
        )
        course = rng.choice(("", "", "close", "reopen", "dispute", "void"))
        if course in ("close", "reopen"):
            close(store, hazard, (day + timedelta(days=rng.randrange(20))).isoformat())
        if course == "reopen":
            act(store, hazard, "hazard_reopened")
        if course == "void":
            act(store, hazard, "hazard_voided")
        if course == "dispute":
            heads = (act(store, hazard, "rectification_submitted"),)
            act(store, hazard, "review_passed", heads)
            act(store, hazard, "review_returned", heads)

    def check(db: Database) -> int:
        rows = db.hazards.page(HazardFilter(), today=TODAY)
        every = [row.hazard for row in rows]
        expected = {}
        for hazard in every:
            events = db.hazards.history(hazard.id)
            reopened = sum(e.type == "hazard_reopened" for e in events)
            reasons = supervision_reasons(
                hazard.status,
                hazard.grade,
                hazard.deadline,
                recurrent=reopened > 0 or came_back(hazard, every),
                by_hand="supervised" in events[0].body["fields"],
                today=TODAY,
            )
            if reasons:
                expected[hazard.number] = reasons
        rows = db.hazards.page(HazardFilter(supervised=True), today=TODAY)
        found = {row.hazard.number: row.hazard.supervision for row in rows}
        assert found == expected
        assert {reason for reasons in found.values() for reason in reasons} == {
            "grade", "overdue", "recurrent", "disputed", "by_hand",
        }  # fmt: skip
        assert db.hazards.count(HazardFilter(supervised=True), today=TODAY) == len(found)
        return len(found)

    assert store.call(check) > 10


def test_recurrence_follows_when_the_earlier_hazard_closes_or_reopens(store: Store) -> None:
    customer = add_customer(store)
    old = add_hazard(store, customer, "H-1", found_on="2025-03-01")
    new = add_hazard(store, customer, "H-2")

    def reasons() -> tuple[str, ...]:
        return store.call(lambda db: db.hazards.get(new, today=TODAY)).supervision

    assert reasons() == ()
    close(store, old, "2025-05-01")
    assert reasons() == ("recurrent",)
    act(store, old, "hazard_reopened")
    assert reasons() == ()


@pytest.mark.parametrize(("closed_on", "reasons"), [("2026-02-28", True), ("2026-03-01", True), ("2026-03-02", False)])
def test_what_was_found_twice_while_it_was_open_did_not_come_back(store: Store, closed_on: str, reasons: bool) -> None:
    customer = add_customer(store)
    close(store, add_hazard(store, customer, "H-1", found_on="2025-03-01"), closed_on)
    again = add_hazard(store, customer, "H-2", found_on="2026-03-01")
    shown = store.call(lambda db: db.hazards.get(again, today=TODAY))
    assert ("recurrent" in shown.supervision) is reasons
    found = store.call(lambda db: db.recurrence.prior_on(again))
    assert found == (date(2025, 3, 1) if reasons else None)


def test_a_day_of_closing_that_another_replica_corrects_decides_anew(store: Store) -> None:
    customer = add_customer(store)
    old = add_hazard(store, customer, "H-1", found_on="2025-03-01")
    again = add_hazard(store, customer, "H-2", found_on="2026-03-01")
    submitted = (act(store, old, "rectification_submitted"),)
    act(store, old, "review_passed", submitted, on="2026-03-05")
    assert store.call(lambda db: db.recurrence.prior_on(again)) is None
    act(store, old, "review_passed", submitted, on="2026-02-05")
    assert store.call(lambda db: db.recurrence.prior_on(again)) == date(2025, 3, 1)


def test_visits_in_the_inspection_ledger_and_what_they_found_last_time(store: Store) -> None:
    mill, port = add_customer(store), add_customer(store, "0002", "Port")
    ann = add_person(store, "ann", "Ann")
    forms: list[dict[str, Any]] = [
        {"form": "infrastructure", "version": "1", "equipment": None, "answers": {"/data/a": "pass"}},
        {"form": "cable", "version": "1", "equipment": "e1", "answers": {"/data/a": "fail"}},
    ]
    add_visit(store, mill, "V-1", "2025-02-01", forms=[{**forms[0], "answers": {"/data/a": "fail"}}])
    last = add_visit(store, mill, "V-2", "2026-02-01", forms=forms, inspectors=[ann, "bob"])
    add_visit(store, port, "V-3", "2026-01-01", kind="special")
    rows = store.call(lambda db: db.visits.page(VisitFilter()))
    assert [row.number for row in rows] == ["V-2", "V-3", "V-1"]
    assert rows[0].inspector_names == ("Ann", "bob")
    assert (rows[0].account, rows[0].counts, rows[0].signed_on) == ("0001", (1, 0, 2), date(2026, 2, 1))
    for chosen, expected in (
        (VisitFilter(customers=(mill,)), 2),
        (VisitFilter(kinds=(VisitKind.SPECIAL,)), 1),
        (VisitFilter(signed=(Span(date(2026, 1, 1), date(2026, 1, 31)),)), 1),
        (VisitFilter(text="N-V-2"), 1),
    ):
        assert store.call(lambda db, c=chosen: db.visits.count(c)) == expected  # type: ignore[misc]
        assert len(store.call(lambda db, c=chosen: db.visits.page(c))) == expected  # type: ignore[misc]
    newest = store.call(lambda db: db.visits.last_of(mill))
    assert newest is not None
    assert newest.id == last
    assert store.call(lambda db: db.visits.body(last))["notice"] == "N-V-2"


def test_measurements_run_from_the_oldest_to_the_newest_over_tests_and_readings(store: Store) -> None:
    mill = add_customer(store)
    unit = add_equipment(store, mill)
    for day, value in (("2025-05-01", 900.0), ("2020-05-01", 1200.0)):
        values = [
            {
                "quantity": "insulation",
                "label": "HV",
                "value": value,
                "unit": "MΩ",
                "temperature_c": 25,
                "verdict": "pass",
            },
            {"quantity": "insulation", "label": "LV", "value": value / 2, "unit": "MΩ"},
        ]
        append(store, NewEvent(unit, "equipment", "test_recorded", {"tested_on": day, "values": values}))
    readings = [
        {"quantity": "oil_temp", "value": 61, "unit": "°C", "equipment": unit},
        {"quantity": "power_factor", "value": 0.93, "unit": "", "equipment": None},
    ]
    visit = add_visit(store, mill, "V-1", "2026-02-01", readings=readings)
    history = store.call(lambda db: db.measurements.history("insulation", equipment=unit, label="HV"))
    assert [(v.tested_on.year, v.value, v.temperature_c) for v in history] == [
        (2020, 1200.0, 25.0),
        (2025, 900.0, 25.0),
    ]
    every = store.call(lambda db: db.measurements.of_equipment(unit))
    assert {key: len(values) for key, values in every.items()} == {
        ("insulation", "HV"): 2, ("insulation", "LV"): 2, ("oil_temp", ""): 1,
    }  # fmt: skip
    assert every["oil_temp", ""][0].visit == visit
    site = store.call(lambda db: db.measurements.of_site(mill))
    assert [v.value for v in site["power_factor", ""]] == [0.93]
    assert len(store.call(lambda db: db.measurements.history("power_factor", customer=mill))) == 1
    assert len(store.call(lambda db: db.measurements.history("insulation", equipment=unit))) == 4
