"""The workspace folder: `workspace.json`, the lock of the one process that owns it, and what can be wrong with it.

`workspace.json` holds no personal data: format, workspace id and where the key comes from; `workspace-2.json` says the
same. The folder also holds `data.db` (SQLCipher), `blobs/` (sealed files) and `lock`.
"""

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from inspector.disk import FULL, write_whole
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.folder.keys import KeyRecord, KeySource, read_record
from inspector.storage.folder.recovery import RecoveryRecord, read_recovery

FORMAT: Final = 1
"""Version of the folder's layout; a higher one belongs to a newer program."""
MARKER: Final = "inspector-workspace"
INFO: Final = "workspace.json"
TWIN: Final = "workspace-2.json"
"""The same once more: a bad sector must not cost the only way to the key."""
DENIED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@dataclass(frozen=True, slots=True)
class WorkspaceInfo:
    """What `workspace.json` says."""

    id: str
    key: KeyRecord
    format: int = FORMAT
    recovery: RecoveryRecord | None = None
    """The second way in, if a recovery key was made."""

    @property
    def key_source(self) -> KeySource:
        """Where the key comes from."""
        return self.key.source


@contextlib.contextmanager
def disk_problems(path: Path) -> Iterator[None]:
    """Turn what the operating system reports about the disk into problems a person can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Problem("disk_full") from error
        if error.errno in DENIED:
            raise Problem("workspace_read_only", path=path) from error
        raise Problem("disk_failed", reason=error.strerror or error) from error


def write_info(path: Path, info: WorkspaceInfo) -> None:
    """Write `workspace.json`; a folder becomes a workspace by this, last of all. Then its twin. OSError."""
    data: dict[str, Any] = {"kind": MARKER, "format": info.format, "id": info.id, "key": info.key.to_json()}
    if info.recovery is not None:
        data["recovery"] = info.recovery.to_json()
    raw = json.dumps(data, indent=2).encode()
    write_whole(path / INFO, raw)
    write_whole(path / TWIN, raw)


def read_info(path: Path) -> WorkspaceInfo:
    """Read `workspace.json`. Raises Problem workspace_missing, _foreign, _newer, _unreadable or _damaged.

    Beside a database its twin counts where it is missing or damaged: without what stands there no key opens anything.
    """
    try:
        return _read_info(path, INFO)
    except Problem as problem:
        if problem.code not in ("workspace_foreign", "workspace_damaged") or not (path / "data.db").is_file():
            raise
        with contextlib.suppress(Problem):
            return _read_info(path, TWIN)
        raise


def mend_info(path: Path, info: WorkspaceInfo) -> None:
    """Write both files anew if either is not what was read; a workspace of an older program gets its twin. OSError."""
    for name in (INFO, TWIN):
        try:
            whole = _read_info(path, name) == info
        except Problem:
            whole = False
        if not whole:
            write_info(path, info)
            return


def _read_info(path: Path, name: str) -> WorkspaceInfo:
    data = _read_json(path, name)
    if not isinstance(data, dict) or data.get("kind") != MARKER:
        raise Problem("workspace_foreign", path=path)
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise Problem("workspace_newer", path=path)
    try:
        recovery = read_recovery(data["recovery"]) if data.get("recovery") else None
        return WorkspaceInfo(str(data["id"]), read_record(data["key"]), int(data["format"]), recovery)
    except (KeyError, ValueError, TypeError):
        raise Problem("workspace_damaged", path=path, part=name) from None


def _read_json(path: Path, name: str) -> Any:
    try:
        if not path.exists():
            raise Problem("workspace_missing", path=path)
        if not path.is_dir():
            raise Problem("workspace_foreign", path=path)
        raw = (path / name).read_bytes()
    except FileNotFoundError:
        raise Problem("workspace_foreign", path=path) from None
    except OSError as error:
        raise Problem("workspace_unreadable", path=path, reason=error.strerror or error) from error
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Problem("workspace_damaged", path=path, part=name) from None


def new_folder(path: Path) -> None:
    """Make the folder of a new workspace. Raises Problem workspace_exists, folder_not_empty or one of the disk."""
    with disk_problems(path):
        if (path / "workspace.json").exists():
            raise Problem("workspace_exists", path=path)
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise Problem("folder_not_empty", path=path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        (path / "blobs").mkdir()


def unmake_folder(path: Path) -> None:
    """Remove what `new_folder` and making the database left; whatever else is in the folder stays. Never raises."""
    for name in (INFO, TWIN, "data.db", "data.db-wal", "data.db-shm", "lock"):
        with contextlib.suppress(OSError):
            (path / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        (path / "blobs").rmdir()


class Lock:
    """The lock of the one process that owns a workspace; it vanishes with the process, however that ends."""

    def __init__(self, path: Path) -> None:
        with disk_problems(path):
            self._handle: int | None = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError:
            self.release()
            raise Problem("workspace_locked", path=path) from None

    def release(self) -> None:
        """Give the workspace free; calling it again does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
