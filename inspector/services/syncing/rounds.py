"""Synchronising with a server: join it, one round, how it stands, pause, leave.

`enroll`, `sync_now` and `renew_identity` wait for the network: a pool thread, never the worker. The rest reads beside
the worker and may be called from any thread but the window's.
"""

import ipaddress
import platform
import socket
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args
from urllib.parse import urlsplit

from inspector.domain.fields import to_json
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.supervision import settle_recurrence
from inspector.services.preferences.networks import network
from inspector.services.syncing.people import LocalPeople
from inspector.services.syncing.views import LEAST_S, Joined, Phase, SyncSettings, SyncState
from inspector.services.workspace import Workspace
from inspector.storage.local.settings import AREA_NAME
from inspector.storage.syncing.outbox import SyncCounts
from inspector.sync.engine.alarms import Alarm
from inspector.sync.engine.local import StoreLocal
from inspector.sync.engine.round import LAST_BY, log_round, run_round
from inspector.sync.engine.run import Files, Options, Progress, RoundReport
from inspector.sync.engine.session import Membership, Session, Ticket, enrol, keep_membership, leave, membership, ticket
from inspector.sync.http import HttpRemote, address_of, trusting

if TYPE_CHECKING:
    from inspector.storage import Database
    from inspector.storage.syncing.log import RoundRecord

register(
    ProblemKind.INPUT,
    {
        "sync_unset": N_(
            "This workspace belongs to no server yet. Join one with a code from its administrator: "
            "inspector sync --server URL --code CODE."
        ),
        "sync_paused": N_("Synchronising is paused. Go on with: inspector sync resume."),
        "sync_network": N_(
            "This network is not one of those in which this workspace may synchronise ({networks}). Use another "
            "network, or change the setting."
        ),
        "sync_mistake": N_(
            "The program made a mistake while it synchronised ({name}). Nothing is lost; it will be tried again. "
            "Please report it with the log."
        ),
    },
)

