"""Hazards found and closed in the last twelve months, as paired bars. A month opens its rows in the ledger."""

from PySide6.QtCore import QEvent, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.i18n import _, language
from inspector.services.home.views import MonthCount
from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.painting import CENTER, RIGHT, box, text, text_width
from inspector.ui.theme import color

LEAST = 150
FOUND, CLOSED = "primary-border", "primary"
_STEPS = (1, 2, 5)
LINES = 5


def scale(most: int) -> int:
    """The step between two lines of the grid, so that the highest bar ends below the fifth line."""
    size = 1
    while True:
        for step in _STEPS:
            if step * size * LINES > most:
                return step * size
        size *= 10


class MonthChart(Focusable):
    """The chart. Left and Right walk through the months; `month_opened(date)` on click or Enter."""

    spoken_role = Role.Chart
    month_opened = Signal(object)
    ring_radius = 4.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: tuple[MonthCount, ...] = ()
        self._current = -1
        self._pointed = -1
        self.setAccessibleName(_("Hazards found and closed"))
        self.setMouseTracking(True)
        self.setMinimumHeight(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_months(self, months: tuple[MonthCount, ...]) -> None:
        """Show other months, oldest first."""
        self._months = months
        self._current = len(months) - 1
        self.setAccessibleDescription("\n".join(self.words(month) for month in months))
        self.update()

    @staticmethod
    def words(month: MonthCount) -> str:
        """A month in words."""
        counts = _("found {found}, closed {closed}").format(found=month.found, closed=month.closed)
        return f"{month.month:%Y-%m}: {counts}"

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, 220)

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(34, 8, -8, -24)

    def _band(self, index: int) -> QRectF:
        plot = self._plot()
        width = plot.width() / max(1, len(self._months))
        return QRectF(plot.left() + index * width, plot.top(), width, plot.height() + 22)

    def _index_at(self, x: float) -> int:
        return next((i for i in range(len(self._months)) if self._band(i).left() <= x < self._band(i).right()), -1)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self._index_at(event.position().x())
        hand = self._pointed >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = -1
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x())
        if index >= 0:
            self._current = index
            self.month_opened.emit(self._months[index].month)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if by and self._months and not event.modifiers():
            self._current = min(len(self._months) - 1, max(0, self._current + by))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._months:
            self.month_opened.emit(self._months[self._current].month)
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._index_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self.words(self._months[index]) if index >= 0 else "", self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        plot = self._plot()
        most = max((max(month.found, month.closed) for month in self._months), default=0)
        step = scale(most)
        lines = most // step + 1
        for line in range(lines + 1):
            y = round(plot.bottom() - plot.height() * line / lines)
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), color("line2" if line else "line"))
            text(painter, QRectF(0, y - 9, plot.left() - 8, 18), str(line * step), "tiny", "text-3", RIGHT)
        if not most:
            text(painter, plot, _("No hazard was found in these months."), "body", "text-3", CENTER)
        for index, month in enumerate(self._months):
            self._paint_month(painter, index, month, plot, lines * step)

    def _paint_month(self, painter: QPainter, index: int, month: MonthCount, plot: QRectF, top: int) -> None:
        band = self._band(index)
        if index == self._pointed:
            box(painter, band.adjusted(1, -4, -1, 2), fill="sub", radius=4)
        if self.hasFocus() and index == self._current:
            box(painter, band.adjusted(1, -4, -1, 2), border="primary-text", radius=4, width=2)
        width = min(22.0, band.width() * 0.36)
        for count, token, left in (
            (month.found, FOUND, band.center().x() - width - 1),
            (month.closed, CLOSED, band.center().x() + 1),
        ):
            height = plot.height() * count / top
            if count:
                painter.fillPath(_bar(QRectF(left, plot.bottom() - height, width, height)), color(token))
        last = index == len(self._months) - 1
        words = month_name(month.month.month)
        every = 1 if text_width(words, "tiny") < band.width() - 2 else 2
        if last or (len(self._months) - 1 - index) % every == 0:
            place = QRectF(band.center().x() - 30, plot.bottom() + 4, 60, 18)
            text(painter, place, words, "tiny_bold" if last else "tiny", "text-1" if last else "text-2", CENTER)


def _bar(rect: QRectF) -> QPainterPath:
    """A bar with round upper corners."""
    radius = min(3.0, rect.width() / 2, rect.height())
    path = QPainterPath(rect.bottomLeft())
    path.lineTo(rect.left(), rect.top() + radius)
    path.quadTo(rect.topLeft(), QPointF(rect.left() + radius, rect.top()))
    path.lineTo(rect.right() - radius, rect.top())
    path.quadTo(rect.topRight(), QPointF(rect.right(), rect.top() + radius))
    path.lineTo(rect.bottomRight())
    path.closeSubpath()
    return path


def month_name(month: int) -> str:
    """A month in short."""
    return QLocale(language()).monthName(month, QLocale.FormatType.ShortFormat)


class Legend(QWidget):
    """What the two colours mean, with the sums."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_months(self, months: tuple[MonthCount, ...]) -> None:
        """Show the sums of these months."""
        found, closed = sum(month.found for month in months), sum(month.closed for month in months)
        self._parts = (
            (FOUND, _("found {count}").format(count=found)),
            (CLOSED, _("closed {count}").format(count=closed)),
        )
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(sum(text_width(words, "hint") + 30 for _token, words in self._parts)), 22)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, x = QPainter(self), 0.0
        for token, words in self._parts:
            box(painter, QRectF(x, 6, 10, 10), fill=token, radius=2)
            width = text_width(words, "hint")
            text(painter, QRectF(x + 16, 0, width + 1, 22), words, "hint", "text-2")
            x += width + 30
