"""Acting on hazards: who may do what says `domain.actions`; here it becomes events, or a clear refusal.

Nobody decides about what he has not seen: with `seen` (the heads he had on the screen) a decision is refused, and told
what is new, when somebody else did something since. `act` may be called from any thread but the window's: photos are
decoded where it is called, the rest runs on the worker. What can be taken back goes through `services.held` (verb
`hazard_action`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from inspector.domain.actions import RULES, Action, Why, closing, refusal
from inspector.domain.events import Effect, Event
from inspector.domain.person import Role
from inspector.domain.roles import broken_rule
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.action_words import ACTIONS
from inspector.services.hazards.bodies import body_of
from inspector.services.hazards.courses import HazardCourse, course_of, courses_of
from inspector.services.hazards.detail import find_hazard, hazard_detail
from inspector.services.hazards.given import (
    Given,
    action_named,
    blobs_of,
    checked,
    given_from,
    given_json,
    take_photos,
)
from inspector.services.hazards.history import entry_words
from inspector.services.held import executor
from inspector.services.ledgers.views import HazardDetail
from inspector.services.words import ROLES, STATUSES
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "action_role": N_("{number}: “{action}” is not for your role. It is for: {roles}."),
        "action_status": N_("{number}: “{action}” is not possible in the state “{status}”."),
        "action_own_finding": N_("{number}: you found this hazard yourself. Let a reviewer of another team judge it."),
        "action_own_team": N_("{number}: your team found or rectified it. Let a reviewer of another team judge it."),
        "action_own_rectification": N_(
            "{number}: you put the rectification on record yourself. Let a reviewer of another team judge it."
        ),
        "action_own_decision": N_("{number}: you wrote what is to be decided. Let another team lead decide."),
        "action_nothing_asked": N_("{number}: there is nothing to decide. “{action}” has no open request."),
        "action_already_asked": N_("{number}: a request for more time is waiting for a decision already."),
        "action_by_itself": N_("Each hazard is reviewed by itself: open “{action}” on one at a time."),
        "adjudicate_dependent": N_(
            "{number}: you or your team found or rectified it, so you cannot close it. Return it, or let a team lead "
            "of another team decide."
        ),
        "adjudicate_unreviewed": N_(
            "{number}: nobody passed a review of it, so it cannot be closed. Decide “returned”; it is reviewed again "
            "after the rectification."
        ),
        "hazard_moved_on": N_("{number} has moved on since you looked: {what}. Look at it again, then decide."),
        "action_rule": N_("{number}: a rule of independence stands against “{action}”. Nothing was written."),
    },
)

VERB: Final = "hazard_action"
KIND: Final = "hazard"
TYPES: Final[Mapping[Action, str]] = {
    Action.SUBMIT: "rectification_submitted",
    Action.PASS: "review_passed",
    Action.RETURN: "review_returned",
    Action.ADJUDICATE: "dispute_adjudicated",
    Action.EXTEND: "extension_requested",
    Action.GRANT: "hazard_changed",
    Action.REFUSE: "note_added",
    Action.SUPERVISE: "hazard_changed",
    Action.RELEASE: "hazard_changed",
    Action.ASSIGN: "hazard_changed",
    Action.CHANGE: "hazard_changed",
    Action.NOTE: "note_added",
    Action.PHOTO: "photo_added",
    Action.REOPEN: "hazard_reopened",
    Action.VOID: "hazard_voided",
}
"""The event each action writes; serving a notice writes its own (`services.printing.notices`)."""

REVIEWS: Final = frozenset({Action.PASS, Action.RETURN})
SETS: Final[Mapping[Action, frozenset[str]]] = {
    Action.ASSIGN: frozenset({"responsible"}),
    Action.GRANT: frozenset({"deadline"}),
    Action.SUPERVISE: frozenset({"supervised"}),
    Action.RELEASE: frozenset({"supervised"}),
}
"""The fields an action sets; a change sets those it is given."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A hazard of several that was left as it is, and why."""

    hazard: str
    number: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of an action on several hazards. `notices` are the numbers of the notices that were served."""

    done: tuple[str, ...]
    refused: tuple[Refused, ...] = ()
    notices: tuple[str, ...] = ()


def act(
    workspace: Workspace,
    hazard: str,
    action: Action | str,
    given: Given | None = None,
    *,
    seen: Iterable[str] | None = None,
) -> HazardDetail:
    """Take an action on a hazard (id or number) as the acting person; returns how it stands then.

    `seen` are `HazardDetail.heads` as they were on the screen; None means the present ones (scripts). Raises Problem
    action_…, hazard_moved_on, hazard_not_found, nobody_acting and those of photos; then nothing was written.
    """
    wanted = Action(action_named(action))
    identity = workspace.call(lambda: find_hazard(workspace, hazard).id)
    taken = take_photos(workspace, identity, given or Given())
    heads = None if seen is None else tuple(seen)
    if wanted is Action.SERVE:
        draw_ahead(workspace, (identity,), taken)

    def write() -> HazardDetail:
        result = _act_on(workspace, (identity,), wanted, taken, {identity: heads} if heads is not None else {})
        if result.refused:
            raise result.refused[0].problem
        return hazard_detail(workspace, identity)

    return workspace.call(write)


def act_many(
    workspace: Workspace,
    hazards: Iterable[str],
    action: Action | str,
    given: Given | None = None,
    *,
    seen: Mapping[str, Iterable[str]] | None = None,
) -> BulkResult:
    """Take an action on several hazards (ids), in one frame for each area; those it is not open for are left and told.

    Photos are not taken in: an action that asks for them is for one hazard. So is a review: raises Problem
    action_by_itself.
    """
    wanted, ids = Action(action_named(action)), tuple(dict.fromkeys(hazards))
    _check_alone(wanted)
    heads = {hazard: tuple(found) for hazard, found in (seen or {}).items()}
    if wanted is Action.SERVE:
        draw_ahead(workspace, ids, given)
    return workspace.call(lambda: _act_on(workspace, ids, wanted, given or Given(), heads))


def events_of(
    workspace: Workspace, hazard: str, action: Action, given: Given, *, seen: Iterable[str] | None = None
) -> list[NewEvent]:
    """The events of an action on a hazard (id), checked as in `act`, for a frame that its caller writes. Worker thread.

    Photos are in the store already. Raises Problem as `act`.
    """
    heads = None if seen is None else tuple(seen)
    return _events(workspace, course_of(workspace, hazard), action, given, heads)


def held_body(
    hazards: Iterable[str], action: Action, given: Given, seen: Mapping[str, Iterable[str]] | None = None
) -> dict[str, Any]:
    """What `services.hold(workspace, "hazard_action", …)` keeps; the photos were taken in before (`take_photos`)."""
    return {
        "hazards": list(hazards),
        "action": action.value,
        "given": given_json(given),
        "seen": {hazard: list(heads) for hazard, heads in (seen or {}).items()},
    }


@executor(VERB)
def carry_out_action(workspace: Workspace, body: Mapping[str, Any]) -> BulkResult:
    """Carry out what was held. Raises the Problem of the hazard if it is one, or of the first if none could be done."""
    heads = {str(hazard): tuple(found) for hazard, found in (body.get("seen") or {}).items()}
    ids = tuple(str(hazard) for hazard in body["hazards"])
    action = action_named(str(body["action"]))
    if len(ids) > 1:
        _check_alone(action)
    result = _act_on(workspace, ids, action, given_from(body.get("given") or {}), heads)
    if result.refused and not result.done:
        raise result.refused[0].problem
    return result


def _check_alone(action: Action) -> None:
    """Nobody judges what he has not looked at one by one."""
    if action in REVIEWS:
        raise Problem("action_by_itself", action=Message(ACTIONS[action]))


def _act_on(
    workspace: Workspace, ids: tuple[str, ...], action: Action, given: Given, seen: Mapping[str, tuple[str, ...]]
) -> BulkResult:
    """Write what can be written, in one transaction. Worker thread."""
    done: list[HazardCourse] = []
    refused: list[Refused] = []
    frames: dict[str, list[NewEvent]] = {}
    with workspace.db.transaction():
        for course in courses_of(workspace, ids):
            try:
                events = _events(workspace, course, action, given, seen.get(course.hazard))
            except Problem as problem:
                refused.append(Refused(course.hazard, course.number, problem))
                continue
            done.append(course)
            frames.setdefault(_scope(workspace, course), []).extend(events)
        notices = _served(workspace, done, given) if action is Action.SERVE and done else ()
        for scope, events in frames.items():
            if events:
                workspace.db.frames.append(scope, workspace.acting.id, events, workspace.now())
    return BulkResult(tuple(course.hazard for course in done), tuple(refused), notices)


def draw_ahead(workspace: Workspace, hazards: Iterable[str], given: Given | None) -> None:
    """Draw the notices of hazards (ids) that are about to be served, so that the worker need not. A pool thread.

    While serving is held this can be done at once; what is not true any more when it is carried out is drawn anew.
    """
    from inspector.services.printing import notices  # noqa: PLC0415 - it draws the notice

    notices.draw_ahead(workspace, hazards, given)


def _served(workspace: Workspace, courses: Iterable[HazardCourse], given: Given) -> tuple[str, ...]:
    from inspector.services.printing.notices import serve  # noqa: PLC0415 - it draws the notice

    served = serve(workspace, [course.hazard for course in courses], given)
    return tuple(notice.number for notice in served.notices)


def _scope(workspace: Workspace, course: HazardCourse) -> str:
    return workspace.db.registers.customer(str(course.values["customer"])).scope


def _events(
    workspace: Workspace, course: HazardCourse, action: Action, given: Given, seen: tuple[str, ...] | None
) -> list[NewEvent]:
    """The events of an action on one hazard; none of serving (`services.printing.notices` does). Raises Problem."""
    person = workspace.acting
    _check_open(course, action, refusal(action, course.facts, person))
    if action in REVIEWS:
        _check_review(workspace, course, action)
    today = workspace.today()
    found_on = date.fromisoformat(str(course.values["found_on"]))
    made = checked(given, action, found_on=found_on, today=today)
    if action is Action.ADJUDICATE and made.outcome == "closed":
        _check_closing(course, closing(course.facts, person))
    _check_seen(workspace, course, action, made, seen)
    if action is Action.SERVE:
        return []
    body = body_of(workspace, course, action, made)
    if RULES[action].decision:
        _check_rules(course, action, body, person.id)
    blobs = blobs_of(workspace, made.stored())
    event = NewEvent(course.hazard, KIND, TYPES[action], {**made.more, **body}, blobs=blobs)
    return [*_measured(course, action, made), event]


def _measured(course: HazardCourse, action: Action, given: Given) -> list[NewEvent]:
    """The measurement that comes with an action; a rectification carries its values itself."""
    if not given.values or action is Action.SUBMIT:
        return []
    body: dict[str, Any] = {"values": [dict(value) for value in given.values]}
    if given.on is not None:
        body["on"] = given.on.isoformat()
    return [NewEvent(course.hazard, KIND, "measurement_added", body)]


def _check_open(course: HazardCourse, action: Action, why: Why | None) -> None:
    """Raise the Problem that says which rule stands against the action."""
    if why is None:
        return
    roles = [ROLES[role] for role in Role if role in RULES[action].roles]
    status = course.state.status
    raise Problem(
        f"action_{why.value}",
        number=course.number,
        action=Message(ACTIONS[action]),
        roles=_listed([Message(role) for role in roles]),
        status=Message(STATUSES[_status_key(course)]) if status else "-",
    )


def _check_review(workspace: Workspace, course: HazardCourse, action: Action) -> None:
    """Raise Problem review_not_yours, review_points_open or second_owed: what stands against judging by itself."""
    from inspector.services.reviews.blind import owes_second  # noqa: PLC0415 - as below
    from inspector.services.reviews.points import ensure_holder, ensure_points, points_of  # noqa: PLC0415 - the criteria

    if owes_second(workspace, course.hazard):
        raise Problem("second_owed", number=course.number)
    points = points_of(workspace, course)
    why = refusal(action, points.facts, workspace.acting)
    ensure_holder(why, course.number)
    if why is Why.POINTS_OPEN:
        ensure_points(points)


def _check_closing(course: HazardCourse, why: Why | None) -> None:
    """Raise the Problem that says why an adjudication cannot close it."""
    if why is not None:
        code = "adjudicate_unreviewed" if why is Why.NOT_PASSED else "adjudicate_dependent"
        raise Problem(code, number=course.number)


def _listed(parts: list[Message]) -> Message:
    """Words one after the other, rendered in the reader's language."""
    keys = [f"p{index}" for index in range(len(parts))]
    written = " · ".join(f"{{{key}}}" for key in keys)
    return Message(written, dict(zip(keys, parts, strict=True)))


