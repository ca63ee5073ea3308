"""How often somebody may ask: a bucket of tokens for each asker, in the memory of one worker.

Several workers allow several times as much; what must not be guessed (codes, tokens) is long enough for that.
Safe for threads.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import field
from typing import Final

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

MOST_ASKERS: Final = 20_000
"""Buckets that are remembered; the one that was idle longest is forgotten first, and is full again."""


@dataclass(slots=True)
class RateLimit:
    """`burst` requests at once, then `per_s` each second. `clock` gives seconds that never go back."""

    burst: float
    per_s: float
    clock: Callable[[], float]
    _left: "OrderedDict[str, tuple[float, float]]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, asker: str) -> None:
        """One request. Raises Problem too_many_requests with the seconds to wait."""
        now = self.clock()
        with self._lock:
            left, at = self._left.pop(asker, (self.burst, now))
            left = min(self.burst, left + (now - at) * self.per_s)
            allowed = left >= 1
            self._left[asker] = (left - 1 if allowed else left, now)
            if len(self._left) > MOST_ASKERS:
                self._left.popitem(last=False)
        if not allowed:
            raise Problem("too_many_requests", seconds=max(1, round((1 - left) / self.per_s)))

    def give_back(self, asker: str) -> None:
        """A request that shall not count after all."""
        with self._lock:
            left, at = self._left.get(asker, (self.burst, self.clock()))
            self._left[asker] = (min(self.burst, left + 1), at)
