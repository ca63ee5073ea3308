"""Every command as a process of its own: output, exit codes, one line of error, nothing needed that is not used."""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector import services
from inspector.reports.raster import page_text
from tests.e2e import scripts
from tests.e2e.running import ROOT, Ended, environment, inspector

Copy = Callable[[], Path]
FIRST = "50102237816"


def ok(ended: Ended) -> Ended:
    assert (ended.code, ended.err) == (0, "")
    return ended


# options, errors ----------------------------------------------------------------------------------------------------


def test_global_options_stand_before_or_after(demo: Path) -> None:
    before = ok(inspector("--workspace", demo, "--json", "--as", "wang", "customer", "list")).json
    after = ok(inspector("customer", "list", f"--workspace={demo}", "--as", "wang", "--json")).json
    variable = ok(inspector("customer", "--json", "list", env={"INSPECTOR_WORKSPACE": str(demo)})).json
    assert before == after == variable
    assert len(before) == 8
    assert {"account", "name"} <= set(before[0])


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("visit",),
        ("customer", "dance"),
        ("demo",),
        ("demo", "x", "--hazards", "many"),
        ("ledger", "list", "--kind", "gossip"),
        ("visit", "plan", "1", "--on", "2026-13-45", "--inspectors", "a", "b"),
        ("document", "result-notice", "1"),
    ],
)
def test_wrong_usage_is_exit_2(words: tuple[str, ...]) -> None:
    ended = inspector(*words)
    assert (ended.code, ended.out) == (2, "")
    assert "usage: inspector" in ended.err
    assert "Traceback" not in ended.err


def test_help_and_version_need_no_workspace() -> None:
    assert "rectification" in ok(inspector("ledger", "list", "--help")).out
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", ok(inspector("--version")).out)


def test_errors_speak_the_language_that_is_asked_for(tmp_path: Path) -> None:
    english = inspector("customer", "list", "--workspace", tmp_path / "none", "--language", "en")
    chinese = inspector("customer", "list", "--workspace", tmp_path / "none", "--language", "zh_CN")
    assert (english.code, english.problem) == (chinese.code, chinese.problem) == (1, "workspace_missing")
    assert "There is no workspace" in english.err
    assert "工作区" in chinese.err


# bad workspaces -----------------------------------------------------------------------------------------------------


def test_foreign_newer_and_damaged_workspaces_are_named(copied: Copy, tmp_path: Path) -> None:
    path = copied()
    assert inspector("doctor", "--workspace", tmp_path).problem == "workspace_foreign"
    described = json.loads((path / "workspace.json").read_text())
    (path / "workspace.json").write_text(json.dumps({**described, "format": 99}))
    newer = inspector("customer", "list", "--workspace", path)
    assert (newer.code, newer.problem) == (3, "workspace_newer")
    (path / "workspace.json").write_text(json.dumps(described))
    data = bytearray((path / "data.db").read_bytes())
    (path / "data.db").write_bytes(data[:500])
    damaged = inspector("customer", "list", "--workspace", path)
    assert (damaged.code, damaged.problem) == (3, "workspace_damaged")


def test_a_workspace_that_is_open_elsewhere_is_locked(copied: Copy) -> None:
    path = copied()
    opened = services.open_workspace(path)
    try:
        locked = inspector("customer", "list", "--workspace", path)
    finally:
        opened.close()
    assert (locked.code, locked.problem) == (3, "workspace_locked")
    ok(inspector("customer", "list", "--workspace", path))


def test_a_workspace_that_cannot_be_written_is_an_environment_error(copied: Copy) -> None:
    """A lock that is a folder cannot be written by anybody, root included."""
    path = copied()
    (path / "lock").unlink(missing_ok=True)
    (path / "lock").mkdir()
    ended = inspector("customer", "list", "--workspace", path)
    assert ended.code == 3
    assert ended.problem in ("workspace_read_only", "disk_failed")


# init and keys ------------------------------------------------------------------------------------------------------


