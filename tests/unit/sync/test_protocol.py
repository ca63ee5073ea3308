"""What goes over the wire comes back as it was; whatever else comes ends in a coded problem, within the caps."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from inspector.problems import Problem
from inspector.sync import protocol
from inspector.sync.protocol import (
    Certificate,
    Challenge,
    Cursor,
    Grant,
    Packet,
    Page,
    PageHead,
    Receipt,
    Receipts,
    Stored,
    Token,
)

CODES = {"", "protocol_malformed", "protocol_too_large"}


def problem_of(read: Callable[[bytes], object], data: bytes) -> str:
    """Code of the problem that reading ends in, or nothing."""
    try:
        read(data)
    except Problem as problem:
        return problem.code
    return ""


texts = st.text(max_size=20)
raws = st.dictionaries(texts, texts, max_size=3).map(lambda value: json.dumps(value, ensure_ascii=False).encode())
packets = st.builds(Packet, raw=raws, sig=st.binary(min_size=64, max_size=64), seq=st.none() | st.integers(1, 2**53))
certificates = st.builds(
    Certificate,
    device=texts,
    device_code=texts,
    public_key=texts,
    exchange_key=texts,
    person=texts,
    name=texts,
    revoked=st.booleans(),
    number=st.integers(0, 2**40),
    sig=texts,
)
heads = st.builds(
    PageHead,
    epoch=texts,
    scope=texts,
    head=st.integers(0, 2**40),
    digest=texts,
    count=st.integers(0, 2**40),
    more=st.booleans(),
    backup_seq=st.integers(0, 2**40),
    directory=st.lists(certificates, max_size=3).map(tuple),
)


@given(heads, st.lists(packets, max_size=5))
def test_a_page_arrives_as_it_was_sent(head: PageHead, sent: list[Packet]) -> None:
    assert protocol.unpack_page(protocol.pack(sent, head)) == Page(head, tuple(sent))


@given(st.lists(packets, max_size=5))
def test_the_bytes_of_a_frame_are_not_written_anew(sent: list[Packet]) -> None:
    assert [packet.raw for packet in protocol.unpack(protocol.pack(sent))] == [packet.raw for packet in sent]


@given(
    st.lists(
        st.builds(
            Receipt,
            frame=texts,
            status=st.sampled_from(Stored),
            seq=st.integers(0, 2**40),
            code=texts,
            rulings=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
        ),
        max_size=4,
    )
)
def test_receipts_arrive_as_they_were_sent(receipts: list[Receipt]) -> None:
    sent = Receipts(tuple(receipts), 7)
    assert protocol.from_bytes(Receipts, protocol.to_bytes(sent)) == sent


@given(st.binary(max_size=300) | st.binary(max_size=300).map(zstandard.ZstdCompressor().compress))
def test_any_bytes_end_in_frames_or_in_a_coded_problem(data: bytes) -> None:
    for read in (protocol.unpack, protocol.unpack_page, lambda given: protocol.from_bytes(Receipts, given)):
        assert problem_of(read, data) in CODES


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["receipts", "scope", "role", "person", "grants", "seq"]), json_values))
def test_json_of_another_shape_ends_in_a_coded_problem(values: dict[str, object]) -> None:
    data = json.dumps(values).encode()
    for kind in (Receipts, Grant, Certificate, PageHead):
        assert problem_of(partial(protocol.from_bytes, kind), data) in CODES


@pytest.mark.parametrize("number", ["9223372036854775808", str(2**70), "-" + "9" * 20, "9" * 5000])
def test_numbers_that_no_database_keeps_are_refused(number: str) -> None:
    receipt = {"frame": "f", "status": "stored", "seq": 1}
    head = {"epoch": "e", "scope": "s", "head": 1, "digest": "", "count": 1}
    for kind, values in (
        (Receipts, {"receipts": [receipt], "backup_seq": "HERE"}),
        (Receipts, {"receipts": [{**receipt, "seq": "HERE"}]}),
        (PageHead, {**head, "count": "HERE"}),
        (Token, {"token": "t", "expires_in_s": "HERE", "grants": []}),
    ):
        data = json.dumps(values).replace('"HERE"', number).encode()
        assert problem_of(partial(protocol.from_bytes, kind), data) == "protocol_malformed"
    page = "\n".join([json.dumps(head), json.dumps({"sig": "AA==", "seq": "HERE"}).replace('"HERE"', number), "{}"])
    packed = zstandard.ZstdCompressor().compress(page.encode())
    assert problem_of(protocol.unpack_page, packed) == "protocol_malformed"


def test_halves_of_characters_are_refused() -> None:
    values = {"nonce": "a\ud800", "expires_at": "x"}
    assert problem_of(partial(protocol.from_bytes, Challenge), json.dumps(values).encode()) == "protocol_malformed"
    whole = json.dumps({"nonce": "a\U0001f600\u4e2d", "expires_at": "x"}).encode()
    assert protocol.from_bytes(Challenge, whole).nonce == "a\U0001f600\u4e2d"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(b"\n" * (protocol.MOST_PACKED * 8))
    assert len(bomb) < 100_000
    with pytest.raises(Problem) as caught:
        protocol.unpack(bomb)
    assert caught.value.code == "protocol_too_large"


def test_what_is_left_of_a_pack_that_was_cut_does_not_pass_for_a_whole_one() -> None:
    chance = random.Random(1)
    packets = [Packet(chance.randbytes(3000).hex().encode(), bytes(64)) for _ in range(150)]
    data = protocol.pack(packets)
    assert protocol.unpack(data) == tuple(packets)
    for cut in (*range(0, len(data), 9973), len(data) - 1):
        assert problem_of(protocol.unpack, data[:cut]) == "protocol_malformed"


def test_a_frame_above_the_cap_is_refused() -> None:
    data = protocol.pack([Packet(b"1" * (protocol.MOST_FRAME + 1), bytes(64))])
    with pytest.raises(Problem) as caught:
        protocol.unpack(data)
    assert caught.value.code == "protocol_too_large"


@given(st.lists(st.tuples(st.integers(1, 700), st.integers(1, 2**21)), max_size=30))
def test_pushes_keep_the_order_and_the_caps(items: list[tuple[int, int]]) -> None:
    made = list(protocol.batches(items, lambda item: item))
    assert [item for batch in made for item in batch] == items
    for batch in made:
        events, size = sum(item[0] for item in batch), sum(item[1] for item in batch)
        assert len(batch) == 1 or (events <= protocol.MOST_EVENTS and size <= protocol.MOST_BATCH)
    for before, after in pairwise(made):
        events, size = (sum(item[part] for item in (*before, after[0])) for part in (0, 1))
        assert events > protocol.MOST_EVENTS or size > protocol.MOST_BATCH


@given(st.integers(0, 10**17), st.text("0123456789abcdef-: 隐\n", max_size=200))
def test_a_cursor_is_read_as_it_was_written(seq: int, identity: str) -> None:
    assert Cursor.read(Cursor(seq, identity).text) == Cursor(seq, identity)


@pytest.mark.parametrize("text", ["", "5", "x:1", "-1:a", "٣:a", "9" * 19 + ":a", "1:" + "a" * 201, "1:\0"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(Problem) as caught:
        Cursor.read(text)
    assert caught.value.code == "protocol_malformed"


def test_versions_that_do_not_meet_are_named() -> None:
    newest = protocol.VERSIONS[-1]
    assert protocol.common_version("2026-01-01", "2030-01-01") == newest
    with pytest.raises(Problem) as caught:
        protocol.common_version("2030-01-01", "2031-01-01")
    assert caught.value.code == "protocol_version"
    assert newest in str(caught.value.params["mine"])


def test_a_certificate_is_signed_over_all_it_says() -> None:
    made = Certificate("d", "K7A", "aa", "bb", "p", "laptop", revoked=False, number=3)
    others = [replace(made, revoked=True), replace(made, number=4), replace(made, person="q"), replace(made, name="")]
    assert len({one.signed_text for one in (made, *others)}) == 5
    assert replace(made, sig="x").signed_text == made.signed_text
