"""One line of a visit script: a JSON object whose fields are checked before anything is done with them (commands.md).

Whatever stands in a line, reading it ends in a value or in a coded Problem; the script goes on after either.
"""

import json
import math
import reprlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Never, TypeVar

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.visits.views import Target

register(
    ProblemKind.INPUT,
    {
        "line_invalid": N_("This line is no JSON object with an “op”."),
        "field_missing": N_("The line needs “{field}”."),
        "value_invalid": N_("“{value}” is no value for “{field}”."),
    },
)

T = TypeVar("T")

FIRST_YEAR = 1970
"""Earlier moments have no local time on every system."""


class ScriptLine:
    """One line of a script with checked access to its fields."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    @classmethod
    def read(cls, text: str) -> "ScriptLine":
        """Raises Problem line_invalid unless the text is a JSON object with an "op"."""
        try:
            data = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Problem("line_invalid") from error
        if not isinstance(data, dict) or not isinstance(data.get("op"), str):
            raise Problem("line_invalid")
        return cls(data)

    @property
    def op(self) -> str:
        """What the line asks for."""
        return plain("op", self._data["op"])

    def has(self, field: str) -> bool:
        """Whether the field is there and not null."""
        return self._data.get(field) is not None

    def given(self, field: str) -> Any:
        """The field as it stands, None if it is missing."""
        return self._data.get(field)

    def maybe(self, field: str) -> str | None:
        """A text; None if it is missing."""
        return plain(field, self._data[field]) if self.has(field) else None

    def text(self, field: str) -> str:
        """A text; "" if it is missing."""
        return self.maybe(field) or ""

    def need(self, field: str) -> str:
        """A text that must be there. Raises Problem field_missing."""
        if not self.has(field):
            raise Problem("field_missing", field=field)
        return plain(field, self._data[field])

    def value(self, field: str) -> str:
        """An answer: a text or a number; null and "" take one back, which a line that misspells the field must not.

        Raises Problem field_missing.
        """
        if field not in self._data:
            raise Problem("field_missing", field=field)
        return scalar(field, self._data[field]) if self.has(field) else ""

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; empty if it is missing."""
        found = self._data[field] if self.has(field) else []
        if not isinstance(found, list):
            refuse(field, found)
        return tuple(plain(field, text) for text in found)

    def table(self, field: str) -> dict[str, str]:
        """An object of texts or numbers; empty if it is missing."""
        found = self._data[field] if self.has(field) else {}
        if not isinstance(found, dict):
            refuse(field, found)
        return {plain(field, key): scalar(field, value) for key, value in found.items()}

    def flag(self, field: str) -> bool | None:
        """True or false; None if it is missing."""
        found = self._data.get(field)
        if found is not None and not isinstance(found, bool):
            refuse(field, found)
        return found

    def one_of(self, kind: Callable[[str], T], field: str) -> T:
        """A text that `kind` understands."""
        text = self.need(field)
        try:
            return kind(text)
        except ValueError:
            refuse(field, text)

    def optional(self, kind: Callable[[str], T], field: str) -> T | None:
        """As `one_of`; None if it is missing or empty."""
        return self.one_of(kind, field) if self._data.get(field) not in (None, "") else None

    def moment(self, field: str) -> datetime | None:
        """A moment with its zone, the local one if none is given; None if it is missing."""
        found = self.optional(datetime.fromisoformat, field)
        if found is None:
            return None
        try:
            local = found.astimezone()
        except (OverflowError, ValueError, OSError):
            refuse(field, found.isoformat())
        if local.year < FIRST_YEAR:
            refuse(field, found.isoformat())
        return found if found.tzinfo else local

    @property
    def target(self) -> Target:
        """The checklist that the line names."""
        return Target(self.need("form"), self.text("equipment") or None)


def plain(field: str, value: object) -> str:
    """The value if it is a text that can be written down. Raises Problem value_invalid.

    JSON can spell half a character (a lone surrogate), which no file, database or page can hold; nor can all of them
    hold a NUL.
    """
    if not isinstance(value, str) or "\0" in value or value.encode("utf-8", "replace").decode() != value:
        refuse(field, value)
    return value


def scalar(field: str, value: object) -> str:
    """A text, or a finite number as a text. Raises Problem value_invalid."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            refuse(field, value)
        return str(value)
    return plain(field, value)


def refuse(field: str, value: object) -> Never:
    """Raise Problem value_invalid; the sentence can be printed whatever the value is."""
    shown = value if isinstance(value, str) else reprlib.repr(value)
    printable = shown.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
    raise Problem("value_invalid", field=field, value=printable)


def _no_constant(name: str) -> Never:
    """NaN and Infinity, which Python reads but JSON does not have."""
    raise ValueError(name)
