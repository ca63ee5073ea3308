"""Files arrive in pieces, in a folder and in a bucket: all of the file or nothing counts, whoever else is sending."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import obstore
import pytest
from obstore.store import MemoryStore

from inspector.cli import run
from inspector.domain.events import BlobRef
from inspector.problems import Problem
from inspector.server.blobs import Blobs, FolderBlobs
from inspector.server.bucket import BucketBlobs, s3
from inspector.server.opening import open_core
from inspector.server.verify import verify
from inspector.sync.messages import Hashes
from tests.unit.server import bucket
from tests.unit.server.world import Clock, Server

DATA = bytes(range(256)) * 40
NAME = hashlib.sha256(DATA).hexdigest()
ENDS = frozenset({len(DATA)})


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An S3 endpoint."""
    with bucket.endpoint() as url:
        yield url


@pytest.fixture(params=["folder", "memory", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blobs:
    """Every place that files can be kept in."""
    if request.param == "folder":
        return FolderBlobs(tmp_path)
    if request.param == "memory":
        return BucketBlobs(MemoryStore(), "a/b")
    for name, value in bucket.ACCESS.items():
        monkeypatch.setenv(name, value)
    return s3(f"s3://{bucket.BUCKET}/{tmp_path.name}", request.getfixturevalue("endpoint"))


def code_of(call: Callable[..., object], *given: object) -> tuple[str, object]:
    """Code and offset of the problem a call ends in."""
    with pytest.raises(Problem) as caught:
        call(*given)
    return caught.value.code, caught.value.params.get("offset")


def test_a_file_arrives_in_pieces(blobs: Blobs) -> None:
    blobs.check()
    assert (blobs.size(NAME), blobs.received("north", NAME), blobs.damaged(NAME)) == (-1, 0, True)
    assert not blobs.append("north", NAME, 0, DATA[:4000], ENDS)
    assert (blobs.size(NAME), blobs.received("north", NAME), blobs.received("south", NAME)) == (-1, 4000, 0)
    assert code_of(blobs.append, "north", NAME, 0, DATA, ENDS) == ("blob_offset", 4000)
    assert code_of(blobs.append, "north", NAME, 5000, DATA[5000:], ENDS) == ("blob_offset", 4000)
    assert not blobs.append("north", NAME, 4000, DATA[4000:9000], ENDS)
    assert blobs.append("north", NAME, 9000, DATA[9000:], ENDS)
    assert (blobs.size(NAME), blobs.received("north", NAME), blobs.damaged(NAME)) == (len(DATA), 0, False)
    assert blobs.read(NAME, 0, len(DATA)) == DATA
    assert blobs.read(NAME, 9000, 99999) == DATA[9000:]
    assert blobs.read(NAME, 99999, 5) == b""
    assert code_of(blobs.read, "0" * 64, 0, 5)[0] == "blob_unknown"


def test_a_file_has_its_name_on_the_disk_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, bool]] = []
    flush, whole = os.fsync, tmp_path / NAME[:2] / NAME

    def fsync(handle: int) -> None:
        seen.append((os.fstat(handle).st_ino, whole.exists()))
        flush(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    named = [(folder, True) for folder in (tmp_path / NAME[:2], tmp_path)]
    blobs = FolderBlobs(tmp_path)
    for keep in (lambda: blobs.append("north", NAME, 0, DATA, ENDS), lambda: blobs.put(NAME, DATA)):
        seen.clear()
        keep()
        assert seen[0][0] == whole.stat().st_ino
        assert seen[1:] == [(folder.stat().st_ino, there) for folder, there in named]
        whole.unlink()


def test_what_is_not_the_file_is_thrown_away(blobs: Blobs) -> None:
    assert not blobs.append("north", NAME, 0, bytes(4000), ENDS)
    assert code_of(blobs.append, "north", NAME, 4000, DATA, ENDS)[0] == "blob_wrong"
    assert code_of(blobs.append, "north", NAME, 4000, DATA[4000:], ENDS)[0] == "blob_wrong"
    assert (blobs.size(NAME), blobs.received("north", NAME)) == (-1, 0)
    assert blobs.append("north", NAME, 0, DATA, ENDS | {len(DATA) + 1})


def test_a_wrong_file_of_another_area_does_no_harm(blobs: Blobs) -> None:
    assert blobs.append("north", NAME, 0, DATA, ENDS)
    assert code_of(blobs.append, "south", NAME, 0, bytes(len(DATA)), ENDS)[0] == "blob_wrong"
    assert not blobs.damaged(NAME)


def test_many_who_send_one_file_at_once_end_with_it(blobs: Blobs) -> None:
    def send(_sender: int) -> set[str]:
        offset, codes = 0, set()
        while blobs.size(NAME) < 0:
            try:
                blobs.append("north", NAME, offset, DATA[offset : offset + 2048], ENDS)
                offset += 2048
            except Problem as problem:
                codes.add(problem.code)
                offset = blobs.received("north", NAME)
        return codes

    with ThreadPoolExecutor(6) as pool:
        found = set().union(*pool.map(send, range(6)))
    assert not blobs.damaged(NAME)
    assert found <= {"blob_offset", "server_blobs"}  # the latter: another one has put the pieces together meanwhile


def test_a_whole_file_is_put(blobs: Blobs) -> None:
    blobs.put(NAME, b"damaged")
    assert blobs.damaged(NAME)
    blobs.put(NAME, DATA)
    assert not blobs.damaged(NAME)


def test_parts_that_nobody_goes_on_with_are_forgotten(blobs: Blobs) -> None:
    blobs.append("north", NAME, 0, DATA[:10], ENDS)
    assert blobs.forget_parts(int(time.time()) - 3600) == 0
    assert blobs.received("north", NAME) == 10
    assert blobs.forget_parts(int(time.time()) + 3600) == 1
    assert blobs.received("north", NAME) == 0
    assert blobs.append("north", NAME, 0, DATA, ENDS)
    assert blobs.forget_parts(int(time.time()) + 3600) == 0
    assert not blobs.damaged(NAME)


def test_pieces_in_a_bucket_have_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspector.server.bucket.MOST_PIECES", 3)
    blobs = BucketBlobs(MemoryStore())
    for offset in range(3):
        blobs.append("north", NAME, offset, DATA[offset : offset + 1], ENDS)
    assert code_of(blobs.append, "north", NAME, 3, DATA[3:], ENDS)[0] == "blob_wrong"


def test_pieces_that_begin_elsewhere_do_not_count() -> None:
    store = MemoryStore()
    blobs = BucketBlobs(store)
    blobs.append("north", NAME, 0, DATA[:10], ENDS)
    folder = hashlib.sha256(b"north").hexdigest()[:16]
    obstore.put(store, f"parts/{folder}-{NAME}/0000000005", DATA[5:20])
    assert blobs.received("north", NAME) == 10
    assert blobs.append("north", NAME, 10, DATA[10:], ENDS)
    assert [one["path"] for page in obstore.list(store) for one in page] == [f"whole/{NAME[:2]}/{NAME}"]


def test_a_server_keeps_photos_in_a_bucket(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in bucket.ACCESS.items():
        monkeypatch.setenv(name, value)
    url = f"s3://{bucket.BUCKET}/{tmp_path.name}"
    assert run(["server", "init", str(tmp_path / "srv"), "--blobs", url, "--endpoint", endpoint]) == 0
    core = open_core(tmp_path / "srv")
    made = Server(core, Clock())
    laptop = made.laptop(made.person("ann"))
    session = laptop.session()
    laptop.push(laptop.frame(laptop.event("photo_added", "h1", blobs=(BlobRef(NAME, len(DATA), "image/webp"),))))
    assert core.blobs_missing(session, "north", Hashes((NAME,))).sha256 == (NAME,)
    core.blob_put(session, "north", NAME, 0, DATA[:5000])
    again = open_core(tmp_path / "srv")  # another worker
    assert again.blob_offset(session, "north", NAME).offset == 5000
    assert again.blob_put(session, "north", NAME, 5000, DATA[5000:]).complete
    assert core.blob_get(session, NAME, 100, 50) == DATA[100:150]
    report = verify(core)
    assert (report.files, report.findings) == (1, [])
    core.blobs.put(NAME, b"x")
    assert [one.code for one in verify(core).findings] == ["blob_damaged"]
    for one in (core, again):
        one.database.close()
    assert list((tmp_path / "srv" / "blobs").iterdir()) == []
    capsys.readouterr()


def test_a_bucket_that_is_not_there_is_told_and_leaves_nothing(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in bucket.ACCESS.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "srv"
    for url, code in (("s3://nothing-here", "server_blobs"), ("http://x", "server_bucket_invalid")):
        assert run(["--json", "server", "init", str(path), "--blobs", url, "--endpoint", endpoint]) != 0
        assert capsys.readouterr().err.partition(":")[0] == code
        assert not path.exists() or list(path.iterdir()) == []
    assert run(["--json", "server", "init", str(path), "--name", "second try"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "second try"
