"""Which panel shows which step of a visit, and the page that holds them."""

from inspector.domain.visit import Step
from inspector.services.visits.views import VisitView
from inspector.ui.page import Context
from inspector.ui.visit.checklist import ChecklistPanel
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.old_hazards import OldHazardsPanel
from inspector.ui.visit.page import FOOTER_HEIGHT, VisitPage
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.readings import ReadingsPanel
from inspector.ui.visit.signed_page import SignedVisitPage
from inspector.ui.visit.step_panels import Factory
from inspector.ui.visit.summary import SummaryPanel

__all__ = ["FACTORIES", "FOOTER_HEIGHT", "visit_page"]

FACTORIES: dict[Step, Factory] = {
    Step.OLD_HAZARDS: OldHazardsPanel,
    Step.INFRASTRUCTURE: ChecklistPanel,
    Step.EQUIPMENT: EquipmentPanel,
    Step.INDICATIONS: ReadingsPanel,
    Step.SUMMARY: SummaryPanel,
}


def visit_page(context: Context, visit: VisitView) -> VisitPage:
    """The page of an open visit, or of a signed one that is only read."""
    presenter = VisitPresenter(context.workspace, context.tasks, context.messages, visit)
    return (VisitPage if visit.signed is None else SignedVisitPage)(presenter, FACTORIES)
