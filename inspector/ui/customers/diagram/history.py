"""The diagram being drawn, with what stood before each change: undo and redo. Pure."""

from dataclasses import replace

from inspector.domain.diagram import Diagram, Symbol, Wire

MOST: int = 200
"""Changes that can be undone."""


class History:
    """Holds whole diagrams: they are small and immutable."""

    def __init__(self, diagram: Diagram) -> None:
        self.first = diagram
        self.now = diagram
        self._before: list[Diagram] = []
        self._after: list[Diagram] = []

    @property
    def changed(self) -> bool:
        """Whether the diagram differs from the one that was opened."""
        return self.now != self.first

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return bool(self._after)

    def apply(self, diagram: Diagram) -> bool:
        """Take a change; says whether it was one."""
        if diagram == self.now:
            return False
        self._before = [*self._before[-MOST + 1 :], self.now]
        self._after.clear()
        self.now = diagram
        return True

    def undo(self) -> bool:
        """Go a change back."""
        if not self._before:
            return False
        self._after.append(self.now)
        self.now = self._before.pop()
        return True

    def redo(self) -> bool:
        """Go a change forth."""
        if not self._after:
            return False
        self._before.append(self.now)
        self.now = self._after.pop()
        return True


def shifted(diagram: Diagram, by_x: int, by_y: int) -> Diagram:
    """The whole diagram moved."""
    symbols = tuple(replace(one, x=one.x + by_x, y=one.y + by_y) for one in diagram.symbols)
    wires = tuple(Wire(w.x1 + by_x, w.y1 + by_y, w.x2 + by_x, w.y2 + by_y) for w in diagram.wires)
    return replace(diagram, symbols=symbols, wires=wires)


def cornered(diagram: Diagram, left: int, top: int) -> Diagram:
    """The diagram moved so that nothing stands left of `left` or above `top`; as it is when nothing does."""
    xs = [one.x for one in diagram.symbols] + [x for w in diagram.wires for x in (w.x1, w.x2)]
    ys = [one.y for one in diagram.symbols] + [y for w in diagram.wires for y in (w.y1, w.y2)]
    if not xs:
        return diagram
    by_x, by_y = max(0, left - min(xs)), max(0, top - min(ys))
    return shifted(diagram, by_x, by_y) if by_x or by_y else diagram


def moved(diagram: Diagram, symbol: Symbol, x: int, y: int) -> Diagram:
    """The diagram with a symbol elsewhere; lines that end at its terminals go with them."""
    by_x, by_y = x - symbol.x, y - symbol.y
    if not by_x and not by_y:
        return diagram
    ends = {(symbol.x, symbol.y), (symbol.x, symbol.bottom), (symbol.right, symbol.y)}

    def end(at: tuple[int, int]) -> tuple[int, int]:
        return (at[0] + by_x, at[1] + by_y) if at in ends else at

    wires = tuple(Wire(*end((w.x1, w.y1)), *end((w.x2, w.y2))) for w in diagram.wires)
    wires = tuple(w for w in wires if (w.x1, w.y1) != (w.x2, w.y2))
    return replace(diagram, wires=wires).with_symbol(replace(symbol, x=x, y=y))
