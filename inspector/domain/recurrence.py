"""复发: the same trouble found again within so many inspection cycles of the customer, or reopened. Pure.

The same trouble is the same equipment and criterion, else the same place and words (`ledger.recurrence_key`), that was
closed by the day it was found again (`PRIOR` in storage). Cycles are those of `inspection`: the customer's own,
else the shortest rule that applies. Practice: no standard defines it; the number of cycles is a setting.
"""

import functools
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final

from inspector.domain.customer import Importance, Metering
from inspector.domain.inspection import InspectionRule, Supply, add_months, deciding_rule
from inspector.domain.verdict import Confidence
from inspector.quick_dataclass import dataclass

DEFAULT_CYCLES: Final = 2
MOST_CYCLES: Final = 10
WITHOUT_CYCLE: Final = 12
"""Months that count as one cycle of a customer who is inspected as needed, or whose voltage is not known (practice)."""


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """When a hazard counts as recurrent in this workspace; `cycle_rules` are the enabled rules of inspection cycles."""

    cycles: int = DEFAULT_CYCLES
    cycle_rules: tuple[InspectionRule, ...] = ()

    def months(self, supply: Supply) -> int | None:
        """The inspection cycle of such a customer; None without one."""
        rule = deciding_rule(self.cycle_rules, supply)
        return rule.months if rule else None

    def to_json(self) -> dict[str, Any]:
        """As a setting keeps it: only what decides."""
        rules = [{key: asdict(rule)[key] for key in _DECIDING} for rule in self.cycle_rules]
        return {"cycles": self.cycles, "rules": rules}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RecurrenceRule":
        """What `to_json` wrote."""
        return cls(int(data["cycles"]), tuple(_rule(row) for row in data["rules"]))


_DECIDING: Final = ("id", "months", "importance", "kv_from", "kv_below", "metering")


def rule_of(cycles: int, rules: tuple[InspectionRule, ...]) -> RecurrenceRule:
    """The rule, without what the inspection rules say to people: two that decide alike are equal."""
    bare = (
        replace(rule, name=("", ""), standard=("", ""), confidence=Confidence.PRACTICE, clause="") for rule in rules
    )
    return RecurrenceRule(cycles, tuple(rule for rule in bare if rule.enabled))


def _rule(row: Mapping[str, Any]) -> InspectionRule:
    return InspectionRule(
        id=str(row["id"]),
        name=("", ""),
        months=row["months"],
        standard=("", ""),
        confidence=Confidence.PRACTICE,
        importance=tuple(Importance(word) for word in row["importance"]),
        kv_from=row["kv_from"],
        kv_below=row["kv_below"],
        metering=Metering(row["metering"]) if row["metering"] else None,
    )


def recurs(found_on: str, prior_on: str, reopened: int, rule: RecurrenceRule, months: int | None) -> bool:
    """Whether a hazard is recurrent: reopened, or found again in time (`last_day`). Days are ISO; "" = never before."""
    if reopened:
        return True
    return bool(prior_on) and found_on <= last_day(prior_on, rule.cycles * (months or WITHOUT_CYCLE))


@functools.lru_cache(maxsize=4096)
def last_day(prior_on: str, months: int) -> str:
    """The last day on which the same trouble counts as come back: the end of the month, as visits are planned by it."""
    first = add_months(date.fromisoformat(prior_on).replace(day=1), months + 1)
    return date.fromordinal(first.toordinal() - 1).isoformat()
