"""What must hold of every history. Worked out from raw frames and rows, from outside, not by the code that syncs."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from inspector.domain.events import Effect, Event, decode_frame
from inspector.domain.merge import EntityState, fold
from tests.simulation import plan_checks
from tests.simulation.breaches import need, pasts
from tests.simulation.laptop import Laptop

if TYPE_CHECKING:
    from tests.simulation.world import World

LEAVERS = ("hazard_reopened", "dispute_adjudicated", "event_ruled", "event_adopted")
"""What may take a hazard out of `closed`: whoever wrote it had seen the closure."""


# --- after every step on a laptop -------------------------------------------------------------------------------------


def look(laptop: Laptop) -> frozenset[str]:
    """Nothing is gone, and nothing left `closed` unseen; ids of the frames that are new here."""
    now = frozenset(row[0] for row in laptop.rows("SELECT id FROM frame"))
    need(laptop.frames <= now, f"{laptop.name} lost frames: {sorted(laptop.frames - now)}")
    new, laptop.frames = now - laptop.frames, now
    begun = frozenset(row[0] for row in laptop.rows("SELECT id FROM draft WHERE status = 'open'"))
    need(laptop.begun <= begun, f"{laptop.name} lost visits under way: {sorted(laptop.begun - begun)}")
    laptop.begun = begun
    for row in laptop.rows("SELECT id, status FROM entity WHERE kind = 'hazard'"):
        hazard, status = row[0], row[1]
        before = laptop.closed.pop(hazard, None)
        if status == "closed":
            ids = laptop.rows("SELECT id FROM event WHERE entity = ?", hazard)
            laptop.closed[hazard] = frozenset(one[0] for one in ids)
        elif before is not None and status != "disputed":
            _left(laptop, hazard, before, status)
    return new


def _left(laptop: Laptop, hazard: str, before: frozenset[str], status: str) -> None:
    events = laptop.events(hazard)
    known = fold(event for event in events if event.id in before)
    closers = {event.id for event in known.deciders}
    past = pasts(events)
    new = [event for event in events if event.id not in before]
    saw = [event for event in new if event.type in LEAVERS and past[event.id] & closers]
    need(bool(saw), f"{laptop.name}: {hazard} went from closed to {status}, and nobody who had seen that decided so")


def cursors(world: "World", laptop: Laptop) -> None:
    """Receipts and cursors of the present epoch tell the truth."""
    host = world.host.frames()
    epoch = world.host.epoch()
    here = {row[0]: (row[1], row[2]) for row in laptop.rows("SELECT id, scope, seq FROM frame")}
    for state in laptop.scopes():
        if state.epoch != epoch:
            continue
        lacking = [one.id for one in host.values() if one.scope == state.scope and one.seq <= state.seq]
        lacking = [identity for identity in lacking if identity not in here and not laptop.parked(identity)]
        need(not lacking, f"{laptop.name} has read {state.scope} up to {state.seq} and lacks {lacking}")
        held = [(i, seq) for i, (scope, seq) in here.items() if scope == state.scope and seq is not None]
        false = [i for i, seq in held if _false(host.get(i), seq, state.seq)]
        need(not false, f"{laptop.name} has receipts for {false}, which the server does not have so")


def _false(row: Any, seq: int, cursor: int) -> bool:
    """Whether there is no such frame, or another number for it than the laptop says, which it has read already."""
    return row is None or (row.seq != seq and row.seq <= cursor)


# --- at the end -------------------------------------------------------------------------------------------------------


def end(world: "World") -> None:
    """Everybody has synced twice over a good network."""
    host = world.host.frames()
    for frame in sorted(world.authored.keys() - world.lost - host.keys()):
        need(False, f"frame {frame}, written on {world.authored[frame]}, never reached the server")
    events: dict[str, list[Event]] = {}
    for raw in world.host.raws():
        for event in decode_frame(raw).events:
            events.setdefault(event.entity, []).append(event)
    folded = {entity: fold(some) for entity, some in events.items()}
    for entity, state in folded.items():
        accounted(state, events[entity])
    plans = plan_checks.told(events)
    for laptop in world.readers():
        _same(world, laptop, host)
        _rows(laptop, folded, world.scopes_of(laptop))
        plan_checks.shown(laptop, plans, world.scopes_of(laptop))
        _files(world, laptop)
    told(world)


def accounted(state: EntityState, events: Iterable[Event]) -> None:
    """Every event has its effect, or stands among those that have none."""
    shown = {event.id for some in (state.decisions, state.changes, state.facts) for event in some}
    shown |= {*state.ineffective, *state.waiting}
    for event in events:
        if event.effect in (Effect.DECISION, Effect.FIELDS, Effect.FACT):
            need(event.id in shown, f"{event.type} {event.id} of {state.entity} has no effect and nothing says so")
    need(not state.waiting, f"{state.entity} waits for what nobody has: {state.waiting}")


def _same(world: "World", laptop: Laptop, host: Mapping[str, Any]) -> None:
    here = {row[0]: (row[1], row[2]) for row in laptop.rows("SELECT id, scope, seq FROM frame")}
    for scope in world.scopes_of(laptop):
        theirs = {identity for identity, row in host.items() if row.scope == scope}
        mine = {identity for identity, (at, _seq) in here.items() if at == scope}
        need(mine == theirs, f"{laptop.name} and the server differ in {scope}: {sorted(mine ^ theirs)}")
    without = sorted(identity for identity, (_scope, seq) in here.items() if seq is None)
    need(not without, f"{laptop.name} still waits for receipts of {without}")


def _rows(laptop: Laptop, folded: Mapping[str, EntityState], scopes: Iterable[str]) -> None:
    """The rows of a laptop say what all events say; of persons those that it may read, they live in several scopes."""
    for row in laptop.rows("SELECT * FROM entity"):
        state = folded.get(row.id) if row.kind != "person" else fold(laptop.events(row.id))
        if state is None or row.scope not in scopes:
            continue
        need(row.error == "", f"{laptop.name} cannot fold {row.id}: {row.error}")
        told = (row.status, json.loads(row.leaves), json.loads(row.waiting), json.loads(row.unknown))
        made = (
            state.status.value if state.status else "",
            list(state.leaves),
            list(state.waiting),
            list(state.unknown),
        )
        need(told == made, f"{laptop.name} shows {row.kind} {row.id} as {told} and not as {made}")


def _files(world: "World", laptop: Laptop) -> None:
    """Every file is here or listed as missing, and here if the server has it and a record in effect names it."""
    scopes = world.scopes_of(laptop)
    present, wanted = world.host.present(), _wanted(laptop)
    for row in laptop.rows("SELECT DISTINCT sha256, scope, here FROM file_ref"):
        has = row.sha256 in laptop.files
        need(has or not row.here, f"{laptop.name} is wrong about having {row.sha256}")
        if row.scope not in scopes:
            continue
        there = (row.scope, row.sha256) in present
        need(has or not there or row.sha256 not in wanted, f"{laptop.name} lacks {row.sha256}, which the server has")
        need(there or not has, f"the server lacks {row.sha256}, which {laptop.name} has")


def told(world: "World") -> None:
    """People were told of what they have to know."""
    for laptop in world.laptops:
        for code in sorted(laptop.due - laptop.alarms.keys()):
            need(False, f"on {laptop.name} nobody was told {code}")
    forked = {row.dev for row in world.host.frames().values() if row.forked}
    for dev in sorted(forked):
        heard = {code for laptop in world.laptops if laptop.id == dev for code in laptop.alarms}
        need(bool(heard & {"forked", "own_frames_elsewhere", "revoked"}), f"nobody was told that {dev} was copied")


def claim(world: "World", laptop: Laptop) -> None:
    """Who says that everything is synced has a true receipt for everything, and every file there is."""
    host, epoch = world.host.frames(), world.host.epoch()
    if any(state.epoch != epoch for state in laptop.scopes()):
        return  # the server was set back since, or in the middle: nobody can know before the next round
    for row in laptop.rows("SELECT id, seq FROM frame"):
        there = host.get(row.id)
        need(row.seq is not None and there is not None, f"{laptop.name} says synced and has no receipt for {row.id}")
    present = world.host.present()
    for row in laptop.rows("SELECT sha256, scope FROM file_ref WHERE here = 1"):
        need((row.scope, row.sha256) in present, f"{laptop.name} says synced; the server lacks {row.sha256}")
    missing = {row.sha256 for row in laptop.rows("SELECT sha256 FROM file_ref WHERE here = 0")}
    need(not (missing - laptop.files.keys()) & _wanted(laptop), f"{laptop.name} says synced and lacks files")


def _wanted(laptop: Laptop) -> set[str]:
    """Hashes of files that records name which were not ruled out, or were adopted."""
    events = [json.loads(row.raw) for row in laptop.rows("SELECT raw FROM event")]
    adopted = {parent for one in events if one["type"] == "event_adopted" for parent in one["par"]}
    ruled = {one["body"].get("event") for one in events if one["type"] == "event_ruled" and one["id"] not in adopted}
    return {blob["sha256"] for one in events if one["id"] not in ruled for blob in one["blobs"]}
