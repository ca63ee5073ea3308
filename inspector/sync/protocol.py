"""What a laptop and a server say to each other (sync.md, "Server"). Pure: no network, no disk, no clock.

Versions are dates; each is explained here and both sides name the oldest and the newest they speak.

* `2026-11-22`: the first. Frames travel as NDJSON under zstd: a head, then two lines for each frame, its signature
  (with the server's number, where it has one) and the frame's own bytes, exactly as they were signed. They hold no
  line feed, because compact JSON escapes it. Everything else is one small JSON object.

Whatever comes from outside is read with a cap on its size, packed and unpacked, and ends in a value or in one of this
module's problems: `protocol_malformed`, `protocol_too_large`, `protocol_version`.
"""

import base64
import binascii
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

import zstandard

from inspector.domain.events import compact
from inspector.domain.fields import from_fields, to_json
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

VERSIONS: Final = ("2026-11-22",)
"""Versions this program speaks, oldest first."""
VERSION_HEADER: Final = "Inspector-Protocol"
FRAMES_TYPE: Final = "application/x-inspector-frames"
"""Media type of a pack of frames."""

MOST_EVENTS: Final = 500
"""Events in one push; a frame that holds more travels alone."""
MOST_BATCH: Final = 1024 * 1024
"""Unpacked bytes of frames in one push or page; a larger frame travels alone."""
MOST_FRAME: Final = 16 * 1024 * 1024
"""Bytes of one frame."""
MOST_CONTROL: Final = 256 * 1024
"""Bytes of a small JSON object: fits 2,000 hashes."""
MOST_PACKED: Final = MOST_FRAME + MOST_CONTROL
"""Bytes of a pack, packed or unpacked, without its head."""
MOST_ASKED: Final = 2000
"""Hashes or ids in one question."""
MOST_BLOB: Final = 64 * 1024 * 1024
PIECE: Final = 1024 * 1024
"""Bytes of a blob in one request."""
SIGNATURE: Final = 64
LEVEL: Final = 6

register(
    ProblemKind.INPUT,
    {
        "protocol_malformed": N_(
            "The other side sent something that cannot be read ({reason}). Nothing was taken over."
        ),
        "protocol_too_large": N_("The other side sent more than is accepted at once. Nothing was taken over."),
        "protocol_version": N_(
            "This program speaks the versions {mine} of the protocol, the other side {theirs}. Update the older one."
        ),
    },
)

T = TypeVar("T")


class Stored(StrEnum):
    """What became of a frame that was pushed."""

    STORED = "stored"
    """It is on the server now. Whether all of its events have an effect is another question: see the rulings."""
    KNOWN = "known"
    """It was there before; the receipt is the first one again."""
    REFUSED = "refused"
    """Not authentic or too large: the only frames that are not stored."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A frame under way: its bytes as signed, the author's signature, and the server's number if it has one."""

    raw: bytes
    sig: bytes
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a laptop has read a scope: number and id of the last frame; `START` stands before everything.

    The id shows whether the server still has the same history.
    """

    seq: int = 0
    id: str = ""

    @property
    def text(self) -> str:
        """As a parameter of a request."""
        return f"{self.seq}:{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """From the text of a request. Raises Problem("protocol_malformed")."""
        number, colon, identity = text.partition(":")
        if not colon or not number.isascii() or not number.isdigit() or len(number) > 18 or len(identity) > 64:
            raise malformed("cursor")
        return cls(int(number), identity)


START: Final = Cursor()


@dataclass(frozen=True, slots=True)
class Hello:
    """Who the server is. `epoch` changes when it was restored from a backup; `at` is its time, only shown."""

    server: str
    name: str
    epoch: str
    oldest: str
    newest: str
    public_key: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A laptop asks to be let in with a one-time code. Keys are hexadecimal: Ed25519 to sign, X25519 to seal for."""

    code: str
    device: str
    device_code: str
    public_key: str
    exchange_key: str
    name: str
    proof: str
    """Signature by the device's key over `enrolment_proof`."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person may do in a scope: `author` (read and write), `reader`, `reviewer` (reads, and judges hazards)."""

    scope: str
    role: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """The server's word that a device exists: signed by the server's key over `signed_text`."""

    device: str
    device_code: str
    public_key: str
    exchange_key: str
    person: str
    name: str
    revoked: bool
    number: int
    """Grows with every change in the directory: who has read up to one asks for what is new since."""
    sig: str = ""

    @property
    def signed_text(self) -> bytes:
        """The bytes the server signs."""
        told = {key: value for key, value in to_json(self).items() if key != "sig"}
        return b"inspector certificate\n" + compact(dict(sorted(told.items()))).encode()


@dataclass(frozen=True, slots=True)
class Welcome:
    """The answer to an enrolment. `code_taken`: another device has this short code; the server keeps an alias."""

    person: str
    grants: tuple[Grant, ...]
    certificate: Certificate
    code_taken: bool = False


@dataclass(frozen=True, slots=True)
class Challenge:
    """A number that is used once; the device signs `challenge_proof` of it."""

    nonce: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class Token:
    """What a request carries afterwards. `grants` may have changed since the last time."""

    token: str
    expires_in_s: int
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one frame. `rulings`: (event, code) for every event of it that has no effect for now."""

    frame: str
    status: Stored
    seq: int = 0
    code: str = ""
    rulings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipts:
    """Answer to a push, in the order of its frames. `backup_seq`: everything up to it is in a backup (已备份)."""

    receipts: tuple[Receipt, ...]
    backup_seq: int = 0


@dataclass(frozen=True, slots=True)
class PageHead:
    """First line of a page of a pull.

    `head` is fixed on the first page and given back for the next ones; `digest` and `count` are those of the whole
    scope up to it; `directory`: certificates that changed since the asker's number.
    """

    epoch: str
    scope: str
    head: int
    digest: str
    count: int
    more: bool = False
    backup_seq: int = 0
    directory: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a pull."""

    head: PageHead
    packets: tuple[Packet, ...] = ()


