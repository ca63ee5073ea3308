"""The fifteen judgements, the last two, and those that come next: infrared, supply, discharges, batteries, metering."""

import pytest

from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from tests.unit.criteria.cases import judged, missing, past, told

PASS, ATTENTION, FAIL = Verdict.PASS, Verdict.ATTENTION, Verdict.FAIL
UNSURE, NA = Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE
OIL_10 = {"kind": "transformer_oil", "service": "in", "voltage_kv": "10", "lv_voltage_kv": "0.4"}
ARRESTER = {"kind": "arrester", "service": "in", "voltage_kv": "17", "nominal_kv": "10"}
SITE = {"kind": "site", "service": "in", "voltage_kv": "10"}


# 14: infrared --------------------------------------------------------------------------------------------------------

TERMINAL = {"kind": "transformer_oil", "service": "in", "ir_part": "terminal"}


@pytest.mark.parametrize(
    ("hot", "cool", "verdict", "grade"),
    [
        (70.0, 56.1, PASS, None),  # 34.8 %
        (70.0, 56.0, ATTENTION, Grade.GENERAL),  # 14 / 40 = 35 %
        (80.0, 40.1, ATTENTION, Grade.GENERAL),  # 79.8 %
        (80.0, 40.0, ATTENTION, Grade.SERIOUS),  # 80 %
        (70.0, 32.0, ATTENTION, Grade.SERIOUS),  # 95 %, but not hot enough for critical
        (90.0, 33.0, ATTENTION, Grade.CRITICAL),  # 95 % at 90 °C
        (39.9, 31.0, NA, None),  # 90 % of a rise of 9.9 K: not graded
        (40.0, 31.0, ATTENTION, Grade.SERIOUS),  # 90 % of a rise of 10 K
    ],
)
def test_14_relative_difference(hot: float, cool: float, verdict: Verdict, grade: Grade | None) -> None:
    for order in ((hot, cool, cool), (cool, hot, cool), (cool, cool, hot)):
        found = judged("ir_delta", *order, 30.0, facts=TERMINAL)
        assert found.verdict is verdict
        assert grade is None or found.grade is grade


def test_14_relative_difference_needs_the_surroundings_and_the_part() -> None:
    assert judged("ir_delta", 70.0, 56.0, 56.0, facts=TERMINAL).verdict is UNSURE
    assert judged("ir_delta", 28.0, 27.0, 26.0, 30.0, facts=TERMINAL).verdict is UNSURE
    unknown = judged("ir_delta", 70.0, 60.0, 60.0, 30.0, facts={"kind": "transformer_oil", "service": "in"})
    assert missing(unknown) == ["part whose temperature is measured"]


@pytest.mark.parametrize(
    ("part", "serious", "critical"), [("terminal", 80, 110), ("joint", 90, 130), ("contact", 55, 80), ("tank", 85, 105)]
)
def test_14_hot_spot_by_part(part: str, serious: int, critical: int) -> None:
    facts = {**TERMINAL, "ir_part": part, "load_percent": "30"}
    assert judged("ir_temperature", serious - 0.1, facts=facts).verdict is PASS
    for value, grade in ((serious, Grade.SERIOUS), (critical, Grade.SERIOUS), (critical + 0.1, Grade.CRITICAL)):
        found = judged("ir_temperature", value, facts=facts)
        assert (found.verdict, found.grade) == (ATTENTION, grade)  # from memory: may not fail


def test_14_little_load_clears_no_temperature() -> None:
    little = {**TERMINAL, "load_percent": "29.9"}
    assert judged("ir_temperature", 60.0, facts=little).verdict is NA
    assert judged("ir_temperature", 80.1, facts=little).verdict is ATTENTION
    assert missing(judged("ir_temperature", 60.0, facts=TERMINAL)) == ["load in percent of the rated current"]


