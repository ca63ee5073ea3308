"""Several persons on one laptop: who may act, and what opens a screen that was locked.

A PIN belongs to a person and this laptop. Switching to somebody who has one asks for it; after some wrong ones each
further attempt has to wait longer, and after ten the PIN is blocked, whatever it is asked for. A person without a PIN
unlocks with the passphrase of the workspace. Who has forgotten the PIN, or blocked it, unlocks with the recovery key,
which whoever leads keeps; the PIN is gone then and set anew. That the passphrase does not do it is meant: colleagues
who share a laptop share the passphrase.

The screen locks after minutes without a key or the pointer, and at the start of the program unless who acts has just
shown to be the one: where several work on the laptop, or nothing was asked to open the workspace.

The lock keeps colleagues and passers-by away from an open window. What keeps thieves away is the encryption: a process
that is killed comes back with the passphrase. Commands trust whoever can open the workspace.
"""

from datetime import datetime, timedelta
from typing import Final

from inspector.domain.person import Person
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.access.pins import MAX_FAILURES, set_pin
from inspector.services.settings import set_acting_person
from inspector.services.workspace import Workspace
from inspector.storage import KeySource

register(
    ProblemKind.INPUT,
    {
        "pin_needed": N_("{name} has a PIN on this laptop. Enter it to work as this person."),
        "pin_wait": N_("Too many wrong PINs. Wait {seconds} s, then try again."),
        "pin_locked": N_(
            "The PIN is blocked after too many wrong attempts. The recovery key unlocks; then set a new PIN."
        ),
        "lock_impossible": N_(
            "Nothing would unlock the screen: this workspace asks for no passphrase, and you have no PIN. "
            "Set a PIN in the settings first."
        ),
    },
)

MINUTES: Final = "lock_minutes"
DEFAULT_MINUTES: Final = 15
CHOICES: Final = (0, 5, 10, 15, 30, 60)
"""Minutes without a key or the pointer before the screen locks; 0 is never."""
FREE_ATTEMPTS: Final = 3
FIRST_WAIT_S: Final = 5
MOST_WAIT_S: Final = 300
FAILED: Final = "pin_failed:"
"""Settings that keep when a person's PIN was last entered wrongly."""


@dataclass(frozen=True, slots=True)
class LockState:
    """What the lock screen asks: `way` is pin or passphrase ("" where nothing can be asked, so nothing locks).

    `blocked`: the PIN does not count any more. `recovery`: a recovery key unlocks as well.
    """

    person: Person
    way: str
    blocked: bool
    recovery: bool


def lock_minutes(workspace: Workspace) -> int:
    """Minutes until the screen locks by itself, 0 for never. Worker thread. Samples do not lock unless told to."""
    sample = workspace.store.info.key_source is KeySource.SAMPLE
    try:
        return max(0, int(workspace.db.settings.get(MINUTES, 0 if sample else DEFAULT_MINUTES)))
    except (TypeError, ValueError):
        return DEFAULT_MINUTES


def set_lock_minutes(workspace: Workspace, minutes: int) -> None:
    """Let the screen lock after so many minutes. Worker thread."""
    workspace.db.settings.put(MINUTES, max(0, minutes))


def lock_state(workspace: Workspace, person: str = "") -> LockState:
    """What unlocks the screen for a person (id; who acts if none is named). Worker thread. Raises nobody_acting."""
    who = workspace.person_of(person) if person else workspace.person_of(workspace.acting.id)
    failures = workspace.db.credentials.failures(who.id)
    info = workspace.store.info
    asks = info.key_source is KeySource.PASSPHRASE
    way = "pin" if who.has_pin else "passphrase" if asks else ""
    return LockState(who, way, failures >= MAX_FAILURES, info.recovery is not None)


def locked_at_start(workspace: Workspace) -> bool:
    """Whether the window begins locked. Worker thread."""
    if not workspace.somebody_acts or workspace.store.info.key_source is KeySource.SAMPLE:
        return False
    others = sum(1 for person in workspace.db.registers.persons() if person.active) > 1
    asked = workspace.store.info.key_source is KeySource.PASSPHRASE
    return workspace.person_of(workspace.acting.id).has_pin and (others or not asked)


