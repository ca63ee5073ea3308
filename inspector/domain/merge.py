"""The merge (sync.md): the state of a thing as a pure function of the set of its events.

Not of their order, not of the channel, not of duplicates, and of no clock. An event counts in the *past* of another
when it is reached through `par`. The past of a decision was fixed when it was written, so whether it is legal is a
property of the decision itself and never changes with what arrives later.

Implementation: events are taken in causal order; each decision, field change and ruling gets one bit, and what an
event saw is one integer. The heads of any set are found by taking its highest bit and striking out what that one saw.
"""

import heapq
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from inspector.domain.entity_state import ALIKE, OUTCOMES, Alert, AlertCode, EntityState, FieldState, View
from inspector.domain.events import HAZARD_DECISIONS, Effect, Event
from inspector.domain.hazard import HazardStatus
from inspector.domain.roles import LEGAL, broken_house_rule, broken_rule
from inspector.domain.said import said
from inspector.domain.straight import fold_straight, sets_fields
from inspector.quick_dataclass import dataclass

__all__ = [
    "ALIKE",
    "OUTCOMES",
    "Alert",
    "AlertCode",
    "Course",
    "EntityState",
    "FieldState",
    "View",
    "causal_order",
    "fold",
    "fold_any",
    "joint",
]


def joint(heads: Sequence[Event]) -> View:
    """The table of joint status (sync.md, "Heads → Status")."""
    deciding = [e for e in heads if e.type != "hazard_registered"] or list(heads)
    by_kind: dict[str, list[Event]] = {}
    for event in deciding:
        by_kind.setdefault(HAZARD_DECISIONS[event.type], []).append(event)
    kinds = frozenset(by_kind)
    if not kinds:
        return View(None)
    if "adjudicate" in kinds:
        return _adjudicated(tuple(heads), by_kind)
    if len(kinds) == 1:
        return View(ALIKE[next(iter(kinds))], tuple(heads), tuple(deciding))
    if kinds == {"submit", "return"}:
        return View(HazardStatus.IN_REVIEW, tuple(heads), tuple(by_kind["submit"]))
    if len(kinds) == 2 and "submit" in kinds:
        (other,) = kinds - {"submit"}
        late = tuple(Alert(AlertCode.LATE_EVIDENCE, e.id) for e in by_kind["submit"])
        return View(ALIKE[other], tuple(heads), tuple(by_kind[other]), late)
    return View(HazardStatus.DISPUTED, tuple(heads), tuple(deciding))


def _adjudicated(heads: tuple[Event, ...], by_kind: Mapping[str, list[Event]]) -> View:
    ruled = by_kind["adjudicate"]
    others = [e for kind, events in by_kind.items() if kind != "adjudicate" for e in events]
    outcomes = {e.body["outcome"] for e in ruled}
    if len(outcomes) > 1 or "reopen" in by_kind or "void" in by_kind:
        return View(HazardStatus.DISPUTED, heads, (*ruled, *others))
    late = tuple(Alert(AlertCode.LATE_OBJECTION, e.id) for e in others)
    return View(OUTCOMES[outcomes.pop()], heads, tuple(ruled), late)


