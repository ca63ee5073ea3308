"""The fifteen judgements worth automating first (limits.md, section 6): every expectation is written by hand.

Of each: at, inside and outside its limit, a missing input, what excuses it, and conversions. A value between 80 and
100 % of some limits draws attention: that is practice and stands here as `ATTENTION` at the limit itself. Here tests,
windings, insulation and gases (1-8); what is in service and what is read: the two files beside this one.
"""

from datetime import date

import pytest

from inspector.criteria import Judgement, convert_unit, overdue
from inspector.domain.equipment import EquipmentKind
from inspector.domain.verdict import Verdict
from tests.unit.criteria.cases import ON, judged, missing, past, shipped, told

PASS, ATTENTION, FAIL = Verdict.PASS, Verdict.ATTENTION, Verdict.FAIL
UNSURE, NA = Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE
OIL_10 = {"kind": "transformer_oil", "service": "in", "voltage_kv": "10", "lv_voltage_kv": "0.4"}


# 1, 2: preventive tests and tool labels ------------------------------------------------------------------------------


def late(kind: EquipmentKind, last: date | None, on: date, **facts: str) -> Judgement:
    return overdue(shipped(), kind, last, on, facts)


def test_1_a_preventive_test_is_overdue_on_the_day_after_its_last_day() -> None:
    kind, facts = EquipmentKind.TRANSFORMER_OIL, {"voltage_kv": "10"}
    assert late(kind, date(2023, 6, 11), date(2026, 6, 10), **facts).verdict is PASS
    assert late(kind, date(2023, 6, 11), date(2026, 6, 11), **facts).verdict is PASS
    after = late(kind, date(2023, 6, 11), date(2026, 6, 12), **facts)
    assert (after.verdict, after.limit_high, after.basis) == (ATTENTION, 3.0, "practice")
    assert missing(late(kind, None, ON, **facts)) == ["the date of the last test"]
    unknown = late(kind, date(2023, 6, 11), ON)
    assert (unknown.verdict, missing(unknown)) == (UNSURE, ["rated voltage (kV)"])


@pytest.mark.parametrize(("tool", "months"), [("gloves", 6), ("boots", 6), ("rod", 12)])
def test_2_a_tool_label_runs_out(tool: str, months: int) -> None:
    kind, last = EquipmentKind.SAFETY_TOOLS, date(2025, 3, 15)
    due = date(2025, 9, 15) if months == 6 else date(2026, 3, 15)
    assert late(kind, last, due, safety_tool=tool).verdict is PASS
    assert late(kind, last, date(due.year, due.month, 16), safety_tool=tool).verdict is FAIL
    assert late(kind, last, date(due.year, due.month, 14), safety_tool=tool).verdict is PASS


def test_2_tools_of_unknown_type_and_contested_cycle() -> None:
    kind, last = EquipmentKind.SAFETY_TOOLS, date(2025, 3, 15)
    assert missing(late(kind, last, ON)) == ["type of tool"]
    contested = late(kind, last, date(2026, 3, 16), safety_tool="indicator")
    assert (contested.verdict, contested.limit_high) == (ATTENTION, 1.0)


# 3-6: windings and insulation ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kva", "group", "values", "verdict"),
    [
        ("1250", "Dyn11", (0.993, 1.0, 1.007), PASS),  # 1.4 of 2
        ("1250", "Dyn11", (0.99, 1.0, 1.01), ATTENTION),  # exactly 2 of 2
        ("1250", "Dyn11", (0.9899, 1.0, 1.0101), FAIL),  # 2.02 of 2
        ("1250", "Yyn0", (0.9899, 1.0, 1.0101), PASS),  # of the phases on the low side: limit 4
        ("2000", "Dyn11", (0.9949, 1.0, 1.0051), FAIL),  # 1.02 of 1
        ("2000", "YNd11", (0.9949, 1.0, 1.0051), PASS),  # 1.02 of 2
    ],
)
def test_3_unbalance_of_dc_resistance(kva: str, group: str, values: tuple[float, ...], verdict: Verdict) -> None:
    facts = {**OIL_10, "capacity_kva": kva, "vector_group": group}
    side = "lv" if group == "Yyn0" else "hv"
    assert judged(f"dc_unbalance_{side}", *values, facts=facts).verdict is verdict


