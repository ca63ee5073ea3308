"""Drawing shared by the painted widgets: crisp rounded boxes, text in a style, keycaps, check of the text width."""

import functools

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from inspector.ui.theme import color, font

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter

KEYCAP_HEIGHT = 18


@functools.cache
def metrics(style: str) -> QFontMetricsF:
    """Metrics of a text style."""
    return QFontMetricsF(font(style))


@functools.lru_cache(maxsize=8192)
def text_width(text: str, style: str) -> float:
    """Width of one line of text in logical pixels; kept, because layouts and painting ask again and again."""
    return metrics(style).horizontalAdvance(text)


def box(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: str | QColor | None = None,
    border: str | QColor | None = None,
    radius: float = 6,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """A rounded box whose border lies inside `rect`; colours are tokens or QColor."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(Qt.PenStyle.NoPen)
    inset = 0.0
    if border is not None:
        pen = QPen(color(border) if isinstance(border, str) else border, width)
        inset = width / 2
        if dashed:
            pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else (color(fill) if isinstance(fill, str) else fill))
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def text(
    painter: QPainter,
    rect: QRectF,
    content: str,
    style: str = "body",
    token: str = "text-1",
    flags: Qt.AlignmentFlag = LEFT,
) -> None:
    """One line of text, elided at the right if `rect` is too narrow."""
    painter.setFont(font(style))
    painter.setPen(color(token))
    shown = content
    if text_width(content, style) > rect.width() + 0.5:
        shown = metrics(style).elidedText(content, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(flags), shown)


def keycap_width(label: str) -> float:
    """Width of a keycap with this label."""
    return max(18.0, text_width(label, "tiny") + 10)


def keycap(painter: QPainter, right_center: QPointF, label: str, token: str, border: str | QColor) -> QRectF:
    """A keycap whose right edge middle is at `right_center`; returns its rectangle."""
    width = keycap_width(label)
    rect = QRectF(right_center.x() - width, right_center.y() - KEYCAP_HEIGHT / 2, width, KEYCAP_HEIGHT)
    box(painter, rect, border=border, radius=3)
    text(painter, rect, label, "tiny", token, CENTER)
    return rect


def bubble(painter: QPainter, center: QPointF, label: str, fill: str) -> None:
    """A small count badge (rail, camera icons), centred at `center`."""
    width = max(16.0, text_width(label, "tiny_bold") + 8)
    rect = QRectF(center.x() - width / 2, center.y() - 8, width, 16)
    box(painter, rect, fill=fill, radius=8)
    text(painter, rect, label, "tiny_bold", "on-fill", CENTER)
