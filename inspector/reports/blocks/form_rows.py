"""Framed rows of one label and one text of any length, as forms have them. Sizes in points."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inspector.reports.blocks.flow import Block, Head
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT
from inspector.reports.blocks.grid import THIN
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker, Line
from inspector.reports.pdf.paper import HEAD_GREY, Align
from inspector.reports.pdf.pen import Pen, Style

LEAST: Final = 57.9
"""Width of the labels, unless a word of one needs more."""
PAD: Final = 5.2
_TEXT = Style(Weight.REGULAR, 9, 13.4)
_BOLD = Style(Weight.BOLD, 9, 13.4)
_ROW: Final = 20.0
_FULL: Final = X_RIGHT - X_LEFT


def form_rows(breaker: Breaker, rows: Sequence[tuple[str, str]]) -> list[Block]:
    """The rows in one frame; one that is higher than a page goes on on the next."""
    needed = max((breaker.needs(label, _BOLD.weight, _BOLD.size) for label, _text in rows), default=0.0)
    width = max(LEAST, needed + 2 * PAD)
    blocks = []
    for label, text in rows:
        head = breaker.lines(label, _BOLD.weight, _BOLD.size, width - 2)
        lines = breaker.lines(text, _TEXT.weight, _TEXT.size, _FULL - width - 2 * PAD)
        blocks.append(_row(head, lines, width))
    return _framed(blocks)


def _row(head: Sequence[Line], lines: Sequence[Line], width: float) -> Block:
    height = max(_ROW, max(len(head), len(lines)) * _TEXT.leading + 6.4)

    def draw(pen: Pen, top: float) -> None:
        pen.fill(X_LEFT, top, width, height, HEAD_GREY)
        pen.box(head, X_LEFT, top + height / 2, width, _BOLD, Align.CENTRE)
        pen.box(lines, X_LEFT + width + PAD, top + height / 2, _FULL - width - 2 * PAD, _TEXT, Align.LEFT)
        pen.rule(X_LEFT + width, top, X_LEFT + width, top + height, THIN)
        pen.rule(X_LEFT, top + height, X_RIGHT, top + height, THIN)

    def cut(room: float) -> tuple[Block, Block]:
        fitting = max(1, int((room - 6.4) / _TEXT.leading))
        return _row(head, lines[:fitting], width), _row(head, lines[fitting:], width)

    return Block(height, draw, cut=cut)


def _framed(blocks: Sequence[Block]) -> list[Block]:
    """The rows as a table without a head: the flow draws one outline around what stands on a page."""
    head = Head(0.0, X_LEFT, _FULL, lambda _pen, _top: None)
    return [_in(block, head) for block in blocks]


def _in(block: Block, head: Head) -> Block:
    def cut(room: float) -> tuple[Block, Block]:
        if block.cut is None:
            raise TypeError("rows can be cut")
        first, rest = block.cut(room)
        return _in(first, head), _in(rest, head)

    return replace(block, head=head, cut=cut)
