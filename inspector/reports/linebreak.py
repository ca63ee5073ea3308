"""Breaking Chinese and mixed text into lines, with cached results.

Rules: no closing punctuation at the start of a line and no opening one at its end (GB/T 15834-2011, section 5.1, and
the W3C note "Requirements for Chinese Text Layout"); Latin words, numbers with their unit and standard numbers stay
whole unless they alone are wider than the line; neighbouring full-width punctuation marks share their blank halves,
and the blank half of a mark at the end of a line may stand outside it. A character the font lacks is printed as its
code, for example [U+20BB7], so that nothing is lost silently.

Widths are integers in 1/1000 em. A `Breaker` belongs to one document and one thread.
"""

import re
from dataclasses import dataclass

from inspector.reports.fonts import Face, Weight, face
from inspector.reports.words import NBSP

NO_START = frozenset("，。、；：！？）》〉」』】〕〗”’…—～·％℃),.;:!?]}%")
NO_END = frozenset("（《〈「『【〔〖“‘([{")
_BLANK_RIGHT = "，。、；：）》〉」』】〕〗”’"
_BLANK_LEFT = "（《〈「『【〔〖“‘"
_SHARED = re.compile(f"(?<=[{_BLANK_RIGHT}])[{_BLANK_RIGHT}{_BLANK_LEFT}]|(?<=[{_BLANK_LEFT}])[{_BLANK_LEFT}]")
"""A mark that moves into the blank half of the mark before it."""
HALF = 500

_WIDE = (
    "\u1100-\u11ff\u2e80-\u2fff\u3001-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
    "“”‘’…—■▲●"
)
_TOKEN = re.compile(f"\n|[ \u3000]+|[{_WIDE}]|[^\n \u3000{_WIDE}]+")
_UNIT = r"(?:[A-Za-zµμΩ°℃℉][A-Za-zµμΩ°²³/·]{0,6}(?![A-Za-z])|[%‰]|[\u4e00-\u9fff])"
_NUMBER_UNIT = re.compile(rf"(?<=\d) (?={_UNIT})")
_STANDARD = re.compile(r"(?<![A-Za-z])((?:GB|DL|JB|JGJ|NB|SD|Q|IEC|IEEE)(?:/[A-Z]{1,3})?) (?=\d)")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")


def plain(text: str) -> str:
    """The text with one kind of line end, tabs as spaces and without invisible formatting characters."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return text if text.isascii() else _INVISIBLE.sub("", text)


def bind(text: str) -> str:
    """The text with non-breaking spaces between a number and its unit and inside a standard's number."""
    if " " not in text:
        return text
    return _STANDARD.sub(rf"\1{NBSP}", _NUMBER_UNIT.sub(NBSP, text))


