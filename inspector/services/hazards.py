"""A hazard as the drawer and `hazard show` present it: facts, course, next legal actions."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from inspector.domain.actions import Action, allowed
from inspector.domain.events import Event
from inspector.domain.fields import to_fields
from inspector.domain.hazard import Hazard, HazardStatus
from inspector.domain.ledger import RectificationRow
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.services.hazard_courses import course_of
from inspector.services.list_views import CourseEntry, HazardDetail, ItemState, PhotoView
from inspector.services.words import STATUSES, SUPERVISION, here, status_key
from inspector.services.workspace import Workspace
from inspector.storage import HazardFilter

register(ProblemKind.INPUT, {"hazard_not_found": N_("There is no hazard “{hazard}”.")})

EVENTS = {
    "hazard_registered": N_("Registered"),
    "notice_served": N_("Notice served"),
    "rectification_submitted": N_("Rectification submitted"),
    "review_passed": N_("Review passed"),
    "review_returned": N_("Returned"),
    "hazard_reopened": N_("Reopened"),
    "hazard_voided": N_("Voided"),
    "dispute_adjudicated": N_("Adjudicated"),
    "photo_added": N_("Photo added"),
    "measurement_added": N_("Measured again"),
    "note_added": N_("Judged at a visit"),
    "extension_requested": N_("Extension requested"),
    "hazard_changed": N_("Changed"),
}
NOTES = {
    "eliminated": N_("eliminated"),
    "still": N_("still there"),
    "worse": N_("worse"),
}
TO_COME = {
    "pending": (N_("Serve the notice"), N_("Rectify"), N_("Review"), N_("Close")),
    "rectifying": (N_("Rectify"), N_("Review"), N_("Close")),
    "returned": (N_("Rectify"), N_("Review"), N_("Close")),
    "in_review": (N_("Review"), N_("Close")),
    "disputed": (N_("Adjudicate"), N_("Close")),
    "closed": (),
    "voided": (),
}
"""Stations that are still to come, the current one first."""


def find_hazard(workspace: Workspace, name: str) -> Hazard:
    """A hazard by number or id."""
    found = workspace.db.hazards.by_number(name, today=workspace.today())
    if found is not None:
        return found
    try:
        return workspace.db.hazards.get(name, today=workspace.today())
    except Problem as problem:
        raise Problem("hazard_not_found", hazard=name) from problem


def hazard_detail(workspace: Workspace, name: str) -> HazardDetail:
    """Everything the drawer shows of a hazard."""
    hazard = find_hazard(workspace, name)
    t = here()
    customer = workspace.db.registers.customer(hazard.customer)
    events = workspace.db.hazards.history(hazard.id)
    key = status_key(hazard)
    today = workspace.today()
    facts = (
        (t("Customer"), customer.name),
        (t("Place"), hazard.place),
        (t("Basis"), hazard.basis),
        (t("Measure"), hazard.measure),
        (t("Deadline"), f"{hazard.deadline:%Y-%m-%d}"),
        (t("Responsible"), hazard.responsible),
    )
    return HazardDetail(
        hazard=hazard,
        status=key,
        customer=customer.name,
        facts=tuple((label, value) for label, value in facts if value),
        course=(*_past(workspace, events, t), *_future(key, t)),
        photos=_photos(events),
        days_left=(hazard.deadline - today).days if hazard.status.unclosed else None,
        supervision=tuple(t(SUPERVISION[reason]) for reason in hazard.supervision),
    )


def _past(workspace: Workspace, events: Iterable[Event], t: Translator) -> list[CourseEntry]:
    names = {person.id: person.name for person in workspace.db.registers.persons()}
    return [
        CourseEntry(
            t(EVENTS.get(event.type, event.type)),
            event_text(event, t),
            _day(event),
            names.get(event.user, event.user),
            ItemState.DONE,
        )
        for event in events
    ]


def _future(key: str, t: Translator) -> list[CourseEntry]:
    states = (ItemState.PROGRESS, ItemState.TODO, ItemState.TODO, ItemState.TODO)
    return [CourseEntry(t(label), "", None, "", state) for label, state in zip(TO_COME[key], states, strict=False)]


def _day(event: Event) -> date | None:
    return datetime.fromisoformat(event.at).date() if event.at else None


def event_text(event: Event, t: Translator) -> str:
    """What an event says, in a few words."""
    body = event.body
    fields = body.get("fields") or {}
    match event.type:
        case "hazard_registered":
            return str(fields.get("description", ""))
        case "notice_served":
            return str(body.get("notice", ""))
        case "note_added":
            words = t(NOTES[body["judgement"]]) if body.get("judgement") in NOTES else ""
            return t(", ").join(part for part in (words, str(body.get("text", ""))) if part)
        case "hazard_changed":
            return t(", ").join(f"{key}: {value}" for key, value in fields.items())
        case _:
            return str(body.get("note") or body.get("comment") or body.get("reason") or "")


RECTIFIED = {"rectification_submitted": True, "review_returned": False, "hazard_reopened": False}
"""Whether photos that come from an event on show the rectification."""


def _photos(events: Iterable[Event]) -> tuple[PhotoView, ...]:
    """Photos of the hazard in the order they came.

    Those that came with a rectification, or since it was submitted and not yet turned down, show the rectification.
    """
    found: dict[str, PhotoView] = {}
    after = False
    for event in events:
        after = RECTIFIED.get(event.type, after)
        for photo in event.body.get("photos") or ():
            view = PhotoView(
                id=str(photo["display"]),
                display=str(photo["display"]),
                thumb=str(photo["thumb"]),
                original=str(photo["original"]),
                taken_at=datetime.fromisoformat(str(photo["taken_at"])),
                name=str(photo.get("name", "")),
                after=after,
                plain=str(photo.get("plain", "")),
            )
            found.setdefault(view.display, view)
    return tuple(found.values())


def hazard_json(workspace: Workspace, name: str) -> dict[str, Any]:
    """`hazard show --json`: status, heads, history, supervision, next legal actions of who acts."""
    hazard = find_hazard(workspace, name)
    info = workspace.db.frames.entity(hazard.id)
    t = here()
    return {
        "id": hazard.id,
        **to_fields(hazard),
        "status_text": t(STATUSES[status_key(hazard)]),
        "heads": list(info.heads) if info else [],
        "alerts": [{"code": code, "event": event} for code, event in info.alerts] if info else [],
        "history": [
            {"id": e.id, "type": e.type, "at": e.at, "user": e.user, "par": list(e.par), "body": dict(e.body)}
            for e in workspace.db.hazards.history(hazard.id)
        ],
        "next": [action.value for action in _next(workspace, hazard)],
    }


def _next(workspace: Workspace, hazard: Hazard) -> tuple[Action, ...]:
    """What whoever acts may do next; nothing while nobody does."""
    if not workspace.somebody_acts:
        return ()
    return allowed(course_of(workspace, hazard.id).facts, workspace.acting)


def hazard_list(workspace: Workspace, *, customer: str = "", unclosed: bool = False) -> list[dict[str, Any]]:
    """Flat rows of hazards for scripts."""
    chosen = HazardFilter(customer=customer, unclosed=True if unclosed else None)
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
