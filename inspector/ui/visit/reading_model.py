"""The item model behind the test table and the reading grid: group heads and lines with up to three cells.

It shows frozen views and keeps what was typed until the write came back: typed text stays beside an error when it is
no number or could not be stored. GUI thread only.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.quick_dataclass import dataclass
from inspector.services.visits.views import Cell, CellState, Line, Target
from inspector.ui.kit.meaning import verdict_name
from inspector.ui.visit.reading_rows import (
    CELLS,
    RIGHT_ALIGNED,
    TITLES,
    Column,
    Group,
    LineRow,
    Rows,
    TableRow,
    is_abnormal,
    line_text,
)

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Typed:
    """Text that is not (yet) what the store holds; `error` says why it cannot be."""

    text: str
    error: str = ""


class ReadingModel(QAbstractTableModel):
    """`value_entered(Target, ref, text)` is the wish to store a value; text is as typed, "" clears."""

    value_entered = Signal(object, str, str)

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows = Rows()
        self._typed: dict[tuple[Target, str], _Typed] = {}
        self._phases: dict[Column, str] = {}
        self.read_only = False
        """Whether the visit can only be read."""
        self.filed = False
        """Whether it is signed: cells show their values and no place to type."""
        self.hints = False
        """Whether empty cells show their last value in grey (带入上次)."""
        self.widest = 1
        """Most cells in a line."""

    # content ------------------------------------------------------------------------------------------------------

    def show(self, groups: Iterable[tuple[Group, Sequence[Line]]], *, grouped: bool) -> None:
        """Show other lines; typed text of lines that are still there stays."""
        self.beginResetModel()
        self._rows.grouped = grouped
        self._rows.set_groups(groups)
        lines = self._rows.all_lines()
        self._phases = self._rows.phase_names()
        self.widest = max((len(entry.line.cells) for entry in lines), default=1)
        known = {(entry.target, cell.ref) for entry in lines for cell in entry.line.cells}
        self._typed = {key: typed for key, typed in self._typed.items() if key in known}
        self.endResetModel()

    @property
    def rows(self) -> Sequence[TableRow]:
        """What is shown, in order."""
        return self._rows.shown

    @property
    def lines(self) -> Sequence[Line]:
        """Every line, shown or not."""
        return [entry.line for entry in self._rows.all_lines()]

    def line_row(self, row: int) -> LineRow | None:
        """The line at a row, None for a group head or outside."""
        return self._rows.line_at(row)

    def of_group(self, target: Target) -> Sequence[LineRow]:
        """Lines of a group that the filter lets through."""
        return self._rows.of_group(target)

    def group_row(self, target: Target) -> int:
        """Row of a group's head, -1 if it is not shown."""
        return self._rows.group_row(target)

    def group_above(self, row: int) -> Group | None:
        """The head of the group a row belongs to; None above the first row."""
        above = reversed(self.rows[: row + 1]) if row >= 0 else ()
        return next((entry for entry in above if isinstance(entry, Group)), None)

    def find(self, target: Target, ref: str) -> tuple[int, int]:
        """(row, cell number) of a line or cell ref; (-1, 0) if it is not shown."""
        return self._rows.find(target, ref)

    # changes ------------------------------------------------------------------------------------------------------

    def replace_line(self, target: Target, line: Line, *, keep: Collection[str] = ()) -> bool:
        """Take a fresh line; typed text of its cells is dropped except for refs in `keep` (still being written).

        Returns False when the line came or went, so that the form has to be loaded again.
        """
        known = self._rows.replace_line(target, line)
        if not known or not line.relevant:
            return not known and not line.relevant
        for cell in line.cells:
            if cell.ref not in keep:
                self._typed.pop((target, cell.ref), None)
        row, _number = self.find(target, line.ref)
        self._row_changed(row)
        if row < 0 and self._rows.abnormal_only and is_abnormal(line):
            self.set_abnormal_only(on=True)
        return True

    def replace_group(self, group: Group) -> None:
        """Take fresh counts of a group's head."""
        self._row_changed(self._rows.replace_group(group))

    def refuse(self, target: Target, ref: str, message: str) -> None:
        """The value was not stored: what was typed stays beside the error."""
        typed = self._typed.get((target, ref))
        if typed is not None:
            self._typed[target, ref] = replace(typed, error=message)
            self._row_changed(self.find(target, ref)[0])

    def forget(self, target: Target, ref: str) -> None:
        """Drop what was typed and show the stored value again."""
        if self._typed.pop((target, ref), None) is not None:
            self._row_changed(self.find(target, ref)[0])

    def _row_changed(self, row: int) -> None:
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    # folding and filter -------------------------------------------------------------------------------------------

    def is_folded(self, target: Target) -> bool:
        """Whether the lines of a group are hidden."""
        return target in self._rows.folded

    def set_folded(self, target: Target, *, folded: bool) -> None:
        """Hide or show the lines of a group."""
        head = self.group_row(target)
        if head < 0 or folded == self.is_folded(target):
            return
        if folded:
            self._rows.folded.add(target)
            if count := self._rows.lines_below(head):
                self.beginRemoveRows(_ROOT, head + 1, head + count)
                del self._rows.shown[head + 1 : head + 1 + count]
                self.endRemoveRows()
        else:
            self._rows.folded.discard(target)
            if lines := self._rows.of_group(target):
                self.beginInsertRows(_ROOT, head + 1, head + len(lines))
                self._rows.shown[head + 1 : head + 1] = lines
                self.endInsertRows()
        self._row_changed(head)

    def set_abnormal_only(self, *, on: bool) -> None:
        """Show only abnormal lines. A line that becomes normal stays until the filter is set again."""
        self.beginResetModel()
        self._rows.abnormal_only = on
        self._rows.refresh()
        self.endResetModel()

    # Qt's model ---------------------------------------------------------------------------------------------------

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows.shown)

    @override
    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def cell_at(self, index: AnyIndex) -> Cell | None:
        """The cell at an index as it is to be shown (typed text and its error on top of the stored value)."""
        entry = self.line_row(index.row())
        column = self.columns[index.column()] if index.isValid() else None
        if entry is None or column not in CELLS:
            return None
        number = CELLS.index(column)
        return self.shown_cell(entry, number) if number < len(entry.line.cells) else None

    def shown_cell(self, entry: LineRow, number: int) -> Cell:
        """A cell of a line with what was typed on top."""
        cell = entry.line.cells[number]
        typed = self._typed.get((entry.target, cell.ref))
        if typed is None:
            return cell
        plain = CellState.NORMAL if typed.text else CellState.EMPTY
        return replace(cell, value=typed.text, error=typed.error, state=CellState.ERROR if typed.error else plain)

    def set_hints(self, *, on: bool) -> None:
        """Show last values in grey in empty cells, or hide them."""
        self.hints = on
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    def hint_at(self, index: AnyIndex) -> str:
        """The grey last value of an empty cell; "" when hints are off, or where something stands."""
        cell = self.cell_at(index)
        if not self.hints or cell is None or cell.readonly or cell.state is not CellState.EMPTY:
            return ""
        return cell.hint

    def hinted(self, row: int) -> bool:
        """Whether a row shows a grey last value."""
        return any(self.hint_at(self.index(row, self.columns.index(column))) for column in CELLS)

    def error_of(self, entry: LineRow) -> str:
        """The first error in a line."""
        cells = (self.shown_cell(entry, number) for number in range(len(entry.line.cells)))
        return next((cell.error for cell in cells if cell.error), "")

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if self.line_row(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self.cell_at(index)
        editable = cell is not None and not cell.readonly and not self.read_only
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    @override
    def setData(self, index: AnyIndex, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        entry, cell = self.line_row(index.row()), self.cell_at(index)
        shut = self.read_only or cell is None or cell.readonly
        if entry is None or cell is None or shut or role != Qt.ItemDataRole.EditRole:
            return False
        entered = str(value).strip()
        if entered != cell.value:
            self._typed[entry.target, cell.ref] = _Typed(entered)
            self._row_changed(index.row())
            self.value_entered.emit(entry.target, cell.ref, entered)
        return True

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight if column in RIGHT_ALIGNED else Qt.AlignmentFlag.AlignLeft)
        if role == Qt.ItemDataRole.DisplayRole:
            words = pgettext("column", "Photos") if column is Column.PHOTO else _(TITLES.get(column, ""))
            return " ".join(part for part in (words, self._phases.get(column, "")) if part)
        return None

    @override
    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        entry = self._rows.shown[index.row()]
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight if column in RIGHT_ALIGNED else Qt.AlignmentFlag.AlignLeft)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if isinstance(entry, Group):
            return f"{entry.title} {entry.done}/{entry.total}" if column is Column.LABEL else ""
        if column in CELLS:
            cell = self.cell_at(index)
            spoken = role == Qt.ItemDataRole.AccessibleTextRole
            return "" if cell is None else self._spoken(entry, cell) if spoken else cell.value
        return line_text(entry.line, column)

    @staticmethod
    def _spoken(entry: LineRow, cell: Cell) -> str:
        line = entry.line
        verdict = verdict_name(line.judgement.verdict) if line.judgement else ""
        state = _("De-energised, not measured") if cell.state is CellState.OUT_OF_SERVICE else cell.value
        parts = (line.label, cell.phase, state or _("To enter"), line.unit if cell.value else "", verdict, cell.error)
        return " ".join(part for part in parts if part)