@dataclass(slots=True)
class Course:
    """The events of one entity, added one by one in causal order (an event after all its parents).

    `roles`: whether decisions that break a role rule on their own body are ineffective (`fold` does not ask).
    """

    roles: bool = True
    events: dict[str, Event] = field(default_factory=dict)
    _marked: list[Event] = field(default_factory=list)
    _reach: dict[str, int] = field(default_factory=dict)
    _seen: list[int] = field(default_factory=list)
    _legal: int = 0
    _foreign: set[str] = field(default_factory=set)
    """Changes of what a company decides, by somebody who may not."""
    _rulings: list[int] = field(default_factory=list)
    _adoptions: list[int] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Add an event whose parents are all here; one that is here already changes nothing."""
        if event.id in self.events:
            return
        past = 0
        for parent in event.par:
            past |= self._reach[parent]
        self.events[event.id] = event
        self._reach[event.id] = past
        effect = event.effect
        if effect is None or effect is Effect.FACT:
            return
        bit = len(self._marked)
        self._marked.append(event)
        self._seen.append(past)
        self._reach[event.id] = past | 1 << bit
        if effect is Effect.RULING:
            self._rulings.append(bit)
        elif effect is Effect.ADOPTION:
            self._adoptions.append(bit)
        elif effect is Effect.DECISION and self._is_legal(event, past):
            self._legal |= 1 << bit
        elif effect is Effect.FIELDS and self.roles and broken_house_rule(event):
            self._foreign.add(event.id)

    def view(self) -> View:
        """Status and heads of everything added so far."""
        return self._view((1 << len(self._marked)) - 1)

    def stopped(self) -> frozenset[str]:
        """Ids of events a ruling has made ineffective and no lead has adopted."""
        return self._stopped((1 << len(self._marked)) - 1)

    def ineffective(self) -> tuple[str, ...]:
        """Decisions and rules of the house that are illegal or break a rule; and whatever was ruled out. Sorted."""
        illegal = {
            e.id for bit, e in enumerate(self._marked) if e.effect is Effect.DECISION and not self._legal >> bit & 1
        }
        return tuple(sorted(illegal | self._foreign | (self.stopped() & self.events.keys())))

    def field_heads(self, setters: Iterable[int]) -> list[Event]:
        """Among events with these bits, those that no other of them saw."""
        mask = 0
        for bit in setters:
            mask |= 1 << bit
        return self._maximal(mask)

    def setters(self) -> dict[str, list[int]]:
        """Field name -> bits of the effective events that set it."""
        dead = frozenset(self.ineffective())
        found: dict[str, list[int]] = {}
        for bit, event in enumerate(self._marked):
            if event.id not in dead and event.effect in (Effect.FIELDS, Effect.DECISION):
                for name in said(event):
                    found.setdefault(name, []).append(bit)
        return found

    def saw(self, heads: Iterable[Event]) -> set[str]:
        """Ids of everything these events saw, themselves included."""
        todo = [event.id for event in heads]
        seen = set(todo)
        while todo:
            for parent in self.events[todo.pop()].par:
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)
        return seen

    def contested(self, mask: int | None = None) -> tuple[tuple[Event, ...], bool]:
        """The effective decisions of a dispute since the last agreement, and whether a review closed it meanwhile.

        Agreed is what all heads saw, unless that is in dispute itself: then what led to it is contested as well.
        `mask` are the events to look at, all of them if None. Without a dispute there are none.
        """
        mask = (1 << len(self._marked)) - 1 if mask is None else mask
        bits = {event.id: bit for bit, event in enumerate(self._marked)}
        found: list[Event] = []
        while (view := self._view(mask)).status is HazardStatus.DISPUTED:
            common = mask
            for head in view.heads:
                common &= self._seen[bits[head.id]]
            since = self._effective(mask) & ~common
            found += [event for bit, event in enumerate(self._marked) if since >> bit & 1]
            mask = common
        closed = bool(found) and view.status is HazardStatus.CLOSED
        passed = closed or any(event.type == "review_passed" for event in found)
        return tuple(sorted(found, key=lambda event: bits[event.id])), passed

    def reopenings(self) -> int:
        """How many reopenings were effective."""
        dead = self.stopped()
        return sum(
            1
            for bit, e in enumerate(self._marked)
            if e.type == "hazard_reopened" and self._legal >> bit & 1 and e.id not in dead
        )

    def _is_legal(self, event: Event, past: int) -> bool:
        seen = self._view(past)
        decision = HAZARD_DECISIONS[event.type]
        if decision not in LEGAL[seen.status]:
            return False
        if decision == "adjudicate" and not _is_outcome(event.body.get("outcome")):
            return False
        if not self.roles:
            return True
        if decision != "adjudicate":
            return not broken_rule(event)
        judged, passed = self.contested(past)
        return not broken_rule(event, [one.user for one in judged], passed=passed)

    def _view(self, mask: int) -> View:
        return joint(self._maximal(self._effective(mask)))

    def _effective(self, mask: int) -> int:
        """Bits of the decisions that count among these events."""
        effective = self._legal & mask
        if self._rulings and effective:
            stopped = self._stopped(mask)
            for bit, event in enumerate(self._marked):
                if event.id in stopped:
                    effective &= ~(1 << bit)
        return effective

    def _maximal(self, mask: int) -> list[Event]:
        heads = []
        while mask:
            bit = mask.bit_length() - 1
            heads.append(self._marked[bit])
            mask &= ~(self._seen[bit] | 1 << bit)
        return heads

    def _stopped(self, mask: int) -> frozenset[str]:
        """What rulings stop. A ruling or an adoption may be ruled out itself; what does so saw it and comes first."""
        stopped: set[str] = set()
        for ruling in reversed(self._rulings):
            event = self._marked[ruling]
            if not mask >> ruling & 1 or event.id in stopped:
                continue
            target = event.body.get("event")
            if isinstance(target, str) and target in event.par and not self._adopted(ruling, mask, stopped):
                stopped.add(target)
        return frozenset(stopped)

    def _adopted(self, ruling: int, mask: int, stopped: set[str]) -> bool:
        target = self._marked[ruling].body.get("event")
        return any(
            mask >> bit & 1
            and self._seen[bit] >> ruling & 1
            and self._marked[bit].body.get("event") == target
            and self._marked[bit].id not in stopped
            for bit in self._adoptions
        )


def _is_outcome(value: object) -> bool:
    return isinstance(value, str) and value in OUTCOMES


def causal_order(events: Iterable[Event]) -> tuple[list[Event], tuple[str, ...]]:
    """The events of one entity with every parent first, ties by id; and the ids of those that wait, sorted.

    An event waits when a parent is missing, or waits itself. Repeats of an id count once.
    """
    known = {event.id: event for event in events}
    missing = {event.id: len(set(event.par)) for event in known.values()}
    children: dict[str, list[str]] = {}
    for event in known.values():
        for parent in set(event.par):
            children.setdefault(parent, []).append(event.id)
    ready = [identity for identity, count in missing.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        identity = heapq.heappop(ready)
        order.append(known[identity])
        for child in children.get(identity, ()):
            missing[child] -= 1
            if not missing[child]:
                heapq.heappush(ready, child)
    done = {event.id for event in order}
    return order, tuple(sorted(known.keys() - done))


def fold(events: Iterable[Event], *, roles: bool = True) -> EntityState:
    """The state of one entity from all its events, in any order, repeats allowed."""
    given = events if isinstance(events, list | tuple) else tuple(events)
    return fold_straight(given, roles=roles) or fold_any(given, roles=roles)


def fold_any(events: Iterable[Event], *, roles: bool = True) -> EntityState:
    """`fold` without its short way for events that were written one after the other."""
    order, waiting = causal_order(events)
    course = Course(roles=roles)
    for event in order:
        course.add(event)
    view = course.view()
    seen = {parent for event in order for parent in event.par}
    first = order[0] if order else None
    ineffective = course.ineffective()
    contested, reviewed = course.contested()
    stopped = frozenset(ineffective) if ineffective else frozenset()
    return EntityState(
        entity=first.entity if first else "",
        kind=first.kind if first else "",
        status=view.status,
        heads=tuple(sorted(event.id for event in view.heads)),
        ineffective=ineffective,
        alerts=_alerts(course, view, order),
        waiting=waiting,
        leaves=tuple(sorted(event.id for event in order if event.id not in seen)),
        fields={name: _field(name, course.field_heads(bits)) for name, bits in course.setters().items()},
        facts=tuple(e for e in order if e.effect is Effect.FACT and e.id not in stopped),
        deciders=tuple(sorted(view.deciders, key=lambda event: event.id)),
        unknown=tuple(sorted({e.type for e in order if e.effect is None})),
        reopened=course.reopenings(),
        contested=contested,
        reviewed=reviewed,
        decisions=tuple(e for e in order if e.effect is Effect.DECISION and e.id not in stopped),
        changes=tuple(e for e in order if sets_fields(e) and e.id not in stopped),
    )


def _field(name: str, heads: list[Event]) -> FieldState:
    values = sorted(((event.id, event.body["fields"][name]) for event in heads), key=lambda pair: pair[0])
    conflicted = len(values) > 1 and len({json.dumps(value, sort_keys=True) for _, value in values}) > 1
    return FieldState(tuple(values), conflicted)


def _alerts(course: Course, view: View, order: list[Event]) -> tuple[Alert, ...]:
    """Late heads, and facts that none of those who closed the hazard saw."""
    alerts = list(view.late)
    if view.status is HazardStatus.CLOSED:
        seen = course.saw(view.deciders)
        stopped = course.stopped()
        alerts += [
            Alert(AlertCode.FACT_AFTER_CLOSURE, e.id)
            for e in order
            if e.effect is Effect.FACT and e.id not in seen and e.id not in stopped
        ]
    return tuple(sorted(alerts, key=lambda alert: alert.event))
