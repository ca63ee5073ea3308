"""Two devices that write exchange files, without workspace or server."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector.domain.events import Event, Frame, encode_frame
from inspector.sync.exchange.cards import Card
from inspector.sync.exchange.envelope import Head, Recipient, Sender, inspect, sealed_for
from inspector.sync.exchange.file import BLOBS, FRAMES, ExchangeFile, Writing, write_exchange
from inspector.sync.exchange.header import Header, Purpose
from inspector.sync.exchange.zipped import Entries
from inspector.sync.messages import Packet
from inspector.sync.protocol import pack

AT = "2026-11-22T13:00:00+08:00"
KEY = hashlib.sha256(b"content").digest()


@dataclass(frozen=True)
class Device:
    """A device whose keys are made from its name."""

    name: str

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(self.name.encode()).digest())

    @property
    def exchange_private(self) -> bytes:
        return hashlib.sha256(b"x" + self.name.encode()).digest()

    @property
    def card(self) -> Card:
        exchange = X25519PrivateKey.from_private_bytes(self.exchange_private).public_key().public_bytes_raw()
        public = self.key.public_key().public_bytes_raw().hex()
        return Card(f"d-{self.name}", self.name[:3].upper(), public, exchange.hex(), self.name)

    @property
    def sender(self) -> Sender:
        card = self.card
        return Sender(card.device, card.code, card.name, card.public_key)

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.card.device, self.name, self.card.exchange_key)

    def frame(self, number: int) -> Packet:
        made = Event(f"{self.name}-e{number}", f"h{number}", "hazard", "note_added", (), {"text": "看见了"})
        frame = Frame(f"{self.name}-f{number}", "north", self.card.device, number, "", "p", AT, "1", 1, (made,))
        raw = encode_frame(frame)
        return Packet(raw, self.key.sign(raw))


A, B, C = Device("anna"), Device("bert"), Device("carl")


def head(sender: Device = A, to: Device = B, **more: Any) -> Head:
    told: dict[str, Any] = {"id": "x-1", "part": 1, "parts": 1, "at": AT, **more}
    boxes = sealed_for([to.recipient], KEY, lambda count: hashlib.sha256(b"ephemeral").digest()[:count])
    return Head(sender=sender.sender, boxes=tuple(boxes), **told)


def header(sender: Device = A, to: Device = B, **more: Any) -> Header:
    told: dict[str, Any] = {"purpose": Purpose.SYNC, "nth": 1, "at": AT, **more}
    return Header(sender.card, to.card.device, **told)


def contents(packets: Iterable[Packet] = (), blobs: Iterable[bytes] = ()) -> Entries:
    found = list(packets)
    if found:
        yield f"{FRAMES}0001.ndjson.zst", [pack(found)]
    for blob in blobs:
        yield BLOBS + hashlib.sha256(blob).hexdigest(), [blob]


def write(path: Path, entries: Entries = (), sender: Device = A, to: Device = B, **more: Any) -> int:
    return write_exchange(path, head(sender, to), KEY, header(sender, to, **more), entries, Writing(sender.key.sign))


def opened(path: Path, reader: Device = B) -> ExchangeFile:
    return ExchangeFile(inspect(path), private_key=reader.exchange_private)
