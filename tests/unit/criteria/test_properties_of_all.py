"""What holds for every quantity and every row of the shipped packs, none left out.

The cases are made from the packs: a quantity that is added is tested without a line here.
"""

import itertools
import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.criteria import Judgement, JudgeRequest, LimitRow, Quantity, convert_unit, judge
from inspector.criteria.derive import insulation_at, tan_delta_at, winding_at
from inspector.criteria.numbers import parse_entry
from inspector.domain.verdict import Verdict
from tests.unit.criteria.cases import ON, past, shipped
from tests.unit.criteria.test_pack_rows import COUNTED, ROWS, facts_of

PHASES = {
    **dict.fromkeys(("unbalance_of_mean", "unbalance_of_max", "spread", "negative_sequence", "sum", "count"), 0),
    **dict.fromkeys(("share_of_largest",), 0),
    **dict.fromkeys(("relative_difference", "hottest_rise"), 1),
}
"""Derivations from phases in any order, with how many inputs behind them are none."""
TRIPLES = ("apparent_gap_line_kv", "apparent_gap_phase_v")
ORDERED = [
    quantity
    for quantity in shipped().quantities.values()
    if quantity.derive in PHASES and quantity.inputs - PHASES[quantity.derive] > 1
]
UNITS = [(quantity, unit) for quantity in shipped().quantities.values() for unit in quantity.units]
TYPED = [(quantity, unit) for quantity, unit in UNITS if unit != quantity.unit and not quantity.derive]
LAST = 100.0
few = settings(max_examples=12)
"""Every quantity and every row is played; that makes the number, not the examples of each."""


def cases_of(quantity: str) -> list[dict[str, str]]:
    """The facts under which each row of a quantity applies; none, where it has no rows."""
    return [facts_of(row) for row in ROWS if row.quantity == quantity] or [{}]


def judged(
    quantity: Quantity, inputs: tuple[float, ...], facts: dict[str, str], *, at_c: float | None = 20.0
) -> Judgement:
    history = () if quantity.derive else (past(quantity.id, LAST, 20.0, quantity.unit),)
    return judge(shipped(), JudgeRequest(quantity.id, inputs, facts, at_c, ON, history))


@pytest.mark.parametrize(("quantity", "unit"), TYPED, ids=lambda one: one if isinstance(one, str) else one.id)
@few
@given(digits=st.integers(min_value=0, max_value=10**6))
def test_no_verdict_depends_on_the_unit_it_is_typed_in(quantity: Quantity, unit: str, digits: int) -> None:
    own = Decimal(digits) * quantity.units[unit]
    typed = parse_entry(quantity, f"{digits} {unit}")
    assert typed == parse_entry(quantity, f"{own:f}") == convert_unit(quantity, float(digits), unit)
    for facts in cases_of(quantity.id):
        assert judged(quantity, (typed,), facts) == judged(quantity, (float(own),), facts)


@pytest.mark.parametrize(("quantity", "unit"), UNITS, ids=lambda one: one if isinstance(one, str) else one.id)
@few
@given(value=st.floats(min_value=1e-6, max_value=1e6))
def test_a_unit_converts_there_and_back(quantity: Quantity, unit: str, value: float) -> None:
    there = convert_unit(quantity, value, unit)
    back = float(Decimal(repr(there)) / quantity.units[unit])
    assert back == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("quantity", ORDERED, ids=lambda one: one.id)
@few
@given(data=st.data())
def test_no_verdict_depends_on_the_order_of_the_phases(quantity: Quantity, data: st.DataObject) -> None:
    fixed = PHASES[quantity.derive]
    phases = quantity.inputs - fixed
    values = data.draw(st.lists(st.floats(min_value=0.01, max_value=1000), min_size=phases, max_size=phases))
    behind = (0.005,) * fixed
    for facts in cases_of(quantity.id):
        first, *others = (judged(quantity, (*order, *behind), facts) for order in itertools.permutations(values))
        assert all(one == first for one in others)


@pytest.mark.parametrize("name", TRIPLES)
@few
@given(volts=st.tuples(*[st.floats(1, 500)] * 3), amperes=st.tuples(*[st.floats(1, 500)] * 3))
def test_power_does_not_depend_on_the_order_of_the_phases(
    name: str, volts: tuple[float, ...], amperes: tuple[float, ...]
) -> None:
    (quantity,) = (one for one in shipped().quantities.values() if one.derive == name)
    orders = itertools.product(itertools.permutations(volts), itertools.permutations(amperes))
    assert len({judged(quantity, (*first, *second, 50.0, 20.0), {}).value for first, second in orders}) == 1


NUMBERS = [quantity for quantity in shipped().quantities.values() if quantity.inputs]


@pytest.mark.parametrize("quantity", NUMBERS, ids=lambda one: one.id)
@few
@given(value=st.floats(min_value=0, max_value=1000), odd=st.sampled_from([math.nan, math.inf, -math.inf, 1e300]))
def test_a_value_too_few_or_none_at_all_is_no_pass(quantity: Quantity, value: float, odd: float) -> None:
    inputs = (value,) * quantity.inputs
    for facts in cases_of(quantity.id):
        assert judged(quantity, inputs[1:], facts).verdict is Verdict.UNDETERMINED
        for place in range(quantity.inputs):
            told = (*inputs[:place], odd, *inputs[place + 1 :])
            assert judged(quantity, told, facts).verdict is Verdict.UNDETERMINED


ALL_ROWS = [compiled.row for compiled in shipped().compiled() if compiled.row.enabled]


@pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: row.id)
@few
@given(value=st.floats(min_value=0.001, max_value=1000))
def test_without_a_fact_that_a_row_hangs_on_nothing_passes_that_did_not_pass_with_it(
    row: LimitRow, value: float
) -> None:
    """Other rows may still speak; what passes has to pass when everything is known, or is asked for."""
    quantity = shipped().quantity(row.quantity)
    needed = {condition.fact for condition in row.when} | set(quantity.facts)
    if fact := row.spec.get("fact"):
        needed.add(str(fact))
    facts = {**facts_of(row), **dict.fromkeys(set(quantity.facts) - facts_of(row).keys(), "2")}
    inputs = (value,) * quantity.inputs if row.spec.get("formula") != COUNTED else tuple(map(float, range(1, 16)))
    full = judged(quantity, inputs, facts)
    for fact in needed:
        less = judged(quantity, inputs, {name: told for name, told in facts.items() if name != fact})
        assert less.verdict is not Verdict.PASS or full.verdict is Verdict.PASS
        assert less.verdict is not Verdict.UNDETERMINED or less.missing


temperatures = st.floats(min_value=-20, max_value=110)


@few
@given(st.floats(min_value=1e-3, max_value=1e5), temperatures, temperatures, st.sampled_from([235.0, 225.0]))
def test_temperature_conversions_go_there_and_back(value: float, one_c: float, other_c: float, material: float) -> None:
    assert insulation_at(insulation_at(value, one_c, other_c), other_c, one_c) == pytest.approx(value, rel=1e-9)
    assert tan_delta_at(tan_delta_at(value, one_c, other_c), other_c, one_c) == pytest.approx(value, rel=1e-9)
    there = winding_at(value, one_c, other_c, material)
    assert winding_at(there, other_c, one_c, material) == pytest.approx(value, rel=1e-9)
