"""What leaves a laptop, by command: a copy restored on another one, and a visit handed over, taken over, taken back."""

import json
from pathlib import Path
from typing import Any

from tests.e2e import scripts
from tests.e2e.running import FIRST, inspector, ok

PASSPHRASE = "blaue Tonne 4"
WORDS = "four words for both"


def played(path: Path, lines: list[Any], env: dict[str, str]) -> list[Any]:
    text = "\n".join(json.dumps(line) for line in lines)
    out = ok(inspector("visit", "replay", "-", stdin=text, env={**env, "INSPECTOR_WORKSPACE": str(path)})).out
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer for answer in answers if not answer.get("ok")] == []
    return answers


def company(path: Path, env: dict[str, str]) -> str:
    """A workspace with two inspectors and a customer; its recovery key."""
    made = ok(inspector("init", path, "--json", env=env)).json
    env = {**env, "INSPECTOR_WORKSPACE": str(path)}
    for login in ("wang", "li"):
        ok(inspector("person", "add", f"login={login}", f"name={login}", "team=一班", "pin=1234", env=env))
    ok(inspector("customer", "add", "account=0077", "name=新厂", "voltage_kv=10", env=env))
    ok(inspector("equipment", "add", "0077", "kind=cable", "name=L1", 'nameplate={"voltage_kv":"10"}', env=env))
    return str(made["recovery_key"])


def test_a_visit_goes_on_on_another_laptop_from_the_second_place(tmp_path: Path) -> None:
    old, stick, new = tmp_path / "old", tmp_path / "stick", tmp_path / "new"
    env = {"INSPECTOR_PASSPHRASE": PASSPHRASE}
    key = company(old, env)
    here = {**env, "INSPECTOR_WORKSPACE": str(old)}
    start = scripts.start("s1", "0077", ["wang", "li"])
    (outline,) = played(old, [start], env)
    answers = list(scripts.answers(outline))
    half = len(answers) // 2
    played(old, [start, *answers[:half]], env)
    number = outline["number"]

    assert inspector("safekeeping", "copy", env=here).problem == "place_unchosen"
    assert inspector("safekeeping", "place", stick, env=here).problem == "place_no_folder"
    stick.mkdir()
    assert ok(inspector("safekeeping", "place", stick, "--json", env=here)).json["pending"] > 0
    first = ok(inspector("safekeeping", "copy", "--json", env=here)).json
    assert (first["visits"], first["missing"]) == (1, [])
    status = ok(inspector("safekeeping", "status", "--json", env=here)).json
    assert (status["reachable"], status["pending"], status["problem"]) == (True, 0, "")
    assert ok(inspector("safekeeping", "copy", "--json", env=here)).json["written"] == 0
    ledger = ok(inspector("ledger", "list", "--kind", "inspection", "--json", env=here)).out
    customers = ok(inspector("customer", "list", "--json", env=here)).out

    there = {"INSPECTOR_PASSPHRASE": "another one"}
    wrong = {**there, "INSPECTOR_RECOVERY_KEY": key[:-1] + ("0" if key[-1] != "0" else "1")}
    assert inspector("safekeeping", "restore", stick, "--to", new, env=wrong).problem == "recovery_key_typo"
    assert inspector("safekeeping", "restore", stick, "--to", new, env=there).problem == "recovery_key_needed"
    typed = tmp_path / "key.txt"
    typed.write_text(key.lower().replace("-", " ") + "\n", encoding="utf-8")
    restore = ("safekeeping", "restore", stick, "--to", new, "--recovery-key-file", typed, "--json")
    restored = ok(inspector(*restore, env=there)).json
    assert (restored["visits"], restored["lost"]) == (1, [])
    assert restored["device"] != restored["from_device"]
    assert inspector(*restore, env=there).problem == "workspace_exists"

    over = {**there, "INSPECTOR_WORKSPACE": str(new)}
    assert ok(inspector("ledger", "list", "--kind", "inspection", "--json", env=over)).out == ledger
    assert ok(inspector("customer", "list", "--json", env=over)).out == customers
    for login in ("wang", "li"):
        ok(inspector("person", "set", login, "pin=1234", env=over))
    lines = [start, *answers[half:], *scripts.signatures(["wang", "li"]), {"op": "finish"}]
    issued = played(new, lines, there)[-1]
    assert issued["number"] == number
    rows = ok(inspector("ledger", "list", "--kind", "inspection", "--json", env=over)).json
    assert [row["number"] for row in rows] == [number]
    assert ok(inspector("doctor", "--json", env=over)).json["ok"] is True


