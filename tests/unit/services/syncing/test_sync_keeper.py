"""Rounds that make themselves. Time stands until the test passes it; waiting is real, sleeping is not needed."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.events import BlobRef
from inspector.services import Workspace
from inspector.services.syncing.keeper import SyncKeeper
from inspector.services.syncing.pace import CAP, SETTLE, START
from inspector.services.syncing.views import SyncState
from inspector.storage import NewEvent
from tests.unit.services.sync_world import Time, Told, Town, note, town


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        made.server.person("ann")
        yield made


def kept(workspace: Workspace, time: Time) -> tuple[SyncKeeper, Told]:
    told = Told()
    keeper = SyncKeeper(workspace, told, surroundings=time.surroundings)
    keeper.start()
    return keeper, told


def is_(phase: str, **counts: int) -> Callable[[SyncState], bool]:
    def matches(state: SyncState) -> bool:
        found = state.phase == phase
        return found and all(getattr(state.counts, name) == number for name, number in counts.items())

    return matches


def test_what_is_written_goes_out_by_itself_some_seconds_later(place: Town) -> None:
    ann, time = place.workspace("ann"), Time()
    _keeper, told = kept(ann, time)
    time.pass_(START)
    first = told.until(is_("synced"))
    assert any(state.phase == "running" and state.stage == "pull" for state in told.seen)
    assert (first.server, first.stage, first.next_try_at is not None) == ("test", "", True)
    note(ann)
    time.pass_(SETTLE)
    told.until(is_("synced", unsent=0, delivered=1))


def test_a_server_that_is_away_is_tried_again_and_a_person_need_not_wait(place: Town) -> None:
    ann, time = place.workspace("ann"), Time()
    there = services.sync_settings(ann)
    services.put_sync_settings(ann, replace(there, url="http://127.0.0.1:9"))
    keeper, told = kept(ann, time)
    time.pass_(START)
    away = told.until(lambda state: state.phase == "offline" and state.last is not None)
    assert (away.problem, away.next_try_at is not None) == ("sync_offline", True)
    services.put_sync_settings(ann, there)
    time.pass_(CAP)
    told.until(is_("synced"))
    keeper.hurry()
    told.until(lambda state: state.phase == "running")
    told.until(is_("synced"))


@pytest.mark.expects_log("a round failed")
def test_a_mistake_of_the_program_is_told_and_the_next_round_comes_all_the_same(place: Town) -> None:
    ann, time = place.workspace("ann"), Time()
    services.sync_now(ann)
    ann.store.call(lambda db: db.settings.put("sync_alarms", [{"nothing": "of ours"}]))
    _keeper, told = kept(ann, time)
    time.pass_(START)
    failed = told.until(lambda state: state.problem == "sync_mistake")
    assert (failed.phase, failed.next_try_at is not None) == ("offline", True)
    time.pass_(CAP)
    told.until(is_("synced"))


def test_while_it_is_paused_nothing_goes_out_and_afterwards_at_once(place: Town) -> None:
    ann, time = place.workspace("ann"), Time()
    services.sync_now(ann)
    services.pause(ann)
    _keeper, told = kept(ann, time)
    time.pass_(START)
    told.until(is_("paused"))
    note(ann)
    time.pass_(SETTLE)
    told.until(is_("paused", unsent=1))
    services.resume(ann)
    time.pass_(SETTLE)
    told.until(is_("synced", unsent=0))


def test_a_workspace_that_joins_later_begins_then(place: Town) -> None:
    ann, time = place.workspace(), Time()
    _keeper, told = kept(ann, time)
    time.pass_(START)
    told.until(is_("unset"))
    services.enroll(ann, place.url, place.code("ann"))
    time.pass_(SETTLE)
    told.until(is_("synced"))


def test_in_another_network_it_says_so_and_sends_nothing(place: Town) -> None:
    ann, time = place.workspace("ann"), Time()
    services.put_sync_settings(ann, replace(services.sync_settings(ann), networks=("10.20.0.0/16",)))
    _keeper, told = kept(ann, time)
    time.pass_(START)
    state = told.until(lambda state: state.network_off)
    assert (state.phase, state.last) == ("offline", None)


def test_large_files_wait_for_a_network_that_costs_nothing(place: Town) -> None:
    ann, time = place.workspace("ann"), Time()
    _photo(ann, 200_000)
    keeper, told = kept(ann, time)
    keeper.set_metered(True)
    time.pass_(START)
    state = told.until(lambda state: state.phase == "pending" and state.counts.unsent == 0)
    assert (state.counts.files_unsent, state.metered) == (1, True)
    keeper.set_metered(False)
    told.until(is_("synced", files_unsent=0))


def _photo(workspace: Workspace, size: int) -> None:
    ref = BlobRef(workspace.store.blobs.put(bytes(size)), size, "image/jpeg")

    def write() -> None:
        event = NewEvent("h1", "hazard", "photo_added", {}, blobs=(ref,))
        workspace.db.frames.append("north", "p-ann", [event], workspace.now())

    workspace.call(write)


def test_it_stops_with_the_workspace(place: Town) -> None:
    ann, time = place.workspace("ann"), Time()
    _keeper, told = kept(ann, time)
    time.pass_(START)
    told.until(is_("synced"))
    ann.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "sync-keeper"]
