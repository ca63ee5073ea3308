"""The trend of a value in words."""

from datetime import date

import pytest

from inspector.criteria import Judgement
from inspector.criteria.outlook import Outlook, outlook
from inspector.domain.verdict import Verdict
from inspector.i18n import set_language
from inspector.services.visits.outlook_words import trend_words

ON = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("value", "line", "said"),
    [
        (22.0, 22.0, "reaches the limit about 2026-03-"),
        (12.0, -40.0, "its line lies beyond the limit by now"),
        (8.0, 9.0, "already beyond the limit"),
    ],
)
def test_the_trend_says_when_its_limit_is_reached_or_that_it_is_passed(value: float, line: float, said: str) -> None:
    set_language("en")
    judged = Judgement(Verdict.PASS, "core_insulation", value, "MΩ", limit_low=10.0)
    words = trend_words(judged, Outlook(-10.0, -11.0, -9.0, line, ON), 0)
    assert words.startswith(("Trend: −10", "Trend: -10"))
    assert said in words


@pytest.mark.parametrize(
    ("last", "verdict", "said"),
    [
        (2.83, Verdict.FAIL, "Trend: steady until now; this value leaves it."),
        (0.47, Verdict.FAIL, "Trend: steady."),
        (2.83, Verdict.PASS, "Trend: steady."),
    ],
)
def test_a_value_that_jumps_out_of_a_steady_course_is_not_called_steady(
    last: float, verdict: Verdict, said: str
) -> None:
    set_language("en")
    before = [(date(2019 + year, 1, 1), value) for year, value in enumerate((0.46, 0.44, 0.47, 0.45, 0.46))]
    course = outlook([*before, (ON, last)])
    assert course is not None
    assert trend_words(Judgement(verdict, "dc_unbalance_hv", last, "%", limit_high=2.0), course, 2) == said
