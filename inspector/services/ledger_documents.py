"""The ledgers on paper, in spreadsheets and for scripts.

One table of columns (reports.ledger) serves all of them, so that paper and export cannot differ in content.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.ledger import InspectionRow, LedgerKind, RectificationRow
from inspector.domain.visit import SignMethod
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.ledger import LedgerDocument
from inspector.reports.ledger import LedgerRow as PrintedRow
from inspector.reports.notice import Signature
from inspector.services.document_settings import SignatureLine, logo, signature_lines
from inspector.services.ledger_columns import chosen_columns
from inspector.services.ledger_filters import customers_in, scope_text
from inspector.services.ledgers import conclusion_text, group_label, hazard_rows, visit_rows
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

ID = "id"
"""Key of the visit's or hazard's id among a row's values; no column shows it."""


def ledger_values(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, t: Translator) -> list[PrintedRow]:
    """All rows of a query as typed values by column key."""
    if kind is LedgerKind.INSPECTION:
        return [_visit_values(row, t) for row in visit_rows(workspace, query, -1)]
    values = HazardValues(workspace.db.registers.person_names(), t)
    return [values.of(row, query.group) for row in hazard_rows(workspace, kind, query, -1)]


def _visit_values(row: InspectionRow, t: Translator) -> PrintedRow:
    critical, serious, general = row.counts
    return PrintedRow(
        {
            ID: row.visit,
            "number": row.number,
            "customer": row.customer_name,
            "account": row.account,
            "importance": _importance(row.importance, t),
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


def _importance(value: str, t: Translator) -> str:
    return t(IMPORTANCES[Importance(value)]) if value else ""


class HazardValues:
    """Makes rows of a ledger of hazards as typed values, those of further columns among them."""

    def __init__(self, names: Mapping[str, str], t: Translator) -> None:
        self._names = names
        self._t = t

    def of(self, row: RectificationRow, group: str = "") -> PrintedRow:
        """One row; in a grouped ledger with the heading it stands under."""
        t, hazard = self._t, row.hazard
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
            "importance": _importance(row.importance, t),
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
            "inspectors": self._people(hazard.found_by),
            "closed_on": hazard.closed_on,
            "reasons": t(", ").join(t(SUPERVISION[reason]) for reason in hazard.supervision),
            **self._course(row),
        }
        heading = self._heading(row, group) if group else ""
        return PrintedRow(values, frozenset({"deadline", "status"}) if late else frozenset(), group=heading)

    def _course(self, row: RectificationRow) -> dict[str, Any]:
        return {
            "team": row.team,
            "served_on": row.served_on,
            "submitted_on": row.submitted_on,
            "rectifiers": self._people(row.rectifiers),
            "reviewers": self._people(row.reviewers),
            "prior_on": row.prior_on,
            "reopened": row.reopened or None,
            "extended": row.extended or None,
            "by_hand": row.by_hand,
            "notice": row.notice,
            "visit": row.visit_number,
        }

    def _heading(self, row: RectificationRow, group: str) -> str:
        key = {
            "customer": row.hazard.customer,
            "grade": row.hazard.grade.value,
            "status": status_key(row.hazard),
            "team": row.team,
            "month": f"{row.hazard.found_on:%Y-%m}",
        }[group]
        return group_label(group, key, row.customer_name, self._t)

    def _people(self, ids: Sequence[str]) -> str:
        return self._t(", ").join(self._names.get(person, person) for person in ids)


def ledger_document(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> LedgerDocument:
    """The printable ledger of a query, in the documents' language, as a draft: only issues have numbers (`issues`)."""
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
        number=t("draft, no issue"),
        data_at=now,
        printed_at=now,
        rows=tuple(rows),
        columns=chosen_columns(kind, query.columns),
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
    return flat_rows(ledger_document(workspace, kind, query), Translator(DOCUMENTS))


def flat_rows(document: LedgerDocument, t: Translator) -> list[dict[str, Any]]:
    """The rows of a document for scripts; those of an issue that follows another have their mark."""
    columns = [column.key for column in document.shown_columns if column.key != "no"]
    return [
        {
            "id": row.values[ID],
            "no": number,
            **{column: _plain(row.values.get(column), t) for column in columns},
            **({"mark": row.mark.value} if document.since else {}),
        }
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
    if file_format == "json":
        return json.dumps(ledger_json(workspace, kind, query), ensure_ascii=False, indent=1).encode()
    return drawn(ledger_document(workspace, kind, query), file_format, t, progress)


def drawn(
    document: LedgerDocument, file_format: str, t: Translator, progress: Callable[[int, int], bool] | None = None
) -> bytes:
    """A document as pdf, xlsx or csv. Any thread. Raises Problem format_unknown, report_cancelled."""
    match file_format:
        case "pdf":
            from inspector.reports.ledger_pdf import ledger_pdf  # noqa: PLC0415 - the fonts take their time

            return ledger_pdf(document, t, progress)
        case "xlsx":
            from inspector.reports.ledger_tables import ledger_xlsx  # noqa: PLC0415 - openpyxl takes 150 ms

            return ledger_xlsx(document, t, progress)
        case "csv":
            from inspector.reports.ledger_tables import ledger_csv  # noqa: PLC0415 - as above

            return ledger_csv(document, t)
    raise Problem("format_unknown", name=file_format)
