"""Hazards, and the queries of the rectification and supervision ledgers (made for 100,000 rows)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from inspector.domain.events import Event
from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.ledger import RectificationRow, overdue_days, supervision_reasons
from inspector.problems import Problem
from inspector.storage.projections import Projector
from inspector.storage.session import Session, containing

SORTS: Final = {
    "grade": "h.grade_rank",
    "deadline": "h.deadline",
    "found_on": "h.found_on",
    "number": "h.number",
    "status": "h.status",
    "customer": "c.name",
    "account": "c.account",
    "closed_on": "h.closed_on",
}
DEFAULT_SORT: Final = ("grade", "deadline")

ROW: Final = """
SELECT h.*, c.account AS c_account, c.name AS c_name, e.name AS e_name, v.number AS v_number, v.notice AS v_notice
FROM hazard h LEFT JOIN customer c ON c.id = h.customer LEFT JOIN equipment e ON e.id = h.equipment
LEFT JOIN visit v ON v.id = h.visit
"""
SUPERVISED: Final = (
    "h.unclosed = 1 AND (h.grade_rank <= 1 OR h.recurrent = 1 OR h.status = 'disputed' OR h.by_hand <> ''"
    " OR h.deadline < :today)"
)


@dataclass(frozen=True, slots=True)
class HazardFilter:
    """Which rows of a ledger; what is empty or None does not narrow. `text` looks in number, place, words, customer."""

    customer: str = ""
    visit: str = ""
    statuses: tuple[HazardStatus, ...] = ()
    grades: tuple[Grade, ...] = ()
    unclosed: bool | None = None
    overdue: bool = False
    supervised: bool = False
    notice_served: bool | None = None
    found_from: date | None = None
    found_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    person: str = ""
    """Found by this person."""
    text: str = ""


class Hazards:
    """Reads of hazards. `today` decides what is overdue; without it nothing is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._projector = Projector(session)

    def get(self, hazard: str, *, today: date | None = None) -> Hazard:
        """A hazard. Raises Problem("record_missing")."""
        row = self._session.one("SELECT h.* FROM hazard h WHERE h.id = :id", id=hazard)
        if row is None:
            raise Problem("record_missing", id=hazard)
        return _hazard(row, today)

    def by_number(self, number: str, *, today: date | None = None) -> Hazard | None:
        """The hazard with this readable number."""
        row = self._session.one("SELECT h.* FROM hazard h WHERE h.number = :number ORDER BY h.id", number=number)
        return _hazard(row, today) if row else None

    def of_customer(
        self, customer: str, *, unclosed_only: bool = False, today: date | None = None
    ) -> tuple[Hazard, ...]:
        """A customer's hazards, gravest and most urgent first."""
        sql = "SELECT h.* FROM hazard h WHERE h.customer = :customer AND h.unclosed >= :least"
        order = " ORDER BY h.unclosed DESC, h.grade_rank, h.deadline, h.id"
        rows = self._session.rows(sql + order, customer=customer, least=int(unclosed_only))
        return tuple(_hazard(row, today) for row in rows)

    def count(self, chosen: HazardFilter, *, today: date) -> int:
        """How many rows the filter leaves."""
        where, values = _where(chosen, today)
        join = " LEFT JOIN customer c ON c.id = h.customer" if chosen.text else ""
        row = self._session.one(f"SELECT count(*) AS n FROM hazard h{join}{where}", **values)  # noqa: S608 - own text
        return int(row.n) if row else 0

    def page(
        self,
        chosen: HazardFilter,
        *,
        today: date,
        sort: Iterable[str] = DEFAULT_SORT,
        offset: int = 0,
        limit: int = -1,
    ) -> tuple[RectificationRow, ...]:
        """Rows of the rectification ledger. `sort` names columns of SORTS, with "-" before one for descending.

        A limit of -1 gives every row.
        """
        where, values = _where(chosen, today)
        sql = f"{ROW}{where} ORDER BY {_order(sort)} LIMIT :limit OFFSET :offset"
        found = self._session.rows(sql, limit=limit, offset=offset, **values)
        return tuple(_ledger_row(row, today) for row in found)

    def unclosed_counts(self, *, today: date, supervised: bool = False) -> dict[str, int]:
        """Unclosed hazards: all, by grade, overdue, and due within 7 days; read from one index unless supervised."""
        also = f" AND {SUPERVISED}" if supervised else ""
        row = self._session.one(
            f"""SELECT count(*) AS unclosed, sum(h.grade_rank = 0) AS critical, sum(h.grade_rank = 1) AS serious,
            sum(h.grade_rank = 2) AS general, sum(h.deadline < :today) AS overdue,
            sum(h.deadline BETWEEN :today AND date(:today, '+7 days')) AS due_7
            FROM hazard h WHERE h.unclosed = 1{also}""",  # noqa: S608 - own text
            today=today.isoformat(),
        )
        return {key: int(row[key] or 0) for key in row.keys()} if row else {}  # noqa: SIM118 - a row iterates its values

    def history(self, hazard: str) -> tuple[Event, ...]:
        """All events of a hazard, in the order they were stored."""
        return tuple(self._projector.load([hazard]).get(hazard, ()))


