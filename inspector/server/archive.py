"""The folder of a server's backup: what is in it, written so that it can be trusted and read back.

* `backup.json`: what the backup consists of, with the SHA-256 of every part; written last, so that it never names a
  part that is not whole.
* `frames/<first>-<last>.zst`: frames in the order of their numbers. They never change: a later backup adds segments.
* `tables-<last>.zst`: every other table as it was at that moment.
* `files/ab/<sha256>`: photos and other files.
* `server.key`: the private key of the server.

It is the same for SQLite and PostgreSQL. Nothing in it is encrypted: keep it where nobody else reads it.
"""

import base64
import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import zstandard

from inspector.disk import FULL, flush_folder
from inspector.domain.events import compact
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

KIND: Final = "inspector-server-backup"
FORMAT: Final = 1
MANIFEST: Final = "backup.json"
KEY: Final = "server.key"
LEVEL: Final = 9
PART: Final = re.compile(r"(frames/\d{12}-\d{12}|tables-\d{12}-[0-9a-f]+)\.(zst|new)")
OURS: Final = re.compile(r"lock|frames|files|(server\.key|backup\.json)(\.new)?|tables-\d{12}-[0-9a-f]+\.(zst|new)")
"""What an unfinished backup consists of."""
MOST_LINE: Final = 64 * 1024 * 1024
"""Bytes of a line; a frame has at most 16 MiB."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames `first` … `last` (numbers), `last_id` is the id of the last one: it shows whether histories agree."""

    file: str
    first: int
    last: int
    last_id: str
    frames: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup consists of. `files`: None when photos were left out; `lost`: those the server itself had lost."""

    server: str
    name: str
    epoch: str
    revision: str
    made_at: str
    last_frame: int
    segments: tuple[Segment, ...]
    tables: str
    tables_sha256: str
    files: int | None
    lost: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return sum(one.frames for one in self.segments)


class Archive:
    """A backup's folder.

    Every method raises Problem server_full or server_backup_failed for the disk, those that read server_backup_damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    # --- writing -----------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the folder. Raises Problem server_backup_folder_used when something else is in it."""
        with failures():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            names = {one.name for one in self.path.iterdir()}
            if MANIFEST not in names and not all(OURS.fullmatch(name) for name in names):
                raise Problem("server_backup_folder_used", path=self.path)
            for name in ("frames", "files"):
                (self.path / name).mkdir(mode=0o700, exist_ok=True)

    def write_lines(self, name: str, lines: Iterable[bytes]) -> str:
        """Write a part; the SHA-256 of the file as it is read back."""
        with failures():
            path = self.path / name
            new = path.with_suffix(".new")
            packer = zstandard.ZstdCompressor(level=LEVEL)
            with _private(new) as stream, packer.stream_writer(stream, closefd=False) as packed:
                for line in lines:
                    packed.write(line + b"\n")
            _keep(new, path)
            return hash_of(path)

    def write_file(self, sha256: str, data: bytes) -> bool:
        """Keep a photo; whether it reads back as what its name says."""
        with failures():
            path = self.file(sha256)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            new = path.with_suffix(".new")
            with _private(new) as stream:
                stream.write(data)
            if hash_of(new) != sha256:
                new.unlink()
                return False
            new.replace(path)
            return True

    def write_key(self, key: bytes) -> None:
        """Keep the server's key."""
        with failures():
            new = self.path / f"{KEY}.new"
            with _private(new) as stream:
                stream.write(key.hex().encode())
            _keep(new, self.path / KEY)

    def write_manifest(self, made: Manifest) -> None:
        """Say what the backup consists of; from now on it is this one. Parts that it does not name are taken away."""
        with failures():
            for folder in (self.path / "frames", *(self.path / "files").iterdir(), self.path / "files"):
                flush_folder(folder)
            new = self.path / f"{MANIFEST}.new"
            with _private(new) as stream:
                stream.write(json.dumps({"kind": KIND, "format": FORMAT, **asdict(made)}, indent=1).encode())
            _keep(new, self.path / MANIFEST)
            named = {made.tables, *(one.file for one in made.segments)}
            for path in (*self.path.iterdir(), *(self.path / "frames").iterdir()):
                name = path.relative_to(self.path).as_posix()
                if PART.fullmatch(name) and name not in named:
                    path.unlink()

    # --- reading -----------------------------------------------------------------------------------------------------

    def manifest(self) -> Manifest | None:
        """What the backup consists of; None where there is none.

        Raises Problem server_backup_damaged or server_backup_newer.
        """
        try:
            with failures():
                told = json.loads((self.path / MANIFEST).read_bytes())
            if told["kind"] == KIND and told["format"] > FORMAT:
                raise Problem("server_backup_newer")
            segments = tuple(Segment(**one) for one in told.pop("segments"))
            given = {name: told[name] for name in Manifest.__dataclass_fields__ if name in told}
            made = Manifest(**given, segments=segments)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            raise Problem("server_backup_damaged", part=MANIFEST) from None
        return replace(made, lost=tuple(made.lost))

    def key(self) -> bytes:
        """The server's key. Raises Problem server_backup_damaged."""
        try:
            found = bytes.fromhex((self.path / KEY).read_text("ascii"))
        except (OSError, ValueError):
            found = b""
        if len(found) != 32:
            raise Problem("server_backup_damaged", part=KEY)
        return found

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part. Raises Problem server_backup_damaged."""
        rest = b""
        try:
            with (self.path / name).open("rb") as stream:
                for some in zstandard.ZstdDecompressor().read_to_iter(stream):
                    *whole, rest = (rest + some).split(b"\n")
                    yield from whole
                    if len(rest) > MOST_LINE:
                        raise Problem("server_backup_damaged", part=name)
        except (OSError, zstandard.ZstdError) as error:
            raise Problem("server_backup_damaged", part=name) from error
        if rest:
            raise Problem("server_backup_damaged", part=name)

    def file(self, sha256: str) -> Path:
        """Where a photo is."""
        return self.path / "files" / sha256[:2] / sha256

    def files(self) -> Iterator[str]:
        """Every photo, sorted."""
        with failures():
            for folder in sorted((self.path / "files").iterdir()):
                yield from sorted(one.name for one in folder.iterdir() if not one.suffix)

    def damaged(self, made: Manifest, *, files: bool = True) -> list[str]:
        """Parts that are not what they should be: all of them are read."""
        parts = {one.file: one.sha256 for one in made.segments} | {made.tables: made.tables_sha256}
        found = [name for name, sha256 in parts.items() if not _is(self.path / name, sha256)]
        if files and made.files is not None:
            every = list(self.files())
            found += [f"files/{one[:2]}/{one}" for one in every if not _is(self.file(one), one)]
            if len(every) < made.files:
                found.append("files")
        return found


# --- frames as lines -------------------------------------------------------------------------------------------------


def frame_lines(row: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """A frame's row as two lines: what the server knows of it, and its own bytes (they hold no line feed)."""
    head = {name: value for name, value in row.items() if name not in ("raw", "sig")}
    head["sig"] = base64.b64encode(bytes(row["sig"])).decode()
    return compact(head).encode(), bytes(row["raw"])


