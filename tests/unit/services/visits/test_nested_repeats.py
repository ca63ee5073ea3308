"""Repeats in repeats of a visit's checklist: rows come and go on both levels, and what is kept moves along."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.visits.replay import replay
from inspector.services.visits.views import DraftStatus, Row, RowKind, Target
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import Story, picture
from tests.unit.services.visits.test_repeats import begun

SETS = "/data/s1/sets"


@pytest.fixture
def story(workspace: Workspace) -> Story:
    return begun(workspace, Path(__file__).with_name("site_with_sets_of_parts.md"))


@pytest.fixture
def site(story: Story) -> Target:
    return story.targets("infrastructure")[0]


def rows(story: Story, target: Target) -> list[Row]:
    return list(story.form(target).sections[0].rows)


def row_of(story: Story, target: Target, ref: str) -> Row:
    return next(row for row in rows(story, target) if row.ref == f"{SETS}{ref}")


def brands(story: Story, target: Target) -> list[tuple[str, str]]:
    return [(row.ref.removeprefix(SETS), row.value) for row in rows(story, target) if row.ref.endswith("/brand")]


def say(story: Story, target: Target, ref: str, value: str) -> None:
    story.call(services.record_answer, target, f"{SETS}{ref}", value)


def fill(story: Story, site: Target) -> None:
    """Two sets: the first with batteries a and b, the second, which begins without any, with c and d."""
    story.call(services.add_repeat_row, site, f"{SETS}+")
    for number, pair in ((1, "ab"), (2, "cd")):
        for _row in range(number):
            story.call(services.add_repeat_row, site, f"{SETS}[{number}]/cells+")
        for place, brand in enumerate(pair, 1):
            say(story, site, f"[{number}]/cells[{place}]/brand", brand)


WHOLE = [
    ("[1]/cells[1]/brand", "a"),
    ("[1]/cells[2]/brand", "b"),
    ("[2]/cells[1]/brand", "c"),
    ("[2]/cells[2]/brand", "d"),
]


def test_rows_of_each_row_are_its_own(story: Story, site: Target, reopen: Reopen) -> None:
    fill(story, site)
    assert brands(story, site) == WHOLE
    adders = [row.ref for row in rows(story, site) if row.kind is RowKind.ADD]
    assert adders == [f"{SETS}[1]/cells+", f"{SETS}[2]/cells+", f"{SETS}+"]
    again = Story(reopen(), story.id)
    again.reopen()
    assert brands(again, site) == WHOLE


def test_what_is_kept_of_an_inner_row_moves_with_it(story: Story, site: Target, reopen: Reopen) -> None:
    fill(story, site)
    say(story, site, "[2]/cells[2]/full", "fail")
    say(story, site, "[2]/cells[2]/why", "漏液")
    story.call(services.record_note, site, f"{SETS}[2]/cells[2]/full", "外壳鼓包")
    story.call(services.remove_repeat_row, site, f"{SETS}[2]/cells[1]")
    assert brands(story, site) == [*WHOLE[:2], ("[2]/cells[1]/brand", "d")]
    moved = row_of(story, site, "[2]/cells[1]/full")
    assert (moved.value, moved.note) == ("fail", "外壳鼓包")
    assert moved.hazard is not None
    assert moved.hazard.status is DraftStatus.DRAFT
    again = Story(reopen(), story.id)
    again.reopen()
    assert row_of(again, site, "[2]/cells[1]/why").value == "漏液"


def test_an_outer_row_takes_its_inner_rows_along_and_undo_brings_them_back(
    story: Story, site: Target, reopen: Reopen
) -> None:
    fill(story, site)
    say(story, site, "[2]/cells[1]/full", "fail")
    story.call(services.remove_repeat_row, site, f"{SETS}[1]")
    left = [("[1]/cells[1]/brand", "c"), ("[1]/cells[2]/brand", "d")]
    assert brands(story, site) == left
    assert row_of(story, site, "[1]/cells[1]/full").hazard is not None
    story.call(services.undo_visit)
    assert brands(story, site) == WHOLE
    assert row_of(story, site, "[2]/cells[1]/full").value == "fail"
    story.call(services.redo_visit)
    assert brands(story, site) == left
    again = Story(reopen(), story.id)
    again.reopen()
    assert brands(again, site) == left


def test_rows_whose_number_differs_keep_theirs(story: Story, site: Target, reopen: Reopen) -> None:
    fill(story, site)
    story.call(services.remove_repeat_row, site, f"{SETS}[1]/cells[2]")
    story.call(services.remove_repeat_row, site, f"{SETS}[1]/cells[1]")
    story.call(services.add_repeat_row, site, f"{SETS}[2]/cells+")
    expected = [*WHOLE[2:], ("[2]/cells[3]/brand", "")]
    assert brands(story, site) == expected
    again = Story(reopen(), story.id)
    again.reopen()
    assert brands(again, site) == expected


def test_a_visit_with_inner_rows_is_missing_what_they_miss_and_is_signed(story: Story, site: Target) -> None:
    fill(story, site)
    waiting = {one.ref for one in story.summary().missing}
    assert {f"{SETS}[1]/cells[2]/full", f"{SETS}[2]/cells[1]/full", f"{SETS}[2]/maker"} <= waiting
    story.fill()
    story.decide()
    story.sign()
    assert story.call(services.finish_visit).visit_number


def test_a_script_plays_inner_rows(workspace: Workspace, story: Story, site: Target, tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(picture())
    start = {"op": "start", "customer": "50102237816", "inspectors": ["wang", "li"], "visit": "sets"}
    lines: list[dict[str, Any]] = [
        {"op": "repeat-add", "ref": SETS},
        {"op": "repeat-add", "ref": f"{SETS}[2]/cells"},
        {"op": "repeat-add", "ref": f"{SETS}[2]/cells"},
        {"op": "answer", "ref": f"{SETS}[2]/cells[2]/brand", "value": "d"},
        {"op": "photo", "ref": f"{SETS}[2]/cells[2]/full", "file": str(tmp_path / "p.jpg")},
        {"op": "repeat-remove", "ref": f"{SETS}[2]/cells[1]"},
        {"op": "repeat-remove", "ref": f"{SETS}[1]"},
        {"op": "repeat-add", "ref": f"{SETS}[4]/cells"},
        {"op": "repeat-remove", "ref": f"{SETS}[1]/cells[9]"},
        {"op": "answer", "ref": f"{SETS}[1]/cells[2]/brand", "value": "x"},
    ]
    texts = [json.dumps(start), *(json.dumps({"form": "infrastructure", "equipment": None, **line}) for line in lines)]
    answers = [json.loads(answer).get("error", "ok") for answer in replay(workspace, texts)][1:]
    assert answers == ["ok"] * 7 + ["form_unknown_ref", "form_unknown_ref", "question_unknown"]
    assert brands(story, site) == [("[1]/cells[1]/brand", "d")]
    assert len(row_of(story, site, "[1]/cells[1]/full").photos) == 1


def test_the_only_row_may_be_named_without_its_number(story: Story, site: Target, reopen: Reopen) -> None:
    say(story, site, "[1]/maker", "甲")
    story.call(services.remove_repeat_row, site, f"{SETS}/cells")
    assert brands(story, site) == []
    again = Story(reopen(), story.id)
    again.reopen()
    assert (brands(again, site), row_of(again, site, "[1]/maker").value) == ([], "甲")
    again.call(services.add_repeat_row, site, f"{SETS}+")
    with pytest.raises(Problem, match="form_row_unnamed"):
        again.call(services.remove_repeat_row, site, SETS)
