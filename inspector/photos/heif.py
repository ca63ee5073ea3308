"""HEIC and HEIF photos: loads the LGPL decoder when the first one comes, and says how such a file is turned.

The decoder (libheif with libde265) obeys `irot` and `imir` of the container while it decodes (ISO/IEC 23008-12,
6.5.10 and 6.5.12). Cameras write the EXIF orientation beside them; applying it again would turn the picture twice. Some
converters write the EXIF orientation alone: only then it counts.
"""

import functools
import struct
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {"photo_avif": N_("AVIF photos cannot be read. Save the photo as JPEG, then add it again.")},
)
register(
    ProblemKind.ENVIRONMENT,
    {
        "photo_heic": N_(
            "HEIC photos cannot be read here: the decoder pi-heif is missing. Install the program again, or save the"
            " photo as JPEG."
        )
    },
)

FORMAT: Final = "HEIF"
"""Pillow's name of the format."""
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
_EITHER_BRANDS: Final = frozenset({b"mif1", b"msf1"})
_BRANDS_READ: Final = 64
"""How many compatible brands are looked at."""
_FULL_BOX: Final = 4
"""Bytes of version and flags before the children of a `meta` box."""


def is_heif(data: bytes) -> bool:
    """Whether the file says that it is HEIC or HEIF. Raises Problem photo_avif for AVIF, which the decoder lacks."""
    if data[4:8] != b"ftyp":
        return False
    major = data[8:12]
    if major not in _HEIC_BRANDS | _AVIF_BRANDS | _EITHER_BRANDS:
        return False
    if major in _AVIF_BRANDS or (major in _EITHER_BRANDS and _only_avif(data)):
        raise Problem("photo_avif")
    return True


def _only_avif(data: bytes) -> bool:
    end = min(int.from_bytes(data[:4]), 16 + 4 * _BRANDS_READ)
    brands = {data[at : at + 4] for at in range(16, end, 4)}
    return bool(brands & _AVIF_BRANDS) and not brands & _HEIC_BRANDS


def find_decoder() -> None:
    """Raises Problem photo_heic where the decoder is not installed; does not load it."""
    if find_spec("pi_heif") is None:
        raise Problem("photo_heic")


@functools.cache
def load_decoder() -> None:
    """Register the decoder with Pillow, once. Raises Problem photo_heic where it is not installed or does not load."""
    try:
        import pi_heif  # noqa: PLC0415 - loaded when the first such photo comes

        pi_heif.libheif_version()
    except (ImportError, OSError) as error:
        raise Problem("photo_heic") from error
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def turned_by_container(data: bytes) -> bool:
    """Whether a property of the container turns or mirrors a picture; the decoder has obeyed it then."""
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"meta":
            return any(
                name in (b"irot", b"imir")
                for iprp, first, last in _boxes(data, start + _FULL_BOX, end)
                if iprp == b"iprp"
                for ipco, inner, outer in _boxes(data, first, last)
                if ipco == b"ipco"
                for name, _start, _end in _boxes(data, inner, outer)
            )
    return False


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(type, start of the content, end) of the boxes in a range (ISO/IEC 14496-12, 4.2); ends at the first odd one."""
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1 and start + 16 <= end:
            size, head = int.from_bytes(data[start + 8 : start + 16]), 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            return
        yield kind, start + head, start + size
        start += size