def test_a_passphrase_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mit 密码\n", encoding="utf-8")
    ok(inspector("init", tmp_path / "a", env={"INSPECTOR_PASSPHRASE": "mit 密码"}))
    ok(inspector("--passphrase-file", secret, "init", tmp_path / "b"))
    for folder in ("a", "b"):
        assert ok(inspector("customer", "list", "--json", "--workspace", tmp_path / folder,
                            "--passphrase-file", secret)).json == []  # fmt: skip
    wrong = inspector("doctor", "--workspace", tmp_path / "a", env={"INSPECTOR_PASSPHRASE": "nein"})
    assert (wrong.code, wrong.problem) == (1, "passphrase_wrong")
    missing = inspector("doctor", "--workspace", tmp_path / "a")
    assert (missing.code, missing.problem) == (1, "passphrase_needed")
    unreadable = inspector("doctor", "--workspace", tmp_path / "a", "--passphrase-file", tmp_path / "none")
    assert (unreadable.code, unreadable.problem) == (1, "passphrase_file")
    assert inspector("init", tmp_path / "c").problem == "passphrase_empty"
    assert not (tmp_path / "c").exists()
    assert inspector("init", tmp_path / "a", env={"INSPECTOR_PASSPHRASE": "x"}).problem == "workspace_exists"


def test_a_folder_that_cannot_be_made_is_an_environment_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ended = inspector("init", tmp_path / "file" / "w", env={"INSPECTOR_PASSPHRASE": "x"})
    assert ended.code == 3
    assert ended.problem == "disk_failed"


def test_a_whole_visit_in_a_fresh_workspace(tmp_path: Path) -> None:
    path = tmp_path / "w"
    env = {"INSPECTOR_PASSPHRASE": "pw", "INSPECTOR_WORKSPACE": str(path)}
    ok(inspector("init", path, env=env))
    assert inspector("customer", "add", "account=1", "name=x", env=env).problem == "no_person_yet"
    wang = ok(inspector("person", "add", "login=wang", "name=王工", "team=一班", "pin=1234", "--json", env=env)).json
    ok(inspector("person", "add", "login=li", "name=李工", "team=一班", "phone=13800001111", "pin=0123", env=env))
    customer = ("customer", "add", "account=0077", "name=新厂", "address=123", "voltage_kv=10", "contact=赵工")
    made = ok(inspector(*customer, "--json", env=env)).json
    assert (made["account"], made["address"], made["voltage_kv"]) == ("0077", "123", 10)
    cable = ok(inspector("equipment", "add", "0077", "kind=cable", "name=L1", 'nameplate={"voltage_kv":"10"}',
                         "--json", env=env)).json  # fmt: skip
    assert (cable["customer"], cable["nameplate"]) == (made["id"], {"voltage_kv": "10"})
    plan = ok(inspector("visit", "plan", "0077", "--inspectors", "wang", "li", "--on", "2030-01-02", "--json", env=env))
    shown = ok(inspector("visit", "show", plan.json["visit"], "--json", env=env)).json
    assert (shown["status"], shown["planned_on"], shown["answers"]) == ("planned", "2030-01-02", 0)
    begun = ok(inspector("visit", "start", plan.json["visit"], "--json", env=env)).json
    assert begun["number"].startswith("JC-")

    script = tmp_path / "script.jsonl"
    start = scripts.start("s1", "0077", ["wang", "li"])
    script.write_text(json.dumps(start) + "\n", encoding="utf-8")
    outline = json.loads(ok(inspector("visit", "replay", script, env=env)).out)
    door = {"op": "answer", "form": "infrastructure", "equipment": None, "ref": "/data/environment/room_door",
            "value": "fail"}  # fmt: skip
    sign = [
        {"op": "sign", "who": "wang", "method": "pin", "pin": "1234"},
        {"op": "sign", "who": "li", "method": "pin", "pin": "0123"},
        {"op": "sign", "who": "customer", "method": "strokes", "strokes": [[[0.1, 0.2], [0.8, 0.5]]], "name": "赵工"},
    ]
    lines = [start, *scripts.answers(outline), door, *sign, {"op": "finish"}]
    played = ok(inspector("visit", "replay", "-", stdin="\n".join(map(json.dumps, lines)), env=env))
    answers = [json.loads(line) for line in played.out.splitlines()]
    assert len(answers) == len(lines)
    assert [answer for answer in answers if not answer.get("ok")] == []
    issued = answers[-1]
    (hazard,) = issued["hazards"]

    visit = ok(inspector("visit", "show", issued["number"], "--json", env=env)).json
    assert (visit["status"], visit["counts"], visit["inspectors"][0]) == ("signed", [0, 0, 1], wang["id"])
    row = ok(inspector("hazard", "show", hazard["number"], "--json", env=env)).json
    assert (row["id"], row["status"], row["notice_served"]) == (hazard["id"], "open", True)
    assert "submit" in row["next"]
    pdf = tmp_path / "notice.pdf"
    ok(inspector("document", "result-notice", issued["number"], "--out", pdf, env=env))
    assert issued["notice"] in page_text(pdf.read_bytes(), 0)
    again = inspector("visit", "replay", "-", stdin=json.dumps(start), env=env)
    assert json.loads(again.out)["error"] == "visit_signed_already"
    assert ok(inspector("doctor", "--json", env=env)).json["ok"] is True


