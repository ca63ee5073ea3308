"""What is readable of a damaged workspace, in a new one: records, visits that are not signed, settings, files.

The damaged workspace is only read, page by page and without SQLite, which gives up at the first bad page
(`storage.rescue.carving`). A record is taken over when its bytes still have the signature of the device that wrote
them, so nothing half read gets in. The new workspace is a device of its own, because the last records of the old one
may be lost, and two records under one number would contradict each other. What could not be saved is listed.
"""

import contextlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from inspector.domain.events import decode_frame
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.i18n import N_, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.rescue.made_beside import made_beside, need_empty
from inspector.services.rescue.rebuilding import Taking
from inspector.services.workspace import Workspace, open_workspace
from inspector.storage import BlobStore, KeySource
from inspector.storage.folder.keys import find_key
from inspector.storage.folder.recovery import unwrap
from inspector.storage.folder.workspace import Lock, WorkspaceInfo, disk_problems, read_info
from inspector.storage.frames.peers import KnownDevice
from inspector.storage.local.rows import STAYING
from inspector.storage.rescue.carving import Carver, Row
from inspector.storage.rescue.pages import PageCount
from inspector.sync.recovery_key import SECRET_BYTES, RecoveryKey

register(
    ProblemKind.INPUT,
    {
        "salvage_nothing": N_(
            "Nothing can be read of the workspace {path}: its database is destroyed, or it is another workspace's "
            "than the key file beside it. Restore a backup or the copy in the second place."
        ),
        "salvage_no_key": N_(
            "The file workspace.json in {path} is damaged, and without it no key opens the workspace. "
            "Restore a backup or the copy in the second place."
        ),
    },
)

DRAFT_COLUMNS: Final = (
    "id", "key", "number", "customer", "kind", "status", "inspectors", "planned_on", "started_at", "body",
)  # fmt: skip
ITEM_COLUMNS: Final = ("visit", "kind", "key", "body", "heads", "at")
"""Columns of rows on pages that no table leads to any more, as this version writes them."""
LOCAL: Final = ("setting", "counter", "held", "typing")
SIGNATURE: Final = 64
KEY: Final = 32
TURN: Final = 200
UNSAVED: Final = {
    "pages": N_("Pages of the database that cannot be read: {count} of {name}."),
    "rows": N_("Rows that begin on a readable page and run over a damaged one: {count}."),
    "files": N_("Photos or documents that are damaged on the disk: {count}."),
    "file": N_("A photo or document that a record names is missing now ({name})."),
    "gap": N_("Records of this laptop are missing: {count} (by the numbers of those that were saved)."),
    "waiting": N_("Records whose device is not known any more are kept aside until a server names it: {count}."),
    "foreign": N_("A record has a signature that is not its device's, and was left out ({name})."),
    "visit": N_("A visit that was not signed cannot be read whole ({name})."),
    "device": N_("The identity of this laptop cannot be read: its records wait until a server names it."),
    "database": N_("There is no database file; only photos and documents were looked for."),
}


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Something that could not be saved."""

    what: str
    name: str = ""
    count: int = 1

    @property
    def sentence(self) -> str:
        """The same in words."""
        return Translator(language())(UNSAVED[self.what]).format(name=self.name[:40], count=self.count)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The new workspace, open, and what is in it; its recovery key is new and to be shown."""

    workspace: Workspace
    frames: int
    visits: int
    files: int
    unsaved: tuple[Unsaved, ...]


@dataclass(frozen=True, slots=True)
class Readable:
    """What an examination of a database that does not open any more finds."""

    pages: PageCount
    frames: int
    visits: int
    broken: int


def key_of(
    path: Path, *, passphrase: str | None = None, recovery_key: str | None = None
) -> tuple[WorkspaceInfo, bytes]:
    """What `workspace.json` says, and the key. Raises Problem salvage_no_key, passphrase_*, recovery_key_*, key_*."""
    try:
        info = read_info(path)
    except Problem as problem:
        if problem.code in ("workspace_damaged", "workspace_foreign") and (path / "data.db").exists():
            raise Problem("salvage_no_key", path=path) from problem
        raise
    if recovery_key is not None:
        if info.recovery is None:
            raise Problem("recovery_key_missing")
        secret = RecoveryKey.parse(recovery_key).secret
        return info, unwrap(secret, f"workspace {info.id}", info.recovery.workspace)
    if info.key_source is KeySource.PASSPHRASE and passphrase is None:
        raise Problem("passphrase_needed", path=path)
    return info, find_key(info.id, info.key, passphrase)


