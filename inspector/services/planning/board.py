"""The calendar of visits: those of a span of days, customers that wait for a day, and the load of each inspector.

One call on the worker thread. Planned, begun and signed visits are everybody's, as far as they have arrived; of those
under way on other laptops only the plan is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from inspector.domain.customer import Importance
from inspector.domain.person import Person, each_once
from inspector.domain.roles import may_inspect
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.quick_dataclass import dataclass
from inspector.services import planning
from inspector.services.due.listing import due_overview
from inspector.services.due.views import SOON_DAYS, Due
from inspector.services.planning.occasions import occasion_name
from inspector.services.visits.list_row import VisitListRow
from inspector.services.workspace import Workspace
from inspector.storage import VisitFilter

LIMIT: Final = "visits_per_day"
TRAY: Final = 200
"""Due customers that are looked through for the tray."""


@dataclass(frozen=True, slots=True)
class CalendarVisit:
    """A visit in the calendar. `on` is the day it is planned for, was started or was signed on."""

    id: str
    customer: str
    name: str
    account: str
    importance: Importance
    kind: VisitKind
    occasion: str
    """Its name in the current language, "" for none."""
    status: VisitStatus
    on: date
    at: str
    """Time of day as 09:30, "" for any."""
    people: tuple[str, ...]
    inspectors: str
    note: str = ""
    changeable: bool = True
    """Whether who acts may move and cancel it while it is planned."""
    begun_by: str = ""
    """Who began it, of one that is under way on another laptop."""
    hint: str = ""
    """What people should know of its plan, as a sentence; "" for nothing."""

    @property
    def movable(self) -> bool:
        """Whether it can be put on another day."""
        return self.status is VisitStatus.PLANNED and self.changeable


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a day: a customer that is due, or a visit that is planned for no day (`visit`)."""

    customer: str
    account: str
    name: str
    importance: Importance
    days: int | None
    """Until it is due, negative when overdue; None for a visit without a day."""
    due: Due | None
    visit: str = ""
    risk: int = 0
    """Score, 0 to 100; 0 where nothing speaks for a risk."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """How many visits an inspector has on each day of the span that is shown."""

    person: str
    name: str
    team: str
    by_day: Mapping[date, int]

    @property
    def total(self) -> int:
        """In all these days."""
        return sum(self.by_day.values())

    def too_many(self, limit: int) -> tuple[date, ...]:
        """Days with more than so many."""
        return tuple(day for day, count in sorted(self.by_day.items()) if count > limit)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the calendar page shows for a span of days."""

    today: date
    first: date
    days: int
    visits: tuple[CalendarVisit, ...]
    tray: tuple[Waiting, ...]
    loads: tuple[PersonLoad, ...]
    limit: int
    """Visits a day above which the load of a person is too much (setting `visits_per_day`)."""
    usual: tuple[str, ...]
    """Who usually goes; fewer than two while it is not known."""
    me: str = ""
    """Who acts (person); "" while that is not known."""


def plan_board(workspace: Workspace, first: date, days: int, *, person: str = "", team: str = "") -> Board:
    """The calendar from a day on; `person` (id) or `team` leaves the visits of these. Loads count all visits."""
    from inspector.services.preferences.reading import chosen  # noqa: PLC0415 - it declares all options

    last = first + timedelta(days=days - 1)
    local = _local(workspace)
    signed = _signed(workspace, first, last)
    shown = sorted((one for one in (*local, *signed) if first <= one.on <= last), key=_order)
    acting = workspace.acting.id if workspace.somebody_acts else ""
    people = tuple(one for one in each_once(workspace.db.registers.persons(), acting) if may_inspect(one))
    wanted = {person} if person else {one.id for one in people if one.team == team} if team else None
    return Board(
        today=workspace.today(),
        first=first,
        days=days,
        visits=tuple(one for one in shown if wanted is None or wanted & set(one.people)),
        tray=_tray(workspace),
        loads=loads(shown, people),
        limit=int(chosen(workspace, LIMIT)),
        usual=planning.usual_inspectors(workspace, people),
        me=acting,
    )


