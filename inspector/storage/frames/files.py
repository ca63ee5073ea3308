"""Files that frames refer to: which of them are here, and which of them the server has.

A row for each file of each frame, filled when the frame is stored. The bytes are the business of `BlobStore`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from inspector.domain.events import Frame
from inspector.quick_dataclass import dataclass
from inspector.storage.frames.rulings import ruled_frames
from inspector.storage.session import Session, chunks

SHA256: Final = re.compile(r"[0-9a-f]{64}")
MOST_SIZE: Final = 1 << 40
"""Bytes; a file that claims to be larger is none of ours."""
UNSEEN: Final = 2
"""In the column `here`: nobody has looked yet (rows that a migration made)."""
INSERT: Final = (
    "INSERT OR IGNORE INTO file_ref (frame, sha256, scope, size, type, here, delivered, saved)"
    " SELECT ?, ?, ?, ?, ?, ?, coalesce(max(delivered), 0), coalesce(max(saved), 0)"
    " FROM file_ref WHERE sha256 = ? AND scope = ?"
)
SEND: Final = (
    "SELECT r.sha256, r.scope, r.size, r.type, min(r.frame) AS frame FROM file_ref r JOIN frame f ON f.id = r.frame"
    " WHERE r.here = 1 AND r.delivered = 0 AND f.seq IS NOT NULL AND r.size <= :most"
    " GROUP BY r.scope, r.sha256 ORDER BY r.size, r.sha256 LIMIT :limit"
)
MISSING: Final = "here = 0 AND frame NOT IN (SELECT value FROM json_each(:ruled))"
"""Files to be had: what only a frame names that was ruled out as a whole (`ruled_frames`) may not exist."""
FETCH: Final = (
    f"SELECT sha256, scope, max(size) AS size, type, frame FROM file_ref WHERE {MISSING} AND size <= :most"  # noqa: S608 - own text
    " GROUP BY sha256 ORDER BY min(size), sha256 LIMIT :limit"
)
"""Of the sizes that several authors claim the largest: a file is whole as soon as its hash is right."""


OF_THINGS: Final = (
    "SELECT DISTINCT r.sha256, r.here FROM event e JOIN file_ref r ON r.frame = e.frame"
    " WHERE instr(e.raw, r.sha256) AND e.entity IN"
)
UNSAVED: Final = (
    "SELECT DISTINCT sha256 FROM file_ref WHERE delivered AND NOT saved AND scope = :scope AND sha256 > :after"
    " ORDER BY sha256 LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that a frame of a scope refers to: hash of its plaintext (hex), size in bytes, media type."""

    sha256: str
    scope: str
    size: int
    type: str
    frame: str


def refer(session: Session, frames: Iterable[Frame], *, own: bool = False) -> None:
    """Take note of the files that new frames refer to; in their transaction.

    What the session cannot look up counts as here if the frame is one's `own`, else as missing.
    """
    rows: list[tuple[object, ...]] = []
    for frame in frames:
        for blob in (blob for event in frame.events for blob in event.blobs):
            sha256 = blob.sha256
            if SHA256.fullmatch(sha256) and 0 < blob.size <= MOST_SIZE:
                here = session.has_file(sha256) if session.has_file is not None else own
                rows.append((frame.id, sha256, frame.scope, blob.size, blob.type, int(here), sha256, frame.scope))
    session.many(INSERT, rows)


