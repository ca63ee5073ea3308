"""What the event of each action says, besides what the person added to it (`Given.more`). Worker thread."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from inspector.domain.actions import Action
from inspector.services.hazards import extensions
from inspector.services.hazards.changes import changed_fields
from inspector.services.hazards.courses import HazardCourse
from inspector.services.hazards.given import Given
from inspector.services.workspace import Workspace

Body = dict[str, Any]
Build = Callable[[Workspace, HazardCourse, Given], Body]


def body_of(workspace: Workspace, course: HazardCourse, action: Action, given: Given) -> Body:
    """The body of the action's event, its photos included. Raises Problem for what cannot be written so."""
    body = BODIES[action](workspace, course, given)
    return body | ({"photos": [photo.told() for photo in given.stored()]} if given.photos else {})


def _submitted(workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    """A rectification. Whoever puts it on record counts as rectifier, and so does a person of ours who did it."""
    person = workspace.acting
    named = next((one for one in course.people.values() if given.person in (one.id, one.login)), None)
    ours = (person.id,) if named is None else (person.id, named.id)
    body: Body = {"note": given.note, **course.seen_by(person, rectified_by=ours)}
    if given.person:
        body["by"] = named.id if named is not None else given.person
    if given.on is not None:
        body["on"] = given.on.isoformat()
    if given.values:
        body["values"] = [dict(value) for value in given.values]
    return body


def _passed(workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    return _judged(workspace, course, given, passes=True)


def _returned(workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    return _judged(workspace, course, given, passes=False)


def _judged(workspace: Workspace, course: HazardCourse, given: Given, *, passes: bool) -> Body:
    """A judgement; one that the checklist of the page does not come with tells what the rules said of its points."""
    body = {"comment": given.comment, **course.seen_by(workspace.acting)}
    if "checks" in given.more:
        return body
    from inspector.services.reviews.points import points_of  # noqa: PLC0415 - the criteria

    return points_of(workspace, course).body(passes=passes) | body


def _adjudicated(workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    return {"outcome": given.outcome, "comment": given.comment, **course.seen_by(workspace.acting)}


def _ended(workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    return {"reason": given.reason, **course.seen_by(workspace.acting)}


def _asked(workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    return extensions.request_body(course, given, workspace.today())


def _granted(workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    return extensions.grant_body(course, given, workspace.acting, workspace.today())


def _refused(_workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    return extensions.refusal_body(course, given)


def _supervised(_workspace: Workspace, _course: HazardCourse, given: Given) -> Body:
    return {"fields": {"supervised": given.reason}, "reason": given.reason}


def _released(_workspace: Workspace, _course: HazardCourse, given: Given) -> Body:
    return {"fields": {"supervised": ""}, "reason": given.reason}


def _assigned(_workspace: Workspace, _course: HazardCourse, given: Given) -> Body:
    return {"fields": {"responsible": given.person}} | _why(given)


def _changed(workspace: Workspace, course: HazardCourse, given: Given) -> Body:
    return {"fields": changed_fields(workspace, course, given.fields)} | _why(given)


def _noted(_workspace: Workspace, _course: HazardCourse, given: Given) -> Body:
    return {"text": given.note}


def _why(given: Given) -> Body:
    return {"reason": given.reason} if given.reason else {}


BODIES: Final[Mapping[Action, Build]] = {
    Action.SUBMIT: _submitted,
    Action.PASS: _passed,
    Action.RETURN: _returned,
    Action.ADJUDICATE: _adjudicated,
    Action.EXTEND: _asked,
    Action.GRANT: _granted,
    Action.REFUSE: _refused,
    Action.SUPERVISE: _supervised,
    Action.RELEASE: _released,
    Action.ASSIGN: _assigned,
    Action.CHANGE: _changed,
    Action.NOTE: _noted,
    Action.PHOTO: _noted,
    Action.REOPEN: _ended,
    Action.VOID: _ended,
}
