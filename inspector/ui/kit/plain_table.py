"""Small read-only tables whose rows are replaced as a whole: what differs between them is the words of their cells.

A subclass of `PlainModel` names its heads and says the text, colour and style of a cell; `PlainTable` shares its width
between the columns that have none of their own. GUI thread.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from inspector.ui.kit.table import STYLE_ROLE, TOKEN_ROLE, TableView

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
Item = TypeVar("Item")


class PlainModel(QAbstractTableModel, Generic[Item]):
    """Rows of one kind. `heads` are the titles of the columns, `right` the columns of numbers."""

    right: frozenset[int] = frozenset()
    keeps_current = True
    """Whether as many rows as before are the same rows, looked at again."""

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.rows: tuple[Item, ...] = ()

    def cell(self, row: Item, column: int) -> str:
        """The text of a cell."""
        raise NotImplementedError

    def token(self, row: Item, column: int) -> str:
        """The colour of a cell."""
        raise NotImplementedError

    def style(self, row: Item, column: int) -> str:  # noqa: ARG002 - most tables have one style
        """The text style of a cell."""
        return "body"

    def show(self, rows: Sequence[Item]) -> None:
        """Show other rows."""
        if self.keeps_current and len(rows) == len(self.rows):
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.heads) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def _aligned(self, column: int) -> int:
        return int(Qt.AlignmentFlag.AlignRight if column in self.right else Qt.AlignmentFlag.AlignLeft)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(section)
        return self.heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: AnyIndex, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(column)
        if role == TOKEN_ROLE:
            return self.token(row, column)
        if role == STYLE_ROLE:
            return self.style(row, column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(row, column)
        return None


class PlainTable(TableView):
    """`shares` are the parts of the width that is left for the columns whose width is 0."""

    def __init__(
        self,
        name: str,
        model: QAbstractTableModel,
        widths: Sequence[int],
        shares: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, dense=True, parent=parent)
        self._widths, self._shares = tuple(widths), tuple(shares)
        self.setModel(model)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.head.setSectionsClickable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rest, parts = self.viewport().width() - sum(self._widths), sum(self._shares)
        for column, (width, share) in enumerate(zip(self._widths, self._shares, strict=True)):
            self.setColumnWidth(column, width or rest * share // parts)
