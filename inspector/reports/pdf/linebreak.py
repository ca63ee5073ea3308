"""Breaking Chinese and mixed text into lines, with cached results.

Rules: no closing punctuation at the start of a line and no opening one at its end (GB/T 15834-2011, section 5.1, and
the W3C note "Requirements for Chinese Text Layout"); Latin words, numbers with their unit and standard numbers stay
whole unless they alone are wider than the line; neighbouring full-width punctuation marks share their blank halves,
and the blank half of a mark at the end of a line may stand outside it. A character the font lacks is printed as its
code, for example [U+20BB7], so that nothing is lost silently.

Widths are integers in 1/1000 em. A `Breaker` belongs to one document and one thread.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import accumulate
from typing import Final, NamedTuple
from unicodedata import normalize

from inspector.reports.pdf.fonts import Face, Weight, face
from inspector.reports.words import NBSP, whole_phones

NO_START = frozenset("，。、；：！？）》〉」』】〕〗”’…—～·％℃),.;:!?]}%")
NO_END = frozenset("（《〈「『【〔〖“‘([{")
_BLANK_RIGHT = "，。、；：）》〉」』】〕〗”’"
_BLANK_LEFT = "（《〈「『【〔〖“‘"
_SHARED = re.compile(f"(?<=[{_BLANK_RIGHT}])[{_BLANK_RIGHT}{_BLANK_LEFT}]|(?<=[{_BLANK_LEFT}])[{_BLANK_LEFT}]")
"""A mark that moves into the blank half of the mark before it."""
HALF = 500
_BLANKS = " \u3000"

_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fff\u3001-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff“”‘’…—■▲●]"
)
_UNIT = r"(?:[A-Za-zµμΩ°℃℉][A-Za-zµμΩ°²³/·]{0,6}(?![A-Za-z])|[%‰]|[\u4e00-\u9fff])"
_NUMBER_UNIT = re.compile(rf"(?<=\d) (?={_UNIT})")
_STANDARD = re.compile(r"(?<![A-Za-z])((?:GB|DL|JB|JGJ|NB|SD|Q|IEC|IEEE)(?:/[A-Z]{1,3})?) (?=\d)")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0100-\U000e01ef]"
)
_ACCENTS = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u04ff][\u0300-\u036f]+")
_ODD = re.compile(
    "[\t\r\u2028\u2029\x0b\x0c\x85\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0100-\U000e01ef]"
)
"""What `plain` changes."""

_replaced: ContextVar[set[str] | None] = ContextVar("replaced", default=None)


@contextmanager
def replacements() -> Iterator[set[str]]:
    """Collects the characters that documents made meanwhile, in this thread, print as their code: the font lacks them.

    Whoever makes a document for somebody tells them: the paper shows [U+20BB7] where the name has a character.
    """
    found: set[str] = set()
    token = _replaced.set(found)
    try:
        yield found
    finally:
        _replaced.reset(token)


def plain(text: str) -> str:
    """The text with one kind of line end, tabs as spaces, accents on their letter, no invisible formatting characters.

    Variation selectors count as invisible: they choose among shapes of the same character.
    """
    if _ODD.search(text) is None:
        return text
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    return _ACCENTS.sub(lambda found: normalize("NFC", found[0]), text)


def bind(text: str) -> str:
    """The text with non-breaking spaces between a number and its unit and inside numbers of standards and phones."""
    if " " not in text:
        return text
    return _STANDARD.sub(rf"\1{NBSP}", whole_phones(_NUMBER_UNIT.sub(NBSP, text)))


def code_of(char: str) -> str:
    """How a character is printed that the font lacks."""
    return f"[U+{ord(char):04X}]"


def showable(text: str, font: Face) -> str:
    """The text with every character the font cannot show replaced by its code."""
    if font.shown.issuperset(text):
        return text
    found = _replaced.get()
    if found is not None:
        found.update(set(text) - font.shown)
    return "".join(char if char in font.shown else code_of(char) for char in text)


class Line(NamedTuple):
    """One line: its text, its visible width in 1/1000 em, and where a mark moves into the blank half before it.

    `ends` marks the last line of a paragraph, which is never stretched.
    """

    text: str
    width: int
    ends: bool = True
    cuts: tuple[int, ...] = ()


def overhang(line: Line) -> int:
    """The blank half of a mark at the end of a line, in 1/1000 em."""
    return HALF if line.text[-1:] in _BLANK_RIGHT and line.text else 0


class _Classes(dict[str, str]):
    """The class of a character for line ends.

    Blank s, non-breaking blank n; wide W, narrow l; a mark that must not start a line C or c, one that must not end
    a line O or o.
    """

    def __missing__(self, char: str) -> str:
        if char in _BLANKS:
            found = "s"
        elif char == NBSP:
            found = "n"
        else:
            found = "c" if char in NO_START else "o" if char in NO_END else "l"
            if _WIDE.match(char):
                found = {"l": "W"}.get(found, found.upper())
        self[char] = found
        return found


_CLASSES: Final = _Classes()
_MAY_END: Final = frozenset(
    before + after for before in "WClcs" for after in "WOlo" if not (before in "lc" and after in "lo")
)
"""Classes of two neighbours between which a line may end; inside a run of narrow characters it may not."""


class _Paragraph:
    """A text without line ends, measured once; its rows are cut at `limit`."""

    def __init__(self, text: str, widths: dict[str, int], limit: int) -> None:
        self._text, self._limit = text, limit
        advances = list(map(widths.__getitem__, text))
        self._shared = [found.start() for found in _SHARED.finditer(text)]
        for at in self._shared:
            advances[at] -= HALF
        self._ends = list(accumulate(advances, initial=0))

    def lines(self) -> Iterator[Line]:
        """The rows.

        A row with others after it keeps one unseen blank where there were blanks: extracted words do not run together.
        """
        start, size = 0, len(self._text)
        while True:
            end = self._fitting(start)
            if end >= size:
                yield self._line(start, size, ends=True)
                return
            following = self._break(start, end)
            yield self._line(start, following, ends=False)
            start = following

    def _fitting(self, start: int) -> int:
        """Where the row must end at the latest: not before one character, blanks and a blank half stand outside."""
        text, ends = self._text, self._ends
        most = ends[start] + self._limit - (HALF if start in self._shared else 0)
        end = bisect_right(ends, most, start) - 1
        if end < len(text) and text[end] in _BLANK_RIGHT and ends[end + 1] - HALF <= most:
            end += 1
        end = max(end, start + 1)
        while end < len(text) and text[end] in _BLANKS:
            end += 1
        return end

    def _break(self, start: int, end: int) -> int:
        """The last place at or before `end` where the row may end, or a cut through a word that is wider than it."""
        text = self._text
        first = start
        while first < end and text[first] in _BLANKS:  # blanks at the start of a paragraph make no row
            first += 1
        at, after = end, _CLASSES[text[end]]
        while at > first:
            before = _CLASSES[text[at - 1]]
            if before + after in _MAY_END:
                return at
            at, after = at - 1, before
        cut = end
        while cut > start + 1 and text[cut - 1] in _BLANKS:
            cut -= 1
        best = max(text.rfind(mark, start + (cut - start) // 3, cut) for mark in f"-/_{NBSP}") + 1 or cut
        while best > start and (text[best] in NO_START or text[best - 1] in NO_END):
            best -= 1
        return best if best > start else cut

    def _line(self, start: int, end: int, *, ends: bool) -> Line:
        text = self._text[start:end]
        shown = text.rstrip(_BLANKS if ends else _BLANKS + NBSP)
        width = self._ends[start + len(shown)] - self._ends[start]
        cuts: tuple[int, ...] = ()
        if self._shared:
            cuts = tuple(at - start for at in self._shared if start < at < end)
            width += HALF if start in self._shared else 0
        if shown is not text and not ends:
            shown += " "
        return Line(shown, width, ends, cuts)


class Breaker:
    """Breaks and measures the texts of one document; equal texts in equal columns are broken once."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], dict[str, tuple[Line, ...]]] = {}
        self._single: dict[tuple[str, str], Line] = {}
        self._faces: dict[str, Face] = {}

    def _face(self, weight: Weight) -> Face:
        found = self._faces.get(weight)
        if found is None:
            found = self._faces[weight] = face(weight)
        return found

    def lines(self, text: str, weight: Weight, size: float, width: float) -> tuple[Line, ...]:
        """The text as lines no wider than `width` points at `size` points; an empty text is no line."""
        limit = max(1, int(width * 1000 / size))
        column = self._lines.setdefault((weight, limit), {})
        found = column.get(text)
        if found is None:
            found = column[text] = self._break(text, self._face(weight), limit)
        return found

    def few(self, text: str, weight: Weight, size: float, width: float, most: int) -> tuple[Line, ...]:
        """The text in at most `most` lines; an ellipsis shows that there was more."""
        found = self.lines(text, weight, size, width)
        if len(found) <= most:
            return found
        return (*found[: most - 1], self.line(found[most - 1].text.rstrip()[:-1] + "…", weight))

    def line(self, text: str, weight: Weight) -> Line:
        """The text as a single line, however wide."""
        found = self._single.get((weight, text))
        if found is None:
            font = self._face(weight)
            ready = showable(plain(text).replace("\n", " "), font)
            cuts = tuple(mark.start() for mark in _SHARED.finditer(ready))
            found = Line(ready, sum(map(font.widths.__getitem__, ready)) - HALF * len(cuts), cuts=cuts)
            self._single[weight, text] = found
        return found

    @staticmethod
    def _break(text: str, font: Face, limit: int) -> tuple[Line, ...]:
        ready = showable(bind(plain(text)).strip("\n "), font)
        if not ready:
            return ()
        if "\n" not in ready:
            return tuple(_Paragraph(ready, font.widths, limit).lines())
        parts = (_Paragraph(part, font.widths, limit) for part in ready.split("\n"))
        return tuple(line for part in parts for line in part.lines())

    def needs(self, text: str, weight: Weight, size: float) -> float:
        """Width in points of the widest part of the text that a line end may not divide."""
        font = self._face(weight)
        ready = showable(bind(plain(text)), font)
        return max((sum(map(font.widths.__getitem__, part)) for part in _parts(ready)), default=0) * size / 1000


def _parts(text: str) -> Iterator[str]:
    """The text cut wherever a line may end."""
    start = 0
    for at in range(1, len(text)):
        if "\n" in text[at - 1 : at + 1] or _CLASSES[text[at - 1]] + _CLASSES[text[at]] in _MAY_END:
            yield text[start:at].strip()
            start = at
    yield text[start:].strip()
