"""Sealed files: content, names, damage, threads."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from inspector.problems import Problem
from inspector.storage import Store, open_store

PHOTO = b"\xff\xd8 a photo " * 500


def files(store: Store) -> list[Path]:
    return [path for path in (store.path / "blobs").rglob("*") if path.is_file()]


def test_a_file_comes_back_and_is_kept_once(store: Store) -> None:
    name = store.blobs.put(PHOTO)
    assert name == hashlib.sha256(PHOTO).hexdigest()
    assert store.blobs.put(PHOTO) == name
    assert (store.blobs.get(name), store.blobs.size(name), store.blobs.check(name)) == (PHOTO, len(PHOTO), "")
    assert len(files(store)) == 1
    assert store.blobs.has(name)
    assert store.blobs.get(store.blobs.put(b"")) == b""


def test_neither_content_nor_hash_can_be_found_on_disk(store: Store) -> None:
    name = store.blobs.put(PHOTO)
    (file,) = files(store)
    assert name not in str(file)
    assert b"a photo" not in file.read_bytes()


@pytest.mark.parametrize("damage", ["bit", "cut", "empty", "swap"])
def test_damage_is_noticed(store: Store, damage: str) -> None:
    name = store.blobs.put(PHOTO)
    (file,) = files(store)
    raw = bytearray(file.read_bytes())
    if damage == "bit":
        raw[-20] ^= 1
    elif damage == "swap":
        store.blobs.put(b"other")
        raw = bytearray(next(f for f in files(store) if f != file).read_bytes())
    file.write_bytes(bytes(raw[: {"cut": 50, "empty": 0}.get(damage, len(raw))]))
    with pytest.raises(Problem, match="blob_damaged"):
        store.blobs.get(name)
    assert store.blobs.check(name) == "blob_damaged"


def test_a_missing_file_is_a_problem_of_its_own(store: Store) -> None:
    for ask in (store.blobs.get, store.blobs.size):
        with pytest.raises(Problem, match="blob_missing"):
            ask("00" * 32)
    assert store.blobs.check("00" * 32) == "blob_missing"
    assert not store.blobs.has("00" * 32)


def test_many_threads_may_put_the_same_and_other_files(store: Store) -> None:
    contents = [bytes([number % 5]) * 20_000 for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(store.blobs.put, contents))
    assert [store.blobs.get(name) for name in names] == contents
    assert len(files(store)) == 5


def test_what_a_killed_process_left_half_written_is_cleaned_up(store: Store) -> None:
    name = store.blobs.put(PHOTO)
    half = files(store)[0].parent / ".part-0123"
    half.write_bytes(os.urandom(10))
    store.close()
    with open_store(store.path) as again:
        assert again.blobs.get(name) == PHOTO
    assert not half.exists()
