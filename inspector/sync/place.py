"""The second place on disk: one folder for each device, in a folder that a person chose (a stick, a network share).

    inspector-<end of the workspace's id>-<device code>/
        head-<generation>.isb      what the copy consists of: a sealed bundle; the newest that opens counts, and the
                                   one before is kept as well
        objects/xx/<name>          everything else: sealed, named by content, each written once

A copy is finished by its head: objects are written first, then the head under a new name, which is flushed, reopened
and checked; only then heads older than the one before, and objects that neither refers to, are removed. Whatever is
killed or pulled out on the way leaves the copy before usable. What anybody can read of a head: ids of workspace and
device, the device's code, when it was written, and the key of the copy wrapped by the recovery key.

Nothing here touches the workspace. Any thread but the GUI's; it waits for the medium.
"""

import contextlib
import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from inspector.disk import FULL
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.storage import BlobStore
from inspector.storage.folder.recovery import Wrap, read_wrap, unwrap
from inspector.storage.folder.workspace import DENIED
from inspector.sync.bundle import Bundle, read_head, write_bundle
from inspector.sync.unlocking import RawKey

register(
    ProblemKind.INPUT,
    {
        "place_other_writer": N_(
            "The copy in {path} was written by another laptop or from another state of this workspace. "
            "It was left as it is; choose the folder once more, and a copy of its own is begun."
        ),
        "place_nothing": N_("There is no copy of a workspace in {path}. Choose the folder that was chosen for copies."),
        "place_damaged": N_("The copy in {path} is damaged and cannot be opened. Use another copy."),
        "place_newer": N_("The copy in {path} was written by a newer version of this program. Install that version."),
    },
)
register(
    ProblemKind.ENVIRONMENT,
    {
        "place_full": N_("There is no room left in {path}. The copy from before is whole; free some space there."),
        "place_read_only": N_("The folder {path} cannot be written to. The copy from before is whole."),
        "place_gone": N_("The folder {path} cannot be reached just now. The copy goes on when it is there again."),
    },
)

HEAD: Final = re.compile(r"head-(\d{12})\.isb")
KIND: Final = "second-place"
MOST_HEAD_BYTES: Final = 64 * 1024 * 1024
CODES: Final = {
    "disk_full": "place_full",
    "workspace_read_only": "place_read_only",
    "disk_failed": "place_gone",
    "bundle_disk_full": "place_full",
    "bundle_unwritable": "place_gone",
    "bundle_unreadable": "place_gone",
}
"""What lower layers say about a disk -> what it means here."""


@dataclass(frozen=True, slots=True)
class About:
    """What anybody can read of a copy. `recovery` names the recovery key that opens it."""

    folder: Path
    generation: int
    workspace: str
    device: str
    code: str
    written_at: datetime
    recovery: str
    wrap: Wrap


def folder_name(workspace: str, code: str) -> str:
    """Name of a device's folder in a second place."""
    return f"inspector-{workspace[-8:]}-{code}"


