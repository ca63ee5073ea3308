"""Copies that make themselves: after changes, on request, when the place comes back, and not after closing."""

import queue
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inspector import services
from inspector.services import Workspace
from inspector.services.rescue import recovery
from inspector.services.second_place import place
from inspector.services.second_place.keeper import Keeper
from inspector.services.second_place.place import PlaceState
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import SITE, begin

WAIT = 30


@pytest.fixture
def states() -> "queue.Queue[PlaceState]":
    return queue.Queue()


@pytest.fixture
def stick(workspace: Workspace, tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    recovery.new_recovery_key(workspace)
    place.choose_place(workspace, made)
    return made


def until(states: "queue.Queue[PlaceState]", *, reachable: bool, pending: bool) -> PlaceState:
    while True:
        state = states.get(timeout=WAIT)
        if (state.reachable, state.pending > 0) == (reachable, pending):
            return state


def test_it_copies_by_itself_and_goes_on_when_the_place_comes_back(
    workspace: Workspace, stick: Path, states: "queue.Queue[PlaceState]"
) -> None:
    Keeper(workspace, states.put, settle=0.05, look=0.05).start()
    first = until(states, reachable=True, pending=False)
    assert first.copied_at is not None
    away = stick.rename(stick.with_name("away"))
    until(states, reachable=False, pending=False)
    story = begin(workspace)
    story.answer(SITE, "room_door", "fail")
    gone = until(states, reachable=False, pending=True)
    assert gone.problem is None
    away.rename(stick)
    until(states, reachable=True, pending=False)
    workspace.close()
    assert place.restorable(stick)


def test_nothing_is_copied_before_changes_have_settled_unless_in_a_hurry(
    workspace: Workspace, stick: Path, states: "queue.Queue[PlaceState]"
) -> None:
    keeper = Keeper(workspace, states.put, settle=3600, at_most=3600, look=0.05)
    keeper.start()
    begin(workspace)
    assert until(states, reachable=True, pending=True).copied_at is None
    keeper.hurry()
    assert until(states, reachable=True, pending=False).copied_at is not None


def test_once_a_day_the_whole_copy_is_read_back_and_mended(
    reopen: Reopen, tmp_path: Path, states: "queue.Queue[PlaceState]"
) -> None:
    now = datetime.now().astimezone()
    path = reopen().path
    reopen().close()
    workspace = services.open_workspace(path, clock=lambda: now)
    key, stick = recovery.new_recovery_key(workspace).text, tmp_path / "stick"
    stick.mkdir()
    place.choose_place(workspace, stick)
    place.copy_now(workspace)
    damaged = sorted(stick.rglob("objects/*/*"))[:3]
    for path in damaged:
        path.write_bytes(b"worn out")
    place.copy_now(workspace)
    assert not place.check_due(workspace)
    assert [path.read_bytes() for path in damaged] == [b"worn out"] * 3
    now += timedelta(days=1)
    assert place.check_due(workspace)
    Keeper(workspace, states.put, settle=0.01, look=0.05).start()
    while (state := states.get(timeout=WAIT)).checked_at != now.replace(microsecond=0):
        assert state.reachable
    workspace.close()
    restored = place.restore(stick, key, tmp_path / "new", passphrase="neu")
    assert restored.lost == ()
    restored.workspace.close()


def test_without_a_place_it_only_waits_and_it_ends_with_the_workspace(
    workspace: Workspace, states: "queue.Queue[PlaceState]"
) -> None:
    keeper = Keeper(workspace, states.put, settle=0.01, look=0.01)
    keeper.start()
    assert states.get(timeout=WAIT).folder is None
    workspace.call(lambda: services.put_setting(workspace, "company", "x"))
    workspace.close()
    assert not keeper._thread.is_alive()
