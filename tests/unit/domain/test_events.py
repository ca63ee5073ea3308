"""Reading frames: whatever their layout, the same events, and texts of events that say the same."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.events import (
    BlobRef,
    Event,
    Frame,
    decode_frame,
    encode_frame,
    event_json,
    read_any_frame,
    read_frame,
)
from inspector.problems import Problem

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(
    ('","events":[', ',"events":[{', '"blobs":[]}', "隐患", "\x00", "\u2028")
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 2**66) | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
EVENTS = st.builds(
    Event,
    id=WORDS,
    entity=WORDS,
    kind=WORDS,
    type=WORDS,
    par=st.lists(WORDS, max_size=2).map(tuple),
    body=st.dictionaries(WORDS, VALUES, max_size=3),
    blobs=st.lists(st.builds(BlobRef, WORDS, st.integers(0, 9), st.text(max_size=2)), max_size=2).map(tuple),
)
FRAMES = st.builds(
    lambda id_, scope, prev, events: Frame(id_, scope, "dev", 1, prev, "user", "at", "1", 1, tuple(events)),
    WORDS,
    WORDS,
    st.text(max_size=3),
    st.lists(EVENTS, max_size=4),
)
TEXTS = st.sampled_from(
    ('"', "\\", "{", "}", "[", "]", ",", ":", '"events"', ',"events":[', "1", "NaN", " ", "\n", "é")
)


def told(frame: Frame) -> dict[str, Any]:
    """What a frame says, read by nothing of ours."""
    found: dict[str, Any] = json.loads(frame.raw)
    return found


@settings(max_examples=300, deadline=None)
@given(FRAMES)
def test_our_own_layout_gives_every_event_as_it_stands_there(frame: Frame) -> None:
    raw = encode_frame(frame)
    read, texts = read_frame(raw)
    assert texts == tuple(map(event_json, frame.events))
    assert read_any_frame(raw)[0] == read
    assert (read.id, read.scope, read.prev, read.raw) == (frame.id, frame.scope, frame.prev, raw)
    assert [(e.id, e.par, e.body, e.blobs, e.user, e.at, e.dev) for e in read.events] == [
        (e.id, e.par, e.body, e.blobs, "user", "at", "dev") for e in frame.events
    ]


@settings(max_examples=300, deadline=None)
@given(FRAMES, st.sampled_from((None, 1)), st.booleans(), st.booleans(), st.booleans())
def test_another_layout_says_the_same(
    frame: Frame, indent: int | None, escaped: bool, backwards: bool, more: bool
) -> None:
    ours = encode_frame(frame)
    data = json.loads(ours)
    if more:
        data["later"] = {"events": [1]}
    if backwards:
        data = dict(reversed(data.items()))
    raw = json.dumps(data, indent=indent, ensure_ascii=escaped).encode()
    read, texts = read_frame(raw)
    assert read.events == decode_frame(ours).events
    assert decode_frame(raw) == read
    assert [json.loads(text) for text in texts] == json.loads(ours)["events"]
    assert all(text.encode() for text in texts)


@settings(max_examples=500, deadline=None)
@given(FRAMES, st.lists(TEXTS, min_size=1, max_size=3), st.data())
def test_damaged_bytes_are_read_as_json_reads_them_or_refused(
    frame: Frame, put: list[str], data: st.DataObject
) -> None:
    text = encode_frame(frame).decode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 8)))
    raw = (text[:start] + "".join(put) + text[end:]).encode()
    refused = ""
    try:
        read, texts = read_frame(raw)
    except Problem as problem:
        refused = problem.code
    if refused:
        assert refused == "frame_malformed"
        with pytest.raises(Problem, match="frame_malformed"):
            read_any_frame(raw)
        return
    expected = told(read)
    assert [event.id for event in read.events] == [event["id"] for event in expected["events"]]
    assert [json.loads(one) for one in texts] == expected["events"]
    assert read_any_frame(raw)[0] == read
    assert (read.id, read.n) == (expected["id"], expected["n"])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"events":[]}',
        b'{"id":"a","scope":"s","dev":"d","n":1,"prev":"","user":"u","at":"t","app":"","v":1,"events":{}}',
        b'{"id":"a","scope":"s","dev":"d","n":1,"prev":"","user":"u","at":"t","app":"","v":1,"events":[1]}',
        b'{"id":"a","scope":"s","dev":"d","n":1,"prev":"","user":"u","at":"t","app":"","v":NaN,"events":[]}',
        b'{"id":"a","scope":"s","dev":"d","n":true,"prev":"","user":"u","at":"t","app":"","v":1,"events":[]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_frame_is_refused(raw: bytes) -> None:
    for read in (decode_frame, read_frame, read_any_frame):
        with pytest.raises(Problem, match="frame_malformed"):
            read(raw)


def test_a_number_beyond_json_can_be_read_but_not_written_again() -> None:
    event = {"id": "e", "entity": "t", "kind": "visit", "type": "x", "par": [], "body": {"a": 1}, "blobs": []}
    head = {"id": "a", "scope": "s", "dev": "d", "n": 1, "prev": "", "user": "u", "at": "t", "app": "", "v": 1}
    raw = json.dumps({**head, "events": [event]}).replace('"a": 1', '"a": 1e999').encode()
    assert decode_frame(raw).events[0].body["a"] == float("inf")
    with pytest.raises(Problem, match="frame_malformed"):
        read_frame(raw)
