"""A stream sealed in chunks (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).

ChaCha20-Poly1305 with a key that seals one stream only; the nonce is the chunk's number (11 bytes, big endian) and one
byte that is 1 for the last chunk. Chunks cannot be exchanged, left out or cut off without being noticed, each is
authentic by itself, and any chunk can be read without those before it.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

CHUNK: Final = 64 * 1024
"""Plaintext bytes of every chunk but the last, which has 1 to CHUNK (0 only if the stream is empty)."""
TAG: Final = 16
SEALED: Final = CHUNK + TAG


class DamagedError(Exception):
    """A chunk is not what was written."""


def seal(key: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed chunks of what `parts` yields. The key must not be used for anything else."""
    cipher, number, waiting = ChaCha20Poly1305(key), 0, bytearray()
    for part in parts:
        waiting += part
        while len(waiting) > CHUNK:  # one chunk is held back: it may be the last
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:CHUNK]), None)
            del waiting[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), None)


class SealedStream:
    """Reads a sealed stream that fills a file from `start` to `end`. Raises DamagedError; OSError from the file."""

    def __init__(self, file: BinaryIO, key: bytes, start: int, end: int) -> None:
        length = end - start
        self._chunks = -(-length // SEALED)
        if length < TAG or length - (self._chunks - 1) * SEALED < TAG:
            raise DamagedError
        self._file = file
        self._cipher = ChaCha20Poly1305(key)
        self._start = start
        self._end = end
        self.size = length - self._chunks * TAG
        """Bytes of plaintext."""

    def read(self, start: int, length: int) -> Iterator[bytes]:
        """The plaintext from `start`, in parts of at most one chunk."""
        end = start + length
        if start < 0 or end > self.size:
            raise DamagedError
        at = start
        while at < end:
            number, skip = divmod(at, CHUNK)
            part = self._chunk(number)[skip : skip + end - at]
            if not part:
                raise DamagedError
            yield part
            at += len(part)

    def _chunk(self, number: int) -> bytes:
        at = self._start + number * SEALED
        self._file.seek(at)
        sealed = self._file.read(min(SEALED, self._end - at))
        try:
            return self._cipher.decrypt(_nonce(number, last=number == self._chunks - 1), sealed, None)
        except InvalidTag:
            raise DamagedError from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
