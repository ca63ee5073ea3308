"""The table model of a ledger: it knows how many rows there are and holds the windows that were fetched.

The model never fetches: when a row is asked for that is not here, it sends `window_wanted(offset)` once and shows an
empty row until `set_window` brings it. So a ledger of any length costs one window to open. GUI thread only.
"""

import functools
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from inspector.domain.ledger import LedgerKind
from inspector.i18n import _
from inspector.services.list_views import LedgerPage as LedgerWindow
from inspector.services.list_views import LedgerRow
from inspector.ui.kit.table import STYLE_ROLE, TOKEN_ROLE
from inspector.ui.ledger.columns import COLUMNS, Column

WINDOW = 200
"""Rows fetched at a time."""
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 10
"""The `LedgerRow` of an index, None while it is under way."""
COLUMN_ROLE = int(Qt.ItemDataRole.UserRole) + 11
"""The column key of an index."""

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class LedgerModel(QAbstractTableModel):
    """Rows of one ledger under one query."""

    window_wanted = Signal(int)

    def __init__(self, kind: LedgerKind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._total = 0
        self._windows: dict[int, tuple[LedgerRow, ...]] = {}
        self._asked: set[int] = set()

    @property
    def kind(self) -> LedgerKind:
        """Which ledger it shows."""
        return self._kind

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns."""
        return COLUMNS[self._kind]

    def start(self, kind: LedgerKind, first: LedgerWindow) -> None:
        """Show a new result, whose first window is here."""
        self.beginResetModel()
        self._kind = kind
        self._total = first.total
        self._windows = {0: first.rows}
        self._asked = {0}
        self.endResetModel()

    def set_window(self, offset: int, window: LedgerWindow) -> None:
        """Fill a window in; a result of another length starts over."""
        if window.total != self._total:
            self._restart(window.total)
        self._windows[offset // WINDOW] = window.rows
        last = min(offset + len(window.rows), self._total) - 1
        if last >= offset:
            self.dataChanged.emit(self.index(offset, 0), self.index(last, self.columnCount() - 1))

    def _restart(self, total: int) -> None:
        self.beginResetModel()
        self._total = total
        self._windows.clear()
        self._asked.clear()
        self.endResetModel()

    def row(self, number: int) -> LedgerRow | None:
        """A row that is here; otherwise asks for its window and gives None."""
        if not 0 <= number < self._total:
            return None
        window = number // WINDOW
        rows = self._windows.get(window)
        if rows is None:
            if window not in self._asked:
                self._asked.add(window)
                self.window_wanted.emit(window * WINDOW)
            return None
        inside = number - window * WINDOW
        return rows[inside] if inside < len(rows) else None

    def find(self, row_id: str) -> int:
        """Number of a row among those that are here, -1 if it is not."""
        for window, rows in self._windows.items():
            for inside, row in enumerate(rows):
                if row.id == row_id:
                    return window * WINDOW + inside
        return -1

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._total

    @override
    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(column.head)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in _TEXT_ROLES:
            return self._text(index.row(), column.key)
        if role == ROW_ROLE:
            return self.row(index.row())
        return _look(column).get(int(role))

    def _text(self, number: int, key: str) -> str:
        row = self.row(number)
        if row is None:
            return ""
        return str(number + 1) if key == "no" else row.cells.get(key, "")


@functools.cache
def _look(column: Column) -> dict[int, object]:
    """What a column gives by role, whatever the row."""
    loud = column.strong or column.key in ("description", "conclusion")
    return {
        COLUMN_ROLE: column.key,
        STYLE_ROLE: "body_medium" if column.strong else "body",
        TOKEN_ROLE: "text-1" if loud else "text-2",
        int(Qt.ItemDataRole.TextAlignmentRole): _alignment(column),
    }


def _alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
