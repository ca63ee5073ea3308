"""Lists for people: heads and words in their language, a line for a record; scripts read the rows by `--json`."""

import re
import unicodedata
from pathlib import Path

import pytest

from tests.e2e.running import inspector, ok

LISTS = (
    ("customer", "list"),
    ("customer", "risk"),
    ("equipment", "list"),
    ("person", "list"),
    ("visit", "list"),
    ("visit", "due"),
    ("visit", "load"),
    ("visit", "occasions"),
    ("hazard", "list"),
    ("hazard", "library"),
    ("settings", "list"),
    ("ledger", "list", "--kind", "inspection"),
    ("ledger", "list", "--kind", "rectification"),
    ("ledger", "list", "--kind", "supervision"),
    ("search", "变压器"),
)
RAW = re.compile(
    r"\b(None|True|False|level_[12]|hv|not_effective|periodic|seasonal|planned|signed|critical|serious|open|closed|"
    r"transformer_(oil|dry)|switchgear|administrator|company|laptop|on|off)\b"
)
"""What scripts read and people do not."""
FREE = {"settings": 1, "hazard": 1, "person": 1, "visit": 1}
"""Lists whose first column is a key, by which other commands name the row."""


@pytest.mark.parametrize("words", LISTS, ids="-".join)
def test_a_list_is_a_table_in_words_with_a_line_for_each_row(demo: Path, words: tuple[str, ...]) -> None:
    at: tuple[str | Path, ...] = (*words, "--workspace", demo)
    rows = ok(inspector(*at, "--json")).json
    head, *lines = ok(inspector(*at, "--language", "zh_CN")).out.splitlines()
    assert rows
    assert len(lines) == len(rows)
    assert not re.search(r"[a-z]{3}", head)
    told = [_cells(line)[FREE.get(words[0], 0) :] for line in lines]
    assert [cells for cells in told if any(RAW.fullmatch(cell) for cell in cells)] == []
    english = ok(inspector(*at, "--language", "en")).out.splitlines()[0]
    assert english.isascii()
    assert len(_cells(english)) == len(_cells(head))


def test_columns_stand_under_their_heads_whatever_the_width_of_the_characters(demo: Path) -> None:
    head, *lines = ok(inspector("customer", "list", "--workspace", demo, "--language", "zh_CN")).out.splitlines()
    at = _places(head, "重要性等级")
    assert {_cell_at(line, at)[:1] for line in lines} <= set("特一二临普")
    assert {_cell_at(line, _places(head, "区域"))[:2] for line in lines} == {"嘉陵"}


def test_what_has_no_number_is_named_by_its_id(demo: Path) -> None:
    at = ("visit", "list", "--status", "planned", "--workspace", demo)
    ids = [row["id"] for row in ok(inspector(*at, "--json")).json]
    assert [_cells(line)[-1] for line in ok(inspector(*at)).out.splitlines()[1:]] == ids
    assert ok(inspector("visit", "show", ids[0], "--workspace", demo, "--json")).json["id"] == ids[0]


def test_an_empty_list_says_so(demo: Path) -> None:
    at = ("visit", "list", "--status", "handed_over", "--workspace", demo)
    assert ok(inspector(*at, "--language", "en")).out.strip() == "Nothing was found."
    assert ok(inspector(*at, "--json")).json == []


def test_settings_without_a_limit_say_so_in_words(demo: Path) -> None:
    rows = {row["key"]: row for row in ok(inspector("settings", "list", "--workspace", demo, "--json")).json}
    assert (rows["lock_minutes"]["value"], rows["lock_minutes"]["words"]) == ("0", "not locked")
    lines = ok(inspector("settings", "list", "lock_minutes", "--workspace", demo, "--language", "zh_CN")).out
    assert "不锁定" in lines
    assert "本机" in lines


def _cells(line: str) -> list[str]:
    return re.split(r" {2,}", line.strip())


def _places(head: str, word: str) -> int:
    return _width(head[: head.index(word)])


def _cell_at(line: str, place: int) -> str:
    """What stands at a place of the terminal, until the gap behind it."""
    passed = 0
    for number, char in enumerate(line):
        if passed == place:
            return _cells(line[number:])[0]
        passed += _width(char)
    return ""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
