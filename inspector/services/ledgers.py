"""The three ledgers: pages for the window, documents for paper and spreadsheets, flat rows for scripts.

One table of columns (reports.ledger) serves all of them, so that screen, paper and export cannot differ in content.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from inspector.domain.hazard import Grade
from inspector.domain.ledger import InspectionRow, LedgerKind, RectificationRow
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.ledger import LedgerDocument
from inspector.reports.ledger import LedgerRow as PrintedRow
from inspector.services.views import LedgerPage, LedgerQuery, LedgerRow
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import (
    GRADES,
    IMPORTANCES,
    STATUSES,
    SUPERVISION,
    VISIT_KINDS,
    days_text,
    here,
    short_date,
    status_key,
)
from inspector.services.workspace import Workspace
from inspector.storage import HazardFilter, VisitFilter

register(
    ProblemKind.INPUT,
    {
        "filter_unknown": N_("“{name}” is no filter of this ledger. Use some of: {names}."),
        "format_unknown": N_("“{name}” is no export format. Use pdf, xlsx, csv or json."),
        "export_cancelled": N_("The export was cancelled; no file was written."),
    },
)

FILTERS = ("unclosed", "critical", "serious", "general", "overdue", "due_7", "mine", "closed", "year:YYYY")
VISIT_SORTS = {
    "signed_on": "signed_at",
    "number": "number",
    "customer": "customer",
    "account": "account",
    "kind": "kind",
}
HAZARD_SORTS = {
    key: key for key in ("grade", "deadline", "found_on", "number", "status", "customer", "account", "closed_on")
}
PREFIX = {LedgerKind.INSPECTION: "AJ", LedgerKind.RECTIFICATION: "ZG", LedgerKind.SUPERVISION: "ZD"}
"""Letters of a printed ledger's number: 安检, 整改, 重点."""


