"""A workspace on disk: opening, making, closing, and the one worker thread that owns its database.

`submit` and `call` may be used from any thread; `call` waits and therefore not from the window's.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar

from inspector.domain.ids import IdSource
from inspector.problems import Problem
from inspector.storage.database import Database
from inspector.storage.engine import database_problems, open_connection
from inspector.storage.folder.blobs import BlobStore
from inspector.storage.folder.device import DeviceIdentity, DeviceInfo, new_identity
from inspector.storage.folder.keys import KeySource, find_key, forget_key, make_key, subkey, wrap_key
from inspector.storage.folder.recovery import RecoveryRecord, make_recovery, place_key, unwrap
from inspector.storage.folder.workspace import (
    Lock,
    WorkspaceInfo,
    disk_problems,
    mend_info,
    new_folder,
    read_info,
    unmake_folder,
    write_info,
)
from inspector.storage.readers import Readers
from inspector.storage.schema.migrate import bring_up
from inspector.storage.session import Session

T = TypeVar("T")


def system_ids() -> IdSource:
    """Ids from the machine's clock and its secure random source."""
    return IdSource(lambda: time.time_ns() // 1_000_000, os.urandom)


class Store:
    """An open workspace. Close it; until then no other process can open it."""

    def __init__(self, path: Path, info: WorkspaceInfo, key: bytes, lock: Lock, ids: IdSource) -> None:
        self.path = path
        self.info = info
        self.blobs = BlobStore(path / "blobs", key)
        self._listeners: tuple[Callable[[], None], ...] = ()
        self._quiet = False
        self._readers = Readers(path, key)
        self._key = key
        self._info_lock = threading.Lock()
        self._lock = lock
        self._connection: Any = None
        self._database: Database | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._identity: DeviceIdentity
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

    def read(self, work: Callable[[Database], T]) -> T:
        """Run work that only reads on a connection of the calling thread's own, beside whatever the worker does.

        It sees one committed state of the database, from its first statement on. For threads that take their time
        (synchronising, figures), never the window's: it waits for the disk. Known errors arrive as Problem.
        """
        with database_problems(self.path):
            return self._readers.run(self._identity, work)

    def subscribe(self, callback: Callable[[], None]) -> None:
        """Have this called on the worker after any work that wrote something; it must return at once. Any thread."""
        with self._info_lock:
            self._listeners = (*self._listeners, callback)

    def unsubscribe(self, callback: Callable[[], None]) -> None:
        """Take a callback out again; one that is not in changes nothing. Any thread."""
        with self._info_lock:
            self._listeners = tuple(each for each in self._listeners if each != callback)

    def sign(self, raw: bytes) -> bytes:
        """This device's signature (Ed25519) of some bytes. Any thread."""
        return self._identity.sign(raw)

    def exchange_private_key(self) -> bytes:
        """The X25519 private key (32 bytes) that opens what was sealed for this device. Any thread."""
        return self._identity.exchange_private_key()

    def renew_device(self) -> DeviceInfo:
        """Let a copied workspace go on as a device of its own: new id, code and key. Any thread but the window's.

        What it wrote as the former device stays its own (`Database.own_devices`). A server has to be joined anew.
        """
        return self.call(self._renew)

    def quietly(self) -> None:
        """Within work: what it writes is bookkeeping of copies and no change that needs one."""
        self._quiet = True

    def set_recovery(self, secret: bytes, made_at: str) -> RecoveryRecord:
        """Let a recovery key open this workspace and its copies; the former recovery key opens neither from then on.

        Any thread. Raises Problem of the disk; then the former one still holds.
        """
        with self._info_lock, disk_problems(self.path):
            made = make_recovery(self.info.id, self._key, secret, made_at)
            self._keep(replace(self.info, recovery=made))
        return made

    def set_passphrase(self, passphrase: str) -> None:
        """Let this passphrase open the workspace from now on, in place of what opened it before. Not on the worker.

        Raises Problem passphrase_empty, sample_open, or one of the disk.
        """
        if self.info.key_source is KeySource.SAMPLE:
            raise Problem("sample_open")
        made, before = wrap_key(self.info.id, self._key, passphrase), self.info.key_source
        with self._info_lock, disk_problems(self.path):
            self._keep(replace(self.info, key=made))
        if before is KeySource.KEYRING:
            forget_key(self.info.id)  # it would go on opening the workspace for whoever is logged in

    def check_passphrase(self, passphrase: str) -> None:
        """Raise Problem passphrase_wrong unless it opens this workspace; one that asks for none takes anything."""
        if self.info.key_source is KeySource.PASSPHRASE:
            find_key(self.info.id, self.info.key, passphrase)

    def place_key(self) -> bytes:
        """The key of copies in a second place. Raises Problem recovery_key_missing while there is no recovery key."""
        if self.info.recovery is None:
            raise Problem("recovery_key_missing")
        return place_key(self._key, self.info.recovery.id)

    def subkey(self, purpose: str) -> bytes:
        """A key of this workspace for one purpose."""
        return subkey(self._key, purpose)

    def _keep(self, info: WorkspaceInfo) -> None:
        write_info(self.path, info)
        self.info = info

    def close(self) -> None:
        """Finish what was submitted, close the database and give the workspace free. Calling it again does nothing."""
        self._readers.close()
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
        before, self._quiet = self._connection.total_changes, False
        try:
            with database_problems(self.path):
                return work(self._database)
        finally:
            if not self._quiet and self._connection.total_changes != before:
                for listener in self._listeners:
                    listener()

    def _open(self, key: bytes, ids: IdSource) -> DeviceInfo:
        with database_problems(self.path):
            self._connection = open_connection(self.path / "data.db", key)
            bring_up(self._connection, self.path, key)
            self._identity = _identity(self._connection, self.path, self.info.id)
            session = Session(self._connection, self._identity, ids)
            session.has_file = self.blobs.has
            self._session, self._database = session, Database(session)
            self._database.refresh()
            return self._identity.info

    def _renew(self, database: Database) -> DeviceInfo:
        from inspector.storage.syncing.renewal import renewed  # noqa: PLC0415 - hardly ever

        self._identity = self._session.device = renewed(self._session)
        self.device = database.device
        return self.device

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


def open_store(
    path: Path | str, *, passphrase: str | None = None, recovery: bytes | None = None, ids: IdSource | None = None
) -> Store:
    """Open a workspace, with `recovery` by its recovery key; an older one is brought up to date first.

    Raises Problem workspace_missing, _foreign, _newer, _unreadable, _read_only, _locked, _damaged, passphrase_needed,
    passphrase_wrong, keyring_unavailable, key_missing, recovery_key_missing or recovery_key_wrong. A workspace that
    could not be opened was not changed.
    """
    path = Path(path)
    info = read_info(path)
    lock = Lock(path)
    try:
        _need_database(path)
        key = _key(path, info, passphrase) if recovery is None else _recovered(info, recovery)
        store = Store(path, info, key, lock, ids or system_ids())
    except BaseException:
        lock.release()
        raise
    with contextlib.suppress(OSError):  # a medium that takes nothing opens all the same
        mend_info(path, info)
    store.blobs.clean()
    return store


def _need_database(path: Path) -> None:
    if not (path / "data.db").is_file():
        raise Problem("workspace_damaged", path=path, part="data.db")


def _key(path: Path, info: WorkspaceInfo, passphrase: str | None) -> bytes:
    if info.key_source is KeySource.PASSPHRASE and passphrase is None:
        raise Problem("passphrase_needed", path=path)
    return find_key(info.id, info.key, passphrase)


def _recovered(info: WorkspaceInfo, secret: bytes) -> bytes:
    if info.recovery is None:
        raise Problem("recovery_key_missing")
    return unwrap(secret, f"workspace {info.id}", info.recovery.workspace)


def _first_database(file: Path, key: bytes, info: WorkspaceInfo, ids: IdSource) -> None:
    connection = open_connection(file, key)
    try:
        bring_up(connection, file.parent, key)
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
        unmake_folder(path)
        raise
