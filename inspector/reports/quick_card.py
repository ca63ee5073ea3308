"""The quick card as PDF: one A4 page, the keys in two columns above, what to remember below."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import A4, HEAD_GREY, MM, Align
from inspector.reports.pdf.pen import Pen, Properties, Style

LEFT: Final = 15 * MM
WIDTH: Final = 180 * MM
GAP: Final = 8 * MM
COLUMN: Final = (WIDTH - GAP) / 2
TOP: Final = 34 * MM
BOTTOM: Final = 285 * MM
HEAD: Final = 17.0
ROW: Final = 14.6
CAP: Final = 92.0
"""Width of the column of keys, points."""

_TITLE = Style(Weight.BOLD, 20, 26)
_SUBTITLE = Style(Weight.REGULAR, 10.5, 15)
_HEAD = Style(Weight.BOLD, 9.5, 13)
_KEY = Style(Weight.BOLD, 8.5, 11)
_WORDS = Style(Weight.REGULAR, 9, 11)
_NOTE = Style(Weight.REGULAR, 9.5, 13.5)


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Keys that work in one place: (keys, what they do)."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CardNote:
    """A box of sentences."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuickCard:
    """What stands on the card, in its `language`."""

    title: str
    subtitle: str
    keys: tuple[CardGroup, ...]
    notes: tuple[CardNote, ...]
    language: str
    made_at: datetime


def quick_card_pdf(card: QuickCard) -> bytes:
    """The card as PDF. Any thread; Problem("font_missing")."""
    properties = Properties(
        title=card.title,
        author=card.subtitle,
        subject="",
        language=card.language.replace("_", "-"),
        made_at=card.made_at,
    )
    pen = Pen(A4, properties)
    page = _Page(pen, Breaker())
    page.text(card.subtitle, LEFT, 16 * MM, WIDTH, _SUBTITLE)
    page.text(card.title, LEFT, 24 * MM, WIDTH, _TITLE)
    pen.rule(LEFT, 29 * MM, LEFT + WIDTH, 29 * MM, 1.2)
    columns = _columns(card.keys)
    ends = [page.keys(groups, LEFT + index * (COLUMN + GAP)) for index, groups in enumerate(columns)]
    page.notes(card.notes, max(ends) + 8)
    pen.next_page()
    return pen.finish()


def _height(group: CardGroup) -> float:
    return HEAD + len(group.lines) * ROW + 6


def _columns(groups: Sequence[CardGroup]) -> tuple[list[CardGroup], list[CardGroup]]:
    """The groups in their order, cut where the two columns are most alike."""
    heights = [_height(group) for group in groups]
    cut = min(range(1, len(groups) + 1), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))
    return list(groups[:cut]), list(groups[cut:])


class _Page:
    """The one page being drawn; distances in points from its top."""

    def __init__(self, pen: Pen, breaker: Breaker) -> None:
        self._pen = pen
        self._breaker = breaker

    def text(self, words: str, x: float, centre: float, width: float, style: Style, most: int = 1) -> None:
        """A few lines, vertically around `centre`."""
        lines = self._breaker.few(words, style.weight, style.size, width, most)
        self._pen.box(lines, x, centre, width, style, Align.LEFT)

    def keys(self, groups: Sequence[CardGroup], x: float) -> float:
        """A column of groups; returns where it ends."""
        at = TOP
        for group in groups:
            self._head(group.title, x, at, COLUMN)
            at += HEAD
            for keys, words in group.lines:
                self.text(keys, x + 4, at + ROW / 2, CAP - 6, _KEY)
                self.text(words, x + CAP, at + ROW / 2, COLUMN - CAP, _WORDS)
                at += ROW
                self._pen.rule(x, at, x + COLUMN, at, 0.25)
            at += 6
        return at

    def notes(self, notes: Sequence[CardNote], top: float) -> None:
        """What to remember, over the whole width."""
        at = top
        for note in notes:
            self._head(note.title, LEFT, at, WIDTH)
            at += HEAD + 4
            at = self._sentences(note.lines, at) + 6

    def _sentences(self, sentences: Sequence[str], top: float) -> float:
        at = top
        for sentence in sentences:
            lines = self._breaker.lines(sentence, _NOTE.weight, _NOTE.size, WIDTH - 8)
            for line in lines:
                self._pen.line(line, LEFT + 4, at + _NOTE.leading / 2, _NOTE)
                at += _NOTE.leading
        return at

    def _head(self, title: str, x: float, top: float, width: float) -> None:
        self._pen.fill(x, top, width, HEAD - 3, HEAD_GREY)
        self.text(title, x + 4, top + (HEAD - 3) / 2, width - 8, _HEAD)
