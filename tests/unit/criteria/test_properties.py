"""Verdicts do not depend on phase order or entry unit, never pass with a missing input, and survive saving."""

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from inspector.criteria import JudgeRequest, convert_unit, from_record, judge, to_record
from inspector.domain.verdict import Verdict
from tests.unit.criteria.cases import OIL, ON, judged, past, shipped

positive = st.floats(min_value=1e-3, max_value=1e6, allow_nan=False)
near_one = st.floats(min_value=0.95, max_value=1.05)


@given(
    st.tuples(near_one, near_one, near_one), st.sampled_from(["dc_unbalance_hv", "dc_unbalance_lv", "load_imbalance"])
)
def test_phase_order_changes_nothing(values: tuple[float, float, float], quantity: str) -> None:
    found = [judged(quantity, *order, vector_group="Yyn0") for order in itertools.permutations(values)]
    assert all(judgement == found[0] for judgement in found)


@given(st.integers(min_value=1, max_value=99_999), st.sampled_from([1, 10, 1000]))
def test_entry_unit_changes_nothing(digits: int, scale: int) -> None:
    quantity = shipped().quantity("insulation_resistance")
    typed_in_gigaohm = digits / (1000 * scale)
    value = digits / scale
    history = (past(quantity.id, 3200.0, 20.0),)
    direct = judged(quantity.id, value, at_c=25.0, history=history)
    converted = judged(quantity.id, convert_unit(quantity, typed_in_gigaohm, "GΩ"), at_c=25.0, history=history)
    assert (converted.verdict, converted.limit_low) == (direct.verdict, direct.limit_low)


@given(positive, st.sets(st.sampled_from(sorted(OIL))), st.sampled_from(sorted(shipped().quantities)))
def test_taking_a_fact_away_never_turns_a_verdict_into_a_pass(value: float, away: set[str], quantity: str) -> None:
    inputs = (value,) * shipped().quantity(quantity).inputs
    full = judge(shipped(), JudgeRequest(quantity, inputs, OIL, 20.0, ON))
    less = {key: fact for key, fact in OIL.items() if key not in away}
    found = judge(shipped(), JudgeRequest(quantity, inputs, less, 20.0, ON))
    if found.verdict is Verdict.PASS:
        assert full.verdict is Verdict.PASS
    if found.verdict is Verdict.UNDETERMINED:
        assert found.missing


@given(positive, st.sampled_from(sorted(shipped().quantities)), st.booleans())
def test_a_judgement_survives_saving(value: float, quantity: str, with_history: bool) -> None:
    inputs = (value,) * shipped().quantity(quantity).inputs
    history = (past(quantity, 1.0, 30.0),) if with_history else ()
    found = judge(shipped(), JudgeRequest(quantity, inputs, OIL, 20.0, ON, history))
    saved = from_record(json.loads(json.dumps(to_record(found))))
    assert saved == found
    assert [part.render() for part in saved.reasons] == [part.render() for part in found.reasons]


@given(st.floats(), st.floats(), st.floats())
def test_odd_values_never_raise_nor_pass(first: float, second: float, third: float) -> None:
    found = judged("dc_unbalance_hv", first, second, third)
    if not all(0 < value < float("inf") for value in (first, second, third)):
        assert found.verdict is Verdict.UNDETERMINED


@given(positive, st.floats(), st.floats())
def test_odd_temperatures_never_raise(value: float, now_c: float, then_c: float) -> None:
    history = (past("insulation_resistance", 3200.0, then_c),)
    found = judged("insulation_resistance", value, at_c=now_c, history=history)
    assert found.converted is None or 0 <= found.converted < float("inf")
    judged("dc_resistance_hv", value, at_c=now_c, history=(past("dc_resistance_hv", 1.0, then_c),))
