"""Reads a workbook (.xlsx, .xlsm) or a table (.csv) that anybody may have made. Needs no workspace; any thread.

What cannot be read is a Problem that says what to do; single cells that cannot be used become `BadCell` and are listed
later. Macros, links, pictures and styles are never looked at.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from inspector.problems import Problem
from inspector.services.excel.archive import LARGEST_FILE, ZIP, open_archive
from inspector.services.excel.markup import feed
from inspector.services.excel.parts import CUT, read_book
from inspector.services.excel.rows import MOST_COLUMNS, Budget, SheetHandler
from inspector.services.excel.views import (
    Cancelled,
    Cells,
    Progress,
    SheetData,
    WorkbookSheets,
    never,
    no_progress,
)

PHASE = "read"
ENCODINGS = ("utf-8-sig", "gb18030")
"""How Chinese Excel and other programs write CSV."""


def read_workbook(path: Path, progress: Progress = no_progress, cancelled: Cancelled = never) -> WorkbookSheets:
    """Read a file. Raises Problem import_no_file, import_unreadable and those of `read_bytes`."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Problem("import_too_large", name=path.name, what=f"{size // (1024 * 1024)} MB")
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    return read_bytes(data, path.name, progress, cancelled)


def unreadable(path: Path, error: Exception) -> Problem:
    """Why a file a person named cannot be read: there is none of that name, or something else is in the way."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError) or path.is_dir():
        return Problem("import_no_file", path=path)
    return Problem("import_unreadable", path=path, reason=getattr(error, "strerror", "") or error)


def read_bytes(
    data: bytes, name: str, progress: Progress = no_progress, cancelled: Cancelled = never
) -> WorkbookSheets:
    """Read the bytes of a file.

    Raises Problem import_file_kind, import_old_excel, import_damaged, import_too_large, import_no_rows or
    import_cancelled.
    """
    table = name.casefold().endswith(".csv") and not data.startswith(ZIP)
    sheets = _table(data, name, cancelled) if table else _sheets(data, name, progress, cancelled)
    if not any(sheet.rows for sheet in sheets):
        raise Problem("import_no_rows", name=name)
    return WorkbookSheets(name, sheets)


def _sheets(data: bytes, name: str, progress: Progress, cancelled: Cancelled) -> tuple[SheetData, ...]:
    archive = open_archive(data, name, cancelled)
    book = read_book(archive)
    budget = Budget(name)
    found = []
    for number, sheet in enumerate(book.sheets):
        progress(number, len(book.sheets), PHASE)
        handler = SheetHandler(book, budget, sheet.name)
        feed(archive.part(sheet.part), handler, archive.damaged(sheet.name))
        found.append(SheetData(sheet.name, handler.rows(), sheet.hidden))
    progress(len(book.sheets), len(book.sheets), PHASE)
    return tuple(found)


def _table(data: bytes, name: str, cancelled: Cancelled) -> tuple[SheetData, ...]:
    budget = Budget(name)
    rows = []
    try:
        for number, cells in enumerate(_lines(_decoded(data, name)), start=1):
            if number % 1000 == 0 and cancelled():
                raise Problem("import_cancelled")
            if any(cells):
                budget.take(len(cells))
                rows.append((number, cells))
    except csv.Error as error:
        raise Problem("import_damaged", name=name, reason=error) from error
    return (SheetData(Path(name).stem, tuple(rows)),)


def _decoded(data: bytes, name: str) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem("import_damaged", name=name, reason="UTF-8, GB18030")


def _lines(text: str) -> Iterator[Cells]:
    """Rows of a table. The apostrophe that guards a cell against being taken for a formula is no part of it."""
    for row in csv.reader(io.StringIO(text, newline="")):
        yield tuple(_cell(cell) for cell in row[:MOST_COLUMNS])


def _cell(text: str) -> str | None:
    guarded = len(text) > 1 and text[0] == "'" and text[1] in "=+-@"
    return (text[1:] if guarded else text)[:CUT] or None
