"""The second place: an encrypted copy of unfinished and unsent work in a folder that a person chose.

It holds every planned, open and handed-over visit with all that was entered, typed and photographed, every record no
server has numbered yet with its files, and settings and counters, so that numbers never repeat. PINs stay out.
Until there is a server, that is everything in the workspace.

The copy never harms the workspace nor the copy before (`inspector.sync.place`). A place that is away, a stick that is
not plugged in, is a normal state. All of this waits for the medium: a pool thread, never the GUI's nor the worker.
"""

import os
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.second_place.book import Book, read_book, write_book
from inspector.services.second_place.copy import Copying, CopyReport, changes_since
from inspector.services.second_place.restoring import Lost, Restorable, Restored, restorable, restore
from inspector.services.workspace import Workspace
from inspector.sync.place import About, Place, about, folder_name, heads_in, new_token, place_problems

__all__ = [
    "CopyReport",
    "Lost",
    "PlaceState",
    "Restorable",
    "Restored",
    "check_due",
    "choose_place",
    "copy_now",
    "forget_place",
    "place_state",
    "restorable",
    "restore",
]

register(
    ProblemKind.INPUT,
    {
        "place_inside": N_("The folder {path} lies in the workspace itself. Choose one on another medium."),
        "place_no_folder": N_("There is no folder {path}. Choose one that exists."),
        "place_unchosen": N_("No folder for copies was chosen yet. Choose one in the settings."),
    },
)

CHECK_EVERY: Final = timedelta(days=1)
"""A stick or share goes bad without anybody noticing: a copy is read back at least so often while work goes on."""

Progress = Callable[[int, int], None]
"""Called with objects done and objects in all, on the copying thread."""


@dataclass(frozen=True, slots=True)
class PlaceState:
    """How the copy stands. `folder` None: none was chosen.

    `pending` visits and records changed since the copy was last made. `away_since` is set while the place cannot be
    reached, which is nothing wrong. `problem` is what stopped the last copy, other than that. `same_disk`: the place is
    on the disk of the workspace and does not help when that fails. `missing` files could not be copied, because they
    are missing or damaged in the workspace itself. `checked_at`: when all of the copy was read back last.
    """

    folder: Path | None = None
    copied_at: datetime | None = None
    pending: int = 0
    away_since: datetime | None = None
    problem: Problem | None = None
    same_disk: bool = False
    missing: int = 0
    checked_at: datetime | None = None

    @property
    def reachable(self) -> bool:
        """Whether the place is there now."""
        return self.folder is not None and self.away_since is None


def choose_place(workspace: Workspace, folder: Path) -> PlaceState:
    """Let copies go to this folder from now on; the copy itself is made by `copy_now`.

    Raises Problem recovery_key_missing, place_no_folder, place_inside, place_read_only, place_full, place_gone.
    """
    key = workspace.store.place_key()
    folder = folder.expanduser().absolute()
    if not folder.is_dir():
        raise Problem("place_no_folder", path=folder)
    if folder.resolve().is_relative_to(workspace.path.resolve()):
        raise Problem("place_inside", path=folder)
    try_writing(folder)
    before = workspace.call(lambda: read_book(workspace))
    name = _free_name(workspace, folder, before, key)
    Place(folder / name, key).prepare(fresh=True)
    same = before.folder == str(folder) and before.name == name
    book = before if same else Book(folder=str(folder), name=name)
    workspace.call(lambda: write_book(workspace, book))
    return place_state(workspace)


def try_writing(folder: Path) -> None:
    """Raise Problem place_read_only, place_full or place_gone unless a file can be written into a folder."""
    probe = folder / f".inspector-{secrets.token_hex(4)}"
    with place_problems(folder):
        probe.write_bytes(b"")
        probe.unlink()


def _free_name(workspace: Workspace, folder: Path, book: Book, key: bytes) -> str:
    """Our own folder in there, or a new one where somebody else's copy bears our name."""
    stem = folder_name(workspace.store.info.id, workspace.store.device.code)
    number = 1
    while True:
        name = stem if number == 1 else f"{stem}-{number}"
        if is_ours(workspace, Place(folder / name, key), book):
            return name
        number += 1


def is_ours(workspace: Workspace, place: Place, book: Book) -> bool:
    """Whether a copy there was written by this workspace in the state it remembers, or there is none."""
    with place_problems(place.folder):
        if not heads_in(place.folder):
            return True
    found = about(place.folder)
    if found is not None and found.device != workspace.store.device.id:
        return False
    newest = place.newest()
    if newest is not None and place.newest_is_whole():
        return newest.get("token") in book.tokens
    # The newest head was damaged on the medium, or is sealed under a recovery key that was replaced: the folder is ours
    # if we ever wrote to it. What is damaged is of no use to anybody; the next head is written beside it.
    return bool(book.tokens) or (found is not None and newest is None and _sealed_by_us(workspace, found))


