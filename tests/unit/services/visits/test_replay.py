"""Scripts of visits: whatever a line says, it is answered, and the lines after it are played."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.domain.visit import SignMethod
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.visits.replay import replay
from inspector.services.visits.views import DraftStatus
from tests.unit.services.story import PIN, SITE, Story, begin, picture

ACCOUNT = "50102237816"
HALF = "\ud800"
"""Half a character, as JSON can spell it."""
DOOR = {"form": SITE.form, "ref": "/data/environment/room_door"}
START = {"op": "start", "visit": "s", "customer": ACCOUNT, "inspectors": ["wang", "li"]}

Play = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def play(workspace: Workspace) -> Play:
    """Play lines in a visit that has just been started, and hand out their answers."""

    def run(*lines: dict[str, Any] | str) -> list[dict[str, Any]]:
        texts = [line if isinstance(line, str) else json.dumps(line) for line in (START, *lines)]
        return [json.loads(answer) for answer in replay(workspace, texts)][1:]

    return run


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "p.jpg"
    path.write_bytes(picture())
    return str(path)


def codes(answers: list[dict[str, Any]]) -> list[str]:
    return [answer.get("error", "ok") for answer in answers]


def state(play: Play) -> dict[str, Any]:
    (answer,) = play({"op": "status"})
    return answer


def test_a_visit_at_night_warns_of_two_inspectors_and_goes_on(workspace: Workspace) -> None:
    at = workspace.now().replace(hour=23, minute=30).isoformat()
    started, again = (json.loads(line) for line in replay(workspace, [json.dumps({**START, "at": at})] * 2))
    assert started["ok"]
    assert [warning["code"] for warning in started["warnings"]] == ["hint_night"]
    assert all(warning["message"] for warning in started["warnings"])
    assert again["warnings"] == started["warnings"]
    day = {**START, "visit": "day", "at": workspace.now().replace(hour=9).isoformat()}
    assert json.loads(next(iter(replay(workspace, [json.dumps(day)]))))["warnings"] == []


ANSWER = {"op": "answer", **DOOR, "equipment": None, "value": "pass"}
MADE = {"op": "hazard", "draft": None, "description": "围墙倒塌"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({**ANSWER, "equipment": [1]}, "value_invalid"),
        ({**ANSWER, "equipment": {}}, "value_invalid"),
        ({**ANSWER, "form": 1}, "value_invalid"),
        ({**ANSWER, "ref": ["x"]}, "value_invalid"),
        ({**ANSWER, "value": HALF}, "value_invalid"),
        ({**ANSWER, "value": "a\0b"}, "value_invalid"),
        ({**ANSWER, "value": True}, "value_invalid"),
        ({**ANSWER, "value": ["pass"]}, "value_invalid"),
        ({key: value for key, value in ANSWER.items() if key != "value"}, "field_missing"),
        (json.dumps(ANSWER).replace('"pass"', "1e999"), "value_invalid"),
        (json.dumps(ANSWER).replace('"pass"', "NaN"), "line_invalid"),
        (json.dumps(ANSWER).replace('"pass"', "[" * 50_000), "line_invalid"),
        ({"op": HALF}, "value_invalid"),
        ({"op": [1]}, "line_invalid"),
        ({**START, "visit": "t", "at": "0001-01-01T00:00:00"}, "value_invalid"),
        ({**START, "visit": "t", "at": "0001-01-01T00:00:00+14:00"}, "value_invalid"),
        ({**START, "visit": "t", "at": "9999-12-31T23:59:59-12:00"}, "value_invalid"),
        ({**START, "visit": "t", "at": [1]}, "value_invalid"),
        ({**START, "visit": "t", "inspectors": "wang"}, "value_invalid"),
        ({**START, "visit": "t", "inspectors": [1, {}]}, "value_invalid"),
        ({**START, "visit": HALF}, "value_invalid"),
        ({**START, "visit": {}, "customer": 1}, "value_invalid"),
        ({"op": "old-hazard", "hazard": [1], "judgement": "still"}, "value_invalid"),
        ({"op": "old-hazard", "hazard": "x", "judgement": {}}, "value_invalid"),
        ({"op": "equipment-add", "kind": "cable", "name": HALF}, "value_invalid"),
        ({"op": "equipment-add", "kind": "cable", "name": "L", "nameplate": {HALF: "1"}}, "value_invalid"),
        ({"op": "equipment-add", "kind": "cable", "name": "L", "nameplate": {"a": [1]}}, "value_invalid"),
        ({"op": "photo", **DOOR, "file": "a\0b"}, "value_invalid"),
        ({"op": "photo", **DOOR, "file": HALF}, "value_invalid"),
        ({"op": "photo", **DOOR, "file": 1}, "value_invalid"),
        ({**MADE, "description": {}}, "value_invalid"),
        ({**MADE, "place": HALF}, "value_invalid"),
        ({**MADE, "deadline": "2026-02-30"}, "value_invalid"),
        ({**MADE, "deadline": 20260101}, "value_invalid"),
        ({**MADE, "accept": "false"}, "value_invalid"),
        ({**MADE, "accept": 0}, "value_invalid"),
        ({"op": "override", **DOOR, "verdict": [], "reason": "x"}, "value_invalid"),
        ({"op": "override", **DOOR, "verdict": "fail", "reason": HALF}, "value_invalid"),
        ({"op": "sign", "who": ["wang"], "method": "pin"}, "value_invalid"),
        ({"op": "sign", "who": "wang", "method": "paper", "file": "a\0b"}, "value_invalid"),
    ],
    ids=lambda value: None if isinstance(value, str) else "",
)
def test_a_line_that_cannot_be_meant_is_refused_and_the_script_goes_on(play: Play, line: Any, code: str) -> None:
    refused, after = play(line, {"op": "status"})
    assert refused["error"] == code
    assert refused["message"].encode()
    assert set(refused) == {"error", "message"}
    assert after["ok"]
    assert [item["ref"] for item in after["answers"] if item["ref"] == DOOR["ref"]] == []
    assert (after["hazards"], after["photos"], after["signed"]) == ([], 0, [])


def test_numbers_are_answers_too(play: Play) -> None:
    number = {"op": "answer", "form": "indications-site", "ref": "", "value": 12.5}
    (started,) = play(START)
    forms = [form for step in started["steps"] for form in step["forms"]]
    form, question = next((form, q) for form in forms for q in form["questions"] if q["kind"] == "number")
    number |= {"form": form["form"], "equipment": form["equipment"], "ref": question["ref"]}
    given = play(number, {"op": "status"})
    assert codes(given) == ["ok", "ok"]
    assert next(item["value"] for item in given[1]["answers"] if item["ref"] == question["ref"]) == "12.5"


def test_a_visit_cannot_begin_in_the_future(workspace: Workspace, play: Play) -> None:
    now = workspace.call(workspace.now)
    early, late = (
        {**START, "visit": f"at {days}", "at": (now + timedelta(days=days)).isoformat()} for days in (0.9, 2)
    )
    assert codes(play(early, late)) == ["ok", "value_invalid"]


# photos -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({}, "photo_nowhere"),
        ({"form": SITE.form}, "field_missing"),
        ({"ref": DOOR["ref"]}, "field_missing"),
        ({"equipment": "x"}, "field_missing"),
        ({**DOOR, "form": "none"}, "target_unknown"),
        ({**DOOR, "equipment": "none"}, "target_unknown"),
        ({**DOOR, "ref": "/data/none"}, "question_unknown"),
        ({"hazard": "none"}, "hazard_unknown"),
        ({**DOOR, "hazard": "none"}, "hazard_unknown"),
    ],
)
def test_a_photo_of_nothing_is_refused_before_it_is_looked_at(
    play: Play, tmp_path: Path, place: dict[str, str], code: str
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    assert codes(play({"op": "photo", "file": str(tmp_path / "broken.jpg"), **place})) == [code]
    assert state(play)["photos"] == 0


def test_photos_go_where_the_line_says(play: Play, workspace: Workspace, photo: str) -> None:
    play({**ANSWER, "value": "fail"})
    draft = state(play)["hazards"][0]["draft"]
    (started,) = play(START)
    by_id, by_number = started["old_hazards"][0], started["old_hazards"][1]
    places = [DOOR, {"hazard": draft}, {"hazard": by_id["id"]}, {"hazard": by_number["number"]}]
    assert codes(play(*({"op": "photo", "file": photo, **place} for place in places))) == ["ok"] * 4
    story = Story(workspace, started["visit"])
    assert len(story.row(SITE, "room_door").photos) == 1
    assert len(state(play)["hazards"][0]["photos"]) == 2
    old = {view.hazard.id: len(view.photos) for view in story.call(services.old_hazards)}
    assert (old[by_id["id"]], old[by_number["id"]], sum(old.values())) == (1, 1, 2)


def test_a_photo_of_an_unknown_old_hazard_is_refused_by_the_service_too(story: Story) -> None:
    with pytest.raises(Problem, match="old_hazard_unknown"):
        services.add_photo(story.workspace, story.id, picture(), "x", old_hazard="none")


# hazards ------------------------------------------------------------------------------------------------------------


def test_a_dismissal_without_a_reason_leaves_everything_as_it_was(play: Play) -> None:
    assert codes(play({**MADE, "accept": False})) == ["reason_missing"]
    assert state(play)["hazards"] == []
    play(MADE)
    before = state(play)["hazards"]
    draft = before[0]["draft"]
    assert codes(play({**MADE, "draft": draft, "place": "南侧", "accept": False, "reason": " "})) == ["reason_missing"]
    assert state(play)["hazards"] == before


def test_an_edit_and_its_decision_are_one_write(play: Play, workspace: Workspace) -> None:
    play({**ANSWER, "value": "fail"})
    draft = state(play)["hazards"][0]["draft"]
    story = Story(workspace, play(START)[0]["visit"])
    line = {"op": "hazard", "draft": draft, "place": "南侧", "accept": False, "reason": "当场整改"}
    assert codes(play(line)) == ["ok"]
    dismissed = story.draft(SITE, "room_door")
    assert dismissed is not None
    assert (dismissed.status, dismissed.place, dismissed.reason) == (DraftStatus.DISMISSED, "南侧", "当场整改")
    assert codes(play({"op": "hazard", "draft": draft, "measure": "换锁", "accept": True})) == ["ok"]
    accepted = story.draft(SITE, "room_door")
    assert accepted is not None
    assert (accepted.status, accepted.measure, accepted.reason) == (DraftStatus.ACCEPTED, "换锁", "")
    assert codes(play({"op": "hazard", "draft": draft})) == ["field_missing"]
    assert codes(play({"op": "hazard", "draft": draft, "place": "北侧", "deadline": "2001-01-01", "accept": False,
                       "reason": "x"})) == ["deadline_past"]  # fmt: skip
    assert story.draft(SITE, "room_door") == accepted


# signatures ---------------------------------------------------------------------------------------------------------

STROKES = [
    "abc", ["abc"], [["a"]], [["01"]], 5, [5], [[5]], [[[0.1]]], [[[0.1, 0.2, 0.3]]], [[["0.1", "0.2"]]],
    [[[True, False]]], [[[0.1, 1.1]]], [[[-0.1, 0]]], [[[0.1, 10**400]]], [[[0.1, None]]], {"ab": 1}, [{"ab": 1}],
]  # fmt: skip


def test_strokes_are_points_of_the_unit_square(workspace: Workspace) -> None:
    story = begin(workspace)
    story.fill()
    story.decide()
    view = story.reopen()
    start = {**START, "visit": workspace.visits[story.id].session.key, "customer": view.customer.account}
    sign = {"op": "sign", "who": "wang", "method": "strokes"}
    lines = [json.dumps({**sign, "strokes": strokes}) for strokes in STROKES]
    lines += [json.dumps({**sign, "strokes": "?"}).replace('"?"', "[[[0.1,1e999]]]")]
    answers = [json.loads(answer) for answer in replay(workspace, [json.dumps(start), *lines])][1:]
    assert codes(answers) == ["strokes_invalid"] * len(lines)
    for bad in (float("nan"), float("inf")):
        with pytest.raises(Problem, match="strokes_invalid"):
            story.call(services.sign, "wang", SignMethod.STROKES, strokes=(((0.1, bad),),))
    ending = [
        {**sign, "strokes": [[[0, 1], [1, 0.5]]]},
        {"op": "sign", "who": "li", "method": "pin", "pin": PIN},
        {"op": "sign", "who": "customer", "method": "strokes", "strokes": [[[0.5, 0.5]]], "name": "李明"},
        {"op": "finish"},
    ]
    played = [json.loads(answer) for answer in replay(workspace, map(json.dumps, [start, *ending]))]
    assert codes(played) == ["ok"] * 5
