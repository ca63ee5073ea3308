"""The ledgers on paper, in spreadsheets and for scripts.

One table of columns (reports.ledger) serves all of them, so that paper and export cannot differ in content.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind, RectificationRow
from inspector.domain.visit import SignMethod
from inspector.i18n import N_, Translator, speaking
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.ledger import LedgerDocument
from inspector.reports.ledger import LedgerRow as PrintedRow
from inspector.reports.ledger_values import ID, HazardValues, ledger_legend, ledger_totals, visit_values
from inspector.reports.notice import Signature
from inspector.services.ledgers.columns import chosen_columns
from inspector.services.ledgers.filters import customers_in, scope_text
from inspector.services.ledgers.paging import group_label, hazard_rows, visit_rows
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.planning.occasions import OCCASION, occasion_name
from inspector.services.preferences.reading import chosen
from inspector.services.printing.settings import SignatureLine, logo, signature_lines
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import GRADES, status_key
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "format_unknown": N_("“{name}” is no export format. Use pdf, xlsx, csv or json."),
    },
)


def ledger_values(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, t: Translator) -> list[PrintedRow]:
    """All rows of a query as typed values by column key."""
    if kind is LedgerKind.INSPECTION:
        visits = [visit_values(row, t) for row in visit_rows(workspace, query, -1)]
        return _with_occasions(workspace, visits, t) if OCCASION in query.columns else visits
    values = HazardValues(workspace.db.registers.person_names(), t)
    rows = hazard_rows(workspace, kind, query, -1)
    return [values.of(row, _heading(row, query.group, t) if query.group else "") for row in rows]


def _with_occasions(workspace: Workspace, rows: Sequence[PrintedRow], t: Translator) -> list[PrintedRow]:
    """The rows with what each visit was for: only where that is asked for, as it is read from the records."""
    reasons = workspace.db.visits.occasions([str(row.values[ID]) for row in rows])
    with speaking(t.language):
        names = {visit: occasion_name(reason) for visit, reason in reasons.items()}
    return [replace(row, values={**row.values, OCCASION: names.get(str(row.values[ID]), "")}) for row in rows]


def _heading(row: RectificationRow, group: str, t: Translator) -> str:
    """What a row of a grouped ledger stands under."""
    key = {
        "customer": row.hazard.customer,
        "grade": row.hazard.grade.value,
        "status": status_key(row.hazard),
        "team": row.team,
        "month": f"{row.hazard.found_on:%Y-%m}",
    }[group]
    return group_label(group, key, row.customer_name, t)


def ledger_document(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, language: str = "") -> LedgerDocument:
    """The printable ledger of a query, as a draft: only issues (`issues.issuing`) have numbers; Chinese."""
    t = Translator(language or DOCUMENTS)
    now = workspace.now()
    rows = ledger_values(workspace, kind, query, t)
    days = [day for row in rows if isinstance(day := row.values.get("found_on") or row.values.get("signed_on"), date)]
    period = t("{first} to {last}").format(first=min(days), last=max(days)) if days else f"{now:%Y-%m-%d}"
    return LedgerDocument(
        kind=kind,
        organisation=chosen(workspace, "company"),
        period=period,
        scope=scope_text(query, t, customers_in(workspace, query.filters)),
        number=t("draft, no issue"),
        data_at=now,
        printed_at=now,
        rows=tuple(rows),
        columns=chosen_columns(kind, query.columns),
        totals=ledger_totals(rows, kind, t),
        legend=ledger_legend(kind, _usual_days(workspace), t),
        company_logo=logo(workspace),
        **signed_lines(signature_lines(workspace)),
    )


def _usual_days(workspace: Workspace) -> dict[Grade, int]:
    """Days for rectifying a hazard of each grade where nobody says otherwise."""
    today = workspace.today()
    return {grade: (workspace.packs.deadline(grade, today) - today).days for grade in Grade}


def signed_lines(lines: Sequence[SignatureLine]) -> dict[str, Any]:
    """The three signature lines as a document takes them: words before them, and the names that are known."""
    names = [Signature(line.name, SignMethod.PAPER) if line.name else None for line in lines]
    return {
        "roles": tuple(line.role for line in lines),
        **dict(zip(("prepared", "checked", "approved"), names, strict=True)),
    }


def ledger_json(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, language: str = "") -> list[dict[str, Any]]:
    """Flat rows, all with the same keys, in printed column order; `id` first."""
    return flat_rows(ledger_document(workspace, kind, query, language), Translator(language or DOCUMENTS))


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
    language: str = "",
) -> bytes:
    """The ledger as pdf, xlsx, csv or json, in Chinese unless another language is named.

    `progress(done, total)` may return False to cancel a PDF.
    """
    with speaking(language or DOCUMENTS):
        if file_format == "json":
            return json.dumps(ledger_json(workspace, kind, query, language), ensure_ascii=False, indent=1).encode()
        document = ledger_document(workspace, kind, query, language)
        return drawn(document, file_format, Translator(language or DOCUMENTS), progress)


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
