"""Ids, frames, field values and ledger rules."""

import json
import uuid
from datetime import date, timedelta

import pytest

from inspector import i18n
from inspector.domain.customer import Customer, Electrician, Importance
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.events import BlobRef, Event, Frame, decode_frame, encode_frame
from inspector.domain.fields import changed_fields, from_fields, to_fields
from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.ids import IdSource, device_code, uuid7
from inspector.domain.ledger import overdue_days, supervision_reasons
from inspector.problems import Problem

TODAY = date(2026, 3, 10)


def test_ids_are_uuid7_of_the_time_given() -> None:
    made = uuid.UUID(uuid7(1_700_000_000_000, bytes(range(10))))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == 1_700_000_000_000


def test_ids_of_one_source_rise_also_within_a_millisecond_and_when_the_clock_falls_back() -> None:
    clock = iter([5] * 5000 + [3] * 10)
    source = IdSource(lambda: next(clock), lambda count: b"\xff" * count)
    made = [source.new() for _ in range(5010)]
    assert made == sorted(set(made))


def test_a_device_code_has_no_letters_that_are_taken_for_one_another() -> None:
    letters = {device_code(bytes([byte])) for byte in range(256)}
    assert len(letters) == 31
    assert letters.isdisjoint("IL01O")


def frame(*events: Event) -> Frame:
    return Frame("f", "area", "dev", 1, "", "u", "2026-03-10T08:00:00+08:00", "0.1", 1, events)


def test_a_frame_survives_its_bytes_with_unknown_kinds_and_types() -> None:
    known = Event("e1", "h", "hazard", "photo_added", ("a",), {"文": 1.5}, (BlobRef("00", 3, "image/jpeg"),))
    foreign = Event("e2", "x", "drone", "drone_flown")
    raw = encode_frame(frame(known, foreign))
    read = decode_frame(raw)
    assert read.raw == raw
    assert encode_frame(read) == raw
    assert [(e.type, e.effect is None, e.user) for e in read.events] == [
        ("photo_added", False, "u"),
        ("drone_flown", True, "u"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"id": 5},
        {"n": 0},
        {"n": True},
        {"events": {}},
        {"events": [7]},
        {"events": [{"id": "e", "entity": "x", "kind": "k", "type": "t", "par": [1]}]},
        {"events": [{"id": "e", "entity": "x", "kind": "k", "type": "t", "body": []}]},
        {"events": [{"id": "e", "entity": "x", "kind": "k", "type": "t", "blobs": [{"sha256": "a"}]}]},
    ],
)
def test_a_malformed_frame_is_a_problem_and_nothing_else(change: dict[str, object]) -> None:
    data = json.loads(encode_frame(frame())) | change
    with pytest.raises(Problem, match="frame_malformed"):
        decode_frame(json.dumps(data).encode())


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[]", b"[" * 100_000, b'{"v":NaN}'])
def test_bytes_that_are_no_frame_are_a_problem(raw: bytes) -> None:
    with pytest.raises(Problem, match="frame_malformed"):
        decode_frame(raw)


CUSTOMER = Customer(
    "c",
    "0001",
    "Mill",
    "north",
    voltage_kv=10.0,
    importance=Importance.LEVEL_2,
    electricians=(Electrician("Li", "X1", date(2027, 1, 1)),),
)


def test_nouns_survive_being_written_into_an_event() -> None:
    body = json.loads(json.dumps(to_fields(CUSTOMER)))
    assert "id" not in body
    assert from_fields(Customer, body, id="c") == CUSTOMER
    panel = Equipment("e", "c", EquipmentKind.CABLE, "K1", commissioned=date(2020, 1, 1), nameplate={"length_km": "2"})
    assert from_fields(Equipment, json.loads(json.dumps(to_fields(panel))), id="e") == panel


def test_newer_fields_are_ignored_and_missing_ones_take_their_default() -> None:
    read = from_fields(Customer, {"account": "1", "name": "N", "scope": "s", "colour": "red"}, id="c")
    assert read == Customer("c", "1", "N", "s")


@pytest.mark.parametrize("bad", [{"voltage_kv": "ten"}, {"importance": "huge"}, {"electricians": 5}, {"name": None}])
def test_a_value_that_cannot_be_read_names_its_field(bad: dict[str, object]) -> None:
    with pytest.raises(Problem) as problem:
        from_fields(Customer, to_fields(CUSTOMER) | bad, id="c")
    assert problem.value.params["field"] in bad
    assert i18n.Translator("en").describe(problem.value).startswith("Customer: the field")
    assert i18n.Translator("zh_CN").describe(problem.value).startswith("客户")


def test_a_change_holds_only_what_differs() -> None:
    after = Customer(**{**{n: getattr(CUSTOMER, n) for n in CUSTOMER.__slots__}, "phone": "5"})
    assert changed_fields(CUSTOMER, after) == {"phone": "5"}


@pytest.mark.parametrize(
    ("status", "grade", "late", "recurrent", "by_hand", "reasons"),
    [
        (HazardStatus.OPEN, Grade.GENERAL, 0, False, False, ()),
        (HazardStatus.OPEN, Grade.SERIOUS, 3, True, True, ("grade", "overdue", "recurrent", "by_hand")),
        (HazardStatus.DISPUTED, Grade.GENERAL, 0, False, False, ("disputed",)),
        (HazardStatus.CLOSED, Grade.CRITICAL, 9, True, True, ()),
        (HazardStatus.VOIDED, Grade.CRITICAL, 9, True, True, ()),
    ],
)
def test_why_a_hazard_is_on_the_supervision_ledger(
    status: HazardStatus, grade: Grade, late: int, recurrent: bool, by_hand: bool, reasons: tuple[str, ...]
) -> None:
    deadline = TODAY - timedelta(days=late)
    found = supervision_reasons(status, grade, deadline, recurrent=recurrent, by_hand=by_hand, today=TODAY)
    assert found == reasons
    assert overdue_days(status, deadline, TODAY) == (late if status.unclosed else 0)
