"""The hazards that a signed visit registered, at the questions and lines they were found at. Worker thread.

The visit names the place of each; older ones do not. Then a photo that both know tells it, else the criterion.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.domain.events import Event
from inspector.services.visits.live import CRITERION, LiveForm
from inspector.services.visits.session import SEPARATOR, VisitSession, item_key
from inspector.services.visits.views import DraftStatus
from inspector.services.workspace import Workspace

PLACES = "places"
"""Key in the body of a signed visit: where each registered hazard was found, item keys by hazard."""


def put_findings(workspace: Workspace, session: VisitSession, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Add the registered hazards to the items of a signed visit, worded as they were registered; their numbers."""
    places = body.get(PLACES)
    told = {str(key): str(place) for key, place in places.items()} if isinstance(places, Mapping) else {}
    numbers: list[str] = []
    taken: set[str] = set()
    for hazard in _hazards(workspace, session, body):
        fields = _registered(workspace.db.frames.events_of(hazard))
        if not fields:
            continue
        key = told.get(hazard) or _place(session, fields, taken) or f"{SEPARATOR}{SEPARATOR}{hazard}"
        taken.add(key)
        numbers.append(str(fields.get("number") or ""))
        session.of("hazard")[key] = _item(session, key, fields)
    return tuple(numbers)


def _hazards(workspace: Workspace, session: VisitSession, body: Mapping[str, Any]) -> tuple[str, ...]:
    named = body.get("hazards")
    if isinstance(named, list):
        return tuple(str(one) for one in named)
    found = workspace.db.hazards.of_customer(session.customer.id)
    return tuple(hazard.id for hazard in found if hazard.visit == session.id)


def _registered(events: tuple[Event, ...]) -> Mapping[str, Any]:
    """The fields that a hazard was registered with; nothing while its registration has not arrived here."""
    first = next((event.body.get("fields") for event in events if event.type == "hazard_registered"), None)
    return first if isinstance(first, Mapping) else {}


def _place(session: VisitSession, fields: Mapping[str, Any], taken: set[str]) -> str:
    """Where a hazard was found, as far as it can be told; "" if it cannot."""
    shown = set(map(str, fields.get("photos") or ()))
    for photo in session.of("photo").values():
        place = str(photo.get("hazard") or photo.get("at") or "")
        if place and place not in taken and str(photo.get("display")) in shown:
            return place
    criterion = str(fields.get("criterion") or "")
    equipment = str(fields.get("equipment") or "") or None
    found = (
        item_key(live.target, ref)
        for live in session.forms.values()
        if live.target.equipment == equipment
        for ref in _judged_by(live, criterion)
    )
    return next((key for key in found if key not in taken), "") if criterion else ""


def _judged_by(live: LiveForm, criterion: str) -> Iterator[str]:
    for ref in live.layout.section_of:
        if live.questions[ref].attributes.get(CRITERION) == criterion and live.value(ref) == "fail":
            yield ref
    for line in live.layout.lines:
        rows = (live.judgements.get(ref) for ref in (line.ref, *line.cells))
        if line.criterion == criterion or any(one is not None and one.row == criterion for one in rows):
            yield line.ref


def _item(session: VisitSession, key: str, fields: Mapping[str, Any]) -> dict[str, object]:
    """A registered hazard as the draft it was made of."""
    names = ("place", "description", "grade", "measure", "deadline", "basis", "criterion")
    return {
        "status": DraftStatus.ACCEPTED.value,
        **{name: str(fields.get(name) or "") for name in names},
        "source": _source(session, key, str(fields.get("criterion") or "")),
    }


def _source(session: VisitSession, key: str, criterion: str) -> str:
    """The number of the question, a value, an inference, or nothing that is known."""
    form, equipment, ref = key.split(SEPARATOR, 2)
    live = next((live for target, live in session.forms.items() if item_key(target, ref) == key), None)
    if live is None:
        return "inference" if ref.startswith("inference:") or criterion.startswith("inference") else ""
    del form, equipment
    return live.layout.numbers.get(ref, "") or "value"
