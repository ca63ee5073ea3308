"""The exchange file: whole or refused, whatever its bytes are; opened by whom it is for; cut into parts that fit."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.domain.events import decode_frame
from inspector.problems import Problem
from inspector.sync.exchange import envelope, zipped
from inspector.sync.exchange.cards import card_bytes, read_card, same_fingerprint
from inspector.sync.exchange.envelope import (
    FORMAT,
    MAGIC,
    TRAILER,
    head_bytes,
    inspect,
    read_head,
    signed_text,
    stream_key,
)
from inspector.sync.exchange.file import ExchangeFile, Writing, write_exchange
from inspector.sync.exchange.header import Link, chain_of, covered, header_bytes
from inspector.sync.exchange.plan import LEAST_PART, part_name, planned
from inspector.sync.exchange.zipped import MANIFEST, SEAL, Entry, sealed_text
from inspector.sync.stream import seal
from tests.unit.sync.exchange_world import KEY, A, B, C, contents, head, header, opened, write

PHOTO = bytes(range(256)) * 300
ONCE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused(act: Callable[[], object]) -> str:
    try:
        act()
    except Problem as problem:
        return problem.code
    return ""


def read_everything(path: Path) -> None:
    with opened(path) as file:
        file.check()


def forged(path: Path, archive: bytes, *, sign_with: object = None) -> Path:
    """A file around any archive, made by somebody who has a key and bad intentions."""
    before = head_bytes(head())
    digest = hashlib.sha256(before).digest()
    raw = before + b"".join(seal(stream_key(KEY, digest), [archive]))
    whole = hashlib.sha256(raw).digest()
    path.write_bytes(raw + whole + A.key.sign(signed_text(whole)))
    return path


def archive(
    entries: Iterable[tuple[str, bytes]], *, method: int = zipfile.ZIP_STORED, manifest: bytes | None = None
) -> bytes:
    """An archive with a manifest that fits, unless it must not."""
    listed, made = list(entries), io.BytesIO()
    raw = manifest if manifest is not None else zipped._manifest(
        {name: Entry(len(data), hashlib.sha256(data).hexdigest()) for name, data in listed}
    )  # fmt: skip
    digest = hashlib.sha256(head_bytes(head())).digest()
    with zipfile.ZipFile(made, "w", method) as out:
        for name, data in [*listed, (MANIFEST, raw), (SEAL, A.key.sign(sealed_text(digest, raw)))]:
            out.writestr(name, data)
    return made.getvalue()


HEADER = ("header.json", header_bytes(header()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.hzx"


def test_what_was_written_is_read_back(path: Path) -> None:
    sent = [A.frame(1), A.frame(2)]
    size = write(path, contents(sent, [PHOTO]), wants=("0" * 64,), scopes=("north",))
    assert path.stat().st_size == size
    told = read_head(path)
    assert (told.sender.device, told.boxes[0].to, told.part, told.parts) == ("d-anna", "d-bert", 1, 1)
    with opened(path) as file:
        assert [packet for pack in file.packs() for packet in pack] == sent
        assert file.blobs == {hashlib.sha256(PHOTO).hexdigest(): len(PHOTO)}
        assert file.blob(hashlib.sha256(PHOTO).hexdigest()) == PHOTO
        assert (file.header.wants, file.header.scopes, file.header.card) == (("0" * 64,), ("north",), A.card)
    assert not list(path.parent.glob(".*.part"))


def test_only_the_recipient_opens_it(path: Path) -> None:
    write(path, contents([A.frame(1)]))
    with pytest.raises(Problem) as caught:
        opened(path, C)
    assert (caught.value.code, caught.value.params["names"]) == ("exchange_not_for_us", "bert")
    assert inspect(path).names == "bert"


def test_nobody_reads_anything_of_the_content_outside(path: Path) -> None:
    write(path, contents([A.frame(1)], [PHOTO]), scopes=("north",))
    raw = path.read_bytes()
    assert b"north" not in raw
    assert PHOTO[:64] not in raw
    assert hashlib.sha256(PHOTO).hexdigest().encode() not in raw


def test_every_byte_counts(path: Path) -> None:
    write(path, contents([A.frame(1)], [b"x"]))
    raw = path.read_bytes()
    for position in range(len(raw)):
        path.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
        code = refused(lambda: read_everything(path))
        assert code in ("exchange_damaged", "exchange_foreign", "exchange_newer", "exchange_forged"), position


def test_every_length_but_the_right_one_is_damage(path: Path) -> None:
    write(path, contents([A.frame(1)]))
    raw = path.read_bytes()
    for length in range(len(raw)):
        path.write_bytes(raw[:length])
        assert refused(lambda: read_everything(path)) in ("exchange_damaged", "exchange_foreign"), length
    path.write_bytes(raw + b"\0")
    assert refused(lambda: read_everything(path)) == "exchange_damaged"


@ONCE
@given(st.binary(max_size=300), st.integers(0, FORMAT + 1), st.integers(0, 400))
def test_any_bytes_end_in_a_problem(tmp_path: Path, tail: bytes, version: int, length: int) -> None:
    path = tmp_path / "any.hzx"
    path.write_bytes(MAGIC + version.to_bytes(2, "big") + length.to_bytes(4, "big") + tail)
    assert refused(lambda: read_everything(path)).startswith("exchange_")
    path.write_bytes(tail)
    assert refused(lambda: read_everything(path)).startswith("exchange_")


@ONCE
@given(st.data())
def test_an_archive_that_a_key_holder_damaged_ends_in_a_problem(tmp_path: Path, data: st.DataObject) -> None:
    """The envelope is right, its writer knows the key, and the archive inside is odd anywhere."""
    whole = bytearray(archive([HEADER, *((n, b"".join(p)) for n, p in contents([A.frame(1)], [b"photo"]))]))
    for _change in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(whole) - 1))
        whole[position] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, 40))
    file = forged(tmp_path / "odd.hzx", bytes(whole[: len(whole) - cut]))
    with_problem = refused(lambda: read_everything(file))
    assert with_problem in ("exchange_damaged", "")  # a byte that means nothing to ZIP may be any byte


def test_the_archive_is_stored_named_and_listed_as_it_must_be(tmp_path: Path) -> None:
    file = tmp_path / "h.hzx"
    assert refused(lambda: read_everything(forged(file, archive([HEADER])))) == ""
    name = "blobs/" + "0" * 64
    bad = {
        "a bomb": archive([HEADER, (name, bytes(1 << 20))], method=zipfile.ZIP_DEFLATED),
        "a path": archive([HEADER, ("blobs/../../etc/passwd", b"x")], manifest=b'{"entries":[]}'),
        "a foreign name": archive([HEADER, ("run.exe", b"x")], manifest=b'{"entries":[]}'),
        "not in the manifest": archive([HEADER, (name, b"x")], manifest=zipped._manifest(
            {"header.json": Entry(len(HEADER[1]), hashlib.sha256(HEADER[1]).hexdigest())})),
        "only in the manifest": archive([HEADER], manifest=zipped._manifest(
            {"header.json": Entry(len(HEADER[1]), hashlib.sha256(HEADER[1]).hexdigest()), name: Entry(1, "0" * 64)})),
        "no header": archive([(name, b"x")]),
        "a header that is none": archive([("header.json", b"[1]")]),
        "a header of numbers": archive([("header.json", b'{"format":1,"card":7}')]),
        "a deep header": archive([("header.json", b"[" * 100_000)]),
        "no manifest": _plain_zip([HEADER]),
        "a blob of another hash": archive([HEADER, (name, b"x")]),
        "no archive": b"PK\x05\x06" + bytes(18),
        "nothing": b"",
    }  # fmt: skip
    for why, raw in bad.items():
        assert refused(lambda: read_everything(forged(file, raw))) == "exchange_damaged", why  # noqa: B023


def _plain_zip(entries: Iterable[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, data in entries:
            out.writestr(name, data)
    return made.getvalue()


def test_packs_that_unpack_to_too_much_are_refused(tmp_path: Path) -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(b"{}\n" + bytes(64 * 1024 * 1024))
    assert len(bomb) < 64 * 1024
    raw = archive([HEADER, ("frames/0001.ndjson.zst", bomb)])
    assert refused(lambda: read_everything(forged(tmp_path / "b.hzx", raw))) == "exchange_damaged"


def test_an_archive_whose_directory_is_large_is_not_read_into_memory(tmp_path: Path) -> None:
    """The end record claims a directory of 3 GiB (in a stream that is shorter) or one of 9 MiB that is there."""
    whole = archive([HEADER])
    at = whole.rindex(b"PK\x05\x06")
    claimed = whole[:at] + whole[at : at + 12] + struct.pack("<I", 3 << 30) + whole[at + 16 :]
    assert refused(lambda: read_everything(forged(tmp_path / "c.hzx", claimed))) == "exchange_damaged"
    size, start = struct.unpack("<II", whole[at + 12 : at + 20])
    filled = whole[:at] + bytes(9 << 20) + whole[at : at + 12] + struct.pack("<II", size + (9 << 20), start)
    assert refused(lambda: read_everything(forged(tmp_path / "d.hzx", filled + whole[at + 20 :]))) == "exchange_damaged"


def test_content_cannot_be_sent_on_under_another_head(tmp_path: Path) -> None:
    """Whoever opened a file knows its key and its archive; under a head of his own neither manifest nor name fits."""
    inside = archive([HEADER])
    before = head_bytes(head(sender=B, to=C))
    digest = hashlib.sha256(before).digest()
    raw = before + b"".join(seal(stream_key(KEY, digest), [inside]))
    whole = hashlib.sha256(raw).digest()
    file = tmp_path / "on.hzx"
    file.write_bytes(raw + whole + B.key.sign(signed_text(whole)))
    assert refused(lambda: opened(file, C)) == "exchange_damaged"


def test_a_signature_of_somebody_else_is_told(path: Path) -> None:
    write(path, contents([A.frame(1)]))
    raw = path.read_bytes()
    path.write_bytes(raw[:-64] + B.key.sign(signed_text(raw[-TRAILER:-64])))
    assert refused(lambda: inspect(path)) == "exchange_forged"


def test_other_files_and_newer_ones_are_told_apart(tmp_path: Path) -> None:
    other = tmp_path / "photo.hzx"
    other.write_bytes(PHOTO)
    assert refused(lambda: inspect(other)) == "exchange_foreign"
    other.write_bytes(MAGIC + (FORMAT + 1).to_bytes(2, "big") + bytes(40))
    assert refused(lambda: inspect(other)) == "exchange_newer"
    assert refused(lambda: inspect(tmp_path / "none.hzx")) == "exchange_unreadable"
    assert refused(lambda: inspect(tmp_path)) == "exchange_unreadable"


def test_a_cancelled_or_failed_write_leaves_what_was_there(path: Path) -> None:
    path.write_bytes(b"before")
    how = Writing(A.key.sign, cancelled=lambda: True)
    assert refused(lambda: write_exchange(path, head(), KEY, header(), (), how)) == "exchange_cancelled"

    def gone() -> Iterable[bytes]:
        yield b"x"
        raise Problem("blob_unknown")

    broken = [("blobs/" + "0" * 64, gone())]
    assert refused(lambda: write_exchange(path, head(), KEY, header(), broken, Writing(A.key.sign))) == "blob_unknown"
    assert path.read_bytes() == b"before"
    assert [found.name for found in path.parent.iterdir()] == ["a.hzx"]
    missing = path.parent / "no folder" / "b.hzx"
    assert refused(lambda: write(missing)) == "exchange_unwritable"


def test_a_medium_that_keeps_other_bytes_is_noticed(path: Path) -> None:
    """What stands under a name is not what the writer meant: the reading back says so and removes it."""
    wrong = [("blobs/" + "0" * 64, [b"not what its name says"])]
    how = Writing(A.key.sign)
    assert refused(lambda: write_exchange(path, head(), KEY, header(), wrong, how)) == "exchange_not_verified"
    assert not path.exists()


def test_progress_reaches_its_end_and_reading_can_be_stopped(path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    how = Writing(A.key.sign, progress=lambda *told: seen.append(told))
    write_exchange(path, head(), KEY, header(), contents([A.frame(1)], [PHOTO * 40]), how)
    assert {stage for stage, _done, _total in seen} == {"write", "check"}
    assert seen[-1][1] == seen[-1][2]
    assert refused(lambda: inspect(path, cancelled=lambda: True)) == "exchange_cancelled"


# --- parts -----------------------------------------------------------------------------------------------------------


@ONCE
@given(
    st.lists(st.integers(1, 300_000), max_size=40),
    st.lists(st.integers(1, 700_000), max_size=25),
    st.integers(LEAST_PART, 3 * LEAST_PART),
)
def test_no_part_is_larger_than_it_may_be_and_nothing_is_left_out(
    tmp_path: Path, frames: list[int], blobs: list[int], part_size: int
) -> None:
    files = [(f"{number:064x}", size) for number, size in enumerate(blobs)]
    parts = planned(((number, size) for number, size in enumerate(frames)), files, part_size, 1000)
    assert [number for part in parts for pack in part.packs for number in pack] == list(range(len(frames)))
    assert sorted(blob for part in parts for blob in part.blobs) == sorted(files)
    assert all(part.size <= part_size for part in parts)


def test_the_plan_is_no_smaller_than_what_is_written(path: Path) -> None:
    blobs = [bytes([number]) * 5000 for number in range(30)]
    listed = [(hashlib.sha256(blob).hexdigest(), len(blob)) for blob in blobs]
    plan = planned([(A.frame(1), 1000)], listed, LEAST_PART, len(header_bytes(header())))
    assert len(plan) == 1
    assert write(path, contents([A.frame(1)], blobs)) <= plan[0].size


def test_parts_that_cannot_hold_what_must_go_in_are_refused() -> None:
    with pytest.raises(Problem) as caught:
        planned([], [("0" * 64, 2 * LEAST_PART)], LEAST_PART, 100)
    assert caught.value.code == "exchange_part_size"
    least = int(str(caught.value.params["least"]))
    assert len(planned([], [("0" * 64, 2 * LEAST_PART)], least, 100)) == 1


def test_parts_have_names_beside_each_other(tmp_path: Path) -> None:
    assert part_name(tmp_path / "x.hzx", 1, 1) == tmp_path / "x.hzx"
    assert part_name(tmp_path / "x.hzx", 2, 3) == tmp_path / "x.2-3.hzx"
    assert part_name(tmp_path / "x", 2, 3) == tmp_path / "x.2-3.hzx"


# --- what somebody has -----------------------------------------------------------------------------------------------


def _chain(count: int, branch: str = "") -> list[tuple[int, str, str]]:
    found, prev = [], ""
    for n in range(1, count + 1):
        own = hashlib.sha256(f"{branch}{prev}{n}".encode()).hexdigest()
        found.append((n, prev, own))
        prev = own
    return found


def _known(frames: Iterable[tuple[int, str, str]]) -> dict[str, tuple[int, str]]:
    return {own: (n, prev) for n, prev, own in frames}


@given(st.integers(1, 300), st.integers(1, 300))
def test_who_has_more_or_less_finds_what_is_common(mine: int, theirs: int) -> None:
    every = _chain(max(mine, theirs))
    told = chain_of("s", "d", every[:theirs])
    found = covered(told, _known(every[:mine]))
    common = min(mine, theirs)
    assert len(found) <= common
    assert common - len(found) <= max(0, theirs - mine)  # what is sent twice is never more than what is new
    assert len(chain_of("s", "d", every[:theirs]).links) <= 12  # type: ignore[union-attr]


def test_a_gap_ends_what_is_acknowledged() -> None:
    every = _chain(9)
    told = chain_of("s", "d", every[:4] + every[6:])
    assert told is not None
    assert told.links[0] == Link(4, every[3][2])
    assert chain_of("s", "d", every[1:]) is None
    assert covered(None, _known(every)) == frozenset()


def test_of_two_branches_the_one_that_goes_on_counts() -> None:
    every = _chain(6)
    stray = (4, every[2][2], "f" * 64)
    told = chain_of("s", "d", [*every[:3], stray, *every[3:]])
    assert told is not None
    assert told.links[0].n == 6
    assert stray[2] not in covered(told, _known([*every, stray]))


# --- cards -----------------------------------------------------------------------------------------------------------


def test_a_card_travels_and_any_change_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.hzc"
    raw = card_bytes(A.card, A.key.sign)
    file.write_bytes(raw)
    assert read_card(file) == A.card
    for position in range(len(raw)):
        file.write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
        code = refused(lambda: read_card(file))
        assert code in ("card_damaged", "exchange_newer") or read_card(file) == A.card, position
    file.write_bytes(bytes(1 << 20))
    assert refused(lambda: read_card(file)) == "card_damaged"
    assert refused(lambda: read_card(tmp_path / "none")) == "exchange_unreadable"


def test_a_fingerprint_stands_for_keys_and_kind_and_is_compared_as_typed() -> None:
    print_ = A.card.fingerprint
    assert len(print_) == 39
    assert same_fingerprint(print_, print_.lower().replace(" ", "-"))
    assert not same_fingerprint(print_, B.card.fingerprint)
    assert print_ != A.card.__class__(**{**_fields(A), "kind": "server"}).fingerprint
    assert print_ == A.card.__class__(**{**_fields(A), "name": "another"}).fingerprint


def _fields(device: object) -> dict[str, str]:
    card = device.card  # type: ignore[attr-defined]
    return {name: getattr(card, name) for name in card.__slots__}


def test_the_limits_hold_for_what_is_written_too() -> None:
    assert refused(lambda: _raises(lambda: head_bytes(head(parts=0)))) == "refused"
    assert refused(lambda: _raises(lambda: head_bytes(head(id="x" * 201)))) == "refused"
    assert len(head_bytes(head())) < envelope.MOST_HEAD


def _raises(act: Callable[[], object]) -> None:
    try:
        act()
    except ValueError as error:
        raise Problem("refused") from error


def test_who_wrote_it_opens_it_with_its_key(path: Path) -> None:
    write(path, contents([A.frame(1)]))
    with ExchangeFile(inspect(path), key=KEY) as file:
        assert file.header.to == "d-bert"


# --- released files --------------------------------------------------------------------------------------------------

SAMPLES = Path(__file__).parents[3] / "data" / "exchange"


def test_released_files_still_open() -> None:
    with opened(SAMPLES / "laptop-1.hzx") as file:
        packets = [packet for pack in file.packs() for packet in pack]
        assert [decode_frame(one.raw).id for one in packets] == ["anna-f1", "anna-f2"]
        assert all(envelope.is_signed(A.card.public_key, one.sig, one.raw) for one in packets)
        assert [file.blob(sha256) for sha256 in file.blobs] == [b"a photo of 2026"]
        told = file.header
        assert (told.nth, told.acknowledges, told.scopes, told.people) == (7, 3, ("north",), (("anna", "p-anna"),))
        assert told.have[0].links == (Link(1, hashlib.sha256(packets[0].raw).hexdigest()),)
        assert (told.cursors[0].cursor.seq, told.wants, told.authors[0].device) == (5, ("0" * 64,), "d-carl")
    with opened(SAMPLES / "server-1.hzx") as file:
        assert [packet.seq for pack in file.packs() for packet in pack] == [9]
        told = file.header
        assert (told.card.kind, told.epoch, told.spans[0].last.seq, told.spans[0].backup_seq) == (
            "server",
            "epoch-1",
            9,
            3,
        )
        assert [(one.frame, one.seq, one.code) for one in told.receipts] == [
            ("f-7", 7, ""),
            ("f-8", 0, "frame_unsigned"),
        ]
        (given,) = told.certificates
        assert envelope.is_signed(told.card.public_key, bytes.fromhex(given.sig), given.signed_text)
        assert told.welcome is not None
        assert (told.welcome.people[0].login, told.lacks[0].sha256) == ("bert", ("1" * 64,))
    assert read_card(SAMPLES / "laptop-1.hzc") == A.card


def test_names_cannot_disturb_the_words_around_them(path: Path) -> None:
    odd = "x\n\u202eevil" + "y" * 300
    assert envelope.printable(odd) == ("x  evil" + "y" * 300)[: envelope.MOST_TEXT]
    boxes = envelope.sealed_for([envelope.Recipient("d", odd, B.card.exchange_key)], KEY)
    assert boxes[0].name.isprintable()
    assert refused(lambda: _raises(lambda: head_bytes(head(id="a\nb")))) == "refused"
    assert refused(lambda: _raises(lambda: card_bytes(replace(A.card, name=odd), A.key.sign))) == "refused"
