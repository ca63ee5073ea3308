"""The ledger table: several rows may be selected, groups fold, columns are as wide as the window allows."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.words import days_text, here
from inspector.ui.kit.chip import chip_width
from inspector.ui.kit.columns import AnyIndex, ColumnsTable
from inspector.ui.kit.meaning import GRADES, STATUSES
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.table import row_height
from inspector.ui.ledger.columns import OWN_ORDER
from inspector.ui.ledger.delegate import LedgerDelegate
from inspector.ui.ledger.model import LedgerModel

LONG_OVERDUE = -888
"""Days for which the deadline column must have room."""
GROUP_ROW = 28
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_Home: -1_000_000_000,
    Qt.Key.Key_End: 1_000_000_000,
}
"""How far Shift with a key selects."""
_PICKING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class LedgerTable(ColumnsTable):
    """A ledger's rows with their chips and deadlines.

    Shift or Ctrl with a click, Shift with an arrow and Ctrl+A select several rows: `picked` after that changed.
    `menu_requested(place)` on a right click, the menu key or F2.
    """

    picked = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, name: str, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(name, model, parent=parent)
        self._ledger = model
        self._low: tuple[int, ...] = ()
        """Rows that are as low as heads of groups."""
        self._anchor = 0
        """Row from which Shift selects."""
        self.contents = _contents()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(LedgerDelegate(self))
        self._connect_ledger()

    def _connect_ledger(self) -> None:
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._ledger.modelReset.connect(self._set_heights)
        for moved in (self._ledger.rowsInserted, self._ledger.rowsRemoved):
            moved.connect(self._note_heights)

    def _on_selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.viewport().update()
        self.picked.emit()

    def _set_heights(self) -> None:
        heads, now = self.verticalHeader(), self._ledger.heads()
        if not now and not self._low:
            return
        heads.setUpdatesEnabled(False)  # 20,000 groups: positions are worked out once, not after each
        heads.blockSignals(True)
        for number in self._low:
            if number < self._ledger.rowCount():
                heads.resizeSection(number, row_height())
        for number in now:
            heads.resizeSection(number, GROUP_ROW)
        heads.blockSignals(False)
        heads.setUpdatesEnabled(True)
        self._low = now
        self.updateGeometries()

    def _note_heights(self) -> None:
        """Rows keep their heights when others come and go: the low ones are the heads as before."""
        self._low = self._ledger.heads()

    @override
    def lit(self, row: int) -> bool:
        return super().lit(row) or self.selectionModel().isRowSelected(row)

    @override
    def show_sort(self, key: str, *, descending: bool) -> None:
        """Show the arrow of an order; "" is the ledger's own, which runs down from the gravest or newest."""
        super().show_sort(key or OWN_ORDER[self._ledger.kind], descending=descending or not key)

    def move_by(self, rows: int) -> None:
        """Move the current row, past the heads of groups."""
        target = self.currentIndex().row() + rows
        while self._ledger.group_at(target) is not None:
            target += 1 if rows > 0 else -1
        if 0 <= target < self._ledger.rowCount():
            self.choose(target)

    def spans(self) -> tuple[tuple[int, int], ...]:
        """The selected rows as spans of their numbers in the query, from 0, the last included; heads count for none."""
        selection = self.selectionModel().selection()
        parts = (selection.at(place) for place in range(selection.count()))
        return tuple(sorted({span for part in parts for span in self._ledger.spans(part.top(), part.bottom())}))

    def picked_count(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in self.spans())

    def pick_none(self) -> None:
        """Select the current row alone."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        current = self.currentIndex()
        self.selectionModel().select(current, flags) if current.isValid() else self.clearSelection()

    @override
    def _on_clicked(self, index: QModelIndex) -> None:
        if self._ledger.group_at(index.row()) is not None:
            self._turn(index.row())
        elif not QApplication.keyboardModifiers() & _PICKING:
            super()._on_clicked(index)

    def _turn(self, number: int, *, folded: bool | None = None) -> None:
        """Fold a group or unfold it."""
        group = self._ledger.group_at(number)
        if group is not None:
            below = self._ledger.group_at(number + 1) is not None or number + 1 == self._ledger.rowCount()
            self._ledger.fold(number, folded=not below if folded is None else folded)

    def _pick_to(self, number: int) -> None:
        """Select from the anchor to a row, which becomes the current one."""
        last = self._ledger.columnCount() - 1
        target = min(max(number, 0), self._ledger.rowCount() - 1)
        first, end = sorted((self._anchor, target))
        whole = QItemSelection(self._ledger.index(first, 0), self._ledger.index(end, last))
        self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        anchor = self._anchor
        self.selectionModel().setCurrentIndex(self._ledger.index(target, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self._anchor = anchor
        self.scrollTo(self.currentIndex())

    @override
    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self._anchor = max(current.row(), 0)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Shift with a click selects from the anchor, wherever the current row came from."""
        index = self.indexAt(event.position().toPoint())
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if index.isValid() and shift and event.button() is Qt.MouseButton.LeftButton:
            self._pick_to(index.row())
            return
        super().mousePressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def ask_menu(self) -> None:
        """Ask for the menu of the current row, below it."""
        place = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_requested.emit(self.viewport().mapToGlobal(place + QPoint(40, 0)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.currentIndex().row()
        plain = not event.modifiers()
        head = self._ledger.group_at(number) is not None
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if head and plain and (enter or event.key() == Qt.Key.Key_Space):
            self._turn(number)
        elif head and plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._turn(number, folded=event.key() == Qt.Key.Key_Left)
        elif event.modifiers() == Qt.KeyboardModifier.ShiftModifier and event.key() in _STEPS:
            self._pick_to(number + _STEPS[Qt.Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        else:
            super().keyPressEvent(event)


def _contents() -> dict[str, float]:
    """Widths of the widest chip and deadline in the language in use."""
    rest = text_width(days_text(LONG_OVERDUE, here()), "body_bold")
    return {
        "grade": max(chip_width(_(look.word), look.icon) for look in GRADES.values()),
        "status": max(chip_width(_(look.word)) for look in STATUSES.values()),
        "deadline": text_width("25-12-30", "body_bold") + 8 + rest,
    }
