"""What must never happen: a closed hazard silently leaves "closed". And the proof that these tests would notice.

A hazard may leave "closed" for "disputed", or by a reopening or an adjudication whose author saw a decision that
closed it. (The adjudication: it settles a dispute between a pass and a reopening, while a submission that saw only the
reopening lets the pass stand alone for a moment on some replica.)
"""

import random
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from typing_extensions import override

from inspector.domain.events import HAZARD_DECISIONS, Event
from inspector.domain.hazard import HazardStatus
from inspector.domain.merge import ALIKE, OUTCOMES, Course, fold
from inspector.domain.roles import LEGAL
from tests.unit.domain.histories import TYPE_OF, ancestors, delivery, history

CLOSED = HazardStatus.CLOSED


class Machine(Protocol):
    """Takes events one by one as they are delivered and says the status."""

    def add(self, event: Event) -> None: ...

    def status(self) -> HazardStatus | None: ...

    def closers(self) -> set[str]: ...

    def known(self) -> set[str]: ...


class Real:
    """The product's merge."""

    def __init__(self) -> None:
        self.course = Course(roles=False)

    def add(self, event: Event) -> None:
        self.course.add(event)

    def status(self) -> HazardStatus | None:
        return self.course.view().status

    def closers(self) -> set[str]:
        return {event.id for event in self.course.view().deciders}

    def known(self) -> set[str]:
        return set(self.course.events)


class LastWriterWins(Real):
    """Planted fault: the decision with the latest clock counts."""

    @override
    def status(self) -> HazardStatus | None:
        made = [e for e in self.course.events.values() if e.type in HAZARD_DECISIONS]
        if not made:
            return None
        last = max(made, key=lambda e: e.at)
        return ALIKE.get(HAZARD_DECISIONS[last.type]) or OUTCOMES[last.body["outcome"]]


class FactsCount(Real):
    """Planted fault: a new photo or note opens a closed hazard again."""

    @override
    def status(self) -> HazardStatus | None:
        found = super().status()
        alerts = fold(self.course.events.values(), roles=False).alerts if found is CLOSED else ()
        return HazardStatus.OPEN if any(a.code == "fact_after_closure" for a in alerts) else found


class IgnoresPast(Real):
    """Planted fault: a decision is judged by what had arrived, not by what its author saw."""

    def __init__(self) -> None:
        super().__init__()
        self.last: tuple[str, ...] = ()

    @override
    def add(self, event: Event) -> None:
        self.course.add(Event(event.id, "h", "hazard", event.type, self.last, event.body, user=event.user))
        self.last = (event.id,)


class DropsCounters(Real):
    """Planted fault: an event with a counter that was seen already is taken for a repeat, whoever wrote it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[int] = set()

    @override
    def add(self, event: Event) -> None:
        if event.body["n"] in self.seen or any(parent not in self.course.events for parent in event.par):
            return
        self.seen.add(event.body["n"])
        self.course.add(event)


class NewerSubmissionWins(Real):
    """Planted fault: a judgement on a newer submission overrides one on an older, instead of a dispute."""

    @override
    def status(self) -> HazardStatus | None:
        view = self.course.view()
        judged = [e for e in view.heads if e.type in ("review_passed", "review_returned")]
        if view.status is not HazardStatus.DISPUTED or len(judged) < 2 or len(judged) < len(view.heads):
            return view.status
        depth = {e.id: self._submissions(e) for e in judged}
        newest = max(judged, key=lambda e: (depth[e.id], e.id))
        return ALIKE[HAZARD_DECISIONS[newest.type]]

    def _submissions(self, event: Event) -> int:
        seen = self.course.saw([event])
        return sum(self.course.events[e].type == "rectification_submitted" for e in seen)


def violations(machine: Callable[[], Machine], seeds: range, deliveries: int = 2) -> Iterator[str]:
    """Every way in which a merge breaks its promises on these histories."""
    for seed in seeds:
        rng = random.Random(-1 - seed)
        events = history(seed)
        seen = ancestors(events)
        final = set()
        for _ in range(deliveries):
            replica = machine()
            for event in delivery(events, rng):
                yield from _step(replica, event, seen[event.id], seed)
            final.add(replica.status())
            if replica.known() != set(seen):
                yield f"{seed}: an event was lost"
        if len(final) > 1:
            yield f"{seed}: depends on the order: {final}"


def _step(replica: Machine, event: Event, saw: set[str], seed: int) -> Iterator[str]:
    before, closers = replica.status(), replica.closers()
    replica.add(event)
    now = replica.status()
    if before is not CLOSED or now in (CLOSED, HazardStatus.DISPUTED):
        return
    if event.type not in ("hazard_reopened", "dispute_adjudicated") or not closers & saw:
        yield f"{seed}: {event.type} led from closed to {now}"


def test_a_closed_hazard_leaves_closed_only_to_disputed_or_by_an_author_who_saw_the_closure() -> None:
    assert list(violations(Real, range(20_000))) == []


def test_the_histories_reach_every_status_and_leave_closed_often_enough_to_mean_something() -> None:
    reached: dict[HazardStatus | None, int] = {}
    for seed in range(2_000):
        state = fold(history(seed), roles=False)
        reached[state.status] = reached.get(state.status, 0) + 1
    assert set(reached) == set(HazardStatus)
    assert min(reached.values()) >= 20


@pytest.mark.parametrize("fault", [LastWriterWins, FactsCount, IgnoresPast, DropsCounters, NewerSubmissionWins])
def test_a_planted_fault_is_caught(fault: Callable[[], Machine]) -> None:
    assert next(violations(fault, range(3_000)), None) is not None


def test_every_status_has_an_exit() -> None:
    left: set[HazardStatus] = set()
    for seed in range(1_500):
        events = history(seed)
        state = fold(events, roles=False)
        assert state.status is not None
        exits = set()
        for decision in LEGAL[state.status]:
            for outcome in OUTCOMES:
                body = {"outcome": outcome}
                last = Event("zz", "h", "hazard", TYPE_OF[decision], state.leaves, body)
                after = fold([*events, last], roles=False)
                assert after.heads == ("zz",)
                exits.add(after.status)
        assert exits - {state.status}
        left.add(state.status)
    assert left == set(HazardStatus)
