"""Deciding on an inference: a hazard is made of it, or it is dismissed with a reason. Worker thread.

Each is one commit and one step that can be undone.
"""

from inspector.problems import Problem
from inspector.services.visits.changes import Touched
from inspector.services.visits.inferences import KIND, dismissed_item, hazard_item, hazard_key
from inspector.services.visits.views import Change
from inspector.services.workspace import Workspace


def accept_inference(workspace: Workspace, visit_id: str, inference: str) -> Change:
    """Make a hazard of an inference (生成隐患), worded by its rule, with the evidence.

    Raises Problem inference_unknown.
    """
    visit = workspace.visit(visit_id)
    found = visit.views.inferences.of(inference)
    edit, touched = visit.edit(), Touched(visit.views)
    key = hazard_key(found)
    edit.put("hazard", key, hazard_item(visit.session, found))
    edit.delete(KIND, found.key)
    saved = edit.commit()
    touched.hazards[key] = None
    return touched.change(saved, signatures_cleared=edit.signatures_cleared)


def dismiss_inference(workspace: Workspace, visit_id: str, inference: str, reason: str) -> Change:
    """Dismiss an inference; it comes back only if its evidence changes. Raises Problem reason_missing.

    The reason goes into the visit's record. Raises Problem inference_unknown where the evidence is no more.
    """
    if not reason.strip():
        raise Problem("reason_missing")
    visit = workspace.visit(visit_id)
    found = visit.views.inferences.of(inference)
    edit = visit.edit()
    edit.put(KIND, found.key, dismissed_item(visit.session, found, reason.strip()))
    saved = edit.commit()
    return Touched(visit.views).change(saved, signatures_cleared=edit.signatures_cleared)


def restore_inference(workspace: Workspace, visit_id: str, inference: str) -> Change:
    """Take a dismissal back: the inference waits again."""
    visit = workspace.visit(visit_id)
    edit = visit.edit()
    edit.delete(KIND, inference)
    if edit.empty:
        raise Problem("inference_unknown", inference=inference)
    saved = edit.commit()
    return Touched(visit.views).change(saved, signatures_cleared=edit.signatures_cleared)
