"""Lists on a terminal: columns under headings, as wide as the terminal shows their characters."""

import unicodedata
from collections.abc import Sequence

GAP = "  "


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> str:
    """Rows under their headings; `empty` says that there are none. Chinese characters take two places."""
    if not rows:
        return empty
    every = [[" ".join(cell.split()) for cell in row] for row in (headings, *rows)]
    widths = [max(_width(row[column]) for row in every) for column in range(len(headings))]
    return "\n".join(_line(row, widths) for row in every)


def pairs(facts: Sequence[tuple[str, str]]) -> str:
    """A line for each fact, its label in front; what has several lines goes on under its beginning."""
    widest = max((_width(label) for label, _value in facts), default=0)
    lines = []
    for label, value in facts:
        first, *more = value.splitlines() or [""]
        lines.append(f"{label}{' ' * (widest - _width(label))}{GAP}{first}".rstrip())
        lines += [f"{' ' * widest}{GAP}{line}".rstrip() for line in more]
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return GAP.join(padded).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in text)
