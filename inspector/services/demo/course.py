"""What people did lately about the hazards of the sample workspace: requests, disputes, reopenings.

Written after all frames of the earlier visits, as the events an ordinary workspace would hold; the same hazards are
chosen every time. Hazards of the first customer are left as they are: its visit is planned for today.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.ledger import RectificationRow
from inspector.domain.person import Person, Role
from inspector.domain.roles import as_seen
from inspector.quick_dataclass import dataclass
from inspector.services.demo.photos import take_sample_photos
from inspector.services.hazards.courses import HazardCourse, course_of
from inspector.storage import HazardFilter, NewEvent

if TYPE_CHECKING:
    from inspector.domain.events import BlobRef
    from inspector.services.demo.building import Sample

EVERY = 36
"""One hazard in so many for each kind of deed, at most `MOST`."""
MOST = 12
WAITING = 2
"""Rectifications that wait for each reviewing team, if there are so many."""
READ = 600
"""Only the newest hazards are looked at: reading all of a large sample takes long."""
MORNING = 13
MORE_TIME = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Told:
    """A hazard that something is done about, and the day it is done on."""

    sample: "Sample"
    hazard: Hazard
    course: HazardCourse
    scope: str
    day: date

    def by(
        self,
        person: Person,
        kind: str,
        body: Mapping[str, Any],
        *,
        hour: int,
        par: tuple[str, ...] | None = None,
        blobs: tuple["BlobRef", ...] = (),
    ) -> str:
        """Write one event; returns its id."""
        event = NewEvent(self.hazard.id, "hazard", kind, dict(body), par, blobs)
        made = self.sample.workspace.db.frames.append(
            self.scope, person.id, [event], self.sample.at(self.day, MORNING + hour)
        )
        return made.events[0].id

    @property
    def lead(self) -> Person:
        """Who decides about requests."""
        return next(person for person in self.sample.people if Role.LEAD in person.roles)

    @property
    def finder(self) -> Person:
        """Who found it first."""
        return next(person for person in self.sample.people if person.id == self.hazard.found_by[0])

    @property
    def words(self) -> Mapping[str, str]:
        """Sentences of the sample."""
        found: Mapping[str, str] = self.sample.data["words"]
        return found

    def reviewers(self) -> list[Person]:
        """Two who may judge it, if there are two."""
        teams = {person.team for person in self.sample.people if person.id in self.hazard.found_by}
        return [p for p in self.sample.people if Role.REVIEWER in p.roles and p.team not in teams][:2]


def tell_course(sample: "Sample", hazards: int) -> None:
    """Write what people did lately; changes no number of hazards."""
    times = min(MOST, -(-hazards // EVERY))
    left = list(_candidates(sample))
    for _time in range(times):
        for statuses, fits, deed in DEEDS:
            chosen = next((row for row in left if row.hazard.status in statuses and fits(row)), None)
            if chosen is not None:
                left.remove(chosen)
                deed(_told(sample, chosen.hazard))
    _give_work(sample, left)


def _give_work(sample: "Sample", left: list[RectificationRow]) -> None:
    """Let something wait for each team's reviewers, if there is anything they may judge."""
    teams = {person.id: person.team for person in sample.people}
    for team in sorted({person.team for person in sample.people if Role.REVIEWER in person.roles}):
        foreign = [row for row in left if team not in {teams[finder] for finder in row.hazard.found_by}]
        waiting = sum(row.hazard.status is HazardStatus.IN_REVIEW for row in foreign)
        fit = [row for row in foreign if row.hazard.status in (HazardStatus.RETURNED, HazardStatus.OPEN)]
        for row in fit[: max(0, WAITING - waiting)]:
            left.remove(row)
            _submitted(_told(sample, row.hazard))


def _candidates(sample: "Sample") -> Iterator[RectificationRow]:
    db, first = sample.workspace.db, sample.customers[0][0].id
    rows = db.hazards.page(HazardFilter(), today=sample.today, sort=("-found_on", "number"), limit=READ)
    return (row for row in rows if row.hazard.customer != first)


