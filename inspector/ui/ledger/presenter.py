"""What the ledger page asks of the services, off the GUI thread; an answer to an older question is dropped."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.services.list_views import HazardDetail, LedgerQuery
from inspector.services.list_views import LedgerPage as LedgerWindow
from inspector.ui.files import write_file
from inspector.ui.kit.columns import WINDOW
from inspector.ui.page import Context


class LedgerPresenter(QObject):
    """Fetches windows, counts and details, and writes exports."""

    started = Signal(object)
    """First window of a new query."""
    window_fetched = Signal(int, object)
    counts_fetched = Signal(object)
    """Rows of each ledger kind."""
    detail_fetched = Signal(object)
    company_fetched = Signal(str)
    exported = Signal(str)
    """The file that was written."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = LedgerKind.RECTIFICATION
        self._query = LedgerQuery(limit=WINDOW)
        self._question = 0
        self._wanted_hazard = ""

    def ask(self, kind: LedgerKind, query: LedgerQuery) -> None:
        """Begin a new query; `started` brings its first window."""
        self._kind, self._query = kind, query
        self._question += 1
        number = self._question
        workspace = self._context.workspace

        def done(window: LedgerWindow) -> None:
            if number == self._question:
                self.started.emit(window)

        self._context.tasks.run(lambda: services.ledger_page(workspace, kind, query), done, owner=self)

    def fetch(self, offset: int) -> None:
        """Fetch a further window of the query."""
        number, kind, workspace = self._question, self._kind, self._context.workspace
        query = LedgerQuery(
            filters=self._query.filters,
            search=self._query.search,
            sort=self._query.sort,
            descending=self._query.descending,
            offset=offset,
            limit=WINDOW,
        )

        def done(window: LedgerWindow) -> None:
            if number == self._question:
                self.window_fetched.emit(offset, window)

        self._context.tasks.run(lambda: services.ledger_page(workspace, kind, query), done, owner=self)

    def fetch_counts(self) -> None:
        """Fetch the numbers of rows of all three ledgers."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.ledger_counts(workspace), self.counts_fetched.emit, owner=self)

    def fetch_detail(self, hazard: str) -> None:
        """Fetch a hazard; only the one asked for last is brought."""
        self._wanted_hazard = hazard
        workspace = self._context.workspace

        def done(detail: HazardDetail) -> None:
            if detail.hazard.id == self._wanted_hazard:
                self.detail_fetched.emit(detail)

        self._context.tasks.run(lambda: services.hazard_detail(workspace, hazard), done, owner=self)

    def fetch_company(self) -> None:
        """Fetch the name of the company whose ledgers these are, without its department."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.get_setting(workspace, "company"), self._on_company, owner=self)

    def _on_company(self, company: str) -> None:
        self.company_fetched.emit(company.partition(" · ")[0])

    def load_blob(self, sha: str, done: Callable[[bytes], None], *, owner: QObject | None = None) -> None:
        """Fetch the bytes of a picture; dropped when `owner` is gone by then."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.blob(workspace, sha), done, pool=True, owner=owner or self)

    def export(self, file_format: str, path: Path) -> None:
        """Write the ledger under the current query, every row of it, as "pdf" or "xlsx"."""
        kind, query, workspace = self._kind, self._query, self._context.workspace

        def work() -> bytes:
            return services.export_ledger(workspace, kind, query, file_format)

        def done(data: bytes) -> None:
            self._write(path, data)

        self._context.tasks.run(work, done, owner=self)

    def _write(self, path: Path, data: bytes) -> None:
        def done(_written: int) -> None:
            self.exported.emit(str(path))

        self._context.tasks.run(lambda: write_file(path, data), done, pool=True, owner=self)
