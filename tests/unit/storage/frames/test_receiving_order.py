"""Whatever the order, the portions and the repeats in which frames arrive, the same rows come out."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.domain.events import BlobRef, Event
from inspector.storage import Arrival, Database, KeySource, Store, create_store
from tests.unit.storage.authors import Author, customer, knows
from tests.unit.storage.stories import APART, SELECT, hazard_fields, snapshot

KEPT = frozenset({"device", "alembic_version", "setting", "sqlite_sequence"})
EMPTY = "DELETE FROM "
CUSTOMERS = ("c1", "c2")
HAZARDS = ("h1", "h2", "h3")
FACTS = ("note_added", "photo_added", "notice_served")
DECISIONS = (
    "rectification_submitted",
    "review_passed",
    "review_returned",
    "hazard_reopened",
    "hazard_voided",
    "hazard_changed",
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    folder = tmp_path_factory.mktemp("order")
    with (
        create_store(folder / "one", source=KeySource.SAMPLE) as one,
        create_store(folder / "two", source=KeySource.SAMPLE) as two,
    ):
        yield one, two


class History:
    """Frames of three laptops about a few things; every event saw some of those before it, not all."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.authors = [Author(f"laptop-{number}", f"user-{number}") for number in range(3)]
        self.events: dict[str, list[str]] = {}
        self.made = 0

    def frames(self, count: int) -> list[Arrival]:
        made = [self.authors[0].write(*(customer(one) for one in CUSTOMERS))]
        self.events.update({one: [f"{one}-r"] for one in CUSTOMERS})
        for _ in range(count):
            author = self.random.choice(self.authors)
            tips = dict(author.tips)
            events = [self.event() for _ in range(self.random.randint(1, 3))]
            made.append(author.write(*events))
            if self.random.random() < 0.1:
                author.tips = tips  # the workspace is set back: the next frame forks
        return made

    def event(self) -> Event:
        self.made += 1
        identity = f"e{self.random.randrange(10**6):06}-{self.made}"
        entity = self.random.choice((*HAZARDS, *CUSTOMERS))
        before = self.events.setdefault(entity, [])
        par = tuple(sorted(self.random.sample(before, self.random.randint(min(1, len(before)), min(2, len(before))))))
        event = (
            self.of_customer(identity, entity, par) if entity in CUSTOMERS else self.of_hazard(identity, entity, par)
        )
        before.append(identity)
        return event

    def of_customer(self, identity: str, entity: str, par: tuple[str, ...]) -> Event:
        fields = {self.random.choice(("name", "phone")): self.random.choice("abc")}
        return Event(identity, entity, "customer", "customer_changed", par, {"fields": fields})

    def of_hazard(self, identity: str, entity: str, par: tuple[str, ...]) -> Event:
        if not par:
            fields = hazard_fields("c1", entity, found_on=f"2026-0{self.random.randint(1, 3)}-01")
            return Event(identity, entity, "hazard", "hazard_registered", (), {"fields": fields, "teams": APART})
        if self.random.random() < 0.15:
            body: dict[str, Any] = {"event": par[0], "code": "forked"}
            return Event(identity, entity, "hazard", self.random.choice(("event_ruled", "event_adopted")), par, body)
        name = self.random.choice((*FACTS, *DECISIONS, *DECISIONS))
        body = {"teams": APART, "on": "2026-03-01"}
        if name == "hazard_changed":
            body["fields"] = {"responsible": self.random.choice("abc"), "deadline": "2026-05-01"}
        blobs = (BlobRef(f"{self.made:064x}", 5, "image/jpeg"),) if name == "photo_added" else ()
        return Event(identity, entity, "hazard", name, par, body, blobs)


def emptied(store: Store, authors: list[Author]) -> None:
    def empty(db: Database) -> None:
        with db.transaction():
            db._session.run("PRAGMA defer_foreign_keys = ON")
            for row in db._session.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
                if row.name not in KEPT and not row.name.startswith("search_"):
                    db._session.run(EMPTY + row.name)
        db.rebuild_search()
        knows(db, *authors)

    store.call(empty)


def files(db: Database) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, db._session.rows(SELECT + "file_ref")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False), count=st.integers(1, 14))
def test_any_order_any_portions_any_repeats(pair: tuple[Store, Store], random: Random, count: int) -> None:
    history = History(random)
    arrivals = history.frames(count)
    in_order, mixed = pair
    for store in pair:
        emptied(store, history.authors)
    in_order.call(lambda db: db.frames.receive_all(arrivals))
    again = [*arrivals, *random.sample(arrivals, random.randint(0, len(arrivals)))]
    random.shuffle(again)
    stored = 0
    while again:
        portion = [again.pop() for _ in range(random.randint(1, len(again)))]
        stored += len(mixed.call(lambda db: db.frames.receive_all(portion)).stored)  # noqa: B023 - called at once
    assert stored == len(arrivals)
    assert mixed.call(snapshot) == in_order.call(snapshot)
    assert mixed.call(files) == in_order.call(files)
    assert mixed.call(lambda db: list(db.frames.verify())) == in_order.call(lambda db: list(db.frames.verify()))
    before = mixed.call(snapshot)
    mixed.call(lambda db: db.frames.rebuild())
    assert mixed.call(snapshot) == before


def test_an_entity_lives_in_the_scope_of_its_earliest_event_in_any_order(pair: tuple[Store, Store]) -> None:
    author = Author("laptop-0")
    first = author.write(customer("c1", identity="1"), scope="north")
    second = author.write(Event("2", "c1", "customer", "customer_changed", ("1",), {"fields": {}}), scope="south")
    third = author.write(Event("3", "c1", "customer", "customer_changed", ("2",), {"fields": {}}), scope="east")
    for order in ((first, second, third), (third, second, first), (second, first, third)):
        emptied(pair[0], [author])
        for arrival in order:
            pair[0].call(lambda db, one=arrival: db.frames.receive_all([one]))  # type: ignore[misc]
        info = pair[0].call(lambda db: db.frames.entity("c1"))
        assert info is not None
        assert info.scope == "north"
    emptied(pair[0], [author])
    pair[0].call(lambda db: db.frames.receive_all([third, second, first]))
    pair[0].call(lambda db: db.frames.rebuild())
    info = pair[0].call(lambda db: db.frames.entity("c1"))
    assert info is not None
    assert info.scope == "north"
