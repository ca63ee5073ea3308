"""From a file that anybody may have made to the cells and pictures of a reply. Needs no workspace; any thread.

Sizes are bounded and counted by the reader of workbooks; nothing is executed, followed or written.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.excel.archive import Archive, open_archive
from inspector.services.excel.parts import SheetPart, read_book
from inspector.services.excel.pictures import Picture, pictures_of
from inspector.services.excel.reading import unreadable
from inspector.services.excel.rows import Budget, column_letters
from inspector.services.excel.values import as_text
from inspector.services.excel.views import BadCell, Cancelled, Cells, CellValue, Issue, Progress, never, no_progress
from inspector.services.excel.watched import Place, watch
from inspector.services.replies.keys import MAGIC, Keys, from_records
from inspector.services.replies.layout import KEYS_SHEET, PHOTO_PLACES, WIDTH

PHASE: Final = "read"
LARGEST_FILE: Final = 256 * 1024 * 1024
"""Bytes of a reply: four photos of 6 MB for each of ten hazards."""
MOST_KEYS: Final = 2_000
MACROS: Final = "vbaproject.bin"


@dataclass(frozen=True, slots=True)
class Filled:
    """A reply as it lies in a file."""

    name: str
    data: bytes
    keys: Keys
    rows: Mapping[int, Cells]
    formulas: Mapping[Place, str]
    merged: tuple[tuple[Place, Place], ...]
    pictures: tuple[Picture, ...]
    pictured: frozenset[Place]
    """Cells that hold a picture."""
    notes: tuple[Issue, ...]
    """What is to be said about the file as a whole."""

    @property
    def sha256(self) -> str:
        """Of the file."""
        return hashlib.sha256(self.data).hexdigest()

    def value(self, row: int, column: int) -> CellValue:
        """A cell (row from 1, column from 0); what stands for a picture is no value."""
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) and (row, column) not in self.pictured else None


def read_filled(path: Path, progress: Progress = no_progress, cancelled: Cancelled = never) -> Filled:
    """Read a file. Raises Problem import_no_file, import_unreadable and those of `read_bytes`."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Problem("import_too_large", name=path.name, what=f"{size // (1024 * 1024)} MB")
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    return read_bytes(data, path.name, progress, cancelled)


def read_bytes(data: bytes, name: str, progress: Progress = no_progress, cancelled: Cancelled = never) -> Filled:
    """Read the bytes of a file.

    Raises Problem import_file_kind, import_old_excel, import_damaged, import_too_large, import_cancelled,
    reply_no_keys, reply_keys_edited or reply_sheet_missing.
    """
    progress(0, 2, PHASE)
    archive = open_archive(data, name, cancelled)
    book, budget = read_book(archive), Budget(name)
    hidden = next((sheet for sheet in book.sheets if sheet.name == KEYS_SHEET), None)
    if hidden is None:
        raise Problem("reply_no_keys", name=name)
    keys = _keys(watch(archive, book, hidden, budget).rows(), name)
    shown = next((sheet for sheet in book.sheets if sheet.name == keys.sheet), None)
    if shown is None:
        raise Problem("reply_sheet_missing", name=name, sheet=keys.sheet)
    progress(1, 2, PHASE)
    watched = watch(archive, book, shown, budget)
    pictures = pictures_of(archive, book, shown, watched)
    progress(2, 2, PHASE)
    return Filled(
        name,
        data,
        keys,
        dict(watched.rows()),
        watched.formulas,
        tuple(watched.merged),
        pictures,
        frozenset((picture.row, picture.column) for picture in pictures if picture.in_cell),
        tuple(_notes(archive, book.sheets, keys)),
    )


def _keys(rows: tuple[tuple[int, Cells], ...], name: str) -> Keys:
    """What the hidden sheet says. Empty cells at the end of a row are not stored."""
    if not rows or not rows[0][1] or rows[0][1][0] != MAGIC or len(rows) > MOST_KEYS:
        raise Problem("reply_no_keys", name=name)
    keys = from_records([[_plain(value) for value in cells] for _number, cells in rows])
    if keys is None:
        raise Problem("reply_keys_edited", name=name)
    return keys


def _plain(value: CellValue) -> str:
    return value if isinstance(value, str) else "" if value is None or isinstance(value, BadCell) else as_text(value)


def _notes(archive: Archive, sheets: tuple[SheetPart, ...], keys: Keys) -> list[Issue]:
    notes = []
    if any(name.endswith(MACROS) for name in archive.names()):
        notes.append(Issue("", 0, "", "", "", "reply_macros", warning=True))
    notes += [
        Issue(sheet.name, 0, "", "", "", "reply_sheet_extra", warning=True)
        for sheet in sheets
        if sheet.name not in (keys.sheet, KEYS_SHEET)
    ]
    return notes


def letters(column: int) -> str:
    """Letters of a column that a picture hangs on; those far out are named by the last one of the file's own."""
    return column_letters(column if 0 <= column < WIDTH + 20 * PHOTO_PLACES else WIDTH - 1)
