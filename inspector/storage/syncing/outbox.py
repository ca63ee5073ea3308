"""What the server has not got yet, and what it has: receipts of frames. The frames themselves are the queue.

A frame without a number (`seq`) is on this laptop only; with one it is delivered, and backed up as soon as the server's
backup reaches its number.
"""

from collections.abc import Iterable
from typing import Final

from inspector.domain.events import decode_frame
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.frames.files import MISSING
from inspector.storage.frames.rulings import open_rulings, ruled_frames
from inspector.storage.projections.postponed import Postponed
from inspector.storage.session import Session, chunks

NUMBERED: Final = "SELECT scope, count(seq) AS n FROM frame WHERE dev = :dev GROUP BY scope"
SAFE: Final = "SELECT count(*) AS n FROM frame WHERE dev = :dev AND scope = :scope AND seq <= :most"
OWN_FILES: Final = (
    "SELECT count(*) - coalesce(sum(saved), 0), coalesce(sum(saved), 0) FROM (SELECT min(r.saved) AS saved"
    " FROM file_ref r JOIN frame f ON f.id = r.frame WHERE r.delivered AND f.dev = :dev GROUP BY r.scope, r.sha256)"
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A frame for the server; `row` orders frames as they came into this workspace: a chain is in its order."""

    row: int
    id: str
    scope: str
    dev: str
    raw: bytes
    sig: bytes
    events: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """A receipt: the server's number of a frame; `code` and `rulings` (event, code) as they came with it."""

    frame: str
    seq: int
    code: str = ""
    rulings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """A frame that waits for the server, told by its first event; `events` is how many there are.

    `refused`: why the server did not take it the last time.
    """

    frame: str
    scope: str
    kind: str
    entity: str
    type: str
    at: str
    user: str
    bytes: int
    events: int
    files: int
    file_bytes: int
    refused: str


@dataclass(frozen=True, slots=True)
class SyncCounts:
    """Where things are.

    `unsent`, `refused` (of them) and files count whatever is here; `delivered` (and not backed up yet) and `backed_up`
    count frames that this device wrote, `files_delivered` and `files_backed_up` what they refer to; `ruled`: its events
    without effect; `unseen`: events that are stored and not folded yet.
    """

    unsent: int = 0
    refused: int = 0
    delivered: int = 0
    backed_up: int = 0
    files_unsent: int = 0
    files_unsent_bytes: int = 0
    files_missing: int = 0
    files_missing_bytes: int = 0
    parked: int = 0
    ruled: int = 0
    unseen: int = 0
    files_delivered: int = 0
    files_backed_up: int = 0


@dataclass(frozen=True, slots=True)
class Ruled:
    """An event of this device that the server ruled out and nobody adopted. `code` says why, `frame` holds it."""

    event: str
    entity: str
    kind: str
    type: str
    code: str
    frame: str
    at: str
    user: str = ""
    """Who wrote it."""


class Outbox:
    """Reads and writes of receipts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def outgoing(self, after_row: int = 0, limit: int = 200, *, refused: bool | None = None) -> tuple[Outgoing, ...]:
        """Frames without a number after a row, in the order they came in.

        `refused`: only those that the server has turned down before, or only the others.
        """
        sql = (
            "SELECT rowid AS row, id, scope, dev, raw, sig, events FROM frame"
            " WHERE seq IS NULL AND rowid > :after AND (:refused IS NULL OR (refused <> '') = :refused)"
            " ORDER BY rowid LIMIT :limit"
        )
        rows = self._session.rows(sql, after=after_row, limit=limit, refused=refused)
        return tuple(
            Outgoing(row["row"], row.id, row.scope, row.dev, bytes(row.raw), bytes(row.sig), row.events) for row in rows
        )

    def delivered(self, receipts: Iterable[Delivered]) -> None:
        """The server has numbered these frames."""
        rows = [(one.seq, one.frame) for one in receipts]
        self._session.many("UPDATE frame SET seq = ?, refused = '' WHERE id = ?", rows)

    def refused(self, frame: str, code: str) -> None:
        """The server did not take a frame; it is offered again every time."""
        self._session.run("UPDATE frame SET refused = :code WHERE id = :id AND seq IS NULL", code=code, id=frame)

    def offer_again(self, frames: Iterable[str]) -> None:
        """The server has these frames not, after all; those that are put aside only lose their number."""
        rows: list[tuple[str]] = [(frame,) for frame in frames]
        self._session.many("UPDATE frame SET seq = NULL WHERE id = ?", rows)
        self._session.many("UPDATE parked_frame SET seq = NULL WHERE id = ?", rows)

    def ids(self, scope: str) -> list[tuple[str, int | None]]:
        """(id, number) of every frame of a scope that is here."""
        rows = self._session.rows("SELECT id, seq FROM frame WHERE scope = :scope", scope=scope)
        return [(row.id, row.seq) for row in rows]

    def numbered(self, scope: str, head: int) -> list[str]:
        """Ids of the frames of a scope that have a number up to `head`."""
        rows = self._session.rows("SELECT id FROM frame WHERE scope = :s AND seq <= :head", s=scope, head=head)
        return [row.id for row in rows]

    def scopes(self) -> tuple[str, ...]:
        """Every scope that frames here belong to, sorted."""
        return tuple(row.scope for row in self._session.rows("SELECT DISTINCT scope FROM frame ORDER BY scope"))

    def pending(self, limit: int = 500) -> tuple[Pending, ...]:
        """Frames that wait, oldest first; `counts` says how many there are in all."""
        sql = (
            "SELECT id, scope, at, user, raw, refused, events FROM frame WHERE seq IS NULL ORDER BY rowid LIMIT :limit"
        )
        rows = self._session.rows(sql, limit=limit)
        files = self._files_of([row.id for row in rows])
        found = []
        for row in rows:
            raw = bytes(row.raw)
            try:
                first = decode_frame(raw).events[0]
            except (Problem, IndexError):  # damaged on the disk: the doctor tells
                continue
            count, size = files.get(row.id, (0, 0))
            what = (first.kind, first.entity, first.type)
            found.append(
                Pending(row.id, row.scope, *what, row.at, row.user, len(raw), row.events, count, size, row.refused)
            )
        return tuple(found)

    def counts(self) -> SyncCounts:
        """How many of everything."""
        unsent, refused = self._one("SELECT count(*), coalesce(sum(refused <> ''), 0) FROM frame WHERE seq IS NULL")
        every, safe = self._own()
        waiting = self._one(_distinct("here = 1 AND delivered = 0", "scope, sha256"))
        missing = self._one(_distinct(MISSING, "sha256"), ruled=ruled_frames(self._session))
        parked = self._one("SELECT count(*) FROM parked_frame")[0]
        frames, ruled = (unsent, refused, every - safe, safe), len(self.ruled())
        rest = parked, ruled, Postponed(self._session).count(), *self._own_files()
        return SyncCounts(*frames, waiting[0], waiting[1], missing[0], missing[1], *rest)

    def _own(self) -> tuple[int, int]:
        """How many frames of this device have a number, and how many of those are in the server's backup."""
        saved = {row.scope: row.backup_seq for row in self._session.rows("SELECT scope, backup_seq FROM scope_state")}
        every = safe = 0
        for dev in self._session.own_devices():
            for row in self._session.rows(NUMBERED, dev=dev):
                every += row.n
                if row.n and saved.get(row.scope):
                    safe += self._one(SAFE, dev=dev, scope=row.scope, most=saved[row.scope])[0]
        return every, safe

    def _own_files(self) -> tuple[int, int]:
        """How many files of this device's records the server has in no backup, and how many it has in one."""
        unsaved = saved = 0
        for dev in self._session.own_devices():
            one = self._one(OWN_FILES, dev=dev)
            unsaved, saved = unsaved + one[0], saved + one[1]
        return unsaved, saved

    def ruled(self) -> tuple[Ruled, ...]:
        """Own events that were ruled out and not adopted, oldest ruling first."""
        open_ones = {one.target: (one.code, one.at) for one in open_rulings(self._session)}
        found: dict[str, Ruled] = {}
        own = self._session.own_devices()
        select = (
            "SELECT e.id, e.entity, e.kind, e.type, e.frame, f.dev, f.user FROM event e JOIN frame f ON f.id = e.frame"
        )
        for chunk in chunks(list(open_ones)):
            for row in self._session.within(f"{select} WHERE e.id IN", chunk):
                if row.dev in own:
                    code, at = open_ones[row.id]
                    found[row.id] = Ruled(row.id, row.entity, row.kind, row.type, code, row.frame, at, row.user)
        return tuple(found[target] for target in open_ones if target in found)

    def _files_of(self, frames: list[str]) -> dict[str, tuple[int, int]]:
        sql = "SELECT frame, count(*) AS n, sum(size) AS size FROM file_ref WHERE frame IN"
        return {
            row.frame: (row.n, row["size"])
            for chunk in chunks(frames)
            for row in self._session.within(sql, chunk, "GROUP BY frame")
        }

    def _one(self, sql: str, **values: str | int) -> tuple[int, ...]:
        row = self._session.one(sql, **values)
        return tuple(row) if row is not None else ()


def _distinct(where: str, by: str) -> str:
    inner = f"SELECT max(size) AS size FROM file_ref WHERE {where} GROUP BY {by}"  # noqa: S608 - own text
    return f"SELECT count(*), coalesce(sum(size), 0) FROM ({inner})"  # noqa: S608 - own text
