"""Sums over hazards for figures and statistics (made for 100,000 hazards: one scan of an index per question).

Voided hazards count nowhere but in `statuses`. Counts are of the hazards found in a period unless it says otherwise.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from inspector.quick_dataclass import dataclass
from inspector.storage.session import Session

INDEX: Final = "hazard h INDEXED BY ix_hazard_ledger"
"""It has every column that is asked for, so that no row is read."""
OF_CUSTOMER: Final = "hazard h INDEXED BY ix_hazard_customer_unclosed"
"""Few rows, whatever the period."""
DAYS: Final = "max(0, CAST(julianday(h.closed_on) - julianday(h.found_on) AS INTEGER))"
COUNTS: Final = """count(*), sum(h.status = 'closed'),
sum(h.status = 'closed' AND h.closed_on <= h.deadline), sum(h.unclosed = 1 AND h.deadline < :today),
sum(h.recurrent), sum(h.reopened > 0), sum(h.submitted_at <> '')"""
FOUND: Final = "h.found_on BETWEEN :first AND :last"
CLOSED: Final = "h.status = 'closed' AND h.closed_on BETWEEN :first AND :last"
RETURNED: Final = "h.id IN (SELECT entity FROM event WHERE type = 'review_returned')"
"""A reviewer sent it back at least once; there is an index of these events."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which hazards are counted at all: of a period (both days included), of a team, of a customer.

    `team` is None for all, "" for those with no team on record.
    """

    first: date
    last: date
    today: date
    team: str | None = None
    customer: str = ""

    @property
    def source(self) -> str:
        """Table and index."""
        return OF_CUSTOMER if self.customer else INDEX

    @property
    def tests(self) -> str:
        """SQL that leaves only the hazards of team and customer."""
        team = " AND h.team = :team" if self.team is not None else ""
        return team + (" AND h.customer = :customer" if self.customer else "")

    @property
    def values(self) -> dict[str, Any]:
        """Values of the named places."""
        days = {"first": self.first.isoformat(), "last": self.last.isoformat(), "today": self.today.isoformat()}
        return {**days, "team": self.team, "customer": self.customer}


class Cell(NamedTuple):
    """Counts of the hazards of one team, grade and month of finding that took equally long to close.

    `days` from finding to closing, -1 for those that are not closed. `in_time` were closed by their deadline,
    `overdue` are not closed and past it today, `submitted` were handed in for review.
    """

    team: str
    rank: int
    month: str
    days: int
    found: int
    closed: int
    in_time: int
    overdue: int
    recurrent: int
    reopened: int
    submitted: int


class CustomerSum(NamedTuple):
    """Counts of one customer as in `Cell`; `days` is the sum over the closed ones."""

    customer: str
    found: int
    closed: int
    in_time: int
    overdue: int
    recurrent: int
    reopened: int
    submitted: int
    days: int


class HazardStatistics:
    """Reads of sums."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def cells(self, part: Part) -> list[Cell]:
        """The hazards found, by team, grade, month and days to close."""
        days = f"CASE WHEN h.status = 'closed' AND h.closed_on IS NOT NULL THEN {DAYS} ELSE -1 END"
        sql = (
            f"SELECT h.team, h.grade_rank, substr(h.found_on, 1, 7), {days}, {COUNTS} FROM {part.source}"  # noqa: S608 - own text
            f" WHERE {FOUND} AND h.status <> 'voided'{part.tests} GROUP BY 1, 2, 3, 4"
        )
        return [Cell(*row) for row in self._session.gathered(len(Cell._fields), sql, **part.values)]

    def closed(self, part: Part) -> list[tuple[str, int, str, int]]:
        """Team, rank of the grade, month of closing, number: what was closed in the period, whenever found."""
        sql = (
            f"SELECT h.team, h.grade_rank, substr(h.closed_on, 1, 7), count(*) FROM {part.source}"  # noqa: S608 - own text
            f" WHERE {CLOSED}{part.tests} GROUP BY 1, 2, 3"
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._session.gathered(4, sql, **part.values)]

    def customers(self, part: Part, limit: int) -> tuple[list[CustomerSum], int]:
        """The customers with most hazards found in the period, most first, and how many customers there are in all."""
        days = f"CAST(total(CASE WHEN h.status = 'closed' THEN {DAYS} END) AS INTEGER)"
        sql = (
            f"SELECT h.customer, {COUNTS}, {days}, count(*) OVER () FROM {part.source}"  # noqa: S608 - own text
            f" WHERE {FOUND} AND h.status <> 'voided'{part.tests}"
            " GROUP BY h.customer ORDER BY 2 DESC, 5 DESC, 1 LIMIT :most"
        )
        rows = self._session.gathered(len(CustomerSum._fields) + 1, sql, **part.values, most=limit)
        return [CustomerSum(*row[:-1]) for row in rows], int(rows[0][-1]) if rows else 0

    def customer_names(self, ids: Sequence[str]) -> dict[str, str]:
        """Names of customers by id."""
        sql = "SELECT id, name FROM customer WHERE id IN (SELECT value FROM json_each(:ids))"
        return dict(self._session.gathered(2, sql, ids=json.dumps(list(ids))))

    def late(self, part: Part) -> list[tuple[str, str, int]]:
        """Month of the deadline, month of closing ("" = not closed), number: of all hazards, whenever found."""
        closed = "CASE h.unclosed WHEN 1 THEN '' ELSE substr(h.closed_on, 1, 7) END"
        sql = (
            f"SELECT substr(h.deadline, 1, 7), {closed}, count(*) FROM {part.source}"  # noqa: S608 - own text
            " WHERE h.status <> 'voided' AND (h.unclosed = 1 OR (h.closed_on >= :first"
            f" AND substr(h.closed_on, 1, 7) > substr(h.deadline, 1, 7))){part.tests} GROUP BY 1, 2"
        )
        return [(row[0], row[1], row[2]) for row in self._session.gathered(3, sql, **part.values)]

    def overdue_now(self, part: Part) -> int:
        """What is overdue today, whenever found."""
        sql = f"SELECT count(*) FROM hazard h WHERE h.unclosed = 1 AND h.deadline < :today{part.tests}"  # noqa: S608 - own text
        return int(self._session.gathered(1, sql, **part.values)[0][0])

    def returned(self, part: Part) -> int:
        """How many of those found were sent back by a reviewer at least once."""
        sql = f"SELECT count(*) FROM hazard h WHERE {RETURNED} AND {FOUND} AND h.status <> 'voided'{part.tests}"  # noqa: S608 - own text
        return int(self._session.gathered(1, sql, **part.values)[0][0])

    def statuses(self, part: Part) -> dict[str, int]:
        """How many of the hazards found stand where; open ones count as pending or rectifying."""
        status = "CASE WHEN h.status <> 'open' THEN h.status WHEN h.notice_served THEN 'rectifying' ELSE 'pending' END"
        sql = f"SELECT {status}, count(*) FROM {part.source} WHERE {FOUND}{part.tests} GROUP BY 1"  # noqa: S608 - own text
        return {row[0]: int(row[1]) for row in self._session.gathered(2, sql, **part.values)}

    def knows_team(self, team: str) -> bool:
        """Whether a team has found a hazard."""
        row = self._session.one(f"SELECT 1 FROM {INDEX} WHERE h.team = :team LIMIT 1", team=team)  # noqa: S608 - own text
        return row is not None

    def teams(self) -> tuple[str, ...]:
        """Every team that has found a hazard."""
        rows = self._session.gathered(1, "SELECT DISTINCT team FROM hazard INDEXED BY ix_hazard_ledger ORDER BY 1")
        return tuple(row[0] for row in rows)
