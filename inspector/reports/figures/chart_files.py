"""Charts as SVG and PDF files, and on the pages of a document. Any thread; Problem("font_missing").

SVG has the colours of the light theme; PDF is black and grey like every document, and patterns tell series apart.
"""

import math
import re
import tomllib
from datetime import date, datetime
from functools import cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from inspector import assets
from inspector.i18n import Translator
from inspector.reports.figures.chart_layout import drawn, height_of
from inspector.reports.figures.charts import Area, Chart, Dot, Drawing, Fill, Measure, Outline, Shape, Stroke, Words
from inspector.reports.pdf.fonts import Weight, face
from inspector.reports.pdf.linebreak import Breaker, plain
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Pen, Properties, Style

WIDTH: Final = 760.0
MARGIN: Final = 16.0
POINTS: Final = 0.75
"""Points of a pixel."""
FAMILY: Final = "'Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""
_GREYS: Final = {"line2": 0.85, "edge": 0.4, "surface": 1.0}
DISC: Final = 20
"""Corners of a white disc."""
_SOLID: Final = 0.66
"""Grey of a solid bar: dark beside white, light under black figures."""
_BLACK: Final = ("text-1", "text-2", "text-3", "primary-text", "red-text")


def paper_measure() -> Measure:
    """Widths in the font of documents."""
    fonts = {False: face(Weight.REGULAR).widths, True: face(Weight.BOLD).widths}
    breaker = Breaker()

    def width(text: str, size: float, *, bold: bool = False) -> float:
        known = fonts[bold]
        if all(char in known for char in text):
            return sum(known[char] for char in text) * size / 1000
        return breaker.line(text, Weight.BOLD if bold else Weight.REGULAR).width * size / 1000

    return width


def chart_svg(chart: Chart, remark: str = "") -> bytes:
    """The chart with its title as SVG; `remark` (period, scope) stands under it."""
    measure = paper_measure()
    height = height_of(chart, WIDTH, measure, titled=True)
    drawing = drawn(chart, WIDTH, height, measure, titled=True)
    foot = 24.0 if remark else 0.0
    width, high = WIDTH + 2 * MARGIN, height + foot + 2 * MARGIN
    size = f'width="{width:g}" height="{high:g}"'
    colours = _light()
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:g} {high:g}" role="img">',
        f"<title>{_text(chart.title)}</title>",
        f"<desc>{_text(chart.told)}</desc>",
        f'<rect {size} fill="#FFFFFF"/>',
        f'<g transform="translate({MARGIN:g} {MARGIN:g})" font-family="{FAMILY}">',
        *(_svg(shape, colours) for shape in drawing.shapes),
        *(_svg_mark(mark.area, mark.value.words) for mark in drawing.marks),
    ]
    if remark:
        parts.append(_svg(Words(remark, 0, height + 14, 11, "text-3"), colours))
    return "\n".join([*parts, "</g>", "</svg>", ""]).encode()


def _svg(shape: Shape, colours: dict[str, str]) -> str:
    colour = colours[shape.token]
    match shape:
        case Fill(area=area):
            return f'<rect {_box(area)} fill="{colour}"/>'
        case Outline(area=area):
            inner = Area(area.x + 0.5, area.top + 0.5, max(0.0, area.width - 1), max(0.0, area.height - 1))
            return f'<rect {_box(inner)} fill="none" stroke="{colour}"/>'
        case Stroke(points=points, width=width, dashed=dashed):
            path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
            dash = ' stroke-dasharray="5 3"' if dashed else ""
            return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dash}/>'
        case Dot(x=x, y=y, radius=radius):
            return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:g}" fill="{colour}"/>'
        case Words():
            anchor = {0.0: "start", 0.5: "middle", 1.0: "end"}[shape.share]
            weight = ' font-weight="700"' if shape.bold else ""
            place = f'x="{shape.x:.2f}" y="{shape.centre + 0.36 * shape.size:.2f}" font-size="{shape.size:g}"'
            return f'<text {place} text-anchor="{anchor}"{weight} fill="{colour}">{_text(shape.text)}</text>'


def _svg_mark(area: Area, words: str) -> str:
    """What a reader shows while the mouse is over a bar."""
    label = quoteattr(_clean(words))
    return f'<rect {_box(area)} fill-opacity="0" aria-label={label}><title>{_text(words)}</title></rect>'


