"""How the workspace stands with the server, in the words of the page: headline, mark, sentence, what to do.

Every state has its own picture. What lacks a receipt is always said.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from inspector.i18n import _, ngettext
from inspector.quick_dataclass import dataclass
from inspector.services.syncing.page_views import RoundRow
from inspector.services.syncing.stored_problems import sentence
from inspector.ui.sync.side_words import day_words
from inspector.ui.sync.words import decision_words, last_at, sentences

AWAY: Final = ("offline", "failed", "stopped")
"""Outcomes of rounds that did not get through."""


@dataclass(frozen=True, slots=True)
class StateLook:
    """What the card shows. `token` is the hue of icon and mark; `mark` a chip, "" for none."""

    icon: str
    headline: str
    mark: str
    sentence: str
    hue: str = "grey"


def state_look(state: Any, today: date, reached: RoundRow | None = None, tried: datetime | None = None) -> StateLook:
    """The look of a `SyncState`; `reached` is the last round in which the server was reached.

    `tried`: when somebody tried last to reach it, in vain.
    """
    saved = _("saved on this laptop")
    match state.phase:
        case "unset":
            words = _("Everything is on this laptop alone. Join a server, or carry changes by exchange file.")
            return StateLook("hard-drive", _("No server yet"), saved, words)
        case "running":
            return StateLook("refresh-cw", _("Synchronising"), "", stage_words(state), "primary")
        case "pending":
            words = sentences(last_words(state, today, reached), _rest(state))
            return StateLook(
                "cloud", _("Connected, not everything delivered yet"), receipt_words(state), words, "primary"
            )
        case "synced":
            return StateLook("cloud-check", _("Synchronised"), receipt_words(state), last_words(state, today), "green")
        case "deciding":
            words = sentences(_later(), last_words(state, today, reached))
            return StateLook("git-merge", decision_words(state.decisions), receipt_words(state), words, "orange")
        case "paused":
            words = _("Nothing is sent or fetched until you go on. Work is saved on this laptop.")
            return StateLook("pause", _("Synchronising is paused"), saved, words)
        case "refused":
            return StateLook(
                "circle-alert", _("The server does not let this laptop in"), saved, _refused(state), "amber"
            )
    return StateLook("cloud-off", _("Working offline"), saved, offline_words(state, today, reached, tried))


def offline_words(state: Any, today: date, reached: RoundRow | None = None, tried: datetime | None = None) -> str:
    """Why nothing goes out now, and that nothing is lost by it."""
    why = _network(state) or _problem(state)
    last = last_words(state, today, reached)
    goes_on = _("It goes on by itself when there is a network; keep working.")
    if not state.url:
        why, goes_on = "", _("This server is reached by exchange file: write one to the stick and import its answer.")
    elif why:
        goes_on = _("It is tried again by itself; keep working.")
    again = _("Tried again {time}, still no connection.").format(time=day_words(tried, today)) if tried else ""
    return sentences(again, last, why, goes_on)


def _rest(state: Any) -> str:
    """When what lacks will follow."""
    if state.metered:
        return _("Large files wait for a network that is not metered.")
    return _problem(state) or _("The rest follows by itself.")


def _refused(state: Any) -> str:
    """Why the server lets nothing through, and what to do."""
    return _problem(state) or _("Nothing is lost. Ask the administrator of the server.")


def _network(state: Any) -> str:
    if not state.network_off:
        return ""
    return _("This network is not one of those that were allowed in the settings.")


def _later() -> str:
    return _("Decide when you like; nothing is stopped by it.")


def last_words(state: Any, today: date, reached: RoundRow | None = None) -> str:
    """What the last round did in which the server was reached."""
    words = _("Last round {time}: {received} received, {sent} sent.")
    if reached is not None:
        at = reached.ended_at or reached.at
        return words.format(time=day_words(at, today), received=reached.received, sent=reached.sent)
    last = state.last
    if last is None or last.outcome in AWAY:
        return _("It was never synchronised yet.")
    return words.format(time=day_words(last_at(state), today), received=last.received, sent=last.sent)


def last_reached(rounds: Iterable[RoundRow]) -> RoundRow | None:
    """The newest of these rounds in which the server was reached."""
    return next((row for row in rounds if row.via == "network" and row.outcome not in AWAY), None)


def receipt_words(state: Any) -> str:
    """How safe it is what the server has."""
    counts = state.counts
    lacking = lacking_words(counts)
    if lacking:
        return lacking[0]
    if counts.delivered:
        words = ngettext(
            "{count} delivered, not backed up yet", "{count} delivered, not backed up yet", counts.delivered
        )
        return words.format(count=counts.delivered)
    if counts.files_delivered:
        words = ngettext(
            "{count} file delivered, not backed up yet",
            "{count} files delivered, not backed up yet",
            counts.files_delivered,
        )
        return words.format(count=counts.files_delivered)
    if counts.files_backed_up:
        return _("all records and files backed up on the server")
    return _("all records backed up on the server") if counts.backed_up else ""


def lacking_words(counts: Any) -> list[str]:
    """What lacks a receipt or is missing here, gravest first."""
    found = []
    if counts.unsent:
        words = ngettext("{count} record is not on the server", "{count} records are not on the server", counts.unsent)
        found.append(words.format(count=counts.unsent))
    if counts.files_unsent:
        words = ngettext(
            "{count} file is not on the server", "{count} files are not on the server", counts.files_unsent
        )
        found.append(words.format(count=counts.files_unsent))
    if counts.parked:
        words = ngettext("{count} record is put aside", "{count} records are put aside", counts.parked)
        found.append(words.format(count=counts.parked))
    if counts.files_missing:
        words = ngettext("{count} file has not arrived", "{count} files have not arrived", counts.files_missing)
        found.append(words.format(count=counts.files_missing))
    return found


def stage_words(state: Any) -> str:
    """What is under way."""
    stages = {
        "hello": _("Asking the server…"),
        "push": _("Sending records…"),
        "pull": _("Fetching records…"),
        "repair": _("Comparing what both sides have…"),
        "files": _("Photos and files…"),
    }
    return stages.get(str(state.stage), _("Records go both ways; keep working."))


def _problem(state: Any) -> str:
    """Why the last round did not end well; "" when it did, or when there was just no network."""
    last = state.last
    if last is None or not last.problem or last.problem == "sync_offline":
        return sentence(state.problem, {}) if state.phase == "refused" else ""
    return sentence(last.problem, dict(last.params))
