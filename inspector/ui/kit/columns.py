"""Tables with columns of their own widths: what a column is, models of rows by column key, and the view.

A row is anything with an `id` and texts by column key (`cells`). `RowsModel` holds all rows; `PagedModel` knows how
many rows there are and holds the windows that were fetched, so that a list of any length costs one window to open.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.table import FIRST_PAD, PAD, STYLE_ROLE, TOKEN_ROLE, TableView

WINDOW = 200
"""Rows fetched at a time."""
KEPT = 16
"""Windows that stay when further ones come; those looked at longest ago are asked for again."""
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 10
"""The row object of an index, None while it is under way."""
COLUMN_ROLE = int(Qt.ItemDataRole.UserRole) + 11
"""The column key of an index."""
WIDE_FROM = 1600
"""Window width from which `wide` columns show."""

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True)
class Column:
    """Key, head (msgid), least width in logical pixels; `stretch` columns share what is left or missing.

    `strong` text is medium weight, `loud` text in the main colour; `right` aligns right. Columns with `drop` are left
    out where there is no room, the highest number first.
    """

    key: str
    head: str
    width: int
    stretch: int = 0
    strong: bool = False
    loud: bool = False
    right: bool = False
    wide: bool = False
    sortable: bool = True
    drop: int = 0


class Row(Protocol):
    """What a table shows: an id, and texts by column key."""

    @property
    def id(self) -> str:
        """Id of the row."""

    @property
    def cells(self) -> Mapping[str, str]:
        """Texts by column key."""


class ColumnsModel(QAbstractTableModel):
    """Base of both models: subclasses say how many rows there are and give a row by number."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    def row(self, number: int) -> Any:
        """A row by number, None if it is not here."""
        raise NotImplementedError

    @override
    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(column.head)
        return alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role in TEXT_ROLES:
            row = self.row(index.row())
            return "" if row is None else row.cells.get(column.key, "")
        if role == ROW_ROLE:
            return self.row(index.row())
        return _look(column).get(int(role))


