"""The three ledgers as the window pages through them; `ledger_documents` prints and exports the same rows."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from inspector.domain.hazard import Grade
from inspector.domain.inspection import add_months
from inspector.domain.ledger import InspectionRow, LedgerKind, RectificationRow
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.services.list_views import LedgerPage, LedgerQuery, LedgerRow
from inspector.services.words import (
    GRADES,
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
    },
)

FILTERS = (
    "unclosed",
    "critical",
    "serious",
    "general",
    "overdue",
    "due_7",
    "mine",
    "closed",
    "year:YYYY",
    "month:YYYY-MM",
)
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
        elif (period := _period(name)) is not None:
            wanted |= {"found_from": period[0], "found_to": period[1]}
        else:
            raise Problem("filter_unknown", name=name, names=", ".join(FILTERS))
    return HazardFilter(grades=tuple(grades), **wanted)


def _period(name: str) -> tuple[date, date] | None:
    """First and last day of a `year:YYYY` or `month:YYYY-MM` filter, None if the name is no such filter."""
    head, _colon, written = name.partition(":")
    months = {"year": 12, "month": 1}.get(head)
    try:
        first = datetime.strptime(written, "%Y" if head == "year" else "%Y-%m").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None
    if months is None or written != (f"{first.year:04d}" if head == "year" else f"{first.year:04d}-{first:%m}"):
        return None
    return first, add_months(first, months) - timedelta(days=1)


def visit_filter(workspace: Workspace, query: LedgerQuery) -> VisitFilter:
    """The storage filter of a query on the inspection ledger."""
    wanted: dict[str, Any] = {}
    for name in query.filters:
        if name == "mine":
            wanted["person"] = workspace.acting.id
        elif (period := _period(name)) is not None:
            wanted |= {"signed_from": period[0], "signed_to": period[1]}
        else:
            raise Problem("filter_unknown", name=name, names="mine, year:YYYY, month:YYYY-MM")
    return VisitFilter(text=query.search.strip(), **wanted)


def _sort(query: LedgerQuery, known: Mapping[str, str], default: tuple[str, ...]) -> tuple[str, ...]:
    column = known.get(query.sort)
    if column is None:
        return default
    return ("-" + column if query.descending else column, *default)


def hazard_rows(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, limit: int) -> tuple[RectificationRow, ...]:
    """Hazards of a query from its offset on; a limit of -1 takes all."""
    hazards = workspace.db.hazards
    chosen = hazard_filter(workspace, kind, query)
    sort = _sort(query, HAZARD_SORTS, ("grade", "deadline"))
    return hazards.page(chosen, today=workspace.today(), sort=sort, offset=query.offset, limit=limit)


def visit_rows(workspace: Workspace, query: LedgerQuery, limit: int) -> tuple[InspectionRow, ...]:
    """Visits of a query from its offset on; a limit of -1 takes all."""
    sort = _sort(query, VISIT_SORTS, ("-signed_at",))
    return workspace.db.visits.page(visit_filter(workspace, query), sort=sort, offset=query.offset, limit=limit)


def ledger_page(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> LedgerPage:
    """A window of rows, the number of all rows of the query, and the counts of the filter chips."""
    if kind is LedgerKind.INSPECTION:
        rows = tuple(_visit_view(workspace, row) for row in visit_rows(workspace, query, query.limit))
        return LedgerPage(rows, workspace.db.visits.count(visit_filter(workspace, query)))
    rows = tuple(_hazard_view(workspace, row) for row in hazard_rows(workspace, kind, query, query.limit))
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

    found = hazards.unclosed_counts(today=today, supervised=kind is LedgerKind.SUPERVISION)
    mine = count("unclosed", "mine") if workspace.somebody_acts else 0
    return {"all": count(), "mine": mine, **found}


def ledger_counts(workspace: Workspace) -> dict[LedgerKind, int]:
    """Rows of each ledger, for its tab."""
    hazards, today = workspace.db.hazards, workspace.today()
    return {
        LedgerKind.INSPECTION: workspace.db.visits.count(VisitFilter()),
        LedgerKind.RECTIFICATION: hazards.count(HazardFilter(), today=today),
        LedgerKind.SUPERVISION: hazards.count(HazardFilter(supervised=True), today=today),
    }


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
