"""Which hazards a ledger shows, as SQL. Names of one family widen each other, families narrow each other.

All conditions but those on a place of their own (customer, visit, equipment) read columns of `ix_hazard_ledger` only.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.ledger import DEFAULT_RULE, SupervisionRule
from inspector.quick_dataclass import dataclass
from inspector.storage.ledgers.supervision import reason_tests

STATUS_TESTS: Final[Mapping[str, str]] = {
    "pending": "h.status = 'open' AND h.notice_served = 0",
    "rectifying": "h.status = 'open' AND h.notice_served = 1",
    **{status.value: f"h.status = '{status.value}'" for status in HazardStatus},
}
"""Status keys as people count them (`services.words.STATUSES`), and the domain's own."""
UNCLOSED: Final = "h.unclosed = 1"
SHORT: Final = 62
"""Days of which the hazards are few."""
LATE: Final = (
    "h.status <> 'voided' AND h.deadline <= {name}"
    " AND (h.unclosed = 1 OR (h.closed_on IS NOT NULL AND h.closed_on > {name}))"
)
"""What was overdue at the end of a month; the value of `name` sorts behind every day of that month."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included; None is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class HazardFilter:
    """Which rows of a ledger; what is empty or None does not narrow.

    Several values of one field are alternatives, and so are `overdue` and `due`; everything else adds up. `text` must
    stand in number, place, description, clause, person responsible, customer or account, word by word.
    """

    ids: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    visit: str = ""
    equipment: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    """Keys of STATUS_TESTS."""
    grades: tuple[Grade, ...] = ()
    unclosed: bool | None = None
    overdue: bool = False
    due: tuple[Span, ...] = ()
    """Deadlines of unclosed hazards."""
    supervised: bool = False
    reasons: tuple[str, ...] = ()
    """Some of `domain.ledger.REASONS`."""
    notice_served: bool | None = None
    extension: bool = False
    """A request for more time waits for a decision."""
    found: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    teams: tuple[str, ...] = ()
    """Of the first finder, when it was found."""
    person: str = ""
    """Found by this person."""
    recurrent: bool = False
    """The same trouble was closed before, or it was reopened."""
    sent_back: bool = False
    """A reviewer sent it back at least once."""
    late_in: tuple[str, ...] = ()
    """Months (YYYY-MM) at whose end the deadline had passed and the hazard was not closed."""
    text: str = ""

    @property
    def narrow(self) -> bool:
        """Whether an index of its own leads to few rows."""
        spans = [(span.last - span.first).days if span.first and span.last else SHORT for span in self.found]
        return bool(self.ids or self.customers or self.visit or self.equipment or (spans and sum(spans) < SHORT))


def where_of(
    chosen: HazardFilter, today: date, rule: SupervisionRule = DEFAULT_RULE
) -> tuple[list[str], dict[str, Any]]:
    """SQL conditions on `hazard h` and their values; the words are left to `words`."""
    tests, values = list[str](), {"today": today.isoformat()}
    for test, more in _conditions(chosen, reason_tests(rule)):
        tests.append(test)
        values.update(more)
    return tests, values


def _conditions(chosen: HazardFilter, reasons: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for column, wanted in (
        ("id", chosen.ids),
        ("customer", chosen.customers),
        ("equipment", chosen.equipment),
        ("team", chosen.teams),
    ):
        if wanted:
            listed = {column: json.dumps(wanted)}
            yield f"h.{column} IN (SELECT value FROM json_each(:{column}))", listed  # noqa: S608 - own names
    if chosen.visit:
        yield "h.visit = :visit", {"visit": chosen.visit}
    if chosen.person:
        yield "instr(h.found_by, :person)", {"person": json.dumps(chosen.person, ensure_ascii=False)}
    for column, truth in (("unclosed", chosen.unclosed), ("notice_served", chosen.notice_served)):
        if truth is not None:
            yield f"h.{column} = {int(truth)}", {}
    yield from _supervised(chosen, reasons)
    yield from _standing(chosen)
    yield from _days(chosen)


def _supervised(chosen: HazardFilter, reasons: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    if chosen.supervised:
        yield UNCLOSED, {}
        yield any_of(reasons.values()), {}
    if chosen.reasons:
        yield UNCLOSED, {}
        yield any_of(reasons[reason] for reason in chosen.reasons), {}


def _standing(chosen: HazardFilter) -> Iterator[tuple[str, dict[str, Any]]]:
    if chosen.grades:
        yield f"h.grade_rank IN ({', '.join(str(grade.rank) for grade in chosen.grades)})", {}
    if chosen.statuses:
        yield from _half(chosen.statuses)
        yield any_of(STATUS_TESTS[status] for status in chosen.statuses), {}
    if chosen.extension:
        yield "h.extension <> ''", {}
    if chosen.sent_back:
        yield "h.id IN (SELECT entity FROM event WHERE type = 'review_returned')", {}
    if chosen.recurrent:
        yield "h.recurrent = 1", {}
    if chosen.late_in:
        values = {f"late{n}": month + "-99" for n, month in enumerate(chosen.late_in)}
        yield any_of(LATE.format(name=":" + name) for name in values), values


def _half(statuses: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Which half of the index these statuses are all in, if it is one: SQLite cannot know."""
    closed = {not HazardStatus(status).unclosed for status in statuses if status not in ("pending", "rectifying")}
    if closed <= {False}:
        yield UNCLOSED, {}
    elif False not in closed and not {"pending", "rectifying"} & set(statuses):
        yield "h.unclosed = 0", {}


def _days(chosen: HazardFilter) -> Iterator[tuple[str, dict[str, Any]]]:
    if chosen.overdue or chosen.due:
        yield UNCLOSED, {}
    for name, column, spans in (
        ("due", "deadline", chosen.due),
        ("found", "found_on", chosen.found),
        ("closed", "closed_on", chosen.closed),
    ):
        tests, values = list[str](), dict[str, Any]()
        if name == "due" and chosen.overdue:
            tests.append("h.deadline < :today")
        for number, span in enumerate(spans):
            test, more = within(f"{name}{number}", f"h.{column}", span)
            tests.append(test)
            values.update(more)
        if tests:
            yield any_of(tests), values


def within(name: str, column: str, span: Span) -> tuple[str, dict[str, Any]]:
    """A condition on days; `name` begins the names of its values."""
    tests, values = [f"{column} IS NOT NULL"], dict[str, Any]()
    for side, sign, day in (("a", ">=", span.first), ("b", "<=", span.last)):
        if day is not None:
            tests.append(f"{column} {sign} :{name}{side}")
            values[name + side] = day.isoformat()
    return " AND ".join(tests), values


def any_of(tests: Iterable[str]) -> str:
    """A condition that holds when one of these does."""
    return "(" + " OR ".join(f"({test})" for test in tests) + ")"