def _box(area: Area) -> str:
    return f'x="{area.x:.2f}" y="{area.top:.2f}" width="{area.width:.2f}" height="{area.height:.2f}"'


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", plain(text))


def _text(text: str) -> str:
    return escape(_clean(text))


@cache
def _light() -> dict[str, str]:
    with assets.resource("themes/light.toml").open("rb") as stream:
        colours: dict[str, str] = tomllib.load(stream)["colors"]
    return colours


def chart_pdf(chart: Chart, day: date, remark: str = "", tr: Translator | None = None) -> bytes:
    """The chart alone on a page of its own size, dated `day`; `remark` (period, scope) stands under it."""
    measure = paper_measure()
    height = height_of(chart, WIDTH, measure, titled=True)
    drawing = drawn(chart, WIDTH, height, measure, titled=True)
    foot = 24.0 if remark else 0.0
    made_at = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a date
    language = (tr.language if tr else "").replace("_", "-")
    properties = Properties(title=chart.title, author="", subject=remark, language=language, made_at=made_at)
    pen = Pen(((WIDTH + 2 * MARGIN) * POINTS, (height + foot + 2 * MARGIN) * POINTS), properties)
    draw_chart(pen, drawing, MARGIN * POINTS, MARGIN * POINTS)
    if remark:
        words = Words(remark, 0, height + 14, 11, "text-3")
        draw_chart(pen, Drawing(WIDTH, 0, (words,), ()), MARGIN * POINTS, MARGIN * POINTS)
    pen.next_page()
    return pen.finish()


def draw_chart(pen: Pen, drawing: Drawing, left: float, top: float, scale: float = POINTS) -> None:
    """Draw the shapes of a chart on a page; `left` and `top` in points."""
    _Paper(pen, left, top, scale).draw(drawing)


class _Paper:
    """Draws shapes with a pen, in black and grey."""

    def __init__(self, pen: Pen, left: float, top: float, scale: float) -> None:
        self._pen = pen
        self._left, self._top, self._scale = left, top, scale
        self._breaker = Breaker()

    def draw(self, drawing: Drawing) -> None:
        """All shapes in their order."""
        for shape in drawing.shapes:
            match shape:
                case Fill(area=area, token=token):
                    self._pen.fill(*self._area(area), _grey(token))
                case Outline(area=area):
                    self._pen.frame(*self._area(area), 0.5)
                case Stroke():
                    self._stroke(shape)
                case Dot(token="surface"):
                    self._pen.polygon(self._disc(shape), 1.0)
                case Dot(x=x, y=y, radius=radius):
                    self._pen.curve([self._point(x, y)], 2 * radius * self._scale)
                case Words():
                    self._words(shape)

    def _disc(self, dot: Dot) -> list[tuple[float, float]]:
        """A disc as a polygon: a dot of the pen is black."""
        angles = [2 * math.pi * corner / DISC for corner in range(DISC)]
        return [
            self._point(dot.x + dot.radius * math.cos(angle), dot.y + dot.radius * math.sin(angle)) for angle in angles
        ]

    def _area(self, area: Area) -> tuple[float, float, float, float]:
        x, top = self._point(area.x, area.top)
        return x, top, area.width * self._scale, area.height * self._scale

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return self._left + x * self._scale, self._top + y * self._scale

    def _stroke(self, stroke: Stroke) -> None:
        points = [self._point(x, y) for x, y in stroke.points]
        width = 0.6 * stroke.width * self._scale
        if not stroke.dashed:
            self._pen.curve(points, width)
            return
        (x, y), (end, _y) = points[0], points[-1]
        while x < end:
            self._pen.fill(x, y - width / 2, min(3.0, end - x), width)
            x += 5.0

    def _words(self, words: Words) -> None:
        weight = Weight.BOLD if words.bold else Weight.REGULAR
        size = words.size * self._scale
        line = self._breaker.line(words.text, weight)
        x, centre = self._point(words.x, words.centre)
        x -= line.width * size / 1000 * words.share
        if words.text:
            self._pen.box((line,), x, centre, 0.0, Style(weight, size, size), Align.LEFT)


def _grey(token: str) -> float:
    """Grey of an area: tints are white, so that figures and lines on them stand out."""
    if token in _GREYS:
        return _GREYS[token]
    if token in _BLACK:
        return 0.0
    return 1.0 if token.endswith("-tint") else _SOLID
