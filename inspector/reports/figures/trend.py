"""The trend of one quantity as shapes, drawn once for screen and paper.

Points are joined by a line, limits dashed, the last value stands bold in the colour of its verdict. Lengths are logical
pixels from the top left.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.reports.figures.charts import Area, Dot, Drawing, Fill, Measure, Shape, Stroke, Words

TICKS: Final = 4
SMALL: Final = 11.0
LABEL_ROOM: Final = 46.0
"""Width that the label of a day takes."""
ABOVE: Final = 18.0
BELOW: Final = 26.0


@dataclass(frozen=True, slots=True)
class TrendDot:
    """A value on a day: its text, and the token of its colour ("" for an unsuspicious one)."""

    on: date
    value: float
    text: str
    token: str = ""


def nice_step(span: float, parts: int) -> float:
    """A round step that covers `span` in at most `parts` parts: 1, 2, 2.5 or 5 times a power of ten."""
    if span <= 0:
        return 1.0
    raw = span / parts
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= raw * (1 - 1e-9))


def axis(levels: Sequence[float]) -> tuple[float, float, float]:
    """(lowest, highest, step) of an axis for these levels; it begins at 0 unless that would flatten the line."""
    low, high = min(levels), max(levels)
    if low >= 0 and (high - low) > 0.25 * high:
        low = 0.0
    span = (high - low) or abs(high) or 1.0
    step = nice_step(span, TICKS)
    bottom = math.floor(low / step + 1e-9) * step
    top = math.ceil(high / step - 1e-9) * step
    return bottom, top if top > bottom else bottom + step, step


def tick_text(value: float, step: float) -> str:
    """The label of a tick, with the digits its step needs."""
    digits = max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 else 0
    if digits and round(step, digits) != round(step, digits + 1):
        digits += 1
    return f"{value:.{digits}f}".replace("-", "\u2212")


def trend_drawing(
    points: Sequence[TrendDot],
    limits: Sequence[float],
    limit_words: str,
    size: tuple[float, float],
    measure: Measure,
) -> Drawing:
    """The trend in a room of (width, height); `points` are oldest first and not empty."""
    return Drawing(*size, tuple(_Trend(points, limits, limit_words, size, measure).shapes()), ())


class _Trend:
    """Works out where everything stands."""

    def __init__(
        self,
        points: Sequence[TrendDot],
        limits: Sequence[float],
        words: str,
        size: tuple[float, float],
        measure: Measure,
    ) -> None:
        self._points, self._limits, self._words = points, limits, words
        self._width, self._height = size
        self._measure = measure
        self._bottom, self._top, self._step = axis([point.value for point in points] + list(limits))
        count = round((self._top - self._bottom) / self._step) + 1
        self._ticks = [self._bottom + self._step * number for number in range(count)]
        gutter = max(measure(tick_text(tick, self._step), SMALL) for tick in self._ticks) + 10
        self._area = Area(gutter, ABOVE, self._width - gutter - 22, self._height - ABOVE - BELOW)
        self._xs = self._places()

    def _y(self, value: float) -> float:
        return self._area.bottom - (value - self._bottom) / (self._top - self._bottom) * self._area.height

    def _places(self) -> list[float]:
        count = len(self._points)
        if count == 1:
            return [self._area.x + self._area.width / 2]
        gap = (self._area.width - 8) / (count - 1)
        return [self._area.x + 8 + number * gap for number in range(count)]

    def shapes(self) -> Iterator[Shape]:
        """Everything in the order it is drawn."""
        for tick in self._ticks:
            y = self._y(tick)
            yield Fill(Area(self._area.x, round(y), self._width - self._area.x, 1), "line2")
            yield Words(tick_text(tick, self._step), self._area.x - 8, y, SMALL, "text-2", share=1.0)
        for limit in self._limits:
            y = self._y(limit)
            yield Stroke(((self._area.x, y), (self._width, y)), "red-text", 1.25, dashed=True)
        yield from self._days()
        yield from self._line()
        yield from self._limit_words()

    def _days(self) -> Iterator[Shape]:
        every = max(1, math.ceil(len(self._xs) * LABEL_ROOM / max(1.0, self._width - 60)))
        last = len(self._xs) - 1
        for number, (x, point) in enumerate(zip(self._xs, self._points, strict=True)):
            if (last - number) % every == 0:
                words = f"{point.on:%y-%m}"
                half = self._measure(words, SMALL) / 2 + 2
                middle = min(max(half, x), self._width - half)
                yield Words(words, middle, self._height - 10, SMALL, "text-2", share=0.5)

    def _line(self) -> Iterator[Shape]:
        places = [(x, self._y(point.value)) for x, point in zip(self._xs, self._points, strict=True)]
        if len(places) > 1:
            yield Stroke(tuple(places), "primary-text", 2.0)
        for number, ((x, y), point) in enumerate(zip(places, self._points, strict=True)):
            last = number == len(places) - 1
            yield Dot(x, y, 5.0 if last else 4.5, point.token or "primary-text")
            if not last:
                yield Dot(x, y, 2.5, "surface")
        (x, y), point = places[-1], self._points[-1]
        width = self._measure(point.text, 12.0, bold=True) + 4
        left = min(max(0.0, x - width / 2), self._width - width)
        centre = y - 16 if y > ABOVE + 7 else y + 16
        yield Fill(Area(left, centre - 9, width, 18), "surface")
        yield Words(point.text, left + width / 2, centre, 12.0, point.token or "text-1", bold=True, share=0.5)

    def _limit_words(self) -> Iterator[Shape]:
        if not self._limits or not self._words:
            return
        highest = min(self._y(limit) for limit in self._limits)
        top = highest - 17 if highest - 17 >= 0 else highest + 2
        yield Fill(Area(self._area.x + 2, top, self._measure(self._words, SMALL) + 8, 15), "surface")
        yield Words(self._words, self._area.x + 6, top + 7.5, SMALL, "red-text")
