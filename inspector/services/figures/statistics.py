"""Statistics of hazards over a period: closure, lateness, time to close, recurrence, by team, grade, month, customer.

Everything is of the hazards found in the period, as they stand today; only `closed_within` counts what was closed in
the period whenever it was found. Voided hazards are left out. Worker thread.
"""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from inspector.domain.hazard import Grade
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.words import GRADES, here
from inspector.services.workspace import Workspace
from inspector.storage.ledgers.statistics import Cell, CustomerSum, Part

register(
    ProblemKind.INPUT,
    {
        "period_format": N_(
            "“{text}” is no period. Write a year (2026), a quarter (2026-Q2), a month (2026-06) or two days"
            " (2026-01-01..2026-06-30)."
        ),
        "period_order": N_("The period ends before it begins."),
    },
)

NO_TEAM: Final = N_("no team on record")
Days = Sequence[tuple[int, int]]
"""(days from finding to closing, number of hazards), ascending."""
MOST_CUSTOMERS: Final = 40
_ADDED: Final = (
    "found",
    "closed",
    "in_time",
    "overdue",
    "recurrent",
    "reopened",
    "submitted",
    "closed_within",
)
Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """The numbers of one group. Shares are 0 to 1; None where there is nothing to divide by."""

    key: str
    """Team, grade, YYYY-MM or the customer's id; "" for all."""
    label: str
    """As shown."""
    found: int
    closed: int
    """Of those found, closed by today."""
    in_time: int
    """Of those closed, closed by their deadline."""
    overdue: int
    """Of those found, not closed and past their deadline today."""
    recurrent: int
    """Of those found: the same trouble was closed before, or it was reopened."""
    reopened: int
    submitted: int
    """Of those found, handed in for review at least once."""
    closed_within: int = 0
    """Closed in the period, whenever found; of a month, closed in that month. Not counted of a customer."""
    mean_days: float | None = None
    """From finding to closing, of those closed."""
    median_days: float | None = None
    """None of a customer: nobody asks."""
    slow_days: float | None = None
    """The 90th percentile: nine of ten were closed in no more days. None of a customer."""

    @property
    def closure_rate(self) -> float | None:
        """Closed of found."""
        return self.closed / self.found if self.found else None

    @property
    def in_time_rate(self) -> float | None:
        """Closed in time of closed."""
        return self.in_time / self.closed if self.closed else None

    @property
    def recurrence_rate(self) -> float | None:
        """Recurrent of found."""
        return self.recurrent / self.found if self.found else None


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics of a period, both days included. Teams, grades and months in order, customers by most found."""

    first: date
    last: date
    as_of: date
    total: StatisticsRow
    teams: tuple[StatisticsRow, ...]
    grades: tuple[StatisticsRow, ...]
    months: tuple[StatisticsRow, ...]
    customers: tuple[StatisticsRow, ...]
    """Those with the most hazards."""
    customer_count: int
    """All customers of whom a hazard was found."""
    statuses: Mapping[str, int]
    """How many of the hazards found stand where, by status key (`services.words.STATUSES`); voided ones here only."""


def statistics(
    workspace: Workspace,
    first: date,
    last: date,
    translator: Translator | None = None,
    *,
    team: str | None = None,
    customer: str = "",
) -> Statistics:
    """The statistics of a period; labels in the translator's language, by default the window's.

    Only of a team ("" = no team on record) or a customer (id) where they are given. Raises Problem period_order.
    """
    if last < first:
        raise Problem("period_order")
    t = translator or here()
    part = Part(first, last, workspace.today(), team, customer)
    source = workspace.db.statistics
    cells, closed = source.cells(part), source.closed(part)
    rank_of = {grade.value: grade.rank for grade in Grade}
    teams = _sums(((cell.team, cell) for cell in cells), ((row[0], row[3]) for row in closed))
    grades = _sums(((cell.rank, cell) for cell in cells), ((row[1], row[3]) for row in closed))
    months = _sums(((cell.month, cell) for cell in cells), ((row[2], row[3]) for row in closed))
    whole = _Sum()
    for one in grades.values():
        whole.join(one)
    most, customers = source.customers(part, MOST_CUSTOMERS)
    names = source.customer_names([row.customer for row in most])
    return Statistics(
        first=first,
        last=last,
        as_of=part.today,
        total=_row("", whole, ""),
        teams=tuple(_row(key, one, key or t(NO_TEAM)) for key, one in sorted(teams.items())),
        grades=tuple(_row(key, grades.get(rank, _Sum()), t(GRADES[Grade(key)])) for key, rank in rank_of.items()),
        months=tuple(_row(key, months.get(key, _Sum()), key) for key in _months(first, min(last, part.today), months)),
        customers=tuple(_customer(row, names.get(row.customer, row.customer)) for row in most),
        customer_count=customers,
        statuses=source.statuses(part),
    )


class _Sum:
    """Counts that are being added up."""

    def __init__(self) -> None:
        self.found = self.closed = self.in_time = self.overdue = 0
        self.recurrent = self.reopened = self.submitted = 0
        self.closed_within = 0
        self.days: dict[int, int] = {}

    def add(self, cell: Cell) -> None:
        """Add the counts of a cell."""
        self.found += cell.found
        self.closed += cell.closed
        self.in_time += cell.in_time
        self.overdue += cell.overdue
        self.recurrent += cell.recurrent
        self.reopened += cell.reopened
        self.submitted += cell.submitted
        if cell.days >= 0:
            self.days[cell.days] = self.days.get(cell.days, 0) + cell.closed

    def join(self, other: "_Sum") -> None:
        """Add the counts of another sum."""
        for name in _ADDED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for day, count in other.days.items():
            self.days[day] = self.days.get(day, 0) + count


def _sums(cells: Iterable[tuple[Key, Cell]], closed: Iterable[tuple[Key, int]]) -> dict[Key, _Sum]:
    found: dict[Key, _Sum] = {}
    for key, cell in cells:
        one = found.get(key)
        if one is None:
            one = found[key] = _Sum()
        one.add(cell)
    for key, count in closed:
        found.setdefault(key, _Sum()).closed_within += count
    return found


def _months(first: date, last: date, known: Iterable[str]) -> list[str]:
    """Every month from the first that has something in it to the last of the period, gaps included."""
    seen = sorted(known)
    if not seen:
        return []
    begin, end = max(f"{first:%Y-%m}", seen[0]), f"{last:%Y-%m}"
    year, month = int(begin[:4]), int(begin[5:])
    found = []
    while f"{year:04d}-{month:02d}" <= end:
        found.append(f"{year:04d}-{month:02d}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def _row(key: str, one: _Sum, label: str) -> StatisticsRow:
    days = sorted(one.days.items())
    return StatisticsRow(
        key=key,
        label=label,
        found=one.found,
        closed=one.closed,
        in_time=one.in_time,
        overdue=one.overdue,
        recurrent=one.recurrent,
        reopened=one.reopened,
        submitted=one.submitted,
        closed_within=one.closed_within,
        mean_days=_mean(days),
        median_days=_median(days),
        slow_days=_slow(days),
    )


def _customer(row: CustomerSum, label: str) -> StatisticsRow:
    return StatisticsRow(
        key=row.customer,
        label=label,
        found=row.found,
        closed=row.closed,
        in_time=row.in_time,
        overdue=row.overdue,
        recurrent=row.recurrent,
        reopened=row.reopened,
        submitted=row.submitted,
        mean_days=row.days / row.closed if row.closed else None,
    )


def _mean(days: Days) -> float | None:
    count = sum(number for _day, number in days)
    return sum(day * number for day, number in days) / count if count else None


def _median(days: Days) -> float | None:
    """The middle value, of an even number the mean of the two in the middle; `days` ascend."""
    count = sum(number for _day, number in days)
    if not count:
        return None
    low, high = _at(days, (count - 1) // 2), _at(days, count // 2)
    return (low + high) / 2


def _slow(days: Days) -> float | None:
    """The 90th percentile by nearest rank: nine of ten took no longer."""
    count = sum(number for _day, number in days)
    return float(_at(days, -(-count * 9 // 10) - 1)) if count else None


def _at(days: Days, index: int) -> int:
    for day, number in days:
        index -= number
        if index < 0:
            return day
    return 0


def period(text: str) -> tuple[date, date]:
    """First and last day of a year, quarter, month, or of FROM..TO. Raises Problem period_format, period_order."""
    words = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}", words):
        begin, _, end = words.partition("..")
        first, last = _day(begin, text), _day(end, text)
        if last < first:
            raise Problem("period_order")
        return first, last
    matched = re.fullmatch(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])))?", words)
    if matched is None or not 1 <= int(matched[1]) <= 9999 or (matched[2] and not 1 <= int(matched[2]) <= 12):
        raise Problem("period_format", text=text)
    year, month, quarter = int(matched[1]), matched[2], matched[3]
    start, end_month = (int(month), int(month)) if month else (1, 12)
    if quarter:
        start, end_month = 3 * int(quarter) - 2, 3 * int(quarter)
    return date(year, start, 1), date(year, end_month, calendar.monthrange(year, end_month)[1])


def _day(text: str, whole: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem("period_format", text=whole) from error
