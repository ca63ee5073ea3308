"""Duval's triangles and pentagons as shapes, drawn once for screen and paper.

Lengths are logical pixels from the top left; colours are tokens of the themes. The zones come from `criteria.dga`, so a
drawing can never differ from what decides. Nothing here needs a drawing library.
"""

import functools
import math
from collections.abc import Callable, Sequence
from typing import Final

from inspector.criteria.dga import Fault, Gases
from inspector.criteria.dga.pentagons import AXES, PENTAGON_1, PENTAGON_2, centroid, outline
from inspector.criteria.dga.triangles import Triangle
from inspector.quick_dataclass import dataclass
from inspector.reports.figures.charts import Stroke, Words

Place = tuple[float, float]

GAS_NAMES: Final = {
    "h2": "H₂", "ch4": "CH₄", "c2h6": "C₂H₆", "c2h4": "C₂H₄", "c2h2": "C₂H₂", "co": "CO", "co2": "CO₂",
}  # fmt: skip
TICKS: Final = (20, 40, 60, 80)
SIDE: Final = math.sqrt(3) / 2
"""Height of a triangle of side 1."""
LABEL_ROOM: Final = 8.0
"""Distance from every border that the name of a zone needs to stand inside it."""
AXIS_ROOM: Final = 6.0
"""Distance from an axis that keeps it out of the name; with less in the whole zone the name may lie on it."""
STEPS: Final = 24
"""Places tried across a zone when its name is placed."""
NOT_DETERMINED: Final = "ND"
ZONE_TOKENS: Final = {
    Fault.PD: "grey-tint", Fault.D1: "primary-tint", Fault.D2: "primary-border", Fault.DT: "violet-tint",
    Fault.T1: "amber-tint", Fault.T2: "amber-border", Fault.T3: "orange-border", Fault.T3_H: "orange-border",
    Fault.S: "green-tint", Fault.O: "amber-tint", Fault.C: "orange-tint", None: "sub",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZoneShape:
    """A filled zone; `fault` None = not determined."""

    points: tuple[Place, ...]
    token: str
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A sample: a disc, or a ring on the ground of the page."""

    x: float
    y: float
    radius: float
    token: str
    hollow: bool


Shape = ZoneShape | Stroke | Spot | Words


@dataclass(frozen=True, slots=True)
class DgaDrawing:
    """A drawing as shapes in the order they are drawn."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def zones(self) -> tuple[ZoneShape, ...]:
        """The zones."""
        return tuple(shape for shape in self.shapes if isinstance(shape, ZoneShape))

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The samples, oldest first."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Spot))


@dataclass(frozen=True, slots=True)
class Trail:
    """Samples oldest first. `current`: the last one is the sample in question; `muted`: nothing calls for a diagnosis.

    A sample without a place in a drawing (a gas is missing) is left out of it.
    """

    samples: tuple[Gases, ...]
    current: bool = True
    muted: bool = False


def triangle_drawing(triangle: Triangle, trail: Trail, width: float, height: float) -> DgaDrawing:
    """A triangle with its zones, scales and samples in a box."""
    frame = _TriangleFrame.within(width, height)
    places = [
        frame.place((float(share[0]), float(share[1]), float(share[2]))) if share else None
        for share in map(triangle.point, trail.samples)
    ]
    return DgaDrawing(width, height, (*_triangle_ground(triangle, frame), *_trail(places, trail)))


def pentagon_drawing(number: int, trail: Trail, width: float, height: float) -> DgaDrawing:
    """Pentagon 1 or 2 with its zones, axes and samples in a box."""
    frame = _PentagonFrame.within(width, height)
    places = [frame.place(spot) if spot else None for spot in map(centroid, trail.samples)]
    return DgaDrawing(width, height, (*_pentagon_ground(number, frame), *_trail(places, trail)))


@dataclass(frozen=True, slots=True)
class _TriangleFrame:
    left: float
    bottom: float
    side: float

    @classmethod
    def within(cls, width: float, height: float) -> "_TriangleFrame":
        room = height - 22.0 - 34.0
        side = min(width - 2 * 26.0, room / SIDE)
        return cls((width - side) / 2, 22.0 + room / 2 + side * SIDE / 2, side)

    def place(self, share: tuple[float, float, float]) -> Place:
        """Percentages of the gases of the top, right and left corner, in pixels."""
        top, right, _left = share
        return (
            self.left + self.side * (right + top / 2) / 100,
            self.bottom - self.side * SIDE * top / 100,
        )


@functools.lru_cache(maxsize=32)
def _triangle_ground(triangle: Triangle, frame: _TriangleFrame) -> tuple[Shape, ...]:
    """Zones, names, scales: everything but the samples."""
    zones = [
        ZoneShape(tuple(frame.place(vertex) for vertex in zone.vertices), ZONE_TOKENS[zone.fault], zone.fault)
        for zone in triangle.zones
    ]
    corners = [frame.place(corner) for corner in ((100, 0, 0), (0, 100, 0), (0, 0, 100))]
    names = [
        _inside(zone) or _beside(frame, zone, vertices.vertices)
        for zone, vertices in zip(zones, triangle.zones, strict=True)
    ]
    return (
        *zones,
        *(Stroke((*zone.points, zone.points[0]), "surface", 1.0) for zone in zones),
        Stroke((*corners, corners[0]), "text-2", 1.25),
        *_scales(triangle, frame),
        *names,
    )


def _scales(triangle: Triangle, frame: _TriangleFrame) -> tuple[Shape, ...]:
    """Ticks every 20 % and the gas of each side."""
    made: list[Shape] = []
    for tick in TICKS:
        sides: tuple[tuple[tuple[float, float, float], float, float, float], ...] = (
            ((tick, 0, 100 - tick), -1, 0, 1.0),
            ((100 - tick, tick, 0), 1, 0, 0.0),
            ((0, 100 - tick, tick), 0, 1, 0.5),
        )
        for share, across, down, part in sides:
            x, y = frame.place(share)
            made.append(Stroke(((x, y), (x + 4 * across, y + 4 * down)), "text-2", 1.0))
            made.append(Words(str(tick), x + 7 * across, y + 11 * down, 11.0, "text-3", share=part))
    top, right, left = (f"%{GAS_NAMES[gas]}" for gas in triangle.gases)
    middle = frame.bottom - frame.side * SIDE / 2
    end = frame.left + frame.side
    made += [
        Words(f"{top} ↑", frame.left + frame.side / 4 - 22, middle, 11.0, "text-2", bold=True, share=1.0),
        Words(f"{right} ↓", end - frame.side / 4 + 22, middle, 11.0, "text-2", bold=True, share=0.0),
        Words(f"← {left}", frame.left + frame.side / 2, frame.bottom + 25, 11.0, "text-2", bold=True, share=0.5),
    ]
    return tuple(made)


def _name(zone: ZoneShape) -> str:
    return zone.fault.value if zone.fault else NOT_DETERMINED


def _inside(zone: ZoneShape, axes: Sequence[tuple[Place, Place]] = ()) -> Words | None:
    """The zone's name where it is farthest from every border and axis; None if the zone is too small for it."""
    place, room = _roomiest(zone.points)
    if room < LABEL_ROOM:
        return None
    if axes:
        aside, free = _roomiest(zone.points, axes)
        place = aside if free >= AXIS_ROOM else place
    return Words(_name(zone), place[0], place[1], 11.0, "text-1", bold=True, share=0.5)


def _beside(frame: _TriangleFrame, zone: ZoneShape, vertices: Sequence[tuple[float, float, float]]) -> Words:
    """The name of a small zone outside the side it lies at, between the figures of the scale there."""
    top, right, left = (sum(vertex[gas] for vertex in vertices) / len(vertices) for gas in range(3))
    if top > 98:
        x, y = frame.place((100, 0, 0))
        return Words(_name(zone), x, y - 11, 11.0, "text-1", bold=True, share=0.5)
    if left < right:
        odd = _between(right)
        x, y = frame.place((100 - odd, odd, 0))
        return Words(_name(zone), x + 7, y, 11.0, "text-1", bold=True, share=0.0)
    odd = _between(top)
    x, y = frame.place((odd, 0, 100 - odd))
    return Words(_name(zone), x - 7, y, 11.0, "text-1", bold=True, share=1.0)


def _between(percent: float) -> float:
    """The middle between two figures of the scale that is nearest."""
    return min(range(10, 100, 20), key=lambda middle: abs(middle - percent))


@dataclass(frozen=True, slots=True)
class _PentagonFrame:
    x: float
    y: float
    scale: float

    @classmethod
    def within(cls, width: float, height: float) -> "_PentagonFrame":
        corners = outline()
        wide = max(x for x, _y in corners) - min(x for x, _y in corners)
        low, high = min(y for _x, y in corners), max(y for _x, y in corners)
        scale = min((width - 2 * 40.0) / wide, (height - 2 * 22.0) / (high - low))
        return cls(width / 2, height / 2 + scale * (high + low) / 2, scale)

    def place(self, spot: Place) -> Place:
        """A spot of the pentagon's own plane, y upwards, in pixels."""
        return self.x + self.scale * spot[0], self.y - self.scale * spot[1]


@functools.lru_cache(maxsize=32)
def _pentagon_ground(number: int, frame: _PentagonFrame) -> tuple[Shape, ...]:
    areas = PENTAGON_1 if number == 1 else PENTAGON_2
    zones = [
        ZoneShape(tuple(frame.place(vertex) for vertex in area.vertices), ZONE_TOKENS[area.fault], area.fault)
        for area in reversed(areas)  # where rounded borders overlap, the zone that counts is drawn over the other
    ]
    corners = [frame.place(corner) for corner in outline()]
    middle = frame.place((0, 0))
    axes = [(middle, corner) for corner in corners]
    return (
        *zones,
        *(Stroke((*zone.points, zone.points[0]), "surface", 1.0) for zone in zones),
        *(Stroke(axis, "edge", 0.75, dashed=True) for axis in axes),
        Stroke((*corners, corners[0]), "text-2", 1.25),
        *(_corner(gas, corner, middle) for gas, corner in zip(AXES, corners, strict=True)),
        *(_inside(zone, axes) or _left_of(zone) for zone in zones),
    )


def _corner(gas: str, corner: Place, middle: Place) -> Words:
    """The gas of an axis, outside its corner."""
    across, down = corner[0] - middle[0], corner[1] - middle[1]
    far = math.hypot(across, down)
    x, y = corner[0] + 8 * across / far, corner[1] + 12 * down / far
    part = 0.5 if abs(across) < far / 10 else 0.0 if across > 0 else 1.0
    return Words(GAS_NAMES[gas], x, y, 11.0, "text-2", bold=True, share=part)


def _left_of(zone: ZoneShape) -> Words:
    x = min(x for x, _y in zone.points)
    y = sum(y for _x, y in zone.points) / len(zone.points)
    return Words(_name(zone), x - 4, y, 11.0, "text-1", bold=True, share=1.0)


def _trail(places: Sequence[Place | None], trail: Trail) -> tuple[Shape, ...]:
    """The way of the samples: earlier ones hollow, the one in question full."""
    known = [place for place in places if place is not None]
    last = trail.current and bool(places) and places[-1] is not None
    spots = [Spot(x, y, 4.0, "text-1", hollow=True) for x, y in (known[:-1] if last else known)]
    if last:
        x, y = known[-1]
        spots.append(Spot(x, y, 5.5, "grey" if trail.muted else "red", hollow=False))
    path = (Stroke(tuple(known), "text-1", 1.25, dashed=True),) if len(known) > 1 else ()
    return (*path, *spots)


# placing names ------------------------------------------------------------------------------------------------------


def holds(points: Sequence[Place], place: Place) -> bool:
    """Whether a polygon holds a place (even-odd rule)."""
    inside = False
    for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        if (y1 > place[1]) != (y2 > place[1]) and place[0] < (x2 - x1) * (place[1] - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _roomiest(points: tuple[Place, ...], lines: Sequence[tuple[Place, Place]] = ()) -> tuple[Place, float]:
    """The place of a polygon that is farthest from its edges and from `lines`, and that distance."""
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    tried = [
        (left + (right - left) * across / STEPS, top + (bottom - top) * down / STEPS)
        for across in range(1, STEPS)
        for down in range(1, STEPS)
    ]
    clearance = _clearance([*zip(points, (*points[1:], points[0]), strict=True), *lines])
    found = [(clearance(place), place) for place in tried if holds(points, place)]
    room, place = max(found, default=(0.0, points[0]))
    return place, room


def _clearance(edges: Sequence[tuple[Place, Place]]) -> Callable[[Place], float]:
    def distance(place: Place) -> float:
        return min(_to_edge(place, start, end) for start, end in edges)

    return distance


def _to_edge(place: Place, start: Place, end: Place) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    away = (place[0] - start[0], place[1] - start[1])
    squared = along[0] ** 2 + along[1] ** 2
    part = max(0.0, min(1.0, (along[0] * away[0] + along[1] * away[1]) / squared)) if squared else 0.0
    return math.hypot(away[0] - part * along[0], away[1] - part * along[1])
