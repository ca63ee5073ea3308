"""Connections that only read, one for each thread that asks, beside the worker's.

In WAL mode a reader sees the last commit and neither waits for the writer nor lets it wait.
"""

import threading
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any, TypeVar

from inspector.domain.ids import IdSource
from inspector.quick_dataclass import dataclass
from inspector.storage.database import Database
from inspector.storage.engine import open_reader
from inspector.storage.folder.device import DeviceIdentity
from inspector.storage.session import Session

T = TypeVar("T")


@dataclass(slots=True)
class _Reader:
    """The connection of a thread; `busy` is held while it reads."""

    thread: threading.Thread
    connection: Any
    session: Session
    database: Database
    busy: threading.RLock = field(default_factory=threading.RLock)

    def close(self) -> None:
        """Wait for what is being read, and close."""
        with self.busy:
            self.connection.close()


class Readers:
    """The readers of one workspace; `run` is for any thread, and `close` waits for what they are reading."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._lock = threading.Lock()
        self._readers: dict[threading.Thread, _Reader] = {}
        self._closed = False

    def run(self, identity: DeviceIdentity, work: Callable[[Database], T]) -> T:
        """Run work on the calling thread's connection. Raises RuntimeError once the store is closed."""
        reader = self._mine(identity)
        with reader.busy:
            self._need_open()
            if reader.session.in_transaction:
                return work(reader.database)
            reader.session.device = identity
            with reader.session.reading():
                return work(reader.database)

    def close(self) -> None:
        """Close all connections; nothing reads any more."""
        with self._lock:
            self._closed = True
            readers = list(self._readers.values())
            self._readers.clear()
        for reader in readers:
            reader.close()

    def _mine(self, identity: DeviceIdentity) -> _Reader:
        thread = threading.current_thread()
        with self._lock:
            self._need_open()
            found = self._readers.get(thread)
            if found is None:
                for ended in [each for each in self._readers if not each.is_alive()]:
                    self._readers.pop(ended).close()
                found = self._readers[thread] = self._open(thread, identity)
        return found

    def _open(self, thread: threading.Thread, identity: DeviceIdentity) -> _Reader:
        connection = open_reader(self._path / "data.db", self._key)
        session = Session(connection, identity, IdSource(_no_time, _no_chance))
        return _Reader(thread, connection, session, Database(session))

    def _need_open(self) -> None:
        if self._closed:
            raise RuntimeError("the store is closed")


def _no_time() -> int:
    raise RuntimeError("a reader makes no ids")


def _no_chance(_count: int) -> bytes:
    raise RuntimeError("a reader makes no ids")
