"""The error report: what an administrator needs to find a mistake, as texts to be read first and one file to hand on.

Holds versions, sizes and counts, and the book of errors; no names, no numbers of accounts or notices, no passphrases,
no photos. Nothing is sent.
"""

import io
import platform
import sqlite3
import sys
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspector import __version__, i18n
from inspector.i18n import N_
from inspector.quick_dataclass import dataclass
from inspector.services.diagnosis.error_book import NATIVE, Entry, ErrorBook

if TYPE_CHECKING:
    from inspector.services.workspace import Workspace

MOST_ERRORS: Final = 200
NATIVE_LINES: Final = 120
LIBRARIES: Final = ("SQLAlchemy", "sqlcipher3", "reportlab", "pillow", "httpx", "openpyxl")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the report. `title` is a msgid; `text` is what will stand in the file, word for word."""

    name: str
    title: str
    text: str


def report_parts(
    book: ErrorBook, workspace: "Workspace | None" = None, screen: Mapping[str, str] | None = None
) -> tuple[Part, ...]:
    """The parts of a report as they would be written now. Worker thread, if there is a workspace."""
    parts = [Part("versions.txt", N_("Versions"), _lines(_versions() | dict(screen or {})))]
    if workspace is not None:
        parts.append(Part("workspace.txt", N_("Size of the workspace"), _lines(_sizes(workspace))))
    parts.append(Part("errors.txt", N_("Errors"), _errors(book.entries()[:MOST_ERRORS])))
    native = _native(book.folder / NATIVE)
    if native:
        parts.append(Part("native.txt", N_("Crashes outside Python"), native))
    return tuple(parts)


def packed(parts: tuple[Part, ...]) -> bytes:
    """The parts as an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part.name, part.text)
    return stream.getvalue()


def report_name(now: datetime) -> str:
    """What the file is called when nobody says otherwise."""
    return f"inspector-report-{now:%Y%m%d-%H%M}.zip"


def _lines(facts: Mapping[str, object]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in facts.items())


def _versions() -> dict[str, object]:
    return {
        "inspector": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "frozen": getattr(sys, "frozen", False),
        "language": i18n.language(),
        "sqlite": sqlite3.sqlite_version,
        **{name: _version(name) for name in LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"


def _errors(entries: tuple[Entry, ...]) -> str:
    if not entries:
        return "-\n"
    shown = []
    for entry in entries:
        head = f"{entry.at}  {entry.version}  {entry.kind}  {entry.what}  {entry.where}".rstrip()
        shown.append("\n".join([head, *(f"    {frame}" for frame in entry.frames)]))
    return "\n\n".join(shown) + "\n"


def _native(path: Path) -> str:
    """The last lines of the interpreter's own report; paths cut as everywhere."""
    if not path.exists():
        return ""
    home = str(Path.home())
    lines = path.read_text("utf-8", errors="replace").splitlines()[-NATIVE_LINES:]
    return "".join(f"{line.replace(home, '~')}\n" for line in lines)


def _sizes(workspace: "Workspace") -> dict[str, object]:
    """Counts and bytes, no contents and no path."""
    database = workspace.db
    counts = database.outbox.counts()
    facts: dict[str, object] = {
        "key": workspace.store.info.key_source.value,
        "customers": len(database.registers.customers()),
        "persons": len(database.registers.persons()),
        "unsent": database.overview.unsent_count(),
        "parked": counts.parked,
        "refused": counts.refused,
        "files missing": counts.files_missing,
    }
    for path in sorted(workspace.path.iterdir()):
        files = [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]
        facts[path.name] = f"{len(files)} / {sum(one.stat().st_size for one in files)} B"
    return facts
