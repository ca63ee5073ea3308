"""The file that a server writes for a laptop: a pull of all that it reads, with numbers in place of what it has.

What the laptop has is what its newest file said: it gets every record after that again until a newer file says that it
arrived. So a file that was lost costs nothing but another one.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.events import decode_frame
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.server import people, store
from inspector.server.core import Core
from inspector.server.exchange import Peer, own_card, peer_of, present_files, put_peer, session_of
from inspector.server.identity import Session
from inspector.server.push import blobs_of
from inspector.server.state import left_epochs, told
from inspector.server.tables import blob_ref, device, frame
from inspector.sync.exchange.envelope import Cancelled, Head, Progress, Recipient, Sender, sealed_for
from inspector.sync.exchange.file import BLOBS, FRAMES, Writing, new_key, write_exchange
from inspector.sync.exchange.header import (
    MOST_EPOCHS,
    MOST_FILES,
    Counts,
    Header,
    Purpose,
    ScopeCursor,
    ScopeFiles,
    Span,
    chains_by,
    covered,
    header_bytes,
)
from inspector.sync.exchange.plan import PART_SIZE, PartPlan, part_name, planned
from inspector.sync.exchange.zipped import Entries
from inspector.sync.messages import START, Certificate, Cursor, Packet, Receipt, Stored, Welcome
from inspector.sync.protocol import pack

register(
    ProblemKind.INPUT,
    {
        "exchange_no_key": N_("The laptop {laptop} has no key for exchange files. Enrol it anew."),
    },
)

NUMBER_BYTES: Final = 200
"""Bytes that a receipt takes in the header."""
MOST_NUMBERS: Final = 50_000
"""Receipts in one answer; what comes after them is in the next one."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. `files`: photos and others; `waiting`: files the laptop lacks and nobody has brought yet."""

    paths: tuple[Path, ...]
    device: str
    name: str
    frames: int
    numbers: int
    files: int
    waiting: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A record after the laptop's cursor; `known`: it has it and needs only its number."""

    scope: str
    seq: int
    id: str
    size: int
    events: int
    known: bool


@dataclass(frozen=True, slots=True)
class _Reach:
    """A scope that the laptop reads: where it stands, and where the scope ends."""

    scope: str
    after: Cursor
    last: Cursor
    digest: str
    count: int
    rows: tuple[_Row, ...]
    certificates: tuple[Certificate, ...]
    directory: int


@dataclass(frozen=True, slots=True)
class _Answer:
    """All that is to be said, before it is cut into parts."""

    header: Header
    reaches: tuple[_Reach, ...]
    blobs: tuple[tuple[str, int], ...]
    recipient: Recipient
    epoch: str
    backup_seq: int


