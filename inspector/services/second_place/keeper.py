"""Copies that make themselves: some seconds after a change, at sign-off, and when the place appears again.

One thread of its own waits for changes of the workspace (`Store.subscribe`), lets them settle, and copies. While the
place is away it looks for it now and then. Nobody waits for it: the database is read in short turns, the medium only
on this thread. It stops with the workspace. What copying needs is imported on this thread as well, some seconds after
the start, which must not wait for it.
"""

import math
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from inspector.problems import Problem
from inspector.services.workspace import Workspace

if TYPE_CHECKING:
    from inspector.services.second_place.place import PlaceState

SETTLE: Final = 5.0
"""Seconds without a further change before a copy begins."""
AT_MOST: Final = 60.0
"""Seconds after the first change when it begins in any case."""
LOOK: Final = 15.0
"""Seconds between looks for a place that is away, or after a copy that failed."""
STOPPING: Final = 10.0
"""Seconds that closing waits for a copy to notice; a medium that hangs must not keep the program open."""

OnState = Callable[["PlaceState"], None]
"""Called on the keeper's thread."""


class Keeper:
    """Keeps the copy of one workspace up to date until the workspace is closed. Methods are for any thread."""

    def __init__(
        self,
        workspace: Workspace,
        on_state: OnState | None = None,
        *,
        settle: float = SETTLE,
        at_most: float = AT_MOST,
        look: float = LOOK,
    ) -> None:
        self._workspace = workspace
        self._on_state = on_state
        self._settle, self._at_most, self._look = settle, at_most, look
        self._condition = threading.Condition()
        self._first = self._last = 0.0
        """When the oldest and the newest change not copied yet was made; 0 for none."""
        self._urgent = False
        self._stopped = False
        self._state: PlaceState | None = None
        self._thread = threading.Thread(target=self._run, name="second-place", daemon=True)

    def start(self) -> None:
        """Begin; the first copy is made when start-up has settled."""
        self._on_changed()
        self._workspace.store.subscribe(self._on_changed)
        self._workspace.before_close.append(self.stop)
        self._thread.start()

    def hurry(self) -> None:
        """Copy now: a visit was signed, a folder was chosen."""
        with self._condition:
            self._urgent = True
            self._condition.notify()

    def stop(self) -> None:
        """Let a copy under way end early, and end."""
        self._workspace.store.unsubscribe(self._on_changed)
        with self._condition:
            self._stopped = True
            self._condition.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join(STOPPING)

    def _on_changed(self) -> None:
        now = time.monotonic()
        with self._condition:
            self._first = self._first or now
            self._last = now
            self._condition.notify()

    def _run(self) -> None:
        retry = 0.0
        while True:
            due = self._wait(retry)
            if due is None:
                return
            if due:
                retry = time.monotonic() + self._look if self._copy() else 0.0
            self._look_there()

    def _wait(self, retry: float) -> bool | None:
        """Wait until a copy is due (True) or it is time to look (False); None when it is time to end.

        `retry` is when to try again after a copy that could not be made, whatever changed meanwhile; 0 for not at all.
        """
        with self._condition:
            look = time.monotonic() + self._look
            while not self._stopped:
                now = time.monotonic()
                due = self._due(retry)
                if due <= now:
                    self._urgent, self._first, self._last = False, 0.0, 0.0
                    return True
                if look <= now:
                    return False
                self._condition.wait(min(due, look) - now)
            return None

    def _due(self, retry: float) -> float:
        """When the next copy is due."""
        if self._urgent:
            return 0.0
        if retry:
            return retry
        return min(self._last + self._settle, self._first + self._at_most) if self._first else math.inf

    def _copy(self) -> bool:
        """Make a copy; says whether it has to be tried again."""
        from inspector.services.second_place.place import check_due, copy_now  # noqa: PLC0415 - see the module's docstring

        try:
            copy_now(self._workspace, cancelled=self._is_stopped, thorough=check_due(self._workspace))
        except Problem as problem:
            return problem.code not in ("place_unchosen", "recovery_key_missing", "transfer_cancelled")
        except RuntimeError:  # the workspace was closed meanwhile
            self._stopped = True
        return False

    def _look_there(self) -> None:
        """See how the copy stands and tell; a place that came back is copied to at once."""
        from inspector.services.second_place.place import place_state  # noqa: PLC0415 - see the module's docstring

        try:
            state = place_state(self._workspace)
        except Problem:  # the workspace cannot be read; whoever uses it will say so
            return
        except RuntimeError:  # it was closed meanwhile
            self._stopped = True
            return
        before, self._state = self._state, state
        if state == before or self._is_stopped():
            return
        if state.reachable and before is not None and not before.reachable:
            self.hurry()
        if self._on_state is not None:
            self._on_state(state)

    def _is_stopped(self) -> bool:
        return self._stopped
