"""A framed block of signature boxes to sign by hand, side by side and never divided. Sizes in points."""

from collections.abc import Sequence
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.reports.blocks.flow import FRAME, Block
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT
from inspector.reports.blocks.grid import THIN
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker, Line
from inspector.reports.pdf.pen import Pen, Style

_HEAD = Style(Weight.BOLD, 9.3, 13.4)
_TEXT = Style(Weight.REGULAR, 9.3, 13.4)
_PAD: Final = 12.9
_FIRST: Final = 42.0
_BOTTOM: Final = 16.0
_MOST_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class SignBox:
    """One box: its heading, and labels with what is already known; an empty value is left to be written."""

    heading: str
    fields: tuple[tuple[str, str], ...]


def sign_boxes(breaker: Breaker, boxes: Sequence[SignBox], step: float = 26.0) -> Block:
    """The boxes in one frame of the page's width; `step` is the room of a field to write into."""
    width = (X_RIGHT - X_LEFT) / len(boxes)
    columns = [[_field(breaker, label, value, width) for label, value in box.fields] for box in boxes]
    heights = [[_height(lines, step) for lines in column] for column in columns]
    height = max((_FIRST + sum(column) for column in heights), default=0) + _BOTTOM - _FIRST / 3

    def draw(pen: Pen, top: float) -> None:
        for number, (box, column, high) in enumerate(zip(boxes, columns, heights, strict=True)):
            x = X_LEFT + number * width
            pen.line(breaker.line(box.heading, _HEAD.weight), x + _PAD, top + 16.5, _HEAD)
            centre = top + _FIRST
            for lines, own in zip(column, high, strict=True):
                for index, line in enumerate(lines):
                    pen.line(line, x + _PAD, centre + index * _TEXT.leading, _TEXT)
                centre += own
            if number:
                pen.rule(x, top, x, top + height, THIN)
        pen.frame(X_LEFT, top, X_RIGHT - X_LEFT, height, FRAME)

    return Block(height, draw)


def _field(breaker: Breaker, label: str, value: str, width: float) -> tuple[Line, ...]:
    return breaker.few(label + value, _TEXT.weight, _TEXT.size, width - 2 * _PAD, _MOST_LINES)


def _height(lines: Sequence[Line], step: float) -> float:
    return max(step, len(lines) * _TEXT.leading + 4)
