"""`inspector judge`: JSON lines in, verdicts out."""

import itertools
import json
from datetime import date
from typing import Any

import jsonschema_rs
import pytest

from inspector.criteria.lines import EXAMPLES, SCHEMA, judge_lines
from tests.unit.criteria.cases import ON, shipped

OIL = {"kind": "transformer_oil", "voltage_kv": 10, "lv_voltage_kv": 0.4, "capacity_kva": 1250, "vector_group": "Dyn11"}


def verdicts(*lines: object) -> list[dict[str, Any]]:
    told = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return [json.loads(line) for line in judge_lines(shipped(), told, ON)]


def test_a_verdict_says_value_limit_clause_and_how_sure_the_limit_is() -> None:
    (found,) = verdicts({"id": "a", "quantity": "dc_unbalance_hv", "values": [0.5, 0.5, 0.52], "equipment": OIL})
    assert (found["id"], found["verdict"], found["unit"]) == ("a", "fail", "%")
    assert found["value"] == pytest.approx(3.947, abs=1e-3)
    assert found["limit"] == {"low": None, "high": 2.0, "text": "≤\u00a02"}
    assert (found["basis"], found["confidence"], found["grade"]) == ("DL/T 596-2021 6.1", "verified", "serious")


def test_a_value_in_another_unit_gets_the_same_verdict() -> None:
    line = {"quantity": "core_insulation", "equipment": OIL}
    one, other = verdicts({**line, "values": [9]}, {**line, "values": 0.009, "unit": "GΩ"})
    assert one == other
    assert one["verdict"] == "fail"


def test_a_comparison_with_an_earlier_value_shows_the_converted_value_and_its_formula() -> None:
    line = {
        "quantity": "insulation_resistance",
        "values": [2500],
        "temperature_c": 30,
        "equipment": OIL,
        "history": [{"on": "2023-05-20", "value": 3000, "temperature_c": 20}],
    }
    (found,) = verdicts(line)
    assert found["converted"] == pytest.approx(3750)
    assert found["formula"].startswith("R2 = R1")
    del line["temperature_c"]
    (found,) = verdicts(line)
    assert found["verdict"] == "undetermined"
    assert found["missing"]


def test_the_order_of_earlier_values_does_not_matter() -> None:
    past = [{"on": f"20{year}-05-20", "value": year, "temperature_c": 20} for year in (21, 23, 22)]
    line = {"quantity": "insulation_resistance", "values": [16], "temperature_c": 20, "equipment": OIL}
    one, other = verdicts({**line, "history": past}, {**line, "history": past[::-1]})
    assert one == other


def test_what_is_missing_is_asked_for() -> None:
    (found,) = verdicts({"quantity": "dc_unbalance_hv", "values": [1, 1, 1], "equipment": {"kind": "transformer_oil"}})
    assert (found["verdict"], bool(found["missing"])) == ("undetermined", True)


