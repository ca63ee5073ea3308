"""From the folded state of a planned visit to its row, in the column order of `schema.tables`."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from inspector.domain.entity_state import EntityState
from inspector.domain.events import compact
from inspector.domain.fields import from_fields, to_json
from inspector.domain.plan import MADE, Plan, begun_of, status_of, visit_of

Row = tuple[Any, ...]


def plan(state: EntityState, values: Mapping[str, Any]) -> list[Row]:
    """The row of a planned visit; none before it was planned. `dev` is the device that planned it.

    What is wrong in an event's content raises Problem("field_invalid") or a built-in error.
    """
    made = min((event for event in state.changes if event.type == MADE), key=lambda event: event.id, default=None)
    if made is None:
        return []
    noun, begun = from_fields(Plan, values, visit=visit_of(state.entity)), begun_of(state)
    data = {
        "fields": to_json(noun),
        "begun": [dataclasses.asdict(one) for one in begun],
        "changes": len(state.changes) - 1,
        "by": made.user,
    }
    day = noun.planned_on.isoformat() if noun.planned_on else None
    status = status_of(noun, begun, state.changes).value
    return [(state.entity, noun.visit, noun.customer, status, day, made.dev, day or "", compact(data))]
