"""The inside of an exchange file: a ZIP64 archive whose entries are stored as they are.

    header.json   frames/0001.ndjson.zst …   blobs/<sha256> …   manifest.json   manifest.sig

The manifest names every other entry with its size and SHA-256; the signature is the writer's, over the manifest and
the hash of the head, so that content that somebody opened cannot be sent on under another head.

Reading trusts nothing: only stored entries, only these names, each once, all sizes bounded and together no larger
than the archive, and the manifest must fit exactly.
"""

import hashlib
import io
import json
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from typing_extensions import override

from inspector.domain.events import compact
from inspector.quick_dataclass import dataclass
from inspector.sync.protocol import MOST_BLOB, MOST_PACKED
from inspector.sync.stream import CHUNK, DamagedError, SealedStream

HEADER: Final = "header.json"
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.sig"
NAME: Final = re.compile(r"header\.json|frames/[0-9]{4}\.ndjson\.zst|blobs/[0-9a-f]{64}")
MOST_ENTRIES: Final = 50_000
MOST_HEADER: Final = 16 * 1024 * 1024
MOST_MANIFEST: Final = 16 * 1024 * 1024
MOST_AT_ONCE: Final = 8 * 1024 * 1024
"""Bytes that are read from the archive at once: its directory, for MOST_ENTRIES entries, has less."""
ENTRY_OVERHEAD: Final = 512
"""Bytes that an entry takes besides its content, at most: twice its name, its sizes, its line in the manifest."""
LIMITS: Final[Mapping[str, int]] = {
    HEADER: MOST_HEADER,
    MANIFEST: MOST_MANIFEST,
    SEAL: 64,
    "frames": MOST_PACKED + MOST_AT_ONCE,
    "blobs": MOST_BLOB,
}
ZIPPED_DAMAGE: Final = (zipfile.BadZipFile, NotImplementedError, struct.error, EOFError, RuntimeError)
"""What odd archives cause beside `envelope.DAMAGE`."""

Entries = Iterable[tuple[str, Iterable[bytes]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the manifest tells: its size in bytes and its SHA-256 (hex)."""

    size: int
    sha256: str


def sealed_text(digest: bytes, manifest: bytes) -> bytes:
    """What the writer signs: the manifest, under this head."""
    return b"inspector exchange manifest 1\n" + digest + manifest


# --- writing ---------------------------------------------------------------------------------------------------------


class _Sink(io.RawIOBase):
    """Takes what the archive's writer writes, and gives it on in portions."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last call."""
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting)


def zipped(entries: Entries, digest: bytes, sign: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """The archive of these entries, portion by portion. `digest` is the hash of the head it goes under."""
    sink, manifest = _Sink(), dict[str, Entry]()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, parts in entries:
            if not NAME.fullmatch(name) or name in manifest:
                raise ValueError(name)
            told, size = hashlib.sha256(), 0
            with archive.open(_info(name), "w", force_zip64=True) as stream:
                for part in _pieces(parts):
                    stream.write(part)
                    told.update(part)
                    size += len(part)
                    yield sink.taken()
            manifest[name] = Entry(size, told.hexdigest())
        raw = _manifest(manifest)
        archive.writestr(_info(MANIFEST), raw)
        archive.writestr(_info(SEAL), sign(sealed_text(digest, raw)))
    yield sink.taken()


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same in pieces of a chunk: the stream shifts what waits to be sealed."""
    for part in parts:
        yield from (part[at : at + CHUNK] for at in range(0, len(part), CHUNK))


def _info(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name)  # the time of an entry says nothing: always that of ZIP's first day


def _manifest(entries: Mapping[str, Entry]) -> bytes:
    told = {"entries": [{"name": name, "size": one.size, "sha256": one.sha256} for name, one in entries.items()]}
    raw = compact(told).encode()
    if len(entries) > MOST_ENTRIES or len(raw) > MOST_MANIFEST:
        raise ValueError("manifest")
    return raw


# --- reading ---------------------------------------------------------------------------------------------------------


class _Seekable(io.RawIOBase):
    """A sealed stream as a file of which only moderate pieces can be asked for. Raises DamagedError."""

    def __init__(self, stream: SealedStream) -> None:
        super().__init__()
        self._stream = stream
        self._at = 0
        self._number = -1
        self._chunk = b""

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def tell(self) -> int:
        return self._at

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._stream.size}[whence]
        if not 0 <= base + offset <= self._stream.size:
            raise DamagedError
        self._at = base + offset
        return self._at

    @override
    def read(self, size: int | None = -1) -> bytes:
        left = self._stream.size - self._at
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > MOST_AT_ONCE:
            raise DamagedError
        parts = bytearray()
        while len(parts) < wanted:
            skip = self._at % CHUNK
            part = self._loaded(self._at // CHUNK)[skip : skip + wanted - len(parts)]
            if not part:
                raise DamagedError
            parts += part
            self._at += len(part)
        return bytes(parts)

    def _loaded(self, number: int) -> bytes:
        if number != self._number:
            start = number * CHUNK
            self._chunk = b"".join(self._stream.read(start, min(CHUNK, self._stream.size - start)))
            self._number = number
        return self._chunk


class Unzipped:
    """An archive whose names, sizes and manifest were checked; contents are checked as they are read.

    Raises DamagedError, `envelope.DAMAGE` and ZIPPED_DAMAGE: `file` turns them into problems.
    """

    def __init__(self, stream: SealedStream, digest: bytes, signed: Callable[[bytes, bytes], bool]) -> None:
        self._archive = zipfile.ZipFile(_Seekable(stream))
        sizes = self._sizes(stream.size)
        raw, seal = self._whole(MANIFEST), self._whole(SEAL)
        if not signed(seal, sealed_text(digest, raw)):
            raise DamagedError
        self.entries = _read_manifest(raw)
        if {name: one.size for name, one in self.entries.items()} != sizes or HEADER not in sizes:
            raise DamagedError

    def _sizes(self, room: int) -> dict[str, int]:
        """Sizes of everything but the manifest, by name."""
        infos = self._archive.infolist()
        sizes = {info.filename: info.file_size for info in infos}
        if len(infos) > MOST_ENTRIES + 2 or len(sizes) < len(infos) or sum(sizes.values()) > room:
            raise DamagedError
        for info in infos:
            stored = info.compress_type == zipfile.ZIP_STORED and info.compress_size == info.file_size
            known = info.filename in (MANIFEST, SEAL) or NAME.fullmatch(info.filename)
            if not stored or not known or info.flag_bits & ~0x08:
                raise DamagedError
            if info.file_size > LIMITS[info.filename.partition("/")[0]]:
                raise DamagedError
        return {name: size for name, size in sizes.items() if name not in (MANIFEST, SEAL)}

    def read(self, name: str) -> bytes:
        """A whole entry, checked; all of them have a limit that fits into memory."""
        data, told = self._whole(name), self.entries[name]
        if len(data) != told.size or hashlib.sha256(data).hexdigest() != told.sha256:
            raise DamagedError
        return data

    def _whole(self, name: str) -> bytes:
        with self._archive.open(name) as stream:
            return b"".join(iter(lambda: stream.read(CHUNK), b""))


def _read_manifest(raw: bytes) -> dict[str, Entry]:
    told = json.loads(raw.decode("utf-8"))["entries"]
    found: dict[str, Entry] = {}
    for one in told:
        name, size, sha256 = one["name"], one["size"], one["sha256"]
        right = isinstance(name, str) and isinstance(size, int) and isinstance(sha256, str)
        if not right or not NAME.fullmatch(name) or name in found:
            raise DamagedError
        found[name] = Entry(size, sha256)
    return found
