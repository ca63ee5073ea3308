"""The history of one quantity in the context panel: up to five values with their days, and the limit."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.ui.kit.painting import CENTER, text, text_width
from inspector.ui.theme import color

HEIGHT = 128
_INK = {Verdict.FAIL: "red-text", Verdict.ATTENTION: "orange-text"}


def short_day(day: date, today: date) -> str:
    """MM-DD in the current year, YY-MM-DD before it."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%y-%m-%d}"


class HistoryChart(QWidget):
    """Draws values oldest first; the last one is this visit's and takes the verdict's colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self._days: tuple[date, ...] = ()
        self._limit: float | None = None
        self._verdict: Verdict | None = None
        self._decimals: int | None = None
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
        area = QRectF(24, 22, self.width() - 48, self.height() - 22 - 24)
        levels = [*self._values, *([] if self._limit is None else [self._limit])]
        low, high = min(levels), max(levels)
        span = (high - low) or 1.0

        def y(value: float) -> float:
            return area.center().y() if high == low else area.bottom() - (value - low) / span * area.height()

        painter.fillRect(QRectF(0, area.bottom() + 8, self.width(), 1), color("line2"))
        self._paint_limit(painter, None if self._limit is None else y(self._limit))
        step = area.width() / max(1, len(self._values) - 1)
        start = area.left() if len(self._values) > 1 else area.center().x()
        self._paint_points(painter, [QPointF(start + i * step, y(value)) for i, value in enumerate(self._values)])

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
        painter.drawPolyline(QPolygonF(points))
        today = datetime.now().astimezone().date()
        for index, point in enumerate(points):
            last = index == len(points) - 1
            token = ink if last else "text-3"
            painter.setPen(QPen(color(token), 1.5))
            painter.setBrush(color(token if last else "surface"))
            painter.drawEllipse(point, 3.5 if last else 3, 3.5 if last else 3)
            label = self._label(self._values[index])
            style, shade = ("tiny_bold", ink) if last else ("tiny", "text-2")
            width = text_width(label, style) + 4
            plate = QRectF(point.x() - width / 2, point.y() - 22, width, 16)
            painter.fillRect(plate, color("surface"))
            text(painter, plate, label, style, shade, CENTER)
            if index < len(self._days):
                day = short_day(self._days[index], today)
                place = QRectF(point.x() - 32, self.height() - 16, 64, 16)
                text(painter, place, day, "tiny", "text-3", CENTER)
