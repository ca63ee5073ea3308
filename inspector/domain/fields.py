"""How nouns are written into event bodies and read back: one JSON value per field of the dataclass.

Dates and times are ISO 8601, enums their value, tuples lists, nested dataclasses objects. Reading ignores fields it
does not know (a newer program wrote them) and takes the default of those that are missing.
"""

import dataclasses
import functools
import math
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {"field_invalid": N_("{noun}: the field {field} has a value that cannot be read: {value}.")},
)

NOUNS = {
    "Customer": N_("Customer"),
    "Electrician": N_("Electrician"),
    "Equipment": N_("Equipment"),
    "Person": N_("Person"),
    "Hazard": N_("Hazard"),
    "Plan": N_("Planned visit"),
}
"""What people call the records, by class."""


class UnknownWord(Problem):
    """A word of a list of choices that this version does not know: a newer program may have written it."""


T = TypeVar("T")
Reader = Callable[[Any], Any]
"""Reads one JSON value; raises one of UNREADABLE for one that does not fit."""
UNREADABLE = (Problem, ValueError, TypeError, KeyError, AttributeError, OverflowError)
WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""What words of lists of choices look like, in every version."""
MOST_WHOLE = 2**53
"""The largest whole number that every reader of JSON and every database keeps as it is."""
_SHAPES: dict[type[Any], tuple[tuple[str, Reader, bool], ...]] = {}


def to_json(value: Any) -> Any:
    """A value of a noun as JSON."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    return value


def to_fields(noun: Any, *, without: tuple[str, ...] = ("id", "has_pin")) -> dict[str, Any]:
    """The `fields` of an event that registers this noun; ids stand outside, pins stay on the device."""
    return {key: value for key, value in to_json(noun).items() if key not in without}


def changed_fields(before: Any, after: Any) -> dict[str, Any]:
    """The `fields` of an event that changes a noun: only what differs."""
    old = to_fields(before)
    return {key: value for key, value in to_fields(after).items() if old[key] != value}


def from_fields(noun: type[T], fields: Mapping[str, Any], **given: Any) -> T:
    """Build a noun from an event's fields; `given` (its id) counts before them.

    Raises Problem("field_invalid"), as UnknownWord where all that is wrong is a word that this version does not know.
    """
    values: dict[str, Any] = dict(given)
    for name, read, required in _shape_of(noun):
        if name in values:
            continue
        if name in fields:
            try:
                values[name] = read(fields[name])
            except UnknownWord:
                raise UnknownWord("field_invalid", **_told(name, noun, fields[name])) from None
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
                raise Problem("field_invalid", **_told(name, noun, fields[name])) from None
        elif required:
            raise Problem("field_invalid", **_told(name, noun, "-"))
    return noun(**values)


def readers_of(noun: type[Any]) -> dict[str, Reader]:
    """What reads each field of a noun."""
    return {name: read for name, read, _required in _shape_of(noun)}


def _told(field: str, noun: type[Any], value: object) -> dict[str, Any]:
    """What the sentence about a field says; the record by what people call it."""
    return {"field": field, "noun": Message(NOUNS.get(noun.__name__, N_("Record"))), "value": str(value)[:80]}


def _shape_of(noun: type[Any]) -> tuple[tuple[str, Reader, bool], ...]:
    known = _SHAPES.get(noun)
    if known is None:
        known = _SHAPES[noun] = _shape(noun)
    return known


def _shape(noun: type[Any]) -> tuple[tuple[str, Reader, bool], ...]:
    """Name, reader and need of each field: made once, because bulk work reads tens of thousands of nouns."""
    hints = typing.get_type_hints(noun)
    missing = dataclasses.MISSING
    return tuple(
        (field.name, _reader(hints[field.name]), field.default is missing and field.default_factory is missing)
        for field in dataclasses.fields(noun)
    )


def _reader(hint: Any) -> Reader:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _or_none(_reader(next(a for a in arguments if a is not type(None))))
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return _row(_reader(arguments[0]))
        return _tuple(tuple(map(_reader, arguments)))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_reader(arguments[1]))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _object(hint)
    return _scalar(hint)


def _or_none(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _mapping(read: Reader) -> Reader:
    return lambda value: {str(key): read(item) for key, item in value.items()}


def _object(noun: type[Any]) -> Reader:
    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise TypeError(value)
        return from_fields(noun, value)

    return read


def _row(read: Reader) -> Reader:
    def row(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise TypeError(value)
        return tuple(map(read, value))

    return row


def _tuple(readers: tuple[Reader, ...]) -> Reader:
    def fixed(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise TypeError(value)
        return tuple(read(item) for read, item in zip(readers, value, strict=True))

    return fixed


def _scalar(hint: Any) -> Reader:
    if hint in (date, datetime):
        return typing.cast("Reader", hint.fromisoformat)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return functools.partial(_word, hint)
    if hint is float:
        return _float
    return functools.partial(_plain, hint)


def _word(choices: type[Enum], value: Any) -> Any:
    try:
        return choices(value)
    except ValueError:
        if isinstance(value, str) and WORD.fullmatch(value):
            raise UnknownWord("field_invalid", field="", noun="", value=value) from None
        raise


def _float(value: Any) -> Any:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _plain(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(value)
    if kind is int and abs(value) > MOST_WHOLE:
        raise ValueError(value)
    return value
