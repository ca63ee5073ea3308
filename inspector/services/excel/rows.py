"""The rows of one sheet, streamed: only rows that hold anything are kept, so a million empty ones cost only time.

A formula counts by its stored result; without one the cell is bad. A merged cell counts in its first column for every
row it covers (one customer beside several pieces of equipment); its further columns are empty.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from inspector.i18n import N_, Message
from inspector.problems import Problem
from inspector.services.excel.markup import attribute
from inspector.services.excel.parts import CUT, Book, unescaped
from inspector.services.excel.views import BadCell, Cells, CellValue

TWICE: Final = N_("{place} stands there twice or out of order")
MOST_ROWS: Final = 200_000
"""Rows with content in one file."""
MOST_CELLS: Final = 6_000_000
MOST_COLUMNS: Final = 400
"""Columns beyond are not looked at."""
LAST_ROW: Final = 1_048_576
MOST_MERGED: Final = 200_000
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
RANGE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
LAST_SERIAL: Final = 2_958_465
"""9999-12-31, the last day Excel knows."""


def column_number(letters: str) -> int:
    """Index of a column from 0: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(index: int) -> str:
    """Letters of a column index from 0."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def day_of_serial(serial: float, *, from_1904: bool = False) -> date | datetime | None:
    """The day (and time) behind Excel's day number; None outside of what Excel shows. 60 is its 29 February 1900."""
    if not 0 < serial <= LAST_SERIAL:
        return None
    start = _EPOCH_1904 if from_1904 else _EPOCH if serial >= 60 else _EPOCH + timedelta(days=1)
    try:
        moment = start + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None
    return moment.date() if moment.time() == datetime.min.time() else moment


class Budget:
    """How many rows and cells may still be read from a file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = MOST_ROWS
        self.cells = MOST_CELLS

    def take(self, cells: int) -> None:
        """Count a row. Raises Problem import_too_large."""
        self.rows -= 1
        self.cells -= cells
        if self.rows < 0 or self.cells < 0:
            raise Problem("import_too_large", name=self.name, what=f"> {MOST_ROWS:,}")


class SheetHandler:
    """Collects the rows of a sheet part."""

    def __init__(self, book: Book, budget: Budget, sheet: str = "") -> None:
        self._sheet = sheet
        self._last = 0
        self._book = book
        self._budget = budget
        self._rows: dict[int, dict[int, CellValue]] = {}
        self._row = 0
        self._column = -1
        self._cells: dict[int, CellValue] = {}
        self._type = ""
        self._style = 0
        self._formula = False
        self._parts: list[str] = []
        self._listening = False
        self._phonetic = False
        self._merged: list[tuple[int, int, int]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell or a part of one begins."""
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._listening = not self._phonetic
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attribute(attributes, "ref"))

    def end(self, name: str) -> None:
        """A row or a cell is complete."""
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._listening = False
        elif name == "row" and self._cells:
            self._end_row()
        elif name == "rPh":
            self._phonetic = False

    def text(self, text: str) -> None:
        """The value of a cell, perhaps in pieces."""
        if self._listening:
            self._parts.append(text)

    @property
    def here(self) -> tuple[int, int]:
        """Where reading is: row from 1, column from 0."""
        return self._row, self._column

    def rows(self) -> tuple[tuple[int, Cells], ...]:
        """The rows that hold anything, in order."""
        self._fill_merged()
        made = []
        for number in sorted(self._rows):
            cells = self._rows[number]
            width = max(cells) + 1
            made.append((number, tuple([cells.get(column) for column in range(width)])))
        return tuple(made)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r", "")
        valid = given.isascii() and given.isdigit() and 0 < len(given) < 8 and 0 < int(given) <= LAST_ROW
        self._row = int(given) if valid else self._row + 1
        self._column = -1
        self._cells = {}

    def _end_row(self) -> None:
        """Rows ascend; two of one number are two records, and it is not for us to choose one."""
        if self._row <= self._last:
            raise self._twice(str(self._row))
        self._budget.take(len(self._cells))
        self._rows[self._row] = self._cells
        self._last = self._row
        self._cells = {}

    def _twice(self, place: str) -> Problem:
        reason = Message(TWICE, {"place": f"{self._sheet}!{place}"})
        return Problem("import_damaged", name=self._budget.name, reason=reason)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_number(match[1]) if match else self._column + 1
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
        self._formula = False
        self._parts = []

    def _end_cell(self) -> None:
        text = "".join(self._parts)
        if self._column >= MOST_COLUMNS:
            return
        value = self._value(text) if text else (BadCell("cell_formula", "=") if self._formula else None)
        if value is None or value == "":
            return
        if self._column in self._cells:
            raise self._twice(f"{column_letters(self._column)}{self._row}")
        self._cells[self._column] = value

    def _value(self, text: str) -> CellValue:
        match self._type:
            case "s":
                return self._shared(text)
            case "str" | "inlineStr":
                return unescaped(text[:CUT])
            case "b":
                return text.strip() in ("1", "true")
            case "e":
                return BadCell("cell_error_value", text[:40])
            case "d":
                return text[:40]
        return self._number(text)

    def _shared(self, text: str) -> CellValue:
        known = text.isascii() and text.isdigit() and len(text) < 9 and int(text) < len(self._book.texts)
        return self._book.texts[int(text)] if known else BadCell("cell_error_value", text[:40])

    def _number(self, text: str) -> CellValue:
        try:
            number = float(text)
        except ValueError:
            return BadCell("cell_error_value", text[:40])
        if not math.isfinite(number):
            return BadCell("cell_error_value", text[:40])
        if self._style in self._book.day_styles:
            day = day_of_serial(number, from_1904=self._book.from_1904)
            if day is not None:
                return day
        return int(number) if number == int(number) and abs(number) < 1e15 else number

    def _merge(self, ref: str) -> None:
        match = RANGE.fullmatch(ref)
        if match and len(self._merged) < MOST_MERGED:
            column, first, last = column_number(match[1]), int(match[2]), min(int(match[4]), LAST_ROW)
            if last > first and column < MOST_COLUMNS:
                self._merged.append((column, first, last))

    def _fill_merged(self) -> None:
        """Bounded by the rows there are and the ranges a column can hold without overlap."""
        numbers = sorted(self._rows)
        done: dict[int, int] = {}
        for column, first, last in sorted(self._merged):
            value = self._rows.get(first, {}).get(column)
            begin = max(first + 1, done.get(column, 0) + 1)
            if value is None or begin > last:
                continue
            done[column] = last
            for number in _between(numbers, begin, last):
                if column not in self._rows[number]:
                    self._budget.take(1)
                    self._rows[number][column] = value


def _between(numbers: list[int], first: int, last: int) -> list[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
