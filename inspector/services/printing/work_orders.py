"""The work order of a visit: planned, running or signed. Worker thread."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from inspector.criteria import facts_for, overdue
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment
from inspector.domain.hazard import Hazard
from inspector.domain.inspection import add_months
from inspector.domain.person import Person
from inspector.domain.plan import NOTE, PLAN, WORK_ORDER
from inspector.domain.visit import OldHazardJudgement, SignMethod, Step, VisitKind, VisitStatus, VisitSummary
from inspector.i18n import Translator, speaking
from inspector.problems import Problem
from inspector.reports.notice import Signature
from inspector.reports.work_order import WorkEquipment, WorkHazard, WorkItem, WorkOrder
from inspector.services.due.listing import due_of
from inspector.services.planning import TIME
from inspector.services.planning.occasions import OCCASION, occasion_name
from inspector.services.planning.visits import keep_work_order
from inspector.services.printing.visit_documents import notice_head
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.visits.numbers import work_order_number
from inspector.services.visits.signers import CUSTOMER
from inspector.services.words import KINDS, days_text, here, two_lines
from inspector.services.workspace import Workspace
from inspector.storage import RecordedTest, VisitDraft

SOON: Final = timedelta(days=30)
"""A test due within so many days after the visit is marked."""


def work_order(workspace: Workspace, visit: str, language: str = "") -> bytes:
    """The work order of a visit as PDF; `visit` is its id or number. Raises Problem visit_unknown.

    The first printing gives a planned or running visit its work-order number, which stays.
    """
    from inspector.reports.work_order_pdf import work_order as draw  # noqa: PLC0415 - fonts and drawing, when it is printed

    with speaking(language or DOCUMENTS):
        return draw(work_order_model(workspace, visit), here())


def work_order_model(workspace: Workspace, visit: str) -> WorkOrder:
    """What the work order says, in the language spoken. Raises Problem visit_unknown."""
    drafts = workspace.db.drafts.visits()
    draft = next((found for found in drafts if visit in (found.id, found.number, found.key)), None)
    return _of_draft(workspace, draft) if draft is not None else _of_signed(workspace, visit)


def _of_draft(workspace: Workspace, draft: VisitDraft) -> WorkOrder:
    customer = workspace.db.registers.customer(draft.customer)
    people = [workspace.person_of(person) for person in draft.inspectors]
    planned = draft.status is VisitStatus.PLANNED or draft.started_at is None
    on = draft.planned_on if planned or draft.started_at is None else draft.started_at.astimezone().date()
    base = _about(workspace, customer, people, on or workspace.today())
    return replace(
        base,
        number=str(keep_number(workspace, draft).body.get(WORK_ORDER, "")),
        visit_number=draft.number,
        kind=draft.kind,
        occasion=occasion_name(draft.body.get(OCCASION)),
        note=str(draft.body.get(NOTE) or ""),
        items=_items_of(draft.kind, base.items),
        visit_on=on,
        visit_at=str(draft.body.get(TIME, "")),
    )


def keep_number(workspace: Workspace, draft: VisitDraft) -> VisitDraft:
    """The visit with the number of its work order, allotted now if it has none; one that went away stays as it is."""
    if draft.body.get(WORK_ORDER) or draft.status is VisitStatus.HANDED_OVER:
        return draft
    db, now = workspace.db, workspace.now()
    with db.transaction():
        number = work_order_number(workspace, now)
        numbered = replace(draft, body={**draft.body, WORK_ORDER: number})
        if draft.status is VisitStatus.PLANNED:
            keep_work_order(workspace, draft, number)
        else:
            db.drafts.visit_put(numbered)
    return numbered


def _of_signed(workspace: Workspace, visit: str) -> WorkOrder:
    """The work order as it was: what was known before the visit, and what the visit made of it."""
    known = workspace.db.visits.by_number(visit)
    try:
        summary = known or workspace.db.visits.get(visit)
    except Problem as problem:
        raise Problem("visit_unknown", visit=visit) from problem
    body = workspace.db.visits.body(summary.id)
    persons = {person.id: person for person in workspace.db.registers.persons()}
    customer = workspace.db.registers.customer(summary.customer)
    on = summary.started_at.astimezone().date() if summary.started_at else None
    people = [persons[person] for person in summary.inspectors if person in persons]
    base = _about(workspace, customer, people, on or workspace.today(), own=summary.id)
    signed, client = _signatures(workspace, body)
    return replace(
        base,
        number=_number_of(workspace, body),
        visit_number=summary.number,
        kind=summary.kind,
        occasion=occasion_name(body.get(OCCASION)),
        last_on=_last_before(workspace, summary),
        items=_done(workspace, _items_of(summary.kind, base.items), body, summary.kind),
        hazards=_judged(workspace, body, on or workspace.today()),
        visit_on=on,
        result=_result(summary),
        signed=signed,
        client=client,
    )


def _number_of(workspace: Workspace, body: Mapping[str, Any]) -> str:
    """The number the work order was printed with: as the visit says, or the plan that it began from."""
    own = str(body.get(WORK_ORDER) or "")
    plan = workspace.db.plans.one(str(body[PLAN])) if not own and body.get(PLAN) else None
    return plan.plan.work_order if plan is not None else own


def _last_before(workspace: Workspace, summary: VisitSummary) -> date | None:
    """The day of the visit before this one."""
    signed = [one.signed_at for one in workspace.db.visits.of_customer(summary.customer) if one.id != summary.id]
    before = [at for at in signed if at is not None and (summary.signed_at is None or at < summary.signed_at)]
    return max(before).astimezone().date() if before else None


def _result(summary: VisitSummary) -> str:
    t = here()
    critical, serious, general = summary.counts
    counts = {"critical": critical, "serious": serious, "general": general, "count": sum(summary.counts)}
    found = t("Safety hazards found: {count} (critical {critical}, serious {serious}, general {general}).")
    none = t("No safety hazard was found in this inspection.")
    notice = t("Result notice {number}.").format(number=summary.notice) if summary.notice else ""
    return " ".join(part for part in (found.format_map(counts) if counts["count"] else none, notice) if part)


def _judged(workspace: Workspace, body: Mapping[str, Any], on: date) -> tuple[WorkHazard, ...]:
    """The hazards that were open when the visit began, each with what was found of it."""
    told = {str(item["hazard"]): str(item.get("judgement", "")) for item in body.get("old_hazards", ())}
    customer = str(body["customer"])
    found = {hazard.id: hazard for hazard in workspace.db.hazards.of_customer(customer, today=on)}
    names = {item.id: item.name for item in workspace.db.registers.equipment_of(customer)}
    return tuple(
        replace(_hazard(found[key], names, on), judged=OldHazardJudgement(judgement) if judgement else None)
        for key, judgement in told.items()
        if key in found
    )


def _done(
    workspace: Workspace, items: Sequence[WorkItem], body: Mapping[str, Any], kind: VisitKind
) -> tuple[WorkItem, ...]:
    """The items as a signed visit leaves them: sign-off asks for every answer, readings alone may be left out."""
    steps = {form.id: form.step for form in workspace.forms.plan}
    answered = {steps.get(str(entry["form"])) for entry in body.get("forms", ()) if entry.get("answers")}
    read = bool(body.get("readings")) or Step.INDICATIONS in answered
    routine = kind not in (VisitKind.INTERMEDIATE, VisitKind.ACCEPTANCE)
    last = len(items) - 1
    return tuple(replace(item, done=read or not routine or at < last) for at, item in enumerate(items))


def _signatures(workspace: Workspace, body: Mapping[str, Any]) -> tuple[tuple[Signature, ...], Signature | None]:
    """How inspectors and customer signed."""
    made = [(str(item.get("who", "")), _signature(workspace, item)) for item in body.get("signatures", ())]
    client = next((one for who, one in made if who == CUSTOMER), None)
    return tuple(one for who, one in made if who != CUSTOMER), client


def _signature(workspace: Workspace, item: Mapping[str, Any]) -> Signature:
    """A signature as a signed visit tells it; one whose picture is not on this laptop is the name alone."""
    at, image = str(item.get("at") or ""), str(item.get("image") or "")
    return Signature(
        name=str(item.get("name", "")),
        method=SignMethod(str(item["method"])),
        signed_on=datetime.fromisoformat(at).date() if at else None,
        title=str(item.get("title", "")),
        strokes=tuple(tuple((3 * x, y) for x, y in line) for line in item.get("strokes", ())),
        image=workspace.store.blobs.get(image) if image and workspace.store.blobs.has(image) else b"",
        reason=str(item.get("reason", "")),
        witness=str(item.get("witness", "")),
    )


def _about(workspace: Workspace, customer: Customer, people: Sequence[Person], on: date, *, own: str = "") -> WorkOrder:
    """What customer, register and open hazards put on a work order; tests of the visit `own` are no last ones."""
    t = here()
    team = people[0] if people else Person("", "", "", "")
    head = notice_head(workspace, customer, team, t)
    equipment = [item for item in workspace.db.registers.equipment_of(customer.id) if item.active]
    contact = " ".join(part for part in (customer.contact, customer.contact_title, customer.phone) if part)
    names = {item.id: item.name for item in equipment}
    return WorkOrder(
        number="",
        printed_on=workspace.today(),
        company=head.company,
        customer=customer.name,
        account=customer.account,
        team=head.team,
        service_phone=head.service_phone,
        logo=head.logo,
        inspectors=tuple(person.name for person in people),
        address=head.address,
        supply=head.supply,
        capacity=head.capacity,
        importance=customer.importance,
        contact=contact,
        last_on=due_of(workspace, customer.id).last_on,
        items=_items(t, len(equipment)),
        equipment=_equipment(workspace, customer, equipment, on, t, own),
        hazards=tuple(_hazard(hazard, names, on) for hazard in workspace.unclosed(customer.id).values()),
    )


def _items(t: Translator, pieces: int) -> tuple[WorkItem, ...]:
    count = t.plural("{count} piece of equipment", "{count} pieces of equipment", pieces).format(count=pieces)
    return (
        WorkItem(t("Hazards not closed"), t("Judge every hazard of section 3: eliminated, still there, or worse.")),
        WorkItem(
            t("Infrastructure"),
            t(
                "Rooms, doors and trenches; fire protection and lighting; safety tools; diagrams and rules;"
                " certificates of the electricians; emergency supply."
            ),
        ),
        WorkItem(
            t("High-voltage equipment"),
            t("{count}: condition by sight, and preventive tests as in section 2.").format(count=count),
        ),
        WorkItem(
            t("Indications"),
            t("Meters and gauges: voltage, current, power factor, temperature; imbalance and load."),
        ),
    )


def _items_of(kind: VisitKind, routine: tuple[WorkItem, ...]) -> tuple[WorkItem, ...]:
    """The items of an occasion: old hazards come first at every one, what follows is another for new installations."""
    t = here()
    if kind is VisitKind.INTERMEDIATE:
        papers = t("Reviewed drawings, qualification of the builder, certificates of the material.")
        own = [
            (t("Documents of the work"), papers),
            (t("Hidden works"), t("Foundations, cable trenches and ducts, earthing grid, embedded parts, sealing.")),
            (t("Equipment"), t("Foundation, fixing, cable laying and terminations, as far as they are built.")),
            (t("Measured values"), t("Burial depths, weld overlaps, earthing resistance and continuity.")),
        ]
    elif kind is VisitKind.ACCEPTANCE:
        papers = t("As-built drawings, hand-over test reports, settings, rules, certificates of electricians.")
        own = [
            (t("Documents of the work"), papers),
            (t("Installation"), t("Rooms and fire protection, metering, interlocks, emergency supply, safety tools.")),
            (t("Equipment"), t("Condition by sight, and hand-over tests with the completeness of their report.")),
            (t("Energising"), t("Phase sequence, no-load voltages and currents, trial run.")),
        ]
    else:
        return routine
    return (routine[0], *(WorkItem(name, content) for name, content in own))


def _equipment(
    workspace: Workspace, customer: Customer, equipment: Sequence[Equipment], on: date, t: Translator, own: str
) -> tuple[WorkEquipment, ...]:
    tests: dict[str, RecordedTest] = {}
    for test in workspace.db.measurements.tests([item.id for item in equipment]):
        if not own or any(one.value.visit != own for one in test.values):
            tests[test.equipment] = test
    return tuple(_piece(workspace, customer, item, tests.get(item.id), on, t) for item in equipment)


def _piece(
    workspace: Workspace, customer: Customer, item: Equipment, test: RecordedTest | None, on: date, t: Translator
) -> WorkEquipment:
    due = _due(workspace, customer, item, test, on)
    late = due is not None and due < on
    remark = ""
    if test is None:
        remark = t("no test on record")
    elif due is not None and late:
        remark = days_text((due - on).days, t)
    elif due is not None and due <= on + SOON:
        remark = t("test due")
    return WorkEquipment(
        item.name, t(KINDS[item.kind]), item.model, test.tested_on if test else None, due, remark, late
    )


def _due(workspace: Workspace, customer: Customer, item: Equipment, test: RecordedTest | None, on: date) -> date | None:
    """When the next test is due: as the record says, else by the shortest test cycle that applies."""
    if test is None or test.next_due is not None:
        return test.next_due if test else None
    years = overdue(workspace.packs, item.kind, test.tested_on, on, facts_for(customer, item)).limit_high
    return add_months(test.tested_on, round(years * 12)) if years is not None else None


def _hazard(hazard: Hazard, names: Mapping[str, str], on: date) -> WorkHazard:
    place = two_lines(hazard.place, names.get(hazard.equipment or "", ""))
    return WorkHazard(hazard.number, place, hazard.description, hazard.grade, hazard.deadline, hazard.deadline < on)
