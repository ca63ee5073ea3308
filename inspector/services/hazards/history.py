"""The course of a hazard in words (流转): what happened, who did it, when, with which evidence, and what is to come."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from inspector.domain import course, words
from inspector.domain.events import Effect, Event
from inspector.domain.merge import Alert, AlertCode
from inspector.domain.person import Person
from inspector.domain.said import said
from inspector.i18n import N_, Translator
from inspector.services.hazards.action_words import FIELDS
from inspector.services.ledgers.views import CourseEntry, ItemState, PhotoView
from inspector.services.visits.value_names import value_words
from inspector.services.words import GRADES, here
from inspector.services.workspace import Workspace

EVENTS, NOTES, OUTCOMES, label_of = words.EVENTS, words.NOTES, words.OUTCOMES, words.label_of
ALERTS: Final = {
    AlertCode.FACT_AFTER_CLOSURE: N_("{what} by {who} was not known when it was closed"),
    AlertCode.LATE_OBJECTION: N_("late objection: {what} by {who} was not known to the adjudication"),
    AlertCode.LATE_EVIDENCE: N_("late evidence: {what} by {who} was not known to the decision"),
}
TO_COME: Final[Mapping[str, tuple[str, ...]]] = {
    "pending": (N_("Serve the notice"), N_("Rectify"), N_("Review"), N_("Close")),
    "rectifying": (N_("Rectify"), N_("Review"), N_("Close")),
    "returned": (N_("Rectify"), N_("Review"), N_("Close")),
    "in_review": (N_("Review"), N_("Close")),
    "disputed": (N_("Adjudicate"), N_("Close")),
    "closed": (),
    "voided": (),
}
"""Stations that are still to come, the current one first."""
RECTIFIED: Final = {"rectification_submitted": True, "review_returned": False, "hazard_reopened": False}
"""Whether photos that come from an event on show the rectification."""


def stations(
    workspace: Workspace,
    events: Iterable[Event],
    people: Mapping[str, Person],
    t: Translator,
    *,
    ineffective: Iterable[str] = (),
    alerts: Iterable[Alert] = (),
) -> list[CourseEntry]:
    """What happened, in the order it was stored here."""
    stopped, raised = frozenset(ineffective), {alert.event: alert.code for alert in alerts}
    after, made = False, []
    for event in events:
        after = RECTIFIED.get(event.type, after)
        named = people[event.user].name if event.user in people else event.user
        made.append(
            CourseEntry(
                t(label_of(event)),
                event_text(event, t),
                _day(event),
                named,
                ItemState.DONE if event.id not in stopped else ItemState.ATTENTION,
                event=event.id,
                type=event.type,
                at=datetime.fromisoformat(event.at) if event.at else None,
                photos=photos_of(event, after=after),
                values=values_of(workspace, event, t),
                notice=str(event.body.get("notice") or "") if event.type == "notice_served" else "",
                effective=event.id not in stopped,
                alert=alert_text(event, raised[event.id], named, t) if event.id in raised else "",
            )
        )
    return made


def to_come(key: str, t: Translator) -> list[CourseEntry]:
    """Stations still ahead of a hazard in this state (`words.status_key`)."""
    states = (ItemState.PROGRESS, ItemState.TODO, ItemState.TODO, ItemState.TODO)
    return [CourseEntry(t(label), "", None, "", state) for label, state in zip(TO_COME[key], states, strict=False)]


def alert_text(event: Event, code: AlertCode, who: str, t: Translator) -> str:
    """What a person should look at, in a sentence."""
    return t(ALERTS[code]).format(what=t(label_of(event)), who=who)


def entry_words(event: Event, who: str) -> str:
    """An event in a few words: what, who, when."""
    t = here()
    moment = datetime.fromisoformat(event.at).strftime("%Y-%m-%d %H:%M") if event.at else ""
    return " ".join(part for part in (t(label_of(event)), who, moment) if part)


def event_text(event: Event, t: Translator) -> str:
    """What an event says, in a few words."""
    body = event.body
    fields = said(event)
    match event.type:
        case "hazard_registered":
            return str(fields.get("description", ""))
        case "notice_served":
            return str(body.get("notice", ""))
        case "note_added":
            judged = str(body.get("judgement"))
            words = t(NOTES[judged]) if judged in NOTES else ""
            return _joined(t, words, body.get("text"))
        case "hazard_changed":
            shown = [f"{t(FIELDS.get(key, key))}: {field_text(key, value, t)}" for key, value in fields.items()]
            return _joined(t, *(shown if "supervised" not in fields else ()), body.get("reason"))
        case "extension_requested":
            until = t("until {day}").format(day=body["until"]) if body.get("until") else ""
            return _joined(t, until, body.get("reason"))
        case "dispute_adjudicated":
            outcome = OUTCOMES.get(str(body.get("outcome")))
            return _joined(t, t(outcome) if outcome else "", body.get("comment"))
        case _:
            return str(body.get("note") or body.get("comment") or body.get("reason") or body.get("text") or "")


def _joined(t: Translator, *parts: object) -> str:
    return t(", ").join(str(part) for part in parts if part)


def field_text(key: str, value: object, t: Translator) -> str:
    """A field's value as people read it."""
    if key == "grade":
        return t({grade.value: word for grade, word in GRADES.items()}.get(str(value), str(value)))
    return str(value) if value not in (None, "") else "—"


def _day(event: Event) -> date | None:
    return datetime.fromisoformat(event.at).date() if event.at else None


def values_of(workspace: Workspace, event: Event, t: Translator) -> tuple[str, ...]:
    """What an event says was measured, in words."""
    found = event.body.get("values")
    if event.effect is Effect.FIELDS or not isinstance(found, list | tuple):
        return ()
    entries = (entry for entry in found if isinstance(entry, Mapping) and _is_number(entry.get("value")))
    return tuple(value_words(workspace, entry, t) for entry in entries)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def photos_of(event: Event, *, after: bool) -> tuple[PhotoView, ...]:
    """The photos an event brought; `after`: they show the rectification."""
    return tuple(view for photo in course.photos_of(event) if (view := _photo(photo, after=after)) is not None)


def _photo(photo: Mapping[str, Any], *, after: bool) -> PhotoView | None:
    """A photo as a record tells of it; None if that cannot be read."""
    try:
        return PhotoView(
            id=str(photo["display"]),
            display=str(photo["display"]),
            thumb=str(photo["thumb"]),
            original=str(photo["original"]),
            taken_at=datetime.fromisoformat(str(photo["taken_at"])),
            name=str(photo.get("name", "")),
            after=after,
            plain=str(photo.get("plain", "")),
        )
    except (KeyError, ValueError):
        return None


def all_photos(events: Iterable[Event]) -> tuple[PhotoView, ...]:
    """Photos of the hazard in the order they came, each once.

    Those that came with a rectification, or since it was submitted and not yet turned down, show the rectification.
    """
    found: dict[str, PhotoView] = {}
    after = False
    for event in events:
        after = RECTIFIED.get(event.type, after)
        for view in photos_of(event, after=after):
            found.setdefault(view.display, view)
    return tuple(found.values())
