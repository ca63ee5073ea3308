"""A sheet read with what values alone do not tell: formulas, merged ranges, heights of rows, pictures in cells.

For files that are checked cell by cell; the import of registers does without.
"""

from collections.abc import Mapping
from typing import Final

from typing_extensions import override

from inspector.services.excel.archive import Archive
from inspector.services.excel.markup import attribute, feed
from inspector.services.excel.parts import Book, SheetPart
from inspector.services.excel.rows import RANGE, Budget, SheetHandler, column_number

Place = tuple[int, int]
"""Row from 1, column from 0."""
DEFAULT_HEIGHT: Final = 15.0
"""Points of a row that says nothing else."""
MOST_WATCHED: Final = 20_000
"""Formulas, ranges and heights that are kept of a sheet."""
LONGEST_FORMULA: Final = 500


class WatchedSheet(SheetHandler):
    """Collects rows, and beside them `formulas` by place, `merged` ranges, `heights` in points, `values_in` cells."""

    def __init__(self, book: Book, budget: Budget, sheet: str = "") -> None:
        super().__init__(book, budget, sheet)
        self.formulas: dict[Place, str] = {}
        self.merged: list[tuple[Place, Place]] = []
        self.heights: dict[int, float] = {}
        self.default_height = DEFAULT_HEIGHT
        self.rich: dict[Place, int] = {}
        """Cells that hold something else than a value, a picture perhaps: index into the workbook's metadata from 1."""
        self.drawing = ""
        """Relation id of what lies over the cells."""
        self._formula_text: list[str] | None = None

    @override
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell or a part of one begins."""
        super().start(name, attributes)
        match name:
            case "f":
                self._formula_text = []
            case "row":
                self._take_height(attributes)
            case "c":
                index = _whole(attributes.get("vm", ""))
                if index and len(self.rich) < MOST_WATCHED:
                    self.rich[self.here] = index
            case "sheetFormatPr":
                self.default_height = _points(attributes.get("defaultRowHeight", "")) or DEFAULT_HEIGHT
            case "mergeCell":
                self._take_range(attribute(attributes, "ref"))
            case "drawing":
                self.drawing = attribute(attributes, "id")

    @override
    def end(self, name: str) -> None:
        """A row or a cell is complete."""
        if name == "f" and self._formula_text is not None:
            if len(self.formulas) < MOST_WATCHED:
                self.formulas[self.here] = "".join(self._formula_text)[:LONGEST_FORMULA]
            self._formula_text = None
        super().end(name)

    @override
    def text(self, text: str) -> None:
        """A value or a formula, perhaps in pieces."""
        if self._formula_text is not None:
            self._formula_text.append(text)
        super().text(text)

    def _take_height(self, attributes: Mapping[str, str]) -> None:
        height = 0.0 if attributes.get("hidden") in ("1", "true") else _points(attributes.get("ht", ""))
        if height is not None and len(self.heights) < MOST_WATCHED:
            self.heights[self.here[0]] = height

    def _take_range(self, ref: str) -> None:
        match = RANGE.fullmatch(ref)
        if match and len(self.merged) < MOST_WATCHED:
            first, last = (int(match[2]), column_number(match[1])), (int(match[4]), column_number(match[3]))
            self.merged.append((first, last))


def watch(archive: Archive, book: Book, sheet: SheetPart, budget: Budget) -> WatchedSheet:
    """Read a sheet. Raises Problem import_damaged, import_too_large or import_cancelled."""
    handler = WatchedSheet(book, budget, sheet.name)
    feed(archive.part(sheet.part), handler, archive.damaged(sheet.name))
    return handler


def _points(text: str) -> float | None:
    try:
        points = float(text)
    except ValueError:
        return None
    return points if 0 <= points <= 500 else None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
