"""Hazards (隐患): grade, status, default deadlines."""

from datetime import date, timedelta
from enum import StrEnum

from inspector.quick_dataclass import dataclass


class Grade(StrEnum):
    """Grade of a hazard: 危急, 严重, 一般."""

    CRITICAL = "critical"
    SERIOUS = "serious"
    GENERAL = "general"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return (Grade.CRITICAL, Grade.SERIOUS, Grade.GENERAL).index(self)


DEFAULT_DAYS = {Grade.CRITICAL: 1, Grade.SERIOUS: 7, Grade.GENERAL: 30}
"""Default deadlines: 24 hours, 7 days, 30 days (practice; configurable)."""


def default_deadline(grade: Grade, found_on: date) -> date:
    """The last day for rectification if nothing else is agreed."""
    return found_on + timedelta(days=DEFAULT_DAYS[grade])


class HazardStatus(StrEnum):
    """Status that the merge of its decisions gives; OPEN is 待下发 or, with `notice_served`, 整改中."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    CLOSED = "closed"
    DISPUTED = "disputed"
    VOIDED = "voided"

    @property
    def unclosed(self) -> bool:
        """未闭环: all but closed and voided."""
        return self not in (HazardStatus.CLOSED, HazardStatus.VOIDED)


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard as projected from its events."""

    id: str
    number: str
    customer: str
    visit: str
    equipment: str | None
    place: str
    description: str
    grade: Grade
    basis: str
    """Standard and clause as printed, or "practice"."""
    measure: str
    deadline: date
    responsible: str
    found_on: date
    found_by: tuple[str, ...]
    status: HazardStatus
    notice_served: bool = False
    criterion: str = ""
    closed_on: date | None = None
    supervision: tuple[str, ...] = ()
    """Why it is on the key-supervision ledger: grade, overdue, recurrent, disputed, by_hand; empty = it is not."""
    conflicted: tuple[str, ...] = ()
    """Names of fields whose heads differ."""
    photos: tuple[str, ...] = ()
    """Blob hashes (sha256)."""
