"""A short look at things of any kind: name, status, alerts, conflicts. For telling what a round has changed."""

import json
from collections.abc import Sequence
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.storage.registers.house_rules import OF_THE_HOUSE
from inspector.storage.session import Session, chunks

TITLES: Final = {
    "hazard": "number",
    "customer": "name",
    "equipment": "name",
    "person": "name",
    "visit": "number",
    "ledger_issue": "number",
    "review_group": "name",
    "review_round": "number",
    "criterion": "title",
    "criteria_pack": "title",
    "hazard_entry": "title",
    "form": "title",
    "setting": "title",
    "plan": "title",
}
"""Column of a kind's table that names a thing."""
TABLES: Final = dict.fromkeys(OF_THE_HOUSE, "house_rule")
"""Table of a kind that has none of its own name."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A thing at one moment. `alerts` are (code, event); `conflicted` the fields that wait for a decision.

    `leaves` differ whenever anything was written about it.
    """

    entity: str
    kind: str
    title: str
    status: str
    alerts: tuple[tuple[str, str], ...]
    conflicted: tuple[str, ...]
    leaves: str


class Glimpses:
    """Looks at things."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, entities: Sequence[str]) -> dict[str, Glimpse]:
        """Those of these things that are here, by id."""
        sql = "SELECT id, kind, status, alerts, conflicted, leaves FROM entity WHERE id IN"
        rows = [row for chunk in chunks(entities) for row in self._session.within(sql, chunk)]
        titles = self._titles({(row.kind, row.id) for row in rows})
        return {
            row.id: Glimpse(
                row.id,
                row.kind,
                titles.get(row.id, ""),
                row.status,
                tuple((code, event) for code, event in json.loads(row.alerts)),
                tuple(json.loads(row.conflicted)),
                row.leaves,
            )
            for row in rows
        }

    def _titles(self, things: set[tuple[str, str]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind, column in TITLES.items():
            wanted = sorted(entity for of_kind, entity in things if of_kind == kind)
            for chunk in chunks(wanted):
                sql = f"SELECT id, {column} AS title FROM {TABLES.get(kind, kind)} WHERE id IN"  # noqa: S608 - own names
                found.update({row.id: row.title for row in self._session.within(sql, chunk)})
        return found
