"""Receiving in bulk: raw first, fold second, nothing stops the rest, nothing is overwritten, any order."""

import json
from dataclasses import replace

import pytest

from inspector.domain.events import BlobRef, Event, encode_frame
from inspector.storage import Arrival, Database, Finding, Received, ScopeState, Store, check_arrivals
from tests.unit.storage.authors import Author, customer, knows, own_author, renamed
from tests.unit.storage.stories import add_customer, add_hazard, snapshot

SHA = "ab" * 32


def receive(store: Store, *arrivals: Arrival, via: str = "") -> Received:
    return store.call(lambda db: db.frames.receive_all(arrivals, via))


@pytest.fixture
def zoe(store: Store) -> Author:
    author = Author("zoe-laptop")
    store.call(lambda db: knows(db, author))
    return author


def name_of(store: Store, entity: str) -> str:
    return store.call(lambda db: db.registers.customer(entity)).name


def test_many_frames_are_stored_and_folded_at_once(store: Store, zoe: Author) -> None:
    arrivals = [zoe.write(customer(f"c{number}", f"Mill {number}"), seq=number + 1) for number in range(30)]
    arrivals.append(zoe.write(renamed("c3", "c3-x", ("c3-r",), name="Works"), scope="south"))
    received = receive(store, *arrivals)
    assert len(received.stored) == 31
    assert (received.known, received.parked, received.own) == (0, (), 0)
    assert ("customer", "c3") in received.touched
    assert len(received.touched) == 30
    assert (name_of(store, "c3"), name_of(store, "c29")) == ("Works", "Mill 29")
    assert store.call(lambda db: db.outbox.ids("south")) == [("zoe-laptop-0031", None)]
    assert store.call(lambda db: list(db.frames.verify())) == []
    found = store.call(lambda db: [hit.id for hit in db.search.find("customer", ["works"], 9)])
    assert found == ["c3"]


def test_repeats_change_nothing_but_numbers_are_taken_over(store: Store, zoe: Author) -> None:
    first, second = zoe.write(customer("c1")), zoe.write(customer("c2"))
    before = receive(store, first, first, second)
    assert (len(before.stored), before.known) == (2, 1)
    rows = store.call(snapshot)
    store.call(lambda db: db.outbox.refused(before.stored[0], "frame_author_unknown"))
    again = receive(store, replace(first, seq=7), second)
    assert (again.stored, again.known, again.touched) == ((), 2, ())
    assert store.call(snapshot) == rows
    assert store.call(lambda db: db.outbox.ids("north")) == [(before.stored[1], None), (before.stored[0], 7)]
    assert store.call(lambda db: db.outbox.counts()).refused == 0
    receive(store, first, replace(second, seq=8))
    receive(store, replace(first, seq=9))
    assert dict(store.call(lambda db: db.outbox.ids("north"))) == {before.stored[0]: 9, before.stored[1]: 8}


def test_a_number_that_comes_with_a_repeat_in_the_same_batch_is_taken_over(store: Store, zoe: Author) -> None:
    arrival = zoe.write(customer("c1"))
    receive(store, arrival, replace(arrival, seq=3))
    assert [seq for _id, seq in store.call(lambda db: db.outbox.ids("north"))] == [3]


def test_what_nobody_is_known_to_have_signed_waits_for_its_key(store: Store) -> None:
    stranger = Author("stranger")
    arrivals = [stranger.write(customer("c1"), seq=1), stranger.write(customer("c2"))]
    received = receive(store, *arrivals, via="network")
    assert received.parked == (
        ("stranger-0001", "frame_author_unknown"),
        ("stranger-0002", "frame_author_unknown"),
    )
    assert received.stored == ()
    receive(store, *arrivals, via="file")
    parked = store.call(lambda db: db.frames.parked())
    assert [(one.id, one.dev, one.scope, one.via) for one in parked] == [
        ("stranger-0001", "stranger", "north", "network"),
        ("stranger-0002", "stranger", "north", "network"),
    ]
    assert store.call(lambda db: db.outbox.counts()).parked == 2
    assert store.call(lambda db: db.frames.retry_parked()).stored == ()
    store.call(lambda db: knows(db, stranger))
    tried = store.call(lambda db: db.frames.retry_parked())
    assert tried.stored == ("stranger-0001", "stranger-0002")
    assert store.call(lambda db: db.frames.parked()) == ()
    assert dict(store.call(lambda db: db.outbox.ids("north"))) == {"stranger-0001": 1, "stranger-0002": None}
    assert name_of(store, "c2") == "Mill"


