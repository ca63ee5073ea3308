"""Where the cells of a pasted block go: plain functions over the lines on screen, without Qt.

A block can often be read in one way only. Where it can be read in several (a column over lines with three phases, a
column that holds computed rows too), all ways are offered, the likeliest first, and the person chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from inspector.i18n import N_
from inspector.services.views import Cell, Line, Target
from inspector.services.visits.pasted import Block, comparable, is_number
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
    placed: list[Placed] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def certain(self) -> bool:
        """Whether nothing is left over, nothing typed is replaced, all are numbers of one form."""
        targets = {one.target for one in self.placed}
        plain = all(is_number(one.text) and one.cell.value in ("", one.text) for one in self.placed)
        return plain and not self.left and len(targets) == 1


def layouts(rows: Sequence[TableRow], here: tuple[int, int], block: Block) -> tuple[Layout, ...]:
    """The ways to lay a block out from the cell `here` (row, cell number), each different from those before it."""
    lines = [entry for entry in rows[here[0] :] if isinstance(entry, LineRow)]
    every = [entry for entry in rows if isinstance(entry, LineRow)]
    named = _names(block)
    found: list[Layout] = []
    if named is not None:
        found.append(_by_label(every, block))
        block = tuple(row[1:] for row in block)
    single = all(len(row) == 1 for row in block)
    open_lines = [entry for entry in lines if not entry.line.computed]
    if len(block) > 1 or not _runs_over(open_lines, here[1], block):
        found.append(_down(Way.DOWN, open_lines, here[1], block))
    if single or len(block) == 1:
        found.append(_across(open_lines, here[1], [cell for row in block for cell in row]))
    if len(block) > 1 and any(entry.line.computed for entry in lines[: len(block)]):
        found.append(_down(Way.WITH_COMPUTED, lines, here[1], block))
    if named is not None and len(found) > 1 and len(found[0].placed) * 2 < len(found[1].placed):
        found = found[1:]
    return _different(found)


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


def _down(way: Way, lines: Sequence[LineRow], number: int, block: Block) -> Layout:
    layout = Layout(way)
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


def _across(lines: Sequence[LineRow], number: int, texts: Sequence[str]) -> Layout:
    stations = [
        (entry, at) for entry in lines for at in range(len(entry.line.cells)) if not entry.line.cells[at].readonly
    ]
    stations = [one for one in stations if one[0] is not lines[0] or one[1] >= number]
    layout = Layout(Way.ACROSS)
    for index, text in enumerate(texts):
        entry, at = stations[index] if index < len(stations) else (None, 0)
        _put(layout, entry, at, text)
    return layout


def _by_label(lines: Sequence[LineRow], block: Block) -> Layout:
    layout = Layout(Way.LABELS)
    names = {comparable(entry.line.label): entry for entry in reversed(lines) if not entry.line.computed}
    for row in block:
        entry = names.get(comparable(row[0]))
        for number, text in enumerate(row[1:]):
            if entry is None and text:
                layout.left.append(" ".join((row[0], text)))
            elif entry is not None:
                _put(layout, entry, number, text)
    return layout