def test_the_recovery_key_opens_what_the_passphrase_no_longer_does(tmp_path: Path) -> None:
    path = tmp_path / "w"
    made = inspector("init", path, env={"INSPECTOR_PASSPHRASE": PASSPHRASE})
    assert "recovery_key: " in ok(made).out
    key = next(line for line in made.out.splitlines() if line.startswith("recovery_key: ")).split()[1]
    env = {"INSPECTOR_WORKSPACE": str(path), "INSPECTOR_RECOVERY_KEY": key, "INSPECTOR_NEW_PASSPHRASE": "kurz"}
    assert inspector("passphrase", env=env).problem == "passphrase_short"
    ok(inspector("passphrase", env={**env, "INSPECTOR_NEW_PASSPHRASE": "ein neuer Satz"}))
    old = {"INSPECTOR_WORKSPACE": str(path), "INSPECTOR_PASSPHRASE": PASSPHRASE}
    assert inspector("person", "list", env=old).problem == "passphrase_wrong"
    new = {**old, "INSPECTOR_PASSPHRASE": "ein neuer Satz"}
    assert inspector("recovery-key", env=new).problem == "recovery_key_exists"
    sheet = tmp_path / "sheet.pdf"
    second = ok(inspector("recovery-key", "--replace", "--sheet", sheet, "--json", env=new)).json
    assert second["replaced"] is True
    assert sheet.read_bytes().startswith(b"%PDF")
    assert inspector("passphrase", env={**env, "INSPECTOR_NEW_PASSPHRASE": "noch ein Satz"}).problem == (
        "recovery_key_wrong"
    )


def test_a_visit_is_handed_over_signed_there_and_taken_back_here(tmp_path: Path) -> None:
    one, two, file = tmp_path / "one", tmp_path / "two", tmp_path / "visit.bundle"
    env = {"INSPECTOR_PASSPHRASE": PASSPHRASE, "INSPECTOR_HANDOVER_PASSPHRASE": WORDS}
    company(one, env)
    ok(inspector("init", two, env=env))
    here, there = ({**env, "INSPECTOR_WORKSPACE": str(path)} for path in (one, two))
    start = scripts.start("s1", "0077", ["wang", "li"])
    (outline,) = played(one, [start], env)
    answers = list(scripts.answers(outline))
    played(one, [start, *answers[:5]], env)
    number = outline["number"]

    short = {**here, "INSPECTOR_HANDOVER_PASSPHRASE": "kurz"}
    give = ("visit", "hand-over", number, "--out", file, "--to", "二班")
    assert inspector(*give, env=short).problem == "handover_passphrase_short"
    ok(inspector(*give, env=here))
    listed = ok(inspector("visit", "list", "--json", env=here)).json
    assert [(row["status"], row["handed_over_to"]) for row in listed] == [("handed_over", "二班")]
    stopped = inspector("visit", "replay", "-", stdin="\n".join(map(json.dumps, [start, answers[5]])), env=here)
    assert [json.loads(line).get("error") for line in stopped.out.splitlines()] == [None, "visit_handed_over"]
    assert inspector(*give, env=here).problem == "visit_handed_over"

    assert inspector("visit", "take-over", file, env={**there, "INSPECTOR_HANDOVER_PASSPHRASE": "x" * 9}).problem == (
        "bundle_passphrase_wrong"
    )
    taken = ok(inspector("visit", "take-over", file, "--json", env=there)).json
    assert taken["number"] == number
    assert ok(inspector("visit", "take-over", file, "--json", env=there)).json == taken
    for login in ("wang", "li"):
        ok(inspector("person", "set", login, "pin=1234", env={**there, "INSPECTOR_LANGUAGE": "en"}))
    lines = [start, *answers[5:], *scripts.signatures(["wang", "li"]), {"op": "finish"}]
    assert played(two, lines, env)[-1]["number"] == number
    assert inspector("visit", "take-over", file, env=there).problem == "visit_signed_already"
    body = ok(inspector("visit", "show", number, "--json", env=there)).json
    assert [step["to"] for step in body["handovers"]] == ["二班"]

    back = ok(inspector("visit", "take-back", number, "--reason", "U 盘丢了", "--json", env=here)).json
    assert (back["visit"] != taken["visit"], back["number"] != number) == (True, True)
    played(one, [start, *answers[5:], *scripts.signatures(["wang", "li"]), {"op": "finish"}], env)
    body = ok(inspector("visit", "show", back["number"], "--json", env=here)).json
    assert (body["taken_back_from"]["visit"], body["taken_back_from"]["reason"]) == (taken["visit"], "U 盘丢了")


def test_a_sample_workspace_gets_a_recovery_key_when_asked(demo: Path, tmp_path: Path) -> None:
    assert FIRST in ok(inspector("customer", "list", "--json", "--workspace", demo)).out
    stick = tmp_path / "stick"
    stick.mkdir()
    assert inspector("safekeeping", "place", stick, "--workspace", demo).problem == "recovery_key_missing"


def test_a_sheet_that_cannot_be_written_burns_no_key_and_no_output_goes_into_a_workspace(tmp_path: Path) -> None:
    path = tmp_path / "w"
    env = {"INSPECTOR_PASSPHRASE": PASSPHRASE, "INSPECTOR_WORKSPACE": str(path)}
    key = company(path, env)
    data = (path / "data.db").stat().st_ino
    bad = inspector("recovery-key", "--replace", "--sheet", tmp_path / "none" / "x.pdf", env=env)
    assert (bad.problem, bad.out) == ("output_unwritable", "")
    assert inspector("recovery-key", "--replace", "--sheet", tmp_path, env=env).problem == "output_unwritable"
    inside = inspector("recovery-key", "--replace", "--sheet", path / "data.db", env=env)
    assert inside.problem == "target_in_workspace"
    assert inspector("template", path / "data.db", env=env).problem == "target_in_workspace"
    ok(inspector("passphrase", env={**env, "INSPECTOR_RECOVERY_KEY": key, "INSPECTOR_NEW_PASSPHRASE": "noch eine 5"}))
    assert (path / "data.db").stat().st_ino == data
