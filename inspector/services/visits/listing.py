"""The list of visits: open and planned ones of this laptop, then signed ones, newest first."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from inspector.domain.customer import Customer, Importance
from inspector.domain.plan import NOTE
from inspector.domain.visit import VisitStatus
from inspector.problems import Problem
from inspector.services.due.views import Due
from inspector.services.handovers.past import chain_of, signed_twice
from inspector.services.planning import TIME, being_cancelled
from inspector.services.planning.hints import hints_of
from inspector.services.planning.occasions import OCCASION, occasion_name
from inspector.services.planning.records import planner
from inspector.services.visits.list_row import VisitListRow
from inspector.services.words import IMPORTANCES, here
from inspector.services.workspace import Workspace
from inspector.storage import DraftItem, VisitDraft

if TYPE_CHECKING:
    from inspector.storage.planning.plans import PlanRow

ORDER = {VisitStatus.OPEN: 0, VisitStatus.ELSEWHERE: 1, VisitStatus.PLANNED: 2, VisitStatus.HANDED_OVER: 3}
SIGNED = 200
"""Signed visits that the list shows; all of them stand in the inspection ledger."""


def visit_rows(workspace: Workspace, signed: int = SIGNED) -> tuple[VisitListRow, ...]:
    """Open visits first, then planned ones by day, then signed ones, newest first."""
    local = waiting_rows(workspace)
    t = here()
    from inspector.storage import VisitFilter  # noqa: PLC0415 - the window starts with those that are not signed

    rows = workspace.db.visits.page(VisitFilter(), limit=signed)
    times = workspace.db.visits.times([row.visit for row in rows])
    reasons = workspace.db.visits.occasions([row.visit for row in rows])
    customers = customers_by_id(workspace, [row.customer for row in rows])
    past = [
        VisitListRow(
            id=row.visit,
            number=row.number,
            customer=row.customer_name,
            account=row.account,
            customer_class=t(IMPORTANCES[customers[row.customer].importance]) if row.customer in customers else "",
            importance=customers[row.customer].importance if row.customer in customers else Importance.NONE,
            kind=row.kind,
            status=VisitStatus.SIGNED,
            inspectors=t(", ").join(row.inspector_names),
            planned_on=None,
            started_at=times[row.visit][0],
            signed_at=times[row.visit][1],
            hazards=sum(row.counts),
            people=tuple(row.inspectors),
            occasion=occasion_name(reasons.get(row.visit)),
            occasion_id=reasons.get(row.visit, ""),
        )
        for row in rows
    ]
    return (*local, *past)


def waiting_rows(workspace: Workspace) -> tuple[VisitListRow, ...]:
    """Open visits, those under way elsewhere, then planned ones by day and time.

    Without those whose cancelling can still be taken back.
    """
    left_out = being_cancelled(workspace) | signed_elsewhere(workspace)
    drafts = [draft for draft in workspace.db.drafts.visits() if draft.id not in left_out]
    drafts.sort(key=lambda d: (ORDER[d.status], d.planned_on or date.max, str(d.body.get(TIME, "~"))))
    others = [plan for plan in workspace.db.plans.elsewhere() if plan.plan.visit not in left_out]
    ids = [draft.customer for draft in drafts] + [plan.plan.customer for plan in others]
    customers = customers_by_id(workspace, ids)
    names = {person.id: person.name for person in workspace.db.registers.persons()}
    hints = hints_of(workspace, drafts, others)
    rows = [_draft_row(workspace, draft, customers.get(draft.customer), names) for draft in drafts]
    rows += [_elsewhere_row(plan, customers.get(plan.plan.customer), names) for plan in others]
    rows.sort(key=lambda row: ORDER[row.status])
    allowed = planner(workspace)
    return tuple(replace(row, hint=hints.get(row.id, ""), changeable=allowed(row.people)) for row in rows)


def _elsewhere_row(row: "PlanRow", known: Customer | None, names: dict[str, str]) -> VisitListRow:
    """A visit that somebody began on another laptop: what its plan says, and who began it when."""
    t, plan, last = here(), row.plan, row.begun[-1]
    customer = known or Customer(plan.customer, "", t("Customer is missing"), "")
    return VisitListRow(
        id=plan.visit,
        number=last.number,
        customer=customer.name,
        account=customer.account,
        customer_class=t(IMPORTANCES[customer.importance]),
        importance=customer.importance,
        kind=plan.kind,
        status=VisitStatus.ELSEWHERE,
        inspectors=t(", ").join(names.get(person, "—") for person in plan.inspectors),
        planned_on=plan.planned_on,
        started_at=_moment(last.at),
        signed_at=None,
        planned_at=plan.at,
        people=plan.inspectors,
        occasion=occasion_name(plan.occasion),
        occasion_id=plan.occasion,
        note=plan.note,
        begun_by=names.get(last.person, last.code),
    )


def _moment(text: str) -> datetime | None:
    """A time that another laptop told; None for one that cannot be read."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        return None


def day_of(row: VisitListRow) -> date | None:
    """The day a visit belongs to: the one it is planned for, was signed on, or began on."""
    if row.status is VisitStatus.PLANNED:
        return row.planned_on
    moment = row.signed_at or row.started_at
    return moment.astimezone().date() if moment is not None else row.planned_on


