"""Writing the objects of a PDF file (ISO 32000-1): streams, pages, images, bookmarks, properties, cross references.

Deterministic: the same calls give the same bytes; no clock is read. A file belongs to one thread.
"""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from inspector.quick_dataclass import dataclass

LEVEL: Final = 6
_HEAD: Final = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True, slots=True)
class Properties:
    """Document properties of a PDF; `made_at` is printed into it, no clock is read."""

    title: str
    author: str
    subject: str
    language: str
    made_at: datetime
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bitmap:
    """An image as it stands in the file.

    `data` is a JPEG, or the bare samples where `jpeg` is false; `mask` its transparency, one byte a pixel.
    """

    width: int
    height: int
    data: bytes
    grey: bool = False
    jpeg: bool = False
    mask: bytes = b""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: a place `up` points above the bottom of a page, counted from 0; level 0 is outermost."""

    title: str
    page: int
    up: float
    level: int = 0


def text_string(text: str) -> str:
    """A text outside of pages, in UTF-16 with its mark."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


class PdfFile:
    """The objects of one file; numbers of objects are returned by what adds them."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []
        self._images: dict[bytes, int] = {}
        self._digest = hashlib.sha256()

    def reserve(self) -> int:
        """The number of an object that is filled in later."""
        self._bodies.append(b"")
        return len(self._bodies)

    def add(self, body: str, number: int = 0) -> int:
        """Add an object, or fill in a reserved one."""
        number = number or self.reserve()
        self._bodies[number - 1] = body.encode("latin-1")
        return number

    def stream(self, entries: str, data: bytes, *, packed: bool = False) -> int:
        """Add a stream; `packed` data are written as they are, their filter stands in the entries."""
        if not packed:
            data, entries = zlib.compress(data, LEVEL), f"{entries} /Filter /FlateDecode"
        self._digest.update(data)
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1")
        self._bodies.append(b"%b%b\nendstream" % (head, data))
        return len(self._bodies)

    def image(self, bitmap: Bitmap) -> int:
        """Add an image; equal ones are stored once."""
        key = hashlib.sha256(bitmap.data + bitmap.mask).digest()
        if key not in self._images:
            size = f"/Type /XObject /Subtype /Image /Width {bitmap.width} /Height {bitmap.height} /BitsPerComponent 8"
            entries = f"{size} /ColorSpace /{'DeviceGray' if bitmap.grey else 'DeviceRGB'}"
            if bitmap.mask:
                entries += f" /SMask {self.stream(f'{size} /ColorSpace /DeviceGray', bitmap.mask)} 0 R"
            if bitmap.jpeg:
                entries += " /Filter /DCTDecode"
            self._images[key] = self.stream(entries, bitmap.data, packed=bitmap.jpeg)
        return self._images[key]

    def outline(self, bookmarks: Sequence[Bookmark], pages: Sequence[int]) -> int:
        """Add the tree of bookmarks to pages of these numbers; returns the number of its root."""
        root = self.reserve()
        numbers = [self.reserve() for _one in bookmarks]
        parents = _parents(bookmarks)
        children: dict[int, list[int]] = {place: [] for place in range(-1, len(bookmarks))}
        for place, parent in enumerate(parents):
            children[parent].append(place)
        for parent, row in children.items():
            for before, place, after in zip([-1, *row], row, [*row[1:], -1], strict=False):
                one = bookmarks[place]
                entries = [
                    f"/Title {text_string(one.title)} /Parent {numbers[parent] if parent >= 0 else root} 0 R",
                    f"/Dest [{pages[one.page]} 0 R /XYZ null {one.up:.2f} null]",
                    *(f"/{key} {numbers[to]} 0 R" for key, to in (("Prev", before), ("Next", after)) if to >= 0),
                    *_ends(children[place], numbers, opened=False),
                ]
                self.add(f"<< {' '.join(entries)} >>", numbers[place])
        self.add(f"<< /Type /Outlines {' '.join(_ends(children[-1], numbers, opened=True))} >>", root)
        return root

    def finish(self, catalog: str, properties: Properties) -> bytes:
        """The whole file; `catalog` are the entries of its root."""
        root = self.add(f"<< /Type /Catalog {catalog} /Lang {text_string(properties.language)} >>")
        name = self._digest.hexdigest()[:32].upper()
        info = self.add(_information(properties))
        parts, offsets, at = [_HEAD], [], len(_HEAD)
        for number, body in enumerate(self._bodies, 1):
            whole = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            offsets.append(at)
            at += len(whole)
            parts.append(whole)
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        parts.append("".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode())
        trailer = f"/Size {len(offsets) + 1} /Root {root} 0 R /Info {info} 0 R /ID [<{name}> <{name}>]"
        parts.append(f"trailer\n<< {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode())
        return b"".join(parts)


def _parents(bookmarks: Sequence[Bookmark]) -> list[int]:
    """For each bookmark the place of the one it stands under, -1 for none."""
    parents: list[int] = []
    open_at: list[int] = []
    for place, one in enumerate(bookmarks):
        del open_at[one.level :]
        parents.append(open_at[-1] if open_at else -1)
        open_at.append(place)
    return parents


def _ends(row: Sequence[int], numbers: Sequence[int], *, opened: bool) -> list[str]:
    if not row:
        return []
    return [f"/First {numbers[row[0]]} 0 R /Last {numbers[row[-1]]} 0 R /Count {len(row) if opened else -len(row)}"]


def _information(properties: Properties) -> str:
    texts = {
        "Title": properties.title,
        "Author": properties.author,
        "Subject": properties.subject,
        "Keywords": ", ".join(properties.keywords),
    }
    entries = [f"/{key} {text_string(value)}" for key, value in texts.items() if value]
    day = f"(D:{properties.made_at:%Y%m%d%H%M%S})"
    return f"<< {' '.join(entries)} /Creator (inspector) /Producer (inspector) /CreationDate {day} /ModDate {day} >>"
