"""The trend of one quantity: points joined by a line, the limit dashed, the last value bold in its verdict's colour."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.reports.figures.trend import TrendDot, trend_drawing
from inspector.services.customer_files.views import Trend, TrendChoice
from inspector.ui.figures.painting import paint, screen_measure
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.theme import theme

HEIGHT = 168
_INK = {Verdict.FAIL: "red-text", Verdict.ATTENTION: "orange-text"}


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
        trend = self._trend
        if trend is None or not trend.points:
            text(painter, QRectF(self.rect()), _("No values yet"), "hint", "text-2", CENTER)
            return
        words = _("Limit {limit}").format(limit=trend.limit_text) if trend.limit_text else ""
        size = (float(self.width()), float(self.height()))
        paint(painter, trend_drawing(trend_dots(trend), trend.limits, words, size, screen_measure))


def trend_dots(trend: Trend) -> list[TrendDot]:
    """The points with the colours of their verdicts."""
    return [
        TrendDot(point.on, point.value, point.text, _INK.get(point.verdict, "") if point.verdict else "")
        for point in trend.points
    ]


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
