"""Values of preventive tests and readings over time, oldest first."""

from datetime import date
from typing import Any

from inspector.domain.equipment import TestValue
from inspector.storage.session import Session

COLUMNS = "quantity, label, tested_on, value, unit, temperature_c, verdict, visit"
ORDER = "ORDER BY tested_on, event, position"

Series = tuple[TestValue, ...]


class Measurements:
    """Reads of measurements, fed by recorded tests and the readings of signed visits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def history(self, quantity: str, *, equipment: str = "", customer: str = "", label: str | None = None) -> Series:
        """One quantity of a piece of equipment, or of a customer's site (values without equipment), oldest first.

        `label` tells phases or places apart; None gives all of them.
        """
        owner = "equipment = :owner" if equipment else "customer = :owner AND equipment = ''"
        test = "" if label is None else " AND label = :label"
        values = {} if label is None else {"label": label}
        sql = f"SELECT {COLUMNS} FROM measurement WHERE {owner} AND quantity = :quantity{test} {ORDER}"  # noqa: S608 - own text
        rows = self._session.rows(sql, owner=equipment or customer, quantity=quantity, **values)
        return tuple(_value(row) for row in rows)

    def of_equipment(self, equipment: str) -> dict[tuple[str, str], Series]:
        """All quantities of a piece of equipment by (quantity, label), each oldest first, in one query."""
        sql = f"SELECT {COLUMNS} FROM measurement WHERE equipment = :owner {ORDER}"  # noqa: S608 - own text
        return _grouped(self._session.rows(sql, owner=equipment))

    def of_site(self, customer: str) -> dict[tuple[str, str], Series]:
        """All quantities read at a customer's site that belong to no equipment, by (quantity, label)."""
        sql = f"SELECT {COLUMNS} FROM measurement WHERE customer = :owner AND equipment = '' {ORDER}"  # noqa: S608 - own text
        return _grouped(self._session.rows(sql, owner=customer))


def _grouped(rows: Any) -> dict[tuple[str, str], Series]:
    found: dict[tuple[str, str], list[TestValue]] = {}
    for row in rows:
        found.setdefault((row.quantity, row.label), []).append(_value(row))
    return {key: tuple(values) for key, values in found.items()}


def _value(row: Any) -> TestValue:
    return TestValue(
        quantity=row.quantity,
        tested_on=date.fromisoformat(row.tested_on),
        value=row.value,
        unit=row.unit,
        label=row.label,
        temperature_c=row.temperature_c,
        verdict=row.verdict,
        visit=row.visit,
    )
