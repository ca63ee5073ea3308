"""Photos as parts of documents and as a document of their own: two side by side, captions, before and after.

Sizes in points.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Final

from inspector.i18n import N_, Translator
from inspector.quick_dataclass import dataclass
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT, Furniture, print_pages
from inspector.reports.blocks.grid import THIN
from inspector.reports.blocks.photo_sizes import BUDGET, Quality, fitted
from inspector.reports.blocks.pictures import place
from inspector.reports.notice import NoticePhoto
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker, Line
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Bitmap, Pen, Properties, Style
from inspector.reports.progress import Progress
from inspector.reports.words import DEFAULT_LANGUAGE

GAP: Final = 12.0
WIDTH: Final = (X_RIGHT - X_LEFT - GAP) / 2
"""Width of the frame around a photo."""
HEIGHT: Final = 172.0
_PAD: Final = 2.0
_BOX: Final = (WIDTH - 2 * _PAD, HEIGHT - 2 * _PAD)
_CAPTION_LINES: Final = 3
_TEXT = Style(Weight.REGULAR, 9, 13.1)
_HEAD = Style(Weight.BOLD, 9, 13.1)
_TITLE = Style(Weight.BOLD, 19.5, 30, spacing=4.0)
_SECTION = Style(Weight.BOLD, 10.5, 16)


@dataclass(frozen=True, slots=True)
class PhotoGroup:
    """Photos under one heading, for example a hazard: `photos` two side by side, or those `before` beside `after`."""

    title: str
    photos: tuple[NoticePhoto, ...] = ()
    before: tuple[NoticePhoto, ...] = ()
    after: tuple[NoticePhoto, ...] = ()

    @property
    def all(self) -> tuple[NoticePhoto, ...]:
        """Every photo of the group."""
        return (*self.photos, *self.before, *self.after)


@dataclass(frozen=True, slots=True)
class PhotoAppendix:
    """An appendix of photos to the document of this number. Texts are final; no clock is read."""

    number: str
    company: str
    subject: str
    """Whose photos: the customer, or what was chosen."""
    made_at: datetime
    groups: tuple[PhotoGroup, ...]
    team: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A photo ready to be drawn; without a bitmap its place is empty and the caption stands in it."""

    bitmap: Bitmap | None
    caption: tuple[Line, ...]


def photo_appendix(
    model: PhotoAppendix,
    translator: Translator | None = None,
    *,
    budget: int = BUDGET,
    quality: Quality = Quality.FINE,
    progress: Progress | None = None,
) -> bytes:
    """The appendix as PDF, its photos together within `budget` bytes; each photo is one step of the progress.

    Any thread; Problem("font_missing", "picture_unreadable" or "report_cancelled").
    """
    tr = translator or Translator(DEFAULT_LANGUAGE)
    title = tr(N_("Photo Appendix"))
    photos = [photo for group in model.groups for photo in group.all]
    sizes = [(photo.image, photo.caption) for photo in photos]
    bitmaps = iter(fitted(sizes, _BOX, budget=budget, quality=quality, progress=progress))
    breaker = Breaker()
    blocks = [_title(breaker, title)]
    for group in model.groups:
        blocks += _group(breaker, tr, group, [next(bitmaps) for _photo in group.all])
    furniture = Furniture(
        title=title,
        company=model.company,
        subtitle=model.team,
        lines=(
            (tr(N_("No.")), model.number),
            (tr(N_("Photos")), str(len(photos))),
            (tr(N_("Printed")), f"{model.made_at:%Y-%m-%d}"),
        ),
        code=f"N:{model.number};P:{len(photos)}",
        running=f"{title}\u3000{model.subject}",
        foot=model.subject,
        logo=model.logo,
    )
    properties = Properties(
        title=f"{title} {model.number}",
        author=model.company,
        subject=model.subject,
        language=tr.language.replace("_", "-"),
        made_at=model.made_at,
        keywords=(model.number,),
    )
    return print_pages(furniture, blocks, properties, tr)


def photo_rows(breaker: Breaker, photos: Sequence[NoticePhoto]) -> list[Block]:
    """Photos with captions, two side by side."""
    return _rows(breaker, photos, fitted([(photo.image, photo.caption) for photo in photos], _BOX))


