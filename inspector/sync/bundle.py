"""A sealed bundle: named sections in one encrypted file. Format 1.

    "inspector bundle", line feed   version (2 bytes)   length of the head (4 bytes)   head
    SHA-256 of all before           key check (32)      stream

All numbers are big endian. The head is JSON that anybody can read: kind of the bundle, how its key is found
(`unlocking`), a salt, and whatever the writer says in `about`. The digest tells a damaged head from a wrong secret; the
key check is an HMAC of that digest. The stream (`stream`) holds the sections one after another, then the manifest
(JSON: name, size and SHA-256 of each section), then the length of the manifest (4 bytes). The stream's key is derived
from the secret's key, the salt and the digest, so a changed head opens nothing.

Limits when reading: head 64 KiB, manifest 16 MiB, 200,000 sections, 64 GiB of sections (or less, as the caller says).
Names of sections have no path: small letters, digits, ".", "_", "-", at most 128. A bundle is checked from end to end
before any section is given out: nothing is taken over from one that is damaged, unless the caller is content with the
sections that are whole.

Writing goes to a temporary name, is flushed, reopened and checked, renamed, and flushed again: what stood under the
name before is replaced by nothing less than a whole bundle. For the check the system is asked to forget what it just
wrote, so that it reads the medium where it can.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector.disk import FULL, flush_folder
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.sync.regular import open_regular
from inspector.sync.stream import DamagedError, SealedStream, seal
from inspector.sync.unlocking import KEY_BYTES, Passphrase, RawKey, Secret, derive, new_parameters

register(
    ProblemKind.INPUT,
    {
        "bundle_foreign": N_("The file {path} was not written by this program, or not for this purpose."),
        "bundle_newer": N_("The file {path} was written by a newer version of this program. Install that version."),
        "bundle_damaged": N_(
            "The file {path} is damaged or incomplete. Nothing was taken over; copy or write it once more."
        ),
        "bundle_passphrase_wrong": N_("The passphrase does not open the file {path}. Nothing was taken over."),
        "bundle_key_wrong": N_("The key does not open the file {path}. Nothing was taken over."),
        "bundle_too_large": N_("The file {path} is larger than this program accepts. Nothing was taken over."),
        "transfer_cancelled": N_("Cancelled. Nothing was changed."),
    },
)
register(
    ProblemKind.ENVIRONMENT,
    {
        "bundle_unreadable": N_("The file {path} cannot be read: {reason}. Check the medium."),
        "bundle_unwritable": N_("The file {path} cannot be written: {reason}. Check the medium or choose another."),
        "bundle_disk_full": N_(
            "There is not enough room for the file {path}. Free some space or choose another medium."
        ),
    },
)

MAGIC: Final = b"inspector bundle\n"
FORMAT: Final = 1
MOST_HEAD: Final = 64 * 1024
MOST_MANIFEST: Final = 16 * 1024 * 1024
MOST_SECTIONS: Final = 200_000
MOST_BYTES: Final = 64 * 1024**3
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,127}")
DIGEST: Final = 32
DAMAGE: Final = (DamagedError, ValueError, KeyError, TypeError, RecursionError, OverflowError)
"""What odd bytes may cause in reading."""

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a bundle: where it starts in the stream, its size in bytes, its SHA-256 (hex)."""

    start: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """What anybody can read of a bundle. `key` says how its key is found, `about` what the writer tells."""

    kind: str
    key: Mapping[str, Any]
    salt: bytes
    about: Mapping[str, Any]
    digest: bytes
    check: bytes
    end: int
    """Where the stream starts in the file."""


