"""More time for a rectification: asked for with a day and a reason, granted or refused by a lead who did not ask.

A granted request is a change of the deadline that names request and approver (sync.md); a refused one is a note that
names the request. Either settles it. Worker thread.
"""

from datetime import date
from typing import Any

from inspector.domain.course import open_extension
from inspector.domain.events import Event
from inspector.domain.person import Person
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.hazards.courses import HazardCourse
from inspector.services.hazards.given import Given

register(
    ProblemKind.INPUT,
    {
        "extension_day": N_("{number}: the new deadline must be later than {deadline} and not before today."),
        "extension_undated": N_("{number}: the request names no day. Say until when more time is granted."),
    },
)


def request_body(course: HazardCourse, given: Given, today: date) -> dict[str, Any]:
    """The body of `extension_requested`. Raises Problem extension_day, extension_undated."""
    return {"until": _until(course, given.until, today).isoformat(), "reason": given.reason}


def grant_body(course: HazardCourse, given: Given, approver: Person, today: date) -> dict[str, Any]:
    """The body of the `hazard_changed` that grants the open request, until the day it asks for or another one.

    Raises Problem extension_day, extension_undated.
    """
    request = open_extension(course.state)
    until = _until(course, given.until or (asked_until(request) if request else None), today)
    reason = given.reason or str(request.body.get("reason") or "" if request else "")
    return {
        "fields": {"deadline": until.isoformat()},
        "extension": course.facts.extension,
        "approver": approver.id,
        "reason": reason,
        "until": until.isoformat(),
    }


def refusal_body(course: HazardCourse, given: Given) -> dict[str, Any]:
    """The body of the note that refuses the open request."""
    return {"extension": course.facts.extension, "refused": True, "text": given.reason}


def asked_until(request: Event) -> date | None:
    """The day a request asks for; None if it names none that can be read."""
    try:
        return date.fromisoformat(str(request.body.get("until") or ""))
    except ValueError:
        return None


def _until(course: HazardCourse, until: date | None, today: date) -> date:
    """The new deadline, if it is later than the present one and not past."""
    if until is None:
        raise Problem("extension_undated", number=course.number)
    deadline = str(course.values.get("deadline") or "")
    if until.isoformat() <= deadline or until < today:
        raise Problem("extension_day", number=course.number, deadline=deadline)
    return until
