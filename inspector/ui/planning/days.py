"""The days of a calendar with their visits, as one painted widget: what it shows and how it looks. GUI thread."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QSize, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.planning.board import Board, CalendarVisit
from inspector.services.planning.package_views import Readiness
from inspector.ui.kit.access import Role, value_changed
from inspector.ui.kit.focus import Focusable
from inspector.ui.planning.layout import WEEK, Layout
from inspector.ui.planning.paint import paint_cell, paint_heads, paint_more, paint_visit, purpose, state_name
from inspector.ui.theme import color
from inspector.ui.visit.waiting import day_name


class CalendarDays(Focusable):
    """Days with their visits: a week of cards, a month of lines. One day is current, and in it one visit or none."""

    selection_changed = Signal()
    ring_radius = 4.0
    spoken_role = Role.List

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = Board(date.min, date.min, WEEK, (), (), (), 0, ())
        self._by_day: dict[date, list[CalendarVisit]] = {}
        self._loaded: dict[date, str] = {}
        self._ready: Mapping[str, Readiness] = {}
        self.month = False
        self.day = date.min
        self.index = 0
        self.cut: CalendarVisit | None = None
        """What was cut and waits for a day."""
        self.target: date | None = None
        """The day that something is dragged over."""
        self.setAccessibleName(_("Calendar of visits"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_board(self, board: Board, *, month: bool) -> None:
        """Show another span, or the same one again; day and visit stay where they can."""
        chosen = self.current
        self.board, self.month = board, month
        self._by_day = {}
        for visit in board.visits:
            self._by_day.setdefault(visit.on, []).append(visit)
        self._loaded = _overloads(board)
        if not self.shows(self.day):
            self.day, self.index = (board.today if self.shows(board.today) else board.first), 0
        if chosen is not None:
            self.choose(chosen.id)
        self.index = min(self.index, max(0, len(self.visits_of(self.day)) - 1))
        self.changed()

    def show_readiness(self, ready: Mapping[str, Readiness]) -> None:
        """Mark which visits have all they need on this laptop."""
        self._ready = ready
        self.update()

    def choose(self, visit: str) -> None:
        """Make a visit current, if it shows."""
        for day, visits in self._by_day.items():
            for index, one in enumerate(visits):
                if one.id == visit:
                    self.day, self.index = day, index
                    self.changed()

    def choose_day(self, day: date) -> None:
        """Make a day current, and its first visit."""
        self.day, self.index = day, 0
        self.changed()

    @property
    def current(self) -> CalendarVisit | None:
        """The current visit."""
        visits = self.visits_of(self.day)
        return visits[self.index] if self.index < len(visits) else None

    def visits_of(self, day: date) -> list[CalendarVisit]:
        """The visits of a day, in order."""
        return self._by_day.get(day, [])

    def layout_now(self) -> Layout:
        """Where things stand at the size the widget has."""
        return Layout(self.board.first, self.board.days, self.width(), self.height(), self.month)

    def shows(self, day: date) -> bool:
        """Whether a day is one of those that show."""
        return self.board.first <= day < self.board.first + timedelta(days=self.board.days)

    def changed(self) -> None:
        """Another day or visit is current, or looks different."""
        self.update()
        self.selection_changed.emit()
        value_changed(self)

    def spoken_value(self) -> str:
        """The current day and visit in words."""
        count = len(self.visits_of(self.day))
        told = ngettext("{count} visit", "{count} visits", count).format(count=count)
        visit = self.current
        parts = [f"{day_name(self.day, self.board.today)}, {told}", self._loaded.get(self.day, "")]
        return "\n".join([part for part in parts if part] + ([self.words(visit)] if visit else []))

    def words(self, visit: CalendarVisit) -> str:
        """A visit in words, for the tooltip and for who cannot see it."""
        told = (state_name(visit), visit.at, purpose(visit), visit.inspectors)
        lines = (visit.name, " · ".join(part for part in told if part), visit.note)
        return "\n".join(line for line in lines if line)

    def visit_at(self, place: QPointF) -> CalendarVisit | None:
        """The visit at a place."""
        layout = self.layout_now()
        day = layout.day_at(place)
        if day is None:
            return None
        visits = self.visits_of(day)
        places = layout.places(day, visits, self.index if day == self.day else 0)
        return next((visits[index] for index, rect in places if rect.contains(place)), None)

    @override
    def sizeHint(self) -> QSize:
        return QSize(700, 360)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(420, 200)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = QPointF(event.pos())
            visit, day = self.visit_at(place), self.layout_now().day_at(QPointF(place.x(), max(place.y(), 60)))
            words = self.words(visit) if visit is not None else self._loaded.get(day or date.min, "")
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    @override
    def show_ring(self) -> None:
        """The current day shows the focus instead of a ring around the whole calendar."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, layout, today = QPainter(self), self.layout_now(), self.board.today
        painter.fillRect(self.rect(), color("surface"))
        counts = {day: len(visits) for day, visits in self._by_day.items()}
        paint_heads(painter, layout, today, counts, self._loaded)
        for step in range(self.board.days):
            day = self.board.first + timedelta(days=step)
            current = day == self.day and self.hasFocus() and (self.month or self.current is None)
            paint_cell(
                painter, layout, day, today, current=current, target=day == self.target, loaded=day in self._loaded
            )
            self._paint_visits(painter, layout, day)

    def _paint_visits(self, painter: QPainter, layout: Layout, day: date) -> None:
        visits = self.visits_of(day)
        places = layout.places(day, visits, self.index if day == self.day else 0)
        for index, rect in places:
            visit = visits[index]
            paint_visit(
                painter,
                rect,
                visit,
                month=self.month,
                chosen=day == self.day and index == self.index,
                cut=self.cut is not None and self.cut.id == visit.id,
                ready=self._ready.get(visit.id),
            )
        if len(visits) > len(places):
            paint_more(painter, layout, day, len(visits) - len(places))


def _overloads(board: Board) -> dict[date, str]:
    """Days on which somebody has more visits than is allowed, and who."""
    found: dict[date, list[str]] = {}
    for load in board.loads:
        for day in load.too_many(board.limit):
            words = _("{name} has {count} visits, more than {limit}")
            found.setdefault(day, []).append(words.format(name=load.name, count=load.by_day[day], limit=board.limit))
    return {day: "\n".join(lines) for day, lines in found.items()}
