"""Which inspections are due: the cycles of the workspace over all customers, overdue first.

Rules come with the program and may be changed per workspace (setting `inspection_cycles`) and per customer
(`cycle_months`). A customer never inspected is due now. Worker thread.
"""

import functools
import heapq
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final
from weakref import WeakKeyDictionary

from inspector import assets
from inspector.domain.customer import Customer, Importance
from inspector.domain.inspection import (
    InspectionRule,
    Supply,
    changed_rule,
    deciding_rule,
    inspection_due,
    read_rules,
)
from inspector.domain.verdict import Confidence
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_, Translator, language
from inspector.problems import Problem, ProblemKind, register
from inspector.services.due.views import SOON_DAYS, CycleRow, Due, DueOverview
from inspector.services.planning import being_cancelled
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import ScheduledCustomer

register(
    ProblemKind.INPUT,
    {
        "customer_not_known": N_("There is no customer “{customer}” in this workspace."),
    },
)

SETTING: Final = "inspection_cycles"
"""Rule id -> {"months": whole number or None, "on": bool}: what this laptop changed before the company had settings."""
SHIPPED: Final = "criteria/inspection/cycles.toml"
CONFIDENCES: Final = {
    Confidence.VERIFIED: N_("source verified"),
    Confidence.CONFIRMED: N_("confirmed locally"),
    Confidence.WEAK: N_("from a secondary source, please check"),
    Confidence.MEMORY: N_("not confirmed, please check"),
    Confidence.CONFLICT: N_("sources disagree, please check"),
    Confidence.PRACTICE: N_("practice, no clause"),
}
_RANK: Final = {importance: rank for rank, importance in enumerate(Importance)}

_Entry = tuple[date, int, str, str, ScheduledCustomer]
"""(due on, rank of importance, account, id, customer): the order of the list."""
AT_ONCE: Final = 300
"""Customers and visits that may have changed for only these to be read again."""
_kept: WeakKeyDictionary[Workspace, tuple[int, dict[str, ScheduledCustomer]]] = WeakKeyDictionary()
"""The customers as read at a state of the database (its newest event)."""


