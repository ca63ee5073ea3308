"""What people should know about a visit that is planned or begins, though nobody is stopped. Worker thread."""

from datetime import time

from inspector.domain.roles import NIGHT_INSPECTORS, at_night
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_, describe
from inspector.problems import Problem, ProblemKind, register
from inspector.services.planning import TIME, being_cancelled
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft

register(
    ProblemKind.INPUT,
    {
        "hint_night": N_("At night at least three inspectors are asked for; this visit has {count}."),
        "hint_planned_already": N_("For {name} a visit is planned already{day}."),
    },
)


def plan_hints(workspace: Workspace, visit: str) -> tuple[Problem, ...]:
    """About a planned visit: few inspectors for its time of day, and whether the customer has another one."""
    draft = workspace.db.drafts.visit(visit)
    at = str(draft.body.get(TIME) or "")
    night = _night(draft, time.fromisoformat(at).hour) if at else ()
    return (*night, *_planned(workspace, draft))


def begin_hints(workspace: Workspace, visit: str) -> tuple[Problem, ...]:
    """About a visit that was begun, or that would begin now if it is only planned: few inspectors for the hour."""
    wanted = (draft for draft in workspace.db.drafts.visits() if visit in (draft.id, draft.number, draft.key))
    draft = next(wanted, None)
    if draft is None:
        return ()
    return _night(draft, (draft.started_at or workspace.now()).hour)


def opening_hints(workspace: Workspace, visit: str) -> tuple[Problem, ...]:
    """The same for a planned visit that is about to be opened; of one that goes on nothing is said again."""
    planned = {draft.id for draft in workspace.db.drafts.visits(VisitStatus.PLANNED)}
    return begin_hints(workspace, visit) if visit in planned else ()


def hints_json(hints: tuple[Problem, ...]) -> list[dict[str, str]]:
    """As commands and scripts print them."""
    return [{"code": hint.code, "message": describe(hint)} for hint in hints]


def _night(draft: VisitDraft, hour: int) -> tuple[Problem, ...]:
    """Guangdong manual, limits.md section 5: V-S50."""
    count = len(set(draft.inspectors))
    return (Problem("hint_night", count=count),) if at_night(hour) and count < NIGHT_INSPECTORS else ()


def _planned(workspace: Workspace, draft: VisitDraft) -> tuple[Problem, ...]:
    cancelled = being_cancelled(workspace)
    others = [
        other
        for other in workspace.db.drafts.visits(VisitStatus.PLANNED)
        if other.customer == draft.customer and other.id != draft.id and other.id not in cancelled
    ]
    days = sorted(other.planned_on.isoformat() for other in others if other.planned_on)
    if not others:
        return ()
    name = workspace.db.registers.customer(draft.customer).name
    return (Problem("hint_planned_already", name=name, day=f" ({', '.join(days)})" if days else ""),)
