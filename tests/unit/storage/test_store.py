"""Opening, closing, the worker thread, and where the key comes from."""

import contextlib
import json
import threading
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as Failing
from typing_extensions import override

from inspector.problems import Problem
from inspector.storage import Database, KeySource, Store, create_store, open_store
from tests.unit.storage.stories import NOW, add_customer, append


def test_a_workspace_keeps_its_identity_and_content(tmp_path: Path) -> None:
    with create_store(tmp_path / "w", source=KeySource.SAMPLE) as store:
        customer = add_customer(store)
        info, device = store.info, store.device
    with open_store(tmp_path / "w") as store:
        assert (store.info, store.device) == (info, device)
        assert store.call(lambda db: db.registers.customer(customer)).name == "Mill"
    assert len(device.code) == 3


def test_work_runs_on_one_thread_in_the_order_it_was_given(store: Store) -> None:
    seen: list[int] = []
    threads: set[int] = set()

    def work(number: int) -> int:
        seen.append(number)
        threads.add(threading.get_ident())
        return number

    futures = [store.submit(lambda _, n=n: work(n)) for n in range(50)]  # type: ignore[misc]
    assert [future.result() for future in futures] == list(range(50))
    assert seen == list(range(50))
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_call_on_the_worker_itself_does_not_wait_for_itself(store: Store) -> None:
    assert store.call(lambda _: store.call(lambda db: db.counters.next("x"))) == 1


def test_the_database_refuses_every_other_thread(store: Store) -> None:
    stolen: Database = store.call(lambda db: db)
    with pytest.raises(RuntimeError, match="worker thread"):
        stolen.settings.get("x")


def test_a_transaction_is_one_commit_and_an_error_undoes_all_of_it(store: Store) -> None:
    def broken(db: Database) -> None:
        with db.transaction():
            db.settings.put("a", 1)
            with db.transaction():
                db.settings.put("b", 2)
            raise LookupError("stop")

    with pytest.raises(LookupError):
        store.call(broken)
    assert store.call(lambda db: (db.settings.get("a"), db.settings.get("b"))) == (None, None)
    store.call(lambda db: db.settings.put("a", 3))
    assert store.call(lambda db: db.settings.get("a")) == 3


def test_a_closed_store_takes_no_work_and_frees_the_workspace(store: Store) -> None:
    store.call(lambda db: db.settings.put("a", 1))
    store.close()
    store.close()
    with pytest.raises(RuntimeError):
        store.submit(lambda _: None)
    with open_store(store.path) as again:
        assert again.call(lambda db: db.settings.get("a")) == 1


def test_what_was_submitted_before_closing_is_finished(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def first(_db: Database) -> None:
        begun.set()
        assert go_on.wait(10)

    store.submit(first)
    store.submit(lambda db: db.settings.put("late", value=True))
    assert begun.wait(10)
    closing = threading.Thread(target=store.close)
    closing.start()
    with contextlib.suppress(RuntimeError):
        while True:  # until the store is closing and takes no more work
            store.submit(lambda _: None)
    go_on.set()
    closing.join()
    with open_store(store.path) as again:
        assert again.call(lambda db: db.settings.get("late")) is True


def test_a_passphrase_opens_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "w"
    with create_store(path, source=KeySource.PASSPHRASE, passphrase="正确 horse") as store:
        add_customer(store)
    for given, code in (("wrong", "passphrase_wrong"), ("", "passphrase_wrong"), (None, "passphrase_needed")):
        with pytest.raises(Problem, match=code):
            open_store(path, passphrase=given)
    with open_store(path, passphrase="正确 horse") as store:
        assert len(store.call(lambda db: db.registers.customers())) == 1


def test_the_wrapped_key_belongs_to_its_workspace(tmp_path: Path) -> None:
    path = tmp_path / "w"
    create_store(path, source=KeySource.PASSPHRASE, passphrase="p").close()
    file = path / "workspace.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"id": "another"}))
    with pytest.raises(Problem, match="passphrase_wrong"):
        open_store(path, passphrase="p")


def test_a_workspace_without_passphrase_is_not_made(tmp_path: Path) -> None:
    for given in (None, ""):
        with pytest.raises(Problem, match="passphrase_empty"):
            create_store(tmp_path / "w", source=KeySource.PASSPHRASE, passphrase=given)
    assert not (tmp_path / "w").exists()


class MemoryKeyring(KeyringBackend):
    """A key store of the system for the test."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def system_keys() -> Any:
    before = keyring.get_keyring()
    yield keyring
    keyring.set_keyring(before)


def test_the_key_store_of_the_system_opens_only_for_its_user(tmp_path: Path, system_keys: Any) -> None:
    mine = MemoryKeyring()
    system_keys.set_keyring(mine)
    create_store(tmp_path / "w", source=KeySource.KEYRING).close()
    open_store(tmp_path / "w").close()
    mine.kept.clear()
    with pytest.raises(Problem, match="key_missing"):
        open_store(tmp_path / "w")


def test_without_a_secure_key_store_there_is_no_fallback(tmp_path: Path, system_keys: Any) -> None:
    system_keys.set_keyring(Failing())  # type: ignore[no-untyped-call]
    with pytest.raises(Problem, match="keyring_unavailable") as problem:
        create_store(tmp_path / "w", source=KeySource.KEYRING)
    assert problem.value.kind.exit_code == 3
    assert not (tmp_path / "w").exists()


def test_a_frame_needs_a_time_with_a_zone(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        store.call(lambda db: db.frames.append("n", "u", [], NOW.replace(tzinfo=None)))
    with pytest.raises(ValueError, match="needs events"):
        append(store)
