"""Tables of records that a person opens and takes out: the current one stays current however the rows change.

A `PlainModel` whose rows have ids, and a table whose columns share the width. GUI thread.
"""

from collections.abc import Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.plain_table import PlainModel
from inspector.ui.kit.table import TableView

Columns = tuple[tuple[str, str, int], ...]
"""Key, head (a msgid), share of the width; a share of 0 is as wide as `RecordTable.narrow_width` says."""


class Record(Protocol):
    """What a row shows: anything with an id."""

    @property
    def id(self) -> str:
        """Which one it is, however it changes."""
        ...


Row = TypeVar("Row", bound=Record)


class RecordModel(PlainModel[Row]):
    """Records as rows; with the same ids only their looks change."""

    def __init__(self, columns: Columns) -> None:
        super().__init__([_(head) for _key, head, _share in columns])
        self.keys = tuple(key for key, _head, _share in columns)
        self.shares = tuple(share for _key, _head, share in columns)

    @override
    def show(self, rows: Sequence[Row]) -> None:
        self.keeps_current = [row.id for row in rows] == [row.id for row in self.rows]
        super().show(rows)


class RecordTable(TableView, Generic[Row]):
    """`opened(row)` on Enter or double click, `dropped(row)` on Delete where `takes_delete`."""

    opened = Signal(object)
    dropped = Signal(object)
    takes_delete: ClassVar = True

    def __init__(
        self, name: str, records: RecordModel[Row], *, dense: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, dense=dense, parent=parent)
        self.records = records
        records.setParent(self)
        self.setModel(records)
        self.head.setStretchLastSection(True)
        self.doubleClicked.connect(self._on_double_clicked)

    def show_rows(self, rows: Sequence[Row], wanted: str = "") -> None:
        """Show rows; `wanted` (an id) becomes current, else the current one stays so, else who took its place."""
        before, number = self.current(), max(0, self.currentIndex().row())
        self.records.show(rows)
        ids = [row.id for row in rows]
        current = wanted if wanted in ids else before.id if before is not None else ""
        if ids:
            row = ids.index(current) if current in ids else min(number, len(ids) - 1)
            self.setCurrentIndex(self.records.index(row, 0))

    def current(self) -> Row | None:
        """The record of the current row."""
        row = self.currentIndex().row()
        return self.records.rows[row] if 0 <= row < len(self.records.rows) else None

    def narrow_width(self) -> int:
        """How wide the columns without a share are."""
        return 0

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.records.rows[index.row()])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shares = self.records.shares
        narrow = self.narrow_width()
        room = self.viewport().width() - narrow * shares.count(0)
        for column, share in enumerate(shares):
            self.setColumnWidth(column, room * share // sum(shares) if share else narrow)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(row)
        elif row is not None and self.takes_delete and event.key() == Qt.Key.Key_Delete:
            self.dropped.emit(row)
        else:
            super().keyPressEvent(event)
