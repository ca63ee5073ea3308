"""Planned and running visits as an iCalendar file (RFC 5545), for the calendar of a phone or of the office.

A visit keeps its UID, so that a file imported again moves what is there instead of doubling it. Times are the
laptop's local ones; a visit without a time of day is an event of the whole day. Worker thread.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from inspector.domain.customer import Customer
from inspector.domain.plan import TIME
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.planning.occasions import OCCASION, occasion_name
from inspector.services.planning.visits import being_cancelled
from inspector.services.words import VISIT_KINDS, here
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft

if TYPE_CHECKING:
    from icalendar import Event

register(
    ProblemKind.INPUT,
    {"calendar_team_unknown": N_("Nobody belongs to the team “{team}”. Teams are: {known}.")},
)

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
    drafts = [
        draft
        for draft in workspace.db.drafts.visits()
        if draft.status in (VisitStatus.PLANNED, VisitStatus.OPEN)
        and draft.planned_on is not None
        and draft.id not in left_out
        and (people is None or people & set(draft.inspectors))
    ]
    t, calendar = here(), Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", t("Safety inspections"))
    names = {one.id: one.name for one in workspace.db.registers.persons()}
    customers = {one.id: one for one in workspace.db.registers.some_customers([one.customer for one in drafts])}
    for draft in sorted(drafts, key=lambda draft: (draft.planned_on or date.max, draft.id)):
        if draft.customer in customers:
            calendar.add_component(_event(workspace, draft, customers[draft.customer], names))
    return bytes(calendar.to_ical())


def _people(workspace: Workspace, person: str, team: str) -> set[str] | None:
    if person:
        return {workspace.person_of(person).id}
    if not team:
        return None
    persons = workspace.db.registers.persons()
    found = {one.id for one in persons if one.team == team}
    if not found:
        known = sorted({one.team for one in persons if one.team})
        raise Problem("calendar_team_unknown", team=team, known=", ".join(known))
    return found


def _event(workspace: Workspace, draft: VisitDraft, customer: Customer, names: Mapping[str, str]) -> "Event":
    """One visit. Its UID is the visit's id: the same in every file."""
    from icalendar import Event  # noqa: PLC0415 - see above

    t, event = here(), Event()
    occasion = occasion_name(draft.body.get(OCCASION)) or t(VISIT_KINDS[draft.kind])
    event.add("uid", f"{draft.id}@inspector")
    event.add("dtstamp", workspace.now().astimezone(UTC))
    event.add("summary", f"{customer.name} · {occasion}")
    if customer.address:
        event.add("location", customer.address)
    inspectors = t(", ").join(names.get(person, person) for person in draft.inspectors)
    contact = " ".join(part for part in (customer.contact, customer.phone) if part)
    facts = ((t("Account"), customer.account), (t("Inspectors"), inspectors), (t("Contact"), contact))
    event.add("description", "\n".join(f"{name}: {value}" for name, value in facts if value))
    event.add("status", "CONFIRMED")
    _add_times(event, draft)
    return event


def _add_times(event: "Event", draft: VisitDraft) -> None:
    """In universal time, so that no reader has to know the laptop's zone."""
    day = draft.planned_on or date.max
    at = str(draft.body.get(TIME) or "")
    if draft.started_at is not None:
        begin = draft.started_at.astimezone(UTC)
    elif at:
        begin = datetime.combine(day, time.fromisoformat(at)).astimezone().astimezone(UTC)
    else:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        return
    event.add("dtstart", begin)
    event.add("dtend", begin + DURATION)
