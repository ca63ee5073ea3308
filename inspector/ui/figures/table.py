"""The numbers of a chart as a table. Arrow keys walk from cell to cell, Enter opens the rows that a number counts."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QStyleOptionViewItem, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.reports.figures.charts import Chart, Value
from inspector.ui.kit.painting import box
from inspector.ui.kit.table import DENSE_ROW, HEAD, STYLE_ROLE, TOKEN_ROLE, RowDelegate, TableView

AnyIndex = QModelIndex | QPersistentModelIndex
LEAST_WIDTH = 300
MOST_ROWS = 8
"""Rows that show at once."""


class ChartModel(QAbstractTableModel):
    """A row for each category, a column for each series, and the note of lying bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None

    def show_chart(self, chart: Chart) -> None:
        """Show the numbers of another chart."""
        self.beginResetModel()
        self._chart = chart
        self.endResetModel()

    @property
    def _has_notes(self) -> bool:
        return self._chart is not None and any(one.note for one in self._chart.categories)

    @override
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - as in Qt
        return 0 if parent.isValid() or self._chart is None else len(self._chart.categories)

    @override
    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - as in Qt
        if parent.isValid() or self._chart is None:
            return 0
        return 1 + len(self._chart.series) + self._has_notes

    def value(self, index: AnyIndex) -> Value | None:
        """The value in a cell, None where there is none."""
        if self._chart is None or not 1 <= index.column() <= len(self._chart.series):
            return None
        return self._chart.categories[index.row()].values[index.column() - 1]

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._chart is None or not index.isValid():
            return None
        one, value = self._chart.categories[index.row()], self.value(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return one.label if not index.column() else one.note if value is None else value.text or "—"
        if value is None:
            return None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return value.words
        if role == TOKEN_ROLE:
            return "primary-text" if value.rows and value.count else "text-1"
        return "body_medium" if role == STYLE_ROLE else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._chart is None or orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole and section == 0:
            return _("Name")
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = ("", *(series.name for series in self._chart.series), _("Closed of found"))
        return names[section] if 0 <= section < len(names) else None


class _Delegate(RowDelegate):
    """Frames the cell that Enter opens: the row alone does not tell which number it is."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        if self._view.hasFocus() and index == self._view.currentIndex():
            area = QRectF(option.rect)
            box(painter, area.adjusted(1, 1, -1, -2), border="primary-text", radius=3, width=2)


class ChartTable(TableView):
    """The table of one chart; `rows_requested(str)` as of the chart."""

    rows_requested = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, dense=True, parent=parent)
        self._rows = ChartModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def show_chart(self, chart: Chart) -> None:
        """Show the numbers of another chart."""
        self._rows.show_chart(chart)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, min(1, self._rows.columnCount() - 1)))
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, HEAD + DENSE_ROW * min(MOST_ROWS, max(1, self._rows.rowCount())) + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._open(index)

    def _open(self, index: AnyIndex) -> None:
        value = self._rows.value(index) if index.isValid() else None
        if value is not None and value.rows and value.count:
            self.rows_requested.emit(value.rows)