SETTINGS: Final = "sync_settings"
REFUSING: Final = frozenset(
    {
        "challenge_invalid",
        "device_revoked",
        "protocol_version",
        "revoked",
        "server_changed",
        "server_foreign",
        "server_refused",
        "sync_certificate",
    }
)
"""Problems and alarms that no other try puts right: somebody has to act."""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What a round did, with whom, and what is left."""

    report: RoundReport
    server: str
    url: str
    counts: SyncCounts


# --- settings --------------------------------------------------------------------------------------------------------


def sync_settings(workspace: Workspace) -> SyncSettings:
    """What a person chose."""
    return workspace.store.read(_settings)


def _settings(db: "Database") -> SyncSettings:
    kept, member = db.settings.get(SETTINGS), membership(db)
    chosen = _read(kept) if isinstance(kept, dict) else SyncSettings()
    return replace(chosen, url=member.url if member is not None else "")


def _read(kept: Mapping[str, Any]) -> SyncSettings:
    """What was kept; what another program wrote otherwise is as if nobody had chosen it."""
    usual = SyncSettings()
    files, networks, every_s = kept.get("metered_files"), kept.get("networks"), kept.get("every_s")
    return SyncSettings(
        paused=bool(kept.get("paused", usual.paused)),
        metered_files=next((one for one in get_args(Files) if one == files), usual.metered_files),
        networks=tuple(map(str, networks)) if isinstance(networks, list) else usual.networks,
        every_s=max(LEAST_S, every_s) if isinstance(every_s, int) else usual.every_s,
    )


def put_sync_settings(workspace: Workspace, chosen: SyncSettings) -> None:
    """Remember what a person chose; another address is another address of the same server.

    Raises Problem server_address_wrong, server_unsafe, network_wrong.
    """
    for text in chosen.networks:
        network(text)
    url = address_of(chosen.url) if chosen.url else ""
    kept = replace(chosen, every_s=max(LEAST_S, chosen.every_s))

    def put(db: "Database") -> None:
        with db.transaction():
            db.settings.put(SETTINGS, to_json(kept))
            member = membership(db)
            if member is not None and url and member.url != url:
                keep_membership(db, replace(member, url=url))

    workspace.store.call(put)


def pause(workspace: Workspace) -> None:
    """Send and fetch nothing until `resume`."""
    put_sync_settings(workspace, replace(sync_settings(workspace), paused=True))


def resume(workspace: Workspace) -> None:
    """Go on."""
    put_sync_settings(workspace, replace(sync_settings(workspace), paused=False))


def network_allowed(url: str, networks: tuple[str, ...]) -> bool:
    """Whether this laptop stands, towards a server, in one of these networks; without any everything is allowed.

    Nothing is sent for that: the system is asked which of its own addresses it would use.
    """
    if not networks:
        return True
    parts = urlsplit(url)
    port = parts.port or (80 if parts.scheme == "http" else 443)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_DGRAM)
        family, kind, number, _name, target = found[0]
        with socket.socket(family, kind, number) as probe:
            probe.connect(target)
            own = ipaddress.ip_address(str(probe.getsockname()[0]).partition("%")[0])
    except (OSError, ValueError, IndexError):
        return False
    return any(own.version == one.version and own in one for one in map(network, networks))


# --- joining and leaving ---------------------------------------------------------------------------------------------


def read_ca(path: Path) -> str:
    """Certificates from a file (PEM), for servers that no public authority vouches for. Raises Problem server_ca."""
    try:
        text = path.read_text(encoding="ascii")
        trusting(text or "-")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Problem("server_ca", path=path, reason=reason) from error
    return text


def enroll(workspace: Workspace, url: str, code: str, *, ca: str = "") -> Joined:
    """Join a server with a one-time code; `ca` are certificates (PEM) to trust in place of the system's authorities.

    Raises Problem (`sync.refusals`); then nothing has changed.
    """
    address = address_of(url)
    local = StoreLocal(workspace.store, workspace.now)
    try:
        with workspace.syncing, HttpRemote(address, ca=ca) as remote:
            welcome = enrol(local, remote, address, code, platform.node()[:80], ca=ca)
    finally:
        local.close()
    member = workspace.store.read(membership)
    areas = tuple(dict.fromkeys(grant.scope for grant in welcome.grants))
    logins = tuple(person.login for person in welcome.people)
    return Joined(member.name if member is not None else "", address, logins, areas, welcome.code_taken)


def leave_server(workspace: Workspace) -> None:
    """Belong to no server any more. Everything stays here; the server keeps what it has. Raises Problem sync_unset."""
    need_server(workspace)
    workspace.store.call(leave)


def need_server(workspace: Workspace) -> None:
    """Raise Problem sync_unset unless this workspace belongs to a server."""
    if workspace.store.read(membership) is None:
        raise Problem("sync_unset")


def renew_identity(workspace: Workspace) -> None:
    """Give the laptop of a copied workspace a new identity; it has to join its server anew, with a new code."""
    with workspace.syncing:
        workspace.store.renew_device()


# --- one round -------------------------------------------------------------------------------------------------------


def sync_now(
    workspace: Workspace,
    url: str = "",
    *,
    ca: str = "",
    files: Files = "all",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> SyncResult:
    """One round. `url`: where the server is now, if it moved; `ca`: certificates it is trusted by now.

    Whatever stops the round stands in its report. Raises Problem sync_unset, sync_paused, sync_network before it.
    """
    member = workspace.store.read(membership)
    if member is None or not (url or member.url):  # one that is known from exchange files only has no address
        raise Problem("sync_unset")
    member = replace(member, url=address_of(url) if url else member.url, ca=ca or member.ca)
    chosen = sync_settings(workspace)
    if chosen.paused:
        raise Problem("sync_paused")
    if not network_allowed(member.url, chosen.networks):
        raise Problem("sync_network", networks=", ".join(chosen.networks))
    with workspace.syncing:
        report = _round(workspace, member, Options(files), progress, cancelled)
        if report.outcome in ("done", "partly"):
            workspace.store.call(lambda db: _keep_way(db, member))
    return SyncResult(report, member.name, member.url, workspace.store.read(lambda db: db.outbox.counts()))


def note_failure(workspace: Workspace, error: Exception) -> None:
    """Write down a round that ended in a mistake of this program, so that people see it. Raises Problem of the disk."""
    report = RoundReport("failed", problem=Problem("sync_mistake", name=type(error).__name__))
    now, device = workspace.now(), workspace.store.device.id

    def write(db: "Database") -> None:
        if (member := membership(db)) is not None:
            log_round(db, report, member.name, (member.server, device), now, now)

    workspace.store.call(write)


def _keep_way(db: "Database", member: Membership) -> None:
    """The server was found there, and it was the right one: the next round goes the same way."""
    kept = membership(db)
    if kept is not None and (kept.url, kept.ca) != (member.url, member.ca):
        keep_membership(db, replace(kept, url=member.url, ca=member.ca))


def _round(
    workspace: Workspace,
    member: Membership,
    options: Options,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> RoundReport:
    local = StoreLocal(workspace.store, workspace.now)
    try:
        with HttpRemote(member.url, ca=member.ca) as remote:
            session = Session.begin(local, remote, member)
            people = LocalPeople(workspace, remote)
            report = run_round(local, remote, session, options, progress, cancelled, people)
            if any(kind == "setting" for kind, _entity in report.touched):
                workspace.call(lambda: settle_recurrence(workspace))
            return report
    finally:
        local.close()


# --- how it stands ---------------------------------------------------------------------------------------------------


def sync_state(workspace: Workspace) -> SyncState:
    """How it stands, without asking the server."""
    device = workspace.store.device.id
    return workspace.store.read(lambda db: _state(db, device))


def _state(db: "Database", device: str) -> SyncState:
    member, counts = membership(db), db.outbox.counts()
    if member is None:
        return SyncState(counts=counts, decisions=_decisions(db))
    last = _last_round(db, member, device)
    alarms, decisions = alarms_of(last), _decisions(db)
    phase = _phase(last, alarms, counts, decisions, paused=_settings(db).paused)
    held = ticket(db)
    if held is not None and held.revoked:
        phase = "refused"
    problem = last.problem if last is not None else ""
    return SyncState(
        phase,
        member.url,
        member.name,
        last,
        counts,
        decisions,
        alarms=alarms,
        problem=problem,
        person=member.person,
        areas=_areas(db, held),
    )


def _areas(db: "Database", held: Ticket | None) -> tuple[tuple[str, str], ...]:
    known = db.settings.all(AREA_NAME)
    found = ((scope, str(known.get(AREA_NAME + scope) or scope)) for scope in (held.roles if held is not None else ()))
    return tuple(sorted(found, key=lambda one: one[::-1]))


def _last_round(db: "Database", member: Membership, device: str) -> "RoundRecord | None":
    """The last round over the network; one with another server, or under a former identity, says nothing any more."""
    if db.settings.get(LAST_BY, [member.server, device]) != [member.server, device]:
        return None
    return next((one for one in db.sync_log.latest(50) if one.via == "network"), None)


def _decisions(db: "Database") -> int:
    """Fields that wait for a decision."""
    return db.conflicts.count()


def _phase(
    last: "RoundRecord | None", alarms: tuple[Alarm, ...], counts: SyncCounts, decisions: int, *, paused: bool
) -> Phase:
    if paused:
        return "paused"
    if last is None:
        return "offline"
    if last.problem in REFUSING or any(alarm.code in REFUSING for alarm in alarms):
        return "refused"
    if last.outcome in ("offline", "failed") or last.problem == "sync_busy":
        return "offline"
    if last.outcome != "done" or lacks(counts):
        return "pending"
    return "deciding" if decisions else "synced"


def lacks(counts: SyncCounts) -> bool:
    """Whether anything lacks a receipt, is missing here, was put aside, or is here and cannot be seen yet."""
    return bool(counts.unsent or counts.files_unsent or counts.files_missing or counts.parked or counts.unseen)


def alarms_of(record: "RoundRecord | None") -> tuple[Alarm, ...]:
    """What a round told people."""
    if record is None or not isinstance(record.changes, dict):
        return ()
    return tuple(Alarm(str(one["code"]), dict(one["params"])) for one in record.changes.get("alarms", ()))
