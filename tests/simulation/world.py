"""One history: laptops, a server, people who act, and everything that goes wrong between them.

A history is its seed: the same seed plays the same history. `Stage` keeps what is made once for all of them.
"""

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from inspector.domain.ids import IdSource
from inspector.server.store import Numbers
from inspector.storage.folder.device import DeviceIdentity, new_identity
from inspector.storage.frames.frames import NewEvent
from inspector.sync.engine.run import Options
from tests.simulation import checks, deeds, syncing, trouble, usb
from tests.simulation.host import Backup, Host
from tests.simulation.laptop import Image, Laptop
from tests.simulation.limits import limited
from tests.simulation.network import Network
from tests.simulation.plans import ACCOUNTS, Handed, first_plans
from tests.simulation.stage import Disk, Pool, WrongClock, empty_laptop
from tests.simulation.usb import Drawer
from tests.unit.server.world import Clock

CREWS: Final = (("ann", ("p-ann", "p-bob")), ("cid", ("p-cid", "p-dan")), ("eve", ("p-eve", "p-mal")))
"""Laptops and who works on them."""
NUMBERING: type[Numbers] = Numbers
"""How the server numbers frames; a planted bug puts another one here."""
STEPS: Final = 30
TOKENS_S: Final = 2 * 3600
"""No token lives longer, and a new one brings new grants."""
FAULTS: Final = (0.0, 0.05, 0.2, 0.5)


@dataclass(frozen=True)
class Still:
    """A laptop as every history begins with it."""

    name: str
    people: tuple[str, ...]
    raw: Any
    identity: DeviceIdentity


class Stage:
    """What is made once: databases with the schema, everybody enrolled, two customers and a plan of each known.

    Close it.
    """

    def __init__(self) -> None:
        self.host = Host()
        self.pool = Pool()
        self.host.found()
        self.stills: list[Still] = []
        self.blank = empty_laptop()
        clock = self.host.clock
        network = Network(self.host, random.Random(0))
        for name, crew in CREWS:
            laptop = self._enrolled(name, crew, clock, network)
            self.stills.append(Still(name, crew, laptop.disk.raw, laptop.identity))
        self.kept, self.pool.taken = self.pool.taken, []  # no history gets these
        self.memory = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own below
        self.folder = Path(tempfile.mkdtemp(prefix="sticks-", dir=self.memory))
        self.image, self.files = self.host.image(), self.host.files.copy()

    def _enrolled(self, name: str, crew: tuple[str, ...], clock: Clock, network: Network) -> Laptop:
        laptop = self.blank_laptop(name, crew, WrongClock(clock), random.Random(f"still {name}"))
        syncing.enrol(laptop, network, self.host.code(*crew))
        if name == "ann":
            for scope in ("north", "south"):
                fields = {"account": ACCOUNTS[scope], "name": "Mill", "scope": scope, "voltage_kv": 10.0}
                event = NewEvent(f"customer-{scope}", "customer", "customer_registered", {"fields": fields})
                laptop.write(scope, "p-ann", [event], {})
            syncing.sync(laptop, network)
            first_plans(laptop)
        syncing.sync(laptop, network)
        return laptop

    def blank_laptop(self, name: str, crew: tuple[str, ...], clock: WrongClock, chance: random.Random) -> Laptop:
        """A laptop with an empty workspace."""
        identity = DeviceIdentity(*new_identity(IdSource(clock.ms, chance.randbytes)))
        disk = Disk(self.pool.take())
        disk.copy(self.blank)
        return Laptop(name, disk, identity, clock, chance, crew)

    def close(self) -> None:
        shutil.rmtree(self.folder)
        self.pool.taken += self.kept
        self.pool.close()
        self.host.memory.close()


