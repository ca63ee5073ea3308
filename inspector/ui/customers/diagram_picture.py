"""The single-line diagram on the screen: fitted into its room; a click, or Enter on the chosen symbol, opens it."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.reports.figures.diagram import Figure, Spot, diagram_figure
from inspector.services.customer_files.views import DiagramView
from inspector.ui.figures.painting import paint, screen_measure
from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.painting import box
from inspector.ui.theme import theme

HIGHEST = 300
LARGEST = 1.25
"""Scale on a wide screen."""


class DiagramPicture(Focusable):
    """`equipment_opened(id)`; the arrow keys go through the symbols that stand for equipment."""

    spoken_role = Role.Graphic
    equipment_opened = Signal(str)
    ring_radius = 6.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: DiagramView | None = None
        self._figure: Figure | None = None
        self._linked: list[Spot] = []
        self._current = 0
        self._pointed = -1
        self.setMouseTracking(True)
        self.setAccessibleName(_("Single-line diagram"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self.update)

    def show_view(self, view: DiagramView) -> None:
        """Show another diagram."""
        self._view = view
        self._figure = diagram_figure(view.diagram, screen_measure, view.troubles)
        linked = [spot for spot in self._figure.spots if spot.symbol.equipment in dict(view.names)]
        self._linked = sorted(linked, key=lambda spot: (spot.symbol.y, spot.symbol.x))
        self._current = min(self._current, max(0, len(self._linked) - 1))
        spoken = [self._spoken(spot) for spot in self._linked]
        self.setAccessibleName(_("Single-line diagram") + (": " + _("; ").join(spoken) if spoken else ""))
        self.updateGeometry()
        self.update()

    def _spoken(self, spot: Spot) -> str:
        view = self._view
        trouble = view.troubles.get(spot.symbol.equipment) if view else None
        return spot.symbol.label + (f" ({trouble.words})" if trouble else "")

    # layout ---------------------------------------------------------------------------------------------------------

    def _scale(self, width: int) -> float:
        return self._figure.scale_for(width, HIGHEST, LARGEST) if self._figure else 1.0

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(self._figure.height * self._scale(width)) if self._figure else 0

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(max(self.width(), 480)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, 80)

    def _corner(self) -> QPointF:
        """Where the figure begins: it stands in the middle."""
        scale = self._scale(self.width())
        width = self._figure.width * scale if self._figure else 0
        height = self._figure.height * scale if self._figure else 0
        return QPointF((self.width() - width) / 2, max(0.0, (self.height() - height) / 2))

    def _rect(self, spot: Spot) -> QRectF:
        scale, corner = self._scale(self.width()), self._corner()
        area = spot.area
        return QRectF(
            corner.x() + area.x * scale, corner.y() + area.top * scale, area.width * scale, area.height * scale
        )

    def _frame(self, spot: Spot) -> QRectF:
        """Around a symbol; around its tinted box, where it has one."""
        tinted = self._view is not None and spot.symbol.equipment in self._view.troubles
        return self._rect(spot).adjusted(-8, -1, 22 * self._scale(self.width()) if tinted else 6, 1)

    # input ----------------------------------------------------------------------------------------------------------

    def _at(self, place: QPointF) -> int:
        found = [n for n, spot in enumerate(self._linked) if self._rect(spot).adjusted(-3, -2, 3, 2).contains(place)]
        return min(found, key=lambda n: self._linked[n].area.width * self._linked[n].area.height, default=-1)

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._linked):
            self._current = number
            self.update()
            self.equipment_opened.emit(self._linked[number].symbol.equipment)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self._at(event.position())
        hand = self._pointed >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = -1
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self._at(event.position()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self._current)
            return
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if key not in steps or event.modifiers() or not self._linked:
            super().keyPressEvent(event)
            return
        self._current = min(max(self._current + steps[key], 0), len(self._linked) - 1)
        self.update()

    @override
    def show_ring(self) -> None:
        """The chosen symbol shows where the focus is."""
        if not self._linked:
            super().show_ring()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(QPointF(event.pos()))
            if number < 0:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._tip(self._linked[number]), self, QRect())
            return True
        return super().event(event)

    def _tip(self, spot: Spot) -> str:
        view, equipment = self._view, spot.symbol.equipment
        name = dict(view.names).get(equipment, "") if view else ""
        trouble = view.troubles.get(equipment) if view else None
        return "\n".join(part for part in (name, spot.symbol.detail, trouble.words if trouble else "") if part)

    # painting -------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._figure is None:
            return
        painter = QPainter(self)
        if self._pointed >= 0:
            box(painter, self._frame(self._linked[self._pointed]), fill="sub", radius=4)
        scale = self._scale(self.width())
        painter.save()
        painter.translate(self._corner())
        painter.scale(scale, scale)
        paint(painter, self._figure.drawing)
        painter.restore()
        if self.hasFocus() and self._linked:
            box(painter, self._frame(self._linked[self._current]), border="primary-text", radius=4, width=2)
