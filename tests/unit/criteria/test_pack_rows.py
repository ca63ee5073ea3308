"""Every row of the shipped packs: at, just inside and just outside its limit; and the rules a row must obey.

The expectation comes from the packs as they are written, by arithmetic of this module's own.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from inspector import assets
from inspector.criteria import Cycle, Judgement, JudgeRequest, LimitRow, Packs, judge, overdue
from inspector.criteria.confirmed import conflict_groups, same_variant
from inspector.criteria.limits import compile_limit
from inspector.criteria.model import Check
from inspector.criteria.packs import CompiledRow
from inspector.criteria.spec import Spec
from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Confidence, Verdict
from tests.unit.criteria.cases import ON, past, shipped

COUNTED = "includes"
"""The formula that counts what a report holds: no value lies at, inside or outside (test_fifteen.py)."""
ROWS = [
    row
    for quantity in shipped().quantities
    for row in shipped().limits_for(quantity)
    if row.spec.get("formula") != COUNTED
]
LAST = 1000.0


def satisfying(text: str) -> str:
    """A fact that meets a condition as the pack writes it."""
    if match := re.fullmatch(r"(>=|<=|>|<)(.+)", text):
        step = {">": 1.0, "<": -0.5}.get(match[1], 0.0)
        return repr(float(match[2]) + step)
    if match := re.fullmatch(r"(-?[\d.]+)\.\.(-?[\d.]+)", text):
        return match[1]
    return text.split("|", maxsplit=1)[0]


def facts_of(row: LimitRow) -> dict[str, str]:
    facts = {"winding_material": "copper"}
    if fact := row.spec.get("fact"):
        facts[str(fact)] = "0.5" if fact == "power_factor_class" else "2"
    facts.update({condition.fact: satisfying(condition.text) for condition in row.when})
    return facts


INPUTS: dict[str, Callable[[float], tuple[float, ...]]] = {
    "": lambda value: (value,),
    "ratio": lambda value: (1.0, value),
}
"""Inputs from which a quantity derives a value. What is derived otherwise is tested by hand (test_derive.py)."""


def judged_alone(row: LimitRow, value: float) -> Judgement:
    """The value judged by this row alone, as if it had been measured itself, without gate and near-limit rules."""
    quantity = replace(shipped().quantity(row.quantity), near=None, rise=None)
    if quantity.derive not in INPUTS:
        quantity = replace(quantity, derive="", inputs=1, facts=())
    compiled = CompiledRow(replace(row, enabled=True, gate=None), compile_limit(Spec(row.spec), quantity))
    packs = Packs({quantity.id: quantity}, {}, [compiled], (), {})
    earlier = str(row.spec.get("formula")).endswith(("_last", "_first", "_usual"))
    history = (past(quantity.id, LAST, 20.0, quantity.unit),) if earlier else ()
    beside = {str(row.spec.get("beside")): (past("beside", 2.0),)}
    inputs = INPUTS[quantity.derive](value)
    request = JudgeRequest(quantity.id, inputs, facts_of(row), 20.0, ON, history, beside)
    return judge(packs, request)


def written(section: str) -> dict[str, dict[str, Any]]:
    """The tables of a section, as the packs are written, by id."""
    files = sorted(assets.resource("criteria").glob("*.toml"))
    packs = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    return {table["id"]: table for pack in packs for table in pack.get(section, [])}


LIMITS = {name: table for name, table in written("limit").items() if table["limit"].get("formula") != COUNTED}
CYCLES = {name: table for name, table in written("cycle").items() if table["test"] == "preventive"}
DEADLINES = written("deadline")
PROVED = ("verified",)


Bounds = tuple[float | None, float | None]


def around(base: float, spec: dict[str, Any]) -> Bounds:
    return base * (1 - spec["percent"] / 100), base * (1 + spec["percent"] / 100)


def times(fact: float, factor: float | None) -> float | None:
    return None if factor is None else fact * factor


def quotient(spec: dict[str, Any], fact: float) -> Bounds:
    bound = min(spec["numerator"] / fact, spec.get("cap", float("inf")))
    return (bound, None) if spec["side"] == "min" else (None, bound)


BOUNDS: dict[str, Callable[[dict[str, Any], float], Bounds]] = {
    "": lambda spec, _fact: (spec.get("min", spec.get("low")), spec.get("max", spec.get("high"))),
    "of_fact": lambda spec, fact: (times(fact, spec.get("low_factor")), times(fact, spec.get("high_factor"))),
    "per_fact": quotient,
    "deviation_sum": lambda spec, fact: around(fact, spec),
    "share_of_last": lambda spec, _fact: (LAST * spec["share"], None),
    "change_from_last": lambda spec, _fact: around(LAST, spec),
    "change_from_first": lambda spec, _fact: around(LAST, spec),
    "rise_from_first": lambda spec, _fact: (None, around(LAST, spec)[1]),
    "not_below_last": lambda _spec, _fact: (LAST, None),
    "above_usual": lambda spec, _fact: (None, LAST + spec["add"]),
}
"""What a written limit means: lower and upper bound where the last, first and usual value are LAST."""


def test_no_row_is_left_out() -> None:
    assert set(LIMITS) == {row.id for row in ROWS}
    assert set(CYCLES) == {cycle.id for cycle in shipped().cycles if cycle.test == "preventive"}
    assert set(DEADLINES) == {row.id for row in shipped().deadlines}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row_at_inside_and_outside(row: LimitRow) -> None:
    table = LIMITS[row.id]
    spec = table["limit"]
    fact = float(facts_of(row)[spec["fact"]]) if "fact" in spec else 1.0
    sure = table["confidence"] in PROVED
    outside = Verdict(table.get("exceed", "fail")) if sure else Verdict.ATTENTION
    bounds = [
        (bound, side)
        for bound, side in zip(BOUNDS[spec.get("formula", "")](spec, fact), (-1, 1), strict=True)
        if bound is not None
    ]
    assert bounds
    for bound, side in bounds:
        step = max(abs(bound), 0.1) * 1e-6
        at = Verdict.PASS if not spec.get("strict") else outside
        assert judged_alone(row, bound).verdict is at
        assert judged_alone(row, bound - side * step).verdict is Verdict.PASS
        assert judged_alone(row, bound + side * step).verdict is outside
        assert judged_alone(row, bound + side * step).row == row.id


def due_after(start: date, months: int) -> date:
    """The day `months` after the first of a month."""
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1)


@pytest.mark.parametrize("cycle", [one for one in shipped().cycles if one.id in CYCLES], ids=lambda cycle: cycle.id)
def test_cycle_at_inside_and_outside(cycle: Cycle) -> None:
    table, start = CYCLES[cycle.id], date(2019, 3, 1)
    packs = Packs(shipped().quantities, {}, [], [replace(cycle, enabled=True)], {})
    facts = {condition.fact: satisfying(condition.text) for condition in cycle.when}
    due = due_after(start, table["months"])
    late = Verdict.FAIL if table["confidence"] in PROVED else Verdict.ATTENTION
    for day, wanted in ((-1, Verdict.PASS), (0, Verdict.PASS), (1, late)):
        found = overdue(packs, EquipmentKind(facts["kind"]), start, due + timedelta(days=day), facts)
        assert (found.verdict, found.row) == (wanted, cycle.id)


@pytest.mark.parametrize("name", DEADLINES)
def test_deadline_of_a_grade(name: str) -> None:
    table = DEADLINES[name]
    row = next(replace(row, enabled=True) for row in shipped().deadlines if row.id == name)
    packs = Packs({}, {}, [], [], {}, [row])
    assert (packs.deadline(Grade(table["grade"]), ON) - ON).days == table["days"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_unconfirmed_rows_say_attention_and_ask_to_check(row: LimitRow) -> None:
    if row.source.confidence is Confidence.VERIFIED:
        assert row.source.standard != "practice"
        return
    probe = judged_alone(row, 1.0)
    bound = probe.limit_high if probe.limit_high is not None else -(probe.limit_low or 0.0)
    beyond = 1.0 if probe.limit_high is not None else -1.0
    found = judged_alone(row, abs(bound) * (1.01 if bound > 0 else 0.99) if bound else beyond)
    assert found.verdict is Verdict.ATTENTION
    wanted = "stands in no standard" if row.source.confidence is Confidence.PRACTICE else "check against the standard"
    assert wanted in " ".join(reason.text for reason in found.reasons)


def test_conflicting_rows_have_one_that_judges() -> None:
    for rows in conflict_groups(shipped()).values():
        assert len(rows) > 1
        counting = [row for row in rows if not isinstance(row, Check) and row.enabled]
        assert counting
        assert all(row is counting[0] or same_variant(row, counting[0]) for row in counting)
        assert not any(same_variant(row, counting[0]) for row in rows if row not in counting)


def test_all_ten_subjects_that_sources_disagree_on_can_be_chosen() -> None:
    groups = set(conflict_groups(shipped()))
    wanted = {
        "tool-indicator-cycle",
        "boots-test",
        "oil-breakdown-in-service",
        "sf6-moisture",
        "dc-insulation",
        "serious-deadline",
        "ultrasonic-normal",
        "cable-withstand-acceptance",
        "loop-resistance-in-service",
    }
    assert wanted <= groups
    assert any(group.startswith("battery-discharge") for group in groups)
    assert all(
        row.source.confidence is Confidence.CONFLICT for group in wanted for row in conflict_groups(shipped())[group]
    )


def test_every_check_speaks_both_languages_and_names_its_basis() -> None:
    for check in shipped().checks.values():
        for pair in (check.point, check.hazard, check.measure):
            assert pair.zh
            assert pair.en
        assert (check.source.standard == "practice") == (check.source.confidence is Confidence.PRACTICE)


def test_every_quantity_has_wording_for_a_proposal() -> None:
    for quantity in shipped().quantities.values():
        assert quantity.hazard.zh
        assert quantity.measure.zh
        values = {"value": "1", "unit": quantity.unit, "limit": "2"}
        assert "1" in quantity.hazard.zh.format_map(values)
        assert "2" in quantity.hazard.en.format_map(values)
