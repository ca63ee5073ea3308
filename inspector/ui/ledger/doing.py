"""What a person does on the ledger page: keys, menus, actions on one hazard or on several, files."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from inspector.domain.actions import Action
from inspector.domain.ledger import LedgerKind
from inspector.i18n import N_, _
from inspector.services.ledgers.views import LedgerRow
from inspector.ui.files.saving import ask_where
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.ledger.actions import HazardActions
from inspector.ui.page import Place

if TYPE_CHECKING:
    from inspector.ui.ledger.page import LedgersPage
    from inspector.ui.ledger.papers import LedgerPapers

TITLES = {
    LedgerKind.INSPECTION: N_("Inspection ledger"),
    LedgerKind.RECTIFICATION: N_("Rectification ledger"),
    LedgerKind.SUPERVISION: N_("Key-supervision ledger"),
}
PATTERNS = {"xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)", "pdf": "PDF (*.pdf)"}


class LedgerDoing(QObject):
    """Belongs to a page; dialogs and papers are imported when they are asked for."""

    def __init__(self, page: "LedgersPage", layer: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._made: LedgerPapers | None = None
        self.actions = HazardActions(page.context, page, page.today)
        self._connect()
        self._connect_keys(layer)

    def _connect(self) -> None:
        page, actions, bulk = self._page, self.actions, self._page.list.bulk
        page.list.columns_wanted.connect(self.choose_look)
        page.list.figures_wanted.connect(lambda: page.page_requested.emit("figures"))
        page.list.menu_requested.connect(self._on_menu_requested)
        page.list.registration_wanted.connect(self.register)
        page.list.filters.customer_wanted.connect(self.choose_customer)
        page.drawer.action_chosen.connect(self._on_action_chosen)
        page.drawer.value_chosen.connect(self._on_value_chosen)
        page.drawer.sheet_requested.connect(self._on_sheet_requested)
        page.drawer.photos_requested.connect(self._on_photos_requested)
        page.drawer.record_requested.connect(self._on_record_requested)
        actions.decided.connect(self._on_decided)
        actions.changed.connect(page.refresh)
        actions.done.connect(self._on_done)
        actions.review_wanted.connect(lambda hazard: page.place_requested.emit(Place("review", hazard)))
        bulk.action_chosen.connect(self._on_bulk_action)
        bulk.sheets_wanted.connect(self._on_bulk_sheets)
        bulk.photos_wanted.connect(self._on_bulk_photos)
        bulk.export_wanted.connect(self._on_bulk_export)
        bulk.dropped.connect(self.close_layer)

    def _connect_keys(self, layer: QWidget) -> None:
        page = self._page
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+P": self.issue,
            "Ctrl+I": page.replies.open,
            "Ctrl+N": self.register,
            "Ctrl+F": self.to_search,
            "Ctrl+Shift+L": self.choose_look,
            "Ctrl+M": page.show_papers,
            "Ctrl+G": page.list.figures_wanted.emit,
            "Ctrl+Return": page.drawer.start,
            "F2": self.show_actions,
            "Esc": self.close_layer,
        }
        page_keys(layer, keys)
        for key, slot in (("F", page.list.filters.focus_first), ("/", self.to_search)):
            letter = QShortcut(QKeySequence(key), layer)
            letter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            letter.activated.connect(slot)

    @property
    def papers(self) -> "LedgerPapers":
        """Issues, sheets, notices and other dialogs, made when first asked for."""
        if self._made is None:
            from inspector.ui.ledger.papers import LedgerPapers  # noqa: PLC0415 - the page starts without

            self._made = LedgerPapers(self._page, self)
        return self._made

    # the whole ledger -----------------------------------------------------------------------------------------------

    def issue(self) -> None:
        """Print a numbered issue of what the table shows."""
        self.papers.issue()

    def register(self) -> None:
        """Register a hazard that was found outside an inspection."""
        self.papers.register()

    def choose_look(self) -> None:
        """Choose columns and groups."""
        self.papers.choose_look()

    def choose_customer(self) -> None:
        """Choose a customer to filter by."""
        self.papers.choose_customer()

    def export(self, file_format: str, picked: tuple[str, ...] = ()) -> None:
        """Ask for a file and write the present query and columns to it, or the picked rows."""
        page = self._page
        name = f"{_(TITLES[page.list.kind])}-{page.today.isoformat()}.{file_format}"
        filters = tuple(f"hazard:{hazard}" for hazard in picked) if picked else None
        columns = page.list.kept.columns(page.list.kind)

        def write(path: Path) -> None:
            page.presenter.export(file_format, path, columns, filters)

        ask_where(page, _("Export"), name, PATTERNS[file_format], write)

    def to_search(self) -> None:
        """Put the focus into the search field."""
        self._page.list.search.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_layer(self) -> None:
        """Esc: the search first, then the selection of several rows, then the drawer."""
        if self._page.list.end_search():
            return
        if self._page.list.picked():
            self._page.list.pick_none()
        else:
            self._page.split.set_open(False)

    # several rows ---------------------------------------------------------------------------------------------------

    def _with_picked(self, work: Callable[[tuple[str, ...]], object]) -> None:
        def done(ids: tuple[str, ...]) -> None:
            work(ids)

        self._page.presenter.fetch_ids(self._page.list.table.spans(), done)

    def _on_bulk_action(self, action: Any) -> None:
        if action is not Action.SERVE:
            self._with_picked(lambda ids: self.actions.start_many(action, ids))
            return
        from inspector.ui.ledger.serving import ask_serving  # noqa: PLC0415 - the page starts without

        page = self._page
        self._with_picked(
            lambda ids: ask_serving(page, page.context, ids, lambda open_: self.actions.start_many(action, open_))
        )

    def _on_bulk_sheets(self) -> None:
        self._with_picked(self.papers.sheets)

    def _on_bulk_photos(self) -> None:
        self._with_picked(self.papers.photos)

    def _on_bulk_export(self, file_format: str) -> None:
        self._with_picked(lambda ids: self.export(file_format, ids))

    # one hazard -----------------------------------------------------------------------------------------------------

    def show_actions(self) -> None:
        """F2: all actions on the selected rows, or on the current one."""
        page = self._page
        if page.list.picked():
            page.list.bulk.show_menu()
        elif page.split.is_open:
            page.drawer.show_menu()
        else:
            page.list.table.ask_menu()

    def _on_menu_requested(self, place: QPoint) -> None:
        """The menu of a row; of a hazard the drawer has all actions, with the reasons of those that are not open."""
        page = self._page
        row = page.list.current()
        if page.list.picked():
            page.list.bulk.show_menu()
        elif row is not None and page.list.kind is LedgerKind.INSPECTION:
            self._visit_menu(row).popup(place)
        elif row is not None:
            page.show_row(row)
            if page.drawer.detail is not None:
                page.drawer.action_menu().popup(place)

    def _visit_menu(self, row: LedgerRow) -> QMenu:
        page, menu = self._page, QMenu(self._page)
        opened = menu.addAction(_("Open the inspection"))
        opened.triggered.connect(lambda _on=False: page.place_requested.emit(Place("visit", row.id)))
        account = row.cells.get("account", "")
        if account:
            customer = menu.addAction(_("Open the customer"))
            customer.triggered.connect(lambda _on=False: self.papers.open_customer(account))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _on_action_chosen(self, action: Any) -> None:
        if self._page.drawer.detail is not None:
            self.actions.start(action, self._page.drawer.detail)

    def _on_value_chosen(self, field: str, value: object) -> None:
        if self._page.drawer.detail is not None:
            self.actions.settle(field, value, self._page.drawer.detail)

    def _on_record_requested(self) -> None:
        detail = self._page.drawer.detail
        if detail is not None:
            self.papers.record(detail.hazard.id, detail.hazard.number)

    def _on_sheet_requested(self) -> None:
        if self._page.drawer.detail is not None:
            self.papers.sheets((self._page.drawer.detail.hazard.id,))

    def _on_photos_requested(self) -> None:
        if self._page.drawer.detail is not None:
            self.papers.photos((self._page.drawer.detail.hazard.id,))

    def _on_decided(self, words: str) -> None:
        if self._page.split.is_open:
            self._page.drawer.show_pending(_("{what}: done in a moment, Ctrl+Z takes it back.").format(what=words))

    def _on_done(self, result: Any) -> None:
        self.papers.show_result(result)
