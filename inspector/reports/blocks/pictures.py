"""Images and QR codes on paper: decoded, bounded and drawn in proportion."""

import io
import struct

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Bitmap, Pen

register(
    ProblemKind.INPUT,
    {"picture_unreadable": N_("The picture “{name}” cannot be read for the document. Attach it again.")},
)

_READERS = (JpegImagePlugin, PngImagePlugin)
"""Imported because Pillow looks only among the readers that are loaded when formats are named."""
MAX_PIXELS = 100_000_000
QUALITY = 85
_DECODING = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, struct.error, MemoryError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def readable(data: bytes, name: str, longest: int) -> Image.Image:
    """The image upright, in grey or colour with its transparency, no side longer than `longest` pixels.

    Problem("picture_unreadable") for anything that is not a complete JPEG or PNG.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise Problem("picture_unreadable", name=name)
            opened.draft(None, (longest, longest))  # JPEG is decoded at a fraction of its size
            image = ImageOps.exif_transpose(opened)
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (*_DECODING, *_BOMBS) as error:
        raise Problem("picture_unreadable", name=name) from error
    image.thumbnail((longest, longest))
    return image


def logo_png(data: bytes, longest: int) -> tuple[tuple[int, int], bytes]:
    """Width and height of a picture in pixels, and the picture as PNG with no side longer than `longest`.

    Problem("picture_unreadable").
    """
    image = readable(data, "logo", MAX_PIXELS)
    size = image.size
    image.thumbnail((longest, longest))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return size, out.getvalue()


def picture(pen: Pen, image: Image.Image, box: tuple[float, float, float, float], align: Align = Align.CENTRE) -> None:
    """Draw the image in the box (left, top, width, height in points), vertically in its middle."""
    place(pen, bitmap(image), box, align)


def place(pen: Pen, image: Bitmap, box: tuple[float, float, float, float], align: Align = Align.CENTRE) -> None:
    """Draw an encoded image like `picture` does."""
    left, top, width, height = box
    scale = min(width / image.width, height / image.height)
    across, down = image.width * scale, image.height * scale
    pen.picture(image, left + (width - across) * align.value, top + (height - down) / 2, across, down)


def bitmap(image: Image.Image, quality: int = QUALITY) -> Bitmap:
    """The image encoded for a PDF: as JPEG, or bare with its transparency."""
    if image.mode == "RGB":
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        return Bitmap(image.width, image.height, out.getvalue(), jpeg=True)
    colours, mask = image.convert("RGB"), image.getchannel("A")
    return Bitmap(image.width, image.height, colours.tobytes(), mask=mask.tobytes())


def modules(text: str) -> list[list[bool]]:
    """The dark modules of a QR code (level M), row by row, without the quiet zone."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel  # noqa: PLC0415 - takes 100 ms

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return [[bool(dark) for dark in row] for row in code.modules]


def qr_code(pen: Pen, text: str, left: float, top: float, side: float) -> None:
    """Draw a QR code; dark modules of a row are drawn as one bar."""
    rows = modules(text)
    cell = side / len(rows)
    for number, row in enumerate(rows):
        start = 0
        for index, dark in enumerate([*row, False]):
            if dark:
                continue
            if index > start:
                pen.fill(left + start * cell, top + number * cell, (index - start) * cell, cell)
            start = index + 1
