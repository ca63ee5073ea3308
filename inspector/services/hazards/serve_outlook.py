"""What serving the notice of several hazards would do: which are served again, which are left as they are, and why.

Worker thread.
"""

from collections.abc import Iterable

from inspector.domain.actions import Action, refusal
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.action_words import WHYS
from inspector.services.hazards.courses import courses_of
from inspector.services.words import STATUSES, here
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Left:
    """A hazard that would be left as it is: its number, its state in words, and why."""

    number: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class ServeOutlook:
    """`hazards` are the ids that would be served; `again` are the numbers of those that have a notice already."""

    hazards: tuple[str, ...]
    again: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()


def serve_outlook(workspace: Workspace, hazards: Iterable[str]) -> ServeOutlook:
    """Who would get a notice if whoever works now served these hazards (ids)."""
    t, person = here(), workspace.acting
    open_ones, again, left = list[str](), list[str](), list[Left]()
    for course in courses_of(workspace, tuple(hazards)):
        why, facts = refusal(Action.SERVE, course.facts, person), course.facts
        if why is None:
            open_ones.append(course.hazard)
            if facts.notice_served:
                again.append(course.number)
        else:
            word = facts.status.value if facts.status is not None else ""
            key = "rectifying" if facts.notice_served and word == "open" else "pending" if word == "open" else word
            left.append(Left(course.number, t(STATUSES[key]) if key else "", t(WHYS[why])))
    return ServeOutlook(tuple(open_ones), tuple(again), tuple(left))
