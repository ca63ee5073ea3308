"""The ledgers on paper, in spreadsheets and for scripts.

One table of columns (reports.ledger) serves all of them, so that paper and export cannot differ in content.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from inspector.domain.hazard import Grade
from inspector.domain.ledger import InspectionRow, LedgerKind, RectificationRow
from inspector.domain.visit import SignMethod
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.ledger import LedgerDocument
from inspector.reports.ledger import LedgerRow as PrintedRow
from inspector.reports.notice import Signature
from inspector.services.document_settings import SignatureLine, logo, signature_lines
from inspector.services.ledger_filters import customers_in, scope_text
from inspector.services.ledgers import conclusion_text, hazard_rows, visit_rows
from inspector.services.list_views import LedgerQuery
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import (
    GRADES,
    IMPORTANCES,
    STATUSES,
    SUPERVISION,
    VISIT_KINDS,
    days_text,
    split_place,
    status_key,
)
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "format_unknown": N_("“{name}” is no export format. Use pdf, xlsx, csv or json."),
        "export_cancelled": N_("The export was cancelled; no file was written."),
    },
)

PREFIX = {LedgerKind.INSPECTION: "AJ", LedgerKind.RECTIFICATION: "ZG", LedgerKind.SUPERVISION: "ZD"}
"""Letters of a printed ledger's number: 安检, 整改, 重点."""
ID = "id"
"""Key of the visit's or hazard's id among a row's values; no column shows it."""


def _names(workspace: Workspace) -> dict[str, str]:
    return {person.id: person.name for person in workspace.db.registers.persons()}


def ledger_values(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, t: Translator) -> list[PrintedRow]:
    """All rows of a query as typed values by column key."""
    names = _names(workspace)
    if kind is LedgerKind.INSPECTION:
        classes = {c.id: t(IMPORTANCES[c.importance]) for c in workspace.db.registers.customers()}
        return [_visit_values(row, classes, t) for row in visit_rows(workspace, query, -1)]
    classes = {c.id: t(IMPORTANCES[c.importance]) for c in workspace.db.registers.customers()}
    rows = hazard_rows(workspace, kind, query, -1)
    return [_hazard_values(row, classes, names, t) for row in rows]


def _visit_values(row: InspectionRow, classes: Mapping[str, str], t: Translator) -> PrintedRow:
    critical, serious, general = row.counts
    return PrintedRow(
        {
            ID: row.visit,
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
    place, name = split_place(hazard.place, row.equipment_name)
    late = row.overdue_days > 0
    status = t(STATUSES[status_key(hazard)])
    if late:
        status += "\n" + days_text(-row.overdue_days, t)
    values: dict[str, Any] = {
        ID: hazard.id,
        "number": hazard.number,
        "customer": row.customer_name,
        "account": row.account,
        "importance": classes.get(hazard.customer, ""),
        "place": place,
        "equipment": name,
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
        scope=scope_text(query, t, customers_in(workspace, query.filters)),
        number=f"{PREFIX[kind]}-{now:%Y-%m}-{workspace.store.device.code}",
        data_at=now,
        printed_at=now,
        rows=tuple(rows),
        totals=_totals(rows, kind, t),
        legend=t("bold: overdue") if kind is not LedgerKind.INSPECTION else "",
        company_logo=logo(workspace),
        **signed_lines(signature_lines(workspace)),
    )


def signed_lines(lines: Sequence[SignatureLine]) -> dict[str, Any]:
    """The three signature lines as a document takes them: words before them, and the names that are known."""
    names = [Signature(line.name, SignMethod.PAPER) if line.name else None for line in lines]
    return {
        "roles": tuple(line.role for line in lines),
        **dict(zip(("prepared", "checked", "approved"), names, strict=True)),
    }


def _totals(rows: list[PrintedRow], kind: LedgerKind, t: Translator) -> tuple[tuple[str, str], ...]:
    if kind is LedgerKind.INSPECTION:
        sums = [sum(int(str(row.values[key])) for row in rows) for key in Grade]
        return tuple((t(GRADES[grade]), str(total)) for grade, total in zip(Grade, sums, strict=True))
    counts = {grade: sum(1 for row in rows if row.values["grade"] is grade) for grade in Grade}
    late = sum(1 for row in rows if row.bold)
    return (*((t(GRADES[grade]), str(count)) for grade, count in counts.items()), (t("Overdue"), str(late)))


def ledger_json(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> list[dict[str, Any]]:
    """Flat rows, all with the same keys, in printed column order; `id` first."""
    t = Translator(DOCUMENTS)
    document = ledger_document(workspace, kind, query)
    columns = [column.key for column in document.shown_columns if column.key != "no"]
    return [
        {"id": row.values[ID], "no": number, **{column: _plain(row.values.get(column), t) for column in columns}}
        for number, row in document.numbered()
    ]


def _plain(value: object, t: Translator) -> object:
    match value:
        case Grade():
            return t(GRADES[value])
        case datetime() | date():
            return value.isoformat()
        case None:
            return ""
        case str():
            return value.replace("\n", " ")
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

            return ledger_xlsx(ledger_document(workspace, kind, query), t, progress)
        case "csv":
            from inspector.reports.ledger_tables import ledger_csv  # noqa: PLC0415 - as above

            return ledger_csv(ledger_document(workspace, kind, query), t)
        case "json":
            text = json.dumps(ledger_json(workspace, kind, query), ensure_ascii=False, indent=1)
            return text.encode()
    raise Problem("format_unknown", name=file_format)
