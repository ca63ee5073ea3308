"""The lists of page 08: what waits for the server, rounds and what they changed, devices. Worker thread."""

import os
import shutil
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import N_
from inspector.services.syncing.device_names import device_names
from inspector.services.syncing.moments import moment
from inspector.services.syncing.names import ThingNames, group_of
from inspector.services.syncing.page_views import (
    ChangeRow,
    DeviceRow,
    DeviceState,
    Digest,
    PendingGroup,
    PendingList,
    PendingRow,
    RoundRow,
    StorageState,
)
from inspector.services.syncing.stored_problems import sentence
from inspector.services.words import STATUSES
from inspector.services.workspace import Workspace, own_devices

if TYPE_CHECKING:
    from inspector.storage.frames.peers import KnownDevice
    from inspector.storage.syncing.log import RoundRecord
    from inspector.storage.syncing.outbox import Pending

LOOKED_AT: Final = 200
"""Records that are grouped into the list of what waits; the count tells of all."""
CHANGES: Final = 200
"""Changed things that are named one by one."""
LOOKED_FOR: Final = 50
"""Rounds that are looked through for one that changed something."""
NEW: Final = "new"
CHANGED: Final = "changed"
CONFLICTED: Final = "conflicted"
URGENT: Final = frozenset({"disputed", "late_objection", "late_evidence", "fact_after_closure", CONFLICTED})
WHAT: Final[Mapping[str, str]] = {
    NEW: N_("new"),
    CHANGED: N_("changed"),
    "open": N_("Reopened"),
    "in_review": STATUSES["in_review"],
    "returned": STATUSES["returned"],
    "closed": STATUSES["closed"],
    "disputed": STATUSES["disputed"],
    "voided": STATUSES["voided"],
    "late_objection": N_("late objection"),
    "late_evidence": N_("late evidence"),
    "fact_after_closure": N_("fact after closure"),
    CONFLICTED: N_("yours to decide"),
}
"""What a round says happened to a thing -> words (msgid)."""
KINDS: Final = (
    *("hazard", "visit", "plan", "customer", "equipment", "ledger_issue", "review_round", "review_group", "person"),
    *("criterion", "criteria_pack", "hazard_entry", "form", "setting"),
)
"""The order in which changes are told."""


# what waits ---------------------------------------------------------------------------------------------------------


def pending_list(workspace: Workspace) -> PendingList:
    """Records that no server has yet, by the things they are about."""
    counts = workspace.db.outbox.counts()
    found = workspace.db.outbox.pending(LOOKED_AT)
    names = ThingNames(workspace)
    things: dict[tuple[str, str], list[Pending]] = {}
    for one in found:
        things.setdefault((one.kind, one.entity), []).append(one)
    rows = [_pending_row(names, kind, entity, frames) for (kind, entity), frames in things.items()]
    order = list(PendingGroup)
    rows.sort(key=lambda row: (order.index(row.group), -(row.at.timestamp() if row.at else 0)))
    groups = tuple(
        (group, count) for group in order if (count := sum(row.frames for row in rows if row.group is group))
    )
    size = sum(one.bytes for one in found) + counts.files_unsent_bytes
    return PendingList(tuple(rows), groups, counts.unsent, size, cut=counts.unsent > len(found))


def _pending_row(names: ThingNames, kind: str, entity: str, frames: Sequence["Pending"]) -> PendingRow:
    t = names.t
    title, hint = names.named(kind, entity)
    records, photos = sum(one.events for one in frames), sum(one.files for one in frames)
    parts = [hint, t.plural("{count} record", "{count} records", records).format(count=records)]
    if photos:
        parts.append(t.plural("{count} file", "{count} files", photos).format(count=photos))
    newest = max((one.at for one in frames), default="")
    return PendingRow(
        title,
        " · ".join(part for part in parts if part),
        moment(newest),
        sum(one.bytes + one.file_bytes for one in frames),
        names.place(kind, entity),
        next((sentence(one.refused) for one in frames if one.refused), ""),
        group_of(kind),
        len(frames),
    )


# rounds -------------------------------------------------------------------------------------------------------------


def latest_rounds(workspace: Workspace, limit: int = 20) -> tuple[RoundRow, ...]:
    """The newest rounds, newest first."""
    return tuple(round_row(one) for one in workspace.db.sync_log.latest(limit))


def round_row(record: "RoundRecord") -> RoundRow:
    """A round as lists show it."""
    problem = sentence(record.problem, dict(record.params)) if record.problem else ""
    return RoundRow(
        record.id,
        moment(record.at),
        record.via,
        record.peer,
        record.outcome,
        record.received,
        record.sent,
        record.files_received,
        record.files_sent,
        record.bytes_in,
        record.bytes_out,
        problem,
        _number(record),
        moment(record.ended_at),
        _file(record.changes),
    )


def _file(changes: Any) -> str:
    """The name of the (first) exchange file of a round."""
    names = [name for key in ("exported", "imported") for name in (changes.get(key) or ())] if _told(changes) else []
    return str(names[0]) if names else ""


def _told(changes: Any) -> bool:
    return isinstance(changes, Mapping)