def test_what_is_parked_leaves_when_it_arrives_anew(store: Store) -> None:
    stranger = Author("stranger")
    arrival = stranger.write(customer("c1"))
    receive(store, arrival)
    store.call(lambda db: knows(db, stranger))
    assert receive(store, arrival).stored == ("stranger-0001",)
    assert store.call(lambda db: db.frames.parked()) == ()


def test_one_bad_frame_never_stops_the_rest(store: Store, zoe: Author) -> None:
    good = zoe.write(customer("c1"))
    forged = replace(zoe.write(customer("c2")), sig=bytes(64))
    half = json.dumps({**json.loads(zoe.write(customer("c3")).raw), "id": "\ud800"}).encode()
    inner = zoe.write(customer("c3", "PLACE")).raw.replace(b"PLACE", rb"Mill \ud800")
    huge = json.loads(zoe.write(customer("c3")).raw) | {"n": 2**80}
    number = zoe.signed(b'{"id":"x","n":NaN}')
    later = zoe.write(customer("c4"))
    bad = [Arrival(b"", b""), Arrival(b"\xff\xfe", b"x"), number, forged, zoe.signed(half), zoe.signed(inner)]
    received = receive(store, *bad, zoe.signed(json.dumps(huge).encode()), good, later)
    assert received.stored == ("zoe-laptop-0001", "zoe-laptop-0006")
    assert [code for _name, code in received.parked] == [
        *["frame_malformed"] * 3,
        "frame_unsigned",
        *["frame_malformed"] * 3,
    ]
    parked = {one.code: one for one in store.call(lambda db: db.frames.parked())}
    assert parked["frame_unsigned"].id == "zoe-laptop-0002"
    assert (name_of(store, "c1"), name_of(store, "c4")) == ("Mill", "Mill")


def test_the_same_id_with_other_bytes_overwrites_nothing(store: Store, zoe: Author) -> None:
    made = zoe.frame(customer("c1"))
    other = zoe.sealed(replace(made, user="eve"))
    receive(store, zoe.sealed(made))
    received = receive(store, other)
    assert received.parked == ((made.id, "frame_changed"),)
    assert store.call(lambda db: db.frames.events_of("c1"))[0].user == "zoe"
    assert receive(store, other, other).parked == ((made.id, "frame_changed"),) * 2
    assert len(store.call(lambda db: db.frames.parked())) == 1
    assert store.call(lambda db: db.frames.retry_parked()) == Received()
    both = Author("twice")
    store.call(lambda db: knows(db, both))
    one = both.frame(customer("c2"))
    assert receive(store, both.sealed(one), both.sealed(replace(one, user="eve"))).parked == (
        (one.id, "frame_changed"),
    )


def test_an_event_that_is_in_another_frame_parks_the_whole_frame(store: Store, zoe: Author) -> None:
    receive(store, zoe.write(customer("c1")))
    copied = zoe.write(customer("c9"), renamed("c1", "c1-r", (), name="Stolen"))
    twice = zoe.write(customer("c8"), customer("c8"))
    assert [code for _id, code in receive(store, copied, twice).parked] == ["frame_changed", "frame_malformed"]
    assert name_of(store, "c1") == "Mill"
    assert store.call(lambda db: db.frames.events_of("c9")) == ()


def test_forks_are_stored_and_no_damage(store: Store, zoe: Author) -> None:
    first = zoe.write(customer("c1"))
    tip = dict(zoe.tips)
    left = [zoe.write(customer("c2")), zoe.write(customer("c3"))]
    zoe.tips = tip
    right = [zoe.write(customer("c4")), zoe.write(customer("c5"))]
    received = receive(store, *reversed(right), *left, first)
    assert len(received.stored) == 5
    assert store.call(lambda db: list(db.frames.verify(frozenset({"zoe-laptop"})))) == []
    store.call(lambda db: db._session.run("UPDATE frame SET prev = 'x' WHERE id = 'zoe-laptop-0005'"))
    found = store.call(lambda db: list(db.frames.verify(frozenset({"zoe-laptop"}))))
    assert found == [Finding("chain_gap", "zoe-laptop-0005")]
    assert store.call(lambda db: list(db.frames.verify())) == []


def test_frames_of_this_very_device_that_were_not_here_are_counted(store: Store) -> None:
    add_customer(store)
    other = own_author(store._identity)
    elsewhere = [other.write(customer("c1"), seq=1), other.write(customer("c2"), seq=2)]
    received = receive(store, *elsewhere)
    assert (len(received.stored), received.own) == (2, 2)
    assert receive(store, *elsewhere).own == 0
    assert name_of(store, add_customer(store, "0009")) == "Mill"
    assert store.call(lambda db: list(db.frames.verify())) == []


