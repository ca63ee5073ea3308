"""Visits by command: from an empty workspace to the notice, scripts with bad lines, and what is no visit."""

import json
from pathlib import Path

from inspector.reports.pdf.raster import page_text
from tests.e2e import scripts
from tests.e2e.running import FIRST, Copy, inspector, ok


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


def test_notices_of_earlier_visits_are_kept(demo: Path, tmp_path: Path) -> None:
    visits = ok(inspector("visit", "list", "--json", "--workspace", demo)).json
    signed = [visit for visit in visits if visit["status"] == "signed"]
    assert all("" < visit["started_at"] <= visit["signed_at"] for visit in signed)
    number = signed[0]["number"]
    notice = ok(inspector("visit", "show", number, "--json", "--workspace", demo)).json["notice"]
    ok(inspector("document", "result-notice", number, "--out", tmp_path / "n.pdf", "--workspace", demo))
    assert number in page_text((tmp_path / "n.pdf").read_bytes(), 0)
    ok(inspector("document", "result-notice", notice, "--out", tmp_path / "t.pdf", "--workspace", demo))
    assert (tmp_path / "t.pdf").read_bytes() == (tmp_path / "n.pdf").read_bytes()
    for name, code in (("nothing", "notice_missing"), ("", "notice_missing"), (visits[0]["id"], "notice_missing")):
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
    path = copied()
    hazards = ok(inspector("hazard", "list", "--unclosed", "--json", "--workspace", path)).json
    old = next(hazard["number"] for hazard in hazards if hazard["account"] == FIRST)
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
        json.dumps({"op": "photo", "hazard": old, "file": str(tmp_path / "broken.jpg")}),
        '{"op":"sign","who":"wang","method":"dance"}',
        '{"op":"old-hazard","hazard":"none","judgement":"still"}',
        '{"op":"hazard","draft":"none","accept":true}',
        '{"op":"hazard","draft":null,"description":"围墙倒塌","place":"北侧","grade":"serious","accept":true}',
        '{"op":"equipment-add","kind":"cable","name":"L9","nameplate":[]}',
        '{"op":"equipment-add","kind":"cable","name":"L9","nameplate":{"voltage_kv":"10"}}',
        '{"op":"answer","form":"infrastructure","equipment":[1],"ref":"/data/environment/room_door","value":"pass"}',
        r'{"op":"sign","who":"\ud800","method":"pin"}',
        '{"op":"override","form":"infrastructure","equipment":null,"ref":"/data/environment/room_door","verdict":"x"}',
        '{"op":"finish"}',
        '{"op":"status"}',
    ]
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    ended = ok(inspector("visit", "replay", "-", "--workspace", path, stdin="\n".join(lines) + "\n"))
    answers = [json.loads(line) for line in ended.out.splitlines()]
    codes = [answer.get("error", "ok") for answer in answers]
    assert codes == [
        "visit_not_started", "line_invalid", "line_invalid", "op_unknown", "customer_unknown", "two_inspectors",
        "value_invalid", "ok", "field_missing", "question_unknown", "target_unknown", "file_unreadable",
        "photo_damaged", "value_invalid", "old_hazard_unknown", "hazard_unknown", "ok", "value_invalid", "ok",
        "value_invalid", "value_invalid", "value_invalid", "visit_incomplete", "ok",
    ]  # fmt: skip
    assert all("{" not in answer["message"] for answer in answers if "error" in answer)
    status = answers[-1]
    assert [hazard["description"] for hazard in status["hazards"]] == ["围墙倒塌"]
    assert status["missing"]
