"""The set digest of a scope: one number of 32 bytes that two replicas compare instead of their lists of frames.

The digest of a set of frame ids is the sum, modulo 2^256, of the SHA-256 of each id. It does not depend on the order,
a frame is added or taken away in one step, and two sets differ in it unless somebody can find hashes that add up
(Bellare and Micciancio's AdHash; here it guards against gaps, not against forgers: frames are signed).
Where digests differ, the same sum over ids with a common prefix finds the frames that one side lacks (`Buckets`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Final

from inspector.quick_dataclass import dataclass

BYTES: Final = 32
MODULUS: Final = 1 << 8 * BYTES
PREFIX: Final = 2
"""Characters of the hash (hex) that name a bucket: 256 buckets."""


def hash_of(frame: str) -> bytes:
    """What a frame id adds to the digest."""
    return hashlib.sha256(frame.encode()).digest()


@dataclass(slots=True)
class SetDigest:
    """The digest of a set, and how many are in it. `add` and `remove` trust the caller that it changes the set."""

    total: int = 0
    count: int = 0

    @classmethod
    def of(cls, frames: Iterable[str]) -> "SetDigest":
        """The digest of these ids, each of which is given once."""
        made = cls()
        for frame in frames:
            made.add(frame)
        return made

    @classmethod
    def read(cls, text: str, count: int) -> "SetDigest":
        """From its hexadecimal text. Raises ValueError."""
        if len(text) != 2 * BYTES or count < 0:
            raise ValueError(text)
        return cls(int(text, 16), count)

    def add(self, frame: str) -> None:
        """One more frame."""
        self.total = (self.total + int.from_bytes(hash_of(frame), "big")) % MODULUS
        self.count += 1

    def remove(self, frame: str) -> None:
        """One frame less."""
        self.total = (self.total - int.from_bytes(hash_of(frame), "big")) % MODULUS
        self.count -= 1

    @property
    def text(self) -> str:
        """The digest as 64 hexadecimal digits."""
        return f"{self.total:0{2 * BYTES}x}"


@dataclass(slots=True)
class Buckets:
    """The ids of a scope by the first digits of their hash, with a digest for each bucket."""

    ids: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, frames: Iterable[str]) -> "Buckets":
        """The buckets of these ids."""
        made = cls()
        for frame in frames:
            made.ids.setdefault(bucket_of(frame), []).append(frame)
        return made

    def digests(self) -> dict[str, str]:
        """Digest of every bucket that holds something."""
        return {name: SetDigest.of(ids).text for name, ids in sorted(self.ids.items())}

    def differing(self, others: Mapping[str, str]) -> tuple[str, ...]:
        """Buckets whose digest is another one on the other side, sorted."""
        mine = self.digests()
        return tuple(sorted(name for name in mine.keys() | others.keys() if mine.get(name) != others.get(name)))


def bucket_of(frame: str) -> str:
    """The bucket an id belongs to."""
    return hash_of(frame).hex()[:PREFIX]
