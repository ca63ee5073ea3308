"""Charts on the screen and as PNG: draws the shapes of `reports.chart_layout` in the colours of a theme."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.figures.chart_layout import drawn, height_of
from inspector.reports.figures.charts import Area, Chart, Dot, Drawing, Fill, Outline, Shape, Stroke, Words
from inspector.ui.kit.painting import text_width
from inspector.ui.theme import color, font
from inspector.ui.theme.theme import load_tokens

register(ProblemKind.ENVIRONMENT, {"picture_not_made": N_("The picture could not be made. Close other programs.")})

STYLES: Final = {
    (11.0, False): "tiny",
    (11.0, True): "tiny_bold",
    (12.0, False): "hint",
    (12.0, True): "hint_bold",
    (14.0, True): "card_title",
}
"""Size and boldness of a text -> text style of the window."""
WIDTH: Final = 760
MARGIN: Final = 16
RATIO: Final = 2
"""Pixels of a PNG per logical pixel."""


def screen_measure(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in the window's fonts."""
    return text_width(text, STYLES[size, bold])


def paint(painter: QPainter, drawing: Drawing, colour: Callable[[str], QColor] = color) -> None:
    """Draw a chart with its upper left corner at the painter's origin; `colour` gives the colour of a token."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in drawing.shapes:
        _paint(painter, shape, colour(shape.token))


def _paint(painter: QPainter, shape: Shape, ink: QColor) -> None:
    match shape:
        case Fill(area=area):
            painter.fillRect(QRectF(*area), ink)
        case Outline(area=area):
            painter.setPen(QPen(ink, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(_inside(area))
        case Stroke(points=points, width=width, dashed=dashed):
            pen = QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
            if dashed:
                pen.setDashPattern([3.5, 2])
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
        case Dot(x=x, y=y, radius=radius):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(x, y), radius, radius)
        case Words():
            _write(painter, shape, ink)


def _inside(area: Area) -> QRectF:
    return QRectF(area.x + 0.5, area.top + 0.5, max(0.0, area.width - 1), max(0.0, area.height - 1))


def _write(painter: QPainter, words: Words, ink: QColor) -> None:
    width = screen_measure(words.text, words.size, bold=words.bold)
    painter.setFont(QFont(font(STYLES[words.size, words.bold])))
    painter.setPen(ink)
    place = QRectF(words.x - width * words.share - 1, words.centre - 10, width + 2, 20)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words.text)


def chart_png(chart: Chart, remark: str = "") -> bytes:
    """The chart with its title as PNG, light on white, twice as many pixels as on the screen. GUI thread."""
    tokens = load_tokens("light")
    height = height_of(chart, WIDTH, screen_measure, titled=True)
    foot = 24 if remark else 0
    image = QImage(RATIO * (WIDTH + 2 * MARGIN), RATIO * round(height + foot + 2 * MARGIN), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(RATIO, RATIO)
    painter.translate(MARGIN, MARGIN)
    drawing = drawn(chart, WIDTH, height, screen_measure, titled=True)
    shapes: tuple[Shape, ...] = drawing.shapes
    if remark:
        shapes = (*shapes, Words(remark, 0, height + 14, 11.0, "text-3"))
    paint(painter, Drawing(WIDTH, height, shapes, ()), lambda token: QColor(tokens[token]))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # PySide's stub wants bytes for the format
        raise Problem("picture_not_made")
    return bytes(buffer.data().data())
