"""Tables of wrapped cells on the canvas: column widths, a head, rows as blocks. Sizes in points."""

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.reports.flow import Block, Head
from inspector.reports.fonts import Weight
from inspector.reports.linebreak import Breaker, Line
from inspector.reports.paper import HEAD_GREY, Align
from inspector.reports.pen import Pen, Style

THIN = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """Head text, width and alignment of a column."""

    head: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Look:
    """Type and spacing of a table: text style, padding left and right, above and below, least heights."""

    text: Style
    pad_x: float
    pad_y: float
    least_row: float
    least_head: float

    @property
    def bold(self) -> Style:
        """The text style in bold."""
        return Style(Weight.BOLD, self.text.size, self.text.leading)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell broken into lines."""

    lines: tuple[Line, ...]
    bold: bool = False


class Grid:
    """One table of a document: makes its head and its rows."""

    def __init__(self, breaker: Breaker, columns: Sequence[Column], look: Look, x: float) -> None:
        self._breaker = breaker
        self._columns = tuple(columns)
        self._look = look
        self._x = x
        self._edges = [x]
        for column in columns:
            self._edges.append(self._edges[-1] + column.width)
        self.head = self._make_head()

    def _make_head(self) -> Head:
        style, pad = self._look.bold, self._look.pad_x
        heads = [self._head_lines(column) for column in self._columns]
        lines = max((len(one) for one in heads), default=0)
        height = max(self._look.least_head, lines * style.leading + 2 * self._look.pad_y)

        def draw(pen: Pen, top: float) -> None:
            pen.fill(self._x, top, self._edges[-1] - self._x, height, HEAD_GREY)
            for column, left, cell in zip(self._columns, self._edges, heads, strict=False):
                pen.box(cell, left + pad / 2, top + height / 2, column.width - pad, style, Align.CENTRE)
            self._rules(pen, top, height)

        return Head(height, self._x, self._edges[-1] - self._x, draw)

    def _head_lines(self, column: Column) -> tuple[Line, ...]:
        style = self._look.bold
        return self._breaker.lines(column.head, style.weight, style.size, column.width - self._look.pad_x)

    def _rules(self, pen: Pen, top: float, height: float) -> None:
        for edge in self._edges[1:-1]:
            pen.rule(edge, top, edge, top + height, THIN)
        pen.rule(self._x, top + height, self._edges[-1], top + height, THIN)

    def row(self, texts: Sequence[str], bold: Sequence[bool] = ()) -> Block:
        """A row of texts, one for each column; `bold` marks cells to emphasise."""
        flags = [*bold, *([False] * (len(self._columns) - len(bold)))]
        return self._block([self._cell(*one) for one in zip(self._columns, texts, flags, strict=True)])

    def _cell(self, column: Column, text: str, bold: bool) -> Cell:  # noqa: FBT001 - called with zip's columns
        style = self._look.bold if bold else self._look.text
        width = column.width - 2 * self._look.pad_x
        return Cell(self._breaker.lines(text, style.weight, style.size, width), bold)

    def _block(self, cells: list[Cell]) -> Block:
        look = self._look
        lines = max((len(cell.lines) for cell in cells), default=0)
        height = max(look.least_row, lines * look.text.leading + 2 * look.pad_y)

        def draw(pen: Pen, top: float) -> None:
            for column, left, cell in zip(self._columns, self._edges, cells, strict=False):
                style = look.bold if cell.bold else look.text
                width = column.width - 2 * look.pad_x
                pen.box(cell.lines, left + look.pad_x, top + height / 2, width, style, column.align)
            self._rules(pen, top, height)

        return Block(height, draw, head=self.head, cut=lambda room: self._cut(cells, room))

    def _cut(self, cells: list[Cell], room: float) -> tuple[Block, Block]:
        """The lines that fit into `room`, and the others; short cells stay with the first part."""
        fitting = max(1, int((room - 2 * self._look.pad_y) / self._look.text.leading))
        first = [Cell(cell.lines[:fitting], cell.bold) for cell in cells]
        rest = [Cell(cell.lines[fitting:], cell.bold) for cell in cells]
        return self._block(first), self._block(rest)

    def span(self, text: str) -> Block:
        """A row with one centred text over all columns, for a table without rows."""
        look, width = self._look, self._edges[-1] - self._x
        lines = self._breaker.lines(text, look.text.weight, look.text.size, width)

        def draw(pen: Pen, top: float) -> None:
            pen.box(lines, self._x, top + look.least_row / 2, width, look.text, Align.CENTRE)

        return Block(look.least_row, draw, head=self.head)
