"""Planned visits of a history: made, moved, noted, cancelled and begun by the real services, and handed over in files.

Now and then a program that asks no rules writes of them: what the server rules out has to have no effect anywhere.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspector.domain.person import Person, Role
from inspector.domain.plan import BEGUN, CANCELLED, CHANGED, KIND
from inspector.domain.visit import VisitStatus
from inspector.problems import Problem
from inspector.services.handovers.handing import hand_over, take_back, take_over
from inspector.services.planning.records import begin, visit_id
from inspector.services.planning.visits import VisitPlan, cancel_visit, move_visit, plan_visits, planned_draft
from inspector.storage import VisitDraft
from inspector.storage.frames.frames import NewEvent
from inspector.sync import unlocking
from tests.simulation.deeds import someone
from tests.simulation.laptop import Laptop
from tests.simulation.usb import MemoryWorkspace

if TYPE_CHECKING:
    from tests.simulation.world import World

ACCOUNTS: Final = {"north": "0001", "south": "0002"}
"""Account of the customer of each area."""
PAIRS: Final = (("p-ann", "p-bob"), ("p-ann", "p-dan"), ("p-dan", "p-mal"), ("p-bob", "p-eve"))
TIMES: Final = ("", "08:30", "14:00")
NOTES: Final = ("", "key at the gate", "bring the ladder")
PASSPHRASE: Final = "four words are enough"
MOST_HANDED: Final = 4
MOST_PLANS: Final = 3
"""Of an area; people meet at the same ones."""


@dataclass(frozen=True)
class Handed:
    """A visit on its way to another laptop."""

    path: Path
    visit: str
    scope: str


def workspace_of(chance: random.Random, laptop: Laptop) -> MemoryWorkspace:
    """A laptop's workspace, where somebody works, mostly one who may plan."""
    workspace = MemoryWorkspace(laptop)
    workspace.act_as(someone(chance, laptop, chance.choice((Role.INSPECTOR, Role.LEAD, Role.LEAD))).id)
    return workspace


def plan(chance: random.Random, laptop: Laptop, scope: str) -> str:
    """Somebody plans a visit, or does something about one that is planned; what he did."""
    try:
        workspace = workspace_of(chance, laptop)
        known = [row.id for row in laptop.things(scope) if row.kind == KIND]
        if not known or (len(known) < MOST_PLANS and chance.random() < 0.2):
            return _make(chance, workspace, scope)
        entity = chance.choice(_going_on(laptop, known) if chance.random() < 0.8 else known)
        if chance.random() < 0.15:
            return _write_unasked(chance, laptop, scope, entity)
        return chance.choice((_move, _move, _move, _note, _cancel, _begin))(chance, workspace, entity)
    except Problem as problem:
        return f"no plan: {problem.code}"


def first_plans(laptop: Laptop) -> None:
    """One plan of each area, with which every history begins."""
    workspace = MemoryWorkspace(laptop)
    workspace.act_as("p-ann")
    day = workspace.today() + timedelta(days=1)
    plan_visits(workspace, [VisitPlan(account, PAIRS[0], day) for account in ACCOUNTS.values()])


def _going_on(laptop: Laptop, known: list[str]) -> list[str]:
    """Those of these plans that are still to be begun; all of them when none is."""
    planned = {row.id for row in laptop.rows("SELECT id FROM plan WHERE status = 'planned'")}
    return [one for one in known if one in planned] or known


def _day(chance: random.Random, workspace: MemoryWorkspace) -> date:
    return workspace.today() + timedelta(days=chance.randrange(4))


def _pair(chance: random.Random, workspace: MemoryWorkspace) -> tuple[str, str]:
    """Who goes: mostly a pair with who plans."""
    own = [pair for pair in PAIRS if workspace.acting.id in pair]
    return chance.choice(own if own and chance.random() < 0.8 else PAIRS)


def _visit(workspace: MemoryWorkspace, entity: str) -> str:
    return str(workspace.laptop.rows("SELECT coalesce(max(visit), '') FROM plan WHERE id = ?", entity)[0][0])


def _make(chance: random.Random, workspace: MemoryWorkspace, scope: str) -> str:
    pair, at, note = _pair(chance, workspace), chance.choice(TIMES), chance.choice(NOTES)
    wanted = VisitPlan(ACCOUNTS[scope], pair, _day(chance, workspace), at=at, note=note)
    return f"plans {plan_visits(workspace, [wanted])[0]}"


def _move(chance: random.Random, workspace: MemoryWorkspace, entity: str) -> str:
    visit = _visit(workspace, entity)
    pair = _pair(chance, workspace) if chance.random() < 0.3 else ()
    move_visit(workspace, visit, planned_on=_day(chance, workspace), at=chance.choice((None, *TIMES)), inspectors=pair)
    return f"moves {visit}"


