"""What may happen in a history. Each deed takes its choices from the `chance` it is given."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from inspector.problems import Problem
from inspector.server import people, quarantine
from inspector.sync.engine.run import Files, Options
from tests.simulation import deeds, plans, usb
from tests.simulation.host import GRANTS

if TYPE_CHECKING:
    from tests.simulation.world import World

Deed = Callable[["World", random.Random], None]
MOST_LAPTOPS: Final = 5
MOST_IMAGES: Final = 3
PART_SIZES: Final = (1 << 20, 4096)
DEEPEST_KILL: Final = 80
"""Statements, requests and uses of files after which a kill comes, at most."""

OLDER: Final = (
    "UPDATE setting SET value = '1' WHERE key = 'projections'",
    "UPDATE entity SET status = '', leaves = '[]', waiting = '[]', unknown = '[]', conflicted = '[]'",
    "DELETE FROM hazard",
    "DELETE FROM customer",
)
"""What an older program left of what it could not read."""


def act(world: "World", chance: random.Random) -> None:
    """Somebody does something."""
    laptop = world.some(chance)
    scope = "south" if chance.random() < 0.2 else "north"
    for _again in range(chance.choice((1, 1, 2, 3))):
        frame = laptop.doing(lambda: deeds.act(chance, laptop, scope))
        world.say(f"  {laptop.name} writes {frame} in {scope}")
    world.after(laptop)


def plan(world: "World", chance: random.Random) -> None:
    """Somebody does something about planned visits."""
    laptop = world.some(chance)
    scope = chance.choice((*world.scopes_of(laptop), "north"))
    for _again in range(chance.choice((1, 2, 3))):
        done = laptop.doing(lambda: plans.plan(chance, laptop, scope))
        world.say(f"  {laptop.name} {done} in {scope}")
    world.after(laptop)


def hand_over(world: "World", chance: random.Random) -> None:
    """A planned visit goes to another laptop, arrives there, or is taken back."""
    laptop = world.some(chance)
    if chance.random() < 0.2:
        laptop.fuse.light(chance.randrange(DEEPEST_KILL))
    roll = chance.random()
    if roll < 0.4:
        done = plans.hand(world, chance, laptop)
    elif roll < 0.85:
        done = plans.take(world, chance, laptop)
    else:
        done = plans.back(chance, laptop)
    world.say(f"  {laptop.name} {done}")
    world.after(laptop)


def sync(world: "World", chance: random.Random) -> None:
    """A round over the network."""
    files: Files = chance.choice(("all", "all", "all", "small", "none"))
    world.sync(world.some(chance), Options(files))


def kill(world: "World", chance: random.Random) -> None:
    """A laptop dies while somebody acts or while it syncs."""
    laptop = world.some(chance)
    laptop.fuse.light(chance.randrange(DEEPEST_KILL))
    if chance.random() < 0.3:
        frame = laptop.doing(lambda: deeds.act(chance, laptop, "north"))
        world.say(f"  {laptop.name} is to die writing: {frame}")
        world.after(laptop)
    else:
        world.say(f"  {laptop.name} is to die syncing")
        world.sync(laptop)


def late(world: "World", chance: random.Random) -> None:
    """Requests that were thought lost arrive."""
    world.say(f"  {len(world.network.late)} late requests arrive")
    world.network.deliver_late()


def weather(world: "World", chance: random.Random) -> None:
    """The network gets better or worse."""
    world.network.fault_rate = chance.choice((0.0, 0.05, 0.2, 0.5, 1.0))
    world.say(f"  faults: {world.network.fault_rate}")


def wait(world: "World", chance: random.Random) -> None:
    """Time passes: tokens expire."""
    world.host.clock.pass_(chance.choice((60, 4000, 100_000)))


def turn_clock(world: "World", chance: random.Random) -> None:
    """Somebody sets the clock of a laptop, wrongly or rightly."""
    laptop = world.some(chance)
    days = chance.choice((-4000, -30, -1, 0, 1, 30, 4000))
    laptop.clock.error = timedelta(days=days)
    world.say(f"  the clock of {laptop.name} is {days} days off")


def copy_disk(world: "World", chance: random.Random) -> None:
    """Somebody keeps an image of a laptop's disk."""
    laptop = world.some(chance)
    if sum(len(one.images) for one in world.laptops) < MOST_IMAGES:
        laptop.images.append(laptop.image(world.stage.pool.take()))
        world.say(f"  an image of {laptop.name}")


def set_disk_back(world: "World", chance: random.Random) -> None:
    """An older image takes the place of what is on the disk."""
    laptop = world.some(chance)
    if laptop.images:
        with world.destroying():
            world.set_back(laptop, chance.choice(laptop.images))
        world.say(f"  {laptop.name} is set back")