def test_an_overdue_test_is_judged_by_the_day_of_the_last_one() -> None:
    line = {"quantity": "test_overdue", "equipment": OIL, "last_tested": "2019-05-20"}
    late, early, unknown = verdicts(line, {**line, "on": "2020-01-01"}, {**line, "last_tested": None})
    assert [found["verdict"] for found in (late, early, unknown)] == ["attention", "pass", "undetermined"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_help_fit_the_schema_and_are_judged(example: dict[str, Any]) -> None:
    jsonschema_rs.validator_for(dict(SCHEMA)).validate(example)
    (found,) = verdicts(example)
    assert "error" not in found
    assert found["verdict"] in {"pass", "attention", "fail"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("[]", "judge_line"),
        ("{", "judge_line"),
        ("[" * 100_000, "judge_line"),
        ('{"values":[1]}', "judge_line"),
        ('{"quantity":"core_insulation","values":[1],"colour":1}', "judge_line"),
        ('{"quantity":"core_insulation","values":["1"]}', "judge_line"),
        ('{"quantity":"core_insulation","values":[NaN]}', "judge_line"),
        ('{"quantity":"core_insulation","values":[1],"unit":"kV"}', "unit_unknown"),
        ('{"quantity":"core_insulation","values":[1],"on":"yesterday"}', "judge_line"),
        ('{"quantity":"core_insulation","values":[1],"equipment":{"colour":"red"}}', "judge_line"),
        ('{"quantity":"core_insulation","values":[1],"equipment":{"capacity_kva":true}}', "judge_line"),
        ('{"quantity":"core_insulation","values":[1],"history":[{"value":1}]}', "judge_line"),
        ('{"quantity":"core_insulation","values":1,"history":[{"on":"2025-01-01","value":1,"kV":2}]}', "judge_line"),
        ('{"quantity":"core_insulation","values":[Infinity]}', "judge_line"),
        ('{"quantity":"core_insulation","values":1e999}', "judge_line"),
        ('{"quantity":"core_insulation","values":' + "9" * 400 + "}", "judge_line"),
        ('{"quantity":"core_insulation","values":1,"temperature_c":"20"}', "judge_line"),
        ('{"quantity":"test_overdue","equipment":{"kind":"spoon"}}', "judge_line"),
        ('{"quantity":"spoons","values":[1]}', "quantity_unknown"),
    ],
)
def test_a_bad_line_is_answered_and_stops_nothing(line: str, code: str) -> None:
    bad, good = verdicts(line, {"id": 2, "quantity": "core_insulation", "values": [11], "equipment": OIL})
    assert bad["error"] == code
    assert bad["message"]
    assert (good["id"], good["verdict"]) == (2, "pass")


def test_without_a_day_a_value_is_judged_as_of_today() -> None:
    line = json.dumps({"quantity": "test_overdue", "equipment": OIL, "last_tested": "2019-05-20"})
    answers = [json.loads(*judge_lines(shipped(), [line], date(year, 1, 1)))["verdict"] for year in (2020, 2024)]
    assert answers == ["pass", "attention"]


def test_a_value_that_rises_test_by_test_is_told_when_it_reaches_its_limit() -> None:
    past = [{"on": f"20{year}-06-11", "value": 40 + 6 * (year - 22)} for year in range(22, 26)]
    line = {"quantity": "core_earth_current", "values": [64], "unit": "mA", "equipment": OIL}
    (found,) = verdicts({**line, "on": "2026-06-11", "history": past})
    assert found["trend"]["per_year"] == pytest.approx(0.006, rel=5e-3)
    assert found["trend"]["reaches_limit"]["likely"].startswith("2032-06")
    (found,) = verdicts({**line, "on": "2026-06-11", "history": past[:1]})
    assert found["trend"] is None


def test_values_beside_say_under_which_conditions_earlier_ones_were_taken() -> None:
    line = {
        "quantity": "top_oil_rise",
        "values": [75, 30],
        "equipment": {"kind": "transformer_oil", "load_percent": 60},
        "history": [{"on": "2025-06-01", "value": 32}],
        "beside": {"load_factor": [{"on": "2025-06-01", "value": 58}]},
    }
    hotter, unlike, broken = verdicts(line, {**line, "beside": {"load_factor": []}}, {**line, "beside": [1]})
    assert (hotter["verdict"], hotter["limit"]["high"]) == ("attention", 42.0)
    assert unlike["verdict"] == "na"
    assert broken["error"] == "judge_line"


def test_a_quantity_of_the_register_needs_no_values() -> None:
    site = {"kind": "site", "importance": "level_1"}
    line = {"quantity": "supply_sources"}
    unknown, one = verdicts({**line, "equipment": site}, {**line, "equipment": {**site, "supply_sources": 1}})
    assert (unknown["verdict"], one["verdict"]) == ("undetermined", "fail")


