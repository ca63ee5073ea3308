"""The outside of an exchange file: who wrote it, who can open it, and whether it is whole. Format 1.

    "inspector exchange", line feed   version (2 bytes)   length of the head (4 bytes)   head   stream
    SHA-256 of all before (32)   Ed25519 signature of the writer over the hash (64)

All numbers are big endian. The head is JSON that anybody can read: id of the file and its part, when it was written,
the writer's device with its public key, and one box for each recipient. A box holds the key of the content, sealed
for the recipient's X25519 key with a key pair that is used for this file only. The key of the stream is derived from
the content's key and the hash of the head, so a changed head opens nothing.

Hash and signature stand at the end, so that whoever only carries the file can tell whether it is whole and whose it
is. Whatever the bytes are, reading ends in a value or in one of this module's problems.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector.domain.events import compact
from inspector.domain.fields import from_fields, to_json
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.sync.regular import open_regular
from inspector.sync.stream import DamagedError

register(
    ProblemKind.INPUT,
    {
        "exchange_foreign": N_("{path} is no exchange file."),
        "exchange_newer": N_("{path} was written by a newer version of this program. Install that version here."),
        "exchange_damaged": N_(
            "The exchange file {path} is damaged or was not copied whole. Nothing was taken over; copy it once more, "
            "or have it written once more."
        ),
        "exchange_forged": N_(
            "The signature of the exchange file {path} is not that of the laptop it names. Nothing was taken over."
        ),
        "exchange_not_for_us": N_("The exchange file {path} is for {names}. It can be imported only there."),
        "exchange_too_large": N_("The exchange file {path} holds more than this program accepts."),
        "exchange_cancelled": N_("Cancelled. What was not finished was not kept."),
    },
)
register(
    ProblemKind.ENVIRONMENT,
    {
        "exchange_unreadable": N_("{path} cannot be read: {reason}. Check the medium."),
    },
)

MAGIC: Final = b"inspector exchange\n"
FORMAT: Final = 1
PREFIX: Final = len(MAGIC) + 6
MOST_HEAD: Final = 64 * 1024
MOST_FILE: Final = 64 * 1024**3
MOST_BOXES: Final = 64
MOST_PARTS: Final = 1000
MOST_TEXT: Final = 200
"""Characters of an id or a name in the head."""
KEY: Final = 32
HASH: Final = 32
SIGNATURE: Final = 64
TRAILER: Final = HASH + SIGNATURE
PORTION: Final = 1024 * 1024
SIGNED: Final = b"inspector exchange file 1\n"
DAMAGE: Final = (DamagedError, ValueError, KeyError, TypeError, RecursionError, OverflowError, UnsupportedAlgorithm)
"""What odd bytes may cause in reading."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("write", "check"), bytes done and bytes in all."""
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a file, as the head says: id, short code, name, public key (hex) of the device."""

    device: str
    code: str
    name: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who can open a file: id of the device, its name, its X25519 key (hex)."""

    device: str
    name: str
    exchange_key: str


@dataclass(frozen=True, slots=True)
class Box:
    """The key of the content, sealed for one recipient (hex)."""

    to: str
    name: str
    ephemeral: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Head:
    """What anybody can read of a file. `id` is that of all its `parts`; `part` counts from 1."""

    id: str
    part: int
    parts: int
    at: str
    sender: Sender
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The outside of a file that was checked: whole, and signed by whom it names."""

    path: Path
    head: Head
    digest: bytes
    """Hash of everything before the stream."""
    start: int
    """Where the stream starts."""
    end: int
    """Where it ends."""
    size: int
    """Bytes of the file."""

    @property
    def names(self) -> str:
        """For whom it is, in words."""
        return ", ".join(box.name or box.to for box in self.head.boxes)


# --- keys ------------------------------------------------------------------------------------------------------------


def sealed_for(recipients: Sequence[Recipient], key: bytes, random: Callable[[int], bytes] = os.urandom) -> list[Box]:
    """The content's key (32 bytes) in a box for each recipient. Raises ValueError for a key that is none."""
    boxes = []
    for one in recipients:
        ephemeral = X25519PrivateKey.from_private_bytes(random(KEY))
        public = ephemeral.public_key().public_bytes_raw()
        theirs = bytes.fromhex(one.exchange_key)
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(theirs))
        sealed = ChaCha20Poly1305(_box_key(shared, public, theirs)).encrypt(bytes(12), key, None)
        boxes.append(Box(one.device, printable(one.name), public.hex(), sealed.hex()))
    return boxes


def printable(name: str) -> str:
    """A name without what would disturb the words around it, and no longer than others read."""
    return "".join(letter if letter.isprintable() else " " for letter in name)[:MOST_TEXT]


