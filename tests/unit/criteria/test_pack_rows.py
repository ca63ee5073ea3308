"""Every limit row of the shipped packs: at, just inside and just outside its limit; and the rules a row must obey."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from inspector.criteria import Judgement, JudgeRequest, LimitRow, Packs, judge
from inspector.criteria.limits import compile_limit
from inspector.criteria.packs import CompiledRow
from inspector.criteria.spec import Spec
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
        step = {">": 1.0, "<": -1.0}.get(match[1], 0.0)
        return repr(float(match[2]) + step)
    if match := re.fullmatch(r"(-?[\d.]+)\.\.(-?[\d.]+)", text):
        return match[1]
    return text.split("|", maxsplit=1)[0]


def facts_of(row: LimitRow) -> dict[str, str]:
    facts = {"winding_material": "copper"}
    if fact := row.spec.get("fact"):
        facts[str(fact)] = "2"
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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row_at_inside_and_outside(row: LimitRow) -> None:
    probe = judged_alone(row, 1.0)
    outside = row.exceed if row.source.confidence.may_fail else Verdict.ATTENTION
    sides = [(probe.limit_low, -1), (probe.limit_high, 1)]
    bounds = [(bound, side) for bound, side in sides if bound is not None]
    assert bounds
    for bound, side in bounds:
        step = max(abs(bound), 0.1) * 1e-6
        at = Verdict.PASS if not row.spec.get("strict") else outside
        assert judged_alone(row, bound).verdict is at
        assert judged_alone(row, bound - side * step).verdict is Verdict.PASS
        assert judged_alone(row, bound + side * step).verdict is outside
        assert judged_alone(row, bound + side * step).row == row.id


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_unconfirmed_rows_say_attention_and_ask_to_check(row: LimitRow) -> None:
    if row.source.confidence is Confidence.VERIFIED:
        assert row.source.standard != "practice"
        return
    probe = judged_alone(row, 1.0)
    bound = probe.limit_high if probe.limit_high is not None else -(probe.limit_low or 0.0)
    found = judged_alone(row, abs(bound) * (1.01 if bound > 0 else 0.99) if bound else -1.0)
    assert found.verdict is Verdict.ATTENTION
    assert "check against the standard" in " ".join(reason.text for reason in found.reasons)


def test_conflicting_rows_have_one_that_judges() -> None:
    groups: dict[str, list[LimitRow]] = {}
    for row in ROWS:
        if row.conflict:
            groups.setdefault(row.conflict, []).append(row)
    assert groups
    for rows in groups.values():
        assert len(rows) > 1
        assert [row.enabled for row in rows].count(True) == 1


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
