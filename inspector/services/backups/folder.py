"""Backups as they are kept: a chosen folder with one a day, how things stand, and what is removed in time.

Everything but `backup_state` waits for the medium: a pool thread, never the GUI's nor the worker. `backup_state` looks
at the folder as well.
"""

import contextlib
import dataclasses
import os
import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.backups.book import Book, read_book, superfluous, write_book
from inspector.services.backups.file import about_backup
from inspector.services.backups.writing import BackupReport, Progress, write_backup
from inspector.services.second_place.place import try_writing
from inspector.services.workspace import Workspace
from inspector.sync.bundle import MAGIC

TORN: Final = re.compile(r"\.part-[0-9a-f]{16}")
TORN_S: Final = 86400.0
"""Age in seconds from which a half written file is nobody's any more."""

__all__ = ["BackupReport", "BackupState", "back_up", "back_up_daily", "backup_state", "choose_folder", "forget_folder"]


@dataclass(frozen=True, slots=True)
class BackupState:
    """How backups stand. `folder` None: no daily ones.

    `written_at`, `path`, `size` (bytes) are of the last backup, which was read back when it was written (`verified`);
    `missing` files could not be put into it. `problem` stopped the last daily one. `reachable`: the folder is there;
    `same_disk`: it is on the disk of the workspace. `due`: today's is still to be made.
    """

    folder: Path | None = None
    written_at: datetime | None = None
    path: Path | None = None
    size: int = 0
    verified: bool = False
    missing: int = 0
    problem: Problem | None = None
    reachable: bool = False
    same_disk: bool = False
    due: bool = False


def backup_state(workspace: Workspace) -> BackupState:
    """How backups stand now. A pool thread: it looks at the folder."""
    book = workspace.call(lambda: read_book(workspace))
    folder = Path(book.folder) if book.folder else None
    reachable = folder is not None and os.path.isdir(folder)  # noqa: PTH112 - never raises, whatever the medium says
    written = datetime.fromisoformat(book.written_at) if book.written_at else None
    return BackupState(
        folder=folder,
        written_at=written,
        path=Path(book.path) if book.path else None,
        size=book.size,
        verified=written is not None,
        missing=book.missing,
        problem=Problem(book.problem, path=book.folder, reason="") if book.problem else None,
        reachable=reachable,
        same_disk=reachable and folder is not None and _device(folder) == _device(workspace.path),
        due=book.is_due(workspace.now()),
    )


def _device(path: Path) -> int:
    try:
        return path.stat().st_dev
    except OSError:
        return -1


def choose_folder(workspace: Workspace, folder: Path) -> None:
    """Let a backup be made there every day.

    Raises Problem recovery_key_missing, place_no_folder, place_inside, place_read_only, place_full, place_gone.
    """
    workspace.store.place_key()
    folder = folder.expanduser().absolute()
    if not folder.is_dir():
        raise Problem("place_no_folder", path=folder)
    if folder.resolve().is_relative_to(workspace.path.resolve()):
        raise Problem("place_inside", path=folder)
    try_writing(folder)
    _change(
        workspace, lambda book: dataclasses.replace(book, folder=str(folder), daily_at="", problem="", failed_at="")
    )


def forget_folder(workspace: Workspace) -> None:
    """Make no more daily backups. Those that were made stay."""
    _change(workspace, lambda book: dataclasses.replace(book, folder="", problem="", failed_at=""))


def back_up(
    workspace: Workspace,
    path: Path,
    *,
    passphrase: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BackupReport:
    """Write a backup now, wherever somebody wants it, and remember it. Raises Problem as `write_backup`."""
    with workspace.backing_up:
        report = write_backup(workspace, path, passphrase=passphrase, progress=progress, cancelled=cancelled)
        _change(workspace, lambda book: book.written(report, daily=False))
    return report


def back_up_daily(
    workspace: Workspace, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> BackupReport:
    """Write the daily backup into its folder, then remove what is superfluous there.

    Where there is no room, all but the two newest go first. Raises Problem place_unchosen, place_gone, or what
    `write_backup` raises; it is remembered. The backups before are whole then.
    """
    book = workspace.call(lambda: read_book(workspace))
    if not book.folder:
        raise Problem("place_unchosen")
    with workspace.backing_up:
        try:
            report = _daily(workspace, Path(book.folder), progress, cancelled)
        except Problem as problem:
            now, code = workspace.now(), problem.code
            if code != "transfer_cancelled":
                _change(workspace, lambda before: before.failed(code, now))
            raise
        _change(workspace, lambda before: before.written(report, daily=True))
    _remove(workspace, Path(book.folder), least=False)
    return report


def _daily(
    workspace: Workspace, folder: Path, progress: Progress | None, cancelled: Callable[[], bool] | None
) -> BackupReport:
    if not folder.is_dir():
        raise Problem("place_gone", path=folder)
    try:
        return write_backup(workspace, folder, progress=progress, cancelled=cancelled)
    except Problem as problem:
        if problem.code != "bundle_disk_full" or not _remove(workspace, folder, least=True):
            raise
        return write_backup(workspace, folder, progress=progress, cancelled=cancelled)


def _remove(workspace: Workspace, folder: Path, *, least: bool) -> int:
    """Remove backups of this workspace that need not be kept; returns how many. What cannot be removed stays."""
    removed, code, now = 0, workspace.store.device.code, workspace.now()
    last = Path(workspace.call(lambda: read_book(workspace)).path).name
    with contextlib.suppress(OSError):
        names = [path.name for path in folder.iterdir()]
        _remove_torn(folder, names)
        for name in superfluous(names, code, now, last=last, least=least):
            with contextlib.suppress(OSError, Problem):
                if about_backup(folder / name).workspace == workspace.store.info.id:
                    (folder / name).unlink()
                    removed += 1
    return removed


def _remove_torn(folder: Path, names: list[str]) -> None:
    """Remove what a killed process left half written long ago; younger ones may be somebody's at work."""
    for name in names:
        path = folder / name
        if TORN.fullmatch(name) and time.time() - path.stat().st_mtime > TORN_S:
            with path.open("rb") as file:
                ours = file.read(len(MAGIC)) == MAGIC
            if ours:
                path.unlink()


def _change(workspace: Workspace, change: Callable[[Book], Book]) -> None:
    workspace.call(lambda: write_book(workspace, change(read_book(workspace))))
