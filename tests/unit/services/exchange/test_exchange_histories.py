"""Random histories of laptops, a server and a bag of sticks: files are lost, repeated, brought late, and cut short.

Afterwards everybody exchanges twice more, and then: every record is everywhere it may be, with a receipt; every photo
is here or nowhere; cursors stand at the head with the server's digest; and nothing was folded to another state.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from inspector.server.database import Database, sqlite_url
from inspector.services.exchange.importing import import_exchange
from inspector.storage import NewEvent
from tests.unit.server import world
from tests.unit.services.exchange_world import Laptop, Office, join, photo

STEPS = 45


@dataclass
class History:
    """One history."""

    office: Office
    laptops: list[Laptop]
    chance: random.Random
    bag: list[tuple[str, Path]] = field(default_factory=list)
    """Files under way: for whom (login, or "" for the server)."""
    made: int = 0

    def step(self) -> None:
        act = self.chance.choice(
            [self.write, self.write, self.send, self.send, self.answer, self.bring, self.bring, self.bring]
        )
        act(self.chance.choice(self.laptops))

    def write(self, who: Laptop) -> None:
        self.made += 1
        known = sorted(who.hazards())
        if known and self.chance.random() < 0.5:
            text = {"text": f"note {self.made}"}
            who.append(NewEvent(self.chance.choice(known), "hazard", "note_added", text))
        else:
            name = f"{who.login}{self.made}"
            who.hazard(name, photo(name) if self.chance.random() < 0.5 else b"")

    def send(self, who: Laptop) -> None:
        others = [other for other in self.laptops if other is not who]
        to = self.chance.choice([None, *others])
        if to is None:
            self.bag += [("", path) for path in who.export().paths]
        elif to.device.id in {one.id for one in who.ask(lambda db: db.peers.devices())}:
            self.bag += [(to.login, path) for path in who.export(to).paths]

    def answer(self, who: Laptop) -> None:
        self.bag += [(who.login, path) for path in self.office.answers(who)]

    def bring(self, _who: Laptop) -> None:
        """Import any file that was ever written, also one that was imported before; some are lost or cut short."""
        if not self.bag:
            return
        place = self.chance.randrange(len(self.bag))
        to, path = self.bag[place]
        if self.chance.random() < 0.15:
            del self.bag[place]
        elif to == "":
            self.office.take(path)
        else:
            laptop = next(one for one in self.laptops if one.login == to)
            self._import(laptop, path)

    def _import(self, laptop: Laptop, path: Path) -> None:
        calls = self.chance.randrange(1, 12) if self.chance.random() < 0.2 else 0
        seen = iter(range(1, 10**6))
        stop = (lambda: next(seen) >= calls) if calls else None
        report = import_exchange(laptop.workspace, [path], cancelled=stop)
        assert report.problem is None or report.problem.code in ("exchange_cancelled", "exchange_sender_unknown")

    def settle(self) -> None:
        for _round in range(2):
            for one in self.laptops:
                self.office.take(one.export())
            for one in self.laptops:
                one.take(*self.office.answers(one))


@contextmanager
def history(tmp_path: Path, seed: int) -> Iterator[History]:
    stick = tmp_path / "stick"
    stick.mkdir()
    database = Database(sqlite_url(tmp_path / "s.db"))
    office = Office(world.server(database, tmp_path, seed=seed), stick)
    laptops = [Laptop(tmp_path / login, login, stick) for login in ("ann", "bob", "carl")]
    try:
        for one in laptops:
            join(office, one)
        yield History(office, laptops, random.Random(seed))
    finally:
        for one in laptops:
            one.close()
        database.close()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_arrives_whatever_happens_to_the_files(tmp_path: Path, seed: int) -> None:
    with history(tmp_path, seed) as told:
        for _step in range(STEPS):
            told.step()
        told.settle()
        first, *others = told.laptops
        state = {one: first.ask(lambda db, one=one: db.frames.entity(one)) for one in first.hazards()}  # type: ignore[misc]
        for one in told.laptops:
            counts = one.counts()
            waiting = (counts.unsent, counts.files_unsent, counts.files_missing, counts.parked, counts.ruled)
            assert waiting == (0, 0, 0, 0, 0), one.login
            assert one.scope().head_digest == first.scope().head_digest != ""
            assert one.scope().seq == first.scope().seq
        for one in others:
            assert one.frames() == first.frames()
            for hazard, info in state.items():
                there = one.ask(lambda db, hazard=hazard: db.frames.entity(hazard))  # type: ignore[misc]
                assert there is not None
                assert info is not None
                assert (there.status, set(there.heads), there.waiting) == (info.status, set(info.heads), ())
