"""A checklist as its author hands it in: a workbook with the files beside it, a folder, or a zip of one. Any thread.

Only files that the sheet speaks of are read from a folder: a workbook may lie among hundreds of others. What is too
large, locked, old or no checklist is refused with a sentence that says what to do.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.xforms.lint.workbook import read_workbook

register(
    ProblemKind.INPUT,
    {
        "form_unreadable": N_("The checklist {path} cannot be read: {reason}."),
        "form_kind": N_("A checklist is a file .xlsx, .csv or .md, a folder or a .zip with one in it, not “{name}”."),
        "form_old_excel": N_("“{name}” is no .xlsx file. Open it in Excel or WPS and save it as .xlsx."),
        "form_locked": N_(
            "“{name}” is locked with a password, or an old Excel file under a new name. Open it in Excel or WPS and"
            " save it as .xlsx without a password."
        ),
        "form_misnamed": N_("“{name}” is an Excel workbook by its content. Let its name end with .xlsx."),
        "form_no_sheet": N_("There is no checklist in “{name}”. Put the workbook (.xlsx) and its files into it."),
        "form_many_sheets": N_("“{name}” holds several checklists: {names}. Choose one of them, or name it form.xlsx."),
        "form_archive": N_("The archive “{name}” cannot be read. Pack it anew as .zip, without a password."),
        "form_file_large": N_(
            "The file “{name}” is larger than {most} kB. Make it smaller: a list shorter, a picture coarser."
        ),
        "form_files_large": N_(
            "The files of the checklist are larger than {most} kB together. Leave some of them out."
        ),
        "form_large": N_("The checklist “{name}” is larger than {most} MB. Delete what does not belong to it."),
    },
)

SHEETS: Final = (".xlsx", ".xlsm", ".csv", ".md")
OLD: Final = (".xls", ".et", ".ods", ".xlsb", ".numbers", ".wps")
"""Workbooks that have to be saved in another format first."""
BESIDE: Final = (".csv", ".xml", ".geojson", ".json", ".png", ".jpg", ".jpeg")
"""Lists of choices and pictures that a sheet may name."""
MOST_SHEET: Final = 16 * 1024 * 1024
MOST_FILE: Final = 1024 * 1024
MOST_FILES: Final = 2 * 1024 * 1024
"""Bytes of one file beside a sheet, and of all: a version travels whole in one record."""
MOST_ENTRIES: Final = 500
"""Files of an archive or a folder that are looked at."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class FormFile:
    """A sheet (`suffix`: .xlsx, .csv, .md) and the files that it may name, by their names."""

    name: str
    content: bytes = field(repr=False)
    suffix: str
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def read_form(path: Path) -> FormFile:
    """A checklist from a file, a folder or an archive. Raises the Problems of this module (form_…)."""
    try:
        if path.is_dir():
            return _from_folder(path)
        if path.suffix.lower() == ".zip":
            return _from_archive(path)
        return _from_sheet(path)
    except OSError as error:
        raise Problem("form_unreadable", path=path, reason=error.strerror or error) from error


