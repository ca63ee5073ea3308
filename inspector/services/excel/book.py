"""Writing workbooks: sheets with a frozen head, comments, drop-downs and typed cells. Only this knows openpyxl.

Text is never taken for a formula: every text cell is typed as text, and columns of account numbers are formatted as
text, so that what people type there keeps its leading zeros.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import Translator
from inspector.quick_dataclass import dataclass
from inspector.services.excel.columns import Column, Value

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

LONGEST: Final = 32_767
TYPED_ROWS: Final = 5_000
"""Rows below the head that get drop-downs."""
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
HEAD_FILL: Final = "FFE2EEFA"
NEEDED_FILL: Final = "FFFFF2C7"
TEXT_FORMAT: Final = "@"
DAY_FORMAT: Final = "yyyy-mm-dd"
LISTS: Final = "_lists"
"""Hidden sheet with the choices of the drop-downs."""
CellIn = str | float | int | date | bool | None


@dataclass(frozen=True, slots=True)
class Drop:
    """A drop-down of a column (index from 0): allowed words; `strict` refuses others."""

    column: int
    words: tuple[str, ...]
    strict: bool = True


class Book:
    """A workbook being written row by row."""

    def __init__(self, translator: Translator) -> None:
        from openpyxl import Workbook  # noqa: PLC0415 - takes a quarter of a second; only files need it

        self.translator = translator
        self.book = Workbook(write_only=True)
        self._lists: list[tuple[str, ...]] = []

    def sheet(
        self, title: str, columns: Sequence[Column], rows: Iterable[Sequence[CellIn]], drops: Sequence[Drop] = ()
    ) -> None:
        """A sheet of columns with rows."""
        sheet = self._begin(title, [_width(column, self.translator) for column in columns])
        self._add_formats(sheet, columns)
        sheet.append([self._head(sheet, column) for column in columns])
        formats = [_format(column) for column in columns]
        for row in rows:
            sheet.append([_cell(sheet, value, form) for value, form in zip(row, formats, strict=True)])
        for drop in drops:
            self._drop(sheet, drop)

    def table(self, title: str, widths: Sequence[int], head: Sequence[str], rows: Iterable[Sequence[CellIn]]) -> None:
        """A plain sheet: a head and rows."""
        sheet = self._begin(title, widths)
        sheet.append([_styled(sheet, text, HEAD_FILL) for text in head])
        for row in rows:
            sheet.append([_cell(sheet, value, "", wrap=True) for value in row])

    def data(self) -> bytes:
        """The file."""
        self._write_lists()
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def _begin(self, title: str, widths: Sequence[int]) -> "WriteOnlyWorksheet":
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see __init__

        sheet: Any = self.book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        return sheet  # type: ignore[no-any-return]

    def _head(self, sheet: Any, column: Column) -> Any:
        from openpyxl.comments import Comment  # noqa: PLC0415 - see __init__

        cell = _styled(sheet, column.heading(self.translator), NEEDED_FILL if column.required else HEAD_FILL)
        rule = column.rule.render(self.translator)
        if rule:
            comment = Comment(rule, "")
            comment.width, comment.height = 320, 90
            cell.comment = comment
        return cell

    @staticmethod
    def _add_formats(sheet: Any, columns: Sequence[Column]) -> None:
        """Whole columns as text or day, so that what is typed below keeps its form; before the first row is written."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see __init__

        for number, column in enumerate(columns, start=1):
            form = _format(column)
            if form:
                sheet.column_dimensions[get_column_letter(number)].number_format = form

    def _drop(self, sheet: Any, drop: Drop) -> None:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see __init__
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - see __init__

        if drop.words not in self._lists:
            self._lists.append(drop.words)
        number = get_column_letter(self._lists.index(drop.words) + 1)
        rule = DataValidation("list", formula1=f"{LISTS}!${number}$1:${number}${len(drop.words)}", allow_blank=True)
        rule.showErrorMessage = drop.strict
        letters = get_column_letter(drop.column + 1)
        rule.add(f"{letters}2:{letters}{TYPED_ROWS + 1}")
        sheet.data_validations.append(rule)

    def _write_lists(self) -> None:
        if not self._lists:
            return
        sheet: Any = self.book.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        for row in range(max(map(len, self._lists))):
            sheet.append([_cell(sheet, words[row] if row < len(words) else None, "") for words in self._lists])


def _width(column: Column, translator: Translator) -> int:
    heading = column.heading(translator)
    return max(10, min(40, sum(2 if ord(letter) > 0x2E80 else 1 for letter in heading) + 3))


def _format(column: Column) -> str:
    if column.value is Value.DAY:
        return DAY_FORMAT
    return TEXT_FORMAT if column.textual else ""


def _styled(sheet: Any, text: str, fill: str) -> Any:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - see Book

    cell = _cell(sheet, text, "")
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Any, value: CellIn, form: str, *, wrap: bool = False) -> Any:
    """A cell; a plain value where no form is needed, which is several times faster."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see Book

    if value is None or value == "":
        return None
    if not isinstance(value, str):
        if not isinstance(value, date):
            return value
        cell = WriteOnlyCell(sheet, datetime.combine(value, time()))
        cell.number_format = DAY_FORMAT
        return cell
    cell = WriteOnlyCell(sheet, safe(value))
    cell.data_type = "s"
    if form:
        cell.number_format = form
    if wrap:
        from openpyxl.styles import Alignment  # noqa: PLC0415 - see Book

        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def safe(text: str) -> str:
    """Text that a cell can hold: one kind of line end, no controls, `_xHHHH_` kept from being read as an escape."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ESCAPE.sub("_x005F_", _NOT_XML.sub("", lines))[:LONGEST]
