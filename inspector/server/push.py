"""Taking frames in (sync.md, "Server").

Check who signed them, store them under the lock, judge them, and rule out what must have no effect, in one transaction.
One bad frame never stops the others.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

import inspector
from inspector.domain.events import SCHEMA, BlobRef, Effect, Event, Frame, decode_frame, encode_frame, read_frame
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import people, store
from inspector.server.admission import INDEPENDENT, Author, Known, judge
from inspector.server.chains import Chains
from inspector.server.database import Database
from inspector.server.shapes import frame_flaw, is_blob
from inspector.server.state import Surroundings, is_signed, told
from inspector.server.store import Arrival, Writer
from inspector.server.tables import device, directory, frame, person, ruling
from inspector.sync.messages import Packet, Receipt, Receipts, Stored
from inspector.sync.protocol import MOST_BATCH, MOST_EVENTS, MOST_FRAME

LOG: Final = logging.getLogger("inspector.server")
Numbering = type[store.Numbers]
# Statements of every push, made once.
REVOKED: Final = sa.select(device.c.revoked).where(device.c.id == sa.bindparam("device"))
SHOWN: Final = sa.select(directory.c.device, directory.c.scope).where(
    directory.c.device.in_(sa.bindparam("devices", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A packet that was read: its frame if it can be kept, else why not."""

    packet: Packet
    hash: str
    frame: Frame | None = None
    refused: str = ""
    name: str = ""
    own: bool = False
    """Whether the server wrote it itself and it comes back, after the server was restored."""


