"""Every command as a process of its own: output, exit codes, one line of error, nothing needed that is not used."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import services
from tests.e2e.running import ROOT, Copy, environment, inspector, ok

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


def test_help_speaks_the_language_that_is_asked_for() -> None:
    assert "one of the values" in ok(inspector("--language", "en", "conflict", "decide", "--help")).out
    assert "one of the values" not in ok(inspector("conflict", "decide", "--help", "--language=zh_CN")).out


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
