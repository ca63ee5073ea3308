"""What is received to be folded later is folded all the same: at the end, after a kill, and with others between."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from inspector.storage import Database, KeySource, Store, create_store, open_store
from inspector.storage.frames.arrivals import Arrival
from inspector.storage.frames.peers import KnownDevice
from tests.benchmarks.sync_data import Team
from tests.unit.storage.stories import act, add_customer, snapshot

TEAM = Team(frames=60)
FRAMES = [Arrival(made.raw, made.sig, seq) for seq, made in enumerate(TEAM.frames(), 1)]
PAGES = [FRAMES[at : at + 10] for at in range(0, len(FRAMES), 10)]


def opened(folder: Path) -> Store:
    store = create_store(folder, source=KeySource.SAMPLE)
    store.call(meet)
    return store


def meet(db: Database) -> None:
    for one in TEAM.laptops:
        db.peers.learn(KnownDevice(one.id, one.code, one.public_key))


def later(store: Store, pages: Sequence[Sequence[Arrival]]) -> None:
    for page in pages:
        store.call(partial(receive, page))


def receive(page: Sequence[Arrival], db: Database) -> None:
    db.frames.receive_all(page, later=True)


def caught_up(store: Store) -> list[tuple[str, str]]:
    folded: list[tuple[str, str]] = []
    while portion := store.call(lambda db: db.frames.catch_up()):
        folded += portion
    return folded


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    with opened(tmp_path_factory.mktemp("whole") / "w") as store:
        store.call(partial(receive_at_once, FRAMES))
        found: dict[str, list[tuple[object, ...]]] = store.call(snapshot)
        return found


def receive_at_once(page: Sequence[Arrival], db: Database) -> None:
    db.frames.receive_all(page)


def test_everything_is_folded_once_at_the_end(tmp_path: Path, expected: dict[str, list[tuple[object, ...]]]) -> None:
    with opened(tmp_path / "w") as store:
        later(store, PAGES)
        assert store.call(lambda db: db.frames.postponed()) == sum(20 for _ in FRAMES)
        assert store.call(snapshot)["entity"] == []
        folded = caught_up(store)
        assert sorted(folded) == sorted((row[1], row[0]) for row in expected["entity"])
        assert store.call(snapshot) == expected
        assert store.call(lambda db: (db.frames.postponed(), db.frames.catch_up())) == (0, ())


def test_a_kill_before_the_end_leaves_it_to_the_next_start(
    tmp_path: Path, expected: dict[str, list[tuple[object, ...]]]
) -> None:
    with opened(tmp_path / "w") as store:
        later(store, PAGES)
    with open_store(tmp_path / "w") as store:
        assert store.call(snapshot) == expected


def test_a_kill_between_two_portions_leaves_the_rest_to_the_next_start(
    tmp_path: Path, expected: dict[str, list[tuple[object, ...]]]
) -> None:
    with opened(tmp_path / "w") as store:
        later(store, PAGES)
        store.call(lambda db: db.frames._projector.catch_up(7))
        assert len(store.call(snapshot)["entity"]) == 7
    with open_store(tmp_path / "w") as store:
        assert store.call(snapshot) == expected


def test_pages_that_come_between_portions_are_folded_as_well(
    tmp_path: Path, expected: dict[str, list[tuple[object, ...]]]
) -> None:
    with opened(tmp_path / "w") as store:
        later(store, PAGES[:3])
        store.call(lambda db: db.frames._projector.catch_up(20))
        store.call(partial(receive_at_once, PAGES[3]))
        later(store, PAGES[4:])
        caught_up(store)
        assert store.call(snapshot) == expected


def test_a_page_that_was_undone_is_not_folded(tmp_path: Path, expected: dict[str, list[tuple[object, ...]]]) -> None:
    def fail(page: Sequence[Arrival], db: Database) -> None:
        with db.transaction():
            db.frames.receive_all(page, later=True)
            raise RuntimeError("no power")

    with opened(tmp_path / "w") as store:
        for page in PAGES:
            with pytest.raises(RuntimeError, match="no power"):
                store.call(partial(fail, page))
            later(store, [page])
        caught_up(store)
        assert store.call(snapshot) == expected


def test_what_this_laptop_writes_meanwhile_is_folded_at_once(tmp_path: Path) -> None:
    with opened(tmp_path / "w") as store:
        later(store, PAGES[:2])
        own = add_customer(store, "9", "Our own mill")
        assert own in {row[0] for row in store.call(snapshot)["customer"]}
        other = TEAM.customers[0].id
        act(store, other, "customer_changed", par=(), fields={"name": "Renamed"})
        assert other in {row[0] for row in store.call(snapshot)["customer"]}
        caught_up(store)
        rows = store.call(snapshot)
        store.call(lambda db: db.frames.rebuild())
        assert store.call(snapshot) == rows


def test_lists_of_what_is_due_follow_when_it_is_folded(tmp_path: Path) -> None:
    with opened(tmp_path / "w") as store:
        later(store, PAGES[:4])
        before = store.call(lambda db: (db.schedule.version(), db.frames.stamp()))
        assert store.call(lambda db: db.schedule.customers()) == ()
        caught_up(store)
        after = store.call(lambda db: (db.schedule.version(), db.frames.stamp()))
        assert before[0] < after[0]
        assert before[1] != after[1]
        assert store.call(lambda db: db.schedule.touched(before[0], 10_000))


def test_portions_are_transactions_of_their_own(tmp_path: Path) -> None:
    with opened(tmp_path / "w") as store:
        later(store, PAGES[:1])

        def inside(db: Database) -> None:
            with db.transaction():
                db.frames.catch_up()

        with pytest.raises(RuntimeError, match="transactions of its own"):
            store.call(inside)
