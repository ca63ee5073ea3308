"""Frames on the server: appended under one lock with numbers that readers can follow, and read back page by page.

A number is taken from one row that every writer locks until its commit. So a frame that shows up later has a higher
number, and a reader who asks for what comes after a number misses nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.events import Event, Frame, decode_frame, events_at
from inspector.quick_dataclass import dataclass
from inspector.server import state
from inspector.server.database import chunks
from inspector.server.tables import blob_ref, entity, event, frame, ruling
from inspector.sync.digests import SetDigest
from inspector.sync.messages import START, Cursor, Packet
from inspector.sync.protocol import MOST_PAGE

PAGE: Final = 2000
"""Frames in a page."""
PORTION: Final = 200
"""Frames whose bytes are read at once."""
NO_HEAD: Final = 1 << 62

# Statements of every push and pull, made once: making one takes six times as long as running it.
_SCOPE: Final = frame.c.scope == sa.bindparam("scope")
_SPAN: Final = _SCOPE & (frame.c.seq > sa.bindparam("after")) & (frame.c.seq <= sa.bindparam("head"))
_SOME: Final[sa.BindParameter[str]] = sa.bindparam("some", expanding=True)
TIP: Final = (
    sa.select(frame.c.seq, frame.c.id, frame.c.digest, frame.c.nth)
    .where(_SCOPE, frame.c.seq <= sa.bindparam("head"))
    .order_by(frame.c.seq.desc())
    .limit(1)
)
KNOWS: Final = sa.select(frame.c.seq).where(
    _SCOPE, frame.c.seq == sa.bindparam("seq"), frame.c.id == sa.bindparam("id")
)
SIZES: Final = sa.select(frame.c.seq, frame.c.size).where(_SPAN).order_by(frame.c.seq).limit(sa.bindparam("most"))
PACKETS: Final = sa.select(frame.c.seq, frame.c.raw, frame.c.sig).where(_SPAN).order_by(frame.c.seq)
RAWS: Final = sa.select(frame.c.seq, frame.c.raw).where(frame.c.seq.in_(sa.bindparam("numbers", expanding=True)))
KNOWN_FRAMES: Final = sa.select(frame.c.id, frame.c.seq, frame.c.hash).where(frame.c.id.in_(_SOME))
KNOWN_EVENTS: Final = sa.select(event.c.id).where(event.c.id.in_(_SOME))
HOMES: Final = sa.select(entity).where(entity.c.id.in_(_SOME))
PLACES: Final = (
    sa.select(event.c.entity, event.c.seq, event.c.place)
    .where(event.c.entity.in_(_SOME))
    .order_by(event.c.seq, event.c.place)
)
RULINGS: Final = sa.select(ruling).where(ruling.c.frame.in_(_SOME), ruling.c.adopted == "").order_by(ruling.c.event)


class Numbers:
    """Allots the numbers of frames: the row `frame` of `counter`, locked until the commit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._first = self._last = state.lock(connection)

    def next(self) -> int:
        """The next number."""
        self._last += 1
        return self._last

    def close(self) -> None:
        """Write the last number back; the lock goes with the commit."""
        if self._last > self._first:
            state.count_up(self._connection, state.FRAME, self._last)


@dataclass(frozen=True, slots=True)
class Known:
    """A frame that is here: what a repeated push is compared with."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A frame to be stored, with everything that was found out about it."""

    frame: Frame
    sig: bytes
    hash: str
    forked: bool = False


@dataclass(slots=True)
class Writer:
    """Collects what one transaction stores, and writes it in few statements. The caller made `numbers`: the lock."""

    connection: Connection
    numbers: Numbers
    _digests: dict[str, SetDigest] = field(default_factory=dict)
    _rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    homes: dict[str, tuple[str, str]] = field(default_factory=dict)
    _refs: set[tuple[str, str, int]] = field(default_factory=set)
    """References to files that are written at the end: several frames may name one photo."""

    def add(self, arrival: Arrival, *, ruled: Iterable[str] = ()) -> int:
        """Store a frame; its number. Events in `ruled` give their entities no home."""
        seq, made = self.numbers.next(), arrival.frame
        digest = self._digest(made.scope)
        digest.add(made.id)
        self._put("frame", _frame_row(arrival, seq, digest))
        dead = frozenset(ruled)
        for place, one in enumerate(made.events):
            self._put("event", {"id": one.id, "seq": seq, "place": place, "entity": one.entity})
            if one.id not in dead and one.entity not in self.homes:
                self.homes[one.entity] = (one.kind, made.scope)
                self._put("entity", {"id": one.entity, "kind": one.kind, "scope": made.scope})
        return seq

    def refer(self, refs: Iterable[tuple[str, str, int]]) -> None:
        """Keep which files (scope, hash, size) frames refer to; those that are known stay as they are."""
        wanted = sorted(set(refs))
        known = set()
        for scope in sorted({ref[0] for ref in wanted}):
            for some in chunks(sorted({ref[1] for ref in wanted if ref[0] == scope})):
                query = sa.select(blob_ref).where(blob_ref.c.scope == scope, blob_ref.c.sha256.in_(some))
                known |= {(row.scope, row.sha256, row.size) for row in self.connection.execute(query)}
        for ref in wanted:
            if ref not in known and ref not in self._refs:
                self._refs.add(ref)
                self._put("blob_ref", dict(zip(("scope", "sha256", "size"), ref, strict=True)) | {"present": False})

    def close(self) -> None:
        """Write everything and the counter."""
        for table in (frame, event, entity, blob_ref):
            rows = self._rows.get(table.name)
            if rows:
                self.connection.execute(sa.insert(table), rows)
        self.numbers.close()

    def _put(self, name: str, row: dict[str, Any]) -> None:
        self._rows.setdefault(name, []).append(row)

    def _digest(self, scope: str) -> SetDigest:
        if scope not in self._digests:
            self._digests[scope] = tip(self.connection, scope)[1]
        return self._digests[scope]


