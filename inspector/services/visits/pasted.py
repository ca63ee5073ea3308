"""Text as spreadsheet programs put it on the clipboard: rows of cells, quotes, units, points and commas. Pure.

A single ``1,234`` may be a thousand or one point two. Where the other cells of the block settle it (``0,86`` beside it
says decimal comma, ``12.5`` beside it says thousands) it is written plainly; else it stays as it is, and entering it
says that it can be read in two ways.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence

Block = tuple[tuple[str, ...], ...]
"""Rows of cells, each row as wide as the widest."""
MOST_ROWS = 500
MOST_COLUMNS = 12
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}(?!\d|,|\.)")
_DECIMAL_COMMA = re.compile(r"[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+)(?![\d,.])")
_DECIMAL_POINT = re.compile(r"[+-]?(?:\d+\.\d+|\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,})(?![\d,])")
_NUMBER = re.compile(r"[+-]?[\d.,]*\d")
_BLANK = frozenset({"", "-", "—", "–", "/", "\\"})
"""What a table writes where nothing was measured."""


def parse_block(text: str) -> Block:
    """The cells of a clipboard text; blank ones and dashes are ``""`` and mean: leave what is there."""
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline=""), delimiter="\t"))
    cells = [[_plain(cell) for cell in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    while cells and not any(cells[-1]):
        cells.pop()
    width = max((len(row) for row in cells), default=0)
    while width and not any(row[width - 1] for row in cells if len(row) >= width):
        width -= 1
    sign = _decimal_sign([cell for row in cells for cell in row])
    return tuple(tuple(_settled(row[i], sign) if i < len(row) else "" for i in range(width)) for row in cells)


def _plain(cell: str) -> str:
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    return "" if text in _BLANK else text


def _decimal_sign(cells: Sequence[str]) -> str:
    """What a comma with three digits behind it is to be replaced by: a point, nothing, or itself where nobody knows."""
    comma = any(_DECIMAL_COMMA.match(cell) for cell in cells)
    point = any(_DECIMAL_POINT.match(cell) for cell in cells)
    return "." if comma and not point else "" if point and not comma else ","


def _settled(cell: str, sign: str) -> str:
    found = _AMBIGUOUS.match(cell)
    return cell.replace(",", sign, 1) if found else cell


def is_number(text: str) -> bool:
    """Whether a cell begins like a reading: a number, perhaps with a unit behind it."""
    return _NUMBER.match(text.lstrip("<>=≤≥~≈ ")) is not None


def comparable(label: str) -> str:
    """A label for comparing: without blanks, brackets, punctuation and case."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
