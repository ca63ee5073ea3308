"""The three ledgers as the window pages through them; `documents` prints and exports the same rows.

`ledger_rows` brings the first rows and nothing else; totals, groups and the counts of the chips have functions of their
own, so that rows need not wait for them. All of it on the worker thread; rows are made of what it read when they are
looked at, on any thread.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar, overload

from typing_extensions import override

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.ledger import InspectionRow, LedgerKind, RectificationRow
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.ledger_values import conclusion_text
from inspector.services.ledgers.filters import hazard_filter, visit_filter
from inspector.services.ledgers.views import LedgerGroup, LedgerPage, LedgerQuery, LedgerRow
from inspector.services.planning.occasions import occasion_name
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
from inspector.storage.ledgers.hazard_ledger import GROUPS, SORTS
from inspector.storage.ledgers.visits import SORTS as VISIT_COLUMNS

register(
    ProblemKind.INPUT,
    {
        "sort_unknown": N_("Rows cannot be sorted by “{name}”. Use one of: {names}."),
        "group_unknown": N_("Rows cannot be grouped by “{name}”. Use one of: {names}."),
    },
)

HAZARD_SORTS: Final = tuple(SORTS)
VISIT_SORTS: Final = {"signed_on": "signed_at", **{key: key for key in VISIT_COLUMNS if key != "signed_at"}}
HAZARD_GROUPS: Final = tuple(GROUPS)

Found = TypeVar("Found")


class ShownRows(Sequence[LedgerRow], Generic[Found]):
    """Rows as they are shown; one is made when it is looked at first, and kept."""

    def __init__(self, found: Sequence[Found], made: Callable[[Found], LedgerRow]) -> None:
        self._found = found
        self._made = made
        self._kept: dict[int, LedgerRow] = {}

    @override
    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> LedgerRow: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[LedgerRow, ...]: ...
    @override
    def __getitem__(self, place: int | slice) -> LedgerRow | tuple[LedgerRow, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(len(self._found))[place])
        row = self._kept.get(place)
        if row is None:
            row = self._kept[place] = self._made(self._found[place])
        return row


def _sort(query: LedgerQuery, known: Mapping[str, str], default: tuple[str, ...]) -> tuple[str, ...]:
    if not query.sort:
        return default
    if query.sort not in known:
        raise Problem("sort_unknown", name=query.sort, names=", ".join(known))
    column = known[query.sort]
    return ("-" + column if query.descending else column, *default)


def _group(query: LedgerQuery, known: Sequence[str]) -> str:
    if query.group and query.group not in known:
        raise Problem("group_unknown", name=query.group, names=", ".join(known) or "-")
    return query.group


def hazard_rows(workspace: Workspace, kind: LedgerKind, query: LedgerQuery, limit: int) -> Sequence[RectificationRow]:
    """Hazards of a query from its offset on; a limit of -1 takes all."""
    chosen = hazard_filter(workspace, kind, query)
    sort = _sort(query, dict(zip(HAZARD_SORTS, HAZARD_SORTS, strict=True)), ("grade", "deadline"))
    group = _group(query, HAZARD_GROUPS)
    ledger, today = workspace.db.hazards.ledger, workspace.today()
    return ledger.rows(chosen, today=today, sort=sort, group=group, offset=query.offset, limit=limit)


def visit_rows(workspace: Workspace, query: LedgerQuery, limit: int) -> tuple[InspectionRow, ...]:
    """Visits of a query from its offset on; a limit of -1 takes all."""
    _group(query, ())
    sort = _sort(query, VISIT_SORTS, ("-signed_at",))
    return workspace.db.visits.page(visit_filter(workspace, query), sort=sort, offset=query.offset, limit=limit)


def ledger_rows(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> Sequence[LedgerRow]:
    """The window of rows that a query names. Raises Problem filter_unknown, sort_unknown, group_unknown."""
    if kind is LedgerKind.INSPECTION:
        rows = visit_rows(workspace, query, query.limit)
        shown = _Shown(workspace, {}, workspace.db.visits.occasions([row.visit for row in rows]))
        return ShownRows(rows, shown.visit)
    shown = _Shown(workspace, workspace.db.registers.person_names())
    return ShownRows(hazard_rows(workspace, kind, query, query.limit), shown.hazard)


def ledger_total(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> int:
    """How many rows a query has in all."""
    if kind is LedgerKind.INSPECTION:
        return workspace.db.visits.count(visit_filter(workspace, query))
    return workspace.db.hazards.count(hazard_filter(workspace, kind, query), today=workspace.today())


def ledger_grades(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> dict[str, int]:
    """How many rows of each grade a query on hazards has, by the grade's key; they add up to `ledger_total`."""
    chosen = hazard_filter(workspace, kind, query)
    found = workspace.db.hazards.ledger.groups(chosen, "grade", today=workspace.today())
    return {one.key: one.count for one in found}


