"""Reviews by command: the queue, a judgement, a group, a sample that is drawn again, a blind second judgement."""

from pathlib import Path
from typing import Any

from tests.e2e.running import Copy, Ended, inspector, ok


def review(path: Path, person: str, *words: str) -> Ended:
    return inspector("review", *words, "--json", "--as", person, "--workspace", path)


def told(path: Path, person: str, *words: str) -> Any:
    return ok(review(path, person, *words)).json


def test_a_rectification_is_judged_by_command(copied: Copy) -> None:
    path = copied()
    row = told(path, "wang", "queue")["mine"][0]
    number, hazard = row["number"], row["hazard"]
    shown = told(path, "wang", "show", number)
    assert [check["check"] for check in shown["checks"]] == ["same_view", "values", "load", "record", "on_site"]
    assert review(path, "wang", "pass", number, "--comment", "ok").problem == "review_points_open"
    assert review(path, "admin", "pass", number, "--comment", "ok").problem == "action_role"
    assert review(path, "wang", "measure", number, "nothing", "5").problem == "review_value_unknown"
    measured = told(path, "wang", "measure", number, "top_oil_temperature", "60")
    assert [pair["after"] for pair in measured["values"]] == [60]
    ticks = ",".join(check["check"] for check in measured["checks"] if check["state"] == "hand")
    judged = told(path, "wang", "pass", number, "--comment", "合格", "--tick", ticks)
    assert (judged["hazard"], judged["outcome"]) == (hazard, "pass")
    assert hazard not in [one["hazard"] for one in told(path, "wang", "queue")["mine"]]


def test_samples_and_second_judgements_by_command(copied: Copy) -> None:
    path = copied()
    assert review(path, "wang", "group", "add", "一组", "--members", "li").problem == "group_lead"
    told(path, "liu", "group", "add", "一组", "--members", "wang", "li", "zhang", "chen")
    drawn = told(path, "liu", "draw", "一组", "--share", "100", "--seed", "2026")
    assert drawn["reproduced"]
    told(path, "liu", "assign", drawn["number"], "--second-share", "100")
    (listed,) = told(path, "liu", "rounds", "一组")
    item = next(one for one in listed["items"] if one["assignee"] and one["second"])
    logins = {one["id"]: one["login"] for one in ok(inspector("person", "list", "--json", "--workspace", path)).json}
    first, second = logins[item["assignee"]], logins[item["second"]]
    told(path, first, "return", item["number"], "--comment", "照片不清")
    assert told(path, second, "show", item["number"])["blind"]
    ticks = "same_view,values,record,on_site"
    given = told(path, second, "second", item["number"], "pass", "--comment", "合格", "--tick", ticks)
    assert given["disagrees"]
    figures = told(path, "liu", "agreement")
    assert (figures["pairs"], figures["percent"]) == (1, 0)
    assert [one["number"] for one in figures["disagreements"]] == [item["number"]]
    assert [group["rounds"] for group in told(path, "liu", "groups")] == [1]
