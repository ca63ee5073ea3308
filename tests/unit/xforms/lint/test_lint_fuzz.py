"""Odd sheets and broken files: the linter says something or refuses with a code, whatever it is given."""

import contextlib
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.problems import Problem
from inspector.xforms.lint import check_form
from inspector.xforms.lint.canonical import as_csv
from inspector.xforms.lint.differences import differences
from tests.unit.xforms.lint.sheets import HOUSE, LISTS, asked, excel, markdown

HEADS = (
    *(
        "type",
        "name",
        "label",
        "label::zh",
        "label::en",
        "label:en",
        "hint::en",
        "relevant",
        "calculation",
        "constraint",
    ),
    *("required", "readonly", "default", "trigger", "choice_filter", "repeat_count", "parameters", "appearance", "#"),
    *("bind::insp:criterion", "bind::insp:inputs", "bind::x:y", "bind::", "::", ":", "media::image::en", "body::", ""),
)
CELLS = (
    *("text", "integer", "begin_group", "end_group", "begin_repeat", "end_repeat", "select_one l", "select_one ${a}"),
    *("select_one", "rank l", "calculate", "note", "range", "a", "b", "r", "${a}", "${b} + ${a}", "sum(${a})", "now()"),
    *(
        "${a} > 1",
        "regex(., '(((')",
        "${",
        "${}",
        "${a b}",
        "${last-saved#a}",
        "'",
        "((((",
        "[",
        "l",
        "yes",
        "-",
        "1.1",
    ),
    *(
        "if(${a}=1,${b},date('x'))",
        "instance('l')/root/item[name=${a}]",
        "current()/../a",
        "\u201ca\u201d",
        "|",
        "\x0b",
    ),
)
CELL = st.one_of(st.sampled_from(CELLS), st.text(max_size=12))
ROW = st.lists(CELL, max_size=8)
SHEETS = st.lists(
    st.tuples(st.sampled_from(("survey", "choices", "settings", "surveys", "x")), st.lists(ROW, max_size=7)), max_size=4
)


def written(sheets: list[tuple[str, list[list[str]]]], heads: list[str]) -> str:
    lines = []
    for name, rows in sheets:
        lines += [f"| {name} |", "| | " + " | ".join(heads) + " |"]
        lines += ["| | " + " | ".join(re.sub(r"[|\r\n]", " ", cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


@settings(max_examples=250, deadline=None)
@given(SHEETS, st.lists(st.sampled_from(HEADS), min_size=1, max_size=9))
def test_any_table_is_checked(sheets: list[tuple[str, list[list[str]]]], heads: list[str]) -> None:
    content = written(sheets, heads).encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()
    findings = check_form(content, ".md", HOUSE)
    assert findings == check_form(content, ".md", HOUSE)
    for finding in findings:
        assert finding.message.render()
        assert finding.advice.render()
    assert differences((content, ".md"), (content, ".md")) == ()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from((".md", ".csv")))
def test_any_text_is_checked_or_refused(text: str, suffix: str) -> None:
    content = text.encode("utf-8", "replace")
    with contextlib.suppress(Problem):
        check_form(content, suffix, HOUSE)
        as_csv(content, suffix)


BOOK = excel([asked("text", "t"), asked("select_one l", "s", relevant="${t} != ''")], LISTS)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=6), st.integers(1, 9)
)
def test_a_broken_workbook_is_checked_or_refused(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(BOOK)
    for at, value in changes:
        data[at] = value
    for content in (bytes(data), bytes(data[: len(data) * cut // 10])):
        try:
            check_form(content, ".xlsx", HOUSE)
        except Problem as problem:
            assert problem.code in {"sheet_unreadable", "sheet_too_large"}  # noqa: PT017 - either outcome is right


def test_long_and_deep_expressions_are_told() -> None:
    deep = [asked("text", "t", relevant="(" * 500 + "1" + ")" * 500), asked("text", "u", relevant="1+" * 20000 + "1")]
    codes = [one.code for one in check_form(markdown(deep), ".md", HOUSE)]
    assert codes == ["xpath_too_complex", "xpath_too_complex"]
