"""Taking in a photo: from the bytes of a file to what is stored and shown.

The original is not changed and not kept here; its hash identifies it. The display version is an upright JPEG with the
stamp burnt in, the thumbnail a small JPEG without stamp; neither carries EXIF, so no position leaves with them. With
marks there is a second pair: the marks lie under the stamp, which stays readable.
"""

import hashlib
import io
from datetime import datetime

from PIL import Image

from inspector.i18n import Translator
from inspector.photos import layer
from inspector.photos.annotation import Annotation
from inspector.photos.apart import decode_safely
from inspector.photos.stamp import PhotoStamp, laid, stamped
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

MAX_BYTES = 60_000_000
MAX_PIXELS = 100_000_000
MAX_SIDE = 2560
THUMB_SIDE = 320
_QUALITY = 88
_THUMB_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Rendition:
    """A JPEG made from the original, with its hash (sha256, hexadecimal) and size in pixels."""

    data: bytes
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a photo: facts about the untouched original and the two renditions."""

    original_sha256: str
    original_size: int
    """Bytes."""
    original_format: str
    """JPEG, HEIF, PNG, WEBP, TIFF or BMP."""
    original_width: int
    """Pixels, upright."""
    original_height: int
    taken_at: datetime | None
    """From EXIF, else from the stamp; None if neither tells."""
    display: Rendition
    thumbnail: Rendition
    marked_display: Rendition | None = None
    """With marks; None without an annotation."""
    marked_thumbnail: Rendition | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted (bytes, pixels) and how large renditions are at most (longer side in pixels)."""

    max_bytes: int = MAX_BYTES
    max_pixels: int = MAX_PIXELS
    max_side: int = MAX_SIDE
    thumb_side: int = THUMB_SIDE


def intake(
    data: bytes,
    stamp: PhotoStamp,
    *,
    annotation: Annotation | None = None,
    limits: Limits | None = None,
    translator: Translator | None = None,
) -> Intake:
    """Take in the bytes of an image file. Any thread; a photo of 12 megapixels takes about half a second.

    Problems: photo_empty, photo_too_big, photo_too_many_pixels, photo_heic, photo_avif, photo_not_image,
    photo_damaged and font_missing.
    """
    chosen, language = limits or Limits(), translator or Translator("zh_CN")
    if not data:
        raise Problem("photo_empty")
    if len(data) > chosen.max_bytes:
        raise Problem("photo_too_big", megabytes=len(data) // 1_000_000, limit=chosen.max_bytes // 1_000_000)
    decoded = decode_safely(data, max_pixels=chosen.max_pixels, wanted_side=chosen.max_side)
    photo, taken_at = decoded.image, decoded.taken_at or stamp.taken_at
    photo.thumbnail((chosen.max_side, chosen.max_side), Image.Resampling.LANCZOS)

    def pair(picture: Image.Image) -> tuple[Rendition, Rendition]:
        display = _rendition(stamped(picture, stamp, taken_at, language), _QUALITY)
        picture.thumbnail((chosen.thumb_side, chosen.thumb_side), Image.Resampling.LANCZOS)
        return display, _rendition(picture, _THUMB_QUALITY)

    marked: tuple[Rendition | None, Rendition | None] = (None, None)
    if annotation:
        picture = laid(photo)
        layer.draw(picture, annotation)
        marked = pair(picture)
    display, thumbnail = pair(photo)
    return Intake(
        original_sha256=hashlib.sha256(data).hexdigest(),
        original_size=len(data),
        original_format=decoded.format,
        original_width=decoded.width,
        original_height=decoded.height,
        taken_at=taken_at,
        display=display,
        thumbnail=thumbnail,
        marked_display=marked[0],
        marked_thumbnail=marked[1],
    )


def _rendition(image: Image.Image, quality: int) -> Rendition:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    data = out.getvalue()
    return Rendition(data, hashlib.sha256(data).hexdigest(), image.width, image.height)
