"""Reading a TrueType font and cutting a subset out of it, as far as embedding in a PDF needs.

Sources: the OpenType specification 1.9.1 (tables cmap, glyf, head, hhea, hmtx, loca, maxp) and ISO 32000-1, section
9.9 (which of them an embedded CIDFontType2 needs). Any thread; nothing is written to the font after it was read.
"""

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from inspector.reports.pdf.outlines import Small, shrunk

_DIRECTORY: Final = struct.Struct(">4sIII")
_KEPT: Final = (b"cvt ", b"fpgm", b"prep")
"""Tables for the shape of glyphs that are copied as they are."""
_MAGIC: Final = 0xB1B0AFBA


class TrueType:
    """One font file; lengths in 1/1000 em. ValueError where it is no TrueType font this reader knows."""

    def __init__(self, data: bytes) -> None:
        try:
            self._read(data)
        except (struct.error, KeyError, IndexError) as error:
            raise ValueError("no TrueType font") from error

    def _read(self, data: bytes) -> None:
        self._data = data
        count = struct.unpack_from(">H", data, 4)[0]
        entries = (_DIRECTORY.unpack_from(data, 12 + 16 * number) for number in range(count))
        self._tables = {tag: (offset, length) for tag, _checksum, offset, length in entries}
        head, hhea = self._table(b"head"), self._table(b"hhea")
        self.box: tuple[int, ...] = tuple(map(self._em(head), struct.unpack_from(">4h", head, 36)))
        """Left, bottom, right and top of the box around all glyphs."""
        self.ascent, self.descent = map(self._em(head), struct.unpack_from(">2h", hhea, 4))
        self._long_metrics = struct.unpack_from(">H", hhea, 34)[0]
        self._metrics = _numbers("H", self._table(b"hmtx"))
        long_offsets = struct.unpack_from(">h", head, 50)[0]
        self._offsets: Sequence[int] = _numbers("I" if long_offsets else "H", self._table(b"loca"))
        if not long_offsets:
            self._offsets = [2 * offset for offset in self._offsets]
        self._glyf = self._tables[b"glyf"][0]
        self._ranges = list(self._character_ranges())
        self._starts = [first for first, _last, _glyph in self._ranges]

    @staticmethod
    def _em(head: bytes) -> "_Scale":
        return _Scale(struct.unpack_from(">H", head, 18)[0])

    def _table(self, tag: bytes) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _character_ranges(self) -> Iterator[tuple[int, int, int]]:
        """First and last character and the glyph of the first, from the map of all of Unicode (format 12)."""
        cmap = self._table(b"cmap")
        for number in range(struct.unpack_from(">H", cmap, 2)[0]):
            offset = struct.unpack_from(">HHI", cmap, 4 + 8 * number)[2]
            if struct.unpack_from(">H", cmap, offset)[0] == 12:
                groups = struct.unpack_from(">I", cmap, offset + 12)[0]
                yield from struct.iter_unpack(">III", cmap[offset + 16 : offset + 16 + 12 * groups])
                return
        raise KeyError("cmap of format 12")

    def widths(self) -> dict[str, int]:
        """The advance width of every character the font has a glyph for."""
        em = self._em(self._table(b"head"))
        advances = [em(width) for width in self._metrics[0 : 2 * self._long_metrics : 2]]
        advances += [advances[-1]] * (len(self._offsets) - 1 - len(advances))
        found: dict[str, int] = {}
        for first, last, glyph in self._ranges:
            found.update(zip(map(chr, range(first, last + 1)), advances[glyph : glyph + last - first + 1], strict=True))
        return found

    def glyph(self, char: str) -> int:
        """The glyph of a character; 0 if there is none."""
        code = ord(char)
        at = bisect_right(self._starts, code) - 1
        first, last, glyph = self._ranges[at] if at >= 0 else (0, -1, 0)
        return glyph + code - first if first <= code <= last else 0

    def _outline(self, glyph: int) -> bytes:
        return self._data[self._glyf + self._offsets[glyph] : self._glyf + self._offsets[glyph + 1]]

    def _drawn(self, glyph: int | Small) -> bytes:
        if isinstance(glyph, Small):
            return shrunk(_simple(self._outline(glyph.glyph)), glyph.share, glyph.rise)
        return _simple(self._outline(glyph))

    def _metric(self, glyph: int | Small) -> bytes:
        if isinstance(glyph, Small):
            advance, bearing = struct.unpack(">Hh", self._metric(glyph.glyph))
            return struct.pack(">Hh", round(advance * glyph.share), round(bearing * glyph.share))
        last = self._long_metrics - 1
        if glyph <= last:
            return struct.pack(">2H", *self._metrics[2 * glyph : 2 * glyph + 2])
        return struct.pack(">2H", self._metrics[2 * last], self._metrics[2 * self._long_metrics + glyph - last - 1])

    def small(self, char: str, share: float, rise: int) -> Small:
        """A character's glyph at a share of its size, moved up by `rise` in 1/1000 em."""
        units = struct.unpack_from(">H", self._table(b"head"), 18)[0]
        return Small(self.glyph(char), share, round(rise * units / 1000))

    def subset(self, glyphs: Sequence[int | Small]) -> bytes:
        """A font of these glyphs in this order; ValueError for glyphs put together from others, which ours lack."""
        order = list(glyphs)
        outlines = [self._drawn(glyph) for glyph in order]
        padded = [one + bytes(-len(one) % 4) for one in outlines]
        offsets = [0, *accumulate(map(len, padded))]
        head = bytearray(self._table(b"head"))
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea, maxp = bytearray(self._table(b"hhea")), bytearray(self._table(b"maxp"))
        struct.pack_into(">H", hhea, 34, len(order))
        struct.pack_into(">H", maxp, 4, len(order))
        tables = {tag: self._table(tag) for tag in _KEPT if tag in self._tables}
        tables |= {b"head": bytes(head), b"hhea": bytes(hhea), b"maxp": bytes(maxp), b"glyf": b"".join(padded)}
        tables |= {b"hmtx": b"".join(map(self._metric, order)), b"loca": struct.pack(f">{len(offsets)}I", *offsets)}
        return _font_file(tables)


class _Scale:
    """From units of the font to 1/1000 em."""

    def __init__(self, units: int) -> None:
        self._units = units

    def __call__(self, length: int) -> int:
        return round(length * 1000 / self._units)


def _numbers(kind: str, data: bytes) -> "array[int]":
    """Big-endian unsigned numbers of two ("H") or four ("I") bytes."""
    numbers = array(kind, data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _simple(outline: bytes) -> bytes:
    """A glyph that is drawn by itself; ValueError if it is put together from others."""
    if outline and struct.unpack_from(">h", outline)[0] < 0:
        raise ValueError("glyphs put together from others are not supported")
    return outline


def _checksum(data: bytes) -> int:
    return sum(_numbers("I", data + bytes(-len(data) % 4))) & 0xFFFFFFFF


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    """The tables as a font file, in order of their tags, with checksums."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16)
    at, directory, body = 12 + 16 * count, [head], []
    for tag, data in sorted(tables.items()):
        directory.append(_DIRECTORY.pack(tag, _checksum(data), at, len(data)))
        body.append(data + bytes(-len(data) % 4))
        if tag == b"head":
            adjustment = at + 8
        at += len(body[-1])
    font = bytearray(b"".join([*directory, *body]))
    struct.pack_into(">I", font, adjustment, (_MAGIC - _checksum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)