class Files:
    """Reads and writes of which file is where."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def to_send(self, limit: int, most_bytes: int | None = None) -> tuple[FileRef, ...]:
        """Files that are here, that the server lacks and whose frame it has, smallest first; one row for each scope.

        `most_bytes` leaves larger ones out.
        """
        return self._refs(SEND, limit, most_bytes)

    def to_fetch(self, limit: int, most_bytes: int | None = None, *, ruled_out: bool = False) -> tuple[FileRef, ...]:
        """Files that are not here, each once, smallest first; `most_bytes` leaves larger ones out.

        What a frame names that was ruled out as a whole counts when it is adopted, or for those who decide about that
        (`ruled_out`): they are to see what they judge.
        """
        return self._refs(FETCH, limit, most_bytes, ruled="[]" if ruled_out else ruled_frames(self._session))

    def of_things(self, entities: Sequence[str]) -> tuple[int, int]:
        """Files that records about these things refer to: how many there are, and how many of them are not here."""
        here: dict[str, bool] = {}
        for chunk in chunks(entities):
            for row in self._session.within(OF_THINGS, chunk):
                here[row.sha256] = here.get(row.sha256, False) or row.here == 1
        return len(here), sum(not one for one in here.values())

    def last_change(self, entities: Sequence[str]) -> str:
        """When the newest record of these things was written (ISO 8601, the writer's clock); "" without any."""
        sql = "SELECT max(f.at) AS at FROM event e JOIN frame f ON f.id = e.frame WHERE e.entity IN"
        found = [row.at for chunk in chunks(entities) for row in self._session.within(sql, chunk) if row.at]
        return max(found, default="")

    def arrived(self, sha256: str, *, delivered: bool = False) -> None:
        """A file is here now; `delivered` if it came from the server, which therefore has it."""
        self._session.run("UPDATE file_ref SET here = 1 WHERE sha256 = :sha256", sha256=sha256)
        if delivered:
            self._session.run("UPDATE file_ref SET delivered = 1 WHERE sha256 = :sha256", sha256=sha256)

    def missing(self, sha256: str) -> None:
        """A file is not here any more, or damaged: it is asked for again."""
        self._session.run("UPDATE file_ref SET here = 0 WHERE sha256 = :sha256", sha256=sha256)

    def delivered(self, scope: str, hashes: Iterable[str]) -> None:
        """The server has these files in a scope."""
        self._mark(scope, hashes, 1)

    def saved(self, scope: str, hashes: Iterable[str]) -> None:
        """These files are in a backup of the server."""
        rows = [(scope, sha256) for sha256 in hashes]
        self._session.many("UPDATE file_ref SET saved = 1 WHERE scope = ? AND sha256 = ? AND delivered = 1", rows)

    def unsaved(self, scope: str, after: str, limit: int) -> tuple[str, ...]:
        """Files of a scope that the server has and that are not known to be in its backup, by hash, from one on."""
        rows = self._session.rows(UNSAVED, scope=scope, after=after, limit=limit)
        return tuple(row.sha256 for row in rows)

    def lost(self, scope: str, hashes: Iterable[str] | None = None) -> None:
        """The server has them not, after all; None for every file of the scope."""
        if hashes is None:
            self._session.run("UPDATE file_ref SET delivered = 0, saved = 0 WHERE scope = :scope", scope=scope)
        else:
            self._mark(scope, hashes, 0)

    def of_scope(self, scope: str) -> tuple[str, ...]:
        """Hashes of all files that a scope refers to, sorted."""
        sql = "SELECT DISTINCT sha256 FROM file_ref WHERE scope = :scope ORDER BY sha256"
        return tuple(row.sha256 for row in self._session.rows(sql, scope=scope))

    def look(self, has: Callable[[str], bool], *, again: bool = False) -> None:
        """Look where nobody has looked yet whether the file is here: after a migration.

        `again`: at all that are not known to be here; for whoever put files where frames had come before.
        """
        which = f"here IN (0, {UNSEEN})" if again else f"here = {UNSEEN}"
        unseen = self._session.rows(f"SELECT DISTINCT sha256 FROM file_ref WHERE {which}")  # noqa: S608 - own numbers
        rows: list[tuple[int, str]] = [(int(has(row.sha256)), row.sha256) for row in unseen]
        if rows:
            with self._session.transaction():
                self._session.many("UPDATE file_ref SET here = ? WHERE sha256 = ?", rows)

    def _refs(self, sql: str, limit: int, most_bytes: int | None, **values: str) -> tuple[FileRef, ...]:
        most = MOST_SIZE if most_bytes is None else most_bytes
        rows: Sequence[FileRef] = [
            FileRef(row.sha256, row.scope, row.size, row.type, row.frame)
            for row in self._session.rows(sql, most=most, limit=limit, **values)
        ]
        return tuple(rows)

    def _mark(self, scope: str, hashes: Iterable[str], value: int) -> None:
        rows = [(value, scope, sha256) for sha256 in hashes]
        sql = "UPDATE file_ref SET delivered = ?1, saved = saved * ?1 WHERE scope = ?2 AND sha256 = ?3"
        self._session.many(sql, rows)
