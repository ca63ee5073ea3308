"""Planned visits as records of the area: written here, and what of them is written by whom. Worker thread.

A workspace of an older program holds its planned visits as rows of its own. They become records as soon as somebody
works who may plan them (`adopt_planned`); until then they are shown as before, on this laptop only.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from typing import Any, Final

from inspector.domain import plan as plans
from inspector.domain.fields import to_fields
from inspector.domain.plan import Plan, PlanStatus, entity_of, may_plan
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.handovers.past import CHAIN
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft
from inspector.storage.planning.plans import PlanRow

register(
    ProblemKind.INPUT,
    {
        "plan_not_yours": N_(
            "{person} may plan visits for himself and his team only: ask a lead to plan for other inspectors."
        ),
        "plan_under_way": N_(
            "{person} has begun this visit on another laptop ({when}). "
            "If you have to go as well, start an unplanned one."
        ),
    },
)

_STAYS: Final = frozenset({*plans.BODY, plans.WORK_ORDER})
"""What of a row's body its record holds too; a row with more than that stays beside its record."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What is written of one planned visit: an event with these fields, `told` beside them."""

    visit: str
    scope: str
    type: str
    fields: Mapping[str, Any]
    told: Mapping[str, Any] = field(default_factory=dict)


def write(workspace: Workspace, changes: Sequence[PlanChange]) -> None:
    """Write changes as records of who acts, a frame for each area. Joins the open transaction, or makes its own."""
    from inspector.storage import NewEvent  # noqa: PLC0415 - the first list of the window reads plans and writes none

    by_scope: dict[str, list[NewEvent]] = {}
    for one in changes:
        body = {"fields": dict(one.fields), **one.told}
        by_scope.setdefault(one.scope, []).append(NewEvent(entity_of(one.visit), plans.KIND, one.type, body))
    with workspace.db.transaction():
        for scope, events in by_scope.items():
            workspace.db.frames.append(scope, workspace.acting.id, events, workspace.now())


def fields_of(draft: VisitDraft) -> dict[str, Any]:
    """What a record says of a planned visit."""
    body = draft.body
    noun = Plan(
        visit=draft.id,
        customer=draft.customer,
        kind=draft.kind,
        inspectors=draft.inspectors,
        planned_on=draft.planned_on,
        at=str(body.get(plans.TIME) or ""),
        occasion=str(body.get(plans.OCCASION) or ""),
        note=str(body.get(plans.NOTE) or ""),
        work_order=str(body.get(plans.WORK_ORDER) or ""),
    )
    return to_fields(noun, without=("visit",))


def made(workspace: Workspace, draft: VisitDraft) -> PlanChange:
    """The first record of a planned visit, in the area of its customer."""
    scope = workspace.db.registers.customer(draft.customer).scope
    return PlanChange(draft.id, scope, plans.MADE, fields_of(draft))


def check_right(workspace: Workspace, *groups: Collection[str]) -> None:
    """Whether who acts may plan for each of these groups of inspectors. Raises nobody_acting or plan_not_yours."""
    author, teams = workspace.acting, teams_of(workspace)
    if not all(may_plan(author, group, teams) for group in groups):
        raise Problem("plan_not_yours", person=author.name)


def planner(workspace: Workspace) -> Callable[[Collection[str]], bool]:
    """Says of a group of inspectors whether who acts may plan for it; of any while it is not known who acts."""
    if not workspace.somebody_acts:
        return lambda _group: True
    author, teams = workspace.acting, teams_of(workspace)
    return lambda group: may_plan(author, group, teams)


def teams_of(workspace: Workspace) -> dict[str, str]:
    """Everybody's team, by person."""
    return {person.id: person.team for person in workspace.db.registers.persons()}


def adopt_planned(workspace: Workspace) -> int:
    """Make records of this laptop's own planned visits, those that who acts may plan; returns of how many.

    One that was handed over to this laptop stays as it is: its record is where it came from.
    """
    rows = [row for row in workspace.db.drafts.local() if row.status is VisitStatus.PLANNED]
    if not rows or not workspace.somebody_acts:
        return 0
    known, teams, author = workspace.db.plans.some([row.id for row in rows]), teams_of(workspace), workspace.acting
    customers = {one.id for one in workspace.db.registers.some_customers([row.customer for row in rows])}
    wanted = [
        row
        for row in rows
        if row.id not in known
        and row.customer in customers
        and CHAIN not in row.body
        and may_plan(author, row.inspectors, teams)
    ]
    if not wanted:
        return 0
    with workspace.db.transaction():
        write(workspace, [made(workspace, row) for row in wanted])
        for row in wanted:
            if row.key == row.id and not row.body.keys() - _STAYS:
                workspace.db.drafts.discard(row.id)
    return len(wanted)


def replace_plan(workspace: Workspace, visit: str) -> None:
    """A planned visit was taken back under a new id: make a record of that one, and cancel the old, if that may be."""
    row = workspace.db.plans.one(visit)
    if row is None or row.status is not PlanStatus.PLANNED:
        return
    if may_plan(workspace.acting, row.plan.inspectors, teams_of(workspace)):
        adopt_planned(workspace)
        write(workspace, [PlanChange(visit, row.scope, plans.CANCELLED, {"cancelled": True})])


def begin(workspace: Workspace, planned: VisitDraft, begun: VisitDraft) -> None:
    """Tell everybody that a planned visit began, in the commit that begins it. What cannot be told stops nobody."""
    from inspector.storage import NewEvent  # noqa: PLC0415 - see `write`

    row = workspace.db.plans.one(planned.id)
    if row is None:
        return
    author = workspace.acting.id if workspace.somebody_acts else begun.inspectors[0]
    at = (begun.started_at or workspace.now()).isoformat(timespec="seconds")
    body = {"visit": begun.id, "number": begun.number, "at": at, "code": workspace.store.device.code}
    try:
        event = NewEvent(row.entity, plans.KIND, plans.BEGUN, body)
        workspace.db.frames.append(row.scope, author, [event], workspace.now())
    except Problem as problem:
        if problem.code != "entity_read_only":  # a newer program wrote of it
            raise


def visit_id(workspace: Workspace, planned: VisitDraft) -> str:
    """The id under which a planned visit begins here.

    Its own on the laptop that planned it or was handed it; a new one on others, which could begin it as well, apart.
    """
    row = workspace.db.plans.one(planned.id)
    if row is None or row.dev == workspace.store.device.id:
        return planned.id
    return planned.id if any(one.id == planned.id for one in workspace.db.drafts.local()) else workspace.new_id()


def elsewhere(workspace: Workspace, visit: str) -> PlanRow | None:
    """The plan of a visit that is under way on another laptop, as far as is known here."""
    row = workspace.db.plans.one(visit)
    if row is None or row.status is not PlanStatus.BEGUN:
        return None
    return next((one for one in workspace.db.plans.elsewhere() if one.entity == row.entity), None)


def under_way(workspace: Workspace, row: PlanRow) -> Problem:
    """Who is at it, and since when, as a sentence."""
    last = row.begun[-1]
    names = workspace.db.registers.person_names()
    when = last.at[:16].replace("T", " ")
    return Problem("plan_under_way", person=names.get(last.person, last.code or "?"), when=when)
