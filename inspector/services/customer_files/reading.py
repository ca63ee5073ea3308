"""The customer file (一户一册): what is known of one customer, part by part, as each tab asks for it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from inspector.domain.customer import Customer, Electrician
from inspector.domain.equipment import Equipment
from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.verdict import Verdict
from inspector.domain.visit import VisitKind, VisitStatus, VisitSummary
from inspector.reports.words import grouped
from inspector.services.customer_files.diagrams import diagram_view
from inspector.services.customer_files.equipment import EquipmentReader, grades, urgency
from inspector.services.customer_files.papers import document_count
from inspector.services.customer_files.portraits import portrait_view
from inspector.services.customer_files.risk import risk_view
from inspector.services.customer_files.tests import recorded_reports, split_key, test_table, value_views, worst
from inspector.services.customer_files.views import (
    Certificate,
    CustomerHead,
    EquipmentFile,
    EquipmentRow,
    HazardRow,
    Overview,
    TestRow,
    Trend,
    VisitRow,
)
from inspector.services.due.listing import due_of
from inspector.services.due.views import SOON_DAYS, Due
from inspector.services.planning.occasions import OCCASION, occasion_name
from inspector.services.registers.entries import find_customer, find_equipment
from inspector.services.registers.nameplates import nameplate_fields
from inspector.services.visits.listing import ORDER, signed_elsewhere
from inspector.services.words import (
    GRADES,
    IMPORTANCES,
    METERINGS,
    NBSP,
    STATUSES,
    VISIT_KINDS,
    days_text,
    here,
    kind_name,
    short_date,
    status_key,
    usual_text,
    voltage_text,
)
from inspector.services.workspace import Workspace
from inspector.storage import RecordedTest, VisitDraft

GASES: Final = "gas_"
"""How quantities of dissolved gases begin."""
VISITS_SHOWN: Final = 5
"""Visits on the first tab."""


def customer_head(workspace: Workspace, customer_id: str) -> CustomerHead:
    """Head and tab counts. Raises Problem customer_unknown."""
    customer = find_customer(workspace, customer_id)
    db = workspace.db
    hazards = db.hazards.of_customer(customer.id)
    equipment = db.registers.equipment_of(customer.id)
    drafts = _drafts(workspace, customer)
    first = next((draft for draft in drafts if draft.status is not VisitStatus.HANDED_OVER), None)
    return CustomerHead(
        customer=customer,
        unclosed=grades(hazards),
        equipment=sum(1 for item in equipment if item.active),
        tests=len(db.measurements.tests([item.id for item in equipment])),
        visits=len(drafts) + len(db.visits.of_customer(customer.id)),
        hazards=len(hazards),
        visit=first.id if first else "",
        visit_status=first.status if first else None,
        documents=document_count(workspace, customer.id),
        risk=risk_view(workspace, customer.id) if customer.active else None,
        undecided=tuple(db.conflicts.fields_of([customer.id, *(item.id for item in equipment)])),
    )


def customer_overview(workspace: Workspace, customer_id: str) -> Overview:
    """The first tab. Raises Problem customer_unknown."""
    customer = find_customer(workspace, customer_id)
    reader = EquipmentReader(workspace, customer)
    rows, choices = reader.rows(), reader.choices()
    due = due_of(workspace, customer.id) if customer.active else None
    late = due is not None and due.days is not None and due.days < 0
    return Overview(
        facts=_facts(customer, due, keeper_name(workspace, customer)),
        urgent=frozenset({here()("Next inspection")}) if late else frozenset(),
        certificates=tuple(_certificate(item, workspace.today()) for item in customer.electricians),
        equipment=rows,
        visits=customer_visits(workspace, customer.id)[:VISITS_SHOWN],
        choices=choices,
        trend=reader.worth_a_look(choices),
        emergency=_emergency(customer),
        diagram=diagram_view(customer, rows),
        portrait=portrait_view(customer.portrait),
        risk=risk_view(workspace, customer.id) if customer.active else None,
        duty=customer.duty,
    )


def keeper_name(workspace: Workspace, customer: Customer) -> str:
    """The person of ours who is responsible; "" when nobody is, or somebody this laptop does not know."""
    return workspace.db.registers.person_names().get(customer.keeper, "") if customer.keeper else ""


def customer_equipment(workspace: Workspace, customer_id: str, *, retired: bool = False) -> tuple[EquipmentRow, ...]:
    """Equipment in service by family; with `retired` also what was taken out of service."""
    return EquipmentReader(workspace, find_customer(workspace, customer_id), retired=retired).rows()


def equipment_file(workspace: Workspace, equipment_id: str) -> EquipmentFile:
    """One piece of equipment: facts, nameplate, test history, unclosed hazards. Raises Problem equipment_unknown."""
    item = find_equipment(workspace, equipment_id)
    reader = EquipmentReader(workspace, find_customer(workspace, item.customer), only=item)
    return EquipmentFile(
        row=reader.rows()[0],
        facts=_equipment_facts(item),
        nameplate=_nameplate(item),
        table=test_table(reader.names(item), item.id, reader.tests),
        hazards=tuple(_hazard_row(workspace, hazard) for hazard in reader.unclosed if hazard.equipment == item.id),
        gases=any(quantity.startswith(GASES) for quantity, _label in reader.series(item)),
    )


def customer_trend(workspace: Workspace, key: str) -> Trend | None:
    """A series by its key; None when it has no value any more. Raises Problem equipment_unknown."""
    item = find_equipment(workspace, split_key(key)[0])
    reader = EquipmentReader(workspace, find_customer(workspace, item.customer), only=item)
    choice = next((choice for choice in reader.choices() if choice.key == key), None)
    return reader.trend(choice) if choice else None


def customer_tests(workspace: Workspace, customer_id: str) -> tuple[TestRow, ...]:
    """All preventive tests, also of what was taken out of service, newest first."""
    reader = EquipmentReader(workspace, find_customer(workspace, customer_id), retired=True)
    return tuple(_test_row(reader, test) for test in reversed(reader.tests))


def customer_visits(workspace: Workspace, customer_id: str) -> tuple[VisitRow, ...]:
    """Open and planned visits, then signed ones, newest first."""
    customer = find_customer(workspace, customer_id)
    names = {person.id: person.name for person in workspace.db.registers.persons()}
    closed: dict[str, int] = {}
    for hazard in workspace.db.hazards.of_customer(customer.id):
        if hazard.status is HazardStatus.CLOSED:
            closed[hazard.visit] = closed.get(hazard.visit, 0) + 1
    local = [_draft_row(draft, names) for draft in _drafts(workspace, customer)]
    past = workspace.db.visits.of_customer(customer.id)
    reasons = workspace.db.visits.occasions([visit.id for visit in past])
    signed = [_visit_row(visit, names, closed, reasons.get(visit.id, "")) for visit in past]
    return (*local, *signed)


def customer_hazards(workspace: Workspace, customer_id: str) -> tuple[HazardRow, ...]:
    """All hazards: unclosed first, gravest and most urgent first."""
    customer = find_customer(workspace, customer_id)
    found = workspace.db.hazards.of_customer(customer.id, today=workspace.today())
    return tuple(_hazard_row(workspace, hazard) for hazard in found)


# facts ------------------------------------------------------------------------------------------------------------


def _facts(customer: Customer, due: Due | None, keeper: str) -> tuple[tuple[str, str], ...]:
    t = here()
    supply = (voltage_text(customer.voltage_kv), usual_text(customer.supply_mode, t), t(METERINGS[customer.metering]))
    facts = (
        (t("Account no."), grouped(customer.account)),
        (t("Supply"), " ".join(part for part in supply if part)),
        (t("Supply line"), customer.line),
        (t("Installed capacity"), customer.transformers),
        (t("Contract capacity"), _number(customer.capacity_kva, "kVA")),
        (t("Customer class"), t(IMPORTANCES[customer.importance])),
        (t("Inspection cycle"), _cycle(due) if due else ""),
        (t("Next inspection"), _next_inspection(due) if due else ""),
        (t("Person in charge"), keeper),
        (t("Industry"), customer.industry),
        (t("Address"), customer.address),
        (t("Contact"), " ".join(part for part in (customer.contact, customer.contact_title) if part)),
        (t("Phone"), customer.phone),
        *((t("Further contact"), " ".join(filter(None, (o.name, o.title, o.phone)))) for o in customer.contacts),
    )
    return tuple((label, value) for label, value in facts if value)


def _next_inspection(due: Due) -> str:
    """The day, and when it is near or past how many days that are."""
    near = due.days is not None and due.days <= SOON_DAYS
    words = (due.due_on.isoformat() if due.due_on else "", days_text(due.days, here()) if near else "")
    return " · ".join(word for word in words if word)


def _cycle(due: Due) -> str:
    t = here()
    if due.cycle_months is None:
        return f"{due.cycle_name} · {due.cycle_source}"
    return t.plural("{count} month", "{count} months", due.cycle_months).format(count=due.cycle_months)


def _emergency(customer: Customer) -> tuple[tuple[str, str], ...]:
    t = here()
    facts = (
        (t("Capacity"), _number(customer.emergency_supply_kva, "kVA")),
        (t("Security load"), _number(customer.security_load_kw, "kW")),
    )
    return tuple((label, value) for label, value in facts if value)


def _number(value: float | None, unit: str) -> str:
    return f"{value:g}{NBSP}{unit}" if value else ""


def _certificate(electrician: Electrician, today: date) -> Certificate:
    until = electrician.valid_until
    days = (until - today).days if until else None
    return Certificate(
        electrician.name,
        electrician.certificate,
        until,
        days,
        urgency(until, today),
        usual_text(electrician.category, here()),
        electrician.phone,
    )


def _equipment_facts(item: Equipment) -> tuple[tuple[str, str], ...]:
    t = here()
    facts = (
        (t("Kind"), kind_name(item.kind)),
        (t("Model"), item.model),
        (t("Place"), item.place),
        (t("Commissioned"), item.commissioned.isoformat() if item.commissioned else ""),
        (t("Manufacturer"), item.maker),
        (t("Serial no."), item.serial),
    )
    return tuple((label, value) for label, value in facts if value)


def _nameplate(item: Equipment) -> tuple[tuple[str, str], ...]:
    """Known nameplate values in the order of the nameplate; what no field describes follows by its key."""
    fields = {field.key: field for field in nameplate_fields(item.kind)}
    known = [
        (field.name, f"{field.label_of(item.nameplate[key])}{NBSP}{field.unit}".strip())
        for key, field in fields.items()
        if item.nameplate.get(key)
    ]
    return (*known, *((key, value) for key, value in item.nameplate.items() if value and key not in fields))


# rows -------------------------------------------------------------------------------------------------------------


def _drafts(workspace: Workspace, customer: Customer) -> list[VisitDraft]:
    """Visits of this customer on this laptop that are not signed: open ones, then by day, then those handed over."""
    signed = signed_elsewhere(workspace)
    drafts = [draft for draft in workspace.db.drafts.visits() if draft.customer == customer.id]
    left = [draft for draft in drafts if draft.id not in signed]
    return sorted(left, key=lambda draft: (ORDER[draft.status], draft.planned_on or date.max))


def _draft_row(draft: VisitDraft, names: Mapping[str, str]) -> VisitRow:
    t = here()
    started = draft.started_at.date() if draft.started_at else None
    return VisitRow(
        id=draft.id,
        number=draft.number,
        kind=_kind(draft.kind, draft.body.get(OCCASION)),
        status=draft.status,
        on=started or draft.planned_on,
        inspectors=t(", ").join(names.get(person, person) for person in draft.inspectors),
    )


def _kind(kind: VisitKind, occasion: object) -> str:
    """The kind of a visit, and what it was for if that was more."""
    return " · ".join(part for part in (here()(VISIT_KINDS[kind]), occasion_name(occasion)) if part)


def _visit_row(visit: VisitSummary, names: Mapping[str, str], closed: Mapping[str, int], occasion: str) -> VisitRow:
    t = here()
    return VisitRow(
        id=visit.id,
        number=visit.number,
        kind=_kind(visit.kind, occasion),
        status=visit.status,
        on=visit.signed_at.date() if visit.signed_at else None,
        inspectors=t(", ").join(names.get(person, person) for person in visit.inspectors),
        counts=visit.counts,
        closed=closed.get(visit.id, 0),
        notice=visit.notice,
    )


def _test_row(reader: EquipmentReader, test: RecordedTest) -> TestRow:
    item = reader.by_id[test.equipment]
    values = value_views(reader.names(item), test)
    verdicts = [value.verdict for value in values]
    return TestRow(
        id=test.id,
        equipment=item.id,
        name=item.name,
        kind_name=kind_name(item.kind),
        tested_on=test.tested_on,
        next_due=test.next_due,
        lab=test.lab,
        verdict=worst(verdicts),
        values=values,
        attention=verdicts.count(Verdict.ATTENTION),
        failed=verdicts.count(Verdict.FAIL),
        reports=recorded_reports(test),
    )


def _hazard_row(workspace: Workspace, hazard: Hazard) -> HazardRow:
    t, today = here(), workspace.today()
    key = status_key(hazard)
    cells = {
        "number": hazard.number,
        "place": hazard.place,
        "description": hazard.description,
        "grade": t(GRADES[hazard.grade]),
        "found_on": short_date(hazard.found_on, today),
        "deadline": short_date(hazard.deadline, today),
        "status": t(STATUSES[key]),
        "responsible": hazard.responsible,
        "closed_on": short_date(hazard.closed_on, today),
    }
    days = (hazard.deadline - today).days if hazard.status.unclosed else None
    return HazardRow(hazard.id, cells, hazard.grade, key, days)
