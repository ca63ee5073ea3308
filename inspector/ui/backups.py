"""The daily backups, as the window knows them: started with the workspace, told by signal. GUI thread."""

import weakref
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from inspector.services.backup_keeper import BackupKeeper


class Backups(QObject):
    """Keeps the daily backups going. `state_changed(BackupState)` when they stand otherwise; `state`: the last one."""

    state_changed = Signal(object)
    _told = Signal(object)

    def __init__(self, workspace: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._keeper: BackupKeeper | None = None
        self.state: Any = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; the keeper's thread waits some minutes."""
        if self._keeper is None:
            here = weakref.ref(self)
            self._keeper = BackupKeeper(self._workspace, lambda state: _tell(here, state))
            self._keeper.start()

    def hurry(self) -> None:
        """Look now: a recovery key was replaced."""
        if self._keeper is not None:
            self._keeper.hurry()

    def _on_told(self, state: Any) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _tell(receiver: "weakref.ref[Backups]", state: Any) -> None:
    """On the keeper's thread, which keeps no window alive."""
    found = receiver()
    if found is not None and shiboken6.isValid(found):
        found._told.emit(state)  # noqa: SLF001 - the same module
