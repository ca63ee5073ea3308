"""Exchange files at the server: a laptop's file is taken in like a push, with its photos (sync.md, "Exchange file").

For a server without a network, and for laptops that never see one. Whose file it is shows its signature; what it may do
show the same grants as over the network. A laptop that is not enrolled yet brings its enrolment with a one-time code
inside the file. Taking a file in twice, or an old one after a newer one, changes nothing; but a laptop that writes
another file under a number that it has used was set back to an earlier state, and what it says now counts.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.events import decode_frame
from inspector.domain.fields import from_fields, to_json
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.server import people
from inspector.server.core import Core
from inspector.server.database import chunks
from inspector.server.identity import Session
from inspector.server.state import told
from inspector.server.tables import blob_ref, device, exchange_peer
from inspector.sync.exchange.cards import LAPTOP, SERVER, Card, card_bytes
from inspector.sync.exchange.envelope import inspect, printable
from inspector.sync.exchange.file import ExchangeFile
from inspector.sync.exchange.header import Chain, Header, ScopeCursor
from inspector.sync.messages import Packet, PeopleNames, Receipt, ServerPerson, Stored
from inspector.sync.protocol import PIECE, batches

register(
    ProblemKind.INPUT,
    {
        "exchange_laptop_unknown": N_(
            "The exchange file {path} comes from the laptop {laptop}, which is not enrolled here. Give its people a "
            "one-time code, and let them write the file once more with it."
        ),
        "exchange_laptop_changed": N_(
            "The exchange file {path} says it comes from the laptop {laptop}, but another laptop is enrolled under "
            "this identity. Nothing was taken over."
        ),
        "exchange_from_server": N_("The exchange file {path} was written by a server. Import it on the laptop."),
    },
)

MOST_RECEIPTS: Final = 5000
"""Receipts that are kept for the next answer."""
MOST_IMPORTED: Final = 200
"""Files of a laptop that are known again."""


@dataclass(frozen=True, slots=True)
class PeerState:
    """What a laptop's newest file said: what it has, how far it has read, which files it lacks.

    `receipts`: of frames that its answers bring to it in no other way: refused, or of areas it does not read.
    `imported`: number and id of its files that were taken in, the last ones.
    """

    have: tuple[Chain, ...] = ()
    cursors: tuple[ScopeCursor, ...] = ()
    wants: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    imported: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Peer:
    """How far the exchange with a laptop is: numbers of the last file from it and to it."""

    received: int = 0
    sent: int = 0
    state: PeerState = PeerState()


@dataclass(slots=True)
class Imported:
    """What became of a file. `left`: files that nobody asked for or that the laptop may not send.

    `older`: a newer one from this laptop was imported before; records count all the same. `set_back`: the laptop was
    set back to an earlier state, or copied.
    """

    device: str
    code: str
    name: str
    enrolled: bool = False
    revoked: bool = False
    older: bool = False
    set_back: bool = False
    stored: int = 0
    known: int = 0
    refused: int = 0
    ruled: int = 0
    files: int = 0
    left: int = 0
    receipts: list[Receipt] = field(default_factory=list)


def card(core: Core) -> bytes:
    """The server's card as a file: laptops that have it can write exchange files for the server."""
    return card_bytes(own_card(core), core.here.signer.sign)


def own_card(core: Core) -> Card:
    """Who the server is for whoever exchanges files with it."""
    with core.database.reading() as connection:
        facts = told(connection)
    signer = core.here.signer
    name = printable(facts["name"])
    return Card(facts["server"], "", signer.public_key, signer.exchange_key, name, kind=SERVER)


def import_file(core: Core, path: Path, progress: Callable[[int, int], None] | None = None) -> Imported:
    """Take a laptop's file in. `progress`: frames and files done, and how many there are.

    Raises Problem exchange_* (damaged, not for this server, unknown laptop), enrolment_*, device_known, device_revoked
    (a laptop that was locked out wants to enrol anew).
    """
    with ExchangeFile(inspect(path), private_key=core.here.signer.exchange_private) as file:
        header = file.header
        if header.card.kind != LAPTOP:
            raise Problem("exchange_from_server", path=path)
        report = _admitted(core, path, header)
        session = session_of(core, report.device)
        report.revoked = session.revoked
        if header.people and not session.revoked:
            core.people(session, PeopleNames(header.people))
        steps = _Steps(header.counts.frames + len(file.blobs), progress)
        for pack in file.packs():
            _push(core, session, [replace(packet, seq=None) for packet in pack], report, steps)
        for sha256 in sorted(file.blobs):
            _take_blob(core, session, sha256, lambda sha256=sha256: file.blob(sha256), report)  # type: ignore[misc]
            steps.step(1)
        _remember(core, session, header, file.envelope.head.id, report)
    return report


@dataclass(slots=True)
class _Steps:
    total: int
    progress: Callable[[int, int], None] | None
    done: int = 0

    def step(self, count: int) -> None:
        self.done += count
        if self.progress is not None:
            self.progress(self.done, max(self.done, self.total))


def _admitted(core: Core, path: Path, header: Header) -> Imported:
    """Who wrote the file, let in with its code if it brought one. Raises Problem."""
    sender, report = header.card, Imported(header.card.device, header.card.code, header.card.name)
    known = _device(core, sender.device)
    asked = header.enrolment
    if asked is not None and (asked.device, asked.public_key) == (sender.device, sender.public_key):
        try:
            before = _working_on(core, sender.device)
            report.enrolled = core.enroll(asked).people != before
        except Problem as problem:
            if known is None or problem.code != "enrolment_code_invalid":  # used up: by this very file, before
                raise
        known = _device(core, sender.device)
    if known is None:
        raise Problem("exchange_laptop_unknown", path=path, laptop=sender.name or sender.code)
    if known.public_key != sender.public_key:
        raise Problem("exchange_laptop_changed", path=path, laptop=sender.name or sender.code)
    report.code, report.name = known.alias, known.name
    return report


