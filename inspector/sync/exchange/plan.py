"""How an exchange file is cut into parts: none larger than what a file system takes, small things first. Pure.

Every part is a file of its own with its own frames and blobs; they can be imported in any order, and one that is lost
costs only what is in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import field
from pathlib import Path
from typing import Final, Generic, TypeVar

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.sync.exchange.envelope import MOST_PARTS
from inspector.sync.exchange.zipped import ENTRY_OVERHEAD, MOST_ENTRIES
from inspector.sync.protocol import MOST_BATCH

register(
    ProblemKind.INPUT,
    {
        "exchange_part_size": N_(
            "Parts of {size} bytes are too small for what is to be written: at least {least} bytes are needed."
        ),
    },
)

FAT: Final = 4 * 1024**3 - 1
"""Bytes of the largest file that sticks formatted with FAT32 take."""
PART_SIZE: Final = 3900 * 1024**2
LEAST_PART: Final = 1024 * 1024
ROOM: Final = 64 * 1024
"""Bytes that head, trailer and the ends of the archive take, at most."""
CHUNKS: Final = 4096
"""The stream adds one byte of seal to this many, or less."""
PACK_FRAMES: Final = 2000
MOST_PACK: Final = MOST_BATCH - 2 * ROOM
"""Bytes of frames in a pack: one that is full fits into the smallest part, beside a usual header."""
MOST_FRAME_BYTES: Final = 256 * 1024 * 1024
"""Bytes of frames in a part: who imports it stores all of them in one transaction."""

T = TypeVar("T")


@dataclass(slots=True)
class PartPlan(Generic[T]):
    """What goes into one part: frames (in packs) and blobs, and how many bytes that is at most."""

    packs: list[list[T]] = field(default_factory=list)
    blobs: list[tuple[str, int]] = field(default_factory=list)
    size: int = 0
    frame_bytes: int = 0

    @property
    def entries(self) -> int:
        """Entries besides the header."""
        return len(self.packs) + len(self.blobs)


def planned(
    frames: Iterable[tuple[T, int]], blobs: Sequence[tuple[str, int]], part_size: int, header: int
) -> list[PartPlan[T]]:
    """Frames (with their bytes) in their order, then blobs (hash, bytes) the smallest first; always one part.

    `header`: bytes of the header that each part has. Raises Problem exchange_part_size.
    """
    parts = [PartPlan[T](size=header + ROOM)]
    for pack, size in _packs(frames):
        if parts[-1].frame_bytes + size > MOST_FRAME_BYTES:
            parts.append(PartPlan(size=header + ROOM))
        part = _room(parts, size, part_size, header)
        part.packs.append(pack)
        part.frame_bytes += size
    for sha256, size in sorted(blobs, key=lambda blob: (blob[1], blob[0])):
        _room(parts, size, part_size, header).blobs.append((sha256, size))
    if len(parts) > MOST_PARTS:
        raise Problem("exchange_part_size", size=part_size, least=part_size * (len(parts) // MOST_PARTS + 1))
    return parts


def _packs(frames: Iterable[tuple[T, int]]) -> Iterable[tuple[list[T], int]]:
    pack: list[T] = []
    room = 0
    for frame, size in frames:
        if pack and (room + size > MOST_PACK or len(pack) >= PACK_FRAMES):
            yield pack, room
            pack, room = [], 0
        pack.append(frame)
        room += size
    if pack:
        yield pack, room


def _room(parts: list[PartPlan[T]], size: int, part_size: int, header: int) -> PartPlan[T]:
    """The part that takes something of this size."""
    needed = size + size // CHUNKS + 2 * ENTRY_OVERHEAD
    least = max(LEAST_PART, header + ROOM + needed)
    if part_size < least:
        raise Problem("exchange_part_size", size=part_size, least=least)
    last = parts[-1]
    if last.size + needed > part_size or last.entries >= MOST_ENTRIES - 1:
        last = PartPlan(size=header + ROOM)
        parts.append(last)
    last.size += needed
    return last


def part_name(out: Path, part: int, parts: int) -> Path:
    """The name of a part: that of the file when there is only one."""
    if parts == 1:
        return out
    stem = out.name.removesuffix(out.suffix) if out.suffix else out.name
    return out.with_name(f"{stem}.{part}-{parts}{out.suffix or '.hzx'}")
