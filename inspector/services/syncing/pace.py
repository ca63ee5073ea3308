"""When the next round is due. Pure: moments (seconds of a clock that never goes back) and chance come from outside.

After a change some seconds pass, so that what belongs together goes together. After a failure the wait grows, and is
drawn anew each time from all of it (full jitter): a thousand laptops whose server was away do not come back at once.
"""

import math
from collections.abc import Callable
from typing import Final

from inspector.quick_dataclass import dataclass

SETTLE: Final = 3.0
"""Seconds without a further change before it is looked at."""
AT_MOST: Final = 20.0
"""Seconds after the first change when it is looked at in any case."""
BASE: Final = 5.0
CAP: Final = 600.0
"""Seconds of the longest wait after the first failure, and after many."""
LEAST: Final = 1.0
SPREAD: Final = 0.2
"""Part of the regular wait that is drawn."""
START: Final = 4.0
"""Seconds after the start of the program: it must not wait for the network."""


@dataclass(slots=True)
class Pace:
    """Says when to look (`look_at`) and when to begin a round (`round_at`). `chance` gives numbers from 0 to 1."""

    chance: Callable[[], float]
    every_s: float
    round_at: float = math.inf
    failures: int = 0
    first: float = 0.0
    last: float = 0.0
    """When the oldest and the newest change not looked at was made; 0 for none."""
    urgent: bool = False

    def begin(self, now: float) -> None:
        """The program has started."""
        self.round_at = now + START

    def changed(self, now: float) -> None:
        """Something was written here."""
        self.first = self.first or now
        self.last = now

    def hurry(self) -> None:
        """A round is wanted now."""
        self.urgent = True

    @property
    def look_at(self) -> float:
        """When the changes are looked at."""
        return min(self.last + SETTLE, self.first + AT_MOST) if self.first else math.inf

    @property
    def due(self) -> float:
        """When something is to be done."""
        return 0.0 if self.urgent else min(self.look_at, self.round_at)

    def looked(self, now: float, *, unsent: bool) -> None:
        """The changes were looked at; `unsent`: there is something new for the server."""
        self.first = self.last = 0.0
        if unsent and not self.failures:
            self.round_at = min(self.round_at, now)

    def rounds(self, now: float) -> bool:
        """Whether a round begins now; then it is no longer due."""
        if not self.urgent and self.round_at > now:
            return False
        self.urgent, self.round_at = False, math.inf
        self.first = self.last = 0.0
        return True

    def ended(self, now: float, *, well: bool, wait_s: float = 0.0) -> None:
        """A round ended. `wait_s`: the server asked not to come back before."""
        self.failures = 0 if well else self.failures + 1
        if well:
            wait = self.every_s * (1 - SPREAD * self.chance())
        else:
            wait = max(LEAST, self.chance() * min(CAP, BASE * 2.0 ** min(self.failures - 1, 20)))
        self.round_at = now + max(wait, wait_s * (1 + SPREAD * self.chance()))

    def rests(self) -> None:
        """No round is possible until something changes: there is no server, or it is paused."""
        self.failures, self.round_at = 0, math.inf