# registers ----------------------------------------------------------------------------------------------------------


def test_registers_refuse_what_is_no_record(copied: Copy) -> None:
    path = copied()
    cases: list[tuple[tuple[str, ...], str]] = [
        (("customer", "show", "nobody"), "customer_unknown"),
        (("customer", "show"), "id_missing"),
        (("customer", "add", f"account={FIRST}", "name=x"), "account_taken"),
        (("customer", "add", "name=x"), "account_missing"),
        (("customer", "add", "account=9", "name=x", "voltage_kv=NaN"), "field_invalid"),
        (("customer", "add", "account=9", "name=x", "voltage_kv=1e999"), "field_invalid"),
        (("customer", "add", "account=9", "name=x", "importance=huge"), "field_invalid"),
        (("customer", "set", FIRST, "name="), "account_missing"),
        (("customer", "set", FIRST, "colour=red"), "field_unknown"),
        (("customer", "set", FIRST, "red"), "field_format"),
        (("equipment", "add", FIRST, "kind=rocket", "name=x"), "field_invalid"),
        (("equipment", "add", FIRST, "kind=cable"), "equipment_name_missing"),
        (("equipment", "show", "nothing"), "equipment_unknown"),
        (("person", "add", "login=wang", "name=x", "team=y"), "login_taken"),
        (("person", "add", "login=new", "name=x", "team=y", "pin=12"), "pin_weak"),
        (("person", "set", "li", "login=wang"), "login_taken"),
        (("person", "set", "ghost", "name=x"), "person_unknown"),
        (("--as", "ghost", "customer", "list"), "person_unknown"),
    ]
    for words, code in cases:
        ended = inspector(*words, "--workspace", path)
        assert (ended.code, ended.problem, words) == (1, code, words)
    people = ok(inspector("person", "list", "--json", "--workspace", path)).json
    assert "new" not in [person["login"] for person in people]


def test_changes_are_seen_and_only_what_changed_is_written(copied: Copy) -> None:
    path = copied()
    ok(inspector("customer", "set", FIRST, "phone=023-1", "capacity_kva=", "--as", "liu", "--workspace", path))
    shown = ok(inspector("customer", "show", FIRST, "--json", "--workspace", path)).json
    assert (shown["phone"], shown["capacity_kva"]) == ("023-1", None)
    assert len(shown["equipment"]) == 6
    unit = shown["equipment"][0]["id"]
    ok(inspector("equipment", "set", unit, 'nameplate={"oil_t":"3"}', "--workspace", path))
    after = ok(inspector("equipment", "show", unit, "--json", "--workspace", path)).json
    assert after["nameplate"] == {**shown["equipment"][0]["nameplate"], "oil_t": "3"}
    listed = ok(inspector("equipment", "list", FIRST, "--json", "--workspace", path)).json
    assert [item["id"] for item in listed] == [item["id"] for item in shown["equipment"]]


# visits, hazards, ledgers, documents --------------------------------------------------------------------------------


