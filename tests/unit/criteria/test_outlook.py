"""The robust trend and the day on which a limit would be reached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.criteria.outlook import outlook

START = date(2018, 6, 1)


def yearly(*values: float) -> list[tuple[date, float]]:
    return [(date(START.year + year, 6, 1), value) for year, value in enumerate(values)]


def test_a_straight_line_reaches_its_limit_when_it_must() -> None:
    found = outlook(yearly(10, 12, 14, 16, 18))
    assert found is not None
    assert found.per_year == pytest.approx(2, rel=2e-3)
    crossing = found.reaches(24)
    assert crossing is not None
    assert abs((crossing.likely - date(2025, 6, 1)).days) <= 3
    assert crossing.earliest <= crossing.likely
    assert crossing.latest is None or crossing.likely <= crossing.latest


def test_one_wrong_reading_does_not_turn_the_trend() -> None:
    found = outlook(yearly(10, 12, 140, 16, 18, 20, 22))
    assert found is not None
    assert found.per_year == pytest.approx(2, rel=0.01)


def test_few_tests_or_tests_of_one_day_are_no_trend() -> None:
    assert outlook(yearly(1, 2, 3)) is None
    assert outlook([(START, 1.0), (START, 2.0), (START, 3.0), (START, 4.0), (START + timedelta(9), 5.0)]) is None


def test_values_that_go_up_and_down_reach_nothing() -> None:
    found = outlook(yearly(10, 12, 9, 11, 10, 12, 9))
    assert found is not None
    assert found.steady
    assert found.reaches(13) is None


def test_a_trend_away_from_the_limit_or_too_slow_reaches_nothing() -> None:
    found = outlook(yearly(18, 16, 14, 12, 10, 8))
    assert found is not None
    assert found.reaches(30) is None
    assert found.reaches(-100) is None
    assert found.reaches(4) is not None


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=12),
    st.floats(-1e6, 1e6),
    st.sampled_from([0.001, 1000.0]),
)
def test_the_trend_does_not_depend_on_order_and_scales_with_the_unit(
    values: list[float], limit: float, factor: float
) -> None:
    points = yearly(*values)
    found, other = outlook(points), outlook(points[::-1])
    assert found == other
    assert found is not None
    assert found.lowest <= found.per_year <= found.highest
    scaled = outlook([(on, value * factor) for on, value in points])
    assert scaled is not None
    assert scaled.per_year == pytest.approx(found.per_year * factor, rel=1e-6, abs=1e-6 * factor)
    crossing = found.reaches(limit)
    if crossing is not None:
        assert crossing.earliest <= crossing.likely
        assert found.on <= crossing.likely
