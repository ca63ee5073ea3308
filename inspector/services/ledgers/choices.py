"""What the window of the ledgers asks beside the rows: ids of what is selected, names for filters. Worker thread."""

from collections.abc import Iterable
from dataclasses import replace

from inspector.domain.ledger import LedgerKind
from inspector.domain.person import each_once
from inspector.quick_dataclass import dataclass
from inspector.services.ledgers.filters import customers_in
from inspector.services.ledgers.paging import hazard_rows, visit_rows
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LedgerChoices:
    """What can be chosen in filters and actions, beside what the program itself knows."""

    teams: tuple[str, ...]
    persons: tuple[str, ...]
    """Names of the active persons."""
    customers: tuple[tuple[str, str], ...]
    """Account or id, and name, of the customers that the present filters name."""


def ledger_choices(workspace: Workspace, filters: Iterable[str] = ()) -> LedgerChoices:
    """Teams and persons of the registers, and the names of the customers in `filters`."""
    persons = workspace.db.registers.persons()
    return LedgerChoices(
        teams=tuple(sorted({person.team for person in persons if person.team})),
        persons=tuple(person.name for person in each_once(persons) if person.active),
        customers=customers_in(workspace, filters),
    )


def ledger_ids(
    workspace: Workspace, kind: LedgerKind, query: LedgerQuery, spans: Iterable[tuple[int, int]]
) -> tuple[str, ...]:
    """Ids of the rows of a query in spans of numbers (from 0, the last included), in the order of the rows."""
    found: list[str] = []
    for first, last in sorted(spans):
        window = replace(query, offset=first)
        if kind is LedgerKind.INSPECTION:
            found += [row.visit for row in visit_rows(workspace, window, last - first + 1)]
        else:
            found += [row.hazard.id for row in hazard_rows(workspace, kind, window, last - first + 1)]
    return tuple(dict.fromkeys(found))
