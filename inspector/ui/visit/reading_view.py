"""The view under the keyboard table: column widths, row heights, focus, scrolling; repaints touched rows only."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from inspector.quick_dataclass import dataclass
from inspector.services.visits.views import Cell, Target
from inspector.ui.kit.table import TableView
from inspector.ui.visit import cell_walk
from inspector.ui.visit.reading_model import ReadingModel
from inspector.ui.visit.reading_paint import GROUP_HEIGHT, LineDelegate, verdict_room
from inspector.ui.visit.reading_rows import CELLS, Column, Group, LineRow, TableRow

AnyIndex = QModelIndex | QPersistentModelIndex
BOTTOM_ROOM = 72
"""Distance kept between the focused row and the bottom edge, logical pixels."""
WIDE_WINDOW = 1600


@dataclass(frozen=True, slots=True)
class ColumnWidth:
    """Width of a column at 1366 and from 1600; `optional` ones give way first when the label gets too narrow."""

    column: Column
    width: int
    wide: int
    optional: bool = False
    shared: int = 0
    """Width at 1366 when lines have several cells side by side; 0 = `width`."""


class ReadingView(TableView):
    """Shows a `ReadingModel` of its own. `line_focused` carries a LineRow or None."""

    line_focused = Signal(object)

    def __init__(
        self,
        name: str,
        widths: Sequence[ColumnWidth],
        *,
        row_height: int,
        label_room: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent=parent)
        self._model = ReadingModel([width.column for width in widths], self)
        self._widths = tuple(widths)
        self._row_height = row_height
        self._label_room = label_room
        self._number = 0
        self._overridden = False
        """Whether the verdict column has room for the mark of an override."""
        self.verticalHeader().setMinimumSectionSize(GROUP_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self._delegate = LineDelegate(self, self._model)
        self.setItemDelegate(self._delegate)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.setSectionsClickable(False)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._connect_model()

    def _connect_model(self) -> None:
        self._model.modelReset.connect(self._set_heights)
        self._model.rowsInserted.connect(self._set_heights)
        self._model.rowsRemoved.connect(self._set_heights)

    @property
    def reading_model(self) -> ReadingModel:
        """The lines on screen."""
        return self._model

    # layout -------------------------------------------------------------------------------------------------------

    def _set_heights(self) -> None:
        heads = self.verticalHeader()
        for row, entry in enumerate(self._model.rows):
            height = GROUP_HEIGHT if isinstance(entry, Group) else self._row_height
            if heads.sectionSize(row) != height:
                heads.resizeSection(row, height)

    def fit_columns(self) -> None:
        """Give each column its width; the label takes the rest, optional columns are hidden when it gets too narrow."""
        room = self.viewport().width()
        wide = self.window().width() >= WIDE_WINDOW
        unused = CELLS[max(1, self._model.widest) :]
        shown = [w for w in self._widths if w.column is not Column.LABEL and w.column not in unused]
        shares = self._model.widest > 1 and not wide
        needed = {w.column: w.wide if wide else (shares and w.shared) or w.width for w in shown if wide or w.width}
        if Column.VERDICT in needed:
            self._overridden = any(_is_overridden(entry) for entry in self._model.rows)
            needed[Column.VERDICT] = verdict_room(overridden=self._overridden, wide=wide)
        left_out: dict[Column, int] = {}
        spares = [w.column for w in reversed(shown) if w.optional and w.column in needed]
        for spare in sorted(spares, key=lambda column: column is Column.BASIS):  # a limit keeps its clause longest
            if room - sum(needed.values()) >= self._label_room:
                break
            left_out[spare] = needed.pop(spare)
        for spare, width in reversed(left_out.items()):  # a narrower one may fit where a wider one did not
            if room - sum(needed.values()) - width >= self._label_room:
                needed[spare] = width
        needed[Column.LABEL] = max(80, room - sum(needed.values()))
        for section, column in enumerate(self._model.columns):
            self.setColumnHidden(section, column not in needed)
            if column in needed:
                self.setColumnWidth(section, needed[column])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    # focus --------------------------------------------------------------------------------------------------------

    def current(self) -> LineRow | None:
        """The focused line."""
        return self._model.line_row(self.currentIndex().row())

    def current_cell(self) -> Cell | None:
        """The focused cell."""
        return self._model.cell_at(self.currentIndex())

    def _index(self, row: int, number: int) -> QModelIndex:
        """The index of a cell of a line; the line's last cell if it has fewer."""
        entry = self._model.line_row(row)
        if entry is None:
            return QModelIndex()
        number = max(0, min(number, len(entry.line.cells) - 1))
        return self._model.index(row, self._model.columns.index(CELLS[number]))

    def focus_line(self, target: Target, ref: str) -> bool:
        """Focus a line or cell by its ref; returns whether it is shown."""
        row, number = self._model.find(target, ref)
        if row < 0 and self._model.is_folded(target):
            self._model.set_folded(target, folded=False)
            row, number = self._model.find(target, ref)
        if row >= 0:
            self._go(row, number)
        return row >= 0

    def focus_first_open(self, target: Target | None = None) -> bool:
        """Focus the first empty cell (of a group), else the first line."""
        place = cell_walk.first_open(self._model, target)
        if place is not None:
            self._go(*place)
        return place is not None

    def place(self) -> cell_walk.Place:
        """(row, cell number) of the focus."""
        index = self.currentIndex()
        column = self._model.columns[index.column()] if index.isValid() else Column.CELL_1
        return index.row(), CELLS.index(column) if column in CELLS else 0

    def _go(self, row: int, number: int) -> None:
        self._number = number
        index = self._index(row, number)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)

    def _update_row(self, row: int) -> None:
        if row >= 0:
            top = self.rowViewportPosition(row)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(row))

    @override
    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        QTableView.currentChanged(self, current, previous)
        self.take_no_input_method()
        self._delegate.current_row = current.row()
        self._update_row(previous.row())
        self._update_row(current.row())
        if current.row() != previous.row():
            self.line_focused.emit(self._model.line_row(current.row()))

    @override
    def dataChanged(self, topLeft: AnyIndex, bottomRight: AnyIndex, roles: Sequence[int] = ()) -> None:
        """Repaint the rows that changed; Qt's own would repaint the whole viewport for more than one cell."""
        rows = range(topLeft.row(), bottomRight.row() + 1)
        for row in rows:
            self._update_row(row)
        if not self._overridden and any(_is_overridden(self._model.line_row(row)) for row in rows):
            self.fit_columns()

    @override
    def _hover(self, row: int) -> None:
        self.hovered_row = row

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QTableView.paintEvent(self, event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        event.accept()  # Qt's own handler would repaint the whole viewport on each answer
        if self.current() is None:
            self.focus_first_open()
        self._update_row(self.currentIndex().row())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        event.accept()
        self._update_row(self.currentIndex().row())

    @property
    def top_cover(self) -> int:
        """Height at the top of the viewport that something fixed covers."""
        return 0

    @override
    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        top, height = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
        bar = self.verticalScrollBar()
        lowest = self.viewport().height() - min(BOTTOM_ROOM, self.viewport().height() // 3)
        if top + height > lowest:
            bar.setValue(bar.value() + top + height - lowest)
        elif top < self.top_cover:
            bar.setValue(bar.value() + top - self.top_cover)


def _is_overridden(entry: TableRow | None) -> bool:
    judged = entry.line.judgement if isinstance(entry, LineRow) else None
    return judged is not None and judged.overridden is not None
