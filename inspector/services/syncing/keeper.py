"""Rounds that make themselves: some seconds after a change, now and then, and again after a failure.

One thread of its own for each workspace, started by the window. Nobody waits for it: it reads beside the worker and
writes in short turns. It stops with the workspace.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.syncing.pace import Pace
from inspector.services.syncing.views import SyncSettings, SyncState
from inspector.services.workspace import Workspace

if TYPE_CHECKING:
    from inspector.storage import Database

STOPPING: Final = 10.0
"""Seconds that closing waits for a round to notice."""
TOLD_EVERY: Final = 0.25
"""Seconds between two tellings of how far a round is."""

_log = logging.getLogger(__name__)

OnState = Callable[[SyncState], None]
"""Called on the keeper's thread."""


def _wait(condition: threading.Condition, seconds: float) -> None:
    condition.wait(min(seconds, threading.TIMEOUT_MAX))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock (seconds that never go back), chance (0 to 1) and waiting; tests bring their own."""

    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)
    wait: Callable[[threading.Condition, float], None] = _wait


class SyncKeeper:
    """Keeps a workspace synchronised until it is closed. Methods are for any thread."""

    def __init__(
        self, workspace: Workspace, on_state: OnState | None = None, *, surroundings: Surroundings | None = None
    ) -> None:
        self._workspace = workspace
        self._on_state = on_state
        self._around = surroundings or Surroundings()
        self._condition = threading.Condition()
        self._pace = Pace(self._around.chance, SyncSettings().every_s)
        self._stopped = self._metered = False
        self._settings: SyncSettings | None = None
        self._row = 0
        """Newest frame when the last round began: later ones are news."""
        self._told_at = 0.0
        self._state: SyncState | None = None
        self._thread = threading.Thread(target=self._run, name="sync-keeper", daemon=True)

    def start(self) -> None:
        """Begin; the first round comes when start-up has settled."""
        with self._condition:
            self._pace.begin(self._around.clock())
            self._pace.changed(self._around.clock())
        self._workspace.store.subscribe(self._on_changed)
        self._workspace.before_close.append(self.stop)
        self._thread.start()

    def hurry(self) -> None:
        """Begin a round now: somebody asked for it, or a network came up."""
        with self._condition:
            self._pace.hurry()
            self._condition.notify()

    def set_metered(self, metered: bool) -> None:  # noqa: FBT001 - the name says it
        """The system says whether the network costs by the byte; when it does no longer, what waited goes out."""
        with self._condition:
            before, self._metered = self._metered, metered
            if before and not metered:
                self._pace.hurry()
            self._condition.notify()

    def stop(self) -> None:
        """Let a round under way end early, and end."""
        self._workspace.store.unsubscribe(self._on_changed)
        with self._condition:
            self._stopped = True
            self._condition.notify()
        if threading.current_thread() is not self._thread and self._thread.is_alive():
            self._thread.join(STOPPING)

    def _on_changed(self) -> None:
        with self._condition:
            self._pace.changed(self._around.clock())
            self._condition.notify()

    # the keeper's thread ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while self._wait():
            try:
                self._look()
                with self._condition:
                    begins = self._pace.rounds(self._around.clock())
                if begins:
                    self._round()
            except Problem:  # the workspace cannot be read or written; whoever uses it will say so
                self._back_off()
            except Exception:  # noqa: BLE001 - the border of the synchronising loop: it must not end unnoticed
                if self._is_stopped():  # it was closed meanwhile
                    return
                _log.exception("looking after the server failed")
                self._back_off()

    def _back_off(self) -> None:
        with self._condition:
            self._pace.ended(self._around.clock(), well=False)

    def _wait(self) -> bool:
        """Wait until something is due; False when it is time to end."""
        with self._condition:
            while not self._stopped:
                left = self._pace.due - self._around.clock()
                if left <= 0:
                    return True
                self._around.wait(self._condition, left)
            return False

    def _look(self) -> None:
        """See what changed here: settings, and what is new for the server."""
        from inspector.services.syncing.rounds import sync_settings, sync_state  # noqa: PLC0415 - start-up must not wait for httpx

        settings = sync_settings(self._workspace)
        news = self._workspace.store.read(lambda db: bool(db.outbox.outgoing(self._row, 1)))
        with self._condition:
            before, self._settings = self._settings, settings
            self._pace.every_s = settings.every_s
            self._pace.looked(self._around.clock(), unsent=news)
            if not settings.url or settings.paused:
                self._pace.rests()
                self._pace.urgent = False
            elif before is not None and before != settings:
                self._pace.hurry()
        self._tell(sync_state(self._workspace))

    def _round(self) -> None:
        from inspector.services.syncing.rounds import note_failure, sync_now, sync_state  # noqa: PLC0415 - see _look

        settings, metered = self._settings or SyncSettings(), self._metered
        self._row = self._workspace.store.read(_newest)
        wait_s, well, off = 0.0, False, False
        try:
            files = settings.metered_files if metered else "all"
            report = sync_now(self._workspace, files=files, progress=self._progress, cancelled=self._is_stopped).report
            well = report.outcome in ("done", "stopped") or (report.outcome == "partly" and not report.retry_after_s)
            wait_s = float(report.retry_after_s)
        except Problem as problem:
            off = problem.code == "sync_network"
            if problem.code in ("sync_unset", "sync_paused"):
                with self._condition:
                    self._pace.rests()
                return
        except Exception as error:
            if self._is_stopped():
                raise
            _log.exception("a round failed")
            note_failure(self._workspace, error)
        with self._condition:
            self._pace.ended(self._around.clock(), well=well, wait_s=wait_s)
        state = sync_state(self._workspace)
        self._tell(replace(state, network_off=off, phase="offline" if off else state.phase))

    def _progress(self, stage: str, done: int, total: int) -> None:
        now = self._around.clock()
        state = self._state
        if state is None or (state.stage == stage and now - self._told_at < TOLD_EVERY):
            return
        self._told_at = now
        self._tell(replace(state, phase="running", stage=stage, done=done, total=total))

    def _tell(self, state: SyncState) -> None:
        with self._condition:
            left = self._pace.round_at - self._around.clock()
            stopped = self._stopped
        running = state.phase == "running"
        at = self._workspace.now() + timedelta(seconds=left) if not running and 0 < left < 1e6 else None
        told = replace(state, metered=self._metered, next_try_at=at.replace(microsecond=0) if at is not None else None)
        if not running:
            told = replace(told, stage="", done=0, total=0)
        if told == self._state or stopped:
            return
        self._state = told
        if self._on_state is not None:
            self._on_state(told)

    def _is_stopped(self) -> bool:
        return self._stopped


def _newest(db: "Database") -> int:
    """Row of the newest frame."""
    last = db.frames.stamp().split(":")[1]
    return int(last) if last.isdigit() else 0
