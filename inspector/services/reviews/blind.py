"""Blind second judgements: until his is given, nothing tells the second reviewer what came of the first.

Whatever shows one hazard asks `owes_second`: the cross-check page, rounds, the drawer, `hazard show`, papers. Lists of
many hazards show the status; they tell neither reasons nor who judged. Worker thread.
"""

from collections.abc import Sequence
from dataclasses import replace

from inspector.domain.events import Event
from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.merge import fold
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.hazards.courses import HazardCourse
from inspector.services.workspace import Workspace
from inspector.storage import RoundItemRow

register(
    ProblemKind.INPUT,
    {
        "second_owed": N_(
            "{number}: the judgement is not disclosed to you yet. Give your blind second judgement first; then this "
            "can be shown."
        ),
    },
)

UNDISCLOSED = N_("The judgement is not disclosed to you yet. Give your blind second judgement first.")
JUDGEMENTS = {"review_passed": "pass", "review_returned": "return"}
"""Event type -> outcome."""


def owes_second(workspace: Workspace, hazard: str) -> bool:
    """Whether the acting person owes a blind second judgement of this hazard (id)."""
    return owed_item(workspace, hazard) is not None


def owed_item(workspace: Workspace, hazard: str) -> RoundItemRow | None:
    """The item of the newest round by which he owes it."""
    if not workspace.somebody_acts:
        return None
    person, reviews = workspace.acting.id, workspace.db.reviews
    if all(item.second != person for item in reviews.items_of([hazard]).get(hazard, ())):
        return None
    return next((item for item in reversed(reviews.seconds_for(person)) if item.hazard == hazard), None)


def refuse_blind(workspace: Workspace, hazard: Hazard) -> None:
    """Keep a paper that tells the judgement from who owes a second one. Raises Problem second_owed."""
    if owes_second(workspace, hazard.id):
        raise Problem("second_owed", number=hazard.number)


def undisclosed(hazard: Hazard) -> Hazard:
    """The hazard as a blind reviewer has it before him: in review, whatever became of it."""
    return replace(hazard, status=HazardStatus.IN_REVIEW, closed_on=None, supervision=())


def course_before(course: HazardCourse) -> HazardCourse:
    """The course without the judgement and what came after it."""
    events = before_judgement(course.events)
    facts = replace(course.facts, status=HazardStatus.IN_REVIEW)
    return replace(course, events=events, state=fold(events), facts=facts)


def before_judgement(events: Sequence[Event]) -> tuple[Event, ...]:
    """What was known when the last submission that was judged was judged; everything if nothing was judged."""
    cut: int | None = None
    open_submission = False
    for index, event in enumerate(events):
        if event.type == "rectification_submitted":
            open_submission = True
        if event.type in JUDGEMENTS and open_submission:
            cut, open_submission = index, False
    return tuple(events) if cut is None or open_submission else tuple(events[:cut])
