"""Marks painted by Qt while they are edited; the shapes and sizes are those of `inspector.photos.annotation`.

Points and sizes here are pixels of the picture; the painter's transform brings them to the screen. GUI thread.
"""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF

from inspector.photos import annotation as shapes
from inspector.photos.annotation import RGB, RIM, Mark, MarkKind, Point
from inspector.ui.theme import font


def letters(size: QSizeF) -> QFont:
    """The font of texts on a picture of this size."""
    made = QFont(font("body_bold"))
    made.setPixelSize(max(1, round(shapes.letter_size(size.width(), size.height()))))
    return made


def pixels(point: Point, size: QSizeF) -> QPointF:
    """A point of the unit square in pixels."""
    return QPointF(point[0] * size.width(), point[1] * size.height())


def unit(point: QPointF, size: QSizeF) -> Point:
    """A point in pixels as one of the unit square."""
    return point.x() / size.width(), point.y() / size.height()


def text_room(text: str, size: QSizeF) -> QSizeF:
    """Width and height of a text on a picture of this size."""
    width = QFontMetricsF(letters(size)).horizontalAdvance(text)
    return QSizeF(width, shapes.letter_size(size.width(), size.height()) * 1.3)


def bounds(one: Mark, size: QSizeF) -> QRectF:
    """The box of a mark, without its rim."""
    first = pixels(one.points[0], size)
    if one.kind is MarkKind.TEXT:
        return QRectF(first, text_room(one.text, size))
    return QRectF(first, pixels(one.points[1], size)).normalized()


def paint(painter: QPainter, one: Mark, size: QSizeF) -> None:
    """Paint a mark with its rim."""
    ink, rim = QColor(*RGB[one.colour]), QColor(*RIM[one.colour])
    width, edge = shapes.stroke(size.width(), size.height()), shapes.rim(size.width(), size.height())
    shape = _shape(one, size)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if one.kind is MarkKind.ELLIPSE:
        painter.strokePath(shape, QPen(rim, width + 2 * edge))
        painter.strokePath(shape, QPen(ink, width))
        return
    pen = QPen(rim, 2 * edge, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(shape, pen)
    painter.fillPath(shape, ink)


def hit(one: Mark, size: QSizeF, at: QPointF, reach: float) -> bool:
    """Whether a point lies on a mark, or not farther than `reach` pixels from it."""
    if one.kind is MarkKind.TEXT:
        return bounds(one, size).adjusted(-reach, -reach, reach, reach).contains(at)
    stroker = QPainterPathStroker()
    stroker.setWidth(shapes.stroke(size.width(), size.height()) + 2 * reach)
    shape = _shape(one, size)
    filled = one.kind is MarkKind.ARROW and shape.contains(at)
    return filled or stroker.createStroke(shape).contains(at)


def _shape(one: Mark, size: QSizeF) -> QPainterPath:
    path = QPainterPath()
    match one.kind:
        case MarkKind.ARROW:
            start, end = pixels(one.points[0], size), pixels(one.points[1], size)
            width = shapes.stroke(size.width(), size.height())
            outline = shapes.arrow((start.x(), start.y()), (end.x(), end.y()), width)
            path.addPolygon(QPolygonF([QPointF(*corner) for corner in outline]))
            path.closeSubpath()
        case MarkKind.ELLIPSE:
            path.addEllipse(bounds(one, size))
        case MarkKind.TEXT:
            down = shapes.letter_size(size.width(), size.height()) * shapes.ASCENT
            path.addText(pixels(one.points[0], size) + QPointF(0, down), letters(size), one.text)
            path.setFillRule(Qt.FillRule.WindingFill)
    return path
