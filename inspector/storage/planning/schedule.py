"""What the inspection cycles ask for, read for all customers at once (made for 20,000)."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, NamedTuple

from inspector.domain.customer import Importance, Metering
from inspector.domain.inspection import NOT_COUNTED
from inspector.storage.schema.versions import unfolded
from inspector.storage.session import Session, chunks, containing

_SUPPLY: Final = (
    "SELECT id, account, json_extract(data, '$.importance', '$.voltage_kv', '$.metering', '$.cycle_months', '$.active')"
)
_LAST: Final = """
SELECT customer, max(signed_at) AS last FROM visit
WHERE kind NOT IN (SELECT value FROM json_each(:not_counted)){where} GROUP BY customer
"""
_TOUCHED: Final = """
SELECT DISTINCT entity, kind FROM event WHERE rowid > :since AND kind IN ('customer', 'visit') LIMIT :most
"""
_WAITING: Final = """
SELECT id, customer, planned_on FROM (
 SELECT id, customer, planned_on FROM draft d WHERE status <> 'handed_over'
 AND NOT (status = 'planned' AND EXISTS (SELECT 1 FROM plan p WHERE p.visit = d.id))
 UNION ALL SELECT p.visit AS id, p.customer, p.planned_on FROM plan p WHERE p.status IN ('planned', 'begun')
 AND NOT EXISTS (SELECT 1 FROM draft d WHERE p.visit IN (d.id, d.key) AND d.status <> 'planned')
 AND NOT EXISTS (
  SELECT 1 FROM json_each(p.data, '$.begun') b JOIN visit v ON v.id = json_extract(b.value, '$.visit')
 )
) ORDER BY planned_on IS NULL, planned_on DESC, id DESC"""
_CLASS: Final = {item.value: item for item in Importance}
_METERING: Final = {item.value: item for item in Metering}


class ScheduledCustomer(NamedTuple):
    """A customer as the cycles see it. `last` is the day of the last visit that counts, "" for never."""

    id: str
    account: str
    importance: Importance
    voltage_kv: float | None
    metering: Metering
    cycle_months: int | None
    active: bool
    last: str


class _Supply(NamedTuple):
    """What of a customer's data the cycles ask for; many customers share one."""

    importance: Importance
    voltage_kv: float | None
    metering: Metering
    cycle_months: int | None
    active: bool


class Schedule:
    """Reads for the list of inspections that are due."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def version(self) -> int:
        """A number that grows with every event, so that what was read from events can be kept until then."""
        waiting = unfolded(self._session)
        if waiting is not None:  # what comes after it cannot be read yet
            return waiting
        row = self._session.one("SELECT max(rowid) AS n FROM event")
        return int(row.n or 0) if row else 0

    def customers(self) -> tuple[ScheduledCustomer, ...]:
        """All customers, in service or not."""
        last = self._last()
        supplies: dict[str, _Supply] = {}
        found = []
        for customer, account, text in self._session.gathered(3, f"{_SUPPLY} FROM customer"):
            supply = supplies.get(text) or supplies.setdefault(text, _supply(text))
            found.append(ScheduledCustomer(customer, account, *supply, last.get(customer, "")))
        return tuple(found)

    def customer(self, customer: str) -> ScheduledCustomer | None:
        """One customer, in service or not; None for an unknown one."""
        row = self._session.one(f"{_SUPPLY} FROM customer WHERE id = :id", id=customer)
        if row is None:
            return None
        return ScheduledCustomer(row[0], row[1], *_supply(row[2]), self._last(customer).get(customer, ""))

    def inspected(self, customer: str = "") -> frozenset[str]:
        """Customers with a signed visit that counts; only this one, if one is given."""
        return frozenset(self._last(customer))

    def _last(self, customer: str = "") -> dict[str, str]:
        """Day of the last signed visit that counts, by customer."""
        where, named = (" AND customer = :customer", {"customer": customer}) if customer else ("", {})
        sql = _LAST.format(where=where)
        found = self._session.gathered(2, sql, not_counted=json.dumps(NOT_COUNTED), **named)
        return {customer: last[:10] for customer, last in found}

    def touched(self, since: int, most: int) -> frozenset[str] | None:
        """Customers that events after a version concern, themselves or by a visit; None when there are too many."""
        events = self._session.rows(_TOUCHED, since=since, most=most + 1)
        if len(events) > most:
            return None
        visits = [entity for entity, kind in events if kind == "visit"]
        found = {entity for entity, kind in events if kind == "customer"}
        for chunk in chunks(visits):
            found |= {row[0] for row in self._session.within("SELECT customer FROM visit WHERE id IN", chunk)}
        return frozenset(found)

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

    def waiting(self, without: Collection[str] = ()) -> dict[str, tuple[str, date | None]]:
        """Customers with a planned or open visit: (visit, planned day), the earliest; `without` these visits.

        Planned ones are those of the whole area, also begun ones of other laptops that are not signed yet.
        """
        rows = self._session.rows(_WAITING)
        return {
            row.customer: (row.id, date.fromisoformat(row.planned_on) if row.planned_on else None)
            for row in rows
            if row.id not in without
        }


def _supply(text: str) -> _Supply:
    importance, voltage, metering, months, active = json.loads(text)
    return _Supply(
        _CLASS.get(importance, Importance.NONE),
        voltage,
        _METERING.get(metering, Metering.HV_SIDE),
        months,
        active is None or bool(active),
    )
