"""What an exchange file changes here, in the one transaction of its import. Worker thread.

A server's numbers belong to one epoch of its history. A file of an epoch that was left behind brings records and
nothing else; one of an epoch that names the one here among those before it means that the server was restored:
everything is offered again, as over the network. Nobody ever goes back to an earlier epoch.
Ranges may arrive in any order: the cursor moves as soon as the one that it waits for is here.
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from inspector.domain.fields import from_fields, to_json
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.exchange.parties import joined
from inspector.services.workspace import Workspace
from inspector.storage.frames.peers import KnownDevice, ScopeState
from inspector.storage.frames.receiving import Received
from inspector.storage.syncing.outbox import Delivered
from inspector.sync.digests import SetDigest
from inspector.sync.engine.alarms import Alarm, keep
from inspector.sync.engine.session import AREA, Membership, keep_membership, leave_epoch, left_epochs, membership
from inspector.sync.exchange.cards import SERVER, Card
from inspector.sync.exchange.envelope import is_signed
from inspector.sync.exchange.header import Header, Span
from inspector.sync.messages import Certificate, Grant, ServerPerson, Stored

if TYPE_CHECKING:
    from inspector.storage import Database
    from inspector.storage.frames.arrivals import Checked
    from inspector.sync.engine.changes import Changes

register(
    ProblemKind.INPUT,
    {
        "exchange_reads_again": N_(
            "What is here of the area {area} is not what the server has. It is compared with the next exchange: take a "
            "file to the server and bring its answer."
        ),
        "exchange_other_history": N_(
            "The file belongs to another state of the server than the one known here: the server was restored from a "
            "backup. Its records were taken over, its receipts were not. Take a file to the server and bring its "
            "answer."
        ),
    },
)

MOST_SPANS: Final = 1000
"""Ranges that wait for those before them."""


@dataclass(slots=True)
class Taken:
    """What a file changed. `persons` work on this laptop according to its server; `writes` are areas for records."""

    peer: str
    device: str
    stored: int = 0
    parked: int = 0
    sent: int = 0
    older: bool = False
    joined: bool = False
    persons: tuple[ServerPerson, ...] = ()
    writes: tuple[str, ...] = ()
    alarms: list[Alarm] = field(default_factory=list)

    def alarm(self, code: str, **params: Any) -> None:
        """Tell people."""
        self.alarms.append(Alarm(code, params))


def take(
    workspace: Workspace, db: "Database", header: Header, checked: "Sequence[Checked]", changes: "Changes"
) -> Taken:
    """Take a file over whose sender is believed here; all or nothing. Raises Problem of the disk."""
    taken = Taken(header.card.name or header.card.code, header.card.device)
    with db.transaction():
        if header.card.kind == SERVER:
            unsent = db.outbox.counts().unsent
            _Server(workspace, db, header, taken).take(checked, changes)
            taken.sent = max(0, unsent - db.outbox.counts().unsent)
        else:
            _from_laptop(workspace, db, header, checked, changes, taken)
        for alarm in taken.alarms:
            keep(db, alarm)
    return taken


def _receive(
    db: "Database", checked: "Sequence[Checked]", changes: "Changes", taken: Taken, *, new_keys: bool, first_read: bool
) -> None:
    entities = {event.entity for one in checked if one.frame is not None for event in one.frame.events}
    changes.before(db, entities, first_read=first_read)
    received = db.frames.receive_all(checked, taken.peer) if checked else Received()
    again = db.frames.retry_parked() if new_keys and db.frames.parked() else Received()
    changes.after(db, (*received.touched, *again.touched))
    taken.stored += len(received.stored) + len(again.stored)
    taken.parked += len(received.parked)
    if received.own:
        taken.alarm("own_frames_elsewhere", count=received.own)


def _heard(workspace: Workspace, db: "Database", header: Header, taken: Taken) -> None:
    """Keep what the other side said of itself, unless a newer file said it before."""
    peer = db.exchange.peer(header.card.device)
    taken.older = header.nth < peer.received
    if not taken.older:
        at = workspace.now().isoformat(timespec="seconds")
        have = [to_json(chain) for chain in header.have]
        db.exchange.put(replace(peer, received=header.nth, received_at=at, have=have, wants=header.wants))


# --- from a laptop ---------------------------------------------------------------------------------------------------


def _from_laptop(
    workspace: Workspace, db: "Database", header: Header, checked: "Sequence[Checked]", changes: "Changes", taken: Taken
) -> None:
    new = False
    if not joined(db):  # a server vouches for everybody it let in; nobody else does then
        for one in header.authors:
            keys = bytes.fromhex(one.public_key), b""
            told = KnownDevice(one.device, one.code, *keys, one.person, one.name, source="hand_over")
            new = _learn(db, told, taken) or new
    _receive(db, checked, changes, taken, new_keys=new, first_read=False)
    _heard(workspace, db, header, taken)


def _learn(db: "Database", device: KnownDevice, taken: Taken) -> bool:
    try:
        return db.peers.learn(device)
    except Problem as problem:
        if problem.code != "device_key_changed":
            raise
        taken.alarm("device_key_changed_there", device=device.name or device.id)
        return False


# --- from our server -------------------------------------------------------------------------------------------------


class _Server:
    """A file of our server, inside its transaction."""

    def __init__(self, workspace: Workspace, db: "Database", header: Header, taken: Taken) -> None:
        self._workspace = workspace
        self._db = db
        self._header = header
        self._taken = taken

    def take(self, checked: "Sequence[Checked]", changes: "Changes") -> None:
        """Everything in its order."""
        db, header, taken = self._db, self._header, self._taken
        past = self._past()
        if not past:
            self._join()
            self._begin_epoch()
            self._unnamed(checked)
        new = [self._certified(one) for one in header.certificates]
        first = any(span.after.seq == 0 for span in header.spans) and not db.peers.scopes()
        arrivals = [replace(one, arrival=replace(one.arrival, seq=None)) for one in checked] if past else checked
        _receive(db, arrivals, changes, taken, new_keys=any(new), first_read=first)
        older = header.nth < db.exchange.peer(_counted(header)).received
        if not past:
            self._receipts()
            self._spans()
            self._files(older=older)
            self._grants(older=older)
        _heard_of(self._workspace, db, header, taken, past=past)

    def _join(self) -> None:
        """The first file of a server whose card was trusted makes this laptop one of its own."""
        header, card = self._header, self._header.card
        if header.welcome is None or header.revoked:
            return
        self._taken.persons = header.persons
        self._taken.writes = tuple(sorted(g.scope for g in header.welcome.grants if g.role == "author"))
        if membership(self._db) is None:
            keep_membership(self._db, _member(card, header))
            self._taken.joined = True
            if self._taken.writes and not self._db.settings.get(AREA, ""):
                self._db.settings.put(AREA, self._taken.writes[0])

    def _past(self) -> bool:
        """Whether the file's epoch was left behind, or is not known to follow the one here."""
        db, epoch, member = self._db, self._header.epoch, membership(self._db)
        if epoch in left_epochs(db):
            return True
        here = {member.epoch, *(state.epoch for state in db.peers.scopes())} if member is not None else set()
        if here <= {"", epoch, *self._header.left}:
            return False
        self._taken.alarm("exchange_other_history")
        return True

    def _begin_epoch(self) -> None:
        """The server was restored: offer everything again, and read from the beginning what this file brings.

        Scopes that a network has brought into this epoch already stay as they are.
        """
        db, member, epoch = self._db, membership(self._db), self._header.epoch
        if member is None:
            return
        states = {state.scope: state for state in db.peers.scopes()}
        left = [
            scope
            for scope in sorted({*db.outbox.scopes(), *states})
            if (states.get(scope, ScopeState(scope)).epoch or member.epoch) not in ("", epoch)
        ]
        lost = sum(self._offer_again(scope) for scope in left)
        files = sum(len(db.files.of_scope(scope)) for scope in left)
        for scope in left:
            if scope in states:
                leave_epoch(db, states[scope].epoch)
                db.peers.put_scope(ScopeState(scope, states[scope].roles, epoch=epoch))
        if left:
            db.exchange.put(replace(db.exchange.peer(self._header.card.device), spans=()))
            self._taken.alarm("epoch_changed", lost=lost, files=files)
        if member.epoch != epoch:
            keep_membership(db, replace(member, epoch=epoch, device=epoch))
        for one in self._header.left:
            leave_epoch(db, one)

    def _offer_again(self, scope: str) -> int:
        """Take every receipt of a scope back; how many frames had one."""
        numbered = [identity for identity, seq in self._db.outbox.ids(scope) if seq is not None]
        self._db.outbox.offer_again(numbered)
        self._db.files.lost(scope)
        return len(numbered)

    def _unnamed(self, checked: "Sequence[Checked]") -> None:
        """Of the ranges that are still to be read the server has got nothing but what this file names in them."""
        db = self._db
        whole = {one.frame.id for one in checked if one.frame is not None}
        named = whole | {one.frame for one in self._header.receipts}
        for span in self._header.spans:
            if span.last.seq > db.peers.scope(span.scope).seq:
                numbers = db.outbox.ids(span.scope)
                wrong = {one for one, seq in numbers if seq is not None and span.after.seq < seq <= span.last.seq}
                db.outbox.offer_again(sorted(wrong - named))

    def _certified(self, told: Certificate) -> bool:
        """Learn of a device the server vouches for."""
        server = self._header.card.public_key
        try:
            key, exchange, sig = (bytes.fromhex(text) for text in (told.public_key, told.exchange_key, told.sig))
        except ValueError:
            return False
        if not is_signed(server, sig, told.signed_text):
            return False
        if told.device == self._db.device.id and told.revoked:
            self._taken.alarm("revoked")
        names = told.device, told.device_code, key, exchange, told.person, told.name
        return _learn(self._db, KnownDevice(*names, told.revoked, "server", told.number), self._taken)

    def _receipts(self) -> None:
        db = self._db
        taken = [one for one in self._header.receipts if one.status is not Stored.REFUSED and one.seq > 0]
        db.outbox.delivered(Delivered(one.frame, one.seq, one.code, one.rulings) for one in taken)
        for one in self._header.receipts:
            if one.status is Stored.REFUSED:
                db.outbox.refused(one.frame, one.code or "frame_malformed")
        codes = {code for one in taken for _event, code in one.rulings}
        for code in ("forked", "revoked"):
            if code in codes and all(alarm.code != code for alarm in self._taken.alarms):
                self._taken.alarm(code)
        if self._header.revoked and all(alarm.code != "revoked" for alarm in self._taken.alarms):
            self._taken.alarm("revoked")

    def _spans(self) -> None:
        """Move cursors over the ranges of this file and those that waited for it."""
        db = self._db
        peer = db.exchange.peer(self._header.card.device)
        waiting = [from_fields(Span, one) for one in peer.spans]
        spans = [one for one in (*waiting, *self._header.spans) if one.epoch == self._header.epoch]
        spans.sort(key=lambda one: (one.scope, one.after.seq, one.last.seq))
        left = [span for span in spans if not self._moved(span)]
        db.exchange.put(replace(peer, spans=[to_json(one) for one in dict.fromkeys(left)][:MOST_SPANS]))

    def _moved(self, span: Span) -> bool:
        """Whether a range is settled: the cursor stands behind it."""
        db, state = self._db, self._db.peers.scope(span.scope)
        if span.after.seq > state.seq:
            return False
        if span.last.seq >= state.seq:
            state = replace(
                state,
                seq=span.last.seq,
                id=span.last.id,
                epoch=span.epoch,
                directory=max(state.directory, span.directory),
                backup_seq=max(state.backup_seq, span.backup_seq),
            )
            db.peers.put_scope(self._compared(state, span) if span.last.seq == span.head else state)
        return True

    def _compared(self, state: ScopeState, span: Span) -> ScopeState:
        """The state of a scope that was read to its end; from the beginning again if it is not what the server has."""
        here = set(self._db.outbox.numbered(span.scope, span.head))
        aside = (one for one in self._db.frames.parked() if one.scope == span.scope and one.seq is not None)
        here |= {one.id for one in aside if (one.seq or 0) <= span.head}
        mine = SetDigest.of(here)
        if (mine.text, mine.count) == (span.digest, span.count):
            at = _spoken_at(self._header.at, state.pulled_at, self._workspace.now())
            return replace(state, head_digest=span.digest, count=span.count, pulled_at=at)
        self._taken.alarm("exchange_reads_again", area=span.scope)
        return replace(state, seq=0, id="", head_digest="", count=0)

    def _files(self, *, older: bool) -> None:
        """Receipts of files: all that the server does not miss arrived there.

        Of an area that is not read here it tells only what became of this laptop's own.
        """
        db = self._db
        for one in self._header.lacks:
            whose = "" if one.scope in self._header.scopes else db.device.id
            lacking = set(one.sha256)
            numbered = db.exchange.numbered_files(one.scope, one.head, whose)
            db.files.delivered(one.scope, [sha256 for sha256 in numbered if sha256 not in lacking])
            if one.unsaved is not None and not older:
                unsaved = lacking.union(one.unsaved)
                numbered = db.exchange.numbered_files(one.scope, one.head, whose, delivered=True)
                db.files.saved(one.scope, [sha256 for sha256 in numbered if sha256 not in unsaved])
            if not older:
                db.files.lost(one.scope, lacking)

    def _grants(self, *, older: bool) -> None:
        """What may be read and written here, as the newest file says."""
        if older or (self._header.welcome is None and not self._header.revoked):
            return
        given = _roles(self._header.welcome.grants if self._header.welcome is not None else ())
        known = {state.scope: state for state in self._db.peers.scopes()}
        gone = [scope for scope, state in known.items() if state.roles and scope not in given]
        for scope in {*given, *gone}:
            state = known.get(scope, ScopeState(scope))
            roles = given.get(scope, ())
            if state.roles != roles:
                self._db.peers.put_scope(replace(state, roles=roles))
        if gone and not self._header.revoked:
            self._taken.alarm("grant_gone")