def upgrade(world: "World", chance: random.Random) -> None:
    """A program that understood less wrote the rows of a laptop; this one takes its place, and is killed perhaps."""
    laptop = world.some(chance)
    for sql in OLDER:
        laptop.disk.raw.execute(sql)
    if chance.random() < 0.5:
        laptop.fuse.light(chance.randrange(DEEPEST_KILL))
    laptop.doing(laptop.start)
    world.say(f"  {laptop.name} has a new program")
    world.after(laptop)


def clone(world: "World", chance: random.Random) -> None:
    """Somebody copies a workspace and uses both."""
    laptop = world.some(chance)
    if len(world.laptops) < MOST_LAPTOPS - 1:
        made = world.clone(laptop)
        world.say(f"  {laptop.name} is copied: {made.name}")


def back_up_server(world: "World", chance: random.Random) -> None:
    """The server is backed up."""
    world.host.back_up()
    world.say("  the server is backed up")


def set_server_back(world: "World", chance: random.Random) -> None:
    """The server is restored from a backup."""
    if world.host.backups and world.host.set_backs < 2:
        with world.destroying():
            world.set_server_back(chance.choice(world.host.backups))
        world.say("  the server is set back")


def revoke(world: "World", chance: random.Random) -> None:
    """A laptop is locked out."""
    laptop = world.some(chance)
    if not any(one.revoked for one in world.laptops):
        world.revoke(laptop)
        world.say(f"  {laptop.name} is revoked")


def regrant(world: "World", chance: random.Random) -> None:
    """A grant is taken or given."""
    who, scope, role = chance.choice(GRANTS)
    with world.host.memory.writing() as connection:
        taken = people.withdraw(connection, who, scope, role)
    if not taken:
        quarantine.grant(world.host.core, who, scope, role)
    for laptop in world.laptops:
        laptop.due.discard("own_frames_elsewhere")  # it may not hear of them any more
    world.say(f"  {role} of {scope} is {'taken from' if taken else 'given to'} {who}")


def adopt(world: "World", chance: random.Random) -> None:
    """A lead adopts something that is in quarantine."""
    held = quarantine.quarantine(world.host.core)
    if held:
        one = chance.choice(held)
        try:
            quarantine.adopt(world.host.core, one.event, chance.choice(("p-bob", "p-eve")))
        except Problem as problem:
            world.say(f"  adopting {one.event} is refused: {problem.code}")
        else:
            world.say(f"  {one.type} {one.event} ({one.code}) is adopted")


def write_file(world: "World", chance: random.Random) -> None:
    """Somebody writes an exchange file, on a laptop or at the server."""
    laptop, size = world.some(chance), chance.choice(PART_SIZES)
    try:
        if chance.random() < 0.4:
            world.drawer.answer(world.host, laptop.id, size)
            world.say(f"  the server writes a file for {laptop.name}")
            return
        to = chance.choice([*world.drawer.partners(laptop), ""])
        made = laptop.doing(lambda: world.drawer.write(laptop, to, size))
        world.say(
            f"  {laptop.name} writes a file for {made.to if made else ''}: {len(made.paths) if made else 0} parts"
        )
    except Problem as problem:
        world.say(f"  no file: {problem.code}")


def take_file(world: "World", chance: random.Random) -> None:
    """A file is taken over, once more perhaps, now and then by the wrong one, or with a kill half-way."""
    drawer = world.drawer
    if not drawer.sticks:
        return
    stick = chance.choice(drawer.sticks)
    paths = stick.paths if chance.random() < 0.7 else tuple(chance.sample(stick.paths, 1))
    fit = [laptop for laptop in world.laptops if laptop.id == stick.to]
    if stick.to == "server":
        world.say(f"  the server takes a file of {stick.by}: {usb.take_at_server(world.host, paths)}")
        return
    laptop = chance.choice(fit) if fit and chance.random() < 0.9 else world.some(chance)
    if chance.random() < 0.2:
        laptop.fuse.light(chance.randrange(DEEPEST_KILL))
    world.take(laptop, paths)


def lose_file(world: "World", chance: random.Random) -> None:
    """A stick is lost."""
    if world.drawer.sticks:
        world.drawer.sticks.remove(chance.choice(world.drawer.sticks))


WEIGHTS: Final[Mapping[Deed, int]] = {
    act: 40,
    plan: 24,
    hand_over: 8,
    sync: 20,
    kill: 10,
    late: 3,
    weather: 3,
    wait: 3,
    turn_clock: 2,
    copy_disk: 2,
    set_disk_back: 2,
    clone: 1,
    upgrade: 2,
    back_up_server: 3,
    set_server_back: 3,
    revoke: 1,
    regrant: 2,
    adopt: 3,
    write_file: 4,
    take_file: 5,
    lose_file: 1,
}
"""Everything that may happen, and how often."""


def happen(world: "World", chance: random.Random) -> None:
    """Something of it."""
    deed = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    world.say(deed.__name__)
    deed(world, chance)
