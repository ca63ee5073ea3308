"""The three weights of Noto Sans SC: read once per process when first used, measured here, embedded by `pdf_fonts`.

Any thread. A missing font file is the environment's problem, not a reason for another font: a document must look the
same on every machine.
"""

import functools
import threading
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category

from inspector import assets
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.truetype import TrueType

register(
    ProblemKind.ENVIRONMENT,
    {"font_missing": N_("The font {name} is missing or damaged. Install the program again.")},
)

_LOCK = threading.Lock()


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
    widths["\n"] = 0
    return Face(str(weight), font, widths, frozenset(widths))
