"""The pages of an encrypted database file, read one by one without SQLite, for what is damaged beyond its patience.

The format is that of SQLCipher 4 (zetetic.net/sqlcipher/design): pages of 4096 bytes of which the last 80 are an
initialisation vector (16) and an HMAC-SHA-512 (64) over the sealed content, the vector and the page's number; contents
are sealed by AES-256-CBC with the key of the workspace. The first 16 bytes of the file are a salt, from which and the
key the HMAC's key is made. Pages that were committed to the write-ahead log (sqlite.org/walformat.html) and not moved
into the file yet take the place of those in the file.

Nothing here writes. Raises OSError of the disk.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from inspector.quick_dataclass import dataclass

PAGE: Final = 4096
RESERVED: Final = 80
USABLE: Final = PAGE - RESERVED
IV: Final = 16
SALT: Final = 16
HMAC_ROUNDS: Final = 2
HMAC_MASK: Final = 0x3A
WAL_HEADER: Final = 32
WAL_FRAME: Final = 24
MOST_FREE: Final = 1 << 24
"""Pages of a free list that are followed."""


@dataclass(frozen=True, slots=True)
class PageCount:
    """How many pages there are, and the numbers of those that are not what was written."""

    pages: int
    damaged: tuple[int, ...]


class Pages:
    """The pages of one database. `get` gives the content of a whole page, None for a damaged or missing one."""

    def __init__(self, file: Path, key: bytes) -> None:
        self._key = key
        self._sealed = _split(file.read_bytes())
        self._sealed.update(_log(file.with_name(file.name + "-wal")))
        salt = self._sealed.get(1, b"")[:SALT]
        mask = bytes(each ^ HMAC_MASK for each in salt)
        self._hmac_key = hashlib.pbkdf2_hmac("sha512", key, mask, HMAC_ROUNDS, 32)
        self._checked = self._checks()

    def _checks(self) -> bool:
        """Whether any page is authentic; if none is, the salt is damaged or the key is another one's."""
        return any(self._is_authentic(number, sealed) for number, sealed in self._sealed.items())

    @property
    def authentic(self) -> bool:
        """Whether pages can be checked; where not even one can, contents have to speak for themselves."""
        return self._checked

    def count(self) -> PageCount:
        """How many there are and which are damaged."""
        damaged = tuple(number for number in self._sealed if self.get(number) is None)
        return PageCount(len(self._sealed), damaged)

    def numbers(self) -> Iterator[int]:
        """The numbers of all pages, whole or not."""
        return iter(sorted(self._sealed))

    def get(self, number: int) -> bytes | None:
        """The content of a page, `USABLE` bytes; of the first one with 16 zeros in place of the salt."""
        sealed = self._sealed.get(number)
        if sealed is None or len(sealed) < PAGE or (self._checked and not self._is_authentic(number, sealed)):
            return None
        start = SALT if number == 1 else 0
        cipher = Cipher(algorithms.AES256(self._key), modes.CBC(sealed[USABLE : USABLE + IV]))
        opener = cipher.decryptor()
        return bytes(start) + opener.update(sealed[start:USABLE]) + opener.finalize()

    def free(self) -> frozenset[int]:
        """Pages that hold nothing any more, as far as the list of them can be read."""
        first = self.get(1)
        found: set[int] = set()
        trunk = int.from_bytes(first[32:36], "big") if first else 0
        while trunk and trunk not in found and len(found) < MOST_FREE:
            found.add(trunk)
            page = self.get(trunk)
            if page is None:
                break
            count = min(int.from_bytes(page[4:8], "big"), USABLE // 4 - 2)
            found |= {int.from_bytes(page[8 + 4 * at : 12 + 4 * at], "big") for at in range(count)}
            trunk = int.from_bytes(page[:4], "big")
        return frozenset(found)

    def _is_authentic(self, number: int, sealed: bytes) -> bool:
        if len(sealed) < PAGE:
            return False
        start = SALT if number == 1 else 0
        told = hmac.new(self._hmac_key, sealed[start : USABLE + IV] + number.to_bytes(4, "little"), hashlib.sha512)
        return hmac.compare_digest(told.digest(), sealed[USABLE + IV : PAGE])


def _split(raw: bytes) -> dict[int, bytes]:
    return {at // PAGE + 1: raw[at : at + PAGE] for at in range(0, len(raw), PAGE)}


def _log(file: Path) -> Mapping[int, bytes]:
    """The committed pages of the write-ahead log; the last ones of each number."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return {}
    salts, committed, waiting = raw[16:24], dict[int, bytes](), dict[int, bytes]()
    for at in range(WAL_HEADER, len(raw) - WAL_FRAME - PAGE + 1, WAL_FRAME + PAGE):
        head = raw[at : at + WAL_FRAME]
        if head[8:16] != salts:
            break
        waiting[int.from_bytes(head[:4], "big")] = raw[at + WAL_FRAME : at + WAL_FRAME + PAGE]
        if int.from_bytes(head[4:8], "big"):
            committed.update(waiting)
            waiting.clear()
    return committed
