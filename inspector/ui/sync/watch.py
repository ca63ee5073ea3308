"""Synchronising, as the window knows it: started with the workspace, told by signal. GUI thread.

The system is asked whether the network costs by the byte and whether it came back; both after the start, which must not
wait for it.
"""

import importlib
import weakref
from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from datetime import datetime

    from inspector.services.syncing.keeper import SyncKeeper
    from inspector.services.syncing.views import SyncState
    from inspector.ui.tasks import Tasks

TRY_MS: Final = 60_000
"""An attempt of which nothing was heard for so long is over."""
NETWORK_MS: Final = 3000
"""When the system is first asked about the network, after the start."""


class SyncWatch(QObject):
    """Keeps synchronising going. `state_changed(SyncState)` when it stands otherwise; `state` is the last one."""

    state_changed = Signal(object)
    _told = Signal(object)

    def __init__(self, workspace: Any, tasks: "Tasks", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._tasks = workspace, tasks
        self._keeper: SyncKeeper | None = None
        self.state: SyncState | None = None
        self.tried_at: datetime | None = None
        """When a person's attempt to reach the server ended in vain; None after one that reached it."""
        self._real: SyncState | None = None
        self._trying = False
        self._held: set[Hashable] = set()
        self._carried: set[Hashable] = set()
        self._given_up = QTimer(self)
        self._given_up.setSingleShot(True)
        self._given_up.setInterval(TRY_MS)
        self._network = QTimer(self)
        self._network.setSingleShot(True)
        self._network.setInterval(NETWORK_MS)
        self._connect()

    def _connect(self) -> None:
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._network.timeout.connect(self._watch_network)
        self._given_up.timeout.connect(self._end_trying)

    def start(self) -> None:
        """Begin; the keeper's thread waits until the window has settled."""
        if self._keeper is None:
            from inspector.services.syncing.keeper import SyncKeeper  # noqa: PLC0415 - with the workspace, not the page

            here = weakref.ref(self)
            self._keeper = SyncKeeper(self._workspace, lambda state: _tell(here, state))
            self._keeper.start()
            self._network.start()

    def stop(self) -> None:
        """Ask the system no more: the workspace is about to be closed, and its keeper with it."""
        self._network.stop()
        self._given_up.stop()

    def hurry(self) -> None:
        """Synchronise now: a person asked for it, or a network came up. An attempt shows at once, and how it ended."""
        if self._real is not None and self._real.phase == "offline":
            self._trying = True
            self._given_up.start()
            self._show()
        if self._keeper is not None:
            self._keeper.hurry()
        else:
            self.look()

    def hold(self, decision: Hashable) -> None:
        """A field is decided and that can still be taken back: it is counted no more."""
        self._held.add(decision)
        self._show()

    def take_back(self, decision: Hashable) -> None:
        """It waits for a decision again."""
        self._held.discard(decision)
        self._show()

    def carried_out(self, decision: Hashable) -> None:
        """It is a fact; how it stands then is asked for, and told without it."""
        self._carried.add(decision)
        self.look()

    def look(self) -> None:
        """Ask how it stands, without synchronising: something was decided or chosen here."""
        workspace = self._workspace
        if workspace.closed:
            return
        self._tasks.run(lambda: _service().sync_state(workspace), self._on_told, pool=True, owner=self)

    def pause(self) -> None:
        """Send and fetch nothing until `resume`."""
        self._set_paused(paused=True)

    def resume(self) -> None:
        """Go on."""
        self._set_paused(paused=False)

    def _set_paused(self, *, paused: bool) -> None:
        workspace = self._workspace

        def work() -> None:
            (_service().pause if paused else _service().resume)(workspace)

        self._tasks.run(work, lambda _nothing: self._on_paused(paused=paused), pool=True, owner=self)

    def _on_paused(self, *, paused: bool) -> None:
        if paused:
            self.look()
        else:
            self.hurry()

    def _on_told(self, state: Any) -> None:
        self._real = state
        self._held -= self._carried
        self._carried.clear()
        # a round that is due has no time; one that ended in vain says when the next one begins
        if self._trying and state.phase != "running" and (state.phase != "offline" or state.next_try_at is not None):
            self._end_trying()
        else:
            self._show()

    def _end_trying(self) -> None:
        self._trying = False
        self._given_up.stop()
        offline = self._real is not None and self._real.phase == "offline"
        self.tried_at = self._workspace.now() if offline else None
        self._show()

    def _show(self) -> None:
        """Tell how it stands, an attempt under way and decisions that are held included."""
        state = self._real
        if state is None:
            return
        if self._trying and state.phase == "offline":
            state = replace(state, phase="running", stage="hello", done=0, total=0)
        held = min(len(self._held), state.decisions)
        if held:
            left = state.decisions - held
            # what is held is not delivered yet
            state = replace(
                state, decisions=left, phase="pending" if state.phase == "deciding" and not left else state.phase
            )
        if state.phase not in ("offline", "running"):
            self.tried_at = None
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    # the network as the system sees it ------------------------------------------------------------------------------

    def _watch_network(self) -> None:
        from PySide6.QtNetwork import QNetworkInformation  # noqa: PLC0415 - after the start

        feature = QNetworkInformation.Feature
        known = QNetworkInformation.loadBackendByFeatures(feature.Metered) or QNetworkInformation.loadDefaultBackend()
        if not known:
            return
        found = QNetworkInformation.instance()
        if found.supports(feature.Metered):
            found.isMeteredChanged.connect(self._on_metered_changed)
            self._on_metered_changed(metered=found.isMetered())
        if found.supports(feature.Reachability):
            found.reachabilityChanged.connect(self._on_reachability_changed)

    def _on_metered_changed(self, metered: bool) -> None:
        if self._keeper is not None:
            self._keeper.set_metered(metered)

    def _on_reachability_changed(self, reachability: Any) -> None:
        from PySide6.QtNetwork import QNetworkInformation  # noqa: PLC0415 - loaded by now

        if reachability == QNetworkInformation.Reachability.Online:
            self.hurry()


def _service() -> Any:
    """The use cases, which bring the transport: loaded in the pool."""
    return importlib.import_module("inspector.services.syncing.rounds")


def _tell(receiver: "weakref.ref[SyncWatch]", state: Any) -> None:
    """On the keeper's thread, which keeps no window alive."""
    found = receiver()
    if found is not None and shiboken6.isValid(found):
        found._told.emit(state)  # noqa: SLF001 - the same module
