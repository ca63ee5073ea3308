"""What Excel does to a form: numbers, dates, words and formulas in cells that held texts; files that are none."""

from datetime import date, datetime
from typing import Any

import pytest

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
        (b"\xff\xfe", ".csv", "sheet_unreadable"),
        (b"x", ".xls", "sheet_unreadable"),
        (b"x" * (17 * 1024 * 1024), ".md", "sheet_too_large"),
    ],
)
def test_a_file_that_is_no_form_is_refused(content: bytes, suffix: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        check_form(content, suffix)
    assert caught.value.code == code
