"""Other laptops whose frames arrive: each signs with its own key and keeps its chain."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector.domain.events import Event, Frame, encode_frame
from inspector.storage import Arrival, Database, KnownDevice
from inspector.storage.folder.device import DeviceIdentity

AT = "2026-03-10T09:30:00+00:00"


@dataclass
class Author:
    """A laptop that writes frames."""

    id: str
    user: str = "zoe"
    scope: str = "north"
    tips: dict[str, tuple[int, str]] = field(default_factory=dict)
    sign: Callable[[bytes], bytes] | None = None
    made: count = field(default_factory=lambda: count(1))  # type: ignore[type-arg] # no parameters at run time

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(self.id.encode()).digest())

    def known(self) -> KnownDevice:
        return KnownDevice(self.id, "ZZZ", self.key.public_key().public_bytes_raw(), name=self.id)

    def frame(self, *events: Event, scope: str = "", identity: str = "") -> Frame:
        """The next frame of the chain."""
        scope = scope or self.scope
        n, prev = self.tips.get(scope, (0, ""))
        made = Frame(
            identity or f"{self.id}-{next(self.made):04}", scope, self.id, n + 1, prev, self.user, AT, "1", 1, events
        )
        self.tips[scope] = n + 1, hashlib.sha256(encode_frame(made)).hexdigest()
        return made

    def write(self, *events: Event, scope: str = "", identity: str = "", seq: int | None = None) -> Arrival:
        """The next frame of the chain, signed."""
        return self.sealed(self.frame(*events, scope=scope, identity=identity), seq)

    def sealed(self, frame: Frame, seq: int | None = None) -> Arrival:
        return self.signed(encode_frame(frame), seq)

    def signed(self, raw: bytes, seq: int | None = None) -> Arrival:
        return Arrival(raw, (self.sign or self.key.sign)(raw), seq)


def knows(db: Database, *authors: Author) -> None:
    for author in authors:
        db.peers.learn(author.known())


def own_author(identity: DeviceIdentity) -> Author:
    """The device itself, as another copy of its workspace."""
    return Author(identity.info.id, sign=identity.sign)


def customer(entity: str, name: str = "Mill", identity: str = "") -> Event:
    fields = {"account": entity, "name": name, "scope": "north"}
    return Event(identity or f"{entity}-r", entity, "customer", "customer_registered", (), {"fields": fields})


def renamed(entity: str, identity: str, par: tuple[str, ...], **fields: object) -> Event:
    return Event(identity, entity, "customer", "customer_changed", par, {"fields": fields})
