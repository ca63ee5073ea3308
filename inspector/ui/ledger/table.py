"""The ledger table: columns as wide as the window allows, sorting by head click."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.words import days_text, here
from inspector.ui.kit.chip import chip_width
from inspector.ui.kit.meaning import GRADES, STATUSES
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.table import FIRST_PAD, PAD, TableView
from inspector.ui.ledger.columns import OWN_ORDER, WIDE_FROM, Column
from inspector.ui.ledger.delegate import LedgerDelegate
from inspector.ui.ledger.model import LedgerModel

LONG_OVERDUE = -888
"""Days for which the deadline column must have room."""


def needed_width(column: Column) -> int:
    """Least width of a column in the language in use: its head, and the widest chip or deadline it can show."""
    width = max(float(column.width), text_width(_(column.head), "hint_bold") + (18 if column.sortable else 0))
    match column.key:
        case "grade":
            width = max(width, *(chip_width(_(look.word), look.icon) for look in GRADES.values()))
        case "status":
            width = max(width, *(chip_width(_(look.word)) for look in STATUSES.values()))
        case "deadline":
            rest = text_width(days_text(LONG_OVERDUE, here()), "body_bold")
            width = max(width, text_width("25-12-30", "body_bold") + 8 + rest)
    first = FIRST_PAD if column.key == "no" else 0
    return column.width if column.stretch else round(width + 2 * PAD + first)


class LedgerTable(TableView):
    """`row_chosen(number)` when the current row changes, `row_opened` on Enter or click, `sort_requested(key)`."""

    row_chosen = Signal(int)
    row_opened = Signal(int)
    sort_requested = Signal(str)
    rows_scrolled = Signal()

    def __init__(self, name: str, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self._ledger = model
        self.setModel(model)
        self.setItemDelegate(LedgerDelegate(self))
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._connect_ledger()

    def _connect_ledger(self) -> None:
        self.head.sectionClicked.connect(self._on_head_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.clicked.connect(self._on_opened)
        self._ledger.modelReset.connect(self.arrange)
        self.verticalScrollBar().valueChanged.connect(self.rows_scrolled)

    def _on_head_clicked(self, section: int) -> None:
        column = self._ledger.columns[section]
        if column.sortable:
            self.sort_requested.emit(column.key)

    def _on_row_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(current.row())

    def _on_opened(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.row())

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Show the arrow of an order; "" is the ledger's own, which runs down from the gravest or newest."""
        keys = [column.key for column in self._ledger.columns]
        own = OWN_ORDER[self._ledger.kind]
        section = keys.index(key or own) if (key or own) in keys else -1
        self.head.show_sort(section, descending=descending or not key)

    def shown_rows(self) -> tuple[int, int]:
        """First and last row number on screen, from 1; (0, 0) for an empty table."""
        if not self._ledger.rowCount():
            return (0, 0)
        first = self.rowAt(1)
        last = self.rowAt(self.viewport().height() - 2)
        return (first + 1, (last if last >= 0 else self._ledger.rowCount() - 1) + 1)

    def move_by(self, rows: int) -> None:
        """Move the current row."""
        target = min(max(self.currentIndex().row() + rows, 0), self._ledger.rowCount() - 1)
        if target >= 0:
            self.setCurrentIndex(self._ledger.index(target, 0))

    def arrange(self) -> None:
        """Give every column its width; what is left goes to the stretching ones."""
        columns = self._ledger.columns
        wide = self.window().width() >= WIDE_FROM
        shown = [column for column in columns if wide or not column.wide]
        for section, column in enumerate(columns):
            self.setColumnHidden(section, column not in shown)
        left = self.viewport().width() - sum(needed_width(column) for column in shown)
        parts = sum(column.stretch for column in shown) or 1
        for section, column in enumerate(columns):
            if column in shown:
                extra = max(left * column.stretch // parts, -column.width // 3)
                self.setColumnWidth(section, needed_width(column) + extra)

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
