"""Exchange files: who they go to and come from, what each of them has acknowledged, and what is here to be sent.

What others have is kept as they told it (JSON); what it means is `sync.exchange.header`'s business.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from inspector.quick_dataclass import dataclass
from inspector.storage.engine import NamedRow
from inspector.storage.session import Session, chunks

QUEUED: Final = (
    "SELECT rowid AS row, id, scope, dev, n, prev, hash, seq, events, length(raw) AS size FROM frame"
    " WHERE {where} ORDER BY rowid"
)


@dataclass(frozen=True, slots=True)
class ExchangePeer:
    """How far the exchange with a device is.

    `sent` and `received` count the files to it and from it; `have`, `wants` and `spans` are what it told last: what it
    has, which files it lacks, and ranges of its records that arrived before those they follow.
    """

    id: str
    sent: int = 0
    received: int = 0
    sent_at: str = ""
    received_at: str = ""
    have: Sequence[Any] = ()
    wants: Sequence[str] = ()
    spans: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class QueuedFrame:
    """A frame as far as it matters for what goes into a file; `row` orders frames as they came here."""

    row: int
    id: str
    scope: str
    dev: str
    n: int
    prev: str
    hash: str
    seq: int | None
    events: int
    size: int


class ExchangePeers:
    """Reads and writes of peers; reads of what goes into files."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def peer(self, identity: str) -> ExchangePeer:
        """How far the exchange with a device is; at its beginning for one that nothing was exchanged with."""
        row = self._session.one("SELECT * FROM exchange_peer WHERE id = :id", id=identity)
        return _peer(row) if row is not None else ExchangePeer(identity)

    def peers(self) -> tuple[ExchangePeer, ...]:
        """Every device that something was exchanged with."""
        return tuple(_peer(row) for row in self._session.rows("SELECT * FROM exchange_peer ORDER BY id"))

    def put(self, peer: ExchangePeer) -> None:
        """Keep it."""
        self._session.run(
            "INSERT OR REPLACE INTO exchange_peer (id, sent, received, sent_at, received_at, have, wants, spans)"
            " VALUES (:id, :sent, :received, :sent_at, :received_at, :have, :wants, :spans)",
            id=peer.id,
            sent=peer.sent,
            received=peer.received,
            sent_at=peer.sent_at,
            received_at=peer.received_at,
            have=_json(peer.have),
            wants=_json(peer.wants),
            spans=_json(peer.spans),
        )

    def frames(self, scopes: Sequence[str]) -> tuple[QueuedFrame, ...]:
        """Every frame of these scopes, in the order they came in."""
        marks = json.dumps(list(scopes))
        where = "scope IN (SELECT value FROM json_each(:scopes))"
        return tuple(map(_queued, self._session.rows(QUEUED.format(where=where), scopes=marks)))

    def unnumbered(self) -> tuple[QueuedFrame, ...]:
        """Frames that the server has not numbered, in the order they came in."""
        return tuple(map(_queued, self._session.rows(QUEUED.format(where="seq IS NULL"))))

    def packets(self, rows: Sequence[int]) -> Iterator[tuple[bytes, bytes]]:
        """Bytes and signature of frames, in the order of these rows."""
        for some in chunks([str(row) for row in rows]):
            found = self._session.within("SELECT rowid AS row, raw, sig FROM frame WHERE rowid IN", some)
            by_row = {row["row"]: (bytes(row.raw), bytes(row.sig)) for row in found}
            yield from (by_row[int(row)] for row in some if int(row) in by_row)

    def scopes(self) -> dict[str, int]:
        """Every scope that has frames here, with how many."""
        sql = "SELECT scope, count(*) AS n FROM frame GROUP BY scope ORDER BY scope"
        return {row.scope: row.n for row in self._session.rows(sql)}

    def files_of(self, frames: Iterable[str]) -> dict[str, int]:
        """Files that frames refer to and that are here: hash -> size in bytes."""
        sql = "SELECT sha256, size FROM file_ref WHERE here = 1 AND frame IN"
        return {row.sha256: row["size"] for some in chunks(list(frames)) for row in self._session.within(sql, some)}

    def files_here(self, hashes: Iterable[str], scopes: Sequence[str]) -> dict[str, int]:
        """Those of these files that are here and belong to one of these scopes, with their sizes."""
        sql, wanted = "SELECT sha256, size, scope FROM file_ref WHERE here = 1 AND sha256 IN", frozenset(scopes)
        rows = (row for some in chunks(list(hashes)) for row in self._session.within(sql, some))
        return {row.sha256: row["size"] for row in rows if row.scope in wanted}

    def undelivered(self) -> dict[str, int]:
        """Files that are here and that the server has not acknowledged, with their sizes."""
        sql = "SELECT sha256, max(size) AS size FROM file_ref WHERE here = 1 AND delivered = 0 GROUP BY sha256"
        return {row.sha256: row["size"] for row in self._session.rows(sql)}

    def missing_of(self, frames: Iterable[str]) -> int:
        """How many files that frames refer to are not here."""
        sql = "SELECT sha256 FROM file_ref WHERE here <> 1 AND frame IN"
        return len({row.sha256 for some in chunks(list(frames)) for row in self._session.within(sql, some)})

    def awaited(self, hashes: Iterable[str]) -> frozenset[str]:
        """Those of these files that frames here refer to and that are not here."""
        sql = "SELECT sha256 FROM file_ref WHERE here <> 1 AND sha256 IN"
        return frozenset(row.sha256 for some in chunks(list(hashes)) for row in self._session.within(sql, some))

    def numbered_files(self, scope: str, head: int, dev: str = "", *, delivered: bool = False) -> tuple[str, ...]:
        """Files without a receipt whose frames the server numbered up to `head`; only those of `dev` if it is given.

        With `delivered` those that have it, and are not known to be in a backup.
        """
        state = "r.delivered AND NOT r.saved" if delivered else "r.delivered = 0"
        sql = (
            "SELECT DISTINCT r.sha256 FROM file_ref r JOIN frame f ON f.id = r.frame"  # noqa: S608 - own text
            f" WHERE {state} AND r.scope = :scope AND f.seq <= :head AND :dev IN ('', f.dev)"
        )
        return tuple(row.sha256 for row in self._session.rows(sql, scope=scope, head=head, dev=dev))


def _json(value: Sequence[Any]) -> str:
    return json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))


def _peer(row: NamedRow) -> ExchangePeer:
    told = (tuple(json.loads(row[name])) for name in ("have", "wants", "spans"))
    return ExchangePeer(row.id, row.sent, row.received, row.sent_at, row.received_at, *told)


def _queued(row: NamedRow) -> QueuedFrame:
    values = (row["row"], row.id, row.scope, row.dev, row.n, row.prev, row.hash, row.seq, row.events, row["size"])
    return QueuedFrame(*values)