@dataclass(slots=True)
class Push:
    """One push under way, inside its transaction."""

    connection: Connection
    here: Surroundings
    writer: Writer
    facts: Mapping[str, str]
    chains: Chains
    frames: dict[str, store.Known]
    events: set[str]
    rulings: dict[str, list[tuple[str, str]]]
    fresh: dict[str, list[Event]] = field(default_factory=dict)
    authors: dict[str, Author] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    administered: bool | None = None
    tips: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Last number and hash of the server's own chain, by scope."""
    shown: set[tuple[str, str]] = field(default_factory=set)
    """Device and scope of those that the readers of the scope know."""
    pasts: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    """What was here of an entity before; what this push brings is written at its end only."""

    def take(self, one: Incoming) -> Receipt:
        """Store and judge one frame."""
        made = one.frame
        if made is None:
            return Receipt(one.name, Stored.REFUSED, code=one.refused)
        known = self.frames.get(made.id)
        if known is not None and known.hash == one.hash:
            return Receipt(made.id, Stored.KNOWN, known.seq, rulings=tuple(self.rulings.get(made.id, ())))
        if known is not None or any(event.id in self.events for event in made.events):
            LOG.warning("frame_conflict", extra={"told": {"frame": made.id, "device": made.dev}})
            return Receipt(made.id, Stored.REFUSED, code="frame_changed")
        return self._store(made, one)

    def _store(self, made: Frame, one: Incoming) -> Receipt:
        forked = not one.own and self.chains.add(made, one.hash)
        codes = {} if one.own else self._judged(made, forked=forked)
        seq = self.writer.add(Arrival(made, one.packet.sig, one.hash, forked), ruled=codes)
        self._remember(made, seq, one.hash)
        if codes:
            self._rule(made, codes)
        if one.own:
            own_device(self.connection, self.here, made.dev)
            self._rule_again(made, seq)
        self._adopt(made, codes)
        self.show(made.dev, made.scope)
        return Receipt(made.id, Stored.STORED, seq, rulings=tuple(sorted(codes.items())))

    def _judged(self, made: Frame, *, forked: bool) -> dict[str, str]:
        known = Known(self.writer.homes, self._past, self._teams(), self._is_administered())
        return judge(made, self._author(made.dev), known, forked=forked)

    def _remember(self, made: Frame, seq: int, digest: str) -> None:
        self.frames[made.id] = store.Known(seq, digest)
        self.writer.refer((made.scope, blob.sha256, blob.size) for blob in blobs_of(made))
        for event in made.events:
            self.events.add(event.id)
            self.fresh.setdefault(event.entity, []).append(event)

    def _author(self, dev: str) -> Author:
        if dev not in self.authors:
            revoked = self.connection.execute(REVOKED, {"device": dev}).scalar_one()
            self.authors[dev] = Author(bool(revoked), people.members_of(self.connection, dev))
        return self.authors[dev]

    def _past(self, subject: str) -> Sequence[Event]:
        if subject not in self.pasts:
            self.pasts[subject] = store.events_of(self.connection, subject)
        return (*self.pasts[subject], *self.fresh.get(subject, ()))

    def _is_administered(self) -> bool:
        if self.administered is None:
            self.administered = people.has_administrator(self.connection)
        return self.administered

    def _teams(self) -> dict[str, str]:
        if not self.teams:
            rows = self.connection.execute(sa.select(person.c.id, person.c.team))
            self.teams.update({row.id: row.team for row in rows})
        return self.teams

    def _rule(self, made: Frame, codes: Mapping[str, str]) -> None:
        judged = [event for event in made.events if event.id in codes]
        events = [
            Event(
                self.here.ids.new(),
                event.entity,
                event.kind,
                "event_ruled",
                (event.id,),
                {"event": event.id, "code": codes[event.id]},
            )
            for event in judged
        ]
        seq = self.write(made.scope, self.facts["server"], events)
        self.rulings[made.id] = sorted(codes.items())
        for event, ruled in zip(judged, events, strict=True):
            self._keep_ruling(event.id, ruled.id, codes[event.id], made, seq)

    def _rule_again(self, made: Frame, seq: int) -> None:
        """Rulings that the server forgot; one that it has made anew meanwhile stays."""
        for event in made.events:
            target = str(event.body.get("event"))
            known = sa.select(ruling.c.event).where(ruling.c.event == target)
            if event.effect is Effect.RULING and not self.connection.execute(known).first():
                self._keep_ruling(target, event.id, str(event.body.get("code")), made, seq)

    def _keep_ruling(self, event: str, ruled: str, code: str, made: Frame, seq: int) -> None:
        row = {"event": event, "id": ruled, "frame": made.id, "scope": made.scope, "code": code, "seq": seq}
        self.connection.execute(sa.insert(ruling).values(**row, adopted=""))

    def _adopt(self, made: Frame, codes: Mapping[str, str]) -> None:
        """An adoption that holds takes the event out of quarantine."""
        for event in made.events:
            if event.effect is Effect.ADOPTION and event.id not in codes:
                open_one = (ruling.c.event == str(event.body.get("event"))) & (ruling.c.id.in_(event.par))
                self.connection.execute(sa.update(ruling).where(open_one).values(adopted=event.id))

    def write(self, scope: str, user: str, events: Sequence[Event]) -> int:
        """A frame of the server's own device; its number."""
        own = self.facts["epoch"]
        n, prev = self._own_tip(scope)
        moment = self.here.now().isoformat(timespec="seconds")
        made = Frame(
            self.here.ids.new(), scope, own, n + 1, prev, user, moment, inspector.__version__, SCHEMA, tuple(events)
        )
        raw = encode_frame(made)
        digest = hashlib.sha256(raw).hexdigest()
        whole = decode_frame(raw)
        seq = self.writer.add(Arrival(whole, self.here.signer.sign(raw), digest), ruled=[event.id for event in events])
        self.tips[scope] = (n + 1, digest)
        self._remember(whole, seq, digest)
        self.show(own, scope)
        return seq

    def _own_tip(self, scope: str) -> tuple[int, str]:
        if scope not in self.tips:
            mine = (frame.c.dev == self.facts["epoch"]) & (frame.c.scope == scope)
            query = sa.select(frame.c.n, frame.c.hash).where(mine).order_by(frame.c.n.desc()).limit(1)
            row = self.connection.execute(query).first()
            self.tips[scope] = (row.n, row.hash) if row else (0, "")
        return self.tips[scope]

    def show(self, dev: str, scope: str) -> None:
        """Readers of a scope get to know whoever has written there."""
        if (dev, scope) in self.shown:
            return
        self.shown.add((dev, scope))
        known = sa.select(directory.c.number).where(directory.c.device == dev, directory.c.scope == scope)
        exists = self.connection.execute(sa.select(device.c.id).where(device.c.id == dev)).first()
        if exists and not self.connection.execute(known).first():
            people.show_in(self.connection, dev, [scope])


