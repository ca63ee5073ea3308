"""The customer file as PDF: everything the window shows of one customer, in one document. Worker thread."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import Hazard
from inspector.domain.verdict import Verdict
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_, Translator, speaking
from inspector.reports.customer_file import CustomerFile, FileTable, FileTest, FileTrend, Pairs, Row
from inspector.reports.figures.radar import Spoke
from inspector.reports.figures.trend import TrendDot
from inspector.reports.words import marked
from inspector.services.customer_files.equipment import EquipmentReader, supply_detail
from inspector.services.customer_files.papers import customer_documents
from inspector.services.customer_files.reading import (
    customer_overview,
    customer_tests,
    customer_visits,
)
from inspector.services.customer_files.tests import split_key
from inspector.services.customer_files.views import (
    Certificate,
    DiagramView,
    EquipmentRow,
    Overview,
    PortraitView,
    RiskView,
    TestRow,
    TrendChoice,
    Urgency,
    VisitRow,
)
from inspector.services.printing.settings import COMPANY, SERVICE_PHONE, logo
from inspector.services.registers.entries import find_customer
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import GRADES, NBSP, RISKS, STATUSES, VERDICTS, days_text, here, status_key
from inspector.services.workspace import Workspace

SUPPLIES: Final = frozenset({EquipmentKind.GENERATOR, EquipmentKind.DC_SYSTEM})
"""Kinds that give power when the supply fails."""
MOST_VISITS: Final = 20
MOST_HAZARDS: Final = 60
MOST_DOCUMENTS: Final = 40
MOST_TRENDS: Final = 6
LEAST_POINTS: Final = 2
"""Values that make a trend."""
_LOUD: Final = {Verdict.FAIL: "red-text", Verdict.ATTENTION: "orange-text"}


def customer_file_pdf(workspace: Workspace, customer_id: str, language: str = "") -> bytes:
    """The file of a customer (account or id) as PDF. Raises Problem customer_unknown."""
    from inspector.reports.customer_file_pdf import customer_file  # noqa: PLC0415 - fonts and drawing, when it is printed

    tongue = language or DOCUMENTS
    with speaking(tongue):
        return customer_file(file_model(workspace, customer_id), Translator(tongue))


def file_model(workspace: Workspace, customer_id: str) -> CustomerFile:
    """What the document says, in the language spoken."""
    customer = find_customer(workspace, customer_id)
    overview = customer_overview(workspace, customer.id)
    tests = customer_tests(workspace, customer.id)
    visits = [row for row in customer_visits(workspace, customer.id) if row.status is VisitStatus.SIGNED]
    hazards = workspace.db.hazards.of_customer(customer.id, today=workspace.today())
    documents = customer_documents(workspace, customer.id)
    settings, t = workspace.db.settings, here()
    empty = overview.portrait is None or overview.portrait.is_empty
    calls: tuple[Row, ...] = ((customer.contact, customer.contact_title, customer.phone),) if customer.contact else ()
    calls += tuple((one.name, one.title, one.phone) for one in customer.contacts)
    return CustomerFile(
        company=str(settings.get(COMPANY, "")),
        customer=customer.name,
        account=customer.account,
        printed_on=workspace.today(),
        facts=_without_people(overview.facts, t),
        counts=_counts(overview.equipment, workspace, customer.id),
        score=_score(overview.risk, t),
        reasons=overview.risk.reasons if overview.risk else (),
        spokes=() if empty or overview.portrait is None else _spokes(overview.portrait),
        portrait="" if empty or overview.portrait is None else _highs(overview.portrait, t),
        diagram=_diagram(overview).diagram,
        diagram_note=_diagram_note(_diagram(overview), t),
        troubles=_diagram(overview).troubles,
        electricians=_electricians(overview.certificates, t),
        duty=overview.duty,
        contacts=FileTable(calls),
        emergency=overview.emergency,
        supplies=_supplies(overview.equipment, t),
        equipment=_equipment(overview.equipment, t),
        tests=_tests(tests, [row.id for row in overview.equipment], t),
        trends=_trends(EquipmentReader(workspace, customer), overview.choices, t),
        visits=_cut([_visit(row, t) for row in visits], MOST_VISITS),
        hazards=_hazards(hazards, t, workspace.today()),
        documents=_cut(
            [(f"{row.on:%Y-%m-%d}" if row.on else "", row.kind_name, row.title, row.by) for row in documents],
            MOST_DOCUMENTS,
        ),
        service_phone=str(settings.get(SERVICE_PHONE, "")),
        logo=logo(workspace),
    )


def _cut(rows: Sequence[Row], most: int) -> FileTable:
    return FileTable(tuple(rows[:most]), more=max(0, len(rows) - most))


def _without_people(facts: Pairs, t: Translator) -> Pairs:
    """The facts without those that stand in the table of people, and without the account of the letterhead."""
    left_out = {t("Contact"), t("Phone"), t("Further contact")}
    return tuple(pair for pair in facts if pair[0] not in left_out)


def _counts(rows: Sequence[EquipmentRow], workspace: Workspace, customer: str) -> str:
    """Unclosed hazards by grade in a line."""
    t = here()
    unclosed = workspace.unclosed(customer).values()
    counted = [
        f"{marked(grade, t)}{NBSP}{count}"
        for grade in GRADES
        if (count := sum(1 for hazard in unclosed if hazard.grade is grade))
    ]
    failed = sum(1 for row in rows if row.verdict is Verdict.FAIL)
    beyond = t.plural("{count} piece of equipment beyond a limit", "{count} pieces of equipment beyond a limit", failed)
    return t("; ").join([*counted, *([beyond.format(count=failed)] if failed else [])])


def _score(risk: RiskView | None, t: Translator) -> str:
    return f"{risk.score} / 100 · {t(RISKS[risk.level])}" if risk else ""


def _spokes(portrait: PortraitView) -> tuple[Spoke, ...]:
    return tuple(Spoke(axis.name, axis.text, axis.rating) for axis in portrait.axes)


def _highs(portrait: PortraitView, t: Translator) -> str:
    until = t("until {month}").format(month=f"{portrait.until:%Y-%m}") if portrait.until else ""
    return " · ".join(part for part in (t(", ").join(portrait.highs), until) if part)


def _diagram(overview: Overview) -> DiagramView:
    if overview.diagram is None:
        raise TypeError("an overview that is read has a diagram")
    return overview.diagram


def _diagram_note(view: DiagramView, t: Translator) -> str:
    if view.diagram.is_empty:
        return ""
    if view.proposed:
        return t(N_("Proposed from the register; nobody has compared it with the site."))
    if view.diagram.checked_on is None:
        return t(N_("Not compared with the site yet."))
    return t(N_("Compared with the site on {day}.")).format(day=view.diagram.checked_on)


def _electricians(certificates: Sequence[Certificate], t: Translator) -> FileTable:
    rows, loud = [], set()
    for number, one in enumerate(certificates):
        left = days_text(one.days_left, t) if one.days_left is not None else t("no date of expiry")
        if one.urgency in (Urgency.PAST, Urgency.SOON):
            loud |= {(number, 3), (number, 4)}
        until = f"{one.valid_until:%Y-%m-%d}" if one.valid_until else "—"
        rows.append((one.name, one.category, one.number, until, left))
    return FileTable(tuple(rows), frozenset(loud))


def _state(row: EquipmentRow, t: Translator) -> str:
    if row.grade is not None and row.verdict is not Verdict.FAIL:
        return t("Hazard open")
    if row.verdict is Verdict.UNDETERMINED:
        return t("Undetermined: {count}").format(count=row.unjudged)
    return t(VERDICTS[row.verdict]) if row.verdict else "—"


def _loud(row: EquipmentRow) -> bool:
    """Whether its state is printed bold."""
    general = max(GRADES, key=lambda grade: grade.rank)
    return row.verdict is Verdict.FAIL or row.grade not in (None, general)


def _supplies(rows: Sequence[EquipmentRow], t: Translator) -> FileTable:
    found = [row for row in rows if row.kind in SUPPLIES]
    made = tuple(
        (row.equipment.name, row.equipment.model, supply_detail(row) or row.rating, _state(row, t)) for row in found
    )
    return FileTable(made, frozenset((n, 3) for n, row in enumerate(found) if _loud(row)))


def _equipment(rows: Sequence[EquipmentRow], t: Translator) -> FileTable:
    made, loud = [], set()
    for number, row in enumerate(rows):
        made.append(
            (
                row.equipment.name,
                row.kind_name,
                row.equipment.model,
                row.rating,
                f"{row.equipment.commissioned:%Y-%m}" if row.equipment.commissioned else "—",
                f"{row.tested_on:%Y-%m}" if row.tested_on else "—",
                f"{row.next_test:%Y-%m}" if row.next_test else "—",
                _state(row, t),
            )
        )
        loud |= {(number, 6)} if row.next_urgency is Urgency.PAST else set()
        loud |= {(number, 7)} if _loud(row) else set()
    return FileTable(tuple(made), frozenset(loud))


def _tests(tests: Sequence[TestRow], order: Sequence[str], t: Translator) -> tuple[FileTest, ...]:
    """The newest test of each piece of equipment in service, in the order of the register."""
    newest: dict[str, TestRow] = {}
    for test in tests:
        newest.setdefault(test.equipment, test)
    return tuple(_test(newest[one], t) for one in order if one in newest)


def _test(test: TestRow, t: Translator) -> FileTest:
    heading = " · ".join(part for part in (test.name, f"{test.tested_on}", test.lab) if part)
    rows = tuple(
        (
            value.name,
            value.text,
            " · ".join(part for part in (value.limit, value.basis) if part),
            t(VERDICTS[value.verdict]) if value.verdict else "—",
        )
        for value in test.values
    )
    loud = {(n, c) for n, value in enumerate(test.values) if value.verdict is Verdict.FAIL for c in (1, 3)}
    return FileTest(heading, FileTable(rows, frozenset(loud)))


def _trends(reader: EquipmentReader, choices: Sequence[TrendChoice], t: Translator) -> tuple[FileTrend, ...]:
    """The series worth a look: beyond a limit, then 注意, then the longest; of several phases the first."""
    severity = {"fail": 0, "attention": 1}

    def rank(choice: TrendChoice) -> tuple[int, int]:
        equipment, key = split_key(choice.key)
        values = reader.series(reader.by_id[equipment])[key]
        return severity.get(values[-1].verdict, 2), -len(values)

    found: list[FileTrend] = []
    seen: set[tuple[str, str]] = set()
    for choice in sorted(choices, key=rank):
        equipment, (quantity, _label) = split_key(choice.key)
        trend = reader.trend(choice)
        if len(trend.points) >= LEAST_POINTS and (equipment, quantity) not in seen:
            seen.add((equipment, quantity))
            dots = tuple(
                TrendDot(p.on, p.value, p.text, _LOUD.get(p.verdict, "") if p.verdict else "") for p in trend.points
            )
            limit = t("Limit {limit}").format(limit=trend.limit_text) if trend.limit_text else ""
            found.append(FileTrend(choice.title, dots, trend.limits, limit))
        if len(found) == MOST_TRENDS:
            break
    return tuple(found)


def _visit(row: VisitRow, t: Translator) -> Row:
    found = sum(row.counts)
    result = (
        t("{found} found, {closed} closed").format(found=found, closed=row.closed) if found else t("no hazard found")
    )
    return f"{row.on:%Y-%m-%d}" if row.on else "", row.number, row.kind, row.inspectors, result, row.notice


def _hazards(rows: Sequence[Hazard], t: Translator, today: date) -> FileTable:
    made: list[Row] = []
    loud = set()
    for number, row in enumerate(rows[:MOST_HAZARDS]):
        dates = (f"{row.found_on}", f"{row.deadline}")
        made.append(
            (row.number, row.place, row.description, marked(row.grade, t), *dates, t(STATUSES[status_key(row)]))
        )
        if row.status.unclosed and row.deadline < today:
            loud.add((number, 5))
    return FileTable(tuple(made), frozenset(loud), max(0, len(rows) - MOST_HAZARDS))
