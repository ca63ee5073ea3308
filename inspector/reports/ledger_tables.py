"""A ledger as Excel workbook and as CSV: typed values, one column for each key.

Text is never taken for a formula: Excel cells are typed as text, CSV cells that a spreadsheet would evaluate get a
leading apostrophe (the usual guard against formula injection).
"""

import csv
import io
import re
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from inspector.i18n import N_, Translator
from inspector.reports.ledger import LedgerColumn, LedgerDocument, LedgerRow, flat_head, plain_value
from inspector.reports.words import DEFAULT_LANGUAGE

HEAD_ROW = 3
LONGEST = 32_767
"""Characters a cell can hold (Excel's own limit)."""
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters no XML document can hold (XML 1.0, production 2)."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SIDE = Side(style="thin", color="FFB5BDC8")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEAD_FILL = PatternFill("solid", fgColor="FFF0F0F0")


def ledger_xlsx(model: LedgerDocument, translator: Translator | None = None) -> bytes:
    """The ledger as .xlsx: title, one line about it, frozen head with filter, rows. Any thread."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    book = Workbook()
    book.properties.title = f"{model.shown_title(tr)} {model.number}"
    book.properties.creator = model.organisation
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook starts with a worksheet")
    sheet.title = model.shown_title(tr)[:31]
    _write_head(sheet, model, tr)
    for number, row in model.numbered():
        _write_row(sheet, model.shown_columns, (number, row), tr)
    _set_up(sheet, model)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ledger_csv(model: LedgerDocument, translator: Translator | None = None) -> bytes:
    """The ledger as CSV in UTF-8 with byte order mark: a head, then rows; dates as YYYY-MM-DD. Any thread."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([flat_head(tr(column.head)) for column in model.shown_columns])
    for number, row in model.numbered():
        writer.writerow([_guarded(_value(column, number, row, tr)) for column in model.shown_columns])
    return out.getvalue().encode("utf-8-sig")


def _value(
    column: LedgerColumn, number: int, row: LedgerRow, translator: Translator
) -> str | int | float | date | datetime | None:
    value = row.value(column.key)
    return number if column.key == "no" and value is None else plain_value(value, translator)


def _guarded(value: str | float | date | None) -> str | int | float:
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


def _put(cell: Cell | MergedCell, value: str | float | date | None) -> None:
    if isinstance(value, str):
        value = _NOT_XML.sub("", value)[:LONGEST]
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)  # Excel knows no zones
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _write_head(sheet: Worksheet, model: LedgerDocument, tr: Translator) -> None:
    _put(sheet.cell(1, 1), model.shown_title(tr))
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    about = tr(N_("{organisation}; period {period}; scope {scope}; no. {number}; data as of {data}")).format(
        organisation=model.organisation,
        period=model.period,
        scope=model.scope,
        number=model.number,
        data=f"{model.data_at:%Y-%m-%d %H:%M}",
    )
    _put(sheet.cell(2, 1), about)
    for index, column in enumerate(model.shown_columns, 1):
        cell = sheet.cell(HEAD_ROW, index)
        _put(cell, flat_head(tr(column.head)))
        cell.font = Font(bold=True)
        cell.fill = _HEAD_FILL
        cell.border = _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _write_row(
    sheet: Worksheet, columns: tuple[LedgerColumn, ...], numbered: tuple[int, LedgerRow], tr: Translator
) -> None:
    number, row = numbered
    for index, column in enumerate(columns, 1):
        cell = sheet.cell(HEAD_ROW + number, index)
        value = _value(column, number, row, tr)
        _put(cell, value)
        cell.border = _BORDER
        cell.alignment = Alignment(
            horizontal=column.align.name.lower().replace("centre", "center"), vertical="center", wrap_text=True
        )
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
        if column.key in row.bold:
            cell.font = Font(bold=True)


def _set_up(sheet: Worksheet, model: LedgerDocument) -> None:
    columns = model.shown_columns
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.chars + 2
    last = get_column_letter(len(columns))
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + len(model.rows)}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