@pytest.mark.parametrize(
    ("part", "serious"),
    [
        ("arrester", 0.5),
        ("instrument_transformer", 2.0),
        ("cable_termination", 2.0),
        ("cable_termination_whole", 5.0),
        ("bushing", 2.0),
    ],
)
def test_14_voltage_heating_is_serious_by_the_difference(part: str, serious: float) -> None:
    facts = {"kind": "arrester", "service": "in", "ir_part": part}
    assert judged("ir_difference", 25.0, 25.0 + serious, 25.0, facts=facts).verdict is PASS
    found = judged("ir_difference", 25.0, 25.1 + serious, 25.0, facts=facts)
    assert (found.verdict, found.grade) == (ATTENTION, Grade.SERIOUS)  # from memory: may not fail
    assert judged("ir_difference", 25.0, 25.0, facts=facts).verdict is UNSURE


# 15: emergency source, supply, cycle ---------------------------------------------------------------------------------


def test_15_emergency_source_covers_the_security_load() -> None:
    assert judged("emergency_supply_share", 600.0, 500.0, facts=SITE).verdict is PASS
    assert judged("emergency_supply_share", 601.0, 500.0, facts=SITE).verdict is PASS
    short = judged("emergency_supply_share", 599.0, 500.0, facts=SITE)
    assert (short.verdict, short.clause, short.grade) == (FAIL, "22.3.4", Grade.SERIOUS)
    assert judged("emergency_supply_share", 600.0, facts=SITE).verdict is UNSURE
    assert judged("emergency_supply_share", 600.0, 0.0, facts=SITE).verdict is UNSURE


@pytest.mark.parametrize(
    ("importance", "quantity"),
    [("special", "supply_sources"), ("level_1", "supply_sources"), ("level_2", "supply_circuits")],
)
def test_15_supply_mode_against_the_class(importance: str, quantity: str) -> None:
    facts = {**SITE, "importance": importance}
    assert judged(quantity, facts={**facts, quantity: "2"}).verdict is PASS
    assert judged(quantity, facts={**facts, quantity: "3"}).verdict is PASS
    one = judged(quantity, facts={**facts, quantity: "1"})
    assert (one.verdict, one.clause) == (FAIL, "22.3.2")
    assert judged(quantity, facts=facts).verdict is UNSURE
    assert judged(quantity, facts={**SITE, "importance": "none", quantity: "1"}).verdict is NA


@pytest.mark.parametrize(
    ("importance", "kv", "metering", "months"),
    [
        ("special", "10", "hv", 3),
        ("level_1", "110", "hv", 3),
        ("level_2", "10", "hv", 6),
        ("none", "35", "hv", 6),
        ("none", "10", "hv", 12),
        ("none", "10", "lv", 24),
    ],
)
def test_15_inspection_cycle_against_class_and_voltage(importance: str, kv: str, metering: str, months: int) -> None:
    facts = {**SITE, "voltage_kv": kv, "importance": importance, "metering": metering}
    assert judged("inspection_cycle", facts={**facts, "cycle_months": str(months)}).verdict is PASS
    longer = judged("inspection_cycle", facts={**facts, "cycle_months": str(months + 1)})
    assert (longer.verdict, longer.limit_high) == (ATTENTION, months)  # weak sources and memory
    assert judged("inspection_cycle", facts=facts).verdict is UNSURE


# Runners-up ----------------------------------------------------------------------------------------------------------


def test_discharges_in_a_panel_less_the_background_and_against_the_neighbours() -> None:
    panel = {"kind": "switchgear", "service": "in"}
    for measured, verdict, grade in (
        (28.0, PASS, None),
        (28.1, ATTENTION, Grade.GENERAL),
        (38.0, ATTENTION, Grade.SERIOUS),
    ):
        found = judged("tev", measured, 8.0, facts=panel)
        assert found.verdict is verdict
        assert grade is None or found.grade is grade
    for measured, verdict, grade in (
        (12.0, PASS, None),
        (12.1, ATTENTION, Grade.GENERAL),
        (19.1, ATTENTION, Grade.SERIOUS),
    ):
        found = judged("ultrasonic_pd", measured, 4.0, facts=panel)
        assert found.verdict is verdict
        assert grade is None or found.grade is grade
    assert judged("tev_neighbours", 5.9, facts=panel).verdict is PASS
    assert judged("tev_neighbours", 6.0, facts=panel).verdict is ATTENTION
    assert judged("tev", 30.0, facts=panel).verdict is UNSURE


