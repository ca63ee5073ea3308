"""A server with a seeded clock and randomness, and laptops that write frames for it."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector.domain.events import BlobRef, Event, Frame, encode_frame
from inspector.domain.person import Person, Role
from inspector.server import identity, people, quarantine, state
from inspector.server.blobs import FolderBlobs
from inspector.server.core import Core, found, start
from inspector.server.database import Database
from inspector.server.identity import Session
from inspector.server.store import Numbers
from inspector.sync.messages import START, Cursor, Enrolment, Packet, Page, Receipt, Token, TokenRequest, Welcome
from inspector.sync.protocol import challenge_proof, enrolment_proof

LEAD = (Role.INSPECTOR, Role.LEAD)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Server:
    """The core, with what its administrator does."""

    core: Core
    clock: Clock
    key: bytes = b""

    def person(self, login: str, *roles: Role, team: str = "east", scopes: Sequence[str] = ("north",)) -> str:
        """A person with grants to write in these scopes."""
        return self.member(login, *roles, team=team, grants=[(scope, "author") for scope in scopes])

    def member(self, login: str, *roles: Role, team: str = "east", grants: Sequence[tuple[str, str]] = ()) -> str:
        made = Person(f"p-{login}", login, login.title(), team, roles or (Role.INSPECTOR,))
        with self.core.database.writing() as connection:
            people.add_person(connection, made)
        for scope, role in grants:
            quarantine.grant(self.core, made.id, scope, role)
        return made.id

    def code(self, *people: str, hours: float = 1) -> str:
        with self.core.database.writing() as connection:
            return identity.new_code(connection, self.core.here, people, hours)

    def revoke(self, device: str) -> None:
        with self.core.database.writing() as connection:
            state.lock(connection)
            identity.revoke(connection, device)

    def laptop(self, person: str, name: str = "", **claims: Any) -> "Laptop":
        made = Laptop(self, name or f"d-{person}", person)
        made.enrol(self.code(person), **claims)
        return made


@dataclass
class Laptop:
    """A device that signs frames. `key` is made from its name."""

    server: Server
    id: str
    user: str
    tips: dict[str, tuple[int, str]] = field(default_factory=dict)
    made: int = 0

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(self.id.encode()).digest())

    @property
    def public_key(self) -> str:
        return self.key.public_key().public_bytes_raw().hex()

    def asked(self, code: str, **more: Any) -> Enrolment:
        raw = X25519PrivateKey.from_private_bytes(hashlib.sha256(b"x" + self.id.encode()).digest())
        exchange = raw.public_key().public_bytes_raw().hex()
        proof = self.key.sign(enrolment_proof(code, self.id, self.public_key, exchange)).hex()
        told = Enrolment(code, self.id, self.id[-3:].upper(), self.public_key, exchange, "laptop", proof)
        return replace(told, **more)

    def enrol(self, code: str, **more: Any) -> Welcome:
        return self.server.core.enroll(self.asked(code, **more))

    def answer(self) -> TokenRequest:
        nonce = self.server.core.challenge(self.id).nonce
        return TokenRequest(self.id, nonce, self.key.sign(challenge_proof(nonce, self.id)).hex())

    def token(self) -> Token:
        return self.server.core.token(self.answer())

    def session(self) -> Session:
        return self.server.core.session(self.token().token)

    def event(
        self,
        type_: str,
        entity: str,
        *par: str,
        kind: str = "hazard",
        blobs: tuple[BlobRef, ...] = (),
        **body: Any,
    ) -> Event:
        self.made += 1
        return Event(f"{self.id}-e{self.made}", entity, kind, type_, par, body, blobs)

    def frame(self, *events: Event, scope: str = "north", **more: Any) -> Packet:
        """The next frame of the chain in this scope."""
        self.made += 1
        n, prev = self.tips.get(scope, (0, ""))
        made = Frame(f"{self.id}-f{self.made}", scope, self.id, n + 1, prev, self.user, "2026-11-22T13:00:00+08:00",
                     "1", 1, events)  # fmt: skip
        raw = encode_frame(replace(made, **more))
        self.tips[scope] = (n + 1, hashlib.sha256(raw).hexdigest())
        return Packet(raw, self.key.sign(raw))

    def note(self, text: str = "x", scope: str = "north") -> Packet:
        """A frame with one event that means no harm."""
        self.made += 1
        return self.frame(self.event("note_added", f"{self.id}-h{self.made}", text=text), scope=scope)

    def push(self, *packets: Packet) -> tuple[Receipt, ...]:
        return self.server.core.push(self.session(), packets).receipts

    def pull(self, scope: str = "north", after: Cursor = START, **more: Any) -> Page:
        return self.server.core.pull(self.session(), scope, after, **more)


def server(database: Database, folder: Path, seed: int = 1, numbering: type[Numbers] = Numbers) -> Server:
    """A new server with everything given."""
    rng, clock = random.Random(seed), Clock()
    (folder / "blobs").mkdir(parents=True, exist_ok=True)
    key = rng.randbytes(32)
    core = start(database, FolderBlobs(folder / "blobs"), key, clock, rng.randbytes, numbering)
    found(database, core.here, "test")
    return Server(core, clock, key)


def codes(receipts: Iterable[Receipt]) -> list[str]:
    """Codes of all rulings, in order."""
    return [code for receipt in receipts for _event, code in receipt.rulings]
