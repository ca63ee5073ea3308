"""What the risk score asks about all customers, read in a few statements (made for 20,000)."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from inspector.storage.session import Session

_CUSTOMERS: Final = """
SELECT id, json_extract(data, '$.importance', '$.supply_sources', '$.emergency_supply_kva', '$.electricians',
  '$.portrait') FROM customer WHERE coalesce(json_extract(data, '$.active'), 1) = 1{of}
"""
_HAZARDS: Final = """
SELECT customer, grade_rank, count(*), sum(deadline < :today), sum(recurrent) FROM hazard
WHERE unclosed = 1{of} GROUP BY customer, grade_rank
"""
_EQUIPMENT: Final = """
SELECT customer, sum(json_extract(data, '$.commissioned') <= :old), sum(json_extract(data, '$.kind') = 'generator')
FROM equipment WHERE coalesce(json_extract(data, '$.active'), 1) = 1{of} GROUP BY customer
"""
_TESTS: Final = """
WITH last AS (
  SELECT entity, max(tested_on || event) AS newest FROM measurement WHERE equipment = entity{of} GROUP BY entity
)
SELECT e.customer, sum(json_extract(v.raw, '$.body.next_due') < :today),
  sum(EXISTS (SELECT 1 FROM measurement m WHERE m.event = v.id AND m.verdict = 'fail'))
FROM last JOIN equipment e ON e.id = last.entity JOIN event v ON v.id = substr(last.newest, 11)
WHERE v.type = 'test_recorded' AND coalesce(json_extract(e.data, '$.active'), 1) = 1 GROUP BY e.customer
"""


class RiskCustomer(NamedTuple):
    """A customer in service: class, sources and emergency supply as registered, electricians and portrait as JSON."""

    id: str
    importance: str
    supply_sources: int | None
    emergency_supply_kva: float | None
    electricians: tuple[Mapping[str, Any], ...]
    portrait: Mapping[str, Any] | None


class HazardCount(NamedTuple):
    """Unclosed hazards of one customer and grade: how many, overdue, recurrent."""

    customer: str
    grade_rank: int
    unclosed: int
    overdue: int
    recurrent: int


class EquipmentCount(NamedTuple):
    """Equipment in service of one customer: how many are old, how many are generators."""

    customer: str
    old: int
    generators: int


class TestCount(NamedTuple):
    """Equipment in service of one customer whose newest test is overdue, or had a value beyond its limit."""

    customer: str
    overdue: int
    failed: int


class RiskFacts:
    """Reads for the risk score: of one customer (its id), or of all ("")."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def customers(self, customer: str = "") -> tuple[RiskCustomer, ...]:
        """Customers in service."""
        rows = self._read(2, _CUSTOMERS, "id", customer)
        return tuple(_customer(one, json.loads(text)) for one, text in rows)

    def hazards(self, today: str, customer: str = "") -> tuple[HazardCount, ...]:
        """Unclosed hazards by customer and grade; `today` ISO."""
        return tuple(HazardCount(*row) for row in self._read(5, _HAZARDS, "customer", customer, today=today))

    def equipment(self, old: str, customer: str = "") -> tuple[EquipmentCount, ...]:
        """Equipment by customer; `old` is the last day of commissioning (ISO) that makes it old."""
        rows = self._read(3, _EQUIPMENT, "customer", customer, old=old)
        return tuple(EquipmentCount(one, aged or 0, generators or 0) for one, aged, generators in rows)

    def tests(self, today: str, customer: str = "") -> tuple[TestCount, ...]:
        """Newest tests by customer; `today` ISO."""
        rows = self._read(3, _TESTS, "customer", customer, today=today)
        return tuple(TestCount(one, overdue or 0, failed or 0) for one, overdue, failed in rows)

    def _read(self, width: int, sql: str, column: str, customer: str, **values: str) -> list[list[Any]]:
        of, named = (f" AND {column} = :customer", {"customer": customer}) if customer else ("", {})
        return self._session.gathered(width, sql.format(of=of), **named, **values)


def _customer(customer: str, found: list[Any]) -> RiskCustomer:
    importance, sources, emergency, electricians, portrait = found
    rows = electricians if isinstance(electricians, list) else ()
    return RiskCustomer(
        customer,
        str(importance or "none"),
        sources,
        emergency,
        tuple(row for row in rows if isinstance(row, dict)),
        portrait if isinstance(portrait, dict) else None,
    )
