"""One at a time: what is drawn on threads of the pool and then stored under the next number takes turns.

Without it several who draw at once would all draw under the same number, and all but one would have to begin again.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final
from weakref import WeakKeyDictionary

from inspector.services.workspace import Workspace

PATIENCE: Final = 0.2
"""Seconds between two questions whether to go on waiting."""
_guard: Final = threading.Lock()
_locks: Final[WeakKeyDictionary[Workspace, dict[str, threading.Lock]]] = WeakKeyDictionary()


@contextmanager
def turn(workspace: Workspace, what: str, waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Wait for one's turn; `waiting` is called now and then meanwhile and may raise to give up.

    For threads of the pool. On the worker nobody waits: it is alone, and whoever has the turn waits for it.
    """
    if workspace.on_worker():
        yield
        return
    with _guard:
        lock = _locks.setdefault(workspace, {}).setdefault(what, threading.Lock())
    while not lock.acquire(timeout=PATIENCE):
        waiting()
    try:
        yield
    finally:
        lock.release()
