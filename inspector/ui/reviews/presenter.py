"""What the cross-check page asks of the services, off the GUI thread; an answer to an older question is dropped."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector import services
from inspector.domain.review import Check
from inspector.problems import Problem
from inspector.services.reviews.views import ReviewDetail
from inspector.ui.page import Context

T = TypeVar("T")


class ReviewPresenter(QObject):
    """Fetches the list, details and pictures, keeps drafts, and records values."""

    queue_fetched = Signal(object)
    detail_fetched = Signal(object)
    detail_failed = Signal(object)
    """The Problem for which the hazard asked for last cannot be shown."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._asked = 0
        self._queues = 0

    def fetch_queue(self) -> None:
        """Fetch the list of who acts now."""
        self._queues += 1
        number, workspace = self._queues, self.context.workspace

        def done(queue: object) -> None:
            if number == self._queues:
                self.queue_fetched.emit(queue)

        self.context.tasks.run(lambda: services.review_queue(workspace), done, owner=self)

    def fetch_detail(self, hazard: str) -> None:
        """Fetch a hazard; only the one asked for last is brought."""
        self._asked += 1
        number, workspace = self._asked, self.context.workspace

        def done(detail: ReviewDetail) -> None:
            if number == self._asked:
                self.detail_fetched.emit(detail)

        def failed(problem: Problem) -> None:
            if number == self._asked:
                self.detail_failed.emit(problem)

        self.context.tasks.run(lambda: services.review_detail(workspace, hazard), done, failed, owner=self)

    def keep(self, hazard: str, ticks: Iterable[Check], comment: str) -> None:
        """Keep ticks and comment; durable when it is done."""
        workspace, chosen = self.context.workspace, tuple(ticks)
        self.context.tasks.run(lambda: services.keep_review(workspace, hazard, chosen, comment), owner=self)

    def measure(
        self,
        hazard: str,
        key: str,
        numbers: Sequence[float],
        done: Callable[[], None],
        failed: Callable[[Problem], None],
    ) -> None:
        """Record a value measured again; the detail that comes of it is brought if the hazard still shows."""
        self._asked += 1
        number, workspace = self._asked, self.context.workspace

        def finished(detail: ReviewDetail) -> None:
            done()
            if number == self._asked:
                self.detail_fetched.emit(detail)

        self.context.tasks.run(
            lambda: services.measure_again(workspace, hazard, key, tuple(numbers)), finished, failed, owner=self
        )

    def ask(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run any other use case on the worker."""
        self.context.tasks.run(work, done, failed, owner=owner or self)

    def load_blob(self, sha: str, done: Callable[[bytes], None], *, owner: QObject | None = None) -> None:
        """Fetch the bytes of a picture; dropped when `owner` is gone by then."""
        workspace = self.context.workspace
        self.context.tasks.run(lambda: services.blob(workspace, sha), done, pool=True, owner=owner or self)

    def load_image(
        self,
        sha: str,
        done: Callable[[QImage], None],
        failed: Callable[[Problem], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Fetch and decode a picture in the pool."""
        workspace: Any = self.context.workspace

        def work() -> QImage:
            return QImage.fromData(services.blob(workspace, sha))

        self.context.tasks.run(work, done, failed, pool=True, owner=owner or self)
