"""Findings as they are printed: value and limit never contradict the verdict, converted values name their unit."""

import math
import re
from datetime import date, timedelta

import pytest

from inspector.criteria import Judgement, LimitRow, from_record, overdue, to_record
from inspector.criteria.telling import telling_decimals, within
from inspector.domain.equipment import EquipmentKind
from inspector.domain.verdict import Verdict
from tests.unit.criteria.cases import judged, past, shipped
from tests.unit.criteria.test_pack_rows import ROWS, judged_alone

NUMBER = re.compile(r"\u2212?\d+(?:\.\d+)?")


def numbers(text: str) -> list[float]:
    return [float(number.replace("\u2212", "-")) for number in NUMBER.findall(text)]


def inside_as_printed(value_text: str, limit: str) -> bool:
    """What a reader of the finding concludes from value and limit."""
    (value,), bounds = numbers(value_text), numbers(limit)
    if limit.startswith("±"):
        return abs(value) <= bounds[0]
    if len(bounds) == 2:
        return bounds[0] <= value <= bounds[1]
    signs = {"≤": value <= bounds[0], "≥": value >= bounds[0], "<": value < bounds[0], ">": value > bounds[0]}
    return signs[limit[0]]


def compared_text(found: Judgement) -> str:
    return found.value_text if found.converted_unit else found.converted_text or found.value_text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
@pytest.mark.parametrize("step", [1e-2, 1e-3, 1e-4, 1e-6])
def test_the_printed_value_lies_on_the_side_of_the_printed_limit_that_the_verdict_says(
    row: LimitRow, step: float
) -> None:
    probe = judged_alone(row, 1.0)
    low, high = probe.limit_low, probe.limit_high
    half = (high - low) / 2 if low is not None and high is not None else math.inf
    for bound, side in ((bound, side) for bound, side in ((low, -1), (high, 1)) if bound is not None):
        for direction, inside in ((side, False), (-side, True)):
            found = judged_alone(row, bound + direction * min((abs(bound) or 1.0) * step, half))
            assert (found.verdict is Verdict.PASS) is inside
            assert inside_as_printed(compared_text(found), found.limit_text) is inside, found.wording("en")[0]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_fixed_limit_is_printed_exactly(row: LimitRow) -> None:
    if "formula" in row.spec:
        return
    found = judged_alone(row, 1.0)
    bounds = [bound for bound in (found.limit_low, found.limit_high) if bound is not None]
    printed = numbers(found.limit_text)
    assert printed == ([abs(bounds[0])] if found.limit_text.startswith("±") else bounds)


def test_a_voltage_just_below_its_limit_shows_it() -> None:
    found = judged("lv_line_voltage", 353.2)
    assert (found.verdict, found.value_text, found.limit_text) == (Verdict.FAIL, "353.2", "353.4–406.6")
    closer = judged("lv_line_voltage", 353.38)
    assert (closer.value_text, closer.limit_text) == ("353.38", "353.4–406.6")
    assert judged("lv_phase_voltage", 235.5).limit_text == "198–235.4"


def test_a_typed_value_is_not_contradicted_by_a_rounded_limit() -> None:
    # Rated current 1804.22 A: a cell that reads 1804.1 beside "≤ 1804" would look like a failure.
    assert judged("lv_current", 1500.0).limit_text == "≤\u00a01804"
    assert judged("lv_current", 1804.1).limit_text == "≤\u00a01804.2"


def test_the_formula_shows_the_digits_of_the_finding() -> None:
    history = (past("insulation_resistance", 3200, 20.0),)
    found = judged("insulation_resistance", 2239.7, at_c=20.0, history=history)
    assert (found.verdict, found.value_text, found.limit_text) == (Verdict.FAIL, "2239.7", "≥\u00a02240")
    assert found.formula is not None
    assert "2239.7" in found.formula.render()


@pytest.mark.parametrize(("value", "low", "high"), [(2.0, None, 2.0), (2.000000001, None, 2.0), (1e15, 0.1, None)])
def test_values_at_the_limit_keep_their_digits(value: float, low: float | None, high: float | None) -> None:
    assert telling_decimals(value, low, high, 2) == 2


def test_a_strict_limit_is_printed_with_the_digits_it_needs() -> None:
    assert within(30.2, 30.0, None, strict=True)
    assert telling_decimals(30.2, 30.0, None, 0, strict=True) == 1


def test_an_overdue_test_is_longer_ago_than_its_cycle_from_the_first_day_on() -> None:
    important = {"importance": "level_1"}
    for start in (date(2023, 2, 28), date(2024, 2, 29), date(2024, 1, 31), date(2025, 6, 11)):
        due = date(start.year + 1, start.month, 28 if start.month == 2 else start.day)
        at = overdue(shipped(), EquipmentKind.CABLE, start, due, important)
        late = overdue(shipped(), EquipmentKind.CABLE, start, due + timedelta(days=1), important)
        assert (at.verdict, late.verdict) == (Verdict.PASS, Verdict.FAIL)
        assert inside_as_printed(at.value_text, at.limit_text)
        assert not inside_as_printed(late.value_text, late.limit_text)
    assert overdue(shipped(), EquipmentKind.CABLE, date(2023, 6, 11), date(2026, 6, 11), important).value_text == "3"


def test_a_cable_sheath_names_the_limit_of_the_standard_in_its_own_unit() -> None:
    found = judged("cable_sheath_insulation", 0.9, facts={"kind": "cable", "service": "in", "length_km": "0.5"})
    chinese, english = found.wording("zh_CN")[0], found.wording("en")[0]
    assert "0.9\u00a0MΩ" in chinese
    assert "≥\u00a01\u00a0MΩ" in chinese
    assert "0.45\u00a0MΩ·km" in chinese
    assert english.endswith("(converted 0.45\u00a0MΩ·km, limit ≥\u00a00.5\u00a0MΩ·km)")


def test_a_short_cable_shows_the_difference_in_both_units() -> None:
    short = {"kind": "cable", "service": "in", "length_km": "0.01"}
    found = judged("cable_sheath_insulation", 49.97, facts=short)
    assert found.verdict is Verdict.FAIL
    assert (found.value_text, found.converted_text, found.converted_limit) == ("49.97", "0.4997", "≥\u00a00.5")


def test_a_judgement_saved_before_converted_units_is_still_read() -> None:
    record = to_record(judged("lv_line_voltage", 353.2))
    older = {key: value for key, value in record.items() if not key.startswith("converted_")}
    assert from_record(older) == from_record(record)


@pytest.mark.parametrize("quantity", ["dc_unbalance_hv", "dc_unbalance_lv"])
@pytest.mark.parametrize(("kind", "clause"), [("transformer_oil", "6.1"), ("transformer_dry", "6.2")])
def test_winding_resistance_cites_the_chapter_of_the_transformer(quantity: str, kind: str, clause: str) -> None:
    found = judged(quantity, 1.0, 1.001, 1.002, kind=kind)
    assert (found.verdict, found.clause) == (Verdict.PASS, clause)
    history = (past("dc_resistance_hv", 1.0, 20.0, "Ω"),)
    assert judged("dc_resistance_hv", 1.0, at_c=20.0, history=history, kind=kind).clause == clause


def test_the_unbalance_says_which_resistances_its_limit_is_for() -> None:
    phases, lines = (judged(f"dc_unbalance_{side}", 1.0, 1.001, 1.002) for side in ("lv", "hv"))
    assert phases.formula is not None
    assert lines.formula is not None
    assert (phases.limit_high, "phase" in phases.formula.text) == (4.0, True)
    assert (lines.limit_high, "line" in lines.formula.text) == (2.0, True)