def _status_key(course: HazardCourse) -> str:
    status = course.facts.status
    if status is None:
        return "pending"
    if status.value == "open":
        return "rectifying" if course.facts.notice_served else "pending"
    return status.value


def _check_rules(course: HazardCourse, action: Action, body: Mapping[str, Any], author: str) -> None:
    """What the merge would not let count must not be written: nobody would notice that it decided nothing."""
    event = Event("-", course.hazard, KIND, TYPES[action], course.heads, dict(body), user=author)
    judged = tuple(one.user for one in course.state.contested)
    if broken_rule(event, judged, passed=course.state.reviewed) is not None:
        raise Problem("action_rule", number=course.number, action=Message(ACTIONS[action]))


def _check_seen(
    workspace: Workspace, course: HazardCourse, action: Action, given: Given, seen: tuple[str, ...] | None
) -> None:
    """Raise Problem hazard_moved_on if the person would decide about something new; facts of his own are not new."""
    if seen is None or set(seen) == set(course.heads):
        return
    mine, ours = workspace.acting.id, workspace.db.own_devices()
    own = {e.id for e in course.events if e.user == mine and e.dev in ours and e.effect is not Effect.DECISION}
    new = [e for e in unseen(course.events, seen) if e.id not in own]
    if not RULES[action].decision:
        new = [event for event in new if _concerns(event, action, given)]
    if new:
        what = "; ".join(entry_words(event, course.named(event.user)) for event in new)
        raise Problem("hazard_moved_on", number=course.number, what=what)


def _concerns(event: Event, action: Action, given: Given) -> bool:
    """Whether somebody who takes an action that decides nothing has to know of this event first."""
    if event.effect is Effect.DECISION:
        return action not in (Action.NOTE, Action.PHOTO)
    return bool(frozenset(event.body.get("fields") or ()) & SETS.get(action, frozenset(given.fields)))


def unseen(events: Iterable[Event], seen: Iterable[str]) -> tuple[Event, ...]:
    """The events that somebody with these heads on the screen had not seen, in the order they were stored."""
    known = {event.id: event for event in events}
    todo, looked = list(seen), set[str]()
    while todo:
        identity = todo.pop()
        if identity in known and identity not in looked:
            looked.add(identity)
            todo += known[identity].par
    return tuple(event for event in known.values() if event.id not in looked)
