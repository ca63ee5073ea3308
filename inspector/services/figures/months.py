"""The months of a period as places on the axis of a chart: one by one, as quarters, or as years."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from inspector.domain.inspection import add_months
from inspector.quick_dataclass import dataclass
from inspector.services.figures.key_figures import Figures, span_filter
from inspector.services.figures.statistics import StatisticsRow

MONTHS, QUARTERS = 18, 54
"""Months that are shown one by one, and as quarters; more are shown as years."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Months that are one place on the axis; the days are clipped to the period."""

    label: str
    first: date
    last: date
    row: StatisticsRow
    late: int | None
    """Overdue at the end of its last month; None where that is still to come."""
    late_month: str

    @property
    def found_filter(self) -> str:
        """The ledger's filter of what was found in it."""
        return span_filter(self.first, self.last)

    @property
    def closed_filter(self) -> str:
        """The ledger's filter of what was closed in it."""
        whole = self.first.day == 1 and add_months(self.first, 1) - timedelta(days=1) == self.last
        return f"closed_in:{self.first:%Y-%m}" if whole else f"closed_in:{self.first}..{self.last}"


def buckets(made: Figures) -> Iterator[Bucket]:
    """The months of the period up to the running one: one by one, or as quarters, or as years."""
    rows = {row.key: row for row in made.statistics.months}
    late = dict(made.late)
    end = max(min(made.last, made.as_of), max((_day(key) for key in rows), default=made.first))
    begin = made.first.replace(day=1)
    if rows and _many(begin, end) > MONTHS:
        begin = max(begin, min(_day(key) for key in rows))
    months = _many(begin, end)
    size = 1 if months <= MONTHS else 3 if months <= QUARTERS else 12
    month = begin.replace(month=begin.month - (begin.month - 1) % size)
    while month <= end:
        inside = [add_months(month, step) for step in range(size)]
        keys = [f"{one:%Y-%m}" for one in inside]
        row = summed(keys[0], [rows[key] for key in keys if key in rows])
        last = add_months(month, size) - timedelta(days=1)
        known = [key for key in keys if key in late]
        yield Bucket(
            label=_label(month, size),
            first=max(month, made.first),
            last=min(last, made.last),
            row=row,
            late=late[known[-1]] if known else None,
            late_month=known[-1] if known else "",
        )
        month = add_months(month, size)


def _many(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month + 1


def _day(month: str) -> date:
    return date.fromisoformat(month + "-01")


def _label(month: date, size: int) -> str:
    return {1: f"{month:%y-%m}", 3: f"{month:%y}Q{(month.month + 2) // 3}", 12: f"{month:%Y}"}[size]


def summed(label: str, rows: Sequence[StatisticsRow]) -> StatisticsRow:
    """The counts of several rows; no days, which cannot be added."""

    def total(name: str) -> int:
        return sum(int(getattr(row, name)) for row in rows)

    return StatisticsRow(
        key="",
        label=label,
        found=total("found"),
        closed=total("closed"),
        in_time=total("in_time"),
        overdue=total("overdue"),
        recurrent=total("recurrent"),
        reopened=total("reopened"),
        submitted=total("submitted"),
        closed_within=total("closed_within"),
    )
