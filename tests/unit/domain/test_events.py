"""Reading frames: whatever their layout, the same events, and texts of events that say the same."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.events import (
    MOST_DEPTH,
    BlobRef,
    Event,
    Frame,
    decode_frame,
    encode_frame,
    event_json,
    frame_id,
    read_any_frame,
    read_frame,
)
from inspector.domain.shapes import frame_flaw
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


def with_body(body: str) -> bytes:
    """A frame with one event of this body."""
    event = {"id": "e", "entity": "t", "kind": "visit", "type": "x", "par": [], "body": {}, "blobs": []}
    head = {"id": "a", "scope": "s", "dev": "d", "n": 1, "prev": "", "user": "u", "at": "t", "app": "", "v": 1}
    return (
        json.dumps({**head, "events": [event]}, separators=(",", ":")).replace('"body":{}', f'"body":{body}').encode()
    )


def nested(depth: int, inner: str = "") -> str:
    """A body this deep."""
    return '{"a":' + "[" * (depth - 1) + inner + "]" * (depth - 1) + "}"


@pytest.mark.parametrize(
    "body",
    [
        '{"a":1e999}',
        '{"a":-1e999}',
        '{"a":NaN}',
        '{"a":Infinity}',
        '{"a":"\\ud800"}',
        '{"\\udfff":1}',
        '{"a":["\\ude00\\ud83d"]}',
        '{"a":1' + "0" * 5000 + "}",
        nested(MOST_DEPTH),
        nested(500),
        nested(100_000),
        nested(MOST_DEPTH, '"]]]]"'),
        '{"a":"' + "\\\\" + '",' + nested(MOST_DEPTH)[1:],
    ],
)
@pytest.mark.parametrize("layout", ["%s", " %s", '{"more":[],%s'])
def test_what_only_some_programs_could_read_is_refused_in_every_layout(body: str, layout: str) -> None:
    text = with_body(body).decode()
    raw = (layout % (text[1:] if layout.startswith("{") else text)).encode()
    for read in (read_frame, read_any_frame):
        with pytest.raises(Problem, match="frame_malformed"):
            read(raw)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"a":18446744073709551616}', 2**64),
        ('{"a":-1' + "0" * 400 + "}", -(10**400)),
        ('{"a":1,"a":2}', 2),
        ('{"a":"\\ud83d\\ude00"}', "\U0001f600"),
        ('{"a":"\\u0000"}', "\0"),
        ('{"a":"' + "[" * 999 + '"}', "[" * 999),
        ('{"a":"' + "\\\\[" * 99 + '"}', "\\[" * 99),
        ('{"a":1.7976931348623157e308}', 1.7976931348623157e308),
    ],
)
def test_what_every_program_reads_alike_is_taken(body: str, expected: object) -> None:
    for read in (read_frame, read_any_frame):
        frame, texts = read(with_body(body))
        assert frame.events[0].body["a"] == expected
        assert json.loads(texts[0])["body"]["a"] == expected


def test_the_depth_that_is_taken_does_not_depend_on_who_reads() -> None:
    raw = with_body(nested(MOST_DEPTH - 1))

    def deeper(calls: int) -> Frame:
        return deeper(calls - 1) if calls else read_frame(raw)[0]

    assert deeper(500) == read_any_frame(raw)[0]
    with pytest.raises(Problem, match="frame_malformed"):
        read_frame(with_body(nested(MOST_DEPTH)))


def test_many_brackets_are_not_deep() -> None:
    body = '{"a":[' + ",".join(["{}"] * 5000) + "]}"
    assert len(read_frame(with_body(body))[0].events[0].body["a"]) == 5000
    strange = with_body(body).replace(b'"id":"a"', b'"id":"[[[["')
    assert read_frame(strange)[0].id == "[[[["


def test_what_an_older_version_took_in_can_still_be_read() -> None:
    assert decode_frame(with_body('{"a":1e999}')).events[0].body["a"] == float("inf")
    assert decode_frame(with_body('{"a":"\\ud800"}')).events[0].body["a"] == "\ud800"
    assert decode_frame(with_body(nested(100))).id == "a"


def test_the_id_of_a_frame_can_be_told_however_odd_it_is() -> None:
    assert frame_id(with_body("{}")) == frame_id(with_body(nested(100_000))) == "a"
    assert frame_id(b"[" * 100_000) == frame_id(b'{"id":""}') == frame_id(b"") == ""


NUMBERS = st.sampled_from(
    (
        *("0", "-0", "1.0", "1e5", "1e308", "1e309", "-1e999", "1e-400", "NaN", "Infinity", "01", "true", "null"),
        *("9" * digits for digits in (19, 20, 400, 4300, 4301)),
        *("-" + "9" * 4300, "0.1" + "0" * 99 + "1"),
    )
)
STRINGS = st.sampled_from(
    ('"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"[[[["', '"\\""', '"\\\\"', '"\\u0000"', '"{"', '"\x01"')
)
ODD = st.recursive(
    NUMBERS | STRINGS | st.integers(50, 70).map(lambda deep: "[" * deep + "]" * deep),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda all_: f"[{','.join(all_)}]")
        | st.lists(st.tuples(STRINGS | st.just('"a"'), inner), max_size=3).map(
            lambda pairs: "{" + ",".join(f"{key}:{value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from(("a", "b")), ODD, max_size=2),
    st.lists(st.tuples(st.sampled_from(("events", "n", "id", "later", "v", "prev")), ODD), max_size=2),
    st.booleans(),
)
def test_fast_or_not_the_same_bytes_are_taken_and_say_the_same(
    body: dict[str, str], twice: list[tuple[str, str]], before: bool
) -> None:
    text = with_body("{" + ",".join(f'"{key}":{value}' for key, value in body.items()) + "}").decode()
    more = ",".join(f'"{key}":{value}' for key, value in twice)
    if more:
        text = "{" + more + "," + text[1:] if before else text[:-1] + "," + more + "}"
    raw = text.encode()
    told = []
    for read in (read_frame, read_any_frame):
        try:
            frame, texts = read(raw)
            told.append((repr(frame), [json.loads(one) for one in texts], frame_flaw(frame)))
        except Problem as problem:
            told.append((problem.code, [], ""))
    assert told[0] == told[1]
