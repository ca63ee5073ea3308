"""Placing blocks on pages: whole blocks, repeated table heads, and slices of a block that is higher than a page."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from inspector.quick_dataclass import dataclass
from inspector.reports.pdf.pen import Pen

FRAME = 1.1
"""Thickness of the outline of a table, in points."""
THIN = 0.5
"""Thickness of the lines between columns and rows."""
WORTH_STARTING = 120.0
"""A block higher than a page starts on the current page only if this height is left, in points."""


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a table: it stands over the first of the table's rows on each page. Sizes in points.

    `edges` are the places of the lines between its columns; they go on through the rows that are `ruled`.
    """

    height: float
    x: float
    width: float
    draw: Callable[[Pen, float], None]
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Something of fixed height that is drawn with its top at the place it is given.

    `head` makes it a row of that table; `keep` holds it on the page of the block that follows; `cut` divides it at a
    height when it is higher than a page and is None where that cannot happen.
    """

    height: float
    draw: Callable[[Pen, float], None]
    head: Head | None = None
    keep: bool = False
    new_page: bool = False
    cut: Callable[[float], tuple["Block", "Block"]] | None = None
    ruled: bool = False
    """The lines between the columns go through it."""
    counts: bool = False
    """It is a row that a page counts among its own; the further parts of a divided row are not."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and the distance of its top from the top of the page."""

    top: float
    block: Block


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the pages that blocks may fill: top of the first page, top of the others, bottom."""

    first_top: float
    top: float
    bottom: float


class _Filler:
    """Fills pages one after another."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.pages: list[list[Placed]] = [[]]
        self._at = frame.first_top

    def _head_height(self, block: Block, *, fresh: bool) -> float:
        if block.head is None:
            return 0.0
        page = self.pages[-1]
        goes_on = not fresh and page and page[-1].block.head is block.head
        return 0.0 if goes_on else block.head.height

    def _break(self) -> None:
        self.pages.append([])
        self._at = self._frame.top

    def _room(self) -> float:
        return self._frame.bottom - self._at

    def add(self, block: Block, needed_after: float) -> None:
        """Place a block; `needed_after` is what must fit under it on the same page."""
        if block.new_page and self.pages[-1]:
            self._break()
        full = self._frame.bottom - self._frame.top - self._head_height(block, fresh=True)
        while block.height > full and block.cut is not None:
            block = self._slice(block, block.cut)
        if self._head_height(block, fresh=False) + block.height + needed_after > self._room() and self.pages[-1]:
            self._break()
        self._put(block)

    def _slice(self, block: Block, cut: Callable[[float], tuple[Block, Block]]) -> Block:
        if self._room() - self._head_height(block, fresh=False) < WORTH_STARTING and self.pages[-1]:
            self._break()
        first, rest = cut(self._room() - self._head_height(block, fresh=False))
        self._put(first)
        self._break()
        return rest

    def _put(self, block: Block) -> None:
        self._at += self._head_height(block, fresh=False)
        self.pages[-1].append(Placed(self._at, block))
        self._at += block.height


def paginate(blocks: Sequence[Block], frame: Frame) -> list[list[Placed]]:
    """The blocks on pages; there is at least one page."""
    filler = _Filler(frame)
    needed = [0.0] * len(blocks)
    page = frame.bottom - frame.top
    for index in range(len(blocks) - 2, -1, -1):
        if blocks[index].keep or _stays(blocks, index):
            after = blocks[index + 1]
            head = after.head.height if after.head and after.head is not blocks[index].head else 0.0
            whole = after.height + head + needed[index + 1]
            needed[index] = whole if whole <= page - blocks[index].height else WORTH_STARTING + head
    for block, room_after in zip(blocks, needed, strict=True):
        filler.add(block, room_after)
    return filler.pages


def _stays(blocks: Sequence[Block], index: int) -> bool:
    """Whether a row stays with the next one: the first or the last of a table does not stand alone on a page."""
    head = blocks[index].head
    if head is None or blocks[index + 1].head is not head:
        return False
    first = index == 0 or blocks[index - 1].head is not head
    last = index + 2 == len(blocks) or blocks[index + 2].head is not head
    return first or last


def draw_page(pen: Pen, page: Iterable[Placed]) -> None:
    """Draw the blocks of a page, with the heads and outlines of its tables."""
    for head, group in groupby(page, key=lambda placed: placed.block.head):
        rows = list(group)
        if head is not None:
            _table(pen, head, rows)
        for one in rows:
            one.block.draw(pen, one.top)


def _table(pen: Pen, head: Head, rows: Sequence[Placed]) -> None:
    """Draw the head over the rows, the outline and the lines between the columns."""
    top, bottom = rows[0].top - head.height, rows[-1].top + rows[-1].block.height
    head.draw(pen, top)
    start = top
    for one in rows:
        if not one.block.ruled:
            _edges(pen, head, start, one.top)
            start = one.top + one.block.height
    _edges(pen, head, start, bottom)
    pen.frame(head.x, top, head.width, bottom - top, FRAME)


def _edges(pen: Pen, head: Head, top: float, bottom: float) -> None:
    if bottom > top:
        for edge in head.edges:
            pen.rule(edge, top, edge, bottom, THIN)
