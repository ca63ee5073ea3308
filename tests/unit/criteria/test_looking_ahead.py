"""A trend that reaches its limit before the value is measured next raises attention."""

from datetime import date, timedelta

from inspector.criteria.model import Judgement
from inspector.criteria.outlook import beyond, crossing, foresee, look_ahead
from inspector.domain import equipment
from inspector.domain.verdict import Verdict

ON = date(2026, 6, 1)


def past(*values: float, unit: str = "mg/L", temperature: float | None = None) -> tuple[equipment.TestValue, ...]:
    return tuple(
        equipment.TestValue(
            "oil_water", ON - timedelta(365 * (len(values) - at)), value, unit, "oil_water", temperature
        )
        for at, value in enumerate(values)
    )


def judged(value: float | None, high: float = 35.0, verdict: Verdict = Verdict.PASS) -> Judgement:
    return Judgement(verdict, "oil_water", value, "mg/L", limit_high=high)


def test_a_value_that_reaches_its_limit_before_the_next_test_deserves_attention() -> None:
    course = look_ahead(judged(28), past(12, 16, 20, 24), ON)
    ahead = crossing(judged(28), course)
    assert ahead is not None
    assert ahead.earliest <= ahead.likely
    assert abs((ahead.likely - ON).days - 7 / 4 * 365) < 20
    raised = foresee(judged(28), course, date(2029, 6, 1))
    assert raised.verdict is Verdict.ATTENTION
    assert ahead.likely.isoformat() in raised.reasons[-1].render()
    assert "2029-06-01" in raised.reasons[-1].render()


def test_it_stays_a_pass_when_the_next_test_comes_before_or_is_unknown() -> None:
    course = look_ahead(judged(28), past(12, 16, 20, 24), ON)
    assert foresee(judged(28), course, date(2027, 6, 1)) == judged(28)
    assert foresee(judged(28), course, None) == judged(28)


def test_only_a_pass_is_raised() -> None:
    course = look_ahead(judged(28), past(12, 16, 20, 24), ON)
    for verdict in (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE):
        other = judged(28, verdict=verdict)
        assert foresee(other, course, date(2040, 1, 1)) == other


def test_a_limit_that_was_crossed_is_never_reached_in_future() -> None:
    rising = look_ahead(judged(37), past(21, 25, 29, 33), ON)
    assert beyond(judged(37))
    assert crossing(judged(37), rising) is None
    falling = look_ahead(judged(37), past(53, 49, 45, 41), ON)
    assert crossing(judged(37), falling) is None  # it comes back, which is no limit reached
    jumped = look_ahead(judged(60), past(12, 13, 14, 15), ON)
    assert crossing(judged(60), jumped) is None
    both = judged(34)._replace(limit_low=10.0)
    assert not beyond(both)
    assert crossing(both, look_ahead(both, past(50, 46, 42, 38), ON)) is not None  # falls towards the lower one


def test_few_steady_or_foreign_values_say_nothing() -> None:
    assert look_ahead(judged(28), past(20, 24), ON) is None
    assert look_ahead(judged(None), past(12, 16, 20, 24), ON) is None
    assert look_ahead(judged(28), past(12, 16, 20, 24, unit="µL/L"), ON) is None
    steady = look_ahead(judged(20), past(20, 21, 19, 20), ON)
    assert crossing(judged(20), steady) is None


def test_converted_quantities_have_a_trend_only_at_one_temperature() -> None:
    mixed = (*past(12, 16, temperature=20), *past(20, 24, temperature=35))
    assert look_ahead(judged(28), mixed, ON, "insulation") is None
    known = past(12, 16, 20, 24, temperature=20)
    assert look_ahead(judged(28), known, ON, "insulation", 20) is not None
    assert look_ahead(judged(28), known, ON, "insulation") is None  # today's temperature is not known
    assert look_ahead(judged(28), known, ON, "insulation", 35) is None
    assert look_ahead(judged(28), past(12, 16, 20, 24), ON, "insulation") is None
    moving = judged(28)._replace(converted=30.0)
    assert crossing(moving, look_ahead(judged(28), past(12, 16, 20, 24), ON)) is None


def test_a_line_beyond_the_limit_is_told_even_while_the_value_is_not() -> None:
    low = Judgement(Verdict.PASS, "core_insulation", 12.0, "mg/L", limit_low=10.0)
    course = look_ahead(low, past(500, 300, 100, 50), ON)  # fell fast and slowed down just above the limit
    ahead = crossing(low, course)
    assert course is not None
    assert course.value < 10
    assert ahead is not None
    assert (ahead.earliest, ahead.likely, ahead.latest) == (ON, ON, ON)
    for due in (None, ON, date(2030, 1, 1)):
        raised = foresee(low, course, due)
        assert (raised.verdict, len(raised.reasons)) == (Verdict.ATTENTION, 1)
    rising = look_ahead(judged(34), past(8, 18, 26, 31), ON)
    assert crossing(judged(34), rising) is not None
    leaving = low._replace(limit_low=None, limit_high=510.0)  # it heads away from this one
    assert crossing(leaving, course) is None
