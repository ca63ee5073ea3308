"""Being somebody for the server: which server this laptop belongs to, and the token that requests carry.

The server is pinned when the laptop is enrolled: its id and its key. One that shows another id or key afterwards is
told nothing and believed nothing. A token is kept until shortly before it ends, also from one round to the next and
in the workspace, so that most rounds ask for nothing but news.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from inspector.domain.fields import from_fields, to_json
from inspector.domain.shapes import NAME, plain
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.folder.device import is_authentic
from inspector.storage.local.settings import AREA_NAME
from inspector.sync.engine.alarms import Alarm
from inspector.sync.messages import Enrolment, Grant, Hello, ServerPerson, Token, TokenRequest, Welcome, malformed
from inspector.sync.protocol import challenge_proof, common_version, enrolment_proof

if TYPE_CHECKING:
    from inspector.storage import Database
    from inspector.sync.engine.local import Local
    from inspector.sync.remote import Remote

SERVER: Final = "sync_server"
"""Setting: the server this workspace belongs to (`Membership`)."""
TOKEN: Final = "sync_token"  # noqa: S105 - the name of a setting
"""Setting: the token in use (`Ticket`)."""
FORMER: Final = "sync_former"
"""Setting: id of the server that this workspace belonged to before it left it."""
FORMER_EPOCH: Final = "sync_former_epoch"
"""Setting: the epoch of that server then; if it has another one when it is joined again, it may have lost records."""
EPOCHS: Final = "sync_epochs"
"""Setting: epochs that the server has left behind."""
AREA: Final = "area"
"""Setting: the scope that new things belong to."""
SPARE: Final = timedelta(minutes=2)
"""How long before its end a token is renewed."""
AT_MOST: Final = timedelta(minutes=30)
"""How long a token is used, whatever the server allows: a new one brings new grants."""
DAY_S: Final = 86_400
CLOCK_OFF_S: Final = 300
MOST_CLAIMS: Final = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Membership:
    """The server this laptop belongs to, as it was when the laptop was enrolled.

    `epoch`, `name` and the keys for exchange files follow what the server says; `server` and `public_key` never do.
    """

    url: str
    server: str
    name: str
    public_key: str
    epoch: str = ""
    device: str = ""
    exchange_key: str = ""
    person: str = ""
    ca: str = ""
    """Certificates (PEM) that this server is trusted by, "" for the system's authorities."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A token and what came with it; `device`: whose it is."""

    token: str
    until: datetime
    device: str
    grants: tuple[Grant, ...] = ()
    people: tuple[ServerPerson, ...] = ()
    revoked: bool = False

    @property
    def roles(self) -> Mapping[str, tuple[str, ...]]:
        """Grants by scope."""
        found: dict[str, tuple[str, ...]] = {}
        for given in self.grants:
            found[given.scope] = (*found.get(given.scope, ()), given.role)
        return found


def membership(db: "Database") -> Membership | None:
    """The server this workspace belongs to, or None."""
    kept = db.settings.get(SERVER)
    return from_fields(Membership, kept) if isinstance(kept, dict) else None


def left_epochs(db: "Database") -> tuple[str, ...]:
    """Epochs that the server has left behind: an exchange file that still belongs to one brings no numbers."""
    return tuple(db.settings.get(EPOCHS, ()))


def leave_epoch(db: "Database", epoch: str) -> None:
    """Remember that the server has left an epoch behind."""
    known = left_epochs(db)
    if epoch and epoch not in known:
        db.settings.put(EPOCHS, [*known, epoch])


def keep_membership(db: "Database", member: Membership | None) -> None:
    """Remember it; None forgets it, and the token."""
    before = membership(db)
    if before is not None and member is not None and before.epoch != member.epoch:
        leave_epoch(db, before.epoch)
    db.settings.put(SERVER, to_json(member) if member is not None else None)
    if member is None:
        db.settings.put(TOKEN, None)


def leave(db: "Database") -> None:
    """Belong to no server any more; what is known of the one that is left counts when it is joined again."""
    member = membership(db)
    with db.transaction():
        if member is not None:
            db.settings.put(FORMER, member.server)
            db.settings.put(FORMER_EPOCH, member.epoch)
        keep_membership(db, None)


def _epoch_known(db: "Database", server: str) -> str:
    """The epoch of a server when it was spoken to last, "" if it never was."""
    member = membership(db)
    if member is not None:
        return member.epoch
    return str(db.settings.get(FORMER_EPOCH) or "") if db.settings.get(FORMER) == server else ""


