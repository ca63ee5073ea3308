"""A hazard as the drawer and `hazard show` present it: facts, course, what may be done about it. Worker thread."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from inspector.domain.actions import CourseFacts, Why, independent, offers, primary
from inspector.domain.course import first_team, found_by, open_extension, rectifiers, served_on, submissions
from inspector.domain.fields import to_fields, to_json
from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.ledger import RectificationRow
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.services.hazards.action_words import ACTIONS, FIELDS, why_text
from inspector.services.hazards.courses import HazardCourse, course_of
from inspector.services.hazards.extensions import asked_until
from inspector.services.hazards.history import alert_text, all_photos, field_text, stations, to_come
from inspector.services.ledgers.views import (
    ActionOffer,
    Claim,
    Conflict,
    CourseEntry,
    ExtensionRequest,
    HazardDetail,
    Party,
)
from inspector.services.reviews.blind import UNDISCLOSED, course_before, owes_second, undisclosed
from inspector.services.words import STATUSES, SUPERVISION, basis_text, here, status_key
from inspector.services.workspace import Workspace
from inspector.storage import HazardFilter

if TYPE_CHECKING:
    from inspector.services.reviews.views import ValuePair

REVIEWS = frozenset({"review_passed", "review_returned"})
NO_REVIEWER = N_("No reviewer here is independent of it: a reviewer of another team is needed.")
register(ProblemKind.INPUT, {"hazard_not_found": N_("There is no hazard “{hazard}”.")})


def find_hazard(workspace: Workspace, name: str) -> Hazard:
    """A hazard by number or id."""
    found = workspace.db.hazards.by_number(name, today=workspace.today())
    if found is not None:
        return found
    try:
        return workspace.db.hazards.get(name, today=workspace.today())
    except Problem as problem:
        raise Problem("hazard_not_found", hazard=name) from problem


def _shown(workspace: Workspace, name: str) -> tuple[Hazard, HazardCourse, bool]:
    """A hazard with its course, and whether the judgement is kept from the acting person: then both are cut before it.

    Who owes a blind second judgement is shown no actions either: what is open to him tells what came of the first.
    """
    hazard = find_hazard(workspace, name)
    course = course_of(workspace, hazard.id)
    if not owes_second(workspace, hazard.id):
        return hazard, course, False
    return undisclosed(hazard), course_before(course), True


def hazard_detail(workspace: Workspace, name: str) -> HazardDetail:
    """Everything the drawer shows of a hazard, to who acts now. Raises Problem hazard_not_found."""
    hazard, course, blind = _shown(workspace, name)
    t = here()
    prior_on = workspace.db.recurrence.prior_on(hazard.id)
    info = workspace.db.frames.entity(hazard.id)
    key, submitted = status_key(hazard), submissions(course.state)
    return HazardDetail(
        hazard=hazard,
        status=key,
        customer=workspace.db.registers.customer(hazard.customer).name,
        facts=_facts(workspace, hazard, t),
        course=(*_past(workspace, course, t), *to_come(key, t)),
        photos=all_photos(course.events),
        days_left=(hazard.deadline - workspace.today()).days if hazard.status.unclosed else None,
        supervision=tuple(t(SUPERVISION[reason]) for reason in hazard.supervision),
        heads=course.heads,
        reopened=course.state.reopened,
        alerts=(*_alerts(course, t), *((t(UNDISCLOSED),) if blind else ()), *warnings(course, t)),
        extension=_extension(course),
        values=_values(workspace, hazard, course),
        offers=() if blind else _offers(workspace, course, t, listed=bool(hazard.supervision)),
        primary=None if blind else primary(course.facts),
        conflicts=_conflicts(workspace, course, t),
        finders=_parties(course, found_by(course.values)),
        rectifiers=_parties(course, rectifiers(course.state)),
        team=first_team(course.state, hazard.found_by),
        served_on=served_on(course.state),
        submitted_at=datetime.fromisoformat(submitted[-1].at) if submitted and submitted[-1].at else None,
        by_hand=str(course.values.get("supervised") or ""),
        prior_on=prior_on,
        read_only=info.read_only if info else False,
        incomplete=bool(info.waiting) if info else False,
        reviewed=any(event.type in REVIEWS and event.id not in course.state.ineffective for event in course.events),
    )


def _facts(workspace: Workspace, hazard: Hazard, t: Translator) -> tuple[tuple[str, str], ...]:
    customer = workspace.db.registers.customer(hazard.customer)
    facts = (
        (t("Customer"), customer.name),
        (t("Place"), hazard.place),
        (t("Basis"), basis_text(hazard.basis, t)),
        (t("Measure"), hazard.measure),
        (t("Deadline"), f"{hazard.deadline:%Y-%m-%d}"),
        (t("Responsible"), hazard.responsible),
    )
    return tuple((label, value) for label, value in facts if value)


def _past(workspace: Workspace, course: HazardCourse, t: Translator) -> list[CourseEntry]:
    state = course.state
    return stations(workspace, course.events, course.people, t, ineffective=state.ineffective, alerts=state.alerts)


def _alerts(course: HazardCourse, t: Translator) -> tuple[str, ...]:
    known = {event.id: event for event in course.events}
    return tuple(
        alert_text(known[alert.event], alert.code, course.named(known[alert.event].user), t)
        for alert in course.state.alerts
    )


def _extension(course: HazardCourse) -> ExtensionRequest | None:
    request = open_extension(course.state) if course.facts.extension else None
    if request is None:
        return None
    asked_on = datetime.fromisoformat(request.at).date() if request.at else None
    reason = str(request.body.get("reason") or "")
    return ExtensionRequest(request.id, course.named(request.user), asked_on, asked_until(request), reason)


def _values(workspace: Workspace, hazard: Hazard, course: HazardCourse) -> "tuple[ValuePair, ...]":
    from inspector.services.hazards.values import collect, pairs  # noqa: PLC0415 - the criteria; lists start without

    return pairs(workspace, collect(workspace, hazard, course.events))


def _offers(workspace: Workspace, course: HazardCourse, t: Translator, *, listed: bool) -> tuple[ActionOffer, ...]:
    """Every action with whether whoever acts may take it; while nobody acts, none is open."""
    if not workspace.somebody_acts:
        return ()
    return tuple(
        ActionOffer(
            offer.action,
            t(ACTIONS[offer.action]),
            offer.allowed,
            offer.why,
            t(why_text(offer.action, Why(offer.why), listed=listed)) if offer.why else "",
        )
        for offer in offers(_judged_facts(workspace, course), workspace.acting)
    )


def _judged_facts(workspace: Workspace, course: HazardCourse) -> CourseFacts:
    """The facts as `actions.act` asks them: with what stands against a review besides independence."""
    if course.facts.status is not HazardStatus.IN_REVIEW:
        return course.facts
    from inspector.services.reviews.points import judged_facts  # noqa: PLC0415 - the criteria; lists start without

    return judged_facts(workspace, course)


def warnings(course: HazardCourse, t: Translator) -> tuple[str, ...]:
    """What somebody has to see to from outside: nobody here may review the rectification."""
    stuck = course.facts.status is HazardStatus.IN_REVIEW and not independent(course.facts, course.people.values())
    return (t(NO_REVIEWER),) if stuck else ()


def _conflicts(workspace: Workspace, course: HazardCourse, t: Translator) -> tuple[Conflict, ...]:
    """Fields whose heads differ, the value that shows first."""
    if not course.state.conflicted:
        return ()
    known, ours = {event.id: event for event in course.events}, workspace.db.own_devices()

    def claim(event_id: str, value: Any) -> Claim:
        event = known[event_id]
        on = datetime.fromisoformat(event.at).date() if event.at else None
        return Claim(event_id, value, field_text(name, value, t), course.named(event.user), on, event.dev in ours)

    found = []
    for name in course.state.conflicted:
        shown = course.values[name]
        claims = [claim(event, value) for event, value in course.state.fields[name].heads]
        claims.sort(key=lambda one: one.value != shown)
        found.append(Conflict(name, t(FIELDS.get(name, name)), tuple(claims)))
    return tuple(found)


def _parties(course: HazardCourse, persons: Iterable[str]) -> tuple[Party, ...]:
    people = course.people
    return tuple(Party(one, course.named(one), people[one].team if one in people else "") for one in persons)


def hazard_json(workspace: Workspace, name: str) -> dict[str, Any]:
    """`hazard show --json`: status, heads, history, supervision, next legal actions of who acts."""
    hazard, course, blind = _shown(workspace, name)
    t = here()
    prior_on = workspace.db.recurrence.prior_on(hazard.id)
    state = course.state
    extension = _extension(course)
    open_to = workspace.somebody_acts and not blind
    offered = offers(_judged_facts(workspace, course), workspace.acting) if open_to else ()
    return {
        "id": hazard.id,
        **to_fields(hazard),
        "status_text": t(STATUSES[status_key(hazard)]),
        "supervision_text": [t(SUPERVISION[reason]) for reason in hazard.supervision],
        "supervised_by_hand": str(course.values.get("supervised") or ""),
        "undisclosed": blind,
        "heads": list(course.heads),
        "waiting": list(state.waiting),
        "ineffective": list(state.ineffective),
        "alerts": [{"code": alert.code.value, "event": alert.event} for alert in state.alerts],
        "reopened": state.reopened,
        "prior_on": prior_on.isoformat() if prior_on else "",
        "extension": None if extension is None else to_json(extension),
        "conflicts": {
            field: [{"event": event, "value": value} for event, value in state.fields[field].heads]
            for field in state.conflicted
        },
        "finders": list(found_by(course.values)),
        "rectifiers": list(rectifiers(state)),
        "history": [
            {"id": e.id, "type": e.type, "at": e.at, "user": e.user, "par": list(e.par), "body": dict(e.body)}
            for e in course.events
        ],
        "warnings": list(warnings(course, t)),
        "next": [offer.action.value for offer in offered if offer.allowed],
        "refused": {offer.action.value: offer.why for offer in offered if not offer.allowed},
    }


def hazard_list(workspace: Workspace, *, customer: str = "", unclosed: bool = False) -> list[dict[str, Any]]:
    """Flat rows of hazards for scripts."""
    chosen = HazardFilter(customers=(customer,) if customer else (), unclosed=True if unclosed else None)
    return [_flat(row) for row in workspace.db.hazards.page(chosen, today=workspace.today())]


def _flat(row: RectificationRow) -> dict[str, Any]:
    hazard = row.hazard
    return {
        "id": hazard.id,
        "number": hazard.number,
        "account": row.account,
        "customer": row.customer_name,
        "place": hazard.place,
        "description": hazard.description,
        "grade": hazard.grade.value,
        "status": hazard.status.value,
        "notice_served": hazard.notice_served,
        "found_on": hazard.found_on.isoformat(),
        "deadline": hazard.deadline.isoformat(),
        "overdue_days": row.overdue_days,
        "disputed": hazard.status is HazardStatus.DISPUTED,
    }
