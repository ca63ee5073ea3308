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
from tests.unit.criteria.cases import ON, judged, missing, past, shipped, told

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


@pytest.mark.parametrize(
    ("standard", "power_factor", "percent"),
    [
        *(("0.85", 0.85, 0.0), ("0.85", 0.84, 0.5), ("0.85", 0.65, 10.0), ("0.85", 0.64, 11.0), ("0.85", 0.60, 15.0)),
        *(("0.85", 0.59, 17.0), ("0.85", 0.58, 19.0), ("0.85", 0.86, -0.1), ("0.85", 0.90, -0.5)),
        *(("0.85", 0.91, -0.65), ("0.85", 0.92, -0.80), ("0.85", 0.93, -0.95), ("0.85", 0.94, -1.1)),
        *(("0.85", 1.0, -1.1), ("0.8", 0.80, 0.0), ("0.8", 0.79, 0.5), ("0.8", 0.60, 10.0), ("0.8", 0.59, 11.0)),
        *(("0.8", 0.55, 15.0), ("0.8", 0.54, 17.0), ("0.8", 0.81, -0.1), ("0.8", 0.90, -1.0), ("0.8", 0.91, -1.15)),
        *(("0.8", 0.92, -1.3), ("0.8", 1.0, -1.3)),
    ],
)
def test_surcharge_by_the_other_standards(standard: str, power_factor: float, percent: float) -> None:
    found = judged("power_factor_surcharge", power_factor, facts={"power_factor_class": standard})
    assert found.value == pytest.approx(percent)
    assert found.verdict is (ATTENTION if percent > 0 else PASS)


@pytest.mark.parametrize("facts", [{}, {"power_factor_class": "0.87"}, {"tariff_user": "resale"}])
def test_no_surcharge_without_a_standard_that_has_a_table(facts: dict[str, str]) -> None:
    found = judged("power_factor_surcharge", 0.8, facts=facts)
    assert found.verdict is Verdict.UNDETERMINED
    assert [part.text for part in found.missing] == ["power-factor standard of the customer's tariff class"]


@pytest.mark.parametrize(
    ("recorded", "kva", "verdict"), [("0.9", "161", PASS), ("0.85", "161", ATTENTION), ("0.85", "160", PASS)]
)
def test_the_recorded_standard_has_to_fit_the_kind_of_user(recorded: str, kva: str, verdict: Verdict) -> None:
    facts = {"tariff_user": "industrial_hv", "total_kva": kva}
    assert judged("power_factor_class_gap", facts={**facts, "power_factor_class": recorded}).verdict is verdict
    assert judged("power_factor_class_gap", facts=facts).verdict is Verdict.UNDETERMINED


def test_acetylene_that_appears_on_line_draws_attention_however_little() -> None:
    facts = {"kind": "transformer_oil", "voltage_kv": "110"}
    assert judged("online_c2h2_new", 0.1, 0.0, facts=facts).verdict is ATTENTION
    assert judged("online_c2h2_new", 0.2, 0.1, facts=facts).verdict is PASS
    assert judged("online_c2h2_new", 0.0, 0.0, facts=facts).verdict is PASS


def test_growth_in_percent_counts_from_30_on() -> None:
    facts = {"kind": "transformer_oil", "voltage_kv": "110"}
    assert judged("online_thc_week_share", 30.0, 20.0, facts=facts).verdict is ATTENTION
    assert judged("online_thc_week_share", 29.9, 15.0, facts=facts).verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(("explained", "verdict"), [("1", Verdict.NOT_APPLICABLE), ("0", FAIL), ("", FAIL)])
def test_an_unbalance_that_the_maker_explained_is_judged_by_its_change(explained: str, verdict: Verdict) -> None:
    found = judged("dc_unbalance_hv", 1.0, 1.0, 1.05, factory_unbalance=explained)
    assert found.verdict is verdict
    history = (past("dc_resistance_hv", 1.0, 20.0),)
    change = judged("dc_resistance_hv", 1.05, at_c=20.0, history=history, factory_unbalance=explained)
    assert change.verdict is FAIL


@pytest.mark.parametrize(("value", "at_c", "verdict"), [(1.95, 30.0, PASS), (1.96, 30.0, ATTENTION), (1.5, 20.0, PASS)])
def test_a_dissipation_factor_is_judged_at_20_degrees(value: float, at_c: float, verdict: Verdict) -> None:
    """1.95 % at 30 °C is 1.5 % at 20 °C: 1.3 times less for 10 K."""
    assert judged("winding_tan_delta", value, at_c=at_c).verdict is verdict


def test_a_dissipation_factor_without_its_temperature_is_not_judged() -> None:
    found = judged("winding_tan_delta", 0.5)
    assert found.verdict is Verdict.UNDETERMINED
    assert [part.text for part in found.missing] == ["the temperature of this measurement"]


def test_dissipation_factors_are_compared_at_one_temperature() -> None:
    before = past("winding_tan_delta", 0.5, 20.0)
    grown = judged("winding_tan_delta", 0.85, at_c=30.0, history=(before,))
    assert grown.verdict is ATTENTION
    assert grown.converted == pytest.approx(0.85 / 1.3)
    assert judged("winding_tan_delta", 0.84, at_c=30.0, history=(before,)).verdict is PASS
    unknown = past("winding_tan_delta", 0.1)
    assert judged("winding_tan_delta", 0.5, at_c=20.0, history=(unknown,)).verdict is PASS


@pytest.mark.parametrize(
    ("facts", "people", "verdict"),
    [
        ({"nominal_kv": "10", "total_kva": "500", "manning": "unstaffed"}, 0, Verdict.NOT_APPLICABLE),
        ({"nominal_kv": "10", "total_kva": "630", "manning": "unstaffed"}, 0, FAIL),
        ({"nominal_kv": "10", "total_kva": "630", "manning": "remote"}, 0, Verdict.NOT_APPLICABLE),
        ({"nominal_kv": "10", "total_kva": "630"}, 2, Verdict.UNDETERMINED),
        ({"nominal_kv": "10", "manning": "staffed"}, 2, Verdict.UNDETERMINED),
    ],
)
def test_who_has_to_be_on_duty(facts: dict[str, str], people: int, verdict: Verdict) -> None:
    assert judged("staff_per_shift", people, facts={"kind": "site", **facts}).verdict is verdict


@pytest.mark.parametrize(
    ("facts", "months"),
    [
        ({"plant_side": "1", "capacity_kva": "120000", "nominal_kv": "35"}, 6),
        ({"plant_side": "1", "capacity_kva": "8000", "nominal_kv": "35"}, 12),
        ({"capacity_kva": "120000", "nominal_kv": "35"}, 12),
    ],
)
def test_gases_of_a_power_plant_by_its_size(facts: dict[str, str], months: int) -> None:
    last = date(2020, 1, 15)
    due = date(2020, 7, 15) if months == 6 else date(2021, 1, 15)
    assert overdue(shipped(), OIL, last, due, facts, DGA).verdict is PASS
    assert overdue(shipped(), OIL, last, due + timedelta(days=1), facts, DGA).verdict is FAIL
    small = {"plant_side": "1", "capacity_kva": "7999", "nominal_kv": "35"}
    assert overdue(shipped(), OIL, last, due, small, DGA).verdict is Verdict.UNDETERMINED


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
