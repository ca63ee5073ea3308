"""Drawings of dissolved gases: every zone is drawn where the rule puts it, samples stand where they belong."""

import math
from fractions import Fraction

import pytest

from inspector.criteria.dga import Fault, Gases, methods_on
from inspector.criteria.dga.pentagons import PENTAGON_1, PENTAGON_2, centroid, fault_at
from inspector.criteria.dga.triangles import TRIANGLE_1, TRIANGLES, Triangle
from inspector.reports.figures.charts import Stroke, Words
from inspector.reports.figures.duval import DgaDrawing, Trail, holds, pentagon_drawing, triangle_drawing

SIZE = (312.0, 260.0)


def gases(**values: float) -> Gases:
    return Gases(**{name: Fraction(str(value)) for name, value in values.items()})


def of_share(triangle: Triangle, share: tuple[int, int, int]) -> Gases:
    return gases(**dict(zip(triangle.gases, share, strict=True)))


def drawn_faults(drawing: DgaDrawing) -> set[Fault | None]:
    """The zones that are drawn under the last sample."""
    spot = drawing.spots[-1]
    return {zone.fault for zone in drawing.zones if holds(zone.points, (spot.x, spot.y))}


@pytest.mark.parametrize("triangle", TRIANGLES, ids=lambda one: f"triangle {one.number}")
def test_a_sample_stands_in_the_drawn_zone_that_the_rule_names(triangle: Triangle) -> None:
    checked = set()
    for first in range(1, 100, 3):
        for second in range(1, 100 - first, 3):
            third = 100 - first - second
            if third <= 0:
                continue
            sample = of_share(triangle, (first, second, third))
            share = triangle.point(sample)
            assert share is not None
            named = triangle.rule(share)
            drawn = drawn_faults(triangle_drawing(triangle, Trail((sample,)), *SIZE))
            if len(drawn) == 1 and _well_inside(triangle, (first, second, third)):
                assert drawn == {named}, (first, second, third)
                checked.add(named)
    assert checked >= {zone.fault for zone in triangle.zones} - {Fault.PD}


def _well_inside(triangle: Triangle, share: tuple[int, int, int]) -> bool:
    """Whether the neighbours at half a percent are of the same zone: on a border drawing and rule may round apart."""
    moves = ((1, -1, 0), (-1, 1, 0), (0, 1, -1), (0, -1, 1), (1, 0, -1), (-1, 0, 1))
    around = [tuple(Fraction(value) + Fraction(by, 2) for value, by in zip(share, move, strict=True)) for move in moves]
    return len({triangle.rule((one[0], one[1], one[2])) for one in around}) == 1


@pytest.mark.parametrize(("number", "areas"), [(1, PENTAGON_1), (2, PENTAGON_2)])
def test_a_sample_stands_in_the_drawn_zone_of_the_pentagon(number: int, areas: tuple[object, ...]) -> None:
    zones = PENTAGON_1 if number == 1 else PENTAGON_2
    seen = set()
    for sample in (
        gases(h2=32930, ch4=2397, c2h6=157, c2h4=0, c2h2=0),
        gases(h2=650, ch4=81, c2h6=170, c2h4=51, c2h2=270),
        gases(h2=1500, ch4=395, c2h6=28, c2h4=395, c2h2=323),
        gases(h2=1270, ch4=3450, c2h6=520, c2h4=1390, c2h2=8),
        gases(h2=100, ch4=200, c2h6=110, c2h4=670, c2h2=11),
        gases(h2=34, ch4=18.9, c2h6=3.7, c2h4=9.4, c2h2=5.6),
    ):
        spot = centroid(sample)
        assert spot is not None
        drawing = pentagon_drawing(number, Trail((sample,)), *SIZE)
        assert fault_at(zones, spot) in drawn_faults(drawing)
        seen.add(fault_at(zones, spot))
    assert len(seen) >= 5
    assert len(pentagon_drawing(number, Trail(()), *SIZE).zones) == len(areas)


def test_every_zone_has_its_name_and_nothing_leaves_the_box() -> None:
    for triangle in TRIANGLES:
        drawing = triangle_drawing(triangle, Trail(()), *SIZE)
        names = {shape.text for shape in drawing.shapes if hasattr(shape, "text")}
        assert {zone.fault.value if zone.fault else "ND" for zone in triangle.zones} <= names
    for zone in (*pentagon_drawing(1, Trail(()), *SIZE).zones, *triangle_drawing(TRIANGLE_1, Trail(()), *SIZE).zones):
        assert all(0 <= x <= SIZE[0] and 0 <= y <= SIZE[1] for x, y in zone.points)


@pytest.mark.parametrize("number", [1, 2])
def test_no_axis_crosses_the_name_of_a_zone_that_has_room_beside_it(number: int) -> None:
    drawing = pentagon_drawing(number, Trail(()), *SIZE)
    axes = [shape.points for shape in drawing.shapes if isinstance(shape, Stroke) and shape.dashed]
    name = next(shape for shape in drawing.shapes if isinstance(shape, Words) and shape.text == "D1")
    away = []
    for (left, top), (right, low) in axes:
        steps = [(left + (right - left) * part / 200, top + (low - top) * part / 200) for part in range(201)]
        away.append(min(math.hypot(name.x - x, name.centre - y) for x, y in steps))
    assert len(axes) == 5
    assert min(away) > 7


def test_earlier_samples_are_hollow_and_joined_to_the_one_in_question() -> None:
    earlier, now = gases(ch4=60, c2h4=40, c2h2=1), gases(ch4=84, c2h4=96, c2h2=3.1)
    drawing = triangle_drawing(TRIANGLE_1, Trail((earlier, gases(h2=10), now)), *SIZE)
    assert [(spot.hollow, spot.token) for spot in drawing.spots] == [(True, "text-1"), (False, "red")]
    assert drawn_faults(drawing) == {methods_on(now).triangle1} == {Fault.T3}
    muted = triangle_drawing(TRIANGLE_1, Trail((earlier, now), muted=True), *SIZE)
    assert muted.spots[-1].token == "grey"
    past = triangle_drawing(TRIANGLE_1, Trail((earlier,), current=False), *SIZE)
    assert [spot.hollow for spot in past.spots] == [True]


def test_a_sample_without_a_place_is_left_out() -> None:
    drawing = triangle_drawing(TRIANGLE_1, Trail((gases(h2=100),)), *SIZE)
    assert drawing.spots == ()
    assert pentagon_drawing(1, Trail((gases(h2=100, ch4=0, c2h6=0, c2h4=0, c2h2=0),)), *SIZE).spots == ()
