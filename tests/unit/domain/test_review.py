"""Reviews: what the rules tick, the sample that anybody can draw again, agreement of two judgements."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.review import (
    Check,
    CheckState,
    Evidence,
    agreement,
    comparable,
    draw,
    is_met,
    load_difference,
    phase_of,
    sample_size,
    spread,
    states,
    unmet,
)

IDS = [f"hazard-{number:02d}" for number in range(10)]
GOLDEN = ["hazard-00", "hazard-04", "hazard-07"]
FULL = Evidence(photos_before=1, photos_after=1, within=(True, True), values=2, load=(312.0, 305.0), recorded=True)


def test_what_is_measured_and_recorded_is_ticked_by_rule_and_the_rest_by_hand() -> None:
    assert states(FULL) == {
        Check.SAME_VIEW: CheckState.HAND,
        Check.VALUES: CheckState.HOLDS,
        Check.LOAD: CheckState.HOLDS,
        Check.RECORD: CheckState.HOLDS,
        Check.ON_SITE: CheckState.HAND,
    }
    assert unmet(states(FULL), {Check.SAME_VIEW}) == (Check.ON_SITE,)
    assert unmet(states(FULL), {Check.SAME_VIEW, Check.ON_SITE}) == ()


@pytest.mark.parametrize(
    ("evidence", "check", "state"),
    [
        (Evidence(), Check.SAME_VIEW, CheckState.NOT_NEEDED),
        (Evidence(photos_before=1), Check.SAME_VIEW, CheckState.HAND),
        (Evidence(), Check.VALUES, CheckState.NOT_NEEDED),
        (Evidence(values=1), Check.VALUES, CheckState.HAND),
        (Evidence(values=1, within=(None,)), Check.VALUES, CheckState.FAILS),
        (Evidence(values=2, within=(True, False)), Check.VALUES, CheckState.FAILS),
        (Evidence(), Check.LOAD, CheckState.NOT_NEEDED),
        (Evidence(load=(300.0, None)), Check.LOAD, CheckState.FAILS),
        (Evidence(load=(300.0, 239.9)), Check.LOAD, CheckState.FAILS),
        (Evidence(load=(300.0, 240.0)), Check.LOAD, CheckState.HOLDS),
        (Evidence(load=(300.0, 360.0)), Check.LOAD, CheckState.HOLDS),
        (Evidence(), Check.RECORD, CheckState.HAND),
    ],
)
def test_each_point_by_its_own_evidence(evidence: Evidence, check: Check, state: CheckState) -> None:
    assert states(evidence)[check] is state


def test_what_a_rule_refuses_cannot_be_ticked() -> None:
    rules = states(Evidence(values=1, within=(False,)))
    assert not is_met(Check.VALUES, rules, set(Check))
    assert Check.VALUES in unmet(rules, set(Check))


def test_loads_are_compared_with_the_one_at_the_finding() -> None:
    assert load_difference(312, 305) == pytest.approx(2.24, abs=0.01)
    assert comparable(0, 0)
    assert not comparable(0, 1)


def test_the_phase_is_the_end_of_a_cells_name() -> None:
    assert [phase_of(name) for name in ("line_current_b", "dc_hv_ab", "top_oil_temperature", "c")] == [
        "B",
        "AB",
        "",
        "",
    ]


def test_the_sample_of_a_seed_never_changes() -> None:
    """Recorded once: samples of former years must be drawn the same by every later version."""
    assert draw("2026-K7", 30, IDS) == GOLDEN
    shuffled = IDS * 2
    random.Random(5).shuffle(shuffled)
    assert draw("2026-K7", 30, shuffled) == GOLDEN


@given(st.text(), st.floats(0.01, 100), st.sets(st.text(min_size=1), min_size=1, max_size=40))
def test_a_sample_has_its_share_rounded_up_and_at_least_one(seed: str, share: float, population: set[str]) -> None:
    drawn = draw(seed, share, population)
    assert set(drawn) <= population
    assert len(drawn) == len(set(drawn)) == sample_size(share, len(population)) >= 1
    assert len(drawn) - 1 < share * len(population) / 100 + 1e-6
    assert drawn == draw(seed, share, sorted(population, reverse=True))


@given(st.text(), st.sets(st.text(min_size=1), min_size=2, max_size=30))
def test_more_of_the_same_seed_holds_the_smaller_sample(seed: str, population: set[str]) -> None:
    assert set(draw(seed, 20, population)) <= set(draw(seed, 60, population))


def test_every_stratum_gives_its_share() -> None:
    strata = {item: "critical" if item < "hazard-02" else "general" for item in IDS}
    drawn = draw("s", 25, IDS, strata)
    assert len([item for item in drawn if strata[item] == "critical"]) == 1
    assert len(drawn) == 1 + 2


def test_a_share_outside_its_bounds_is_refused() -> None:
    for share in (0, -1, 100.1):
        with pytest.raises(ValueError, match="share"):
            sample_size(share, 10)
    assert sample_size(10, 0) == 0
    assert [sample_size(20, count) for count in (1, 5, 6, 10)] == [1, 1, 2, 2]


def test_items_are_spread_evenly_over_those_who_may_have_them() -> None:
    choices = {"a": ["x", "y"], "b": ["x", "y"], "c": ["x"], "d": []}
    given_to = spread(list(choices), choices, {"x": 0, "y": 0})
    assert given_to["c"] == "x"
    assert "d" not in given_to
    assert sorted(given_to.values()) == ["x", "x", "y"] or sorted(given_to.values()) == ["x", "y", "y"]
    assert spread(["a"], choices, {"x": 5, "y": 0}) == {"a": "y"}


def test_kappa_of_a_worked_example() -> None:
    """20 and 15 agree, 5 and 10 do not: observed 0.7, by chance 0.5, kappa 0.4."""
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    found = agreement(pairs)
    assert (found.pairs, found.both_passed, found.only_first, found.only_second, found.both_returned) == (
        50,
        20,
        5,
        10,
        15,
    )
    assert found.percent == pytest.approx(70)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_is_left_out_where_it_means_nothing() -> None:
    assert (agreement([]).percent, agreement([]).kappa) == (None, None)
    alike = agreement([(True, True)] * 4)
    assert (alike.percent, alike.kappa) == (100, None)
    assert agreement([(True, False), (False, True)]).kappa == pytest.approx(-1)
