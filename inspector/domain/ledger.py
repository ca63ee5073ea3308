"""Rows of the three ledgers, and the rules of the key-supervision ledger.

Rows are what lists show and what is printed; nothing here reads a clock: `today` comes in.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.visit import VisitKind
from inspector.quick_dataclass import dataclass


class LedgerKind(StrEnum):
    """The three ledgers: 安全检查台账, 隐患整改台账, 重点监督整改台账."""

    INSPECTION = "inspection"
    RECTIFICATION = "rectification"
    SUPERVISION = "supervision"


REASONS: Final = ("grade", "overdue", "recurrent", "disputed", "by_hand")
"""Why a hazard is on the key-supervision ledger (重点监督整改台账), in the order it is shown."""
MOST_DAYS: Final = 365
"""Past the deadline, as a rule of supervision may say."""


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """A row of the inspection ledger (安全检查台账): one signed visit."""

    visit: str
    number: str
    customer: str
    account: str
    customer_name: str
    kind: VisitKind
    inspectors: tuple[str, ...]
    inspector_names: tuple[str, ...]
    signed_on: date
    notice: str
    conclusion: str
    counts: tuple[int, int, int]
    """Hazards registered: critical, serious, general."""
    importance: str = ""
    """Importance class of the customer (`Importance`)."""


@dataclass(frozen=True, slots=True)
class RectificationRow:
    """A row of the rectification ledger (隐患整改台账): one hazard with what its customer, visit and equipment add.

    `hazard.supervision` is complete: overdue is worked out for the day the row was asked for.
    """

    hazard: Hazard
    account: str
    customer_name: str
    equipment_name: str
    visit_number: str
    notice: str
    """Number of the result notice of the visit it was found at."""
    overdue_days: int
    """0 when it is not overdue."""
    importance: str = ""
    """Importance class of the customer (`Importance`)."""
    team: str = ""
    """Team of its first finder when it was found."""
    rectifiers: tuple[str, ...] = ()
    """Persons who put a rectification on record, and below those who passed it (ids)."""
    reviewers: tuple[str, ...] = ()
    served_on: date | None = None
    submitted_on: date | None = None
    prior_on: date | None = None
    """When the same trouble was found before, of a recurrent one."""
    reopened: int = 0
    extended: int = 0
    """How often it was given a later deadline."""
    asks_extension: bool = False
    by_hand: str = ""
    """The reason for which a lead put it on the key-supervision ledger."""


@dataclass(frozen=True, slots=True)
class SupervisionRule:
    """What puts an unclosed hazard on the key-supervision ledger (product.md, "Words"); a workspace may change it."""

    grades: tuple[Grade, ...] = (Grade.CRITICAL, Grade.SERIOUS)
    overdue_days: int | None = 0
    """Overdue by more than so many days; None for not at all."""
    recurrent: bool = True
    disputed: bool = True
    by_hand: bool = True

    def to_json(self) -> dict[str, Any]:
        """As a setting keeps it."""
        return {**asdict(self), "grades": [grade.value for grade in self.grades]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "SupervisionRule":
        """What `to_json` wrote."""
        return cls(**{**data, "grades": tuple(Grade(word) for word in data["grades"])})

    def chosen(self, values: Mapping[str, Any]) -> "SupervisionRule":
        """The rule with what a company chose (keys `supervision.…`); what makes no sense counts as not chosen."""
        made: dict[str, Any] = {}
        words = values.get("supervision.grades")
        if isinstance(words, list):
            made["grades"] = tuple(grade for grade in Grade if grade.value in words)
        for name in ("recurrent", "disputed", "by_hand"):
            if isinstance(values.get(f"supervision.{name}"), bool):
                made[name] = values[f"supervision.{name}"]
        return replace(self, **made, overdue_days=self._overdue(values))

    def _overdue(self, values: Mapping[str, Any]) -> int | None:
        on, days = values.get("supervision.overdue"), values.get("supervision.overdue_days")
        if not (on if isinstance(on, bool) else self.overdue_days is not None):
            return None
        right = isinstance(days, int) and not isinstance(days, bool) and 0 <= days <= MOST_DAYS
        return days if right else self.overdue_days or 0


DEFAULT_RULE: Final = SupervisionRule()


def overdue_days(status: HazardStatus, deadline: date, today: date) -> int:
    """Days past the deadline of an unclosed hazard; 0 when it is closed, voided or in time."""
    return max(0, (today - deadline).days) if status.unclosed else 0


def supervision_reasons(
    status: HazardStatus,
    grade: Grade,
    deadline: date,
    *,
    recurrent: bool,
    by_hand: bool,
    today: date,
    rule: SupervisionRule = DEFAULT_RULE,
) -> tuple[str, ...]:
    """Why an unclosed hazard is on the key-supervision ledger; empty when it is not."""
    if not status.unclosed:
        return ()
    late = overdue_days(status, deadline, today)
    holds = {
        "grade": grade in rule.grades,
        "overdue": rule.overdue_days is not None and late > rule.overdue_days,
        "recurrent": rule.recurrent and recurrent,
        "disputed": rule.disputed and status is HazardStatus.DISPUTED,
        "by_hand": rule.by_hand and by_hand,
    }
    return tuple(reason for reason in REASONS if holds[reason])


def recurrence_key(hazard: Hazard) -> str:
    """Hazards of one customer with the same key are the same trouble: same equipment and criterion, else same words."""
    what = hazard.criterion or f"{hazard.place.strip()}\x1f{hazard.description.strip()}"
    return f"{hazard.customer}\x1f{hazard.equipment or ''}\x1f{what}"
