"""Planned and running visits as an iCalendar file (RFC 5545), for the calendar of a phone or of the office.

A visit keeps its UID, whichever laptop exports it, so that a file imported again moves what is there instead of
doubling it; a cancelled one is told as cancelled until its day has passed. Times are the
laptop's local ones; a visit without a time of day is an event of the whole day. Worker thread.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from inspector.domain.customer import Customer
from inspector.domain.plan import NOTE, TIME, PlanStatus
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.planning.hints import plan_id
from inspector.services.planning.occasions import OCCASION, occasion_name
from inspector.services.planning.visits import being_cancelled
from inspector.services.words import VISIT_KINDS, here
from inspector.services.workspace import Workspace

if TYPE_CHECKING:
    from icalendar import Event

register(
    ProblemKind.INPUT,
    {"calendar_team_unknown": N_("Nobody belongs to the team “{team}”. Teams are: {known}.")},
)

LAST: Final = date(9998, 12, 30)
"""A later day, which another program may have planned, has no end that a date can say."""
DURATION: Final = timedelta(hours=2)
"""How long a visit with a time of day is taken to last: practice; nobody enters it."""
PRODUCT: Final = "-//Inspector//Visits//EN"


def calendar_file(workspace: Workspace, *, person: str = "", team: str = "") -> bytes:
    """The visits of one inspector (id or login), of a team, or of all, as an .ics file.

    Raises Problem person_unknown or calendar_team_unknown.
    """
    from icalendar import Calendar  # noqa: PLC0415 - only who exports a calendar loads it

    people = _people(workspace, person, team)
    left_out = being_cancelled(workspace)
    known = [
        one
        for one in (*_own(workspace), *_shared(workspace))
        if one.day is not None and one.visit not in left_out and (people is None or people & set(one.inspectors))
    ]
    t, calendar = here(), Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", t("Safety inspections"))
    names = {one.id: one.name for one in workspace.db.registers.persons()}
    customers = {one.id: one for one in workspace.db.registers.some_customers([one.customer for one in known])}
    for one in sorted(known, key=lambda one: (one.day or date.max, one.visit)):
        if one.customer in customers:
            calendar.add_component(_event(workspace, one, customers[one.customer], names))
    return bytes(calendar.to_ical())


@dataclass(frozen=True, slots=True)
class _Entry:
    """A visit as the file tells it. `visit` is the id it had when it was planned, whoever began it since."""

    visit: str
    customer: str
    kind: VisitKind
    inspectors: tuple[str, ...]
    day: date | None
    at: str
    occasion: str
    note: str
    started: datetime | None = None
    changes: int = 0
    cancelled: bool = False


def _own(workspace: Workspace) -> list[_Entry]:
    """Planned visits, and those under way on this laptop."""
    drafts = [one for one in workspace.db.drafts.visits() if one.status in (VisitStatus.PLANNED, VisitStatus.OPEN)]
    plans = workspace.db.plans.some([plan_id(one) for one in drafts])
    return [
        _Entry(
            plan_id(one),
            one.customer,
            one.kind,
            one.inspectors,
            one.planned_on,
            str(one.body.get(TIME) or ""),
            str(one.body.get(OCCASION) or ""),
            str(one.body.get(NOTE) or ""),
            one.started_at,
            plans[plan_id(one)].changes if plan_id(one) in plans else 0,
        )
        for one in drafts
    ]


def _shared(workspace: Workspace) -> list[_Entry]:
    """Visits under way elsewhere, and cancelled ones whose day is still to come: a calendar that has them drops them.

    What began elsewhere counts as changed once more, so that its time is taken over.
    """
    today = workspace.today()
    gone = [
        row
        for row in workspace.db.plans.of_status(PlanStatus.CANCELLED)
        if row.plan.planned_on is not None and row.plan.planned_on >= today
    ]
    return [
        _Entry(
            row.plan.visit,
            row.plan.customer,
            row.plan.kind,
            row.plan.inspectors,
            row.plan.planned_on,
            row.plan.at,
            row.plan.occasion,
            row.plan.note,
            None,
            row.changes + len(row.begun),
            row.status is PlanStatus.CANCELLED,
        )
        for row in (*workspace.db.plans.elsewhere(), *gone)
    ]


def _people(workspace: Workspace, person: str, team: str) -> set[str] | None:
    if person:
        return {workspace.person_of(person).id}
    return people_of_team(workspace, team) if team else None


def people_of_team(workspace: Workspace, team: str) -> set[str]:
    """Ids of everybody of a team. Raises Problem calendar_team_unknown."""
    persons = workspace.db.registers.persons()
    found = {one.id for one in persons if one.team == team}
    if not found:
        known = sorted({one.team for one in persons if one.team})
        raise Problem("calendar_team_unknown", team=team, known=", ".join(known))
    return found


def _event(workspace: Workspace, entry: _Entry, customer: Customer, names: Mapping[str, str]) -> "Event":
    """One visit. Its UID is the visit's id, the same in every file; SEQUENCE grows with every change of its plan."""
    from icalendar import Event  # noqa: PLC0415 - see above

    t, event = here(), Event()
    occasion = occasion_name(entry.occasion) or t(VISIT_KINDS[entry.kind])
    event.add("uid", f"{entry.visit}@inspector")
    event.add("sequence", entry.changes)
    event.add("dtstamp", workspace.now().astimezone(UTC))
    event.add("summary", f"{customer.name} · {occasion}")
    if customer.address:
        event.add("location", customer.address)
    inspectors = t(", ").join(names.get(person, person) for person in entry.inspectors)
    contact = " ".join(part for part in (customer.contact, customer.phone) if part)
    facts = (
        (t("Account"), customer.account),
        (t("Inspectors"), inspectors),
        (t("Contact"), contact),
        (t("Note"), entry.note),
    )
    event.add("description", "\n".join(f"{name}: {value}" for name, value in facts if value))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    _add_times(event, entry)
    return event


def _add_times(event: "Event", entry: _Entry) -> None:
    """In universal time, so that no reader has to know the laptop's zone."""
    day = min(entry.day or LAST, LAST)
    if entry.started is not None:
        begin = entry.started.astimezone(UTC)
    elif entry.at:
        begin = datetime.combine(day, time.fromisoformat(entry.at)).astimezone().astimezone(UTC)
    else:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        return
    event.add("dtstart", begin)
    event.add("dtend", begin + DURATION)
