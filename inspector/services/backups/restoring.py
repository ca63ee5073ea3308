"""A workspace of a backup: a device of its own with everything that the backup holds.

A backup is read from end to end before anything is taken over; one that is damaged gives nothing (then another one is
used), unless somebody who has no other asks for what is whole in it. What is restored has not been delivered by this
device: after it was enrolled, the first round with the server finds out what the server has. By the recovery key the
restored workspace keeps that recovery key; by the backup's passphrase it gets a new one, which is to be shown
(`rescue.recovery.first_key`).
"""

import contextlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register
from inspector.services.backups.file import KIND, BackupAbout, about_backup, key_of, unpacked
from inspector.services.rescue.made_beside import made_beside, need_empty
from inspector.services.rescue.rebuilding import Taking
from inspector.services.second_place.restoring import Lost, Restored
from inspector.services.workspace import open_workspace
from inspector.storage.frames.peers import KnownDevice
from inspector.sync.bundle import Bundle
from inspector.sync.packs import inflate, unpack
from inspector.sync.recovery_key import SECRET_BYTES, RecoveryKey
from inspector.sync.unlocking import RawKey

__all__ = ["BackupAbout", "about_backup", "check_backup", "next_steps", "restore_backup"]

register(
    ProblemKind.INPUT,
    {
        "backup_malformed": N_(
            "The backup {path} is whole, but this program cannot read what is in it ({part}). Nothing was restored; "
            "use another backup and report this."
        ),
    },
)

MOST_BYTES: Final = 1 << 42
MOST_SMALL: Final = 64 << 20
"""Bytes of a section that is read at once: rows, lists, a pack."""
MOST_ROWS: Final = 256 << 20
Progress = Callable[[int, int], None]


