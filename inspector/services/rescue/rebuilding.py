"""A workspace made anew of what another one held: from a backup, or from what is readable of a damaged one.

The new workspace is a device of its own, so that it never writes under the name of the one it comes from.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from inspector.problems import Problem
from inspector.services.second_place.restoring import Lost
from inspector.services.workspace import Workspace
from inspector.storage.folder.device import ORIGIN
from inspector.storage.frames.arrivals import Arrival
from inspector.storage.frames.peers import KnownDevice

AUTHOR_UNKNOWN: Final = "frame_author_unknown"
"""A record whose device nobody knows: it waits for the server to name it and is not lost."""


class Taking:
    """What is put into a workspace made anew, and what could not be. One thread, not the worker."""

    def __init__(self, workspace: Workspace, cancelled: Callable[[], bool] | None = None) -> None:
        self._workspace = workspace
        self._cancelled = cancelled
        self.frames = self.waiting = self.visits = self.files = 0
        """`waiting` records are kept, but nobody knows yet whose device signed them."""
        self.lost: list[Lost] = []

    def devices(self, known: Iterable[KnownDevice]) -> None:
        """Devices whose records may come; one that contradicts another is left out."""

        def learn() -> None:
            for device in known:
                with contextlib.suppress(Problem):
                    self._workspace.db.peers.learn(device)

        self._workspace.call(learn)

    def origin(self, workspace: str, code: str, at: datetime, device: str) -> None:
        """Remember what this workspace comes from, with all devices that it ever was."""

        def note() -> None:
            settings = self._workspace.db.settings
            former = [each for each in settings.get(ORIGIN, {}).get("devices", ()) if each != device]
            told = {"workspace": workspace, "code": code, "copied_at": at.isoformat(timespec="seconds")}
            settings.put(ORIGIN, {**told, "devices": [*former, device]})

        self._workspace.call(note)

    def records(self, frames: Sequence[tuple[bytes, bytes]], via: str) -> None:
        """Records, unchanged, with the signatures of the devices that wrote them, which are checked."""
        self.stop_if_cancelled()
        arrivals = [Arrival(raw, sig) for raw, sig in frames]
        received = self._workspace.call(lambda: self._workspace.db.frames.receive_all(arrivals, via))
        self.frames += len(received.stored)
        self.waiting += sum(1 for _frame, code in received.parked if code == AUTHOR_UNKNOWN)
        self.lost += [Lost("foreign", frame) for frame, code in received.parked if code != AUTHOR_UNKNOWN]

    def rows(self, rows: Mapping[str, Any]) -> None:
        """Rows that exist on one computer only. Raises Problem copy_malformed; then none of them is here."""

        def put() -> None:
            with self._workspace.db.transaction():
                self._workspace.db.local_rows.put(rows)

        self._workspace.call(put)

    def visit(self, visit: str, rows: Mapping[str, Any]) -> bool:
        """A visit that is not signed; one whose signature is among the records is not reopened."""
        db = self._workspace.call(lambda: self._workspace.db)
        if self._workspace.call(lambda: bool(db.frames.events_of(visit))):
            return False
        self.rows(rows)
        self.visits += 1
        return True

    def file(self, data: bytes) -> str:
        """A photo or document; returns its hash."""
        self.stop_if_cancelled()
        sha256 = self._workspace.store.blobs.put(data)
        self._workspace.call(lambda: self._workspace.db.files.arrived(sha256))
        self.files += 1
        return sha256

    def stop_if_cancelled(self) -> None:
        """Raises Problem transfer_cancelled when somebody wants it."""
        if self._cancelled is not None and self._cancelled():
            raise Problem("transfer_cancelled")