def ticket(db: "Database") -> Ticket | None:
    """The token in use, or None."""
    kept = db.settings.get(TOKEN)
    try:
        return from_fields(Ticket, kept) if isinstance(kept, dict) else None
    except Problem:  # an older program wrote it
        return None


def _keep_ticket(db: "Database", kept: Any, given: Token) -> None:
    """Remember a token, and what the administrator calls the areas it is for."""
    db.settings.put(TOKEN, kept)
    granted, known = {grant.scope for grant in given.grants}, db.settings.all(AREA_NAME)
    for scope, name in given.areas:
        if scope in granted and plain(name, NAME) and name.isprintable() and known.get(AREA_NAME + scope) != name:
            db.settings.put(AREA_NAME + scope, name)


@dataclass(slots=True)
class Session:
    """The connection of one round to its server: asks with a token that holds."""

    local: "Local"
    remote: "Remote"
    member: Membership
    ticket: Ticket | None = None
    alarms: list[Alarm] = field(default_factory=list)
    hello: Hello | None = None
    """What the server said about itself in this round."""
    _fresh: bool = False
    _lock: "threading.RLock" = field(default_factory=threading.RLock)
    """Several requests may be under way at once; one of them signs in."""

    @classmethod
    def begin(cls, local: "Local", remote: "Remote", member: Membership) -> "Session":
        """A session with the token of the round before, if there is one."""
        kept = local.read(ticket)
        return cls(local, remote, member, kept if kept is not None and kept.device == local.device.id else None)

    def ask(self, request: Callable[[str], T]) -> T:
        """Make a request with a token; signs in when there is none, and once more when the server knows it no longer.

        Raises Problem.
        """
        token = self.signed_in().token
        try:
            return request(token)
        except Problem as problem:
            if problem.code != "token_invalid" or not self._renewed(token):
                raise
        return request(self.signed_in().token)

    def _renewed(self, token: str) -> bool:
        """Whether there is another token than this one, which the server knows no longer. Raises Problem."""
        with self._lock:
            return self.signed_in().token != token or self.refreshed()

    def signed_in(self) -> Ticket:
        """A token that holds for now. Raises Problem."""
        with self._lock:
            kept = self.ticket
            left = kept.until - self.local.now() if kept is not None else timedelta()
            return kept if kept is not None and timedelta() < left <= AT_MOST else self.sign_in()

    def sign_in(self) -> Ticket:
        """Show who this is, and get a token. Raises Problem server_changed, challenge_invalid, protocol_version."""
        self._meet(self.remote.hello())
        device = self.local.device.id
        nonce = self.remote.challenge(device).nonce
        sig = self.local.sign(challenge_proof(nonce, device)).hex()
        given = self.remote.token(TokenRequest(device, nonce, sig))
        self.ticket, self._fresh = self._ticket(given), True
        kept = to_json(self.ticket)
        self.local.write(lambda db: _keep_ticket(db, kept, given), quiet=True)
        return self.ticket

    def refreshed(self) -> bool:
        """Sign in again unless that was done in this round already; whether it was done now. Raises Problem."""
        if self._fresh:
            return False
        self.sign_in()
        return True

    @property
    def people(self) -> tuple[ServerPerson, ...]:
        """Who works on this laptop, as the server said with the last token."""
        return self.ticket.people if self.ticket is not None else ()

    def _ticket(self, given: Token) -> Ticket:
        if not given.token.isascii() or not given.token.isprintable():
            raise malformed("token")
        lasts = timedelta(seconds=min(max(given.expires_in_s, 0), DAY_S))
        until = self.local.now() + max(min(lasts - SPARE, AT_MOST), timedelta(seconds=1))
        return Ticket(given.token, until, self.local.device.id, given.grants, given.people, given.revoked)

    def _meet(self, hello: Hello) -> None:
        """See that it is the same server, and what is new about it. Raises Problem."""
        known = self.member
        if (hello.server, hello.public_key) != (known.server, known.public_key):
            raise Problem("server_changed", url=known.url)
        common_version(hello.oldest, hello.newest)
        self.alarms += clock_alarms(hello.at, self.local.now())
        self.hello = hello
        if not self.restored:
            self.remember()

    @property
    def restored(self) -> bool:
        """Whether the server was set back since it was spoken to last; until `remember`."""
        return self.hello is not None and bool(self.member.epoch) and self.hello.epoch != self.member.epoch

    def remember(self) -> None:
        """Keep what the server says about itself; after what follows from a new epoch was done."""
        hello = self.hello
        if hello is None:
            return
        told = replace(
            self.member, name=hello.name, epoch=hello.epoch, device=hello.device, exchange_key=hello.exchange_key
        )
        if told != self.member:
            self.member = told
            self.local.write(lambda db: _follow(db, told), quiet=True)


