"""Pictures that Excel placed in cells: a chain of references from the cell's metadata to the image.

Cell `vm` → value metadata → rich value block → rich value → relation → image ([MS-XLSX] 2.3.6 and 2.6). Whatever is
missing or does not fit on the way means that the cell holds no picture we can read.
"""

import posixpath
from collections.abc import Mapping
from typing import Final

from typing_extensions import override

from inspector.services.excel.archive import Archive
from inspector.services.excel.markup import attribute, feed
from inspector.services.excel.parts import Book, relations_of
from inspector.services.excel.watched import Place

METADATA: Final = "sheetMetadata"
MOST: Final = 20_000
"""Values that are looked at."""


def rich_pictures(archive: Archive, book: Book, cells: Mapping[Place, int]) -> dict[Place, str]:
    """The part of the picture in each cell; "" for one that cannot be found."""
    metadata = book.others.get(METADATA, "")
    if not cells or not archive.has(metadata):
        return {}
    known = _Metadata()
    feed(archive.part(metadata), known, archive.damaged(metadata))
    values, images = _values(archive, book), _images(archive, book)
    found = {}
    for place, index in cells.items():
        block = _at(known.cells, index - 1)
        value = _at(known.blocks, block) if block is not None else None
        image = _at(values, value) if value is not None else None
        found[place] = images.get(image, "") if image is not None else ""
    return found


def _at(items: list[int], index: int) -> int | None:
    return items[index] if 0 <= index < len(items) else None


def _part(book: Book, name: str, archive: Archive) -> str:
    """A part of rich data: by the workbook's reference, else where Excel puts it."""
    given = next((part for kind, part in book.others.items() if kind.casefold() == name.casefold()), "")
    usual = posixpath.join("xl/richData", f"{name}.xml".lower() if name != "richValueRel" else "richValueRel.xml")
    return next((part for part in (given, usual) if archive.has(part)), "")


def _values(archive: Archive, book: Book) -> list[int]:
    """Of each rich value its first figure: of a picture the number of its relation; -1 for what has none."""
    part = _part(book, "rdRichValue", archive)
    handler = _Values()
    if part:
        feed(archive.part(part), handler, archive.damaged(part))
    return handler.found


def _images(archive: Archive, book: Book) -> dict[int, str]:
    part = _part(book, "richValueRel", archive)
    if not part:
        return {}
    handler = _Relations()
    feed(archive.part(part), handler, archive.damaged(part))
    targets = relations_of(archive, part)
    found = {number: targets.get(relation, ("", ""))[1] for number, relation in enumerate(handler.found)}
    return {number: target for number, target in found.items() if archive.has(target)}


class _Handler:
    """Elements matter by their attributes alone, unless said otherwise."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters."""


class _Metadata(_Handler):
    """`cells`: value metadata -> block of the future metadata; `blocks`: block -> rich value."""

    def __init__(self) -> None:
        self.cells: list[int] = []
        self.blocks: list[int] = []
        self._inside = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("valueMetadata", "futureMetadata", "cellMetadata"):
            rich = name != "futureMetadata" or attribute(attributes, "name") == "XLRICHVALUE"
            self._inside = name if rich else ""
        elif name == "rc" and self._inside == "valueMetadata" and len(self.cells) < MOST:
            self.cells.append(_whole(attribute(attributes, "v")))
        elif name == "rvb" and self._inside == "futureMetadata" and len(self.blocks) < MOST:
            self.blocks.append(_whole(attribute(attributes, "i")))


class _Values(_Handler):
    """Rich values: the first `v` of each `rv`."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self._parts: list[str] | None = None
        self._first = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name == "rv" and len(self.found) < MOST:
            self.found.append(-1)
            self._first = True
        elif name == "v" and self._first:
            self._parts, self._first = [], False

    @override
    def end(self, name: str) -> None:
        if name == "v" and self._parts is not None:
            self.found[-1] = _whole("".join(self._parts))
            self._parts = None

    @override
    def text(self, text: str) -> None:
        if self._parts is not None and len(self._parts) < 50:
            self._parts.append(text)


class _Relations(_Handler):
    """Relation ids in their order."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "rel" and len(self.found) < MOST:
            self.found.append(attribute(attributes, "id"))


def _whole(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 8 else -1