def opened_by(boxes: Sequence[Box], private_key: bytes) -> bytes | None:
    """The content's key, from the first box that this X25519 key opens. Raises ValueError for boxes that are none."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    own = private.public_key().public_bytes_raw()
    for box in boxes:
        public = bytes.fromhex(box.ephemeral)
        shared = private.exchange(X25519PublicKey.from_public_bytes(public))
        with contextlib.suppress(InvalidTag):
            return ChaCha20Poly1305(_box_key(shared, public, own)).decrypt(bytes(12), bytes.fromhex(box.sealed), None)
    return None


def _box_key(shared: bytes, ephemeral: bytes, recipient: bytes) -> bytes:
    """Used once: the ephemeral key is made for one box."""
    salt = ephemeral + recipient
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=salt, info=b"inspector exchange 1 box").derive(shared)


def stream_key(key: bytes, digest: bytes) -> bytes:
    """The key of the stream under this head."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=digest, info=b"inspector exchange 1 stream").derive(key)


# --- writing ---------------------------------------------------------------------------------------------------------


def head_bytes(head: Head) -> bytes:
    """Everything before the stream. Raises ValueError for a head that nobody would read."""
    raw = compact(to_json(head)).encode()
    _checked(head)
    if len(raw) > MOST_HEAD:
        raise ValueError("head")
    return MAGIC + FORMAT.to_bytes(2, "big") + len(raw).to_bytes(4, "big") + raw


def signed_text(digest: bytes) -> bytes:
    """What the writer signs: the hash of the whole file, with what it is."""
    return SIGNED + digest


# --- reading ---------------------------------------------------------------------------------------------------------


def inspect(path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None) -> Envelope:
    """Check a file from end to end, as far as that needs no key: head, hash, signature.

    Raises Problem exchange_foreign, _newer, _damaged, _forged, _too_large, _unreadable, _cancelled.
    """
    with reading(path), open_regular(path) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        head, start = _read_head(file, path)
        if size > MOST_FILE:
            raise Problem("exchange_too_large", path=path)
        if size < start + TRAILER:
            raise DamagedError
        digest = _hash(file, size - TRAILER, progress, cancelled)
        file.seek(size - TRAILER)
        trailer = file.read(TRAILER)
        if trailer[:HASH] != digest or len(trailer) != TRAILER:
            raise DamagedError
        if not is_signed(head.sender.public_key, trailer[HASH:], signed_text(digest)):
            raise Problem("exchange_forged", path=path)
        file.seek(0)
        before = hashlib.sha256(file.read(start)).digest()
    return Envelope(path, head, before, start, size - TRAILER, size)


def read_head(path: Path) -> Head:
    """What a file says about itself; nothing of it is checked. Raises Problem as `inspect`."""
    with reading(path), open_regular(path) as file:
        return _read_head(file, path)[0]


def _read_head(file: BinaryIO, path: Path) -> tuple[Head, int]:
    start = file.read(PREFIX)
    if not start.startswith(MAGIC):
        raise Problem("exchange_foreign", path=path)
    if len(start) < PREFIX:
        raise DamagedError
    version, length = int.from_bytes(start[-6:-4], "big"), int.from_bytes(start[-4:], "big")
    if version > FORMAT:
        raise Problem("exchange_newer", path=path)
    if version < 1 or length > MOST_HEAD:
        raise DamagedError
    raw = file.read(length)
    told = json.loads(raw.decode("utf-8"))
    if len(raw) < length or not isinstance(told, Mapping):
        raise DamagedError
    try:
        head = from_fields(Head, told)
    except Problem as problem:
        raise DamagedError from problem
    _checked(head)
    return head, PREFIX + length


def _checked(head: Head) -> None:
    """Raise ValueError for what no program of ours writes."""
    texts = [head.id, head.at, head.sender.device, head.sender.code, head.sender.name]
    texts += [text for box in head.boxes for text in (box.to, box.name)]
    if any(len(text) > MOST_TEXT or not text.isprintable() for text in texts) or not head.id:
        raise ValueError("text")
    if not 1 <= head.part <= head.parts <= MOST_PARTS or not 1 <= len(head.boxes) <= MOST_BOXES:
        raise ValueError("parts")
    sizes = [(head.sender.public_key, KEY)]
    sizes += [pair for box in head.boxes for pair in ((box.ephemeral, KEY), (box.sealed, KEY + 16))]
    if any(len(bytes.fromhex(text)) != size for text, size in sizes):
        raise ValueError("key")


def _hash(file: BinaryIO, length: int, progress: Progress | None, cancelled: Cancelled | None) -> bytes:
    file.seek(0)
    digest, done = hashlib.sha256(), 0
    while done < length:
        if cancelled is not None and cancelled():
            raise Problem("exchange_cancelled")
        portion = file.read(min(PORTION, length - done))
        if not portion:
            raise DamagedError
        digest.update(portion)
        done += len(portion)
        if progress is not None:
            progress("check", done, length)
    return digest.digest()


def is_signed(public_key: str, sig: bytes, data: bytes) -> bool:
    """Whether these bytes were signed with the key that belongs to this public one (hex)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(sig, data)
    except (InvalidSignature, ValueError):
        return False
    return True


@contextlib.contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what reading a file may raise into problems."""
    try:
        yield
    except OSError as error:
        raise Problem("exchange_unreadable", path=path, reason=error.strerror or error) from error
    except DAMAGE as error:
        raise Problem("exchange_damaged", path=path) from error
