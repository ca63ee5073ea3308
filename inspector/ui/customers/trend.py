"""The trend of one quantity: points joined by a line, the limit dashed, the last value bold in its verdict's colour."""

import math
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.customer_files.views import Trend, TrendChoice
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, RIGHT, box, text, text_width
from inspector.ui.theme import color, theme

HEIGHT = 168
TICKS = 4
_INK = {Verdict.FAIL: "red-text", Verdict.ATTENTION: "orange-text"}
LABEL_ROOM = 46
"""Width that the label of a day takes."""


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


class TrendChart(QWidget):
    """Draws a trend; without values it says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend: Trend | None = None
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_trend(self, trend: Trend | None) -> None:
        """Show another series."""
        self._trend = trend
        if trend is None:
            self.setAccessibleName(_("Trend"))
        else:
            spoken = ", ".join(f"{point.on}: {point.text}" for point in trend.points)
            self.setAccessibleName(f"{trend.choice.title}. {spoken}. {trend.limit_text}")
            self.setToolTip(_("Limit {limit}").format(limit=trend.limit_text) if trend.limit_text else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        trend = self._trend
        if trend is None or not trend.points:
            text(painter, QRectF(self.rect()), _("No values yet"), "hint", "text-2", CENTER)
            return
        levels = [point.value for point in trend.points] + list(trend.limits)
        bottom, top, step = axis(levels)
        ticks = [bottom + step * number for number in range(round((top - bottom) / step) + 1)]
        gutter = max(text_width(tick_text(tick, step), "tiny") for tick in ticks) + 10
        area = QRectF(gutter, 18, self.width() - gutter - 22, self.height() - 18 - 26)

        def y(value: float) -> float:
            return area.bottom() - (value - bottom) / (top - bottom) * area.height()

        for tick in ticks:
            painter.fillRect(QRectF(area.left(), round(y(tick)), self.width() - area.left(), 1), color("line2"))
            place = QRectF(0, y(tick) - 8, gutter - 8, 16)
            text(painter, place, tick_text(tick, step), "tiny", "text-2", RIGHT)
        for limit in trend.limits:
            self._paint_limit(painter, y(limit), area)
        count = len(trend.points)
        gap = area.width() / max(1, count - 1)
        xs = [area.left() + 8 + number * (gap - 8 / max(1, count - 1)) for number in range(count)]
        if count == 1:
            xs = [area.center().x()]
        self._paint_days(painter, xs)
        self._paint_points(painter, [QPointF(x, y(point.value)) for x, point in zip(xs, trend.points, strict=True)])
        self._paint_limit_text(painter, [y(limit) for limit in trend.limits], area)

    def _paint_limit(self, painter: QPainter, y: float, area: QRectF) -> None:
        dash = QPen(color("red-text"), 1.25)
        dash.setDashPattern([4, 3])
        painter.setPen(dash)
        painter.drawLine(QPointF(area.left(), y), QPointF(self.width(), y))

    def _paint_limit_text(self, painter: QPainter, ys: Sequence[float], area: QRectF) -> None:
        if self._trend is None or not ys or not self._trend.limit_text:
            return
        label = _("Limit {limit}").format(limit=self._trend.limit_text)
        width = text_width(label, "tiny") + 8
        above = min(ys) - 17 >= 0
        plate = QRectF(area.left() + 2, min(ys) - 17 if above else min(ys) + 2, width, 15)
        painter.fillRect(plate, color("surface"))
        text(painter, plate.adjusted(2, 0, 0, 0), label, "tiny", "red-text")

    def _paint_days(self, painter: QPainter, xs: Sequence[float]) -> None:
        points = self._trend.points if self._trend else ()
        every = max(1, -(-len(xs) * LABEL_ROOM // max(1, self.width() - 60)))
        last = len(xs) - 1
        for number, (x, point) in enumerate(zip(xs, points, strict=True)):
            if (last - number) % every == 0:
                width = text_width(_day(point.on), "tiny") + 4
                left = min(max(0.0, x - width / 2), self.width() - width)
                place = QRectF(left, self.height() - 18, width, 16)
                text(painter, place, _day(point.on), "tiny", "text-2", CENTER)

    def _paint_points(self, painter: QPainter, places: Sequence[QPointF]) -> None:
        points = self._trend.points if self._trend else ()
        painter.setPen(QPen(color("primary-text"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(list(places)))
        for number, (place, point) in enumerate(zip(places, points, strict=True)):
            last = number == len(points) - 1
            ink = _INK.get(point.verdict, "primary-text") if point.verdict else "primary-text"
            painter.setPen(QPen(color(ink), 2))
            painter.setBrush(color(ink if last else "surface"))
            painter.drawEllipse(place, 4 if last else 3.5, 4 if last else 3.5)
        ink = _INK.get(points[-1].verdict, "text-1") if points[-1].verdict else "text-1"
        label = points[-1].text
        width = text_width(label, "body_bold") + 4
        left = min(max(0.0, places[-1].x() - width / 2), self.width() - width)
        plate = QRectF(left, places[-1].y() - 25 if places[-1].y() > 25 else places[-1].y() + 7, width, 18)
        painter.fillRect(plate, color("surface"))
        text(painter, plate, label, "body_bold", ink, CENTER)


def _day(day: date) -> str:
    return f"{day:%y-%m}"


class TrendPicker(PressArea):
    """A pill with the series that is drawn; pressed, it offers the others, by equipment. `picked(key)`."""

    picked = Signal(str)
    ring_radius = 18.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Choose a series"), parent)
        self._choices: tuple[TrendChoice, ...] = ()
        self._current: TrendChoice | None = None
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def set_choices(self, choices: Sequence[TrendChoice], current: TrendChoice | None) -> None:
        """Offer other series."""
        self._choices = tuple(choices)
        self.set_current(current)

    def set_current(self, current: TrendChoice | None) -> None:
        """Show which series is drawn."""
        self._current = current
        self.setToolTip(current.title if current else "")
        self.setAccessibleName(f"{_('Choose a series')}: {current.title}" if current else _("Choose a series"))
        self.setVisible(bool(self._choices))
        self.updateGeometry()
        self.update()

    def _title(self) -> str:
        return self._current.title if self._current else ""

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(min(text_width(self._title(), "body") + 48, 260)), 36)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(96, 36)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="sub" if self._hover else "surface", border="edge", radius=18)
        text(painter, rect.adjusted(13, 0, -34, 0), self._title(), "body", "text-1")
        draw_icon(painter, QPointF(rect.right() - 28, 10), "chevron-down", "text-2", 16)

    def _on_clicked(self) -> None:
        menu = QMenu(self)
        for owner in dict.fromkeys(choice.owner for choice in self._choices):
            inner = menu.addMenu(owner)
            for choice in (choice for choice in self._choices if choice.owner == owner):
                label = f"{choice.name}  {choice.unit}".strip()
                action = inner.addAction(label.replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, key=choice.key: self.picked.emit(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
