"""Framed rows of labelled values, as notices and work orders have them under their title. Sizes in points."""

from collections.abc import Sequence
from typing import Final

from inspector.reports.blocks.flow import FRAME, Block
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT
from inspector.reports.blocks.grid import THIN
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker, Line
from inspector.reports.pdf.paper import HEAD_GREY, Align
from inspector.reports.pdf.pen import Pen, Style

WIDTHS: Final = (57.9, 139.4, 57.9, 112.9, 57.9, 84.2)
"""Label and value, three times."""
PAD: Final = 5.2
_CELL = Style(Weight.REGULAR, 9, 13.1)
_LABEL = Style(Weight.BOLD, 9, 13.1)
_ROW: Final = 20.0
_MOST_LINES: Final = 8

Fact = tuple[str, str]


def fact_rows(breaker: Breaker, rows: Sequence[Sequence[Fact]]) -> list[Block]:
    """Rows of one, two or three labelled values; the last value of a short row takes the rest of the width."""
    last = len(rows) - 1
    return [_row(breaker, row, first=number == 0, last=number == last) for number, row in enumerate(rows)]


def _widths(count: int) -> tuple[float, ...]:
    used = WIDTHS[: 2 * count - 1]
    return (*used, X_RIGHT - X_LEFT - sum(used))


def _row(breaker: Breaker, row: Sequence[Fact], *, first: bool, last: bool) -> Block:
    widths = _widths(len(row))
    cells: list[tuple[Line, ...]] = []
    for index, text in enumerate(part for pair in row for part in pair):
        style = _CELL if index % 2 else _LABEL
        room = widths[index] - 2 * PAD * (index % 2) - 2
        cells.append(breaker.few(text, style.weight, style.size, room, _MOST_LINES))
    height = max(_ROW, max(len(cell) for cell in cells) * _CELL.leading + 6.4)

    def draw(pen: Pen, top: float) -> None:
        x = X_LEFT
        for index, width in enumerate(widths):
            if index % 2 == 0:
                pen.fill(x, top, width, height, HEAD_GREY)
            x += width
        x = X_LEFT
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            if index % 2:
                pen.box(cell, x + PAD, top + height / 2, width - 2 * PAD, _CELL, Align.LEFT)
            else:
                pen.box(cell, x, top + height / 2, width, _LABEL, Align.CENTRE)
            x += width
            pen.rule(x, top, x, top + height, FRAME if index == len(cells) - 1 else THIN)
        pen.rule(X_LEFT, top, X_LEFT, top + height, FRAME)
        pen.rule(X_LEFT, top, X_RIGHT, top, FRAME if first else THIN)
        if last:
            pen.rule(X_LEFT, top + height, X_RIGHT, top + height, FRAME)

    return Block(height, draw, keep=not last)
