"""The recovery key: shown once, printed, and what it opens.

It opens the workspace when the passphrase is forgotten or the system's key store is gone, and the copies in the second
place on another laptop. The workspace keeps no recovery key, only keys wrapped by it; a lost one is replaced by a new
one. Then the former key opens neither the workspace nor copies and backups written from then on; a copy that was
written before and was not renewed since, on a stick in a drawer, and older backups still need the former key.

A new passphrase wraps the same database key: who has an old `workspace.json` and knew the old passphrase can still open
a copy of the database. Where that is feared, restore a backup into a new workspace, which has a new key.

`new_recovery_key`, `set_passphrase`, `confirm_passphrase` derive keys or write files: a pool thread, never the worker.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.backups.book import read_book, write_book
from inspector.services.preferences.reading import chosen
from inspector.services.workspace import Workspace, open_workspace
from inspector.storage import KeySource
from inspector.sync.recovery_key import SECRET_BYTES, RecoveryKey

__all__ = [
    "RecoveryKey",
    "RecoveryState",
    "confirm_passphrase",
    "first_key",
    "new_recovery_key",
    "open_with_recovery_key",
    "recovery_sheet",
    "recovery_state",
    "set_passphrase",
]

LEAST_PASSPHRASE = 8

register(
    ProblemKind.INPUT,
    {"passphrase_short": N_("The passphrase is too short: it needs at least {least} characters.")},
)


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """Whether there is a recovery key and since when, and whether opening the workspace asks for a passphrase."""

    exists: bool
    made_at: datetime | None
    asks_passphrase: bool
    can_set_passphrase: bool


def recovery_state(workspace: Workspace) -> RecoveryState:
    """What there is. Any thread."""
    info = workspace.store.info
    made = datetime.fromisoformat(info.recovery.made_at) if info.recovery is not None else None
    asks = info.key_source is KeySource.PASSPHRASE
    return RecoveryState(made is not None, made, asks, info.key_source is not KeySource.SAMPLE)


def first_key(workspace: Workspace) -> RecoveryKey | None:
    """The key of a workspace that was just made; the second call, and any later run, gives None."""
    key, workspace.first_recovery_key = workspace.first_recovery_key, None
    return key


def new_recovery_key(workspace: Workspace) -> RecoveryKey:
    """Make a recovery key; it replaces the former one at once. Raises Problem of the disk, then the former one holds.

    Shown or printed now or never: nothing keeps it. The copy in the second place is renewed with it, and today's daily
    backup is made once more; backups from before open with the former key.
    """
    key = RecoveryKey(secrets.token_bytes(SECRET_BYTES))
    workspace.store.set_recovery(key.secret, workspace.now().isoformat(timespec="seconds"))
    workspace.call(lambda: write_book(workspace, replace(read_book(workspace), daily_at="", failed_at="")))
    return key


def confirm_passphrase(workspace: Workspace, passphrase: str) -> None:
    """Make sure that the person at the keyboard knows the passphrase. Raises Problem passphrase_wrong."""
    workspace.store.check_passphrase(passphrase)


def set_passphrase(workspace: Workspace, passphrase: str) -> None:
    """Let a new passphrase open the workspace. Raises Problem passphrase_short, sample_open, or one of the disk."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Problem("passphrase_short", least=LEAST_PASSPHRASE)
    workspace.store.set_passphrase(passphrase)


def open_with_recovery_key(path: Path, recovery_key: str, *, passphrase: str | None = None) -> Workspace:
    """Open a workspace by its recovery key as typed; `passphrase` becomes the new one.

    Raises Problem recovery_key_length, _character, _typo, _wrong, _missing, passphrase_short, or what `open_workspace`
    raises.
    """
    if passphrase is not None and len(passphrase) < LEAST_PASSPHRASE:
        raise Problem("passphrase_short", least=LEAST_PASSPHRASE)
    workspace = open_workspace(path, recovery_key=recovery_key)
    if passphrase is not None:
        try:
            set_passphrase(workspace, passphrase)
        except BaseException:
            workspace.close()
            raise
    return workspace


def recovery_sheet(workspace: Workspace, key: RecoveryKey) -> bytes:
    """The sheet to print: the key in large groups, what it is for, and whose it is. PDF, A4. Not on the GUI thread."""
    from inspector.reports.recovery_pdf import RecoverySheet, recovery_pdf  # noqa: PLC0415 - fonts and drawing, when it is printed
    from inspector.reports.words import DEFAULT_LANGUAGE  # noqa: PLC0415 - as above

    company, now = workspace.call(lambda: (str(chosen(workspace, "company")), workspace.now()))
    sheet = RecoverySheet(
        company=company,
        workspace=workspace.store.info.id,
        device=workspace.store.device.code,
        made_at=now,
        groups=key.groups,
    )
    return recovery_pdf(sheet, Translator(DEFAULT_LANGUAGE))