def test_batteries_spread_and_discharge() -> None:
    battery = {"kind": "dc_system", "service": "in", "battery": "vrla", "dc_nominal_v": "220", "battery_cells": "104"}
    # 234 V over 104 cells: 2.25 V; the highest may reach 2.30 V
    assert judged("battery_float_per_cell", 234.0, facts=battery).verdict is PASS
    assert judged("battery_float_per_cell", 231.9, facts=battery).verdict is ATTENTION  # 2.2298 V
    assert judged("battery_cell_deviation", 2.30, 2.21, 234.0, facts=battery).verdict is PASS
    assert judged("battery_cell_deviation", 2.30, 2.199, 234.0, facts=battery).verdict is ATTENTION
    blocks = {**battery, "battery_cells": "18"}  # 12 V blocks: six cells each
    assert judged("battery_float_per_cell", 243.0, facts=blocks).value == pytest.approx(2.25)
    assert judged("battery_cell_deviation", 13.9, 13.1, 243.0, facts=blocks).verdict is NA
    for age, limit in (("3.9", 2.0), ("4", 1.0)):
        facts = {**battery, "age_years": age}
        assert judged("battery_discharge_age", limit, facts=facts).verdict is PASS
        assert judged("battery_discharge_age", limit + 0.01, facts=facts).verdict is (FAIL if limit == 2 else ATTENTION)
    assert missing(judged("battery_discharge_age", 0.5, facts=battery)) == ["first day in service"]


def test_a_counter_never_runs_backwards() -> None:
    history = (past("arrester_counter", 12.0),)
    assert judged("arrester_counter", 12.0, facts=ARRESTER, history=history).verdict is PASS
    fallen = judged("arrester_counter", 11.0, facts=ARRESTER, history=history)
    assert fallen.verdict is ATTENTION
    assert "never falls" in told(fallen)
    assert judged("arrester_counter", 5.0, facts=ARRESTER).verdict is NA


def test_readings_that_contradict_each_other() -> None:
    panel = {"kind": "switchgear", "service": "in", "voltage_kv": "12", "ct_ratio": "200/5"}
    assert judged("ct_gap", 80.0, 2.0, facts=panel).value == pytest.approx(0.0)  # 2 A times 40
    assert judged("ct_gap", 88.1, 2.0, facts=panel).verdict is ATTENTION
    assert missing(judged("ct_gap", 80.0, 2.0, facts={**panel, "ct_ratio": ""})) == [
        "ratio of the current transformers"
    ]
    assert judged("power_factor_gap", 400.0, 300.0, 0.80, facts=panel).verdict is PASS
    assert judged("power_factor_gap", 400.0, 300.0, 0.84, facts=panel).verdict is ATTENTION
    # 10 kV and 100 A: 1732 kVA; 1500 kW and 866 kvar are 1732 kVA too
    right = (10.0, 10.0, 10.0, 100.0, 100.0, 100.0, 1500.0, 866.0)
    assert judged("apparent_gap", *right, facts=panel).verdict is PASS
    assert judged("apparent_gap", *right[:6], 750.0, 433.0, facts=panel).value == pytest.approx(-50.0, abs=0.1)
    account = {**SITE, "meter_multiplier": "4000"}
    assert judged("meter_multiplier_gap", 40.0, 100.0, facts=account).verdict is PASS
    wrong = judged("meter_multiplier_gap", 30.0, 100.0, facts=account)
    assert wrong.verdict is ATTENTION
    assert wrong.value == pytest.approx(-25.0)
    assert missing(judged("meter_multiplier_gap", 40.0, 100.0, facts=SITE)) == ["multiplier of the account"]


