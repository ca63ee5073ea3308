"""A hazard as a reviewer has it before him: its course, its evidence, and what he has ticked so far. Worker thread."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from inspector.domain.actions import Action, CourseFacts, refusal
from inspector.domain.events import Event
from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.merge import fold
from inspector.domain.person import Person
from inspector.domain.review import Check, Evidence
from inspector.i18n import N_, Translator
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.courses import HazardCourse, course_of
from inspector.services.hazards.history import RECTIFIED
from inspector.services.hazards.history import photos_of as brought
from inspector.services.hazards.values import HazardValues, collect, load_pair, moment_of, pairs
from inspector.services.reviews.blind import JUDGEMENTS, before_judgement, owed_item, undisclosed
from inspector.services.reviews.checks import evidence_of
from inspector.services.reviews.listing import WHY
from inspector.services.reviews.views import (
    EarlierJudgement,
    Independence,
    LoadPair,
    RectificationNote,
    ReviewPhoto,
    ValuePair,
)
from inspector.services.words import here
from inspector.services.workspace import Workspace
from inspector.storage import RoundItemRow

OUTCOMES = {"pass": N_("Passed"), "return": N_("Returned")}


@dataclass(frozen=True, slots=True)
class Case:
    """One hazard under review.

    `events` are those the reviewer may see: a blind one sees neither the first judgement nor what came after it.
    """

    hazard: Hazard
    course: HazardCourse
    events: tuple[Event, ...]
    item: RoundItemRow | None
    blind: bool
    values: HazardValues
    pairs: tuple[ValuePair, ...]
    load: LoadPair | None
    before: tuple[ReviewPhoto, ...]
    after: tuple[ReviewPhoto, ...]
    note: RectificationNote | None
    submission: str
    """Id of the submission that is judged, "" for none."""

    @property
    def evidence(self) -> Evidence:
        """What the rules of the checklist look at."""
        return evidence_of(len(self.before), len(self.after), self.pairs, self.load, self.note)

    @property
    def holder(self) -> str:
        """To whom it was given, as long as he may judge it; "" for nobody, and for a second judgement."""
        given = self.course.people.get(self.item.assignee) if self.item is not None and not self.blind else None
        return given.id if given is not None and refusal(Action.PASS, self.facts, given) is None else ""

    @property
    def facts(self) -> CourseFacts:
        """What the rules of independence ask; to a blind reviewer the hazard is in review whatever became of it."""
        facts = self.course.facts
        return replace(facts, status=HazardStatus.IN_REVIEW) if self.blind else facts


def case_of(workspace: Workspace, hazard: Hazard) -> Case:
    """The hazard as the acting person has it before him."""
    course = course_of(workspace, hazard.id)
    second = owed_item(workspace, hazard.id)
    items = workspace.db.reviews.items_of([hazard.id]).get(hazard.id, ())
    events = before_judgement(course.events) if second is not None else course.events
    values = collect(workspace, hazard, events)
    photos = photos_of(events, course)
    submission = latest_submission(events)
    shown = undisclosed(hazard) if second is not None else hazard
    return Case(
        hazard=shown,
        course=course,
        events=events,
        item=second or (items[-1] if items else None),
        blind=second is not None,
        values=values,
        pairs=pairs(workspace, values),
        load=load_pair(values),
        before=tuple(photo for photo in photos if not photo.photo.after),
        after=tuple(photo for photo in photos if photo.photo.after),
        note=note_of(submission, course) if submission is not None else None,
        submission=submission.id if submission is not None else "",
    )


def effective(events: Sequence[Event]) -> list[Event]:
    """The events without decisions that were illegal or broke a rule."""
    dead = frozenset(fold(events).ineffective)
    return [event for event in events if event.id not in dead]


def latest_submission(events: Iterable[Event]) -> Event | None:
    """The newest rectification."""
    return next((e for e in reversed(tuple(events)) if e.type == "rectification_submitted"), None)


def note_of(event: Event, course: HazardCourse) -> RectificationNote:
    """What a submission says about the rectification."""
    by = str(event.body.get("by") or "")
    text = str(event.body.get("note") or "")
    return RectificationNote(text, course.named(by), _day(event.body.get("on")), course.named(event.user))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


# Photos ---------------------------------------------------------------------------------------------------------------


def photos_of(events: Iterable[Event], course: HazardCourse) -> tuple[ReviewPhoto, ...]:
    """Photos with their captions, each once, in the order they came."""
    found: dict[str, ReviewPhoto] = {}
    after = False
    for event in events:
        after = RECTIFIED.get(event.type, after)
        by = str(event.body.get("by") or "") if event.type == "rectification_submitted" else ""
        for photo in brought(event, after=after):
            taken = photo.taken_at.astimezone().strftime("%Y-%m-%d %H:%M")
            found.setdefault(photo.display, ReviewPhoto(photo, taken, course.named(by or event.user)))
    return tuple(found.values())


# Independence and earlier judgements ----------------------------------------------------------------------------------


def stands_against(case: Case, person: Person | None) -> str:
    """Code of what stands against the person judging this hazard; "" for nothing."""
    if person is None:
        return "role"
    why = refusal(Action.PASS, case.facts, person)
    if why is not None:
        return why.value
    return "" if case.holder in ("", person.id) else "assigned"


def independence(case: Case, person: Person | None) -> Independence:
    """The banner: why the acting person may judge, or not."""
    t = here()
    code = stands_against(case, person)
    title = t(WHY[code]) if code else t("Reviewer and finder are of different teams")
    course = case.course
    parts = [
        _people(t("Found by {people}"), case.facts.finders, course, t),
        _people(t("Rectification recorded by {people}"), case.facts.rectifiers, course, t),
        _people(t("Review by {people}"), {person.id} if person else (), course, t),
    ]
    return Independence(not code, title, " · ".join(part for part in parts if part), code)


def _people(sentence: str, ids: Iterable[str], course: HazardCourse, t: Translator) -> str:
    named = [_named(course.people.get(one), one, t) for one in sorted(ids)]
    return sentence.format(people=t(", ").join(named)) if named else ""


def _named(person: Person | None, identity: str, t: Translator) -> str:
    if person is None:
        return identity
    return t("{name} ({team})").format(name=person.name, team=person.team) if person.team else person.name


def earlier(case: Case) -> tuple[EarlierJudgement, ...]:
    """Judgements so far, newest first; nothing of them for a blind reviewer."""
    if case.blind:
        return ()
    t = here()
    judged = [event for event in effective(case.events) if event.type in JUDGEMENTS]
    return tuple(
        EarlierJudgement(
            t(OUTCOMES[JUDGEMENTS[event.type]]),
            event.type == "review_passed",
            str(event.body.get("comment") or ""),
            case.course.named(event.user),
            moment_of(event.at),
        )
        for event in reversed(judged)
    )


# What was ticked so far -----------------------------------------------------------------------------------------------


def draft_key(person: str, hazard: str) -> str:
    """Where the ticks and the comment of an unfinished review are kept (table `typing`)."""
    return f"review:{person}:{hazard}:"


def kept_draft(workspace: Workspace, case: Case) -> tuple[frozenset[Check], str]:
    """Ticks and comment as they were kept; ticks made for an earlier submission do not count any more."""
    if not workspace.somebody_acts:
        return frozenset(), ""
    key = draft_key(workspace.acting.id, case.hazard.id)
    text = workspace.db.typing.of(key).get(key, "")
    try:
        kept = json.loads(text) if text else {}
        ticks = frozenset(Check(one) for one in kept.get("ticks", ()))
        comment = str(kept.get("comment", ""))
    except (ValueError, AttributeError, TypeError):
        return frozenset(), ""
    return (ticks if kept.get("submission") == case.submission else frozenset()), comment
