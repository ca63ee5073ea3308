"""What stands against judging a rectification besides independence: the checklist's rules, and to whom it was given.

One rule for the page of reviews, commands and everything that offers actions. Points that people tick are asked for on
the page (`judging.judge_review`); who passes with a comment alone vouches for them, and the record says so. Worker
thread.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from inspector.domain.actions import Action, CourseFacts, Why, refusal
from inspector.domain.hazard import HazardStatus
from inspector.domain.review import Check, CheckState, Evidence, states
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.courses import HazardCourse
from inspector.services.hazards.values import collect, load_pair, pairs
from inspector.services.reviews.cases import latest_submission, note_of, photos_of
from inspector.services.reviews.checks import LABELS, evidence_of
from inspector.services.reviews.views import ValuePair
from inspector.services.words import here
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Points:
    """A rectification in review as the rules see it."""

    facts: CourseFacts
    """With `holder` and `points_open`."""
    evidence: Evidence
    values: tuple[ValuePair, ...]
    submission: str

    @property
    def failing(self) -> tuple[Check, ...]:
        """The points that are broken by rule: nobody can tick them."""
        return tuple(check for check, state in states(self.evidence).items() if state is CheckState.FAILS)

    def body(self, *, passes: bool) -> dict[str, Any]:
        """What the record of a judgement by comment says: points by hand are vouched for by whoever passes."""
        by_hand = "vouched" if passes else "open"
        checks = {
            check.value: by_hand if state is CheckState.HAND else state.value
            for check, state in states(self.evidence).items()
        }
        vouched = {"vouched": True} if by_hand in checks.values() and passes else {}
        return {"checks": checks, "evidence": told_values(self.values), "submission": self.submission, **vouched}


def points_of(workspace: Workspace, course: HazardCourse) -> Points:
    """The points of a hazard that is in review."""
    hazard = workspace.db.hazards.get(course.hazard)
    values = collect(workspace, hazard, course.events)
    shown, photos = pairs(workspace, values), photos_of(course.events, course)
    submission = latest_submission(course.events)
    after = sum(1 for photo in photos if photo.photo.after)
    note = note_of(submission, course) if submission is not None else None
    evidence = evidence_of(len(photos) - after, after, shown, load_pair(values), note)
    broken = CheckState.FAILS in states(evidence).values()
    facts = replace(course.facts, holder=_holder(workspace, course), points_open=broken)
    return Points(facts, evidence, shown, submission.id if submission is not None else "")


def ensure_holder(why: Why | None, number: str) -> None:
    """Raise Problem review_not_yours where the rule is that a round gave the review to somebody else."""
    if why is Why.NOT_ASSIGNED:
        raise Problem("review_not_yours", number=number)


def judged_facts(workspace: Workspace, course: HazardCourse) -> CourseFacts:
    """The facts with all that stands against judging it; of a hazard that is not in review as they are."""
    if course.facts.status is not HazardStatus.IN_REVIEW:
        return course.facts
    if workspace.somebody_acts and refusal(Action.RETURN, course.facts, workspace.acting) is not None:
        return course.facts  # nothing more stands against who may not judge at all
    return points_of(workspace, course).facts


def ensure_points(points: Points) -> None:
    """Raise Problem review_points_open while a point is broken by rule."""
    if points.failing:
        t = here()
        raise Problem("review_points_open", points=t("; ").join(t(LABELS[check]) for check in points.failing))


def _holder(workspace: Workspace, course: HazardCourse) -> str:
    """To whom the newest round gave it, as long as he may judge it; "" for nobody."""
    items = workspace.db.reviews.items_of([course.hazard]).get(course.hazard, ())
    given = course.people.get(items[-1].assignee) if items else None
    return given.id if given is not None and refusal(Action.RETURN, course.facts, given) is None else ""


def told_values(values: Iterable[ValuePair]) -> list[dict[str, Any]]:
    """The values that were judged, as the event keeps them."""
    names = ("key", "before", "after", "unit", "limit", "within")
    return [{name: getattr(pair, name) for name in names} for pair in values]
