"""The hazard as its folded state says it: one reading for laptops and the server. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from inspector.domain.course import day_of, photos_of
from inspector.domain.events import Event
from inspector.domain.fields import from_fields
from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.merge import EntityState


def hazard_noun(state: EntityState, values: Mapping[str, Any]) -> Hazard:
    """The hazard as folded, without the reasons that need a day or other hazards."""
    shown = {
        "place": values.get("place") or "",
        "description": values.get("description") or "",
        "basis": values.get("basis") or "",
        "measure": values.get("measure") or "",
        "responsible": values.get("responsible") or "",
        "criterion": values.get("criterion") or "",
        "visit": values.get("visit") or "",
        "equipment": values.get("equipment") or None,
        "found_by": values.get("found_by") or [],
        **{key: values[key] for key in ("number", "customer", "grade", "deadline", "found_on") if key in values},
    }
    return from_fields(
        Hazard,
        shown,
        id=state.entity,
        status=state.status,
        notice_served=any(e.type == "notice_served" for e in state.facts),
        closed_on=_closed_on(state),
        supervision=(),
        conflicted=state.conflicted,
        photos=_photos(state, values),
    )


def _closed_on(state: EntityState) -> date | None:
    """The day written on the earliest of the decisions that closed it."""
    if state.status is not HazardStatus.CLOSED:
        return None
    return min((day for event in state.deciders if (day := day_of(event))), default=None)


def _photos(state: EntityState, values: Mapping[str, Any]) -> tuple[str, ...]:
    added = [sha for event in state.facts if event.type == "photo_added" for sha in _displays(event)]
    return tuple(dict.fromkeys([*map(str, values.get("photos") or ()), *added]))


def _displays(event: Event) -> list[str]:
    """The pictures an event shows; of one that only names files, all of them."""
    if not event.body.get("photos"):
        return [blob.sha256 for blob in event.blobs]
    return [str(photo["display"]) for photo in photos_of(event) if photo.get("display")]