def look(path: Path, key: bytes) -> Readable:
    """What could be saved of a database, without writing anything. A pool thread. Raises Problem of the disk."""
    with disk_problems(path):
        found = _Found(path, key)
    return Readable(found.pages, len(found.frames), len(found.drafts), found.broken)


def salvage(
    path: Path,
    target: Path,
    *,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    new_passphrase: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Salvaged:
    """Save what is readable of the workspace in `path`, which is closed, into a new one in `target`. A pool thread.

    What opens the old one opens the new one; by the recovery key a `new_passphrase` is needed where one is asked for.
    Raises Problem salvage_nothing, salvage_no_key, workspace_locked, passphrase_*, recovery_key_*, folder_not_empty,
    workspace_exists, transfer_cancelled, or one of the disk. Then nothing was made.
    """
    need_empty(target)
    info, key = key_of(path, passphrase=passphrase, recovery_key=recovery_key)
    words = new_passphrase if new_passphrase is not None else passphrase
    lock = Lock(path)
    try:
        with disk_problems(path):
            found = _Found(path, key)
        if not found.anything and not any((path / "blobs").glob("*/*")):
            raise Problem("salvage_nothing", path=path)
        with made_beside(target, key=info.key_source.value, passphrase=words) as workspace:
            saving = _Saving(found, Taking(workspace, cancelled), progress)
            saving.run(info, BlobStore(path / "blobs", key))
            made = RecoveryKey(secrets.token_bytes(SECRET_BYTES))
            workspace.store.set_recovery(made.secret, workspace.now().isoformat(timespec="seconds"))
    finally:
        lock.release()
    opened = open_workspace(target, passphrase=words)
    opened.first_recovery_key = made
    saving.look_for_gaps(opened)
    return saving.report(opened)


class _Found:
    """What is readable in the database, sorted by what it is. Reads all of it when made."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.missing = not (path / "data.db").is_file()
        self.frames: dict[str, tuple[bytes, bytes]] = {}
        self.drafts: dict[str, dict[str, Any]] = {}
        self.items: dict[str, list[dict[str, Any]]] = {}
        self.rest: dict[str, list[dict[str, Any]]] = {table: [] for table in LOCAL}
        self.devices: dict[str, KnownDevice] = {}
        self.own: KnownDevice | None = None
        self.pages, self.broken = PageCount(0, ()), 0
        if not self.missing:
            carver = Carver(path / "data.db", key)
            for row in carver.rows():
                self._sort(row)
            self.pages, self.broken = carver.count, carver.broken

    @property
    def anything(self) -> bool:
        """Whether there is anything worth saving."""
        return bool(self.frames or self.drafts or self.rest["setting"])

    def _sort(self, row: Row) -> None:
        match row.table:
            case "":
                self._sort_stray(row)
            case "frame" | "parked_frame":
                self._frame(row)
            case "draft" if row.values.get("id"):
                self.drafts.setdefault(str(row.values["id"]), dict(row.values))
            case "draft_item" if row.values.get("visit"):
                self.items.setdefault(str(row.values["visit"]), []).append(dict(row.values))
            case "device":
                self._own(row)
            case "known_device":
                self._known(row)
            case _ if row.table in LOCAL:
                self.rest[row.table].append(dict(row.values))

    def _sort_stray(self, row: Row) -> None:
        """A row that no table claims: told by what it looks like."""
        values = list(row.values.values())
        if self._frame(row) or not values or not isinstance(values[0], str):
            return
        match values:
            case [_, _, str() as code, bytes() as public, bytes() as private] if len(public) == len(private) == KEY:
                self._own(Row("", {"id": values[0], "code": code, "public_key": public}))
            case [_, str() as code, str() as public, *_, int(), str(), int()] if len(public) == 2 * KEY:
                self._known(Row("", {"id": values[0], "code": code, "public_key": public}))
            case [str() as key, str() as value] if _is_json(value):
                self.rest["setting"].append({"key": key, "value": value})
            case [_, _, _, _, kind, status, *_, str() as body] if len(values) == len(DRAFT_COLUMNS):
                if kind in set(VisitKind) and status in set(VisitStatus) and _is_json(body):
                    self.drafts.setdefault(values[0], dict(zip(DRAFT_COLUMNS, values, strict=True)))
            case [_, str(), str(), str() as body, str() as heads, str()] if _is_json(body) and _is_json(heads):
                self.items.setdefault(values[0], []).append(dict(zip(ITEM_COLUMNS, values, strict=True)))

    def _frame(self, row: Row) -> bool:
        blobs = [each for each in row.values.values() if isinstance(each, bytes)]
        raw = next((each for each in blobs if each.startswith(b"{")), b"")
        sig = next((each for each in blobs if len(each) == SIGNATURE and each is not raw), b"")
        try:
            frame = decode_frame(raw)
        except Problem:
            return False
        self.frames.setdefault(frame.id, (raw, sig))
        return True

    def _own(self, row: Row) -> None:
        values = row.values
        public = values.get("public_key")
        if isinstance(public, bytes) and values.get("id"):
            self.own = KnownDevice(str(values["id"]), str(values["code"]), public, source="restored")

    def _known(self, row: Row) -> None:
        values = row.values
        with contextlib.suppress(KeyError, ValueError, TypeError):
            identity, public = str(values["id"]), values["public_key"]
            key, code = bytes.fromhex(str(public)), str(values.get("code") or "")
            self.devices[identity] = KnownDevice(identity, code, key, source="restored")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


class _Saving:
    """One salvage: puts what was found into the new workspace."""

    def __init__(self, found: _Found, taking: Taking, progress: Callable[[int, int], None] | None) -> None:
        self._found = found
        self._taking = taking
        self._progress = progress
        self._unsaved: list[Unsaved] = []

    def run(self, info: WorkspaceInfo, blobs: BlobStore) -> None:
        """Take over everything."""
        found, taking = self._found, self._taking
        kept = [row for row in found.rest["setting"] if not str(row.get("key", "")).startswith(STAYING)]
        for table, rows in {**found.rest, "setting": kept}.items():
            for row in rows:
                with contextlib.suppress(Problem):
                    taking.rows({table: [row]})
        own = [found.own] if found.own is not None else []
        taking.devices([*found.devices.values(), *own])
        self._records()
        self._files(blobs)
        self._visits()
        if found.own is not None:
            taking.origin(info.id, found.own.code, datetime.now().astimezone(), found.own.id)

    def _records(self) -> None:
        frames = [self._found.frames[identity] for identity in sorted(self._found.frames)]
        for start in range(0, len(frames), TURN):
            self._taking.records(frames[start : start + TURN], "salvage")
            if self._progress is not None:
                self._progress(start, len(frames))

    def _files(self, blobs: BlobStore) -> None:
        damaged = 0
        for data in blobs.every():
            if data is None:
                damaged += 1
            else:
                self._taking.file(data)
        if damaged:
            self._unsaved.append(Unsaved("files", "", damaged))

    def _visits(self) -> None:
        for visit, draft in self._found.drafts.items():
            items = {(row["kind"], row["key"]): row for row in self._found.items.pop(visit, [])}
            try:
                self._taking.visit(visit, {"draft": [draft], "draft_item": list(items.values())})
            except Problem as problem:
                if problem.code != "copy_malformed":
                    raise
                self._unsaved.append(Unsaved("visit", str(draft.get("number") or visit)))
        self._unsaved += [Unsaved("visit", visit) for visit in self._found.items]

    def look_for_gaps(self, workspace: Workspace) -> None:
        """What the saved records say is missing."""

        def look() -> Iterable[Unsaved]:
            db = workspace.db
            gaps = sum(1 for finding in db.frames.verify(db.own_devices()) if finding.code == "chain_gap")
            yield from [Unsaved("gap", "", gaps)] if gaps else []
            for blob in db.frames.blobs(db.own_devices()):
                if not workspace.store.blobs.has(blob.sha256):
                    yield Unsaved("file", blob.sha256)

        self._unsaved += workspace.call(lambda: list(look()))

    def report(self, workspace: Workspace) -> Salvaged:
        """What came of it."""
        return Salvaged(
            workspace, self._taking.frames, self._taking.visits, self._taking.files, tuple(self._all_unsaved())
        )

    def _all_unsaved(self) -> Iterator[Unsaved]:
        found, taking = self._found, self._taking
        if found.missing:
            yield Unsaved("database")
        if found.pages.damaged:
            yield Unsaved("pages", str(found.pages.pages), len(found.pages.damaged))
        if found.broken:
            yield Unsaved("rows", "", found.broken)
        if found.own is None and not found.missing:
            yield Unsaved("device")
        if taking.waiting:
            yield Unsaved("waiting", "", taking.waiting)
        yield from (Unsaved("foreign", lost.name) for lost in taking.lost)
        yield from dict.fromkeys(self._unsaved)
