"""Words of the search index: what of a text is found, and how what somebody typed is asked for.

A text is folded (width, case), cut into runs of letters and digits, and every run becomes its overlapping pairs of
characters, whatever the script: SQLite's own tokenizers know no words of Chinese, and its trigrams miss those of two
characters. A run is asked for as the phrase of its pairs, so that any part of two or more characters of a name, an
account or a number hits. Single characters are looked up in a column of their own.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from operator import add
from typing import Final

RUN: Final = re.compile(r"[^\W_]+")
MOST_WORDS: Final = 8
LONGEST: Final = 40
"""Words of a query, and characters of a word; more is left out."""


MOST_CUTS: Final = 40
"""Ways to cut a run apart that are tried."""
DIGITS: Final = "0123456789"
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class _Folding(dict[int, str]):
    """Code point -> its folded form; grows with what is met."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", chr(code)).casefold())
        self[code] = folded
        return folded


_FOLDING: Final = _Folding()


def composed(text: str) -> str:
    """The text with combining marks joined to their letters."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Width, case and compatibility forms made equal, each character by itself."""
    return text.lower() if text.isascii() else composed(text).translate(_FOLDING)


def runs(text: str) -> list[str]:
    """Runs of letters and digits, folded."""
    return RUN.findall(fold(text))


def pairs(texts: Iterable[str]) -> str:
    """What is written into the index for these texts: the pairs of every run.

    A run's last character stands alone behind its pairs, so that no phrase reaches over into the next run.
    """
    return " ".join([found for text in texts if (found := _indexed(text)[0])])


@functools.lru_cache(maxsize=8192)
def _indexed(text: str) -> tuple[str, str]:
    """Pairs and characters of one text; places, names of customers and wordings of hazards come again and again."""
    found: list[str] = []
    whole = runs(text)
    for run in whole:
        found += map(add, run, run[1:])
        found.append(run[-1])
    return " ".join(found), "".join(whole)


def characters(texts: Iterable[str]) -> str:
    """Each character of the texts once, in order."""
    return " ".join(dict.fromkeys("".join([_indexed(text)[1] for text in texts])))


def words_of(typed: str) -> tuple[str, ...]:
    """The words of what somebody typed, each once."""
    return tuple(dict.fromkeys(run[:LONGEST] for run in runs(typed)))[:MOST_WORDS]


def phrase(word: str) -> str:
    """A word of two or more characters as a phrase of the index; one character as that one."""
    if len(word) == 1:
        return f'"{word}"'
    return f'"{" ".join(map(add, word, word[1:]))}"'


def ends_there(run: str, word: str) -> bool:
    """Whether a run begins with the word, and its last number or Latin word ends there: 第12 in 第12号, not 第129号."""
    after = run[len(word) : len(word) + 1]
    return run.startswith(word) and word[-1:] + after not in _joined(word)


def goes_on(word: str) -> tuple[str, ...]:
    """The word with each character behind it that would make its number or Latin word a longer one."""
    return tuple(word + pair[1] for pair in _joined(word))


def _joined(word: str) -> tuple[str, ...]:
    last = word[-1:]
    kind = DIGITS if last in DIGITS else LETTERS if last in LETTERS else ""
    return tuple(last + char for char in kind)


def apart(words: tuple[str, ...], stands: Callable[[str], bool]) -> tuple[tuple[str, ...], ...]:
    """The words with one Chinese run, typed without a blank, cut into two or three: 嘉陵变压器 is 嘉陵 and 变压器.

    `stands` tells whether characters stand side by side anywhere. Where two do not, the run must be cut; that leaves
    few ways, mostly one. A run that stands somewhere as it was typed is one word.
    """
    gaps = [{at for at in range(1, len(word)) if not stands(word[at - 1 : at + 1])} for word in words]
    found: list[tuple[str, ...]] = []
    for place, word in enumerate(words):
        if word.isascii() or any(gaps[:place]) or any(gaps[place + 1 :]) or (not gaps[place] and stands(word)):
            continue
        ways = [ends for ends in _ends(len(word)) if gaps[place] <= set(ends)]
        found += [
            (*words[:place], *(word[a:b] for a, b in pairwise((0, *ends, len(word)))), *words[place + 1 :])
            for ends in ways
        ]
    return tuple(found[:MOST_CUTS])


def _ends(length: int) -> Iterator[tuple[int, ...]]:
    """Where two or three parts of two or more characters may end, the last left out."""
    yield from ((cut,) for cut in range(2, length - 1))
    yield from ((first, second) for first in range(2, length - 3) for second in range(first + 2, length - 1))


def spans(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a text, as (start, length), sorted and without overlaps; for bold marks."""
    folded, origin = [], []
    for index, char in enumerate(text):
        for part in fold(char):
            folded.append(part)
            origin.append(index)
    whole = "".join(folded)
    marked: set[int] = set()
    for word in words:
        start = whole.find(word)
        while start >= 0:
            marked.update(origin[start : start + len(word)])
            start = whole.find(word, start + 1)
    return joined(marked)


def joined(marked: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Single positions as (start, length) of what is continuous."""
    found: list[tuple[int, int]] = []
    for index in sorted(marked):
        if found and sum(found[-1]) == index:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((index, 1))
    return tuple(found)