def _follow(db: "Database", told: Membership) -> None:
    """Keep what the server says about itself, unless the workspace has left it meanwhile."""
    kept = membership(db)
    if kept is not None and kept.server == told.server:
        keep_membership(db, replace(told, url=kept.url, ca=kept.ca))


def clock_alarms(told: str, now: datetime) -> list[Alarm]:
    """Whether this laptop's clock and the server's are apart. Nothing is decided by clocks; people read times."""
    try:
        off = round((now - datetime.fromisoformat(told)).total_seconds())
    except (ValueError, TypeError, OverflowError):  # it told none, or one without a zone
        return []
    return [Alarm("clock_off", {"seconds": off, "minutes": round(abs(off) / 60)})] if abs(off) > CLOCK_OFF_S else []


def enrol(local: "Local", remote: "Remote", url: str, code: str, name: str, *, ca: str = "") -> Welcome:
    """Join a server with a one-time code, and remember it. Raises Problem; then nothing has changed here.

    A workspace that belongs to the server already brings further persons onto it. Areas that were made here go along
    and become the persons'; a workspace without any works in the first area it may write in.
    """
    hello = remote.hello()
    common_version(hello.oldest, hello.newest)
    before = local.read(membership)
    if before is not None and (before.server, before.public_key) != (hello.server, hello.public_key):
        raise Problem("server_changed", url=url)
    welcome = remote.enroll(_enrolment(local, code.strip(), name))
    _need_own(local, hello, welcome, url)
    epoch = local.read(lambda db: _epoch_known(db, hello.server))
    made = Membership(
        url, hello.server, hello.name, hello.public_key, epoch or hello.epoch, hello.device, hello.exchange_key,
        welcome.person, ca,
    )  # fmt: skip
    local.write(lambda db: _join(db, made, welcome))
    return welcome


def _need_own(local: "Local", hello: Hello, welcome: Welcome, url: str) -> None:
    """The server shows that it holds the key it named, by its word about this very laptop.

    Raises Problem server_foreign.
    """
    told = welcome.certificate
    try:
        key, sig = bytes.fromhex(hello.public_key), bytes.fromhex(told.sig)
    except ValueError:
        key, sig = b"", b""
    own = (local.device.id, local.device.public_key.hex())
    if (told.device, told.public_key) != own or not is_authentic(key, sig, told.signed_text):
        raise Problem("server_foreign", url=url)


def _enrolment(local: "Local", code: str, name: str) -> Enrolment:
    device = local.device
    keys = device.public_key.hex(), local.exchange_key().hex()
    proof = local.sign(enrolment_proof(code, device.id, *keys)).hex()
    scopes, people = local.read(_told)
    return Enrolment(code, device.id, device.code, *keys, name, proof, scopes=scopes, people=people)


def _told(db: "Database") -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Areas of this workspace, and (login, id) of its persons."""
    area = str(db.settings.get(AREA, ""))
    scopes = dict.fromkeys([*((area,) if area else ()), *db.outbox.scopes()])
    people = [(person.login, person.id) for person in db.registers.persons() if person.active and person.login]
    return tuple(scopes)[:MOST_CLAIMS], tuple(people[:50])


def _join(db: "Database", made: Membership, welcome: Welcome) -> None:
    with db.transaction():
        if db.settings.get(FORMER, made.server) != made.server:
            _begin_anew(db)
        keep_membership(db, made)
        db.settings.put(TOKEN, None)
        writes = [grant.scope for grant in welcome.grants if grant.role == "author"]
        if writes and not db.settings.get(AREA, ""):
            db.settings.put(AREA, writes[0])


def _begin_anew(db: "Database") -> None:
    """Another server than before has nothing of what is here."""
    for state in db.peers.scopes():
        db.peers.drop_scope(state.scope)
    for scope in db.outbox.scopes():
        db.outbox.offer_again([identity for identity, seq in db.outbox.ids(scope) if seq is not None])
        db.files.lost(scope)
    db.outbox.offer_again([one.id for one in db.frames.parked() if one.seq is not None])


def grants_of(held: Ticket, scopes: Any = ()) -> dict[str, tuple[str, ...]]:
    """Grants by scope, sorted; with `scopes` only of these."""
    wanted = frozenset(scopes)
    return {scope: roles for scope, roles in sorted(held.roles.items()) if not wanted or scope in wanted}