def ledger_groups(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> tuple[LedgerGroup, ...]:
    """All groups of a grouped query, in the order of their rows."""
    if kind is LedgerKind.INSPECTION or not _group(query, HAZARD_GROUPS):
        _group(query, () if kind is LedgerKind.INSPECTION else HAZARD_GROUPS)
        return ()
    chosen, t = hazard_filter(workspace, kind, query), here()
    found = workspace.db.hazards.ledger.groups(chosen, query.group, today=workspace.today())
    return tuple(
        LedgerGroup(one.key, group_label(query.group, one.key, one.label, t), one.count, one.first) for one in found
    )


def group_label(group: str, key: str, label: str, t: Translator) -> str:
    """What the heading of a group says."""
    match group:
        case "grade":
            return t(GRADES[Grade(key)])
        case "status":
            return t(STATUSES[key])
        case "customer":
            return label or t("unknown customer")
    return key or t("no team")


def ledger_page(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> LedgerPage:
    """Rows, total, groups and the counts of the filter chips in one; whoever shows rows first asks for them apart."""
    rows = ledger_rows(workspace, kind, query)
    total = ledger_total(workspace, kind, query)
    if kind is LedgerKind.INSPECTION:
        return LedgerPage(rows, total)
    counts, groups = chip_counts(workspace, kind), ledger_groups(workspace, kind, query)
    return LedgerPage(rows, total, counts, closure_rate(kind, counts), groups)


def closure_rate(kind: LedgerKind, counts: Mapping[str, int]) -> float | None:
    """The share of closed hazards in all, of the rectification ledger, from `chip_counts`."""
    every = counts["all"]
    return (every - counts["unclosed"]) / every if every and kind is LedgerKind.RECTIFICATION else None


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


class _Shown:
    """Makes rows of texts, in the language and on the day they were asked for."""

    def __init__(
        self, workspace: Workspace, names: Mapping[str, str], reasons: Mapping[str, str] | None = None
    ) -> None:
        """`reasons` are the occasions of visits by id."""
        self.t = here()
        self._reasons = reasons or {}
        self._today = workspace.today()
        self._names = names

    def hazard(self, row: RectificationRow) -> LedgerRow:
        """A row of a ledger of hazards."""
        t, today, hazard = self.t, self._today, row.hazard
        key = status_key(hazard)
        days = (hazard.deadline - today).days if hazard.status.unclosed else None
        cells = {
            "number": hazard.number,
            "customer": row.customer_name,
            "account": row.account,
            "importance": _importance(row.importance, t),
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
            "inspectors": self._people(hazard.found_by),
            **self._course(row),
        }
        return LedgerRow(hazard.id, cells, hazard.grade, key, days)

    def _course(self, row: RectificationRow) -> dict[str, str]:
        today = self._today
        return {
            "team": row.team,
            "served_on": short_date(row.served_on, today),
            "submitted_on": short_date(row.submitted_on, today),
            "rectifiers": self._people(row.rectifiers),
            "reviewers": self._people(row.reviewers),
            "prior_on": short_date(row.prior_on, today),
            "reopened": str(row.reopened or ""),
            "extended": str(row.extended or ""),
            "notice": row.notice,
            "visit": row.visit_number,
            "by_hand": row.by_hand,
        }

    def visit(self, row: InspectionRow) -> LedgerRow:
        """A row of the inspection ledger."""
        t, today = self.t, self._today
        critical, serious, general = row.counts
        cells = {
            "number": row.number,
            "customer": row.customer_name,
            "account": row.account,
            "importance": _importance(row.importance, t),
            "kind": t(VISIT_KINDS[row.kind]),
            "signed_on": short_date(row.signed_on, today),
            "inspectors": t(", ").join(row.inspector_names),
            "critical": str(critical) if critical else "",
            "serious": str(serious) if serious else "",
            "general": str(general) if general else "",
            "conclusion": conclusion_text(row, t),
            "notice": row.notice,
            "occasion": occasion_name(self._reasons.get(row.visit)),
        }
        return LedgerRow(row.visit, cells)

    def _people(self, ids: Sequence[str]) -> str:
        return self.t(", ").join(self._names.get(person, person) for person in ids)


def _importance(value: Any, t: Translator) -> str:
    return t(IMPORTANCES[Importance(value)]) if value else ""
