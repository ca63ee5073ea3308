"""Values of preventive tests and readings over time, oldest first."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from inspector.domain.equipment import TestValue
from inspector.quick_dataclass import dataclass
from inspector.storage.session import Session, chunks

COLUMNS = "quantity, label, tested_on, value, unit, temperature_c, verdict, visit"
ORDER = "ORDER BY tested_on, event, position"

Series = tuple[TestValue, ...]


@dataclass(frozen=True, slots=True)
class RecordedValue:
    """A value of a test with what it was judged by then; `limit` as it was shown, for example ``≤ 2``."""

    value: TestValue
    limit: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class RecordedTest:
    """One preventive test of a piece of equipment; `id` is its event. What the record does not say is empty."""

    id: str
    equipment: str
    tested_on: date
    next_due: date | None
    lab: str
    values: tuple[RecordedValue, ...]
    reports: tuple[Mapping[str, Any], ...] = ()
    """Attached files as the record names them: sha256, name, type, size."""


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

    def tests(self, equipment: Sequence[str]) -> tuple[RecordedTest, ...]:
        """Preventive tests of these pieces of equipment, oldest first; readings of visits are none."""
        found: dict[str, RecordedTest] = {}
        for chunk in chunks(equipment):
            values: dict[str, list[Any]] = {}
            for row in self._session.within("SELECT * FROM measurement WHERE entity IN", chunk, ORDER):
                values.setdefault(row.event, []).append(row)
            sql = "SELECT id, entity, raw FROM event WHERE type = 'test_recorded' AND entity IN"
            for row in self._session.within(sql, chunk):
                if row.id in values:
                    found[row.id] = _test(row, values[row.id])
        return tuple(sorted(found.values(), key=lambda test: (test.tested_on, test.id)))

    def count_tests(self, equipment: Sequence[str]) -> int:
        """How many tests of this equipment were recorded."""
        sql = "SELECT count(*) AS n FROM event WHERE type = 'test_recorded' AND entity IN"
        return sum(row.n for chunk in chunks(equipment) for row in self._session.within(sql, chunk))

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


def _test(event: Any, rows: Iterable[Any]) -> RecordedTest:
    body = json.loads(event.raw)["body"]
    said = body["values"]
    values = tuple(
        RecordedValue(
            _value(row), str(said[row.position].get("limit") or ""), str(said[row.position].get("basis") or "")
        )
        for row in rows
    )
    reports = body.get("reports")
    return RecordedTest(
        event.id,
        event.entity,
        values[0].value.tested_on,
        _day(body, "next_due"),
        str(body.get("lab") or ""),
        values,
        tuple(one for one in reports if isinstance(one, Mapping)) if isinstance(reports, list) else (),
    )


def _day(body: Mapping[str, Any], name: str) -> date | None:
    """A day that the record gives; whatever is no day counts as not given."""
    try:
        return date.fromisoformat(str(body.get(name) or "")[:10])
    except ValueError:
        return None