def signed_elsewhere(workspace: Workspace) -> frozenset[str]:
    """Visits that were handed over and whose signed record has arrived since."""
    gone = workspace.db.drafts.visits(VisitStatus.HANDED_OVER)
    return frozenset(draft.id for draft in gone if workspace.db.frames.events_of(draft.id))


def customers_by_id(workspace: Workspace, ids: Iterable[str]) -> dict[str, Customer]:
    """These customers; an unknown one is left out."""
    return {customer.id: customer for customer in workspace.db.registers.some_customers(tuple(dict.fromkeys(ids)))}


def _draft_row(workspace: Workspace, draft: VisitDraft, known: Customer | None, names: dict[str, str]) -> VisitListRow:
    """A visit whose customer a damaged copy did not give back is shown all the same; the doctor names it."""
    t = here()
    customer = known or Customer(draft.customer, "", t("Customer is missing"), "")
    items = workspace.db.drafts.items(draft.id) if draft.status is not VisitStatus.PLANNED else ()
    done, total = _progress(workspace, draft, items)
    found = [item.body for item in items if item.kind == "hazard"]
    return VisitListRow(
        id=draft.id,
        number=draft.number,
        customer=customer.name,
        account=customer.account,
        customer_class=t(IMPORTANCES[customer.importance]),
        importance=customer.importance,
        kind=draft.kind,
        status=draft.status,
        inspectors=t(", ").join(names.get(person, "—") for person in draft.inspectors),
        planned_on=draft.planned_on,
        started_at=draft.started_at,
        signed_at=None,
        done=done,
        total=total,
        hazards=sum(not item.get("folded") and item.get("status") in COUNTED for item in found),
        planned_at=str(draft.body.get(TIME, "")),
        capacity=customer.transformers or (f"{customer.capacity_kva:g}\u00a0kVA" if customer.capacity_kva else ""),
        people=draft.inspectors,
        occasion=occasion_name(draft.body.get(OCCASION)),
        occasion_id=str(draft.body.get(OCCASION) or ""),
        note=str(draft.body.get(NOTE) or ""),
        handed_over=chain_of(draft.body)[-1] if draft.status is VisitStatus.HANDED_OVER else None,
    )


def _progress(workspace: Workspace, draft: VisitDraft, items: Iterable[DraftItem]) -> tuple[int, int]:
    """Done and total: of a visit that is loaded as it is, else as they were noted with its last position."""
    opened = workspace.visits.get(draft.id)
    if opened is not None:
        steps = opened.views.steps()
        return sum(step.done for step in steps), sum(step.total for step in steps)
    noted = next((item.body for item in items if item.kind == "position"), {})
    if noted.get("total"):
        return int(noted["done"]), int(noted["total"])
    return sum(item.kind == "answer" for item in items), 0


COUNTED = ("draft", "accepted")
"""Hazard drafts of an open visit that stand: not dismissed, merged or folded."""


def visit_json(workspace: Workspace, name: str) -> dict[str, Any]:
    """`visit show --json`: a signed visit with all it recorded; of a planned or open one what the list shows.

    Raises Problem visit_unknown.
    """
    local = next((row for row in waiting_rows(workspace) if name in (row.id, row.number)), None)
    if local is not None:
        return {**list_json(local), "answers": len(workspace.db.drafts.items(local.id, "answer"))}
    known = workspace.db.visits.by_number(name)
    visit = known.id if known else name
    try:
        summary = workspace.db.visits.get(visit)
    except Problem as problem:
        raise Problem("visit_unknown", visit=name) from problem
    twice = {"signed_twice": True} if signed_twice(workspace, summary.id) else {}
    return {"id": summary.id, "status": summary.status.value, **twice, **workspace.db.visits.body(summary.id)}


def list_json(row: VisitListRow) -> dict[str, Any]:
    """A row of the list, flat."""
    return {
        "id": row.id,
        "number": row.number,
        "account": row.account,
        "customer": row.customer,
        "kind": row.kind.value,
        "occasion": row.occasion,
        "status": row.status.value,
        "inspectors": row.inspectors,
        "planned_on": row.planned_on.isoformat() if row.planned_on else "",
        "planned_at": row.planned_at,
        "started_at": row.started_at.isoformat() if row.started_at else "",
        "signed_at": row.signed_at.isoformat() if row.signed_at else "",
        "hazards": row.hazards,
        "note": row.note,
        "hint": row.hint,
        "begun_by": row.begun_by,
        "handed_over_to": row.handed_over.to if row.handed_over else "",
        "handed_over_at": row.handed_over.at if row.handed_over else "",
    }


def due_json(row: Due) -> dict[str, Any]:
    """A row of the due list, flat."""
    return {
        "account": row.account,
        "customer": row.name,
        "importance": row.importance.value,
        "cycle_months": row.cycle_months,
        "source": row.cycle_source,
        "last_on": row.last_on.isoformat() if row.last_on else "",
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "days": row.days,
        "planned_on": row.planned.isoformat() if row.planned else "",
        "visit": row.visit,
    }
