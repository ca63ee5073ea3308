"""Frames: heads, chain, signatures, foreign frames, entities in trouble, rebuilding."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector.domain.events import BlobRef, Event, Frame, decode_frame, encode_frame
from inspector.domain.hazard import HazardStatus
from inspector.problems import Problem
from inspector.storage import Finding, NewEvent, Store
from inspector.storage.folder.device import is_authentic
from tests.arriving import arrive
from tests.unit.storage.stories import (
    APART,
    TODAY,
    act,
    add_customer,
    add_equipment,
    add_hazard,
    add_person,
    add_visit,
    append,
    close,
    new_id,
    snapshot,
)

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()


def receive(store: Store, frame: Frame, raw: bytes | None = None) -> None:
    assert not offered(store, frame, raw)


def offered(store: Store, frame: Frame, raw: bytes | None = None) -> str:
    """Why the frame was kept aside."""
    data = raw or encode_frame(frame)
    return store.call(lambda db: arrive(db, data, KEY.sign(data), PUBLIC))


def foreign(*events: Event, identity: str = "f1", n: int = 1) -> Frame:
    return Frame(identity, "north", "other", n, "", "zoe", "2026-03-09T10:00:00+08:00", "9.9", 7, events)


def test_the_raw_bytes_are_signed_once_and_kept(store: Store) -> None:
    customer = add_customer(store)
    ((identity, raw, sig),) = store.call(lambda db: db.frames.unsent())
    frame = decode_frame(raw)
    assert (frame.id, frame.n, frame.prev, frame.dev, frame.user) == (identity, 1, "", store.device.id, "ann")
    assert frame.events[0].entity == customer
    assert is_authentic(store.device.public_key, sig, raw)
    assert not is_authentic(store.device.public_key, sig, raw + b" ")


def test_a_decision_names_what_its_author_had_seen(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    (registered,) = store.call(lambda db: db.frames.heads_of(hazard))
    photo = act(store, hazard, "photo_added")
    note = act(store, hazard, "note_added", (registered,))
    assert store.call(lambda db: db.frames.heads_of(hazard)) == tuple(sorted((photo, note)))
    act(store, hazard, "rectification_submitted")
    events = store.call(lambda db: db.frames.events_of(hazard))
    assert [set(event.par) for event in events] == [set(), {registered}, {registered}, {photo, note}]


def test_events_of_one_frame_on_one_entity_have_seen_each_other(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    old = store.call(lambda db: db.frames.heads_of(hazard))
    act(store, hazard, "note_added")
    frame = append(
        store,
        NewEvent(hazard, "hazard", "photo_added", par=old, blobs=(BlobRef("ab" * 32, 3, "image/jpeg"),)),
        NewEvent(hazard, "hazard", "rectification_submitted", par=old),
    )
    assert frame.events[0].par == old
    assert frame.events[1].par == (*old, frame.events[0].id)
    assert store.call(lambda db: list(db.frames.blobs())) == [BlobRef("ab" * 32, 3, "image/jpeg")]


def test_a_parent_nobody_has_is_refused(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    with pytest.raises(Problem, match="frame_parent_unknown"):
        act(store, hazard, "note_added", ("nothing",))
    assert len(store.call(lambda db: db.frames.events_of(hazard))) == 1


def test_a_copied_disk_or_changed_record_shows(store: Store) -> None:
    for account in "1234":
        add_customer(store, account)
    frames = [frame for frame, _, _ in store.call(lambda db: db.frames.unsent())]
    assert store.call(lambda db: list(db.frames.verify())) == []
    store.call(lambda db: db._session.run("UPDATE frame SET raw = raw || ' ' WHERE id = :f", f=frames[0]))
    store.call(lambda db: db._session.run("UPDATE frame SET sig = zeroblob(64) WHERE id = :f", f=frames[1]))
    store.call(lambda db: db._session.run("UPDATE frame SET n = n + 5 WHERE id = :f", f=frames[3]))
    found = store.call(lambda db: list(db.frames.verify()))
    assert found == [
        Finding("raw_changed", frames[0]),
        Finding("signature", frames[1]),
        Finding("chain_gap", frames[3]),
    ]


def test_frames_of_others_merge_in_any_order_and_repeats_change_nothing(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    (registered,) = store.call(lambda db: db.frames.heads_of(hazard))
    submitted = foreign(Event("s", hazard, "hazard", "rectification_submitted", (registered,)))
    passed = foreign(Event("p", hazard, "hazard", "review_passed", ("s",), {"teams": APART}), identity="f2", n=2)
    receive(store, passed)
    info = store.call(lambda db: db.frames.entity(hazard))
    assert info is not None
    assert (info.status, info.waiting, info.heads) == ("open", ("p",), (registered,))
    assert Finding("waiting", hazard) in store.call(lambda db: list(db.frames.verify()))
    receive(store, submitted)
    receive(store, passed)
    assert store.call(lambda db: db.hazards.get(hazard)).status is HazardStatus.CLOSED
    assert len(store.call(lambda db: db.frames.events_of(hazard))) == 3


def test_what_is_unauthentic_or_contradicts_is_kept_aside(store: Store) -> None:
    frame = foreign(Event("n", "c9", "customer", "customer_registered"))
    raw = encode_frame(frame)
    assert store.call(lambda db: arrive(db, raw, KEY.sign(b"else"), PUBLIC)) == "frame_unsigned"
    receive(store, frame)
    for other in (replace(frame, user="eve"), replace(frame, id="f9", n=9)):
        assert offered(store, other) == "frame_changed"


def test_unknown_types_are_kept_and_their_entity_becomes_read_only(store: Store) -> None:
    hazard = add_hazard(store, add_customer(store))
    (registered,) = store.call(lambda db: db.frames.heads_of(hazard))
    data = json.loads(encode_frame(foreign(Event("u", hazard, "hazard", "hazard_split", (registered,)))))
    data["colour"] = "a field of the future"
    raw = json.dumps(data).encode()
    receive(store, decode_frame(raw), raw)
    assert [r for i, r, _ in store.call(lambda db: db.frames.unsent()) if i == "f1"] == [raw]
    info = store.call(lambda db: db.frames.entity(hazard))
    assert info is not None
    assert info.read_only
    with pytest.raises(Problem, match="entity_read_only"):
        act(store, hazard, "note_added")
    assert store.call(lambda db: db.hazards.get(hazard)).number == "H-1"
    receive(store, foreign(Event("d", "drone-1", "drone", "drone_flown"), identity="f2", n=2))
    assert store.call(lambda db: db.frames.entity("drone-1")) is not None


def test_an_entity_that_cannot_be_folded_is_marked_and_stops_nothing_else(store: Store) -> None:
    customer, good = add_customer(store), new_id(store)
    hazard = add_hazard(store, customer)
    (registered,) = store.call(lambda db: db.frames.heads_of(hazard))
    receive(
        store,
        foreign(
            Event("x", hazard, "hazard", "hazard_changed", (registered,), {"fields": {"deadline": "soon"}}),
            Event(
                "y",
                good,
                "customer",
                "customer_registered",
                (),
                {"fields": {"account": "9", "name": "N", "scope": "s"}},
            ),
            Event("z", "t1", "equipment", "equipment_registered", (), {"fields": {"customer": 5, "name": "x"}}),
            Event("u", "t2", "equipment", "test_recorded", (), {"tested_on": 5}),
        ),
    )
    assert store.call(lambda db: db.registers.customer(good)).name == "N"
    assert store.call(lambda db: db.hazards.get(hazard)).deadline.isoformat() == "2026-04-01"
    found = store.call(lambda db: list(db.frames.verify()))
    assert {f.subject for f in found if f.code == "entity_error"} == {"t1"}
    assert store.call(lambda db: db.frames.heads_of(hazard)) == ("x",)
    act(store, hazard, "hazard_changed", fields={"deadline": "2026-05-05"})
    assert store.call(lambda db: db.hazards.get(hazard)).deadline.isoformat() == "2026-05-05"


def test_a_field_conflict_shows_the_own_value_first(store: Store) -> None:
    customer = add_customer(store)
    (registered,) = store.call(lambda db: db.frames.heads_of(customer))
    theirs = {"fields": {"phone": "theirs"}}
    receive(store, foreign(Event("0", customer, "customer", "customer_changed", (registered,), theirs)))
    assert store.call(lambda db: db.registers.customer(customer)).phone == "theirs"
    append(store, NewEvent(customer, "customer", "customer_changed", {"fields": {"phone": "ours"}}, (registered,)))
    assert store.call(lambda db: db.registers.customer(customer)).phone == "ours"
    append(store, NewEvent(customer, "customer", "customer_changed", {"fields": {"phone": "agreed"}}))
    assert store.call(lambda db: db.registers.customer(customer)).phone == "agreed"


def test_rebuilding_from_the_raw_frames_gives_the_same_rows(store: Store) -> None:
    mill, port = add_customer(store), add_customer(store, "0002", "Port")
    unit = add_equipment(store, mill)
    add_person(store, "ann", "Ann")
    reading = {"quantity": "load_current", "value": 12.5, "unit": "A", "equipment": unit, "label": "A"}
    add_visit(store, mill, "V-1", "2026-02-01", readings=[reading])
    values = [{"quantity": "insulation", "value": "1500", "unit": "MΩ", "temperature_c": 20}]
    test = {"tested_on": "2026-01-05", "values": values, "visit": ""}
    append(store, NewEvent(unit, "equipment", "test_recorded", test))
    old = add_hazard(store, mill, "H-1", equipment=unit, found_on="2025-03-01")
    close(store, old)
    add_hazard(store, mill, "H-2", equipment=unit)
    disputed = add_hazard(store, port, "H-3")
    heads = (act(store, disputed, "rectification_submitted"),)
    act(store, disputed, "review_passed", heads)
    act(store, disputed, "review_returned", heads)
    receive(store, foreign(Event("w", disputed, "hazard", "note_added", ("missing",))))
    before = store.call(snapshot)
    store.call(lambda db: db.frames.rebuild())
    assert store.call(snapshot) == before
    assert {name for name, rows in before.items() if rows} == set(before)
    assert store.call(lambda db: db.hazards.by_number("H-3", today=TODAY)) is not None