def test_lists_are_arrays_of_flat_rows(demo: Path) -> None:
    at = ("--json", "--workspace", demo)
    visits = ok(inspector("visit", "list", *at)).json
    today = date.fromisoformat(visits[0]["planned_on"])
    assert (visits[0]["status"], visits[0]["account"]) == ("planned", FIRST)
    assert len([visit for visit in visits if visit["status"] == "signed"]) == 16
    hazards = ok(inspector("hazard", "list", "--unclosed", *at)).json
    assert len([hazard for hazard in hazards if hazard["account"] == FIRST]) >= 3
    assert all(hazard["status"] not in ("closed", "voided") for hazard in hazards)
    assert abs(today - date.fromisoformat(max(hazard["found_on"] for hazard in hazards))) < timedelta(days=60)
    for rows in (visits, hazards, ok(inspector("person", "list", *at)).json):
        assert len({tuple(row) for row in rows}) == 1


@pytest.mark.parametrize("kind", ["inspection", "rectification", "supervision"])
def test_ledger_rows_have_the_printed_columns_in_their_order(demo: Path, kind: str, tmp_path: Path) -> None:
    at = ("--kind", kind, "--workspace", demo)
    rows = ok(inspector("ledger", "list", *at, "--json")).json
    assert len({tuple(row) for row in rows}) == 1
    assert all(not isinstance(value, list | dict) for row in rows for value in row.values())
    assert [row["no"] for row in rows] == list(range(1, len(rows) + 1))
    ok(inspector("ledger", "export", *at, "--format", "json", "--out", tmp_path / "l.json"))
    assert json.loads((tmp_path / "l.json").read_text("utf-8")) == rows
    table = list(
        csv.reader(io.StringIO(ok(inspector("ledger", "export", *at, "--format", "csv")).out.lstrip("\ufeff")))
    )
    assert len(table) == len(rows) + 1
    assert {len(line) for line in table} == {len(rows[0]) - 1}  # everything but the id
    assert len(ok(inspector("ledger", "list", *at)).out.splitlines()) == len(rows)


def test_filters_add_up_and_unknown_ones_are_named(demo: Path) -> None:
    at = ("ledger", "list", "--json", "--workspace", demo)
    every = ok(inspector(*at)).json
    assert len(every) == 36
    both = ok(inspector(*at, "--filter", "unclosed, serious")).json
    assert both == ok(inspector(*at, "--filter", "unclosed", "--filter", "serious")).json
    assert 0 < len(both) < len(every)
    bad = inspector(*at, "--filter", "nonsense")
    assert (bad.code, bad.problem) == (1, "filter_unknown")


def test_ledgers_are_printed_and_files_that_cannot_be_written_leave_nothing(demo: Path, tmp_path: Path) -> None:
    ok(inspector("ledger", "export", "--kind", "supervision", "--out", tmp_path / "s.pdf", "--workspace", demo))
    assert "重点监督整改台账" in page_text((tmp_path / "s.pdf").read_bytes(), 0)
    ok(inspector("ledger", "export", "--format", "xlsx", "--out", tmp_path / "s.xlsx", "--workspace", demo))
    assert (tmp_path / "s.xlsx").read_bytes()[:2] == b"PK"
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "none" / "x.pdf", tmp_path / "folder"):
        ended = inspector("ledger", "export", "--format", "csv", "--out", target, "--workspace", demo)
        assert (ended.code, ended.problem) == (3, "output_unwritable")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["folder", "s.pdf", "s.xlsx"]


def test_notices_of_earlier_visits_are_kept(demo: Path, tmp_path: Path) -> None:
    visits = ok(inspector("visit", "list", "--json", "--workspace", demo)).json
    number = next(visit["number"] for visit in visits if visit["status"] == "signed")
    ok(inspector("document", "result-notice", number, "--out", tmp_path / "n.pdf", "--workspace", demo))
    assert number in page_text((tmp_path / "n.pdf").read_bytes(), 0)
    for name, code in (("nothing", "notice_missing"), (visits[0]["id"], "notice_missing")):
        ended = inspector("document", "result-notice", name, "--out", tmp_path / "x.pdf", "--workspace", demo)
        assert (ended.code, ended.problem) == (1, code)
    for words, code in (
        (("visit", "show", "nothing"), "visit_unknown"),
        (("visit", "start", "nothing"), "visit_unknown"),
        (("visit", "start", number), "visit_signed_already"),
        (("visit", "plan", "nobody", "--inspectors", "wang", "li"), "customer_unknown"),
        (("visit", "plan", FIRST, "--inspectors", "wang"), "two_inspectors"),
        (("visit", "replay", str(tmp_path / "none.jsonl")), "file_unreadable"),
        (("hazard", "show", "nothing"), "hazard_not_found"),
    ):
        ended = inspector(*words, "--workspace", demo)
        assert (ended.code, ended.problem, words) == (1, code, words)


