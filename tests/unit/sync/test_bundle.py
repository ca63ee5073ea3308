"""Sealed bundles: what was written comes back; what was damaged, cut, extended or hostile ends in a coded problem."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.problems import Problem
from inspector.sync import bundle
from inspector.sync.bundle import Bundle, read_head, write_bundle
from inspector.sync.stream import CHUNK
from inspector.sync.unlocking import Passphrase, RawKey

KEY = RawKey(bytes(range(32)))
TOLD = ("bundle_foreign", "bundle_newer", "bundle_damaged", "bundle_key_wrong")
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7)


def contents(path: Path) -> dict[str, bytes]:
    with Bundle(path, "test", KEY) as opened:
        return {name: opened.read(name, 1 << 30) for name in opened.sections}


@pytest.mark.parametrize("size", SIZES)
def test_sections_come_back_as_they_were(tmp_path: Path, size: int) -> None:
    data = random.Random(size).randbytes(size)
    path = tmp_path / "x"
    parts = [data[start : start + 1000] for start in range(0, size, 1000)]
    written = write_bundle(
        path, "test", KEY, [("first", parts), ("empty", []), ("last", [b"end"])], about={"who": "甲"}
    )
    assert written == path.stat().st_size
    assert contents(path) == {"first": data, "empty": b"", "last": b"end"}
    assert read_head(path).about == {"who": "甲"}
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_passphrase_opens_it_however_the_input_method_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_bundle(path, "test", Passphrase("abc 四个词"), [("a", [b"1"])])
    with Bundle(path, "test", Passphrase("ａｂｃ\u3000四个词")) as opened:
        assert opened.read("a", 1) == b"1"
    for secret, code in ((Passphrase("abd"), "bundle_passphrase_wrong"), (KEY, "bundle_key_wrong")):
        with pytest.raises(Problem, match=code):
            Bundle(path, "test", secret)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_anywhere_is_told_and_nothing_is_given_out(tmp_path: Path, data: st.DataObject) -> None:
    path, whole = tmp_path / "x", tmp_path / "whole"
    if not whole.exists():
        write_bundle(whole, "test", KEY, [("a", [b"a" * CHUNK]), ("b", [b"b" * CHUNK])])
    raw = bytearray(whole.read_bytes())
    match data.draw(st.sampled_from(["flip", "cut", "extend", "swap"])):
        case "flip":
            raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        case "cut":
            del raw[data.draw(st.integers(0, len(raw) - 1)) :]
        case "extend":
            raw += data.draw(st.binary(min_size=1, max_size=70_000))
        case _:
            first, size = len(raw) - 2 * CHUNK - 200, 500
            raw[first : first + size], raw[first + CHUNK : first + CHUNK + size] = (
                raw[first + CHUNK : first + CHUNK + size],
                raw[first : first + size],
            )
    path.write_bytes(raw)
    with pytest.raises(Problem) as caught:
        Bundle(path, "test", KEY)
    assert caught.value.code in TOLD


@given(raw=st.binary(max_size=400), framed=st.booleans())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_are_refused(tmp_path: Path, raw: bytes, framed: bool) -> None:
    path = tmp_path / "x"
    path.write_bytes((bundle.MAGIC + b"\x00\x01" if framed else b"") + raw)
    with pytest.raises(Problem) as caught:
        Bundle(path, "test", KEY)
    assert caught.value.code in TOLD


def forged(path: Path, **changes: object) -> None:
    """A bundle whose head says something else, with a digest that fits."""
    head = read_head(path)
    data = {"kind": head.kind, "key": dict(head.key), "salt": "", "about": {}} | changes
    raw = json.dumps(data).encode()
    before = bundle.MAGIC + b"\x00\x01" + len(raw).to_bytes(4, "big") + raw
    path.write_bytes(before + __import__("hashlib").sha256(before).digest() + bytes(32) + b"x" * 100)


@pytest.mark.parametrize(
    "kdf",
    [
        {"memory_kib": 1 << 30},
        {"iterations": 10_000},
        {"lanes": 4000},
        {"salt": "AA=="},
        {"kdf": "none"},
        {"memory_kib": "much"},
        {"iterations": 0},
        {"kind": "other"},
    ],
)
def test_a_head_that_asks_for_absurd_work_is_damaged(tmp_path: Path, kdf: dict[str, object]) -> None:
    path = tmp_path / "x"
    write_bundle(path, "test", Passphrase("abc"), [])
    forged(path, key={**read_head(path).key, **kdf})
    with pytest.raises(Problem, match="bundle_damaged"):
        Bundle(path, "test", Passphrase("abc"))


def test_a_newer_one_another_kind_and_one_that_is_too_large_are_named(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_bundle(path, "test", KEY, [("a", [b"x" * 100])])
    for kind, most, code in (("other", 1 << 20, "bundle_foreign"), ("test", 50, "bundle_too_large")):
        with pytest.raises(Problem, match=code):
            Bundle(path, kind, KEY, most_bytes=most)
    with Bundle(path, "test", KEY) as opened, pytest.raises(Problem, match="bundle_too_large"):
        opened.read("a", 99)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(bundle.MAGIC + b"\x00\x01", bundle.MAGIC + b"\x00\x02"))
    with pytest.raises(Problem, match="bundle_newer"):
        Bundle(path, "test", KEY)
    with pytest.raises(Problem, match="bundle_unreadable"):
        Bundle(tmp_path / "none", "test", KEY)


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", ".hidden", "x" * 129, "a\\b"])
def test_names_have_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        write_bundle(tmp_path / "x", "test", KEY, [(name, [])])
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_or_is_cancelled_leaves_the_file_before(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_bundle(path, "test", KEY, [("a", [b"before"])])

    def broken() -> object:
        yield b"x" * 200_000
        raise OSError(28, "no space left")

    with pytest.raises(Problem, match="bundle_disk_full"):
        write_bundle(path, "test", KEY, [("a", broken())])  # type: ignore[list-item]
    with pytest.raises(Problem, match="transfer_cancelled"):
        write_bundle(path, "test", KEY, [("a", [b"x"])], cancelled=lambda: True)
    assert contents(path) == {"a": b"before"}
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
