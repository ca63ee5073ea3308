"""How the drawing board looks: grid, selection, diagram, cross, and what is in hand."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from inspector.domain.diagram import Symbol, SymbolKind, Wire
from inspector.reports.figures.charts import Drawing
from inspector.reports.figures.diagram import STEP, Figure, symbol_shapes
from inspector.ui.customers.diagram.board import POINTER, WIRE, Board
from inspector.ui.figures.painting import paint
from inspector.ui.kit.painting import box
from inspector.ui.theme import color


def paint_grid(painter: QPainter, rect: QRectF, step: float) -> None:
    """A dot on each step."""
    painter.setPen(QPen(color("line"), 1.5))
    for column in range(int(rect.left() / step), int(rect.right() / step) + 2):
        for row in range(int(rect.top() / step), int(rect.bottom() / step) + 2):
            painter.drawPoint(QPointF(column * step, row * step))


def paint_board(painter: QPainter, board: Board, figure: Figure, *, focused: bool) -> None:
    """Everything on the grid; the painter stands at the place (0, 0)."""
    _paint_selection(painter, board.selected, figure)
    painter.save()
    painter.translate(-figure.origin[0], -figure.origin[1])
    paint(painter, figure.drawing)
    painter.restore()
    _paint_hand(painter, board, cross=focused or board.tool != POINTER)


def _paint_selection(painter: QPainter, thing: Symbol | Wire | None, figure: Figure) -> None:
    if isinstance(thing, Wire):
        left, right = sorted((thing.x1, thing.x2))
        top, bottom = sorted((thing.y1, thing.y2))
        area = QRectF(left * STEP, top * STEP, (right - left) * STEP, (bottom - top) * STEP)
        box(painter, area.adjusted(-6, -6, 6, 6), fill="primary-tint", border="primary-text", radius=4)
    elif thing is not None:
        spot = next((one for one in figure.spots if one.symbol.id == thing.id), None)
        if spot is not None:
            place = QRectF(*spot.area).translated(-figure.origin[0], -figure.origin[1])
            box(painter, place.adjusted(-4, -3, 4, 3), fill="primary-tint", border="primary-text", radius=4)


def _paint_hand(painter: QPainter, board: Board, *, cross: bool) -> None:
    x, y = board.cross[0] * STEP, board.cross[1] * STEP
    if board.tool not in (POINTER, WIRE):
        painter.save()
        painter.setOpacity(0.45)
        painter.translate(x, y)
        paint(painter, Drawing(0, 0, symbol_shapes(SymbolKind(board.tool)), ()))
        painter.restore()
    if board.start is not None:
        painter.setPen(QPen(color("primary-text"), 2))
        start = QPointF(board.start[0] * STEP, board.start[1] * STEP)
        corner = QPointF(start.x(), y)
        painter.drawLine(start, corner)
        painter.drawLine(corner, QPointF(x, y))
    if cross:
        painter.setPen(QPen(color("primary-text"), 1.5))
        painter.drawLine(QPointF(x - 8, y), QPointF(x + 8, y))
        painter.drawLine(QPointF(x, y - 8), QPointF(x, y + 8))
