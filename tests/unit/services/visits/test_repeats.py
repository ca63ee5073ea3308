"""Repeats in a checklist of a visit: rows come and go, what is kept of them moves along, and all of it is undone."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.checklists.files import read_form
from inspector.services.checklists.versions import install_form
from inspector.services.visits.replay import replay
from inspector.services.visits.views import DraftStatus, Row, RowKind, Target
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import Story, picture

SHEET = Path(__file__).with_name("site_with_sets.md")
SETS = "/data/s1/sets"


def begun(workspace: Workspace, sheet: Path = SHEET) -> Story:
    def install() -> None:
        acting = workspace.acting
        workspace.act_as("liu")
        install_form(workspace, read_form(sheet))
        workspace.act_as(acting.login)

    workspace.call(install)
    start = services.start_visit
    view = workspace.call(lambda: start(workspace, "50102237816", inspectors=("wang", "li"), key="sets"))
    return Story(workspace, view.id)


@pytest.fixture
def story(workspace: Workspace) -> Story:
    return begun(workspace)


@pytest.fixture
def site(story: Story) -> Target:
    return story.targets("infrastructure")[0]


def rows(story: Story, target: Target) -> list[Row]:
    return list(story.form(target).sections[0].rows)


def say(story: Story, target: Target, ref: str, value: str) -> None:
    story.call(services.record_answer, target, f"{SETS}{ref}", value)


def makers(story: Story, target: Target) -> list[str]:
    return [row.value for row in rows(story, target) if row.ref.endswith("/maker")]


def test_rows_are_shown_with_their_heads_and_where_one_is_added(story: Story, site: Target) -> None:
    kinds = [(row.kind, row.ref) for row in rows(story, site)]
    assert (RowKind.ENTRY, f"{SETS}[1]") in kinds
    assert (RowKind.ADD, f"{SETS}+") in kinds
    assert [ref for kind, ref in kinds if kind is RowKind.ENTRY and ref.startswith("/data/s1/tank")] == []
    change = story.call(services.add_repeat_row, site, f"{SETS}+")
    (section,) = [section for target, section in change.sections if target == site]
    assert [row.label for row in section.rows if row.kind is RowKind.ENTRY] == ["发电机组 · 1", "发电机组 · 2"]
    numbers = [row.number for row in section.rows if row.ref.endswith("/maker")]
    assert all(numbers)


def test_what_is_kept_of_a_row_moves_with_it_and_comes_back(story: Story, site: Target, reopen: Reopen) -> None:
    for number, maker in enumerate("甲乙丙", 1):
        if number > 1:
            story.call(services.add_repeat_row, site, f"{SETS}+")
        say(story, site, f"[{number}]/maker", maker)
    say(story, site, "[3]/runs", "fail")
    say(story, site, "[3]/why", "电瓶没电")
    story.call(services.record_note, site, f"{SETS}[3]/runs", "复试两次")
    story.call(services.remove_repeat_row, site, f"{SETS}[2]")
    assert makers(story, site) == ["甲", "丙"]
    moved = next(row for row in rows(story, site) if row.ref == f"{SETS}[2]/runs")
    assert (moved.value, moved.note) == ("fail", "复试两次")
    assert moved.hazard is not None
    assert moved.hazard.status is DraftStatus.DRAFT
    workspace = reopen()
    again = Story(workspace, story.id)
    again.reopen()
    assert makers(again, site) == ["甲", "丙"]
    assert next(row for row in rows(again, site) if row.ref == f"{SETS}[2]/why").value == "电瓶没电"


def test_a_row_that_was_taken_away_is_brought_back_by_undo(story: Story, site: Target) -> None:
    say(story, site, "[1]/maker", "甲")
    story.call(services.add_repeat_row, site, f"{SETS}+")
    say(story, site, "[2]/maker", "乙")
    story.call(services.remove_repeat_row, site, f"{SETS}[1]")
    assert makers(story, site) == ["乙"]
    story.call(services.undo_visit)
    assert makers(story, site) == ["甲", "乙"]
    story.call(services.redo_visit)
    assert makers(story, site) == ["乙"]


def test_text_that_is_no_number_stays_beside_its_error_in_a_row(story: Story, site: Target, reopen: Reopen) -> None:
    say(story, site, "[1]/kw", "viel")
    again = Story(reopen(), story.id)
    again.reopen()
    row = next(row for row in rows(again, site) if row.ref == f"{SETS}[1]/kw")
    assert (row.value, bool(row.error)) == ("viel", True)


def test_counted_rows_follow_their_number_and_cannot_be_added_by_hand(story: Story, site: Target) -> None:
    change = story.call(services.record_answer, site, "/data/s1/tanks", "2")
    (section,) = [section for target, section in change.sections if target == site]
    heads = [row for row in section.rows if row.kind is RowKind.ENTRY and "/tank" in row.ref]
    assert [(row.ref, row.readonly) for row in heads] == [("/data/s1/tank[1]", True), ("/data/s1/tank[2]", True)]
    with pytest.raises(Problem, match="form_rows_fixed"):
        story.call(services.add_repeat_row, site, "/data/s1/tank+")


def test_a_visit_with_rows_is_missing_what_they_miss_and_is_signed(story: Story, site: Target) -> None:
    story.call(services.add_repeat_row, site, f"{SETS}+")
    waiting = {one.ref for one in story.summary().missing}
    assert {f"{SETS}[1]/maker", f"{SETS}[2]/maker", f"{SETS}[2]/runs"} <= waiting
    story.fill()
    story.decide()
    story.sign()
    assert story.call(services.finish_visit).visit_number


def played(workspace: Workspace, story: Story, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    """Play lines in the visit of the story, as the checklist of the site takes them."""
    start = {"op": "start", "customer": "50102237816", "inspectors": ["wang", "li"], "visit": "sets"}
    texts = [json.dumps(start), *(json.dumps({"form": "infrastructure", "equipment": None, **line}) for line in lines)]
    return [json.loads(answer) for answer in replay(workspace, texts)][1:]


def test_a_script_adds_rows_answers_in_them_and_takes_them_away(
    workspace: Workspace, story: Story, site: Target, tmp_path: Path
) -> None:
    (tmp_path / "p.jpg").write_bytes(picture())
    photo = {"op": "photo", "ref": f"{SETS}[2]/runs", "file": str(tmp_path / "p.jpg")}
    answers = played(
        workspace,
        story,
        {"op": "repeat-add", "ref": SETS},
        {"op": "answer", "ref": f"{SETS}[2]/maker", "value": "乙"},
        {"op": "answer", "ref": f"{SETS}[2]/runs", "value": "fail"},
        photo,
        {"op": "repeat-remove", "ref": f"{SETS}[1]"},
        {"op": "repeat-remove", "ref": f"{SETS}[7]"},
        {"op": "repeat-add", "ref": "/data/s1/tank"},
    )
    assert [answer.get("error", "ok") for answer in answers] == ["ok"] * 5 + ["form_unknown_ref", "form_rows_fixed"]
    assert makers(story, site) == ["乙"]
    kept = next(row for row in rows(story, site) if row.ref == f"{SETS}[1]/runs")
    assert (kept.value, len(kept.photos)) == ("fail", 1)
