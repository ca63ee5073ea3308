"""Rows that hang on a factory value, a tariff, an event or a local rule: expectations by hand from the notes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector.criteria import Packs, judge, overdue
from inspector.criteria.confirmed import Decisions, RowDecision, decided
from inspector.criteria.cycles import CONTINUITY, DGA, DISCHARGE, INFRARED
from inspector.criteria.dga import GateLimits, Sample, gate, read_sample
from inspector.criteria.model import JudgeRequest
from inspector.domain.equipment import EquipmentKind
from inspector.domain.verdict import Confidence, Verdict
from inspector.i18n import Translator
from tests.unit.criteria.cases import ON, judged, missing, shipped, told

PASS, FAIL, ATTENTION = Verdict.PASS, Verdict.FAIL, Verdict.ATTENTION
NEW = {"kind": "transformer_oil", "service": "acceptance"}
OIL = EquipmentKind.TRANSFORMER_OIL


@pytest.mark.parametrize(
    ("measured", "at_c", "factory", "factory_c", "verdict"),
    [
        (1400.0, 20.0, 2000.0, 20.0, PASS),
        (1399.0, 20.0, 2000.0, 20.0, FAIL),
        (934.0, 30.0, 2000.0, 20.0, PASS),  # 934 at 30 °C is 1401 at 20 °C
        (932.0, 30.0, 2000.0, 20.0, FAIL),
        (2100.0, 10.0, 2000.0, 20.0, PASS),
        (2099.0, 10.0, 2000.0, 20.0, FAIL),
    ],
)
def test_a_new_unit_keeps_70_percent_of_its_factory_value(
    measured: float, at_c: float, factory: float, factory_c: float, verdict: Verdict
) -> None:
    found = judged("insulation_factory_share", measured, at_c, factory, factory_c, facts=NEW)
    assert (found.verdict, found.standard) == (verdict, "GB 50150")
    assert found.formula is not None
    assert "1.5^" in found.formula.render(Translator("en"))


def test_a_factory_value_without_its_temperature_judges_nothing() -> None:
    assert judged("insulation_factory_share", 2000.0, 20.0, 2000.0, facts=NEW).verdict is Verdict.UNDETERMINED
    assert judged("insulation_factory_share", 2000.0, 20.0, 2000.0, 900.0, facts=NEW).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("power_factor", "percent", "verdict"),
    [
        (1.0, -0.75, PASS),
        (0.95, -0.75, PASS),
        (0.94, -0.60, PASS),
        (0.91, -0.15, PASS),
        (0.90, 0.0, PASS),
        (0.89, 0.5, ATTENTION),
        (0.80, 5.0, ATTENTION),
        (0.70, 10.0, ATTENTION),
        (0.69, 11.0, ATTENTION),
        (0.65, 15.0, ATTENTION),
        (0.64, 17.0, ATTENTION),
        (0.63, 19.0, ATTENTION),
        (0.8949, 0.5, ATTENTION),
        (0.8951, 0.0, PASS),
    ],
)
def test_surcharge_of_the_power_factor(power_factor: float, percent: float, verdict: Verdict) -> None:
    found = judged("power_factor_surcharge", power_factor, facts={"power_factor_class": "0.9"})
    assert found.verdict is verdict
    assert found.value == pytest.approx(percent)


def test_no_surcharge_is_worked_out_for_other_classes() -> None:
    found = judged("power_factor_surcharge", 0.8, facts={"power_factor_class": "0.85"})
    assert found.verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("tariff", "kva", "verdict"),
    [
        ("single", "314", PASS),
        ("single", "315", FAIL),
        ("two_part", "315", PASS),
        ("two_part", "100", PASS),
        ("two_part", "99", FAIL),
    ],
)
def test_the_tariff_fits_the_capacity(tariff: str, kva: str, verdict: Verdict) -> None:
    assert judged("tariff_capacity", facts={"tariff": tariff, "total_kva": kva}).verdict is verdict


def test_the_tariff_is_asked_for() -> None:
    assert missing(judged("tariff_capacity", facts={"total_kva": "315"})) == ["tariff of the customer"]


def test_an_arrester_of_several_columns_is_held_to_its_makers_value() -> None:
    facts = {"kind": "arrester", "service": "in", "arrester_columns": "multi"}
    assert missing(judged("arrester_leakage", 80.0, facts=facts)) == ["maker's leakage at 0.75 U1mA (µA)"]
    assert judged("arrester_leakage", 80.0, facts={**facts, "leakage_factory_ua": "100"}).verdict is PASS
    assert judged("arrester_leakage", 101.0, facts={**facts, "leakage_factory_ua": "100"}).verdict is ATTENTION
    unknown = judged("arrester_leakage", 80.0, facts={"kind": "arrester", "service": "in"})
    assert "columns of the arrester" in missing(unknown)


def test_a_local_rule_counts_only_where_it_was_chosen() -> None:
    facts = {"kind": "site", "service": "in", "importance": "level_1"}
    assert judged("emergency_check_age", 9.0, facts=facts).verdict is Verdict.NOT_APPLICABLE
    chosen = decided(shipped(), Decisions({"emergency-check-level-1": RowDecision(enabled=True)}))
    request = JudgeRequest("emergency_check_age", (3.0,), facts, None, ON)
    assert judge(chosen, request).verdict is PASS
    found = judge(chosen, replace(request, inputs=(3.1,)))
    assert found.verdict is FAIL
    assert "local rule" in told(found)


def test_a_single_reading_of_the_humidity_never_fails() -> None:
    found = judged("room_humidity", 99.0, facts={"kind": "site", "service": "in"})
    assert found.verdict is ATTENTION
    assert "mean of 24 hours" in told(found)


@pytest.mark.parametrize("row", ["room-temperature", "room-humidity", "xlpe-conductor", "oil-alarm-natural"])
def test_standards_that_only_memory_names_may_not_fail(row: str) -> None:
    found = next(one.row for one in shipped().compiled() if one.row.id == row)
    assert found.source.confidence is Confidence.MEMORY


@pytest.mark.parametrize(
    ("use", "kv", "quantity", "figure"),
    [
        ("ct", "110", "it_gas_h2", 300.0),
        ("ct", "330", "it_gas_h2", 150.0),
        ("ct", "220", "it_gas_c2h2", 2.0),
        ("ct", "330", "it_gas_c2h2", 1.0),
        ("ct", "110", "it_hydrocarbons", 100.0),
        ("vt", "110", "it_gas_h2", 150.0),
        ("vt", "110", "it_gas_c2h2", 3.0),
        ("vt", "500", "it_gas_c2h2", 2.0),
        ("vt", "500", "it_hydrocarbons", 100.0),
    ],
)
def test_gases_of_instrument_transformers(use: str, kv: str, quantity: str, figure: float) -> None:
    facts = {"kind": "instrument_transformer", "service": "in", "transformer_use": use, "nominal_kv": kv}
    assert judged(quantity, figure, facts=facts).verdict is PASS
    found = judged(quantity, figure + 0.1, facts=facts)
    assert (found.verdict, found.basis) == (ATTENTION, "DL/T 722-2014 9.3.1")


# cycles from an event ------------------------------------------------------------------------------------------------

START = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("last", "on", "verdict"),
    [
        (-3, 0, PASS),
        (-3, 1, PASS),
        (-3, 2, FAIL),
        (1, 4, PASS),
        (1, 5, FAIL),
        (4, 10, PASS),
        (4, 11, FAIL),
        (10, 30, PASS),
        (10, 31, FAIL),
        (30, 200, PASS),
    ],
)
def test_gases_after_maintenance_on_days_1_4_10_and_30(last: int, on: int, verdict: Verdict) -> None:
    facts = {"nominal_kv": "110", "energised_on": "2010-01-01", "overhauled_on": START.isoformat()}
    found = overdue(shipped(), OIL, START + timedelta(days=last), START + timedelta(days=on), facts, DGA)
    assert found.verdict is verdict
    assert found.basis == "DL/T 596-2021 6.1"


def test_a_new_unit_is_sampled_alike_but_from_memory() -> None:
    facts = {"nominal_kv": "110", "energised_on": START.isoformat()}
    found = overdue(shipped(), OIL, START + timedelta(days=1), START + timedelta(days=5), facts, DGA)
    assert (found.verdict, found.row) == (ATTENTION, "dlt596-cycle-dga-new")
    small = overdue(shipped(), OIL, START, START + timedelta(days=5), {**facts, "nominal_kv": "35"}, DGA)
    assert (small.verdict, small.row) == (PASS, "dlt596-cycle-dga")


def test_an_unknown_first_day_never_passes_and_hides_no_failure() -> None:
    facts = {"nominal_kv": "110"}
    early = overdue(shipped(), OIL, START, START + timedelta(days=90), facts, DGA)
    assert (early.verdict, missing(early)) == (Verdict.UNDETERMINED, ["first day in service"])
    assert overdue(shipped(), OIL, START, START + timedelta(days=400), facts, DGA).verdict is FAIL


@pytest.mark.parametrize(
    ("kind", "test", "facts", "months"),
    [
        (OIL, INFRARED, {"nominal_kv": "10"}, 6),
        (OIL, INFRARED, {"nominal_kv": "220"}, 3),
        (EquipmentKind.EARTHING, CONTINUITY, {}, 36),
        (EquipmentKind.SWITCHGEAR, DISCHARGE, {"nominal_kv": "10", "construction": "withdrawable"}, 12),
    ],
)
def test_other_cycles(kind: EquipmentKind, test: str, facts: dict[str, str], months: int) -> None:
    last = date(2020, 1, 15)
    year, month = divmod(last.month - 1 + months, 12)
    due = date(last.year + year, month + 1, 15)
    assert overdue(shipped(), kind, last, due, facts, test).verdict is PASS
    assert overdue(shipped(), kind, last, due + timedelta(days=1), facts, test).verdict in (FAIL, ATTENTION)


# the gas gate is what the packs say ----------------------------------------------------------------------------------


def opened(packs: Packs, told: Sample) -> tuple[str, ...]:
    return gate(told, GateLimits(packs)).exceeded


def test_the_gate_looks_at_no_row_that_is_switched_off() -> None:
    sample = read_sample({"h2": 200, "ch4": 10, "c2h6": 10, "c2h4": 10, "c2h2": 0, "voltage_kv": 110})
    assert opened(shipped(), sample) == ("h2",)
    assert opened(decided(shipped(), Decisions({"dlt722-h2": RowDecision(enabled=False)})), sample) == ()


def test_rates_are_rows_of_the_pack_too() -> None:
    before = {"gases": {"h2": 10, "ch4": 10, "c2h6": 10, "c2h4": 10, "c2h2": 0}, "days": 10}
    told = {"h2": 21, "ch4": 10, "c2h6": 10, "c2h4": 10, "c2h2": 0, "oil_t": 8.9, "sealed": True, "previous": before}
    assert opened(shipped(), read_sample(told)) == ("rate_h2",)
    off = decided(shipped(), Decisions({"dlt722-rate-h2-sealed": RowDecision(enabled=False)}))
    assert opened(off, read_sample(told)) == ()
