"""The list of customers: search, filters, table, footer; or what to do while there is none."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.customer_files.views import CustomerCounts, CustomerPage, CustomerQuery
from inspector.ui.customers.filters import CustomerFilters
from inspector.ui.customers.list_columns import COLUMNS, DOWN_FIRST, CustomerTable
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.columns import WINDOW, PagedModel
from inspector.ui.kit.empty import EmptyState, Skeleton
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.progress import KeyHints
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import Text

FOOTER = 36
SEARCH_WIDTH = 320
PAUSE_MS = 150
"""Time after the last key until the list is asked."""


class CustomerListView(QWidget):
    """`asked` when another query is wanted, `customer_opened(id)` by Enter or click, and the head's buttons."""

    asked = Signal()
    window_wanted = Signal(int)
    customer_opened = Signal(str)
    new_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sort, self._descending = "account", False
        self._kept = ""
        self._shown: CustomerQuery | None = None
        self._rows = PagedModel(COLUMNS, self)
        self.filters = CustomerFilters()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.table = CustomerTable(self._rows)
        self._empty = self._empty_register()
        self._none = EmptyState(
            "list-filter", _("No customer under these filters"), _("Take a filter away or change the words.")
        )
        self._skeleton = Skeleton(8)
        self._stack = QStackedWidget()
        for widget in (self._skeleton, self.table, self._none):
            self._stack.addWidget(widget)
        content = Panel("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        filters = QHBoxLayout()
        filters.setContentsMargins(16, 8, 16, 8)
        filters.addWidget(self.filters)
        column.addLayout(filters)
        column.addWidget(self._stack, 1)
        column.addWidget(self._build_footer())
        self._register = QWidget()
        whole = QVBoxLayout(self._register)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._build_head())
        whole.addWidget(content, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._register)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _build_head(self) -> Panel:
        head = Panel("surface", "b")
        head.setFixedHeight(53)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self.search = TextField(_("Search customers"), placeholder=_("Account no. or name"))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self._export = Button(_("Export"), icon="file-spreadsheet", key="Ctrl E")
        self._import = Button(_("Import"), icon="folder-open", key="Ctrl I")
        self._new = Button(_("New customer"), Kind.PRIMARY, icon="plus", key="Ctrl N")
        row.addWidget(self.search)
        row.addStretch(1)
        for button in (self._export, self._import, self._new):
            row.addWidget(button)
        return head

    def _build_footer(self) -> Panel:
        footer = Panel("sub", "t")
        footer.setFixedHeight(FOOTER)
        row = QHBoxLayout(footer)
        row.setContentsMargins(16, 0, 16, 0)
        self._total = Text("", "hint", "text-2")
        row.addWidget(self._total)
        row.addStretch(1)
        hints = [("↑|↓", _("Choose")), ("Enter", _("Open")), ("/", _("Search")), ("F", _("Filter"))]
        row.addWidget(KeyHints(hints))
        return footer

    def _empty_register(self) -> EmptyState:
        self._first = Button(_("New customer"), Kind.PRIMARY, icon="plus", key="Ctrl N")
        self._first_import = Button(_("Import from Excel"), icon="file-spreadsheet", key="Ctrl I")
        return EmptyState(
            "building-2",
            _("No customers yet"),
            _("Enter the first customer by hand, or bring the whole register in from a workbook."),
            self._first,
            self._first_import,
        )

    def _connect(self) -> None:
        self._timer.timeout.connect(self.asked)
        self.search.value_edited.connect(self._timer.start)
        self.search.return_pressed.connect(self._on_search_finished)
        self.filters.filters_changed.connect(self.asked)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.row_opened.connect(self._on_row_opened)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.table.rows_scrolled.connect(self._on_rows_scrolled)
        self._rows.window_wanted.connect(self.window_wanted, Qt.ConnectionType.QueuedConnection)
        for button in (self._new, self._first):
            button.clicked.connect(self.new_requested)
        for button in (self._import, self._first_import):
            button.clicked.connect(self.import_requested)
        self._export.clicked.connect(self.export_requested)
        for keys, slot in (
            ("F", self.filters.focus_first),
            ("/", self.focus_search),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        page_keys(self, {"Ctrl+F": self.focus_search})

    # asking and showing ---------------------------------------------------------------------------------------------

    def query(self) -> CustomerQuery:
        """What the list is to show."""
        return CustomerQuery(
            filters=self.filters.filters(),
            search=self.search.value(),
            sort=self._sort,
            descending=self._descending,
            limit=WINDOW,
        )

    def start(self, page: CustomerPage) -> None:
        """Show a new result. The customer that was chosen stays so; the same question again keeps the place."""
        kept, same = self._kept, self._shown == self.query()
        number, scrolled = self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        under_way = number >= 0 and self._rows.row(number) is None
        self._shown = self.query()
        self._rows.start(page.rows, page.total)
        self.table.show_sort(self._sort, descending=self._descending)
        self._stack.setCurrentWidget(self.table if page.total else self._none)
        found = self._rows.find(kept)
        self.table.choose(number if same and (found < 0 or under_way) else max(0, found))
        if same:
            self.table.doItemsLayout()
            self.table.verticalScrollBar().setValue(scrolled)
        self._on_rows_scrolled()

    def set_window(self, offset: int, page: CustomerPage) -> None:
        """Fill a further window in."""
        self._rows.set_window(offset, page.rows, page.total)

    def forget_window(self, offset: int) -> None:
        """A window will not come: rows on screen ask for it again."""
        self._rows.forget(offset)

    def show_counts(self, counts: CustomerCounts) -> None:
        """Show numbers on the chips; a register without anybody shows how to begin."""
        self.filters.set_counts(counts)
        empty = not counts.all and not counts.closed
        self._pages.setCurrentWidget(self._empty if empty else self._register)
        if empty and self.isVisible():
            self._first.setFocus()

    def keep(self, customer: str) -> None:
        """Choose this customer when it is shown next."""
        self._kept = customer

    def focus_table(self) -> None:
        """Give the focus to the table."""
        self.table.setFocus()

    def focus_search(self) -> None:
        """Give the focus to the search field."""
        self.search.setFocus()

    def clear_search(self) -> bool:
        """Empty the search field; says whether there was something in it."""
        if not self.search.value():
            return False
        self.search.set_value("")
        self.asked.emit()
        return True

    # slots ----------------------------------------------------------------------------------------------------------

    def _on_search_finished(self) -> None:
        self._timer.stop()
        self.asked.emit()
        self.table.setFocus()

    def _on_sort_requested(self, key: str) -> None:
        self._descending = not self._descending if key == self._sort else key in DOWN_FIRST
        self._sort = key
        self.asked.emit()

    def _on_row_chosen(self, number: int) -> None:
        row = self._rows.row(number)
        if row is not None:
            self._kept = row.id

    def _on_row_opened(self, number: int) -> None:
        row = self._rows.row(number)
        if row is not None:
            self.customer_opened.emit(row.id)

    def _on_rows_scrolled(self) -> None:
        total = self._rows.rowCount()
        first, last = self.table.shown_rows()
        words = _("{total} customers, {first}–{last} shown") if total else _("No customers")
        self._total.setText(words.format(total=total, first=first, last=last))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.editor.hasFocus():
            self.table.setFocus()
            return
        super().keyPressEvent(event)
