"""What is on the drawing board: the diagram, the cross, the tool in hand, what is selected. Pure: no widget.

Every wish gives back the diagram as it would be, or None when nothing changes; whoever asked takes it or not.
"""

from dataclasses import replace

from inspector.domain.diagram import HANGING, LEVEL, SWITCHES, Diagram, Symbol, SymbolKind, Wire
from inspector.ui.customers.diagram.history import cornered, moved

POINTER = ""
WIRE = "wire"
BUS_LENGTH = 12
Place = tuple[int, int]
Wish = Diagram | None


class Board:
    """The state of one drawing board. `words` is what a new piece of text says."""

    def __init__(self, words: str) -> None:
        self._words = words
        self.diagram = Diagram()
        self.selected: Symbol | Wire | None = None
        self.tool = POINTER
        self.cross: Place = (4, 4)
        self.start: Place | None = None
        """Where a line begins."""

    def show(self, diagram: Diagram) -> None:
        """Take another diagram; what was selected stays so if it is still there."""
        self.diagram = diagram
        if isinstance(self.selected, Symbol):
            self.selected = diagram.symbol(self.selected.id)
        elif self.selected is not None and self.selected not in diagram.wires:
            self.selected = None

    def take(self, tool: str) -> None:
        """Take a tool in hand; nothing is selected then."""
        self.tool, self.start = tool, None
        if tool != POINTER:
            self.selected = None

    def use(self, at: Place) -> Wish:
        """Enter, or a click: put a symbol down, begin or end a line, or select. Raises Problem diagram_too_large."""
        if self.tool == WIRE:
            return self.join(at)
        if self.tool:
            return self._put(SymbolKind(self.tool), at)
        self.selected = self.diagram.at(*at)
        return None

    def join(self, at: Place) -> Wish:
        """Begin a line here, or end it."""
        if self.start is None:
            self.start = at
            return None
        start, self.start = self.start, None
        return self.diagram.with_wire(Wire(*start, *at))

    def _put(self, kind: SymbolKind, at: Place) -> Wish:
        label = self._words if kind is SymbolKind.LABEL else "ATS" if kind is SymbolKind.CHANGEOVER else ""
        length = BUS_LENGTH if kind is SymbolKind.BUSBAR else 2
        symbol = Symbol(self.diagram.free_id(), kind, *at, label=label, length=length)
        diagram = self.diagram.with_symbol(symbol)
        self.selected = symbol
        return diagram

    def change(self, symbol: Symbol) -> Wish:
        """The selected symbol with other properties."""
        if symbol == self.selected:
            return None
        self.selected = symbol
        return self.diagram.with_symbol(symbol)

    def remove(self) -> Wish:
        """Without what is selected."""
        if self.selected is None:
            return None
        thing, self.selected = self.selected, None
        return self.diagram.without(thing)

    def turn(self) -> Wish:
        """A hanging symbol turned over."""
        one = self.selected
        if not isinstance(one, Symbol) or one.kind not in HANGING:
            return None
        return self.change(replace(one, flipped=not one.flipped))

    def switch(self) -> Wish:
        """A switch opened or closed."""
        one = self.selected
        return (
            self.change(replace(one, open=not one.open)) if isinstance(one, Symbol) and one.kind in SWITCHES else None
        )

    def stretch(self, by: int) -> Wish:
        """What lies longer or shorter."""
        one = self.selected
        if not isinstance(one, Symbol) or one.kind not in LEVEL:
            return None
        return self.change(replace(one, length=max(2, one.length + by)))

    def shift(self, by: Place) -> Wish:
        """The selected symbol moved, with the lines at its terminals and the cross."""
        if not isinstance(self.selected, Symbol):
            return None
        symbol = self.selected
        x, y = max(0, symbol.x + by[0]), max(0, symbol.y + by[1])
        self.cross = (self.cross[0] + x - symbol.x, self.cross[1] + y - symbol.y)
        return self.dragged(x, y)

    def dragged(self, x: int, y: int) -> Wish:
        """The selected symbol at another place."""
        if not isinstance(self.selected, Symbol):
            return None
        return cornered(moved(self.diagram, self.selected, x, y), 0, 0)

    def step(self, by: Place) -> None:
        """Move the cross."""
        self.cross = (max(0, self.cross[0] + by[0]), max(0, self.cross[1] + by[1]))
