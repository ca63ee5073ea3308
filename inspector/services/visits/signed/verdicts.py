"""The verdicts of a signed visit, as they were filed with its values: criteria that changed since change no old visit.

Verdicts stand in the readings of the visit, in its test records, and, for the rest, in the forms themselves.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from inspector.criteria import Judgement, from_record, to_record
from inspector.domain.verdict import Verdict
from inspector.domain.visit import Step
from inspector.problems import Problem
from inspector.services.visits.line_parts import quantity_of
from inspector.services.visits.live import LiveForm, judge_whole
from inspector.services.visits.session import VisitSession
from inspector.services.workspace import Workspace

JUDGED = "judged"
"""Key in a form's entry: judgements by ref, of what is neither a reading nor a value of a dated test."""


class Place(NamedTuple):
    """What a filed value belongs to."""

    step: Step
    equipment: str
    quantity: str
    label: str


def judged_apart(live: LiveForm, filed: Iterable[str]) -> dict[str, Any]:
    """The judgements of a form that no filed value carries, by ref.

    Left out: limits of what has no value, and lines that only repeat what their worst cell says.
    """
    left = set(live.judgements).difference(filed, whole_lines(live))
    return {ref: to_record(one) for ref, one in live.judgements.items() if ref in left and one.value is not None}


def whole_lines(live: LiveForm) -> set[str]:
    """Lines of several cells, whose verdict is that of one of them."""
    return {line.ref for line in live.layout.lines if not line.computed and line.ref not in line.cells}


def as_filed(workspace: Workspace, session: VisitSession, body: Mapping[str, Any]) -> bool:
    """Put the filed verdicts in the place of those that criteria give now; whether any had to be worked out anew."""
    known = dict(_filed(workspace, session, body))
    apart = {
        (str(entry["form"]), str(entry.get("equipment") or "")): entry.get(JUDGED) for entry in body.get("forms") or ()
    }
    anew = False
    for target, live in session.forms.items():
        own = apart.get((target.form, target.equipment or ""))
        records = own if isinstance(own, Mapping) else {}
        anew = _of_form(session, live, known, records) or anew
    return anew


def _filed(
    workspace: Workspace, session: VisitSession, body: Mapping[str, Any]
) -> Iterable[tuple[Place, Mapping[str, Any]]]:
    for one in body.get("readings") or ():
        yield _place(Step.INDICATIONS, str(one.get("equipment") or ""), one), one
    for equipment in {target.equipment for target in session.forms if target.equipment}:
        for event in workspace.db.frames.events_of(equipment):
            if event.type == "test_recorded" and event.body.get("visit") == session.id:
                for one in event.body.get("values") or ():
                    yield _place(Step.EQUIPMENT, equipment, one), one


def _place(step: Step, equipment: str, one: Mapping[str, Any]) -> Place:
    return Place(step, equipment, str(one.get("quantity") or ""), str(one.get("label") or ""))


def _of_form(
    session: VisitSession, live: LiveForm, known: Mapping[Place, Mapping[str, Any]], own: Mapping[str, Any]
) -> bool:
    """Lay filed verdicts over those of a form; whether one of a value that somebody typed was not filed.

    What follows from dates and the register alone is worked out for the day of the visit where it was not filed.
    """
    step, owner, missing = session.step_of(live.target), live.target.equipment or "", False
    for line in live.layout.lines:
        for ref in (line.ref,) if line.computed else line.cells:
            place = Place(step, owner, quantity_of(live, line, ref), live.name(ref))
            anew = _lay(live, ref, own.get(ref) or known.get(place))
            missing = missing or (anew and not line.tells)
        judge_whole(live, line)
    for ref in live.layout.section_of:
        missing = _lay(live, ref, own.get(ref)) or missing
    return missing


def _lay(live: LiveForm, ref: str, filed: Mapping[str, Any] | None) -> bool:
    now = live.judgements.get(ref)
    judged = _judgement(filed, now) if filed is not None else None
    if judged is not None:
        live.judgements[ref] = judged
        return False
    if now is not None and now.value is None and ref in live.layout.line_of:
        del live.judgements[ref]  # what a limit would be today is no part of the record
    return now is not None and now.value is not None


def _judgement(filed: Mapping[str, Any], now: Judgement | None) -> Judgement | None:
    """A filed judgement; of older records only verdict and limit, in the words of today's row."""
    record = filed.get("judgement") or (filed if "limit_text" in filed else None)
    try:
        if isinstance(record, Mapping):
            return from_record(record)
        verdict = Verdict(str(filed.get("verdict") or ""))
    except (Problem, ValueError):
        return None
    if now is None:
        return None
    return now._replace(verdict=verdict, limit_text=str(filed.get("limit") or ""))
