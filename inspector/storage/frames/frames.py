"""Raw frames and their events: the truth of a workspace. Everything else is folded from them (`projections`)."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

import inspector
from inspector.domain.events import SCHEMA, BlobRef, Event, Frame, decode_event, decode_frame, event_json, join_frame
from inspector.domain.person import Role
from inspector.domain.roles import ALONE, HOUSE, HOUSE_KINDS
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.frames.arrivals import UNSIGNED, Arrival, Checked, Signatures
from inspector.storage.frames.files import refer
from inspector.storage.frames.peers import Peers
from inspector.storage.frames.receiving import (
    INSERT_EVENT,
    INSERT_FRAME,
    Parked,
    Received,
    Receiving,
    event_rows,
    frame_row,
)
from inspector.storage.projections.projections import Projector
from inspector.storage.schema import versions
from inspector.storage.search.index import SearchIndex
from inspector.storage.session import Session, chunks

__all__ = ["Arrival", "Checked", "EntityInfo", "Finding", "Frames", "NewEvent", "Parked", "Received"]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be written. Ids and signature are the store's business.

    `par` are the heads the decision was made against (a draft keeps them); None = what the entity's heads are now.
    An earlier event of the same frame and entity counts as seen in any case.
    """

    entity: str
    kind: str
    type: str
    body: Mapping[str, Any] = field(default_factory=dict)
    par: tuple[str, ...] | None = None
    blobs: tuple[BlobRef, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityInfo:
    """How the merge sees an entity. `alerts` are (code, event id); `read_only`: it holds event types we do not know.

    `error` says why it could not be folded; its last good projection stays.
    """

    id: str
    kind: str
    scope: str
    status: str
    heads: tuple[str, ...]
    alerts: tuple[tuple[str, str], ...]
    waiting: tuple[str, ...]
    read_only: bool
    error: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `verify` found: raw_changed, signature, chain_gap, unreadable, entity_error or waiting; and what."""

    code: str
    subject: str


class Frames:
    """Append, read and verify frames."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._projector = Projector(session)
        self._receiving = Receiving(session, self._projector)

    def append(self, scope: str, user: str, events: Sequence[NewEvent], at: datetime) -> Frame:
        """Write what one author did in one go, signed, with its projections, in one transaction; durable on return.

        `at` is aware local time. Raises Problem entity_read_only or frame_parent_unknown.
        """
        if at.tzinfo is None or not events:
            raise ValueError("a frame needs events and a time with its zone")
        with self._session.transaction():
            device = self._session.device
            n, prev = self._tip(device.info.id, scope)
            moment = at.isoformat(timespec="seconds")
            made = self._make(events, user, moment, scope)
            frame = Frame(
                id=self._session.ids.new(),
                scope=scope,
                dev=device.info.id,
                n=n,
                prev=prev,
                user=user,
                at=moment,
                app=inspector.__version__,
                v=SCHEMA,
                events=tuple(made),
            )
            texts = [event_json(event) for event in made]
            raw = join_frame(frame, texts)
            self._insert(frame, raw, device.sign(raw), texts)
            refer(self._session, [frame], own=True)
            self._projector.update(made)
        return frame

    def receive_all(self, arrivals: Sequence[Arrival | Checked], via: str = "", *, later: bool = False) -> Received:
        """Store frames of others and fold what they speak of: see `Receiving.receive_all`.

        The bulk way, which stops at nothing; all that needs no database can be done before, on another thread
        (`arrivals.check_arrivals`). With `later` what comes is folded by `catch_up`.
        """
        return self._receiving.receive_all(arrivals, via, later=later)

    def postponed(self) -> int:
        """How many events were stored and wait to be folded by `catch_up`."""
        return self._projector.postponed()

    def catch_up(self) -> tuple[tuple[str, str], ...]:
        """Fold a portion of what was received to be folded later; (kind, entity) of it, () when nothing is left.

        Whoever receives so calls it until then, each time as work of its own, so that others are not kept waiting. A
        kill in between loses nothing: the rest is folded when the workspace is opened next.
        """
        return self._projector.catch_up()

    def retry_parked(self) -> Received:
        """Try again what was parked: after a key was learned, or by a newer program."""
        return self._receiving.retry_parked()

    def parked(self) -> tuple[Parked, ...]:
        """What arrived and was put aside, oldest first."""
        return self._receiving.parked()

    def events_of(self, entity: str) -> tuple[Event, ...]:
        """All events of an entity, in the order they were stored."""
        return tuple(self._projector.load([entity]).get(entity, ()))

    def heads_of(self, entity: str) -> tuple[str, ...]:
        """What a decision made now has seen: the events of the entity that no other one saw, facts included."""
        return self._leaves([entity]).get(entity, ())

    def entity(self, entity: str) -> EntityInfo | None:
        """How the merge sees an entity, or None."""
        row = self._session.one("SELECT * FROM entity WHERE id = :id", id=entity)
        if row is None:
            return None
        alerts = tuple((code, event) for code, event in json.loads(row.alerts))
        return EntityInfo(
            row.id,
            row.kind,
            row.scope,
            row.status,
            tuple(json.loads(row.leaves)),
            alerts,
            tuple(json.loads(row.waiting)),
            row.unknown != "[]",
            row.error,
        )

    def stamp(self) -> str:
        """Names the state of this workspace's records: the same as long as nothing is written or received."""
        row = self._session.one("SELECT count(*) AS n, max(rowid) AS last FROM frame")
        return f"{row.n}:{row.last}:{versions.unfolded(self._session)}" if row else ""

    def bodies_of(self, kind: str) -> Iterator[tuple[str, str]]:
        """(entity, raw event) of every event of a type, in the order they were stored."""
        for row in self._session.rows("SELECT entity, raw FROM event WHERE type = :type ORDER BY rowid", type=kind):
            yield row.entity, row.raw

    def unsent(self, limit: int = 100) -> tuple[tuple[str, bytes, bytes], ...]:
        """(frame id, raw bytes, signature) of frames no server has numbered yet, oldest first."""
        sql = "SELECT id, raw, sig FROM frame WHERE seq IS NULL ORDER BY id LIMIT :limit"
        return tuple((row.id, bytes(row.raw), bytes(row.sig)) for row in self._session.rows(sql, limit=limit))

    def rebuild(self) -> None:
        """Throw every projection away and fold all frames again, in one transaction."""
        with self._session.transaction():
            self._projector.rebuild()
            SearchIndex(self._session).rebuild()

    def verify(self, devices: frozenset[str] = frozenset()) -> Iterator[Finding]:
        """Check every frame against its hash, its device's signature and its chain, and list entities in trouble.

        The chain must be whole for the own device and these `devices`; of others some frames may not have arrived.
        A fork is no damage: a frame fits if any of those at the place before is the one it names.
        """
        devices |= {self._session.device.info.id}
        stored: dict[str, set[str]] = {}
        for row in self._session.rows("SELECT frame, id FROM event"):
            stored.setdefault(row.frame, set()).add(row.id)
        signatures = Signatures(Peers(self._session).keys())
        chain = _Chain()
        for frame in self._session.rows("SELECT id FROM frame ORDER BY dev, scope, n, seq"):
            for row in self._session.rows("SELECT * FROM frame WHERE id = :id", id=frame.id):
                fits = chain.fits(row) or row.dev not in devices
                yield from self._check(row, signatures, stored.get(row.id, set()), fits=fits)
        trouble = "SELECT id, error, waiting FROM entity WHERE error <> '' OR waiting <> '[]' OR unknown <> '[]'"
        for row in self._session.rows(trouble):
            if row.error:
                yield Finding("entity_error", row.id)
            if row.waiting != "[]":
                yield Finding("waiting", row.id)

    def blobs(self, devices: frozenset[str] | None = None) -> Iterator[BlobRef]:
        """Every file that events refer to, each once; with `devices` only of events that these wrote."""
        seen = set()
        sql = (
            "SELECT e.raw, f.dev FROM event e JOIN frame f ON f.id = e.frame"
            " WHERE e.raw NOT LIKE '%\"blobs\":[]}' ORDER BY e.rowid"
        )
        for row in self._session.rows(sql):
            if devices is not None and row.dev not in devices:
                continue
            for blob in decode_event(json.loads(row.raw)).blobs:
                if blob.sha256 not in seen:
                    seen.add(blob.sha256)
                    yield blob

    def _check(self, row: Any, signatures: Signatures, stored: set[str], *, fits: bool) -> Iterator[Finding]:
        raw = row.raw if isinstance(row.raw, bytes) else b""
        if hashlib.sha256(raw).hexdigest() != row.hash:
            yield Finding("raw_changed", row.id)
            return
        if signatures.code_of(row.dev, bytes(row.sig), raw) == UNSIGNED:
            yield Finding("signature", row.id)
        if not fits:
            yield Finding("chain_gap", row.id)
        try:
            written = {event.id for event in decode_frame(raw).events}
        except Problem:
            yield Finding("unreadable", row.id)
            return
        if written != stored:
            yield Finding("raw_changed", row.id)

    def _tip(self, dev: str, scope: str) -> tuple[int, str]:
        """Number of the device's next frame in this scope and hash of the one before."""
        sql = "SELECT n, hash FROM frame WHERE dev = :dev AND scope = :scope ORDER BY n DESC LIMIT 1"
        row = self._session.one(sql, dev=dev, scope=scope)
        return (row.n + 1, row.hash) if row else (1, "")

    def _make(self, events: Sequence[NewEvent], user: str, at: str, scope: str) -> list[Event]:
        leaves = self._leaves({event.entity for event in events}, writing=True)
        self._check_parents(events, leaves)
        own: dict[str, str] = {}
        made = []
        for new in events:
            before = own.get(new.entity)
            par = () if before and new.par is None else new.par if new.par is not None else leaves.get(new.entity, ())
            seen = (*par, before) if before else tuple(par)
            identity = self._session.ids.new()
            own[new.entity] = identity
            dev = self._session.device.info.id
            body = {"roles": self._roles(user), **new.body} if new.kind in HOUSE_KINDS else new.body
            made.append(Event(identity, new.entity, new.kind, new.type, seen, body, new.blobs, user, at, dev, scope))
        return made

    def _roles(self, user: str) -> list[str]:
        """The roles of somebody as this workspace knows them: what the company decides says who decided it."""
        row = self._session.one("SELECT data FROM person WHERE id = :id", id=user)
        own = _roles_in(row.data) if row is not None else []
        everybody = self._session.rows("SELECT data FROM person")
        led = any(HOUSE & {*_roles_in(one.data)} for one in everybody if json.loads(one.data).get("active", True))
        return own if led else [*own, ALONE]

    def _leaves(self, entities: Iterable[str], *, writing: bool = False) -> dict[str, tuple[str, ...]]:
        found = {}
        for chunk in chunks(sorted(entities)):
            for row in self._session.within("SELECT id, leaves, unknown FROM entity WHERE id IN", chunk):
                if writing and row.unknown != "[]":
                    raise Problem("entity_read_only", id=row.id)
                found[row.id] = tuple(json.loads(row.leaves))
        return found

    def _check_parents(self, events: Sequence[NewEvent], leaves: Mapping[str, tuple[str, ...]]) -> None:
        given = {parent for event in events for parent in event.par or () if parent not in leaves.get(event.entity, ())}
        known: set[str] = set()
        for chunk in chunks(sorted(given)):
            known |= {row.id for row in self._session.within("SELECT id FROM event WHERE id IN", chunk)}
        for parent in sorted(given - known):
            raise Problem("frame_parent_unknown", event=parent)

    def _insert(self, frame: Frame, raw: bytes, sig: bytes, texts: list[str]) -> None:
        digest = hashlib.sha256(raw).hexdigest()
        self._session.many(INSERT_FRAME, [frame_row(frame, digest, Arrival(raw, sig))])
        self._session.many(INSERT_EVENT, event_rows(frame, texts))


def _roles_in(data: str) -> list[str]:
    """The roles of a person's record; an inspector where it names none."""
    return [str(role) for role in json.loads(data).get("roles", [Role.INSPECTOR.value])]


class _Chain:
    """Follows the frames of each device and scope, which come in the order of their numbers."""

    def __init__(self) -> None:
        self._chain: tuple[str, str] = ("", "")
        self._before: set[str] = set()
        self._now: set[str] = set()
        self._n = 0

    def fits(self, row: Any) -> bool:
        """Whether the frame that it names stands right before it; the first one names none."""
        if (row.dev, row.scope) != self._chain:
            self._chain, self._n, self._now = (row.dev, row.scope), 0, {""}
        if row.n != self._n:
            self._before, self._now = self._now if row.n == self._n + 1 else set(), set()
            self._n = row.n
        self._now.add(row.hash)
        return row.prev in self._before
