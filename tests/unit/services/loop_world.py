"""Several laptops on which people of all roles act on hazards as they like, and exchange their records now and then.

What must hold is worked out here from the raw events, not by the code that acts and merges.
"""

import contextlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from inspector.domain.actions import RULES, Action, CourseFacts, refusal
from inspector.domain.customer import Customer
from inspector.domain.events import Event, decode_frame
from inspector.domain.fields import to_fields
from inspector.domain.hazard import HazardStatus
from inspector.domain.merge import fold
from inspector.domain.person import Person, Role
from inspector.domain.roles import as_seen
from inspector.problems import Problem
from inspector.services.hazards.actions import act
from inspector.services.hazards.courses import course_of
from inspector.services.hazards.given import Given
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, NewEvent, create_store
from tests.arriving import arrive

CLOSED, DISPUTED = HazardStatus.CLOSED, HazardStatus.DISPUTED
SCOPE = "north"
INSPECTOR, LEAD, REVIEWER = Role.INSPECTOR, Role.LEAD, Role.REVIEWER
STAFF: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("ann", "one", (INSPECTOR, REVIEWER)),
    ("bob", "one", (INSPECTOR,)),
    ("cid", "two", (INSPECTOR, REVIEWER)),
    ("dan", "three", (REVIEWER,)),
    ("eve", "one", (LEAD, REVIEWER)),
    ("fay", "two", (LEAD,)),
    ("gus", "three", (LEAD, INSPECTOR, REVIEWER)),
    ("hal", "four", (LEAD,)),
    ("ida", "", (REVIEWER,)),
    ("kim", "six", (LEAD,)),
    ("lou", "seven", (LEAD,)),
    ("max", "eight", (LEAD,)),
    ("joe", "five", (Role.ADMINISTRATOR,)),
)
OFTEN = {Action.SUBMIT: 6, Action.PASS: 6, Action.RETURN: 3, Action.ADJUDICATE: 4, Action.REOPEN: 2}
CHOICE: dict[Action, int] = {
    action: OFTEN.get(action, 1) for action in Action if action not in (Action.SERVE, Action.PHOTO)
}
"""How often an action is tried. Serving draws a notice and photos need pictures: not here."""


@dataclass
class Laptop:
    """One replica and what was known of its hazards when it was looked at last."""

    workspace: Workspace
    before: dict[str, tuple[HazardStatus | None, frozenset[str]]] = field(default_factory=dict)
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def events(self, hazard: str) -> tuple[Event, ...]:
        return self.workspace.call(lambda: self.workspace.db.hazards.history(hazard))


