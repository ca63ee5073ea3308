"""What is wrong with a table of a pack: a sentence for the pack's author, in the language of who reads it."""

import re
import tomllib

from typing_extensions import override

from inspector.i18n import N_, Message
from inspector.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Reason(Message):
    """A message that reads in English where nobody renders it."""

    @override
    def __str__(self) -> str:
        return self.text.format_map(self.params)


class SpecError(ValueError):
    """A pack table says something that cannot be used; the text (a msgid with {parameters}) is for its author."""

    def __init__(self, text: str, **params: object) -> None:
        self.message = Reason(text, params)
        super().__init__(str(self.message))


_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate")


def reason_of(error: ValueError) -> object:
    """The reason of an error as a parameter of a Problem, with the place where TOML cannot be read."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Reason(N_("line {line} is not UTF-8: save the file as UTF-8"), {"line": line})
    if isinstance(error, tomllib.TOMLDecodeError):
        return _unreadable(str(error))
    return error.message if isinstance(error, SpecError) else str(error)


def _unreadable(said: str) -> Reason:
    """Where a file is no TOML; the library says it in English only."""
    place = _PLACE.search(said)
    if place is None:
        return Reason(N_("the file ends in the middle of an entry: look for a quote or bracket that is not closed"), {})
    where = {"line": place[1], "column": place[2]}
    if said.startswith(_TWICE):
        return Reason(N_("line {line}, column {column}: this key or table is in the file twice"), where)
    return Reason(
        N_("line {line}, column {column} is no valid TOML: look for a missing quote, bracket or equals sign"), where
    )
