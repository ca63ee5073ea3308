"""The exported workbook, read back: every cell with its type, value and format; set-up of the sheets."""

import io
import json
from datetime import datetime

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook

from inspector.reports.ledger_tables import ledger_csv, ledger_xlsx
from tests.golden.compare import check
from tests.golden.papers import LEDGER


def opened() -> Workbook:
    return load_workbook(io.BytesIO(ledger_xlsx(LEDGER)))


def told(cell: Cell) -> list[object]:
    value = cell.value.isoformat() if isinstance(cell.value, datetime) else cell.value
    bold = "bold" if cell.font.b else ""
    return [cell.coordinate, cell.data_type, value, cell.number_format, cell.alignment.horizontal, bold]


def test_cells_are_as_before() -> None:
    book = opened()
    sheets = {
        sheet.title: [told(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book.worksheets
    }
    lines = [
        f"{title}\n" + "\n".join(json.dumps(one, ensure_ascii=False) for one in cells)
        for title, cells in sheets.items()
    ]
    check("ledger.xlsx.txt", "\n\n".join(lines) + "\n")


def test_no_cell_is_a_formula_and_those_that_look_like_one_stay_text_when_edited() -> None:
    for sheet in opened().worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                risky = isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
                assert bool(cell.quotePrefix) == risky


def test_sheets_are_set_up_for_reading_and_printing() -> None:
    book = opened()
    for sheet, rows in zip(book.worksheets, (3, 1), strict=True):
        assert sheet.freeze_panes == "A4"
        assert sheet.auto_filter.ref == f"A3:Q{3 + rows}"
        assert sheet.print_title_rows == "$3:$3"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter is not None
        foot = sheet.oddFooter.center
        assert foot is not None
        assert foot.text == "编制：王工  批准：刘班长"
        assert all(6 < dimension.width < 60 for dimension in sheet.column_dimensions.values())
    properties = book.properties
    assert properties.title == "大客户用电安全隐患整改台账 ZG-2026-K7-0003"
    assert (properties.creator, properties.subject, properties.keywords) == (LEDGER.organisation, "未闭环", "台账")
    assert properties.created == LEDGER.printed_at


def test_the_csv_is_as_before() -> None:
    check("ledger.csv.txt", ledger_csv(LEDGER).decode("utf-8-sig").replace("\r\n", "\n"))
