"""What a round of synchronising leaves behind: receipts, files, known devices, scopes, the log."""

from dataclasses import replace

import pytest

from inspector.domain.events import BlobRef, Event
from inspector.problems import Problem
from inspector.storage import Delivered, KnownDevice, NewEvent, RoundRecord, ScopeState, Store, SyncCounts
from tests.unit.storage.authors import Author, customer, knows
from tests.unit.storage.stories import act, add_customer, add_hazard, append

SERVER = Author("server", user="server")


def photo(store: Store, entity: str, *contents: bytes) -> tuple[str, list[str]]:
    """A note with files that are here; the frame and the hashes."""
    hashes = [store.blobs.put(data) for data in contents]
    blobs = tuple(BlobRef(sha256, len(data), "image/jpeg") for sha256, data in zip(hashes, contents, strict=True))
    return append(store, NewEvent(entity, "hazard", "photo_added", {}, blobs=blobs)).id, hashes


def counts(store: Store) -> SyncCounts:
    return store.call(lambda db: db.outbox.counts())


def deliver(store: Store, *receipts: tuple[str, int]) -> None:
    store.call(lambda db: db.outbox.delivered(Delivered(frame, seq) for frame, seq in receipts))


def queue(store: Store) -> list[str]:
    return [one.id for one in store.call(lambda db: db.outbox.outgoing())]


# frames -------------------------------------------------------------------------------------------------------------


def test_frames_go_out_in_the_order_they_were_written_until_they_have_a_number(store: Store) -> None:
    for account in "123":
        add_customer(store, account)
    append(store, NewEvent("x", "customer", "note_added"), NewEvent("y", "customer", "note_added"))
    everything = store.call(lambda db: db.outbox.outgoing())
    assert [one.events for one in everything] == [1, 1, 1, 2]
    assert [one.scope for one in everything] == ["north"] * 4
    assert [(one.id, one.raw, one.sig) for one in everything] == list(store.call(lambda db: db.frames.unsent()))
    first, second = store.call(lambda db: db.outbox.outgoing(limit=2))
    assert [one.id for one in store.call(lambda db: db.outbox.outgoing(second.row))] == [o.id for o in everything[2:]]
    deliver(store, (everything[1].id, 11))
    assert queue(store) == [everything[0].id, everything[2].id, everything[3].id]
    store.call(lambda db: db.outbox.offer_again([everything[1].id]))
    assert queue(store) == [one.id for one in everything]
    assert first.id == everything[0].id


