"""How long a laptop that belongs to a server may be used without contact, and what is done when it was too long.

Records of others, revocations and changed grants only arrive by contact, and a laptop that nobody misses keeps what it
holds open to whoever knows its passphrase. So after some days (setting, 30 unless chosen otherwise) reading is locked:
the window shows no page, and commands that read refuse. Nothing is lost and nothing is removed. What stays possible is
what brings contact or brings work to safety: a round with the server, exchange files both ways, backups, copies in the
second place, the doctor. Where contact cannot be had, the recovery key, which whoever leads keeps, opens the workspace
for a week more. A laptop that the server has revoked is locked in the same way from the next contact on, and opens in
the same way: what it holds is not removed, because a revocation may be a mistake and undelivered work is evidence.

Contact is a round with the server that went through, or the import of an exchange file of the server: when a scope was
last read. The clock of the laptop counts, and never less than the latest time that it ever showed here, so that setting
it back gains nothing. This is a rule that the program keeps, no cryptography: it protects against forgetting.
"""

from datetime import datetime, timedelta
from typing import Final, Literal

from inspector.domain.person import Role
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.workspace import Workspace
from inspector.storage import Database

register(
    ProblemKind.INPUT,
    {
        "offline_too_long": N_(
            "This laptop had no contact with its server for {days} days and is locked. Nothing is lost. Synchronise "
            "(inspector sync), import an exchange file of the server, or open the window with the recovery key."
        ),
        "offline_revoked": N_(
            "The server {server} has revoked this laptop, and it is locked. Nothing is lost: hand over what was not "
            "delivered in an exchange file or a backup. The window opens with the recovery key."
        ),
        "offline_days_wrong": N_("Give a number of days from 1 to 366, or 0 for no limit."),
        "offline_not_allowed": N_("Only a team lead or an administrator changes how long a laptop may be offline."),
    },
)

SERVER: Final = "sync_server"
TOKEN: Final = "sync_token"  # noqa: S105 - the name of a setting
LAST_OK: Final = "sync_last_ok"
"""Settings of `sync.engine`, read as they are: every start looks here, and the engine takes long to load."""
DAYS: Final = "offline_days"
DEFAULT_DAYS: Final = 30
MOST_DAYS: Final = 366
WARN_DAYS: Final = 5
"""So many days before the end a warning is shown."""
GRACE: Final = timedelta(days=7)
GRACE_UNTIL: Final = "offline_grace_until"
SEEN: Final = "offline_latest_seen"
JOINED: Final = "offline_joined_at"
SEEN_STEP: Final = timedelta(hours=1)
"""The latest time is noted no oftener."""

Phase = Literal["unset", "fine", "ending", "over"]


@dataclass(frozen=True, slots=True)
class OfflineState:
    """`unset`: no server was joined, or there is no limit. `ends_at` is when reading is locked.

    `days` since the last contact, `limit` as chosen. `revoked`: the server does not know this laptop any more.
    """

    phase: Phase
    days: int = 0
    limit: int = 0
    last_contact: datetime | None = None
    ends_at: datetime | None = None
    server: str = ""
    revoked: bool = False


def offline_days(workspace: Workspace) -> int:
    """Days that this laptop may be without contact, 0 for no limit. Worker thread."""
    return _days(workspace.db)


def set_offline_days(workspace: Workspace, days: int) -> None:
    """Choose the days. Worker thread. Raises Problem offline_days_wrong or offline_not_allowed."""
    if not 0 <= days <= MOST_DAYS:
        raise Problem("offline_days_wrong")
    if not {Role.LEAD, Role.ADMINISTRATOR} & set(workspace.acting.roles):
        raise Problem("offline_not_allowed")
    workspace.db.settings.put(DAYS, days)


def offline_state(workspace: Workspace) -> OfflineState:
    """How it stands. Worker thread; notes the time, and when a server was joined."""
    db = workspace.db
    member = db.settings.get(SERVER)
    if not isinstance(member, dict):
        return OfflineState("unset")
    now, limit, name = _latest(workspace), _days(db), str(member.get("name", ""))
    revoked = _is_revoked(workspace)
    limit = limit or (MOST_DAYS if revoked else 0)
    contact = _last_contact(db) or _joined(workspace, now)
    days = max(0, (now - contact).days)
    if not limit:
        return OfflineState("unset", days, 0, contact, None, name, revoked)
    grace = _moment(db.settings.get(GRACE_UNTIL, ""))
    ends = contact + timedelta(days=limit)
    ends = max(ends, grace) if grace is not None else ends
    if revoked:
        ends = grace or contact
    phase: Phase = "over" if now >= ends else "ending" if now >= ends - timedelta(days=WARN_DAYS) else "fine"
    return OfflineState(phase, days, limit, contact, ends, name, revoked)


def need_contact(workspace: Workspace) -> None:
    """Raise Problem offline_too_long or offline_revoked where reading is locked. Worker thread."""
    state = offline_state(workspace)
    if state.phase == "over" and state.revoked:
        raise Problem("offline_revoked", server=state.server)
    if state.phase == "over":
        raise Problem("offline_too_long", days=state.days)


def open_for_a_week(workspace: Workspace, recovery_key: str) -> OfflineState:
    """Open a workspace that was too long without contact, by the recovery key as typed. A pool thread.

    Raises Problem recovery_key_length, _character, _typo, _wrong or _missing.
    """
    from inspector.services.access.locking import confirm_recovery_key  # noqa: PLC0415 - rarely needed

    confirm_recovery_key(workspace, recovery_key)

    def extend() -> OfflineState:
        until = _latest(workspace) + GRACE
        workspace.db.settings.put(GRACE_UNTIL, until.isoformat(timespec="seconds"))
        return offline_state(workspace)

    return workspace.call(extend)


def _is_revoked(workspace: Workspace) -> bool:
    """Whether the server said so when this laptop last signed in, or in a list of devices, which files bring too."""
    held, told = workspace.db.settings.get(TOKEN), workspace.db.peers.device(workspace.store.device.id)
    return (isinstance(held, dict) and held.get("revoked") is True) or (told is not None and told.revoked)


def _days(db: Database) -> int:
    try:
        return min(MOST_DAYS, max(0, int(db.settings.get(DAYS, DEFAULT_DAYS))))
    except (TypeError, ValueError):
        return DEFAULT_DAYS


def _last_contact(db: Database) -> datetime | None:
    """When the server was last read: by a round that went through, or by its exchange file."""
    rounds = (
        one.ended_at or one.at for one in db.sync_log.latest(50) if one.via == "network" and one.outcome == "done"
    )
    told = [str(db.settings.get(LAST_OK, "")), next(rounds, ""), *(scope.pulled_at for scope in db.peers.scopes())]
    return max((moment for text in told if (moment := _moment(text)) is not None), default=None)


def _joined(workspace: Workspace, now: datetime) -> datetime:
    """When it was first seen that a server was joined: before the first round that counts as contact."""
    noted = _moment(workspace.db.settings.get(JOINED, ""))
    if noted is None:
        workspace.store.quietly()
        workspace.db.settings.put(JOINED, now.isoformat(timespec="seconds"))
    return noted or now


def _latest(workspace: Workspace) -> datetime:
    """The time, but never less than the latest that was seen here."""
    now, seen = workspace.now(), _moment(workspace.db.settings.get(SEEN, ""))
    if seen is None or now - seen >= SEEN_STEP:
        workspace.store.quietly()
        workspace.db.settings.put(SEEN, now.isoformat(timespec="seconds"))
    return max(now, seen) if seen is not None else now


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.astimezone()