def test_load_factor_follows_from_the_currents_and_the_nameplate() -> None:
    facts = {**OIL_10, "capacity_kva": "1250"}  # 1804.2 A
    assert judged("load_factor", 1400.0, 1443.0, 1300.0, facts=facts).verdict is PASS  # 79.98 %
    assert judged("load_factor", 1400.0, 1444.0, 1300.0, facts=facts).grade is Grade.GENERAL
    assert judged("load_factor", 1805.0, 1700.0, 1700.0, facts=facts).grade is Grade.SERIOUS
    assert judged("load_factor", 1.0, 1.0, 1.0, facts=OIL_10).verdict is UNSURE


@pytest.mark.parametrize(
    ("kind", "tap_changer", "wanted", "absent"),
    [
        ("transformer_oil", "on_load", (1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 14), 7),
        ("transformer_oil", "off_circuit", (1, 2, 3, 4, 5, 6, 8, 11, 13, 14), 1),
        ("transformer_dry", "on_load", (2, 3, 4, 5, 7, 8, 11, 13, 14), 7),
        ("transformer_dry", "none", (2, 3, 4, 5, 8, 11, 13, 14), 14),
    ],
)
def test_an_acceptance_report_is_complete_or_says_what_it_lacks(
    kind: str, tap_changer: str, wanted: tuple[int, ...], absent: int
) -> None:
    facts = {"kind": kind, "service": "acceptance", "capacity_kva": "1600", "tap_changer": tap_changer}
    whole = tuple(float(item) for item in wanted)
    assert judged("acceptance_report", *whole, facts=facts).verdict is PASS
    assert judged("acceptance_report", *whole, 15.0, facts=facts).verdict is PASS
    found = judged("acceptance_report", *(item for item in whole if item != absent), facts=facts)
    assert (found.verdict, found.clause) == (FAIL, "8.0.2")
    assert f"The report lacks: {absent} " in told(found)
    assert judged("acceptance_report", facts=facts).verdict is UNSURE


@pytest.mark.parametrize(
    ("kv", "kva", "tap_changer", "wanted"),
    [
        ("10", "1601", "on_load", (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 14)),
        ("10", "2500", "off_circuit", (1, 2, 3, 4, 5, 6, 8, 10, 11, 13, 14)),
        ("35", "8000", "on_load", (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 14)),
        ("35", "10000", "on_load", (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14)),
        ("110", "31500", "none", (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 14)),
    ],
)
def test_a_report_of_a_large_oil_transformer_is_checked_from_memory(
    kv: str, kva: str, tap_changer: str, wanted: tuple[int, ...]
) -> None:
    facts = {"kind": "transformer_oil", "service": "acceptance", "capacity_kva": kva, "voltage_kv": kv}
    facts["tap_changer"] = tap_changer
    whole = tuple(float(item) for item in wanted)
    assert judged("acceptance_report", *whole, facts=facts).verdict is PASS
    for absent in whole:
        rest = [item for item in whole if item != absent]
        assert judged("acceptance_report", *rest, facts=facts).verdict is ATTENTION


def test_a_report_of_an_oil_transformer_of_unknown_rating_asks() -> None:
    facts = {"kind": "transformer_oil", "service": "acceptance", "voltage_kv": "10", "tap_changer": "on_load"}
    assert missing(judged("acceptance_report", 1.0, facts=facts)) == ["rated capacity (kVA)"]


def test_certificates_run_out() -> None:
    for days, verdict in (("60", PASS), ("59", ATTENTION), ("0", ATTENTION), ("-1", ATTENTION)):
        assert judged("certificate_days", facts={**SITE, "certificate_days": days}).verdict is verdict
