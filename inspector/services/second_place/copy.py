"""One copy to the second place: what is new is written, then the head, then what nothing refers to is removed.

The database is read in short turns on the worker, so that typing never waits; between turns everything happens on the
copying thread. Visits are read before the last look at the frames: a visit that is signed meanwhile is in the copy
twice rather than not at all, and restoring knows which counts.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from inspector.domain.events import decode_frame
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.second_place.book import Book, Seen
from inspector.services.workspace import Workspace
from inspector.storage import StoredFrame
from inspector.storage.local.rows import LocalRows
from inspector.sync.packs import LEVEL, pack
from inspector.sync.place import Place

PACK_BYTES: Final = 256 * 1024
"""A pack of frames is closed at this size; the last one is written again until it is full."""
TURN_FRAMES: Final = 32
"""Frames read in one turn of the worker."""
HASH: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
HEAD_FORMAT: Final = 1
BAD: Final = ("blob_missing", "blob_damaged")
"""What the place says of an object that cannot be read."""


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What a copy did: objects written (0: nothing had changed) and removed; `missing` files could not be read here."""

    visits: int
    frames: int
    written: int
    removed: int
    missing: tuple[str, ...]


def dumped(rows: Mapping[str, Any]) -> bytes:
    """Rows as they are kept in a copy."""
    return zlib.compress(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode(), LEVEL)


def digest_of(rows: Mapping[str, Any]) -> str:
    """What tells whether rows changed."""
    return hashlib.sha256(dumped(rows)).hexdigest()


def files_in(text: str) -> set[str]:
    """Everything in a text that may be the hash of a file."""
    return set(HASH.findall(text))


def device_keys(workspace: Workspace) -> dict[str, str]:
    """Public keys (hexadecimal) of every device whose frames may be here, this one's included. Worker."""
    return {device: key.hex() for device, key in sorted(workspace.db.peers.keys().items())}


def changes_since(workspace: Workspace, book: Book) -> int:
    """How many visits and records changed since the copy was made. Reads each visit in a turn of its own."""
    local = workspace.call(lambda: _rows_of(workspace).visits())
    changed = len(set(book.seen.visits) - set(local))
    for visit in local:
        rows = workspace.call(lambda visit=visit: workspace.db.local_rows.visit(visit))  # type: ignore[misc]
        changed += digest_of(rows) != book.seen.visits.get(visit)
    unsent = workspace.call(lambda: _rows_of(workspace).unsent_rows())
    return changed + sum(1 for row in unsent if row > book.seen.last_row)


def _rows_of(workspace: Workspace) -> LocalRows:
    """Worker thread."""
    return workspace.db.local_rows


def _needs_of(workspace: Workspace, visit: str) -> tuple[int, ...]:
    """Rows of all frames about a visit's customer, its equipment, the visit's inspectors, and who works. Worker."""
    db = workspace.db
    try:
        draft = db.drafts.visit(visit)
    except Problem:  # signed meanwhile
        return ()
    equipment = (item.id for item in db.registers.equipment_of(draft.customer))
    acting = (workspace.acting.id,) if workspace.somebody_acts else ()
    return db.local_rows.frames_of((draft.customer, *equipment, *draft.inspectors, *acting))