def homes_line(homes: Iterable[Row]) -> bytes:
    """Rows of `entity` for the things that the frames before speak of."""
    return compact({"homes": [dict(one) for one in homes]}).encode()


def read_segment(lines: Iterator[bytes], part: str) -> Iterator[tuple[list[Row], list[Row]]]:
    """Portions of a segment: rows of `frame` and rows of `entity`. Raises Problem server_backup_damaged."""
    frames: list[Row] = []
    for line in lines:
        try:
            head = json.loads(line)
            if "homes" in head:
                yield frames, head["homes"]
                frames = []
                continue
            raw = next(lines)
            row = {**head, "raw": raw, "sig": base64.b64decode(head["sig"], validate=True)}
        except (ValueError, KeyError, TypeError, StopIteration):
            raise Problem("server_backup_damaged", part=part) from None
        if hashlib.sha256(raw).hexdigest() != row["hash"]:
            raise Problem("server_backup_damaged", part=part)
        frames.append(row)
    if frames:
        raise Problem("server_backup_damaged", part=part)


# --- files -----------------------------------------------------------------------------------------------------------


def hash_of(path: Path) -> str:
    """SHA-256 of a file, from the disk rather than from memory where the system can be asked for that."""
    with path.open("rb") as stream:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is(path: Path, sha256: str) -> bool:
    try:
        return hash_of(path) == sha256
    except OSError:
        return False


@contextlib.contextmanager
def _private(path: Path) -> Iterator[Any]:
    """A new file that only its owner reads; on the disk when it is left."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(handle)


def _keep(new: Path, path: Path) -> None:
    new.replace(path)
    flush_folder(path.parent)


@contextlib.contextmanager
def failures() -> Iterator[None]:
    """What the disk says, as a problem; a file that is not there stays as it is."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in FULL:
            raise Problem("server_full") from error
        raise Problem("server_backup_failed", reason=error.strerror or error) from error
