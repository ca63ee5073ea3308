"""Duval's triangles 1, 4 and 5 (IEC 60599:2022 annex B; IEEE C57.104-2019 annex D).

The rules decide; the polygons draw. Both tile the triangle alike (a test compares them). A vertex and a point are
percentages in the order of the triangle's gases.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from inspector.criteria.dga.sample import Fault, Gases
from inspector.quick_dataclass import dataclass

Point = tuple[float, float, float]
Share = tuple[Fraction, Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of a drawing; `fault` None = not determined. A fault may have two zones."""

    fault: Fault | None
    vertices: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Triangle:
    """`gases`: at 100 % in the top, right and left corner. `needs`: triangle 1 must have said one of these first."""

    number: int
    gases: tuple[str, str, str]
    zones: tuple[Zone, ...]
    rule: Callable[[Share], Fault | None]
    needs: frozenset[Fault] | None = None

    def point(self, gases: Gases) -> Share | None:
        """Where a sample lies; None if a gas is missing or all three are 0."""
        found = gases.shares(*self.gases)
        return None if found is None else (found[0], found[1], found[2])

    def fault(self, gases: Gases, first: Fault | None = None) -> Fault | None:
        """The zone of a sample; `first` is what triangle 1 says."""
        point = self.point(gases)
        if point is None or (self.needs is not None and first not in self.needs):
            return None
        return self.rule(point)


def _first(share: Share) -> Fault:
    methane, ethylene, acetylene = share
    if methane >= 98:
        return Fault.PD
    if acetylene < 4:
        return Fault.T1 if ethylene < 20 else Fault.T2 if ethylene < 50 else Fault.T3
    if ethylene >= 50 and acetylene < 15:
        return Fault.T3
    if acetylene < 13:
        return Fault.DT
    if ethylene < 23:
        return Fault.D1
    if acetylene >= 29 or ethylene < 40:
        return Fault.D2
    return Fault.DT


def _fourth(share: Share) -> Fault | None:
    hydrogen, methane, ethane = share
    if ethane < 1 and 2 <= methane < 15:
        return Fault.PD
    if ethane < 24:
        return Fault.C if methane >= 36 else Fault.S
    if ethane < 30:
        return Fault.S if hydrogen >= 15 else Fault.C
    if hydrogen < 9:
        return Fault.O
    return Fault.S if ethane < 46 else None


def _fifth(share: Share) -> Fault | None:
    _methane, ethylene, ethane = share
    if ethylene < 10:
        if ethane >= 54:
            return Fault.O
        if ethane >= 14:
            return Fault.S
        return Fault.PD if ethane >= 2 and ethylene < 1 else Fault.O
    if ethane < 12:
        return Fault.T2 if ethylene < 35 else Fault.T3
    if ethane < 14:
        return Fault.C if ethylene < 50 else Fault.T3
    if ethane < 30:
        return Fault.C if ethylene < 70 else Fault.T3
    return None if ethylene < 35 else Fault.T3


TRIANGLE_1: Final = Triangle(
    1,
    ("ch4", "c2h4", "c2h2"),
    (
        Zone(Fault.PD, ((100, 0, 0), (98, 2, 0), (98, 0, 2))),
        Zone(Fault.T1, ((98, 0, 2), (98, 2, 0), (80, 20, 0), (76, 20, 4), (96, 0, 4))),
        Zone(Fault.T2, ((80, 20, 0), (50, 50, 0), (46, 50, 4), (76, 20, 4))),
        Zone(Fault.T3, ((50, 50, 0), (0, 100, 0), (0, 85, 15), (35, 50, 15))),
        Zone(
            Fault.DT,
            ((96, 0, 4), (46, 50, 4), (35, 50, 15), (0, 85, 15), (0, 71, 29), (31, 40, 29), (47, 40, 13), (87, 0, 13)),
        ),
        Zone(Fault.D1, ((87, 0, 13), (64, 23, 13), (0, 23, 77), (0, 0, 100))),
        Zone(Fault.D2, ((64, 23, 13), (47, 40, 13), (31, 40, 29), (0, 71, 29), (0, 23, 77))),
    ),
    _first,
)
TRIANGLE_4: Final = Triangle(
    4,
    ("h2", "ch4", "c2h6"),
    (
        Zone(Fault.PD, ((98, 2, 0), (97, 2, 1), (84, 15, 1), (85, 15, 0))),
        Zone(
            Fault.S,
            (
                *((100, 0, 0), (54, 0, 46), (9, 45, 46), (9, 61, 30), (15, 55, 30), (15, 61, 24)),
                *((40, 36, 24), (64, 36, 0), (85, 15, 0), (84, 15, 1), (97, 2, 1), (98, 2, 0)),
            ),
        ),
        Zone(Fault.O, ((0, 0, 100), (9, 0, 91), (9, 61, 30), (0, 70, 30))),
        Zone(Fault.C, ((0, 70, 30), (15, 55, 30), (15, 61, 24), (40, 36, 24), (64, 36, 0), (0, 100, 0))),
        Zone(None, ((54, 0, 46), (9, 0, 91), (9, 45, 46))),
    ),
    _fourth,
    frozenset({Fault.PD, Fault.T1, Fault.T2}),
)
TRIANGLE_5: Final = Triangle(
    5,
    ("ch4", "c2h4", "c2h6"),
    (
        Zone(Fault.PD, ((98, 0, 2), (97, 1, 2), (85, 1, 14), (86, 0, 14))),
        Zone(Fault.O, ((100, 0, 0), (90, 10, 0), (76, 10, 14), (85, 1, 14), (97, 1, 2), (98, 0, 2))),
        Zone(Fault.O, ((46, 0, 54), (36, 10, 54), (0, 10, 90), (0, 0, 100))),
        Zone(Fault.S, ((86, 0, 14), (76, 10, 14), (36, 10, 54), (46, 0, 54))),
        Zone(Fault.T2, ((90, 10, 0), (65, 35, 0), (53, 35, 12), (78, 10, 12))),
        Zone(Fault.C, ((78, 10, 12), (38, 50, 12), (36, 50, 14), (16, 70, 14), (0, 70, 30), (60, 10, 30))),
        Zone(
            Fault.T3,
            ((65, 35, 0), (0, 100, 0), (0, 70, 30), (16, 70, 14), (36, 50, 14), (38, 50, 12), (53, 35, 12)),
        ),
        Zone(Fault.T3, ((35, 35, 30), (0, 70, 30), (0, 35, 65))),
        Zone(None, ((60, 10, 30), (35, 35, 30), (0, 35, 65), (0, 10, 90))),
    ),
    _fifth,
    frozenset({Fault.T2, Fault.T3}),
)
TRIANGLES: Final = (TRIANGLE_1, TRIANGLE_4, TRIANGLE_5)