def test_3_asks_for_capacity_and_vector_group() -> None:
    found = judged("dc_unbalance_hv", 1.0, 1.0, 1.0, facts=OIL_10)
    assert (found.verdict, missing(found)) == (UNSURE, ["rated capacity (kVA)", "vector group"])
    known = {**OIL_10, "capacity_kva": "1250", "vector_group": "Dyn11"}
    assert judged("dc_unbalance_hv", 1.0, 1.0, facts=known).verdict is UNSURE


@pytest.mark.parametrize(
    ("material", "value", "at_c", "verdict"),
    [
        ("copper", 1.02, 20.0, PASS),  # exactly 2 %
        ("copper", 1.0201, 20.0, FAIL),
        ("copper", 0.9799, 20.0, FAIL),
        ("copper", 1.0392, 30.0, PASS),  # 1.0392 * 255 / 265 = 0.99999
        ("aluminium", 1.0408, 30.0, PASS),  # 1.0408 * 245 / 255 = 0.99998
        ("aluminium", 1.0617, 30.0, FAIL),  # 1.0617 * 245 / 255 = 1.02006
    ],
)
def test_4_change_of_dc_resistance_at_one_temperature(
    material: str, value: float, at_c: float, verdict: Verdict
) -> None:
    facts = {**OIL_10, "winding_material": material}
    history = (past("dc_resistance_hv", 1.0, 20.0, "Ω"),)
    assert judged("dc_resistance_hv", value, facts=facts, at_c=at_c, history=history).verdict is verdict


def test_4_needs_both_temperatures_and_the_material() -> None:
    facts, history = {**OIL_10, "winding_material": "copper"}, (past("dc_resistance_hv", 1.0, 20.0, "Ω"),)
    assert missing(judged("dc_resistance_hv", 1.0, facts=facts, history=history)) == [
        "the temperature of this measurement"
    ]
    cold = (past("dc_resistance_hv", 1.0, None, "Ω"),)
    assert missing(judged("dc_resistance_hv", 1.0, facts=facts, at_c=20.0, history=cold)) == [
        "the temperature of the earlier measurement"
    ]
    assert judged("dc_resistance_hv", 1.0, facts=OIL_10, at_c=20.0, history=history).verdict is UNSURE
    assert judged("dc_resistance_hv", 1.0, facts=facts, at_c=20.0).verdict is NA


@pytest.mark.parametrize(
    ("value", "at_c", "verdict"),
    [
        (2100.0, 20.0, PASS),  # exactly 70 % of 3000
        (2099.0, 20.0, FAIL),
        (2101.0, 20.0, PASS),
        (1400.0, 30.0, PASS),  # 1400 * 1.5 = 2100 at 20 °C
        (1399.0, 30.0, FAIL),
        (3149.0, 10.0, FAIL),  # 3149 / 1.5 = 2099.3
        (10000.0, None, PASS),  # 10 000 MΩ excuses whatever the temperature
        (9999.0, None, UNSURE),
    ],
)
def test_5_insulation_resistance(value: float, at_c: float | None, verdict: Verdict) -> None:
    history = (past("insulation_resistance", 3000.0, 20.0, "MΩ"),)
    assert judged("insulation_resistance", value, facts=OIL_10, at_c=at_c, history=history).verdict is verdict


def test_5_a_fall_from_a_very_high_value_is_excused() -> None:
    history = (past("insulation_resistance", 50.0, 20.0, "GΩ"),)
    found = judged("insulation_resistance", 10000.0, facts=OIL_10, at_c=20.0, history=history)
    assert (found.verdict, "10000" in told(found)) == (PASS, True)
    assert judged("insulation_resistance", 9990.0, facts=OIL_10, at_c=20.0, history=history).verdict is FAIL
    assert missing(judged("insulation_resistance", 500.0, facts=OIL_10, at_c=20.0)) == [
        "an earlier value to compare with"
    ]


BIG = {"kind": "transformer_oil", "service": "in", "voltage_kv": "35", "capacity_kva": "4000"}


