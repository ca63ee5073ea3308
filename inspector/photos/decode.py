"""Image bytes to upright 8-bit RGB pixels within limits, whatever a camera, scanner or attacker produced.

The size is checked before pixels are decoded. Only the first picture of an animated or multi-page file is taken, of an
HEIC file with several the primary one.
"""

import io
import struct
from datetime import datetime
from typing import Final

from PIL import (
    BmpImagePlugin,
    ExifTags,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from inspector.i18n import N_
from inspector.photos import heif
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "photo_empty": N_("The file is empty. Choose another photo."),
        "photo_too_big": N_("The photo has {megabytes} MB; at most {limit} MB can be taken. Save it smaller."),
        "photo_too_many_pixels": N_(
            "The photo has {megapixels} megapixels; at most {limit} can be taken. Save it smaller."
        ),
        "photo_not_image": N_(
            "This file is not a photo in JPEG, HEIC, PNG, WebP, TIFF or BMP format. Choose another file."
        ),
        "photo_damaged": N_("The photo is damaged or incomplete. Copy it from the camera again, then add it again."),
    },
)

_READERS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin, TiffImagePlugin, BmpImagePlugin)
"""Imported because Pillow looks only among the readers that are loaded when formats are named."""
FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP")
DECODING_ERRORS: Final = (
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
    Warning,
)
"""What Pillow raises on damaged files; its readers do not promise one error class."""
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation (Exif 2.32, tag 0x0112) to the turn that puts the picture upright."""

Image.MAX_IMAGE_PIXELS = None  # the limit below is checked first, and Pillow's own only warns


@dataclass(frozen=True, slots=True)
class Decoded:
    """An upright RGB picture; width and height are those of the original, turned upright."""

    image: Image.Image
    format: str
    width: int
    height: int
    taken_at: datetime | None
    """Time of the camera's clock; without zone if the camera wrote none."""


def decode(data: bytes, *, max_pixels: int, wanted_side: int) -> Decoded:
    """The picture; Problem("photo_…") for what cannot be read. HEIC may crash the process (see `apart`).

    `wanted_side` lets JPEG decode at a reduced size that is still at least this long.
    """
    container = heif.is_heif(data)
    if container:
        heif.load_decoder()
    _check_size(_webp_size(data), max_pixels)
    try:
        opened = Image.open(io.BytesIO(data), formats=(heif.FORMAT,) if container else FORMATS)
    except DECODING_ERRORS as error:
        code = "photo_damaged" if container or _looks_like_image(data) else "photo_not_image"
        raise Problem(code) from error
    with opened:
        _check_size(opened.size, max_pixels)
        try:
            return _read(opened, wanted_side, turned=container and heif.turned_by_container(data))
        except DECODING_ERRORS as error:
            raise Problem("photo_damaged") from error


def _read(opened: Image.Image, wanted_side: int, *, turned: bool) -> Decoded:
    """The pixels; `turned` says that the reader has put the picture upright already."""
    kind = opened.format or ""
    exif = _exif(opened)
    width, height = opened.size
    if kind in {"JPEG", "MPO"}:
        opened.draft(None, (wanted_side, wanted_side))
    opened.load()
    orientation = 1 if turned else _orientation(opened, exif)
    image = _to_rgb(opened)
    if orientation in _TURNS:
        image = image.transpose(_TURNS[orientation])
    upright = (height, width) if orientation >= 5 else (width, height)
    return Decoded(image, "JPEG" if kind == "MPO" else kind, *upright, taken_at=_taken_at(exif))


def _check_size(size: tuple[int, int], limit: int) -> None:
    pixels = size[0] * size[1]
    if pixels > limit:
        raise Problem("photo_too_many_pixels", megapixels=pixels // 1_000_000, limit=limit // 1_000_000)


def _looks_like_image(data: bytes) -> bool:
    starts = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"BM")
    return data.startswith(starts) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _webp_size(data: bytes) -> tuple[int, int]:
    """Canvas size of a WebP file (RFC 9649), (0, 0) for others: Pillow reserves the canvas when it opens the file."""
    if len(data) < 30 or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return 0, 0
    match data[12:16]:
        case b"VP8X":
            return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    return 0, 0


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except DECODING_ERRORS:
        return Image.Exif()


def _orientation(image: Image.Image, exif: Image.Exif) -> int:
    """Orientation by EXIF; the HEIF reader takes it out of the EXIF data and keeps it beside the picture."""
    value = image.info.get("original_orientation") if image.format == heif.FORMAT else None
    value = value or exif.get(ExifTags.Base.Orientation)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _taken_at(exif: Image.Exif) -> datetime | None:
    """DateTimeOriginal with OffsetTimeOriginal (Exif 2.32, tags 0x9003 and 0x9011); GPS is not read."""
    try:
        details = exif.get_ifd(ExifTags.IFD.Exif)
        written = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        if not isinstance(written, str):
            return None
        taken = datetime.strptime(written.strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone follows, if any
        offset = details.get(ExifTags.Base.OffsetTimeOriginal)
        if isinstance(offset, str):
            return _zoned(taken, offset.strip("\0 "))
    except DECODING_ERRORS:
        return None
    return taken


def _zoned(taken: datetime, offset: str) -> datetime:
    try:
        return datetime.fromisoformat(taken.isoformat() + offset)
    except ValueError:
        return taken


def _to_rgb(image: Image.Image) -> Image.Image:
    """8-bit sRGB: 16-bit and float samples scaled, profiles applied, transparency laid on white."""
    if image.mode.startswith(("I", "F")):
        image = _scaled(image)
    if image.has_transparency_data:
        pixels = image.convert("RGBA")
        white = Image.new("RGBA", pixels.size, "white")
        return Image.alpha_composite(white, pixels).convert("RGB")
    return _in_srgb(image) or image.convert("RGB")


def _scaled(image: Image.Image) -> Image.Image:
    """Grey samples wider than 8 bits, brought to 0–255: by 1/256 where they use 16 bits, else by their own range."""
    wide = image.convert("F")
    low, high = wide.getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return image.convert("L")
    if low >= 0 and 255 < high <= 65535:
        return wide.point(lambda sample: sample * (1 / 257) + 0).convert("L")
    if low < 0 or high > 65535 or high <= 1:
        factor = 255.0 / ((high - low) or 1.0)
        return wide.point(lambda sample: sample * factor + (-low * factor)).convert("L")
    return wide.convert("L")


def _in_srgb(image: Image.Image) -> Image.Image | None:
    """The picture converted from its embedded colour profile, or None if it has none that works."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or image.mode not in {"RGB", "CMYK", "L"}:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *DECODING_ERRORS):
        return None
