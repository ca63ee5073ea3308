"""Derived values worked by hand, and what must hold for all of them: order of phases, units, missing inputs."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.criteria import JudgeRequest, convert_unit, judge
from inspector.criteria.derive import DERIVE, insulation_at, winding_at
from inspector.criteria.facts import known
from inspector.domain.verdict import Verdict
from tests.unit.criteria.cases import OIL, ON, shipped

FULL = {
    **OIL,
    "vector_group": "Yyn0",
    "rated_current_a": "630",
    "ct_ratio": "200/5",
    "dc_nominal_v": "220",
    "battery": "vrla",
    "battery_cells": "104",
    "meter_multiplier": "4000",
    "declared_demand_kw": "900",
    "total_kva": "1250",
    "ir_part": "terminal",
    "load_percent": "55",
    "importance": "level_1",
    "supply_sources": "2",
    "supply_circuits": "2",
    "cycle_months": "3",
    "certificate_days": "400",
    "age_years": "2.5",
    "power_factor_class": "0.9",
    "system_earthing": "not_effective",
    "earthing_use": "lv",
}
"""Facts under which as many quantities as possible can be judged."""
PHASES = {
    "unbalance_of_mean": (0, 3),
    "unbalance_of_max": (0, 3),
    "spread": (0, 3),
    "negative_sequence": (0, 3),
    "share_of_largest": (0, 3),
    "relative_difference": (0, 3),
    "hottest_rise": (0, 3),
    "apparent_gap_line_kv": (0, 3),
    "apparent_gap_phase_v": (3, 6),
    "sum": (0, 4),
}
"""Where the phases stand among the operands of a derivation: from, to."""
positive = st.floats(min_value=0.5, max_value=500)


@pytest.mark.parametrize(
    ("derive", "operands", "value"),
    [
        ("share_of_largest", (900.0, 1000.0, 800.0, 2000.0), 50.0),
        ("spread", (21.0, 24.5, 20.5), 4.0),
        ("power_factor_of_energy", (400.0, 200.0, -100.0), 0.8),
        ("power_factor_gap", (-400.0, 300.0, 0.85), 0.05),
        ("apparent_gap_line_kv", (10.0, 10.0, 10.0, 100.0, 100.0, 100.0, 1732.05, 0.0), 0.0),
        ("apparent_gap_phase_v", (230.0, 230.0, 230.0, 100.0, 100.0, 100.0, 0.0, 34.5), -50.0),
        ("apparent_share", (300.0, 400.0, 1000.0), 50.0),
        ("transformed_gap", (88.0, 2.0, 40.0), 10.0),
        ("product_gap", (30.0, 100.0, 4000.0), -25.0),
        ("relative_difference", (86.4, 48.2, 46.5, 31.0), (86.4 - 46.5) / 55.4 * 100),
        ("hottest_rise", (60.0, 75.0, 61.0, 25.0), 50.0),
        ("quotient", (234.0, 104.0), 2.25),
        ("cell_deviation", (2.28, 2.20, 234.0, 104.0), 0.05),
        ("as_given", (-11.0,), -11.0),
        ("count", (1.0, 2.0, 2.0, 5.0), 3.0),
        ("negative_sequence", (400.0, 400.0, 400.0), 0.0),
    ],
)
def test_derived_by_hand(derive: str, operands: tuple[float, ...], value: float) -> None:
    assert DERIVE[derive](operands) == pytest.approx(value, abs=1e-3)


def test_negative_sequence_is_that_of_the_phasors() -> None:
    """Line voltages of a known mixture: 100 positive and 3 negative sequence."""
    a = complex(-0.5, math.sqrt(3) / 2)
    lines = [100 * a**-step + 3 * complex(0.6, 0.8) * a**step for step in range(3)]
    assert DERIVE["negative_sequence"](tuple(abs(line) for line in lines)) == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("derive", "operands"),
    [
        ("negative_sequence", (100.0, 100.0, 250.0)),  # no triangle
        ("relative_difference", (30.0, 29.0, 28.0, 30.0)),  # not warmer than its surroundings
        ("cell_deviation", (2.1, 2.3, 234.0, 104.0)),  # highest and lowest exchanged
        ("power_factor_gap", (0.0, 0.0, 0.9)),
        ("transformed_gap", (80.0, 0.0, 40.0)),
        ("share_of_largest", (-1.0, 2.0, 3.0, 100.0)),
    ],
)
def test_operands_that_allow_no_value(derive: str, operands: tuple[float, ...]) -> None:
    assert DERIVE[derive](operands) is None


@pytest.mark.parametrize(
    ("fact", "given", "value"),
    [
        ("ct_multiple", {"ct_ratio": "200/5"}, "40.0"),
        ("ct_multiple", {"ct_ratio": " 600 : 1 A"}, "600.0"),
        ("ct_multiple", {"ct_ratio": "40"}, "40.0"),
        ("ct_multiple", {"ct_ratio": "two hundred"}, ""),
        ("cell_nominal_v", {"dc_nominal_v": "220", "battery_cells": "104"}, "2"),
        ("cell_nominal_v", {"dc_nominal_v": "110", "battery_cells": "9"}, "12"),
        ("cells_in_series", {"dc_nominal_v": "220", "battery_cells": "18"}, "108"),
        ("cells_in_series", {"dc_nominal_v": "220", "battery_cells": "30"}, ""),
        ("quality_kv", {"voltage_kv": "12"}, "10"),
        ("quality_kv", {"voltage_kv": "10", "quality_kv": "0.38"}, "0.38"),
        ("quality_kv", {"voltage_kv": "11", "nominal_kv": "10"}, "10"),
    ],
)
def test_facts_that_follow_from_others(fact: str, given: dict[str, str], value: str) -> None:
    assert known(given, fact) == value


@given(st.sampled_from(sorted(PHASES)), st.lists(positive, min_size=8, max_size=8))
def test_the_order_of_phases_changes_nothing(derive: str, values: list[float]) -> None:
    start, end = PHASES[derive]
    found = {
        DERIVE[derive]((*values[:start], *order, *values[end : end + 5]))
        for order in itertools.permutations(values[start:end])
    }
    numbers = [value for value in found if value is not None]
    assert len(numbers) in (0, len(found))
    assert all(value == pytest.approx(numbers[0], rel=1e-12, abs=1e-12) for value in numbers)


SEVERAL_UNITS = sorted(q.id for q in shipped().quantities.values() if len(q.units) > 1 and q.inputs == 1)


@given(st.sampled_from(SEVERAL_UNITS), st.data())
def test_the_unit_of_entry_changes_no_verdict(identity: str, data: st.DataObject) -> None:
    found = shipped().quantity(identity)
    unit = data.draw(st.sampled_from(sorted(found.units)))
    digits = data.draw(st.integers(min_value=1, max_value=10**7))
    factor = float(found.units[unit])
    typed = digits / 1000 / factor
    direct = judge(shipped(), JudgeRequest(found.id, (digits / 1000,), FULL, 20.0, ON))
    entered = judge(shipped(), JudgeRequest(found.id, (convert_unit(found, typed, unit),), FULL, 20.0, ON))
    assert (entered.verdict, entered.row) == (direct.verdict, direct.row)


@given(st.floats(0.01, 1e5), st.floats(-40, 120), st.floats(-40, 120), st.sampled_from([235.0, 225.0]))
def test_conversions_come_back(value: float, now_c: float, then_c: float, material_t: float) -> None:
    assert insulation_at(insulation_at(value, now_c, then_c), then_c, now_c) == pytest.approx(value)
    assert winding_at(winding_at(value, now_c, then_c, material_t), then_c, now_c, material_t) == pytest.approx(value)


DERIVED = sorted(q.id for q in shipped().quantities.values() if q.inputs > 1 or q.facts)


@given(st.sampled_from(DERIVED), st.lists(positive, min_size=8, max_size=8), st.data())
def test_a_missing_input_or_fact_never_passes(identity: str, values: list[float], data: st.DataObject) -> None:
    quantity = shipped().quantity(identity)
    inputs = tuple(values[: quantity.inputs])
    if inputs:
        kept = data.draw(st.integers(0, len(inputs) - 1))
        fewer = judge(shipped(), JudgeRequest(identity, inputs[:kept], FULL, 20.0, ON))
        assert fewer.verdict is Verdict.UNDETERMINED
        assert fewer.missing
    bare = judge(shipped(), JudgeRequest(identity, inputs, {"kind": "site", "service": "in"}, 20.0, ON))
    if quantity.facts:
        assert bare.verdict is Verdict.UNDETERMINED
        assert bare.missing


@given(st.sampled_from(sorted(shipped().quantities)), positive, st.sets(st.sampled_from(sorted(FULL))))
def test_fewer_facts_turn_nothing_into_a_pass(identity: str, value: float, away: set[str]) -> None:
    inputs = (value,) * shipped().quantity(identity).inputs
    full = judge(shipped(), JudgeRequest(identity, inputs, FULL, 20.0, ON))
    less = {key: fact for key, fact in FULL.items() if key not in away}
    found = judge(shipped(), JudgeRequest(identity, inputs, less, 20.0, ON))
    if found.verdict is Verdict.PASS:
        assert full.verdict is Verdict.PASS
    assert (found.verdict is Verdict.UNDETERMINED) <= bool(found.missing)