def write_bundle(
    path: Path,
    kind: str,
    secret: Secret,
    sections: Iterable[tuple[str, Iterable[bytes]]],
    *,
    about: Mapping[str, Any] | None = None,
    progress: Callable[[int], None] | None = None,
    checked: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write a bundle durably, replacing a file of that name; returns its size. Not on the GUI thread nor the worker.

    `progress` counts sealed bytes while writing, `checked` plain ones while everything is read back.
    Raises Problem bundle_disk_full, bundle_unwritable, transfer_cancelled, or bundle_damaged when the file does not
    read back; what was under that name before stays unless the new file was written whole.
    """
    parameters = new_parameters(secret)
    base = derive(secret, parameters)
    if base is None or len(base) != KEY_BYTES:
        raise ValueError("key")
    temporary = path.with_name(f".part-{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            _write(file, kind, parameters, base, sections, about or {}, progress, cancelled)
            file.flush()
            os.fsync(file.fileno())
            _forget(file.fileno())
        with Bundle(temporary, kind, RawKey(base), derived=True, progress=checked, cancelled=cancelled) as written:
            size = written.file_size
        temporary.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        code = "bundle_disk_full" if error.errno in FULL else "bundle_unwritable"
        raise Problem(code, path=path, reason=error.strerror or error) from error
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, Problem) and error.params.get("path") == temporary:
            raise Problem(error.code, **{**error.params, "path": path}) from error
        raise
    return size


def _forget(handle: int) -> None:
    """Let the system drop its copy of a file that is on the medium by now."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _write(
    file: BinaryIO,
    kind: str,
    parameters: Mapping[str, Any],
    base: bytes,
    sections: Iterable[tuple[str, Iterable[bytes]]],
    about: Mapping[str, Any],
    progress: Callable[[int], None] | None,
    cancelled: Cancelled | None,
) -> None:
    salt = secrets.token_bytes(16)
    head = json.dumps(
        {"kind": kind, "key": dict(parameters), "salt": base64.b64encode(salt).decode("ascii"), "about": dict(about)},
        ensure_ascii=False,
    ).encode()
    if len(head) > MOST_HEAD:
        raise ValueError("head")
    before = MAGIC + FORMAT.to_bytes(2, "big") + len(head).to_bytes(4, "big") + head
    digest = hashlib.sha256(before).digest()
    stream_key, check = _keys(base, salt, digest)
    file.write(before + digest + check)
    done = 0
    for chunk in seal(stream_key, _plain(sections)):
        if cancelled is not None and cancelled():
            raise Problem("transfer_cancelled")
        file.write(chunk)
        done += len(chunk)
        if progress is not None:
            progress(done)