class RowsModel(ColumnsModel):
    """Rows that are all here."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._rows: tuple[Any, ...] = ()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @override
    def row(self, number: int) -> Any:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def find(self, row_id: str) -> int:
        """Number of a row, -1 if there is none."""
        return next((number for number, row in enumerate(self._rows) if row.id == row_id), -1)

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)


class PagedModel(ColumnsModel):
    """Rows in windows. It never fetches: a row that is not here is asked for once by `window_wanted(offset)`.

    Until `set_window` brings it, the row is empty. A result of another length starts over.
    """

    window_wanted = Signal(int)

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._total = 0
        self._windows: dict[int, Sequence[Any]] = {}
        self._asked: set[int] = set()

    def start(self, rows: Sequence[Any], total: int, columns: Sequence[Column] | None = None) -> None:
        """Show a new result, whose first window is here, in other columns if they are given."""
        self.beginResetModel()
        self._columns = self._columns if columns is None else tuple(columns)
        self._total = total
        self._windows = {0: rows}
        self._asked = {0}
        self.endResetModel()

    def set_window(self, offset: int, rows: Sequence[Any], total: int) -> None:
        """Fill a window in."""
        if total != self._total:
            self.beginResetModel()
            self._total = total
            self._windows.clear()
            self._asked.clear()
            self.endResetModel()
        self._keep(offset // WINDOW, rows)
        last = min(offset + len(rows), self._total) - 1
        if last >= offset:
            self.dataChanged.emit(self.index(offset, 0), self.index(last, self.columnCount() - 1))

    def _keep(self, window: int, rows: Sequence[Any]) -> None:
        """Keep a window; those looked at longest ago go, so that a list of any length stays small."""
        self._windows.pop(window, None)
        self._windows[window] = rows
        while len(self._windows) > KEPT:
            window = next(iter(self._windows))
            del self._windows[window]
            self._asked.discard(window)

    def forget(self, offset: int) -> None:
        """A window that was asked for will not come: ask again when one of its rows is shown."""
        self._asked.discard(offset // WINDOW)

    @override
    def row(self, number: int) -> Any:
        if not 0 <= number < self._total:
            return None
        window = number // WINDOW
        rows = self._windows.get(window)
        if rows is None:
            if window not in self._asked:
                self._asked.add(window)
                self.window_wanted.emit(window * WINDOW)
            return None
        if next(reversed(self._windows)) != window:
            self._windows[window] = self._windows.pop(window)
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


@functools.cache
def _look(column: Column) -> dict[int, object]:
    """What a column gives by role, whatever the row."""
    return {
        COLUMN_ROLE: column.key,
        STYLE_ROLE: "body_medium" if column.strong else "body",
        TOKEN_ROLE: "text-1" if column.strong or column.loud else "text-2",
        int(Qt.ItemDataRole.TextAlignmentRole): alignment(column),
    }


def alignment(column: Column) -> int:
    """The alignment of a column's head and cells."""
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class ColumnsTable(TableView):
    """`row_chosen(number)` when the current row changes, `row_opened` on Enter or click, `sort_requested(key)`.

    `contents` gives the width that painted cells need, by column key, beside the column's padding.
    """

    shrinks = True
    """Whether stretching columns give up a third of their width before the table is cut."""
    row_chosen = Signal(int)
    row_opened = Signal(int)
    sort_requested = Signal(str)
    rows_scrolled = Signal()

    def __init__(self, name: str, model: ColumnsModel, *, dense: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, dense=dense, parent=parent)
        self._rows = model
        self.contents: dict[str, float] = {}
        self.setModel(model)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._connect_rows()

    def _connect_rows(self) -> None:
        self.head.sectionClicked.connect(self._on_head_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.clicked.connect(self._on_clicked)
        self._rows.modelReset.connect(self.arrange)
        self.verticalScrollBar().valueChanged.connect(self.rows_scrolled)

    def _on_head_clicked(self, section: int) -> None:
        column = self._rows.columns[section]
        if column.sortable:
            self.sort_requested.emit(column.key)

    def _on_row_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(current.row())

    def _on_clicked(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.row())

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Show the arrow beside a head."""
        keys = [column.key for column in self._rows.columns]
        self.head.show_sort(keys.index(key) if key in keys else -1, descending=descending)

    def choose(self, number: int) -> None:
        """Make a row the current one, as far as there is one."""
        target = min(max(number, 0), self._rows.rowCount() - 1)
        if target >= 0:
            self.setCurrentIndex(self._rows.index(target, 0))

    def shown_rows(self) -> tuple[int, int]:
        """First and last row number on screen, from 1; (0, 0) for an empty table."""
        if not self._rows.rowCount():
            return (0, 0)
        first, last = self.rowAt(1), self.rowAt(self.viewport().height() - 2)
        return (first + 1, (last if last >= 0 else self._rows.rowCount() - 1) + 1)

    def needed_width(self, column: Column) -> int:
        """Least width of a column in the language in use."""
        if column.stretch:
            return column.width
        head = text_width(_(column.head), "hint_bold") + (18 if column.sortable else 0)
        first = FIRST_PAD if column is self._rows.columns[0] else 0
        return round(max(float(column.width), head, self.contents.get(column.key, 0.0)) + 2 * PAD + first)

    def arrange(self) -> None:
        """Give every column its width; what is left goes to the stretching ones."""
        columns = self._rows.columns
        shown = self._fitting(columns)
        for section, column in enumerate(columns):
            self.setColumnHidden(section, column not in shown)
        left = self.viewport().width() - sum(self.needed_width(column) for column in shown)
        parts = sum(column.stretch for column in shown) or 1
        for section, column in enumerate(columns):
            if column in shown:
                extra = max(left * column.stretch // parts, -column.width // 3 if self.shrinks else 0)
                self.setColumnWidth(section, self.needed_width(column) + extra)

    def _fitting(self, columns: Sequence[Column]) -> list[Column]:
        """The columns there is room for."""
        wide = self.window().width() >= WIDE_FROM
        shown = [column for column in columns if wide or not column.wide]
        while sum(self.needed_width(column) for column in shown) > self.viewport().width():
            last = max(shown, key=lambda column: column.drop)
            if not last.drop:
                break
            shown.remove(last)
        return shown

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
        self.rows_scrolled.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.row_opened.emit(self.currentIndex().row())
            return
        if event.text() and not event.text().isspace() and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)
