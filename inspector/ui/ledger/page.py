"""The ledger page (picture 06)."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.ledger import LedgerKind
from inspector.i18n import N_, _
from inspector.services.list_views import HazardDetail, LedgerQuery
from inspector.services.list_views import LedgerPage as LedgerWindow
from inspector.ui.files import ask_where
from inspector.ui.kit.button import Button
from inspector.ui.kit.columns import WINDOW
from inspector.ui.kit.drawer import DrawerSplit
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.tabs import TabRow
from inspector.ui.ledger.drawer import HazardDrawer
from inspector.ui.ledger.filters import DEFAULT, FilterBar
from inspector.ui.ledger.footer import HEIGHT as FOOTER
from inspector.ui.ledger.footer import LedgerFooter
from inspector.ui.ledger.model import LedgerModel
from inspector.ui.ledger.presenter import LedgerPresenter
from inspector.ui.ledger.table import LedgerTable
from inspector.ui.page import Context, Page, Place
from inspector.ui.replies.layer import ReplyLayer

TITLES = {
    LedgerKind.INSPECTION: N_("Inspection ledger"),
    LedgerKind.RECTIFICATION: N_("Rectification ledger"),
    LedgerKind.SUPERVISION: N_("Key-supervision ledger"),
}


class LedgersPage(Page):
    """Tabs, filters, table, drawer and export. Opens on the unclosed hazards, gravest first, then by deadline."""

    def __init__(self, context: Context, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._today = today or date.today()  # noqa: DTZ011 - the local day, as people read a deadline
        self._kind = LedgerKind.RECTIFICATION
        self._sort, self._descending = "", False
        self._shown = ""
        """A hazard that somebody asked for by its id: the drawer shows it whatever the rows are."""
        self._rows = LedgerModel(self._kind, self)
        self._presenter = LedgerPresenter(context, self)
        self.breadcrumb = (_("Ledgers"),)
        self.footer_height = FOOTER
        self._build()
        self._connect()
        self._filters.show_kind(self._kind, self._kept_filters())

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._table = LedgerTable(_("Ledger"), self._rows)
        self._filters = FilterBar(self._today.year)
        self._footer = LedgerFooter()
        self._empty = EmptyState(
            "notebook-tabs", _("No rows under these filters"), _("Take a filter away to see more.")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        content = Panel("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        filters = QHBoxLayout()
        filters.setContentsMargins(16, 8, 16, 8)
        filters.addWidget(self._filters)
        column.addLayout(filters)
        column.addWidget(self._stack, 1)
        column.addWidget(self._footer)
        self._drawer = HazardDrawer(self._presenter)
        self._split = DrawerSplit(content, self._drawer, "ledger")
        self._ledger = QWidget()
        layout = QVBoxLayout(self._ledger)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_head())
        layout.addWidget(self._split, 1)
        self.replies = ReplyLayer(self, self._ledger)

    def _build_head(self) -> Panel:
        head = Panel("surface", "b")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self._tabs = TabRow(_("Ledgers"), [(kind.value, _(title)) for kind, title in TITLES.items()])
        self._tabs.set_current(self._kind.value)
        self._pdf = Button(_("Export PDF"), icon="file-text")
        self._pdf.setToolTip(_("Export PDF") + " (Ctrl+P)")
        self._excel = Button(_("Export Excel"), icon="file-spreadsheet")
        row.addWidget(self._tabs)
        row.addStretch(1)
        self._replies = Button(_("Import a reply…"), icon="file-spreadsheet")
        self._replies.setToolTip(_("Import a customer's reply") + " (Ctrl+I)")
        row.addWidget(self._replies)
        row.addWidget(self._pdf)
        row.addWidget(self._excel)
        return head

    def _connect(self) -> None:
        self._tabs.tab_chosen.connect(self._on_tab_chosen)
        self._filters.filters_changed.connect(self._on_filters_changed)
        self._table.sort_requested.connect(self._on_sort_requested)
        self._table.row_chosen.connect(self._on_row_chosen)
        self._table.row_opened.connect(self._on_row_opened)
        self._table.rows_scrolled.connect(self._on_rows_scrolled)
        self._rows.window_wanted.connect(self._presenter.fetch, Qt.ConnectionType.QueuedConnection)
        self._presenter.started.connect(self._on_started)
        self._presenter.window_fetched.connect(self._rows.take_window)
        self._presenter.counts_fetched.connect(self._on_counts_fetched)
        self._presenter.detail_fetched.connect(self._on_detail_fetched)
        self._presenter.company_fetched.connect(self._on_company_fetched)
        self._presenter.exported.connect(self._on_exported)
        self._drawer.previous_requested.connect(lambda: self._table.move_by(-1))
        self._drawer.next_requested.connect(lambda: self._table.move_by(1))
        self._split.opened_changed.connect(self._on_drawer_toggled)
        self._pdf.clicked.connect(lambda: self._export("pdf"))
        self._excel.clicked.connect(lambda: self._export("xlsx"))
        self._replies.clicked.connect(self.replies.open)
        self.replies.closed.connect(self.activated)
        keys = {
            "Ctrl+P": lambda: self._export("pdf"),
            "Ctrl+I": self.replies.open,
            "Esc": lambda: self._split.set_open(False),
        }
        page_keys(self._ledger, keys)
        to_filters = QShortcut(QKeySequence("F"), self._ledger)
        to_filters.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        to_filters.activated.connect(self._filters.focus_first)

    # asking ---------------------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        """Show what is in the workspace now."""
        if self.replies.is_open:
            self.replies.take_focus()
            return
        self._ask()
        self._presenter.fetch_counts()
        if not self.hint:
            self._presenter.fetch_company()
        self._table.setFocus()

    @override
    def show_place(self, place: Place) -> None:
        """A ledger with filters (`kind:filter,filter`), a hazard by id in the drawer, or the import of a reply."""
        if place.kind == "reply-import":
            self.replies.open()
            return
        self.replies.drop()
        if place.kind == "ledger":
            kind, colon, filters = place.id.partition(":")
            self.show_ledger(LedgerKind(kind), tuple(filters.split(",")) if colon and filters else None)
        elif place.kind == "hazard":
            if self._kind is LedgerKind.INSPECTION:
                self.show_ledger(LedgerKind.RECTIFICATION)
            self._shown = place.id
            self._ask()
            self._split.set_open(True)
            self._drawer.show_loading("")
            self._presenter.fetch_detail(place.id)

    @override
    def place(self) -> Place:
        """The ledger under its filters, or the import of a reply."""
        if self.replies.is_open:
            return Place("reply-import")
        return Place("ledger", f"{self._kind.value}:{','.join(self._filters.filters())}")

    def show_ledger(self, kind: LedgerKind, filters: tuple[str, ...] | None = None) -> None:
        """Open a ledger, with these filters or the remembered ones."""
        self._kind = kind
        self._sort, self._descending = "", False
        self._tabs.set_current(kind.value)
        self._filters.show_kind(kind, self._kept_filters() if filters is None else filters)
        self._split.set_open(False)
        self._ask()

    def query(self) -> LedgerQuery:
        """What the table shows; exports use the same."""
        return LedgerQuery(filters=self._filters.filters(), sort=self._sort, descending=self._descending, limit=WINDOW)

    def _ask(self) -> None:
        self._presenter.ask(self._kind, self.query())

    def _kept_filters(self) -> tuple[str, ...]:
        kept = self.context.preferences.recall(f"ledger/{self._kind.value}", list(DEFAULT[self._kind]))
        return tuple(str(name) for name in kept) if isinstance(kept, list) else DEFAULT[self._kind]

    # answers --------------------------------------------------------------------------------------------------------

    def _on_started(self, window: LedgerWindow) -> None:
        before = self._rows.row(self._table.currentIndex().row())
        self._rows.show_ledger(self._kind, window)
        self._table.show_sort(self._sort, descending=self._descending)
        self._filters.set_counts(window.counts)
        self._footer.show_numbers(self._kind, window.counts, window.closure_rate)
        self._stack.setCurrentWidget(self._table if window.total else self._empty)
        row = self._rows.find(before.id) if before else -1
        if row < 0 and self._split.is_open and not self._shown:
            self._split.set_open(False)
        if self._shown:
            row = max(row, self._rows.find(self._shown))
        if window.total:
            self._table.setCurrentIndex(self._rows.index(max(0, row), 0))
        self._shown = ""
        self._on_rows_scrolled()

    def _on_counts_fetched(self, counts: dict[LedgerKind, int]) -> None:
        for kind, count in counts.items():
            self._tabs.set_count(kind.value, count)

    def _on_company_fetched(self, company: str) -> None:
        hint = " · ".join(part for part in (company, _("all teams")) if part)
        self.set_breadcrumb(*self.breadcrumb, hint=hint)

    def _on_detail_fetched(self, detail: HazardDetail) -> None:
        self._drawer.show_detail(detail, self._today)

    def _on_exported(self, path: str) -> None:
        self.context.messages.success(_("Saved: {path}").format(path=path))

    # actions --------------------------------------------------------------------------------------------------------

    def _on_tab_chosen(self, key: str) -> None:
        self.show_ledger(LedgerKind(key))

    def _on_filters_changed(self) -> None:
        self.context.preferences.remember(f"ledger/{self._kind.value}", list(self._filters.filters()))
        self._ask()

    def _on_sort_requested(self, key: str) -> None:
        self._descending = not self._descending if key == self._sort else False
        self._sort = key
        self._ask()

    def _on_row_chosen(self, row: int) -> None:
        if self._split.is_open and not self._shown:
            self._load_drawer(row)

    def _on_row_opened(self, row: int) -> None:
        if self._kind is not LedgerKind.INSPECTION:
            self._split.set_open(True)
            self._load_drawer(row)

    def _load_drawer(self, number: int) -> None:
        row = self._rows.row(number)
        if row is not None:
            self._drawer.show_loading(row.cells.get("number", ""))
            self._presenter.fetch_detail(row.id)

    def _on_drawer_toggled(self, _open: bool) -> None:
        self._table.setFocus()

    def _on_rows_scrolled(self) -> None:
        first, last = self._table.shown_rows()
        self._footer.show_rows(self._rows.rowCount(), first, last)

    def _export(self, file_format: str) -> None:
        name = f"{_(TITLES[self._kind])}-{self._today.isoformat()}.{file_format}"
        pattern = "PDF (*.pdf)" if file_format == "pdf" else "Excel (*.xlsx)"
        title = (self._pdf if file_format == "pdf" else self._excel).label
        ask_where(self, title, name, pattern, lambda path: self._presenter.export(file_format, Path(path)))
