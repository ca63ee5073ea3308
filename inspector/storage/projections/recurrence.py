"""复发: which hazards came back within so many inspection cycles, kept up to date with the rows (made for 100,000).

`prior_on` says when the same trouble was found before and closed by the day it was found again; whether that was
lately enough (`recurrent`) hangs on the customer's cycle and on the rule of the workspace, both in the setting
`recurrence` that the services write.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from inspector.domain.customer import Importance, Metering
from inspector.domain.inspection import Supply
from inspector.domain.recurrence import RecurrenceRule, recurs
from inspector.storage.session import Session, chunks

KEY: Final = "recurrence"
CHANGED: Final = "(id IN (SELECT value FROM json_each(:ids)) OR recurrence IN (SELECT value FROM json_each(:keys)))"
"""The changed hazards, and all of the troubles (`keys`) whose closed hazards changed."""
PRIOR: Final = f"""
UPDATE hazard SET prior_on = coalesce((SELECT max(o.found_on) FROM hazard o
    WHERE o.recurrence = hazard.recurrence AND o.status = 'closed' AND o.found_on < hazard.found_on
        AND o.closed_on <= hazard.found_on), '')
WHERE {CHANGED}
"""  # noqa: S608 - own text
"""Found again after it had been closed: what was found while the first was open is the same trouble, found twice."""
FLAGS: Final = "SELECT id, customer, found_on, prior_on, reopened, recurrent FROM hazard WHERE "
SUPPLY: Final = (
    "SELECT id, json_extract(data, '$.importance', '$.voltage_kv', '$.metering', '$.cycle_months') AS supply"
    " FROM customer WHERE id IN"
)
_CLASS: Final = {item.value: item for item in Importance}
_METERING: Final = {item.value: item for item in Metering}


class Recurrence:
    """Keeps `prior_on` and `recurrent`; always inside the caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def prior_on(self, hazard: str) -> date | None:
        """When the same trouble was found before, the latest time, if it was closed by then."""
        row = self._session.one("SELECT prior_on FROM hazard WHERE id = :id", id=hazard)
        return date.fromisoformat(row.prior_on) if row and row.prior_on else None

    def rule(self) -> RecurrenceRule:
        """The rule of this workspace."""
        row = self._session.one("SELECT value FROM setting WHERE key = :key", key=KEY)
        return RecurrenceRule.from_json(json.loads(row.value)) if row else RecurrenceRule()

    def set_rule(self, rule: RecurrenceRule) -> bool:
        """Keep the rule and, if it is another one, mark all hazards by it; returns whether it was."""
        with self._session.transaction():
            if self.rule() == rule:
                return False
            self._session.run(
                "INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value",
                key=KEY,
                value=json.dumps(rule.to_json()),
            )
            self._mark(self._session.rows(f"{FLAGS}prior_on <> '' OR reopened > 0 OR recurrent = 1"))
        return True

    def settle(self, hazards: Sequence[str], keys: Sequence[str], customers: Sequence[str]) -> None:
        """After these hazards, the closed hazards of these troubles, and these customers changed."""
        if hazards or keys:
            named = {"ids": json.dumps(list(hazards)), "keys": json.dumps(list(keys))}
            self._session.run(PRIOR, **named)
            self._mark(self._session.rows(FLAGS + CHANGED, **named))
        for chunk in chunks(customers):
            rest = "AND prior_on <> ''"
            self._mark(self._session.within(f"{FLAGS}customer IN", chunk, rest))

    def _mark(self, rows: Sequence[Any]) -> None:
        """Set `recurrent` of these hazards where it is not right."""
        rule = self.rule() if rows else RecurrenceRule()
        months = self._months(rule, {row.customer for row in rows if row.prior_on})
        found = [
            (int(recurs(row.found_on, row.prior_on, row.reopened, rule, months.get(row.customer))), row) for row in rows
        ]
        changed = [(now, row.id) for now, row in found if now != row.recurrent]
        self._session.many("UPDATE hazard SET recurrent = ? WHERE id = ?", changed)

    def _months(self, rule: RecurrenceRule, customers: set[str]) -> Mapping[str, int | None]:
        """The inspection cycle of each customer, in months; None for one without."""
        cycle = cache(lambda text: _cycle(rule, text))
        return {
            row.id: cycle(row.supply)
            for chunk in chunks(sorted(customers))
            for row in self._session.within(SUPPLY, chunk)
        }


def _cycle(rule: RecurrenceRule, text: str) -> int | None:
    importance, voltage, metering, own = json.loads(text)
    if own:
        return int(own)
    supply = Supply(
        _CLASS.get(importance, Importance.NONE),
        voltage if isinstance(voltage, int | float) else None,
        _METERING.get(metering, Metering.HV_SIDE),
    )
    return rule.months(supply)
