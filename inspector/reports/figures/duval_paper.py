"""Duval's drawings on the pages of a document: the shapes of `duval` in black and grey. Lengths in points."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from inspector.criteria.dga import Fault
from inspector.reports.figures.charts import Stroke, Words
from inspector.reports.figures.duval import DgaDrawing, Place, Spot, ZoneShape
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Pen, Style

GREYS: Final = {
    Fault.PD: 1.0, Fault.D1: 0.94, Fault.D2: 0.8, Fault.DT: 0.88, Fault.T1: 0.97, Fault.T2: 0.86, Fault.T3: 0.76,
    Fault.T3_H: 0.76, Fault.S: 0.95, Fault.O: 0.97, Fault.C: 0.86, None: 1.0,
}  # fmt: skip
BORDER: Final = 0.4
ON, OFF = 2.6, 1.8
"""Dashes and gaps, points."""
ASKED: Final = "red"
LIGHT: Final = "surface"
CORNERS: Final = 24
"""Corners of a disc drawn as a polygon."""


def draw_dga(pen: Pen, drawing: DgaDrawing, left: float, top: float, scale: float) -> None:
    """Draw the shapes; `left` and `top` in points, `scale` points of a pixel."""
    paper = _Paper(pen, left, top, scale)
    for shape in drawing.shapes:
        match shape:
            case ZoneShape():
                paper.zone(shape)
            case Stroke():
                paper.stroke(shape)
            case Spot():
                paper.spot(shape)
            case Words():
                paper.words(shape)


class _Paper:
    """Draws shapes with a pen."""

    def __init__(self, pen: Pen, left: float, top: float, scale: float) -> None:
        self._pen = pen
        self._left, self._top, self._scale = left, top, scale
        self._breaker = Breaker()

    def _at(self, place: Place) -> Place:
        return self._left + place[0] * self._scale, self._top + place[1] * self._scale

    def zone(self, zone: ZoneShape) -> None:
        """A grey area with a thin border."""
        points = [self._at(place) for place in zone.points]
        self._pen.polygon(points, GREYS[zone.fault])
        self._pen.curve([*points, points[0]], BORDER)

    def stroke(self, stroke: Stroke) -> None:
        """A black line; the light borders of the screen are those of the zones here."""
        if stroke.token == LIGHT:
            return
        points = [self._at(place) for place in stroke.points]
        for part in _dashes(points) if stroke.dashed else (points,):
            self._pen.curve(part, 0.6 * stroke.width * self._scale)

    def spot(self, spot: Spot) -> None:
        """The sample in question black (grey where nothing calls for a diagnosis), an earlier one a white ring."""
        centre, radius = self._at((spot.x, spot.y)), spot.radius * self._scale
        self._pen.polygon(_disc(centre, radius + (0 if spot.hollow else 0.8)), 1.0)
        if spot.hollow:
            self._pen.curve(_disc(centre, radius), 0.9)
        else:
            self._pen.polygon(_disc(centre, radius), 0.0 if spot.token == ASKED else 0.55)

    def words(self, words: Words) -> None:
        """A line of text."""
        weight = Weight.BOLD if words.bold else Weight.REGULAR
        size = words.size * self._scale
        line = self._breaker.line(words.text, weight)
        x, centre = self._at((words.x, words.centre))
        x -= line.width * size / 1000 * words.share
        self._pen.box((line,), x, centre, 0.0, Style(weight, size, size), Align.LEFT)


def _disc(centre: Place, radius: float) -> list[Place]:
    angles = [2 * math.pi * corner / CORNERS for corner in range(CORNERS + 1)]
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]


def _dashes(points: Sequence[Place]) -> Iterator[list[Place]]:
    """Short pieces along a line."""
    for (x1, y1), (x2, y2) in pairwise(points):
        length, done = math.hypot(x2 - x1, y2 - y1), 0.0
        while done < length:
            end = min(done + ON, length)
            yield [
                (x1 + (x2 - x1) * done / length, y1 + (y2 - y1) * done / length),
                (x1 + (x2 - x1) * end / length, y1 + (y2 - y1) * end / length),
            ]
            done = end + OFF
