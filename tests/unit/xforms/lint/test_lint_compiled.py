"""What is told once every row looked right: files that are missing, and what the compiler says, with its place."""

import pytest

from inspector import i18n
from inspector.xforms.lint import check_form, refusals
from inspector.xforms.lint.compiled import outline_of
from inspector.xforms.lint.findings import RULES
from inspector.xforms.lint.workbook import read_workbook
from tests.unit.xforms.lint.sheets import HOUSE, LISTS, Rows, asked, excel, markdown

FILE = [asked("text", "t"), asked("select_one_from_file towns.csv", "s")]
TOWNS = b"name,label\na,A\n"
PLATES = {f"media::image::{language}": "plate.png" for language in ("zh", "en")}
PICTURE = [asked("text", "t"), asked("note", "n", **PLATES)]


def told(survey: Rows, files: dict[str, bytes]) -> list[tuple[str, int, str]]:
    found = check_form(markdown(survey), ".md", HOUSE, files)
    return [(one.code, one.place.row, one.place.column) for one in found]


def test_a_file_of_choices_has_to_be_there_and_to_be_one() -> None:
    assert told(FILE, {}) == [("file_missing", 3, "type")]
    assert told(FILE, {"towns.csv": TOWNS}) == []
    assert told(FILE, {"towns.csv": b"\xff\xfe\x00"}) == [("form_attachment_invalid", 3, "type")]


def test_a_list_that_a_formula_asks_for_is_told_where_the_formula_stands() -> None:
    pulled = [asked("text", "t"), asked("calculate", "c", calculation="pulldata('towns', 'label', 'name', ${t})")]
    assert told(pulled, {}) == [("file_missing", 3, "calculation")]
    assert told(pulled, {"towns.csv": TOWNS}) == []
    assert told([asked("csv-external", "towns"), asked("text", "t")], {}) == [("file_missing", 2, "name")]


def test_a_picture_is_told_when_it_is_missing_or_none() -> None:
    assert told(PICTURE, {}) == [("picture_missing", 3, "media::image::zh")]
    assert told(PICTURE, {"plate.png": b"GIF89a"}) == [("picture_kind", 3, "media::image::zh")]
    assert told(PICTURE, {"plate.png": b"\x89PNG\r\n\x1a\n"}) == []


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (
            "[row : 3] On the 'survey' sheet, the 'parameters' value is invalid. For the 'range' question type, x",
            ("range_invalid", "survey", 3, "parameters", "C3"),
        ),
        (
            "[row : 2] On the 'choices' sheet, the 'name' value is invalid. Choice names must be unique for each list.",
            ("name_repeated", "choices", 2, "name", "B2"),
        ),
        (
            "There has been a problem. There is no survey element named 'second'.",
            ("reference_refused", "survey", 3, "", ""),
        ),
        (
            "[row : 3] File name for 'x y' should end with one of the supported file extensions: '.csv'",
            ("list_file_refused", "survey", 3, "type", "A3"),
        ),
        (
            "[row : 9] Badly formatted table list, list names don't match: a vs. b",
            ("table_list_refused", "survey", 9, "", ""),
        ),
        ("'RepeatingSection' object has no attribute 'x'", ("compiler_stopped", "survey", 0, "", "")),
        ("something that nobody foresaw", ("form_invalid", "survey", 0, "", "")),
    ],
)
def test_what_the_compiler_says_becomes_a_code_with_its_place(
    reason: str, expected: tuple[str, str, int, str, str]
) -> None:
    rows = [asked("text", "first", parameters="rows=2"), asked("select_one l", "second")]
    rows = [{"type": row["type"], "name": row["name"], "parameters": row.get("parameters", "")} for row in rows]
    workbook = read_workbook(excel(rows, LISTS), ".xlsx")
    found = refusals.told(reason, workbook, outline_of(workbook))
    place = found.place
    assert (found.code, place.sheet, place.row, place.column, place.cell) == expected
    assert "[row" not in found.message.render()


def test_every_code_has_a_sentence_in_chinese() -> None:
    chinese = i18n.Translator("zh_CN")
    english = [code for code, rule in RULES.items() for text in (rule.message, rule.advice) if chinese(text) == text]
    assert english == []
