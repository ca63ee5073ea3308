"""Bulk work without the search for cycles.

Hundreds of thousands of small objects that are about to be let go again make Python look through all of them time and
again; none of them is in a cycle. Safe for threads: the search rests until the last one is done.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_state = {"resting": 0, "usual": 1}
"""How many want it to rest, and whether it is on otherwise."""


@contextmanager
def no_collecting() -> Iterator[None]:
    """Let the search for cycles rest; for work of a second at most, which makes no cycles worth speaking of."""
    _rest(1)
    try:
        yield
    finally:
        _rest(-1)


def _rest(change: int) -> None:
    with _LOCK:
        if change > 0 and not _state["resting"]:
            _state["usual"] = gc.isenabled()
            gc.disable()
        _state["resting"] += change
        if not _state["resting"] and _state["usual"]:
            gc.freeze()  # both together: what is here counts as old, which it would otherwise only after three looks
            gc.unfreeze()
            gc.enable()
