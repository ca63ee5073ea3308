"""A ledger as Excel workbook and as CSV: typed values, one column for each key.

Text is never taken for a formula. Excel cells are typed as text, and marked so that they stay text when somebody edits
them. CSV has no types: a text that a spreadsheet would evaluate (it begins with = + - @, a tab or a carriage return)
gets a leading apostrophe, the usual guard against formula injection (OWASP, "CSV Injection"); numbers and dates do not.
"""

import csv
import io
import re
from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from inspector.i18n import N_, Translator
from inspector.reports.ledger import LedgerColumn, LedgerDocument, LedgerRow, flat_head, plain_value
from inspector.reports.progress import Progress, report
from inspector.reports.words import DEFAULT_LANGUAGE

Value = str | int | float | date | datetime | None

HEAD_ROW: Final = 3
LONGEST: Final = 32_767
"""Characters a cell can hold (Excel's own limit)."""
FOOT_LONGEST: Final = 80
"""Characters of each side of a foot; Excel holds 255 in all."""
STEP: Final = 200
"""Rows between two calls of the progress function."""
DAY_FORMAT: Final = "yyyy-mm-dd"
MOMENT_FORMAT: Final = "yyyy-mm-dd hh:mm"
TEXT_FORMAT: Final = "@"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters no XML document can hold (XML 1.0, production 2)."""
_NOT_SHEET = re.compile(r"[\[\]:*?/\\]")
"""Characters no sheet's name can hold."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SIDE = Side(style="thin", color="FFB5BDC8")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEAD_FILL = PatternFill("solid", fgColor="FFF0F0F0")
_HORIZONTAL = {"LEFT": "left", "CENTRE": "center", "RIGHT": "right"}


def ledger_xlsx(model: LedgerDocument, translator: Translator | None = None, progress: Progress | None = None) -> bytes:
    """The ledger as .xlsx: title, one line about it, frozen head with filter, rows; what was closed since on a sheet.

    Any thread. Raises Problem report_cancelled.
    """
    return _Book(model, translator or Translator(DEFAULT_LANGUAGE), progress).made()


