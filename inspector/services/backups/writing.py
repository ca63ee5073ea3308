"""Backups: the whole workspace in one encrypted file, written while the window goes on working.

The database is read on a connection of its own in one transaction, so that the file holds one state, whatever is typed
meanwhile; files are never changed once they are there. The file is read back from end to end before it takes its name,
and the one that was there before stays until then. What opens it later is the recovery key, a passphrase of the
backup's own, or either.

All of this waits for the medium: a pool thread, never the GUI's nor the worker.
"""

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import inspector
from inspector.domain.events import decode_frame
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.backups.file import FORMAT, KIND, SUFFIX, about_backup, new_locks, packed
from inspector.services.second_place.copy import dumped, files_in
from inspector.services.targets import outside_workspaces
from inspector.services.workspace import Workspace
from inspector.storage.folder.device import ORIGIN
from inspector.storage.frames.peers import KnownDevice
from inspector.sync.bundle import write_bundle
from inspector.sync.packs import pack
from inspector.sync.unlocking import RawKey

if TYPE_CHECKING:
    from inspector.storage import Database

register(
    ProblemKind.INPUT,
    {
        "backup_not_over": N_("There is a file {path} that is no backup of this program. Choose another name."),
        "backup_of_another": N_(
            "There is a backup {path} that is one of another workspace, or cannot be read. Choose another name."
        ),
        "backup_no_folder": N_("There is no folder {path}. Choose one that exists."),
    },
)

PACK_BYTES: Final = 1 << 20
"""Records in a section, before compression."""
FILES_BYTES: Final = 8 << 20
"""Photos and documents in a section."""
TURN: Final = 256
"""Records read in one statement."""

Progress = Callable[[int, int], None]
"""Called with steps done and steps in all, on the thread that writes."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was written and read back. `missing` files could not be read in the workspace itself."""

    path: Path
    size: int
    frames: int
    visits: int
    files: int
    missing: tuple[str, ...]
    written_at: datetime


