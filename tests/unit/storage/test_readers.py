"""Reading beside the worker, being told of changes, and becoming another device."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.problems import Problem
from inspector.storage import Database, KeySource, NewEvent, Store, create_store, open_store
from inspector.storage.folder.device import is_authentic
from tests.unit.storage.authors import Author, knows, renamed
from tests.unit.storage.stories import act, add_customer, add_hazard, append


def accounts(db: Database) -> list[str]:
    return [row.account for row in db._session.rows("SELECT account FROM customer ORDER BY account")]


def test_reading_waits_for_nobody_and_sees_what_was_committed(store: Store) -> None:
    add_customer(store, "1")
    writing, go_on = threading.Event(), threading.Event()

    def write(db: Database) -> None:
        with db.transaction():
            fields = {"account": "2", "name": "Port", "scope": "north"}
            event = NewEvent("c2", "customer", "customer_registered", {"fields": fields})
            db.frames.append("north", "ann", [event], datetime(2026, 3, 10, tzinfo=UTC))
            writing.set()
            go_on.wait(10)

    pending = store.submit(write)
    assert writing.wait(10)
    assert store.read(accounts) == ["1"]
    go_on.set()
    pending.result()
    assert store.read(accounts) == ["1", "2"]


def test_one_read_sees_one_state(store: Store) -> None:
    add_customer(store, "1")

    def twice(db: Database) -> tuple[list[str], list[str]]:
        before = accounts(db)
        add_customer(store, "2")
        return before, accounts(db) + store.read(accounts)

    assert store.read(twice) == (["1"], ["1", "1"])
    assert store.read(accounts) == ["1", "2"]


def test_a_reader_writes_nothing(store: Store) -> None:
    with pytest.raises(Problem, match="workspace_read_only"):
        store.read(lambda db: db.settings.put("a", 1))
    assert store.read(lambda db: db.settings.get("a")) is None
    assert store.read(lambda db: db.device) == store.device


def test_every_thread_reads_by_itself_and_closing_ends_it(tmp_path: Path) -> None:
    store = create_store(tmp_path / "w", source=KeySource.PASSPHRASE, passphrase="correct horse")
    add_customer(store, "1")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: store.read(accounts), range(40)))
    assert found == [["1"]] * 40
    threads = [threading.Thread(target=store.read, args=(accounts,)) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    assert store.read(accounts) == ["1"]
    assert len(store._readers._readers) < 4
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.read(accounts)


def test_closing_waits_for_what_is_being_read(store: Store) -> None:
    add_customer(store, "1")
    reading, go_on = threading.Event(), threading.Event()

    def slowly(db: Database) -> list[str]:
        reading.set()
        go_on.wait(10)
        return accounts(db)

    with ThreadPoolExecutor(2) as pool:
        found = pool.submit(store.read, slowly)
        assert reading.wait(10)
        closing = pool.submit(store.close)
        go_on.set()
        assert found.result(10) == ["1"]
        closing.result(10)


def test_everybody_who_asked_is_told_of_changes(store: Store) -> None:
    told: list[str] = []

    def first() -> None:
        told.append("first")

    def second() -> None:
        told.append("second")

    def quiet(db: Database) -> None:
        store.quietly()
        db.settings.put("a", 2)

    store.subscribe(first)
    store.subscribe(second)
    store.call(lambda db: db.settings.put("a", 1))
    assert told == ["first", "second"]
    store.call(lambda db: db.settings.get("a"))
    store.call(quiet)
    assert told == ["first", "second"]
    store.unsubscribe(first)
    store.unsubscribe(first)
    store.call(lambda db: db.settings.put("a", 3))
    assert told == ["first", "second", "second"]


def test_a_copied_workspace_goes_on_as_a_device_of_its_own(store: Store) -> None:
    former, exchange = store.device, store.exchange_private_key()
    hazard = add_hazard(store, add_customer(store))
    made = store.renew_device()
    assert (store.device, store.call(lambda db: db.device), store.read(lambda db: db.device)) == (made, made, made)
    assert made.id != former.id
    assert made.code != former.code
    assert made.public_key != former.public_key
    assert store.exchange_private_key() != exchange
    assert is_authentic(made.public_key, store.sign(b"hello"), b"hello")
    act(store, hazard, "note_added")
    last = store.call(lambda db: db.outbox.outgoing())[-1]
    assert last.dev == made.id
    assert store.call(lambda db: db.own_devices()) == {former.id, made.id}
    assert store.call(lambda db: list(db.frames.verify(db.own_devices()))) == []
    store.call(lambda db: db._session.run("UPDATE frame SET sig = zeroblob(64) WHERE dev = :d", d=former.id))
    assert {one.code for one in store.call(lambda db: list(db.frames.verify()))} == {"signature"}
    customer = add_customer(store, "7")
    (registered,) = store.call(lambda db: db.frames.heads_of(customer))
    append(store, NewEvent(customer, "customer", "customer_changed", {"fields": {"phone": "ours"}}, (registered,)))
    other = Author("other")
    store.call(lambda db: knows(db, other))
    theirs = other.write(renamed(customer, "0", (registered,), phone="theirs"))
    again = store.renew_device()
    store.call(lambda db: db.frames.receive_all([theirs]))
    assert store.call(lambda db: db.registers.customer(customer)).phone == "ours"
    store.close()
    with open_store(store.path) as reopened:
        assert reopened.device == again
        assert reopened.call(lambda db: db.own_devices()) == {former.id, made.id, again.id}
        assert set(reopened.call(lambda db: db.peers.keys())) == {former.id, made.id, again.id, "other"}


def test_the_exchange_key_is_the_devices_own_and_stays(store: Store) -> None:
    key = store.exchange_private_key()
    assert len(key) == 32
    store.close()
    with open_store(store.path) as again:
        assert again.exchange_private_key() == key