def hazard_filter(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> HazardFilter:
    """The storage filter of a query. Raises Problem filter_unknown."""
    grades: list[Grade] = []
    wanted: dict[str, Any] = {"supervised": kind is LedgerKind.SUPERVISION, "text": query.search.strip()}
    today = workspace.today()
    for name in query.filters:
        if name in set(Grade):
            grades.append(Grade(name))
        elif name in ("unclosed", "closed"):
            wanted["unclosed"] = name == "unclosed"
        elif name == "overdue":
            wanted["overdue"] = True
        elif name == "due_7":
            wanted |= {"unclosed": True, "due_from": today, "due_to": date.fromordinal(today.toordinal() + 7)}
        elif name == "mine":
            wanted["person"] = workspace.acting.id
        elif (year := _year(name)) is not None:
            wanted |= {"found_from": date(year, 1, 1), "found_to": date(year, 12, 31)}
        else:
            raise Problem("filter_unknown", name=name, names=", ".join(FILTERS))
    return HazardFilter(grades=tuple(grades), **wanted)


def _year(name: str) -> int | None:
    head, _colon, digits = name.partition(":")
    return int(digits) if head == "year" and digits.isdecimal() and len(digits) == 4 else None


def visit_filter(workspace: Workspace, query: LedgerQuery) -> VisitFilter:
    """The storage filter of a query on the inspection ledger."""
    wanted: dict[str, Any] = {}
    for name in query.filters:
        if name == "mine":
            wanted["person"] = workspace.acting.id
        elif (year := _year(name)) is not None:
            wanted |= {"signed_from": date(year, 1, 1), "signed_to": date(year, 12, 31)}
        else:
            raise Problem("filter_unknown", name=name, names="mine, year:YYYY")
    return VisitFilter(text=query.search.strip(), **wanted)


def _sort(query: LedgerQuery, known: Mapping[str, str], default: tuple[str, ...]) -> tuple[str, ...]:
    column = known.get(query.sort)
    if column is None:
        return default
    return ("-" + column if query.descending else column, *default)


def _hazard_rows(
    workspace: Workspace, kind: LedgerKind, query: LedgerQuery, limit: int
) -> tuple[RectificationRow, ...]:
    hazards = workspace.db.hazards
    chosen = hazard_filter(workspace, kind, query)
    sort = _sort(query, HAZARD_SORTS, ("grade", "deadline"))
    return hazards.page(chosen, today=workspace.today(), sort=sort, offset=query.offset, limit=limit)


def _visit_rows(workspace: Workspace, query: LedgerQuery, limit: int) -> tuple[InspectionRow, ...]:
    sort = _sort(query, VISIT_SORTS, ("-signed_at",))
    return workspace.db.visits.page(visit_filter(workspace, query), sort=sort, offset=query.offset, limit=limit)


def ledger_page(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> LedgerPage:
    """A window of rows, the number of all rows of the query, and the counts of the filter chips."""
    if kind is LedgerKind.INSPECTION:
        rows = tuple(_visit_view(workspace, row) for row in _visit_rows(workspace, query, query.limit))
        return LedgerPage(rows, workspace.db.visits.count(visit_filter(workspace, query)))
    rows = tuple(_hazard_view(workspace, row) for row in _hazard_rows(workspace, kind, query, query.limit))
    total = workspace.db.hazards.count(hazard_filter(workspace, kind, query), today=workspace.today())
    counts = chip_counts(workspace, kind)
    every = counts["all"]
    rate = (every - counts["unclosed"]) / every if every else None
    return LedgerPage(rows, total, counts, rate if kind is LedgerKind.RECTIFICATION else None)


def chip_counts(workspace: Workspace, kind: LedgerKind) -> dict[str, int]:
    """How many unclosed hazards each filter chip would show, and how many rows there are at all."""
    hazards, today = workspace.db.hazards, workspace.today()

    def count(*filters: str) -> int:
        chosen = hazard_filter(workspace, kind, LedgerQuery(filters=filters))
        return hazards.count(chosen, today=today)

    names = ("critical", "serious", "general", "overdue", "due_7")
    found = {name: count("unclosed", name) for name in names}
    mine = count("unclosed", "mine") if workspace.somebody_acts else 0
    return {"all": count(), "unclosed": count("unclosed"), "mine": mine, **found}


def ledger_counts(workspace: Workspace) -> dict[LedgerKind, int]:
    """Rows of each ledger, for its tab."""
    hazards, today = workspace.db.hazards, workspace.today()
    return {
        LedgerKind.INSPECTION: workspace.db.visits.count(VisitFilter()),
        LedgerKind.RECTIFICATION: hazards.count(HazardFilter(), today=today),
        LedgerKind.SUPERVISION: hazards.count(HazardFilter(supervised=True), today=today),
    }


def _names(workspace: Workspace) -> dict[str, str]:
    return {person.id: person.name for person in workspace.db.registers.persons()}


def _hazard_view(workspace: Workspace, row: RectificationRow) -> LedgerRow:
    t, today, hazard = here(), workspace.today(), row.hazard
    key = status_key(hazard)
    days = (hazard.deadline - today).days if hazard.status.unclosed else None
    cells = {
        "number": hazard.number,
        "customer": row.customer_name,
        "account": row.account,
        "place": hazard.place,
        "description": hazard.description,
        "grade": t(GRADES[hazard.grade]),
        "found_on": short_date(hazard.found_on, today),
        "deadline": short_date(hazard.deadline, today),
        "days": days_text(days, t),
        "status": t(STATUSES[key]),
        "responsible": hazard.responsible,
        "basis": hazard.basis,
        "measure": hazard.measure,
        "reasons": t(", ").join(t(SUPERVISION[reason]) for reason in hazard.supervision),
        "closed_on": short_date(hazard.closed_on, today),
    }
    return LedgerRow(hazard.id, cells, hazard.grade, key, days)


def _visit_view(workspace: Workspace, row: InspectionRow) -> LedgerRow:
    t, today = here(), workspace.today()
    critical, serious, general = row.counts
    cells = {
        "number": row.number,
        "customer": row.customer_name,
        "account": row.account,
        "kind": t(VISIT_KINDS[row.kind]),
        "signed_on": short_date(row.signed_on, today),
        "inspectors": t(", ").join(row.inspector_names),
        "critical": str(critical) if critical else "",
        "serious": str(serious) if serious else "",
        "general": str(general) if general else "",
        "conclusion": conclusion_text(row, t),
        "notice": row.notice,
    }
    return LedgerRow(row.visit, cells)


def conclusion_text(row: InspectionRow, t: Translator) -> str:
    """The result of a visit in words."""
    total = sum(row.counts)
    if not total:
        return t("no hazard found")
    return t.plural("{count} hazard found", "{count} hazards found", total).format(count=total)


# documents and exports ------------------------------------------------------------------------------------------------


def ledger_values(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, t: Translator) -> list[PrintedRow]:
    """All rows of a query as typed values by column key."""
    names = _names(workspace)
    if kind is LedgerKind.INSPECTION:
        classes = {c.id: t(IMPORTANCES[c.importance]) for c in workspace.db.registers.customers()}
        return [_visit_values(row, classes, t) for row in _visit_rows(workspace, query, -1)]
    classes = {c.id: t(IMPORTANCES[c.importance]) for c in workspace.db.registers.customers()}
    rows = _hazard_rows(workspace, kind, query, -1)
    return [_hazard_values(row, classes, names, t) for row in rows]


def _visit_values(row: InspectionRow, classes: Mapping[str, str], t: Translator) -> PrintedRow:
    critical, serious, general = row.counts
    return PrintedRow(
        {
            "number": row.number,
            "customer": row.customer_name,
            "account": row.account,
            "importance": classes.get(row.customer, ""),
            "kind": t(VISIT_KINDS[row.kind]),
            "signed_on": row.signed_on,
            "inspectors": t(", ").join(row.inspector_names),
            "critical": critical,
            "serious": serious,
            "general": general,
            "conclusion": conclusion_text(row, t),
            "notice": row.notice,
        }
    )


def _hazard_values(
    row: RectificationRow, classes: Mapping[str, str], names: Mapping[str, str], t: Translator
) -> PrintedRow:
    hazard = row.hazard
    late = row.overdue_days > 0
    status = t(STATUSES[status_key(hazard)])
    if late:
        status += "\n" + days_text(-row.overdue_days, t)
    values: dict[str, Any] = {
        "number": hazard.number,
        "customer": row.customer_name,
        "account": row.account,
        "importance": classes.get(hazard.customer, ""),
        "place": hazard.place,
        "equipment": row.equipment_name if row.equipment_name not in hazard.place else "",
        "description": hazard.description,
        "grade": hazard.grade,
        "basis": hazard.basis,
        "measure": hazard.measure,
        "found_on": hazard.found_on,
        "deadline": hazard.deadline,
        "status": status,
        "responsible": hazard.responsible,
        "inspectors": t(", ").join(names.get(person, person) for person in hazard.found_by),
        "closed_on": hazard.closed_on,
        "reasons": t(", ").join(t(SUPERVISION[reason]) for reason in hazard.supervision),
    }
    return PrintedRow(values, frozenset({"deadline", "status"}) if late else frozenset())


def ledger_document(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> LedgerDocument:
    """The printable ledger of a query, in the documents' language."""
    t = Translator(DOCUMENTS)
    now = workspace.now()
    rows = ledger_values(workspace, kind, query, t)
    days = [day for row in rows if isinstance(day := row.values.get("found_on") or row.values.get("signed_on"), date)]
    period = t("{first} to {last}").format(first=min(days), last=max(days)) if days else f"{now:%Y-%m-%d}"
    return LedgerDocument(
        kind=kind,
        organisation=str(workspace.db.settings.get("company", "")),
        period=period,
        scope=scope_text(query, t),
        number=f"{PREFIX[kind]}-{now:%Y-%m}-{workspace.store.device.code}",
        data_at=now,
        printed_at=now,
        rows=tuple(rows),
        totals=_totals(rows, kind, t),
        legend=t("bold: overdue") if kind is not LedgerKind.INSPECTION else "",
    )


def _totals(rows: list[PrintedRow], kind: LedgerKind, t: Translator) -> tuple[tuple[str, str], ...]:
    if kind is LedgerKind.INSPECTION:
        sums = [sum(int(str(row.values[key])) for row in rows) for key in Grade]
        return tuple((t(GRADES[grade]), str(total)) for grade, total in zip(Grade, sums, strict=True))
    counts = {grade: sum(1 for row in rows if row.values["grade"] is grade) for grade in Grade}
    late = sum(1 for row in rows if row.bold)
    return (*((t(GRADES[grade]), str(count)) for grade, count in counts.items()), (t("Overdue"), str(late)))


WORDS = {
    "unclosed": N_("unclosed"),
    "closed": N_("closed or voided"),
    "critical": N_("Critical"),
    "serious": N_("Serious"),
    "general": N_("General"),
    "overdue": N_("overdue"),
    "due_7": N_("due within 7 days"),
    "mine": N_("mine"),
}


def scope_text(query: LedgerQuery, t: Translator) -> str:
    """What was chosen, in words."""
    parts = [t(WORDS[name]) if name in WORDS else name.partition(":")[2] for name in query.filters]
    if query.search.strip():
        parts.append(f"“{query.search.strip()}”")
    return t(", ").join(parts) or t("all")


def ledger_json(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> list[dict[str, Any]]:
    """Flat rows, all with the same keys, in printed column order; `id` first."""
    t = Translator(DOCUMENTS)
    document = ledger_document(workspace, kind, query)
    columns = [column.key for column in document.shown_columns if column.key != "no"]
    ids = _ids(workspace, kind, query)
    return [
        {"id": key, "no": number, **{column: _plain(row.values.get(column), t) for column in columns}}
        for key, (number, row) in zip(ids, document.numbered(), strict=True)
    ]


def _ids(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> list[str]:
    if kind is LedgerKind.INSPECTION:
        return [row.visit for row in _visit_rows(workspace, query, -1)]
    return [row.hazard.id for row in _hazard_rows(workspace, kind, query, -1)]


def _plain(value: object, t: Translator) -> object:
    match value:
        case Grade():
            return t(GRADES[value])
        case datetime() | date():
            return value.isoformat()
        case None:
            return ""
    return value


def export_ledger(
    workspace: Workspace,
    kind: LedgerKind,
    query: LedgerQuery,
    file_format: str,
    progress: Callable[[int, int], bool] | None = None,
) -> bytes:
    """The ledger as pdf, xlsx, csv or json. `progress(done, total)` may return False to cancel a PDF."""
    t = Translator(DOCUMENTS)
    match file_format:
        case "pdf":
            from inspector.reports.ledger_pdf import ledger_pdf  # noqa: PLC0415 - ReportLab takes 150 ms

            return ledger_pdf(ledger_document(workspace, kind, query), t, progress)
        case "xlsx":
            from inspector.reports.ledger_tables import ledger_xlsx  # noqa: PLC0415 - openpyxl takes 150 ms

            return ledger_xlsx(ledger_document(workspace, kind, query), t)
        case "csv":
            from inspector.reports.ledger_tables import ledger_csv  # noqa: PLC0415 - as above

            return ledger_csv(ledger_document(workspace, kind, query), t)
        case "json":
            text = json.dumps(ledger_json(workspace, kind, query), ensure_ascii=False, indent=1)
            return text.encode()
    raise Problem("format_unknown", name=file_format)