def test_a_script_answers_every_line_and_goes_on_after_bad_ones(copied: Copy, tmp_path: Path) -> None:
    lines = [
        '{"op":"status"}',
        "not json",
        "[1]",
        '{"op":"dance"}',
        json.dumps({"op": "start", "visit": "b", "customer": "nobody", "inspectors": ["wang", "li"]}),
        json.dumps({"op": "start", "visit": "b", "customer": FIRST, "inspectors": ["wang"]}),
        json.dumps({"op": "start", "visit": "b", "customer": FIRST, "inspectors": ["wang", "li"], "kind": "odd"}),
        json.dumps(scripts.start("b", FIRST, ["wang", "li"])),
        '{"op":"answer"}',
        '{"op":"answer","form":"infrastructure","equipment":null,"ref":"/data/none","value":"pass"}',
        '{"op":"answer","form":"none","equipment":null,"ref":"/data/none","value":"pass"}',
        '{"op":"photo","form":"infrastructure","ref":"/data/environment/room_door","file":"/nonexistent.jpg"}',
        json.dumps({"op": "photo", "file": str(tmp_path / "broken.jpg")}),
        '{"op":"sign","who":"wang","method":"dance"}',
        '{"op":"old-hazard","hazard":"none","judgement":"still"}',
        '{"op":"hazard","draft":"none","accept":true}',
        '{"op":"hazard","draft":null,"description":"围墙倒塌","place":"北侧","grade":"serious","accept":true}',
        '{"op":"equipment-add","kind":"cable","name":"L9","nameplate":[]}',
        '{"op":"equipment-add","kind":"cable","name":"L9","nameplate":{"voltage_kv":"10"}}',
        '{"op":"override","form":"infrastructure","equipment":null,"ref":"/data/environment/room_door","verdict":"x"}',
        '{"op":"finish"}',
        '{"op":"status"}',
    ]
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    ended = ok(inspector("visit", "replay", "-", "--workspace", copied(), stdin="\n".join(lines) + "\n"))
    answers = [json.loads(line) for line in ended.out.splitlines()]
    codes = [answer.get("error", "ok") for answer in answers]
    assert codes == [
        "visit_not_started", "line_invalid", "line_invalid", "op_unknown", "customer_unknown", "two_inspectors",
        "value_invalid", "ok", "field_missing", "question_unknown", "target_unknown", "file_unreadable",
        codes[12], "value_invalid", "old_hazard_unknown", "hazard_unknown", "ok", "value_invalid", "ok",
        "value_invalid", "visit_incomplete", "ok",
    ]  # fmt: skip
    assert codes[12].startswith("photo_")
    assert all("{" not in answer["message"] for answer in answers if "error" in answer)
    status = answers[-1]
    assert [hazard["description"] for hazard in status["hazards"]] == ["围墙倒塌"]
    assert status["missing"]


# commands that open nothing -----------------------------------------------------------------------------------------


def event(name: str, kind: str, *par: str, **more: object) -> str:
    return json.dumps({"id": name, "entity": "h1", "type": kind, "par": list(par), **more})


