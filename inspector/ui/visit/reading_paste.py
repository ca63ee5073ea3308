"""Where the cells of a pasted block go: plain functions over the lines on screen, without Qt.

A block can often be read in one way only. Where it can be read in several (a column over lines with three phases, a
column that holds computed rows too), all ways are offered, the likeliest first, and the person chooses.
"""

from collections.abc import Sequence
from dataclasses import field
from enum import StrEnum

from inspector.i18n import N_
from inspector.quick_dataclass import dataclass
from inspector.services.visits.pasted import Block, comparable, is_number
from inspector.services.visits.pasted_heads import without_heads
from inspector.services.visits.views import Cell, Line, Target
from inspector.ui.visit.reading_rows import LineRow, TableRow


class Way(StrEnum):
    """How a block is laid over the lines."""

    LABELS = "labels"
    DOWN = "down"
    ACROSS = "across"
    WITH_COMPUTED = "with_computed"


WAYS = {
    Way.LABELS: N_("By name"),
    Way.DOWN: N_("Down the lines"),
    Way.ACROSS: N_("Across the phases"),
    Way.WITH_COMPUTED: N_("With computed rows"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A pasted text and the cell it goes to."""

    target: Target
    line: Line
    cell: Cell
    text: str


@dataclass(slots=True)
class Layout:
    """One way to lay a block out: what goes where, and the texts that find no cell."""

    way: Way
    here: Target
    """The equipment of the focused cell."""
    placed: list[Placed] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def certain(self) -> bool:
        """Whether all goes to the focused equipment, nothing is left over or replaced, all are numbers."""
        plain = all(is_number(one.text) and one.cell.value in ("", one.text) for one in self.placed)
        return plain and not self.left and {one.target for one in self.placed} == {self.here}

    @property
    def completes_phases(self) -> bool:
        """Whether every line it touches is filled in all its phases, and one of them has several."""
        filled: dict[tuple[Target, str], int] = {}
        for one in self.placed:
            filled[one.target, one.line.ref] = filled.get((one.target, one.line.ref), 0) + 1
        cells = {(one.target, one.line.ref): len(one.line.cells) for one in self.placed}
        return filled == cells and any(count > 1 for count in cells.values())


def layouts(rows: Sequence[TableRow], here: tuple[int, int], block: Block) -> tuple[Layout, ...]:
    """The ways to lay a block out from the cell `here` (row, cell number), the likeliest first, each different."""
    lines = [entry for entry in rows[here[0] :] if isinstance(entry, LineRow)]
    if not lines:
        return ()
    focused = lines[0].target
    block = without_heads(block)
    named = _names(block)
    found: list[Layout] = []
    if named is not None:
        found.append(_by_label([entry for entry in rows if isinstance(entry, LineRow)], focused, block))
        block = tuple(row[1:] for row in block)
    single = all(len(row) == 1 for row in block)
    open_lines = [entry for entry in lines if not entry.line.computed]
    by_place: list[Layout] = []
    if len(block) > 1 or not _runs_over(open_lines, here[1], block):
        by_place.append(_down(Layout(Way.DOWN, focused), open_lines, here[1], block))
    if single or len(block) == 1:
        by_place.append(_across(focused, open_lines, here[1], [cell for row in block for cell in row]))
    if len(block) > 1 and any(entry.line.computed for entry in lines[: len(block)]):
        by_place.append(_down(Layout(Way.WITH_COMPUTED, focused), lines, here[1], block))
    found += sorted(by_place, key=_unlikely)
    if named is not None and len(found) > 1 and len(found[0].placed) * 2 < len(found[1].placed):
        found = found[1:]
    return _different(found)


def _unlikely(layout: Layout) -> tuple[int, int]:
    """Less is likelier: texts with another unit than the line's or without a cell, then a column over its phases."""
    strange = sum(1 for one in layout.placed if not _same_unit(one.text, one.line.unit))
    return strange + len(layout.left), 0 if layout.way is Way.ACROSS and layout.completes_phases else 1


def _same_unit(text: str, unit: str) -> bool:
    """Whether a text has no unit, or the line's but for its prefix: GΩ may stand where MΩ is shown."""
    given = text.lstrip("<>=≤≥~≈+-.,0123456789 ")
    return not given or (bool(unit) and comparable(given)[-1:] == comparable(unit)[-1:])


def _different(found: Sequence[Layout]) -> tuple[Layout, ...]:
    kept: list[Layout] = []
    for layout in found:
        if layout.placed and all(_where(layout) != _where(other) for other in kept):
            kept.append(layout)
    return tuple(kept)


def _where(layout: Layout) -> list[tuple[Target, str, str]]:
    return [(one.target, one.cell.ref, one.text) for one in layout.placed]


def _names(block: Block) -> tuple[str, ...] | None:
    """The first column, if it names what the others hold."""
    if not block or len(block[0]) < 2:
        return None
    first = [row[0] for row in block if row[0]]
    words = [text for text in first if not is_number(text)]
    return tuple(row[0] for row in block) if first and len(words) * 2 > len(first) else None


def _runs_over(lines: Sequence[LineRow], number: int, block: Block) -> bool:
    """Whether a single row is wider than the line it is pasted into."""
    return bool(lines) and len(block) == 1 and number + len(block[0]) > len(lines[0].line.cells)


def _down(layout: Layout, lines: Sequence[LineRow], number: int, block: Block) -> Layout:
    for index, row in enumerate(block):
        entry = lines[index] if index < len(lines) else None
        if entry is not None and entry.line.computed:
            continue
        for offset, text in enumerate(row):
            _put(layout, entry, number + offset if len(row) > 1 or entry is None else _kept(entry, number), text)
    return layout


def _kept(entry: LineRow, number: int) -> int:
    """A column stays in its phase; in a line with fewer cells it takes the last one."""
    return min(number, len(entry.line.cells) - 1)


def _put(layout: Layout, entry: LineRow | None, number: int, text: str) -> None:
    if not text:
        return
    if entry is None or number >= len(entry.line.cells) or entry.line.cells[number].readonly:
        layout.left.append(text)
    else:
        layout.placed.append(Placed(entry.target, entry.line, entry.line.cells[number], text))


def _across(focused: Target, lines: Sequence[LineRow], number: int, texts: Sequence[str]) -> Layout:
    stations = [
        (entry, at) for entry in lines for at in range(len(entry.line.cells)) if not entry.line.cells[at].readonly
    ]
    stations = [one for one in stations if one[0] is not lines[0] or one[1] >= number]
    layout = Layout(Way.ACROSS, focused)
    for index, text in enumerate(texts):
        entry, at = stations[index] if index < len(stations) else (None, 0)
        _put(layout, entry, at, text)
    return layout


def _by_label(lines: Sequence[LineRow], focused: Target, block: Block) -> Layout:
    layout = Layout(Way.LABELS, focused)
    finder = _Finder(lines, focused)
    for row in block:
        entry = finder.find(row[0])
        for number, text in enumerate(row[1:]):
            if entry is None and text:
                layout.left.append(" ".join((row[0], text)))
            elif entry is not None:
                _put(layout, entry, number, text)
    return layout


class _Finder:
    """Finds the lines that the names of a block mean: those of the focused equipment.

    A name that comes again begins the next equipment that has such a line. A name that the equipment does not have is
    looked for in the others, and taken where only one has it: nothing ever goes to an equipment just because it is
    first.
    """

    def __init__(self, lines: Sequence[LineRow], focused: Target) -> None:
        self._groups: dict[Target, list[LineRow]] = {}
        for entry in lines:
            if not entry.line.computed:
                self._groups.setdefault(entry.target, []).append(entry)
        self._order = list(self._groups)
        self._target = focused
        self._used: set[tuple[Target, str]] = set()

    def find(self, name: str) -> LineRow | None:
        """The line of a name, each line once; None if there is none, or several equally good ones."""
        key = comparable(name)
        entry = _named_line(self._groups.get(self._target, ()), key) if key else None
        if entry is not None and (entry.target, entry.line.ref) in self._used:
            entry = self._next(key)
        elif entry is None and key:
            others = [line for target in self._order if (line := _named_line(self._groups[target], key))]
            entry = others[0] if len(others) == 1 else None
            if entry is not None and (entry.target, entry.line.ref) in self._used:
                return None
        if entry is not None:
            self._used.add((entry.target, entry.line.ref))
        return entry

    def _next(self, key: str) -> LineRow | None:
        """The line of a name in the first equipment after this one that has it; the search goes on from there."""
        for target in self._order[self._order.index(self._target) + 1 :]:
            entry = _named_line(self._groups[target], key)
            if entry is not None:
                self._target = target
                return entry
        return None


def _named_line(lines: Sequence[LineRow], key: str) -> LineRow | None:
    """The line of a name among those of one equipment: the same name, else the only one that begins alike."""
    labels = [(comparable(entry.line.label), entry) for entry in lines]
    exact = next((entry for label, entry in labels if label == key), None)
    if exact is not None:
        return exact
    shorter = sorted((pair for pair in labels if pair[0] and key.startswith(pair[0])), key=lambda pair: -len(pair[0]))
    longer = [entry for label, entry in labels if label.startswith(key)]
    return shorter[0][1] if shorter else longer[0] if len(longer) == 1 else None
