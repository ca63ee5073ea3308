"""Pictures of a sheet and the row each belongs to: those over the cells, and those that WPS or Excel put into a cell.

A picture over the cells belongs to the row that most of its height lies in. Only places and parts are told here;
what a part holds is read, counted and judged by whoever wants the picture.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from inspector.i18n import N_, Message
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.excel.archive import Archive
from inspector.services.excel.markup import attribute, feed
from inspector.services.excel.parts import Book, SheetPart, relations_of
from inspector.services.excel.rich_pictures import rich_pictures
from inspector.services.excel.watched import Place, WatchedSheet

MOST_PICTURES: Final = 400
DEEPEST: Final = 64
"""Levels of a drawing; pictures in groups of groups stay far below."""
EMU: Final = 12_700
"""English metric units of a point (ECMA-376 part 1, 20.1.2.1)."""
DISPIMG: Final = re.compile(r'DISPIMG\(\s*"([^"]{1,200})"')
"""How WPS shows one of the pictures of xl/cellimages.xml in a cell."""
CELL_IMAGES: Final = "xl/cellimages.xml"
ANCHORS: Final = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})
_COUNT: Final = re.compile(r"-?[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and where it is. `row` counts from 1 and is 0 when it hangs on no row; `column` from 0.

    `part` is "" for a picture that lies outside the file. `rows` are all rows it covers.
    """

    part: str
    row: int
    column: int
    rows: tuple[int, ...] = ()
    in_cell: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a drawing hangs (rows and columns from 0, offsets in EMU) and the relations of its pictures."""

    kind: str
    row: int
    column: int
    offset: int
    end_row: int
    end_offset: int
    height: int
    relations: tuple[str, ...]


def pictures_of(archive: Archive, book: Book, sheet: SheetPart, watched: WatchedSheet) -> tuple[Picture, ...]:
    """All pictures of a sheet, from the top. Raises Problem import_damaged, import_too_large or import_cancelled."""
    found = [*_over(archive, sheet, watched), *_in_cells(archive, book, watched)]
    if len(found) > MOST_PICTURES:
        raise Problem(
            "import_too_large",
            name=archive.name,
            what=Message(N_("more than {count} pictures"), {"count": MOST_PICTURES}),
        )
    return tuple(sorted(found, key=lambda picture: (picture.row, picture.column)))


# over the cells -------------------------------------------------------------------------------------------------------


def _over(archive: Archive, sheet: SheetPart, watched: WatchedSheet) -> Iterator[Picture]:
    kind, part = relations_of(archive, sheet.part).get(watched.drawing, ("", ""))
    if kind != "drawing" or not archive.has(part):
        return
    handler = _Drawing()
    feed(archive.part(part), handler, archive.damaged(part))
    images = relations_of(archive, part)
    for anchor in handler.anchors:
        rows = covered(anchor, watched)
        for relation in dict.fromkeys(anchor.relations):
            image_kind, image = images.get(relation, ("", ""))
            inside = image_kind == "image" and archive.has(image)
            yield Picture(image if inside else "", rows[0] if rows else 0, anchor.column, tuple(rows))


def covered(anchor: Anchor, watched: WatchedSheet) -> list[int]:
    """The rows (from 1) that an anchored picture lies in, the one with most of its height first."""
    if anchor.kind == "absoluteAnchor":
        return []
    if anchor.kind == "oneCellAnchor":
        left, row, offset, spans = max(anchor.height, 1), anchor.row, anchor.offset, dict[int, int]()
        while left > 0 and len(spans) < 2000:
            room = max(_height(watched, row) - offset, 0)
            spans[row] = min(left, room)
            left, row, offset = left - room, row + 1, 0
    else:
        last = min(max(anchor.end_row, anchor.row), anchor.row + 2000)
        spans = {row: _height(watched, row) for row in range(anchor.row, last + 1)}
        spans[last] = min(anchor.end_offset, spans[last])
        spans[anchor.row] = spans[anchor.row] - anchor.offset
    most = max(spans.values())
    if most <= 0:
        return [anchor.row + 1]
    rows = [row for row in spans if spans[row] * 5 >= most]  # a sliver of another row says nothing
    return [row + 1 for row in sorted(rows, key=lambda row: (-spans[row], row))]


def _height(watched: WatchedSheet, row: int) -> int:
    return round(watched.heights.get(row + 1, watched.default_height) * EMU)


class _Drawing:
    """Anchors of a drawing part. A picture given twice for old and new programs counts once."""

    def __init__(self) -> None:
        self.anchors: list[Anchor] = []
        self._path: list[str] = []
        self._numbers: dict[str, int] = {}
        self._relations: list[str] = []
        self._parts: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if len(self._path) >= DEEPEST:
            raise ValueError(name)
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if name in ANCHORS:
            self._numbers, self._relations = {}, []
        elif parent in ("from", "to"):
            self._parts = []
        elif name == "ext" and parent in ANCHORS:
            self._numbers["height"] = _number(attribute(attributes, "cy"))
        elif name == "blip":
            self._relations.append(attribute(attributes, "embed") or attribute(attributes, "link"))

    def end(self, name: str) -> None:
        self._path.pop()
        if self._parts is not None:
            parent = self._path[-1] if self._path else ""
            self._numbers[f"{parent}.{name}"] = _number("".join(self._parts))
            self._parts = None
        if name in ANCHORS and self._relations:
            self._finish(name)

    def text(self, text: str) -> None:
        if self._parts is not None and len(self._parts) < 50:
            self._parts.append(text)

    def _finish(self, kind: str) -> None:
        if len(self.anchors) > MOST_PICTURES:
            return
        get = self._numbers.get
        row = get("from.row", 0)
        self.anchors.append(
            Anchor(
                kind,
                row,
                get("from.col", 0),
                get("from.rowOff", 0),
                get("to.row", row),
                get("to.rowOff", 0),
                get("height", 0),
                tuple(self._relations),
            )
        )


def _number(text: str) -> int:
    """A number of a drawing, never negative, never beyond what a sheet can hold."""
    plain = text.strip()
    return min(max(int(plain), 0), 10**12) if _COUNT.fullmatch(plain) else 0


# in the cells ---------------------------------------------------------------------------------------------------------


def _in_cells(archive: Archive, book: Book, watched: WatchedSheet) -> Iterator[Picture]:
    """Pictures of WPS (DISPIMG) and of Excel (rich values)."""
    names = {place: match[1] for place, text in watched.formulas.items() if (match := DISPIMG.search(text)) is not None}
    images = _cell_images(archive, book) if names else {}
    for place, name in names.items():
        yield _placed(place, images.get(name, ""))
    for place, part in rich_pictures(archive, book, watched.rich).items():
        yield _placed(place, part)


def _placed(place: Place, part: str) -> Picture:
    row, column = place
    return Picture(part, row, column, (row,), in_cell=True)


def _cell_images(archive: Archive, book: Book) -> dict[str, str]:
    """Name of a WPS cell picture -> its part."""
    part = book.others.get("cellImage", CELL_IMAGES)
    if not archive.has(part):
        return {}
    handler = _CellImages()
    feed(archive.part(part), handler, archive.damaged(part))
    images = relations_of(archive, part)
    targets = {name: images.get(relation, ("", ""))[1] for name, relation in handler.found.items()}
    return {name: target for name, target in targets.items() if archive.has(target)}


class _CellImages:
    """xl/cellimages.xml of WPS: the name of each picture and the relation of its image."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "cNvPr":
            self._name = attribute(attributes, "name")[:200]
        elif name == "blip" and self._name and len(self.found) <= MOST_PICTURES:
            self.found[self._name] = attribute(attributes, "embed")

    def end(self, name: str) -> None:
        """Nothing ends here that matters."""

    def text(self, text: str) -> None:
        """No text matters."""
