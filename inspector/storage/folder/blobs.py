"""Photos and other files: one content-addressed store, every file sealed.

A blob is known by the SHA-256 of its plaintext (events name it so). Its file name is an HMAC of that hash under a key
of this workspace, so that nobody can test from outside whether a known photo is in it. Contents are sealed with
ChaCha20-Poly1305; the file name is bound in, so a swapped file does not open.

Thread-safe without locks: files are written whole under a name of their own and renamed; usable from any thread but the
window's (it waits for the disk).
"""

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from inspector.disk import flush_folder, write_whole
from inspector.problems import Problem
from inspector.storage.folder.keys import subkey
from inspector.storage.folder.workspace import disk_problems

MAGIC: Final = b"IB1\n"
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


class BlobStore:
    """The sealed files of one workspace."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._names = subkey(key, "blob names")
        self._seal = ChaCha20Poly1305(subkey(key, "blob contents"))

    def put(self, data: bytes, *, again: bool = False) -> str:
        """Keep a file durably; returns its SHA-256 (hex). One that is there is only written `again` if asked.

        Raises Problem disk_full, workspace_read_only or disk_failed; then nothing of it is kept.
        """
        sha256 = _sha256(data)
        path = self._path(sha256)
        if path.exists() and not again:
            return sha256
        nonce = os.urandom(NONCE_BYTES)
        sealed = MAGIC + nonce + self._seal.encrypt(nonce, data, path.name.encode())
        with disk_problems(self._folder):
            if not path.parent.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                flush_folder(self._folder)
            write_whole(path, sealed)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The file's bytes. Raises Problem blob_missing or blob_damaged."""
        path = self._path(sha256)
        try:
            sealed = path.read_bytes()
        except FileNotFoundError:
            raise Problem("blob_missing", sha256=sha256) from None
        except OSError as error:
            raise Problem("disk_failed", reason=error.strerror or error) from error
        nonce = sealed[len(MAGIC) : len(MAGIC) + NONCE_BYTES]
        if not sealed.startswith(MAGIC) or len(nonce) != NONCE_BYTES:
            raise Problem("blob_damaged", sha256=sha256)
        try:
            return self._seal.decrypt(nonce, sealed[len(MAGIC) + NONCE_BYTES :], path.name.encode())
        except InvalidTag:
            raise Problem("blob_damaged", sha256=sha256) from None

    def has(self, sha256: str) -> bool:
        """Whether the file is here."""
        return self._path(sha256).exists()

    def size(self, sha256: str) -> int:
        """Size of the plaintext in bytes. Raises Problem blob_missing."""
        try:
            return self._path(sha256).stat().st_size - len(MAGIC) - NONCE_BYTES - TAG_BYTES
        except FileNotFoundError:
            raise Problem("blob_missing", sha256=sha256) from None

    def check(self, sha256: str) -> str:
        """Empty when the file is whole, else the code of what is wrong (for the doctor)."""
        try:
            whole = _sha256(self.get(sha256)) == sha256
        except Problem as problem:
            return problem.code
        return "" if whole else "blob_damaged"

    def every(self) -> Iterator[bytes | None]:
        """The contents of all files that are whole, whether anything names them or not; None for each other one."""
        for path in sorted(self._folder.glob("*/*")):
            if path.name.startswith("."):
                continue
            try:
                sealed = path.read_bytes()
                nonce = sealed[len(MAGIC) : len(MAGIC) + NONCE_BYTES]
                data = self._seal.decrypt(nonce, sealed[len(MAGIC) + NONCE_BYTES :], path.name.encode())
            except (OSError, InvalidTag, ValueError):
                yield None
                continue
            yield data if self._path(_sha256(data)).name == path.name else None

    def sweep(self, keep: Iterable[str]) -> int:
        """Remove every file but those of these hashes; returns how many. For copies, where all that counts is listed.

        A file that cannot be removed stays: it is never read.
        """
        kept, removed = {self._path(sha256).name for sha256 in keep}, 0
        for path in self._folder.glob("*/*"):
            if path.name not in kept:
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
        return removed

    def clean(self) -> int:
        """Remove what a killed process left half written; returns how many files. Only for the owner, when opening.

        A file that cannot be removed stays: it is never read.
        """
        removed = 0
        for path in self._folder.glob("*/.part-*"):
            with contextlib.suppress(OSError):
                path.unlink()
                removed += 1
        return removed

    def _path(self, sha256: str) -> Path:
        from hmac import digest  # noqa: PLC0415 - as in `_sha256`

        name = digest(self._names, sha256.encode(), "sha256").hex()
        return self._folder / name[:2] / name


def _sha256(data: bytes) -> str:
    from hashlib import sha256  # noqa: PLC0415 - brings OpenSSL; a start that shows no photo does without

    return sha256(data).hexdigest()
