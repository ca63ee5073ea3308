"""The list of visits: open and planned ones of this laptop, then signed ones, newest first."""

from datetime import date
from typing import Any

from inspector.domain.customer import Customer, Importance
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.list_views import VisitListRow
from inspector.services.words import IMPORTANCES, here
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft, VisitFilter

register(ProblemKind.INPUT, {"visit_unknown": N_("There is no visit “{visit}” on this laptop.")})

SIGNED = 200
"""Signed visits that the list shows; all of them stand in the inspection ledger."""


def visit_rows(workspace: Workspace, signed: int = SIGNED) -> tuple[VisitListRow, ...]:
    """Open visits first, then planned ones by day, then signed ones, newest first."""
    customers = {customer.id: customer for customer in workspace.db.registers.customers()}
    names = {person.id: person.name for person in workspace.db.registers.persons()}
    drafts = sorted(
        workspace.db.drafts.visits(), key=lambda d: (d.status is not VisitStatus.OPEN, d.planned_on or date.max)
    )
    local = [_draft_row(workspace, draft, customers[draft.customer], names) for draft in drafts]
    t = here()
    rows = workspace.db.visits.page(VisitFilter(), limit=signed)
    times = workspace.db.visits.times([row.visit for row in rows])
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
        )
        for row in rows
    ]
    return (*local, *past)


def _draft_row(workspace: Workspace, draft: VisitDraft, customer: Customer, names: dict[str, str]) -> VisitListRow:
    t = here()
    opened = workspace.visits.get(draft.id)
    steps = opened.views.steps() if opened else ()
    answered = sum(1 for _item in workspace.db.drafts.items(draft.id, "answer"))
    return VisitListRow(
        id=draft.id,
        number=draft.number,
        customer=customer.name,
        account=customer.account,
        customer_class=t(IMPORTANCES[customer.importance]),
        importance=customer.importance,
        kind=draft.kind,
        status=draft.status,
        inspectors=t(", ").join(names.get(person, person) for person in draft.inspectors),
        planned_on=draft.planned_on,
        started_at=draft.started_at,
        signed_at=None,
        done=sum(step.done for step in steps) if steps else answered,
        total=sum(step.total for step in steps),
    )


def plan_visit(
    workspace: Workspace, account: str, *, kind: VisitKind, inspectors: tuple[str, ...], planned_on: date | None
) -> str:
    """Plan a visit; returns its id. It gets its number when it is started."""
    from inspector.services.visits.opening import new_draft  # noqa: PLC0415 - the list alone needs no form engine

    draft = new_draft(workspace, account, kind=kind, inspectors=inspectors, planned_on=planned_on)
    workspace.db.drafts.visit_put(draft)
    return draft.id


def visit_json(workspace: Workspace, name: str) -> dict[str, Any]:
    """`visit show --json`: a signed visit with all it recorded; of a planned or open one what the list shows.

    Raises Problem visit_unknown.
    """
    local = next((row for row in visit_rows(workspace, signed=0) if name in (row.id, row.number)), None)
    if local is not None:
        return {**list_json(local), "answers": len(workspace.db.drafts.items(local.id, "answer"))}
    known = workspace.db.visits.by_number(name)
    visit = known.id if known else name
    try:
        summary = workspace.db.visits.get(visit)
    except Problem as problem:
        raise Problem("visit_unknown", visit=name) from problem
    return {"id": summary.id, "status": summary.status.value, **workspace.db.visits.body(visit)}


def list_json(row: VisitListRow) -> dict[str, Any]:
    """A row of the list, flat."""
    return {
        "id": row.id,
        "number": row.number,
        "account": row.account,
        "customer": row.customer,
        "kind": row.kind.value,
        "status": row.status.value,
        "inspectors": row.inspectors,
        "planned_on": row.planned_on.isoformat() if row.planned_on else "",
        "started_at": row.started_at.isoformat() if row.started_at else "",
        "signed_at": row.signed_at.isoformat() if row.signed_at else "",
        "hazards": row.hazards,
    }