def export_file(
    core: Core,
    name: str,
    out: Path,
    *,
    part_size: int = PART_SIZE,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Exported:
    """Write the file (or its parts, beside each other) for a laptop, named by its id or short code.

    Raises Problem device_unknown, exchange_no_key, exchange_part_size, exchange_disk_full, exchange_unwritable,
    exchange_not_verified, exchange_cancelled.
    """
    answer = _answer(core, _named(core, name))
    room = len(header_bytes(answer.header))
    rows = [row for reach in answer.reaches for row in reach.rows]
    sizes = ((row, NUMBER_BYTES if row.known else row.size) for row in rows)
    parts = planned(sizes, answer.blobs, part_size, room)
    paths = _write(core, answer, parts, out, progress, cancelled)
    whole = sum(not row.known for row in rows)
    lacking = answer.header.counts.waiting
    size = sum(path.stat().st_size for path in paths)
    told_to = answer.recipient
    counts = (whole, len(rows) - whole, len(answer.blobs), lacking, size)
    return Exported(tuple(paths), told_to.device, told_to.name, *counts)


def _named(core: Core, name: str) -> Any:
    with core.database.reading() as connection:
        rows = connection.execute(sa.select(device).where((device.c.id == name) | (device.c.alias == name))).all()
    rows = [row for row in rows if row.code]  # the server's own devices have none
    if len(rows) != 1:
        raise Problem("device_unknown", device=name)
    if not rows[0].exchange_key:
        raise Problem("exchange_no_key", laptop=rows[0].name or name)
    return rows[0]


# --- what is to be said ----------------------------------------------------------------------------------------------


def _answer(core: Core, row: Any) -> _Answer:
    """Everything for a laptop, and its next number, which is used up whether the file is written or not."""
    session = session_of(core, row.id)
    with core.database.writing() as connection:
        facts, peer = told(connection), peer_of(connection, row.id)
        put_peer(connection, row.id, replace(peer, sent=peer.sent + 1))
    with core.database.reading() as connection:
        reaches = _reaches(core, connection, session, peer, facts["epoch"])
        blobs, waiting = _blobs(connection, session, reaches, peer)
        lacks = tuple(_lacks(connection, session, reaches, int(facts.get("backup_files", "0"))))
        welcome = None if session.revoked else _welcome(core, connection, session, row)
    rows = [one for reach in reaches for one in reach.rows if not one.known]
    counts = Counts(len(rows), sum(one.events for one in rows), len(blobs), sum(one.size for one in rows), len(waiting))
    header = Header(
        own_card(core),
        row.id,
        Purpose.ANSWER,
        peer.sent + 1,
        core.here.now().isoformat(timespec="seconds"),
        acknowledges=peer.received,
        counts=counts,
        scopes=tuple(reach.scope for reach in reaches),
        receipts=peer.state.receipts,
        certificates=tuple({(one.device, one.number): one for r in reaches for one in r.certificates}.values()),
        lacks=lacks,
        epoch=facts["epoch"],
        left=_left(facts, peer),
        revoked=session.revoked,
        welcome=welcome,
        persons=welcome.people if welcome else (),
    )
    recipient = Recipient(row.id, row.name or row.alias, row.exchange_key)
    return _Answer(header, reaches, tuple(blobs), recipient, facts["epoch"], int(facts["backup_seq"]))


def _left(facts: Mapping[str, str], peer: Peer) -> tuple[str, ...]:
    """Epochs before this one: a laptop may have read some that a restored database has never known."""
    known = (*left_epochs(facts), *(one.epoch for one in peer.state.cursors))
    return tuple(one for one in dict.fromkeys(known) if one not in ("", facts["epoch"]))[-MOST_EPOCHS:]


def _scopes(session: Session) -> list[str]:
    return sorted({given.scope for given in session.grants})


def _welcome(core: Core, connection: Connection, session: Session, row: Any) -> Welcome:
    """What the answer to an enrolment says, as it is now."""
    certificate = people.certificate(row, 0, core.here.signer)
    everybody = people.working_on(connection, row.id)
    return Welcome(row.person, session.grants, certificate, code_taken=row.alias != row.code, people=everybody)


def _reaches(core: Core, connection: Connection, session: Session, peer: Peer, epoch: str) -> tuple[_Reach, ...]:
    """All scopes the laptop reads; where there are too many numbers, the ranges end earlier."""
    left, found = MOST_NUMBERS, []
    for scope in _scopes(session):
        reach = _reach(core, connection, scope, peer, epoch)
        numbers = [at for at, row in enumerate(reach.rows) if row.known]
        if len(numbers) > left:
            reach = replace(reach, rows=reach.rows[: numbers[left]])
        left -= min(left, len(numbers))
        found.append(reach)
    return tuple(found)


def _reach(core: Core, connection: Connection, scope: str, peer: Peer, epoch: str) -> _Reach:
    before = next((one for one in peer.state.cursors if one.scope == scope), ScopeCursor(scope))
    same = before.epoch == epoch and store.knows(connection, scope, before.cursor)
    after = before.cursor if same else START
    last, digest = store.tip(connection, scope)
    rows = tuple(_rows(connection, scope, after.seq, peer))
    certificates: list[Certificate] = []
    number = before.directory if same else 0
    while page := people.listed(connection, scope, number, core.here.signer):
        certificates += page
        number = page[-1].number
    return _Reach(scope, after, last, digest.text, digest.count, rows, tuple(certificates), number)


def _rows(connection: Connection, scope: str, after: int, peer: Peer) -> Iterator[_Row]:
    """What comes after a number; what the laptop has of it needs only its number."""
    columns = (
        frame.c.seq,
        frame.c.id,
        frame.c.dev,
        frame.c.n,
        frame.c.prev,
        frame.c.hash,
        frame.c.size,
        frame.c.events,
    )
    query = sa.select(*columns).where(frame.c.scope == scope, frame.c.seq > after).order_by(frame.c.seq)
    rows = connection.execute(query).all()
    links: dict[str, dict[str, tuple[int, str]]] = {}
    for row in rows:
        links.setdefault(row.dev, {})[row.hash] = (row.n, row.prev)
    chains = chains_by(peer.state.have)
    has = {dev: covered(chains.get((scope, dev)), known) for dev, known in links.items()}
    for row in rows:
        yield _Row(scope, row.seq, row.id, row.size, row.events, row.hash in has[row.dev])


def _blobs(
    connection: Connection, session: Session, reaches: Sequence[_Reach], peer: Peer
) -> tuple[list[tuple[str, int]], set[str]]:
    """Files for the laptop with their sizes: those of records it gets and those it asked for; and what is not here."""
    found: dict[str, int] = {}
    wanted = set(peer.state.wants)
    missing = set(wanted)
    for reach in reaches:
        hashes = wanted | _named_in(connection, [row.seq for row in reach.rows if not row.known], session.device)
        here = present_files(connection, reach.scope, hashes)
        missing = (missing | (hashes - wanted)) - here.keys()
        found.update(here)
    return sorted(found.items(), key=lambda one: (one[1], one[0]))[: MOST_FILES - 1000], missing - found.keys()


def _named_in(connection: Connection, numbers: Sequence[int], reader: str) -> set[str]:
    """Files that these records name; those that the reader wrote himself he has."""
    found: set[str] = set()
    for start in range(0, len(numbers), store.PAGE):
        some = list(numbers[start : start + store.PAGE])
        query = sa.select(frame.c.raw).where(frame.c.seq.in_(some), frame.c.dev != reader)
        for raw in connection.execute(query).scalars():
            found.update(blob.sha256 for blob in blobs_of(decode_frame(bytes(raw))))
    return found


def _unsaved(connection: Connection, scope: str, last: int, most: int) -> tuple[str, ...] | None:
    """Files that arrived after the last one in the backup; None if they are too many to be told."""
    since = (blob_ref.c.scope == scope) & blob_ref.c.present & ~blob_ref.c.nth.between(1, last)
    query = sa.select(blob_ref.c.sha256).where(since).distinct().order_by(blob_ref.c.sha256).limit(most + 1)
    hashes = tuple(connection.execute(query).scalars())
    return hashes if len(hashes) <= most else None


def _lacks(
    connection: Connection, session: Session, reaches: Sequence[_Reach], backup_files: int
) -> Iterator[ScopeFiles]:
    """Which files have not arrived or are in no backup, by scope; nothing is said of a scope with too many of them."""
    room = MOST_FILES
    absent = sa.select(blob_ref.c.sha256).where(~blob_ref.c.present).distinct().order_by(blob_ref.c.sha256)
    for reach in reaches:
        hashes = tuple(connection.execute(absent.where(blob_ref.c.scope == reach.scope).limit(room + 1)).scalars())
        if len(hashes) <= room:
            room -= len(hashes)
            unsaved = _unsaved(connection, reach.scope, backup_files, room) if backup_files else None
            room -= len(unsaved or ())
            yield ScopeFiles(reach.scope, reach.last.seq, hashes, unsaved)
    written = sa.select(frame.c.scope, sa.func.max(frame.c.seq).label("last")).where(frame.c.dev == session.device)
    for row in connection.execute(written.group_by(frame.c.scope).order_by(frame.c.scope)).all():
        if not session.reads(row.scope):
            own = store.own_files(connection, session.device, row.scope)
            hashes = tuple(sorted(own - present_files(connection, row.scope, own).keys()))
            if len(hashes) <= room:
                room -= len(hashes)
                yield ScopeFiles(row.scope, row.last, hashes)


# --- writing ---------------------------------------------------------------------------------------------------------


def _write(
    core: Core,
    answer: _Answer,
    parts: Sequence[PartPlan[_Row]],
    out: Path,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> list[Path]:
    identity, key, signer, card = secrets.token_hex(16), new_key(), core.here.signer, answer.header.card
    sender = Sender(card.device, card.code, card.name, card.public_key)
    boxes = tuple(sealed_for([answer.recipient], key))
    reached = {reach.scope: reach.after for reach in answer.reaches}
    paths = []
    for number, part in enumerate(parts, 1):
        rows = [row for packed in part.packs for row in packed]
        spans = tuple(_spans(answer, rows, reached, first=number == 1))
        numbers = tuple(Receipt(row.id, Stored.KNOWN, row.seq) for row in rows if row.known)
        header = replace(answer.header, spans=spans, receipts=(*answer.header.receipts, *numbers))
        head = Head(identity, number, len(parts), answer.header.at, sender, boxes)
        path = part_name(out, number, len(parts))
        how = Writing(signer.sign, part.size, progress, cancelled)
        write_exchange(path, head, key, header, _entries(core, part), how)
        paths.append(path)
    return paths


def _spans(answer: _Answer, rows: Sequence[_Row], reached: dict[str, Cursor], *, first: bool) -> Iterator[Span]:
    """Which ranges a part carries; `reached` goes on. The first part also tells of scopes in which nothing is new."""
    for reach in answer.reaches:
        own = [row for row in rows if row.scope == reach.scope]
        if not own and (reach.rows or not first):
            continue
        after = reached[reach.scope]
        last = Cursor(own[-1].seq, own[-1].id) if own else after
        reached[reach.scope] = last
        digest = (reach.last.seq, reach.digest, reach.count, answer.backup_seq, reach.directory)
        yield Span(reach.scope, answer.epoch, after, last, *digest)


def _entries(core: Core, part: PartPlan[_Row]) -> Entries:
    number = 0
    for packed in part.packs:
        wanted = [row.seq for row in packed if not row.known]
        if wanted:
            number += 1
            yield f"{FRAMES}{number:04d}.ndjson.zst", [pack(_packets(core, wanted))]
    for sha256, size in part.blobs:
        data = core.blobs.read(sha256, 0, size)
        if hashlib.sha256(data).hexdigest() == sha256:  # `server verify` tells of damage
            yield BLOBS + sha256, [data]


def _packets(core: Core, numbers: Iterable[int]) -> Iterator[Packet]:
    listed = list(numbers)
    with core.database.reading() as connection:
        for start in range(0, len(listed), store.PAGE):
            chosen = frame.c.seq.in_(listed[start : start + store.PAGE])
            query = sa.select(frame.c.seq, frame.c.raw, frame.c.sig).where(chosen).order_by(frame.c.seq)
            for row in connection.execute(query):
                yield Packet(bytes(row.raw), bytes(row.sig), row.seq)