def heads_in(folder: Path) -> list[Path]:
    """Head files of a copy, newest first; none where there is no such folder. OSError."""
    try:
        names = sorted(path.name for path in folder.iterdir() if HEAD.fullmatch(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in reversed(names)]


def _generation(path: Path) -> int:
    """Number of a head by its name; 0 for any other file."""
    found = HEAD.fullmatch(path.name)
    return int(found.group(1)) if found else 0


def about(folder: Path) -> About | None:
    """What the newest readable head tells everybody; None if there is none. Raises Problem place_newer, place_gone."""
    with place_problems(folder):
        for path in heads_in(folder):
            try:
                head = read_head(path)
            except Problem as problem:
                if problem.code == "bundle_newer":
                    raise Problem("place_newer", path=folder) from problem
                continue
            with contextlib.suppress(ValueError, KeyError, TypeError):
                return _about(folder, path, head.about)
    return None


def _about(folder: Path, path: Path, told: Mapping[str, Any]) -> About:
    return About(
        folder=folder,
        generation=_generation(path),
        workspace=str(told["workspace"]),
        device=str(told["device"]),
        code=str(told["code"]),
        written_at=datetime.fromisoformat(str(told["written_at"])),
        recovery=str(told["recovery"]["id"]),
        wrap=read_wrap(told["recovery"]),
    )


def key_of(found: About, secret: bytes) -> bytes:
    """The key of a copy by the recovery key. Raises Problem("recovery_key_wrong")."""
    return unwrap(secret, f"place {found.recovery}", found.wrap)


@contextlib.contextmanager
def place_problems(folder: Path) -> Iterator[None]:
    """Turn what happens to a medium into what it means for the copy."""
    try:
        yield
    except OSError as error:
        code = "place_full" if error.errno in FULL else "place_read_only" if error.errno in DENIED else "place_gone"
        raise Problem(code, path=folder) from error
    except Problem as problem:
        if problem.code not in CODES:
            raise
        raise Problem(CODES[problem.code], path=folder) from problem


class Place:
    """One copy, with its key. Objects are known by the SHA-256 of their plaintext."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._key = RawKey(key)
        self._objects = BlobStore(folder / "objects", key)
        self._listed: dict[str, frozenset[str]] = {}

    def prepare(self, *, fresh: bool = False) -> None:
        """Remove what was left half written; `fresh` makes the folder. Raises Problem place_full, _read_only, _gone.

        Without `fresh` the folder must be there: where a stick was mounted, its empty mount point may remain, and a
        copy on the disk of the laptop itself would help nobody.
        """
        with place_problems(self.folder):
            if not (self.folder.parent if fresh else self.folder).is_dir():
                raise Problem("place_gone", path=self.folder)
            (self.folder / "objects").mkdir(parents=True, exist_ok=True)
            self._objects.clean()
            for path in self.folder.glob(".part-*"):
                with contextlib.suppress(OSError):
                    path.unlink()

    def put(self, data: bytes, *, again: bool = False) -> str:
        """Keep an object durably; one that is there already is not written again, unless it must be (`again`).

        Raises Problem like `prepare`.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if again or not self.has(sha256):
            if not self.folder.is_dir():  # pulled out: do not make folders where the medium was mounted
                raise Problem("place_gone", path=self.folder)
            with place_problems(self.folder):
                self._objects.put(data, again=again)
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether an object is there."""
        with place_problems(self.folder):
            return self._objects.has(sha256)

    def get(self, sha256: str) -> bytes:
        """An object. Raises Problem blob_missing, blob_damaged, place_gone."""
        with place_problems(self.folder):
            data = self._objects.get(sha256)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Problem("blob_damaged", sha256=sha256)
        return data

    def damaged(self, sha256: str) -> bool:
        """Whether an object is missing or does not open."""
        with place_problems(self.folder):
            return bool(self._objects.check(sha256))

    def listed(self, sha256: str) -> frozenset[str]:
        """The hashes of a list. Raises Problem blob_missing, blob_damaged, place_gone."""
        if sha256 not in self._listed:
            try:
                self._listed[sha256] = frozenset(str(one) for one in json.loads(self.get(sha256)))
            except (ValueError, TypeError) as error:
                raise Problem("blob_damaged", sha256=sha256) from error
        return self._listed[sha256]

    def newest(self) -> Mapping[str, Any] | None:
        """Content of the newest head that opens with this key; None if there is none. Raises Problem place_gone."""
        found = self._newest(self.generation() + 1)
        return found[1] if found else None

    def newest_is_whole(self) -> bool:
        """Whether the newest head opens with this key; also when there is none at all. Raises Problem place_gone."""
        found, generation = self._newest(self.generation() + 1), self.generation()
        return generation == 0 or (found is not None and _generation(found[0]) == generation)

    def _newest(self, before: int) -> tuple[Path, Mapping[str, Any]] | None:
        """The newest head of a generation before this one that opens, with its content."""
        with place_problems(self.folder):
            for path in heads_in(self.folder):
                if _generation(path) < before:
                    with contextlib.suppress(ValueError, TypeError):
                        return path, self._open(path)
        return None

    def _open(self, path: Path) -> Mapping[str, Any]:
        """Content of a head; ValueError when it does not open."""
        try:
            with Bundle(path, KIND, self._key, most_bytes=MOST_HEAD_BYTES) as bundle:
                content = json.loads(bundle.read("head", MOST_HEAD_BYTES))
        except Problem as problem:
            if problem.code == "bundle_unreadable":
                raise
            raise ValueError(problem.code) from problem
        if not isinstance(content, dict):
            raise ValueError(path.name)  # noqa: TRY004 - what is stored is wrong, not what we were given
        return content

    def generation(self) -> int:
        """Number of the newest head, whether it opens or not; 0 for none."""
        with place_problems(self.folder):
            return max(map(_generation, heads_in(self.folder)), default=0)

    def finish(self, content: Mapping[str, Any], told: Mapping[str, Any]) -> None:
        """Write the head that makes the copy whole, check it, and remove the heads older than the one before.

        Raises Problem place_full, place_read_only, place_gone, place_damaged; then the copy before still counts.
        """
        generation = self.generation() + 1
        path = self.folder / f"head-{generation:012d}.isb"
        raw = json.dumps(content, ensure_ascii=False).encode()
        with place_problems(self.folder):
            try:
                write_bundle(path, KIND, self._key, [("head", [raw])], about=told)
            except Problem as problem:
                if problem.code != "bundle_damaged":
                    raise
                with contextlib.suppress(OSError):
                    path.unlink()
                raise Problem("place_damaged", path=self.folder) from problem
        self.remove_older_heads()

    def remove_older_heads(self) -> None:
        """Leave the newest head and the newest before it that opens; a copy that was killed may have left others.

        Raises Problem place_gone.
        """
        with place_problems(self.folder):
            heads = heads_in(self.folder)
            before = self._newest(_generation(heads[0])) if len(heads) > 1 else None
            for older in heads[1:]:
                if before is None or older != before[0]:
                    with contextlib.suppress(OSError):
                        older.unlink()

    def sweep(self, keep: Iterable[str]) -> int:
        """Remove objects that nothing refers to; returns how many."""
        return self._objects.sweep(keep)


def new_token() -> str:
    """Marks a head as written by this workspace in this state of its history."""
    return secrets.token_hex(16)
