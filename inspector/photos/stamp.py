"""The stamp on a photo: time, customer, place and inspector in white on a dark panel at the bottom left.

It is burnt into the display version only; the original stays untouched. Fonts are opened per call: any thread.
"""

from datetime import datetime

from PIL import Image, ImageDraw, ImageFont

from inspector import assets
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.ENVIRONMENT,
    {"font_missing": N_("The font {name} is missing or damaged. Install the program again.")},
)

FONT = "NotoSansSC-Regular.ttf"
LEAST_SIDE = (480, 360)
"""Smaller photos are laid on a canvas of this size in pixels, so that the stamp can be read."""
_PANEL = (0, 0, 0, 150)
_CANVAS = (32, 38, 46)
_UNKNOWN = "\U0010fffe"
"""A code that never has a glyph: what the font draws for it, it draws for every character it lacks."""


@dataclass(frozen=True, slots=True)
class PhotoStamp:
    """What the stamp says; empty texts are left out.

    `added_at` is printed, marked as such, when neither the photo tells when it was taken nor `taken_at` does, which is
    known of pictures from a camera of this computer.
    """

    customer: str
    place: str
    inspector: str
    added_at: datetime
    taken_at: datetime | None = None


def stamped(photo: Image.Image, stamp: PhotoStamp, taken_at: datetime | None, translator: Translator) -> Image.Image:
    """A copy of the RGB photo with the stamp; Problem("font_missing") without the font."""
    canvas = laid(photo)
    size = max(16, round(min(canvas.size) / 34))
    font = open_font(size)
    pad = size // 2
    lines = [_fitting(text, font, canvas.width - 4 * pad) for text in _texts(stamp, taken_at, translator)]
    wide = max((font.getlength(line) for line in lines), default=0)
    leading = round(size * 1.4)
    panel = Image.new("RGBA", (round(wide) + 2 * pad, leading * len(lines) + pad), _PANEL)
    draw = ImageDraw.Draw(panel)
    for number, line in enumerate(lines):
        draw.text((pad, pad // 2 + number * leading), line, font=font, fill="white")
    canvas.paste(panel.convert("RGB"), (pad, canvas.height - panel.height - pad), _mask(panel))
    return canvas


def _mask(panel: Image.Image) -> Image.Image:
    """Opacity of the panel: text covers fully, the ground lets the photo through."""
    text = panel.convert("L")
    ground = Image.new("L", panel.size, _PANEL[3])
    return Image.composite(Image.new("L", panel.size, 255), ground, text)


def laid(photo: Image.Image) -> Image.Image:
    """A copy of the photo, a small one on a canvas that has room for the stamp."""
    width, height = max(photo.width, LEAST_SIDE[0]), max(photo.height, LEAST_SIDE[1])
    if (width, height) == photo.size:
        return photo.copy()
    canvas = Image.new("RGB", (width, height), _CANVAS)
    canvas.paste(photo, ((width - photo.width) // 2, (height - photo.height) // 2))
    return canvas


def open_font(size: int, name: str = FONT) -> ImageFont.FreeTypeFont:
    """A bundled font, for one thread; `size` in pixels. Problem("font_missing") without it."""
    path = assets.resource(f"fonts/{name}")
    try:
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise Problem("font_missing", name=name) from error


def _texts(stamp: PhotoStamp, taken_at: datetime | None, translator: Translator) -> list[str]:
    time = taken_at or stamp.added_at
    written = f"{time:%Y-%m-%d %H:%M}"
    if taken_at is None:
        written = translator(N_("{time} (time of adding)")).format(time=written)
    inspector = translator(N_("Inspector: {name}")).format(name=stamp.inspector) if stamp.inspector else ""
    return [text for text in (written, stamp.customer, stamp.place, inspector) if text]


def _fitting(text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """The text on one line, cut with an ellipsis if it is too long."""
    shown = drawable(text, font)
    if font.getlength(shown) <= room:
        return shown
    while shown and font.getlength(shown + "…") > room:
        shown = shown[:-1]
    return shown + "…"


def drawable(text: str, font: ImageFont.FreeTypeFont) -> str:
    """The text on one line, characters the font lacks as their codes."""
    unknown = bytes(font.getmask(_UNKNOWN))
    return "".join(_shown(char, font, unknown) for char in " ".join(text.split()))


def _shown(char: str, font: ImageFont.FreeTypeFont, unknown: bytes) -> str:
    if char.isascii() and char.isprintable():
        return char
    return char if bytes(font.getmask(char)) != unknown else f"[U+{ord(char):04X}]"
