"""A customer's single-line diagram (一次系统图): symbols on a grid, and lines between them.

Places are whole steps of the grid, x to the right and y down. A symbol hangs from its place: its upper terminal is
(x, y), its lower one `HEIGHT` steps below; where terminals, busbars and the ends of lines meet they are connected. The
diagram is one value of the customer's record, as compact JSON: it is changed as a whole, and two versions made apart
ask for a decision. Drawing it is `reports.diagram_drawing`, for screen and paper alike.
"""

import json
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from inspector.domain.fields import from_fields, to_json
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "diagram_unreadable": N_("The single-line diagram cannot be read ({reason}). Draw it again or take it back."),
        "diagram_words_invalid": N_("The words of the diagram cannot be read ({place}: {reason})."),
        "diagram_too_large": N_("A diagram holds at most {most} symbols and lines. Leave something out."),
    },
)

MOST: Final = 600
"""Symbols and lines in one diagram."""
FURTHEST: Final = 400
"""Steps from the origin at most."""
MOST_TEXT: Final = 80


class SymbolKind(StrEnum):
    """What can be placed."""

    SOURCE = "source"
    BUSBAR = "busbar"
    BREAKER = "breaker"
    DISCONNECTOR = "disconnector"
    FUSE = "fuse"
    TRANSFORMER = "transformer"
    CABLE = "cable"
    METER = "meter"
    CURRENT_TRANSFORMER = "current_transformer"
    VOLTAGE_TRANSFORMER = "voltage_transformer"
    ARRESTER = "arrester"
    CAPACITOR = "capacitor"
    GENERATOR = "generator"
    CHANGEOVER = "changeover"
    TIE = "tie"
    LOAD = "load"
    EARTH = "earth"
    LABEL = "label"


HEIGHT: Final = {
    **dict.fromkeys(SymbolKind, 2),
    SymbolKind.BUSBAR: 0,
    SymbolKind.TIE: 0,
    SymbolKind.TRANSFORMER: 3,
    SymbolKind.VOLTAGE_TRANSFORMER: 3,
    SymbolKind.ARRESTER: 3,
    SymbolKind.CAPACITOR: 3,
    SymbolKind.EARTH: 1,
    SymbolKind.LABEL: 1,
}
"""Steps from the upper terminal to the lower one, or to the end of what has one terminal."""
LEVEL: Final = frozenset({SymbolKind.BUSBAR, SymbolKind.TIE})
"""Kinds that lie: they reach `length` steps to the right."""
SWITCHES: Final = frozenset(
    {SymbolKind.BREAKER, SymbolKind.DISCONNECTOR, SymbolKind.TIE, SymbolKind.FUSE, SymbolKind.CHANGEOVER}
)
"""Kinds that can stand open."""
HANGING: Final = frozenset(
    {
        SymbolKind.SOURCE,
        SymbolKind.VOLTAGE_TRANSFORMER,
        SymbolKind.ARRESTER,
        SymbolKind.CAPACITOR,
        SymbolKind.GENERATOR,
        SymbolKind.METER,
        SymbolKind.LOAD,
        SymbolKind.EARTH,
    }
)
"""Kinds with one terminal, which can be turned over to stand on it."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol at its place. `equipment` is the id of the piece of equipment that it stands for, "" for none.

    `length` counts for what lies; `open` is the normal position of a switch; `flipped` turns a hanging one over.
    """

    id: str
    kind: SymbolKind
    x: int
    y: int
    label: str = ""
    detail: str = ""
    equipment: str = ""
    length: int = 2
    open: bool = False
    flipped: bool = False

    @property
    def right(self) -> int:
        """The right end of what lies; else the place itself."""
        return self.x + (self.length if self.kind in LEVEL else 0)

    @property
    def bottom(self) -> int:
        """The lower end."""
        return self.y + HEIGHT[self.kind]

    def covers(self, x: int, y: int) -> bool:
        """Whether a step of the grid lies on it."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Wire:
    """A line between two places: down (or up) first, then across."""

    x1: int
    y1: int
    x2: int
    y2: int

    def covers(self, x: int, y: int) -> bool:
        """Whether a step of the grid lies on it."""
        low, high = sorted((self.y1, self.y2))
        left, right = sorted((self.x1, self.x2))
        return (x == self.x1 and low <= y <= high) or (y == self.y2 and left <= x <= right)


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing; `checked_on` is the day somebody compared it with the site, None for never."""

    symbols: tuple[Symbol, ...] = ()
    wires: tuple[Wire, ...] = ()
    checked_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return not self.symbols and not self.wires

    def symbol(self, symbol: str) -> Symbol | None:
        """A symbol by id."""
        return next((one for one in self.symbols if one.id == symbol), None)

    def at(self, x: int, y: int) -> Symbol | Wire | None:
        """What lies on a step of the grid: a symbol before a busbar before a line."""
        here = [one for one in self.symbols if one.covers(x, y)]
        here.sort(key=lambda one: one.kind in LEVEL)
        return here[0] if here else next((wire for wire in self.wires if wire.covers(x, y)), None)

    def free_id(self) -> str:
        """An id that no symbol has."""
        taken = {one.id for one in self.symbols}
        number = len(self.symbols) + 1
        while f"s{number}" in taken:
            number += 1
        return f"s{number}"

    def with_symbol(self, symbol: Symbol) -> "Diagram":
        """The diagram with this symbol, in place of the one with its id."""
        if self.symbol(symbol.id) is None:
            return checked(replace(self, symbols=(*self.symbols, symbol)))
        return checked(replace(self, symbols=tuple(symbol if one.id == symbol.id else one for one in self.symbols)))

    def with_wire(self, wire: Wire) -> "Diagram":
        """The diagram with this line, once; a line to where it begins is none."""
        if (wire.x1, wire.y1) == (wire.x2, wire.y2) or wire in self.wires:
            return self
        return checked(replace(self, wires=(*self.wires, wire)))

    def without(self, thing: Symbol | Wire) -> "Diagram":
        """The diagram without a symbol or line."""
        if isinstance(thing, Wire):
            return replace(self, wires=tuple(one for one in self.wires if one != thing))
        return replace(self, symbols=tuple(one for one in self.symbols if one.id != thing.id))


