"""Daily backups that make themselves while the window is open: minutes after the start, or when their folder appears.

One thread of its own; nobody waits for it, and it stops with the workspace.
"""

import contextlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from inspector.problems import Problem
from inspector.services.workspace import Workspace

if TYPE_CHECKING:
    from inspector.services.backups.folder import BackupState

FIRST: Final = 120.0
"""Seconds after the start: who opens the window wants to work."""
LOOK: Final = 60.0
"""Seconds between looks whether a backup is due and its folder is there."""
STOPPING: Final = 10.0
"""Seconds that closing waits for a backup to notice."""

OnState = Callable[["BackupState"], None]
"""Called on the keeper's thread."""


class BackupKeeper:
    """Makes the daily backups of one workspace until it is closed. Methods are for any thread."""

    def __init__(
        self, workspace: Workspace, on_state: OnState | None = None, *, first: float = FIRST, look: float = LOOK
    ) -> None:
        self._workspace = workspace
        self._on_state = on_state
        self._first, self._look = first, look
        self._wake = threading.Event()
        self._stopped = False
        self._state: BackupState | None = None
        self._thread = threading.Thread(target=self._run, name="backup", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._workspace.before_close.append(self.stop)
        self._thread.start()

    def hurry(self) -> None:
        """Look now: a folder was chosen, a recovery key was replaced."""
        self._wake.set()

    def stop(self) -> None:
        """Let a backup under way end early, and end."""
        self._stopped = True
        self._wake.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(STOPPING)

    def _run(self) -> None:
        pause = self._first
        while not self._stopped:
            self._wake.wait(pause)
            self._wake.clear()
            pause = self._look
            if not self._stopped:
                self._turn()

    def _turn(self) -> None:
        """Make a backup if one is due, and tell how things stand if that has changed."""
        from inspector.services.backups.folder import back_up_daily, backup_state  # noqa: PLC0415 - minutes after the start

        try:
            state = backup_state(self._workspace)
            if state.due and state.reachable:
                with contextlib.suppress(Problem):  # it stands in the notes
                    back_up_daily(self._workspace, cancelled=lambda: self._stopped)
                state = backup_state(self._workspace)
        except Problem:  # the workspace cannot be read; whoever uses it will say so
            return
        except RuntimeError:  # it was closed meanwhile
            self._stopped = True
            return
        before, self._state = self._state, state
        if state != before and self._on_state is not None:
            self._on_state(state)
