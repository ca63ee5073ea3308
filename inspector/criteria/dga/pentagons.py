"""Duval's pentagons 1 and 2 (IEEE C57.104-2019 annex D): five gases at once.

Each gas is plotted on its axis in % of the five; the sample is the area centroid of the five points. The zones stand in
a fixed order: their printed vertices are rounded and overlap a little, the first that holds the point counts.
"""

import math
from typing import Final

from inspector.criteria.dga.sample import Fault, Gases
from inspector.quick_dataclass import dataclass

Spot = tuple[float, float]
AXES: Final = {"h2": 90, "c2h6": 162, "ch4": 234, "c2h4": 306, "c2h2": 18}
"""Angle of each gas in degrees, counter-clockwise around the pentagon."""
OUTLINE: Final = 40.0
"""% at which the corners of the drawn pentagon stand: no centroid lies farther out."""


@dataclass(frozen=True, slots=True)
class Area:
    """A zone of a drawing."""

    fault: Fault
    vertices: tuple[Spot, ...]


def outline() -> tuple[Spot, ...]:
    """Corners of the drawn pentagon, in the order of `AXES`."""
    return tuple(_spot(OUTLINE, angle) for angle in AXES.values())


def _spot(share: float, angle: float) -> Spot:
    return share * math.cos(math.radians(angle)), share * math.sin(math.radians(angle))


def centroid(gases: Gases) -> Spot | None:
    """Where a sample lies; None if a gas is missing, or the five points span no area (no two neighbouring gases)."""
    shares = gases.shares(*AXES)
    if shares is None:
        return None
    spots = [_spot(float(share), angle) for share, angle in zip(shares, AXES.values(), strict=True)]
    around = list(zip(spots, spots[1:] + spots[:1], strict=True))
    crosses = [x * next_y - next_x * y for (x, y), (next_x, next_y) in around]
    area = sum(crosses) / 2
    if not any(a and b for a, b in zip(shares, shares[1:] + shares[:1], strict=True)) or not area:
        return None
    x = sum((here[0] + there[0]) * cross for (here, there), cross in zip(around, crosses, strict=True)) / (6 * area)
    y = sum((here[1] + there[1]) * cross for (here, there), cross in zip(around, crosses, strict=True)) / (6 * area)
    return x, y


def holds(area: Area, spot: Spot) -> bool:
    """Whether a spot lies in a zone or on its border."""
    inside = False
    for (x1, y1), (x2, y2) in zip(area.vertices, area.vertices[1:] + area.vertices[:1], strict=True):
        if _on_edge(spot, (x1, y1), (x2, y2)):
            return True
        if (y1 > spot[1]) != (y2 > spot[1]) and spot[0] < (x2 - x1) * (spot[1] - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


NEAR: Final = 1e-9


def _on_edge(spot: Spot, start: Spot, end: Spot) -> bool:
    along = (end[0] - start[0], end[1] - start[1])
    away = (spot[0] - start[0], spot[1] - start[1])
    length = math.hypot(*along)
    off = abs(along[0] * away[1] - along[1] * away[0]) / length
    part = (along[0] * away[0] + along[1] * away[1]) / length
    return off < NEAR and -NEAR <= part <= length + NEAR


def fault_at(areas: tuple[Area, ...], spot: Spot) -> Fault:
    """The zone of a spot; one in a gap between rounded borders belongs to the nearest zone."""
    found = next((area.fault for area in areas if holds(area, spot)), None)
    return found or min(areas, key=lambda area: _distance(area, spot)).fault


def _distance(area: Area, spot: Spot) -> float:
    def to_edge(start: Spot, end: Spot) -> float:
        along = (end[0] - start[0], end[1] - start[1])
        away = (spot[0] - start[0], spot[1] - start[1])
        part = max(0.0, min(1.0, (along[0] * away[0] + along[1] * away[1]) / (along[0] ** 2 + along[1] ** 2)))
        return math.hypot(away[0] - part * along[0], away[1] - part * along[1])

    edges = zip(area.vertices, area.vertices[1:] + area.vertices[:1], strict=True)
    return min(to_edge(start, end) for start, end in edges)


def pentagon_fault(areas: tuple[Area, ...], gases: Gases) -> Fault | None:
    """The zone of a sample in one of the pentagons; None where it has no place."""
    spot = centroid(gases)
    return None if spot is None else fault_at(areas, spot)


_PD = Area(Fault.PD, ((0, 33), (-1, 33), (-1, 24.5), (0, 24.5)))
_D1 = Area(Fault.D1, ((0, 40), (38, 12.4), (32, -6.1), (4, 16), (0, 1.5)))
_D2 = Area(Fault.D2, ((4, 16), (32, -6.1), (24.3, -30), (0, -3), (0, 1.5)))
_S = Area(Fault.S, ((0, 1.5), (-35, 3.1), (-38, 12.4), (0, 40), (0, 33), (-1, 33), (-1, 24.5), (0, 24.5)))
PENTAGON_1: Final = (
    _PD,
    _D1,
    _D2,
    Area(Fault.T3, ((0, -3), (24.3, -30), (23.5, -32.4), (1, -32.4), (-6, -4))),
    Area(Fault.T2, ((-6, -4), (1, -32.4), (-22.5, -32.4))),
    Area(Fault.T1, ((-6, -4), (-22.5, -32.4), (-23.5, -32.4), (-35, 3.1), (0, 1.5), (0, -3))),
    _S,
)
PENTAGON_2: Final = (
    _PD,
    _D1,
    _D2,
    Area(Fault.T3_H, ((0, -3), (24.3, -30), (23.5, -32.4), (2.5, -32.4), (-3.5, -3))),
    Area(Fault.C, ((-3.5, -3), (2.5, -32.4), (-21.5, -32.4), (-11, -8))),
    Area(Fault.O, ((-3.5, -3), (-11, -8), (-21.5, -32.4), (-23.5, -32.4), (-35, 3.1), (0, 1.5), (0, -3))),
    _S,
)