def write_backup(
    workspace: Workspace,
    path: Path,
    *,
    passphrase: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BackupReport:
    """Write a backup to `path`, or under a name of its own if that is a folder.

    An older backup there is replaced if it is one of this workspace, or of the one this was restored from.
    Raises Problem backup_no_key, backup_not_over, backup_of_another, backup_no_folder, target_in_workspace,
    bundle_disk_full, bundle_unwritable, bundle_damaged (it did not read back), transfer_cancelled. Then what was there
    before is whole.
    """
    now = workspace.now()
    path = path.expanduser().absolute()
    target = path / backup_name(workspace, now) if path.is_dir() else path
    _need_free(workspace, target)
    key, locks = new_locks(workspace.store, passphrase)
    told = {
        "format": FORMAT,
        "workspace": workspace.store.info.id,
        "device": workspace.store.device.id,
        "code": workspace.store.device.code,
        "written_at": now.isoformat(timespec="seconds"),
        "locks": locks,
    }

    def stopped() -> bool:
        return workspace.closed or (cancelled is not None and cancelled())

    def write(db: "Database") -> BackupReport:
        writing = _Writing(workspace, db, told, progress, stopped)
        sections = writing.sections()
        checked = writing.on_checked
        size = write_bundle(target, KIND, RawKey(key), sections, about=told, checked=checked, cancelled=stopped)
        return writing.report(target, size, now)

    return workspace.store.read(write)


def backup_name(workspace: Workspace, now: datetime) -> str:
    """Name of a backup in a folder: told apart by device and minute."""
    return f"inspector-{workspace.store.device.code}-{now:%Y%m%d-%H%M}{SUFFIX}"


def _need_free(workspace: Workspace, target: Path) -> None:
    outside_workspaces(target)
    if not target.parent.is_dir():
        raise Problem("backup_no_folder", path=target.parent)
    if target.exists() and not _is_ours(workspace, target):
        raise Problem("backup_of_another", path=target)


def _is_ours(workspace: Workspace, target: Path) -> bool:
    """Whether a backup is of this workspace or the one it comes from. Raises Problem backup_not_over if it is none."""
    try:
        about = about_backup(target)
    except Problem as problem:
        if problem.code == "bundle_foreign":
            raise Problem("backup_not_over", path=target) from problem
        return False
    origin = workspace.call(lambda: workspace.db.settings.get(ORIGIN, {}))
    return about.workspace in (workspace.store.info.id, origin.get("workspace"))


class _Writing:
    """One backup being written: what its sections hold, and what was found on the way. One thread."""

    def __init__(
        self,
        workspace: Workspace,
        db: "Database",
        told: dict[str, Any],
        progress: Progress | None,
        cancelled: Callable[[], bool],
    ) -> None:
        self._store = workspace.store
        self._db = db
        self._told = told
        self._progress = progress
        self._cancelled = cancelled
        self._rows = db.local_rows.all_rows()
        self._drafts = db.local_rows.visits()
        self._own = db.own_devices()
        self._named: set[str] = set()
        """Files that must be there: named by this device's records, or by visits that are not signed."""
        self._mentioned: set[str] = set()
        self._files = 0
        self._missing: list[str] = []
        self._done, self._total = 0, 2 * (len(self._rows) + 1)

    def sections(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The sections in their order."""
        yield "head", iter([self._json({name: value for name, value in self._told.items() if name != "locks"}
                                       | {"app": inspector.__version__, "frames": len(self._rows)})])  # fmt: skip
        rest = self._db.local_rows.rest()
        self._mention(json.dumps(rest))
        yield "rest", iter([dumped(rest)])
        yield "devices", iter([self._json(self._devices())])
        for number, visit in enumerate(self._drafts, 1):
            rows = self._db.local_rows.visit(visit)
            self._mention(json.dumps(rows))
            yield f"draft-{number:06}", iter([dumped(rows)])
        yield from self._packs()
        yield from self._parked()
        yield from self._packed_files()
        yield "missing", iter([self._json(sorted(self._missing))])

    def report(self, path: Path, size: int, now: datetime) -> BackupReport:
        """What the file holds; the work is done."""
        self._tell(self._total)
        missing = tuple(sorted(self._missing))
        return BackupReport(path, size, len(self._rows), len(self._drafts), self._files, missing, now)

    def on_checked(self, done: int, total: int) -> None:
        """Reading back is the second half of the work."""
        half = self._total // 2
        self._tell(half + half * done // max(1, total))

    def _devices(self) -> list[dict[str, Any]]:
        own = self._store.device
        known = {each.id: each for each in self._db.peers.devices()}
        known[own.id] = KnownDevice(own.id, own.code, own.public_key, source="restored")
        return [
            {**asdict(each), "public_key": each.public_key.hex(), "exchange_key": each.exchange_key.hex()}
            for each in known.values()
        ]

    def _packs(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        waiting: list[tuple[bytes, bytes]] = []
        size = number = 0
        for start in range(0, len(self._rows), TURN):
            for frame in self._db.local_rows.frames(self._rows[start : start + TURN]):
                self._note_files(frame.raw, frame.dev)
                waiting.append((frame.raw, frame.sig))
                size += len(frame.raw)
                if size >= PACK_BYTES:
                    number += 1
                    yield f"frames-{number:06}", iter([pack(waiting)])
                    waiting, size = [], 0
            self._step(len(self._rows[start : start + TURN]))
        if waiting:
            yield f"frames-{number + 1:06}", iter([pack(waiting)])

    def _parked(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        for number, start in enumerate(range(0, len(parked := self._db.local_rows.parked_frames()), TURN), 1):
            yield f"parked-{number:06}", iter([pack(parked[start : start + TURN])])

    def _note_files(self, raw: bytes, dev: str) -> None:
        text = raw.decode(errors="replace")
        if dev in self._own and '"sha256"' in text:
            with contextlib.suppress(Problem):  # what cannot be read any more names nothing
                self._named |= {blob.sha256 for event in decode_frame(raw).events for blob in event.blobs}
        self._mention(text)

    def _mention(self, text: str) -> None:
        self._mentioned |= files_in(text)

    def _packed_files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        here = sorted(sha256 for sha256 in self._mentioned if self._store.blobs.has(sha256))
        self._missing = sorted(self._named - set(here))
        self._total += 2 * len(here)
        group: list[str] = []
        size = number = 0
        for sha256 in here:
            group.append(sha256)
            size += self._store.blobs.size(sha256)
            if size >= FILES_BYTES or sha256 == here[-1]:
                number += 1
                yield f"files-{number:06}", self._contents(group)
                group, size = [], 0

    def _contents(self, group: list[str]) -> Iterator[bytes]:
        """The files of a section; one that is damaged is listed as missing."""
        for sha256 in group:
            self._step(1)
            try:
                data = self._store.blobs.get(sha256)
            except Problem as problem:
                if problem.code not in ("blob_missing", "blob_damaged"):
                    raise
                self._missing.append(sha256)
                continue
            if hashlib.sha256(data).hexdigest() != sha256:
                self._missing.append(sha256)
                continue
            self._files += 1
            yield packed(sha256, data)

    def _json(self, value: object) -> bytes:
        return json.dumps(value, ensure_ascii=False).encode()

    def _step(self, count: int) -> None:
        if self._cancelled():
            raise Problem("transfer_cancelled")
        self._done += count
        self._tell(self._done)

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            self._progress(min(done, self._total), self._total)
