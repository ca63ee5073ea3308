"""Framed rows of one label and one text of any length, as forms have them. Sizes in points."""

from collections.abc import Sequence
from typing import Final

from inspector.reports.flow import FRAME, Block
from inspector.reports.fonts import Weight
from inspector.reports.furniture import X_LEFT, X_RIGHT
from inspector.reports.grid import THIN
from inspector.reports.linebreak import Breaker, Line
from inspector.reports.paper import HEAD_GREY, Align
from inspector.reports.pen import Pen, Style

LABEL: Final = 57.9
PAD: Final = 5.2
_TEXT = Style(Weight.REGULAR, 9, 13.4)
_BOLD = Style(Weight.BOLD, 9, 13.4)
_ROW: Final = 20.0


def form_rows(breaker: Breaker, rows: Sequence[tuple[str, str]]) -> list[Block]:
    """The rows with a frame each; one that is higher than a page goes on on the next."""
    blocks = []
    for label, text in rows:
        head = breaker.lines(label, _BOLD.weight, _BOLD.size, LABEL - 2)
        lines = breaker.lines(text, _TEXT.weight, _TEXT.size, X_RIGHT - X_LEFT - LABEL - 2 * PAD)
        blocks.append(_row(head, lines))
    return blocks


def _row(head: Sequence[Line], lines: Sequence[Line]) -> Block:
    height = max(_ROW, max(len(head), len(lines)) * _TEXT.leading + 6.4)

    def draw(pen: Pen, top: float) -> None:
        pen.fill(X_LEFT, top, LABEL, height, HEAD_GREY)
        pen.box(head, X_LEFT, top + height / 2, LABEL, _BOLD, Align.CENTRE)
        pen.box(lines, X_LEFT + LABEL + PAD, top + height / 2, X_RIGHT - X_LEFT - LABEL - 2 * PAD, _TEXT, Align.LEFT)
        pen.rule(X_LEFT + LABEL, top, X_LEFT + LABEL, top + height, THIN)
        pen.frame(X_LEFT, top, X_RIGHT - X_LEFT, height, FRAME)

    def cut(room: float) -> tuple[Block, Block]:
        fitting = max(1, int((room - 6.4) / _TEXT.leading))
        return _row(head, lines[:fitting]), _row(head, lines[fitting:])

    return Block(height, draw, cut=cut)
