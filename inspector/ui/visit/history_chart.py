"""The history of one quantity in the context panel: up to five values with their days, the limit, and the trend.

Without a trend the values stand at equal distances. With one the distances are those of the days, the robust trend is
drawn through and beyond them with the range that its slope may have, and where it meets the limit there is a mark.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.visits.views import CourseView
from inspector.ui.kit.painting import CENTER, text, text_width
from inspector.ui.theme import color

HEIGHT = 128
MARGIN = 24
YEAR_DAYS = 365.2425
AHEAD_SHARE = 0.6
"""How far beyond the last value a trend is drawn at least, as a share of the time that the values span."""
MOST_SHARE = 2.0
"""… and at most, so that the values stay apart; a limit that is met later is told in words alone."""
_INK = {Verdict.FAIL: "red-text", Verdict.ATTENTION: "orange-text"}


def short_day(day: date, today: date) -> str:
    """MM-DD in the current year, YY-MM-DD before it."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%y-%m-%d}"


class _Scale:
    """Where days and values lie. Days are None where values stand at equal distances."""

    def __init__(self, area: QRectF, days: tuple[date, date] | None, levels: Sequence[float], count: int) -> None:
        self.area, self.days = area, days
        self.low, self.high = min(levels), max(levels)
        self._step = area.width() / max(1, count - 1)
        self._start = area.left() if count > 1 else area.center().x()

    def y(self, value: float) -> float:
        """Height of a value."""
        if self.high == self.low:
            return self.area.center().y()
        return self.area.bottom() - (value - self.low) / (self.high - self.low) * self.area.height()

    def x(self, index: int, day: date | None) -> float:
        """Place of a value by its day, or by its number."""
        if self.days is None or day is None:
            return self._start + index * self._step
        first, last = self.days
        return self.area.left() + (day - first).days / max(1, (last - first).days) * self.area.width()


