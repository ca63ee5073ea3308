"""From the folded state of an entity to rows of the projections, in the column order of `schema.tables`.

What is wrong in an event's content raises Problem("field_invalid") or a built-in error; the projector marks the entity.
"""

import contextlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.events import Event, compact
from inspector.domain.fields import from_fields
from inspector.domain.hazard_noun import hazard_noun
from inspector.domain.ledger import recurrence_key
from inspector.domain.merge import EntityState
from inspector.domain.person import Person
from inspector.storage.projections.loop_rows import course_columns

ODD: Final = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
"""What reading odd content raises."""
Row = tuple[Any, ...]
Values = Mapping[str, Any]


def customer(state: EntityState, values: Values) -> list[Row]:
    """The row of the customer register; none before anything is registered."""
    if not values:
        return []
    noun = from_fields(Customer, values, id=state.entity)
    return [(noun.id, noun.account, noun.name, compact(values))]


def equipment(state: EntityState, values: Values) -> list[Row]:
    """The row of the equipment register."""
    if not values:
        return []
    noun = from_fields(Equipment, values, id=state.entity)
    return [(noun.id, noun.customer, noun.name, noun.position, compact(values))]


def person(state: EntityState, values: Values) -> list[Row]:
    """The row of the register of persons."""
    if not values:
        return []
    noun = from_fields(Person, values, id=state.entity, has_pin=False)
    return [(noun.id, noun.login, noun.name, compact(values))]


def visit(state: EntityState, _values: Values) -> list[Row]:
    """The row of a signed visit."""
    signed = _signed(state)
    if signed is None:
        return []
    body = signed.body
    critical, serious, general = (int(count) for count in body.get("counts") or (0, 0, 0))
    notices = [str(e.body["number"]) for e in state.facts if e.type == "notice_issued" and e.body.get("number")]
    return [
        (
            state.entity,
            signed.id,
            str(body["number"]),
            str(body["customer"]),
            str(body["kind"]),
            compact([str(inspector) for inspector in body.get("inspectors") or ()]),
            _moment(body.get("started_at")),
            _moment(body.get("signed_at") or signed.at),
            notices[-1] if notices else str(body.get("notice") or ""),
            str(body.get("conclusion") or ""),
            critical,
            serious,
            general,
        )
    ]


def hazard(state: EntityState, values: Values) -> list[Row]:
    """The row of a hazard; none while no registration is effective: one that was ruled out says what it is about."""
    if state.status is None or all(event.type != "hazard_registered" for event in state.decisions):
        return []
    noun = hazard_noun(state, values)
    supervised = values.get("supervised")
    return [
        (
            noun.id,
            noun.number,
            noun.customer,
            noun.visit,
            noun.equipment,
            noun.place,
            noun.description,
            noun.grade.value,
            noun.grade.rank,
            noun.basis,
            noun.measure,
            noun.deadline.isoformat(),
            noun.responsible,
            noun.found_on.isoformat(),
            compact(noun.found_by),
            noun.status.value,
            int(noun.status.unclosed),
            int(noun.notice_served),
            noun.criterion,
            noun.closed_on.isoformat() if noun.closed_on else None,
            compact(noun.conflicted),
            compact(noun.photos),
            recurrence_key(noun),
            state.reopened,
            int(state.reopened > 0),
            supervised if isinstance(supervised, str) else str(int(bool(supervised))) if supervised else "",
            *course_columns(state, noun),
        )
    ]


def measurements(state: EntityState, values: Values) -> list[Row]:
    """Values of preventive tests (of equipment) and readings (of a visit)."""
    found: list[Row] = []
    for event in state.facts:
        if event.type == "test_recorded":
            with contextlib.suppress(*ODD):  # one record that cannot be read hides no other one
                found += _test(state.entity, event, str(values.get("customer") or ""))
    signed = _signed(state)
    if signed is not None:
        found += _readings(state.entity, signed)
    return found


def _test(entity: str, event: Event, owner: str) -> list[Row]:
    tested_on, at = date.fromisoformat(event.body["tested_on"]).isoformat(), str(event.body.get("visit") or "")
    given = event.body.get("values") or []
    return [
        _measurement(event, position, value, (entity, owner, entity), tested_on, at)
        for position, value in enumerate(given)
    ]


def _readings(entity: str, event: Event) -> list[Row]:
    read_on = (_moment(event.body.get("started_at")) or _moment(event.body.get("signed_at") or event.at))[:10]
    owner = str(event.body["customer"])
    return [
        _measurement(event, position, value, (entity, owner, str(value.get("equipment") or "")), read_on, entity)
        for position, value in enumerate(event.body.get("readings") or [])
    ]


def _measurement(event: Event, position: int, value: Values, where: Row, tested_on: str, at: str) -> Row:
    temperature = value.get("temperature_c")
    return (
        event.id,
        position,
        *where,
        str(value["quantity"]),
        str(value.get("label") or ""),
        tested_on,
        float(value["value"]),
        str(value.get("unit") or ""),
        None if temperature is None else float(temperature),
        str(value.get("verdict") or ""),
        at,
    )


def _signed(state: EntityState) -> Event | None:
    return next((event for event in state.facts if event.type == "visit_signed"), None)


def _moment(value: object) -> str:
    """ISO text of a moment, checked; empty stays empty."""
    return datetime.fromisoformat(str(value)).isoformat() if value else ""