def _sealed_by_us(workspace: Workspace, found: About) -> bool:
    """Whether a head that does not open was at least written under our recovery key."""
    recovery = workspace.store.info.recovery
    return recovery is not None and found.recovery == recovery.id


def forget_place(workspace: Workspace) -> None:
    """Make no more copies. What is in the folder stays there."""
    workspace.call(lambda: write_book(workspace, Book()))


def copy_now(
    workspace: Workspace,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    thorough: bool = False,
) -> CopyReport:
    """Bring the copy up to date; only what is new is written. `thorough` reads every object back and replaces bad ones.

    Raises Problem place_unchosen, place_gone, place_full, place_read_only, place_other_writer, place_damaged,
    recovery_key_missing, transfer_cancelled. The copy from before stays whole then.
    """
    with workspace.copying:
        book = workspace.call(lambda: read_book(workspace))
        if not book.folder:
            raise Problem("place_unchosen")
        try:
            book = _renewed(workspace, book)
            return _copy(workspace, book, progress, cancelled, thorough=thorough)
        except Problem as problem:
            _note(workspace, problem)
            raise


def _renewed(workspace: Workspace, book: Book) -> Book:
    """Once the workspace is another device its copies go beside the former ones, which may be a twin's by now."""
    stem = folder_name(workspace.store.info.id, workspace.store.device.code)
    if book.name == stem or book.name.startswith(f"{stem}-"):
        return book
    if not Path(book.folder).is_dir():
        raise Problem("place_gone", path=book.folder)
    choose_place(workspace, Path(book.folder))
    return workspace.call(lambda: read_book(workspace))


def _copy(
    workspace: Workspace,
    book: Book,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    *,
    thorough: bool,
) -> CopyReport:
    place = Place(Path(book.folder) / book.name, workspace.store.place_key())
    place.prepare()
    if not is_ours(workspace, place, book):
        raise Problem("place_other_writer", path=place.folder)
    former, token = place.newest(), new_token()
    expecting = book.expecting(str(former.get("token", "")) if former else "", token)
    workspace.call(lambda: write_book(workspace, expecting))
    report, seen = Copying(workspace, place, former, token, progress, cancelled, thorough=thorough).run()
    there, now = place.newest(), workspace.now()
    copied = expecting.copied(now, seen, report, str(there.get("token", "")) if there else "", checked=thorough)
    workspace.call(lambda: write_book(workspace, copied))
    return report


def check_due(workspace: Workspace) -> bool:
    """Whether the copy was not read back for so long that the next copy does it (`copy_now` with `thorough`)."""
    checked = workspace.call(lambda: read_book(workspace)).checked_at
    return bool(checked) and workspace.now() - datetime.fromisoformat(checked) >= CHECK_EVERY


def _note(workspace: Workspace, problem: Problem) -> None:
    """Remember what stopped a copy; being cancelled is nothing to remember."""
    if problem.code == "transfer_cancelled":
        return
    now = workspace.now()

    def note() -> None:
        book = read_book(workspace)
        after = book.away(now) if problem.code == "place_gone" else book.failed(problem.code)
        if after != book:
            write_book(workspace, after)

    workspace.call(note)


def place_state(workspace: Workspace) -> PlaceState:
    """How the copy stands now. Looks at the folder, so not on the GUI thread nor the worker."""
    book = workspace.call(lambda: read_book(workspace))
    if not book.folder:
        return PlaceState()
    folder, now = Path(book.folder), workspace.now()
    reachable = os.path.isdir(folder / book.name)  # noqa: PTH112 - never raises, whatever the medium says
    if reachable == bool(book.away_since):  # it came or went since we last looked
        book = workspace.call(lambda: write_book(workspace, read_book(workspace).seen_there(now, there=reachable)))
    return PlaceState(
        folder=folder,
        copied_at=datetime.fromisoformat(book.copied_at) if book.copied_at else None,
        pending=changes_since(workspace, book),
        away_since=None if reachable else datetime.fromisoformat(book.away_since or now.isoformat()),
        problem=Problem(book.problem, path=folder) if book.problem and reachable else None,
        same_disk=reachable and _device(folder) == _device(workspace.path),
        missing=book.missing,
        checked_at=datetime.fromisoformat(book.checked_at) if book.checked_at else None,
    )


def _device(path: Path) -> int:
    try:
        return path.stat().st_dev
    except OSError:
        return -1
