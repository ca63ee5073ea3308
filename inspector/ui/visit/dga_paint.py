"""Duval's drawings on the screen: paints the shapes of `reports.dga_drawing` in the colours of the theme."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.reports.figures.charts import Stroke, Words
from inspector.reports.figures.duval import DgaDrawing, Shape, Spot, ZoneShape
from inspector.ui.kit.painting import LEFT, text, text_width
from inspector.ui.theme import color, font

Draw = Callable[[float, float], DgaDrawing]
"""Makes a drawing for a width and a height."""
RING: Final = 1.75


def paint(painter: QPainter, drawing: DgaDrawing) -> None:
    """Draw with the upper left corner at the painter's origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in drawing.shapes:
        _paint(painter, shape)


def _paint(painter: QPainter, shape: Shape) -> None:
    ink = color(shape.token)
    match shape:
        case ZoneShape(points=points):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawPolygon(_polygon(points))
        case Stroke(points=points, width=width, dashed=dashed):
            pen = QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
            if dashed:
                pen.setDashPattern([3, 2])
            painter.setPen(pen)
            painter.drawPolyline(_polygon(points))
        case Spot():
            _paint_spot(painter, shape, ink)
        case Words():
            _write(painter, shape, ink)


def _polygon(points: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _paint_spot(painter: QPainter, spot: Spot, ink: QColor) -> None:
    ground = color("surface")
    painter.setPen(QPen(ink, RING) if spot.hollow else QPen(ground, 1.5))
    painter.setBrush(ground if spot.hollow else ink)
    painter.drawEllipse(QPointF(spot.x, spot.y), spot.radius, spot.radius)


def _write(painter: QPainter, words: Words, ink: QColor) -> None:
    style = "tiny_bold" if words.bold else "tiny"
    width = text_width(words.text, style)
    painter.setFont(QFont(font(style)))
    painter.setPen(ink)
    place = QRectF(words.x - width * words.share - 1, words.centre - 10, width + 2, 20)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words.text)


class DgaPicture(QWidget):
    """Shows one drawing as large as there is room; `pressed` is called on a click."""

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw: Draw | None = None
        self._caption = ""
        self.pressed: Callable[[], None] | None = None
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_drawing(self, draw: Draw, spoken: str, caption: str = "") -> None:
        """Show another drawing; `spoken` tells it to who cannot see it, `caption` stands in the upper left corner."""
        self._draw, self._caption = draw, caption
        self.setAccessibleName(spoken)
        self.update()

    @property
    def drawing(self) -> DgaDrawing | None:
        """What is shown."""
        return self._draw(self.width(), self.height()) if self._draw else None

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        drawing = self.drawing
        if drawing is None:
            return
        painter = QPainter(self)
        paint(painter, drawing)
        text(painter, QRectF(0, 0, self.width(), 18), self._caption, "hint_bold", "text-2", LEFT)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed()
