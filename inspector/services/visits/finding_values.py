"""What a failing value leaves on its hazard: the values it was found by, with their judgements and the load current.

A reviewer compares them with the values after the rectification (`services.hazards.values`), years later and without
the visit's forms.
"""

from collections.abc import Iterable
from typing import Any

from inspector.domain.review import LOADS, phase_of
from inspector.domain.verdict import Verdict
from inspector.domain.visit import VisitKind
from inspector.services.visits.building import service_of
from inspector.services.visits.layout import LineLayout
from inspector.services.visits.live import CRITERION, LiveForm
from inspector.services.visits.records import value_of
from inspector.services.visits.session import VisitSession, target_and_ref
from inspector.services.visits.views import HazardDraft, Target


def values_body(session: VisitSession, draft: HazardDraft) -> dict[str, Any]:
    """`values`, `facts` and `load_a` for the body of the hazard's registration; empty if it came from no value."""
    places = _places(session, draft)
    values = [value for live, ref in places for value in _values(session, live, ref)]
    if not values:
        return {}
    body: dict[str, Any] = {"values": values}
    facts = {fact: text for live, _ref in places for fact, text in live.own_facts().items()}
    if VisitKind(session.kind).new_installation:
        facts["service"] = service_of(VisitKind(session.kind))
    if facts:
        body["facts"] = facts
    load = _load(session, draft.equipment, str(values[0]["phase"]))
    if load is not None:
        body["load_a"] = load
    return body


def _places(session: VisitSession, draft: HazardDraft) -> list[tuple[LiveForm, str]]:
    """The cells and lines a hazard and whatever was merged into it stand at."""
    merged = [key for key, item in session.of("hazard").items() if item.get("into") == draft.id]
    evidence = [key for one in (draft.id, *merged) for key in _evidence(session, one)]
    named = (target_and_ref(key) for key in dict.fromkeys((draft.id, *merged, *evidence)))
    places = [(session.forms[at[0]], at[1]) for at in named if at is not None and at[0] in session.forms]
    return [(live, ref) for live, ref in places if ref in live.questions]


def _evidence(session: VisitSession, draft: str) -> list[str]:
    """Item keys of the observations that an inference was drawn from."""
    found = session.of("hazard").get(draft, {}).get("evidence")
    return [str(key) for key in found] if isinstance(found, list) else []


def _values(session: VisitSession, live: LiveForm, ref: str) -> list[dict[str, Any]]:
    line = live.layout.line_of.get(ref) or live.layout.computed.get(ref)
    if line is None:
        return _answer(live, ref)
    if line.overdue or session.out_of_service(live.target, line.ref):
        return []
    refs = (line.ref,) if line.computed else line.cells if ref == line.ref else (ref,)
    found = [value for one in refs if (value := _entry(live, line, one)) is not None]
    return _worst(found)


def _answer(live: LiveForm, ref: str) -> list[dict[str, Any]]:
    """A measured answer of a checklist section."""
    if ref not in live.judgements or ref not in live.questions:
        return []
    attributes = live.questions[ref].attributes
    alone = LineLayout(ref, (ref,), attributes.get(CRITERION, ""), attributes.get("insp:unit", ""))
    value = _entry(live, alone, ref)
    return [] if value is None else [value]


def _entry(live: LiveForm, line: LineLayout, ref: str) -> dict[str, Any] | None:
    value = value_of(live, line, ref)
    if value is None:
        return None
    phase = phase_of(live.name(ref)) if len(line.cells) > 1 and not line.computed else ""
    inputs = [live.shown_label(one) for one in line.inputs]
    return {**value, "phase": phase, **({"inputs": inputs} if inputs else {})}


def _worst(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The values that fail or deserve attention; all if none does."""
    loud = {Verdict.FAIL.value, Verdict.ATTENTION.value}
    return [value for value in values if value["verdict"] in loud] or values


def _load(session: VisitSession, equipment: str | None, phase: str) -> float | None:
    """The load current of the equipment at this visit, A: of the phase if it was read, else the highest."""
    if equipment is None:
        return None
    currents: dict[str, float] = {}
    for target in _forms_of(session, equipment):
        live = session.forms[target]
        for line in live.layout.lines:
            for ref in line.cells:
                value = value_of(live, line, ref) if not line.computed else None
                if value is not None and value["quantity"] in LOADS:
                    currents[phase_of(str(value["label"]))] = float(value["value"])
    return currents.get(phase) if phase in currents else max(currents.values(), default=None)


def _forms_of(session: VisitSession, equipment: str) -> Iterable[Target]:
    return (target for target in session.forms if target.equipment == equipment)
