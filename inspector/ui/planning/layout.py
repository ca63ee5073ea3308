"""Where days and visits stand in the calendar. Geometry only, without painting."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF

from inspector.quick_dataclass import dataclass
from inspector.services.planning.board import CalendarVisit

WEEK = 7
HEAD = 44
MONTH_HEAD = 28
DAY_HEAD = 24
CARD, LINE = 52, 20
GAP = 4
MORE = 18


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month_span(day: date) -> tuple[date, int]:
    """The first day and the number of days of the weeks that a month lies in."""
    first = week_of(day.replace(day=1))
    next_month = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    last = next_month - timedelta(days=1)
    return first, (week_of(last) - first).days + WEEK


@dataclass(slots=True)
class Layout:
    """The cells of one span of days in a rectangle of this size; `offsets` scroll the visits of a day."""

    first: date
    days: int
    width: float
    height: float
    month: bool

    @property
    def head(self) -> float:
        """Height of the names of the weekdays."""
        return MONTH_HEAD if self.month else HEAD

    @property
    def row(self) -> float:
        """Height of one visit."""
        return LINE if self.month else CARD

    @property
    def weeks(self) -> int:
        """Rows of cells."""
        return max(1, self.days // WEEK)

    def cell(self, day: date) -> QRectF:
        """The cell of a day."""
        index = (day - self.first).days
        width, height = self.width / WEEK, (self.height - self.head) / self.weeks
        return QRectF((index % WEEK) * width, self.head + (index // WEEK) * height, width, height)

    def day_at(self, place: QPointF) -> date | None:
        """The day of the cell at a place."""
        if not (0 <= place.x() < self.width and self.head <= place.y() < self.height):
            return None
        column = int(place.x() / (self.width / WEEK))
        line = int((place.y() - self.head) / ((self.height - self.head) / self.weeks))
        return self.first + timedelta(days=min(self.days - 1, line * WEEK + column))

    def shown(self, day: date, count: int) -> int:
        """How many visits of a day have room; below cards a line is kept for how many more there are."""
        room = self.cell(day).height() - (DAY_HEAD if self.month else GAP) - GAP
        fits = int((room + GAP) // (self.row + GAP))
        if count <= fits or self.month:  # over a month that stands beside the number of the day
            return min(count, max(0, fits))
        return max(0, int((room - MORE + GAP) // (self.row + GAP)))

    def places(self, day: date, visits: Sequence[CalendarVisit], current: int) -> list[tuple[int, QRectF]]:
        """The visits of a day that show, by number, with their rectangles; the current one is among them."""
        shown = self.shown(day, len(visits))
        start = min(max(0, current - shown + 1), max(0, len(visits) - shown))
        cell = self.cell(day)
        top = cell.top() + (DAY_HEAD if self.month else GAP)
        return [
            (start + step, QRectF(cell.left() + 4, top + step * (self.row + GAP), cell.width() - 8, self.row))
            for step in range(shown)
        ]
