"""Restoring a workspace from its second place, on another laptop, with the recovery key.

The restored workspace is a new one: with an identity and a short code of its own, so that it never writes under the
name of the lost laptop. Records are taken over unchanged with the signatures of the device that wrote them, which are
checked; visits that were not signed reopen where they were; counters go on. The recovery key stays the same, so that
the printed sheet still holds. PINs are not in a copy and are set anew.

What is damaged in the copy is listed and the rest restored. Everything is made beside the target and renamed at the
end: a restore that was stopped leaves nothing behind. Do not go on with the same visits on both laptops.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from inspector.domain.events import decode_frame
from inspector.i18n import N_, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.rescue.made_beside import made_beside
from inspector.services.second_place.copy import HEAD_FORMAT, files_in, rows_of
from inspector.services.workspace import Workspace, open_workspace
from inspector.storage.folder.device import ORIGIN
from inspector.storage.frames.frames import Arrival
from inspector.storage.frames.peers import KnownDevice
from inspector.sync.packs import SignedFrame, inflate, unpack
from inspector.sync.place import About, Place, about, heads_in, key_of, place_problems
from inspector.sync.recovery_key import RecoveryKey

register(
    ProblemKind.INPUT,
    {
        "place_several": N_(
            "There are copies of several workspaces in {path}: {names}. Choose the folder of one of them."
        ),
    },
)

MOST_ROWS: Final = 256 * 1024 * 1024
"""Bytes that the rows of one visit may unpack to."""
LOST: Final = {
    "records": N_("{count} records are damaged in the copy and missing now."),
    "visit": N_("A visit that was not signed is damaged in the copy and missing now ({name})."),
    "settings": N_("The settings and counters are damaged in the copy. Set company, area and PINs anew."),
    "file": N_("A photo or document is damaged in the copy and missing now ({name})."),
    "newest": N_("The newest state of the copy is damaged. This is the one before, of {name}."),
    "section": N_("A part of the backup is damaged, and what was in it is missing now ({name})."),
    "foreign": N_("A record has a signature that is not its device's, and was left out ({name})."),
}

DAMAGED: Final = ("blob_missing", "blob_damaged", "pack_damaged", "copy_malformed", "frame_malformed")
"""Damage in the copy; a full disk or a medium that was pulled out is something else."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Restorable:
    """A copy that was found: its folder, the device's code, when it was written, and the names of its ids."""

    folder: Path
    code: str
    written_at: datetime
    workspace: str
    device: str
    damaged: bool = False
    """Nothing of its head can be read: it is only shown, so that nobody takes it for missing."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Something the copy could not give back; its name (of `newest`: when the state is from that was taken instead)."""

    what: str
    name: str = ""
    count: int = 1

    @property
    def sentence(self) -> str:
        """The same in words."""
        return Translator(language())(LOST[self.what]).format(name=self.name[:16], count=self.count)


@dataclass(frozen=True, slots=True)
class Restored:
    """The new workspace, open, and what is in it. `lost` is empty when everything came back."""

    workspace: Workspace
    code: str
    written_at: datetime
    frames: int
    visits: int
    files: int
    lost: tuple[Lost, ...]


def restorable(folder: Path) -> tuple[Restorable, ...]:
    """The copies in a folder (a device's own one, or the one that was chosen), newest first; needs no key.

    One whose head cannot be read at all is among them, last, as `damaged`.
    Raises Problem place_gone or place_newer.
    """
    found, damaged = [], []
    with place_problems(folder):
        inner = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    for path in (folder, *inner):
        told = about(path)
        if told is not None:
            found.append(told)
        elif heads := _heads(path):
            damaged.append(_unreadable(path, heads[0]))
    found.sort(key=lambda each: each.written_at.timestamp(), reverse=True)
    whole = [Restorable(each.folder, each.code, each.written_at, each.workspace, each.device) for each in found]
    return (*whole, *damaged)


def _heads(folder: Path) -> list[Path]:
    with place_problems(folder):
        return heads_in(folder)


def _unreadable(folder: Path, head: Path) -> Restorable:
    """A copy of which only names can be read: its device's code is the end of the folder's name."""
    with place_problems(folder):
        written = datetime.fromtimestamp(head.stat().st_mtime).astimezone()
    return Restorable(
        folder, folder.name.split("-")[2] if folder.name.count("-") > 1 else "", written, "", "", damaged=True
    )


