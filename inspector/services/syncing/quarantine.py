"""What is kept and has no effect for now (隔离区): own records that were ruled out, and records that wait.

Every one says why in words and what to do about it. Worker thread.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from inspector.i18n import N_, _
from inspector.services.conflicts.field_words import part_name
from inspector.services.hazards.history import EVENTS
from inspector.services.home.overview import WORDS
from inspector.services.syncing.device_names import device_names
from inspector.services.syncing.moments import moment
from inspector.services.syncing.names import ThingNames
from inspector.services.syncing.page_views import AsideKind, AsideRow
from inspector.services.syncing.stored_problems import sentence
from inspector.services.workspace import Workspace

ASK_LEAD: Final = N_("Nothing is lost. Ask a team lead to look at it and adopt it.")
AGAIN: Final = N_("Nothing is lost. Record it again with somebody who may, or ask a team lead to adopt it.")
RULINGS: Final[Mapping[str, tuple[str, str]]] = {
    "revoked": (
        N_("This laptop was locked out when it arrived."),
        N_("Ask the administrator to let the laptop in again; a team lead can then adopt the record."),
    ),
    "forked": (
        N_("The workspace was copied and both copies were used."),
        N_(
            "Use one copy only: give this one a new identity in the settings, then ask a team lead to adopt the record."
        ),
    ),
    "person_unknown": (
        N_("The server does not know its author on this laptop."),
        N_("Ask the administrator to enter the person on the server for this laptop."),
    ),
    "out_of_scope": (
        N_("Its author may not write in this area."),
        N_("Ask the administrator for the right to the area; a team lead can then adopt the record."),
    ),
    "malformed": (N_("A part of it cannot be right."), N_("Record it again; tell the administrator.")),
    "kind_changed": (N_("Under this name something else was recorded before."), ASK_LEAD),
    "role": (N_("It is not for the role of its author."), AGAIN),
    "foreign_plan": (
        N_("Its author planned for inspectors of another team."),
        N_("Nothing is lost. Ask a team lead to plan the visit, or to adopt the record."),
    ),
    "foreign_ruling": (N_("Only the server rules records out."), ASK_LEAD),
    "person": (N_("Its author found or rectified what he judged."), AGAIN),
    "team": (N_("Its author belongs to a team that found or rectified it."), AGAIN),
    "author": (N_("Its author had decided before what he judged."), AGAIN),
    "unreviewed": (N_("Nobody had passed a review of what it closes."), AGAIN),
    "own_finding": (N_("Its author found what he judged."), AGAIN),
    "own_team": (N_("Its author belongs to a team that found or rectified it."), AGAIN),
    "own_rectification": (N_("Its author had put the rectification on record."), AGAIN),
    "own_decision": (N_("Its author had decided before what he judged."), AGAIN),
}
"""Code of a ruling -> why, and what to do (msgids)."""
UNKNOWN_RULING: Final = (N_("The server ruled it out."), ASK_LEAD)
PARKED: Final[Mapping[str, tuple[str, str]]] = {
    "frame_author_unknown": (
        N_("It waits for the key of the device that wrote it."),
        N_("It is taken in by itself when the device is known: synchronise, or import the card of the device."),
    ),
    "frame_unsigned": (
        N_("Its signature is not that of the device it names."),
        N_("Tell the administrator; do not import files of this sender until it is clear."),
    ),
    "frame_malformed": (
        N_("It cannot be read."),
        N_("Ask the sender to send it again; tell the administrator if it happens again."),
    ),
    "frame_changed": (
        N_("It came twice with different content."),
        N_("The first one counts. Tell the administrator: somebody changed records or copied a workspace."),
    ),
}
UNKNOWN_PARKED: Final = (N_("It could not be stored."), N_("It is tried again with every synchronisation."))
INCOMPLETE: Final = (
    N_("The history is incomplete: records it builds on have not arrived yet."),
    N_("Synchronise; or ask whoever sent the file for the earlier one."),
)
SHOWN: Final = 200


def quarantine(workspace: Workspace) -> tuple[AsideRow, ...]:
    """Everything that is kept without effect: ruled out, put aside, or waiting for its history."""
    names = ThingNames(workspace)
    return (*_ruled(workspace, names), *_parked(workspace, names), *_incomplete(workspace, names))


def _ruled(workspace: Workspace, names: ThingNames) -> Iterator[AsideRow]:
    t = names.t
    for one in workspace.db.outbox.ruled()[:SHOWN]:
        reason, advice = RULINGS.get(one.code, UNKNOWN_RULING)
        what, thing = _what(one.type, one.kind, names), names.named(one.kind, one.entity)[0]
        title = thing if what in thing else f"{what} · {thing}"
        at, place = moment(one.at), names.place(one.kind, one.entity)
        person = names.people.get(one.user, "")
        yield AsideRow(AsideKind.RULED, title, t(reason), t(advice), at, place, person, what)


def told_of(code: str, event_type: str) -> tuple[str, str]:
    """What a record is and why it was ruled out, for lists of the server, in the language that is set."""
    known = EVENTS.get(event_type) or WORDS.get(event_type, "")
    return _(known) if known else event_type, _(RULINGS.get(code, UNKNOWN_RULING)[0])


def _what(event_type: str, kind: str, names: ThingNames) -> str:
    """Which kind of record it is."""
    known = EVENTS.get(event_type) or WORDS.get(event_type, "")
    return names.t(known) if known else part_name(kind, names.t)


def _parked(workspace: Workspace, names: ThingNames) -> Iterator[AsideRow]:
    t, devices = names.t, device_names(workspace)
    owners = {device.id: device.person for device in workspace.db.peers.devices()}
    for one in workspace.db.frames.parked()[:SHOWN]:
        reason, advice = PARKED.get(one.code, UNKNOWN_PARKED)
        known = t(reason) if one.code in PARKED else sentence(one.code) or t(reason)
        sender = devices.get(one.dev) or (one.dev[:8] if one.dev else t("unknown device"))
        title = t("Record from {device}").format(device=sender)
        person = names.people.get(owners.get(one.dev, ""), "")
        yield AsideRow(AsideKind.PARKED, title, known, t(advice), moment(one.at), person=person, what=t("Record"))


def _incomplete(workspace: Workspace, names: ThingNames) -> Iterator[AsideRow]:
    t = names.t
    reason, advice = (t(words) for words in INCOMPLETE)
    for kind, entity in workspace.db.conflicts.incomplete(SHOWN):
        title = names.named(kind, entity)[0]
        what, place = part_name(kind, t), names.place(kind, entity)
        yield AsideRow(AsideKind.INCOMPLETE, title, reason, advice, None, place, what=what)
