"""The book of errors: one line of JSON for each mistake of the program, on this computer only.

It holds where something happened, never what was being worked on: no messages of exceptions and no arguments of log
lines, since they may quote what somebody typed; of known problems the code alone. Paths are cut to the part inside the
program. Any thread; whatever cannot be written is left out, because the book must not make matters worse.
"""

import json
import logging
import threading
import traceback
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from inspector import __version__
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

NAME: Final = "errors.jsonl"
OLDER: Final = "errors-older.jsonl"
NATIVE: Final = "native.txt"
"""Beside the book: what the interpreter wrote when it was brought down from outside Python."""
MOST_BYTES: Final = 256 * 1024
"""From this size on a new file is begun; one older is kept."""
FRAMES: Final = 40
PACKAGE: Final = "inspector"


@dataclass(frozen=True, slots=True)
class Entry:
    """One mistake. `kind` is the exception's type or the log's level; `what` a problem's code or a log's pattern."""

    at: str
    version: str
    kind: str
    what: str
    where: str
    frames: tuple[str, ...] = ()


def default_folder() -> Path:
    """Where this computer keeps logs of programs."""
    from platformdirs import user_log_path  # noqa: PLC0415 - only the window and one command keep a book

    return user_log_path("inspector", appauthor=False)


def inside(path: str) -> str:
    """A source file's path from the package or library on, without whose computer it is."""
    parts = Path(path).parts
    for mark in (PACKAGE, "site-packages"):
        if mark in parts:
            last = len(parts) - 1 - parts[::-1].index(mark)
            return "/".join(parts[last + (mark != PACKAGE) :])
    return parts[-1] if parts else ""


def frames_of(trace: TracebackType | None) -> tuple[str, ...]:
    """Where it came from, outermost first: file, line, function; no values."""
    shown = traceback.extract_tb(trace)[-FRAMES:]
    return tuple(f"{inside(frame.filename)}:{frame.lineno} {frame.name}" for frame in shown)


class ErrorBook:
    """The book in a folder, which is made when the first entry is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def note(self, error: BaseException, trace: TracebackType | None = None) -> None:
        """Write down an exception."""
        frames = frames_of(trace or error.__traceback__)
        code = error.code if isinstance(error, Problem) else ""
        self._add(Entry(_now(), __version__, type(error).__name__, code, frames[-1] if frames else "", frames))

    def note_log(self, record: logging.LogRecord) -> None:
        """Write down a line of the log by its pattern, not by what was filled in."""
        where = f"{inside(record.pathname)}:{record.lineno}"
        pattern = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        frames = frames_of(record.exc_info[2]) if record.exc_info else ()
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.levelname
        self._add(Entry(_now(), __version__, kind, pattern, where, frames))

    def entries(self) -> tuple[Entry, ...]:
        """What is in the book, newest first; lines that cannot be read are left out."""
        lines = [line for name in (OLDER, NAME) for line in self._lines(name)]
        return tuple(entry for entry in map(_entry, reversed(lines)) if entry is not None)

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            for name in (NAME, OLDER):
                (self.folder / name).unlink(missing_ok=True)

    def _lines(self, name: str) -> Iterable[str]:
        path = self.folder / name
        return path.read_text("utf-8", errors="replace").splitlines() if path.exists() else ()

    def _add(self, entry: Entry) -> None:
        with self._lock:
            try:
                self._write(json.dumps(asdict(entry), ensure_ascii=False))
            except OSError:
                return

    def _write(self, line: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / NAME
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(self.folder / OLDER)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _entry(line: str) -> Entry | None:
    try:
        read: dict[str, Any] = json.loads(line)
        return Entry(**{**read, "frames": tuple(read.get("frames", ()))})
    except (ValueError, TypeError):
        return None
