"""A dispute side by side (争议裁定): the decisions that contradict each other and what each had seen. Worker thread."""

from dataclasses import dataclass
from datetime import datetime

from inspector.domain.events import Event
from inspector.i18n import Translator
from inspector.services.hazard_actions import unseen
from inspector.services.hazard_courses import HazardCourse, course_of
from inspector.services.hazard_history import entry_words, event_text, label_of
from inspector.services.words import here
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Side:
    """One of the decisions: what, by whom, when, with which words, and what was not known to it."""

    label: str
    who: str
    team: str
    at: str
    words: str
    unseen: tuple[str, ...]


def dispute_sides(workspace: Workspace, hazard: str) -> tuple[Side, ...]:
    """The decisions that nobody's decision has settled yet, as they were stored here."""
    course, t = course_of(workspace, hazard), here()
    heads = frozenset(course.state.heads)
    deciding = [event for event in course.events if event.id in heads]
    return tuple(_side(event, course, t) for event in deciding)


def _side(event: Event, course: HazardCourse, t: Translator) -> Side:
    missed = [other for other in unseen(course.events, event.par) if other.id != event.id and not _after(other, event)]
    person = course.people.get(event.user)
    return Side(
        label=t(label_of(event)),
        who=course.named(event.user),
        team=person.team if person is not None else "",
        at=datetime.fromisoformat(event.at).strftime("%Y-%m-%d %H:%M") if event.at else "",
        words=event_text(event, t),
        unseen=tuple(entry_words(other, course.named(other.user)) for other in missed),
    )


def _after(other: Event, event: Event) -> bool:
    """Whether an event was written knowing this one, so that it could not have been seen."""
    return event.id in other.par