def round_digest(workspace: Workspace, round_id: str = "") -> Digest | None:
    """What a round changed here; without an id, the newest one that changed anything. None if there is none."""
    log = workspace.db.sync_log
    record = log.by_id(round_id) if round_id else next((one for one in log.latest(LOOKED_FOR) if _number(one)), None)
    if record is None:
        return None
    things, names = _things(record.changes), ThingNames(workspace)
    waiting = frozenset(one.entity for one in workspace.db.conflicts.entities())
    rows = tuple(_change_row(names, one, waiting) for one in things[:CHANGES])
    kinds = _by_kind(record.changes, things)
    order = {kind: place for place, kind in enumerate(KINDS)}
    counts = tuple(sorted(kinds.items(), key=lambda pair: order.get(pair[0], len(KINDS))))
    return Digest(round_row(record), rows, counts, cut=_number(record) > len(rows))


def changed_entities(workspace: Workspace) -> tuple[str, ...]:
    """The things that the newest round with changes changed."""
    record = next((one for one in workspace.db.sync_log.latest(LOOKED_FOR) if _number(one)), None)
    return tuple(str(one["entity"]) for one in _things(record.changes)) if record is not None else ()


def _things(changes: Any) -> list[Mapping[str, Any]]:
    """The things that a round lists: {kind, entity, what}."""
    found = changes.get("things", ()) if isinstance(changes, Mapping) else ()
    return [one for one in found if isinstance(one, Mapping) and one.get("kind") and one.get("entity")]


def _by_kind(changes: Any, things: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many things of each kind; of a first read, which lists none, what was counted."""
    listed = Counter(str(one["kind"]) for one in things)
    if listed or not isinstance(changes, Mapping):
        return listed
    for code, count in dict(changes.get("counts", {})).items():
        kind, _colon, what = str(code).partition(":")
        if what == NEW:
            listed[kind] += int(count)
    return listed


def _number(record: "RoundRecord") -> int:
    """How many things a round changed."""
    changes = record.changes
    more = int(changes.get("more", 0)) if isinstance(changes, Mapping) else 0
    return sum(_by_kind(changes, _things(changes)).values()) + more


def _change_row(names: ThingNames, told: Mapping[str, Any], waiting: Container[str]) -> ChangeRow:
    """What happened to a thing; what was decided since (it is not `waiting`) is a change like any other."""
    kind, entity = str(told["kind"]), str(told["entity"])
    title, hint = names.named(kind, entity)
    settled = CONFLICTED if entity not in waiting else ""
    codes = [CHANGED if code == settled else str(code) for code in told.get("what", ())]
    words = tuple(names.t(WHAT[code]) for code in codes if code in WHAT)
    return ChangeRow(kind, entity, title, hint, names.place(kind, entity), words, any(code in URGENT for code in codes))


# devices ------------------------------------------------------------------------------------------------------------


def device_rows(workspace: Workspace) -> tuple[DeviceRow, ...]:
    """This laptop first, then the others by the time of their last record."""
    own = own_devices(workspace)
    known = [one for one in workspace.db.peers.devices() if one.id not in own]
    last = workspace.db.device_activity.last_records([one.id for one in known])
    people = {person.id: person for person in workspace.db.registers.persons()}
    behind, labels = _behind(workspace), device_names(workspace)

    def row(one: "KnownDevice") -> DeviceRow:
        at, user = last.get(one.id, ("", ""))
        person, missing = people.get(one.person or user), behind.get(one.id)
        state = DeviceState.UNKNOWN if missing is None else DeviceState.BEHIND if missing else DeviceState.EQUAL
        return DeviceRow(
            one.id,
            labels[one.id],
            person.name if person else "",
            person.team if person else "",
            DeviceState.LOCKED if one.revoked else state,
            moment(at),
            missing or 0,
        )

    rows = sorted(map(row, known), key=lambda one: -(one.at.timestamp() if one.at else 0))
    return (_own_row(workspace), *rows)


def _behind(workspace: Workspace) -> dict[str, int]:
    """By device how many records of this laptop it lacks, where it told by exchange file what it has.

    Areas that it has nothing of are not its business.
    """
    own, found = workspace.store.device.id, {}
    tips = workspace.db.device_activity.tips(own)
    for peer in workspace.db.exchange.peers():
        chains = [one for one in peer.have if isinstance(one, Mapping)]
        had = {str(one.get("scope")): _newest(one) for one in chains if one.get("dev") == own}
        areas = {str(one.get("scope")) for one in chains}
        if areas:
            found[peer.id] = sum(max(0, n - had.get(scope, 0)) for scope, n in tips.items() if scope in areas)
    return found


def _newest(chain: Mapping[str, Any]) -> int:
    """The number of the newest record of a chain that its owner has."""
    links = chain.get("links") or ()
    return max((int(link["n"]) for link in links if isinstance(link, Mapping) and "n" in link), default=0)


def _own_row(workspace: Workspace) -> DeviceRow:
    person = workspace.acting if workspace.somebody_acts else None
    device = workspace.store.device
    name, team = (person.name, person.team) if person is not None else ("", "")
    return DeviceRow(device.id, device.code, name, team, DeviceState.OWN, None)


# the disk -----------------------------------------------------------------------------------------------------------


def storage_state(workspace: Workspace) -> StorageState:
    """What the workspace takes, and what is free. It looks at every file: a pool thread."""
    path = workspace.path
    data = sum(entry.stat().st_size for entry in os.scandir(path) if entry.is_file(follow_symlinks=False))
    usage = shutil.disk_usage(path)
    return StorageState(data, _size(str(path / "blobs")), usage.free, usage.total)


def _size(folder: str) -> int:
    total = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += _size(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    total += entry.stat().st_size
    except OSError:  # the folder or a file went away while it was looked at
        return total
    return total
