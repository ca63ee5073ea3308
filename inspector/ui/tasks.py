"""The one helper that runs work off the GUI thread and brings the result back by signal.

Work runs on the workspace's serial worker (anything with `submit(fn) -> Future`), or in a pool when it does not touch
the database. `done` and `failed` are called on the GUI thread. A known Problem is shown once as an error message
unless `failed` takes it; anything else goes to `sys.excepthook`, which logs it and tells the person. When the receiver
(the object whose method `done` is, or `owner`) is gone, the result is dropped. No nested event loops.
"""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from inspector.problems import Problem
from inspector.ui.messages import Messages

T = TypeVar("T")


class Worker(Protocol):
    """A serial worker."""

    def submit(self, work: Callable[[], Any], /) -> "Future[Any]":
        """Queue `work`; it runs after everything queued before."""


class _Job:
    """One piece of work under way."""

    __slots__ = ("done", "failed", "owner", "worker")

    def __init__(
        self,
        done: Callable[[Any], None] | None,
        failed: Callable[[Problem], None] | None,
        owner: QObject | None,
        worker: Worker | None,
    ) -> None:
        self.worker = worker
        self.done = done
        self.failed = failed
        receiver = getattr(done, "__self__", None)
        self.owner = owner or (receiver if isinstance(receiver, QObject) else None)

    def wanted(self) -> bool:
        """Whether somebody is still there to take the result."""
        return self.owner is None or shiboken6.isValid(self.owner)


class Tasks(QObject):
    """Runs work for pages. One per window; `busy_changed(bool)` tells whether anything is under way."""

    busy_changed = Signal(bool)
    _finished = Signal(object, object, object)
    """job, result, exception; emitted on the working thread, received on the GUI thread."""

    def __init__(self, worker: Worker | None, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._messages = messages
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="ui-pool")
        self._under_way: set[_Job] = set()
        self._shut = False
        self._connect()

    def _connect(self) -> None:
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def set_worker(self, worker: Worker | None) -> None:
        """Use the worker of the workspace that was opened; what the former one still brings is not shown any more."""
        self._worker = worker

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return bool(self._under_way)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
        *,
        pool: bool = False,
        owner: QObject | None = None,
    ) -> None:
        """Run `work` on the workspace's worker, or in the pool; then call `done(result)` or `failed(problem)`.

        Give `owner` when `done` is no method of a widget: with the owner destroyed the result is dropped.
        """
        target = self._pool if pool or self._worker is None else self._worker
        if self._shut:
            return  # what a page asks for while the window goes is not shown any more
        job = _Job(done, failed, owner, None if target is self._pool else self._worker)
        self._under_way.add(job)
        if len(self._under_way) == 1:
            self.busy_changed.emit(True)
        target.submit(work).add_done_callback(partial(self._deliver, job))

    def _deliver(self, job: _Job, future: "Future[Any]") -> None:
        """Hand on what came of the work. Its errors come out of the future: the worker has made problems of them."""
        error = future.exception()
        if shiboken6.isValid(self):
            self._finished.emit(job, None if error else future.result(), error)

    def _on_finished(self, job: _Job, result: Any, error: BaseException | None) -> None:
        self._under_way.discard(job)
        if not self._under_way:
            self.busy_changed.emit(False)
        if not job.wanted():
            return
        if error is None:
            if job.done is not None and self._current(job):
                job.done(result)
        elif isinstance(error, Problem):
            (job.failed or self._messages.problem)(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _current(self, job: _Job) -> bool:
        """Whether the workspace that a result came from is still the open one: `done` may ask it for more."""
        return job.worker is None or (job.worker is self._worker and not self._shut)

    def shut_down(self) -> None:
        """Wait for pool work under way and take no more; call before the window's objects go."""
        self._shut = True
        self._pool.shutdown(wait=True)