def check_backup(
    path: Path,
    *,
    recovery_key: str | None = None,
    passphrase: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Mapping[str, Any]:
    """Read a backup from end to end; returns what it says of itself. Raises as `restore_backup` does for reading."""
    with _opened(path, recovery_key, passphrase, progress, cancelled) as (_about, bundle):
        told: Mapping[str, Any] = json.loads(bundle.read("head", MOST_SMALL))
        return told


def restore_backup(  # noqa: PLR0913 - two ways to open the old one, two for the new one
    path: Path,
    target: Path,
    *,
    recovery_key: str | None = None,
    backup_passphrase: str | None = None,
    key: str = "passphrase",
    passphrase: str | None = None,
    partly: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Restored:
    """Make a workspace in `target` (new or empty); `recovery_key` as somebody typed it, or the backup's passphrase.

    `key` and `passphrase` say what opens the new workspace, as in `create_workspace`; with `partly` a damaged backup
    gives what is whole in it, and the rest is listed as lost. A pool thread.
    Raises Problem bundle_foreign, bundle_newer, bundle_damaged, bundle_unreadable, backup_newer, backup_malformed,
    backup_wrong_key, passphrase_wrong, backup_needs_*, recovery_key_*, folder_not_empty, workspace_exists,
    passphrase_empty, keyring_unavailable, transfer_cancelled, or one of the disk. Then nothing was made.
    """
    need_empty(target)
    kept = RecoveryKey.parse(recovery_key) if recovery_key is not None and backup_passphrase is None else None
    halves = _Halves(progress)
    with (
        _opened(path, recovery_key, backup_passphrase, halves.first, cancelled, partly=partly) as (about, bundle),
        made_beside(target, key=key, passphrase=passphrase) as workspace,
    ):
        taking = Taking(workspace, cancelled)
        restoring = _Restoring(about, bundle, taking, halves.second)
        restoring.run()
        made = kept or RecoveryKey(secrets.token_bytes(SECRET_BYTES))
        workspace.store.set_recovery(made.secret, workspace.now().isoformat(timespec="seconds"))
    opened = open_workspace(target, passphrase=passphrase)
    if kept is None:
        opened.first_recovery_key = made
    lost = tuple(dict.fromkeys(taking.lost))
    return Restored(opened, about.code, about.written_at, taking.frames, taking.visits, taking.files, lost)


def next_steps(*, new_recovery_key: bool) -> tuple[str, ...]:
    """What is to be done after a restore, sentence by sentence."""
    steps = [_("Do not go on with the same visits on the other laptop: this one is a device of its own now.")]
    if new_recovery_key:
        steps.append(_("Print the new recovery key and keep it apart from the laptop."))
    steps.append(_("Set the PINs anew (settings, Basics): they are in no backup."))
    steps.append(
        _(
            "If there is a server: let the administrator revoke the former device, and join again with a new enrolment "
            "code (settings, Server)."
        )
    )
    steps.append(_("Choose the folders for copies and backups again (settings, Safekeeping)."))
    return tuple(steps)


class _Halves:
    """Reading the file is the first half of the work, taking over the second."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def first(self, done: int, total: int) -> None:
        self._tell(done, total, 0)

    def second(self, done: int, total: int) -> None:
        self._tell(done, total, 500)

    def _tell(self, done: int, total: int, base: int) -> None:
        if self._progress is not None:
            self._progress(base + 500 * done // max(1, total), 1000)


@contextlib.contextmanager
def _opened(
    path: Path,
    recovery_key: str | None,
    passphrase: str | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    *,
    partly: bool = False,
) -> Iterator[tuple[BackupAbout, Bundle]]:
    about = about_backup(path)
    key = RawKey(key_of(about, recovery_key=recovery_key, passphrase=passphrase))
    with Bundle(
        path, KIND, key, most_bytes=MOST_BYTES, partly=partly, progress=progress, cancelled=cancelled
    ) as bundle:
        yield about, bundle


class _Restoring:
    """One restore."""

    def __init__(self, about: BackupAbout, bundle: Bundle, taking: Taking, progress: Progress) -> None:
        self._about = about
        self._bundle = bundle
        self._taking = taking
        self._progress = progress

    def run(self) -> None:
        """Take everything over, section by section."""
        names = [name for name in self._bundle.sections if name not in self._bundle.damaged]
        self._taking.lost += [Lost("section", name) for name in sorted(self._bundle.damaged)]
        for done, name in enumerate(sorted(names, key=_order)):
            self._taking.stop_if_cancelled()
            with self._malformed(name):
                self._section(name)
            self._progress(done + 1, len(names))
        about = self._about
        self._taking.origin(about.workspace, about.code, about.written_at, about.device)

    def _section(self, name: str) -> None:
        match name.rpartition("-")[0] or name:
            case "rest":
                self._taking.rows(self._rows(name))
            case "devices":
                self._taking.devices(_device(each) for each in self._json(name))
            case "frames" | "parked":
                self._taking.records(list(unpack(self._bundle.read(name, MOST_SMALL))), "backup")
            case "draft":
                rows = self._rows(name)
                for draft in rows["draft"]:
                    self._taking.visit(str(draft["id"]), rows)
            case "files":
                for sha256, data in unpacked(self._bundle.parts(name)):
                    if self._taking.file(data) != sha256:
                        raise ValueError(sha256)
            case "missing":
                self._taking.lost += [Lost("file", str(sha256)) for sha256 in self._json(name)]

    def _json(self, name: str) -> Any:
        return json.loads(self._bundle.read(name, MOST_SMALL))

    def _rows(self, name: str) -> Mapping[str, Any]:
        rows: Mapping[str, Any] = json.loads(inflate(self._bundle.read(name, MOST_SMALL), MOST_ROWS))
        return rows

    @contextlib.contextmanager
    def _malformed(self, name: str) -> Iterator[None]:
        try:
            yield
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Problem("backup_malformed", path=self._about.path, part=name) from error
        except Problem as problem:
            if problem.code in ("pack_damaged", "copy_malformed"):
                raise Problem("backup_malformed", path=self._about.path, part=name) from problem
            raise


ORDER: Final = ("rest", "devices", "frames", "parked", "files", "draft", "missing")
"""Devices before their records, records before visits: one that was signed is not reopened."""


def _order(name: str) -> tuple[int, str]:
    stem = name.rpartition("-")[0] or name
    return (ORDER.index(stem) if stem in ORDER else len(ORDER), name)


def _device(told: Mapping[str, Any]) -> KnownDevice:
    return KnownDevice(
        id=str(told["id"]),
        code=str(told["code"]),
        public_key=bytes.fromhex(told["public_key"]),
        exchange_key=bytes.fromhex(told["exchange_key"]),
        person=str(told["person"]),
        name=str(told["name"]),
        revoked=bool(told["revoked"]),
        source="restored",
        number=0,
    )
