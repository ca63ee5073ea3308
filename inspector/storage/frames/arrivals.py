"""Frames that arrive: read and checked before they reach the database. Pure, for any thread.

Reading and the check of signatures are most of the work of receiving, so whoever receives many frames does it beside
the worker: `check_arrivals` in a thread of its own, `Frames.receive_all` on the worker with what came out.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspector.domain.events import Frame, decode_frame, read_frame
from inspector.domain.shapes import NAME, frame_flaw, plain
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.collecting import no_collecting

UNKNOWN: Final = "frame_author_unknown"
UNSIGNED: Final = "frame_unsigned"
MALFORMED: Final = "frame_malformed"
CHANGED: Final = "frame_changed"
"""Why a frame is parked: nobody knows its device, it is not signed by it, it cannot be read, or its id (or that of one
of its events) is taken by something else."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A frame that came from somewhere: its bytes as signed, the signature, the server's number if it has one."""

    raw: bytes
    sig: bytes
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """An arrival that was read and checked.

    `code` says why it must not be stored, "" for nothing; `texts` are its events as they stand in it; `key` is the
    public key that the signature was checked with.
    """

    arrival: Arrival
    hash: str
    frame: Frame | None
    texts: tuple[str, ...]
    code: str = ""
    key: bytes = b""


class Signatures:
    """Checks signatures, with the keys of devices made ready once."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self.keys = keys
        self._ready: dict[str, Ed25519PublicKey | None] = {}

    def code_of(self, dev: str, sig: bytes, raw: bytes) -> str:
        """`UNKNOWN` or `UNSIGNED`, "" if the device signed it."""
        if dev not in self.keys:
            return UNKNOWN
        if dev not in self._ready:
            self._ready[dev] = _public(self.keys[dev])
        key = self._ready[dev]
        try:
            if key is None:
                return UNSIGNED
            key.verify(sig, raw)
        except (InvalidSignature, ValueError):
            return UNSIGNED
        return ""


def _public(raw: bytes) -> Ed25519PublicKey | None:
    try:
        return Ed25519PublicKey.from_public_bytes(raw)
    except ValueError:
        return None


def check_arrivals(arrivals: Iterable[Arrival], keys: Mapping[str, bytes]) -> tuple[Checked, ...]:
    """Read frames and check who signed them; `keys` as `Peers.keys` gives them. Raises nothing."""
    signatures = Signatures(keys)
    with no_collecting():
        return tuple(check_arrival(arrival, signatures) for arrival in arrivals)


def checked_again(one: Checked, signatures: Signatures) -> Checked:
    """The same with the keys as they are known now; nothing is read anew."""
    made = one.frame
    if made is None or (one.key and signatures.keys.get(made.dev) == one.key):
        return one
    code = signatures.code_of(made.dev, one.arrival.sig, one.arrival.raw)
    return Checked(one.arrival, one.hash, made, one.texts, code, signatures.keys.get(made.dev, b""))


def check_arrival(arrival: Arrival, signatures: Signatures) -> Checked:
    """Read one frame and check who signed it. Raises nothing."""
    digest = hashlib.sha256(arrival.raw).hexdigest()
    try:
        made, texts = read_frame(arrival.raw)
    except Problem:
        return Checked(arrival, digest, None, (), MALFORMED)
    if frame_flaw(made):
        return Checked(arrival, digest, None, (), MALFORMED)
    code = signatures.code_of(made.dev, arrival.sig, arrival.raw)
    return Checked(arrival, digest, made, texts, code, signatures.keys.get(made.dev, b""))


def named(one: Checked) -> tuple[str, str, str]:
    """Id, device and scope that an arrival claims to have, as far as they can be read and kept."""
    made = one.frame
    if made is None:
        try:
            made = decode_frame(one.arrival.raw)
        except Problem:
            return "", "", ""
    identity, dev, scope = (text if plain(text, NAME) else "" for text in (made.id, made.dev, made.scope))
    return identity, dev, scope