class World:
    """Three laptops with the same people and one customer."""

    def __init__(self, folder: Path, laptops: int = 3) -> None:
        self.laptops = [
            Laptop(Workspace(create_store(folder / f"w{number}", source=KeySource.SAMPLE))) for number in range(laptops)
        ]
        self.reached: set[HazardStatus | None] = set()
        first = self.laptops[0].workspace
        self.people = {
            login: Person(first.new_id(), login, login, team, roles, areas=(SCOPE,)) for login, team, roles in STAFF
        }
        self.customer = Customer(first.new_id(), "0001", "Mill", SCOPE, voltage_kv=10.0)
        events = [NewEvent(p.id, "person", "person_registered", {"fields": to_fields(p)}) for p in self.people.values()]
        events.append(
            NewEvent(self.customer.id, "customer", "customer_registered", {"fields": to_fields(self.customer)})
        )
        first.call(lambda: first.db.frames.append(SCOPE, self.people["eve"].id, events, first.now()))

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.workspace.close()

    def find(self, number: str) -> str:
        """A hazard found by ann and bob, known on every laptop."""
        workspace, finders = self.laptops[0].workspace, [self.people["ann"], self.people["bob"]]
        hazard, today = workspace.new_id(), workspace.today()
        fields = {
            "number": number,
            "customer": self.customer.id,
            "description": "water in the trench",
            "grade": "general",
            "deadline": (today + timedelta(days=30)).isoformat(),
            "found_on": today.isoformat(),
            "found_by": [person.id for person in finders],
        }
        event = NewEvent(
            hazard, "hazard", "hazard_registered", {"fields": fields, **as_seen(finders[0], finders=finders)}
        )
        workspace.call(lambda: workspace.db.frames.append(SCOPE, finders[0].id, [event], workspace.now()))
        for other in self.laptops[1:]:
            self.exchange(self.laptops[0], other)
        return hazard

    def exchange(self, source: Laptop, target: Laptop, share: float = 1.0) -> None:
        """The target receives what it does not have of the source's frames, from the oldest on."""
        have = {frame for frame, _raw, _sig in _frames(target.workspace)}
        new = [found for found in _frames(source.workspace) if found[0] not in have]
        keys = {laptop.workspace.store.device.id: laptop.workspace.store.device.public_key for laptop in self.laptops}
        db = target.workspace

        def receive() -> None:
            for _frame, raw, sig in new[: max(1, round(len(new) * share))]:
                arrive(db.db, raw, sig, keys[decode_frame(raw).dev])

        db.call(receive)

    # what a planted fault replaces -----------------------------------------------------------------------------------

    def status(self, events: tuple[Event, ...]) -> HazardStatus | None:
        """The status a laptop shows."""
        return fold(events).status

    def attempt(self, laptop: Laptop, person: Person, hazard: str, action: Action, given: Given, seen: Any) -> None:
        """Somebody tries to act; what the rules refuse is refused with a Problem."""
        workspace = laptop.workspace
        workspace.call(lambda: workspace.act_as(person.id))
        with contextlib.suppress(Problem):
            act(workspace, hazard, action, given, seen=seen)

    def open_to(self, laptop: Laptop, hazard: str) -> list[tuple[Person, Action]]:
        """Who may take which decision or other action now."""
        facts, people = self.facts(laptop, hazard), self.people.values()
        return [(p, action) for action in CHOICE for p in people if refusal(action, facts, p) is None]

    def facts(self, laptop: Laptop, hazard: str) -> CourseFacts:
        """What the rules ask."""
        return laptop.workspace.call(lambda: course_of(laptop.workspace, hazard)).facts

    # one history -----------------------------------------------------------------------------------------------------

    def history(self, seed: int, steps: int = 26) -> Iterator[str]:
        """Play a history; yields every breach of what must hold."""
        rng = random.Random(seed)
        hazard = self.find(f"H-{seed}")
        for laptop in self.laptops:
            self.look(laptop, hazard)
        for _step in range(steps):
            laptop = rng.choice(self.laptops)
            if rng.random() < 0.3:
                self.exchange(
                    rng.choice([other for other in self.laptops if other is not laptop]), laptop, rng.random()
                )
            else:
                self._try(rng, laptop, hazard)
            yield from self.breaches(laptop, hazard, seed)
        yield from self._at_the_end(hazard, seed)

    def _try(self, rng: random.Random, laptop: Laptop, hazard: str) -> None:
        person, action = rng.choice(list(self.people.values())), rng.choice(list(CHOICE))
        allowed = self.open_to(laptop, hazard)
        if allowed and rng.random() < 0.7:
            person, action = rng.choices(allowed, [CHOICE[action] for _person, action in allowed])[0]
        today = laptop.workspace.today()
        given = Given(
            note="dried",
            reason="because",
            comment="looked at it",
            outcome=rng.choice(("closed", "returned", "else")),
            until=today + timedelta(days=rng.choice((10, 40, 80))),
            person=rng.choice(("cid", "Li")),
            fields={"measure": rng.choice(("pump", "wall"))},
        )
        seen = tuple(laptop.known.get(hazard, ())) if rng.random() < 0.3 else None
        laptop.known[hazard] = frozenset(laptop.workspace.call(lambda: laptop.workspace.db.frames.heads_of(hazard)))
        self.attempt(laptop, person, hazard, action, given, seen)

    def look(self, laptop: Laptop, hazard: str) -> None:
        """Keep what is known of a hazard on a laptop, to compare with later."""
        events = laptop.events(hazard)
        laptop.before[hazard] = (self.status(events), frozenset(event.id for event in events))
        self.reached.add(self.status(events))

    def breaches(self, laptop: Laptop, hazard: str, seed: int) -> Iterator[str]:
        """What is wrong on a laptop after something was written or received there."""
        events = laptop.events(hazard)
        former, had = laptop.before[hazard]
        status = self.status(events)
        past = pasts(events)
        if status is CLOSED and not any(self._closes(event, events, past) for event in fold(events).deciders):
            yield f"{seed}: closed without an independent review"
        shown = [event for event in events if event.id in had]
        for event in events[len(shown) :]:
            shown.append(event)
            now = self.status(tuple(shown))
            if former is CLOSED and now not in (CLOSED, DISPUTED):
                closers = {e.id for e in shown if self._closes(e, events, past)}
                if event.type not in ("hazard_reopened", "dispute_adjudicated") or not closers & past[event.id]:
                    yield f"{seed}: left closed for {now} by {event.type}, whose author had not seen the closure"
            former = now
        if not any(RULES[action].decision for _person, action in self.open_to(laptop, hazard)):
            yield f"{seed}: nobody can decide about what is {status}"
        self.look(laptop, hazard)

    def _closes(self, event: Event, events: tuple[Event, ...], past: Mapping[str, set[str]]) -> bool:
        """Whether an event may close: by somebody independent of all he saw, or by a lead who settles a dispute."""
        author = next((p for p in self.people.values() if p.id == event.user), None)
        seen = [other for other in events if other.id in past[event.id]]
        if author is None:
            return False
        if event.type == "dispute_adjudicated":
            before = fold(seen)
            judged = {other.user for other in seen if other.id in before.heads}
            disputed = before.status is DISPUTED and event.body.get("outcome") == "closed"
            reviewed = any(other.type == "review_passed" and self._closes(other, events, past) for other in seen)
            apart = self._independent(author, seen)
            return disputed and reviewed and apart and LEAD in author.roles and author.id not in judged
        if event.type != "review_passed" or REVIEWER not in author.roles:
            return False
        return self._independent(author, seen)

    def _independent(self, author: Person, seen: list[Event]) -> bool:
        """Whether somebody neither found nor rectified what he saw, nor belongs to a team that did."""
        parties = {self.people["ann"], self.people["bob"]}
        parties |= {
            p
            for p in self.people.values()
            for e in seen
            if e.type == "rectification_submitted" and p.id in (e.user, e.body.get("by"))
        }
        return author not in parties and (not author.team or author.team not in {party.team for party in parties})

    def _at_the_end(self, hazard: str, seed: int) -> Iterator[str]:
        """Everybody hears of everything: then all agree, and every way out that is offered leads somewhere."""
        for _twice in range(2):
            for source in self.laptops:
                for target in self.laptops:
                    if source is not target:
                        self.exchange(source, target)
                        yield from self.breaches(target, hazard, seed)
        found = {(self.status(laptop.events(hazard)), fold(laptop.events(hazard)).heads) for laptop in self.laptops}
        if len(found) > 1:
            yield f"{seed}: the laptops disagree: {found}"
        laptop = self.laptops[0]
        ways = [way for way in self.open_to(laptop, hazard) if RULES[way[1]].decision]
        heads = fold(laptop.events(hazard)).heads
        if ways:
            person, action = ways[seed % len(ways)]
            given = Given(note="n", reason="r", comment="c", outcome="returned")
            self.attempt(laptop, person, hazard, action, given, None)
            if fold(laptop.events(hazard)).heads == heads:
                yield f"{seed}: {action} by {person.login} is offered and decides nothing"


def pasts(events: tuple[Event, ...]) -> dict[str, set[str]]:
    """Id -> everything it saw; worked out here on its own, not by the merge. Parents may be stored after children."""
    known = {event.id: event for event in events}
    found: dict[str, set[str]] = {}

    def past(identity: str) -> set[str]:
        if identity not in found:
            found[identity] = set()
            for parent in known[identity].par:
                if parent in known:
                    found[identity] |= {parent} | past(parent)
        return found[identity]

    for event in events:
        past(event.id)
    return found


def _frames(workspace: Workspace) -> tuple[tuple[str, bytes, bytes], ...]:
    return workspace.call(lambda: workspace.db.frames.unsent(1_000_000))
