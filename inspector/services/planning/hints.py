"""What people should see of planned visits when two laptops planned, began or cancelled apart. Worker thread.

Nothing is stopped or merged: both visits stay, and whoever looks at one of them is told of the other.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from inspector.domain.plan import PLAN, Begun
from inspector.domain.visit import VisitStatus
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft
from inspector.storage.planning.plans import PlanRow

if TYPE_CHECKING:
    from datetime import date


def hints_of(workspace: Workspace, drafts: Sequence[VisitDraft], plans: Sequence[PlanRow]) -> dict[str, str]:
    """A sentence for each of these visits that has something to say; `plans` are those under way elsewhere."""
    t = here()
    days: Counter[tuple[str, date | None]] = Counter()
    days.update((one.customer, one.planned_on) for one in drafts if one.planned_on and _waits(one))
    known = workspace.db.plans.some([plan_id(one) for one in drafts]) | {row.plan.visit: row for row in plans}
    names = workspace.db.registers.person_names()
    found = {}
    for visit, plan, waits in (
        *((one.id, plan_id(one), one if _waits(one) else None) for one in drafts),
        *((row.plan.visit, row.plan.visit, None) for row in plans),
    ):
        told, row = [], known.get(plan)
        if waits is not None and days[waits.customer, waits.planned_on] > 1:
            told.append(t("Another visit of this customer is planned for the same day."))
        if row is not None and len(row.begun) > 1:
            who = t(", ").join(_who(one, names) for one in row.begun)
            told.append(t("Begun more than once: {who}.").format(who=who))
        if row is not None and row.plan.cancelled:
            told.append(t("The plan was cancelled meanwhile."))
        if row is not None and row.open and waits is not None:
            told.append(t("Changed apart by two people: decide under Sync."))
        if told:
            found[visit] = " ".join(told)
    return found


def plan_id(draft: VisitDraft) -> str:
    """The visit that was planned, of a planned or begun one."""
    return str(draft.body.get(PLAN) or draft.id)


def _waits(draft: VisitDraft) -> bool:
    return draft.status is VisitStatus.PLANNED


def _who(begun: Begun, names: dict[str, str]) -> str:
    return " ".join(part for part in (names.get(begun.person, begun.code), begun.number) if part)
