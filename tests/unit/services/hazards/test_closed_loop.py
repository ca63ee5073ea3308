"""Over random legal and illegal attempts by all roles: nothing is closed without an independent review, nothing leaves
closed silently, every state has an exit. And the proof that these tests would notice.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from inspector.domain.actions import Action
from inspector.domain.events import HAZARD_DECISIONS, Event
from inspector.domain.hazard import HazardStatus
from inspector.domain.merge import ALIKE, OUTCOMES, fold
from inspector.domain.person import Person
from inspector.services.hazards.actions import TYPES
from inspector.services.hazards.given import Given
from inspector.storage import NewEvent
from tests.unit.services.loop_world import SCOPE, Laptop, World

HISTORIES = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def played(world: World, seeds: range) -> Iterator[str]:
    try:
        for seed in seeds:
            yield from world.history(seed)
    finally:
        world.close()


def test_nothing_closes_unreviewed_or_opens_silently_and_every_state_has_an_exit(folder: Path) -> None:
    world = World(folder)
    try:
        for seed in range(HISTORIES):
            assert list(world.history(seed)) == []
    finally:
        world.close()
    assert world.reached == set(HazardStatus)


class Unchecked(World):
    """Planted fault: a client that writes decisions without asking the rules, as if nobody had a team."""

    @override
    def attempt(self, laptop: Laptop, person: Person, hazard: str, action: Action, given: Given, seen: Any) -> None:
        apart: dict[str, Any] = {"author": "", "finders": [], "rectifiers": []}
        event = NewEvent(hazard, "hazard", TYPES[action], {"fields": {}, "outcome": given.outcome, "teams": apart})
        frames = laptop.workspace.db.frames
        laptop.workspace.call(lambda: frames.append(SCOPE, person.id, [event], laptop.workspace.now()))


class LastWriterWins(World):
    """Planted fault: of all decisions the one that was stored last counts."""

    @override
    def status(self, events: tuple[Event, ...]) -> HazardStatus | None:
        stopped = fold(events).ineffective
        made = [e for e in events if e.type in HAZARD_DECISIONS and e.id not in stopped]
        last = made[-1]
        return ALIKE.get(HAZARD_DECISIONS[last.type]) or OUTCOMES[str(last.body["outcome"])]


class NobodyAdjudicates(World):
    """Planted fault: the table forgets the way out of a dispute."""

    @override
    def open_to(self, laptop: Laptop, hazard: str) -> list[tuple[Person, Action]]:
        return [way for way in super().open_to(laptop, hazard) if way[1] is not Action.ADJUDICATE]


@pytest.mark.parametrize(
    ("fault", "breach"),
    [
        (Unchecked, "without an independent review"),
        (LastWriterWins, "left closed"),
        (NobodyAdjudicates, "nobody can decide"),
    ],
)
def test_a_planted_fault_is_caught(fault: type[World], breach: str, folder: Path) -> None:
    assert any(breach in found for found in played(fault(folder), range(200)))


@pytest.mark.parametrize(("lead", "breaches"), [("eve", True), ("kim", False)])
def test_a_dispute_closed_by_word_of_somebody_of_the_finders_team_is_caught(
    lead: str, breaches: bool, folder: Path
) -> None:
    world = World(folder)
    try:
        laptop, hazard = world.laptops[0], world.find("H-1")
        world.look(laptop, hazard)
        world.attempt(laptop, world.people["bob"], hazard, Action.SUBMIT, Given(note="dried"), None)
        written(laptop, "dan", hazard, world, ("review_passed", {}), ("review_returned", {}))
        assert laptop.workspace.call(lambda: fold(laptop.events(hazard)).status) is HazardStatus.DISPUTED
        written(laptop, lead, hazard, world, ("dispute_adjudicated", {"outcome": "closed"}))
        found = list(world.breaches(laptop, hazard, 0))
        assert any("without an independent review" in text for text in found) is breaches
    finally:
        world.close()


def written(laptop: Laptop, login: str, hazard: str, world: World, *events: tuple[str, dict[str, Any]]) -> None:
    """Decisions as a client writes them that asks no rules; none of them saw another."""
    workspace, apart = laptop.workspace, {"author": "", "finders": [], "rectifiers": []}

    def write() -> None:
        heads = workspace.db.frames.heads_of(hazard)
        for kind, body in events:
            event = NewEvent(hazard, "hazard", kind, {**body, "teams": apart}, heads)
            workspace.db.frames.append(SCOPE, world.people[login].id, [event], workspace.now())

    workspace.call(write)
