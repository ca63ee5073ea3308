"""Which panel shows which step of a visit."""

from inspector.domain.visit import Step
from inspector.ui.visit.checklist import ChecklistPanel
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.old_hazards import OldHazardsPanel
from inspector.ui.visit.page import Factory
from inspector.ui.visit.readings import ReadingsPanel
from inspector.ui.visit.summary import SummaryPanel

FACTORIES: dict[Step, Factory] = {
    Step.OLD_HAZARDS: OldHazardsPanel,
    Step.INFRASTRUCTURE: ChecklistPanel,
    Step.EQUIPMENT: EquipmentPanel,
    Step.INDICATIONS: ReadingsPanel,
    Step.SUMMARY: SummaryPanel,
}
