"""Names of the filters of the ledgers, as the window remembers them and commands take them.

They add up: names of one family widen each other (critical, serious: both grades), families narrow each other
(unclosed, critical: unclosed critical ones). A name nobody knows is refused and the known ones are told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from inspector.domain.hazard import Grade
from inspector.domain.inspection import add_months
from inspector.domain.ledger import REASONS, LedgerKind
from inspector.domain.visit import VisitKind
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.words import GRADES, STATUSES, SUPERVISION, VISIT_KINDS
from inspector.services.workspace import Workspace
from inspector.storage import HazardFilter, VisitFilter
from inspector.storage.ledgers.hazard_filter import Span

register(
    ProblemKind.INPUT,
    {
        "filter_unknown": N_("“{name}” is no filter of this ledger. Use some of: {names}."),
        "customer_named": N_("No customer has the account or id “{name}”. Look it up among the customers."),
        "filter_equipment": N_("No piece of equipment has the id “{name}”. Look it up in the file of its customer."),
    },
)

PICKED: Final = "hazard:"
"""Before the id of a hazard that somebody picked out of a ledger by hand."""
PLAIN: Final = ("in_review", "returned", "disputed", "pending", "rectifying", "voided")
"""Statuses that are filters by their bare name; “closed” as a filter has voided hazards as well."""
NO_TEAM: Final = "-"
"""Stands for no team in the filter of teams."""
FILTERS: Final = (
    "unclosed",
    "closed",
    *(grade.value for grade in Grade),
    "overdue",
    "due_7",
    "mine",
    *PLAIN,
    "status:closed",
    "counted",
    "on_time",
    "recurrent",
    "sent_back",
    "extension",
    *(f"reason:{reason}" for reason in REASONS),
    "customer:ACCOUNT",
    "equipment:ID",
    "hazard:ID",
    "team:NAME",
    "year:YYYY",
    "month:YYYY-MM",
    "found:YYYY-MM-DD..YYYY-MM-DD",
    "closed_in:YYYY-MM",
    "closed_in:YYYY-MM-DD..YYYY-MM-DD",
    "late_in:YYYY-MM",
)
"""Filters of the ledgers of hazards; in capitals what is to be filled in."""
_STATUSES: Final = {
    **{status: (status,) for status in PLAIN},
    "counted": tuple(status for status in STATUSES if status != "voided"),
}
_SWITCHES: Final[Mapping[str, Mapping[str, Any]]] = {
    "unclosed": {"unclosed": True},
    "closed": {"unclosed": False},
    "overdue": {"overdue": True},
    "extension": {"extension": True},
    "recurrent": {"recurrent": True},
    "sent_back": {"sent_back": True},
}
_LISTED: Final = {
    "reason": "reasons",
    "status": "statuses",
    "customer": "customers",
    "equipment": "equipment",
    "hazard": "ids",
    "team": "teams",
    "late_in": "late_in",
}
"""What stands before the colon -> the field of the storage filter."""
VISIT_FILTERS: Final = (
    "mine",
    *(f"kind:{kind.value}" for kind in VisitKind),
    "customer:ACCOUNT",
    "year:YYYY",
    "month:YYYY-MM",
    "found:YYYY-MM-DD..YYYY-MM-DD",
)
WORDS: Final = {
    "unclosed": N_("unclosed"),
    "closed": N_("closed or voided"),
    "overdue": N_("overdue"),
    "due_7": N_("due within 7 days"),
    "mine": N_("mine"),
    "extension": N_("more time asked for"),
    **{grade.value: word for grade, word in GRADES.items()},
    **{status: STATUSES[status] for status in PLAIN},
    "status:closed": STATUSES["closed"],
    "counted": N_("not voided"),
    "on_time": N_("within the deadline"),
    "recurrent": SUPERVISION["recurrent"],
    "sent_back": N_("sent back by a reviewer"),
    "team:-": N_("no team"),
    **{f"reason:{reason}": word for reason, word in SUPERVISION.items()},
    **{f"kind:{kind.value}": word for kind, word in VISIT_KINDS.items()},
}
"""What a filter is called on paper; of others what stands behind the colon."""


def hazard_filter(workspace: Workspace, kind: LedgerKind, query: LedgerQuery) -> HazardFilter:
    """The storage filter of a query. Raises Problem filter_unknown, customer_named, filter_equipment."""
    chosen = HazardFilter(supervised=kind is LedgerKind.SUPERVISION, text=query.search.strip())
    for name in query.filters:
        chosen = _with_plain(workspace, chosen, name)
    if {"unclosed", "closed"} <= set(query.filters):
        chosen = replace(chosen, unclosed=None)
    return chosen


def _with_plain(workspace: Workspace, chosen: HazardFilter, name: str) -> HazardFilter:
    today = workspace.today()
    if name in set(Grade):
        return replace(chosen, grades=(*chosen.grades, Grade(name)))
    if name in _STATUSES:
        return replace(chosen, statuses=(*chosen.statuses, *_STATUSES[name]))
    if name in _SWITCHES:
        return replace(chosen, **_SWITCHES[name])
    match name:
        case "due_7":
            return replace(chosen, due=(*chosen.due, Span(today, today + timedelta(days=7))))
        case "on_time":
            return replace(chosen, due=(*chosen.due, Span(today, None)))
        case "mine":
            return replace(chosen, person=workspace.acting.id)
    return _with_value(workspace, chosen, name)


def _with_value(workspace: Workspace, chosen: HazardFilter, name: str) -> HazardFilter:
    head, _colon, value = name.partition(":")
    span = span_of(name)
    if span is not None and head == "closed_in":
        return replace(chosen, closed=(*chosen.closed, span))
    if span is not None:
        return replace(chosen, found=(*chosen.found, span))
    if head not in _LISTED or not _possible(head, value):
        raise Problem("filter_unknown", name=name, names=", ".join(FILTERS))
    if head == "customer":
        value = customer_id(workspace, value)
    if head == "equipment":
        value = _equipment_id(workspace, value)
    if head == "team" and value == NO_TEAM:
        value = ""
    field = _LISTED[head]
    changed: dict[str, Any] = {field: (*getattr(chosen, field), value)}
    return replace(chosen, **changed)


def _possible(head: str, value: str) -> bool:
    match head:
        case "reason":
            return value in REASONS
        case "status":
            return value in STATUSES
        case "late_in":
            return _day(value + "-01") is not None
    return bool(value)


def visit_filter(workspace: Workspace, query: LedgerQuery) -> VisitFilter:
    """The storage filter of a query on the inspection ledger. Raises Problem filter_unknown, customer_named."""
    chosen = VisitFilter(text=query.search.strip())
    for name in query.filters:
        head, _colon, value = name.partition(":")
        span = span_of(name) if head != "closed_in" else None
        if name == "mine":
            chosen = replace(chosen, person=workspace.acting.id)
        elif span is not None:
            chosen = replace(chosen, signed=(*chosen.signed, span))
        elif head == "kind" and value in set(VisitKind):
            chosen = replace(chosen, kinds=(*chosen.kinds, VisitKind(value)))
        elif head == "customer" and value:
            chosen = replace(chosen, customers=(*chosen.customers, customer_id(workspace, value)))
        else:
            raise Problem("filter_unknown", name=name, names=", ".join(VISIT_FILTERS))
    return chosen


def customer_id(workspace: Workspace, name: str) -> str:
    """The id of the customer with this account or id. Raises Problem customer_named."""
    registers = workspace.db.registers
    try:
        return (registers.customer_by_account(name) or registers.customer(name)).id
    except Problem as problem:
        raise Problem("customer_named", name=name) from problem


def _equipment_id(workspace: Workspace, name: str) -> str:
    try:
        return workspace.db.registers.equipment(name).id
    except Problem as problem:
        raise Problem("filter_equipment", name=name) from problem


def span_of(name: str) -> Span | None:
    """The days of a filter with a period, None if the name is no such filter."""
    head, _colon, written = name.partition(":")
    if head == "found" or (head == "closed_in" and ".." in written):
        first, dots, last = written.partition("..")
        days = [_day(part) if part else None for part in (first, last)]
        whole = dots and (first or last) and all(day or not part for day, part in zip(days, (first, last), strict=True))
        return Span(days[0], days[1]) if whole else None
    months = {"year": 12, "month": 1, "closed_in": 1}.get(head)
    day = _day(written + ("-01-01" if head == "year" else "-01"))
    if months is None or day is None:
        return None
    return Span(day, add_months(day, months) - timedelta(days=1))


def _day(written: str) -> date | None:
    try:
        day = datetime.strptime(written, "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None
    return day if written == day.isoformat() else None


def scope_text(query: LedgerQuery, t: Translator, names: Sequence[tuple[str, str]] = ()) -> str:
    """What was chosen, in words; `names` are customers by id or account."""
    known = dict(names)
    picked = sum(name.startswith(PICKED) for name in query.filters)
    named = [name for name in query.filters if not name.startswith(PICKED)]
    parts = [t(WORDS[name]) if name in WORDS else _said(name, known) for name in named]
    if picked:
        parts.append(t.plural("{count} chosen row", "{count} chosen rows", picked).format(count=picked))
    if query.search.strip():
        parts.append(f"“{query.search.strip()}”")
    return t(", ").join(parts) or t("all")


def _said(name: str, known: dict[str, str]) -> str:
    value = name.partition(":")[2]
    return known.get(value, value).strip(".").replace("..", "–")


def customers_in(workspace: Workspace, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Account or id, and name, of the customers that filters name."""
    found = []
    for value in (name.partition(":")[2] for name in names if name.startswith("customer:")):
        customer = workspace.db.registers.customer_by_account(value)
        try:
            found.append((value, customer.name if customer else workspace.db.registers.customer(value).name))
        except Problem:
            continue
    return tuple(found)
