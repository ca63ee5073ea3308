"""The file of a backup: what anybody can read of it, what opens it, and how its sections are called.

A backup is a bundle (`inspector.sync.bundle`) of kind `backup`, sealed with a random key of its own. Its head tells
workspace, device and time, and holds that key twice at most: sealed for the recovery key of the workspace (through the
key of copies, so that whoever opened the workspace can write a backup that only the recovery key reads), and sealed by
a passphrase of the backup's own. Format 1 has the sections

    head        JSON: what the head of the file says, program and counts
    rest        rows of settings, counters, held decisions, typing (JSON, zlib)
    devices     JSON: the devices whose records are in here, with their public keys
    draft-N     one visit that is not signed (JSON, zlib)
    frames-N    packs of records (`inspector.sync.packs`), in the order in which they came into the workspace
    parked-N    the same of records that were put aside
    files-N     photos and documents: for each SHA-256 (32 bytes), size (8 bytes, big endian), the bytes
    missing     JSON: hashes of files that could not be read when the backup was written

PINs, the device's key and what a server told this device stay out: a restored workspace is a device of its own.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.storage import Store
from inspector.storage.folder.keys import KEY_BYTES, find_key, read_record, wrap_key
from inspector.storage.folder.recovery import Wrap, read_wrap, unwrap, wrap
from inspector.sync.bundle import read_head
from inspector.sync.recovery_key import RecoveryKey

register(
    ProblemKind.INPUT,
    {
        "backup_no_key": N_(
            "This workspace has no recovery key, so nobody could open the backup later. Make a recovery key first, or "
            "give the backup a passphrase of its own."
        ),
        "backup_needs_recovery_key": N_(
            "This backup has no passphrase of its own. Give the recovery key of the workspace (made {made})."
        ),
        "backup_needs_passphrase": N_("This backup has no recovery key. Give the passphrase that it was written with."),
        "backup_newer": N_("The backup {path} was written by a newer version of this program. Install that version."),
        "backup_wrong_key": N_(
            "This is not the recovery key that the backup was written for: it needs the one made {made}. "
            "Look for the sheet of that day."
        ),
    },
)

KIND: Final = "backup"
FORMAT: Final = 1
SUFFIX: Final = ".isb"
HEADER: Final = 40
"""Bytes before each file in a section of files."""


@dataclass(frozen=True, slots=True)
class BackupAbout:
    """What anybody can read of a backup. `made` is when its recovery key was made, "" where it opens by none."""

    path: Path
    workspace: str
    device: str
    code: str
    written_at: datetime
    made: str
    has_passphrase: bool
    locks: Mapping[str, Any]


def new_locks(store: Store, passphrase: str | None) -> tuple[bytes, dict[str, Any]]:
    """A key for a new backup, and what finds it again. Raises Problem backup_no_key. Slow with a passphrase."""
    recovery = store.info.recovery
    if recovery is None and passphrase is None:
        raise Problem("backup_no_key")
    key = secrets.token_bytes(KEY_BYTES)
    locks: dict[str, Any] = {}
    if recovery is not None:
        sealed = wrap(store.place_key(), _purpose(recovery.id), key).to_json()
        locks["recovery"] = {
            "id": recovery.id,
            "made_at": recovery.made_at,
            "place": recovery.place.to_json(),
            "sealed": sealed,
        }
    if passphrase is not None:
        locks["passphrase"] = wrap_key(store.info.id, key, passphrase).to_json()
    return key, locks


def about_backup(path: Path) -> BackupAbout:
    """What a backup tells without its key. Raises Problem bundle_foreign, _newer, _damaged or _unreadable."""
    head = read_head(path)
    if head.kind != KIND:
        raise Problem("bundle_foreign", path=path)
    try:
        told, locks = head.about, dict(head.about["locks"])
        if int(told["format"]) > FORMAT:
            raise Problem("backup_newer", path=path)
        return BackupAbout(
            path,
            str(told["workspace"]),
            str(told["device"]),
            str(told["code"]),
            datetime.fromisoformat(str(told["written_at"])),
            str(locks["recovery"]["made_at"]) if "recovery" in locks else "",
            "passphrase" in locks,
            locks,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise Problem("bundle_damaged", path=path) from error


def key_by_recovery(about: BackupAbout, secret: bytes) -> bytes:
    """The key of a backup by the recovery key. Raises Problem backup_needs_passphrase or backup_wrong_key."""
    lock = about.locks.get("recovery")
    if lock is None:
        raise Problem("backup_needs_passphrase")
    identity = str(lock["id"])
    try:
        place = unwrap(secret, f"place {identity}", _wrap(about, lock["place"]))
        return unwrap(place, _purpose(identity), _wrap(about, lock["sealed"]))
    except Problem as problem:
        if problem.code != "recovery_key_wrong":
            raise
        raise Problem("backup_wrong_key", made=about.made[:10]) from problem


def key_by_passphrase(about: BackupAbout, passphrase: str) -> bytes:
    """The key of a backup by its own passphrase. Raises Problem backup_needs_recovery_key or passphrase_wrong."""
    lock = about.locks.get("passphrase")
    if lock is None:
        raise Problem("backup_needs_recovery_key", made=about.made[:10])
    try:
        record = read_record(lock)
    except (KeyError, ValueError, TypeError) as error:
        raise Problem("bundle_damaged", path=about.path) from error
    return find_key(about.workspace, record, passphrase)


def key_of(about: BackupAbout, *, recovery_key: str | None, passphrase: str | None) -> bytes:
    """The key by what somebody gave; the recovery key as it was typed. Raises Problem as the two above."""
    if passphrase is not None:
        return key_by_passphrase(about, passphrase)
    if recovery_key is None:
        raise (
            Problem("backup_needs_recovery_key", made=about.made[:10])
            if about.made
            else Problem("backup_needs_passphrase")
        )
    return key_by_recovery(about, RecoveryKey.parse(recovery_key).secret)


def _wrap(about: BackupAbout, data: Mapping[str, Any]) -> Wrap:
    try:
        return read_wrap(data)
    except (KeyError, ValueError, TypeError) as error:
        raise Problem("bundle_damaged", path=about.path) from error


def _purpose(recovery: str) -> str:
    return f"backup {recovery}"


def packed(sha256: str, data: bytes) -> bytes:
    """A file as it stands in a section of files."""
    return bytes.fromhex(sha256) + len(data).to_bytes(8, "big") + data


def unpacked(parts: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of a section. Raises ValueError when it ends inside one."""
    waiting = bytearray()
    for part in parts:
        waiting += part
        while len(waiting) >= HEADER:
            end = HEADER + int.from_bytes(waiting[32:HEADER], "big")
            if len(waiting) < end:
                break
            yield bytes(waiting[:32]).hex(), bytes(waiting[HEADER:end])
            del waiting[:end]
    if waiting:
        raise ValueError("files")
