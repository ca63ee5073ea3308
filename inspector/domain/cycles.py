"""Periodic inspection: how often a customer is visited (limits.md section 5).

Special and level 1: at least once in 3 months; level 2: once in 6 months (十八项反措 2018, a company rule: weak).
35 kV and above: once in 6 months; 10 kV metered at high voltage: 12 months; at low voltage: 24 months
(客户安全用电服务若干规定: from memory). Temporary: as needed. The shorter cycle counts.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from inspector.domain.customer import Customer, Importance, Metering
from inspector.domain.verdict import Confidence
from inspector.i18n import N_

COMPANY_RULE: Final = N_("Eighteen anti-accident measures, 2018 edition (company rule)")
SERVICE_RULE: Final = N_("Rules on customers' safe use of electricity (company rule)")


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle: months between visits (None = as needed), its source (a msgid) and how far it is confirmed."""

    months: int | None
    rule: str
    """Key of the rule in the settings, for example level_2 or hv_metering."""
    source: str
    confidence: Confidence


DEFAULT_CYCLES: Final[Mapping[str, Cycle]] = {
    cycle.rule: cycle
    for cycle in (
        Cycle(3, "special", COMPANY_RULE, Confidence.WEAK),
        Cycle(3, "level_1", COMPANY_RULE, Confidence.WEAK),
        Cycle(6, "level_2", COMPANY_RULE, Confidence.WEAK),
        Cycle(None, "temporary", COMPANY_RULE, Confidence.WEAK),
        Cycle(6, "from_35kv", SERVICE_RULE, Confidence.MEMORY),
        Cycle(12, "hv_metering", SERVICE_RULE, Confidence.MEMORY),
        Cycle(24, "lv_metering", SERVICE_RULE, Confidence.MEMORY),
    )
}
"""The rules by key; settings may replace a rule's figure and source."""


def cycle_of(customer: Customer, rules: Mapping[str, Cycle] = DEFAULT_CYCLES) -> Cycle:
    """The cycle that applies: by importance and by voltage and metering, whichever is shorter."""
    if customer.importance is Importance.TEMPORARY:
        return rules["temporary"]
    found = [rules[_voltage_rule(customer)]]
    if customer.importance is not Importance.NONE:
        found.insert(0, rules[customer.importance.value])
    return min(found, key=lambda cycle: cycle.months if cycle.months is not None else 10**6)


def due_on(last: date | None, cycle: Cycle) -> date | None:
    """Last day of the next periodic visit; None when as needed or never visited (then it is due at once)."""
    if last is None or cycle.months is None:
        return None
    month = last.month - 1 + cycle.months
    year, month = last.year + month // 12, month % 12 + 1
    return date(year, month, min(last.day, calendar.monthrange(year, month)[1]))


def _voltage_rule(customer: Customer) -> str:
    if customer.voltage_kv is not None and customer.voltage_kv >= 35:
        return "from_35kv"
    return "lv_metering" if customer.metering is Metering.LV_SIDE else "hv_metering"
