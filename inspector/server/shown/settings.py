"""What a company has chosen, as far as the ledgers hang on it: its name, and the rule of the key-supervision ledger.

Records of the kind `setting`, one for each area and group of options; a value that cannot be one counts as not chosen.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.hazard import Grade
from inspector.domain.ledger import DEFAULT_RULE, SupervisionRule
from inspector.domain.recurrence import DEFAULT_CYCLES, MOST_CYCLES
from inspector.server.tables import shown_thing

KIND: Final = "setting"
MOST_DAYS: Final = 10_000


def rules(connection: Connection, scopes: Iterable[str]) -> dict[str, SupervisionRule]:
    """The rule of each area."""
    chosen = _chosen(connection, "supervision", scopes)
    return {scope: _rule(chosen.get(scope, {})) for scope in scopes}


def cycles(connection: Connection, scope: str) -> int:
    """Within how many inspection cycles the same trouble counts as come back."""
    value = _chosen(connection, "supervision", [scope]).get(scope, {}).get("supervision.cycles")
    return (_whole(value, MOST_CYCLES) if value else None) or DEFAULT_CYCLES


def company(connection: Connection, scopes: Iterable[str]) -> str:
    """The name of the company; "" where the areas do not have the same one."""
    found = {str(one.get("company") or "") for one in _chosen(connection, "company", scopes).values()}
    return found.pop() if len(found) == 1 else ""


def _chosen(connection: Connection, section: str, scopes: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    columns = shown_thing.c
    query = sa.select(columns.scope, columns.data).where(columns.kind == KIND, columns.name == section)
    return {row.scope: json.loads(row.data) for row in connection.execute(query.where(columns.scope.in_(list(scopes))))}


def _rule(values: Mapping[str, Any]) -> SupervisionRule:
    def switch(name: str) -> bool:
        value = values.get(f"supervision.{name}", True)
        return value if isinstance(value, bool) else True

    grades, days = values.get("supervision.grades"), values.get("supervision.overdue_days")
    known = set(Grade)
    named = tuple(Grade(one) for one in grades if one in known) if isinstance(grades, list) else DEFAULT_RULE.grades
    late = _whole(days, MOST_DAYS)
    return SupervisionRule(
        named,
        (DEFAULT_RULE.overdue_days if late is None else late) if switch("overdue") else None,
        recurrent=switch("recurrent"),
        disputed=switch("disputed"),
        by_hand=switch("by_hand"),
    )


def _whole(value: Any, most: int) -> int | None:
    """A whole number from 0 to `most`; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else None