def checked(diagram: Diagram) -> Diagram:
    """The diagram, if it is one that can be kept. Raises Problem diagram_too_large, diagram_unreadable."""
    if len(diagram.symbols) + len(diagram.wires) > MOST:
        raise Problem("diagram_too_large", most=MOST)
    if len({one.id for one in diagram.symbols}) < len(diagram.symbols):
        raise Problem("diagram_unreadable", reason="id")
    for one in diagram.symbols:
        if not _near(one.x, one.y, one.length) or len(one.label) > MOST_TEXT or len(one.detail) > MOST_TEXT:
            raise Problem("diagram_unreadable", reason=one.id)
    if not all(_near(one.x1, one.y1, one.x2, one.y2) for one in diagram.wires):
        raise Problem("diagram_unreadable", reason="wire")
    return diagram


def _near(*places: int) -> bool:
    return all(-FURTHEST <= place <= FURTHEST for place in places)


def read_diagram(text: str) -> Diagram:
    """The diagram from a customer's record; an empty one for "". Raises Problem diagram_unreadable."""
    if not text:
        return Diagram()
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise Problem("diagram_unreadable", reason="JSON") from None
    if not isinstance(found, dict):
        raise Problem("diagram_unreadable", reason="JSON")
    try:
        return checked(from_fields(Diagram, found))
    except Problem as problem:
        raise Problem("diagram_unreadable", reason=str(problem.params.get("field", problem.code))) from problem


def write_diagram(diagram: Diagram) -> str:
    """The diagram as it is kept: what has its usual value is left out, "" for an empty one."""
    if diagram.is_empty:
        return ""
    usual = to_json(Symbol("", SymbolKind.LABEL, 0, 0))
    symbols = [
        {key: value for key, value in to_json(one).items() if key in ("id", "kind", "x", "y") or value != usual[key]}
        for one in checked(diagram).symbols
    ]
    body = {"checked_on": to_json(diagram.checked_on), "symbols": symbols, "wires": to_json(diagram.wires)}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
