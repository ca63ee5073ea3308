"""Writing an exchange file so that it can be trusted, and opening one.

Writing goes to a temporary name, is flushed, renamed, flushed again, and then read back from the medium: hash,
signature, and every entry against its hash. Only after that a person is told that the stick may be pulled out.
"""

import contextlib
import hashlib
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from inspector.disk import FULL, flush_folder
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.sync.exchange.envelope import (
    KEY,
    Cancelled,
    Envelope,
    Head,
    Progress,
    head_bytes,
    inspect,
    is_signed,
    opened_by,
    reading,
    signed_text,
    stream_key,
)
from inspector.sync.exchange.header import Header, header_bytes, read_header
from inspector.sync.exchange.zipped import HEADER, ZIPPED_DAMAGE, Entries, Unzipped, zipped
from inspector.sync.messages import Packet
from inspector.sync.protocol import unpack
from inspector.sync.regular import open_regular
from inspector.sync.stream import DamagedError, SealedStream, seal

register(
    ProblemKind.ENVIRONMENT,
    {
        "exchange_unwritable": N_("{path} cannot be written: {reason}. Check the medium or choose another."),
        "exchange_disk_full": N_("There is not enough room for {path}. Free some space or choose another medium."),
        "exchange_not_verified": N_(
            "{path} was written but does not read back as it was written. Do not use this medium; choose another."
        ),
    },
)

LEFT: Final = "exchange-"
"""Files that are being written are called so, with a point before it."""
ABANDONED_S: Final = 3600
FRAMES: Final = "frames/"
BLOBS: Final = "blobs/"


@dataclass(frozen=True, slots=True)
class Writing:
    """How a file is written: by whom (`sign` is the device's key), how large it will be about, and who may stop it."""

    sign: Callable[[bytes], bytes]
    expected: int = 0
    progress: Progress | None = None
    cancelled: Cancelled | None = None


def new_key() -> bytes:
    """The key of a new content."""
    return secrets.token_bytes(KEY)


def write_exchange(path: Path, head: Head, key: bytes, header: Header, entries: Entries, how: Writing) -> int:
    """Write one part durably, replacing a file of that name, and read it back; returns its size. A pool thread.

    `entries` come after the header. Raises Problem exchange_disk_full, exchange_unwritable, exchange_cancelled, then
    what was under that name before is still there; or exchange_not_verified.
    """
    temporary = path.with_name(f".{LEFT}{secrets.token_hex(8)}.part")
    _clean(path.parent)
    try:
        with temporary.open("xb") as file:
            for portion in _portions(head, key, header, entries, how):
                file.write(portion)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        _remove(temporary)
        code = "exchange_disk_full" if error.errno in FULL else "exchange_unwritable"
        raise Problem(code, path=path, reason=error.strerror or error) from error
    except BaseException:
        _remove(temporary)
        raise
    return _read_back(path, key, how)


def _portions(head: Head, key: bytes, header: Header, entries: Entries, how: Writing) -> Iterator[bytes]:
    before = head_bytes(head)
    told = hashlib.sha256(before)
    digest = told.digest()
    yield before
    done = len(before)

    def everything() -> Entries:
        yield HEADER, [header_bytes(header)]
        yield from entries

    for chunk in seal(stream_key(key, digest), zipped(everything(), digest, how.sign)):
        if how.cancelled is not None and how.cancelled():
            raise Problem("exchange_cancelled")
        told.update(chunk)
        yield chunk
        done += len(chunk)
        if how.progress is not None:
            how.progress("write", done, max(done, how.expected))
    whole = told.digest()
    yield whole + how.sign(signed_text(whole))


def _read_back(path: Path, key: bytes, how: Writing) -> int:
    """Read what is on the medium; one that was cancelled or does not read back is removed."""
    try:
        _forget_cached(path)
        with ExchangeFile(inspect(path, how.progress, how.cancelled), key=key) as written:
            written.check(cancelled=how.cancelled)
            return written.envelope.size
    except Problem as problem:
        _remove(path)
        if problem.code == "exchange_cancelled":
            raise
        raise Problem("exchange_not_verified", path=path) from problem


def _clean(folder: Path) -> None:
    """Remove what a killed program left half written, long enough ago that it is nobody's work: it may fill a stick."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f".{LEFT}*.part"):
            if abs(time.time() - left.stat().st_mtime) > ABANDONED_S:
                _remove(left)


def _forget_cached(path: Path) -> None:
    """Ask the system to read from the medium and not from its memory, where it can be asked."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


class ExchangeFile:
    """An exchange file that was inspected, opened with a key. Close it (`with`). Not on the GUI thread.

    `private_key` is the reader's X25519 key; `key` that of the content (who wrote it has it). Its names, sizes and
    manifest are checked when it is opened, contents when they are read; `check` reads all of them.
    Raises Problem exchange_not_for_us, exchange_damaged, exchange_unreadable, exchange_cancelled.
    """

    def __init__(self, envelope: Envelope, *, private_key: bytes = b"", key: bytes = b"") -> None:
        self.envelope = envelope
        path, head = envelope.path, envelope.head
        with reading(path):
            content = key or opened_by(head.boxes, private_key)
            if content is None:
                raise Problem("exchange_not_for_us", path=path, names=envelope.names)
            self._file = open_regular(path)
        try:
            with self._problems():
                sealed = SealedStream(self._file, stream_key(content, envelope.digest), envelope.start, envelope.end)
                self._open(sealed)
        except BaseException:
            self._file.close()
            raise

    def _open(self, sealed: SealedStream) -> None:
        sender = self.envelope.head.sender
        signer = sender.public_key
        self._content = Unzipped(sealed, self.envelope.digest, lambda sig, data: is_signed(signer, sig, data))
        self.header = read_header(self._content.read(HEADER))
        card = self.header.card
        if (card.device, card.public_key) != (sender.device, sender.public_key):
            raise DamagedError

    @property
    def blobs(self) -> dict[str, int]:
        """Files in it: SHA-256 (hex) -> size in bytes."""
        entries = self._content.entries.items()
        return {name.removeprefix(BLOBS): one.size for name, one in entries if name.startswith(BLOBS)}

    def packs(self) -> Iterator[tuple[Packet, ...]]:
        """The frames, pack by pack, in their order."""
        for name in sorted(name for name in self._content.entries if name.startswith(FRAMES)):
            with self._problems():
                pack: tuple[Packet, ...] = unpack(self._content.read(name))
            yield pack

    def blob(self, sha256: str) -> bytes:
        """A file; it has the hash it is named by."""
        with self._problems():
            name = BLOBS + sha256
            if self._content.entries[name].sha256 != sha256:
                raise DamagedError
            return self._content.read(name)

    def check(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        """Read everything in it once."""
        total, done = max(1, sum(one.size for one in self._content.entries.values())), 0
        for pack in self.packs():
            _stop_if(cancelled)
            del pack
        for sha256, size in self.blobs.items():
            _stop_if(cancelled)
            self.blob(sha256)
            done += size
            if progress is not None:
                progress("check", done, total)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def _problems(self) -> Iterator[None]:
        """Whatever is odd inside is damage: the writer signed the whole, so it was made odd on purpose."""
        path = self.envelope.path
        try:
            with reading(path):
                yield
        except ZIPPED_DAMAGE as error:
            raise Problem("exchange_damaged", path=path) from error
        except Problem as problem:
            if problem.code not in ("protocol_malformed", "protocol_too_large"):
                raise
            raise Problem("exchange_damaged", path=path) from problem


def _stop_if(cancelled: Cancelled | None) -> None:
    if cancelled is not None and cancelled():
        raise Problem("exchange_cancelled")