def _heard_of(workspace: Workspace, db: "Database", header: Header, taken: Taken, *, past: bool) -> None:
    """Keep the number of the server's file, and when one came."""
    peer, counter = db.exchange.peer(header.card.device), db.exchange.peer(_counted(header))
    taken.older = past or header.nth < counter.received
    if not taken.older:
        at = workspace.now().isoformat(timespec="seconds")
        db.exchange.put(replace(peer, received=header.nth, received_at=at))
        db.exchange.put(replace(counter, received=header.nth))


def _counted(header: Header) -> str:
    """Whose files are counted together: a restored server begins anew."""
    return f"{header.card.device} {header.epoch}"


def _member(card: Card, header: Header) -> Membership:
    """A server that is known from its files only: without an address."""
    person = header.welcome.person if header.welcome is not None else ""
    return Membership(
        "", card.device, card.name, card.public_key, header.epoch, header.epoch, card.exchange_key, person
    )  # fmt: skip


def _spoken_at(told: str, known: str, now: datetime) -> str:
    """When the server was heard last: when it wrote the file, and not when somebody got round to importing it."""
    moments = [now]
    with contextlib.suppress(ValueError, TypeError):
        moments = [min(now, datetime.fromisoformat(told))]
    with contextlib.suppress(ValueError, TypeError):
        moments = [max(moments[0], datetime.fromisoformat(known))]
    return moments[0].astimezone(now.tzinfo).isoformat(timespec="seconds")


def _roles(grants: Iterable[Grant]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for given in grants:
        found[given.scope] = (*found.get(given.scope, ()), given.role)
    return found
