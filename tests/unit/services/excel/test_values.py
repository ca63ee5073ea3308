"""Single cells: days, numbers, accounts, choices."""

from datetime import date, datetime

import pytest

from inspector.problems import Problem
from inspector.services.excel.columns import Column, column_of
from inspector.services.excel.values import account, day, flag, read
from inspector.services.excel.views import CellValue, SheetKind

EXPECTED = date(2026, 11, 22)


def column(kind: SheetKind, key: str) -> Column:
    found = column_of(kind, key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-22", "2026/11/22", "2026.11.22", "20261122", "2026年11月22日", "２０２６－１１－２２",
        " 2026-11-22\r\n",
        "2026-11-22 08:30", "2026-11-22T08:30:00", 20261122, 46348, 46348.75, "46348", EXPECTED,
        datetime(2026, 11, 22, 8), "2026\u00a0年 11 月 22 日",  # noqa: DTZ001 - Excel knows no zones
    ],
)  # fmt: skip
def test_shapes_of_a_day(cell: CellValue) -> None:
    assert day(cell) == EXPECTED


@pytest.mark.parametrize(
    "cell", ["22.11.2026", "11/22/2026", "2026-13-01", "2026-02-30", "2026", "昨天", True, -5, 0, 10**9, "26-11-22"]
)
def test_what_is_no_day_is_not_guessed(cell: CellValue) -> None:
    with pytest.raises(Problem, match="cell_date"):
        day(cell)


@pytest.mark.parametrize(
    ("cell", "expected", "warning"),
    [
        ("05010223781", "05010223781", None),
        ("０５０１ 0223\u00a0781", "05010223781", None),
        (5010223781, "5010223781", "cell_account_number"),
        (5.010223781e9, "5010223781", "cell_account_number"),
        ("5.010223781E+09", "5010223781", "cell_account_number"),
        ("A-17/3", "A-17/3", None),
    ],
)
def test_account_numbers(cell: CellValue, expected: str, warning: str | None) -> None:
    value, said = account(cell)
    assert (value, said.code if said else None) == (expected, warning)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (1.5, "cell_account_form"),
        (5.01e16, "cell_digits_lost"),
        ("5.01e16", "cell_digits_lost"),
        (True, "cell_account_form"),
        ("x" * 41, "cell_too_long"),
    ],
)
def test_what_is_no_account_number(cell: CellValue, code: str) -> None:
    with pytest.raises(Problem, match=code):
        account(cell)


@pytest.mark.parametrize(
    ("cell", "expected"), [("是", True), ("否", False), ("Yes", True), (False, False), (1, True), ("销户", False)]
)
def test_yes_and_no(cell: CellValue, expected: bool) -> None:
    assert flag(cell) is expected


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        (1250, "", 1250.0), ("1250 kVA", "", 1250.0), ("1.25MVA", "", 1250.0), ("１２５０", "", 1250.0),
        ("1,250", "", 1250.0), ("1,250,000", "", 1_250_000.0),
        (1.25, "MVA", 1250.0), ("800 kVA", "MVA", 800.0), ("0.8", "MVA", 800.0),
    ],
)  # fmt: skip
def test_figures_with_units(cell: CellValue, unit: str, expected: float) -> None:
    assert read(column(SheetKind.CUSTOMERS, "capacity_kva"), cell, unit) == (expected, None)


@pytest.mark.parametrize("cell", ["12 50", "约100", "-5", 0, "5 km", True])
def test_figures_that_cannot_be(cell: CellValue) -> None:
    with pytest.raises(Problem):
        read(column(SheetKind.CUSTOMERS, "capacity_kva"), cell)


@pytest.mark.parametrize("text", ["level_1", "一级", "Ⅰ级", "一级重要用户", "Level 1 important customer", " 一 级 "])
def test_choices_by_value_word_or_synonym(text: str) -> None:
    assert read(column(SheetKind.CUSTOMERS, "importance"), text) == ("level_1", None)


def test_an_unknown_choice_tells_what_there_is() -> None:
    with pytest.raises(Problem) as caught:
        read(column(SheetKind.EQUIPMENT, "kind"), "锅炉")
    assert caught.value.code == "cell_choice"
    assert "电缆" in str(caught.value.params["choices"])


def test_several_roles() -> None:
    assert read(column(SheetKind.PEOPLE, "roles"), "检查员、班组长, 检查员") == (["inspector", "lead"], None)