def test_fold_says_one_line_per_entity_in_any_order(tmp_path: Path) -> None:
    lines = [
        event("e1", "hazard_registered"),
        event("e2", "notice_served", "e1"),
        event("e3", "rectification_submitted", "e2"),
        event("e4", "review_passed", "e3", user="a"),
        event("e5", "review_returned", "e3", user="b"),
        event("e6", "hazard_reopened", "e3"),
        json.dumps({"id": "x2", "entity": "a0", "type": "review_passed", "par": ["missing"]}),
    ]
    env = {"INSPECTOR_WORKSPACE": str(tmp_path / "none")}
    forth = ok(inspector("fold", stdin="\n".join(lines), env=env)).out
    (tmp_path / "e.jsonl").write_text("\n".join([*reversed(lines), lines[0]]))
    assert ok(inspector("fold", tmp_path / "e.jsonl", env=env)).out == forth
    first, second = (json.loads(line) for line in forth.splitlines())
    assert (first["entity"], first["status"], first["waiting"]) == ("a0", None, ["x2"])
    assert second == {
        "entity": "h1", "status": "disputed", "heads": ["e4", "e5"], "ineffective": ["e6"], "alerts": [],
        "waiting": [],
    }  # fmt: skip
    bad = inspector("fold", stdin='{"id":1}', env=env)
    assert (bad.code, bad.problem) == (1, "fold_line_invalid")


def test_form_commands_answer_line_by_line_without_a_workspace(tmp_path: Path) -> None:
    env = {"INSPECTOR_WORKSPACE": str(tmp_path / "none")}
    xpath = {"id": 1, "xml": "<a><b>2</b></a>", "context": "/*[1]", "expr": "b + 1", "type": "number"}
    assert json.loads(ok(inspector("form", "xpath", stdin=json.dumps(xpath) + "\n", env=env)).out)["value"] == 3
    replay = [{"op": "load", "form": "forms/infrastructure/form.md"}, {"op": "validate"}]
    out = ok(inspector("form", "replay", stdin="\n".join(map(json.dumps, replay)) + "\n", env=env)).out
    loaded, checked = (json.loads(line) for line in out.splitlines())
    assert loaded == {"ok": True}
    assert len(checked["violations"]) >= 40


IMPORTED = re.compile(r"import time:.*\|\s*(\S+)$", re.MULTILINE)


@pytest.mark.parametrize("words", ["customer list", "visit list", "doctor", "ledger list", "demo"])
def test_no_command_imports_qt(demo: Path, tmp_path: Path, words: str) -> None:
    where = [str(tmp_path / "d")] if words == "demo" else ["--workspace", str(demo)]
    loaded = set(IMPORTED.findall(inspector(*words.split(), *where, timed=True).err))
    assert "inspector.services" in loaded
    assert not {name for name in loaded if name.startswith(("PySide6", "shiboken6", "inspector.ui"))}


@pytest.mark.parametrize("words", ["fold", "form xpath", "--version"])
def test_plain_commands_load_no_database_and_no_printer(words: str) -> None:
    loaded = set(IMPORTED.findall(inspector(*words.split(), timed=True).err))
    assert "inspector.cli" in loaded
    assert not {name for name in loaded if name.startswith(("PySide6", "sqlalchemy", "sqlcipher3", "reportlab"))}


def test_a_mistake_of_ours_is_one_line_and_told_in_full_on_request(tmp_path: Path) -> None:
    """A function that is broken on purpose stands for a mistake that nobody foresaw."""
    broken = "import inspector.domain.fold as f\ndef g(lines):\n    raise KeyError('odd')\nf.fold_lines = g\n"
    (tmp_path / "broken.py").write_text(broken)
    run = "import sys, broken; sys.argv = ['inspector', 'fold']; from inspector.__main__ import main; main()"

    def start(**more: str) -> subprocess.CompletedProcess[str]:
        env = environment(PYTHONPATH=os.pathsep.join((str(ROOT), str(tmp_path))), **more)
        words = [sys.executable, "-c", run]
        return subprocess.run(words, env=env, capture_output=True, text=True, input="", check=False)

    quiet = start()
    assert quiet.returncode == 1
    assert quiet.stderr.startswith("internal: ")
    assert "KeyError" in quiet.stderr
    assert len(quiet.stderr.splitlines()) == 1
    assert "Traceback" in start(INSPECTOR_DEBUG="1").stderr


def test_the_database_is_no_plain_sqlite_file(demo: Path) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(demo / "data.db").execute("SELECT count(*) FROM sqlite_master")
