"""Which fields an event says: those whose values can be read. What cannot be read counts as not said.

So one bad record, of a broken or of a malicious program, leaves the last good value of a field and freezes nothing.
The same on every laptop and server, because it hangs on the event alone. Names that this version does not know pass:
a newer program may read them.
"""

import functools
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, Final

from inspector.domain.events import Event
from inspector.domain.fields import UNREADABLE, Reader, UnknownWord, readers_of

HAZARD: Final = ("number", "customer", "grade", "deadline", "found_on")
"""Fields that a hazard needs."""
HAZARD_TEXTS: Final = (
    "place", "description", "basis", "measure", "responsible", "criterion", "visit", "equipment", "found_by", "photos"
)  # fmt: skip
"""Fields of a hazard that may be empty in any way."""


def said(event: Event) -> Mapping[str, Any]:
    """The fields that an event sets; none where it has no object of fields."""
    fields = event.body.get("fields")
    if not isinstance(fields, dict):
        return {}
    odd = unreadable(event.kind, fields)
    return {name: value for name, value in fields.items() if name not in odd} if odd else fields


def unreadable(kind: str, fields: Mapping[str, Any]) -> frozenset[str]:
    """Names of the fields of a thing of this kind whose values cannot be read."""
    return frozenset(_odd(kind, fields))


def broken(kind: str, fields: Mapping[str, Any]) -> frozenset[str]:
    """Those of them that no version can read: words that only this one does not know are left out."""
    return frozenset(name for name, error in _odd(kind, fields).items() if not isinstance(error, UnknownWord))


def _odd(kind: str, fields: Mapping[str, Any]) -> dict[str, Exception]:
    readers, odd = _readers(kind), dict[str, Exception]()
    for name, value in fields.items() if readers else ():
        read = readers.get(name)
        if read is not None:
            try:
                read(value)
            except UNREADABLE as error:
                odd[name] = error
    return odd


@functools.cache
def _readers(kind: str) -> dict[str, Reader]:
    """By kind of thing; loaded when one is folded."""
    from inspector.domain.customer import Customer  # noqa: PLC0415 - most starts fold nothing
    from inspector.domain.equipment import Equipment  # noqa: PLC0415
    from inspector.domain.hazard import Hazard  # noqa: PLC0415
    from inspector.domain.inspection import checked_months  # noqa: PLC0415
    from inspector.domain.person import Person  # noqa: PLC0415
    from inspector.domain.plan import Plan  # noqa: PLC0415

    match kind:
        case "customer":
            return {**readers_of(Customer), "cycle_months": _or_none(checked_months)}
        case "equipment":
            return readers_of(Equipment)
        case "person":
            return readers_of(Person)
        case "plan":
            return {**readers_of(Plan), "at": _or_empty(time.fromisoformat)}
        case "hazard":
            own = readers_of(Hazard)
            return {name: own[name] for name in HAZARD} | {name: _or_empty(own[name]) for name in HAZARD_TEXTS}
        case _:
            return {}


def _or_none(read: Reader) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _or_empty(read: Reader) -> Callable[[Any], Any]:
    return lambda value: read(value) if value else None
