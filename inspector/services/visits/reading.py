"""Reading an open visit: whole forms and the old hazards, as pages show them."""

from inspector.domain.visit import Step
from inspector.services.visits.answers import live_form
from inspector.services.visits.views import FormView, OldHazard, Target
from inspector.services.workspace import Workspace


def form_view(workspace: Workspace, visit_id: str, target: Target) -> FormView:
    """One form of an open visit."""
    visit = workspace.visit(visit_id)
    live_form(visit, target)
    return visit.views.rows(target).form()


def indications(workspace: Workspace, visit_id: str) -> tuple[FormView, ...]:
    """All forms of step 3 in the order of the grid."""
    visit = workspace.visit(visit_id)
    return tuple(visit.views.rows(target).form() for target in visit.session.targets(Step.INDICATIONS))


def old_hazards(workspace: Workspace, visit_id: str) -> tuple[OldHazard, ...]:
    """The customer's unclosed hazards, gravest first."""
    visit = workspace.visit(visit_id)
    return tuple(visit.views.old_hazard(key) for key in visit.session.old)
