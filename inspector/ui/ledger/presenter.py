"""What the ledger page asks of the services, off the GUI thread; an answer to an older question is dropped.

The first rows are asked for alone; how many there are, and what the chips count, comes after them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.quick_dataclass import dataclass
from inspector.services.ledgers.views import HazardDetail, LedgerGroup, LedgerQuery, LedgerRow
from inspector.ui.files.saving import write_file
from inspector.ui.kit.columns import WINDOW
from inspector.ui.page import Context


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The window of a new query that is shown first."""

    rows: Sequence[LedgerRow]
    groups: tuple[LedgerGroup, ...]
    offset: int


class LedgerPresenter(QObject):
    """Fetches windows, counts and details, and writes exports."""

    started = Signal(object)
    """`FirstRows` of a new query."""
    totalled = Signal(int)
    """How many rows the query has."""
    graded = Signal(object)
    """How many rows of each grade the query has, by the grade's key; of visits nothing."""
    counted = Signal(object, object)
    """Counts by filter key, and the closure rate or None."""
    window_fetched = Signal(int, object)
    counts_fetched = Signal(object)
    """Rows of each ledger kind."""
    choices_fetched = Signal(object)
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
        self._counted: LedgerKind | None = None
        """The ledger whose chips were counted last."""

    def ask(self, kind: LedgerKind, query: LedgerQuery, offset: int = 0, *, recount: bool = False) -> None:
        """Begin a new query; `started` brings its window at `offset`, then `totalled`.

        What the chips count does not depend on the query: `counted` comes with another ledger, or with `recount`.
        """
        recount = recount or kind is not self._counted
        self._kind, self._query = kind, query
        self._question += 1
        workspace = self._context.workspace
        here = replace(query, offset=offset, limit=WINDOW)

        def rows() -> FirstRows:
            groups = services.ledger_groups(workspace, kind, query) if query.group else ()
            return FirstRows(services.ledger_rows(workspace, kind, here), groups, offset)

        def counts() -> tuple[dict[str, int], float | None]:
            from inspector.services.ledgers.paging import closure_rate  # noqa: PLC0415 - the page starts without storage

            if kind is LedgerKind.INSPECTION:
                return {}, None
            found = services.chip_counts(workspace, kind)
            return found, closure_rate(kind, found)

        def totals() -> tuple[int, dict[str, int]]:
            if kind is LedgerKind.INSPECTION:
                return services.ledger_total(workspace, kind, query), {}
            from inspector.services.ledgers.paging import ledger_grades  # noqa: PLC0415 - as above

            grades = ledger_grades(workspace, kind, query)
            return sum(grades.values()), grades

        self._run(rows, self.started.emit)
        self._run(totals, lambda found: self._on_totals(*found))
        if recount:
            self._counted = kind
            self._context.tasks.run(counts, lambda found: self._on_counted(kind, found), owner=self)

    def _on_totals(self, total: int, grades: dict[str, int]) -> None:
        self.graded.emit(grades)
        self.totalled.emit(total)

    def _on_counted(self, kind: LedgerKind, found: tuple[dict[str, int], float | None]) -> None:
        if kind is self._kind:
            self.counted.emit(*found)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Run on the worker, if its question is still the last one when its turn comes and when the answer is here."""
        number = self._question

        def asked() -> object:
            return work() if number == self._question else None

        def answered(found: object) -> None:
            if number == self._question:
                done(found)

        self._context.tasks.run(asked, answered, owner=self)

    def fetch(self, offset: int) -> None:
        """Fetch a further window of the query."""
        kind, workspace = self._kind, self._context.workspace
        query = replace(self._query, offset=offset, limit=WINDOW)
        self._run(
            lambda: services.ledger_rows(workspace, kind, query),
            lambda rows: self.window_fetched.emit(offset, rows),
        )

    def fetch_ids(self, spans: Sequence[tuple[int, int]], done: Callable[[tuple[str, ...]], None]) -> None:
        """Fetch the ids of rows by their numbers in the query."""
        kind, query, workspace = self._kind, self._query, self._context.workspace

        def work() -> tuple[str, ...]:
            from inspector.services.ledgers.choices import ledger_ids  # noqa: PLC0415 - as above

            return ledger_ids(workspace, kind, query, spans)

        self._context.tasks.run(work, done, owner=self)

    def fetch_choices(self, filters: Sequence[str]) -> None:
        """Fetch teams, persons and the names of customers in filters."""
        workspace = self._context.workspace

        def work() -> object:
            from inspector.services.ledgers.choices import ledger_choices  # noqa: PLC0415 - as above

            return ledger_choices(workspace, filters)

        self._context.tasks.run(work, self.choices_fetched.emit, owner=self)

    def fetch_counts(self) -> None:
        """Fetch the numbers of rows of all three ledgers."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.ledger_counts(workspace), self.counts_fetched.emit, owner=self)

    def fetch_detail(self, hazard: str) -> None:
        """Fetch a hazard; only the one asked for last is brought."""
        self._wanted_hazard = hazard
        workspace = self._context.workspace

        def work() -> HazardDetail | None:
            return services.hazard_detail(workspace, hazard) if hazard == self._wanted_hazard else None

        def done(detail: HazardDetail | None) -> None:
            if detail is not None and detail.hazard.id == self._wanted_hazard:
                self.detail_fetched.emit(detail)

        self._context.tasks.run(work, done, owner=self)

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

    def export(
        self, file_format: str, path: Path, columns: tuple[str, ...] = (), filters: tuple[str, ...] | None = None
    ) -> None:
        """Write the ledger under the current query, every row of it, as "pdf", "xlsx" or "csv".

        With `columns` those instead of the printed ones; with `filters` those instead of the query's and its words.
        """
        kind, workspace = self._kind, self._context.workspace
        query = replace(self._query, columns=columns)
        if filters is not None:
            query = replace(query, filters=filters, search="")

        def work() -> bytes:
            language = services.get_setting(workspace, "document_language")
            return services.export_ledger(workspace, kind, query, file_format, language=language)

        def done(data: bytes) -> None:
            self._write(path, data)

        self._context.tasks.run(work, done, owner=self)

    def _write(self, path: Path, data: bytes) -> None:
        def done(_written: int) -> None:
            self.exported.emit(str(path))

        self._context.tasks.run(lambda: write_file(path, data), done, pool=True, owner=self)
