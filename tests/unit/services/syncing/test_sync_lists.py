"""The lists of the page of synchronising: what waits, rounds, devices, and what was put aside, in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.server.admission import Code
from inspector.services.conflicts.deciding import Taken, decide_conflict
from inspector.services.registers.entries import (
    add_customer,
    add_equipment,
    add_person,
    set_customer,
)
from inspector.services.syncing.lists import (
    changed_entities,
    device_rows,
    latest_rounds,
    pending_list,
    round_digest,
    storage_state,
)
from inspector.services.syncing.page_views import AsideKind, DeviceState, PendingGroup
from inspector.services.syncing.quarantine import RULINGS, quarantine
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, NewEvent, create_store
from inspector.storage.syncing.exchange_peers import ExchangePeer
from inspector.storage.syncing.log import RoundRecord
from inspector.storage.syncing.outbox import Delivered
from tests.unit.services.two_laptops import Pair, carry, do, frames_of, look

AT = "2026-06-11T09:42:00+08:00"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    first = Workspace(create_store(tmp_path / "first", source=KeySource.SAMPLE))
    do(first, lambda: add_person(first, {"login": "ann", "name": "Ann", "team": "one", "roles": ["lead"]}))
    do(first, lambda: add_person(first, {"login": "bob", "name": "Bob", "team": "two"}))
    do(first, lambda: add_customer(first, {"account": "0001", "name": "Mill"}))
    do(first, lambda: add_equipment(first, "0001", {"kind": "cable", "name": "K1"}))
    made = Pair(first, tmp_path / "second")
    made.act_as("ann", "bob")
    yield made
    made.close()
    first.close()


def customer(workspace: Workspace) -> str:
    found = look(workspace, lambda w: w.db.registers.customer_by_account("0001"))
    assert found is not None
    return found.id


def deliver_all(workspace: Workspace) -> None:
    """The server has numbered everything that is here."""
    sent = look(workspace, lambda w: w.db.outbox.outgoing(0, 1000))
    receipts = [Delivered(one.id, number) for number, one in enumerate(sent, start=1)]
    do(workspace, lambda: workspace.db.outbox.delivered(receipts))


def test_what_waits_comes_by_kind_of_work_with_one_line_for_each_thing(pair: Pair) -> None:
    first = pair.first
    do(first, lambda: set_customer(first, "0001", {"phone": "1"}))
    waits = look(first, pending_list)
    assert waits.counts == ((PendingGroup.CUSTOMERS, 3), (PendingGroup.PEOPLE, 2))
    assert waits.total == 5
    titles = [row.title for row in waits.rows]
    assert any("Mill" in title and "K1" in title for title in titles)
    (mill,) = [row for row in waits.rows if row.place == ("customer", customer(first))]
    assert mill.frames == 2
    assert mill.size > 0
    deliver_all(first)
    assert look(first, pending_list).total == 0


def test_a_record_the_server_did_not_take_says_why(pair: Pair) -> None:
    first = pair.first
    frame = look(first, lambda w: w.db.outbox.outgoing(0, 1))[0]
    do(first, lambda: first.db.outbox.refused(frame.id, "disk_full"))
    assert describe(Problem("disk_full")) in [row.refused for row in look(first, pending_list).rows]


def test_a_round_tells_what_it_changed_with_the_way_there(pair: Pair) -> None:
    first, mill = pair.first, customer(pair.first)
    do(first, lambda: set_customer(first, "0001", {"phone": "1"}))
    do(pair.second, lambda: set_customer(pair.second, "0001", {"phone": "2"}))
    pair.take()
    told = {
        "things": [
            {"kind": "customer", "entity": mill, "title": "Mill", "what": ["conflicted"]},
            {"kind": "hazard", "entity": "gone", "title": "H", "what": ["new", "closed"]},
        ],
        "more": 3,
        "counts": {"customer:conflicted": 1, "hazard:new": 4},
    }
    record = RoundRecord(
        "r1", AT, AT, received=5, sent=2, problem="sync_busy", params={"retry_after_s": 5}, changes=told
    )
    do(first, lambda: first.db.sync_log.add(record))
    do(first, lambda: first.db.sync_log.add(RoundRecord("r2", AT, outcome="offline")))
    digest = look(first, round_digest)
    assert digest is not None
    assert digest.round.id == "r1"
    assert (digest.round.changes, digest.cut) == (5, True)
    assert "5" in digest.round.problem
    hazard, shown = digest.rows[1], digest.rows[0]
    assert (shown.place, shown.urgent, len(shown.what)) == (("customer", mill), True, 1)
    assert hazard.place == ("", "")
    assert not hazard.urgent
    assert digest.counts == (("hazard", 1), ("customer", 1))
    assert look(first, changed_entities) == (mill, "gone")
    do(first, lambda: decide_conflict(first, mill, "phone", Taken(value="2")))
    settled = look(first, round_digest)
    assert settled is not None
    assert not settled.rows[0].urgent
    assert [row.id for row in look(first, latest_rounds)] == ["r2", "r1"]


def test_a_first_read_is_told_in_figures(pair: Pair) -> None:
    first = pair.first
    changes = {"things": [], "more": 0, "counts": {"hazard:new": 900, "customer:new": 100}}
    do(first, lambda: first.db.sync_log.add(RoundRecord("r1", AT, changes=changes)))
    digest = look(first, round_digest)
    assert digest is not None
    assert digest.counts == (("hazard", 900), ("customer", 100))
    assert digest.round.changes == 1000
    assert not digest.rows


def test_exchange_files_are_named_and_odd_records_of_rounds_do_no_harm(pair: Pair) -> None:
    first = pair.first
    for number, changes in enumerate(({"exported": ["a.hzx"]}, {"imported": ["b.hzx"]}, [["x"]], "odd")):
        record = RoundRecord(f"r{number}", "never", via="file", changes=changes)
        do(first, lambda record=record: first.db.sync_log.add(record))  # type: ignore[misc]  # bound now
    rows = look(first, latest_rounds)
    assert [row.file for row in rows] == ["", "", "b.hzx", "a.hzx"]
    assert rows[0].at is None
    assert look(first, round_digest) is None


def test_devices_tell_what_is_known_of_them(pair: Pair) -> None:
    first, other = pair.first, pair.second.store.device.id
    own, second = look(first, device_rows)
    assert (own.state, own.person, own.team) == (DeviceState.OWN, "Ann", "one")
    assert (second.name, second.state, second.at) == (pair.name, DeviceState.UNKNOWN, None)
    do(pair.second, lambda: set_customer(pair.second, "0001", {"phone": "2"}))
    pair.take()
    heard = look(first, device_rows)[1]
    assert heard.at is not None
    assert heard.person == "Bob"
    area = look(first, lambda w: w.db.settings.get("area"))
    tip = look(first, lambda w: w.db.device_activity.tips(w.store.device.id))[area]
    for n, wanted, behind in ((tip - 2, DeviceState.BEHIND, 2), (tip, DeviceState.EQUAL, 0)):
        have = [{"scope": area, "dev": first.store.device.id, "links": [{"n": n, "hash": "x"}]}]
        do(first, lambda have=have: first.db.exchange.put(ExchangePeer(other, have=have)))  # type: ignore[misc]
        row = look(first, device_rows)[1]
        assert (row.state, row.behind) == (wanted, behind)


def test_records_of_unknown_devices_and_ones_without_their_history_say_what_to_do(pair: Pair, tmp_path: Path) -> None:
    do(pair.second, lambda: set_customer(pair.second, "0001", {"phone": "2"}))
    do(pair.second, lambda: set_customer(pair.second, "0001", {"phone": "3"}))
    third = Workspace(create_store(tmp_path / "third", source=KeySource.SAMPLE))
    arrivals = frames_of(pair.second)
    do(third, lambda: third.db.frames.receive_all(arrivals[-1:]))
    (parked,) = look(third, quarantine)
    assert parked.kind is AsideKind.PARKED
    third.close()
    device = pair.first.store.device.id
    do(pair.first, lambda: pair.first.db.frames.receive_all(arrivals[-1:]))
    (incomplete,) = look(pair.first, quarantine)
    assert incomplete.kind is AsideKind.INCOMPLETE
    assert incomplete.place == ("customer", customer(pair.first))
    assert incomplete.advice
    carry(pair.second, pair.first, lambda dev: dev != device)
    assert look(pair.first, quarantine) == ()


def test_own_records_that_were_ruled_out_say_why_until_a_lead_adopts_them(pair: Pair) -> None:
    first, mill = pair.first, customer(pair.first)
    do(first, lambda: set_customer(first, "0001", {"phone": "1"}))
    event = look(first, lambda w: w.db.frames.events_of(mill))[-1]
    ruling = NewEvent(mill, "customer", "event_ruled", {"event": event.id, "code": "role"}, par=(event.id,))
    scope = look(first, lambda w: w.db.settings.get("area"))
    pair.give()
    second = pair.second
    do(second, lambda: second.db.frames.append(scope, second.acting.id, [ruling], second.now()))
    pair.take()
    (row,) = [row for row in look(first, quarantine) if row.kind is AsideKind.RULED]
    assert "Mill" in row.title
    assert row.reason
    assert row.advice
    assert row.place == ("customer", mill)


def test_every_code_of_a_ruling_has_words() -> None:
    assert {code.value for code in Code} <= set(RULINGS)
    assert all(reason and advice for reason, advice in RULINGS.values())


def test_the_disk_is_measured(pair: Pair) -> None:
    before = storage_state(pair.first)
    pair.first.store.blobs.put(b"x" * 50_000)
    after = storage_state(pair.first)
    assert after.photos - before.photos >= 50_000
    assert before.data > 0
    assert 0 < after.free <= after.total