def spans(rows: Iterable[int]) -> list[list[int]]:
    """Rising numbers as first and last of each run without a gap."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return found


def rows_of(pack_info: Mapping[str, Any]) -> set[int]:
    """Rows of the frames in a pack; none of an older one that does not name them and has gaps."""
    first, last = pack_info["first"], pack_info["last"]
    whole = [(first, last)] if pack_info["count"] == last - first + 1 else []
    return {row for start, end in pack_info.get("rows", whole) for row in range(start, end + 1)}


class Copying:
    """One copy being made."""

    def __init__(
        self,
        workspace: Workspace,
        place: Place,
        former: Mapping[str, Any] | None,
        token: str,
        progress: Callable[[int, int], None] | None,
        cancelled: Callable[[], bool] | None,
        *,
        thorough: bool,
    ) -> None:
        self._workspace = workspace
        self._place = place
        self._former: Mapping[str, Any] = former or {}
        self._token = token
        self._progress = progress
        self._cancelled = cancelled
        self._thorough = thorough
        self._missing: set[str] = set()
        self._done = self._total = self._written = 0

    def run(self) -> tuple[CopyReport, Seen]:
        """Make the copy; what was seen of the workspace is what the copy now holds."""
        visits = self._visits()
        rest, unsent, left = self._workspace.call(self._last_look)
        visits = {visit: rows for visit, rows in visits.items() if visit in left}
        packs = self._kept_packs(unsent)
        kept = {row for each in packs for row in rows_of(each)}
        new = [row for row in unsent if row not in kept]
        self._total = len(new) + len(visits) + 1
        packs = sorted([*packs, *self._new_packs(new)], key=lambda each: int(each["last"]))
        files: set[str] = set()
        stored = {visit: self._put_rows(rows, files) for visit, rows in visits.items()}
        needs = {visit: self._put_needs(visit) for visit in visits}
        kept_rest = self._put_rows(rest, files)
        content = {
            "format": HEAD_FORMAT,
            "company": next((row["value"] for row in rest["setting"] if row["key"] == "company"), '""'),
            "devices": self._workspace.call(lambda: device_keys(self._workspace)),
            "visits": stored,
            "needs": needs,
            "rest": kept_rest,
            "packs": packs,
            "files": self._put_list(files),
            "missing": sorted(self._missing),
        }
        removed = self._finish(content)
        seen = Seen({visit: digest_of(rows) for visit, rows in visits.items()}, unsent[-1] if unsent else 0)
        frames = sum(each["count"] for each in packs)
        return CopyReport(len(visits), frames, self._written, removed, tuple(sorted(self._missing))), seen

    # reading --------------------------------------------------------------------------------------------------------

    def _visits(self) -> dict[str, Mapping[str, Any]]:
        local_rows = self._workspace.call(lambda: self._workspace.db.local_rows)
        found: dict[str, Mapping[str, Any]] = {}
        for visit in self._workspace.call(local_rows.visits):
            self._stop_if_cancelled()
            rows = self._workspace.call(lambda visit=visit: local_rows.visit(visit))  # type: ignore[misc]
            if rows["draft"]:
                found[visit] = rows
        return found

    def _last_look(self) -> tuple[Mapping[str, Any], tuple[int, ...], set[str]]:
        """Rest, frames and the visits that are left, in one turn."""
        local_rows = self._workspace.db.local_rows
        return local_rows.rest(), local_rows.unsent_rows(), set(local_rows.visits())

    def _frames(self, rows: list[int]) -> Iterator[StoredFrame]:
        local_rows = self._workspace.call(lambda: self._workspace.db.local_rows)
        for start in range(0, len(rows), TURN_FRAMES):
            self._stop_if_cancelled()
            turn = rows[start : start + TURN_FRAMES]
            yield from self._workspace.call(lambda turn=turn: local_rows.frames(turn))  # type: ignore[misc]

    # frames ---------------------------------------------------------------------------------------------------------

    def _kept_packs(self, unsent: tuple[int, ...]) -> list[dict[str, Any]]:
        """Packs of the former copy that still hold: same workspace, whole, full, and with frames no server has."""
        known: list[dict[str, Any]] = list(self._former.get("packs", ()))
        if (
            known
            and self._workspace.call(lambda: self._workspace.db.local_rows.frame_id(known[-1]["last"]))
            != (known[-1]["last_id"])
        ):
            return []  # the workspace was restored from something older
        rows = set(unsent)
        held = [each for each in known if not rows.isdisjoint(rows_of(each))]
        if held and held[-1]["bytes"] < PACK_BYTES and unsent and unsent[-1] > held[-1]["last"]:
            held.pop()
        for index, each in enumerate(held):
            if not self._whole(each):
                return held[:index]
        return held

    def _whole(self, pack_info: Mapping[str, Any]) -> bool:
        parts = (pack_info["sha256"], pack_info["files"])
        if not self._thorough:
            return all(self._place.has(part) for part in parts)
        try:
            files = self._place.listed(pack_info["files"])
        except Problem as problem:
            if problem.code not in BAD:
                raise
            return False
        return not any(self._damaged(sha256) for sha256 in (*parts, *files))

    def _damaged(self, sha256: str) -> bool:
        self._stop_if_cancelled()
        return self._place.damaged(sha256)

    def _new_packs(self, rows: list[int]) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        waiting: list[StoredFrame] = []
        size = 0
        for frame in self._frames(rows):
            waiting.append(frame)
            size += len(frame.raw)
            if size >= PACK_BYTES:
                made.append(self._put_pack(waiting, size))
                waiting, size = [], 0
        if waiting:
            made.append(self._put_pack(waiting, size))
        return made

    def _put_pack(self, frames: list[StoredFrame], size: int) -> dict[str, Any]:
        files: set[str] = set()
        for frame in frames:
            self._step()
            named = {blob.sha256 for event in decode_frame(frame.raw).events for blob in event.blobs}
            other = files_in(frame.raw.decode()) - named
            files |= self._put_files(named) | self._put_files(self._known(other))
        return {
            "sha256": self._put(pack((frame.raw, frame.sig) for frame in frames)),
            "first": frames[0].row,
            "last": frames[-1].row,
            "last_id": frames[-1].id,
            "rows": spans(frame.row for frame in frames),
            "count": len(frames),
            "bytes": size,
            "files": self._put_list(files),
        }

    # objects --------------------------------------------------------------------------------------------------------

    def _put_rows(self, rows: Mapping[str, Any], files: set[str]) -> str:
        self._step()
        data = json.dumps(rows, ensure_ascii=False)
        files |= self._put_files(self._known(files_in(data)))
        return self._put(dumped(rows))

    def _put_needs(self, visit: str) -> dict[str, Any]:
        """The records without which a visit does not open, once more, so that one bad pack costs no visit."""
        rows = list(self._workspace.call(lambda: _needs_of(self._workspace, visit)))
        known = self._former.get("needs", {}).get(visit, {})
        if known.get("rows") == rows and self._there(known["sha256"]):
            return dict(known)
        return {"rows": rows, "sha256": self._put(pack((frame.raw, frame.sig) for frame in self._frames(rows)))}

    def _known(self, hashes: Iterable[str]) -> set[str]:
        """Those hashes that are files of this workspace."""
        return {sha256 for sha256 in hashes if self._workspace.store.blobs.has(sha256)}

    def _put_files(self, hashes: Iterable[str]) -> set[str]:
        """Copy files; those that cannot be read are noted, and the copy goes on without them."""
        copied = set()
        for sha256 in hashes:
            self._stop_if_cancelled()
            if self._there(sha256):
                copied.add(sha256)
                continue
            try:
                data = self._workspace.store.blobs.get(sha256)
            except Problem:
                self._missing.add(sha256)
                continue
            self._put(data)
            copied.add(sha256)
        return copied

    def _there(self, sha256: str) -> bool:
        return not self._place.damaged(sha256) if self._thorough else self._place.has(sha256)

    def _put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        if self._there(sha256):
            return sha256
        self._written += 1
        return self._place.put(data, again=self._thorough)

    def _put_list(self, hashes: Iterable[str]) -> str:
        made = json.dumps(sorted(hashes)).encode()
        return self._put(made)

    # the end --------------------------------------------------------------------------------------------------------

    def _finish(self, content: Mapping[str, Any]) -> int:
        """Write the head if anything changed, then remove what only the former head referred to."""
        told = ("token", "written_at")
        if {key: value for key, value in self._former.items() if key not in told} != content:
            now = self._workspace.now().isoformat(timespec="seconds")
            self._written += 1
            self._place.finish({**content, "token": self._token, "written_at": now}, self._told(now))
        elif not self._thorough:
            self._place.remove_older_heads()  # a copy that was killed after its head may have left them
            return 0
        try:
            return self._place.sweep(self._referred(content) | self._referred_before())
        except Problem as problem:
            if problem.code not in BAD:
                raise
            return 0  # a list cannot be read: nothing is removed until a thorough copy has written it anew

    def _referred_before(self) -> set[str]:
        """What the head before refers to, which is kept in case the new one is damaged on the medium."""
        try:
            return self._referred(self._former) if self._former.get("rest") else set()
        except Problem as problem:
            if problem.code not in BAD:
                raise
            return set()

    def _told(self, now: str) -> dict[str, Any]:
        """What anybody may read."""
        store = self._workspace.store
        recovery = store.info.recovery
        if recovery is None:
            raise Problem("recovery_key_missing")
        wrap = {"id": recovery.id, **recovery.place.to_json()}
        device = {"device": store.device.id, "code": store.device.code}
        return {"workspace": store.info.id, **device, "written_at": now, "recovery": wrap}

    def _referred(self, content: Mapping[str, Any]) -> set[str]:
        lists = [content["files"], *(each["files"] for each in content["packs"])]
        packs = (each["sha256"] for each in content["packs"])
        needs = (each["sha256"] for each in content.get("needs", {}).values())
        found = {content["rest"], *content["visits"].values(), *needs, *packs, *lists}
        for stored in lists:
            found |= self._place.listed(stored)
        return found

    def _step(self) -> None:
        self._stop_if_cancelled()
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)

    def _stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Problem("transfer_cancelled")
