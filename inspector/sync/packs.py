"""Packs of frames: raw bytes and signatures exactly as they are stored, compressed together.

    length of raw (4 bytes, big endian)  raw  length of signature (2 bytes)  signature     … for every frame, zlib

Reading is bounded: a pack unpacks to at most 64 MiB, a frame has at most 32 MiB.
"""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {"pack_damaged": N_("A pack of records is damaged. It was left out; the records in it are missing.")},
)

MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_FRAME: Final = 32 * 1024 * 1024
MOST_SIGNATURE: Final = 1024
LEVEL: Final = 6

SignedFrame = tuple[bytes, bytes]
"""Raw bytes of a frame and its signature."""


def pack(frames: Iterable[SignedFrame]) -> bytes:
    """The frames in one piece."""
    made = bytearray()
    for raw, sig in frames:
        made += len(raw).to_bytes(4, "big") + raw + len(sig).to_bytes(2, "big") + sig
    return zlib.compress(bytes(made), LEVEL)


def unpack(data: bytes) -> Iterator[SignedFrame]:
    """The frames of a pack. Raises Problem("pack_damaged"), before the first one if it does not unpack."""
    plain = inflate(data, MOST_UNPACKED)
    at = 0
    while at < len(plain):
        raw, at = _part(plain, at, 4, MOST_FRAME)
        sig, at = _part(plain, at, 2, MOST_SIGNATURE)
        yield raw, sig


def inflate(data: bytes, most: int) -> bytes:
    """Uncompress at most so many bytes. Raises Problem("pack_damaged")."""
    try:
        inflater = zlib.decompressobj()
        plain = inflater.decompress(data, most)
    except zlib.error:
        raise Problem("pack_damaged") from None
    if not inflater.eof or inflater.unused_data:
        raise Problem("pack_damaged")
    return plain


def _part(plain: bytes, at: int, width: int, most: int) -> tuple[bytes, int]:
    length = int.from_bytes(plain[at : at + width], "big")
    start = at + width
    if length > most or start + length > len(plain):
        raise Problem("pack_damaged")
    return plain[start : start + length], start + length