def ledger_csv(model: LedgerDocument, translator: Translator | None = None) -> bytes:
    """The ledger as CSV in UTF-8 with byte order mark: a head, then rows; dates as YYYY-MM-DD. Any thread."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([flat_head(tr(column.head)) for column in model.shown_columns])
    for number, row in model.numbered():
        writer.writerow([_guarded(_value(column, number, row, tr)) for column in model.shown_columns])
    return out.getvalue().encode("utf-8-sig")


def _value(column: LedgerColumn, number: int, row: LedgerRow, translator: Translator) -> Value:
    value = row.value(column.key)
    return number if column.key == "no" and value is None else plain_value(value, translator)


def _guarded(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case str() if value.lstrip(" ").startswith(_FORMULA_STARTS):
            return f"'{value}"
    return value


class _Book:
    """One workbook being written, row by row: 100,000 rows need no more memory than their own text."""

    def __init__(self, model: LedgerDocument, tr: Translator, progress: Progress | None) -> None:
        self._model = model
        self._tr = tr
        self._progress = progress
        self._book = Workbook(write_only=True)
        self._styles: dict[tuple[object, ...], Any] = {}

    def made(self) -> bytes:
        model, tr = self._model, self._tr
        self._describe()
        self._sheet(model.shown_title(tr), model.rows)
        if model.closed_rows:
            self._sheet(tr(N_("Closed since")), model.closed_rows)
        out = io.BytesIO()
        self._book.save(out)
        return out.getvalue()

    def _describe(self) -> None:
        model, properties = self._model, self._book.properties
        properties.title = f"{model.shown_title(self._tr)} {model.number}"
        properties.creator = model.organisation
        properties.subject = model.scope
        properties.keywords = ", ".join(model.keywords)
        properties.language = self._tr.language.replace("_", "-")
        properties.created = properties.modified = model.printed_at.replace(tzinfo=None)

    def _sheet(self, title: str, rows: tuple[LedgerRow, ...]) -> None:
        columns = self._model.shown_columns
        sheet = self._book.create_sheet(_NOT_SHEET.sub(" ", title)[:31])
        self._set_up(sheet, len(rows))
        sheet.append([self._cell(sheet, title, ("title",))])
        sheet.append([self._cell(sheet, self._about(), ())])
        sheet.append([self._cell(sheet, flat_head(self._tr(column.head)), ("head",)) for column in columns])
        for number, row in enumerate(rows, 1):
            sheet.append(self._row(sheet, columns, number, row))
            if number % STEP == 0:
                report(self._progress, number, len(rows))

    def _about(self) -> str:
        model = self._model
        return self._tr(N_("{organisation}; period {period}; scope {scope}; no. {number}; data as of {data}")).format(
            organisation=model.organisation,
            period=model.period,
            scope=model.scope,
            number=model.number,
            data=f"{model.data_at:%Y-%m-%d %H:%M}",
        )

    def _row(self, sheet: Any, columns: Iterable[LedgerColumn], number: int, row: LedgerRow) -> list[Any]:
        cells = []
        for column in columns:
            value = _value(column, number, row, self._tr)
            kind = "moment" if isinstance(value, datetime) else "day" if isinstance(value, date) else ""
            kind = "text" if isinstance(value, str) else kind
            quoted = isinstance(value, str) and value.startswith(_FORMULA_STARTS)
            look = ("cell", _HORIZONTAL[column.align.name], kind, column.key in row.bold, quoted)
            cells.append(self._cell(sheet, value, look))
        return cells

    def _cell(self, sheet: Any, value: Value, look: tuple[object, ...]) -> Any:
        if isinstance(value, str):
            value = _NOT_XML.sub("", value)[:LONGEST]
        if isinstance(value, datetime):
            value = value.replace(tzinfo=None)  # Excel knows no zones
        cell: Any = WriteOnlyCell(sheet)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        style = self._styles.get(look)
        if style is None:
            style = self._styles[look] = self._style(sheet, look)
        cell._style = copy(style)  # noqa: SLF001 - openpyxl's own way to give many cells one style quickly
        return cell

    def _style(self, sheet: Any, look: tuple[object, ...]) -> Any:
        cell: Any = WriteOnlyCell(sheet)
        match look:
            case ("title",):
                cell.font = Font(bold=True, size=14)
            case ("head",):
                cell.font, cell.fill, cell.border = Font(bold=True), _HEAD_FILL, _BORDER
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            case ("cell", str() as horizontal, str() as kind, bool() as bold, bool() as quoted):
                cell.border = _BORDER
                cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
                formats = {"day": DAY_FORMAT, "moment": MOMENT_FORMAT, "text": TEXT_FORMAT}
                cell.number_format = formats.get(kind, "General")
                cell.font = Font(bold=bold)
                cell.quotePrefix = quoted
        return cell._style  # noqa: SLF001 - see _cell

    def _set_up(self, sheet: Any, rows: int) -> None:
        """Widths, frozen head, filter, printing; before the first row, as a sheet that is streamed wants it."""
        columns = self._model.shown_columns
        for index, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(index)].width = column.chars + 2
        last = get_column_letter(len(columns))
        sheet.freeze_panes = f"A{HEAD_ROW + 1}"
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + rows}"
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.left.text = _foot(self._model.number)
        sheet.oddFooter.center.text = _foot(self._signers())
        _pages(sheet.oddFooter.right, self._tr(N_("Page {page} of {pages}")))

    def _signers(self) -> str:
        return "  ".join(label + one.name for label, one in self._model.signing(self._tr) if one)


def _foot(text: str) -> str:
    """Text of a foot; an ampersand stands for itself."""
    return _NOT_XML.sub("", text)[:FOOT_LONGEST].replace("&", "&&")


def _pages(item: Any, words: str) -> None:
    """The page number; &P and &N are Excel's words for it and the number of pages."""
    item.text = words.format(page="&P", pages="&N")
