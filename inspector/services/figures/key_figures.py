"""The figures of a period: closure rate, overdue, time to close, recurrence, what was sent back. Worker thread.

Built on `statistics`; every figure names the ledger that shows the hazards behind it, and how many they are. Voided
hazards are in none. Deadlines are those of today, extensions included, also where a figure looks back.
"""

from datetime import date, timedelta
from typing import Final

from inspector.domain.inspection import add_months
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.figures.statistics import NO_TEAM as NO_TEAM_WORDS
from inspector.services.figures.statistics import Statistics, period, statistics
from inspector.services.ledgers.filter_text import joined
from inspector.services.ledgers.filters import NO_TEAM, customer_id
from inspector.services.preferences.reading import chosen
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage.ledgers.statistics import Part

register(
    ProblemKind.INPUT,
    {"team_unknown": N_("No team “{team}” has found a hazard. Known are: {names}.")},
)

PERIODS: Final = {
    "year": N_("This year"),
    "12-months": N_("Last 12 months"),
    "quarter": N_("This quarter"),
    "month": N_("This month"),
}
"""Periods that follow the day; any other is written as for `statistics.period`."""
DEFAULT_PERIOD: Final = "12-months"
NONE: Final = "—"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose hazards: of all, of a team (by name; "-" for no team on record), of a customer (by id)."""

    team: str = ""
    customer: str = ""

    @property
    def filters(self) -> tuple[str, ...]:
        """The scope as filters of a ledger."""
        team = (f"team:{self.team}",) if self.team else ()
        return (*team, f"customer:{self.customer}") if self.customer else team


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure: in short, a note to it, how it is counted; `rows` as in `reports.charts.Value`."""

    key: str
    label: str
    text: str
    note: str
    told: str
    rows: str
    count: int
    loud: bool = False
    """Something is to be done about it."""
    unit: str = ""
    """Stands behind `text`; "" where it needs none."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted, before it is shown."""

    first: date
    last: date
    scope: Scope
    scope_text: str
    customer_name: str
    statistics: Statistics
    overdue: int
    """Overdue today, whenever found."""
    late: tuple[tuple[str, int], ...]
    """Month, and how many were overdue at its end; of the running month, how many are overdue today."""
    returned: int
    """Of those found in the period, sent back by a reviewer at least once."""
    target: int
    """Closure rate that should be reached, in per cent."""

    @property
    def as_of(self) -> date:
        """The day of the data."""
        return self.statistics.as_of

    @property
    def days(self) -> str:
        """The period in figures."""
        return f"{self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"


def period_of(text: str, today: date) -> tuple[date, date]:
    """First and last day of a period of PERIODS or one written out. Raises Problem period_format, period_order."""
    month = today.replace(day=1)
    match text:
        case "year":
            return date(today.year, 1, 1), date(today.year, 12, 31)
        case "12-months":
            return add_months(month, -11), _end(month)
        case "quarter":
            first = date(today.year, today.month - (today.month - 1) % 3, 1)
            return first, _end(add_months(first, 2))
        case "month":
            return month, _end(month)
    return period(text)


def _end(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


def figures(
    workspace: Workspace, first: date, last: date, scope: Scope | None = None, translator: Translator | None = None
) -> Figures:
    """The figures of a period, both days included. Raises Problem period_order, team_unknown, record_missing."""
    t, scope = translator or here(), scope or Scope()
    team = None if not scope.team else "" if scope.team == NO_TEAM else scope.team
    if team is not None and not workspace.db.statistics.knows_team(team):
        known = filter(None, workspace.db.statistics.teams())
        raise Problem("team_unknown", team=scope.team, names=t(", ").join(known) or NONE)
    name = workspace.db.registers.customer(scope.customer).name if scope.customer else ""
    found = statistics(workspace, first, last, t, team=team, customer=scope.customer)
    part = Part(first, last, found.as_of, team, scope.customer)
    overdue = workspace.db.statistics.overdue_now(part)
    return Figures(
        first=first,
        last=last,
        scope=scope,
        scope_text=_scope_text(scope, name, t),
        customer_name=name,
        statistics=found,
        overdue=overdue,
        late=_late(workspace, part, overdue),
        returned=workspace.db.statistics.returned(part),
        target=chosen(workspace, "closure_target"),
    )


def _late(workspace: Workspace, part: Part, overdue: int) -> tuple[tuple[str, int], ...]:
    """What was overdue at the end of each month of the period up to the running one."""
    rows = workspace.db.statistics.late(part)
    running, shown = f"{part.today:%Y-%m}", []
    month, last = part.first.replace(day=1), min(part.last, part.today)
    while month <= last:
        key = f"{month:%Y-%m}"
        count = sum(number for due, closed, number in rows if due <= key and (not closed or closed > key))
        shown.append((key, overdue if key == running else count))
        month = add_months(month, 1)
    return tuple(shown)


def _scope_text(scope: Scope, customer: str, t: Translator) -> str:
    team = t(NO_TEAM_WORDS) if scope.team == NO_TEAM else scope.team
    return " · ".join(part for part in (team, customer) if part) or t("all teams and customers")


def scope_of(workspace: Workspace, team: str = "", customer: str = "") -> Scope:
    """A scope from a person's words: name of a team, account or id of a customer. Raises Problem customer_named."""
    return Scope(team, customer_id(workspace, customer) if customer else "")


def figure_teams(workspace: Workspace) -> tuple[str, ...]:
    """The teams a scope may name; "-" for hazards with no team on record."""
    return tuple(team or NO_TEAM for team in workspace.db.statistics.teams())


def span_filter(first: date, last: date) -> str:
    """The ledger's filter of the days of finding, as short as it can be."""
    if first.day == 1 and last == _end(first):
        return f"month:{first:%Y-%m}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"year:{first.year}"
    return f"found:{first}..{last}"


def rows_of(scope: Scope, *filters: str) -> str:
    """The place of the ledger with these filters."""
    return f"rectification:{joined((*filters, *scope.filters))}"


def percent(share: float | None) -> str:
    """A share as per cent with one decimal, a dash for none."""
    return NONE if share is None else f"{100 * share:.1f}\u00a0%"


def days_number(days: float | None) -> str:
    """Days without a needless decimal."""
    return NONE if days is None else f"{days:.1f}".removesuffix(".0")
