"""How long a laptop may be without its server: warned before, locked after, nothing lost, and what opens it again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.server import administration
from inspector.services import Workspace
from inspector.services.backups.folder import back_up
from inspector.services.registers.entries import add_person
from inspector.services.rescue import recovery
from inspector.services.syncing import offline_age
from inspector.storage.frames.peers import ScopeState
from inspector.storage.syncing.log import RoundRecord
from inspector.sync.engine.session import Membership, keep_membership
from tests.unit.services.access.test_locking import Clock
from tests.unit.services.sync_world import note, town

PASSPHRASE = "Schlüssel 42"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def away(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """A workspace with one person, a lead."""
    services.create_workspace(tmp_path / "w", key="passphrase", passphrase=PASSPHRASE).close()
    workspace = services.open_workspace(tmp_path / "w", passphrase=PASSPHRASE, clock=clock)
    fields = {"login": "wang", "name": "王工", "team": "一班", "roles": ["inspector", "lead"]}
    wang = workspace.call(lambda: add_person(workspace, fields))
    workspace.call(lambda: services.set_acting_person(workspace, wang.id))
    yield workspace
    workspace.close()


def join(workspace: Workspace) -> None:
    member = Membership("https://server.example", "server-1", "Server", "00" * 32)
    workspace.call(lambda: keep_membership(workspace.db, member))


def state(workspace: Workspace) -> offline_age.OfflineState:
    return workspace.call(lambda: offline_age.offline_state(workspace))


def test_without_a_server_there_is_no_limit(away: Workspace, clock: Clock) -> None:
    clock.pass_s(400 * 86400)
    assert state(away).phase == "unset"
    away.call(lambda: offline_age.need_contact(away))


def test_it_warns_before_and_locks_after(away: Workspace, clock: Clock) -> None:
    join(away)
    assert state(away).phase == "fine"
    phases = {}
    for day in range(1, 33):
        clock.pass_s(86400)
        phases[day] = state(away).phase
    assert [phases[day] for day in (24, 25, 29, 30, 31)] == ["fine", "ending", "ending", "over", "over"]
    with pytest.raises(Problem, match="offline_too_long"):
        away.call(lambda: offline_age.need_contact(away))
    assert state(away).days == 32


@pytest.mark.parametrize("way", ["round", "file"])
def test_contact_opens_it_again(away: Workspace, clock: Clock, way: str) -> None:
    join(away)
    state(away)
    clock.pass_s(31 * 86400)
    assert state(away).phase == "over"
    now = clock.now.isoformat()
    if way == "round":
        away.call(lambda: away.db.sync_log.add(RoundRecord("r1", now, now, outcome="done")))
    else:
        away.call(lambda: away.db.peers.put_scope(ScopeState("area", pulled_at=now)))
    assert state(away).phase == "fine"


def test_rounds_that_failed_and_files_that_only_left_are_no_contact(away: Workspace, clock: Clock) -> None:
    join(away)
    state(away)
    clock.pass_s(31 * 86400)
    now = clock.now.isoformat()
    for number, (via, outcome) in enumerate((("network", "offline"), ("network", "failed"), ("file", "done"))):
        record = RoundRecord(f"r{number}", now, now, via=via, outcome=outcome)
        away.call(lambda record=record: away.db.sync_log.add(record))  # type: ignore[misc]
    assert state(away).phase == "over"


def test_the_recovery_key_opens_it_for_a_week_and_work_can_always_be_saved(
    away: Workspace, clock: Clock, tmp_path: Path
) -> None:
    key = recovery.new_recovery_key(away).text
    join(away)
    state(away)
    clock.pass_s(40 * 86400)
    assert state(away).phase == "over"
    assert back_up(away, tmp_path / "a.isb").frames > 0
    with pytest.raises(Problem, match="recovery_key_wrong"):
        offline_age.open_for_a_week(away, recovery.RecoveryKey(bytes(20)).text)
    opened = offline_age.open_for_a_week(away, key)
    assert opened.phase == "fine"
    clock.pass_s(6.9 * 86400)
    assert state(away).phase == "ending"
    clock.pass_s(86400)
    assert state(away).phase == "over"


def test_setting_the_clock_back_gains_nothing(away: Workspace, clock: Clock) -> None:
    join(away)
    state(away)
    clock.pass_s(31 * 86400)
    assert state(away).phase == "over"
    clock.pass_s(-20 * 86400)
    assert state(away).phase == "over"


def test_only_leads_and_administrators_choose_the_days(away: Workspace) -> None:
    away.call(lambda: offline_age.set_offline_days(away, 10))
    assert away.call(lambda: offline_age.offline_days(away)) == 10
    with pytest.raises(Problem, match="offline_days_wrong"):
        away.call(lambda: offline_age.set_offline_days(away, 4000))
    chen = away.call(lambda: add_person(away, {"login": "chen", "name": "陈工", "team": "二班"}))
    away.call(lambda: services.set_acting_person(away, chen.id))
    with pytest.raises(Problem, match="offline_not_allowed"):
        away.call(lambda: offline_age.set_offline_days(away, 0))


def test_no_limit_is_a_choice(away: Workspace, clock: Clock) -> None:
    join(away)
    away.call(lambda: offline_age.set_offline_days(away, 0))
    clock.pass_s(timedelta(days=1000).total_seconds())
    assert state(away).phase == "unset"
    assert isinstance(state(away).last_contact, datetime)


# with a server of its own --------------------------------------------------------------------------------------------


def test_a_round_is_contact_and_a_revoked_laptop_is_locked_at_the_next_one(tmp_path: Path) -> None:
    with town(tmp_path) as place:
        place.server.person("ann")
        ann = place.workspace("ann")
        assert services.sync_now(ann).report.outcome == "done"
        note(ann)
        contact = state(ann)
        assert (contact.phase, contact.days, contact.revoked, contact.server) == ("fine", 0, False, "test")
        assert contact.last_contact is not None
        administration.revoke(place.server.core, ann.store.device.code)
        assert state(ann).phase == "fine"  # it has not heard of it yet
        services.sync_now(ann)
        assert (state(ann).phase, state(ann).revoked) == ("over", True)
        with pytest.raises(Problem, match="offline_revoked"):
            ann.call(lambda: offline_age.need_contact(ann))
        assert ann.call(ann.db.outbox.counts).unsent == 0  # what was not delivered went to quarantine
        assert offline_age.open_for_a_week(ann, recovery.new_recovery_key(ann).text).phase != "over"
