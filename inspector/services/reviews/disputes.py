"""Disputes (待裁决): decisions about one hazard that contradict each other, side by side for the lead who adjudicates.

They contradict because their authors did not know of each other. Of each is told what its author had seen and what he
had not when he decided: that follows from the past the decision was written with. Adjudicating is `hazards.actions`
(action adjudicate). Worker thread.
"""

from datetime import date, datetime

from inspector.domain.actions import Action, Why, closing, refusal
from inspector.domain.events import Effect, Event
from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.merge import fold
from inspector.i18n import Translator
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.action_words import WHYS
from inspector.services.hazards.actions import unseen
from inspector.services.hazards.courses import HazardCourse, course_of
from inspector.services.hazards.detail import find_hazard
from inspector.services.hazards.history import event_text, label_of, photos_of, values_of
from inspector.services.ledgers.views import PhotoView
from inspector.services.reviews.cases import photos_of as captioned
from inspector.services.reviews.listing import days_since
from inspector.services.reviews.views import ReviewPhoto
from inspector.services.words import here
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A line of the work list."""

    hazard: str
    number: str
    title: str
    grade: Grade
    customer: str
    days: int
    """Days since the later of the contradicting decisions."""


@dataclass(frozen=True, slots=True)
class NotSeen:
    """Something an author did not know of when he decided."""

    what: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the decisions that stand against each other."""

    event: str
    type: str
    label: str
    """Review passed, Returned, Reopened …"""
    text: str
    """Its comment or reason."""
    by: str
    team: str
    at: datetime | None
    closes: bool
    """Whether it would leave the hazard closed or voided."""
    saw: tuple[str, ...]
    """What its author had seen last, newest first, in words."""
    not_seen: tuple[NotSeen, ...]
    values: tuple[str, ...] = ()
    photos: tuple[PhotoView, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeDetail:
    """A dispute for the lead. `heads` go back as `seen`; `why` says in words why the acting person cannot decide."""

    hazard: str
    number: str
    title: str
    grade: Grade
    customer: str
    place: str
    deadline: date
    disputed: bool
    sides: tuple[Side, ...]
    before: tuple[ReviewPhoto, ...]
    after: tuple[ReviewPhoto, ...]
    heads: tuple[str, ...]
    allowed: bool
    why: str = ""
    code: str = ""
    closable: bool = True
    """Whether he may decide "closed"; if not, `why_open` says it in words, and "returned" is still his to decide."""
    why_open: str = ""


def disputes(workspace: Workspace) -> tuple[DisputeRow, ...]:
    """What waits for an adjudication, gravest first."""
    lines = workspace.db.reviews.of_status(HazardStatus.DISPUTED.value, 200)
    events = workspace.db.reviews.events([line.id for line in lines])
    today = workspace.today()
    return tuple(
        DisputeRow(
            line.id,
            line.number,
            " ".join(line.description.split()),
            Grade(line.grade),
            line.customer,
            days_since(_since(events.get(line.id, [])), today),
        )
        for line in lines
    )


def _since(events: list[Event]) -> str:
    """When the latest of the contradicting decisions was written; by clocks that may be wrong."""
    return max((event.at for event in fold(events).deciders if event.at), default="")


def dispute_detail(workspace: Workspace, hazard: str) -> DisputeDetail:
    """A dispute side by side, for who acts now. Raises Problem hazard_not_found."""
    found = find_hazard(workspace, hazard)
    course, t = course_of(workspace, found.id), here()
    photos = captioned(course.events, course)
    acts = workspace.somebody_acts
    why = refusal(Action.ADJUDICATE, course.facts, workspace.acting) if acts else Why.ROLE
    against = closing(course.facts, workspace.acting) if acts else Why.ROLE
    return DisputeDetail(
        found.id,
        found.number,
        " ".join(found.description.split()),
        found.grade,
        workspace.db.registers.customer(found.customer).name,
        found.place,
        found.deadline,
        course.state.status is HazardStatus.DISPUTED,
        tuple(_side(workspace, course, event, t) for event in course.state.deciders),
        tuple(photo for photo in photos if not photo.photo.after),
        tuple(photo for photo in photos if photo.photo.after),
        course.heads,
        why is None,
        "" if why is None else t(WHYS[why]),
        "" if why is None else why.value,
        against is None,
        "" if against is None else t(WHYS[against]),
    )


def _side(workspace: Workspace, course: HazardCourse, event: Event, t: Translator) -> Side:
    person = course.people.get(event.user)
    hidden = unseen(course.events, [event.id])
    known = [one for one in course.events if one not in hidden and one.id != event.id]
    return Side(
        event.id,
        event.type,
        t(label_of(event)),
        event_text(event, t),
        course.named(event.user),
        person.team if person is not None else "",
        _moment(event),
        event.type in ("review_passed", "hazard_voided")
        or (event.type == "dispute_adjudicated" and event.body.get("outcome") == "closed"),
        tuple(_told(course, one, t) for one in reversed(known[-3:])),
        tuple(
            NotSeen(t(label_of(one)), course.named(one.user), _moment(one))
            for one in hidden
            if one.effect in (Effect.DECISION, Effect.FACT)
        ),
        values_of(workspace, event, t),
        tuple(photos_of(event, after=event.type == "rectification_submitted")),
    )


def _told(course: HazardCourse, event: Event, t: Translator) -> str:
    moment = _moment(event)
    when = f"{moment.astimezone():%m-%d %H:%M}" if moment else ""
    return " · ".join(part for part in (t(label_of(event)), course.named(event.user), when) if part)


def _moment(event: Event) -> datetime | None:
    return datetime.fromisoformat(event.at) if event.at else None
