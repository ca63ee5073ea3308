"""What frames and events must look like: texts that can be stored, bodies that can be read. Pure."""

import re
from datetime import date
from typing import Any, Final

from inspector.domain import plan
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.events import BlobRef, Effect, Event
from inspector.domain.fields import from_fields
from inspector.domain.hazard import Grade
from inspector.domain.merge import OUTCOMES
from inspector.domain.person import Person
from inspector.domain.shapes import NAME, frame_flaw, plain
from inspector.problems import Problem
from inspector.sync.protocol import MOST_BLOB

__all__ = ["NAME", "SHA256", "frame_flaw", "is_blob", "is_malformed", "plain"]

MOST_PARENTS: Final = 2000
SHA256: Final = re.compile(r"[0-9a-f]{64}")
REGISTERED: Final[dict[str, type[Any]]] = {
    "customer_registered": Customer,
    "equipment_registered": Equipment,
    "person_registered": Person,
}


def is_blob(blob: BlobRef) -> bool:
    """Whether a file could be what an event says about it."""
    return SHA256.fullmatch(blob.sha256) is not None and 0 < blob.size <= MOST_BLOB


def is_malformed(event: Event) -> bool:
    """Whether an event of a type we know has a body that we cannot read. What we do not know is never malformed."""
    if len(event.par) > MOST_PARENTS or event.id in event.par:
        return True
    if not all(is_blob(blob) for blob in event.blobs):
        return True
    fields = event.body.get("fields")
    match event.effect:
        case Effect.FIELDS:
            return not isinstance(fields, dict) or not _reads(event, fields)
        case Effect.DECISION:
            return (fields is not None and not isinstance(fields, dict)) or not _decides(event)
        case Effect.RULING | Effect.ADOPTION:
            return not isinstance(event.body.get("event"), str)
        case _:
            return False


def _reads(event: Event, fields: dict[str, Any]) -> bool:
    noun = REGISTERED.get(event.type)
    if event.kind == plan.KIND:
        return event.entity.startswith(plan.PREFIX) and plan.readable(fields, whole=event.type == plan.MADE)
    if noun is None:
        return event.type != "hazard_changed" or _is_hazard(fields)
    try:
        from_fields(noun, fields, id=event.entity)
    except Problem:
        return False
    return True


def _decides(event: Event) -> bool:
    if event.type == "dispute_adjudicated":
        outcome = event.body.get("outcome")
        return isinstance(outcome, str) and outcome in OUTCOMES
    return event.type != "hazard_registered" or _is_hazard(event.body.get("fields") or {})


def _is_hazard(fields: dict[str, Any]) -> bool:
    """Grade and dates of a hazard, as far as they are given, can be read."""
    grade = fields.get("grade", Grade.GENERAL.value)
    if not isinstance(grade, str) or grade not in {one.value for one in Grade}:
        return False
    return all(_is_date(fields[name]) for name in ("deadline", "found_on") if fields.get(name))


def _is_date(value: object) -> bool:
    try:
        date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return isinstance(value, str)