def test_a_refused_frame_stays_in_the_queue_and_says_why(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    frame, _hashes = photo(store, hazard, b"one", b"three")
    store.call(lambda db: db.outbox.refused(frame, "frame_author_unknown"))
    assert frame in queue(store)
    last = store.call(lambda db: db.outbox.pending())[-1]
    told = (last.frame, last.scope, last.kind, last.entity, last.type, last.user, last.events, last.files)
    assert told == (frame, "north", "hazard", hazard, "photo_added", "ann", 1, 2)
    assert (last.file_bytes, last.refused, last.at) == (8, "frame_author_unknown", "2026-03-10T09:30:00+00:00")
    assert (counts(store).unsent, counts(store).refused) == (3, 1)
    deliver(store, (frame, 4))
    assert (counts(store).unsent, counts(store).refused) == (2, 0)
    store.call(lambda db: db.outbox.refused(frame, "late"))
    assert len(store.call(lambda db: db.outbox.pending(limit=1))) == 1
    store.call(lambda db: db.outbox.offer_again([frame]))
    assert store.call(lambda db: db.outbox.pending())[-1].refused == ""


def test_receipts_go_from_here_to_delivered_to_backed_up(store: Store) -> None:
    for account in "123":
        add_customer(store, account)
    frames = queue(store)
    assert counts(store) == SyncCounts(unsent=3)
    deliver(store, (frames[0], 5), (frames[1], 9))
    assert counts(store) == SyncCounts(unsent=1, delivered=2)
    store.call(lambda db: db.peers.put_scope(ScopeState("north", seq=9, id=frames[1], backup_seq=5)))
    assert counts(store) == SyncCounts(unsent=1, delivered=1, backed_up=1)
    assert store.call(lambda db: db.outbox.numbered("north", 8)) == [frames[0]]
    assert sorted(store.call(lambda db: db.outbox.numbered("north", 9))) == sorted(frames[:2])
    assert store.call(lambda db: db.outbox.numbered("south", 99)) == []
    assert set(store.call(lambda db: db.outbox.ids("north"))) == {(frames[0], 5), (frames[1], 9), (frames[2], None)}
    assert store.call(lambda db: db.outbox.scopes()) == ("north",)


def test_frames_of_others_wait_too_but_their_receipts_are_not_counted_as_own(store: Store) -> None:
    other = Author("other")
    store.call(lambda db: knows(db, other))
    arrivals = [other.write(customer("c1")), other.write(customer("c2"), seq=3)]
    store.call(lambda db: db.frames.receive_all(arrivals))
    assert counts(store) == SyncCounts(unsent=1)
    assert queue(store) == ["other-0001"]


def test_own_events_that_were_ruled_out_are_told_until_somebody_adopts_them(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    passed = act(store, hazard, "review_passed")
    note = act(store, hazard, "note_added")
    store.call(lambda db: knows(db, SERVER))

    def rule(identity: str, event: str, par: tuple[str, ...], code: str) -> None:
        body = {"event": event, "code": code}
        arrival = SERVER.write(Event(identity, hazard, "hazard", "event_ruled", par, body), seq=50)
        store.call(lambda db: db.frames.receive_all([arrival]))

    rule("r1", passed, (passed,), "role_rule")
    rule("r2", note, (passed,), "not_of_it")
    rule("r3", "elsewhere", ("elsewhere",), "forked")
    (ruled,) = store.call(lambda db: db.outbox.ruled())
    assert (ruled.event, ruled.entity, ruled.kind, ruled.type, ruled.code) == (
        passed,
        hazard,
        "hazard",
        "review_passed",
        "role_rule",
    )
    assert counts(store).ruled == 1
    append(store, NewEvent(hazard, "hazard", "event_adopted", {"event": passed}, ("r2",)))
    assert len(store.call(lambda db: db.outbox.ruled())) == 1
    append(store, NewEvent(hazard, "hazard", "event_adopted", {"event": passed}, ("r1",)))
    assert store.call(lambda db: db.outbox.ruled()) == ()


# files --------------------------------------------------------------------------------------------------------------


def test_files_follow_their_frames_smallest_first(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    frame, (large, small) = photo(store, hazard, b"x" * 900, b"x" * 9)
    assert (counts(store).files_unsent, counts(store).files_unsent_bytes) == (2, 909)
    assert store.call(lambda db: db.files.to_send(10)) == ()
    deliver(store, (frame, 1))
    found = store.call(lambda db: db.files.to_send(10))
    assert [(one.sha256, one.scope, one.size, one.type) for one in found] == [
        (small, "north", 9, "image/jpeg"),
        (large, "north", 900, "image/jpeg"),
    ]
    assert [one.sha256 for one in store.call(lambda db: db.files.to_send(1))] == [small]
    assert [one.sha256 for one in store.call(lambda db: db.files.to_send(10, 100))] == [small]
    store.call(lambda db: db.files.delivered("north", [small]))
    assert [one.sha256 for one in store.call(lambda db: db.files.to_send(10))] == [large]
    photo(store, hazard, b"x" * 9)
    assert (counts(store).files_unsent, counts(store).files_unsent_bytes) == (1, 900)
    store.call(lambda db: db.files.lost("north", [small]))
    assert counts(store).files_unsent == 2
    store.call(lambda db: db.files.delivered("north", [small, large]))
    assert counts(store).files_unsent == 0
    store.call(lambda db: db.files.lost("north"))
    assert counts(store).files_unsent == 2
    assert store.call(lambda db: db.files.of_scope("north")) == tuple(sorted((large, small)))


def test_a_file_goes_out_with_any_frame_the_server_took(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    _refused, (sha256,) = photo(store, hazard, b"the checklist")
    taken, _hashes = photo(store, hazard, b"the checklist")
    deliver(store, (taken, 8))
    assert [one.sha256 for one in store.call(lambda db: db.files.to_send(10))] == [sha256]


def test_files_that_are_missing_are_asked_for_and_arrive_once_for_all(store: Store) -> None:
    other = Author("other")
    store.call(lambda db: knows(db, other))
    blobs = (BlobRef("ab" * 32, 700, "image/jpeg"), BlobRef("cd" * 32, 7, "image/jpeg"))
    arrivals = [
        other.write(Event(f"n{scope}", f"v{scope}", "visit", "note_added", (), {}, blobs), scope=scope, seq=number)
        for number, scope in enumerate(("north", "south"), 1)
    ]
    store.call(lambda db: db.frames.receive_all(arrivals))
    assert (counts(store).files_missing, counts(store).files_missing_bytes) == (2, 707)
    assert [one.size for one in store.call(lambda db: db.files.to_fetch(10))] == [7, 700]
    assert [one.size for one in store.call(lambda db: db.files.to_fetch(10, 100))] == [7]
    store.call(lambda db: db.files.arrived("cd" * 32, delivered=True))
    assert [one.size for one in store.call(lambda db: db.files.to_fetch(10))] == [700]
    assert (counts(store).files_missing, counts(store).files_unsent) == (1, 0)
    store.call(lambda db: db.files.arrived("ab" * 32))
    assert [one.scope for one in store.call(lambda db: db.files.to_send(10))] == ["north", "south"]
    store.call(lambda db: db.files.missing("cd" * 32))
    assert counts(store).files_missing == 1
    store.call(lambda db: db.files.look({"cd" * 32}.__contains__, again=True))
    assert counts(store).files_missing == 0


# devices and scopes -------------------------------------------------------------------------------------------------

KEY = bytes(range(32))


def test_devices_are_learned_once_and_never_change_their_key(store: Store) -> None:
    card = KnownDevice("d1", "ABC", KEY, b"x" * 32, name="Laptop 7", source="card")
    learned = [store.call(lambda db: db.peers.learn(card)) for _ in range(2)]
    assert learned == [True, False]
    assert store.call(lambda db: db.peers.device("d1")) == card
    assert store.call(lambda db: db.peers.device("d2")) is None
    with pytest.raises(Problem, match="device_key_changed"):
        store.call(lambda db: db.peers.learn(replace(card, public_key=bytes(32), source="server")))
    own = store.device
    with pytest.raises(Problem, match="device_key_changed"):
        store.call(lambda db: db.peers.learn(KnownDevice(own.id, public_key=KEY)))
    assert store.call(lambda db: dict(db.peers.keys())) == {"d1": KEY, own.id: own.public_key}


def test_the_server_knows_best_but_takes_no_exchange_key_away(store: Store) -> None:
    store.call(lambda db: db.peers.learn(KnownDevice("d1", public_key=KEY, source="hand_over")))
    store.call(lambda db: db.peers.learn(KnownDevice("d1", "X", KEY, b"e" * 32, name="other", source="card")))
    found = store.call(lambda db: db.peers.device("d1"))
    assert found == KnownDevice("d1", public_key=KEY, exchange_key=b"e" * 32, source="hand_over")
    told = KnownDevice("d1", "XYZ", KEY, person="p", name="Laptop 7", revoked=True, number=4)
    store.call(lambda db: db.peers.learn(told))
    assert store.call(lambda db: db.peers.devices()) == (replace(told, exchange_key=b"e" * 32),)
    store.call(lambda db: db.peers.forget("d1"))
    assert store.call(lambda db: db.peers.devices()) == ()


def test_the_state_of_a_scope_is_kept(store: Store) -> None:
    state = ScopeState("north", ("author", "reviewer"), 7, "f7", "epoch", 3, 5, "ab" * 32, 9, "2026-03-10T09:30:00")
    store.call(lambda db: db.peers.put_scope(state))
    store.call(lambda db: db.peers.put_scope(ScopeState("south")))
    assert store.call(lambda db: db.peers.scope("north")) == state
    assert store.call(lambda db: db.peers.scopes()) == (state, ScopeState("south"))
    store.call(lambda db: db.peers.drop_scope("north"))
    assert store.call(lambda db: db.peers.scope("north")) == ScopeState("north")


def test_rounds_are_kept_newest_first(store: Store) -> None:
    failed = RoundRecord("r2", "2026-03-11T09:00:00", outcome="offline", problem="sync_offline", params={"url": "x"})
    done = RoundRecord("r1", "2026-03-12T09:00:00", sent=3, changes=[["hazard", "h1"]])
    store.call(lambda db: db.sync_log.add(done))
    store.call(lambda db: db.sync_log.add(failed))
    assert store.call(lambda db: db.sync_log.latest()) == (failed, done)
    assert store.call(lambda db: db.sync_log.latest(1)) == (failed,)
    assert store.call(lambda db: db.sync_log.by_id("r1")) == done
    assert store.call(lambda db: db.sync_log.by_id("r9")) is None
    store.call(lambda db: db.sync_log.add(replace(done, ended_at="2026-03-12T09:01:00")))
    assert len(store.call(lambda db: db.sync_log.latest())) == 2