def test_a_value_beyond_its_limit_reaches_none_in_future() -> None:
    past = [{"on": f"20{year}-06-11", "value": 180 - 15 * (year - 22)} for year in range(22, 26)]
    line = {"quantity": "core_earth_current", "values": [120], "unit": "mA", "equipment": OIL}
    (found,) = verdicts({**line, "on": "2026-06-11", "history": past})
    assert found["value"] > found["limit"]["high"]
    assert found["trend"]["per_year"] < 0
    assert found["trend"]["reaches_limit"] is None


YEARS: list[dict[str, Any]] = [
    {"on": f"{2021 + at}-01-01", "value": value} for at, value in enumerate((52, 42, 32, 22))
]
FALLING: dict[str, Any] = {
    "quantity": "core_insulation",
    "values": 12,
    "equipment": OIL,
    "on": "2025-01-01",
    "history": YEARS,
}


def test_a_trend_that_reaches_its_limit_before_the_next_test_deserves_attention() -> None:
    by_cycle, soon, later, alone = verdicts(
        FALLING,
        {**FALLING, "next_due": "2025-03-01"},
        {**FALLING, "next_due": "2025-04-01"},
        {**FALLING, "history": YEARS[:2]},
    )
    assert [one["verdict"] for one in (by_cycle, soon, later, alone)] == ["attention", "pass", "attention", "pass"]
    assert by_cycle["trend"]["reaches_limit"]["likely"] == "2025-03-15"
    assert "2025-03-15" in by_cycle["reasons"][-1]
    assert "2025-04-01" in later["reasons"][-1]
    assert (soon["reasons"], alone["trend"]) == ([], None)


def test_a_value_that_fell_fast_and_levels_off_above_its_limit_deserves_attention_now() -> None:
    for values in ((500, 300, 100, 50), (400, 200, 100, 40)):
        history = [{"on": f"{2021 + year}-01-01", "value": value} for year, value in enumerate(values)]
        (found,) = verdicts({**FALLING, "history": history})
        assert (found["verdict"], len(found["reasons"])) == ("attention", 1)
        reached = found["trend"]["reaches_limit"]
        assert (reached["earliest"], reached["likely"]) == ("2025-01-01", "2025-01-01")


def test_the_trend_counts_in_any_unit_and_for_values_at_one_temperature() -> None:
    past = [{**one, "value": one["value"] / 1000} for one in YEARS]
    (found,) = verdicts({**FALLING, "values": 0.012, "unit": "GΩ", "history": past})
    assert (found["verdict"], found["trend"]["reaches_limit"]["likely"]) == ("attention", "2025-03-15")
    warm = [{**one, "temperature_c": 20} for one in YEARS]
    line = {**FALLING, "quantity": "insulation_resistance", "history": warm, "temperature_c": 20}
    alike, unlike = verdicts(line, {**line, "temperature_c": 30})
    assert alike["trend"]["per_year"] == pytest.approx(-10, rel=5e-3)
    assert unlike["trend"] is None


def test_a_line_that_cannot_be_judged_keeps_its_id() -> None:
    for wrong in ({"extra": 1}, {"values": "ten"}, {"next_due": "soon"}, {"quantity": "spoons"}):
        (found,) = verdicts({**FALLING, "id": 7, **wrong})
        assert (found["id"], "error" in found) == (7, True)


def test_empty_lines_marks_and_line_ends_of_other_systems_are_no_trouble() -> None:
    line = json.dumps({"id": 1, "quantity": "core_insulation", "values": 11, "equipment": OIL})
    answers = verdicts("\ufeff" + line + "\r\n", "", "  \r\n", line)
    assert [one["verdict"] for one in answers] == ["pass", "pass"]


def test_a_negative_resistance_is_no_pass() -> None:
    (found,) = verdicts({"quantity": "core_insulation", "values": -5, "equipment": OIL})
    assert found["verdict"] == "undetermined"


def test_lines_are_answered_one_by_one_and_none_is_kept() -> None:
    line = json.dumps({"quantity": "core_insulation", "values": 11, "equipment": OIL})
    answers = judge_lines(shipped(), itertools.repeat(line), ON)
    assert {json.loads(one)["verdict"] for one in itertools.islice(answers, 1000)} == {"pass"}
