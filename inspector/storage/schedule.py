"""What the inspection cycles ask for, read for all customers at once (made for 20,000)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from inspector.domain.customer import Importance, Metering
from inspector.domain.inspection import NOT_COUNTED
from inspector.storage.session import Session, chunks, containing

_FIELD: Final = "json_extract(data, '$.{name}') AS {name}"
_SUPPLY: Final = "SELECT id, account, " + ", ".join(
    _FIELD.format(name=name) for name in ("importance", "voltage_kv", "metering", "cycle_months", "active")
)
_LAST: Final = """
SELECT customer, max(signed_at) AS last FROM visit
WHERE kind NOT IN (SELECT value FROM json_each(:not_counted)){where} GROUP BY customer
"""
_CLASS: Final = {item.value: item for item in Importance}
_METERING: Final = {item.value: item for item in Metering}


@dataclass(frozen=True, slots=True)
class ScheduledCustomer:
    """A customer in service as the cycles see it. `last` is the day of the last visit that counts, "" for never."""

    id: str
    account: str
    importance: Importance
    voltage_kv: float | None
    metering: Metering
    cycle_months: int | None
    last: str


class Schedule:
    """Reads for the list of inspections that are due."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def version(self) -> int:
        """A number that grows with every event, so that what was read from events can be kept until then."""
        row = self._session.one("SELECT max(rowid) AS n FROM event")
        return int(row.n or 0) if row else 0

    def customers(self) -> tuple[ScheduledCustomer, ...]:
        """All customers in service (销户 left out)."""
        last = self._last()
        rows = self._session.rows(f"{_SUPPLY} FROM customer")
        return tuple(_scheduled(row, last) for row in rows if row.active is None or row.active)

    def customer(self, customer: str) -> ScheduledCustomer | None:
        """One customer, in service or not; None for an unknown one."""
        row = self._session.one(f"{_SUPPLY} FROM customer WHERE id = :id", id=customer)
        return _scheduled(row, self._last(customer)) if row else None

    def _last(self, customer: str = "") -> dict[str, str]:
        """Day of the last signed visit that counts, by customer."""
        where, named = (" AND customer = :customer", {"customer": customer}) if customer else ("", {})
        sql = _LAST.format(where=where)
        found = self._session.rows(sql, not_counted=json.dumps(NOT_COUNTED), **named)
        return {row.customer: str(row.last)[:10] for row in found}

    def matching(self, text: str) -> frozenset[str]:
        """Ids of customers with this text in account or name."""
        sql = "SELECT id FROM customer WHERE account LIKE :text ESCAPE '!' OR name LIKE :text ESCAPE '!'"
        return frozenset(row.id for row in self._session.rows(sql, text=containing(text)))

    def names(self, customers: Sequence[str]) -> dict[str, str]:
        """Names by id."""
        return {
            row.id: row.name
            for chunk in chunks(customers)
            for row in self._session.within("SELECT id, name FROM customer WHERE id IN", chunk)
        }

    def waiting(self) -> dict[str, tuple[str, date | None]]:
        """Customers with a planned or open visit: (visit, planned day), the earliest first."""
        sql = "SELECT id, customer, planned_on FROM draft ORDER BY planned_on IS NULL, planned_on DESC, id DESC"
        return {
            row.customer: (row.id, date.fromisoformat(row.planned_on) if row.planned_on else None)
            for row in self._session.rows(sql)
        }


def _scheduled(row: Any, last: dict[str, str]) -> ScheduledCustomer:
    return ScheduledCustomer(
        row.id,
        row.account,
        _CLASS.get(row.importance, Importance.NONE),
        row.voltage_kv,
        _METERING.get(row.metering, Metering.HV_SIDE),
        row.cycle_months,
        last.get(row.id, ""),
    )