@pytest.mark.parametrize(
    ("r15", "r60", "at_c", "verdict"),
    [
        (1000.0, 1300.0, 20.0, PASS),
        (1000.0, 1299.0, 20.0, FAIL),
        (1000.0, 1301.0, None, PASS),
        (2728.0, 3001.0, 20.0, PASS),  # 1.10, but above 3000 MΩ at 20 °C
        (2728.0, 3000.0, 20.0, FAIL),
        (3000.0, 3300.0, 10.0, FAIL),  # 3300 MΩ at 10 °C is 2200 MΩ at 20 °C
        (2000.0, 2100.0, 30.0, PASS),  # 2100 MΩ at 30 °C is 3150 MΩ at 20 °C
        (1000.0, 1100.0, None, UNSURE),
    ],
)
def test_6_absorption_ratio(r15: float, r60: float, at_c: float | None, verdict: Verdict) -> None:
    assert judged("absorption_ratio", r15, r60, facts=BIG, at_c=at_c).verdict is verdict


def test_6_ratios_apply_to_large_transformers_only() -> None:
    assert judged("absorption_ratio", 1000.0, 1100.0, facts={**BIG, "capacity_kva": "3999"}, at_c=20.0).verdict is NA
    assert judged("absorption_ratio", 1000.0, 1100.0, facts={**BIG, "voltage_kv": "10"}, at_c=20.0).verdict is NA
    assert judged("absorption_ratio", 1000.0, 1400.0, facts={**BIG, "capacity_kva": ""}, at_c=20.0).verdict is UNSURE
    huge = {**BIG, "voltage_kv": "110", "capacity_kva": "120000"}
    assert judged("polarisation_index", 5000.0, 7500.0, facts=huge, at_c=20.0).verdict is PASS
    assert judged("polarisation_index", 5000.0, 7499.0, facts=huge, at_c=20.0).verdict is FAIL
    assert judged("polarisation_index", 10001.0, 11000.0, facts=huge, at_c=20.0).verdict is PASS
    assert judged("polarisation_index", 5000.0, 5500.0, facts=BIG, at_c=20.0).verdict is NA


# 7, 8: gases and earth currents of the core --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "limit", "kv"), [("gas_h2", 150.0, "10"), ("gas_c2h2", 5.0, "110"), ("gas_c2h2", 1.0, "330")]
)
def test_7_attention_values_of_gases(quantity: str, limit: float, kv: str) -> None:
    facts = {**OIL_10, "voltage_kv": kv}
    assert judged(quantity, limit, facts=facts).verdict is PASS
    assert judged(quantity, limit * 0.99, facts=facts).verdict is PASS
    above = judged(quantity, limit * 1.01, facts=facts)
    assert (above.verdict, above.basis[:13]) == (ATTENTION, "DL/T 722-2014")


def test_7_total_hydrocarbons_are_the_sum_of_four_and_acetylene_asks_for_the_voltage() -> None:
    assert judged("total_hydrocarbons", 60.0, 50.0, 36.0, 4.0, facts=OIL_10).verdict is PASS
    assert judged("total_hydrocarbons", 60.0, 50.0, 36.1, 4.0, facts=OIL_10).verdict is ATTENTION
    assert judged("total_hydrocarbons", 60.0, 50.0, 36.0, facts=OIL_10).verdict is UNSURE
    assert missing(judged("gas_c2h2", 0.5, facts={"kind": "transformer_oil", "service": "in"})) == [
        "rated voltage (kV)"
    ]


@pytest.mark.parametrize(("quantity", "limit"), [("core_earth_current", 0.1), ("clamp_earth_current", 0.3)])
def test_8_earth_current_of_core_and_clamps(quantity: str, limit: float) -> None:
    assert judged(quantity, limit * 0.8, facts=OIL_10).verdict is PASS
    assert judged(quantity, limit, facts=OIL_10).verdict is ATTENTION
    assert judged(quantity, limit + 0.0001, facts=OIL_10).verdict is FAIL
    typed = convert_unit(shipped().quantity(quantity), limit * 1000 + 0.1, "mA")
    assert judged(quantity, typed, facts=OIL_10).verdict is FAIL
    assert judged(quantity, facts=OIL_10).verdict is UNSURE
