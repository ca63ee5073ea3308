"""The three weights of Noto Sans SC: read once per process when first used, measured here, embedded by `embedding`.

Any thread. A missing font file is the environment's problem, not a reason for another font: a document must look the
same on every machine.
"""

import functools
import threading
from enum import StrEnum
from typing import Final
from unicodedata import category

from inspector import assets
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.reports.pdf.outlines import Small
from inspector.reports.pdf.truetype import TrueType

register(
    ProblemKind.ENVIRONMENT,
    {"font_missing": N_("The font {name} is missing or damaged. Install the program again.")},
)

_LOCK = threading.Lock()
SHARE: Final = 0.6
"""Size of a raised or lowered digit the font lacks, as a share of the digit it is made from."""
LOWERED: Final = -110
RAISED: Final = 430
"""How far it is moved, in 1/1000 em."""
_SMALL: Final = {
    **dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", [(char, LOWERED) for char in "0123456789+\u2212=()"], strict=True)),
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", [(char, RAISED) for char in "0123456789+\u2212=()"], strict=True)),
}
"""Raised and lowered signs of formulas (SF₆, 10⁻⁶) and what each is made from where the font has none."""


class Weight(StrEnum):
    """Weight of a font; the value is the name of its file and of the font inside the PDF."""

    REGULAR = "NotoSansSC-Regular"
    MEDIUM = "NotoSansSC-Medium"
    BOLD = "NotoSansSC-Bold"


@dataclass(frozen=True, slots=True)
class Face:
    """One font: advance widths in 1/1000 em of all characters it can show; a line end is 0 wide.

    `shown` has the same characters.
    """

    name: str
    font: TrueType
    widths: dict[str, int]
    shown: frozenset[str]

    def glyph(self, char: str) -> int | Small:
        """How a character is drawn: a glyph of the font, or a digit of it made small."""
        found = self.font.glyph(char)
        if found or char not in _SMALL:
            return found
        base, rise = _SMALL[char]
        return self.font.small(base, SHARE, rise)


def face(weight: Weight) -> Face:
    """The font of that weight; Problem("font_missing") if it cannot be read."""
    with _LOCK:
        return _load(weight)


@functools.cache
def _load(weight: Weight) -> Face:
    path = assets.resource(f"fonts/{weight}.ttf")
    try:
        font = TrueType(path.read_bytes())
    except (ValueError, OSError) as error:
        raise Problem("font_missing", name=path.name) from error
    widths = {char: width for char, width in font.widths().items() if char.isprintable() or category(char) == "Zs"}
    for char, (base, _rise) in _SMALL.items():
        widths.setdefault(char, round(widths[base] * SHARE))
    widths["\n"] = 0
    return Face(str(weight), font, widths, frozenset(widths))
