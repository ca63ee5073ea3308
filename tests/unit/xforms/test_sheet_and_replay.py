"""Sheets through pyxform, and the `form replay` command."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inspector import i18n
from inspector.problems import Problem
from inspector.xforms import Kind, compile_sheet, load_form
from inspector.xforms.commands import run_replay
from tests.unit.xforms.conftest import begin

SHEET = """
| survey |  |  |  |  |  |  |  |  |
|  | type | name | label::en | label::zh | relevant | calculation | choice_filter | bind::insp:criterion |
|  | select_one pfn | door | Door | 门 |  |  |  | room.door |
|  | text | why | Why ${door}? | 原因 | ${door} = 'fail' |  |  |  |
|  | begin_repeat | row | Row | 行 |  |  |  |  |
|  | decimal | t | T | 温度 |  |  |  |  |
|  | calculate | rise |  |  |  | ${t} - 20 |  |  |
|  | end_repeat |  |  |  |  |  |  |  |
|  | calculate | hottest |  |  |  | max(${rise}) |  |  |
| choices |  |  |  |  |
|  | list_name | name | label::en | label::zh |
|  | pfn | pass | Pass | 合格 |
|  | pfn | fail | Fail | 不合格 |
| settings |  |  |  |  |
|  | form_id | version | namespaces | default_language |
|  | room | 4 | insp="http://inspector.example/xforms" | zh |
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "form.md"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_a_sheet_becomes_a_form(sheet: Path) -> None:
    definition = load_form(compile_sheet(sheet))
    assert (definition.id, definition.version, set(definition.languages)) == ("room", "4", {"en", "zh"})
    door = definition.question("/data/door")
    assert door is not None
    assert (door.kind, door.attributes["insp:criterion"]) == (Kind.SELECT_ONE, "room.door")
    form = begin(definition)
    assert form.view("/data/door").label == "门"
    form.answer("/data/door", "fail")
    assert form.view("/data/why").relevant
    form.answer("/data/row[1]/t", "65.5")
    form.add_row("/data/row")
    form.answer("/data/row[2]/t", "30")
    assert form.view("/data/hottest").value == "45.5"


def test_a_sheet_that_pyxform_refuses_is_a_coded_problem(tmp_path: Path) -> None:
    for name, text in {"form.md": "| survey | |\n| | type | name |\n| | nonsense | a |", "form.csv": "x"}.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Problem) as caught:
            compile_sheet(path)
        assert caught.value.code == "form_invalid"


def replay(*lines: dict[str, Any] | str, time: bool = False) -> list[dict[str, Any]]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    answers = run_replay(texts, time=time, clock=lambda: datetime(2024, 1, 1, tzinfo=UTC))
    return [json.loads(line) for line in answers]


def test_replay_speaks_its_contract(sheet: Path) -> None:
    answers = replay(
        {"op": "load", "form": str(sheet), "lang": "en", "tz": "Asia/Shanghai", "now": "2024-05-01T08:00:00+08:00"},
        {"op": "answer", "ref": "/data/door", "value": "fail"},
        {"op": "look", "ref": "/data/door"},
        {"op": "look", "ref": "/data/why"},
        {"op": "repeat-add", "ref": "/data/row"},
        {"op": "count", "ref": "/data/row"},
        {"op": "repeat-remove", "ref": "/data/row[1]"},
        {"op": "count", "ref": "/data/row"},
        {"op": "language", "name": "zh"},
        {"op": "look", "ref": "/data/door"},
        {"op": "validate"},
        {"op": "snap"},
    )
    assert answers[0] == answers[1] == {"ok": True}
    assert answers[2] == {
        "ref": "/data/door",
        "kind": "select_one",
        "value": "fail",
        "relevant": True,
        "required": False,
        "readonly": False,
        "constraintOk": True,
        "requiredOk": True,
        "label": "Door",
        "hint": "",
        "options": [{"value": "pass", "label": "Pass"}, {"value": "fail", "label": "Fail"}],
    }
    assert answers[3]["label"] == "Why fail?"
    assert (answers[5], answers[7]) == ({"value": 2}, {"value": 1})
    assert answers[9]["label"] == "门"
    assert answers[10] == {"violations": []}
    assert [node["ref"] for node in answers[11]["nodes"]][:3] == ["/data/door", "/data/why", "/data/row[1]"]


