"""From found to closed by command: a notice with its reply file, the customer's answer with a photo, a review that only
an independent person can give, and ledger issues that tell what changed in between."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from inspector.services.replies import layout
from tests.e2e.running import Copy, Ended, inspector, ok
from tests.unit.services.replies.files import filled, picture

FINDERS_TEAM = "检查二班"
FINDER, COLLEAGUE, INDEPENDENT, LEAD = "zhang", "chen", "wang", "liu"


def run(workspace: Path, who: str, *words: str | Path) -> Ended:
    return inspector("--workspace", workspace, "--as", who, "--json", *words)


def found_by_the_second_team(workspace: Path) -> dict[str, Any]:
    """An open hazard whose finders are all of one team."""
    for row in ok(run(workspace, LEAD, "hazard", "list", "--unclosed")).json:
        if row["status"] == "open":
            shown: dict[str, Any] = ok(run(workspace, LEAD, "hazard", "show", row["number"])).json
            if shown["history"][0]["body"]["teams"]["finders"] == [FINDERS_TEAM]:
                return shown
    raise AssertionError("the sample has no such hazard")


def replied(workspace: Path, notice: str, folder: Path) -> Path:
    """The reply file of a notice, filled in with one photo in its first row."""
    blank = folder / "blank.xlsx"
    ok(run(workspace, FINDER, "reply", "export", notice, "--out", blank))
    day = date.today()  # noqa: DTZ011 - the day as people write it
    row = {"state": "已完成", "done": "更换围栏，补挂警示牌", "on": day, "by": "冯工"}
    place = f"{chr(ord('A') + layout.FIRST_PHOTO)}{layout.FIRST_ROW}"
    file = folder / "reply.xlsx"
    file.write_bytes(filled(blank.read_bytes(), {0: row}, {place: picture()}))
    return file


def test_a_hazard_is_closed_only_over_an_independent_review(copied: Copy, tmp_path: Path) -> None:
    workspace = copied()
    hazard = found_by_the_second_team(workspace)
    number = hazard["number"]
    first = ok(run(workspace, LEAD, "ledger", "issue", "--kind", "rectification", "--out", tmp_path / "1.pdf")).json

    served = ok(run(workspace, FINDER, "hazard", "act", number, "serve")).json
    notice = served["history"][-1]["body"]["notice"]
    assert {"pass", "return"} <= served["refused"].keys(), "nothing to review yet"

    file = replied(workspace, notice, tmp_path)
    ok(run(workspace, FINDER, "reply", "import", file))
    again = run(workspace, FINDER, "reply", "import", file)
    assert (again.code, again.problem) == (1, "reply_doubled"), "a file is taken once"

    for dependent in (FINDER, COLLEAGUE):
        refused = run(workspace, dependent, "hazard", "act", number, "pass", "--comment", "fine")
        assert refused.code == 1
        assert ok(run(workspace, LEAD, "hazard", "show", number)).json["status"] == "in_review"
    unfinished = run(workspace, INDEPENDENT, "review", "pass", number, "--comment", "looked at it")
    assert unfinished.code == 1, "points that people tick are open"
    shown = ok(run(workspace, INDEPENDENT, "review", "show", number)).json
    by_hand = ",".join(check["check"] for check in shown["checks"] if check["state"] == "hand")
    ok(run(workspace, INDEPENDENT, "review", "pass", number, "--comment", "looked at it", "--tick", by_hand))
    closed = ok(run(workspace, LEAD, "hazard", "show", number)).json
    assert closed["status"] == "closed"
    assert {event["type"] for event in closed["history"]} >= {"notice_served", "rectification_submitted"}
    assert [len(e["body"]["photos"]) for e in closed["history"] if e["type"] == "rectification_submitted"] == [1]

    ok(run(workspace, LEAD, "ledger", "issue", "--kind", "rectification", "--out", tmp_path / "2.pdf"))
    ok(run(workspace, LEAD, "ledger", "reprint", first["number"], "--out", tmp_path / "again.pdf"))
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes()
    assert (tmp_path / "2.pdf").read_bytes() != (tmp_path / "1.pdf").read_bytes()
    checked = ok(run(workspace, LEAD, "ledger", "verify", first["number"])).json
    assert (checked["holds"], checked["digest"], checked["printed"]) == (True, first["digest"], True)
    ok(run(workspace, LEAD, "ledger", "reprint", first["number"], "--format", "json", "--out", tmp_path / "1.json"))
    assert hashlib.sha256((tmp_path / "1.json").read_bytes()).hexdigest() == first["digest"]
    for words in (("document", "statistics", "2026"), ("document", "hazard-sheet", number), ("ledger", "issue")):
        named = run(workspace, LEAD, *words, "--out", tmp_path / "2.xlsx")
        assert (named.code, named.problem) == (1, "document_only_pdf")
    assert not (tmp_path / "2.xlsx").exists()
    ok(run(workspace, LEAD, "document", "statistics", "2026", "--out", tmp_path / "statistics"))
    for kind in ("hazard-sheet", "review-record"):
        ok(run(workspace, LEAD, "document", kind, number, "--out", tmp_path / f"{kind}.pdf"))
        assert (tmp_path / f"{kind}.pdf").read_bytes().startswith(b"%PDF")
