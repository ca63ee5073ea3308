"""Photos before a rectification at the left, after it at the right. Sizes in points."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from inspector.i18n import N_, Translator
from inspector.reports.flow import Block
from inspector.reports.fonts import Weight
from inspector.reports.furniture import X_LEFT, X_RIGHT
from inspector.reports.grid import THIN
from inspector.reports.linebreak import Breaker
from inspector.reports.notice import NoticePhoto
from inspector.reports.paper import Align
from inspector.reports.pen import Pen, Style
from inspector.reports.pictures import picture, readable

LONGEST: Final = 1100
"""Pixels of the longest side: about 300 dots to the inch in the width of a photo."""
HIGH: Final = 160.0
GAP: Final = 12.0
_WIDTH: Final = (X_RIGHT - X_LEFT - GAP) / 2
_HEAD = Style(Weight.BOLD, 9, 13.1)
_TEXT = Style(Weight.REGULAR, 8.4, 11.4)
_CAPTION_LINES: Final = 2


def photo_pairs(
    breaker: Breaker, tr: Translator, before: Sequence[NoticePhoto], after: Sequence[NoticePhoto]
) -> list[Block]:
    """Rows of two photos with their captions; where one side has none it says so."""
    if not before and not after:
        return []
    rows = zip_longest(before, after) if before or after else ()
    return [_pair(breaker, tr, pair, first=number == 0) for number, pair in enumerate(rows)]


def _pair(breaker: Breaker, tr: Translator, pair: Sequence[NoticePhoto | None], *, first: bool) -> Block:
    heads = [
        breaker.line(tr(text), _HEAD.weight) for text in (N_("Before the rectification"), N_("After the rectification"))
    ]
    nothing = breaker.line(tr(N_("no photo")), _TEXT.weight)
    images = [readable(photo.image, photo.caption, LONGEST) if photo else None for photo in pair]
    captions = [
        breaker.few(photo.caption, _TEXT.weight, _TEXT.size, _WIDTH, _CAPTION_LINES) if photo else () for photo in pair
    ]
    above = 18.0 if first else 0.0
    below = max(map(len, captions)) * _TEXT.leading + 12

    def draw(pen: Pen, top: float) -> None:
        for number, (image, caption) in enumerate(zip(images, captions, strict=True)):
            x = X_LEFT + number * (_WIDTH + GAP)
            if first:
                pen.line(heads[number], x, top + 8, _HEAD)
            pen.frame(x, top + above, _WIDTH, HIGH, THIN)
            if image is None:
                pen.box([nothing], x, top + above + HIGH / 2, _WIDTH, _TEXT, Align.CENTRE)
            else:
                picture(pen, image, (x + 2, top + above + 2, _WIDTH - 4, HIGH - 4))
            for index, line in enumerate(caption):
                pen.line(line, x, top + above + HIGH + 9 + index * _TEXT.leading, _TEXT)

    return Block(above + HIGH + below, draw)
