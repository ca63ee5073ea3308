"""The list of customers as the window pages through it: filters, orders, and what each row says."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from inspector.domain.customer import Importance
from inspector.domain.risk import RiskLevel, RiskScore
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.words import grouped
from inspector.services.customer_files.risk import risk_scores
from inspector.services.customer_files.views import CustomerCounts, CustomerPage, CustomerQuery, CustomerRow
from inspector.services.due.listing import as_needed, due_dates, rules_of
from inspector.services.words import IMPORTANCES, NBSP, RISKS, here, short_date, voltage_text
from inspector.services.workspace import Workspace
from inspector.storage import CustomerFilter, CustomerLine

register(
    ProblemKind.INPUT,
    {
        "customer_filter_unknown": N_("“{name}” is no filter of the list of customers. Use some of: {names}."),
    },
)

FILTERS: Final = ("unclosed", "overdue", "mine", "closed", "importance:CLASS", "voltage:KV", "risk:LEVEL")
BEYOND: Final = frozenset({"due", "risk", "keeper"})
"""Orders by what no column holds: the day of the next inspection, the risk score, the name of who is responsible."""


def customer_page(workspace: Workspace, query: CustomerQuery) -> CustomerPage:
    """A window of customers and how many the query leaves. Raises Problem customer_filter_unknown."""
    due, risks, people = due_dates(workspace), risk_scores(workspace), workspace.db.registers.person_names()
    chosen, listed = _filter(workspace, query, due, risks), workspace.db.customer_list
    if query.sort in BEYOND:
        ids = _by_value(workspace, chosen, query, _values(workspace, query.sort, due, risks, people))
    else:
        ids = _by_column(workspace, chosen, query)
    lines = listed.lines(ids)
    free = as_needed((line.customer for line in lines if line.customer.active), rules_of(workspace))

    def row(line: CustomerLine) -> CustomerRow:
        one = line.customer.id
        made = _row(workspace, line, due.get(one), risks.get(one), free=one in free)
        return replace(made, cells={**made.cells, "keeper": people.get(line.customer.keeper, "")})

    return CustomerPage(tuple(row(line) for line in lines), listed.count(chosen))


def customer_counts(workspace: Workspace) -> CustomerCounts:
    """Numbers for the filter chips, over the whole register."""
    facets, today = workspace.db.customer_list.facets(), workspace.today()
    overdue = sum(1 for day in due_dates(workspace).values() if day < today)
    levels = Counter(score.level for score in risk_scores(workspace).values())
    return CustomerCounts(
        facets.active,
        facets.unclosed,
        overdue,
        facets.closed,
        facets.importances,
        facets.voltages,
        tuple((level, levels[level]) for level in RiskLevel),
        len(_mine(workspace)),
    )


def _mine(workspace: Workspace) -> tuple[str, ...]:
    """Customers the acting person is responsible for."""
    if not workspace.somebody_acts:
        return ()
    me = workspace.acting.id
    return tuple(one for one, keeper in workspace.db.customer_list.keepers().items() if keeper == me)


def _by_column(workspace: Workspace, chosen: CustomerFilter, query: CustomerQuery) -> tuple[str, ...]:
    return workspace.db.customer_list.ids(
        chosen, sort=query.sort, descending=query.descending, offset=query.offset, limit=query.limit
    )


def _values(
    workspace: Workspace,
    sort: str,
    due: Mapping[str, date],
    risks: Mapping[str, RiskScore],
    people: Mapping[str, str],
) -> Mapping[str, Any]:
    """What an order of BEYOND goes by, by id of the customer."""
    if sort == "risk":
        return {one: score.score for one, score in risks.items()}
    if sort == "keeper":
        return {one: people[keeper] for one, keeper in workspace.db.customer_list.keepers().items() if keeper in people}
    return due


def _by_value(
    workspace: Workspace, chosen: CustomerFilter, query: CustomerQuery, values: Mapping[str, Any]
) -> tuple[str, ...]:
    """In the order of these values; customers without one come last either way."""
    found = workspace.db.customer_list.ids(chosen, limit=-1)
    known = sorted((one for one in found if one in values), key=lambda one: values[one], reverse=query.descending)
    unknown = [one for one in found if one not in values]
    end = None if query.limit < 0 else query.offset + query.limit
    return tuple([*known, *unknown][query.offset : end])


def _filter(
    workspace: Workspace, query: CustomerQuery, due: Mapping[str, date], risks: Mapping[str, RiskScore]
) -> CustomerFilter:
    wanted: dict[str, Any] = {"text": query.search.strip()}
    importances: list[Importance] = []
    within: list[frozenset[str]] = []
    today = workspace.today()
    for name in query.filters:
        head, _colon, rest = name.partition(":")
        if name == "unclosed":
            wanted["unclosed"] = True
        elif name == "overdue":
            within.append(frozenset(one for one, day in due.items() if day < today))
        elif name == "mine":
            within.append(frozenset(_mine(workspace)))
        elif head == "risk" and rest in set(RiskLevel):
            within.append(frozenset(one for one, score in risks.items() if score.level == rest))
        elif name == "closed":
            wanted["active"] = False
        elif head == "importance" and rest in set(Importance):
            importances.append(Importance(rest))
        elif head == "voltage" and _number(rest) is not None:
            wanted["voltage_kv"] = _number(rest)
        else:
            raise Problem("customer_filter_unknown", name=name, names=", ".join(FILTERS))
    if within:
        wanted["within"] = tuple(sorted(frozenset.intersection(*within)))
    return CustomerFilter(importances=tuple(importances), **wanted)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _row(
    workspace: Workspace, line: CustomerLine, due: date | None, risk: RiskScore | None, *, free: bool
) -> CustomerRow:
    t, today, customer = here(), workspace.today(), line.customer
    cells = {
        "account": grouped(customer.account),
        "name": customer.name,
        "importance": t(IMPORTANCES[customer.importance]),
        "voltage": voltage_text(customer.voltage_kv),
        "capacity": f"{customer.capacity_kva:g}{NBSP}kVA" if customer.capacity_kva else "",
        "equipment": str(line.equipment) if line.equipment else "",
        "last_visit": short_date(line.last_visit, today),
        "hazards": str(sum(line.unclosed)) if any(line.unclosed) else "",
        "risk": f"{risk.score} {t(RISKS[risk.level])}" if risk else "",
        "due": t("as needed") if free else short_date(due, today),
    }
    days = (due - today).days if due else None
    level = (risk.score, risk.level) if risk else None
    return CustomerRow(customer.id, cells, customer.importance, line.unclosed, days, level)