@dataclass(frozen=True, slots=True)
class IdBuckets:
    """What a repair compares: the digest of every bucket, or the ids of those that were asked for."""

    digests: Mapping[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hashes:
    """A question or an answer about files: their SHA-256 (hex)."""

    sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offset:
    """How much of a file is there, and whether it is whole and its hash was right."""

    offset: int
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was turned down: a code of this program's problems with its parameters."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def malformed(reason: str) -> Problem:
    """What cannot be read, and where."""
    return Problem("protocol_malformed", reason=reason)


def common_version(oldest: str, newest: str) -> str:
    """The newest version that both sides speak. Raises Problem("protocol_version")."""
    both = [version for version in VERSIONS if oldest <= version <= newest]
    if not both:
        raise Problem("protocol_version", mine=f"{VERSIONS[0]} – {VERSIONS[-1]}", theirs=f"{oldest} – {newest}")
    return both[-1]


def enrolment_proof(code: str, device: str, public_key: str, exchange_key: str) -> bytes:
    """The bytes a device signs to show that it holds the key it enrols with."""
    return b"inspector enrolment\n" + f"{code}\n{device}\n{public_key}\n{exchange_key}".encode()


def challenge_proof(nonce: str, device: str) -> bytes:
    """The bytes a device signs to show who it is."""
    return b"inspector challenge\n" + f"{nonce}\n{device}".encode()


# --- small messages --------------------------------------------------------------------------------------------------


def to_bytes(message: Any) -> bytes:
    """A message of this module as JSON."""
    return compact(to_json(message)).encode()


def from_bytes(kind: type[T], data: bytes, most: int = MOST_CONTROL) -> T:
    """Read a message. Raises Problem protocol_malformed or protocol_too_large and nothing else."""
    if len(data) > most:
        raise Problem("protocol_too_large")
    return _message(kind, _object(data))


def _message(kind: type[T], values: Mapping[str, Any]) -> T:
    try:
        return from_fields(kind, values)
    except Problem as problem:
        raise malformed(str(problem.params.get("field", ""))) from None


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise malformed("JSON") from None
    if not isinstance(value, dict):
        raise malformed("JSON")
    return value


# --- packs of frames -------------------------------------------------------------------------------------------------


def pack(packets: Iterable[Packet], head: Any = None) -> bytes:
    """Frames in one piece, after a head (a message of this module, or nothing)."""
    lines = [to_bytes(head) if head is not None else b"{}"]
    for packet in packets:
        seal: dict[str, object] = {"sig": base64.b64encode(packet.sig).decode()}
        if packet.seq is not None:
            seal["seq"] = packet.seq
        lines += (compact(seal).encode(), packet.raw)
    return zstandard.ZstdCompressor(level=LEVEL).compress(b"\n".join(lines))


def unpack(data: bytes) -> tuple[Packet, ...]:
    """The frames of a pack without a head. Raises Problem protocol_malformed or protocol_too_large."""
    return tuple(_packets(_lines(data)[1:]))


def unpack_page(data: bytes) -> Page:
    """A page of a pull. Raises Problem protocol_malformed or protocol_too_large."""
    lines = _lines(data)
    return Page(_message(PageHead, _object(lines[0])), tuple(_packets(lines[1:])))


def _lines(data: bytes) -> list[bytes]:
    most = MOST_PACKED + MOST_CONTROL
    if len(data) > most:
        raise Problem("protocol_too_large")
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 25).stream_reader(io.BytesIO(data)) as reader:
            plain = reader.read(most + 1)
    except zstandard.ZstdError:
        raise malformed("zstd") from None
    if len(plain) > most:
        raise Problem("protocol_too_large")
    return plain.split(b"\n")


def _packets(lines: Sequence[bytes]) -> Iterator[Packet]:
    if len(lines) % 2:
        raise malformed("frames")
    for seal, raw in zip(lines[::2], lines[1::2], strict=True):
        if len(raw) > MOST_FRAME:
            raise Problem("protocol_too_large")
        yield _packet(_object(seal), raw)


def _packet(seal: Mapping[str, Any], raw: bytes) -> Packet:
    seq, written = seal.get("seq"), seal.get("sig")
    if seq is not None and (not isinstance(seq, int) or isinstance(seq, bool) or seq < 1):
        raise malformed("seq")
    try:
        sig = base64.b64decode(written, validate=True) if isinstance(written, str) else b""
    except (ValueError, binascii.Error):
        sig = b""
    if len(sig) != SIGNATURE:
        raise malformed("sig")
    return Packet(raw, sig, seq)


def batches(items: Iterable[T], sizes: Callable[[T], tuple[int, int]]) -> Iterator[list[T]]:
    """Cut a queue into pushes: at most MOST_EVENTS events and MOST_BATCH bytes each, in order; one too big goes alone.

    `sizes` gives events and bytes of an item.
    """
    batch: list[T] = []
    events = size = 0
    for item in items:
        more_events, more_bytes = sizes(item)
        if batch and (events + more_events > MOST_EVENTS or size + more_bytes > MOST_BATCH):
            yield batch
            batch, events, size = [], 0, 0
        batch.append(item)
        events, size = events + more_events, size + more_bytes
    if batch:
        yield batch
