"""Ledgers as Excel and CSV: types, widths, filter, no formulas from text."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from inspector.domain.ledger import LedgerKind
from inspector.reports.ledger import COLUMNS, LedgerRow
from inspector.reports.ledger_tables import ledger_csv, ledger_xlsx
from tests.unit.reports.samples import OVERDUE, ledger

KEYS = [column.key for column in COLUMNS[LedgerKind.SUPERVISION]]


def sheet_of(data: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def with_remark(text: str) -> bytes:
    return ledger_xlsx(replace(ledger(1), rows=(LedgerRow({**OVERDUE.values, "remark": text}),)))


def test_cells_are_typed() -> None:
    sheet = sheet_of(ledger_xlsx(ledger(2)))
    row = {key: sheet.cell(4, index) for index, key in enumerate(KEYS, 1)}
    assert row["no"].value == 1
    assert row["account"].value == "50101180204"
    assert row["grade"].value == "危急"
    assert row["deadline"].value == datetime(2026, 6, 5)  # noqa: DTZ001 - openpyxl reads dates so
    assert row["deadline"].number_format == "yyyy-mm-dd"
    assert row["deadline"].font.b
    assert not row["found_on"].font.b


def test_head_is_frozen_filtered_and_wide_enough() -> None:
    sheet = sheet_of(ledger_xlsx(ledger(2)))
    assert sheet.cell(1, 1).value == "大客户用电安全隐患重点监督整改台账"
    assert "ZD-2026-06" in str(sheet.cell(2, 1).value)
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:P5"
    assert sheet.cell(3, 2).value == "客户名称 / 户号"
    assert sheet.column_dimensions["B"].width > 20
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$3"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+1", "@SUM(A1)", "-2"])
def test_text_never_becomes_a_formula(text: str) -> None:
    cell = sheet_of(with_remark(text)).cell(4, len(KEYS))
    assert cell.data_type == "s"
    assert cell.value == text
    rows = replace(ledger(1), rows=(LedgerRow({**OVERDUE.values, "remark": text}),))
    assert list(csv.reader(io.StringIO(ledger_csv(rows).decode("utf-8-sig"))))[1][-1] == "'" + text


def test_control_characters_and_endless_texts_do_not_break_the_workbook() -> None:
    assert sheet_of(with_remark("a\x00b\x07c\ufffe\uffff\ud800")).cell(4, len(KEYS)).value == "abc"
    assert len(str(sheet_of(with_remark("长" * 40_000)).cell(4, len(KEYS)).value)) == 32_767


def test_csv_opens_in_excel_and_keeps_numbers_and_dates() -> None:
    row = LedgerRow(
        {"number": "JC-1", "critical": -1, "signed_on": date(2026, 6, 11), "conclusion": "两行\n文字，“引号”"}
    )
    data = ledger_csv(replace(ledger(0, LedgerKind.INSPECTION), rows=(row,)))
    assert data.startswith(b"\xef\xbb\xbf")
    head, values = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    found = dict(zip(head, values, strict=True))
    assert found["序号"] == "1"
    assert found["危急"] == "-1"
    assert found["检查日期"] == "2026-06-11"
    assert found["检查结论"] == "两行\n文字，“引号”"
    assert found["户号"] == ""
    assert not any("\n" in one for one in head)