def _told(sample: "Sample", hazard: Hazard) -> Told:
    course = course_of(sample.workspace, hazard.id)
    last = max(datetime.fromisoformat(event.at).date() for event in course.events)
    scope = sample.workspace.db.registers.customer(hazard.customer).scope
    return Told(sample, hazard, course, scope, max(last, sample.today - timedelta(days=3)))


def _asked(told: Told) -> str:
    until = max(told.hazard.deadline, told.sample.today) + MORE_TIME
    body = {"until": until.isoformat(), "reason": told.words["asked"]}
    return told.by(told.finder, "extension_requested", body, hour=0)


def _request(told: Told) -> None:
    _asked(told)


def _refused(told: Told) -> None:
    body = {"extension": _asked(told), "refused": True, "text": told.words["refused"]}
    told.by(told.lead, "note_added", body, hour=2)


def _granted(told: Told) -> None:
    until = (max(told.hazard.deadline, told.sample.today) + MORE_TIME).isoformat()
    body = {"fields": {"deadline": until}, "extension": _asked(told), "approver": told.lead.id}
    told.by(told.lead, "hazard_changed", body | {"reason": told.words["asked"], "until": until}, hour=2)


def _supervised(told: Told) -> None:
    reason = told.words["supervised"]
    told.by(told.lead, "hazard_changed", {"fields": {"supervised": reason}, "reason": reason}, hour=1)


def _submitted(told: Told) -> None:
    finders = [person for person in told.sample.people if person.id in told.hazard.found_by]
    seen = as_seen(told.finder, finders=finders, rectifiers=[told.finder])
    body = {"note": told.words["submitted"], **seen}
    name = told.sample.workspace.db.registers.customer(told.hazard.customer).name
    where = (name, told.hazard.place, told.finder.name)
    photos, blobs = take_sample_photos(told.sample, told.hazard.id, *where, told.sample.at(told.day, 9), after=True)
    told.by(told.finder, "rectification_submitted", {**body, "photos": photos} if photos else body, hour=1, blobs=blobs)


def _disputed(told: Told) -> None:
    """Two reviewers who did not see each other decide differently."""
    pair = told.reviewers()
    if len(pair) < 2:
        return
    heads = told.course.heads
    for person, kind, word in zip(pair, ("review_passed", "review_returned"), ("passed", "returned"), strict=True):
        body = {"comment": told.words[word], **told.course.seen_by(person)}
        told.by(person, kind, body, hour=1 + (word == "returned"), par=heads)


def _reopened(told: Told) -> None:
    body = {"reason": told.words["reopened"], **told.course.seen_by(told.lead)}
    told.by(told.lead, "hazard_reopened", body, hour=1)


def _noted(told: Told) -> None:
    told.by(told.finder, "note_added", {"text": told.words["noted"]}, hour=1)


def _any(_row: RectificationRow) -> bool:
    return True


def _mild(row: RectificationRow) -> bool:
    """Critical and serious ones keep their deadline: nobody extends what is to be done at once."""
    return row.hazard.grade is Grade.GENERAL


def _waits(row: RectificationRow) -> bool:
    return _mild(row) and row.hazard.notice_served


def _first_time(row: RectificationRow) -> bool:
    return _waits(row) and not row.extended


_OPEN = (HazardStatus.OPEN,)
DEEDS: tuple[tuple[tuple[HazardStatus, ...], Callable[[RectificationRow], bool], Callable[[Told], None]], ...] = (
    ((HazardStatus.IN_REVIEW,), _any, _disputed),
    ((HazardStatus.CLOSED,), _any, _reopened),
    (_OPEN, _first_time, _granted),
    (_OPEN, _waits, _request),
    ((*_OPEN, HazardStatus.RETURNED), _mild, _supervised),
    (_OPEN, _waits, _refused),
    ((HazardStatus.RETURNED, HazardStatus.IN_REVIEW), _any, _noted),
)
"""Which hazards, and what is done about one of them."""