class HistoryChart(QWidget):
    """Draws values oldest first; the last one is this visit's and takes the verdict's colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self._days: tuple[date, ...] = ()
        self._limit: float | None = None
        self._verdict: Verdict | None = None
        self._decimals: int | None = None
        self._course: CourseView | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_history(
        self,
        values: Sequence[float],
        days: Sequence[date],
        limit: float | None,
        verdict: Verdict | None,
        decimals: int | None = None,
    ) -> None:
        """Show other values, with as many decimals as the table shows; days may be fewer, the rest has none."""
        self._values, self._days, self._limit, self._verdict = tuple(values), tuple(days), limit, verdict
        self._decimals = decimals
        spoken = (f"{day}: {self._label(value)}" for day, value in zip(days, values, strict=False))
        self.setAccessibleName(_("History") + " " + ", ".join(spoken))
        self.update()

    def set_course(self, course: CourseView | None) -> None:
        """Draw a trend, or none; what it says in words stands below the chart."""
        self._course = course
        self.update()

    @property
    def horizon(self) -> date | None:
        """The day up to which the trend is drawn; None without one."""
        course = self._drawn()
        if course is None:
            return None
        span = max((self._days[-1] - self._days[0]).days, 1)
        wanted = course.latest or course.likely
        ahead = span * AHEAD_SHARE if wanted is None else max((wanted - course.on).days * 1.1, span * AHEAD_SHARE)
        return course.on + timedelta(days=int(min(ahead, span * MOST_SHARE)))

    def _drawn(self) -> CourseView | None:
        """The trend, where the days of all values are known."""
        enough = len(self._days) == len(self._values) > 1 and self._days[0] < self._days[-1]
        return self._course if enough else None

    def _label(self, value: float) -> str:
        return f"{value:.6g}" if self._decimals is None else f"{value:.{self._decimals}f}"

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._values:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale()
        painter.fillRect(QRectF(0, scale.area.bottom() + 8, self.width(), 1), color("line2"))
        self._paint_course(painter, scale)
        self._paint_limit(painter, None if self._limit is None else scale.y(self._limit))
        days = [*self._days, *[None] * (len(self._values) - len(self._days))]
        points = [
            QPointF(scale.x(index, day), scale.y(value))
            for index, (value, day) in enumerate(zip(self._values, days, strict=False))
        ]
        self._paint_points(painter, points)

    def _scale(self) -> _Scale:
        area = QRectF(MARGIN, 22, self.width() - 2 * MARGIN, self.height() - 22 - MARGIN)
        levels = [*self._values, *([] if self._limit is None else [self._limit])]
        course, horizon = self._drawn(), self.horizon
        if course is None or horizon is None:
            return _Scale(area, None, levels, len(self._values))
        return _Scale(area, (self._days[0], horizon), [*levels, course.value, _at(course, horizon)], len(self._values))

    def _paint_course(self, painter: QPainter, scale: _Scale) -> None:
        """The trend from the first value to the horizon, and from the last one on the range of its slope."""
        course, horizon = self._drawn(), self.horizon
        if course is None or horizon is None:
            return

        def point(day: date, slope: float) -> QPointF:
            return QPointF(scale.x(0, day), scale.y(_at(course, day, slope)))

        painter.save()
        painter.setClipRect(QRectF(0, scale.area.top() - 12, self.width(), scale.area.height() + 20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("primary-tint"))
        start = point(course.on, course.per_year)
        painter.drawPolygon(QPolygonF([start, point(horizon, course.highest), point(horizon, course.lowest)]))
        dash = QPen(color("primary-text"), 1.5)
        dash.setDashPattern([3, 2])
        painter.setPen(dash)
        painter.drawLine(point(self._days[0], course.per_year), point(horizon, course.per_year))
        painter.restore()
        if course.likely is not None and course.on < course.likely <= horizon:
            self._paint_crossing(painter, point(course.likely, course.per_year), course.likely)

    def _paint_crossing(self, painter: QPainter, at: QPointF, day: date) -> None:
        painter.setPen(QPen(color("orange-text"), 2))
        for dy in (-4, 4):
            painter.drawLine(at + QPointF(-4, -dy), at + QPointF(4, dy))
        words = f"{day:%Y-%m}"
        width = text_width(words, "tiny_bold") + 4
        left = min(max(at.x() - width / 2, 0), self.width() - width)
        text(painter, QRectF(left, self.height() - 16, width, 16), words, "tiny_bold", "orange-text", CENTER)

    def _paint_limit(self, painter: QPainter, y: float | None) -> None:
        if y is None or self._limit is None:
            return
        dash = QPen(color("red-text" if self._verdict is Verdict.FAIL else "edge"), 1)
        dash.setDashPattern([4, 3])
        painter.setPen(dash)
        painter.drawLine(QPointF(0, y), QPointF(self.width(), y))

    def _paint_points(self, painter: QPainter, points: list[QPointF]) -> None:
        ink = _INK.get(self._verdict, "text-2") if self._verdict else "text-2"
        painter.setPen(QPen(color("text-3"), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        for index, point in enumerate(points):
            last = index == len(points) - 1
            token = ink if last else "text-3"
            painter.setPen(QPen(color(token), 1.5))
            painter.setBrush(color(token if last else "surface"))
            painter.drawEllipse(point, 3.5 if last else 3, 3.5 if last else 3)
        self._paint_words(painter, points, ink)

    def _paint_words(self, painter: QPainter, points: list[QPointF], ink: str) -> None:
        """Values above, days below; the newest first, and what would lie over another is left out."""
        today = datetime.now().astimezone().date()
        above, below = float(self.width()) + 40, self._room_for_days()
        for index in reversed(range(len(points))):
            point, last = points[index], index == len(points) - 1
            label = self._label(self._values[index])
            style, shade = ("tiny_bold", ink) if last else ("tiny", "text-2")
            width = text_width(label, style) + 4
            if last or point.x() + width / 2 <= above:
                plate = QRectF(max(0.0, point.x() - width / 2), point.y() - 22, width, 16)
                painter.fillRect(plate.adjusted(0, 2, 0, -2), color("surface"))
                text(painter, plate, label, style, shade, CENTER)
                above = plate.left()
            if index < len(self._days):
                day = short_day(self._days[index], today)
                width = text_width(day, "tiny") + 6
                place = QRectF(max(0.0, point.x() - width / 2), self.height() - 16, width, 16)
                if place.right() <= below:
                    text(painter, place, day, "tiny", "text-3", CENTER)
                    below = place.left()

    def _room_for_days(self) -> float:
        """Where the day of the crossing begins; nothing is written over it."""
        course, horizon = self._drawn(), self.horizon
        if course is None or horizon is None or course.likely is None or not course.on < course.likely <= horizon:
            return float(self.width()) + 40
        return self._scale().x(0, course.likely) - text_width("0000-00", "tiny_bold") / 2 - 4


def _at(course: CourseView, day: date, slope: float | None = None) -> float:
    """The trend's value on a day."""
    per_year = course.per_year if slope is None else slope
    return course.value + per_year * (day - course.on).days / YEAR_DAYS
