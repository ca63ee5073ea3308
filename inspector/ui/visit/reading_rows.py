"""The rows of test table and reading grid, without Qt: groups, lines, folding, the filter of abnormal ones."""

from collections.abc import Iterable, Sequence
from enum import Enum

from inspector.domain.verdict import Verdict
from inspector.i18n import N_
from inspector.quick_dataclass import dataclass
from inspector.services.visits.views import CellState, ItemState, Line, Target
from inspector.ui.kit.meaning import verdict_name


class Column(Enum):
    """What a column shows; each table chooses and orders its own."""

    LABEL = "label"
    CELL_1 = "cell_1"
    CELL_2 = "cell_2"
    CELL_3 = "cell_3"
    LAST = "last"
    FIRST = "first"
    CHANGE = "change"
    LIMIT = "limit"
    VERDICT = "verdict"
    TREND = "trend"
    BASIS = "basis"
    PHOTO = "photo"


CELLS = (Column.CELL_1, Column.CELL_2, Column.CELL_3)
PHASES = ("A", "B", "C")
RIGHT_ALIGNED = frozenset({*CELLS, Column.LAST, Column.FIRST, Column.CHANGE, Column.LIMIT})
TITLES = {
    Column.LABEL: N_("Quantity"),
    Column.CELL_1: N_("Now"),
    Column.LAST: N_("Last"),
    Column.FIRST: N_("First"),
    Column.CHANGE: N_("Change"),
    Column.LIMIT: N_("Limit"),
    Column.VERDICT: N_("Verdict"),
    Column.TREND: N_("Trend"),
    Column.BASIS: N_("Basis"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The head of one form's lines; a table of a single form shows none."""

    target: Target
    title: str
    subtitle: str = ""
    done: int = 0
    total: int = 0
    state: ItemState = ItemState.TODO


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line in the table and the form it belongs to."""

    target: Target
    line: Line


TableRow = Group | LineRow


def is_abnormal(line: Line) -> bool:
    """Whether a line is shown by 只看异常: judged 注意 or 超标, or a cell holds what is no value."""
    if line.judgement and line.judgement.verdict in (Verdict.ATTENTION, Verdict.FAIL):
        return True
    return any(cell.state in (CellState.ATTENTION, CellState.FAIL, CellState.ERROR) for cell in line.cells)


def out_of_service(line: Line) -> bool:
    """Whether the line is marked 停电未测."""
    return any(cell.state is CellState.OUT_OF_SERVICE for cell in line.cells)


def without_limit(line: Line) -> bool:
    """Whether nothing judges the value of a line: no verdict is shown, 不适用 is what inspectors answer."""
    judged = line.judgement
    return judged is not None and judged.verdict is Verdict.NOT_APPLICABLE and judged.overridden is None


def line_text(line: Line, column: Column) -> str:
    """The text of a line in a column that is no cell."""
    judged = line.judgement
    texts = {
        Column.LABEL: " ".join(part for part in (line.label, line.unit) if part),
        Column.LAST: line.last,
        Column.FIRST: line.first,
        Column.CHANGE: line.change,
        Column.LIMIT: line.limit,
        Column.VERDICT: verdict_name(judged.verdict) if judged and not without_limit(line) else "",
        Column.TREND: ", ".join(f"{value:g}" for value in line.history),
        Column.BASIS: judged.basis if judged else line.basis,
        Column.PHOTO: str(len(line.photos)) if line.photos else "",
    }
    return texts.get(column, "")


def short_phases(names: tuple[str, ...]) -> tuple[str, ...]:
    """Phase names without what they share: Ia, Ib, Ic become A, B, C; other names stay."""
    first = names[0]
    start = next((i for i, sign in enumerate(first) if any(name[i : i + 1] != sign for name in names)), len(first))
    short = tuple(name[start:].upper() for name in names)
    return short if all(1 <= len(name) <= 2 and name.isascii() for name in short) else names


class Rows:
    """Groups of lines and which of them are shown, in order (`shown`)."""

    def __init__(self) -> None:
        self.grouped = False
        self.abnormal_only = False
        self.shown: list[TableRow] = []
        self.folded: set[Target] = set()
        self._groups: list[tuple[Group, list[Line]]] = []

    def set_groups(self, groups: Iterable[tuple[Group, Sequence[Line]]]) -> None:
        """Take other content."""
        self._groups = [(group, [line for line in lines if line.relevant]) for group, lines in groups]
        self.refresh()

    def all_lines(self) -> list[LineRow]:
        """Every line, shown or not."""
        return [LineRow(group.target, line) for group, lines in self._groups for line in lines]

    def refresh(self) -> None:
        """Work out what is shown from scratch."""
        self.shown = []
        for group, _lines in self._groups:
            lines = self.of_group(group.target)
            if self.grouped and (lines or not self.abnormal_only):
                self.shown.append(group)
            if not (self.grouped and group.target in self.folded):
                self.shown += lines

    def of_group(self, target: Target) -> list[LineRow]:
        """Lines of a group that the filter lets through."""
        lines = next((lines for group, lines in self._groups if group.target == target), [])
        return [LineRow(target, line) for line in lines if not self.abnormal_only or is_abnormal(line)]

    def phase_names(self) -> dict[Column, str]:
        """Heads of the cell columns: the phase names if all lines share them, else A, B, C."""
        several = [entry.line.cells for entry in self.all_lines() if len(entry.line.cells) > 1]
        if not several:
            return {}
        found = {short_phases(tuple(cell.phase for cell in cells)) for cells in several}
        names = found.pop() if len(found) == 1 else PHASES
        return dict(zip(CELLS, names, strict=False))

    def line_at(self, row: int) -> LineRow | None:
        """The line at a row, None for a group head or outside."""
        entry = self.shown[row] if 0 <= row < len(self.shown) else None
        return entry if isinstance(entry, LineRow) else None

    def group_row(self, target: Target) -> int:
        """Row of a group's head, -1 if it is not shown."""
        return next((i for i, r in enumerate(self.shown) if isinstance(r, Group) and r.target == target), -1)

    def find(self, target: Target, ref: str) -> tuple[int, int]:
        """(row, cell number) of a line or cell ref; (-1, 0) if it is not shown."""
        for row, entry in enumerate(self.shown):
            if isinstance(entry, LineRow) and entry.target == target:
                if entry.line.ref == ref:
                    return row, 0
                for number, cell in enumerate(entry.line.cells):
                    if cell.ref == ref:
                        return row, number
        return -1, 0

    def replace_line(self, target: Target, line: Line) -> bool:
        """Take a fresh line; False if there was none of this ref."""
        lines = next((lines for group, lines in self._groups if group.target == target), [])
        position = next((index for index, old in enumerate(lines) if old.ref == line.ref), -1)
        if position < 0:
            return False
        lines[position] = line
        row, _number = self.find(target, line.ref)
        if row >= 0:
            self.shown[row] = LineRow(target, line)
        return True

    def replace_group(self, group: Group) -> int:
        """Take fresh counts; returns the head's row or -1."""
        self._groups = [(group if old.target == group.target else old, lines) for old, lines in self._groups]
        row = self.group_row(group.target)
        if row >= 0:
            self.shown[row] = group
        return row

    def lines_below(self, head: int) -> int:
        """How many lines are shown under the head at row `head`."""
        rest = self.shown[head + 1 :]
        return next((i for i, entry in enumerate(rest) if isinstance(entry, Group)), len(rest))
