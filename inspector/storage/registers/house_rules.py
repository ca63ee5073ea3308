"""What a company decides for itself: criteria, its own packs, hazard entries and checklists. Reads only."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from inspector.quick_dataclass import dataclass
from inspector.storage.schema import versions
from inspector.storage.session import Session

CRITERIA: Final = ("criterion", "criteria_pack")
"""The kinds that decide how values are judged."""
SETTING: Final = "setting"
"""A group of settings that are the same on every laptop of an area: one field for each."""
OF_THE_HOUSE: Final = (*CRITERIA, "hazard_entry", "form", SETTING)
"""All kinds of what a company decides for itself."""
COMPANY: Final = (
    "SELECT r.data FROM house_rule r JOIN entity e ON e.id = r.id WHERE r.kind = 'setting'"
    " AND e.scope = (SELECT json_extract(value, '$') FROM setting WHERE key = 'area')"
)


@dataclass(frozen=True, slots=True)
class Said:
    """Who said that a row is confirmed: person (id), moment (ISO 8601, the author's own), and the paper he had."""

    by: str
    at: str
    seen: str


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A decision as the merge sees it now. `fields` hold its values; `open` are those that wait for a person."""

    id: str
    kind: str
    scope: str
    title: str
    fields: Mapping[str, Any]
    said: tuple[Said, ...] = ()
    open: tuple[str, ...] = ()


class HouseRules:
    """Reads for `services.judgement.rules` and its neighbours."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._looked: tuple[int, int | None] | None = None
        self._mark = ""

    def of_kinds(self, kinds: Sequence[str]) -> tuple[HouseRule, ...]:
        """All of these kinds, in the order of their ids."""
        sql = (
            "SELECT r.id, r.kind, e.scope, r.title, r.data, e.conflicted FROM house_rule r"
            " JOIN entity e ON e.id = r.id WHERE r.kind IN"
        )
        return tuple(_rule(row) for row in self._session.within(sql, kinds, "ORDER BY r.id"))

    def one(self, rule: str) -> HouseRule | None:
        """A decision by the id of its thing."""
        sql = (
            "SELECT r.id, r.kind, e.scope, r.title, r.data, e.conflicted FROM house_rule r"
            " JOIN entity e ON e.id = r.id WHERE r.id = :id"
        )
        row = self._session.one(sql, id=rule)
        return _rule(row) if row is not None else None

    def company(self) -> Mapping[str, Any]:
        """The settings that the area of this workspace has decided, by key; as they arrived, unchecked."""
        return company_settings(self._session)

    def mark(self) -> str:
        """Another text whenever something was decided about criteria or settings, here or elsewhere.

        Asked on every keystroke: the rows are only looked at when a record came since. What an open transaction has
        written may still go.
        """
        if self._session.in_transaction:
            return self._read_mark()
        last = self._session.one("SELECT max(rowid) AS last FROM frame")
        now = (last.last or 0 if last else 0, versions.unfolded(self._session))
        if now != self._looked:
            self._looked, self._mark = now, self._read_mark()
        return self._mark

    def _read_mark(self) -> str:
        rows = self._session.within(
            "SELECT id, mark FROM house_rule WHERE kind IN", (*CRITERIA, SETTING), "ORDER BY id"
        )
        return ";".join(f"{row.id}:{row.mark}" for row in rows)


def company_settings(session: Session) -> dict[str, Any]:
    """As `HouseRules.company`, for other reads of the storage."""
    return {key: value for row in session.rows(COMPANY) for key, value in json.loads(row.data)["fields"].items()}


def _rule(row: Any) -> HouseRule:
    data = json.loads(row.data)
    said = tuple(Said(one["by"], one["at"], one["seen"]) for one in data["said"])
    return HouseRule(row.id, row.kind, row.scope, row.title, data["fields"], said, tuple(json.loads(row.conflicted)))