def showable(text: str, font: Face) -> str:
    """The text with every character the font cannot show replaced by its code."""
    if font.shown.issuperset(text):
        return text
    return "".join(char if char in font.shown else f"[U+{ord(char):04X}]" for char in text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pieces of text with their offset from its start, and its visible width, in 1/1000 em.

    `ends` marks the last line of a paragraph, which is never stretched.
    """

    pieces: tuple[tuple[int, str], ...]
    width: int
    ends: bool = True

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(piece for _, piece in self.pieces)


def atoms(text: str) -> list[str]:
    """The text cut into parts between which a line may end; spaces are parts of their own."""
    parts: list[str] = []
    joined = False
    for piece in _TOKEN.findall(text):
        first = piece[0]
        if first in "\n \u3000":
            parts.append(piece)
            joined = False
            continue
        if parts and parts[-1] != "\n" and (joined or first in NO_START or first == NBSP):
            if parts[-1].isspace() and len(parts) > 1 and parts[-2] != "\n":
                blank = parts.pop()
                parts[-1] += blank
            parts[-1] += piece
        else:
            parts.append(piece)
        joined = piece[-1] in NO_END or piece[-1] == NBSP
    return parts


def _row_end(text: str) -> str:
    """A finished row: one blank stays at its end, unseen, so that extracted words do not run together."""
    row = text.rstrip(" \u3000")
    return row if row == text else row + " "


def _overhang(text: str) -> int:
    """How far the end of a line may stand out: the blank half of its last mark."""
    return HALF if text[-1] in _BLANK_RIGHT else 0


class Breaker:
    """Breaks and measures the texts of one document; equal texts in equal columns are broken once."""

    def __init__(self) -> None:
        self._lines: dict[tuple[Weight, int, str], tuple[Line, ...]] = {}
        self._widths: dict[Weight, dict[str, int]] = {weight: {} for weight in Weight}
        self._faces: dict[Weight, Face] = {}

    def _face(self, weight: Weight) -> Face:
        if weight not in self._faces:
            self._faces[weight] = face(weight)
        return self._faces[weight]

    def lines(self, text: str, weight: Weight, size: float, width: float) -> tuple[Line, ...]:
        """The text as lines no wider than `width` points at `size` points; an empty text is no line."""
        limit = max(1, int(width * 1000 / size))
        key = (weight, limit, text)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self._break(text, weight, limit)
        return found

    def few(self, text: str, weight: Weight, size: float, width: float, most: int) -> tuple[Line, ...]:
        """The text in at most `most` lines; an ellipsis shows that there was more."""
        found = self.lines(text, weight, size, width)
        if len(found) <= most:
            return found
        return (*found[: most - 1], self.line(found[most - 1].text.rstrip()[:-1] + "…", weight))

    def line(self, text: str, weight: Weight) -> Line:
        """The text as a single line, however wide."""
        return self._line(showable(plain(text).replace("\n", " "), self._face(weight)), weight, ends=True)

    def _break(self, text: str, weight: Weight, limit: int) -> tuple[Line, ...]:
        ready = showable(bind(plain(text)).strip("\n "), self._face(weight))
        if not ready:
            return ()
        if "\n" not in ready and self._measure(ready, weight) <= limit:
            return (self._line(ready, weight, ends=True),)
        out: list[Line] = []
        for paragraph in ready.split("\n"):
            rows = self._fill(paragraph, weight, limit)
            out += [self._row(row, weight) for row in rows[:-1]]
            out.append(self._line(rows[-1], weight, ends=True))
        return tuple(out)

    def _fill(self, paragraph: str, weight: Weight, limit: int) -> list[str]:
        rows: list[str] = []
        current, used = "", 0
        for atom in atoms(paragraph):
            shared = HALF if current and _SHARED.search(current[-1] + atom[0]) else 0
            used_with = used + self._measure(atom, weight) - shared
            if atom.isspace() or used_with - _overhang(atom) <= limit:
                if current or not atom.isspace() or not rows:
                    current, used = current + atom, used_with
                continue
            if current.strip():
                rows.append(_row_end(current))
            *full, current = self._force(atom, weight, limit)
            rows += full
            used = self._measure(current, weight)
        rows.append(current.rstrip(" \u3000"))
        return rows

    def _force(self, atom: str, weight: Weight, limit: int) -> list[str]:
        """Cut a part that is wider than the line, keeping the punctuation rules where any cut allows it."""
        out: list[str] = []
        while self._measure(atom, weight) - _overhang(atom) > limit and len(atom) > 1:
            cut = self._fitting(atom, weight, limit)
            best = max((atom.rfind(mark, cut // 3, cut) + 1 for mark in "-/_"), default=0) or cut
            while best > 0 and (atom[best] in NO_START or atom[best - 1] in NO_END):
                best -= 1
            cut = best or cut
            out.append(atom[:cut])
            atom = atom[cut:]
        return [*out, atom]

    def _fitting(self, atom: str, weight: Weight, limit: int) -> int:
        widths = self._face(weight).widths
        used = 0
        for index, char in enumerate(atom):
            used += widths[char]
            if used > limit:
                return max(1, index)
        return len(atom) - 1

    def _measure(self, text: str, weight: Weight) -> int:
        known = self._widths[weight]
        width = known.get(text)
        if width is None:
            width = sum(map(self._face(weight).widths.__getitem__, text)) - HALF * len(_SHARED.findall(text))
            known[text] = width
        return width

    def needs(self, text: str, weight: Weight, size: float) -> float:
        """Width in points of the widest part of the text that a line end may not divide."""
        ready = showable(bind(plain(text)), self._face(weight))
        return max((self._measure(atom, weight) for atom in atoms(ready)), default=0) * size / 1000

    def _row(self, text: str, weight: Weight) -> Line:
        """A row with others after it; the blank at its end counts no width."""
        line = self._line(text, weight, ends=False)
        blank = self._face(weight).widths[" "] if text.endswith(" ") else 0
        return Line(line.pieces, line.width - blank, ends=False)

    def _line(self, text: str, weight: Weight, *, ends: bool) -> Line:
        pieces: list[tuple[int, str]] = []
        begin = start = 0
        for match in _SHARED.finditer(text):
            piece = text[begin : match.start()]
            pieces.append((start, piece))
            start += self._measure(piece, weight) - HALF
            begin = match.start()
        pieces.append((start, text[begin:]))
        return Line(tuple(pieces), start + self._measure(text[begin:], weight), ends)