def _device(core: Core, identity: str) -> Any:
    with core.database.reading() as connection:
        return connection.execute(sa.select(device).where(device.c.id == identity)).first()


def _working_on(core: Core, identity: str) -> tuple[ServerPerson, ...]:
    with core.database.reading() as connection:
        return people.working_on(connection, identity)


def session_of(core: Core, identity: str) -> Session:
    """What a laptop may do, as if it had signed in. Raises Problem device_unknown."""
    with core.database.reading() as connection:
        row = connection.execute(sa.select(device).where(device.c.id == identity)).first()
        if row is None:
            raise Problem("device_unknown", device=identity)
        everybody = [one.id for one in people.working_on(connection, identity)]
        grants = () if row.revoked else people.grants_of(connection, everybody)
    return Session(identity, bool(row.revoked), grants)


def _push(core: Core, session: Session, packets: Iterable[Packet], report: Imported, steps: _Steps) -> None:
    for batch in batches(packets, _sizes):
        receipts = core.push(session, batch).receipts
        for packet, receipt in zip(batch, receipts, strict=True):
            _count(session, packet, receipt, report)
        steps.step(len(batch))


def _sizes(packet: Packet) -> tuple[int, int]:
    """Events and bytes; what cannot be read is refused one by one."""
    try:
        return len(decode_frame(packet.raw).events), len(packet.raw)
    except Problem:
        return 1, len(packet.raw)


def _count(session: Session, packet: Packet, receipt: Receipt, report: Imported) -> None:
    match receipt.status:
        case Stored.STORED:
            report.stored += 1
        case Stored.KNOWN:
            report.known += 1
        case Stored.REFUSED:
            report.refused += 1
    report.ruled += len(receipt.rulings)
    readable = receipt.status is not Stored.REFUSED and session.reads(decode_frame(packet.raw).scope)
    if receipt.frame and not readable:
        report.receipts.append(receipt)


# --- files -----------------------------------------------------------------------------------------------------------


def _take_blob(core: Core, session: Session, sha256: str, read: Callable[[], bytes], report: Imported) -> None:
    """Keep a file for every scope that waits for it and that the laptop may send it for."""
    taken = False
    for scope in _waiting(core, sha256):
        try:
            start = core.blob_offset(session, scope, sha256).offset
            data = read()
            for offset in range(start, len(data), PIECE):
                taken = core.blob_put(session, scope, sha256, offset, data[offset : offset + PIECE]).complete or taken
        except Problem as problem:
            if problem.code not in ("scope_forbidden", "blob_wrong", "blob_unknown", "blob_offset"):
                raise
    report.files += taken
    report.left += not taken


def _waiting(core: Core, sha256: str) -> list[str]:
    """Scopes whose records name a file that has not arrived for them."""
    absent = (blob_ref.c.sha256 == sha256) & ~blob_ref.c.present
    with core.database.reading() as connection:
        query = sa.select(blob_ref.c.scope).where(absent).distinct().order_by(blob_ref.c.scope)
        return list(connection.execute(query).scalars())


def present_files(connection: Connection, scope: str, hashes: Iterable[str]) -> dict[str, int]:
    """Those of these files that arrived for a scope, with their sizes."""
    found: dict[str, int] = {}
    for some in chunks(sorted(set(hashes))):
        here = (blob_ref.c.scope == scope) & blob_ref.c.sha256.in_(some) & blob_ref.c.present
        found.update({row.sha256: row.size for row in connection.execute(sa.select(blob_ref).where(here))})
    return found


# --- what is known of a laptop ---------------------------------------------------------------------------------------


def peer_of(connection: Connection, identity: str) -> Peer:
    """How far the exchange with a laptop is; at its beginning for one that never brought a file."""
    row = connection.execute(sa.select(exchange_peer).where(exchange_peer.c.device == identity)).first()
    if row is None:
        return Peer()
    return Peer(row.received, row.sent, from_fields(PeerState, json.loads(row.state)))


def put_peer(connection: Connection, identity: str, peer: Peer) -> None:
    """Keep it."""
    state = json.dumps(to_json(peer.state), ensure_ascii=False, separators=(",", ":"))
    connection.execute(sa.delete(exchange_peer).where(exchange_peer.c.device == identity))
    row = {"device": identity, "received": peer.received, "sent": peer.sent, "state": state}
    connection.execute(sa.insert(exchange_peer).values(**row))


def _remember(core: Core, session: Session, header: Header, identity: str, report: Imported) -> None:
    """Keep what the laptop said, unless it is older than what is known; receipts count in any case."""
    this = header.nth, identity
    with core.database.writing() as connection:
        before = peer_of(connection, session.device)
        imported = before.state.imported
        again, used = this in imported, any(nth == header.nth for nth, _identity in imported)
        report.set_back = used and not again and header.nth <= before.received
        report.older = header.nth < before.received and not report.set_back
        kept = {one.frame: one for one in (*before.state.receipts, *report.receipts)}
        state = replace(before.state, receipts=tuple(_last(kept)))
        received = before.received
        if not again:
            state = replace(state, imported=(*imported, this)[-MOST_IMPORTED:])
        if not again and not report.older:
            state = replace(state, have=header.have, cursors=header.cursors, wants=header.wants)
            received = header.nth
        put_peer(connection, session.device, Peer(received, before.sent, state))


def _last(kept: Mapping[str, Receipt]) -> Iterator[Receipt]:
    yield from list(kept.values())[-MOST_RECEIPTS:]
