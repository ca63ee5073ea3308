"""A workspace on disk: opening, making, closing, and the one worker thread that owns its database.

`submit` and `call` may be used from any thread; `call` waits and therefore not from the window's.
"""

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

from inspector.domain.ids import IdSource
from inspector.problems import Problem
from inspector.storage.blobs import BlobStore
from inspector.storage.database import Database
from inspector.storage.device import DeviceIdentity, DeviceInfo, new_identity
from inspector.storage.engine import database_problems, open_connection
from inspector.storage.keys import KeySource, find_key, make_key
from inspector.storage.migrate import bring_up
from inspector.storage.session import Session
from inspector.storage.workspace import (
    Lock,
    WorkspaceInfo,
    disk_problems,
    new_folder,
    read_info,
    write_info,
)

T = TypeVar("T")


def system_ids() -> IdSource:
    """Ids from the machine's clock and its secure random source."""
    return IdSource(lambda: time.time_ns() // 1_000_000, secrets.token_bytes)


class Store:
    """An open workspace. Close it; until then no other process can open it."""

    def __init__(self, path: Path, info: WorkspaceInfo, key: bytes, lock: Lock, ids: IdSource) -> None:
        self.path = path
        self.info = info
        self.blobs = BlobStore(path / "blobs", key)
        self._lock = lock
        self._connection: Any = None
        self._database: Database | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="database")
        try:
            self.device: DeviceInfo = self._worker.submit(self._open, key, ids).result()
        except BaseException:
            self.close()
            raise

    def submit(self, work: Callable[[Database], T]) -> "Future[T]":
        """Run work on the worker thread, in the order of submission. Known errors arrive as Problem."""
        return self._worker.submit(self._run, work)

    def call(self, work: Callable[[Database], T]) -> T:
        """Run work on the worker thread and wait for its result; on the worker thread itself it runs at once."""
        if self._database is not None and self._database.on_own_thread():
            return self._run(work)
        return self.submit(work).result()

    def close(self) -> None:
        """Finish what was submitted, close the database and give the workspace free. Calling it again does nothing."""
        with contextlib.suppress(RuntimeError):
            self._worker.submit(self._close)
        self._worker.shutdown(wait=True)
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, work: Callable[[Database], T]) -> T:
        if self._database is None:
            raise RuntimeError("the store is closed")
        with database_problems(self.path):
            return work(self._database)

    def _open(self, key: bytes, ids: IdSource) -> DeviceInfo:
        with database_problems(self.path):
            self._connection = open_connection(self.path / "data.db", key)
            bring_up(self._connection, self.path)
            identity = _identity(self._connection, self.path, self.info.id)
            self._database = Database(Session(self._connection, identity, ids))
            return identity.info

    def _close(self) -> None:
        self._database = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def create_store(
    path: Path | str, *, source: KeySource, passphrase: str | None = None, ids: IdSource | None = None
) -> Store:
    """Make a workspace in a new or empty folder and open it.

    Raises Problem workspace_exists, folder_not_empty, passphrase_empty, keyring_unavailable, or one of the disk; what
    it had made by then is removed.
    """
    path, ids = Path(path), ids or system_ids()
    identity = ids.new()
    key, record = make_key(identity, source, passphrase)
    info = WorkspaceInfo(identity, record)
    new_folder(path)
    with _undone_on_error(path), disk_problems(path):
        lock = Lock(path)
        try:
            with database_problems(path):
                _first_database(path / "data.db", key, info, ids)
            write_info(path, info)
        except BaseException:
            lock.release()
            raise
        return Store(path, info, key, lock, ids)


def open_store(path: Path | str, *, passphrase: str | None = None, ids: IdSource | None = None) -> Store:
    """Open a workspace; an older one is brought up to date first.

    Raises Problem workspace_missing, _foreign, _newer, _unreadable, _read_only, _locked, _damaged, passphrase_needed,
    passphrase_wrong, keyring_unavailable or key_missing. A workspace that could not be opened was not changed.
    """
    path = Path(path)
    info = read_info(path)
    lock = Lock(path)
    try:
        _need_database(path)
        key = _key(path, info, passphrase)
        store = Store(path, info, key, lock, ids or system_ids())
    except BaseException:
        lock.release()
        raise
    store.blobs.clean()
    return store


def _need_database(path: Path) -> None:
    if not (path / "data.db").is_file():
        raise Problem("workspace_damaged", path=path, part="data.db")


def _key(path: Path, info: WorkspaceInfo, passphrase: str | None) -> bytes:
    if info.key_source is KeySource.PASSPHRASE and passphrase is None:
        raise Problem("passphrase_needed", path=path)
    return find_key(info.id, info.key, passphrase)


def _first_database(file: Path, key: bytes, info: WorkspaceInfo, ids: IdSource) -> None:
    connection = open_connection(file, key)
    try:
        bring_up(connection, file.parent)
        device, code, private_key = new_identity(ids)
        identity = DeviceIdentity(device, code, private_key)
        connection.execute(
            "INSERT INTO device (id, workspace, code, public_key, private_key) VALUES (?, ?, ?, ?, ?)",
            (device, info.id, code, identity.info.public_key, private_key),
        )
    finally:
        connection.close()


def _identity(connection: Any, path: Path, workspace: str) -> DeviceIdentity:
    row = connection.execute("SELECT * FROM device").fetchone()
    if row is None or row.workspace != workspace:
        raise Problem("workspace_damaged", path=path, part="data.db")
    return DeviceIdentity(row.id, row.code, row.private_key)


@contextlib.contextmanager
def _undone_on_error(path: Path) -> Iterator[None]:
    """Remove the files of a workspace that could not be finished, so that the next attempt finds an empty folder."""
    try:
        yield
    except BaseException:
        for name in ("workspace.json", "data.db", "data.db-wal", "data.db-shm", "lock"):
            with contextlib.suppress(OSError):
                (path / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            (path / "blobs").rmdir()
        raise
