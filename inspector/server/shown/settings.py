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
MOST_TEXT: Final = 200
SIGNERS: Final = ("prepared", "checked", "approved")


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
    found = common(connection, "company", scopes).get("company")
    return found if isinstance(found, str) else ""


def common(connection: Connection, section: str, scopes: Iterable[str]) -> Mapping[str, Any]:
    """What a group of options says in all of these areas alike; an area that chose nothing says nothing."""
    wanted = list(scopes)
    chosen = _chosen(connection, section, wanted)
    first, *others = [chosen.get(scope, {}) for scope in wanted] or [{}]
    return {key: value for key, value in first.items() if all(one.get(key) == value for one in others)}


def signers(connection: Connection, scopes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Role and name of the three lines under a ledger: prepared, checked, approved; "" for what was not chosen."""
    chosen = common(connection, "documents", scopes)

    def text(key: str) -> str:
        value = chosen.get(key)
        return value if isinstance(value, str) and len(value) <= MOST_TEXT else ""

    return tuple((text(f"signature.{line}.role"), text(f"signature.{line}.name")) for line in SIGNERS)


def logo(connection: Connection, scopes: Iterable[str]) -> str:
    """The hash of the company's logo; "" for none."""
    found = common(connection, "documents", scopes).get("document_logo")
    return found if isinstance(found, str) else ""


def cycle_choices(connection: Connection, scope: str) -> Mapping[str, Any]:
    """The inspection cycles that an area has changed, by option; unchecked."""
    return _chosen(connection, "cycles", [scope]).get(scope, {})


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
    texts = [one for one in grades if isinstance(one, str)] if isinstance(grades, list) else None
    named = DEFAULT_RULE.grades if texts is None else tuple(Grade(one) for one in texts if one in known)
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
