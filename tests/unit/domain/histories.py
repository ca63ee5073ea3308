"""Random histories of one hazard: several authors who see each other's events late, in every legal and illegal way."""

import random
from dataclasses import dataclass, field

from inspector.domain.events import HAZARD_DECISIONS, HAZARD_FACTS, Event
from inspector.domain.merge import Course
from inspector.domain.roles import LEGAL

APART: dict[str, object] = {"author": "", "finders": [], "rectifiers": []}
"""What a body says of the teams where nobody has one."""
TYPE_OF = {decision: name for name, decision in HAZARD_DECISIONS.items()}


@dataclass
class Author:
    """One device: what it has, and the events nobody in it has seen yet."""

    name: str
    course: Course = field(default_factory=lambda: Course(roles=False))
    parents: set[str] = field(default_factory=set)
    written: int = 0

    def take(self, event: Event) -> None:
        if event.id not in self.course.events:
            self.course.add(event)
            self.parents.update(event.par)

    def leaves(self) -> tuple[str, ...]:
        return tuple(e for e in self.course.events if e not in self.parents)


def choose(rng: random.Random, author: Author) -> str:
    if rng.random() < 0.2:
        return rng.choice(HAZARD_FACTS)
    if rng.random() < 0.15:
        return rng.choice(list(HAZARD_DECISIONS))
    return TYPE_OF[rng.choice(sorted(LEGAL[author.course.view().status]))]


def history(seed: int, length: int = 11, authors: int = 3) -> list[Event]:
    """A history in causal order; `at` is the author's clock, which may be anything, `user` the author."""
    rng = random.Random(seed)
    team = [Author(f"p{i}") for i in range(authors)]
    made: list[Event] = []
    for number in range(length):
        author = rng.choice(team)
        if rng.random() < 0.45:
            for event in rng.choice(team).course.events.values():
                author.take(event)
        elif rng.random() < 0.2:
            for event in made:
                author.take(event)
        if number == 1:
            for other in team:
                other.take(made[0])
        author.written += 1
        event = Event(
            id=f"{rng.randrange(16**6):06x}-{number}",
            entity="h",
            kind="hazard",
            type="hazard_registered" if not made else choose(rng, author),
            par=author.leaves(),
            body={"outcome": rng.choice(("closed", "returned")), "n": author.written, "teams": APART},
            user=author.name,
            at=f"{rng.randrange(10**6):06d}",
        )
        author.take(event)
        made.append(event)
    return made


def delivery(events: list[Event], rng: random.Random) -> list[Event]:
    """The events in another causal order."""
    left = {e.id: set(e.par) for e in events}
    by_id = {e.id: e for e in events}
    order = []
    while left:
        ready = [identity for identity, missing in left.items() if not missing]
        chosen = rng.choice(ready)
        del left[chosen]
        for missing in left.values():
            missing.discard(chosen)
        order.append(by_id[chosen])
    return order


def ancestors(events: list[Event]) -> dict[str, set[str]]:
    """Id -> everything it saw; worked out here on its own, not by the merge."""
    seen: dict[str, set[str]] = {}
    for event in events:
        seen[event.id] = set(event.par).union(*(seen[parent] for parent in event.par))
    return seen
