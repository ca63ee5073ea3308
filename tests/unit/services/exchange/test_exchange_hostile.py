"""Files of partners who mean harm: signed, sealed for us, and odd inside. They end in a sentence, not in damage."""

import hashlib
import json
import os
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.domain.fields import to_json
from inspector.problems import Problem
from inspector.services.exchange.importing import import_exchange
from inspector.services.exchange.parties import own_card_file, trust_card
from inspector.storage import Database
from inspector.sync.exchange.cards import Card, card_bytes
from inspector.sync.exchange.envelope import Head, Recipient, Sender, head_bytes, sealed_for, signed_text, stream_key
from inspector.sync.exchange.file import BLOBS, FRAMES, Writing, write_exchange
from inspector.sync.exchange.header import Author, Chain, Counts, Header, Link, Purpose, ScopeCursor, ScopeFiles, Span
from inspector.sync.exchange.zipped import zipped
from inspector.sync.messages import Certificate, Cursor, Grant, Packet, Receipt, ServerPerson, Stored, Welcome
from inspector.sync.protocol import pack
from inspector.sync.stream import seal
from tests.unit.services.exchange_world import AREA, Laptop
from tests.unit.sync.exchange_world import AT, KEY, A, Device

SERVER = Device("server-key")
FUZZ = settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A laptop that trusts the device `anna` and a server, neither of which deserves it."""
    folder = tmp_path_factory.mktemp("victim")
    made = Laptop(folder / "w", "bob", folder)
    made.hazard("1")
    for name, card, key in (("a", A.card, A.key), ("s", server_card(), SERVER.key)):
        path = folder / f"{name}.hzc"
        path.write_bytes(card_bytes(card, key.sign))
        trust_card(made.workspace, path, card.fingerprint)
    yield made
    made.close()


def server_card() -> Card:
    return replace(SERVER.card, kind="server", code="")


def header_of(victim: Laptop, *, server: bool) -> dict[str, Any]:
    """A header with something in every field, as JSON."""
    to = victim.device.id
    if not server:
        made = Header(
            A.card, to, Purpose.SYNC, 1, AT, counts=Counts(1, 1, 1, 1, 0), scopes=(AREA,),
            have=(Chain(AREA, "d-anna", (Link(1, "0" * 64),)),), cursors=(ScopeCursor(AREA, Cursor(1, "x")),),
            wants=("1" * 64,), authors=(Author("d-z", "ZZZ", "00" * 32, "z", "p"),), people=(("a", "b"),),
        )  # fmt: skip
        return dict(to_json(made))
    told = Certificate(to, "BOB", victim.device.public_key.hex(), "00" * 32, "p", "bob", False, 3)
    told = replace(told, sig=SERVER.key.sign(told.signed_text).hex())
    who = (ServerPerson("p-x", "x", "X", "east", ("inspector",)),)
    made = Header(
        server_card(), to, Purpose.ANSWER, 1, AT, scopes=(AREA,), epoch="e1", certificates=(told,), persons=who,
        spans=(Span(AREA, "e1", Cursor(), Cursor(4, "f"), 4, "0" * 64, 4, 1, 3),),
        receipts=(Receipt("f-1", Stored.KNOWN, 4), Receipt("f-2", Stored.REFUSED, code="x")),
        lacks=(ScopeFiles(AREA, 4, ("2" * 64,)),), welcome=Welcome("p-x", (Grant(AREA, "author"),), told, people=who),
    )  # fmt: skip
    return dict(to_json(made))


def written(victim: Laptop, header: Any, packets: list[Packet], *, server: bool) -> Path:
    """A file around any header."""
    sender = SERVER if server else A
    _data, me = own_card_file(victim.workspace)
    own = json.loads(own_card_file(victim.workspace)[0])["card"]
    card = server_card() if server else A.card
    boxes = sealed_for([Recipient(me.id, "bob", own["exchange_key"])], KEY)
    head = Head("x", 1, 1, AT, Sender(card.device, card.code, card.name, card.public_key), tuple(boxes))
    path = victim.stick / "hostile.hzx"
    raw = json.dumps({"format": 1, **header} if isinstance(header, dict) else header)
    entries = [("header.json", [raw.encode("utf-8", "surrogatepass")])]
    entries += [(f"{FRAMES}0001.ndjson.zst", [pack(packets)])] if packets else []
    _write(path, head, entries, sender)
    return path


def _write(path: Path, head: Head, entries: Any, sender: Device) -> None:
    before = head_bytes(head)
    digest = hashlib.sha256(before).digest()
    raw = before + b"".join(seal(stream_key(KEY, digest), zipped(entries, digest, sender.key.sign)))
    whole = hashlib.sha256(raw).digest()
    path.write_bytes(raw + whole + sender.key.sign(signed_text(whole)))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([2**63, -1, 2**70, 0, 10**400]), st.floats(),
    st.text(max_size=20), st.sampled_from(["\ud800", "\0", "x" * 300, "00", "server"]), st.just([]), st.just({}),
    st.recursive(st.none(), lambda inner: st.lists(inner, max_size=3), max_leaves=5),
)  # fmt: skip


@FUZZ
@given(st.data(), st.booleans())
def test_any_header_of_somebody_who_is_trusted_ends_in_a_sentence(
    victim: Laptop, data: st.DataObject, server: bool
) -> None:
    header: Any = header_of(victim, server=server)
    for _change in range(data.draw(st.integers(1, 3))):
        header = changed(header, data.draw(st.sampled_from(list(places(header)))), data.draw(ODD))
        if not isinstance(header, dict):
            break
    path = written(victim, header, [A.frame(1)], server=server)
    report = import_exchange(victim.workspace, [path])
    problem = report.problem
    assert problem is None or problem.code.startswith("exchange_"), problem
    assert "h-1" in victim.hazards()
    assert victim.ask(lambda db: len(db.frames.events_of("h-1"))) == 1


def test_frames_that_nobody_signed_or_can_read_are_put_aside_and_stop_nothing(victim: Laptop) -> None:
    odd = [Packet(b"{}", bytes(64)), Packet(A.frame(7).raw, bytes(64)), Packet(b"\xff" * 20, bytes(64)), A.frame(8)]
    path = written(victim, header_of(victim, server=False), odd, server=False)
    report = import_exchange(victim.workspace, [path])
    assert (report.outcome, report.stored, report.parked) == ("done", 1, 3)


def test_a_laptop_cannot_give_numbers_or_speak_for_the_server(victim: Laptop) -> None:
    """Numbers, spans, receipts and certificates count only from the server."""
    header = {**header_of(victim, server=True), "card": to_json(A.card), "epoch": "e9"}
    before = _standing(victim)
    import_exchange(victim.workspace, [written(victim, header, [replace(A.frame(9), seq=77)], server=False)])
    assert _standing(victim) == before
    assert victim.ask(lambda db: db._session.one("SELECT seq FROM frame WHERE id = 'anna-f9'").seq) is None  # type: ignore[union-attr]


def _standing(victim: Laptop) -> Any:
    def read(db: Database) -> Any:
        return (
            db.peers.scopes(),
            db.settings.all("sync_"),
            [one.id for one in db.peers.devices() if one.source == "server"],
        )

    return victim.ask(read)


def test_only_files_that_records_name_are_kept(victim: Laptop) -> None:
    _data, me = own_card_file(victim.workspace)
    own = json.loads(_data)["card"]
    boxes = sealed_for([Recipient(me.id, "bob", own["exchange_key"])], KEY)
    card = A.card
    head = Head("x", 1, 1, AT, Sender(card.device, card.code, card.name, card.public_key), tuple(boxes))
    junk = b"nobody asked for this"
    sha256 = hashlib.sha256(junk).hexdigest()
    header = Header(card, me.id, Purpose.SYNC, 1, AT)
    path = victim.stick / "junk.hzx"
    write_exchange(path, head, KEY, header, [(BLOBS + sha256, [junk])], Writing(A.key.sign))
    report = import_exchange(victim.workspace, [path])
    assert (report.outcome, report.files_received, report.files_left) == ("done", 0, 1)
    assert not victim.workspace.store.blobs.has(sha256)


def test_a_full_stick_leaves_no_file_and_says_so(victim: Laptop) -> None:
    victim.hazard("2", os.urandom(12_000_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    names = sorted(path.name for path in victim.stick.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000_000, before[1]))
    try:
        code = _code(lambda: victim.export("d-anna"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert code == "exchange_disk_full"
    assert sorted(path.name for path in victim.stick.iterdir()) == names


def _code(act: Callable[[], object]) -> str:
    try:
        act()
    except Problem as problem:
        return problem.code
    return ""
