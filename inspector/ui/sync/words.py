"""How the workspace stands with the server, in words and looks: for the pill in the top bar and the page.

Never more than is known: "synchronised" is said by `SyncState` alone, and only while nothing lacks a receipt. Offline
is a normal state, so it is neutral.
"""

from datetime import date, datetime
from typing import Any

from inspector.i18n import _, language, ngettext
from inspector.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PillLook:
    """What the pill shows; colours are tokens."""

    icon: str
    words: str
    token: str = "text-1"
    fill: str = "surface"
    border: str = "line"


def pending_words(count: int) -> str:
    """How many records wait for the server."""
    return ngettext("{count} record to sync", "{count} records to sync", count).format(count=count)


def decision_words(count: int) -> str:
    """How many fields wait for a decision."""
    return ngettext("{count} for you to decide", "{count} for you to decide", count).format(count=count)


def offline_pill(pending: int) -> PillLook:
    """Offline, with the number of records that no server has yet."""
    offline = _("Offline")
    return PillLook("cloud-off", f"{offline} · {pending_words(pending)}" if pending else offline)


def pill_look(state: Any, pending: int) -> PillLook:
    """The pill for a `SyncState`; without words before the first one is known: what is not known is not said.

    `pending` records were counted just now.
    """
    given = state.phase if state is not None else ""
    phase = "pending" if pending and given in ("synced", "deciding") else given
    match phase:
        case "running":
            done = f" {state.done}/{state.total}" if state.total else ""
            return PillLook("refresh-cw", _("Synchronising") + done, "primary-text")
        case "unset":  # nothing is going to be synchronised, so nothing waits
            return PillLook("cloud-off", _("No server joined"))
        case "synced":
            words = _("Synchronised")
            return PillLook("cloud-check", f"{words} {clock(last_at(state))}".strip(), "green-text")
        case "pending":
            words = _("Connected")
            return PillLook("cloud", f"{words} · {pending_words(pending)}" if pending else _("Not all delivered"))
        case "deciding":
            return PillLook("git-merge", decision_words(state.decisions), "orange-text", "orange-tint", "orange-border")
        case "paused":
            words = _("Paused")
            return PillLook("pause", f"{words} · {pending_words(pending)}" if pending else words)
        case "refused":
            return PillLook("circle-alert", _("Synchronising needs you"), "amber-text", "amber-tint", "amber-border")
    return offline_pill(pending) if given else PillLook("", "")


def sentences(*parts: str) -> str:
    """Sentences one after the other; Chinese ones have no space between them."""
    return ("" if language().startswith("zh") else " ").join(part for part in parts if part)


def last_at(state: Any) -> datetime | None:
    """When the last round ended; None before the first."""
    last = state.last
    if last is None:
        return None
    try:
        return datetime.fromisoformat(last.ended_at or last.at)
    except ValueError:
        return None


def clock(at: datetime | None, today: date | None = None) -> str:
    """The time of today, else day and time."""
    if at is None:
        return ""
    here = at.astimezone()
    now = today or datetime.now().astimezone().date()
    return f"{here:%H:%M}" if here.date() == now else f"{here:%m-%d %H:%M}"
