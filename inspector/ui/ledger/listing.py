"""The list of a ledger: filters, search, table, what is selected, and the footer. It keeps how each ledger is shown."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.domain.ledger import LedgerKind
from inspector.i18n import _
from inspector.services.ledgers.views import LedgerQuery, LedgerRow
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.columns import WINDOW
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.marks import Panel
from inspector.ui.ledger.blank import blank_ledger
from inspector.ui.ledger.bulk_bar import BulkBar
from inspector.ui.ledger.columns import columns_of
from inspector.ui.ledger.filter_names import fitting
from inspector.ui.ledger.filters import FilterBar
from inspector.ui.ledger.footer import LedgerFooter
from inspector.ui.ledger.kept import KeptLook
from inspector.ui.ledger.model import LedgerModel
from inspector.ui.ledger.presenter import FirstRows, LedgerPresenter
from inspector.ui.ledger.table import LedgerTable
from inspector.ui.page import Context

SEARCH_WIDTH: Final = 176
QUIET_MS: Final = 150
"""How long nobody must have typed before the search is asked."""


class LedgerList(Panel):
    """One ledger's rows. `row_chosen(LedgerRow)` when another one is current, `row_opened` on Enter or a click."""

    row_chosen = Signal(object)
    row_opened = Signal(object)
    shown = Signal()
    """The first rows of a query are here."""
    columns_wanted = Signal()
    figures_wanted = Signal()
    menu_requested = Signal(QPoint)
    registration_wanted = Signal()

    def __init__(
        self, context: Context, presenter: LedgerPresenter, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__("surface", parent=parent)
        self.kept = KeptLook(context)
        self._presenter = presenter
        self.kind = LedgerKind.RECTIFICATION
        self._sort, self._descending = "", False
        self._every: int | None = None
        """Rows of the ledger whatever the filters are, as far as it is known."""
        self._answered: LedgerKind | None = None
        """The ledger whose rows came last."""
        self._given = False
        """Whether the filters came with a link and are not those somebody keeps."""
        self._wanted = ""
        """A hazard that shall become the current row."""
        self.rows = LedgerModel(self.kind, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._build(today)
        self._connect()
        self.filters.show_kind(self.kind, self.kept.filters(self.kind))

    def _build(self, today: date) -> None:
        self.table = LedgerTable(_("Ledger"), self.rows)
        self.filters = FilterBar(today.year)
        self.search = TextField(_("Search the ledger"), placeholder=_("Search the ledger"))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.search.editor.setToolTip(_("Search the ledger") + " (/ · Ctrl+F)")
        self._columns = IconButton("columns-3", _("Columns and groups"), key="Ctrl+Shift+L", bordered=True)
        self._figures = IconButton("chart-column", _("Figures"), key="Ctrl+G", bordered=True)
        self.footer = LedgerFooter()
        self.bulk = BulkBar()
        self.bulk.hide()
        clear = Button(_("Take all filters away"), Kind.PRIMARY)
        clear.clicked.connect(self.clear)
        self._empty = EmptyState(
            "list-filter", _("No rows under these filters"), _("Take a filter away to see more."), clear
        )
        self._unfound = _unfound(self.clear)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._unfound)
        self._blank: QWidget | None = None
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self.filters, 1)
        head.addWidget(self.search)
        head.addWidget(self._figures)
        head.addWidget(self._columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bulk)
        column.addWidget(self.footer)

    def _connect(self) -> None:
        self.filters.filters_changed.connect(self._on_filters_changed)
        self.search.value_edited.connect(lambda _text: self._timer.start())
        self.search.return_pressed.connect(self.table.setFocus)
        self._timer.timeout.connect(self.ask)
        self._columns.clicked.connect(self.columns_wanted)
        self._figures.clicked.connect(self.figures_wanted)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.row_chosen.connect(lambda number: self._tell(number, self.row_chosen))
        self.table.row_opened.connect(lambda number: self._tell(number, self.row_opened))
        self.table.rows_scrolled.connect(self._on_rows_scrolled)
        self.table.picked.connect(self._on_picked)
        self.table.menu_requested.connect(self.menu_requested)
        self.rows.window_wanted.connect(self._presenter.fetch, Qt.ConnectionType.QueuedConnection)
        self.rows.stale.connect(self.ask, Qt.ConnectionType.QueuedConnection)
        self._presenter.started.connect(self._on_started)
        self._presenter.totalled.connect(self._on_totalled)
        self._presenter.counted.connect(self._on_counted)
        self._presenter.graded.connect(self.footer.show_grades)
        self._presenter.window_fetched.connect(self.rows.take_rows)

    # what is shown --------------------------------------------------------------------------------------------------

    def query(self) -> LedgerQuery:
        """What the table shows; exports use the same."""
        return LedgerQuery(
            filters=fitting(self.kind, self.filters.filters()),
            search=self.search.value().strip(),
            sort=self._sort,
            descending=self._descending,
            limit=WINDOW,
            group=self.kept.group(self.kind),
        )

    def show_ledger(self, kind: LedgerKind, filters: Sequence[str] | None = None) -> None:
        """Show a ledger with these filters or the remembered ones."""
        self.kind = kind
        self._sort, self._descending, self._every = "", False, None
        self._given = filters is not None
        self.search.set_value("")
        self.filters.show_kind(kind, fitting(kind, self.kept.filters(self.kind) if filters is None else filters))
        self._presenter.fetch_choices(self.filters.filters())
        self.ask()

    def take_kept(self) -> None:
        """Show the filters that whoever works now keeps, unless the present ones came with a link."""
        if not self._given:
            self.filters.show_kind(self.kind, fitting(self.kind, self.kept.filters(self.kind)))

    def ask(self, *, recount: bool = False) -> None:
        """Ask for the rows; the current row stays in sight if it is still among them."""
        here = self.rows.data_number(self.table.currentIndex().row())
        same = self.rows.kind is self.kind and self.table.isVisible()
        offset = max(here, 0) // WINDOW * WINDOW if same else 0
        self._presenter.ask(self.kind, self.query(), offset, recount=recount)

    def want(self, hazard: str) -> None:
        """Make a hazard the current row when the rows come."""
        self._wanted = hazard

    def clear(self) -> None:
        """Take search and filters away."""
        self.search.set_value("")
        self.filters.clear()
        self.table.setFocus()

    def end_search(self) -> bool:
        """Esc: leave the search and show all rows again; whether there was one."""
        if not (self.search.value() or self.search.editor.hasFocus()):
            return False
        self.search.set_value("")
        self.ask()
        self.table.setFocus()
        return True

    def current(self) -> LedgerRow | None:
        """The current row."""
        return self.rows.row(self.table.currentIndex().row())

    def picked(self) -> int:
        """How many rows are selected, if it is more than one."""
        count = self.table.picked_count()
        return count if count > 1 else 0

    def pick_none(self) -> None:
        """Select the current row alone."""
        self.table.pick_none()

    def set_look(self, columns: Sequence[str], group: str) -> None:
        """Choose columns (none: the ledger's own) and groups, and remember them."""
        self.kept.keep_look(self.kind, columns, group)
        self.ask()

    # answers --------------------------------------------------------------------------------------------------------

    def _on_started(self, first: FirstRows) -> None:
        self._answered = self.kind
        before = self.rows.row(self.table.currentIndex().row())
        place = self.rows.data_number(self.table.currentIndex().row())
        scrolled = self.table.verticalScrollBar().value()
        total = max(self.rows.total, first.offset + len(first.rows)) if first.offset else None
        chosen = self.kept.columns(self.kind)
        grouped = self.kept.group(self.kind) if first.groups else ""
        columns = columns_of(self.kind, chosen, grouped)
        self.rows.show_ledger(self.kind, first.rows, columns, groups=first.groups, offset=first.offset, total=total)
        self._scroll_sideways(on=bool(chosen))
        self.table.show_sort(self._sort, descending=self._descending)
        self._show_stack(bool(self.rows.rowCount()))
        self._choose(before, place, scrolled)
        self._on_rows_scrolled()
        self.shown.emit()

    def _choose(self, before: LedgerRow | None, place: int, scrolled: int) -> None:
        """Make the wanted row the current one, else that of before, else the one that stands where it stood."""
        found = self.rows.find(self._wanted) if self._wanted else -1
        if found < 0 and before is not None:
            found = self.rows.find(before.id)
        self._wanted = ""
        if found < 0:
            found = self.rows.shown_at(min(max(place, 0), self.rows.total - 1)) if self.rows.total else -1
        if found >= 0:
            self.table.setCurrentIndex(self.rows.index(found, 0))
        if before is not None:
            self.table.verticalScrollBar().setValue(scrolled)
            self.table.scrollTo(self.table.currentIndex())

    def _scroll_sideways(self, *, on: bool) -> None:
        """Columns that somebody chose are all shown, however many they are."""
        policy = Qt.ScrollBarPolicy
        self.table.setHorizontalScrollBarPolicy(policy.ScrollBarAsNeeded if on else policy.ScrollBarAlwaysOff)

    def _on_totalled(self, total: int) -> None:
        self.rows.set_total(total)
        self._show_stack(bool(total))
        self._on_rows_scrolled()

    def _on_counted(self, counts: dict[str, int], rate: float | None) -> None:
        self._every = counts.get("all")
        self.filters.set_counts(counts)
        self.footer.show_rate(self.kind, rate)
        if self._answered is self.kind:  # else its rows are still to come
            self._show_stack(bool(self.rows.rowCount()))

    def _show_stack(self, rows: bool) -> None:
        """The table; without rows why there are none: nothing in the ledger yet, or nothing under the filters."""
        narrowed = bool(self.filters.filters() or self.search.value().strip())
        if rows:
            self._stack.setCurrentWidget(self.table)
        elif self._every == 0 or not narrowed:
            if self._blank is not None:
                self._stack.removeWidget(self._blank)
                self._blank.deleteLater()
            self._blank = blank_ledger(self.kind, self.registration_wanted.emit)
            self._stack.addWidget(self._blank)
            self._stack.setCurrentWidget(self._blank)
        else:
            searched = bool(self.search.value().strip())
            self._stack.setCurrentWidget(self._unfound if searched else self._empty)

    def _on_filters_changed(self) -> None:
        self._given = False
        self.kept.keep_filters(self.kind, self.filters.filters())
        self.ask()

    def _on_sort_requested(self, key: str) -> None:
        self._descending = not self._descending if key == self._sort else False
        self._sort = key
        self.ask()

    def _tell(self, number: int, signal: object) -> None:
        row = self.rows.row(number)
        if row is not None:
            signal.emit(row)  # type: ignore[attr-defined]  # a bound signal

    def _on_picked(self) -> None:
        count = self.picked()
        self.bulk.setVisible(count > 0)
        self.bulk.show_count(count, self.kind)

    def _on_rows_scrolled(self) -> None:
        first, last = self.table.shown_rows()
        if self.rows.groups:
            numbers = [self.rows.data_number(number - 1) for number in range(first, last + 1)]
            shown = [number + 1 for number in numbers if number >= 0] or [0]
            first, last = shown[0], shown[-1]
        self.footer.show_rows(self.rows.total, first, last)


def _unfound(clear: Callable[[], object]) -> EmptyState:
    """What is said when a search finds nothing; `clear` takes search and filters away."""
    button = Button(_("Take search and filters away"), Kind.PRIMARY)
    button.clicked.connect(clear)
    hint = _("Change the search, or take it and the filters away to see more.")
    return EmptyState("search", _("The search finds no row here"), hint, button)
