"""Laptops that use both ways: rounds over the network and exchange files never contradict each other."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.server.administration import new_epoch
from inspector.server.core import begin_epoch
from inspector.server.database import Database, sqlite_url
from inspector.sync.engine.local import StoreLocal
from inspector.sync.engine.round import run_round
from inspector.sync.engine.run import Options, RoundReport
from inspector.sync.engine.session import Session, enrol, membership
from tests.unit.server import world
from tests.unit.services.exchange_world import Laptop, Office, join, photo
from tests.unit.sync.direct import URL, CoreRemote

Make = Callable[[str], Laptop]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "stick").mkdir()
    database = Database(sqlite_url(tmp_path / "s.db"))
    server = world.server(database, tmp_path)
    server.clock.at = datetime.now(UTC)
    yield Office(server, tmp_path / "stick")
    database.close()


@pytest.fixture
def laptop(tmp_path: Path, office: Office) -> Iterator[Make]:
    made: list[Laptop] = []

    def make(login: str) -> Laptop:
        made.append(Laptop(tmp_path / login, login, office.stick))
        return made[-1]

    yield make
    for one in made:
        one.close()


def connect(office: Office, one: Laptop) -> None:
    """Join over the network."""
    local = StoreLocal(one.workspace.store, one.workspace.now)
    enrol(local, CoreRemote(office.core), URL, office.admit(one.login), "laptop")
    local.close()


def sync(office: Office, one: Laptop) -> RoundReport:
    """One round over the network."""
    local, remote = StoreLocal(one.workspace.store, one.workspace.now), CoreRemote(office.core)
    member = one.ask(membership)
    assert member is not None
    report = run_round(local, remote, Session.begin(local, remote, member), Options())
    local.close()
    return report


def at_rest(*laptops: Laptop) -> None:
    for one in laptops:
        counts = one.counts()
        waiting = (counts.unsent, counts.files_unsent, counts.files_missing, counts.parked, counts.refused)
        assert waiting == (0, 0, 0, 0, 0), one.login


def test_a_file_brings_what_a_network_would_and_the_other_way_round(laptop: Make, office: Office) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    connect(office, ann)
    join(office, bob)
    ann.hazard("1", photo("1"))
    sync(office, ann)
    bob.take(office.answer(bob))
    bob.hazard("2", photo("2"))
    office.take(bob.export())
    report = sync(office, ann)
    assert (report.outcome, report.alarms) == ("done", ())
    assert {"h-1", "h-2"} <= ann.hazards() & bob.hazards()
    ann.hazard("3")
    office.take(ann.export())
    ann.take(office.answer(ann))
    at_rest(ann)
    quiet = sync(office, ann)
    assert (quiet.outcome, quiet.stored, quiet.sent, quiet.alarms) == ("done", 0, 0, ())


def test_what_travels_both_ways_at_once_counts_once(laptop: Make, office: Office) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    connect(office, ann)
    connect(office, bob)
    sync(office, ann)
    sync(office, bob)
    ann.hazard("1", photo("1"))
    to_bob, to_office = ann.export(bob), ann.export()
    sync(office, ann)
    bob.take(to_bob)
    office.take(to_office)
    late = office.answer(ann)
    for one in (bob, ann, bob):
        sync(office, one)
    assert ann.take(late).alarms == ()
    at_rest(ann, bob)
    assert ann.frames() == bob.frames()
    assert sync(office, ann).alarms == ()


def test_a_laptop_that_joined_by_file_goes_on_over_the_network(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    ann.hazard("1", photo("1"))
    join(office, ann)
    seq = ann.scope().seq
    local = StoreLocal(ann.workspace.store, ann.workspace.now)
    enrol(local, CoreRemote(office.core), URL, office.server.code("p-ann"), "laptop")
    local.close()
    report = sync(office, ann)
    assert (report.outcome, report.stored, report.sent, report.alarms) == ("done", 0, 0, ())
    assert ann.scope().seq == seq
    member = ann.ask(membership)
    assert member is not None
    assert member.url == URL
    at_rest(ann)


def test_a_restored_server_is_noticed_whichever_way_comes_first(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    connect(office, ann)
    ann.hazard("1", photo("1"))
    sync(office, ann)
    old = office.answer(ann)
    with office.core.database.writing() as connection:
        begin_epoch(connection, office.core.here)
    sync(office, ann)
    stale = ann.take(old)
    assert (stale.older, stale.alarms) == (True, ())
    quiet = sync(office, ann)
    assert (quiet.outcome, quiet.alarms) == ("done", ())
    with office.core.database.writing() as connection:
        begin_epoch(connection, office.core.here)
    office.take(ann.export())
    assert {one.code for one in ann.take(office.answer(ann)).alarms} == {"epoch_changed"}
    at_rest(ann)
    quiet = sync(office, ann)
    assert (quiet.outcome, quiet.alarms) == ("done", ())


def test_a_file_never_leads_back_from_what_the_network_said(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    connect(office, ann)
    sync(office, ann)
    new_epoch(office.core)
    between = office.answer(ann)
    new_epoch(office.core)
    sync(office, ann)
    assert ann.take(between).older
    quiet = sync(office, ann)
    assert (quiet.outcome, quiet.alarms) == ("done", ())
    ann.hazard("1")
    office.take(ann.export())
    ann.take(office.answer(ann))
    at_rest(ann)


@pytest.mark.parametrize("seed", [1, 2])
def test_any_mixture_of_both_ways_ends_in_the_same(laptop: Make, office: Office, seed: int) -> None:
    chance = random.Random(seed)
    laptops = [laptop(login) for login in ("ann", "bob")]
    for one in laptops:
        connect(office, one)
    bag: list[tuple[Laptop | None, Path]] = []
    for number in range(40):
        one = chance.choice(laptops)
        match chance.randrange(6):
            case 0 | 1:
                name = f"{one.login}{number}"
                one.hazard(name, photo(name) if chance.random() < 0.5 else b"")
            case 2:
                assert sync(office, one).alarms == ()
            case 3:
                bag += [(None, path) for path in one.export().paths]
            case 4:
                bag += [(one, path) for path in office.answers(one)]
            case _ if bag:
                to, path = chance.choice(bag)
                if to is None:
                    office.take(path)
                else:
                    assert to.take(path).alarms == ()
    for _round in range(2):
        for one in laptops:
            assert sync(office, one).alarms == ()
    at_rest(*laptops)
    assert laptops[0].frames() == laptops[1].frames()