def test_replay_answers_every_mistake(sheet: Path) -> None:
    answers = replay(
        {"op": "look", "ref": "/data/door"},
        "{",
        {"op": "dance"},
        {"op": "load", "form": str(sheet.with_name("missing.xml"))},
        {"op": "load", "form": str(sheet)},
        {"op": "answer", "ref": "/data/door"},
        {"op": "answer", "ref": "/data/none", "value": "x"},
        time=True,
    )
    assert [answer.get("error") for answer in answers] == [
        "replay_no_form",
        "replay_line_invalid",
        "replay_line_invalid",
        "replay_file_unreadable",
        None,
        "replay_line_invalid",
        "form_unknown_ref",
    ]
    assert all(answer["ms"] >= 0 for answer in answers)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("{", "replay_line_invalid", "JSON"),
        ("[1]", "replay_line_invalid", "object"),
        ({"ref": "/data/door"}, "replay_line_invalid", '"op" is missing'),
        ({"op": 5}, "replay_line_invalid", '"op" must be a text in quotes, not 5'),
        ({"op": "dance"}, "replay_line_invalid", "repeat-add"),
        ({"op": "answer", "ref": "/data/door"}, "replay_line_invalid", '"value" is missing'),
        ({"op": "answer", "ref": "/data/door", "value": 5}, "replay_line_invalid", '"value" must be a text'),
        ({"op": "look", "ref": None}, "replay_line_invalid", "not null"),
        ({"op": "look", "ref": ["/data"]}, "replay_line_invalid", "not ["),
        ({"op": "load", "form": "FORM", "tz": "Mars/Base"}, "replay_line_invalid", "no time zone"),
        ({"op": "load", "form": "FORM", "now": "soon"}, "replay_now_invalid", "soon"),
        ({"op": "load", "form": "FORM", "now": 5}, "replay_line_invalid", '"now"'),
        ({"op": "load", "form": "none.md"}, "replay_file_unreadable", "No such file"),
        ({"op": "load", "form": "."}, "replay_file_unreadable", "Is a directory"),
        ({"op": "load", "form": "a\0b"}, "replay_file_unreadable", "cannot be read"),
        ({"op": "load", "form": "JUNK"}, "form_invalid", "no Excel workbook"),
        ({"op": "load", "form": "WORDS"}, "form_invalid", ".xlsx, .csv or .md"),
        ({"op": "load", "form": "FORM", "lang": "Nix"}, "form_unknown_language", "Nix"),
        ({"op": "load", "form": "FORM", "lang": 5}, "replay_line_invalid", '"lang"'),
        ({"op": "language", "name": "Nix"}, "form_unknown_language", "Nix"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_words(
    sheet: Path, line: dict[str, Any] | str, code: str, words: str
) -> None:
    junk = sheet.with_name("junk.xlsx")
    junk.write_bytes(b"no zip")
    words_only = sheet.with_name("words.txt")
    words_only.write_text("no sheet")
    named = {"FORM": str(sheet), "JUNK": str(junk), "WORDS": str(words_only)}
    if isinstance(line, dict) and isinstance(line.get("form"), str):
        line = {**line, "form": named.get(line["form"], line["form"])}
    i18n.set_language("en")
    loaded, answer = replay({"op": "load", "form": str(sheet), "lang": "en"}, line)
    assert loaded == {"ok": True}
    assert answer["error"] == code
    assert words in answer["message"]
    assert "Error" not in answer["message"]


def test_a_form_without_translations_is_the_same_in_every_language(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text("| survey |\n| | type | name | label |\n| | text | a | Ask |\n", encoding="utf-8")
    loaded, looked = replay({"op": "load", "form": str(path), "lang": "en"}, {"op": "look", "ref": "/data/a"})
    assert (loaded, looked["label"]) == ({"ok": True}, "Ask")


def test_rows_are_counted_from_one_and_the_one_to_remove_is_named(sheet: Path) -> None:
    answers = replay(
        {"op": "load", "form": str(sheet)},
        {"op": "answer", "ref": "/data/row[0]/t", "value": "1"},
        {"op": "look", "ref": "/data/row[0]"},
        {"op": "repeat-add", "ref": "/data/row"},
        {"op": "repeat-remove", "ref": "/data/row[0]"},
        {"op": "repeat-remove", "ref": "/data/row"},
        {"op": "count", "ref": "/data/row"},
        {"op": "look", "ref": "/data/row[1]/t"},
        {"op": "repeat-remove", "ref": "/data/row[2]"},
        {"op": "repeat-remove", "ref": "/data/row"},
        {"op": "count", "ref": "/data/row"},
    )
    codes = [answer.get("error") for answer in answers]
    assert codes[1:6] == ["form_unknown_ref", "form_unknown_ref", None, "form_unknown_ref", "form_row_unnamed"]
    assert answers[6] == {"value": 2}
    assert answers[7]["value"] == ""
    assert answers[8:] == [{"ok": True}, {"ok": True}, {"value": 0}]


EVERY_KIND = """
| survey |
|  | type | name | label | calculation | default | trigger |
|  | select_multiple ab or_other | m | M |  |  |  |
|  | range | rg | R |  | 3 |  |
|  | rank ab | rk | Rank |  |  |  |
|  | acknowledge | ok | OK |  |  |  |
|  | date | d | D |  | today() |  |
|  | text | stamp | S | concat('on ', ${d}) |  | ${d} |
|  | image | im | I |  |  |  |
|  | note | n | N |  |  |  |
|  | begin_repeat | rep | P |  |  |  |
|  | text | nm | N |  |  |  |
|  | text | prev | Prev | indexed-repeat(${nm}, ${rep}, position(..) - 1) |  |  |
|  | end_repeat |  |  |  |  |  |
|  | select_one ${nm} | who | W |  |  |  |
|  | start | st |  |  |  |  |
| choices |
|  | list_name | name | label |
|  | ab | a | A |
|  | ab | b | B |
| settings |
|  | form_id | instance_name |
|  | kinds | concat(${m}, '!') |
"""


def test_every_kind_of_question_comes_through_from_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text(EVERY_KIND, encoding="utf-8")
    form = begin(load_form(compile_sheet(path)))
    kinds = {view.ref.removeprefix("/data/"): view.kind.value for view in form.views()}
    assert {name: kinds[name] for name in ("m", "rg", "rk", "ok", "d", "im", "n", "rep[1]", "who", "st")} == {
        "m": "select_many",
        "rg": "range",
        "rk": "rank",
        "ok": "trigger",
        "d": "input",
        "im": "upload",
        "n": "note",
        "rep[1]": "repeat-instance",
        "who": "select_one",
        "st": "model-value",
    }
    assert (form.view("/data/rg").value, form.view("/data/d").value) == ("3", "2024-03-15")
    assert form.view("/data/st").value == "2024-03-15T12:30:00.000+08:00"
    assert not form.view("/data/m_other").relevant
    form.answer("/data/m", "other a")
    assert form.view("/data/m_other").relevant
    assert form.view("/data/meta/instanceName").value == "a other!"
    form.answer("/data/d", "2024-01-01")
    assert form.view("/data/stamp").value == "on 2024-01-01"
    form.answer("/data/rep[1]/nm", "Li")
    form.add_row("/data/rep")
    assert form.view("/data/rep[2]/prev").value == "Li"
    assert [option.value for option in form.view("/data/who").options] == ["Li"]
