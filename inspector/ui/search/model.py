"""The rows of the palette: heads of groups, and what can be chosen under them. GUI thread only."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from inspector.quick_dataclass import dataclass

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
"""The `Row` of an index."""
AnyIndex = QModelIndex | QPersistentModelIndex
Marks = tuple[tuple[int, int], ...]
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """A row. Without `choose` it is the head of a group.

    `marks` are (start, length) of what is bold; `keys` is the shortcut that does the same.
    """

    title: str
    subtitle: str = ""
    icon: str = ""
    token: str = "text-2"
    keys: str = ""
    marks: Marks = ()
    subtitle_marks: Marks = ()
    choose: Callable[[], None] | None = None

    @property
    def head(self) -> bool:
        """Whether it is the head of a group."""
        return self.choose is None


class RowsModel(QAbstractListModel):
    """Shows rows; heads cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in order."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def next_choice(self, row: int, step: int) -> int:
        """The nearest row from `row` on, in this direction and then from the other end, that can be chosen; or -1."""
        count = len(self._rows)
        places = [(row + step * turn) % count for turn in range(1, count + 1)] if count else []
        return next((place for place in places if not self._rows[place].head), -1)

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(part for part in (row.title, row.subtitle, row.keys) if part)
        return row if role == ROW_ROLE else None

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
