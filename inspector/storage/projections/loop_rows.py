"""Rows of what happens after the visit: how far a hazard got, frozen ledger issues, cross-check groups and rounds.

Like `rows`: from the folded state of an entity, in the column order of `schema.tables`. Moments are ISO 8601 texts as
their author wrote them; they are shown and never decide anything.
"""

from collections.abc import Mapping
from typing import Any, Final

from inspector.domain.course import first_team, open_extension, rectifiers, served_on, submissions
from inspector.domain.events import Event, compact
from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.merge import EntityState

Row = tuple[Any, ...]
Values = Mapping[str, Any]


def course_columns(state: EntityState, noun: Hazard) -> Row:
    """The columns of a hazard that its course fills, from `submitted_at` to `extended`.

    `prior_on` depends on other hazards: the projector fills it.
    """
    submitted, extension = submissions(state), open_extension(state)
    return (
        submitted[-1].at if submitted else "",
        compact(rectifiers(state)),
        day.isoformat() if (day := served_on(state)) else "",
        first_team(state, noun.found_by),
        "",
        extension.id if extension and noun.status.unclosed else "",
        compact(state.signers if noun.status is HazardStatus.CLOSED else ()),
        max((event.at for event in state.deciders), default="") if noun.status is HazardStatus.DISPUTED else "",
        extensions(state),
    )


def extensions(state: EntityState) -> int:
    """How often somebody approved a later deadline."""
    return sum(1 for event in state.changes if event.body.get("approver") and "deadline" in event.body["fields"])


def ledger_issue(state: EntityState, _values: Values) -> list[Row]:
    """The row of a frozen, numbered ledger."""
    issued = _first(state, "ledger_issued")
    if issued is None:
        return []
    body = issued.body
    rows = body.get("rows") or 0
    return [
        (
            state.entity,
            str(body["number"]),
            str(body["kind"]),
            str(body.get("issued_at") or issued.at),
            len(rows) if isinstance(rows, list) else int(rows),
            str(body.get("digest") or ""),
            compact(body),
        )
    ]


def review_group(state: EntityState, values: Values) -> list[Row]:
    """The row of a cross-check group."""
    return [(state.entity, str(values.get("name") or ""), compact(values))] if values else []


_TITLES: Final = ("title", "row", "group", "hazard_zh", "form", "section")
"""Fields that name what a company decided, the first one that says something."""


def house_rule(state: EntityState, values: Values) -> list[Row]:
    """The row of what a company decided about a criterion, of a pack or a hazard entry of its own.

    Who confirmed a criterion, and when, are the authors of the records that say so: of several people who confirmed the
    same apart from each other all are kept, the first one first.
    """
    if not values:
        return []
    confirmed = state.fields.get("confirmed")
    heads = {event for event, value in confirmed.heads if value == values["confirmed"]} if confirmed else frozenset()
    said = [
        {"by": event.user, "at": event.at, "seen": str(event.body.get("seen") or "")}
        for event in state.changes
        if event.id in heads
    ]
    title = str(next((values[key] for key in _TITLES if values.get(key)), ""))
    return [(state.entity, state.kind, title, ",".join(state.leaves), compact({"fields": values, "said": said}))]


def review_round(state: EntityState, _values: Values) -> list[Row]:
    """The row of a drawn sample."""
    drawn = _first(state, "sample_drawn")
    if drawn is None:
        return []
    body = drawn.body
    moment = str(body.get("drawn_at") or drawn.at)
    return [(state.entity, str(body["group"]), str(body["number"]), moment, compact(body))]


def review_items(state: EntityState, values: Values) -> list[Row]:
    """One row for each hazard of a sample, with whom it was given to; fields are `<hazard>` and `<hazard>:second`."""
    drawn = _first(state, "sample_drawn")
    hazards = dict.fromkeys(map(str, drawn.body.get("hazards") or ())) if drawn is not None else {}
    return [
        (state.entity, hazard, str(values.get(hazard) or ""), str(values.get(f"{hazard}:second") or ""))
        for hazard in hazards
    ]


def review_judgements(state: EntityState, _values: Values) -> list[Row]:
    """One row for each second judgement."""
    return [
        (
            event.id,
            state.entity,
            str(event.body.get("hazard") or ""),
            event.user,
            str(event.body.get("outcome") or ""),
            str(event.body.get("comment") or ""),
            event.at,
        )
        for event in state.facts
        if event.type == "second_judgement_given"
    ]


def _first(state: EntityState, kind: str) -> Event | None:
    return next((event for event in state.facts if event.type == kind), None)
