"""How often a customer is inspected, and when the next inspection is due (limits.md, section 5).

Rules are data (`resources/criteria/inspection/cycles.toml`) and a workspace may change them; the shortest rule that
applies decides, after one that asks a class for inspections as needed; a customer's own cycle before all rules. Pure:
the day comes in. Apart from the criteria, because the first page asks for it and loads no pack.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from inspector.domain.customer import Importance, Metering
from inspector.domain.verdict import Confidence
from inspector.domain.visit import VisitKind
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.ENVIRONMENT,
    {
        "cycles_invalid": N_(
            "The inspection cycles that come with the program cannot be read ({place}: {reason})."
            " Install the program again."
        )
    },
)

NOT_COUNTED: Final = (VisitKind.SPECIAL, VisitKind.INTERMEDIATE, VisitKind.ACCEPTANCE)
"""A special inspection looks at one subject, those of new installations at what was built, which may be a small part of
a customer's; so they do not count as the periodic one. All other visits do: they run the whole checklist."""
MOST_MONTHS: Final = 120
"""The longest cycle that can be set, ten years."""
_KEYS: Final = {
    "id", "name_zh", "name_en", "importance", "kv_from", "kv_below", "metering", "months", "standard_zh", "standard_en",
    "clause", "confidence",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class InspectionRule:
    """One rule: to whom it applies (empty or None does not narrow), and the longest time between two inspections.

    `months` None means as needed: such a rule sets no day. Voltages are nominal, in kV; `kv_below` is exclusive.
    """

    id: str
    name: tuple[str, str]
    """Chinese, English."""
    months: int | None
    standard: tuple[str, str]
    """Where the rule comes from: Chinese, English."""
    confidence: Confidence
    clause: str = ""
    importance: tuple[Importance, ...] = ()
    kv_from: float | None = None
    kv_below: float | None = None
    metering: Metering | None = None
    enabled: bool = True

    def applies(self, supply: "Supply") -> bool | None:
        """Whether the rule applies; None while the voltage that it hangs on is not known."""
        if self.importance and supply.importance not in self.importance:
            return False
        if self.metering is not None and supply.metering is not self.metering:
            return False
        if self.kv_from is None and self.kv_below is None:
            return True
        if supply.voltage_kv is None:
            return None
        above = self.kv_from is None or supply.voltage_kv >= self.kv_from
        return above and (self.kv_below is None or supply.voltage_kv < self.kv_below)


@dataclass(frozen=True, slots=True)
class Supply:
    """What the rules ask about a customer."""

    importance: Importance = Importance.NONE
    voltage_kv: float | None = None
    metering: Metering = Metering.HV_SIDE


def read_rules(document: Mapping[str, Any]) -> tuple[InspectionRule, ...]:
    """The rules of a cycles file as TOML gives it. Raises Problem cycles_invalid (place, reason)."""
    tables = document.get("rule")
    if not isinstance(tables, list) or set(document) != {"rule"}:
        raise Problem("cycles_invalid", place="rule", reason="write [[rule]]")
    rules: list[InspectionRule] = []
    for number, table in enumerate(tables, start=1):
        place = str(table.get("id", number)) if isinstance(table, dict) else str(number)
        try:
            rules.append(_rule(table))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Problem("cycles_invalid", place=place, reason=str(error)) from error
    if len({rule.id for rule in rules}) < len(rules):
        raise Problem("cycles_invalid", place="id", reason="an id is used twice")
    return tuple(rules)


def _rule(table: Mapping[str, Any]) -> InspectionRule:
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]}")
    return InspectionRule(
        id=table["id"],
        name=(table["name_zh"], table["name_en"]),
        months=None if "months" not in table else checked_months(table["months"]),
        standard=(table["standard_zh"], table["standard_en"]),
        confidence=Confidence(table["confidence"]),
        clause=table.get("clause", ""),
        importance=tuple(Importance(word) for word in table.get("importance", ())),
        kv_from=table.get("kv_from"),
        kv_below=table.get("kv_below"),
        metering=Metering(table["metering"]) if "metering" in table else None,
    )


def checked_months(months: object) -> int:
    """A cycle in months. Raises ValueError unless it is a whole number of 1 to MOST_MONTHS."""
    if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= MOST_MONTHS:
        raise ValueError(f"months must be a whole number from 1 to {MOST_MONTHS}")
    return months


def changed_rule(rule: InspectionRule, changes: Iterable[Any]) -> InspectionRule:
    """The rule with the first change that can be used: {"months": whole number or None, "on": bool}."""
    for change in changes:
        if not isinstance(change, Mapping):
            continue
        months = change.get("months", rule.months)
        if months is None or (type(months) is int and 1 <= months <= MOST_MONTHS):
            return replace(rule, months=months, enabled=bool(change.get("on", True)))
    return rule


def deciding_rule(rules: Sequence[InspectionRule], supply: Supply) -> InspectionRule | None:
    """The enabled rule that decides: the shortest that applies; among equals the first.

    A rule for a class of customers that asks for inspections as needed (no months) stands before all others: the class
    was given with that in mind, and no rule of the supply may set it a day. None when no rule applies, or when an
    unknown voltage could make a shorter one apply: nothing is guessed.
    """
    as_needed = (rule for rule in rules if rule.enabled and rule.importance and rule.months is None)
    free = next((rule for rule in as_needed if rule.applies(supply)), None)
    if free is not None:
        return free
    known = [(rule, rule.applies(supply)) for rule in rules if rule.enabled and rule.months is not None]
    found = min((rule for rule, holds in known if holds), key=_months, default=None)
    unsure = min((_months(rule) for rule, holds in known if holds is None), default=None)
    return None if found is None or (unsure is not None and unsure < _months(found)) else found


def _months(rule: InspectionRule) -> int:
    return rule.months or MOST_MONTHS + 1


def inspection_due(months: int | None, last: date | None, today: date) -> date | None:
    """The day by which the next inspection is due; `today` for a customer never inspected, None without a cycle."""
    if months is None:
        return None
    return today if last is None else add_months(last, months)


def add_months(start: date, months: int) -> date:
    """The same day so many months later, at most the last day of that month, and the last day there is."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
