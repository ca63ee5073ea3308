"""The course of a hazard on a page: what happened, when, by whom; and which pictures belong to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from inspector.domain.course import photos_of
from inspector.domain.events import Effect, Event
from inspector.domain.merge import AlertCode, EntityState
from inspector.domain.words import NOTES, OUTCOMES, label_of
from inspector.i18n import N_, Translator
from inspector.quick_dataclass import dataclass

ALERTS: Final = {
    AlertCode.FACT_AFTER_CLOSURE: N_("{what} by {who} was not known when it was closed"),
    AlertCode.LATE_OBJECTION: N_("late objection: {what} by {who} was not known to the adjudication"),
    AlertCode.LATE_EVIDENCE: N_("late evidence: {what} by {who} was not known to the decision"),
}


@dataclass(frozen=True, slots=True)
class Station:
    """What happened: in words, when (as its author's clock said), who, and what was said; without effect or not."""

    what: str
    at: str
    who: str
    text: str = ""
    effective: bool = True


def stations(
    events: Sequence[Event], state: EntityState, persons: Mapping[str, str], t: Translator
) -> tuple[Station, ...]:
    """The course, in the order it came to the server. What was ruled out stands there without its words."""
    dead = frozenset(state.ineffective)
    ruled = dead & {str(one.body.get("event")) for one in events if one.effect is Effect.RULING}
    return tuple(
        Station(
            t(label_of(one)),
            _moment(one.at),
            persons.get(one.user, ""),
            "" if one.id in ruled else _said(one, t),
            one.id not in dead,
        )
        for one in events
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of a hazard: its hash, whether it shows the rectification, and when it was taken, as told."""

    sha256: str
    after: bool = False
    taken_at: str = ""


RECTIFIED: Final = {"rectification_submitted": True, "review_returned": False, "hazard_reopened": False}
"""Whether photos that come from an event on show the rectification."""


def pictures(events: Sequence[Event], state: EntityState, known: Sequence[str]) -> tuple[Picture, ...]:
    """Photos in the order they came, each once; `known` are those that the hazard's fields name.

    What has no effect shows nothing and decides about no picture.
    """
    found: dict[str, Picture] = {}
    dead = frozenset(state.ineffective)
    after = False
    for event in events:
        if event.id in dead:
            continue
        after = RECTIFIED.get(event.type, after)
        for photo in photos_of(event):
            if isinstance(photo.get("display"), str):
                one = Picture(photo["display"], after, _moment(str(photo.get("taken_at") or "")))
                found.setdefault(one.sha256, one)
    return tuple({**{sha: Picture(sha) for sha in known}, **found}.values())


def alerts(events: Sequence[Event], state: EntityState, persons: Mapping[str, str], t: Translator) -> tuple[str, ...]:
    """What the merge wants people to know."""
    by_id = {one.id: one for one in events}
    found = [(alert.code, by_id[alert.event]) for alert in state.alerts if alert.event in by_id]
    return tuple(
        t(ALERTS[code]).format(what=t(label_of(one)), who=persons.get(one.user, one.user)) for code, one in found
    )


def _said(event: Event, t: Translator) -> str:
    """What an event says, in a few words."""
    body = event.body
    parts: list[object]
    match event.type:
        case "hazard_registered":
            parts = []
        case "notice_served":
            parts = [body.get("notice")]
        case "note_added":
            words = NOTES.get(str(body.get("judgement")))
            parts = [t(words) if words else "", body.get("text")]
        case "extension_requested":
            parts = [t("until {day}").format(day=body["until"]) if body.get("until") else "", body.get("reason")]
        case "dispute_adjudicated":
            outcome = OUTCOMES.get(str(body.get("outcome")))
            parts = [t(outcome) if outcome else "", body.get("comment")]
        case _:
            parts = [body.get("note") or body.get("comment") or body.get("reason") or body.get("text")]
    return t(", ").join(str(part) for part in parts if part)


def _moment(text: str) -> str:
    """A moment to the minute; as it stands where it is none."""
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"
    except ValueError:
        return text[:16]
