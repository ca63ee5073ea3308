"""The list of customers (made for 20,000): which ones a filter leaves, in which order, and what a row tells.

The ids of a window come first, in order, from the customers alone; what costs a look into other tables is then read for
the rows of that window only.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from inspector.domain.customer import Customer, Importance
from inspector.domain.fields import from_fields
from inspector.quick_dataclass import dataclass
from inspector.storage.session import Session, chunks, containing

IMPORTANCE: Final = "coalesce(json_extract(c.data, '$.importance'), 'none')"
VOLTAGE: Final = "json_extract(c.data, '$.voltage_kv')"
ACTIVE: Final = "coalesce(json_extract(c.data, '$.active'), 1)"
_UNCLOSED: Final = "SELECT {what} FROM hazard h WHERE h.customer = c.id AND h.unclosed = 1"
_ORDER: Final = {importance: rank for rank, importance in enumerate(Importance)}
SORTS: Final = {
    "account": "c.account",
    "name": "c.name",
    "importance": "CASE "
    + IMPORTANCE
    + "".join(f" WHEN '{item.value}' THEN {rank}" for item, rank in _ORDER.items())
    + " ELSE 9 END",
    "voltage": VOLTAGE,
    "capacity": "json_extract(c.data, '$.capacity_kva')",
    "equipment": "(SELECT count(*) FROM equipment e WHERE e.customer = c.id)",
    "last_visit": "(SELECT max(v.signed_at) FROM visit v WHERE v.customer = c.id)",
    "hazards": "(SELECT min(h.grade_rank) * 1000000 - count(*) FROM hazard h WHERE h.customer = c.id"
    " AND h.unclosed = 1 GROUP BY h.customer)",
}
"""Names of orders; "hazards" puts the gravest first, then the most."""
_LAST: Final = {"voltage", "capacity", "last_visit", "hazards"}
"""Orders in which customers without a value come last either way."""


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """Which customers; what is empty or None does not narrow. `text` looks in account and name."""

    text: str = ""
    importances: tuple[Importance, ...] = ()
    voltage_kv: float | None = None
    unclosed: bool = False
    """Only customers with an unclosed hazard."""
    active: bool | None = True
    """False gives the closed accounts (销户) only."""
    within: tuple[str, ...] | None = None
    """Only these ids."""


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer with what the list tells about the rest of its file."""

    customer: Customer
    equipment: int
    """Pieces of equipment in service."""
    last_visit: date | None
    unclosed: tuple[int, int, int]
    """Unclosed hazards: critical, serious, general."""


@dataclass(frozen=True, slots=True)
class CustomerFacets:
    """How many customers each filter would leave, over the whole register."""

    active: int
    closed: int
    unclosed: int
    importances: tuple[tuple[Importance, int], ...]
    voltages: tuple[tuple[float, int], ...]
    """(kV, customers), lowest first."""


