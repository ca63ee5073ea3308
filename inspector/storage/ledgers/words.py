"""Words of a ledger's search: every word must stand, folded, in one of the row's texts.

A run of two or more letters or digits is asked of the full-text index, which answers exactly that. What the index
cannot say (single characters, punctuation) is checked on the row itself by the SQL function `holds`; the two always
agree, so that it does not matter which of them a query uses.
"""

import functools
from collections.abc import Iterable
from typing import Any, Final

from inspector.quick_dataclass import dataclass
from inspector.storage.search.terms import LONGEST, RUN, fold, phrase

INDEXED: Final = "{name number other}"
"""Columns of the index with whole texts; the others hold pinyin and single characters."""
MOST_TERMS: Final = 8


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a search, folded.

    `question` finds at least the rows that hold it ("" = the index cannot say); `exact`: it finds no others.
    """

    text: str
    question: str = ""
    exact: bool = False


def terms_of(typed: str) -> tuple[Term, ...]:
    """The words of what somebody typed, between blanks, each once."""
    return tuple(dict.fromkeys(_term(fold(word)) for word in typed.split()))[:MOST_TERMS]


def _term(text: str) -> Term:
    runs = RUN.findall(text)
    asked = [phrase(run[:LONGEST]) for run in runs if len(run) > 1]
    question = " AND ".join(f"{INDEXED} : {one}" for one in asked)
    return Term(text, question, exact=runs == [text] and 1 < len(text) <= LONGEST)


def question_of(terms: Iterable[Term]) -> str:
    """What to ask the index for all of them; "" if it can say nothing."""
    return " AND ".join(term.question for term in terms if term.question)


def checks(terms: Iterable[Term], texts: Iterable[str]) -> tuple[list[str], dict[str, Any]]:
    """SQL conditions, with their values, that let only rows through whose texts (columns) hold the terms.

    Ideographs are compared as they are first, and a character the index does not know with all its forms: a tenth of
    the work of folding the texts.
    """
    columns, tests, values = tuple(texts), list[str](), dict[str, Any]()
    whole = " || ' ' || ".join(f"ifnull({column}, '')" for column in columns)
    for number, term in enumerate(terms):
        values[f"term{number}"] = term.text
        test = f"holds(:term{number}, {', '.join(columns)})"
        char = next((char for char in term.text if char.isalnum()), "")
        if all(map(_ideograph, term.text)):
            test = f"(instr({whole}, :term{number}) OR {test})"
        if char and not term.question:
            values[f"glob{number}"] = f"*[{forms(char)}]*"
            known = f"({whole}) GLOB :glob{number}"
            test = known if term.text == char and _ideograph(char) else f"{known} AND {test}"
        tests.append(test)
    return tests, values


def _ideograph(char: str) -> bool:
    """Whether no mark that follows can change the character."""
    return "\u4e00" <= char <= "\u9fff"


def holds(term: str, *texts: str | None) -> bool:
    """Whether one of the texts holds the folded term; the SQL function of this name."""
    return term in fold("\n".join(text for text in texts if text))


FORMS: Final = ((0x80, 0x3400), (0xA640, 0xAC00), (0xF900, 0x10000), (0x1D400, 0x1F300), (0x2F800, 0x2FA20))
"""Code points from, up to, that may be a form of another character; the rest are ideographs, syllables, symbols."""


@functools.cache
def _all_forms() -> dict[str, str]:
    """Folded character -> the other characters that become it or hold it when folded."""
    found: dict[str, str] = {}
    for char in (chr(code) for first, end in FORMS for code in range(first, end)):
        folded = fold(char)
        if folded != char:
            for part in set(folded):
                found[part] = found.get(part, "") + char
    return found


def forms(char: str) -> str:
    """All characters that a text may have where its folded form has this letter or digit."""
    plain = char + char.upper() if char.isascii() else char
    return plain + "".join(form for form in _all_forms().get(char, "") if form not in "]^-")