def _frame_row(arrival: Arrival, seq: int, digest: SetDigest) -> dict[str, Any]:
    made = arrival.frame
    return {
        "seq": seq,
        "id": made.id,
        "scope": made.scope,
        "dev": made.dev,
        "n": made.n,
        "prev": made.prev,
        "hash": arrival.hash,
        "raw": made.raw,
        "sig": arrival.sig,
        "size": len(made.raw),
        "events": len(made.events),
        "forked": arrival.forked,
        "digest": digest.text,
        "nth": digest.count,
    }


def tip(connection: Connection, scope: str, head: int | None = None) -> tuple[Cursor, SetDigest]:
    """The last frame of a scope, up to a head, and the set digest up to it."""
    row = connection.execute(TIP, {"scope": scope, "head": NO_HEAD if head is None else head}).first()
    return (START, SetDigest()) if row is None else (Cursor(row.seq, row.id), SetDigest.read(row.digest, row.nth))


def knows(connection: Connection, scope: str, cursor: Cursor) -> bool:
    """Whether a cursor names a frame of this scope."""
    if cursor == START:
        return True
    asked = {"seq": cursor.seq, "id": cursor.id, "scope": scope}
    return connection.execute(KNOWS, asked).first() is not None


def page(connection: Connection, scope: str, after: int, head: int) -> tuple[Packet, ...]:
    """The next frames of a scope up to a head: at most PAGE, at most MOST_PAGE bytes, but always one."""
    last = room = 0
    for row in connection.execute(SIZES, {"scope": scope, "after": after, "head": head, "most": PAGE}):
        room += row.size
        if last and room > MOST_PAGE:
            break
        last = row.seq
    rows = connection.execute(PACKETS, {"scope": scope, "after": after, "head": last}) if last else ()
    return tuple(Packet(bytes(row.raw), bytes(row.sig), row.seq) for row in rows)


def ids(connection: Connection, scope: str) -> list[str]:
    """Ids of every frame of a scope."""
    return list(connection.execute(sa.select(frame.c.id).where(frame.c.scope == scope)).scalars())


def known_frames(connection: Connection, identities: Sequence[str]) -> dict[str, Known]:
    """Those of these frames that are here."""
    found = {}
    for some in chunks(sorted(set(identities))):
        rows = connection.execute(KNOWN_FRAMES, {"some": some})
        found.update({row.id: Known(row.seq, row.hash) for row in rows})
    return found


def known_events(connection: Connection, identities: Iterable[str]) -> set[str]:
    """Those of these events that are here."""
    found: set[str] = set()
    for some in chunks(sorted(set(identities))):
        found.update(connection.execute(KNOWN_EVENTS, {"some": some}).scalars())
    return found


def homes(connection: Connection, entities: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Kind and scope of those of these things that have one."""
    found = {}
    for some in chunks(sorted(set(entities))):
        rows = connection.execute(HOMES, {"some": some})
        found.update({row.id: (row.kind, row.scope) for row in rows})
    return found


def events_of(connection: Connection, subject: str) -> tuple[Event, ...]:
    """All events of an entity that are here, in the order they came."""
    return pasts(connection, [subject])[subject]


def pasts(connection: Connection, subjects: Iterable[str]) -> dict[str, tuple[Event, ...]]:
    """All events of each of these entities that are here, in the order they came."""
    wanted = sorted(set(subjects))
    rows = [row for some in chunks(wanted) for row in connection.execute(PLACES, {"some": some})]
    places: dict[int, set[int]] = {}
    for row in rows:
        places.setdefault(row.seq, set()).add(row.place)
    numbers, found = sorted(places), {}
    for start in range(0, len(numbers), PORTION):
        for seq, raw in connection.execute(RAWS, {"numbers": numbers[start : start + PORTION]}):
            found[seq] = events_at(bytes(raw), places[seq])
    events: dict[str, list[Event]] = {subject: [] for subject in wanted}
    for row in rows:
        events[row.entity].append(found[row.seq][row.place])
    return {subject: tuple(each) for subject, each in events.items()}


def rulings_on(connection: Connection, frames: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """(event, code) of what was ruled out in these frames and not adopted since."""
    found: dict[str, list[tuple[str, str]]] = {}
    for some in chunks(sorted(set(frames))):
        for row in connection.execute(RULINGS, {"some": some}):
            found.setdefault(row.frame, []).append((row.event, row.code))
    return found


def own_files(connection: Connection, dev: str, scope: str) -> frozenset[str]:
    """Files that frames of a device refer to in a scope."""
    mine = sa.select(frame.c.raw).where(frame.c.dev == dev, frame.c.scope == scope)
    raws = connection.execute(mine).scalars()
    return frozenset(blob.sha256 for raw in raws for one in decode_frame(bytes(raw)).events for blob in one.blobs)