class CustomerList:
    """Reads for the list of customers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ids(
        self, chosen: CustomerFilter, *, sort: str = "account", descending: bool = False, offset: int = 0, limit: int
    ) -> tuple[str, ...]:
        """Ids of a window, in order; `sort` is a name of SORTS; -1 = all."""
        where, values = _where(chosen)
        key, way = SORTS[sort], " DESC" if descending else ""
        order = f"{key}{way}" + (" NULLS LAST" if sort in _LAST else "")
        sql = f"SELECT c.id FROM customer c{where} ORDER BY {order}, c.account, c.id LIMIT :limit OFFSET :offset"  # noqa: S608 - own text
        return tuple(row.id for row in self._session.rows(sql, limit=limit, offset=offset, **values))

    def count(self, chosen: CustomerFilter) -> int:
        """How many customers the filter leaves."""
        where, values = _where(chosen)
        row = self._session.one(f"SELECT count(*) AS n FROM customer c{where}", **values)  # noqa: S608 - own text
        return int(row.n) if row else 0

    def lines(self, ids: Sequence[str]) -> tuple[CustomerLine, ...]:
        """These customers, in the order of the ids; one that is gone is left out."""
        found = {line.customer.id: line for chunk in chunks(ids) for line in self._lines(chunk)}
        return tuple(found[one] for one in ids if one in found)

    def _lines(self, chunk: Sequence[str]) -> list[CustomerLine]:
        equipment = self._session.within(
            "SELECT customer, count(*) AS n FROM equipment WHERE coalesce(json_extract(data, '$.active'), 1) = 1"
            " AND customer IN",
            chunk,
            "GROUP BY customer",
        )
        visits = self._session.within(
            "SELECT customer, max(signed_at) AS at FROM visit WHERE customer IN", chunk, "GROUP BY customer"
        )
        hazards = self._session.within(
            "SELECT customer, sum(grade_rank = 0) AS critical, sum(grade_rank = 1) AS serious,"
            " sum(grade_rank = 2) AS general FROM hazard WHERE unclosed = 1 AND customer IN",
            chunk,
            "GROUP BY customer",
        )
        pieces = {row.customer: int(row.n) for row in equipment}
        last = {row.customer: datetime.fromisoformat(row.at).date() for row in visits if row.at}
        open_ = {row.customer: (int(row.critical), int(row.serious), int(row.general)) for row in hazards}
        return [
            CustomerLine(_customer(row), pieces.get(row.id, 0), last.get(row.id), open_.get(row.id, (0, 0, 0)))
            for row in self._session.within("SELECT id, data FROM customer WHERE id IN", chunk)
        ]

    def keepers(self) -> dict[str, str]:
        """Who of ours is responsible (一户一责), by id of the customer in service; others are left out."""
        sql = (
            "SELECT c.id, json_extract(c.data, '$.keeper') AS keeper FROM customer c"  # noqa: S608 - own text
            f" WHERE {ACTIVE} = 1 AND coalesce(json_extract(c.data, '$.keeper'), '') <> ''"
        )
        return {row.id: str(row.keeper) for row in self._session.rows(sql)}

    def facets(self) -> CustomerFacets:
        """Counts for the filters."""
        groups = self._session.rows(
            f"SELECT {ACTIVE} AS active, {IMPORTANCE} AS importance, {VOLTAGE} AS voltage, count(*) AS n"  # noqa: S608 - own text
            " FROM customer c GROUP BY 1, 2, 3"
        )
        importances, voltages = dict.fromkeys(Importance, 0), dict[float, int]()
        for row in (row for row in groups if row.active):
            importances[Importance(row.importance)] += int(row.n)
            if row.voltage is not None:
                voltages[float(row.voltage)] = voltages.get(float(row.voltage), 0) + int(row.n)
        active = sum(int(row.n) for row in groups if row.active)
        return CustomerFacets(
            active,
            sum(int(row.n) for row in groups) - active,
            self.count(CustomerFilter(unclosed=True)),
            tuple(importances.items()),
            tuple(sorted(voltages.items())),
        )


def _where(chosen: CustomerFilter) -> tuple[str, dict[str, Any]]:
    tests, values = list[str](), dict[str, Any]()
    for test, given in _conditions(chosen):
        tests.append(test)
        values.update(given)
    return (" WHERE " + " AND ".join(tests) if tests else ""), values


def _conditions(chosen: CustomerFilter) -> Iterable[tuple[str, dict[str, Any]]]:
    """(SQL, values) of each condition the filter sets; the cheap ones first."""
    if chosen.within is not None:
        yield "c.id IN (SELECT value FROM json_each(:within))", {"within": json.dumps(chosen.within)}
    if chosen.text:
        words = {"text": containing(chosen.text), "digits": containing("".join(chosen.text.split()))}
        yield "(c.account LIKE :digits ESCAPE '!' OR c.name LIKE :text ESCAPE '!')", words
    if chosen.unclosed:
        yield f"EXISTS ({_UNCLOSED.format(what='1')})", {}
    if chosen.importances:
        listed = json.dumps([item.value for item in chosen.importances])
        yield f"{IMPORTANCE} IN (SELECT value FROM json_each(:importances))", {"importances": listed}  # noqa: S608 - own text
    if chosen.voltage_kv is not None:
        yield f"{VOLTAGE} = :voltage", {"voltage": chosen.voltage_kv}
    if chosen.active is not None:
        yield f"{ACTIVE} = :active", {"active": int(chosen.active)}


def _customer(row: Any) -> Customer:
    return from_fields(Customer, json.loads(row.data), id=row.id)
