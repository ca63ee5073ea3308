"""The sparkline: up to five values, the last one as a dot, the limit as a dashed line."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from inspector.domain.verdict import Verdict
from inspector.ui.theme import color

_INK = {Verdict.FAIL: "red", Verdict.ATTENTION: "orange"}


def paint_sparkline(
    painter: QPainter,
    rect: QRectF,
    values: Sequence[float],
    limit: float | None = None,
    verdict: Verdict | None = None,
) -> None:
    """Draw `values` (oldest first) into `rect`; the colour follows the verdict on the last one."""
    if not values:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = color(_INK.get(verdict, "text-2") if verdict else "text-2")
    levels = [*values, limit] if limit is not None else list(values)
    low, high = min(levels), max(levels)
    span = (high - low) or 1.0
    inner = rect.adjusted(3, 4, -4, -4)

    def y(value: float) -> float:
        return inner.bottom() - (value - low) / span * inner.height() if high != low else inner.center().y()

    if limit is not None:
        dash = QPen(ink if verdict is Verdict.FAIL else color("edge"), 1)
        dash.setDashPattern([3, 2])
        painter.setPen(dash)
        painter.drawLine(QPointF(inner.left(), y(limit)), QPointF(inner.right(), y(limit)))
    step = inner.width() / max(1, len(values) - 1)
    start = inner.left() if len(values) > 1 else inner.right()
    points = [QPointF(start + index * step, y(value)) for index, value in enumerate(values)]
    painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(points[-1], 3, 3)
