"""Clipboard text of spreadsheet programs: rows, quotes, blanks, decimal commas."""

import pytest

from inspector.services.visits.pasted import comparable, is_number, parse_block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1.2\r\n3.4\r\n", (("1.2",), ("3.4",))),
        ("1\t2\t3\n4\t\t6", (("1", "2", "3"), ("4", "", "6"))),
        ("a\n\nb\n\n", (("a",), ("",), ("b",))),
        ('"two\nlines"\t7\n', (("two lines", "7"),)),
        ("2500 MΩ\n—\n/\n", (("2500 MΩ",),)),
        ("１２．５\n", (("12.5",),)),
        ("5\t\n6\t\n", (("5",), ("6",))),
        ("", ()),
    ],
)
def test_cells(text: str, block: tuple[tuple[str, ...], ...]) -> None:
    assert parse_block(text) == block


def test_a_comma_is_what_the_other_cells_say_it_is() -> None:
    assert parse_block("0,86\n1,234\n") == (("0,86",), ("1.234",))
    assert parse_block("12.5\n1,234\n") == (("12.5",), ("1234",))
    assert parse_block("1,234\n5\n") == (("1,234",), ("5",))
    assert parse_block("0,86\n12.5\n1,234") == (("0,86",), ("12.5",), ("1,234",))


def test_what_looks_like_a_reading() -> None:
    assert all(is_number(text) for text in ("3", "-0.2", ">10000", "2.5 GΩ", "≥ 35"))
    assert not any(is_number(text) for text in ("", "abc", "MΩ", "合格"))


def test_names_compare_without_blanks_and_brackets() -> None:
    assert comparable("绝缘电阻 高－低及地（60 s）") == comparable("绝缘电阻高-低及地(60s)")
