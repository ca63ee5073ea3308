"""Where the focus goes from a reading cell: plain functions over a `ReadingModel`; positions are (row, cell number)."""

from inspector.ui.visit.cell_editor import Move
from inspector.ui.visit.reading_model import ReadingModel
from inspector.ui.visit.reading_rows import LineRow

Place = tuple[int, int]


def stations(model: ReadingModel) -> list[Place]:
    """All cells that can be typed, in the order of Enter: across the phases, then down."""
    found: list[Place] = []
    for row, entry in enumerate(model.rows):
        if isinstance(entry, LineRow) and not entry.line.computed:
            found += [(row, number) for number, cell in enumerate(entry.line.cells) if not cell.readonly]
    return found


def line_rows(model: ReadingModel) -> list[int]:
    """Rows that are lines."""
    return [row for row, entry in enumerate(model.rows) if isinstance(entry, LineRow)]


def target_of(model: ReadingModel, here: Place, move: Move, wanted: int) -> Place | None:
    """Where a move ends; None at the end of the table. `wanted` is the cell number Up and Down try to keep."""
    row, number = here
    match move:
        case Move.STAY:
            return here
        case Move.NEXT:
            return next((place for place in stations(model) if place > here), None)
        case Move.PREVIOUS:
            return next((place for place in reversed(stations(model)) if place < here), None)
        case Move.UP:
            return next(((other, wanted) for other in reversed(line_rows(model)) if other < row), None)
        case Move.DOWN:
            return next(((other, wanted) for other in line_rows(model) if other > row), None)
        case Move.PHASE:
            entry = model.line_row(row)
            return (row, (number + 1) % len(entry.line.cells)) if entry is not None else None


def by_lines(model: ReadingModel, row: int, by: int) -> int:
    """The row `by` lines away, kept inside the table; -1 if there are no lines."""
    rows = line_rows(model)
    if not rows:
        return -1
    here = rows.index(row) if row in rows else 0
    return rows[max(0, min(len(rows) - 1, here + by))]


def first_open(model: ReadingModel, target: object = None) -> Place | None:
    """The first cell still to be typed (of one form), else the first line."""
    rows = [row for row in line_rows(model) if target is None or model.rows[row].target == target]
    for row in rows:
        entry = model.line_row(row)
        if entry is None or entry.line.computed or entry.line.waiting_reason:
            continue
        for number, cell in enumerate(entry.line.cells):
            if not (cell.readonly or cell.value):
                return row, number
    return (rows[0], 0) if rows else None
