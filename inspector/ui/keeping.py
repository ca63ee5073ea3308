"""What is kept going behind the window: copies in the second place, daily backups. Told by signal. GUI thread."""

import weakref
from collections.abc import Callable
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

Tell = Callable[[Any], None]


class Keeper(Protocol):
    """A thread that works with the workspace until that is closed."""

    def start(self) -> None:
        """Begin; the thread waits until the window has settled."""

    def hurry(self) -> None:
        """Do it now."""


class Keeping(QObject):
    """Keeps one thing going. `state_changed(state)` when it stands otherwise; `state` is the last one.

    `make` makes the thread, given what it shall tell its states to.
    """

    state_changed = Signal(object)
    _told = Signal(object)

    def __init__(self, make: Callable[[Tell], Keeper], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._keeper: Keeper | None = None
        self.state: Any = None
        self._connect()

    def _connect(self) -> None:
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        if self._keeper is None:
            here = weakref.ref(self)
            self._keeper = self._make(lambda state: _tell(here, state))
            self._keeper.start()

    def hurry(self) -> None:
        """Do it now: something was signed, a folder chosen, a recovery key replaced."""
        if self._keeper is not None:
            self._keeper.hurry()

    def _on_told(self, state: Any) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _tell(receiver: "weakref.ref[Keeping]", state: Any) -> None:
    """On the keeper's thread, which keeps no window alive."""
    found = receiver()
    if found is not None and shiboken6.isValid(found):
        found._told.emit(state)  # noqa: SLF001 - the same module
