"""The three weights of Noto Sans SC as ReportLab knows them: registered once per process, measured without ReportLab.

Any thread. A missing font file is the environment's problem, not a reason for another font: a document must look the
same on every machine.
"""

import functools
import threading
from dataclasses import dataclass
from enum import StrEnum

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from inspector import assets
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.ENVIRONMENT,
    {"font_missing": N_("The font {name} is missing or damaged. Install the program again.")},
)

LAST_EMBEDDABLE = 0xFFFF
"""ReportLab's character maps hold 16-bit codes; a glyph above would print but extract as something else."""

_LOCK = threading.Lock()
rl_config.useA85 = 0  # base-85 armour makes every stream a quarter larger and serves no reader of today


class Weight(StrEnum):
    """Weight of a font; the value is the name of its file and of the font inside the PDF."""

    REGULAR = "NotoSansSC-Regular"
    MEDIUM = "NotoSansSC-Medium"
    BOLD = "NotoSansSC-Bold"


@dataclass(frozen=True, slots=True)
class Face:
    """One font: advance widths in 1/1000 em of all characters it can show and a PDF can carry; a line end is 0 wide.

    `shown` has the same characters.
    """

    name: str
    widths: dict[str, int]
    shown: frozenset[str]


def face(weight: Weight) -> Face:
    """The font of that weight, registered with ReportLab on first use; Problem("font_missing") if it cannot be read."""
    with _LOCK:
        return _load(weight)


@functools.cache
def _load(weight: Weight) -> Face:
    path = assets.resource(f"fonts/{weight}.ttf")
    try:
        font = TTFont(str(weight), str(path), shapable=False)
    except (TTFError, OSError) as error:
        raise Problem("font_missing", name=path.name) from error
    pdfmetrics.registerFont(font)
    advances, known = font.face.charWidths, font.face.charToGlyph
    widths = {chr(code): round(advances[code]) for code in known if code in advances and code <= LAST_EMBEDDABLE}
    widths["\n"] = 0
    return Face(str(weight), widths, frozenset(widths))