def _note(chance: random.Random, workspace: MemoryWorkspace, entity: str) -> str:
    visit = _visit(workspace, entity)
    move_visit(workspace, visit, planned_on=planned_draft(workspace, visit).planned_on, note=chance.choice(NOTES))
    return f"notes something about {visit}"


def _cancel(_chance: random.Random, workspace: MemoryWorkspace, entity: str) -> str:
    visit = _visit(workspace, entity)
    cancel_visit(workspace, visit)
    return f"cancels {visit}"


def _begin(_chance: random.Random, workspace: MemoryWorkspace, entity: str) -> str:
    """As `visits.opening` begins one, but for its checklists."""
    visit, at, db = _visit(workspace, entity), workspace.now(), workspace.db
    planned = next((one for one in db.drafts.visits() if visit in (one.id, one.key)), None)
    if planned is None or planned.status is not VisitStatus.PLANNED:
        return f"does not begin {visit}"
    with db.transaction():
        begun = replace(planned, id=visit_id(workspace, planned), status=VisitStatus.OPEN, number="V", started_at=at)
        db.drafts.visit_put(begun)
        begin(workspace, planned, begun)
    return f"begins {planned.id} as {begun.id}"


def _write_unasked(chance: random.Random, laptop: Laptop, scope: str, entity: str) -> str:
    """Somebody writes of a plan whom no program asked whether he may."""
    who: Person = someone(chance, laptop, None)
    kind, body = chance.choice(
        (
            (CHANGED, {"fields": {"inspectors": list(chance.choice(PAIRS))}}),
            (CANCELLED, {"fields": {"cancelled": True}}),
            (BEGUN, {"visit": laptop.db.ids.new(), "number": "V"}),
        )
    )
    return f"writes {kind}: {laptop.write(scope, who.id, [NewEvent(entity, KIND, kind, body)], {})}"


# --- hand-over --------------------------------------------------------------------------------------------------------


@contextmanager
def quick_keys() -> Iterator[None]:
    """Keys of files come from their passphrases at once: nobody guesses here."""
    names = ("MEMORY_KIB", "ITERATIONS", "LANES")
    before = [getattr(unlocking, name) for name in names]
    for name, value in zip(names, (8, 1, 1), strict=True):
        setattr(unlocking, name, value)
    try:
        yield
    finally:
        for name, value in zip(names, before, strict=True):
            setattr(unlocking, name, value)


def hand(world: "World", chance: random.Random, laptop: Laptop) -> str:
    """A planned visit goes into a file."""

    def work() -> str:
        workspace = workspace_of(chance, laptop)
        found = _planned(laptop, world.scopes_of(laptop))
        if not found or len(world.handed) >= MOST_HANDED:
            return "nothing to hand over"
        chosen = chance.choice(found)
        visit, scope = chosen.id, chosen.customer.removeprefix("customer-")
        path = world.drawer.folder / f"{len(world.handed)}-{visit.replace(':', '-')}.visit"
        hand_over(workspace, visit, PASSPHRASE, path)
        world.handed.append(Handed(path, visit, scope))
        return f"hands {visit} over"

    return _done(laptop, work)


def take(world: "World", chance: random.Random, laptop: Laptop) -> str:
    """A file with a visit is taken over, by anybody who may read of its customer, once more perhaps."""

    def work() -> str:
        workspace = workspace_of(chance, laptop)
        known = [one for one in world.handed if one.scope in world.scopes_of(laptop)]
        if not known:
            return "nothing to take over"
        one = chance.choice(known)
        return f"takes {take_over(workspace, one.path, PASSPHRASE)} over"

    return _done(laptop, work)


def back(chance: random.Random, laptop: Laptop) -> str:
    """A visit that went away is taken back."""

    def work() -> str:
        workspace = workspace_of(chance, laptop)
        gone = [one.id for one in laptop.db.drafts.visits(VisitStatus.HANDED_OVER)]
        return f"takes back as {take_back(workspace, chance.choice(gone), 'lost')}" if gone else "nothing to take back"

    return _done(laptop, work)


def _planned(laptop: Laptop, scopes: Sequence[str]) -> list[VisitDraft]:
    customers = {f"customer-{scope}" for scope in scopes}
    return [one for one in laptop.db.drafts.visits(VisitStatus.PLANNED) if one.customer in customers]


def _done(laptop: Laptop, work: Callable[[], str]) -> str:
    def tried() -> str:
        try:
            with quick_keys():
                return work()
        except Problem as problem:
            return f"refused: {problem.code}"

    return laptop.doing(tried) or "killed"