@dataclass
class World:
    """One history under way. `authored`: frame -> laptop; `lost`: frames that went down with a disk.

    `hard`: with small limits and many faults in any case.
    """

    stage: Stage
    seed: int
    hard: bool = False
    laptops: list[Laptop] = field(default_factory=list)
    authored: dict[str, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    handed: list[Handed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.host = self.stage.host
        self.host.load(self.stage.image, self.stage.files)
        self.host.begin(self.seed, NUMBERING)
        self.network = Network(self.host, self.chance, told=self.told)
        for still in self.stage.stills[: self.chance.choice((2, 3, 3))]:
            self._begin(still)
        self.drawer = Drawer(self.stage.folder)
        self.authored.update(dict.fromkeys(self.host.frames(), "the beginning"))

    def _begin(self, still: Still) -> Laptop:
        disk = Disk(self.stage.pool.take())
        disk.copy(still.raw)
        chance = random.Random(f"{self.seed} {still.name} {len(self.laptops)}")
        made = Laptop(still.name, disk, still.identity, WrongClock(self.host.clock), chance, still.people)
        checks.look(made)
        self.laptops.append(made)
        return made

    # --- playing -----------------------------------------------------------------------------------------------------

    def play(self) -> None:
        """The whole history. Raises Breach."""
        self.network.fault_rate = 0.3 if self.hard else self.chance.choice(FAULTS)
        with limited(self.hard or self.chance.random() < 0.3):
            for _step in range(STEPS):
                self.step()
            self.finish()

    def close(self) -> None:
        """Clear the table for the next history."""
        self.drawer.clear()
        for one in self.handed:
            one.path.unlink(missing_ok=True)
        self.stage.pool.give_all_back()

    def finish(self) -> None:
        """Calm, and what must hold then. Raises Breach."""
        self.calm()
        self.lost -= self.living()
        checks.end(self)

    def step(self) -> None:
        """Something happens."""
        trouble.happen(self, self.chance)

    def say(self, text: str) -> None:
        """A line of the trace."""
        self.told.append(text)

    def some(self, chance: random.Random) -> Laptop:
        return chance.choice(self.laptops)

    def after(self, laptop: Laptop) -> None:
        """What must hold on a laptop after anything happened there."""
        for frame in sorted(checks.look(laptop)):
            self.authored.setdefault(frame, laptop.name)

    def calm(self) -> None:
        """The network is good, what is late arrives, every token has ended, and everybody syncs twice."""
        self.say("calm")
        self.network.fault_rate = 0.0
        self.network.deliver_late()
        self.host.clock.pass_(TOKENS_S)
        heard: dict[int, int] = {}
        for _twice in range(2):
            for place, laptop in enumerate(self.laptops):
                if heard.get(place) != self.host.last():  # else the second round has nothing to say
                    done = self.sync(laptop, calm=True)
                    heard[place] = self.host.last() if done else -1

    def sync(self, laptop: Laptop, options: Options = Options(), *, calm: bool = False) -> bool:  # noqa: B008 - frozen
        """A round over the network; people go on working meanwhile, unless it is the calm at the end.

        Whether all is synchronised and nothing was sent, on which the server might have had something to say.
        """

        def meanwhile() -> None:
            if self.chance.random() < 0.05:
                self.say(f"    {laptop.name} writes {deeds.act(self.chance, laptop, 'north')} meanwhile")

        def stops() -> bool:
            return self.chance.random() < 0.01

        more: dict[str, Any] = {} if calm else {"meanwhile": meanwhile, "stops": stops}
        report = laptop.doing(lambda: syncing.sync(laptop, self.network, options=options, **more))
        self.say(f"  {laptop.name}: {syncing.line(report) if report is not None else 'killed'}")
        self.after(laptop)
        checks.cursors(self, laptop)
        synced = report is not None and syncing.says_synced(laptop, report)
        if synced:
            checks.claim(self, laptop)
        return synced and report is not None and report.sent == 0

    def take(self, laptop: Laptop, paths: tuple[Path, ...]) -> None:
        """A laptop takes an exchange file over."""
        report = laptop.doing(lambda: usb.take(laptop, paths))
        self.say(f"  {laptop.name} takes a file: {usb.line(report) if report is not None else 'killed'}")
        self.after(laptop)
        checks.cursors(self, laptop)

    # --- what the checks ask -----------------------------------------------------------------------------------------

    def living(self) -> set[str]:
        """Frames that are anywhere."""
        return {frame for laptop in self.laptops for frame in laptop.frames} | self.host.frames().keys()

    @contextmanager
    def destroying(self) -> Iterator[None]:
        """A disk goes back: what is nowhere afterwards is lost, and that is nobody's fault."""
        before = self.living()
        yield
        self.lost |= before - self.living()
        self.lost -= self.living()

    # --- what happens to laptops -------------------------------------------------------------------------------------

    def clone(self, laptop: Laptop) -> Laptop:
        """The same workspace on a second machine, with the same identity."""
        disk = Disk(self.stage.pool.take())
        disk.copy(laptop.disk.raw)
        name = f"{laptop.name}'"
        chance = random.Random(f"{self.seed} {name} {len(self.laptops)}")
        clock = WrongClock(self.host.clock, laptop.clock.error)
        made = Laptop(name, disk, laptop.identity, clock, chance, laptop.people, dict(laptop.files), dict(laptop.parts))
        made.revoked, made.due = laptop.revoked, laptop.due - laptop.alarms.keys()
        checks.look(made)
        self.laptops.append(made)
        return made

    def revoke(self, laptop: Laptop) -> None:
        """The administrator locks a device out, with every copy of it."""
        self.host.revoke(laptop.id)
        for one in self.laptops:
            if one.id == laptop.id:
                one.revoked = True
                one.due = {"revoked"}

    def set_back(self, laptop: Laptop, image: Image) -> None:
        """An older image takes the place of a laptop's disk."""
        laptop.set_back(image)
        scopes = self.scopes_of(laptop)
        theirs = {one.id for one in self.host.frames().values() if one.dev == laptop.id and one.scope in scopes}
        if theirs - laptop.frames and not laptop.revoked:
            laptop.due.add("own_frames_elsewhere")

    def set_server_back(self, backup: Backup) -> None:
        """The server is restored; the administrator locks out again whom he had locked out."""
        self.host.set_back(backup)
        for laptop in self.laptops:
            if laptop.revoked:
                self.host.revoke(laptop.id)
            else:
                laptop.due.add("epoch_changed")
            laptop.due.discard("own_frames_elsewhere")

    # --- what the checks ask, of the server --------------------------------------------------------------------------

    def readers(self) -> list[Laptop]:
        """Laptops that the server lets read."""
        return [laptop for laptop in self.laptops if self.scopes_of(laptop)]

    def scopes_of(self, laptop: Laptop) -> tuple[str, ...]:
        """What the people on a laptop may read, by the server's own tables."""
        sql = (
            "SELECT DISTINCT p.scope FROM permission p JOIN device_person d ON d.person = p.person"
            " JOIN device e ON e.id = d.device WHERE e.id = ? AND NOT e.revoked ORDER BY p.scope"
        )
        with self.host.memory.raw() as raw:
            return tuple(row[0] for row in raw.execute(sql, (laptop.id,)))
