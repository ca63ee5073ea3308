"""Sums over hazards, and the latest events: what the home page shows (made for 100,000 hazards)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from inspector.storage.session import Session, chunks

_GRADES: Final = """
SELECT grade_rank, count(*), sum(deadline < :today), min(deadline) FROM hazard WHERE unclosed = 1 GROUP BY grade_rank
"""
_MONTHS: Final = """
SELECT substr(found_on, 1, 7), CASE status WHEN 'closed' THEN substr(closed_on, 1, 7) END, count(*)
FROM hazard WHERE status <> 'voided' GROUP BY 1, 2
"""
_LATEST: Final = """
SELECT e.id, e.entity, e.kind, e.type, e.frame, f.user, f.at FROM event e JOIN frame f ON f.id = e.frame
ORDER BY e.id DESC LIMIT :limit
"""


class GradeSum(NamedTuple):
    """Unclosed hazards of one grade: rank, how many, how many overdue, earliest deadline (ISO)."""

    rank: int
    unclosed: int
    overdue: int
    earliest: str


class MonthSum(NamedTuple):
    """Hazards by the month they were found in and the one they were closed in ("" = not closed), as 2026-05."""

    found: str
    closed: str
    hazards: int


class LatestEvent(NamedTuple):
    """An event without its content; `at` as its frame says (ISO)."""

    id: str
    entity: str
    kind: str
    type: str
    frame: str
    user: str
    at: str


class Overview:
    """Reads for the home page."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def grades(self, today: str) -> tuple[GradeSum, ...]:
        """Unclosed hazards by grade, gravest first; read from one index."""
        return tuple(GradeSum(*row) for row in self._session.rows(_GRADES, today=today))

    def months(self) -> tuple[MonthSum, ...]:
        """All hazards but voided ones by month, from one index; still keep what it gives until the next event."""
        return tuple(
            MonthSum(found, closed or "", count) for found, closed, count in self._session.gathered(3, _MONTHS)
        )

    def latest(self, limit: int) -> tuple[LatestEvent, ...]:
        """The newest events, newest first."""
        return tuple(LatestEvent(*row) for row in self._session.gathered(7, _LATEST, limit=limit))

    def bodies(self, events: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Contents of events by id."""
        sql = "SELECT id, raw FROM event WHERE id IN"
        found = (row for chunk in chunks(events) for row in self._session.within(sql, chunk))
        return {event: json.loads(raw)["body"] for event, raw in found}

    def unsent_count(self) -> int:
        """How many frames no server has numbered yet."""
        row = self._session.one("SELECT count(*) AS n FROM frame WHERE seq IS NULL")
        return int(row.n) if row else 0

    def hazard(self, hazard: str) -> tuple[str, str] | None:
        """Description and customer's name of a hazard."""
        sql = "SELECT h.description, c.name FROM hazard h LEFT JOIN customer c ON c.id = h.customer WHERE h.id = :id"
        row = self._session.one(sql, id=hazard)
        return (row[0], row[1] or "") if row else None
