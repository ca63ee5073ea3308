"""Views of a visit as JSON, for `visit replay` and `visit show` (commands.md)."""

from typing import Any

from inspector.domain.visit import Step
from inspector.services.visits.inference_views import InferenceView
from inspector.services.visits.missing import missing
from inspector.services.visits.rows import FormRows
from inspector.services.visits.signers import signatures
from inspector.services.visits.views import Change, FormView, HazardDraft, JudgementView
from inspector.services.workspace import Workspace


def outline(workspace: Workspace, visit: str) -> dict[str, Any]:
    """Steps with their forms, equipment and questions, and the old hazards to judge."""
    session = workspace.visit(visit).session
    steps = [
        {
            "step": step.value,
            "forms": [form_json(FormRows(session, session.forms[target]).form()) for target in session.targets(step)],
        }
        for step in (Step.INFRASTRUCTURE, Step.EQUIPMENT, Step.INDICATIONS)
    ]
    old = [
        {"id": key, "number": hazard.number, "grade": hazard.grade.value, "description": hazard.description}
        for key, hazard in session.old.items()
    ]
    return {"steps": steps, "old_hazards": old}


def form_json(view: FormView) -> dict[str, Any]:
    """A form with its questions."""
    rows = [row for section in view.sections for row in section.rows] + list(view.head)
    questions = [
        {
            "ref": row.ref,
            "kind": row.kind.value,
            "label": row.label,
            "required": row.required,
            "options": [value for value, _label in row.options],
            "value": row.value,
            "photo": row.photo_required,
        }
        for row in rows
    ]
    questions += [
        {
            "ref": cell.ref,
            "kind": "number",
            "label": line.label,
            "required": line.required,
            "unit": line.unit,
            "value": cell.value,
        }
        for line in view.lines
        if not line.computed
        for cell in line.cells
    ]
    equipment = view.equipment
    return {
        "form": view.target.form,
        "equipment": view.target.equipment,
        "kind": equipment.kind.value if equipment else None,
        "name": view.title,
        "questions": questions,
    }


def verdict_json(view: JudgementView) -> dict[str, Any]:
    """A verdict with its limit and basis."""
    found = {"verdict": view.verdict.value, "limit": view.limit, "basis": view.basis, "confidence": view.confidence}
    return found | ({"rule": view.overridden.value, "reason": view.override_reason} if view.overridden else {})


def draft_json(draft: HazardDraft) -> dict[str, Any]:
    """A draft or proposal."""
    return {
        "draft": draft.id,
        "status": draft.status.value,
        "place": draft.place,
        "description": draft.description,
        "grade": draft.grade.value,
        "measure": draft.measure,
        "deadline": draft.deadline.isoformat(),
        "basis": draft.basis,
        "photos": [photo.id for photo in draft.photos],
    }


def inference_json(view: InferenceView) -> dict[str, Any]:
    """What several readings mean together; `decision` is open, hazard or dismissed."""
    return {
        "inference": view.id,
        "equipment": view.equipment or None,
        "title": view.title,
        "grade": view.grade.value,
        "evidence": list(view.evidence),
        "measure": view.measure,
        "basis": view.basis,
        "decision": "dismissed" if view.reason else "hazard" if view.hazard else "open",
        "reason": view.reason,
        "draft": view.hazard or None,
    }


def change_json(change: Change) -> dict[str, Any]:
    """A change set: changed refs, verdicts, drafts and proposals."""
    rows = [(target, row.ref, row.value, row.judgement) for target, row in change.rows]
    cells = [(target, line.ref, line.cells[0].value, line.judgement) for target, line in change.lines]
    changed = [
        {"form": target.form, "equipment": target.equipment, "ref": ref, "value": value}
        for target, ref, value, _judgement in (*rows, *cells)
    ]
    verdicts = [
        {"form": target.form, "equipment": target.equipment, "ref": ref, **verdict_json(judgement)}
        for target, ref, _value, judgement in (*rows, *cells)
        if judgement is not None
    ]
    return {
        "saved_at": change.saved_at.isoformat(),
        "changed": changed,
        "verdicts": verdicts,
        "hazards": [draft_json(draft) for draft in change.hazards],
        "inferences": [inference_json(one) for one in change.inferences],
        "signatures_cleared": change.signatures_cleared,
        "dropped": list(change.dropped),
    }


def status(workspace: Workspace, visit: str) -> dict[str, Any]:
    """What is answered, missing and signed."""
    opened = workspace.visit(visit)
    session = opened.session
    return {
        "visit": session.id,
        "number": session.number,
        "steps": [{"step": step.step.value, "done": step.done, "total": step.total} for step in opened.views.steps()],
        "answers": [
            {"form": form, "equipment": equipment or None, "ref": ref, "value": item["value"]}
            for key, item in session.of("answer").items()
            for form, equipment, ref in [key.split("|", 2)]
        ],
        "old_hazards": [
            {"hazard": key, "judgement": item["judgement"]} for key, item in session.judged_old().items()
        ],
        "photos": len(session.of("photo")),
        "hazards": [draft_json(draft) for draft in session.drafts()],
        "inferences": [inference_json(one) for one in opened.views.inferences.views()],
        "missing": [
            {"text": point.text, "step": point.step.value, "form": point.target.form if point.target else None,
             "equipment": point.target.equipment if point.target else None, "ref": point.ref}
            for point in missing(session)
        ],
        "signed": [
            {"who": box.who, "name": box.name, "method": box.method.value} for box in signatures(session) if box.method
        ],
    }  # fmt: skip
