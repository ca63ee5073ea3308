"""Push and pull: what was sent comes back as it was, numbered, once, to whoever may read it."""

import logging
from dataclasses import replace

import pytest
import sqlalchemy as sa

from inspector.domain.events import BlobRef, Event, decode_frame
from inspector.problems import Problem
from inspector.server.tables import frame
from inspector.storage.frames.arrivals import Arrival, Signatures, check_arrival
from inspector.sync.digests import Buckets, SetDigest
from inspector.sync.messages import START, Cursor, Hashes, Packet, Stored
from inspector.sync.protocol import MOST_BATCH, MOST_EVENTS, MOST_PAGE
from tests.unit.server.world import Server


def test_what_was_pushed_is_pulled_unchanged_and_in_order(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    sent = [laptop.note(str(number)) for number in range(5)]
    receipts = laptop.push(*sent)
    assert [(receipt.status, receipt.rulings) for receipt in receipts] == [(Stored.STORED, ())] * 5
    page = server.laptop(server.person("bob")).pull()
    theirs = [packet for packet in page.packets if decode_frame(packet.raw).dev == laptop.id]
    assert [replace(packet, seq=None) for packet in theirs] == sent
    assert [packet.seq for packet in theirs] == [receipt.seq for receipt in receipts]
    ids = [decode_frame(packet.raw).id for packet in page.packets]
    assert (page.head.digest, page.head.count) == (SetDigest.of(ids).text, len(ids))


def test_records_of_one_push_may_name_the_same_photo(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    photo = BlobRef("a" * 64, 5, "image/jpeg")
    sent = [laptop.frame(laptop.event("photo_added", f"h{number}", blobs=(photo,))) for number in range(2)]
    assert [receipt.status for receipt in laptop.push(*sent)] == [Stored.STORED] * 2
    assert server.core.blobs_missing(laptop.session(), "north", Hashes((photo.sha256,))).sha256 == (photo.sha256,)


@pytest.mark.parametrize("odd", ["1e999", '"\\ud800"', "[" * 64 + "]" * 64, "[" * 3000 + "]" * 3000, "9" * 5000])
def test_what_a_laptop_would_put_aside_is_refused(server: Server, odd: str) -> None:
    laptop = server.laptop(server.person("ann"))
    raw = laptop.note("ODD").raw.replace(b'"ODD"', odd.encode())
    receipt = laptop.push(Packet(raw, laptop.key.sign(raw)))[0]
    assert (receipt.status, receipt.code) == (Stored.REFUSED, "frame_malformed")
    signatures = Signatures({laptop.id: laptop.key.public_key().public_bytes_raw()})
    assert check_arrival(Arrival(raw, laptop.key.sign(raw)), signatures).code == "frame_malformed"


def test_a_repeated_push_gets_the_first_receipt(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    sent = [laptop.note(), laptop.frame(laptop.event("review_passed", "h1"))]
    first = laptop.push(*sent)
    again = laptop.push(*sent, laptop.note())
    assert [replace(receipt, status=Stored.STORED) for receipt in again[:2]] == list(first)
    assert [receipt.status for receipt in again] == [Stored.KNOWN, Stored.KNOWN, Stored.STORED]
    assert first[1].rulings != ()


def test_a_frame_twice_in_one_push_is_stored_once(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    sent = laptop.note()
    assert [receipt.status for receipt in laptop.push(sent, sent)] == [Stored.STORED, Stored.KNOWN]


@pytest.mark.expects_log("frame_conflict")
def test_the_same_id_with_other_bytes_is_an_alarm_and_refused(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    laptop = server.laptop(server.person("ann"))
    first = laptop.note()
    laptop.push(first)
    other = laptop.frame(laptop.event("note_added", "h9"), id=decode_frame(first.raw).id)
    stolen = laptop.frame(replace(laptop.event("note_added", "h9"), id=decode_frame(first.raw).events[0].id))
    good = laptop.note()
    statuses = [(receipt.status, receipt.code) for receipt in laptop.push(other, stolen, good)]
    assert statuses == [(Stored.REFUSED, "frame_changed")] * 2 + [(Stored.STORED, "")]
    assert [record.levelno for record in caplog.records if record.getMessage() == "frame_conflict"] == [
        logging.WARNING
    ] * 2


def test_what_is_not_authentic_or_cannot_be_read_is_refused_and_stops_nothing(server: Server) -> None:
    laptop, other = server.laptop(server.person("ann")), server.laptop(server.person("bob"))
    foreign = type(laptop)(server, "d-nobody", "p-nobody")
    good, stolen = laptop.note(), laptop.note()
    nul = laptop.frame(laptop.event("note_added", "h\0"))
    half = Packet(good.raw.replace(b'"at":"2', b'"user":"\\ud800","at":"2'), b"")
    packets = [
        replace(stolen, sig=other.key.sign(stolen.raw)),
        foreign.note(),
        Packet(b"{}", bytes(64)),
        nul,
        replace(half, sig=laptop.key.sign(half.raw)),
        laptop.frame(),
        good,
    ]
    codes = [receipt.code for receipt in laptop.push(*packets)]
    assert codes == ["frame_unsigned", "frame_author_unknown", *["frame_malformed"] * 4, ""]


def test_pages_end_at_the_head_of_the_first_one(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    for _ in range(5):
        laptop.push(laptop.note("y" * (MOST_PAGE // 3)))
    first = laptop.pull()
    assert first.head.more
    laptop.push(laptop.note())
    got, page = list(first.packets), first
    while page.head.more:
        last = got[-1]
        page = laptop.pull(after=Cursor(last.seq or 0, decode_frame(last.raw).id), head=first.head.head)
        assert (page.head.digest, page.head.count) == (first.head.digest, first.head.count)
        got += page.packets
    assert len(got) == first.head.count
    assert got[-1].seq == first.head.head
    newer = laptop.pull(after=Cursor(first.head.head, decode_frame(got[-1].raw).id))
    assert (len(newer.packets), newer.head.count) == (1, first.head.count + 1)


def test_several_frames_have_a_common_cap_and_a_large_one_travels_alone(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    large = laptop.note("y" * MOST_BATCH)
    many = [laptop.frame(*(laptop.event("note_added", f"h{n}") for n in range(MOST_EVENTS))), laptop.note()]
    for packets in ([large, laptop.note()], many):
        with pytest.raises(Problem) as caught:
            laptop.push(*packets)
        assert caught.value.code == "protocol_too_large"
    assert [laptop.push(packet)[0].status for packet in (large, many[0])] == [Stored.STORED] * 2


def test_a_cursor_the_server_does_not_know_is_told(server: Server) -> None:
    laptop = server.laptop(server.person("ann", scopes=("north", "south")))
    (mine, theirs) = laptop.push(laptop.note(), laptop.note(scope="south"))
    laptop.pull(after=Cursor(mine.seq, mine.frame))
    for cursor in (Cursor(mine.seq, theirs.frame), Cursor(theirs.seq, theirs.frame), Cursor(999, mine.frame)):
        with pytest.raises(Problem) as caught:
            laptop.pull(after=cursor)
        assert (caught.value.code, caught.value.params) == ("cursor_unknown", {"epoch": server.core.hello().epoch})


def test_a_repair_finds_the_frames_that_one_side_lacks(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    laptop.push(*(laptop.note() for _ in range(40)))
    session = laptop.session()
    held = {decode_frame(packet.raw).id for packet in laptop.pull().packets}
    lost = sorted(held)[7]
    differing = Buckets.of(held - {lost}).differing(server.core.ids(session, "north").digests)
    assert len(differing) == 1
    there = server.core.ids(session, "north", differing[0]).ids
    assert [one for one in there if one not in held - {lost}] == [lost]


@pytest.mark.parametrize("prefix", ["a", "zz", "A0", "00" * 9])
def test_a_prefix_that_is_none_is_refused(server: Server, prefix: str) -> None:
    session = server.laptop(server.person("ann")).session()
    with pytest.raises(Problem) as caught:
        server.core.ids(session, "north", prefix)
    assert caught.value.code == "protocol_malformed"


def test_numbers_and_digests_are_kept_with_every_frame(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    laptop.push(laptop.note(), laptop.frame(laptop.event("hazard_voided", "h1")), laptop.note())
    with server.core.database.reading() as connection:
        rows = connection.execute(sa.select(frame).where(frame.c.scope == "north").order_by(frame.c.seq)).all()
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    for place, row in enumerate(rows, 1):
        assert (row.digest, row.nth) == (SetDigest.of(one.id for one in rows[:place]).text, place)


def test_unknown_types_are_kept_and_forwarded(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    newer = laptop.frame(Event("e1", "x1", "drone", "drone_flown", (), {"height": 3}))
    assert laptop.push(newer)[0].rulings == ()
    assert newer.raw in [packet.raw for packet in laptop.pull(after=START).packets]
