"""What the customers' page asks of the services, off the GUI thread; an answer to an older question is dropped."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.domain.equipment import Equipment
from inspector.problems import Problem
from inspector.services.customer_files.views import CustomerPage, CustomerQuery, Trend
from inspector.ui.kit.columns import WINDOW
from inspector.ui.page import Context

MOST_WAITING = 3
"""Windows that may wait: a screen shows rows of two at most."""


class ListPresenter(QObject):
    """Fetches windows of the list and the numbers of its filters.

    One window is under way at a time: who drags the scroll bar past a hundred of them wants those where it stops.
    """

    started = Signal(object)
    """First window of a new query."""
    window_fetched = Signal(int, object)
    window_dropped = Signal(int)
    """A window that was wanted and is not any more."""
    counts_fetched = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query = CustomerQuery(limit=WINDOW)
        self._question = 0
        self._under_way = False
        self._waiting: list[int] = []

    def ask(self, query: CustomerQuery) -> None:
        """Begin a new query; `started` brings its first window."""
        self._query = query
        self._question += 1
        self._under_way = False
        self._waiting.clear()
        number, workspace = self._question, self._context.workspace

        def done(page: CustomerPage) -> None:
            if number == self._question:
                self.started.emit(page)

        self._context.tasks.run(lambda: services.customer_page(workspace, query), done, owner=self)

    def fetch(self, offset: int) -> None:
        """Fetch a further window of the query; of those that wait only the last ones are kept."""
        self._waiting.append(offset)
        while len(self._waiting) > MOST_WAITING:
            self.window_dropped.emit(self._waiting.pop(0))
        self._fetch_next()

    def _fetch_next(self) -> None:
        if self._under_way or not self._waiting:
            return
        self._under_way = True
        offset = self._waiting.pop()
        number, workspace = self._question, self._context.workspace
        query = replace(self._query, offset=offset)

        def done(page: CustomerPage) -> None:
            if number == self._question:
                self._under_way = False
                self.window_fetched.emit(offset, page)
                self._fetch_next()

        def failed(problem: Problem) -> None:
            self._under_way = False
            self.window_dropped.emit(offset)
            self._context.messages.problem(problem)

        self._context.tasks.run(lambda: services.customer_page(workspace, query), done, failed, owner=self)

    def fetch_counts(self) -> None:
        """Fetch the numbers of the filter chips."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.customer_counts(workspace), self.counts_fetched.emit, owner=self)


class FilePresenter(QObject):
    """Fetches the parts of one customer file, each when its tab is opened."""

    head_fetched = Signal(object)
    overview_fetched = Signal(object)
    equipment_fetched = Signal(object)
    equipment_file_fetched = Signal(object)
    tests_fetched = Signal(object)
    visits_fetched = Signal(object)
    hazards_fetched = Signal(object)
    documents_fetched = Signal(object)
    overview_trend_fetched = Signal(object)
    equipment_trend_fetched = Signal(object)
    package_fetched = Signal(object)
    missing = Signal()
    """There is no such customer (any more)."""
    changed = Signal()
    """Something was changed through `do`: what is shown is to be fetched again."""

    def __init__(self, context: Context, customer: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._customer = customer
        self._wanted = ""

    def fetch_head(self) -> None:
        """Fetch head and tab counts."""
        workspace, customer = self._context.workspace, self._customer
        self._context.tasks.run(
            lambda: services.customer_head(workspace, customer),
            self.head_fetched.emit,
            self._on_missing,
            owner=self,
        )

    def fetch_package(self) -> None:
        """Fetch what is on this laptop of the customer."""
        workspace, customer = self._context.workspace, self._customer
        self._context.tasks.run(
            lambda: services.customer_package(workspace, customer), self.package_fetched.emit, owner=self
        )

    def _on_missing(self, problem: Problem) -> None:
        self._context.messages.problem(problem)
        self.missing.emit()

    def fetch_tab(self, key: str) -> None:
        """Fetch what a tab shows."""
        workspace, customer = self._context.workspace, self._customer
        asks: dict[str, tuple[Callable[[], Any], Callable[[Any], None]]] = {
            "overview": (lambda: services.customer_overview(workspace, customer), self.overview_fetched.emit),
            "equipment": (
                lambda: services.customer_equipment(workspace, customer, retired=True),
                self.equipment_fetched.emit,
            ),
            "tests": (lambda: services.customer_tests(workspace, customer), self.tests_fetched.emit),
            "visits": (lambda: services.customer_visits(workspace, customer), self.visits_fetched.emit),
            "hazards": (lambda: services.customer_hazards(workspace, customer), self.hazards_fetched.emit),
            "documents": (lambda: services.customer_documents(workspace, customer), self.documents_fetched.emit),
        }
        work, done = asks[key]
        self._context.tasks.run(work, done, owner=self)

    def fetch_equipment(self, equipment: str) -> None:
        """Fetch one piece of equipment."""
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.equipment_file(workspace, equipment), self.equipment_file_fetched.emit, owner=self
        )

    def fetch_overview_trend(self, key: str) -> None:
        """Fetch a series for the overview."""
        self._fetch_trend(key, self.overview_trend_fetched.emit)

    def fetch_equipment_trend(self, key: str) -> None:
        """Fetch a series of the piece that is shown; only the one asked for last is brought."""
        self._wanted = key

        def done(trend: Trend | None) -> None:
            if trend is None or trend.choice.key == self._wanted:
                self.equipment_trend_fetched.emit(trend)

        self._fetch_trend(key, done)

    def _fetch_trend(self, key: str, done: Callable[[Trend | None], None]) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(lambda: services.customer_trend(workspace, key), done, owner=self)

    def reopen(self) -> None:
        """The customer is supplied again."""
        workspace, customer = self._context.workspace, self._customer
        self._context.tasks.run(
            lambda: services.reopen_customer(workspace, customer), lambda _customer: self.changed.emit(), owner=self
        )

    def reinstate(self, equipment: Equipment) -> None:
        """Put equipment back into service."""
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.reinstate_equipment(workspace, equipment.id),
            lambda _equipment: self.changed.emit(),
            owner=self,
        )
