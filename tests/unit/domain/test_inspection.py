"""The inspection cycles: every row of limits.md section 5, and when the next inspection is due."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector import assets
from inspector.domain.customer import Importance, Metering
from inspector.domain.inspection import (
    MOST_MONTHS,
    InspectionRule,
    Supply,
    add_months,
    deciding_rule,
    inspection_due,
    read_rules,
)
from inspector.domain.verdict import Confidence
from inspector.problems import Problem

RULES = read_rules(tomllib.loads(assets.resource("criteria/inspection/cycles.toml").read_text(encoding="utf-8")))
NONE, HV, LV = Importance.NONE, Metering.HV_SIDE, Metering.LV_SIDE
TODAY = date(2026, 6, 11)


@pytest.mark.parametrize(
    ("supply", "rule", "months", "confidence"),
    [
        (Supply(Importance.SPECIAL, 10, HV), "special-and-level-1", 3, Confidence.WEAK),
        (Supply(Importance.LEVEL_1, 110, HV), "special-and-level-1", 3, Confidence.WEAK),
        (Supply(Importance.LEVEL_2, 10, HV), "level-2", 6, Confidence.WEAK),
        (Supply(NONE, 35, HV), "kv-35", 6, Confidence.MEMORY),
        (Supply(NONE, 110, LV), "kv-35", 6, Confidence.MEMORY),
        (Supply(NONE, 10, HV), "hv-metering", 12, Confidence.MEMORY),
        (Supply(NONE, 10, LV), "lv-metering", 24, Confidence.MEMORY),
    ],
)
def test_each_row_of_the_table_decides_for_its_customers(
    supply: Supply, rule: str, months: int, confidence: Confidence
) -> None:
    found = deciding_rule(RULES, supply)
    assert found is not None
    assert (found.id, found.months, found.confidence) == (rule, months, confidence)
    assert all(found.standard)


@pytest.mark.parametrize("voltage", [None, 10, 110])
def test_temporary_importance_asks_for_inspections_as_needed_whatever_the_supply(voltage: float | None) -> None:
    found = deciding_rule(RULES, Supply(Importance.TEMPORARY, voltage, HV))
    assert found is not None
    assert (found.id, found.months) == ("temporary", None)
    off = [replace(rule, enabled=rule.id != "temporary") for rule in RULES]
    other = deciding_rule(off, Supply(Importance.TEMPORARY, 10, HV))
    assert other is not None
    assert other.id == "hv-metering", "a rule that is switched off decides nothing"


def test_an_unknown_voltage_is_not_guessed() -> None:
    assert deciding_rule(RULES, Supply(NONE, None, HV)) is None
    assert deciding_rule(RULES, Supply(NONE, None, LV)) is None, "it may be a customer at 35 kV"
    level_1 = deciding_rule(RULES, Supply(Importance.LEVEL_1, None, HV))
    assert level_1 is not None
    assert level_1.months == 3, "no voltage can shorten this cycle"


supplies = st.builds(
    Supply,
    st.sampled_from(Importance),
    st.one_of(st.none(), st.sampled_from([0.4, 6.0, 10.0, 20.0, 34.9, 35.0, 66.0, 110.0, 220.0])),
    st.sampled_from(Metering),
)


@given(supplies, st.permutations(RULES))
def test_the_shortest_rule_decides_in_whatever_order_they_stand(supply: Supply, rules: list[InspectionRule]) -> None:
    found = deciding_rule(rules, supply)
    lengths = [rule.months for rule in RULES if rule.applies(supply) and rule.months]
    if supply.importance is Importance.TEMPORARY:
        assert found is not None
        assert found.months is None
    elif found is not None:
        assert found.months == min(lengths)
    else:
        assert supply.voltage_kv is None


@given(st.integers(1, MOST_MONTHS), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_longer_cycle_is_never_due_earlier(months: int, last: date) -> None:
    due, later = inspection_due(months, last, TODAY), inspection_due(months + 1, last, TODAY)
    assert due is not None
    assert later is not None
    assert last < due < later
    assert due == add_months(last, months)


def test_never_inspected_is_due_today_and_no_cycle_never() -> None:
    assert inspection_due(12, None, TODAY) == TODAY
    assert inspection_due(None, None, TODAY) is None
    assert inspection_due(3, date(2025, 11, 30), TODAY) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text",
    ["", "[[rule]]\nid='a'", "[[rules]]\nid='a'", "rule = 1", "rule = [1]"],
)
def test_a_file_that_says_too_little_is_refused(text: str) -> None:
    with pytest.raises(Problem) as caught:
        read_rules(tomllib.loads(text))
    assert caught.value.code == "cycles_invalid"


@pytest.mark.parametrize(
    "change", [{"months": 0}, {"months": True}, {"confidence": "sure"}, {"importence": ["special"]}]
)
def test_a_value_that_means_nothing_is_refused(change: dict[str, object]) -> None:
    table = {"id": "a", "name_zh": "甲", "name_en": "A", "months": 3, "standard_zh": "乙", "standard_en": "B"}
    good = {**table, "confidence": "weak"}
    assert read_rules({"rule": [good]})[0].months == 3
    with pytest.raises(Problem):
        read_rules({"rule": [{**good, **change}]})
    with pytest.raises(Problem):
        read_rules({"rule": [good, good]})


def test_days_end_with_the_calendar() -> None:
    assert add_months(date(2026, 1, 31), 100_000) == date.max
    assert inspection_due(10**9, date(2026, 1, 1), TODAY) == date.max