def waiting_s(workspace: Workspace, person: str) -> int:
    """Seconds until a PIN may be tried again. Worker thread. A clock that was set back gains nothing."""
    failures = workspace.db.credentials.failures(person)
    at = workspace.db.settings.get(FAILED + person, "")
    if failures < FREE_ATTEMPTS or not at:
        return 0
    wait = min(MOST_WAIT_S, FIRST_WAIT_S * 2 ** (failures - FREE_ATTEMPTS))
    gone = max(timedelta(), workspace.now() - datetime.fromisoformat(at)).total_seconds()
    return max(0, round(wait - gone + 0.5)) if gone < wait else 0


def try_pin(workspace: Workspace, person: str, pin: str) -> None:
    """Raise Problem pin_missing, pin_locked, pin_wait or pin_wrong unless the PIN is the person's. Worker thread."""
    credentials = workspace.db.credentials
    if not credentials.has_pin(person):
        raise Problem("pin_missing")
    if credentials.failures(person) >= MAX_FAILURES:
        raise Problem("pin_locked")
    wait = waiting_s(workspace, person)
    if wait:
        raise Problem("pin_wait", seconds=wait)
    if credentials.check_pin(person, pin):
        return
    workspace.store.quietly()
    workspace.db.settings.put(FAILED + person, workspace.now().isoformat(timespec="seconds"))
    raise Problem("pin_locked" if credentials.failures(person) >= MAX_FAILURES else "pin_wrong")


def switch_person(workspace: Workspace, person: str, pin: str | None = None) -> Person:
    """Let another person work, now and at the next start. Worker thread.

    Raises Problem pin_needed without a PIN where the person has one and does not work already, and as `try_pin`.
    """
    wanted = workspace.person_of(person)
    same = workspace.somebody_acts and workspace.acting.id == wanted.id
    if wanted.has_pin and not same:
        if pin is None:
            raise Problem("pin_needed", name=wanted.name)
        try_pin(workspace, wanted.id, pin)
    return set_acting_person(workspace, wanted.id)


def change_pin(workspace: Workspace, person: str, pin: str, before: str = "") -> Person:
    """Set a person's PIN; one that is set already has to be given. Worker thread; the person as known afterwards.

    Raises Problem pin_weak, and as `try_pin`.
    """
    who = workspace.person_of(person)
    if who.has_pin:
        try_pin(workspace, who.id, before)
    set_pin(workspace, who, pin)
    return set_acting_person(workspace, who.id)


def unlock(workspace: Workspace, person: str, secret: str) -> Person:
    """Unlock the screen for a person by PIN, or by the passphrase if there is none; that person works then.

    A pool thread: deriving a key takes its time. Raises Problem as `try_pin`, and passphrase_wrong.
    """
    state = workspace.call(lambda: lock_state(workspace, person))
    if state.way == "pin":
        workspace.call(lambda: try_pin(workspace, state.person.id, secret))
    elif state.way == "passphrase":
        workspace.store.check_passphrase(secret)
    return workspace.call(lambda: set_acting_person(workspace, state.person.id))


def unlock_by_recovery_key(workspace: Workspace, person: str, typed: str) -> Person:
    """Unlock by the recovery key; the person's PIN is removed. A pool thread.

    Raises Problem recovery_key_length, _character, _typo, _wrong or _missing.
    """
    confirm_recovery_key(workspace, typed)

    def forget() -> Person:
        with workspace.db.transaction():
            workspace.db.credentials.remove_pin(person)
            return set_acting_person(workspace, person)

    return workspace.call(forget)


def confirm_recovery_key(workspace: Workspace, typed: str) -> None:
    """Make sure that the person at the keyboard has the recovery key. Any thread.

    Raises Problem recovery_key_length, _character, _typo, _wrong or _missing.
    """
    from inspector.storage.folder.recovery import unwrap  # noqa: PLC0415 - rarely needed, and every start looks at locks
    from inspector.sync.recovery_key import RecoveryKey  # noqa: PLC0415 - as above

    info = workspace.store.info
    if info.recovery is None:
        raise Problem("recovery_key_missing")
    unwrap(RecoveryKey.parse(typed).secret, f"workspace {info.id}", info.recovery.workspace)