@functools.cache
def shipped_rules() -> tuple[InspectionRule, ...]:
    """The rules that came with the program. Raises Problem cycles_invalid."""
    try:
        document = tomllib.loads(assets.resource(SHIPPED).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Problem("cycles_invalid", place=SHIPPED, reason=error) from error
    return read_rules(document)


def rules_of(workspace: Workspace) -> tuple[InspectionRule, ...]:
    """The rules as set: the company's change before this laptop's own."""
    company, local = workspace.db.house_rules.company(), workspace.db.settings.get(SETTING, {})
    return tuple(changed_rule(rule, (company.get(f"cycle.{rule.id}"), local.get(rule.id))) for rule in shipped_rules())


def cycle_rows(workspace: Workspace) -> tuple[CycleRow, ...]:
    """The rules for the settings page."""
    t = here()
    return tuple(
        CycleRow(rule.id, _named(rule.name, t), rule.months, rule.enabled, shipped.months, source_text(rule, t))
        for rule, shipped in zip(rules_of(workspace), shipped_rules(), strict=True)
    )


def due_of(workspace: Workspace, customer: str) -> Due:
    """When the next inspection of one customer is due. Raises Problem customer_not_known."""
    found = workspace.db.schedule.customer(customer)
    if found is None:
        raise Problem("customer_not_known", customer=customer)
    return next(iter(_shown(workspace, [found], rules_of(workspace))))


def due_dates(workspace: Workspace) -> dict[str, date]:
    """When the next inspection of each customer in service is due, by id; customers without a cycle are left out."""
    dated, _undated = _dated(_customers(workspace), rules_of(workspace), workspace.today())
    return {entry[3]: entry[0] for entry in dated}


def as_needed(customers: Iterable[Customer], rules: tuple[InspectionRule, ...]) -> frozenset[str]:
    """Those of the customers (ids) whose class is inspected as needed."""
    found = set()
    for customer in customers:
        supply = Supply(customer.importance, customer.voltage_kv, customer.metering)
        rule = None if customer.cycle_months else deciding_rule(rules, supply)
        if rule is not None and rule.months is None:
            found.add(customer.id)
    return frozenset(found)


def due_list(
    workspace: Workspace, limit: int = 200, *, text: str = "", state: str = "", order: str = "day"
) -> tuple[Due, ...]:
    """Due inspections: overdue, then due within seven days, then the rest, customers without a cycle last.

    `text` looks in account and name; `state` narrows to "overdue" or "soon". A limit of -1 takes all. `order`
    "priority" puts the riskiest first within each of the three (`risk_scores`).
    """
    if order != "priority":
        return due_overview(workspace, limit, text=text, state=state).rows
    from inspector.domain.risk import RiskLevel  # noqa: PLC0415 - as below
    from inspector.services.customer_files.risk import risk_scores  # noqa: PLC0415 - it asks for due days here

    scores, rows = risk_scores(workspace), due_overview(workspace, -1, text=text, state=state).rows
    ranked = sorted(rows, key=lambda row: _priority(row, scores[row.customer].score if row.customer in scores else 0))
    spoken, found = language(), []
    for row in ranked if limit < 0 else ranked[:limit]:
        known = scores.get(row.customer)
        if known is not None:
            reasons = tuple(one.text(spoken) for one in known.reasons)
            row = replace(row, risk=known.score, risky=known.level is RiskLevel.HIGH, reasons=reasons)  # noqa: PLW2901 - the same row, told more of
        found.append(row)
    return tuple(found)


def _priority(row: Due, risk: int) -> tuple[int, int, int]:
    """Overdue, due within a week, the rest, without a cycle; in each the riskiest first, then the most urgent."""
    if row.days is None:
        return 3, -risk, 0
    return (0 if row.days < 0 else 1 if row.days <= SOON_DAYS else 2), -risk, row.days


def due_overview(workspace: Workspace, limit: int = 200, *, text: str = "", state: str = "") -> DueOverview:
    """The due list with its counts, over the customers that `text` leaves."""
    customers: Iterable[ScheduledCustomer] = _customers(workspace)
    if text.strip():
        matching = workspace.db.schedule.matching(text.strip())
        customers = [customer for customer in customers if customer.id in matching]
    today, rules = workspace.today(), rules_of(workspace)
    dated, undated = _dated(customers, rules, today)
    soon_until = date.fromordinal(today.toordinal() + SOON_DAYS)
    overdue = [entry for entry in dated if entry[0] < today]
    soon = [entry for entry in dated if today <= entry[0] <= soon_until]
    wanted = {"overdue": overdue, "soon": soon}.get(state, dated)
    chosen = [entry[4] for entry in (sorted(wanted) if limit < 0 else heapq.nsmallest(limit, wanted))]
    if not state:
        undated.sort(key=lambda customer: (_RANK[customer.importance], customer.account, customer.id))
        chosen += islice(undated, None if limit < 0 else max(0, limit - len(chosen)))
    return DueOverview(
        rows=_shown(workspace, chosen, rules),
        overdue=len(overdue),
        soon=len(soon),
        later=len(dated) - len(overdue) - len(soon),
        without_cycle=len(undated),
    )


def _customers(workspace: Workspace) -> Iterable[ScheduledCustomer]:
    """The customers in service; after an event only what it concerns is read again."""
    schedule = workspace.db.schedule
    version = schedule.version()
    known = _kept.get(workspace)
    touched = schedule.touched(known[0], AT_ONCE) if known is not None and known[0] <= version else None
    if known is None or touched is None:
        found = {customer.id: customer for customer in schedule.customers()}
    else:
        found = known[1]
        for customer in touched:
            fresh = schedule.customer(customer)
            if fresh is not None:
                found[customer] = fresh
    _kept[workspace] = (version, found)
    return (customer for customer in found.values() if customer.active)


def _dated(
    customers: Iterable[ScheduledCustomer], rules: tuple[InspectionRule, ...], today: date
) -> tuple[list[_Entry], list[ScheduledCustomer]]:
    """Customers with the day they are due, and those without a cycle. Few days and classes: each is worked out once."""
    months = functools.cache(lambda *supply: _months(Supply(*supply), rules))
    due = functools.cache(lambda cycle, last: inspection_due(cycle, _day(last), today))
    dated: list[_Entry] = []
    undated: list[ScheduledCustomer] = []
    for customer in customers:
        cycle = customer.cycle_months or months(customer.importance, customer.voltage_kv, customer.metering)
        on = due(cycle, customer.last)
        if on is None:
            undated.append(customer)
        else:
            dated.append((on, _RANK[customer.importance], customer.account, customer.id, customer))
    return dated, undated


def _months(supply: Supply, rules: tuple[InspectionRule, ...]) -> int | None:
    rule = deciding_rule(rules, supply)
    return rule.months if rule else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _shown(
    workspace: Workspace, customers: list[ScheduledCustomer], rules: tuple[InspectionRule, ...]
) -> tuple[Due, ...]:
    schedule, t, today = workspace.db.schedule, here(), workspace.today()
    names = schedule.names([customer.id for customer in customers])
    waiting = schedule.waiting(without=being_cancelled(workspace))
    running = {draft.id for draft in workspace.db.drafts.visits(VisitStatus.OPEN)}
    running |= {row.plan.visit for row in workspace.db.plans.elsewhere()}
    rows = []
    for customer in customers:
        months, name, source = _cycle(customer, rules, t)
        last = _day(customer.last)
        on = inspection_due(months, last, today)
        visit, planned = waiting.get(customer.id, ("", None))
        rows.append(
            Due(
                customer=customer.id,
                account=customer.account,
                name=names.get(customer.id, ""),
                importance=customer.importance,
                cycle_months=months,
                cycle_name=name,
                cycle_source=source,
                last_on=last,
                due_on=on,
                days=(on - today).days if on else None,
                planned=planned,
                visit=visit,
                running=visit in running,
            )
        )
    return tuple(rows)


def _cycle(
    customer: ScheduledCustomer, rules: tuple[InspectionRule, ...], t: Translator
) -> tuple[int | None, str, str]:
    """Months, rule in few words, and source of a customer's cycle."""
    if customer.cycle_months:
        return customer.cycle_months, t("Own cycle"), t("set for this customer")
    supply = Supply(customer.importance, customer.voltage_kv, customer.metering)
    rule = deciding_rule(rules, supply)
    if rule is not None and rule.months is None:
        return None, t("As needed"), f"{_named(rule.name, t)}: {source_text(rule, t)}"
    if rule is not None:
        return rule.months, _named(rule.name, t), source_text(rule, t)
    unsure = any(rule.enabled and rule.applies(supply) is None for rule in rules)
    if unsure:
        return None, t("Voltage missing"), t("The voltage of this customer is missing.")
    return None, t("As needed"), t("No cycle applies: inspect as needed.")


def source_text(rule: InspectionRule, t: Translator) -> str:
    """Standard, clause and how far the rule has been confirmed."""
    source = " ".join(part for part in (_named(rule.standard, t), rule.clause) if part)
    return f"{source} · {t(CONFIDENCES[rule.confidence])}"


def _named(pair: tuple[str, str], t: Translator) -> str:
    return pair[0] if t.language.startswith("zh") else pair[1]
