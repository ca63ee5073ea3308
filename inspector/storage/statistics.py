"""Sums over hazards for figures and statistics (made for 100,000 hazards: a few scans, nothing per row in Python)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from inspector.storage.session import Session

DIMENSIONS: Final = {
    "all": "''",
    "team": "h.team",
    "grade": "h.grade",
    "month": "substr(h.found_on, 1, 7)",
    "customer": "h.customer",
}
"""What sums are made by -> the column or expression that names the group."""
CLOSED_BY: Final = {**DIMENSIONS, "month": "substr(h.closed_on, 1, 7)"}
"""As above, of what was closed: by month that is the month of closing."""
COUNTS: Final = """
count(*) AS found, sum(h.status = 'closed') AS closed,
sum(h.status = 'closed' AND h.closed_on <= h.deadline) AS in_time,
sum(h.unclosed = 1 AND h.deadline < :today) AS overdue,
sum(h.recurrent) AS recurrent, sum(h.reopened > 0) AS reopened
"""
DAYS: Final = "CAST(julianday(h.closed_on) - julianday(h.found_on) AS INTEGER)"


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of one group: of the hazards found in the period, and of those closed in it whenever they were found.

    `overdue` are still not closed and past their deadline today; `in_time` were closed by their deadline.
    """

    key: str
    found: int = 0
    closed: int = 0
    in_time: int = 0
    overdue: int = 0
    recurrent: int = 0
    reopened: int = 0
    closed_within: int = 0
    days: tuple[tuple[int, int], ...] = ()
    """(days from finding to closing, number of hazards) of those found and closed, ascending."""


class HazardStatistics:
    """Reads of sums. Voided hazards count nowhere but in `statuses`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by(self, dimension: str, first: date, last: date, *, today: date) -> tuple[Sums, ...]:
        """The sums of each group of a dimension (a key of DIMENSIONS), by key; the period includes both days."""
        span = {"first": first.isoformat(), "last": last.isoformat()}
        group, closed_by = DIMENSIONS[dimension], CLOSED_BY[dimension]
        found = self._session.rows(
            f"SELECT {group} AS key, {COUNTS} FROM hazard h"  # noqa: S608 - own text
            " WHERE h.found_on BETWEEN :first AND :last AND h.status <> 'voided' GROUP BY 1",
            today=today.isoformat(),
            **span,
        )
        within = self._session.rows(
            f"SELECT {closed_by} AS key, count(*) AS n FROM hazard h"  # noqa: S608 - own text
            " WHERE h.closed_on BETWEEN :first AND :last AND h.status = 'closed' GROUP BY 1",
            **span,
        )
        spread: dict[str, list[tuple[int, int]]] = {}
        for row in self._session.rows(
            f"SELECT {group} AS key, {DAYS} AS days, count(*) AS n FROM hazard h"  # noqa: S608 - own text
            " WHERE h.found_on BETWEEN :first AND :last AND h.status = 'closed' AND h.closed_on IS NOT NULL"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            **span,
        ):
            spread.setdefault(row.key, []).append((max(0, int(row.days)), int(row.n)))
        counts = {row.key: row for row in found}
        closed = {row.key: int(row.n) for row in within}
        return tuple(
            _sums(key, counts.get(key), closed.get(key, 0), tuple(spread.get(key, ())))
            for key in sorted({*counts, *closed})
        )

    def statuses(self, first: date, last: date) -> dict[str, int]:
        """How many of the hazards found in the period stand where; open ones count as pending or rectifying."""
        rows = self._session.rows(
            "SELECT CASE WHEN status <> 'open' THEN status WHEN notice_served THEN 'rectifying' ELSE 'pending' END"
            " AS key, count(*) AS n FROM hazard WHERE found_on BETWEEN :first AND :last GROUP BY 1",
            first=first.isoformat(),
            last=last.isoformat(),
        )
        return {row.key: int(row.n) for row in rows}


def _sums(key: str, row: object, within: int, days: tuple[tuple[int, int], ...]) -> Sums:
    names = ("found", "closed", "in_time", "overdue", "recurrent", "reopened")
    counts = {name: int(getattr(row, name) or 0) for name in names} if row is not None else {}
    return Sums(key, **counts, closed_within=within, days=days)
