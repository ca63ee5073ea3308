"""The ledger page (picture 06): three ledgers, the drawer of a hazard, actions, exports and issues."""

from datetime import date
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.ledger import LedgerKind
from inspector.domain.person import Person
from inspector.i18n import _
from inspector.services.ledgers.filter_text import joined, parted
from inspector.services.ledgers.views import HazardDetail, LedgerQuery, LedgerRow
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.drawer import DrawerSplit
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.tabs import TabRow
from inspector.ui.ledger.doing import TITLES, LedgerDoing
from inspector.ui.ledger.drawer import HazardDrawer
from inspector.ui.ledger.footer import HEIGHT as FOOTER
from inspector.ui.ledger.listing import LedgerList
from inspector.ui.ledger.presenter import LedgerPresenter
from inspector.ui.page import Context, Page, Place
from inspector.ui.replies.layer import ReplyLayer


class LedgersPage(Page):
    """Tabs, list, drawer and what can be done. Opens on the unclosed hazards, gravest first, then by deadline."""

    def __init__(self, context: Context, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.today = today or date.today()  # noqa: DTZ011 - the local day, as people read a deadline
        self._shown = ""
        """A hazard that somebody asked for by its id: the drawer shows it whatever the rows are."""
        self.presenter = LedgerPresenter(context, self)
        self.breadcrumb = (_("Ledgers"),)
        self.footer_height = FOOTER
        self._build()
        self.doing = LedgerDoing(self, self._ledger)
        self._connect()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.list = LedgerList(self.context, self.presenter, self.today)
        self.drawer = HazardDrawer(self.presenter)
        self.split = DrawerSplit(self.list, self.drawer, "ledger")
        self._ledger = QWidget()
        layout = QVBoxLayout(self._ledger)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_head())
        layout.addWidget(self.split, 1)
        self.replies = ReplyLayer(self, self._ledger)

    def _build_head(self) -> Panel:
        head = Panel("surface", "b")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self._tabs = TabRow(_("Ledgers"), [(kind.value, _(title)) for kind, title in TITLES.items()])
        self._tabs.set_current(self.list.kind.value)
        self._print = Button(_("Print ledger"), icon="file-text")
        self._print.setToolTip(_("Print as a numbered issue") + " (Ctrl+P)")
        self._excel = Button(_("Export Excel"), icon="file-spreadsheet")
        self._register = Button(_("Register a hazard"), Kind.PRIMARY, icon="plus", key="Ctrl N")
        self._more = IconButton("ellipsis", _("Further papers and files"), key="Ctrl+M", bordered=True)
        row.addWidget(self._tabs)
        row.addStretch(1)
        for widget in (self._print, self._excel, self._more, self._register):
            row.addWidget(widget)
        return head

    def _connect(self) -> None:
        self._tabs.tab_chosen.connect(lambda key: self.show_ledger(LedgerKind(key)))
        self.list.row_chosen.connect(self._on_row_chosen)
        self.list.row_opened.connect(self._on_row_opened)
        self.list.shown.connect(self._on_shown)
        self.presenter.counts_fetched.connect(self._on_counts_fetched)
        self.presenter.choices_fetched.connect(self._on_choices_fetched)
        self.presenter.detail_fetched.connect(self._on_detail_fetched)
        self.presenter.company_fetched.connect(self._on_company_fetched)
        self.presenter.exported.connect(self._on_exported)
        self.drawer.previous_requested.connect(lambda: self.list.table.move_by(-1))
        self.drawer.next_requested.connect(lambda: self.list.table.move_by(1))
        self.split.opened_changed.connect(lambda _open: self.list.table.setFocus())
        self._print.clicked.connect(self.doing.issue)
        self._excel.clicked.connect(lambda: self.doing.export("xlsx"))
        self._more.clicked.connect(self.show_papers)
        self._register.clicked.connect(self.doing.register)
        self.replies.closed.connect(self.activated)
        if self.context.desk is not None:
            self.context.desk.person_changed.connect(self._on_person_changed)

    # asking ---------------------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        """Show what is in the workspace now."""
        if self.replies.is_open:
            self.replies.take_focus()
            return
        self.refresh()
        self.presenter.fetch_choices(self.list.filters.filters())
        if not self.hint:
            self.presenter.fetch_company()
        self.list.table.setFocus()

    def refresh(self) -> None:
        """Ask for rows, counts and the shown hazard again."""
        self.list.ask(recount=True)
        self.presenter.fetch_counts()
        if self.split.is_open and self.drawer.detail is not None:
            self.presenter.fetch_detail(self.drawer.detail.hazard.id)

    @override
    def show_place(self, place: Place) -> None:
        """A ledger with filters (`kind:filter,filter`), a hazard by id in the drawer, or the import of a reply."""
        if place.kind == "reply-import":
            self.replies.open()
            return
        self.replies.drop()
        if place.kind == "ledger":
            kind, colon, filters = place.id.partition(":")
            self.show_ledger(LedgerKind(kind), parted(filters) if colon and filters else None)
        elif place.kind == "hazard":
            self.show_hazard(place.id)
        elif place.kind == "new-hazard":
            self.doing.register()

    def show_hazard(self, hazard: str) -> None:
        """Show a hazard in the drawer, whatever the rows are."""
        if self.list.kind is LedgerKind.INSPECTION:
            self.show_ledger(LedgerKind.RECTIFICATION)
        self._shown = hazard
        self.list.want(hazard)
        self.list.ask()
        self.split.set_open(True)
        self.drawer.show_loading("")
        self.presenter.fetch_detail(hazard)

    @override
    def place(self) -> Place:
        """The ledger under its filters, or the import of a reply."""
        if self.replies.is_open:
            return Place("reply-import")
        return Place("ledger", f"{self.list.kind.value}:{joined(self.list.filters.filters())}")

    def show_ledger(self, kind: LedgerKind, filters: tuple[str, ...] | None = None) -> None:
        """Open a ledger, with these filters or the remembered ones."""
        self._tabs.set_current(kind.value)
        self.split.set_open(False)
        self.list.show_ledger(kind, filters)

    def query(self) -> LedgerQuery:
        """What the table shows; exports use the same."""
        return self.list.query()

    # answers --------------------------------------------------------------------------------------------------------

    def _on_shown(self) -> None:
        if self.split.is_open and not self._shown and not self.list.rows.rowCount():
            self.split.set_open(False)
        self._shown = ""

    def _on_counts_fetched(self, counts: dict[LedgerKind, int]) -> None:
        for kind, count in counts.items():
            self._tabs.set_count(kind.value, count)

    def _on_choices_fetched(self, choices: Any) -> None:
        self.list.filters.set_names(choices.teams, dict(choices.customers))
        self.doing.actions.names = choices.persons

    def _on_company_fetched(self, company: str) -> None:
        hint = " · ".join(part for part in (company, _("all teams")) if part)
        self.set_breadcrumb(*self.breadcrumb, hint=hint)

    def _on_detail_fetched(self, detail: HazardDetail) -> None:
        self.drawer.show_detail(detail, self.today)

    def _on_exported(self, path: str) -> None:
        self.context.messages.success(_("Saved: {path}").format(path=path))

    def _on_person_changed(self, _person: Person | None) -> None:
        """Somebody else works: own filters and look, own actions in the drawer."""
        self.list.take_kept()
        self.drawer.show_waiting()
        if self.isVisible() and not self.replies.is_open:
            self.refresh()

    # rows -----------------------------------------------------------------------------------------------------------

    def _on_row_chosen(self, row: LedgerRow) -> None:
        if self.split.is_open and not self._shown and not self.list.picked():
            self._load_drawer(row)

    def _on_row_opened(self, row: LedgerRow) -> None:
        if self.list.kind is LedgerKind.INSPECTION:
            self.place_requested.emit(Place("visit", row.id))
        elif self.split.is_open and self.drawer.detail is not None and self.drawer.detail.hazard.id == row.id:
            if self.list.table.hasFocus() and not self.list.picked():
                self.drawer.start()
        else:
            self.show_row(row)

    def show_row(self, row: LedgerRow) -> None:
        """Show the hazard of a row in the drawer."""
        self.split.set_open(True)
        self._load_drawer(row)

    def show_papers(self) -> None:
        """The menu of what else can be printed and written."""
        menu = self.doing.papers.menu()
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    def _load_drawer(self, row: LedgerRow) -> None:
        shown = self.drawer.detail
        if shown is None or shown.hazard.id != row.id:
            self.drawer.show_loading(row.cells.get("number", ""))
            self.presenter.fetch_detail(row.id)
