"""Photos and other files in a folder: `ab/abcd…` when whole, `parts/` while they arrive.

Safe for threads and for several processes on one folder: whoever appends holds a lock on the part.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from inspector.disk import FULL, flush_folder
from inspector.problems import Problem

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Blobs(Protocol):
    """Where files are kept, by their SHA-256. A part belongs to the scope it is sent for."""

    def received(self, scope: str, sha256: str) -> int:
        """Bytes of a part that are here."""

    def append(self, scope: str, sha256: str, offset: int, data: bytes, ends: frozenset[int]) -> bool:
        """Add a piece; True when the file is whole at one of the sizes it `ends` at.

        Raises Problem blob_offset (somebody else was faster, or a piece is missing) or blob_wrong.
        """

    def size(self, sha256: str) -> int:
        """Bytes of a whole file; -1 if it is not here."""

    def read(self, sha256: str, start: int, length: int) -> bytes:
        """Bytes of a whole file. Raises Problem blob_unknown."""

    def damaged(self, sha256: str) -> bool:
        """Whether a whole file is not what its name says, or is not here."""

    def put(self, sha256: str, data: bytes) -> None:
        """Keep a whole file whose hash the caller has compared."""

    def forget_parts(self, before: int) -> int:
        """Remove parts that nobody has added to since a moment (seconds since 1970); how many pieces."""

    def check(self) -> None:
        """Whether files can be kept. Raises Problem."""


class FolderBlobs:
    """Files in a folder of this machine, or one that all workers mount.

    Raises Problem server_full or server_folder_failed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def received(self, scope: str, sha256: str) -> int:
        """See Blobs."""
        with _failures():
            part = self._part(scope, sha256)
            return part.stat().st_size if part.exists() else 0

    def append(self, scope: str, sha256: str, offset: int, data: bytes, ends: frozenset[int]) -> bool:
        """See Blobs."""
        with _failures():
            part = self._part(scope, sha256)
        with _failures(), alone(_guard(part)):
            have = part.stat().st_size if part.exists() else 0
            if have != offset:
                raise Problem("blob_offset", offset=have)
            if offset + len(data) > max(ends, default=0):
                raise Problem("blob_wrong")
            _write(part, have, data)
            return self._finish(part, sha256, offset + len(data), ends)

    def _finish(self, part: Path, sha256: str, size: int, ends: frozenset[int]) -> bool:
        if size not in ends:
            return False
        if _hash(part) == sha256:
            self._keep(part, sha256)
            return True
        if size == max(ends):
            part.unlink()
            raise Problem("blob_wrong")
        return False

    def size(self, sha256: str) -> int:
        """See Blobs."""
        try:
            return self._whole(sha256).stat().st_size
        except FileNotFoundError:
            return -1

    def read(self, sha256: str, start: int, length: int) -> bytes:
        """See Blobs."""
        try:
            with self._whole(sha256).open("rb") as stream:
                stream.seek(start)
                return stream.read(length)
        except FileNotFoundError:
            raise Problem("blob_unknown") from None

    def damaged(self, sha256: str) -> bool:
        """See Blobs."""
        whole = self._whole(sha256)
        return not whole.exists() or _hash(whole) != sha256

    def put(self, sha256: str, data: bytes) -> None:
        """See Blobs."""
        with _failures():
            new = self._folder / f"{sha256}.new"
            new.unlink(missing_ok=True)
            _write(new, 0, data)
            self._keep(new, sha256)

    def _keep(self, new: Path, sha256: str) -> None:
        """Give a whole file its name; after a power cut it still has it, as the database will say."""
        whole = self._whole(sha256)
        whole.parent.mkdir(exist_ok=True)
        new.replace(whole)
        for folder in (whole.parent, self._folder):
            flush_folder(folder)

    def forget_parts(self, before: int) -> int:
        """See Blobs."""
        removed = 0
        with _failures():
            for part in list((self._folder / "parts").glob("*-*")):
                with alone(_guard(part)):
                    if not part.name.startswith("lock-") and part.exists() and part.stat().st_mtime < before:
                        part.unlink()
                        removed += 1
        return removed

    def check(self) -> None:
        """See Blobs."""
        with _failures():
            (self._folder / "parts").mkdir(exist_ok=True)

    def _whole(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _part(self, scope: str, sha256: str) -> Path:
        folder = self._folder / "parts"
        folder.mkdir(exist_ok=True)
        return folder / f"{hashlib.sha256(scope.encode()).hexdigest()[:16]}-{sha256}"


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _guard(part: Path) -> Path:
    """The file whose lock whoever touches a part holds."""
    return part.with_name(f"lock-{part.name[-2:]}")


def _write(path: Path, have: int, data: bytes) -> None:
    """Add to a file that has so many bytes: all of it, on the disk, or nothing."""
    with path.open("ab") as stream:
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            os.truncate(path, have)
            raise


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Problem("server_full") from error
        raise Problem("server_folder_failed", reason=error.strerror or error) from error


@contextmanager
def alone(guard: Path) -> Iterator[None]:
    """Be the only one who does what this file guards, among threads and processes. A process that dies lets go."""
    handle = os.open(guard, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
