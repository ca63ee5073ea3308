"""Customers on the days of a week: one painted board; Left and Right shift the day of a row.

Space takes a customer out and in again, Page Up and Page Down turn the week, a click puts it on a day.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _, language, ngettext
from inspector.quick_dataclass import dataclass
from inspector.services.due.views import Due
from inspector.services.words import short_date
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import CENTER, box, text
from inspector.ui.theme import color
from inspector.ui.visit.due_words import due_text, due_token

DAYS = 7
NAME = 280
HEAD = 44
PER_DAY = 2
"""Visits that one day is filled with when days are proposed."""
SATURDAY = 6


@dataclass(slots=True)
class Placed:
    """A customer on the board; `day` None = taken out."""

    due: Due
    day: date | None
    last: date
    """Where it comes back to."""


def proposed_days(count: int, today: date, planned: Mapping[date, int]) -> list[date]:
    """Working days for so many visits, from today on, at most two a day together with what is planned."""
    taken = dict(planned)
    days: list[date] = []
    day = today
    while len(days) < count:
        if day.isoweekday() < SATURDAY and taken.get(day, 0) < PER_DAY:
            taken[day] = taken.get(day, 0) + 1
            days.append(day)
        else:
            day += timedelta(days=1)
    return days


class WeekHead(QWidget):
    """Weekdays, dates, and how many visits each day has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._today = date.min, date.min
        self._counts: Mapping[date, int] = {}
        self.setFixedHeight(HEAD)

    def show_week(self, first: date, today: date, counts: Mapping[date, int]) -> None:
        """Show the week from a day on, with the visits of each day."""
        self._first, self._today, self._counts = first, today, counts
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sub"))
        painter.fillRect(0, HEAD - 1, self.width(), 1, color("line"))
        text(painter, QRectF(16, 0, NAME - 24, HEAD), _("Customer"), "hint_bold", "text-2")
        width = (self.width() - NAME) / DAYS
        locale = QLocale(language())
        for index in range(DAYS):
            day = self._first + timedelta(days=index)
            rect = QRectF(NAME + index * width, 0, width, HEAD)
            ink = "primary-text" if day == self._today else "text-3" if day.isoweekday() >= SATURDAY else "text-1"
            weekday = locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
            text(
                painter,
                rect.adjusted(0, 4, 0, -20),
                f"{weekday} {short_date(day, self._today)}",
                "hint_bold",
                ink,
                CENTER,
            )
            count = self._counts.get(day, 0)
            words = ngettext("{count} visit", "{count} visits", count).format(count=count) if count else "—"
            text(painter, rect.adjusted(0, 22, 0, -2), words, "tiny", "text-2", CENTER)


class WeekBoard(PaintedList[Placed]):
    """The rows. `changed` after a day was changed."""

    changed = Signal()
    row_height = 40

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Days of the visits"), parent)
        self.first, self.today = date.min, date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def start(self, rows: Sequence[Due], today: date, planned: Mapping[date, int]) -> None:
        """Put customers on proposed days."""
        self.first = self.today = today
        days = proposed_days(len(rows), today, planned)
        self.show_items([Placed(row, day, day) for row, day in zip(rows, days, strict=True)])

    def add(self, row: Due, day: date) -> None:
        """Put one more customer on a day; one that is there already becomes the current row."""
        known = next((n for n, item in enumerate(self.items) if item.due.customer == row.customer), -1)
        if known < 0:
            self.show_items([*self.items, Placed(row, day, day)])
            known = len(self.items) - 1
        self.set_current(known)
        self.changed.emit()

    def planned(self) -> list[tuple[Due, date]]:
        """Who is on which day."""
        return [(item.due, item.day) for item in self.items if item.day is not None]

    def turn(self, weeks: int) -> None:
        """Show another week; none before this one."""
        self.first = max(self.today, self.first + timedelta(days=DAYS * weeks))
        self.changed.emit()
        self.update()

    @override
    def words(self, item: Placed) -> str:
        day = f"{item.day.isoformat()}" if item.day else _("not planned")
        return f"{item.due.name} · {due_text(item.due)} · {day}"

    @override
    def sizeHint(self) -> QSize:
        return QSize(NAME + DAYS * 80, self.row_height * max(1, len(self.items)))

    def _column(self) -> float:
        return (self.width() - NAME) / DAYS

    @override
    def pressed_at(self, item: Placed, x: float) -> None:
        if x < NAME:
            return
        day = self.first + timedelta(days=min(DAYS - 1, int((x - NAME) / self._column())))
        self._put(item, None if item.day == day else day)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current_item
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if item is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif by:
            self._put(item, max(self.today, (item.day or item.last) + timedelta(days=by if item.day else 0)))
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Delete):
            self._put(item, item.last if item.day is None else None)
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def _put(self, item: Placed, day: date | None) -> None:
        item.day, item.last = day, day or item.last
        if day is not None and not self.first <= day < self.first + timedelta(days=DAYS):
            weeks = (day - self.today).days // DAYS
            self.first = self.today + timedelta(days=DAYS * weeks)
        self.setAccessibleDescription("\n".join(self.words(one) for one in self.items))
        self.changed.emit()
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = event.position().x() >= NAME and self.index_at(event.position().y()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Placed) -> None:
        ink = "text-1" if item.day else "text-3"
        text(painter, QRectF(16, rect.top() + 2, NAME - 28, 20), item.due.name, "body_medium", ink)
        text(painter, QRectF(16, rect.top() + 20, NAME - 28, 18), due_text(item.due), "hint", due_token(item.due))
        width = self._column()
        for index in range(DAYS):
            painter.fillRect(QRectF(NAME + index * width, rect.top(), 1, rect.height()), color("line2"))
        if item.day is None:
            return
        index = (item.day - self.first).days
        if 0 <= index < DAYS:
            pill = QRectF(NAME + index * width + 5, rect.top() + 6, width - 10, rect.height() - 12)
            box(painter, pill, fill="primary", radius=6)
            draw_icon(painter, pill.center() - QPointF(8, 8), "check", "on-fill", 16, 2.25)
        else:
            left = index < 0
            place = QRectF(NAME + 8 if left else self.width() - width, rect.top(), width - 8, rect.height())
            arrow = "‹ {day}" if left else "{day} ›"
            text(
                painter, place, arrow.format(day=short_date(item.day, self.today)), "hint_bold", "primary-text", CENTER
            )
