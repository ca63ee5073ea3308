"""Glyphs made smaller and moved up or down: raised and lowered digits that a font does not have.

Source: the OpenType specification 1.9.1, table glyf (simple glyphs). Pure.
"""

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

_ON_CURVE: Final = 0x01
_SHORT: Final = {"x": 0x02, "y": 0x04}
_SAME: Final = {"x": 0x10, "y": 0x20}
_REPEAT: Final = 0x08
_OVERLAP: Final = 0x40
_KEPT: Final = _ON_CURVE | _OVERLAP


class Small(NamedTuple):
    """A glyph of the font at a share of its size, moved up by `rise` (down if negative), in units of the font."""

    glyph: int
    share: float
    rise: int


def shrunk(outline: bytes, share: float, rise: int) -> bytes:
    """A simple glyph at a share of its size, moved up by `rise`; without instructions, which are for its full size."""
    if not outline:
        return outline
    contours = struct.unpack_from(">h", outline)[0]
    ends = struct.unpack_from(f">{contours}H", outline, 10)
    at = 10 + 2 * contours
    at += 2 + struct.unpack_from(">H", outline, at)[0]
    flags, at = _flags(outline, at, ends[-1] + 1)
    across, at = _numbers(outline, at, flags, "x")
    up, at = _numbers(outline, at, flags, "y")
    xs = [round(x * share) for x in across]
    ys = [round(y * share) + rise for y in up]
    head = struct.pack(f">5h{contours}HH", contours, min(xs), min(ys), max(xs), max(ys), *ends, 0)
    points = bytes(flag & _KEPT for flag in flags)
    return head + points + b"".join(struct.pack(f">{len(row)}h", *_steps(row)) for row in (xs, ys))


def _flags(outline: bytes, at: int, count: int) -> tuple[list[int], int]:
    """The flags of all points, and where they end."""
    found: list[int] = []
    while len(found) < count:
        flag = outline[at]
        at += 1
        found.append(flag)
        if flag & _REPEAT:
            found += [flag] * outline[at]
            at += 1
    return found, at


def _numbers(outline: bytes, at: int, flags: list[int], axis: str) -> tuple[list[int], int]:
    """Where all points lie on an axis, and where that ends."""
    found, place = [], 0
    for flag in flags:
        if flag & _SHORT[axis]:
            place += outline[at] if flag & _SAME[axis] else -outline[at]
            at += 1
        elif not flag & _SAME[axis]:
            place += struct.unpack_from(">h", outline, at)[0]
            at += 2
        found.append(place)
    return found, at


def _steps(row: list[int]) -> Iterator[int]:
    before = 0
    for place in row:
        yield place - before
        before = place
