"""Planning by command: what is planned is listed, exported, weighed and explained."""

from pathlib import Path

from icalendar import Calendar

from tests.e2e.running import Copy, Ended, inspector, ok


def run(workspace: Path, *words: str | Path) -> Ended:
    return inspector("--workspace", workspace, "--json", *words)


def test_a_visit_is_planned_for_an_occasion_listed_and_exported(copied: Copy, tmp_path: Path) -> None:
    workspace = copied()
    account = ok(run(workspace, "customer", "list")).json[0]["account"]
    words = ("visit", "plan", account, "--inspectors", "wang", "li", "--on", "2030-07-01", "--occasion", "summer_peak")
    visit = ok(run(workspace, *words)).json["visit"]
    listed = ok(run(workspace, "visit", "list", "--status", "planned", "--from", "2030-07-01")).json
    assert [(row["id"], row["kind"]) for row in listed] == [(visit, "seasonal")]
    assert listed[0]["occasion"]
    assert ok(run(workspace, "visit", "list", "--person", "wang", "--from", "2030-07-02")).json == []
    out = tmp_path / "plan.ics"
    told = ok(run(workspace, "visit", "calendar", "--out", str(out), "--person", "wang")).json
    assert told["visits"] == len(Calendar.from_ical(out.read_bytes()).walk("VEVENT"))
    for option, value in (("--days", "0"), ("--days", "99999999"), ("--from", "9999-12-31")):
        assert inspector("visit", "load", option, value, "--workspace", workspace).problem == "load_days"
    load = ok(run(workspace, "visit", "load", "--from", "2030-07-01", "--days", "1")).json
    assert {row["person"] for row in load if row["visits"] == 1} == {"王工", "李工"}
    package = ok(run(workspace, "visit", "package", visit)).json
    assert package["ready"] is True
    assert {part["part"] for part in package["parts"]} >= {"equipment", "hazards", "forms", "pictures", "sync"}


def test_the_riskiest_of_the_overdue_come_first_when_priority_is_asked_for(copied: Copy) -> None:
    workspace = copied()
    by_day = ok(run(workspace, "visit", "due")).json
    by_priority = ok(run(workspace, "visit", "due", "--order", "priority")).json
    assert {row["account"] for row in by_day} == {row["account"] for row in by_priority}
    late = [row["account"] for row in by_priority if row["days"] is not None and row["days"] < 0]
    assert [row["account"] for row in by_priority][: len(late)] == late


def test_unknown_teams_occasions_and_visits_say_what_there_is(copied: Copy, tmp_path: Path) -> None:
    workspace = copied()
    ended = run(workspace, "visit", "calendar", "--out", str(tmp_path / "x.ics"), "--team", "none")
    assert (ended.code, ended.problem) == (1, "calendar_team_unknown")
    assert not (tmp_path / "x.ics").exists()
    ended = run(workspace, "visit", "package", "none")
    assert (ended.code, ended.problem) == (1, "visit_unknown")
    known = ok(run(workspace, "visit", "occasions")).json
    assert "summer_peak" in {one["id"] for one in known}
