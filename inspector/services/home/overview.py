"""The home page in one call: what is unclosed, what is planned, what happened. What comes after it is asked apart.

Worker thread. The sums over all hazards are kept until the next event.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from weakref import WeakKeyDictionary

from inspector.domain.hazard import Grade
from inspector.domain.inspection import add_months
from inspector.i18n import N_, Translator
from inspector.services.home.views import Activity, Closure, GradeCount, HomeView, MonthCount
from inspector.services.preferences.reading import chosen
from inspector.services.visits.listing import waiting_rows
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import LatestEvent, MonthSum

"""Per cent of a year's hazards that should be closed; a setting, no standard asks for a figure."""
MONTHS: Final = 12
LOOKED_AT: Final = 400
"""Newest events that are looked through for the latest activities."""
ACTIVITIES: Final = 12

WORDS: Final = {
    "visit_signed": N_("Inspection signed"),
    "notice_served": N_("Notice served"),
    "hazard_registered": N_("Hazard registered"),
    "rectification_submitted": N_("Rectification submitted"),
    "review_passed": N_("Passed and closed"),
    "review_returned": N_("Returned for rectification"),
    "hazard_reopened": N_("Reopened"),
    "hazard_voided": N_("Voided"),
    "dispute_adjudicated": N_("Adjudicated"),
    "customer_registered": N_("Customer registered"),
    "equipment_registered": N_("Equipment registered"),
    "person_registered": N_("Person registered"),
}
"""Event type -> words; the first of them in a frame tells what the frame was about."""
_ORDER: Final = tuple(WORDS)
_kept: WeakKeyDictionary[Workspace, tuple[int, tuple[MonthSum, ...]]] = WeakKeyDictionary()


def home_view(workspace: Workspace) -> HomeView:
    """Everything on the home page but the due list and what waits for a review."""
    db, today = workspace.db, workspace.today()
    sums = {item.rank: item for item in db.overview.grades(today.isoformat())}
    grades = tuple(
        GradeCount(grade, sums[grade.rank].unclosed, sums[grade.rank].overdue)
        if grade.rank in sums
        else GradeCount(grade, 0, 0)
        for grade in Grade
    )
    me = workspace.acting if workspace.somebody_acts else None
    earliest = min((date.fromisoformat(item.earliest) for item in sums.values()), default=today)
    months = _months(workspace)
    return HomeView(
        today=today,
        customers=db.registers.any_customer(),
        grades=grades,
        longest_overdue=max(0, (today - earliest).days),
        closure=closure(months, today, chosen(workspace, "closure_target")),
        visits=waiting_rows(workspace),
        me=me.id if me else "",
        team=frozenset(one.id for one in db.registers.persons() if me and one.team == me.team),
        months=month_counts(months, today),
        activities=_activities(workspace),
    )


def _months(workspace: Workspace) -> tuple[MonthSum, ...]:
    version = workspace.db.schedule.version()
    known = _kept.get(workspace)
    if known is None or known[0] != version:
        known = _kept[workspace] = (version, workspace.db.overview.months())
    return known[1]


def closure(months: Iterable[MonthSum], today: date, target: int) -> Closure:
    """How much of what was found this year is closed, and how that changed since the end of last month."""
    year, this_month = f"{today:%Y}-", f"{today:%Y-%m}"
    rows = [row for row in months if row.found.startswith(year)]
    found, closed = sum(row.hazards for row in rows), sum(row.hazards for row in rows if row.closed)
    before = [row for row in rows if row.found < this_month]
    found_before = sum(row.hazards for row in before)
    closed_before = sum(row.hazards for row in before if row.closed and row.closed < this_month)
    change = 100 * (closed / found - closed_before / found_before) if found_before else None
    return Closure(closed, found, target, change)


def month_counts(months: Iterable[MonthSum], today: date) -> tuple[MonthCount, ...]:
    """Found and closed in each of the last twelve months."""
    found: dict[str, int] = {}
    closed: dict[str, int] = {}
    for row in months:
        found[row.found] = found.get(row.found, 0) + row.hazards
        closed[row.closed] = closed.get(row.closed, 0) + row.hazards
    first = today.replace(day=1)
    shown = [add_months(first, back - MONTHS + 1) for back in range(MONTHS)]
    return tuple(MonthCount(month, found.get(f"{month:%Y-%m}", 0), closed.get(f"{month:%Y-%m}", 0)) for month in shown)


def _activities(workspace: Workspace) -> tuple[Activity, ...]:
    """What people did lately, one line for each frame."""
    frames: dict[str, list[LatestEvent]] = {}
    for event in workspace.db.overview.latest(LOOKED_AT):
        if event.type in WORDS:
            frames.setdefault(event.frame, []).append(event)
    told = [_told(events) for events in frames.values()][:ACTIVITIES]
    bodies = workspace.db.overview.bodies([events[-1].id for events in told])
    names = {person.id: person.name for person in workspace.db.registers.persons()}
    t = here()
    return tuple(_activity(workspace, events, bodies[events[-1].id], names, t) for events in told)


def _told(events: Sequence[LatestEvent]) -> list[LatestEvent]:
    """The events of a frame that its line tells: those of the most telling type, newest first."""
    kind = min((event.type for event in events), key=_ORDER.index)
    return [event for event in events if event.type == kind]


def _activity(
    workspace: Workspace, events: Sequence[LatestEvent], body: object, names: dict[str, str], t: Translator
) -> Activity:
    event = events[-1]
    words = t(WORDS[event.type])
    content = body if isinstance(body, dict) else {}
    subject, customer, place = _subject(workspace, event, content)
    title = " · ".join(part for part in (words, subject) if part)
    if len(events) > 1:
        title = f"{words} · " + t.plural("{count} item", "{count} items", len(events)).format(count=len(events))
        place = place if event.kind != "hazard" else ("", "")
    hint = " · ".join(part for part in (names.get(event.user, ""), customer) if part)
    return Activity(event.type, title, hint, datetime.fromisoformat(event.at), place)


def _subject(workspace: Workspace, event: LatestEvent, body: dict[str, object]) -> tuple[str, str, tuple[str, str]]:
    """What an event is about: its name, the customer's name, and what it opens."""
    fields = body.get("fields")
    told = fields if isinstance(fields, dict) else {}
    match event.kind:
        case "hazard":
            known = workspace.db.overview.hazard(event.entity)
            return (known[0], known[1], ("hazard", event.entity)) if known else ("", "", ("", ""))
        case "visit":
            customer = workspace.db.schedule.names([str(body.get("customer", ""))])
            return str(body.get("number", "")), next(iter(customer.values()), ""), ("visit", event.entity)
        case "customer":
            return str(told.get("name", "")), "", ("customer", event.entity)
        case "equipment":
            return str(told.get("name", "")), "", ("equipment", event.entity)
    return str(told.get("name", "")), "", ("", "")
