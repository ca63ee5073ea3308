"""Files that people attach to records: which kinds there are, and how their names end. Pure.

What a record says of its file anybody may have written, and by the end of its name a system decides what to run. So
names end as the kind says, and no kind is a program.
"""

from collections.abc import Mapping
from typing import Final

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/heic": (".heic",),
    "image/webp": (".webp",),
    XLSX: (".xlsx",),
}
"""Media type -> how such a file is named; the first ending is given to one that is named otherwise."""


def fits(name: object, media: object) -> bool:
    """Whether a file of this type may have this name."""
    if not isinstance(name, str) or not isinstance(media, str) or media not in ENDINGS:
        return False
    return name.casefold().endswith(ENDINGS[media])


def named(name: str, media: str) -> str:
    """The name, ending as files of this type do."""
    return name if fits(name, media) else name.rstrip(". ") + ENDINGS[media][0]
