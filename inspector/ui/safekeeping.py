"""The copies in the second place, as the window knows them: started with the workspace, told by signal. GUI thread."""

import weakref
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from inspector.services.second_place_keeper import Keeper


class Safekeeping(QObject):
    """Keeps the copy going. `state_changed(PlaceState)` when it stands otherwise; `state` is the last one."""

    state_changed = Signal(object)
    _told = Signal(object)

    def __init__(self, workspace: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._keeper: Keeper | None = None
        self.state: Any = None
        self._connect()

    def _connect(self) -> None:
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; the keeper's thread waits until the window has settled."""
        if self._keeper is None:
            here = weakref.ref(self)
            self._keeper = Keeper(self._workspace, lambda state: _tell(here, state))
            self._keeper.start()

    def hurry(self) -> None:
        """Copy now: something was signed, or a folder chosen."""
        if self._keeper is not None:
            self._keeper.hurry()

    def _on_told(self, state: Any) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _tell(receiver: "weakref.ref[Safekeeping]", state: Any) -> None:
    """On the keeper's thread, which keeps no window alive."""
    found = receiver()
    if found is not None and shiboken6.isValid(found):
        found._told.emit(state)  # noqa: SLF001 - the same module
