"""The copies in the second place, as the window knows them: started with the workspace, told by signal. GUI thread.

The services are imported in the pool, some time after the window is up: a start must not wait for them.
"""

from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from inspector.ui.tasks import Tasks

LATER_MS = 2000


class Safekeeping(QObject):
    """Keeps the copy going. `state_changed(PlaceState)` when it stands otherwise; `state` is the last one."""

    state_changed = Signal(object)
    _told = Signal(object)

    def __init__(self, workspace: Any, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._tasks = workspace, tasks
        self._keeper: Any = None
        self.state: Any = None
        self._timer = QTimer(self, singleShot=True, interval=LATER_MS)
        self._connect()

    def _connect(self) -> None:
        self._timer.timeout.connect(self._start_now)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin when the window has settled."""
        self._timer.start()

    def hurry(self) -> None:
        """Copy soon: something was signed, or a folder chosen."""
        if self._keeper is not None:
            self._keeper.hurry()

    def refresh(self) -> None:
        """See how the copy stands."""
        workspace = self._workspace

        def work() -> Any:
            from inspector.services.second_place import place_state  # noqa: PLC0415 - see the module's docstring

            return place_state(workspace)

        self._tasks.run(work, self._on_told, pool=True, owner=self)

    def _start_now(self) -> None:
        workspace, tell = self._workspace, self._tell

        def work() -> Any:
            from inspector.services.second_place_keeper import Keeper  # noqa: PLC0415 - see the module's docstring

            keeper = Keeper(workspace, tell)
            keeper.start()
            return keeper

        self._tasks.run(work, self._on_started, pool=True, owner=self)

    def _on_started(self, keeper: Any) -> None:
        self._keeper = keeper

    def _tell(self, state: Any) -> None:
        """On the keeper's thread."""
        if shiboken6.isValid(self):
            self._told.emit(state)

    def _on_told(self, state: Any) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