def _from_sheet(path: Path) -> FormFile:
    suffix = _suffix(path.name)
    if path.stat().st_size > MOST_SHEET:
        raise Problem("form_large", name=path.name, most=MOST_SHEET // (1024 * 1024))
    content = path.read_bytes()
    _check_kind(path.name, content, suffix)
    others = {other.name: other for other in _files_of(path.resolve().parent) if other.name != path.name}
    wanted = _spoken_of(content, suffix, others)
    return FormFile(path.name, content, suffix, _read({name: others[name] for name in wanted}))


def _from_folder(folder: Path) -> FormFile:
    return _from_sheet(folder / _only_sheet(folder.name, [path.name for path in _files_of(folder)]))


def _files_of(folder: Path) -> list[Path]:
    found = []
    for number, path in enumerate(sorted(folder.iterdir())):
        if number >= MOST_ENTRIES * 20:
            break
        if path.is_file() and not path.name.startswith((".", "~$")):
            found.append(path)
    return found


def _read(paths: Mapping[str, Path]) -> dict[str, bytes]:
    _check_sizes({name: path.stat().st_size for name, path in paths.items()})
    return {name: path.read_bytes() for name, path in paths.items()}


def _check_sizes(sizes: Mapping[str, int]) -> None:
    for name, size in sizes.items():
        if size > MOST_FILE:
            raise Problem("form_file_large", name=name, most=MOST_FILE // 1024)
    if sum(sizes.values()) > MOST_FILES:
        raise Problem("form_files_large", most=MOST_FILES // 1024)


def _from_archive(path: Path) -> FormFile:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _entries(path.name, archive)
            sheet = _only_sheet(path.name, list(entries))
            if entries[sheet].file_size > MOST_SHEET:
                raise Problem("form_large", name=sheet, most=MOST_SHEET // (1024 * 1024))
            content, suffix = archive.read(entries[sheet]), _suffix(sheet)
            _check_kind(sheet, content, suffix)
            wanted = _spoken_of(content, suffix, (name for name in entries if name != sheet))
            _check_sizes({name: entries[name].file_size for name in wanted})
            return FormFile(sheet, content, suffix, {name: archive.read(entries[name]) for name in wanted})
    except _BROKEN as error:
        raise Problem("form_archive", name=path.name) from error


def _entries(name: str, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_ENTRIES:
        raise Problem("form_archive", name=name)
    paths = {PurePosixPath(info.filename): info for info in infos}
    return {
        path.name: info
        for path, info in paths.items()
        if "__MACOSX" not in path.parts and not path.name.startswith((".", "~$"))
    }


def _only_sheet(where: str, names: Iterable[str]) -> str:
    """The checklist among other files: `form.…`, else the only workbook, else the only text file that may be one."""
    sheets = [name for name in names if name.lower().endswith(SHEETS)]
    for chosen in (
        [name for name in sheets if name.lower().rpartition(".")[0] == "form"],
        [name for name in sheets if name.lower().endswith((".xlsx", ".xlsm"))],
        [name for name in sheets if name.lower().endswith(".md")],
        sheets,
    ):
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            raise Problem("form_many_sheets", name=where, names=", ".join(chosen[:8]))
    raise Problem("form_no_sheet", name=where)


def _suffix(name: str) -> str:
    ends = PurePosixPath(name).suffix.lower()
    if ends in OLD:
        raise Problem("form_old_excel", name=name)
    if ends not in SHEETS:
        raise Problem("form_kind", name=name)
    return ".xlsx" if ends == ".xlsm" else ends


def _check_kind(name: str, content: bytes, suffix: str) -> None:
    """Whether a file is what its name says."""
    if content.startswith(_OLE):
        raise Problem("form_locked", name=name)
    if suffix != ".xlsx" and content.startswith(_ZIP):
        raise Problem("form_misnamed", name=name)
    if suffix == ".xlsx" and not content.startswith(_ZIP):
        raise Problem("form_old_excel", name=name)


def _spoken_of(content: bytes, suffix: str, names: Iterable[str]) -> list[str]:
    """Which of these files a cell of the sheet names, with or without its ending."""
    candidates = [name for name in names if name.lower().endswith(BESIDE)]
    if not candidates:
        return []
    workbook = read_workbook(content, suffix)
    words = "\n".join(cell.text for sheet in workbook.sheets for row in sheet.rows for cell in row.cells.values())
    return [name for name in candidates if name in words or _list_named(name, words)]


def _list_named(name: str, words: str) -> bool:
    """Whether a list is asked for as `pulldata('name', …)`, or stands as the name of an external list."""
    stem, _point, ends = name.rpartition(".")
    if f".{ends.lower()}" not in (".csv", ".xml", ".geojson"):
        return False
    asked = re.search(rf"""(?:pulldata|instance)\(\s*(['"]){re.escape(stem)}\1""", words)
    return asked is not None or ("-external" in words and stem in words.split("\n"))
