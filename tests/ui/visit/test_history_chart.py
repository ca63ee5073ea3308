"""The chart of a value's history: what it spans with a trend, and that it is drawn in every state."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from inspector.domain.verdict import Verdict
from inspector.services.visits.views import CourseView
from inspector.ui.theme import color
from inspector.ui.visit.history_chart import HistoryChart

DAYS = (date(2019, 5, 1), date(2021, 4, 3), date(2022, 6, 1), date(2024, 5, 5), date(2026, 6, 1))
VALUES = (0.8, 1.0, 1.05, 1.3, 1.5)
RISING = CourseView(0.1, 0.07, 0.13, 1.5, DAYS[-1], date(2029, 1, 1), date(2031, 1, 1), date(2034, 1, 1))
STEADY = CourseView(0.0, -0.02, 0.03, 1.5, DAYS[-1])
FAR = CourseView(0.001, 0.0005, 0.002, 1.5, DAYS[-1], date(2050, 1, 1), date(2055, 1, 1), None)


def chart(qtbot: QtBot, course: CourseView | None, days: tuple[date, ...] = DAYS) -> HistoryChart:
    made = HistoryChart()
    qtbot.addWidget(made)
    made.resize(280, made.height())
    made.set_history(VALUES, days, 2.0, Verdict.PASS, 2)
    made.set_course(course)
    return made


def inks(made: HistoryChart) -> set[str]:
    image = made.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_the_trend_reaches_beyond_the_latest_day_of_the_crossing(qtbot: QtBot) -> None:
    made = chart(qtbot, RISING)
    assert made.horizon is not None
    assert made.horizon > RISING.latest  # type: ignore[operator]  # it has one
    assert {color("orange-text").name(), color("primary-tint").name()} <= inks(made)


@pytest.mark.parametrize("course", [STEADY, FAR])
def test_no_crossing_is_marked_that_is_not_in_sight(qtbot: QtBot, course: CourseView) -> None:
    made = chart(qtbot, course)
    assert made.horizon is not None
    assert made.horizon < date(2042, 1, 1)
    assert color("orange-text").name() not in inks(made)


def test_without_days_or_without_a_trend_values_stand_at_equal_distances(qtbot: QtBot) -> None:
    assert chart(qtbot, None).horizon is None
    assert chart(qtbot, RISING, DAYS[:2]).horizon is None
    assert color("primary-tint").name() not in inks(chart(qtbot, RISING, DAYS[:2]))
