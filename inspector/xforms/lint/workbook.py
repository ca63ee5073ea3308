"""The rows of a form as its author sees them: an Excel workbook, a Markdown table or a CSV file, with what a cell is.

Reads what pyxform reads, and notes besides what pyxform does not tell: numbers and dates that were texts, formulas
without a result, rows behind a gap. Rows are counted as in a workbook, the headings are row 1 of their sheet.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, Final

from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.xforms.lint.findings import Place
from inspector.xforms.lint.merged import merged_cells

register(
    ProblemKind.INPUT,
    {
        "sheet_unreadable": N_("The file is no checklist that can be read ({reason}). Save it as .xlsx, .csv or .md."),
        "sheet_too_large": N_("The file is too large for a checklist. Delete what does not belong to it."),
        "sheet_rows": N_(
            "The sheet “{sheet}” has more than {most} rows. Delete the rows below the last question (mark them, Delete"
            " rows), and save."
        ),
        "sheet_columns": N_(
            "The sheet “{sheet}” has more than {most} columns. Delete the columns after the last heading, and save."
        ),
        "sheet_encoding": N_("The text file is not in UTF-8. Save it in Excel as “CSV UTF-8”, or as .xlsx."),
    },
)

SUFFIXES: Final = (".xlsx", ".csv", ".md")
MOST_BYTES: Final = 16 * 1024 * 1024
"""Largest file, and what an Excel file may unpack to, in bytes (unpacked four times as much)."""
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 300
MOST_GAP: Final = 60
"""Empty rows after which pyxform reads no further in an Excel sheet."""
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)
"""What the Excel reader raises on files that are none."""


class CellKind(Enum):
    """What Excel thinks a cell is."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    FORMULA = "formula"
    """A formula without a result."""
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty: its text as the form gets it."""

    text: str
    kind: CellKind = CellKind.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: its number, its line in a text file (else 0), cells by column index."""

    number: int
    line: int
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: `name` in small letters, `title` as written, headings by column index ("" = none)."""

    name: str
    title: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int = 0
    lost: int = 0
    """Number of the first row behind a gap that is read no more; 0 if there is none."""
    hidden: bool = False
    merged: tuple[str, ...] = ()
    """Ranges of cells that are merged, as Excel writes them ("A3:B4")."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A form as its author sees it."""

    sheets: tuple[Sheet, ...] = ()
    excel: bool = False
    by_name: dict[str, Sheet] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the sheets; of two with one name the last one counts, as it does for pyxform."""
        self.by_name.update({sheet.name: sheet for sheet in self.sheets})

    def place(self, sheet: Sheet, row: Row | None, index: int | None = None) -> Place:
        """Where a row, a cell (with `index`) or a heading (without a row) stands."""
        column = sheet.headers[index] if index is not None and index < len(sheet.headers) else ""
        number, line = (row.number, row.line) if row is not None else (1, sheet.line)
        cell = f"{letters(index)}{number}" if index is not None and self.excel else ""
        return Place(sheet.name, number, column, cell, line)


def letters(index: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def read_workbook(content: bytes, suffix: str) -> Workbook:
    """The rows of a file. Raises Problem sheet_unreadable, sheet_too_large."""
    if len(content) > MOST_BYTES:
        raise Problem("sheet_too_large")
    match suffix.lower():
        case ".xlsx":
            return _alone(_excel(content))
        case ".md":
            return _alone(Workbook(tuple(_sheets(_markdown(_text(content))))))
        case ".csv":
            return _alone(Workbook(tuple(_sheets(_csv(_text(content))))))
    raise Problem("sheet_unreadable", reason=suffix or Message(N_("its name has no ending")))


def _alone(workbook: Workbook) -> Workbook:
    """A single sheet is the survey, whatever it is called; a single CSV or Markdown sheet as well."""
    if len(workbook.sheets) == 1 and workbook.sheets[0].name not in SHEET_NAMES:
        only = workbook.sheets[0]
        sheet = replace(only, name="survey")
        return Workbook((sheet,), workbook.excel)
    return workbook


SHEET_NAMES: Final = ("survey", "choices", "settings", "external_choices", "entities", "osm")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("sheet_encoding") from error


# text files ---------------------------------------------------------------------------------------------------------

_Line = tuple[int, str, list[str]]
"""Line number, sheet name if one begins here, cells."""
_MD_ROW: Final = re.compile(r"\s*\|(.*)\|\s*")
_MD_RULE: Final = re.compile(r"[|-]+")
_MD_REMARK: Final = re.compile(r"^(.*)(#[^|]+)$")
_MD_PIPE: Final = re.compile(r"(?<!\\)\|")


def _markdown(text: str) -> Iterator[_Line]:
    for number, whole in enumerate(text.split("\n"), start=1):
        remark = _MD_REMARK.match(whole)
        row = _MD_ROW.match(remark[1] if remark else whole)
        if whole.lstrip().startswith("#") or row is None or _MD_RULE.match(row[1]):
            continue
        cells = [cell.strip().replace(r"\|", "|") for cell in _MD_PIPE.split(row[1])]
        yield number, cells[0], cells[1:]


def _csv(text: str) -> Iterator[_Line]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        before = 0
        for row in reader:
            number, before = before + 1, reader.line_num
            if row:
                yield number, row[0].strip(), [cell.strip() for cell in row[1:]]
    except csv.Error as error:
        raise Problem("sheet_unreadable", reason=Message(N_("its cells cannot be told apart"))) from error


def _sheets(lines: Iterable[_Line]) -> Iterator[Sheet]:
    title, rows = "", list[tuple[int, list[str]]]()
    for number, begins, cells in lines:
        if begins:
            if title:
                yield _sheet(title, rows)
            title, rows = begins, []
        if title and (any(cells) or rows):
            rows.append((number, cells))
    if title:
        yield _sheet(title, rows)


def _sheet(title: str, rows: list[tuple[int, list[str]]]) -> Sheet:
    if len(rows) > MOST_ROWS:
        raise Problem("sheet_rows", sheet=title, most=MOST_ROWS)
    if not rows:
        return Sheet(title.lower(), title, (), ())
    line, headers = rows[0]
    found = []
    for number, (at, cells) in enumerate(rows[1:], start=2):
        kept = {index: Cell(text) for index, text in enumerate(cells) if text}
        if kept:
            found.append(Row(number, at, kept))
    return Sheet(title.lower(), title, tuple(" ".join(cell.split()) for cell in headers), tuple(found), line)


# Excel --------------------------------------------------------------------------------------------------------------


def _excel(content: bytes) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415 - takes a quarter of a second; only files need it

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > 4 * MOST_BYTES:
                raise Problem("sheet_too_large")
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        for sheet in (*values.worksheets, *formulas.worksheets):
            sheet.reset_dimensions()  # what a file says of its own size may be wrong, and would cut rows off
        sheets = [(sheet.title, sheet.sheet_state != "visible") for sheet in values.worksheets]
        found = [replace(_excel_sheet(values[name], formulas[name]), hidden=hidden) for name, hidden in sheets]
        merged = merged_cells(content)
        found = [replace(sheet, merged=merged.get(sheet.title, ())) for sheet in found]
        return Workbook(tuple(found), excel=True)
    except _BROKEN as error:
        whole = zipfile.is_zipfile(io.BytesIO(content))
        reason = N_("the workbook is damaged") if whole else N_("it is no Excel workbook")
        raise Problem("sheet_unreadable", reason=Message(reason)) from error


def _excel_sheet(values: Any, formulas: Any) -> Sheet:
    headers: tuple[str, ...] = ()
    found: list[Row] = []
    before, lost = 1, 0
    far = (cell.value for row in values.iter_rows(max_row=1) for cell in row[MOST_COLUMNS:])
    if any(value is not None for value in far):
        raise Problem("sheet_columns", sheet=values.title, most=MOST_COLUMNS)
    pairs = zip(values.iter_rows(max_col=MOST_COLUMNS), formulas.iter_rows(max_col=MOST_COLUMNS), strict=False)
    for number, (row, written) in enumerate(pairs, start=1):
        if number > MOST_ROWS:
            if number - before <= MOST_GAP:
                raise Problem("sheet_rows", sheet=values.title, most=MOST_ROWS)
            break  # rows that only have a format: Excel keeps a million of them
        if number == 1:
            headers = tuple("" if cell.value is None else " ".join(str(cell.value).split()) for cell in row)
            continue
        cells = {i: made for i, pair in enumerate(zip(row, written, strict=False)) if (made := _excel_cell(*pair))}
        if not cells:
            continue
        if number - before > MOST_GAP + 1 and not lost:
            lost = number
        before = number
        if not lost:
            found.append(Row(number, 0, cells))
    while headers and not headers[-1]:
        headers = headers[:-1]
    return Sheet(values.title.lower(), values.title, headers, tuple(found), lost=lost)


def _excel_cell(cell: Any, written: Any) -> Cell | None:
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        formula = written.value
        if getattr(written, "data_type", "") != "f" or formula is None:
            return None
        return Cell(str(getattr(formula, "text", formula)), CellKind.FORMULA)
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", CellKind.BOOLEAN)
    if isinstance(value, datetime | date | time | timedelta):
        return Cell(str(value), CellKind.DATE)
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer()
        return Cell(str(int(value) if whole else value), CellKind.NUMBER)
    if getattr(cell, "data_type", "") == "e":
        return Cell(str(value), CellKind.ERROR)
    text = str(value).replace("\u00a0", " ").strip()
    return Cell(text) if text else None