def push(database: Database, here: Surroundings, packets: Iterable[Packet], numbering: Numbering) -> Receipts:
    """Take frames in, in one transaction: a receipt for each, in their order.

    Raises Problem protocol_too_large: several frames at once have a common cap, so that nobody holds the lock for long.
    """
    incoming = read(database, here, packets)
    if len(incoming) > 1 and _is_large(incoming):
        raise Problem("protocol_too_large")
    with database.writing() as connection:
        under_way = begin(connection, here, [one.frame for one in incoming if one.frame is not None], numbering)
        receipts = tuple(under_way.take(one) for one in incoming)
        under_way.writer.close()
        return Receipts(receipts, int(under_way.facts["backup_seq"]))


def _is_large(incoming: Sequence[Incoming]) -> bool:
    events = sum(len(one.frame.events) for one in incoming if one.frame is not None)
    return events > MOST_EVENTS or sum(len(one.packet.raw) for one in incoming) > MOST_BATCH


def begin(
    connection: Connection, here: Surroundings, frames: Sequence[Frame], numbering: Numbering = store.Numbers
) -> Push:
    """Take the lock and load what these frames are judged with."""
    numbers = numbering(connection)
    events = [event for made in frames for event in made.events]
    identities = [made.id for made in frames]
    devices = sorted({made.dev for made in frames})
    writer = Writer(connection, numbers, homes=store.homes(connection, (event.entity for event in events)))
    return Push(
        connection,
        here,
        writer,
        told(connection),
        Chains.around(connection, frames),
        store.known_frames(connection, identities),
        store.known_events(connection, (event.id for event in events)),
        store.rulings_on(connection, identities),
        shown={(row.device, row.scope) for row in connection.execute(SHOWN, {"devices": devices})},
        pasts=store.pasts(connection, (event.entity for event in events if event.type in INDEPENDENT)),
    )


def read(database: Database, here: Surroundings, packets: Iterable[Packet]) -> list[Incoming]:
    """Decode frames and check who signed them, before anybody waits for the lock."""
    decoded = [_decoded(packet) for packet in packets]
    with database.reading() as connection:
        named = sorted({one.frame.dev for one in decoded if one.frame is not None})
        query = sa.select(device.c.id, device.c.public_key).where(device.c.id.in_(named))
        keys = {row.id: row.public_key for row in connection.execute(query)}
    return [_checked(one, keys, here.signer.public_key) for one in decoded]


def _decoded(packet: Packet) -> Incoming:
    digest = hashlib.sha256(packet.raw).hexdigest()
    if len(packet.raw) > MOST_FRAME:
        return Incoming(packet, digest, refused="protocol_too_large")
    try:
        made, _texts = read_frame(packet.raw)
    except Problem as problem:
        return Incoming(packet, digest, refused=problem.code)
    flaw = frame_flaw(made)
    name = "" if flaw in ("id", "JSON") else made.id
    return Incoming(packet, digest, None if flaw else made, "frame_malformed" if flaw else "", name)


def _checked(one: Incoming, keys: Mapping[str, str], server: str) -> Incoming:
    """The packet, refused unless the device it names signed it.

    A device nobody knows may be one of the server's own, from between a backup and the restoring of it.
    """
    if one.frame is None:
        return one
    key = keys.get(one.frame.dev, server)
    if is_signed(key, one.packet.sig, one.packet.raw):
        return replace(one, own=key == server)
    code = "frame_unsigned" if one.frame.dev in keys else "frame_author_unknown"
    return replace(one, frame=None, refused=code)


def blobs_of(made: Frame) -> Iterable[BlobRef]:
    """Files the events of a frame refer to, as far as they can be kept."""
    return (blob for event in made.events for blob in event.blobs if is_blob(blob))


def own_device(connection: Connection, here: Surroundings, dev: str) -> None:
    """Let the readers know the device the server writes as: one for each epoch, so that its chain never forks."""
    if connection.execute(sa.select(device.c.id).where(device.c.id == dev)).first():
        return
    facts = told(connection)
    keys = {"public_key": here.signer.public_key, "exchange_key": here.signer.exchange_key}
    row = {"id": dev, "code": "", "alias": "", **keys}
    who = {"name": facts["name"], "person": facts["server"], "revoked": False, "enrolled_at": here.seconds}
    connection.execute(sa.insert(device).values(**row, **who))
