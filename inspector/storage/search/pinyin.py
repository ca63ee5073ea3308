"""Pinyin of names for the search index: initials (several readings where a character has them) and whole syllables.

The library is large; it is imported when a name with Chinese characters is written, never for a search.
"""

import functools
import threading
import unicodedata
from collections.abc import Iterator
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.storage.search.terms import composed, fold

MOST_VARIANTS: Final = 6
READINGS: Final = 2
"""Of a character's readings, the commonest ones that count."""
ANY_NAME: Final = "\u5927\u5382"
HAN: Final = 0x2E80
"""No Chinese character stands below this code point."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a name is read. `initials` has one character for each of the name, " " where there is no letter or digit."""

    initials: str
    variants: tuple[str, ...]
    """The initials with another reading of one character each."""
    syllables: str


def prepare() -> None:
    """Load the library on a thread of its own: whoever is about to write many names waits for a disk in between."""
    threading.Thread(target=reading, args=(ANY_NAME,), name="pinyin", daemon=True).start()


@functools.lru_cache(maxsize=8192)
def reading(name: str) -> Reading | None:
    """How a name is read; None for one without Chinese characters."""
    name = composed(name)
    if all(ord(char) < HAN for char in name):
        return None
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - takes a tenth of a second and many megabytes

    syllables = lazy_pinyin(name, errors=list)  # type: ignore[arg-type]  # a list is taken as well
    if len(syllables) != len(name):
        syllables = [(lazy_pinyin(char) or [" "])[0] for char in name]
    letters = [_letter(syllable) for syllable in syllables]
    return Reading(
        "".join(letters),
        tuple(_variants(name, letters))[:MOST_VARIANTS],
        "".join(s if s.isalnum() else " " for s in syllables),
    )


def syllables(name: str) -> tuple[str, ...] | None:
    """The pinyin of each character in turn, runs of other letters and digits whole; None without Chinese characters."""
    name = composed(name).strip()
    if all(ord(char) < HAN for char in name):
        return None
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - see reading

    found = ("".join(filter(str.isalnum, part)) for part in lazy_pinyin(name))
    return tuple(part for part in found if part)


def _letter(syllable: str) -> str:
    first = syllable[:1]
    if not first.isascii():
        first = fold(unicodedata.normalize("NFD", first)[:1])[:1]
    return first.lower() if first.isalnum() else " "


def _variants(name: str, letters: list[str]) -> Iterator[str]:
    """Other readings where no known word settles the reading."""
    from pypinyin.seg.mmseg import seg  # noqa: PLC0415 - see reading

    index = 0
    for part in seg.cut(name):
        for other in sorted(_letters(part) - {letters[index]}) if len(part) == 1 else ():
            yield "".join([*letters[:index], other, *letters[index + 1 :]])
        index += len(part)


@functools.cache
def _letters(char: str) -> frozenset[str]:
    """The first letters of a character's commonest readings."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - see reading

    common = PINYIN_DICT.get(ord(char), "").split(",")[:READINGS]
    return frozenset(_letter(one) for one in common if one)
