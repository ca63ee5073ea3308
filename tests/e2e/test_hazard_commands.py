"""`hazard act`: from the request for more time to the closure, by the people who may, and what is refused."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.e2e.running import Copy, inspector, ok


def rectifying(path: Path) -> dict[str, Any]:
    rows = ok(inspector("hazard", "list", "--unclosed", "--json", "--workspace", path)).json
    for row in rows:
        if row["status"] == "open" and row["grade"] == "general" and row["notice_served"]:
            shown: dict[str, Any] = ok(inspector("hazard", "show", row["id"], "--json", "--workspace", path)).json
            if shown["extension"] is None:
                return shown
    raise AssertionError("the sample has a hazard under way")


def test_a_hazard_goes_its_way_by_commands(copied: Copy) -> None:
    path = copied()
    people = ok(inspector("person", "list", "--json", "--workspace", path)).json
    hazard = rectifying(path)
    team = next(person["team"] for person in people if person["id"] == hazard["finders"][0])
    finder = next(person for person in people if person["id"] == hazard["finders"][0])
    other = next(p for p in people if p["team"] != team and p["roles"] == ["inspector", "reviewer"])

    def act(who: dict[str, Any], *words: str) -> Any:
        where = ("--workspace", path, "--as", who["login"], "--json")
        return inspector("hazard", "act", hazard["number"], *words, *where)

    today = datetime.now().astimezone().date()
    until = (max(today, date.fromisoformat(hazard["deadline"])) + timedelta(days=30)).isoformat()
    asked = ok(act(finder, "extend", "--until", until, "--reason", "parts")).json
    assert (asked["extension"]["until"], asked["refused"]["extend"]) == (until, "already_asked")
    granted = ok(act({"login": "liu"}, "grant")).json
    assert (granted["deadline"], granted["extension"]) == (until, None)
    changed = ok(act(finder, "change", "--set", "measure=pump it out", "--grade", "serious")).json
    assert (changed["measure"], changed["grade"]) == ("pump it out", "serious")
    assert "grade" in changed["supervision"]
    submitted = ok(act(finder, "submit", "--note", "done")).json
    assert (submitted["status"], submitted["rectifiers"]) == ("in_review", [finder["id"]])
    for who, words, code in (
        (finder, ("pass", "--comment", "fine"), "action_own_rectification"),
        (other, ("pass",), "action_needs"),
        (other, ("void", "--reason", "twice"), "action_role"),
        (other, ("dance",), "action_unknown"),
        (other, ("pass", "--comment", "fine", "--seen", asked["heads"][0]), "hazard_moved_on"),
        (finder, ("submit", "--note", "n", "--photo", str(path / "none.jpg")), "photo_unreadable"),
        (finder, ("extend", "--until", "tomorrow", "--reason", "r"), "day_format"),
    ):
        ended = act(who, *words)
        assert (ended.code, ended.problem, words) == (1, code, words)
    closed = ok(act(other, "pass", "--comment", "fine")).json
    assert (closed["status"], closed["supervision"], closed["next"]) == ("closed", [], ["note", "photo", "reopen"])
    assert ok(inspector("doctor", "--json", "--workspace", path)).json["ok"] is True


def test_a_hazard_is_registered_by_command(copied: Copy) -> None:
    path = copied()
    account = ok(inspector("customer", "list", "--json", "--workspace", path)).json[0]["account"]
    where = ("--workspace", path, "--as", "wang", "--json")
    words = ("cable end with marks of discharge", "--grade", "serious", "--place", "G02")
    made = ok(inspector("hazard", "register", account, *words, *where)).json
    assert (made["status"], made["grade"], made["place"], made["visit"]) == ("open", "serious", "G02", "")
    refused = inspector("hazard", "register", account, " ", *where)
    assert (refused.code, refused.problem) == (1, "hazard_description")
