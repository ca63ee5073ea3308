"""Photos brought to the size that paper needs, so that many of them stay a file that can be sent.

Only the encoded images are kept: 200 photos are 20 MB here, and several gigabytes decoded.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from PIL import Image

from inspector.reports.blocks.pictures import bitmap, readable
from inspector.reports.pdf.pen import Bitmap
from inspector.reports.progress import Progress, report

BUDGET: Final = 18_000_000
"""Bytes of all photos of a document: an attachment of 20 MB has room for the rest of it."""
_STEPS: Final = ((220, 85), (200, 80), (170, 75), (150, 70), (125, 62), (100, 52), (72, 40))
"""Dots to the inch on paper and JPEG quality, from the best to the smallest."""

Box = tuple[float, float]
"""Width and height on paper, in points."""


class Quality(IntEnum):
    """Where to begin on the way from the best image to the smallest."""

    FINE = 0
    NORMAL = 2
    SMALL = 4


def fitted(
    photos: Sequence[tuple[bytes, str]],
    box: Box,
    *,
    budget: int = BUDGET,
    quality: Quality = Quality.FINE,
    progress: Progress | None = None,
) -> list[Bitmap]:
    """The photos (JPEG or PNG, and a name for messages) as they are embedded; together about `budget` bytes at most.

    Each may take an equal share of what the ones before it left; the same photo again takes nothing.
    Problem("picture_unreadable" or "report_cancelled").
    """
    made: list[Bitmap] = []
    known: dict[bytes, Bitmap] = {}
    left = budget
    for number, (data, name) in enumerate(photos):
        if data not in known:
            known[data] = _fitted(data, name, box, left // (len(photos) - number), quality)
            left -= len(known[data].data)
        made.append(known[data])
        report(progress, number + 1, len(photos))
    return made


def _fitted(data: bytes, name: str, box: Box, most: int, quality: Quality) -> Bitmap:
    width, height = box
    image = _opaque(readable(data, name, _pixels(max(box), _STEPS[quality][0])))
    for density, compression in _STEPS[quality:]:
        image.thumbnail((_pixels(width, density), _pixels(height, density)))
        made = bitmap(image, compression)
        if len(made.data) <= most:
            break
    return made


def _pixels(points: float, density: int) -> int:
    return max(1, round(points * density / 72))


def _opaque(image: Image.Image) -> Image.Image:
    """The image on white paper: JPEG knows no transparency."""
    if image.mode == "RGB":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
