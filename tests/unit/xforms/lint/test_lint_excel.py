"""What Excel does to a form: numbers, dates, words and formulas in cells that held texts; files that are none."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from inspector import i18n
from inspector.problems import Problem
from inspector.xforms.lint import check_form
from tests.unit.xforms.lint.sheets import HOUSE, LISTS, SETTINGS, asked, excel, told

CLAUSE = "bind::insp:clause"


def survey(**more: Any) -> list[dict[str, Any]]:
    return [asked("text", "t", **{CLAUSE: "x"}), asked("text", "u", **{CLAUSE: "1.10", **more})]


def test_texts_that_are_texts_give_no_finding() -> None:
    assert check_form(excel(survey(default=3, required=True)), ".xlsx", HOUSE) == ()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.1, "excel_number"),
        (date(2026, 5, 1), "excel_date"),
        (datetime(2026, 5, 1, 8, 30), "excel_date"),  # noqa: DTZ001 - Excel knows no zones
        ("2026-05-01 00:00:00", "excel_date"),
        (True, "excel_boolean"),
        ("=A1&B1", "excel_formula"),
        ("#REF!", "excel_error"),
        (12345678901234567890.0, "excel_number"),
    ],
)
def test_a_damaged_cell_is_found(value: object, code: str) -> None:
    (found,) = check_form(excel(survey(**{CLAUSE: value})), ".xlsx", HOUSE)
    assert told([found]) == [(code, "survey", 3, CLAUSE)]
    assert found.place.cell == "E3"


def test_a_number_is_right_where_numbers_belong() -> None:
    rows = [asked("range", "r", default=1.5, parameters="start=1 end=2 step=0.5")]
    assert check_form(excel(rows), ".xlsx", HOUSE) == ()


def test_a_version_that_lost_its_zero_and_a_choice_that_became_a_date_are_found() -> None:
    choices = [{**LISTS[0], "name": date(2026, 1, 2)}, LISTS[1]]
    settings = [{**SETTINGS[0], "version": 2026.1}]
    found = told(check_form(excel([asked("select_one l", "s")], choices, settings), ".xlsx", HOUSE))
    assert found == [("excel_date", "choices", 2, "name"), ("excel_number", "settings", 2, "version")]


def test_rows_behind_a_gap_and_cells_without_a_heading_are_found() -> None:
    gap = [asked("text", "t"), *[{} for _ in range(70)], asked("text", "u")]
    assert ("rows_lost", "survey", 73, "") in told(check_form(excel(gap), ".xlsx", HOUSE))
    untitled = excel([asked("text", "t", **{" ": "lost"})])
    assert [one.code for one in check_form(untitled, ".xlsx", HOUSE)] == ["column_untitled"]


@pytest.mark.parametrize(
    ("content", "suffix", "code"),
    [
        (b"no zip", ".xlsx", "sheet_unreadable"),
        (b"PK\x05\x06" + bytes(18), ".xlsx", "sheet_unreadable"),
        (b"\xff\xfe", ".csv", "sheet_encoding"),
        ("survey\n,类型".encode("gb18030"), ".csv", "sheet_encoding"),
        (b"x", ".xls", "sheet_unreadable"),
        (b"x" * (17 * 1024 * 1024), ".md", "sheet_too_large"),
    ],
)
def test_a_file_that_is_no_form_is_refused(content: bytes, suffix: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        check_form(content, suffix)
    assert caught.value.code == code
    assert "zip file" not in i18n.describe(caught.value)


def book(change: Callable[[Any], None]) -> bytes:
    """A form whose workbook was changed by hand."""
    made = load_workbook(io.BytesIO(excel(survey())))
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_hidden_sheet_and_merged_cells_are_told_with_their_place() -> None:
    def change(made: Any) -> None:
        made["survey"].merge_cells("C2:C3")
        made["settings"].sheet_state = "veryHidden"
        made.create_sheet("_notes").merge_cells("A1:B2")

    found = check_form(book(change), ".xlsx", HOUSE)
    places = [(one.code, one.place.sheet, one.place.row, one.place.cell) for one in found]
    assert [place for place in places if place[0] != "label_missing"] == [
        ("cells_merged", "survey", 2, "C2:C3"),
        ("translation_missing", "survey", 3, "C3"),
        ("sheet_hidden", "settings", 0, ""),
    ]
    assert check_form(book(lambda _made: None), ".xlsx", HOUSE) == ()


def rows_of(count: int, cell: str) -> bytes:
    """A workbook whose survey has `count` more rows, each with these cells as Excel writes them."""
    content = excel(survey())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                rows = "".join(f'<row r="{number}">{cell.format(number)}</row>' for number in range(4, 4 + count))
                data = data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            new.writestr(item, data)
    return out.getvalue()


def test_a_million_rows_end_in_a_sentence_and_rows_that_have_only_a_format_do_no_harm() -> None:
    assert check_form(rows_of(60_000, '<c r="A{}" s="0"/>'), ".xlsx", HOUSE) == ()
    with pytest.raises(Problem) as caught:
        check_form(rows_of(60_000, '<c r="A{}" t="inlineStr"><is><t>text</t></is></c>'), ".xlsx", HOUSE)
    assert caught.value.code == "sheet_rows"
    many = book(lambda made: made["survey"].cell(1, 400, "far"))
    with pytest.raises(Problem) as caught:
        check_form(many, ".xlsx", HOUSE)
    assert caught.value.code == "sheet_columns"
    with pytest.raises(Problem) as caught:
        check_form(rows_of(1_000_000, "<c r='A{}' t='inlineStr'><is><t>text</t></is></c>"), ".xlsx", HOUSE)
    assert caught.value.code in ("sheet_rows", "sheet_too_large")


def test_a_formula_with_a_result_is_that_result() -> None:
    """Excel keeps the result beside the formula; only a file that no program computed has none."""
    content = excel(survey())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                before = data
                computed = b'<c r="B2" t="str"><f>"t"&amp;"1"</f><v>t1</v></c>'
                data = re.sub(rb'<c r="B2".*?</c>', computed, data, count=1)
                assert data != before
            new.writestr(item, data)
    assert check_form(out.getvalue(), ".xlsx", HOUSE) == ()
