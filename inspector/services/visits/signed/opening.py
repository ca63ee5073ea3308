"""Opening a signed visit to be read: its steps as the one who signed them saw them. Worker thread.

It is kept among the open visits of the workspace so that the same calls give its forms; whatever writes refuses it. Of
signed visits only the one that was opened last is kept.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.person import Person
from inspector.domain.visit import Step, VisitSummary
from inspector.i18n import N_, language
from inspector.problems import Problem, ProblemKind, register
from inspector.services.planning.occasions import OCCASION
from inspector.services.visits.building import build_form
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.opening import known_of
from inspector.services.visits.session import VisitSession
from inspector.services.visits.signed.findings import put_findings
from inspector.services.visits.signed.forms import Versions, line_of, versions_of
from inspector.services.visits.signed.inferences import FiledInferences
from inspector.services.visits.signed.items import items_of, target_of
from inspector.services.visits.signed.past import hazards_then, known_then, visit_before
from inspector.services.visits.signed.verdicts import as_filed
from inspector.services.visits.signed.views import Signed
from inspector.services.visits.signers import CUSTOMER
from inspector.services.visits.views import VisitView
from inspector.services.visits.visit_view import visit_view
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "visit_bare": N_(
            "Of the visit {visit} no answers are on record here, only its result: its notice can be shown instead."
        ),
        "visit_record_odd": N_(
            "The record of the visit {visit} cannot be read by this program. Show its notice instead, or update it."
        ),
    },
)


def open_signed(workspace: Workspace, visit: str) -> VisitView:
    """Open a signed visit (id or number) to be read.

    Raises Problem visit_unknown, visit_bare where there are no answers, visit_record_odd.
    """
    db = workspace.db
    try:
        summary = db.visits.by_number(visit) or db.visits.get(visit)
    except Problem as problem:
        raise Problem("visit_unknown", visit=visit) from problem
    body = db.visits.body(summary.id)
    try:
        opened = _load(workspace, summary, body)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Problem("visit_record_odd", visit=summary.number) from error
    for known in [key for key, one in workspace.visits.items() if one.session.signed is not None]:
        del workspace.visits[known]
    workspace.visits[summary.id] = opened
    return visit_view(opened)


def _load(workspace: Workspace, summary: VisitSummary, body: Mapping[str, Any]) -> OpenVisit:
    customer = workspace.db.registers.customer(summary.customer)
    entries = [entry for entry in body.get("forms") or () if entry.get("answers") is not None]
    versions = versions_of(workspace, entries, customer.scope)
    shown = [entry for entry in entries if str(entry["form"]) in versions.blobs]
    session = _session(workspace, summary, body, customer, versions, shown)
    if not session.forms:
        raise Problem("visit_bare", visit=summary.number)
    anew = as_filed(workspace, session, body)
    numbers = put_findings(workspace, session, body)
    session.signed = _signed(workspace, summary, body, session, versions, numbers, anew=anew)
    opened = OpenVisit(workspace, session)
    if isinstance(opened.views.inferences, FiledInferences):
        opened.views.inferences.file(body)
    return opened


def _session(
    workspace: Workspace,
    summary: VisitSummary,
    body: Mapping[str, Any],
    customer: Customer,
    versions: Versions,
    entries: list[Mapping[str, Any]],
) -> VisitSession:
    at = summary.signed_at or summary.started_at or workspace.now()
    on = at.astimezone().date()
    equipment = _equipment(workspace, customer, entries)
    bound = {str(entry["form"]): bool(entry.get("equipment")) for entry in entries}
    session = VisitSession(
        id=summary.id,
        number=summary.number,
        key="",
        kind=summary.kind.value,
        started_at=summary.started_at or at,
        customer=customer,
        inspectors=_inspectors(workspace, summary, body),
        equipment=equipment,
        plan=tuple(line_of(workspace.forms.plan, form, bound=bound[form]) for form in bound),
        packs=workspace.packs,
        today=on,
        old=hazards_then(workspace, body),
        last_visit=known_of(workspace, visit_before(workspace, summary)),
        items=items_of(body),
        history=_history(workspace, customer, equipment, summary.id, on),
        blobs=versions.blobs,
        occasion=str(body.get(OCCASION) or ""),
        signed=Signed(at, ()),
    )
    for entry in entries:
        target = target_of(entry)
        session.forms[target] = build_form(workspace, session, target, begun=True)
    if not session.targets(Step.INFRASTRUCTURE):
        session.forms.clear()
    return session


def _history(
    workspace: Workspace, customer: Customer, equipment: Mapping[str, Equipment], visit: str, day: date
) -> dict[str, Any]:
    values = workspace.db.measurements
    site = {"": known_then(values.of_site(customer.id), visit, day)}
    return site | {key: known_then(values.of_equipment(key), visit, day) for key in equipment}


def _equipment(workspace: Workspace, customer: Customer, entries: list[Mapping[str, Any]]) -> dict[str, Equipment]:
    """The equipment that the visit names, in service or not; one whose record is not here goes by its id."""
    wanted = dict.fromkeys(str(entry["equipment"]) for entry in entries if entry.get("equipment"))
    known = {one.id: one for one in workspace.db.registers.equipment_of(customer.id)}
    kinds = {form.id: min(form.kinds, default=EquipmentKind.SWITCHGEAR) for form in workspace.forms.plan}
    for entry in entries:
        key = str(entry.get("equipment") or "")
        if key and key not in known:
            kind = kinds.get(str(entry["form"]), EquipmentKind.SWITCHGEAR)
            known[key] = _elsewhere(workspace, key) or Equipment(key, customer.id, kind, key[:8])
    return {key: known[key] for key in wanted}


def _elsewhere(workspace: Workspace, equipment: str) -> Equipment | None:
    try:
        return workspace.db.registers.equipment(equipment)
    except Problem:
        return None


def _inspectors(workspace: Workspace, summary: VisitSummary, body: Mapping[str, Any]) -> tuple[Person, ...]:
    """Who inspected; somebody whose record is not here has the name the signature gives."""
    names = {str(one.get("person") or ""): str(one.get("name") or "") for one in body.get("signatures") or ()}
    known = {person.id: person for person in workspace.db.registers.persons()}
    return tuple(
        known.get(one) or Person(id=one, login=one, name=names.get(one) or one, team="") for one in summary.inspectors
    )


def _signed(
    workspace: Workspace,
    summary: VisitSummary,
    body: Mapping[str, Any],
    session: VisitSession,
    versions: Versions,
    numbers: tuple[str, ...],
    *,
    anew: bool,
) -> Signed:
    clients = [one for one in body.get("signatures") or () if one.get("who") == CUSTOMER]
    refused = any(one.get("method") == "refused" for one in clients)
    titles = {form: line_of(workspace.forms.plan, form, bound=False).title(language()) for form in versions.blobs}
    return Signed(
        at=summary.signed_at or session.started_at,
        by=tuple(person.name for person in session.inspectors),
        client="" if refused else next((str(one.get("name") or "") for one in clients), ""),
        refused=refused,
        notice=summary.notice,
        hazards=tuple(number for number in numbers if number),
        borrowed=tuple(titles.get(form, form) for form in versions.borrowed),
        lost=versions.lost,
        judged_now=anew,
    )