def restore(
    folder: Path,
    recovery_key: str,
    target: Path,
    *,
    key: str = "passphrase",
    passphrase: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Restored:
    """Make a workspace in `target` (new or empty) of the copy in `folder`; `recovery_key` as somebody typed it.

    `key` and `passphrase` say what opens the new workspace, as in `create_workspace`. A pool thread.
    Raises Problem place_nothing, place_several, place_damaged, place_newer, place_gone, recovery_key_*,
    folder_not_empty, workspace_exists, passphrase_empty, keyring_unavailable, transfer_cancelled, or one of the disk.
    """
    secret = RecoveryKey.parse(recovery_key).secret
    told = _only(folder)
    place = Place(told.folder, key_of(told, secret))
    content = place.newest()
    if content is None:
        raise Problem("place_damaged", path=told.folder)
    if content.get("format") != HEAD_FORMAT:
        raise Problem("place_newer", path=told.folder)
    written_at = _moment(content, told)
    with made_beside(target, key=key, passphrase=passphrase) as workspace:
        restoring = _Restoring(workspace, place, replace(told, written_at=written_at), content, progress, cancelled)
        restoring.run()
        if not place.newest_is_whole():
            restoring.lost.insert(0, Lost("newest", written_at.isoformat(" ")))
        workspace.store.set_recovery(secret, workspace.now().isoformat(timespec="seconds"))
    return restoring.report(open_workspace(target, passphrase=passphrase))


def _moment(content: Mapping[str, Any], told: About) -> datetime:
    """When the state was written that is restored, which may be an older one than what `told` is about."""
    try:
        return datetime.fromisoformat(str(content["written_at"]))
    except (KeyError, ValueError):
        return told.written_at


def _only(folder: Path) -> About:
    found = restorable(folder)
    if not found:
        raise Problem("place_nothing", path=folder)
    if len(found) > 1:
        raise Problem("place_several", path=folder, names=", ".join(each.folder.name for each in found))
    if found[0].damaged:
        raise Problem("place_damaged", path=found[0].folder)
    told = about(found[0].folder)
    if told is None:
        raise Problem("place_gone", path=folder)
    return told


class _Restoring:
    """One restore: what was taken over, and what was lost."""

    def __init__(
        self,
        workspace: Workspace,
        place: Place,
        told: About,
        content: Mapping[str, Any],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._workspace = workspace
        self._place = place
        self._told = told
        self._content = content
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self._total = len(content["visits"]) + sum(each["count"] for each in content["packs"]) + 1
        self._files: set[str] = set()
        self._frames = self._visits = self._kept = 0
        self._lost_rows: set[int] = set()
        self.lost: list[Lost] = []

    def run(self) -> None:
        """Take everything over that is whole."""
        self._settings()
        for pack in self._content["packs"]:
            self._pack(pack)
        self._needs()
        for visit, stored in self._content["visits"].items():
            self._visit(visit, stored)
        store = self._workspace.store
        store.call(lambda db: db.files.look(store.blobs.has, again=True))
        lost = sorted(set(self._content.get("missing", ())) - self._files)
        self.lost += [Lost("file", sha256) for sha256 in lost]

    def report(self, workspace: Workspace) -> Restored:
        """What came back, with the workspace as it is open now."""
        lost = tuple(dict.fromkeys(self.lost))
        written = self._told.written_at
        return Restored(workspace, self._told.code, written, self._frames, self._visits, self._kept, lost)

    def _settings(self) -> None:
        db = self._workspace.call(lambda: self._workspace.db)
        try:
            rows = self._rows(self._content["rest"])
            self._workspace.call(lambda: _in_one(db, rows))
        except Problem as problem:
            self._tolerate(problem, Lost("settings"))
        else:
            self._take_files(set(), files_in(json.dumps(rows)))
        origin = {
            "workspace": self._told.workspace,
            "code": self._told.code,
            "copied_at": self._told.written_at.isoformat(),
        }
        devices = self._content["devices"]

        def note() -> None:
            with db.transaction():
                former = db.settings.get(ORIGIN, {}).get("devices", ())
                db.settings.put(ORIGIN, {**origin, "devices": [*former, self._told.device]})
                for device, public in devices.items():
                    if db.peers.device(device) is None:
                        db.peers.learn(KnownDevice(device, public_key=bytes.fromhex(str(public)), source="restored"))

        self._workspace.call(note)
        self._step(1)

    def _pack(self, pack: Mapping[str, Any]) -> None:
        try:
            frames = list(unpack(self._place.get(pack["sha256"])))
        except Problem as problem:
            self._tolerate(problem, Lost("records", pack["sha256"], pack["count"]))
            self._lost_rows |= rows_of(pack)
            return
        self._take(frames)
        self._step(len(frames))

    def _take(self, frames: list[SignedFrame], *, files: bool = True) -> frozenset[str]:
        """Records in one transaction, and then their files, which have to be there with `files`; ids of new ones."""
        db = self._workspace.call(lambda: self._workspace.db)

        received = self._workspace.call(
            lambda: db.frames.receive_all([Arrival(raw, sig) for raw, sig in frames], "second place")
        )
        self._frames += len(received.stored)
        self.lost += [Lost("foreign", frame) for frame, _code in received.parked]
        for raw, _sig in frames:
            self._stop_if_cancelled()
            named = {blob.sha256 for event in decode_frame(raw).events for blob in event.blobs} if files else set()
            self._take_files(named, files_in(raw.decode()))
        return frozenset(received.stored)

    def _needs(self) -> None:
        """The records that visits need stand by themselves too: a server may have had them, or a pack is lost."""
        again = 0
        for each in {each["sha256"]: each for each in self._content.get("needs", {}).values()}.values():
            try:
                frames = list(unpack(self._place.get(each["sha256"])))
            except Problem as problem:
                if problem.code not in DAMAGED:
                    raise
                continue  # each of them may be whole in its pack
            found = [(row in self._lost_rows, frame) for row, frame in zip(each["rows"], frames, strict=False)]
            again += len(self._take([frame for was_lost, frame in found if was_lost]))
            self._take([frame for was_lost, frame in found if not was_lost], files=False)
        self._found_again(again)

    def _found_again(self, count: int) -> None:
        """Fewer records are lost than the damaged packs held."""
        kept: list[Lost] = []
        for lost in self.lost:
            again = min(count, lost.count) if lost.what == "records" else 0
            count -= again
            if again < lost.count:
                kept.append(replace(lost, count=lost.count - again))
        self.lost = kept

    def _visit(self, visit: str, stored: str) -> None:
        db = self._workspace.call(lambda: self._workspace.db)
        try:
            rows = self._rows(stored)
            if self._workspace.call(lambda: bool(db.frames.events_of(visit))):
                return  # it was signed while the copy was made
            self._workspace.call(lambda: _in_one(db, rows))
        except Problem as problem:
            self._tolerate(problem, Lost("visit", visit))
            return
        self._visits += 1
        self._take_files(set(), files_in(json.dumps(rows)))
        self._step(1)

    def _rows(self, stored: str) -> Mapping[str, Any]:
        """Rows of an object. Raises Problem blob_missing, blob_damaged, pack_damaged, copy_malformed."""
        try:
            rows = json.loads(inflate(self._place.get(stored), MOST_ROWS))
        except ValueError as error:
            raise Problem("copy_malformed") from error
        if not isinstance(rows, dict):
            raise Problem("copy_malformed")
        return rows

    def _take_files(self, named: set[str], mentioned: set[str]) -> None:
        """Files that records name must be there; what only looks like a file is taken if there is one."""
        wanted = named | {sha256 for sha256 in mentioned - self._files if self._place.has(sha256)}
        for sha256 in sorted(wanted - self._files):
            self._stop_if_cancelled()
            self._files.add(sha256)
            try:
                self._workspace.store.blobs.put(self._place.get(sha256))
                self._kept += 1
            except Problem as problem:
                self._tolerate(problem, Lost("file", sha256))

    def _tolerate(self, problem: Problem, lost: Lost) -> None:
        """Damage is listed; a full disk or a medium that was pulled out ends the restore."""
        if problem.code not in DAMAGED:
            raise problem
        self.lost.append(lost)

    def _step(self, count: int) -> None:
        self._stop_if_cancelled()
        self._done += count
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Problem("transfer_cancelled")


def _in_one(db: Any, rows: Mapping[str, Any]) -> None:
    with db.transaction():
        db.local_rows.put(rows)