def _plain(sections: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Sections, manifest, length of the manifest."""
    manifest, names = [], set()
    for name, parts in sections:
        if not NAME.fullmatch(name) or name in names:
            raise ValueError(name)
        names.add(name)
        digest, size = hashlib.sha256(), 0
        for part in parts:
            digest.update(part)
            size += len(part)
            yield part
        manifest.append({"name": name, "size": size, "sha256": digest.hexdigest()})
    told = json.dumps({"sections": manifest}).encode()
    if len(told) > MOST_MANIFEST or len(manifest) > MOST_SECTIONS:
        raise ValueError("manifest")
    yield told
    yield len(told).to_bytes(4, "big")


def _keys(base: bytes, salt: bytes, digest: bytes) -> tuple[bytes, bytes]:
    """Key of the stream, and the check that tells whether the secret is right."""
    hkdf = HKDF(algorithm=hashes.SHA256(), length=2 * KEY_BYTES, salt=salt, info=b"inspector bundle 1" + digest)
    made = hkdf.derive(base)
    return made[:KEY_BYTES], hmac.new(made[KEY_BYTES:], digest, hashlib.sha256).digest()


def read_head(path: Path) -> Head:
    """What a bundle says without its secret. Raises Problem bundle_foreign, _newer, _damaged, _unreadable."""
    with _problems(path), open_regular(path) as file:
        return _read_head(file, path)


def _read_head(file: BinaryIO, path: Path) -> Head:
    start = file.read(len(MAGIC) + 6)
    if not start.startswith(MAGIC):
        raise Problem("bundle_foreign", path=path)
    version, length = int.from_bytes(start[-6:-4], "big"), int.from_bytes(start[-4:], "big")
    if len(start) == len(MAGIC) + 6 and version > FORMAT:
        raise Problem("bundle_newer", path=path)
    if len(start) < len(MAGIC) + 6 or version < 1 or length > MOST_HEAD:
        raise DamagedError
    raw = file.read(length)
    digest, check = file.read(DIGEST), file.read(DIGEST)
    if len(check) < DIGEST or not hmac.compare_digest(hashlib.sha256(start + raw).digest(), digest):
        raise DamagedError
    data = json.loads(raw)
    salt = base64.b64decode(data["salt"], validate=True)
    about = data["about"]
    if not isinstance(about, dict) or not isinstance(data["key"], dict):
        raise DamagedError
    return Head(str(data["kind"]), data["key"], salt, about, digest, check, file.tell())


class Bundle:
    """An open bundle, checked from end to end. Close it (`with`). Any thread but the GUI's, one at a time.

    Raises Problem bundle_foreign (also for another `kind`), bundle_newer, bundle_damaged, bundle_passphrase_wrong,
    bundle_key_wrong, bundle_too_large, bundle_unreadable, transfer_cancelled.
    """

    def __init__(
        self,
        path: Path,
        kind: str,
        secret: Secret,
        *,
        most_bytes: int = MOST_BYTES,
        derived: bool = False,
        partly: bool = False,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        self._path = path
        self._partly = partly
        self.damaged: frozenset[str] = frozenset()
        """Sections that are not whole; with `partly` they may be there."""
        self._cancelled = cancelled
        with _problems(path):
            self._file = open_regular(path)
        try:
            with _problems(path):
                self._open(kind, secret, most_bytes, derived=derived)
                self._check(progress)
        except BaseException:
            self._file.close()
            raise

    def _open(self, kind: str, secret: Secret, most_bytes: int, *, derived: bool) -> None:
        self.file_size = self._file.seek(0, os.SEEK_END)
        self._file.seek(0)
        self.head = _read_head(self._file, self._path)
        if self.head.kind != kind:
            raise Problem("bundle_foreign", path=self._path)
        key = self._key(secret, derived=derived)
        self._stream = SealedStream(self._file, key, self.head.end, self.file_size)
        if self._stream.size > most_bytes:
            raise Problem("bundle_too_large", path=self._path)
        self.sections = self._manifest()

    @property
    def about(self) -> Mapping[str, Any]:
        """What the writer told everybody; authentic, because the secret fits."""
        return self.head.about

    def parts(self, name: str) -> Iterator[bytes]:
        """Bytes of a section, part by part."""
        section = self.sections[name]
        digest = hashlib.sha256()
        with _problems(self._path):
            for part in self._stream.read(section.start, section.size):
                digest.update(part)
                yield part
            if digest.hexdigest() != section.sha256:
                raise DamagedError

    def read(self, name: str, most: int) -> bytes:
        """A whole section. Raises Problem bundle_too_large, or bundle_damaged also when there is none of that name."""
        if name not in self.sections:
            raise Problem("bundle_damaged", path=self._path)
        if self.sections[name].size > most:
            raise Problem("bundle_too_large", path=self._path)
        return b"".join(self.parts(name))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _key(self, secret: Secret, *, derived: bool) -> bytes:
        base = secret.key if derived and isinstance(secret, RawKey) else derive(secret, self.head.key)
        key, check = _keys(base, self.head.salt, self.head.digest) if base is not None else (b"", b"")
        if not hmac.compare_digest(check, self.head.check):
            wrong = "bundle_passphrase_wrong" if isinstance(secret, Passphrase) else "bundle_key_wrong"
            raise Problem(wrong, path=self._path)
        return key

    def _manifest(self) -> Mapping[str, Section]:
        stream = self._stream
        length = int.from_bytes(b"".join(stream.read(stream.size - 4, 4)), "big")
        if length > min(MOST_MANIFEST, stream.size - 4):
            raise DamagedError
        told = json.loads(b"".join(stream.read(stream.size - 4 - length, length)))
        found: dict[str, Section] = {}
        at = 0
        for entry in told["sections"]:
            name, size = str(entry["name"]), entry["size"]
            if not NAME.fullmatch(name) or name in found or not isinstance(size, int) or size < 0:
                raise DamagedError
            found[name] = Section(at, size, str(entry["sha256"]))
            at += size
        if at != stream.size - 4 - length or len(found) > MOST_SECTIONS:
            raise DamagedError
        return found

    def _check(self, progress: Progress | None) -> None:
        damaged = set()
        for name in self.sections:
            try:
                self._check_section(name, progress)
            except (Problem, DamagedError) as problem:
                if not self._partly or (isinstance(problem, Problem) and problem.code != "bundle_damaged"):
                    raise
                damaged.add(name)
        self.damaged = frozenset(damaged)

    def _check_section(self, name: str, progress: Progress | None) -> None:
        done = self.sections[name].start
        for part in self.parts(name):
            if self._cancelled is not None and self._cancelled():
                raise Problem("transfer_cancelled")
            done += len(part)
            if progress is not None:
                progress(done, self._stream.size)


@contextlib.contextmanager
def _problems(path: Path) -> Iterator[None]:
    """Turn what reading a file may raise into problems."""
    try:
        yield
    except OSError as error:
        raise Problem("bundle_unreadable", path=path, reason=error.strerror or error) from error
    except DAMAGE as error:
        raise Problem("bundle_damaged", path=path) from error
