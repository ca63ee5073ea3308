"""The single-line diagram as shapes that every renderer draws: the same figure on the screen and on paper.

Lengths are logical pixels at scale 1; whoever draws fits the whole into its room. Colours are tokens of the themes. A
symbol in trouble stands in a tinted box with a border, which paper shows as a box: never colour alone, so the box is
named by its mark as well.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from inspector.domain.diagram import HEIGHT, LEVEL, Diagram, Symbol, SymbolKind, Wire
from inspector.quick_dataclass import dataclass
from inspector.reports.figures.charts import Area, Dot, Drawing, Fill, Measure, Outline, Shape, Stroke, Words, fitted

STEP: Final = 16.0
"""Pixels of a step of the grid."""
MARGIN: Final = 14.0
INK: Final = "text-1"
LINE: Final = 1.5
BUS: Final = 4.0
NAME: Final = 12.0
SMALL: Final = 11.0
BESIDE: Final = 15.0
"""From the middle of a symbol to its name."""
CORNERS: Final = 36
LONGEST: Final = 150.0
"""Width of a name at most; what is longer is shortened (a tooltip has all of it)."""
_WIDE: Final = frozenset({SymbolKind.GENERATOR, SymbolKind.METER})
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a piece of equipment: hue of the box, its printed mark, and why, in words."""

    hue: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a symbol stands, its name included: what a click, a pointer or a reader finds there."""

    symbol: Symbol
    area: Area


@dataclass(frozen=True, slots=True)
class Figure:
    """The drawing, and where its symbols are, in the order of the diagram. `origin` is the place (0, 0) in pixels."""

    drawing: Drawing
    spots: tuple[Spot, ...]
    origin: Point

    @property
    def width(self) -> float:
        """Width at scale 1."""
        return self.drawing.width

    @property
    def height(self) -> float:
        """Height at scale 1."""
        return self.drawing.height

    def spot_at(self, x: float, y: float) -> Spot | None:
        """The smallest spot around a point: a symbol before the busbar it hangs from."""
        here = [spot for spot in self.spots if _holds(spot.area, x, y)]
        return min(here, key=lambda spot: spot.area.width * spot.area.height, default=None)

    def scale_for(self, width: float, height: float, most: float = 1.0) -> float:
        """The scale at which it fits into a room."""
        if not self.width or not self.height:
            return most
        return min(most, width / self.width, height / self.height)


def _holds(area: Area, x: float, y: float) -> bool:
    return area.x <= x <= area.right and area.top <= y <= area.bottom


def diagram_figure(diagram: Diagram, measure: Measure, troubles: Mapping[str, Trouble] | None = None) -> Figure:
    """The diagram as shapes; `troubles` are by id of the equipment."""
    wrong = troubles or {}
    shown = [_shortened(one, measure) for one in diagram.symbols]
    spots = [(one, _area(short, measure)) for one, short in zip(diagram.symbols, shown, strict=True)]
    box = _around([area for _one, area in spots], diagram.wires)
    left, top = MARGIN - box.x, MARGIN - box.top
    placed = tuple(Spot(one, _moved(area, left, top)) for one, area in spots)
    boxes = [shape for spot in placed if spot.symbol.equipment in wrong
             for shape in _trouble(spot, wrong[spot.symbol.equipment])]  # fmt: skip
    shapes: list[Shape] = [*boxes]
    shapes += [_shifted(_wire(wire), left, top) for wire in diagram.wires]
    for one in sorted(diagram.symbols, key=lambda symbol: symbol.kind not in LEVEL):
        shapes += [_shifted(shape, left, top) for shape in _symbol(one)]
    shapes += [_shifted(shape, left, top) for one in shown for shape in _names(one)]
    drawing = Drawing(box.width + 2 * MARGIN, box.height + 2 * MARGIN, tuple(shapes), ())
    return Figure(drawing, placed, (left, top))


def _shortened(symbol: Symbol, measure: Measure) -> Symbol:
    """The symbol with names that have room."""
    label = fitted(symbol.label, LONGEST, NAME, measure, bold=True)
    return replace(symbol, label=label, detail=fitted(symbol.detail, LONGEST, SMALL, measure))


def symbol_shapes(kind: SymbolKind) -> tuple[Shape, ...]:
    """A symbol alone, around its upper terminal at (0, 0): what a palette shows."""
    return tuple(_symbol(Symbol("", kind, 0, 0, "A" if kind is SymbolKind.LABEL else "")))


def _around(areas: Sequence[Area], wires: Sequence[Wire]) -> Area:
    """The box around everything."""
    xs = [x for area in areas for x in (area.x, area.right)] + [x * STEP for one in wires for x in (one.x1, one.x2)]
    ys = [y for area in areas for y in (area.top, area.bottom)] + [y * STEP for one in wires for y in (one.y1, one.y2)]
    if not xs:
        return Area(0, 0, 0, 0)
    return Area(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _area(symbol: Symbol, measure: Measure) -> Area:
    """The room of a symbol and its name."""
    x, y, height = symbol.x * STEP, symbol.y * STEP, HEIGHT[symbol.kind] * STEP
    if symbol.kind in LEVEL:
        above = 22.0 if symbol.label and symbol.kind is SymbolKind.BUSBAR else 8.0
        return Area(x, y - above, max(symbol.length * STEP, measure(symbol.label, SMALL) + 4), above + 8)
    wide = max(measure(symbol.label, NAME, bold=True), measure(symbol.detail, SMALL))
    if symbol.kind is SymbolKind.LABEL:
        return Area(x - 2, y, wide + 4, STEP)
    return Area(x - 13, y, 13 + (_beside(symbol) + wide + 4 if wide else 13), max(height, STEP))


def _beside(symbol: Symbol) -> float:
    """From the middle of a symbol to its name."""
    return BESIDE + 3 if symbol.kind in _WIDE else BESIDE


def _moved(area: Area, left: float, top: float) -> Area:
    return area._replace(x=area.x + left, top=area.top + top)


def _shifted(shape: Shape, left: float, top: float) -> Shape:
    match shape:
        case Fill(area=area, token=token):
            return Fill(_moved(area, left, top), token)
        case Outline(area=area, token=token):
            return Outline(_moved(area, left, top), token)
        case Stroke(points=points, token=token, width=width, dashed=dashed):
            return Stroke(tuple((x + left, y + top) for x, y in points), token, width, dashed)
        case Dot(x=x, y=y, radius=radius, token=token):
            return Dot(x + left, y + top, radius, token)
        case Words():
            return Words(
                shape.text, shape.x + left, shape.centre + top, shape.size, shape.token, shape.bold, shape.share
            )


def _trouble(spot: Spot, trouble: Trouble) -> Iterator[Shape]:
    area = spot.area._replace(
        x=spot.area.x - 6, top=spot.area.top + 1, width=spot.area.width + 24, height=spot.area.height - 2
    )
    yield Fill(area, f"{trouble.hue}-tint")
    yield Outline(area, f"{trouble.hue}-border")
    yield Words(trouble.mark, area.right - 10, area.top + 10, SMALL, f"{trouble.hue}-text", share=0.5)


def _wire(wire: Wire) -> Stroke:
    corner = (wire.x1 * STEP, wire.y2 * STEP)
    points = ((wire.x1 * STEP, wire.y1 * STEP), corner, (wire.x2 * STEP, wire.y2 * STEP))
    return Stroke(points, INK, LINE)


def _names(symbol: Symbol) -> Iterator[Shape]:
    """The name beside, above, or in place of a symbol."""
    x, y = symbol.x * STEP, symbol.y * STEP
    height = HEIGHT[symbol.kind] * STEP
    if symbol.kind is SymbolKind.TIE:
        yield Words(symbol.label, x + symbol.length * STEP / 2, y + 14, SMALL, "text-2", share=0.5)
    elif symbol.kind is SymbolKind.BUSBAR:
        yield Words(symbol.label, x + 2, y - 12, SMALL, "text-2")
    elif symbol.kind is SymbolKind.LABEL:
        yield Words(symbol.label, x, y + STEP / 2, NAME, INK)
    elif symbol.kind is SymbolKind.CHANGEOVER:
        return
    elif symbol.detail:
        yield Words(symbol.label, x + _beside(symbol), y + height / 2 - 8, NAME, INK, bold=True)
        yield Words(symbol.detail, x + _beside(symbol), y + height / 2 + 8, SMALL, "text-2")
    elif symbol.label:
        source = symbol.kind is SymbolKind.SOURCE
        centre = (y + height - 8 if symbol.flipped else y + 8) if source else y + height / 2
        size = SMALL if source else NAME
        left = x + (_beside(symbol) - 3 if source else _beside(symbol))
        yield Words(symbol.label, left, centre, size, INK, bold=not source)


# symbols ----------------------------------------------------------------------------------------------------------


def _symbol(symbol: Symbol) -> list[Shape]:
    """A symbol at its place; one that is flipped is mirrored about its middle."""
    x, y, height = symbol.x * STEP, symbol.y * STEP, HEIGHT[symbol.kind] * STEP
    made = list(_SHAPES[symbol.kind](symbol, height))
    if symbol.flipped:
        made = [_mirrored(shape, height) for shape in made]
    return [_shifted(shape, x, y) for shape in made]


def _mirrored(shape: Shape, height: float) -> Shape:
    match shape:
        case Stroke(points=points, token=token, width=width, dashed=dashed):
            return Stroke(tuple((x, height - y) for x, y in points), token, width, dashed)
        case Fill(area=area, token=token):
            return Fill(area._replace(top=height - area.bottom), token)
        case Outline(area=area, token=token):
            return Outline(area._replace(top=height - area.bottom), token)
        case Dot(x=x, y=y, radius=radius, token=token):
            return Dot(x, height - y, radius, token)
        case Words():
            return Words(shape.text, shape.x, height - shape.centre, shape.size, shape.token, shape.bold, shape.share)


def _line(*points: Point, width: float = LINE) -> Stroke:
    return Stroke(points, INK, width)


def _ring(x: float, y: float, radius: float) -> Stroke:
    angles = [2 * math.pi * corner / CORNERS for corner in range(CORNERS + 1)]
    return Stroke(tuple((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles), INK, LINE)


def _box(x: float, top: float, width: float, height: float, *, filled: bool = False) -> list[Shape]:
    corners = ((x, top), (x + width, top), (x + width, top + height), (x, top + height), (x, top))
    return [Fill(Area(x, top, width, height), "green" if filled else "surface"), Stroke(corners, INK, LINE)]


def _source(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, height), (0, 6))
    yield from (_line((0, 1), (-5, 9)), _line((0, 1), (5, 9)), _line((-5, 9), (5, 9)), _line((0, 2), (0, 9), width=4.0))


def _load(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height - 8))
    yield _line((-5, height - 15), (0, height - 7), (5, height - 15))


def _busbar(symbol: Symbol, _height: float) -> Iterator[Shape]:
    yield Stroke(((0, 0), (symbol.length * STEP, 0)), INK, BUS)


def _tie(symbol: Symbol, _height: float) -> Iterator[Shape]:
    middle = symbol.length * STEP / 2
    yield _line((0, 0), (symbol.length * STEP, 0))
    yield from _box(middle - 8, -5, 16, 10, filled=not symbol.open)


def _breaker(symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height))
    yield from _box(-5, height / 2 - 7, 10, 14, filled=not symbol.open)


def _disconnector(symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, 8))
    yield _line((-5, 8), (5, 8))
    yield _line((0, height), (0, height - 8))
    if symbol.open:
        yield _line((0, height - 8), (-9, 11))
    else:
        yield _line((0, height - 8), (0, 8))
        yield _line((-3, height / 2 + 3), (3, height / 2 - 3))


def _fuse(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield from _box(-4, height / 2 - 8, 8, 16)
    yield _line((0, 0), (0, height))


def _transformer(_symbol: Symbol, height: float) -> Iterator[Shape]:
    middle = height / 2
    yield _line((0, 0), (0, middle - 16))
    yield _line((0, height), (0, middle + 16))
    yield from (_ring(0, middle - 6, 10), _ring(0, middle + 6, 10))


def _voltage_transformer(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height - 25))
    yield from (_ring(0, height - 18, 7), _ring(0, height - 8, 7))


def _current_transformer(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height))
    yield _ring(0, height / 2, 6)


def _cable(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height))
    yield _line((-6, 4), (6, 4), (0, 13), (-6, 4))
    yield _line((-6, height - 4), (6, height - 4), (0, height - 13), (-6, height - 4))


def _meter(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height - 18))
    yield from _box(-12, height - 18, 24, 18)
    yield Words("Wh", 0, height - 9, SMALL, INK, share=0.5)


def _earthed(top: float) -> Iterator[Shape]:
    for number, half in enumerate((8.0, 5.0, 2.0)):
        yield _line((-half, top + 3.5 * number), (half, top + 3.5 * number))


def _arrester(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, 10))
    yield from _box(-5, 10, 10, 20)
    yield _line((0, 10), (0, 24))
    yield _line((-3, 19), (0, 25), (3, 19))
    yield _line((0, 30), (0, height - 9))
    yield from _earthed(height - 9)


def _capacitor(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, 16))
    yield _line((-9, 16), (9, 16), width=2.0)
    yield _line((-9, 22), (9, 22), width=2.0)
    yield _line((0, 22), (0, height - 9))
    yield from _earthed(height - 9)


def _generator(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height - 24))
    yield _ring(0, height - 12, 12)
    yield Words("G", 0, height - 12, NAME, INK, bold=True, share=0.5)


def _changeover(symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height))
    yield from _box(-16, height / 2 - 8, 32, 16)
    yield Words(symbol.label[:4] or "ATS", 0, height / 2, SMALL, INK, share=0.5)


def _earth(_symbol: Symbol, height: float) -> Iterator[Shape]:
    yield _line((0, 0), (0, height - 8))
    yield from _earthed(height - 8)


def _label(symbol: Symbol, _height: float) -> Iterator[Shape]:
    if not symbol.id:
        yield Words(symbol.label, 0, STEP, 14.0, INK, bold=True, share=0.5)


_SHAPES: Final[Mapping[SymbolKind, Callable[[Symbol, float], Iterator[Shape]]]] = {
    SymbolKind.SOURCE: _source,
    SymbolKind.BUSBAR: _busbar,
    SymbolKind.BREAKER: _breaker,
    SymbolKind.DISCONNECTOR: _disconnector,
    SymbolKind.FUSE: _fuse,
    SymbolKind.TRANSFORMER: _transformer,
    SymbolKind.CABLE: _cable,
    SymbolKind.METER: _meter,
    SymbolKind.CURRENT_TRANSFORMER: _current_transformer,
    SymbolKind.VOLTAGE_TRANSFORMER: _voltage_transformer,
    SymbolKind.ARRESTER: _arrester,
    SymbolKind.CAPACITOR: _capacitor,
    SymbolKind.GENERATOR: _generator,
    SymbolKind.CHANGEOVER: _changeover,
    SymbolKind.TIE: _tie,
    SymbolKind.LOAD: _load,
    SymbolKind.EARTH: _earth,
    SymbolKind.LABEL: _label,
}
