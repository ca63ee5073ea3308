"""Undo and redo through a whole visit: one step back writes the former items in one commit, and brings forms in line.

The forms that a step touched are built anew from the saved answers, exactly as when the visit is opened, so that
engine, judgements and hazards are what the disk says. What was put right by the program since the step was made (a new
day, a corrected nameplate) is put right again after it. Signatures never come back: an undo is an edit and clears them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from inspector.domain.visit import Step
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.visits.building import build_form, targets_of
from inspector.services.visits.changes import Touched
from inspector.services.visits.edits import NO_STEP, Body, EditStep, Key
from inspector.services.visits.found_equipment import equipment_of_item
from inspector.services.visits.live import LiveForm
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import SEPARATOR, target_and_ref
from inspector.services.visits.step_words import principal
from inspector.services.visits.views import Change, Target, Where
from inspector.services.visits.visit_view import visit_view
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "nothing_to_undo": N_("There is nothing to undo in this visit."),
        "nothing_to_redo": N_("There is nothing to redo in this visit."),
    },
)


def undo_visit(workspace: Workspace, visit_id: str) -> Change:
    """Take the last step of the visit back. Raises Problem nothing_to_undo."""
    visit = workspace.visit(visit_id)
    step = visit.session.edits.undoable
    if step is None:
        raise Problem("nothing_to_undo")
    wanted = {**_orphans(visit, step.before), **step.before}
    now = _standing(visit, wanted)
    cleared = _write(visit, wanted)
    visit.session.edits.undone(now)
    return _taken(visit, step, wanted, now, cleared=cleared)


def redo_visit(workspace: Workspace, visit_id: str) -> Change:
    """Make the step again that was undone last. Raises Problem nothing_to_redo."""
    visit = workspace.visit(visit_id)
    step = visit.session.edits.redoable
    if step is None:
        raise Problem("nothing_to_redo")
    now = _standing(visit, step.after)
    cleared = _write(visit, step.after)
    visit.session.edits.redone(now)
    return _taken(visit, step, step.after, now, cleared=cleared)


def _standing(visit: OpenVisit, wanted: Mapping[Key, Body]) -> dict[Key, Body]:
    return {(kind, key): visit.session.of(kind).get(key) for kind, key in wanted}


def _orphans(visit: OpenVisit, wanted: Mapping[Key, Body]) -> dict[Key, Body]:
    """Items of equipment that goes: what its forms answered by themselves goes with it, and comes back with it."""
    gone = {key for (kind, key), body in wanted.items() if kind == "equipment" and body is None}
    if not gone:
        return {}
    return {
        (kind, key): None
        for kind, items in visit.session.items.items()
        for key in items
        if kind not in NO_STEP and SEPARATOR in key and key.split(SEPARATOR)[1] in gone
    }


def _write(visit: OpenVisit, wanted: Mapping[Key, Body]) -> bool:
    """Write items in one commit that is no step of its own; says whether signatures were cleared."""
    edit = visit.edit()
    for (kind, key), body in wanted.items():
        if body is None:
            edit.delete(kind, key)
        else:
            heads = body.get("heads")
            edit.put(kind, key, body, heads=[str(head) for head in heads] if isinstance(heads, list) else ())
    if not edit.empty:
        edit.commit(step=False)
    return edit.signatures_cleared


def _taken(
    visit: OpenVisit, step: EditStep, wanted: Mapping[Key, Body], before: Mapping[Key, Body], *, cleared: bool
) -> Change:
    """Bring memory in line with the items that were written, and say what changed and where."""
    session = visit.session
    touched = Touched(visit.views)
    structure = any(kind == "equipment" for kind, _key in wanted)
    if structure:
        _restructure(visit)
    for target in dict.fromkeys(target for kind, key in wanted if kind == "answer" for target in _targets(key)):
        if target in session.forms:
            _rebuild(visit, target, touched)
    visit.reconcile()
    for (kind, key), body in wanted.items():
        _touch(visit, touched, kind, key, (body, before[kind, key]))
    gone = tuple(key for kind, key in wanted if kind == "hazard" and session.draft(key) is None)
    change = touched.change(session.saved_at or step.at, signatures_cleared=cleared)
    whole = visit_view(visit) if structure else None
    return replace(change, went=where(visit, step), hazards_gone=gone, visit=whole)


def _targets(key: str) -> tuple[Target, ...]:
    found = target_and_ref(key)
    return (found[0],) if found else ()


def _restructure(visit: OpenVisit) -> None:
    """Let equipment found on the spot come and go with its item, and its forms with it."""
    session = visit.session
    items = session.of("equipment")
    found = {key: one for key, one in session.equipment.items() if key in items or key not in visit.added}
    found |= {key: equipment_of_item(key, session.customer.id, body) for key, body in items.items()}
    visit.added |= items.keys()
    session.equipment = found
    session.forms = {target: _form(visit, target) for target in targets_of(session)}
    visit.views.forget()


def _form(visit: OpenVisit, target: Target) -> LiveForm:
    """The form as it is; a new one if its equipment came back or is described differently now."""
    known, equipment = visit.session.forms.get(target), visit.session.equipment.get(target.equipment or "")
    if known is not None and known.equipment == equipment:
        return known
    return build_form(visit.workspace, visit.session, target, begun=True)


def _rebuild(visit: OpenVisit, target: Target, touched: Touched) -> None:
    """Build a form anew from the saved answers; names every question and line that looks different now."""
    old = visit.session.forms[target]
    new = build_form(visit.workspace, visit.session, target, begun=True)
    visit.session.forms[target] = new
    touched.add(target, (ref for ref in _shown(new) if _differs(old, new, ref)))
    if old.layout.markers.keys() != new.layout.markers.keys():
        touched.add(target, new.layout.markers)


def _shown(live: LiveForm) -> Iterable[str]:
    layout = live.layout
    return dict.fromkeys(
        (*layout.section_of, *layout.head, *(ref for line in layout.lines for ref in (line.ref, *line.cells)))
    )


def _differs(old: LiveForm, new: LiveForm, ref: str) -> bool:
    if ref not in old.questions or old.judgements.get(ref) != new.judgements.get(ref):
        return True
    return old.instance.view(ref) != new.instance.view(ref)


def _touch(visit: OpenVisit, touched: Touched, kind: str, key: str, bodies: Iterable[Body]) -> None:
    """Name what shows an item."""
    session = visit.session
    place = target_and_ref(key)
    if place is not None and place[0] in session.forms:
        touched.add(place[0], (place[1],))
    match kind:
        case "hazard":
            touched.hazards[key] = None
        case "old_hazard":
            touched.old[key] = None
        case "photo":
            for body in bodies:
                if body is not None:
                    touched.photo(body)
        case "report":
            for body in bodies:
                if body is not None:
                    touched.reports[Target(str(body["form"]), str(body["equipment"]) or None)] = None


def where(visit: OpenVisit, step: EditStep) -> Where | None:
    """Where a step happened, as far as the place is there now."""
    (kind, key), body = principal(step)
    place, session = target_and_ref(key), visit.session
    match kind:
        case "old_hazard":
            return Where(Step.OLD_HAZARDS, None, key)
        case "equipment":
            first = next((target for target in session.targets(Step.EQUIPMENT) if target.equipment == key), None)
            return Where(Step.EQUIPMENT, first)
        case "photo" if body is not None:
            if body.get("old_hazard"):
                return Where(Step.OLD_HAZARDS, None, str(body["old_hazard"]))
            place = target_and_ref(str(body.get("at") or body.get("hazard") or ""))
        case "many" if body is not None:
            place = (Target(str(body["form"]), str(body["equipment"]) or None), str(body["ref"]))
        case "report" if body is not None:
            place = (Target(str(body["form"]), str(body["equipment"]) or None), "")
        case "bulk" if body is not None:
            place = (Target(str(body["form"]), str(body["equipment"]) or None), str(body["section"]))
        case "inference":
            return Where(Step.INDICATIONS)
    if place is None:
        return Where(Step.SUMMARY)
    return Where(session.step_of(place[0]), *place) if place[0] in session.forms else None