def loads(visits: Iterable[CalendarVisit], people: Sequence[Person]) -> tuple[PersonLoad, ...]:
    """The load of each inspector, the largest first. Pure."""
    counts: dict[str, dict[date, int]] = {person.id: {} for person in people}
    for visit in visits:
        for person in set(visit.people) & counts.keys():
            counts[person][visit.on] = counts[person].get(visit.on, 0) + 1
    rows = [PersonLoad(person.id, person.name, person.team, counts[person.id]) for person in people]
    return tuple(sorted(rows, key=lambda row: -row.total))


def _order(visit: CalendarVisit) -> tuple[date, str, str]:
    return visit.on, visit.at or "~", visit.name


def _local(workspace: Workspace) -> list[CalendarVisit]:
    from inspector.services.visits.listing import day_of, waiting_rows  # noqa: PLC0415 - it reads this package

    customers = {draft.id: draft.customer for draft in workspace.db.drafts.visits()}
    customers |= {plan.plan.visit: plan.plan.customer for plan in workspace.db.plans.elsewhere()}
    found = []
    for row in waiting_rows(workspace):
        on = day_of(row)
        if on is not None and row.status is not VisitStatus.HANDED_OVER:
            found.append(_visit(row, customers[row.id], on))
    return found


def _visit(row: VisitListRow, customer: str, on: date) -> CalendarVisit:
    at = f"{row.started_at.astimezone():%H:%M}" if row.started_at else row.planned_at
    return CalendarVisit(
        row.id, customer, row.customer, row.account, row.importance, row.kind, row.occasion, row.status, on, at,
        row.people, row.inspectors, row.note, row.changeable, row.begun_by, row.hint,
    )  # fmt: skip


def _signed(workspace: Workspace, first: date, last: date) -> list[CalendarVisit]:
    from inspector.services.words import here  # noqa: PLC0415 - see above
    from inspector.storage.ledgers.hazard_filter import Span  # noqa: PLC0415 - ledgers only

    if first > workspace.today():
        return []
    rows = workspace.db.visits.page(VisitFilter(signed=(Span(first, last),)))
    known = {one.id: one for one in workspace.db.registers.some_customers([row.customer for row in rows])}
    occasions = workspace.db.visits.occasions([row.visit for row in rows])
    t, found = here(), []
    for row in rows:
        customer = known.get(row.customer)
        found.append(
            CalendarVisit(
                row.visit, row.customer, row.customer_name, row.account,
                customer.importance if customer else Importance.NONE, row.kind,
                occasion_name(occasions.get(row.visit)), VisitStatus.SIGNED,
                row.signed_on, "", tuple(row.inspectors), t(", ").join(row.inspector_names),
            )
        )  # fmt: skip
    return found


def _tray(workspace: Workspace) -> tuple[Waiting, ...]:
    """Customers that are overdue or due soon and not planned, the riskiest first among equals; visits without a day."""
    from inspector.i18n import language  # noqa: PLC0415 - see above
    from inspector.services.customer_files.risk import risk_scores  # noqa: PLC0415 - see above

    scores, spoken = risk_scores(workspace), language()
    rows = []
    for row in due_overview(workspace, TRAY).rows:
        if row.visit or row.days is None:
            continue
        score = scores.get(row.customer)
        rows.append(
            Waiting(
                row.customer, row.account, row.name, row.importance, row.days, row,
                risk=score.score if score else 0,
                reasons=tuple(one.text(spoken) for one in score.reasons) if score else (),
            )
        )  # fmt: skip
    return (*_without_day(workspace), *sorted(rows, key=by_priority))


def by_priority(row: Waiting) -> tuple[int, int, int]:
    """Overdue, then due within a week, then the rest; in each the riskiest first, then the most urgent."""
    days = row.days if row.days is not None else 0
    return (0 if days < 0 else 1 if days <= SOON_DAYS else 2), -row.risk, days


def _without_day(workspace: Workspace) -> list[Waiting]:
    left_out = planning.being_cancelled(workspace)
    drafts = [
        draft
        for draft in workspace.db.drafts.visits(VisitStatus.PLANNED)
        if draft.planned_on is None and draft.id not in left_out
    ]
    known = {one.id: one for one in workspace.db.registers.some_customers([draft.customer for draft in drafts])}
    return [
        Waiting(one.id, one.account, one.name, one.importance, None, None, draft.id)
        for draft in drafts
        if (one := known.get(draft.customer)) is not None
    ]