def test_an_entity_that_cannot_be_folded_marks_itself_only(store: Store, zoe: Author) -> None:
    hazard = add_hazard(store, add_customer(store))
    (registered,) = store.call(lambda db: db.frames.heads_of(hazard))
    soon = Event("x", hazard, "hazard", "hazard_changed", (registered,), {"fields": {"deadline": "soon"}})
    raw = json.dumps(json.loads(encode_frame(zoe.frame(customer("c1", "PLACE")))))
    body = {"fields": {"account": ["a"], "name": {"x": 2**70}, "scope": "north"}}
    odd = Event("o", "c2", "customer", "customer_registered", (), body)
    received = receive(
        store,
        zoe.write(soon),
        zoe.signed(raw.replace('"PLACE"', "1" + "0" * 400).encode()),
        zoe.write(odd, customer("c3")),
    )
    assert len(received.stored) == 3
    assert name_of(store, "c3") == "Mill"
    found = {one.subject for one in store.call(lambda db: list(db.frames.verify())) if one.code == "entity_error"}
    assert found == {"c1", "c2"}
    assert store.call(lambda db: db.hazards.get(hazard)).deadline.isoformat() == "2026-04-01"
    assert store.call(lambda db: db.frames.heads_of("c1")) == ("c1-r",)
    receive(store, zoe.write(renamed("c1", "c1-s", ("c1-r",), name="Mill")))
    assert name_of(store, "c1") == "Mill"


def test_frames_may_be_checked_on_another_thread_before(store: Store, zoe: Author) -> None:
    keys = store.call(lambda db: dict(db.peers.keys()))
    stranger = Author("stranger")
    arrivals = [zoe.write(customer("c1")), stranger.write(customer("c2")), replace(zoe.write(customer("c3")), sig=b"")]
    checked = check_arrivals(arrivals, keys)
    assert [one.code for one in checked] == ["", "frame_author_unknown", "frame_unsigned"]
    store.call(lambda db: knows(db, stranger))
    received = store.call(lambda db: db.frames.receive_all(checked))
    assert received.stored == ("zoe-laptop-0001", "stranger-0001")
    wrong = check_arrivals([zoe.write(customer("c4"))], {**keys, "zoe-laptop": b"k" * 32})
    assert wrong[0].code == "frame_unsigned"
    assert store.call(lambda db: db.frames.receive_all(wrong)).stored == ("zoe-laptop-0003",)
    forged = check_arrivals([Arrival(stranger.write(customer("c5")).raw, bytes(64))], {"stranger": bytes(32)})
    assert store.call(lambda db: db.frames.receive_all(forged)).stored == ()


def test_frames_and_the_cursor_belong_to_one_commit(store: Store, zoe: Author) -> None:
    def fail(db: Database) -> None:
        with db.transaction():
            db.frames.receive_all([zoe.write(customer("c1"), seq=5)])
            db.peers.put_scope(ScopeState("north", seq=5, id="zoe-laptop-0001"))
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        store.call(fail)
    assert store.call(lambda db: db.outbox.ids("north")) == []
    assert store.call(lambda db: db.peers.scope("north")).seq == 0


def test_waiting_events_are_folded_when_their_parents_arrive(store: Store, zoe: Author) -> None:
    first, second = zoe.write(customer("c1")), zoe.write(renamed("c1", "c1-s", ("c1-r",), name="Works"))
    receive(store, second)
    info = store.call(lambda db: db.frames.entity("c1"))
    assert info is not None
    assert info.waiting == ("c1-s",)
    receive(store, first)
    assert name_of(store, "c1") == "Works"


def test_files_of_frames_are_noted(store: Store, zoe: Author) -> None:
    here = store.blobs.put(b"photo")
    blobs = (BlobRef(SHA, 9, "image/jpeg"), BlobRef(here, 5, "image/jpeg"), BlobRef("../x", 1, ""), BlobRef(SHA, 0, ""))
    note = Event("n", "v1", "visit", "note_added", (), {}, blobs)
    receive(store, zoe.write(note, seq=1))
    assert [ref.sha256 for ref in store.call(lambda db: db.files.to_fetch(10))] == [SHA]
    assert [ref.sha256 for ref in store.call(lambda db: db.files.to_send(10))] == [here]
