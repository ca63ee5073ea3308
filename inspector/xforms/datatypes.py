"""Which text is a value of which data type (forms.md, row "text that is no value of its type")."""

import math
import re
from collections.abc import Callable
from datetime import date, time
from typing import Final

from inspector.xforms.xpath.moments import offset

INT_MIN, INT_MAX = -(2**31), 2**31 - 1
"""The ODK XForms int has 32 bits."""
_INTEGER: Final = re.compile(r"[+-]?\d+(?:\.0*)?", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_CLOCK: Final = re.compile(r"(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII)
_NUMBER: Final = r"[+-]?\d+(?:\.\d+)?"
_POINT: Final = re.compile(rf"({_NUMBER}) ({_NUMBER})(?: {_NUMBER}){{0,2}}", re.ASCII)


def stored_text(data_type: str, text: str, *, computed: bool = False) -> str | None:
    """The text to store: "" for blanks, None when the text is no value of the type.

    A `computed` value may be converted: a number to int towards zero, a dateTime to its date.
    """
    reader = _READERS.get(data_type)
    if reader is None:
        return text
    stripped = text.strip()
    if not stripped:
        return ""
    try:
        return reader(_converted(data_type, stripped) if computed else stripped)
    except (ValueError, OverflowError):
        return None


def _converted(data_type: str, text: str) -> str:
    if data_type in {"int", "integer"} and _DECIMAL.fullmatch(text):
        return str(int(float(text)))
    if data_type == "date" and "T" in text:
        return text.split("T", 1)[0]
    return text


def _int(text: str) -> str:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    value = int(text.split(".", 1)[0])
    if not INT_MIN <= value <= INT_MAX:
        raise ValueError(text)
    return str(value)


def _decimal(text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return text.removeprefix("+")


def _date(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    date.fromisoformat(text)
    return text


def _time(text: str) -> str:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(text)
    time.fromisoformat(match["clock"].zfill(5) if len(match["clock"]) < 6 else match["clock"])
    if match["zone"]:
        offset(match["zone"])
    return text


def _date_time(text: str) -> str:
    """A day alone is a date and no dateTime (XML Schema)."""
    day, _, clock = text.partition("T")
    return f"{_date(day)}T{_time(clock)}"


def _point(text: str) -> str:
    """Latitude, longitude, altitude and accuracy as decimals, which geo tools expect to have a point."""
    match = _POINT.fullmatch(" ".join(text.split()))
    numbers = [] if match is None else [float(part) for part in match[0].split()]
    if not numbers or abs(numbers[0]) > 90 or abs(numbers[1]) > 180 or not all(map(math.isfinite, numbers)):
        raise ValueError(text)
    return " ".join(map(repr, numbers))


_READERS: Final[dict[str, Callable[[str], str]]] = {
    "int": _int,
    "integer": _int,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _date_time,
    "geopoint": _point,
}
