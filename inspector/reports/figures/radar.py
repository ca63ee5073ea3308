"""The four-high portrait as a radar: the same shapes for screen and paper. Lengths are logical pixels."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.reports.figures.charts import Dot, Drawing, Measure, Shape, Stroke, Words, fitted

RINGS: Final = 5
"""Ratings from the middle to the edge."""
LOUD_FROM: Final = 4
NAME: Final = 11.0
ROOM: Final = 34.0
"""Above and below the radar, for two lines of words."""
LEAST: Final = 40.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spoke:
    """One axis: name, figure in words, rating 0 to 5; None draws no point."""

    name: str
    text: str
    rating: int | None


def radar_drawing(spokes: Sequence[Spoke], width: float, height: float, measure: Measure) -> Drawing:
    """The radar in a room; the first spoke points up, the others follow clockwise."""
    side = max((measure(words, NAME, bold=True) for one in spokes for words in (one.name, one.text)), default=0.0)
    side = min(side, width * 0.28)
    radius = max(LEAST, min(width / 2 - side - 10, height / 2 - ROOM))
    middle = (width / 2, height / 2 + 2)
    shapes = [*_rings(spokes, middle, radius), *_line(spokes, middle, radius)]
    for number, one in enumerate(spokes):
        shapes += _words(one, _at(number, len(spokes), middle, radius + 10), middle, side, measure)
    return Drawing(width, height, tuple(shapes), ())


def _at(number: int, count: int, middle: Point, radius: float) -> Point:
    angle = 2 * math.pi * number / count - math.pi / 2
    return middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)


def _rings(spokes: Sequence[Spoke], middle: Point, radius: float) -> Iterator[Shape]:
    count = len(spokes)
    for ring in range(1, RINGS + 1):
        corners = [_at(number, count, middle, radius * ring / RINGS) for number in range(count)]
        outer = ring in (RINGS, LOUD_FROM)
        yield Stroke((*corners, corners[0]), "edge" if outer else "line2", 1.0 if outer else 0.6)
    for number in range(count):
        yield Stroke((middle, _at(number, count, middle, radius)), "line2", 0.6)


def _line(spokes: Sequence[Spoke], middle: Point, radius: float) -> Iterator[Shape]:
    """The portrait: points joined where neighbours are known."""
    count = len(spokes)
    places = [
        None if one.rating is None else _at(number, count, middle, radius * one.rating / RINGS)
        for number, one in enumerate(spokes)
    ]
    for number, place in enumerate(places):
        following = places[(number + 1) % count]
        if place is not None and following is not None:
            yield Stroke((place, following), "primary-text", 2.0)
    for one, place in zip(spokes, places, strict=True):
        if place is not None and one.rating is not None:
            loud = one.rating >= LOUD_FROM
            yield Dot(*place, 4.0 if loud else 3.0, "red-text" if loud else "primary-text")


def _words(one: Spoke, place: Point, middle: Point, room: float, measure: Measure) -> Iterator[Shape]:
    """Name and figure at the end of a spoke; what is long is shortened."""
    across = place[0] - middle[0]
    share = 0.5 if abs(across) < 8 else 0.0 if across > 0 else 1.0
    up = place[1] < middle[1] - 8
    centre = place[1] - (19 if up and share == 0.5 else 6)
    wide = 4 * room if share == 0.5 else room
    token = "red-text" if one.rating is not None and one.rating >= LOUD_FROM else "text-1"
    yield Words(fitted(one.name, wide, NAME, measure), place[0], centre, NAME, "text-2", share=share)
    figure = fitted(one.text or "—", wide, NAME, measure, bold=True)
    yield Words(figure, place[0], centre + 14, NAME, token, bold=True, share=share)
