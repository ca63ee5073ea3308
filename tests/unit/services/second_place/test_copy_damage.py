"""Damage in a copy costs what is damaged and no more, and is said: packs of records, and heads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.rescue import recovery
from inspector.services.rescue.doctor import examine
from inspector.services.second_place import place as second_place
from inspector.services.second_place.place import Restored
from inspector.services.visits.listing import visit_json
from inspector.sync.place import Place
from tests.unit.services.story import SITE, Story, begin

Restore = Callable[[], Restored]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def restore(workspace: Workspace, stick: Path, tmp_path: Path) -> Restore:
    key = recovery.new_recovery_key(workspace).text
    second_place.choose_place(workspace, stick)
    return lambda: second_place.restore(stick, key, tmp_path / "new", passphrase="neu")


def flip(path: Path, position: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[position] ^= 1
    path.write_bytes(raw)


def copy_place(workspace: Workspace, stick: Path) -> Place:
    (folder,) = stick.iterdir()
    return Place(folder, workspace.store.place_key())


def damage(place: Place, sha256: str) -> None:
    flip(place._objects._path(sha256), -1)


def heads(stick: Path) -> list[Path]:
    return sorted(stick.rglob("head-*"))


def test_one_bad_pack_of_records_costs_no_visit(workspace: Workspace, restore: Restore, stick: Path) -> None:
    story = begin(workspace)
    story.answer(SITE, "room_door", "fail")
    second_place.copy_now(workspace)
    place = copy_place(workspace, stick)
    content = place.newest() or {}
    for each in content["packs"]:
        damage(place, each["sha256"])
    restored = restore()
    new = restored.workspace
    try:
        (lost,) = [lost for lost in restored.lost if lost.what == "records"][:1]
        assert 0 < lost.count < content["packs"][0]["count"]
        assert story.id in [row.id for row in new.call(lambda: services.visit_rows(new))]
        assert new.call(lambda: visit_json(new, story.id))["customer"]
        there = Story(new, story.id)
        there.reopen()
        assert there.row(SITE, "room_door").value == "fail"
        assert new.call(lambda: services.home_view(new)) is not None
        assert "visit_incomplete" not in [found["code"] for found in examine(new)["findings"]]
    finally:
        new.close()


def test_a_visit_without_its_customer_is_shown_and_the_doctor_names_it(
    workspace: Workspace, restore: Restore, stick: Path
) -> None:
    story = begin(workspace)
    number = workspace.visits[story.id].session.number
    second_place.copy_now(workspace)
    place = copy_place(workspace, stick)
    content = place.newest() or {}
    for each in (*content["packs"], *content["needs"].values()):
        damage(place, each["sha256"])
    new = restore().workspace
    try:
        rows = new.call(lambda: services.visit_rows(new))
        assert [row.number for row in rows if row.id == story.id] == [number]
        assert new.call(lambda: visit_json(new, story.id))["customer"] != ""
        assert new.call(lambda: services.home_view(new)) is not None
        named = [found["subject"] for found in examine(new)["findings"] if found["code"] == "visit_incomplete"]
        assert number in named
    finally:
        new.close()


@pytest.mark.parametrize("position", [60, 300, -1])
def test_the_head_before_is_taken_when_the_newest_is_damaged(
    workspace: Workspace, restore: Restore, stick: Path, position: int
) -> None:
    story = begin(workspace)
    second_place.copy_now(workspace)
    story.answer(SITE, "room_door", "fail")
    second_place.copy_now(workspace)
    assert len(heads(stick)) == 2
    flip(heads(stick)[-1], position)
    restored = restore()
    assert [lost.what for lost in restored.lost] == ["newest"]
    assert f"{restored.written_at:%Y-%m-%d %H:%M}" in restored.lost[0].sentence
    there = Story(restored.workspace, story.id)
    there.reopen()
    assert there.row(SITE, "room_door").value == ""
    restored.workspace.close()


@pytest.mark.parametrize("position", [60, 300, -1])
def test_a_damaged_head_is_ours_still_and_the_next_copy_mends_it(
    workspace: Workspace, restore: Restore, stick: Path, position: int
) -> None:
    begin(workspace)
    second_place.copy_now(workspace)
    for path in heads(stick):
        flip(path, position)
    if position != -1:
        (found,) = second_place.restorable(stick)
        assert (found.damaged, found.code) == (True, workspace.store.device.code)
    with pytest.raises(Problem, match="place_damaged"):
        restore()
    assert second_place.copy_now(workspace).written > 0
    assert len(list(stick.iterdir())) == 1
    restored = restore()
    assert restored.lost == ()
    restored.workspace.close()


def test_what_the_head_before_refers_to_is_kept_and_no_more(
    workspace: Workspace, restore: Restore, stick: Path
) -> None:
    story = begin(workspace)
    counts = []
    for value in ("fail", "pass", "na", "fail", "pass"):
        story.answer(SITE, "room_door", value)
        second_place.copy_now(workspace)
        counts.append((len(heads(stick)), len(list(stick.rglob("objects/*/*")))))
    assert counts[1][0] == counts[-1][0] == 2
    assert len(set(counts[2:])) == 1
