"""Signed visits: the inspection ledger, and what a visit found last time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from inspector.domain.ledger import InspectionRow
from inspector.domain.visit import VisitKind, VisitStatus, VisitSummary
from inspector.problems import Problem
from inspector.storage.session import Session, chunks, containing

SORTS: Final = {
    "signed_at": "v.signed_at",
    "number": "v.number",
    "customer": "c.name",
    "account": "c.account",
    "kind": "v.kind",
}
DEFAULT_SORT: Final = ("-signed_at",)
SEARCHED: Final = ("v.number", "v.notice", "c.name", "c.account")
ROW: Final = """
SELECT v.*, c.account AS c_account, c.name AS c_name FROM visit v LEFT JOIN customer c ON c.id = v.customer
"""


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which rows of the inspection ledger; what is empty or None does not narrow."""

    customer: str = ""
    kinds: tuple[VisitKind, ...] = ()
    signed_from: date | None = None
    signed_to: date | None = None
    person: str = ""
    """One of the inspectors."""
    text: str = ""


class Visits:
    """Reads of signed visits. Planned and open ones are `Drafts`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, visit: str) -> VisitSummary:
        """A signed visit. Raises Problem("record_missing")."""
        row = self._session.one("SELECT * FROM visit WHERE id = :id", id=visit)
        if row is None:
            raise Problem("record_missing", id=visit)
        return _summary(row)

    def by_number(self, number: str) -> VisitSummary | None:
        """The signed visit with this readable number."""
        row = self._session.one("SELECT * FROM visit WHERE number = :number ORDER BY id", number=number)
        return _summary(row) if row else None

    def by_notice(self, number: str) -> VisitSummary | None:
        """The signed visit whose result notice has this number."""
        row = self._session.one("SELECT * FROM visit WHERE notice = :number ORDER BY id", number=number)
        return _summary(row) if row else None

    def body(self, visit: str) -> Mapping[str, Any]:
        """The whole content of a signed visit, as its event was written. Raises Problem("record_missing")."""
        row = self._session.one("SELECT e.raw FROM visit v JOIN event e ON e.id = v.event WHERE v.id = :id", id=visit)
        if row is None:
            raise Problem("record_missing", id=visit)
        body: Mapping[str, Any] = json.loads(row.raw)["body"]
        return body

    def of_customer(self, customer: str) -> tuple[VisitSummary, ...]:
        """A customer's signed visits, newest first."""
        sql = "SELECT * FROM visit WHERE customer = :customer ORDER BY signed_at DESC, id DESC"
        return tuple(_summary(row) for row in self._session.rows(sql, customer=customer))

    def last_of(self, customer: str) -> VisitSummary | None:
        """A customer's newest signed visit."""
        sql = "SELECT * FROM visit WHERE customer = :customer ORDER BY signed_at DESC, id DESC LIMIT 1"
        row = self._session.one(sql, customer=customer)
        return _summary(row) if row else None

    def times(self, visits: Sequence[str]) -> dict[str, tuple[datetime | None, datetime | None]]:
        """When these visits were started and signed, by id."""
        return {
            row.id: (_moment(row.started_at), _moment(row.signed_at))
            for chunk in chunks(visits)
            for row in self._session.within("SELECT id, started_at, signed_at FROM visit WHERE id IN", chunk)
        }

    def count(self, chosen: VisitFilter) -> int:
        """How many rows the filter leaves."""
        where, values = _where(chosen)
        sql = f"SELECT count(*) AS n FROM visit v LEFT JOIN customer c ON c.id = v.customer{where}"  # noqa: S608 - own text
        row = self._session.one(sql, **values)
        return int(row.n) if row else 0

    def page(
        self, chosen: VisitFilter, *, sort: Iterable[str] = DEFAULT_SORT, offset: int = 0, limit: int = -1
    ) -> tuple[InspectionRow, ...]:
        """Rows of the inspection ledger; `sort` names columns of SORTS, "-" before one for descending; -1 = all."""
        where, values = _where(chosen)
        parts = [SORTS[name.lstrip("-")] + (" DESC" if name.startswith("-") else "") for name in sort]
        sql = f"{ROW}{where} ORDER BY {', '.join([*parts, 'v.id'])} LIMIT :limit OFFSET :offset"
        names = {row.id: row.name for row in self._session.rows("SELECT id, name FROM person")}
        return tuple(_row(row, names) for row in self._session.rows(sql, limit=limit, offset=offset, **values))


def _where(chosen: VisitFilter) -> tuple[str, dict[str, Any]]:
    tests, values = [], {}
    for name, wanted, test in (
        ("customer", chosen.customer, "v.customer = :customer"),
        ("kinds", json.dumps(chosen.kinds) if chosen.kinds else "", "v.kind IN (SELECT value FROM json_each(:kinds))"),
        ("first", _day(chosen.signed_from), "substr(v.signed_at, 1, 10) >= :first"),
        ("last", _day(chosen.signed_to), "substr(v.signed_at, 1, 10) <= :last"),
        ("person", chosen.person, "EXISTS (SELECT 1 FROM json_each(v.inspectors) WHERE value = :person)"),
        (
            "text",
            containing(chosen.text) if chosen.text else "",
            "(" + " OR ".join(f"{place} LIKE :text ESCAPE '!'" for place in SEARCHED) + ")",
        ),
    ):
        if wanted:
            tests.append(test)
            values[name] = wanted
    return (" WHERE " + " AND ".join(tests) if tests else ""), values


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _summary(row: Any) -> VisitSummary:
    return VisitSummary(
        id=row.id,
        number=row.number,
        customer=row.customer,
        kind=VisitKind(row.kind),
        status=VisitStatus.SIGNED,
        inspectors=tuple(json.loads(row.inspectors)),
        started_at=_moment(row.started_at),
        signed_at=_moment(row.signed_at),
        notice=row.notice,
        conclusion=row.conclusion,
        counts=(row.critical, row.serious, row.general),
    )


def _row(row: Any, names: Mapping[str, str]) -> InspectionRow:
    inspectors = tuple(json.loads(row.inspectors))
    return InspectionRow(
        visit=row.id,
        number=row.number,
        customer=row.customer,
        account=row.c_account or "",
        customer_name=row.c_name or "",
        kind=VisitKind(row.kind),
        inspectors=inspectors,
        inspector_names=tuple(names.get(person, person) for person in inspectors),
        signed_on=datetime.fromisoformat(row.signed_at).date(),
        notice=row.notice,
        conclusion=row.conclusion,
        counts=(row.critical, row.serious, row.general),
    )
