"""Overdue tests, facts of customer and equipment, trends, and records that cannot be read."""

from datetime import date

import pytest

from inspector.criteria import facts_for, from_record, overdue, to_record, trend
from inspector.domain.customer import Customer, Importance
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.inspection import add_months
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from tests.unit.criteria.cases import ON, judged, past, shipped

CABLE = {"importance": "level_2"}


def test_cable_of_an_important_customer_is_due_after_a_year() -> None:
    at = overdue(shipped(), EquipmentKind.CABLE, date(2025, 6, 11), ON, CABLE)
    late = overdue(shipped(), EquipmentKind.CABLE, date(2025, 6, 10), ON, CABLE)
    assert (at.verdict, late.verdict) == (Verdict.PASS, Verdict.FAIL)
    assert late.formula is not None
    assert "2026-06-10" in late.formula.render()
    assert late.basis == "DL/T 596-1996"
    assert "1" in late.wording("en")[0]
    assert from_record(to_record(late)) == late


def test_transformer_cycle_is_practice_and_only_warns() -> None:
    late = overdue(shipped(), EquipmentKind.TRANSFORMER_OIL, date(2023, 6, 10), ON, {"voltage_kv": "10"})
    assert (late.verdict, late.limit_high, late.basis) == (Verdict.ATTENTION, 3.0, "practice")


def test_overdue_without_last_test_or_deciding_fact_is_undetermined() -> None:
    never = overdue(shipped(), EquipmentKind.SWITCHGEAR, None, ON, {})
    assert (never.verdict, never.missing[0].text) == (Verdict.UNDETERMINED, "the date of the last test")
    unknown = overdue(shipped(), EquipmentKind.CABLE, date(2026, 1, 1), ON, {})
    assert (unknown.verdict, unknown.missing[0].text) == (Verdict.UNDETERMINED, "importance class")


def test_the_next_date_of_the_record_counts_too() -> None:
    facts = {"next_due": "2026-06-10"}
    found = overdue(shipped(), EquipmentKind.SWITCHGEAR, date(2025, 6, 10), ON, facts)
    assert found.verdict is Verdict.ATTENTION
    assert "2026-06-10" in found.reasons[0].render()
    later = overdue(shipped(), EquipmentKind.SWITCHGEAR, date(2025, 6, 10), ON, {"next_due": "2026-06-11"})
    assert later.verdict is Verdict.PASS


def test_months_end_on_the_last_day_of_shorter_months() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 12, 15), 12) == date(2025, 12, 15)


def test_facts_of_equipment_and_customer() -> None:
    customer = Customer(
        "c", "1", "n", "s", voltage_kv=10.0, capacity_kva=2500.0, importance=Importance.LEVEL_2,
        power_factor_class=0.9, earthing="not_effective",
    )  # fmt: skip
    transformer = Equipment(
        "e", "c", EquipmentKind.TRANSFORMER_OIL, "T2", nameplate={"capacity_kva": "1250", "cooling": " "}
    )
    facts = facts_for(customer, transformer)
    assert facts == {
        "service": "in",
        "kind": "transformer_oil",
        "capacity_kva": "1250",
        "power_factor_class": "0.9",
        "total_kva": "2500",
        "importance": "level_2",
        "system_earthing": "not_effective",
        "metering": "hv",
    }
    assert facts_for(customer, None)["voltage_kv"] == "10"
    assert facts_for(customer, None)["kind"] == "site"


def test_trend_shows_the_last_five_oldest_first() -> None:
    history = tuple(past("oil_water", float(year), on=date(year, 1, 1)) for year in range(2019, 2026))
    found = trend(history, 30.0, ON)
    assert [value for _, value in found.points] == [2022.0, 2023.0, 2024.0, 2025.0, 30.0]
    assert (found.first, found.last, found.change) == (2019.0, 2025.0, 30.0 - 2025.0)
    assert trend((), None, ON).points == ()


def test_a_damaged_record_is_a_coded_problem() -> None:
    record = to_record(judged("oil_breakdown", 33.5))
    for damaged in ({**record, "verdict": "maybe"}, {key: record[key] for key in record if key != "value"}):
        with pytest.raises(Problem) as raised:
            from_record(damaged)
        assert raised.value.code == "record_invalid"
