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
    """One font: advance widths in 1/1000 em by character code; what is not in the table the font cannot show."""

    name: str
    widths: dict[int, int]

    def shows(self, char: str) -> bool:
        """Whether the font has the character and a PDF can carry it so that it is read back exactly."""
        code = ord(char)
        return code <= LAST_EMBEDDABLE and code in self.widths


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
    known = font.face.charToGlyph
    widths = {code: round(width) for code, width in font.face.charWidths.items() if code in known}
    return Face(str(weight), widths)
