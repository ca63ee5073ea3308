"""Tables of wrapped cells on the canvas: column widths, a head, rows as blocks. Sizes in points."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from inspector.quick_dataclass import dataclass
from inspector.reports.blocks.flow import THIN, Block, Head
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker, Line
from inspector.reports.pdf.paper import HEAD_GREY, Align
from inspector.reports.pdf.pen import Pen, Style

__all__ = ["THIN", "Cell", "Column", "Grid", "Look", "share"]


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


class Cell:
    """A text in its column: broken once, prepared once for a pen, put in as many rows as have it."""

    __slots__ = ("_pen", "_prepared", "bold", "column", "lines")

    def __init__(self, column: "_Place", lines: tuple[Line, ...], *, bold: bool) -> None:
        self.column, self.lines, self.bold = column, lines, bold
        self._pen: Pen | None = None

    def put(self, pen: Pen, centre: float) -> None:
        """Write the lines vertically around `centre`."""
        if pen is not self._pen:
            place = self.column
            self._pen = pen
            self._prepared = pen.prepared(self.lines, place.x, place.width, place.styles[self.bold], place.align)
        pen.put(*self._prepared, centre)


class _Place:
    """Where the texts of a column stand; `styles` are the plain and the bold one."""

    __slots__ = ("align", "known", "styles", "width", "x")

    def __init__(self, column: Column, left: float, look: Look) -> None:
        self.x, self.width, self.align = left + look.pad_x, column.width - 2 * look.pad_x, column.align
        self.styles = (look.text, look.bold)
        self.known: tuple[dict[str, Cell], dict[str, Cell]] = ({}, {})

    def cell(self, breaker: Breaker, text: str, bold: bool) -> Cell:  # noqa: FBT001 - an index, as in `styles`
        """The cell of a text."""
        found = self.known[bold].get(text)
        if found is None:
            style = self.styles[bold]
            lines = breaker.lines(text, style.weight, style.size, self.width)
            found = self.known[bold][text] = Cell(self, lines, bold=bold)
        return found


def share(wanted: Sequence[float], least: Sequence[float]) -> list[float]:
    """Widths with the sum of `wanted`, none below its least as far as there is room; the others give in proportion."""
    total = sum(wanted)
    if sum(least) >= total:
        return [need * total / sum(least) for need in least]
    widths, pinned = list(wanted), [False] * len(wanted)
    while any(width < need - 1e-9 for width, need in zip(widths, least, strict=True)):
        pinned = [pin or width < need for pin, width, need in zip(pinned, widths, least, strict=True)]
        fixed = sum(need for need, pin in zip(least, pinned, strict=True) if pin)
        free = sum(width for width, pin in zip(wanted, pinned, strict=True) if not pin)
        scale = (total - fixed) / free if free else 0.0
        widths = [need if pin else width * scale for width, need, pin in zip(wanted, least, pinned, strict=True)]
    return widths


class Grid:
    """One table of a document: makes its head and its rows. `continued` marks the further parts of a divided row."""

    def __init__(self, breaker: Breaker, columns: Sequence[Column], look: Look, x: float, continued: str = "") -> None:
        self._breaker = breaker
        self._continued = breaker.line(continued, look.text.weight) if continued else None
        self._columns = tuple(columns)
        self._look = look
        self._x = x
        self._edges = [x]
        for column in columns:
            self._edges.append(self._edges[-1] + column.width)
        self._places = [_Place(column, left, look) for column, left in zip(columns, self._edges, strict=False)]
        self.head = self._make_head()

    def _make_head(self) -> Head:
        style, pad = self._look.bold, self._look.pad_x
        heads = [self._head_lines(column) for column in self._columns]
        lines = max((len(one) for one in heads), default=0)
        height = max(self._look.least_head, lines * style.leading + 2 * self._look.pad_y)

        places = [
            _Place(replace(column, align=Align.CENTRE), left, replace(self._look, pad_x=pad / 2))
            for column, left in zip(self._columns, self._edges, strict=False)
        ]
        cells = [Cell(place, one, bold=True) for place, one in zip(places, heads, strict=True) if one]

        def draw(pen: Pen, top: float) -> None:
            pen.fill(self._x, top, self._edges[-1] - self._x, height, HEAD_GREY)
            for cell in cells:
                cell.put(pen, top + height / 2)
            pen.rule(self._x, top + height, self._edges[-1], top + height, THIN)

        return Head(height, self._x, self._edges[-1] - self._x, draw, tuple(self._edges[1:-1]))

    def _head_lines(self, column: Column) -> tuple[Line, ...]:
        """The head in lines of about equal length."""
        style, room = self._look.bold, column.width - self._look.pad_x
        lines = self._breaker.lines(column.head, style.weight, style.size, room)
        if len(lines) < 2 or "\n" in column.head:
            return lines
        even = sum(line.width for line in lines) * style.size / 1000 / len(lines)
        even = max(even, self._breaker.needs(column.head, style.weight, style.size))
        evened = self._breaker.lines(column.head, style.weight, style.size, even + style.size / 4)
        return evened if len(evened) == len(lines) else lines

    @staticmethod
    def least(breaker: Breaker, head: str, texts: Iterable[str], look: Look) -> float:
        """Width of a column in which no word of its head and none of the texts is divided."""
        bold = look.bold
        rows = [row for text in texts for row in text.split("\n")]
        widest = max((breaker.line(row, bold.weight).width for row in rows), default=0) * bold.size / 1000
        return max(breaker.needs(head, bold.weight, bold.size) + look.pad_x, widest + 2 * look.pad_x) + 0.1

    def row(self, texts: Sequence[str], bold: Sequence[bool] = (), *, counts: bool = True) -> Block:
        """A row of texts, one for each column; `bold` marks cells to emphasise."""
        flags = bold if len(bold) == len(texts) else [*bold, *([False] * (len(texts) - len(bold)))]
        breaker = self._breaker
        return self._block(
            [place.cell(breaker, text, flag) for place, text, flag in zip(self._places, texts, flags, strict=True)],
            counts=counts,
        )

    def _block(self, cells: list[Cell], *, counts: bool) -> Block:
        look = self._look
        lines = max(map(len, [cell.lines for cell in cells]), default=0)
        height = max(look.least_row, lines * look.text.leading + 2 * look.pad_y)
        filled = [cell for cell in cells if cell.lines]

        def draw(pen: Pen, top: float) -> None:
            centre = top + height / 2
            for cell in filled:
                cell.put(pen, centre)
            pen.rule(self._x, top + height, self._edges[-1], top + height, THIN)

        cut = functools.partial(self._cut, cells, counts)
        return Block(height, draw, head=self.head, cut=cut, ruled=True, counts=counts)

    def _cut(self, cells: list[Cell], counts: bool, room: float) -> tuple[Block, Block]:  # noqa: FBT001 - bound above
        """The lines that fit into `room`, and the others; short cells stay with the first part."""
        fitting = max(1, int((room - 2 * self._look.pad_y) / self._look.text.leading))
        first = [Cell(cell.column, cell.lines[:fitting], bold=cell.bold) for cell in cells]
        rest = [Cell(cell.column, cell.lines[fitting:], bold=cell.bold) for cell in cells]
        if self._continued is not None and not rest[0].lines:
            number = [line for line in cells[0].lines if line is not self._continued]
            rest[0] = Cell(cells[0].column, (*number, self._continued), bold=cells[0].bold)
        return self._block(first, counts=counts), self._block(rest, counts=False)

    def band(self, text: str) -> Block:
        """A heading over all columns for the rows that follow, in bold on grey, and a bookmark to it."""
        style, width = self._look.bold, self._edges[-1] - self._x
        lines = self._breaker.lines(text, style.weight, style.size, width - 2 * self._look.pad_x)
        height = max(1, len(lines)) * style.leading + 2 * self._look.pad_y

        def draw(pen: Pen, top: float) -> None:
            pen.bookmark(text.replace("\n", " "), top)
            pen.fill(self._x, top, width, height, HEAD_GREY)
            pen.box(lines, self._x + self._look.pad_x, top + height / 2, width, style, Align.LEFT)
            pen.rule(self._x, top + height, self._edges[-1], top + height, THIN)

        return Block(height, draw, head=self.head, keep=True)

    def span(self, text: str) -> Block:
        """A row with one centred text over all columns, for a table without rows."""
        look, width = self._look, self._edges[-1] - self._x
        lines = self._breaker.lines(text, look.text.weight, look.text.size, width)

        def draw(pen: Pen, top: float) -> None:
            pen.box(lines, self._x, top + look.least_row / 2, width, look.text, Align.CENTRE)

        return Block(look.least_row, draw, head=self.head)
