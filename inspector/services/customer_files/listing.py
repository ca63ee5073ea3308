"""The list of customers as the window pages through it: filters, orders, and what each row says."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from inspector.domain.customer import Importance
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.words import grouped
from inspector.services.customer_files.views import CustomerCounts, CustomerPage, CustomerQuery, CustomerRow
from inspector.services.due.listing import as_needed, due_dates, rules_of
from inspector.services.words import IMPORTANCES, NBSP, here, short_date, voltage_text
from inspector.services.workspace import Workspace
from inspector.storage import CustomerFilter, CustomerLine

register(
    ProblemKind.INPUT,
    {
        "customer_filter_unknown": N_("“{name}” is no filter of the list of customers. Use some of: {names}."),
    },
)

FILTERS: Final = ("unclosed", "overdue", "closed", "importance:CLASS", "voltage:KV")
DUE: Final = "due"
"""The order by the day the next inspection is due, which no table holds."""


def customer_page(workspace: Workspace, query: CustomerQuery) -> CustomerPage:
    """A window of customers and how many the query leaves. Raises Problem customer_filter_unknown."""
    due = due_dates(workspace)
    chosen, listed = _filter(query, due, workspace.today()), workspace.db.customer_list
    ids = _by_due(workspace, chosen, query, due) if query.sort == DUE else _by_column(workspace, chosen, query)
    lines = listed.lines(ids)
    free = as_needed((line.customer for line in lines if line.customer.active), rules_of(workspace))
    rows = tuple(_row(workspace, line, due.get(line.customer.id), free=line.customer.id in free) for line in lines)
    return CustomerPage(rows, listed.count(chosen))


def customer_counts(workspace: Workspace) -> CustomerCounts:
    """Numbers for the filter chips, over the whole register."""
    facets, today = workspace.db.customer_list.facets(), workspace.today()
    overdue = sum(1 for day in due_dates(workspace).values() if day < today)
    return CustomerCounts(facets.active, facets.unclosed, overdue, facets.closed, facets.importances, facets.voltages)


def _by_column(workspace: Workspace, chosen: CustomerFilter, query: CustomerQuery) -> tuple[str, ...]:
    return workspace.db.customer_list.ids(
        chosen, sort=query.sort, descending=query.descending, offset=query.offset, limit=query.limit
    )


def _by_due(
    workspace: Workspace, chosen: CustomerFilter, query: CustomerQuery, due: Mapping[str, date]
) -> tuple[str, ...]:
    """In the order of the due days; customers without a cycle come last either way."""
    found = workspace.db.customer_list.ids(chosen, limit=-1)
    dated = sorted((one for one in found if one in due), key=lambda one: due[one], reverse=query.descending)
    undated = [one for one in found if one not in due]
    end = None if query.limit < 0 else query.offset + query.limit
    return tuple([*dated, *undated][query.offset : end])


def _filter(query: CustomerQuery, due: Mapping[str, date], today: date) -> CustomerFilter:
    wanted: dict[str, Any] = {"text": query.search.strip()}
    importances: list[Importance] = []
    for name in query.filters:
        head, _colon, rest = name.partition(":")
        if name == "unclosed":
            wanted["unclosed"] = True
        elif name == "overdue":
            wanted["within"] = tuple(one for one, day in due.items() if day < today)
        elif name == "closed":
            wanted["active"] = False
        elif head == "importance" and rest in set(Importance):
            importances.append(Importance(rest))
        elif head == "voltage" and _number(rest) is not None:
            wanted["voltage_kv"] = _number(rest)
        else:
            raise Problem("customer_filter_unknown", name=name, names=", ".join(FILTERS))
    return CustomerFilter(importances=tuple(importances), **wanted)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _row(workspace: Workspace, line: CustomerLine, due: date | None, *, free: bool) -> CustomerRow:
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
        "due": t("as needed") if free else short_date(due, today),
    }
    days = (due - today).days if due else None
    return CustomerRow(customer.id, cells, customer.importance, line.unclosed, days)
