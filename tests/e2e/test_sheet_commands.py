"""What `show` tells people: facts under labels in their language, no raw codes; with `--json` a file is named too."""

import json
import re
from pathlib import Path

import pytest

from tests.e2e.running import FIRST, Copy, inspector, ok

RAW = re.compile(r"(^|[\s(])([a-z]+_[a-z_]+|None|True|False)($|[\s)])", re.MULTILINE)
"""A code or a value of Python; a key at the end of a line is what other commands take."""
ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b")


def _told(demo: Path, *words: str, language: str = "zh_CN") -> str:
    return ok(inspector(*words, "--workspace", demo, "--language", language, "--as", "wang")).out


def _names(demo: Path) -> dict[str, tuple[str, ...]]:
    at = ("--workspace", demo, "--json")
    equipment = ok(inspector("equipment", "list", FIRST, *at)).json[0]["id"]
    visits = ok(inspector("visit", "list", *at)).json
    signed = next(row["number"] for row in visits if row["status"] == "signed")
    planned = next(row["id"] for row in visits if row["status"] == "planned")
    queue = ok(inspector("review", "queue", *at, "--as", "wang")).json
    return {
        "customer": ("customer", "show", FIRST),
        "equipment": ("equipment", "show", equipment),
        "signed visit": ("visit", "show", signed),
        "planned visit": ("visit", "show", planned),
        "hazard": ("hazard", "show", queue["mine"][0]["number"]),
        "review": ("review", "show", queue["mine"][0]["number"]),
        "agreement": ("review", "agreement"),
    }


def test_what_is_shown_is_in_words(demo: Path) -> None:
    for name, words in _names(demo).items():
        chinese, english = _told(demo, *words), _told(demo, *words, language="en")
        labels = [line.split("  ")[0] for line in chinese.splitlines() if "  " in line]
        assert [label for label in labels if re.search(r"[a-z]{3}", label) and words[0] != "hazard"] == [], name
        assert RAW.search(_without_keys(chinese)) is None, name
        assert len(english.splitlines()) == len(chinese.splitlines()), name
        assert len(ID.findall(chinese)) <= (1 if name != "customer" else chinese.count("\n")), name


def _without_keys(text: str) -> str:
    return "\n".join(line.rpartition("  ")[0] if "|" in line else line for line in text.splitlines())


def test_a_hazard_is_shown_with_its_course_and_what_may_be_done(demo: Path) -> None:
    shown = _told(demo, *_names(demo)["hazard"])
    whole = ok(
        inspector(*_names(demo)["hazard"], "--workspace", demo, "--json", "--as", "wang", "--language", "zh_CN")
    ).json
    assert whole["description"] in shown
    assert whole["status_text"] in shown
    assert shown.count(whole["deadline"]) >= 1
    assert {"submit", "pass", "void"} <= {line.split()[0] for line in shown.splitlines() if line}
    assert "登记" in shown


def test_a_customer_is_shown_with_its_equipment_and_names_instead_of_ids(demo: Path) -> None:
    shown = _told(demo, "customer", "show", FIRST)
    row = ok(inspector("customer", "show", FIRST, "--workspace", demo, "--json")).json
    assert re.search(rf"^户号 +{FIRST}$", shown, re.MULTILINE)
    assert row["keeper"] not in shown
    assert row["scope"] not in shown
    for item in row["equipment"]:
        assert item["id"] in shown


def test_groups_samples_and_what_an_issue_marks_are_tables(copied: Copy) -> None:
    at = ("--workspace", copied(), "--as", "liu", "--language", "zh_CN")
    ok(inspector("review", "group", "add", "一组", "--members", "zhang", "chen", "--chair", "chen", *at))
    head, line = ok(inspector("review", "groups", *at)).out.splitlines()
    assert head.split()[0] == "交叉检查组"
    assert "陈工" in line
    drawn = ok(inspector("review", "draw", "一组", "--share", "100", "--seed", "7", *at)).out
    assert ok(inspector("review", "rounds", *at)).out == drawn
    assert RAW.search(drawn) is None
    ok(inspector("ledger", "issue", "--kind", "rectification", *at))
    number = ok(inspector("hazard", "register", FIRST, "柜门无法锁闭", "--json", *at)).json["number"]
    made = ok(inspector("ledger", "issue", "--kind", "rectification", *at)).out
    second = re.search(r"[A-Z]{2}-\d{4}-\S+", made)
    assert second is not None
    head, *lines = ok(inspector("ledger", "changes", second.group(), *at)).out.splitlines()
    assert "隐患编号" in head
    assert any(number in line for line in lines)


@pytest.mark.parametrize(
    ("words", "suffix"),
    [
        (("template",), "xlsx"),
        (("export",), "xlsx"),
        (("document", "customer-file", FIRST, "--out"), "pdf"),
        (("ledger", "export", "--format", "csv", "--out"), "csv"),
        (("settings", "export", "--out"), "json"),
        (("criteria", "pack", "template"), "toml"),
        (("form", "export", "cable", "--out"), "xlsx"),
        (("visit", "calendar", "--out"), "ics"),
        (("quick-card", "--out"), "pdf"),
        (("error-report", "--out"), "zip"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_json_names_the_file_that_was_written(demo: Path, tmp_path: Path, words: tuple[str, ...], suffix: str) -> None:
    out = tmp_path / f"written.{suffix}"
    assert json.loads(ok(inspector(*words, out, "--json", "--workspace", demo)).out)["file"] == str(out)
    assert out.stat().st_size > 0