def photo_pairs(
    breaker: Breaker, tr: Translator, before: Sequence[NoticePhoto], after: Sequence[NoticePhoto]
) -> list[Block]:
    """Photos before a rectification at the left, after it at the right; where one side has none it says so."""
    photos = [(photo.image, photo.caption) for photo in (*before, *after)]
    return _pairs(breaker, tr, before, after, fitted(photos, _BOX))


def _group(breaker: Breaker, tr: Translator, group: PhotoGroup, bitmaps: Sequence[Bitmap]) -> list[Block]:
    rows = _rows(breaker, group.photos, bitmaps[: len(group.photos)])
    rows += _pairs(breaker, tr, group.before, group.after, bitmaps[len(group.photos) :])
    return [_heading(breaker, group.title), *rows] if group.title else rows


def _title(breaker: Breaker, text: str) -> Block:
    line = breaker.line(text, _TITLE.weight)

    def draw(pen: Pen, top: float) -> None:
        pen.box([line], X_LEFT, top + 20.5, X_RIGHT - X_LEFT, _TITLE, Align.CENTRE)

    return Block(41, draw)


def _heading(breaker: Breaker, text: str) -> Block:
    lines = breaker.lines(text, _SECTION.weight, _SECTION.size, X_RIGHT - X_LEFT)
    height = len(lines) * _SECTION.leading + 5

    def draw(pen: Pen, top: float) -> None:
        pen.bookmark(text.replace("\n", " "), top)
        pen.box(lines, X_LEFT, top + height / 2, X_RIGHT - X_LEFT, _SECTION, Align.LEFT)

    return Block(height, draw, keep=True)


def _caption(breaker: Breaker, text: str) -> tuple[Line, ...]:
    return breaker.few(text, _TEXT.weight, _TEXT.size, WIDTH, _CAPTION_LINES)


def _rows(breaker: Breaker, photos: Sequence[NoticePhoto], bitmaps: Sequence[Bitmap]) -> list[Block]:
    shown = [_Shown(one, _caption(breaker, photo.caption)) for photo, one in zip(photos, bitmaps, strict=True)]
    return [_row(shown[start : start + 2]) for start in range(0, len(shown), 2)]


def _pairs(
    breaker: Breaker,
    tr: Translator,
    before: Sequence[NoticePhoto],
    after: Sequence[NoticePhoto],
    bitmaps: Sequence[Bitmap],
) -> list[Block]:
    captions = [_caption(breaker, photo.caption) for photo in (*before, *after)]
    shown = [_Shown(*one) for one in zip(bitmaps, captions, strict=True)]
    none = _Shown(None, (breaker.line(tr(N_("no photo")), _TEXT.weight),))
    heads = tr(N_("Before the rectification")), tr(N_("After the rectification"))
    lines = [breaker.line(head, _HEAD.weight) for head in heads]
    pairs = zip_longest(shown[: len(before)], shown[len(before) :], fillvalue=none)
    return [_row(pair, () if number else lines) for number, pair in enumerate(pairs)]


def _row(shown: Sequence[_Shown], heads: Sequence[Line] = ()) -> Block:
    """Two photos side by side, with heads over them or without."""
    above = 18.0 if heads else 0.0
    text = max(len(one.caption) for one in shown) * _TEXT.leading

    def draw(pen: Pen, top: float) -> None:
        for number, one in enumerate(shown):
            x = X_LEFT + number * (WIDTH + GAP)
            if heads:
                pen.line(heads[number], x, top + 8, _HEAD)
            pen.frame(x, top + above, WIDTH, HEIGHT, THIN)
            if one.bitmap is None:
                pen.box(one.caption, x, top + above + HEIGHT / 2, WIDTH, _TEXT, Align.CENTRE)
                continue
            place(pen, one.bitmap, (x + _PAD, top + above + _PAD, *_BOX))
            high = len(one.caption) * _TEXT.leading
            pen.box(one.caption, x, top + above + HEIGHT + 5 + high / 2, WIDTH, _TEXT, Align.CENTRE)

    return Block(above + HEIGHT + text + 16, draw)
