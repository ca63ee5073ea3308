"""Where a value is heading: a robust trend over its tests, and when it would reach a limit.

The slope is the median of the slopes between all pairs of tests (Theil and Sen): one wrong reading does not turn it.
Its range is that of the ranked slopes which Kendall's test cannot tell from the median (Sen 1968), at about 90 %. With
fewer than `LEAST` tests, or on fewer days, nothing is said.
"""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from statistics import median
from typing import Final

from inspector.criteria import reasons
from inspector.criteria.model import Judgement
from inspector.domain.equipment import TestValue
from inspector.domain.verdict import Verdict
from inspector.quick_dataclass import dataclass

LEAST: Final = 4
"""Tests below which a direction is no trend."""
Z90: Final = 1.645
"""Standard normal deviate of a two-sided 90 % range."""
YEAR_DAYS: Final = 365.2425
FARTHEST_YEARS: Final = 30
"""Beyond, a date would only look like knowledge."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A trend: change a year with its range, and the line's value today. `steady`: the range holds 0.

    `strays` is how far an earlier value lies from the line at most.
    """

    per_year: float
    lowest: float
    highest: float
    value: float
    on: date
    strays: float = math.inf

    @property
    def steady(self) -> bool:
        """Whether neither a rise nor a fall is certain."""
        return self.lowest <= 0 <= self.highest

    def jumped(self, value: float) -> bool:
        """Whether the last value lies more than twice as far from the line as any before it."""
        return abs(value - self.value) > 2 * self.strays

    def lies_beyond(self, limit: float) -> bool:
        """Whether the line lies at a limit that it heads for, or has passed it."""
        return self.value >= limit if self.per_year > 0 else self.value <= limit

    def reaches(self, limit: float) -> "Crossing | None":
        """When the line reaches a limit; None if it leads away from it, is steady, or the day is too far off."""
        distance = limit - self.value
        if self.steady or not distance or (distance > 0) != (self.per_year > 0):
            return None
        days = [_days(distance, slope) for slope in (self.per_year, self.highest, self.lowest)]
        likely, *others = days
        if likely is None or likely > FARTHEST_YEARS * YEAR_DAYS:
            return None
        known = [one for one in others if one is not None and one <= FARTHEST_YEARS * YEAR_DAYS]
        latest = self.on + timedelta(max(known)) if len(known) == 2 else None
        return Crossing(self.on + timedelta(min([likely, *known])), self.on + timedelta(likely), latest)


@dataclass(frozen=True, slots=True)
class Crossing:
    """When a limit would be reached: most likely, and the range; `latest` None = perhaps not within 30 years."""

    earliest: date
    likely: date
    latest: date | None


def _days(distance: float, per_year: float) -> int | None:
    if not per_year or (distance > 0) != (per_year > 0):
        return None
    return min(math.ceil(distance / per_year * YEAR_DAYS), 10**6)


def outlook(points: Sequence[tuple[date, float]]) -> Outlook | None:
    """The trend of values in one unit, converted to one temperature where that matters; None if there are too few."""
    days = {on for on, _value in points}
    if len(days) < LEAST:
        return None
    slopes = sorted(
        (after - before) / ((later - earlier).days / YEAR_DAYS)
        for (earlier, before), (later, after) in combinations(sorted(points), 2)
        if later > earlier
    )
    low, high = _range(slopes, [on for on, _value in points])
    slope, last = median(slopes), max(days)
    on_last = [(on, value + slope * ((last - on).days / YEAR_DAYS)) for on, value in points]
    at_last = median(value for _on, value in on_last)
    strays = max(abs(value - at_last) for on, value in on_last if on < last)
    return Outlook(slope, low, high, at_last, last, strays)


def _range(slopes: Sequence[float], days: Sequence[date]) -> tuple[float, float]:
    """The slopes that rank as far from the median as Kendall's S may stray by chance (ties in days taken off)."""
    n = len(days)
    ties = [days.count(day) for day in set(days)]
    variance = (_spread(n) - sum(_spread(size) for size in ties)) / 18
    reach = Z90 * math.sqrt(variance)
    first = max(0, math.floor((len(slopes) - reach) / 2))
    return slopes[first], slopes[len(slopes) - 1 - first]


def _spread(size: int) -> int:
    return size * (size - 1) * (2 * size + 5)


def look_ahead(
    judged: Judgement,
    history: Sequence[TestValue],
    on: date,
    conversion: str = "",
    temperature_c: float | None = None,
) -> Outlook | None:
    """The trend of a judged value with its history; None while there are too few.

    Values in another unit than the judged one's are left out. A quantity with a temperature conversion has no trend
    unless all, the judged one too, were measured at one known temperature (°C): converted limits move with every test.
    """
    if judged.value is None:
        return None
    points = [(past.tested_on, past.value) for past in history if past.unit in ("", judged.unit)]
    temperatures = {temperature_c, *(past.temperature_c for past in history)}
    if conversion and (None in temperatures or len(temperatures) > 1):
        return None
    return outlook([*((day, value) for day, value in points if day < on), (on, judged.value)])


def beyond(judged: Judgement) -> bool:
    """Whether the value already lies outside a limit that does not move with the last value."""
    if judged.value is None or _moves(judged):
        return False
    low, high = judged.limit_low, judged.limit_high
    return (low is not None and judged.value < low) or (high is not None and judged.value > high)


def crossing(judged: Judgement, course: Outlook | None) -> Crossing | None:
    """When the trend leaves by the limit that it heads for; None for a moving limit, and for a value beyond already.

    A line that lies at or beyond the limit by now, while the value does not, reaches it now: a value that changed
    fast and has slowed down is no reason to say nothing.
    """
    if course is None or _moves(judged) or beyond(judged):
        return None
    limit = judged.limit_high if course.per_year > 0 else judged.limit_low
    if limit is None or course.steady:
        return None
    return Crossing(course.on, course.on, course.on) if course.lies_beyond(limit) else course.reaches(limit)


def _moves(judged: Judgement) -> bool:
    return judged.formula is not None or judged.converted is not None


def foresee(judged: Judgement, course: Outlook | None, due: date | None) -> Judgement:
    """The judgement with attention raised where the trend reaches the limit before the next test is due.

    Only a pass is raised. `due` None: nobody knows when the next test is, so nothing is said of a day to come; a line
    that lies beyond the limit by now is told in any case.
    """
    ahead = crossing(judged, course) if judged.verdict is Verdict.PASS else None
    if ahead is None or course is None:
        return judged
    if ahead.likely <= course.on:
        why = reasons.BEYOND_BY_NOW
    elif due is not None and ahead.likely <= due:
        why = reasons.heading(ahead.likely.isoformat(), due.isoformat())
    else:
        return judged
    return judged._replace(verdict=Verdict.ATTENTION, reasons=(*judged.reasons, why))
