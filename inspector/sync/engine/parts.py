"""Files that have not arrived whole: what came so far is kept sealed, so that a download goes on where it broke off.

A part is a file of pieces, each sealed by itself with its place bound in; a piece that a kill left half written is
dropped. Its name is an HMAC of the file's hash, as in the workspace's own store of files.
"""

import contextlib
import hmac
import os
from pathlib import Path
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from inspector.storage.folder.workspace import disk_problems

NONCE: Final = 12
TAG: Final = 16
LENGTH: Final = 4
MOST_PIECE: Final = 4 * 1024 * 1024


class Parts(Protocol):
    """What arrived of files, by SHA-256."""

    def get(self, sha256: str) -> bytes:
        """What arrived so far."""

    def add(self, sha256: str, data: bytes) -> None:
        """The next piece. Raises Problem of the disk."""

    def drop(self, sha256: str) -> None:
        """Forget what arrived: it is whole, or not what it should be."""


class SealedParts:
    """Parts in a folder of the workspace."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def get(self, sha256: str) -> bytes:
        """See Parts."""
        path = self._path(sha256)
        if not path.exists():
            return b""
        with disk_problems(self._folder):
            whole, good = self._opened(path, path.read_bytes())
            if good < path.stat().st_size:
                with path.open("r+b") as stream:
                    stream.truncate(good)
        return whole

    def add(self, sha256: str, data: bytes) -> None:
        """See Parts."""
        path = self._path(sha256)
        nonce = os.urandom(NONCE)
        with disk_problems(self._folder):
            self._folder.mkdir(exist_ok=True)
            at = path.stat().st_size if path.exists() else 0
            sealed = nonce + ChaCha20Poly1305(self._key).encrypt(nonce, data, self._bound(path, at))
            with path.open("ab") as stream:
                stream.write(len(sealed).to_bytes(LENGTH, "big") + sealed)
                stream.flush()
                os.fsync(stream.fileno())

    def drop(self, sha256: str) -> None:
        """See Parts. A file that cannot be removed is overtaken by the next download."""
        with contextlib.suppress(OSError):
            self._path(sha256).unlink()

    def _opened(self, path: Path, sealed: bytes) -> tuple[bytes, int]:
        """The whole pieces together, and where the last of them ends."""
        pieces, at = [], 0
        while at + LENGTH < len(sealed):
            size = int.from_bytes(sealed[at : at + LENGTH], "big")
            piece = sealed[at + LENGTH : at + LENGTH + size]
            if len(piece) != size or not NONCE + TAG <= size <= MOST_PIECE:
                break
            try:
                opened = ChaCha20Poly1305(self._key).decrypt(piece[:NONCE], piece[NONCE:], self._bound(path, at))
            except InvalidTag:
                break
            pieces.append(opened)
            at += LENGTH + size
        return b"".join(pieces), at

    def _bound(self, path: Path, at: int) -> bytes:
        return f"{path.name} {at}".encode()

    def _path(self, sha256: str) -> Path:
        return self._folder / hmac.digest(self._key, sha256.encode(), "sha256").hex()
