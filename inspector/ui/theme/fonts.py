"""The bundled font and the text styles.

Noto Sans SC has tabular figures by default (all digits of a weight are equally wide), so no font feature is set:
a feature would take the text layout off its fast path.
"""

import functools

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from inspector import assets
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.ENVIRONMENT,
    {
        "window_font_missing": N_(
            "The font file {file} is missing or damaged. Install the program again; your data is not affected."
        ),
    },
)

FAMILY = "Noto Sans SC"
FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf", "NotoSansSC-Bold.ttf")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size and line height in logical pixels, weight as in QFont."""

    size: int
    line: int
    weight: QFont.Weight


STYLES = {
    "kpi": TextStyle(28, 34, QFont.Weight.Bold),
    "page": TextStyle(20, 28, QFont.Weight.Bold),
    "title": TextStyle(17, 24, QFont.Weight.Bold),
    "block": TextStyle(16, 24, QFont.Weight.Bold),
    "question": TextStyle(14, 22, QFont.Weight.Medium),
    "card_title": TextStyle(14, 22, QFont.Weight.Bold),
    "tab": TextStyle(14, 22, QFont.Weight.Normal),
    "body": TextStyle(13, 20, QFont.Weight.Normal),
    "body_medium": TextStyle(13, 20, QFont.Weight.Medium),
    "body_bold": TextStyle(13, 20, QFont.Weight.Bold),
    "hint": TextStyle(12, 18, QFont.Weight.Normal),
    "hint_bold": TextStyle(12, 18, QFont.Weight.Bold),
    "tiny": TextStyle(11, 16, QFont.Weight.Normal),
    "tiny_bold": TextStyle(11, 16, QFont.Weight.Bold),
}
"""Text styles by name; 11 px is for keycaps, badges and chart ticks only."""


def load_fonts() -> None:
    """Register the bundled font files and make body text the application font; call once after QApplication exists.

    Raises Problem("window_font_missing") with the file that is missing or cannot be read.
    """
    for name in FILES:
        path = assets.resource(f"fonts/{name}")
        if not path.is_file() or QFontDatabase.addApplicationFont(str(path)) < 0:
            raise Problem("window_font_missing", file=path)
    QApplication.setFont(font("body"))


@functools.cache
def font(style: str) -> QFont:
    """The QFont of a text style; do not change the returned object, copy it."""
    spec = STYLES[style]
    made = QFont(FAMILY)
    made.setPixelSize(spec.size)
    made.setWeight(spec.weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def line_height(style: str) -> int:
    """Line height of a text style in logical pixels."""
    return STYLES[style].line