def _where(chosen: HazardFilter, today: date, *always: str) -> tuple[str, dict[str, Any]]:
    tests = list(always)
    if chosen.supervised and SUPERVISED not in tests:
        tests.append(SUPERVISED)
    values: dict[str, Any] = {"today": today.isoformat()} if tests or chosen.overdue else {}
    for name, wanted, test in _conditions(chosen):
        tests.append(test)
        if name:
            values[name] = wanted
    return (" WHERE " + " AND ".join(tests) if tests else ""), values


def _conditions(chosen: HazardFilter) -> Iterable[tuple[str, Any, str]]:
    """(parameter, value, SQL) of each condition the filter sets."""
    for column in ("customer", "visit"):
        if wanted := getattr(chosen, column):
            yield column, wanted, f"h.{column} = :{column}"
    for column, several in (("status", chosen.statuses), ("grade", chosen.grades)):
        if several:
            listed = json.dumps([item.value for item in several])
            yield column, listed, f"h.{column} IN (SELECT value FROM json_each(:{column}))"  # noqa: S608 - own names
    for column, truth in (("unclosed", chosen.unclosed), ("notice_served", chosen.notice_served)):
        if truth is not None:
            yield column, int(truth), f"h.{column} = :{column}"
    if chosen.person:
        yield "person", chosen.person, "EXISTS (SELECT 1 FROM json_each(h.found_by) WHERE value = :person)"
    if chosen.overdue:
        yield "", None, "h.unclosed = 1 AND h.deadline < :today"
    for name, day, test in (
        ("found_from", chosen.found_from, "h.found_on >= :found_from"),
        ("found_to", chosen.found_to, "h.found_on <= :found_to"),
        ("due_from", chosen.due_from, "h.deadline >= :due_from"),
        ("due_to", chosen.due_to, "h.deadline <= :due_to"),
    ):
        if day is not None:
            yield name, day.isoformat(), test
    if chosen.text:
        places = ("h.number", "h.place", "h.description", "h.responsible", "c.name", "c.account")
        yield "text", containing(chosen.text), "(" + " OR ".join(f"{p} LIKE :text ESCAPE '!'" for p in places) + ")"


def _order(sort: Iterable[str]) -> str:
    parts = [SORTS[name.lstrip("-")] + (" DESC" if name.startswith("-") else "") for name in sort]
    return ", ".join([*parts, "h.id"])


def _hazard(row: Any, today: date | None) -> Hazard:
    status, grade, deadline = HazardStatus(row.status), Grade(row.grade), date.fromisoformat(row.deadline)
    return Hazard(
        id=row.id,
        number=row.number,
        customer=row.customer,
        visit=row.visit,
        equipment=row.equipment,
        place=row.place,
        description=row.description,
        grade=grade,
        basis=row.basis,
        measure=row.measure,
        deadline=deadline,
        responsible=row.responsible,
        found_on=date.fromisoformat(row.found_on),
        found_by=tuple(json.loads(row.found_by)),
        status=status,
        notice_served=bool(row.notice_served),
        criterion=row.criterion,
        closed_on=date.fromisoformat(row.closed_on) if row.closed_on else None,
        supervision=supervision_reasons(
            status,
            grade,
            deadline,
            recurrent=bool(row.recurrent),
            by_hand=bool(row.by_hand),
            today=today or date.min,
        ),
        conflicted=tuple(json.loads(row.conflicted)),
        photos=tuple(json.loads(row.photos)),
    )


def _ledger_row(row: Any, today: date) -> RectificationRow:
    hazard = _hazard(row, today)
    return RectificationRow(
        hazard,
        row.c_account or "",
        row.c_name or "",
        row.e_name or "",
        row.v_number or "",
        row.v_notice or "",
        overdue_days(hazard.status, hazard.deadline, today),
    )
