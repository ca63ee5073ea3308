"""A wide single-line diagram in strips, one below the other, so that it can be read on a narrow page.

Strips are cut where no symbol and no name stands, if there is such a place; busbars and lines that are cut go on in the
next strip, a busbar with its name again.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from inspector.domain.diagram import LEVEL, Diagram, Symbol, Wire
from inspector.reports.figures.charts import Measure
from inspector.reports.figures.diagram import diagram_figure

NAME: Final = 9
"""Steps that a symbol and its name take to the right."""
LEAST: Final = 6
"""Steps of a strip at least."""


def strips(diagram: Diagram, width: float, measure: Measure) -> tuple[Diagram, ...]:
    """The diagram in parts that are no wider than `width` pixels at scale 1, from left to right."""
    columns = [one.x for one in diagram.symbols] + [one.right for one in diagram.symbols]
    if not columns or diagram_figure(diagram, measure).width <= width or max(columns) - min(columns) < 2 * LEAST:
        return (diagram,)
    cut = _cut(diagram, min(columns), max(columns))
    left, right = split(diagram, cut)
    if left.is_empty or right.is_empty:
        return (diagram,)
    return *strips(left, width, measure), *strips(right, width, measure)


def _cut(diagram: Diagram, first: int, last: int) -> int:
    """The column to cut at: the fewest symbols and names in the way, of these the one nearest to the middle."""
    standing = [one.x for one in diagram.symbols if one.kind not in LEVEL]
    middle = (first + last) / 2

    def cost(column: int) -> tuple[int, float]:
        return sum(column - NAME <= x <= column for x in standing), abs(column - middle)

    quarter = (last - first) // 4
    return min(range(first + max(LEAST, quarter), last - max(LEAST, quarter) + 1), key=cost, default=round(middle))


def split(diagram: Diagram, column: int) -> tuple[Diagram, Diagram]:
    """What stands left of a column, and the rest."""
    symbols = [part for one in diagram.symbols for part in _symbol(one, column)]
    wires = [part for one in diagram.wires for part in _wire(one, column)]
    left = Diagram(tuple(s for side, s in symbols if not side), tuple(w for side, w in wires if not side))
    right = Diagram(tuple(s for side, s in symbols if side), tuple(w for side, w in wires if side))
    return left, right


def _symbol(symbol: Symbol, column: int) -> Iterator[tuple[bool, Symbol]]:
    if symbol.kind in LEVEL and symbol.x < column < symbol.right:
        yield False, replace(symbol, length=column - symbol.x)
        yield True, replace(symbol, x=column, length=symbol.right - column)
    else:
        yield symbol.x >= column, symbol


def _wire(wire: Wire, column: int) -> Iterator[tuple[bool, Wire]]:
    """A line goes down first, then across: only the part across can be cut."""
    low, high = sorted((wire.x1, wire.x2))
    if low < column < high:
        yield wire.x1 >= column, Wire(wire.x1, wire.y1, column, wire.y2)
        yield wire.x2 >= column, Wire(column, wire.y2, wire.x2, wire.y2)
    else:
        yield low >= column, wire
