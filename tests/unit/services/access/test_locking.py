"""PINs of several persons on one laptop: who may act, how wrong ones slow down, and what unlocks instead."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.person import Person
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.access import locking
from inspector.services.access.pins import MAX_FAILURES, check_pin, set_pin
from inspector.services.registers.entries import add_person, deactivate_person
from inspector.services.rescue import recovery

PASSPHRASE = "Schlüssel 42"
START = datetime.fromisoformat("2026-06-11T12:00:00+08:00")


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shared(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """A workspace of two persons; Wang (who acts) has the PIN 8071, Chen has none."""
    services.create_workspace(tmp_path / "w", key="passphrase", passphrase=PASSPHRASE).close()
    workspace = services.open_workspace(tmp_path / "w", passphrase=PASSPHRASE, clock=clock)

    def fill() -> None:
        wang = add_person(workspace, {"login": "wang", "name": "王工", "team": "一班"})
        services.set_acting_person(workspace, wang.id)
        add_person(workspace, {"login": "chen", "name": "陈工", "team": "二班"})
        set_pin(workspace, wang, "8071")

    workspace.call(fill)
    yield workspace
    workspace.close()


def person(workspace: Workspace, login: str) -> Person:
    return workspace.call(lambda: workspace.person_of(login))


def refused(workspace: Workspace, login: str, pin: str | None) -> str:
    with pytest.raises(Problem) as problem:
        workspace.call(lambda: locking.switch_person(workspace, login, pin))
    return problem.value.code


def acting(workspace: Workspace) -> str:
    return workspace.call(lambda: workspace.acting.login)


def test_switching_asks_the_pin_of_who_has_one(shared: Workspace) -> None:
    shared.call(lambda: locking.switch_person(shared, "chen"))
    assert acting(shared) == "chen"
    assert refused(shared, "wang", None) == "pin_needed"
    assert refused(shared, "wang", "0000") == "pin_wrong"
    assert acting(shared) == "chen"
    shared.call(lambda: locking.switch_person(shared, "wang", "8071"))
    assert acting(shared) == "wang"
    shared.call(lambda: locking.switch_person(shared, "wang"))  # who works already is asked nothing


def test_wrong_attempts_slow_down_until_the_pin_is_blocked(shared: Workspace, clock: Clock) -> None:
    shared.call(lambda: locking.switch_person(shared, "chen"))
    waits = []
    for _attempt in range(MAX_FAILURES):
        wait = shared.call(lambda: locking.waiting_s(shared, person(shared, "wang").id))
        waits.append(wait)
        if wait:
            assert refused(shared, "wang", "8071") == "pin_wait"  # not even the right one
            clock.pass_s(-60)  # setting the clock back gains nothing
            assert refused(shared, "wang", "8071") == "pin_wait"
            clock.pass_s(60 + wait)
        refused(shared, "wang", "0000")
    assert waits[:3] == [0, 0, 0]
    assert waits[3:] == sorted(waits[3:])
    assert 5 <= waits[3] <= 6
    assert waits[-1] == locking.MOST_WAIT_S or waits[-1] > 200
    clock.pass_s(86400)
    assert refused(shared, "wang", "8071") == "pin_locked"
    with pytest.raises(Problem, match="pin_blocked"):
        shared.call(lambda: check_pin(shared, person(shared, "wang").id, "8071"))


def test_a_right_pin_ends_the_slowness(shared: Workspace, clock: Clock) -> None:
    shared.call(lambda: locking.switch_person(shared, "chen"))
    for _attempt in range(4):
        refused(shared, "wang", "0000")
        clock.pass_s(30)
    shared.call(lambda: locking.switch_person(shared, "wang", "8071"))
    shared.call(lambda: locking.switch_person(shared, "chen"))
    assert refused(shared, "wang", "0000") == "pin_wrong"


def test_the_screen_is_unlocked_by_pin_or_by_the_passphrase_of_who_has_none(shared: Workspace) -> None:
    wang, chen = person(shared, "wang"), person(shared, "chen")
    with pytest.raises(Problem, match="pin_wrong"):
        locking.unlock(shared, wang.id, PASSPHRASE)
    assert locking.unlock(shared, wang.id, "8071").login == "wang"
    with pytest.raises(Problem, match="passphrase_wrong"):
        locking.unlock(shared, chen.id, "8071")
    assert locking.unlock(shared, chen.id, PASSPHRASE).login == "chen"
    assert acting(shared) == "chen"


def test_the_recovery_key_unlocks_and_takes_the_pin_away(shared: Workspace) -> None:
    wang = person(shared, "wang")
    for code, typed in (("recovery_key_length", "AAAAA"), ("recovery_key_wrong", _other_key())):
        with pytest.raises(Problem) as problem:
            locking.unlock_by_recovery_key(shared, wang.id, typed)
        assert problem.value.code == code
    key = recovery.new_recovery_key(shared).text
    locking.unlock_by_recovery_key(shared, wang.id, key.lower())
    assert not person(shared, "wang").has_pin


def _other_key() -> str:
    return recovery.RecoveryKey(bytes(20)).text


def test_the_window_begins_locked_where_the_opening_did_not_show_who_it_is(shared: Workspace) -> None:
    begin = locking.locked_at_start
    assert shared.call(lambda: begin(shared))
    shared.call(lambda: locking.switch_person(shared, "chen"))
    assert not shared.call(lambda: begin(shared))  # no PIN: whoever opened it knew the passphrase
    shared.call(lambda: locking.switch_person(shared, "wang", "8071"))
    shared.call(lambda: deactivate_person(shared, person(shared, "chen").id))
    assert not shared.call(lambda: begin(shared))  # alone, and the passphrase was asked for


def test_a_sample_never_locks_by_itself(workspace: Workspace) -> None:
    assert workspace.call(lambda: locking.lock_minutes(workspace)) == 0
    assert not workspace.call(lambda: locking.locked_at_start(workspace))
    workspace.call(lambda: locking.set_lock_minutes(workspace, 5))
    assert workspace.call(lambda: locking.lock_minutes(workspace)) == 5


def test_minutes_of_the_lock(shared: Workspace) -> None:
    assert shared.call(lambda: locking.lock_minutes(shared)) == locking.DEFAULT_MINUTES
    for chosen in locking.CHOICES:
        shared.call(lambda chosen=chosen: locking.set_lock_minutes(shared, chosen))  # type: ignore[misc]
        assert shared.call(lambda: locking.lock_minutes(shared)) == chosen
