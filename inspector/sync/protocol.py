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
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import zstandard

from inspector.domain.events import compact
from inspector.domain.fields import from_fields, to_json
from inspector.problems import Problem
from inspector.sync.messages import (
    START,
    Certificate,
    Challenge,
    ChallengeRequest,
    Cursor,
    Enrolment,
    Grant,
    Hashes,
    Hello,
    IdBuckets,
    Offset,
    Packet,
    Page,
    PageHead,
    People,
    PeopleNames,
    Receipt,
    Receipts,
    Refusal,
    ServerPerson,
    Stored,
    Token,
    TokenRequest,
    Welcome,
    malformed,
)

__all__ = [
    "FRAMES_TYPE",
    "LEVEL",
    "MOST_ASKED",
    "MOST_BATCH",
    "MOST_BLOB",
    "MOST_CONTROL",
    "MOST_EVENTS",
    "MOST_FRAME",
    "MOST_PACKED",
    "MOST_PAGE",
    "PIECE",
    "SIGNATURE",
    "START",
    "VERSIONS",
    "VERSION_HEADER",
    "Certificate",
    "Challenge",
    "ChallengeRequest",
    "Cursor",
    "Enrolment",
    "Grant",
    "Hashes",
    "Hello",
    "IdBuckets",
    "Offset",
    "Packet",
    "Page",
    "PageHead",
    "People",
    "PeopleNames",
    "Receipt",
    "Receipts",
    "Refusal",
    "ServerPerson",
    "Stored",
    "Token",
    "TokenRequest",
    "Welcome",
    "batches",
    "challenge_proof",
    "common_version",
    "enrolment_proof",
    "from_bytes",
    "malformed",
    "pack",
    "to_bytes",
    "unpack",
    "unpack_page",
]

VERSIONS: Final = ("2026-11-22",)
"""Versions this program speaks, oldest first."""
VERSION_HEADER: Final = "Inspector-Protocol"
FRAMES_TYPE: Final = "application/x-inspector-frames"
"""Media type of a pack of frames."""

MOST_EVENTS: Final = 500
"""Events in one push; a frame that holds more travels alone."""
MOST_BATCH: Final = 1024 * 1024
"""Unpacked bytes of frames in one push; a larger frame travels alone."""
MOST_PAGE: Final = 4 * 1024 * 1024
"""Unpacked bytes of frames in one page: half a megabyte packed. Four times as much saves a tenth of the bytes, because
ids that come again are found in a page only."""
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
MOST_DIGITS: Final = 18
"""Digits (and sign) of a number: fits 64 bits."""
LEVEL: Final = 9

T = TypeVar("T")


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


def _whole(digits: str) -> int:
    """A number that every database can keep. Raises ValueError."""
    if len(digits) > MOST_DIGITS:
        raise ValueError(digits[:MOST_DIGITS])
    return int(digits)


_DECODER: Final = json.JSONDecoder(parse_int=_whole)


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = _DECODER.decode(data.decode("utf-8"))
        if b"\\u" in data:  # half of a character can be escaped, but neither stored nor sent on
            compact(value).encode()
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
        if zstandard.frame_content_size(data) > most:
            raise Problem("protocol_too_large")
        plain = zstandard.ZstdDecompressor(max_window_size=1 << 25).decompress(data, max_output_size=most + 1)
    except zstandard.ZstdError:  # also of a pack that was cut: what is left of it must not pass for a whole one
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
