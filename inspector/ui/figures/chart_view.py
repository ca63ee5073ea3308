"""A chart in the window. Arrow keys walk from bar to bar, Enter or a click opens the rows that a bar counts."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.reports.figures.chart_layout import drawn, height_of
from inspector.reports.figures.charts import Chart, Drawing, Kind, Mark
from inspector.ui.figures.painting import paint, screen_measure
from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.painting import box

LEAST_WIDTH = 300
SPOKEN = 60
"""Bars that the description of a chart tells one by one."""


class ChartView(Focusable):
    """Shows one chart; `rows_requested(str)` with the ledger and its filters, as in `reports.charts.Value.rows`."""

    spoken_role = Role.Chart
    rows_requested = Signal(str)
    ring_radius = 4.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._drawing: Drawing | None = None
        self._current = 0
        self._pointed: Mark | None = None
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(False)
        self.setSizePolicy(policy)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The bars or points as they are drawn."""
        return self._drawing.marks if self._drawing is not None else ()

    @property
    def current(self) -> Mark | None:
        """The bar that the keys act on."""
        return self.marks[self._current] if self._current < len(self.marks) else None

    def show_chart(self, chart: Chart) -> None:
        """Show another chart."""
        self._chart, self._pointed = chart, None
        self._lay_out()
        values = [value for one in chart.categories for value in one.values]
        told = "\n".join(value.words for value in values[:SPOKEN])
        self.setAccessibleDescription(chart.empty if chart.is_empty else f"{chart.told}\n{told}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if chart.is_empty else Qt.FocusPolicy.StrongFocus)
        self._current = min(self._current, max(0, len(self.marks) - 1))
        self._describe()
        self.setMinimumHeight(round(height_of(chart, max(LEAST_WIDTH, self.width()), screen_measure)))

    def _lay_out(self) -> None:
        if self._chart is not None:
            self._drawing = drawn(self._chart, self.width(), self.height(), screen_measure)
        self.update()

    def _describe(self) -> None:
        """The name tells the bar under the keys, so that a screen reader says it after each step."""
        title = self._chart.title if self._chart is not None else ""
        self.setAccessibleName(f"{title}, {self.current.value.words}" if self.current is not None else title)

    @override
    def sizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.minimumHeight())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.minimumHeight())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # pointing -------------------------------------------------------------------------------------------------------

    def mark_at(self, x: float, y: float) -> Mark | None:
        """The bar at a place."""
        return next((mark for mark in self.marks if QRectF(*mark.area).contains(x, y)), None)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self.mark_at(event.position().x(), event.position().y())
        opens = self._pointed is not None and _opens(self._pointed)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = None
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self.mark_at(event.position().x(), event.position().y())
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = self.marks.index(mark)
            self._describe()
            self._open(mark)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._told(mark) if mark is not None else "", self)
            return True
        return super().event(event)

    @staticmethod
    def _told(mark: Mark) -> str:
        return mark.value.words + ("\n" + _("Enter or a click opens the rows") if _opens(mark) else "")

    # keys -----------------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self._open(self.current)
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.marks:
            self._go(0 if key is Qt.Key.Key_Home else len(self.marks) - 1)
        elif not (plain and self._step(key)):
            super().keyPressEvent(event)

    def _step(self, key: Qt.Key) -> bool:
        """Walk along the categories with the arrows along the axis, and among their bars with the others."""
        lying = self._chart is not None and self._chart.kind is Kind.PARTS
        left, right, up, down = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down
        back, on, less, more = (up, down, left, right) if lying else (left, right, down, up)
        by = {back: (-1, 0), on: (1, 0), less: (0, -1), more: (0, 1)}.get(key)
        if by is None or self.current is None:
            return False
        here = self.current
        if by[1]:
            wanted = [i for i, mark in enumerate(self.marks) if mark.category == here.category]
            place = wanted.index(self._current) + by[1]
        else:
            wanted = [self._nearest(category, here.series) for category in sorted({m.category for m in self.marks})]
            place = sorted({m.category for m in self.marks}).index(here.category) + by[0]
        if 0 <= place < len(wanted):
            self._go(wanted[place])
        return True

    def _nearest(self, category: int, series: int) -> int:
        """The bar of a category whose series is nearest to this one."""
        own = [i for i, mark in enumerate(self.marks) if mark.category == category]
        return min(own, key=lambda i: abs(self.marks[i].series - series))

    def _go(self, index: int) -> None:
        self._current = index
        self._describe()
        self.update()

    def _open(self, mark: Mark) -> None:
        if _opens(mark):
            self.rows_requested.emit(mark.value.rows)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        painter = QPainter(self)
        if self._pointed is not None:
            box(painter, QRectF(*self._pointed.area), fill="sub", radius=4)
        paint(painter, self._drawing)
        if self.hasFocus() and self.current is not None:
            box(painter, QRectF(*self.current.area).adjusted(-1, 0, 1, 0), border="primary-text", radius=4, width=2)


def _opens(mark: Mark) -> bool:
    return bool(mark.value.rows and mark.value.count)
