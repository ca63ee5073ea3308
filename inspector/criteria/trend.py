"""The course of one value over its tests: what the sparkline and the columns 上次 and 初值 show."""

from datetime import date
from typing import Final

from inspector.domain.equipment import TestValue
from inspector.quick_dataclass import dataclass

SHOWN: Final = 5
"""Values a sparkline shows (design README)."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Last values with dates, oldest first, the present one last; `change` is present minus last."""

    points: tuple[tuple[date, float], ...]
    first: float | None
    last: float | None
    change: float | None


def trend(history: tuple[TestValue, ...], value: float | None, on: date) -> Trend:
    """The trend of a value with its history (oldest first, one unit); without a present value only the history."""
    points = [(past.tested_on, past.value) for past in history]
    if value is not None:
        points.append((on, value))
    last = history[-1].value if history else None
    change = value - last if value is not None and last is not None else None
    return Trend(tuple(points[-SHOWN:]), history[0].value if history else None, last, change)
