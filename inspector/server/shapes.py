"""What frames and events must look like: texts that can be stored, bodies that can be read. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from inspector.domain import papers, plan
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.events import BlobRef, Effect, Event
from inspector.domain.fields import UnknownWord, from_fields
from inspector.domain.merge import OUTCOMES
from inspector.domain.person import Person
from inspector.domain.said import broken
from inspector.domain.shapes import NAME, frame_flaw, plain
from inspector.problems import Problem
from inspector.sync.protocol import MOST_BLOB

__all__ = ["NAME", "SHA256", "frame_flaw", "is_blob", "is_malformed", "plain"]

MOST_PARENTS: Final = 2000
MOST_COUNT: Final = 9999
"""Hazards of one grade that a visit can have found."""
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
    if event.effect is not None and not _is_list(event.body.get("photos")):
        return True
    match event.effect:
        case Effect.FIELDS:
            return not isinstance(fields, dict) or not _reads(event, fields)
        case Effect.DECISION:
            return (fields is not None and not isinstance(fields, dict)) or not _decides(event)
        case Effect.RULING | Effect.ADOPTION:
            return not isinstance(event.body.get("event"), str)
        case Effect.FACT:
            return not _is_fact(event)
        case _:
            return False


def _reads(event: Event, fields: dict[str, Any]) -> bool:
    """Whether every field that is given can be read, and of a registered thing all that it needs.

    A word of a list that this version does not know can be read by the newer program that wrote it: it is kept and
    passed on, and whoever cannot read it leaves it out.
    """
    noun = REGISTERED.get(event.type)
    if event.kind == plan.KIND:
        named = event.entity.startswith(plan.PREFIX) and not broken(event.kind, fields)
        return named and plan.readable(fields, whole=event.type == plan.MADE)
    if event.kind == "hazard":
        return _is_hazard(fields)
    if broken(event.kind, fields):
        return False
    if noun is None:
        return True
    try:
        from_fields(noun, fields, id=event.entity)
    except UnknownWord:
        return True
    except Problem:
        return False
    return True


def _decides(event: Event) -> bool:
    if event.type == "dispute_adjudicated":
        outcome = event.body.get("outcome")
        return isinstance(outcome, str) and outcome in OUTCOMES
    return event.type != "hazard_registered" or _is_hazard(event.body.get("fields") or {})


def _is_hazard(fields: dict[str, Any]) -> bool:
    """What is given of a hazard can be read; a day that is not known may be empty, a grade may not."""
    odd = broken("hazard", fields)
    return "grade" not in odd and not any(fields[name] for name in odd)


def _is_fact(event: Event) -> bool:
    """What is given in a fact, and shown or counted somewhere, can be read."""
    body = event.body
    match event.type:
        case "paper_added":
            return papers.fits(body.get("name"), body.get("type"))
        case "visit_signed":
            return _is_visit(body)
        case "test_recorded":
            return _is_date(body.get("tested_on")) and _is_list(body.get("values"))
        case "notice_served":
            return not body.get("on") or _is_date(body["on"])
        case _:
            return True


def _is_list(value: object) -> bool:
    """A list, or nothing."""
    return value is None or isinstance(value, list)


def _is_visit(body: Mapping[str, Any]) -> bool:
    counts = body.get("counts") or (0, 0, 0)
    if not isinstance(counts, list | tuple) or len(counts) != 3 or not all(map(is_count, counts)):
        return False
    return not body.get("signed_at") or _is_date(body["signed_at"])


def is_count(value: object) -> bool:
    """Whether it is a number of hazards that a visit can have found."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_COUNT


def _is_date(value: object) -> bool:
    try:
        date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return isinstance(value, str)
