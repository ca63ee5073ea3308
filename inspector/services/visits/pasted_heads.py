"""The heading rows of a pasted block: they hold no values, but say which column is which phase. Pure but for the words.

Words of columns are those of `resources/excel/report_words.toml`.
"""

from collections.abc import Sequence

from inspector.services.lab_reports.reading import MOST_VALUES, words
from inspector.services.visits.pasted import Block, comparable, is_number


def without_heads(block: Block) -> Block:
    """A block without the rows that only name its columns.

    Columns of limits or former values go with them, and columns of phases are put in the order A, B, C. A row with any
    other word is kept: ``not detected`` is a result.
    """
    first = next((at for at, row in enumerate(block) if not _is_head(row)), len(block))
    if not first or first == len(block):
        return block
    return _in_order(block[first - 1], block[first:])


def _is_head(row: Sequence[str]) -> bool:
    """Whether a row of several columns names phases or columns and holds nothing else behind its first cell."""
    if any(is_number(cell) for cell in row):
        return False
    known = words()
    named = [comparable(cell) for cell in row[1:] if cell]
    alone = len(row) > 1 and not named and comparable(row[0]) in known.titles
    return alone or (bool(named) and all(one in known.heads for one in named))


def _holds_nothing(name: str, cells: Sequence[str]) -> bool:
    """Whether a column is of limits or former values, or of units and other words."""
    known = words()
    return name in known.skip or (name in known.titles and not any(is_number(cell) for cell in cells))


def _in_order(head: Sequence[str], rows: Block) -> Block:
    known = words()
    names = [comparable(cell) for cell in head]
    kept = [at for at in range(len(names)) if at == 0 or not _holds_nothing(names[at], [row[at] for row in rows])]
    phases = {known.phases[names[at]]: at for at in kept if names[at] in known.phases}
    if len(phases) == sum(1 for at in kept if names[at] in known.phases) and phases:
        named = [at for at in kept if names[at] not in known.phases and not any(at > one for one in phases.values())]
        others = [at for at in kept if at not in phases.values() and at not in named]
        columns = [*named, *(phases.get(phase, -1) for phase in range(MOST_VALUES)), *others]
    else:
        columns = kept
    found = tuple(tuple(row[at] if at >= 0 else "" for at in columns) for row in rows)
    width = max((at + 1 for row in found for at, cell in enumerate(row) if cell), default=0)
    return tuple(row[:width] for row in found)
