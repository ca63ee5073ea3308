"""The parts of a workbook beside its sheets: which sheets there are, shared texts, and which styles are days."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Final

from inspector.i18n import N_, Message
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.excel.archive import Archive
from inspector.services.excel.markup import attribute, feed

MOST_SHEETS: Final = 60
LONGEST: Final = 32_767
"""Characters a cell can hold (Excel's own limit); longer text is cut here and refused later."""
DAY_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})
"""Built-in number formats that are days, with those of Chinese Excel (ECMA-376 part 1, 18.8.30)."""
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
OFFICE: Final = "officeDocument"
CUT: Final = LONGEST + 1


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook and the part it lies in."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What the workbook says about itself. `day_styles` are cell styles that show numbers as days."""

    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    day_styles: frozenset[int]
    from_1904: bool
    others: Mapping[str, str] = field(default_factory=dict)
    """What else the workbook refers to: last word of the kind of reference -> part."""


def read_book(archive: Archive) -> Book:
    """Read everything but the rows. Raises Problem import_damaged, import_too_large or import_file_kind."""
    root = _relations(archive, "_rels/.rels", "")
    book = next((target for kind, target in root.values() if kind == OFFICE), "xl/workbook.xml")
    if not archive.has(book) or book.endswith(".bin"):
        raise Problem("import_file_kind", name=archive.name)
    listed = _Workbook()
    feed(archive.part(book), listed, archive.damaged(book))
    if len(listed.sheets) > MOST_SHEETS:
        raise Problem(
            "import_too_large", name=archive.name, what=Message(N_("{count} sheets"), {"count": len(listed.sheets)})
        )
    targets = relations_of(archive, book)
    by_kind = dict(targets.values())
    texts, styles = by_kind.get("sharedStrings", ""), by_kind.get("styles", "")
    return Book(
        tuple(_sheets(listed, targets)),
        _texts(archive, texts) if archive.has(texts) else (),
        _day_styles(archive, styles) if archive.has(styles) else frozenset(),
        listed.from_1904,
        by_kind,
    )


def unescaped(text: str) -> str:
    """Text with the `_xHHHH_` escapes of the format resolved; halves of surrogate pairs are left as they are."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda m: m[0] if 0xD800 <= int(m[1], 16) < 0xE000 else chr(int(m[1], 16)), text)


def _sheets(listed: "_Workbook", relations: Mapping[str, tuple[str, str]]) -> list[SheetPart]:
    found = []
    for name, relation, hidden in listed.sheets:
        kind, target = relations.get(relation, ("", ""))
        if kind == "worksheet":
            found.append(SheetPart(unescaped(name)[:100], target, hidden))
    return found


def relations_of(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: relation id -> (last word of its kind, part). Links to other files are left out."""
    folder, file = posixpath.split(part)
    return _relations(archive, posixpath.join(folder, "_rels", f"{file}.rels"), folder)


def _relations(archive: Archive, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (last word of its type, part). Links to other files are left out."""
    if not archive.has(part):
        return {}
    found = _Relations(folder)
    feed(archive.part(part), found, archive.damaged(part))
    return found.targets


def _texts(archive: Archive, part: str) -> tuple[str, ...]:
    found = _Texts()
    feed(archive.part(part), found, archive.damaged(part))
    return tuple(found.texts)


def _day_styles(archive: Archive, part: str) -> frozenset[int]:
    found = _Styles()
    feed(archive.part(part), found, archive.damaged(part))
    days = DAY_FORMATS | {number for number, code in found.formats.items() if shows_day(code)}
    return frozenset(index for index, number in enumerate(found.cells) if number in days)


def shows_day(code: str) -> bool:
    """Whether a number format shows a day: a year or a day outside quotes and brackets."""
    plain = _QUOTED.sub("", code.partition(";")[0]).casefold()
    return ("y" in plain or "d" in plain) and "general" not in plain


class _Workbook:
    """Sheets and the date system of workbook.xml."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            hidden = attribute(attributes, "state") in ("hidden", "veryHidden")
            self.sheets.append((attribute(attributes, "name"), attribute(attributes, "id"), hidden))
        elif name == "workbookPr":
            self.from_1904 = attribute(attributes, "date1904") in ("1", "true")

    def end(self, name: str) -> None:
        """Nothing ends here that matters."""

    def text(self, text: str) -> None:
        """No text matters."""


class _Relations:
    """A .rels part."""

    def __init__(self, folder: str) -> None:
        self.targets: dict[str, tuple[str, str]] = {}
        self._folder = folder

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship" or attribute(attributes, "TargetMode") == "External":
            return
        target = attribute(attributes, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
        kind = attribute(attributes, "Type").rpartition("/")[2]
        self.targets[attribute(attributes, "Id")] = kind, posixpath.normpath(path)

    def end(self, name: str) -> None:
        """Nothing ends here that matters."""

    def text(self, text: str) -> None:
        """No text matters."""


class _Texts:
    """The shared texts; phonetic runs (reading aids) are no part of them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._phonetic = False
        self._inside = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name == "t":
            self._inside = not self._phonetic
        elif name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.texts.append(unescaped("".join(self._parts)[:CUT]))

    def text(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)


class _Styles:
    """Number formats of cell styles."""

    def __init__(self) -> None:
        self.formats: dict[int, str] = {}
        self.cells: list[int] = []
        self._inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            number = attribute(attributes, "numFmtId")
            if number.isascii() and number.isdigit() and len(number) < 9:
                self.formats[int(number)] = attribute(attributes, "formatCode")[:200]
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = attribute(attributes, "numFmtId")
            self.cells.append(int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0)

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def text(self, text: str) -> None:
        """No text matters."""
