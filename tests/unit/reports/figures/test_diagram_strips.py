"""A wide diagram is cut into strips that together hold everything, and nothing twice."""

from itertools import pairwise

from inspector.domain.diagram import Diagram, Symbol, SymbolKind, Wire
from inspector.reports.figures.chart_files import paper_measure
from inspector.reports.figures.diagram import diagram_figure
from inspector.reports.figures.diagram_strips import split, strips


def wide(count: int) -> Diagram:
    units = [Symbol(f"t{n}", SymbolKind.TRANSFORMER, 12 * n + 4, 6, f"T{n} 1250 kVA") for n in range(count)]
    bus = Symbol("bus", SymbolKind.BUSBAR, 0, 4, "10 kV", length=12 * count)
    return Diagram((bus, *units), (Wire(4, 9, 12 * count - 2, 11),))


def test_a_narrow_diagram_stays_whole() -> None:
    diagram = wide(2)
    assert strips(diagram, 2000, paper_measure()) == (diagram,)


def test_strips_fit_and_hold_every_symbol_once_with_its_name_clear_of_the_cut() -> None:
    diagram, width = wide(12), 900.0
    parts = strips(diagram, width, paper_measure())
    assert len(parts) > 1
    assert all(diagram_figure(part, paper_measure()).width <= width for part in parts)
    units = [one.id for part in parts for one in part.symbols if one.kind is SymbolKind.TRANSFORMER]
    assert units == [f"t{n}" for n in range(12)]
    buses = [one for part in parts for one in part.symbols if one.kind is SymbolKind.BUSBAR]
    assert [one.label for one in buses] == ["10 kV"] * len(parts)
    assert sum(one.length for one in buses) == 12 * 12
    assert all(before.right == after.x for before, after in pairwise(buses))


def test_a_line_that_is_cut_goes_on_in_the_next_strip() -> None:
    left, right = split(Diagram((), (Wire(2, 1, 9, 5), Wire(9, 5, 2, 7), Wire(3, 0, 3, 9))), 6)
    assert left.wires == (Wire(2, 1, 6, 5), Wire(6, 7, 2, 7), Wire(3, 0, 3, 9))
    assert right.wires == (Wire(6, 5, 9, 5), Wire(9, 5, 6, 7))


def test_what_cannot_be_cut_is_left_as_it_is() -> None:
    crowded = Diagram(tuple(Symbol(f"s{n}", SymbolKind.LOAD, 3, n, "a long name " * 6) for n in range(5)))
    assert strips(crowded, 10, paper_measure()) == (crowded,)
