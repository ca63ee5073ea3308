"""The merge of events that were written one after the other, each by somebody who had seen all before it.

That is how most things go: nobody else works on them at the same time. Then nothing stands beside anything: the last
effective decision is the only head, of each field the last value counts, and one pass over the events is enough. What
`fold_straight` finds is what the whole merge would find (`merge.fold_any`), in a fifth of the time.
"""

from collections.abc import Sequence
from typing import Any, Final

from inspector.domain.entity_state import ALIKE, Alert, AlertCode, EntityState, FieldState
from inspector.domain.events import HAZARD_DECISIONS, Effect, Event
from inspector.domain.hazard import HazardStatus
from inspector.domain.roles import LEGAL, broken_house_rule, broken_rule
from inspector.domain.said import said

NONE: Final[tuple[Any, ...]] = ()


def fold_straight(events: Sequence[Event], *, roles: bool = True) -> EntityState | None:
    """The state of an entity, or None where its events are not one straight line of known types in their order."""
    if not events or not _is_straight(events):
        return None
    facts: list[Event] = []
    decisions: list[Event] = []
    changes: list[Event] = []
    ineffective: list[str] = []
    fields: dict[str, tuple[str, Any]] = {}
    for event in events:
        effect = event.effect
        if effect is Effect.FACT:
            facts.append(event)
            continue
        if effect is Effect.FIELDS:
            if roles and broken_house_rule(event):
                ineffective.append(event.id)
                continue
            if sets_fields(event):
                changes.append(event)
        elif effect is not Effect.DECISION:
            return None
        elif _is_effective(event, decisions[-1] if decisions else None, roles=roles):
            decisions.append(event)
        else:
            ineffective.append(event.id)
            continue
        identity = event.id
        for name, value in said(event).items():
            fields[name] = (identity, value)
    return _state(events, decisions, tuple(facts), tuple(changes), fields, ineffective)


def sets_fields(event: Event) -> bool:
    """Whether it is a change of fields that has an object of them."""
    return event.effect is Effect.FIELDS and isinstance(event.body.get("fields"), dict)


def _is_straight(events: Sequence[Event]) -> bool:
    """Whether each event saw the one before, and with it all others, and nothing else."""
    first = events[0]
    if first.par:
        return False
    before = first.id
    known = {before}
    for event in events[1:]:
        par = event.par
        if par != (before,) and (before not in par or not known.issuperset(par)):
            return False
        before = event.id
        known.add(before)
    return len(known) == len(events)


def _status(head: Event | None) -> HazardStatus | None:
    return None if head is None else ALIKE[HAZARD_DECISIONS[head.type]]


def _is_effective(event: Event, head: Event | None, *, roles: bool) -> bool:
    """Whether a decision is legal after the one before; nothing is disputed here, so there is nothing to adjudicate."""
    if HAZARD_DECISIONS[event.type] not in LEGAL[_status(head)]:
        return False
    return not roles or not broken_rule(event)


def _state(
    events: Sequence[Event],
    decisions: list[Event],
    facts: tuple[Event, ...],
    changes: tuple[Event, ...],
    fields: dict[str, tuple[str, Any]],
    ineffective: list[str],
) -> EntityState:
    head = decisions[-1] if decisions else None
    heads = NONE if head is None else (head,)
    status = _status(head)
    return EntityState(
        entity=events[0].entity,
        kind=events[0].kind,
        status=status,
        heads=NONE if head is None else (head.id,),
        ineffective=tuple(sorted(ineffective)) if ineffective else NONE,
        alerts=_alerts(events, head) if head is not None and status is HazardStatus.CLOSED else NONE,
        waiting=NONE,
        leaves=(events[-1].id,),
        fields={name: FieldState((head,), conflicted=False) for name, head in fields.items()},
        facts=facts,
        deciders=heads,
        reopened=sum(1 for event in decisions if event.type == "hazard_reopened"),
        decisions=tuple(decisions),
        changes=changes,
    )


def _alerts(events: Sequence[Event], closure: Event) -> tuple[Alert, ...]:
    """Facts that came after the closure."""
    late: list[str] = []
    for event in reversed(events):
        if event is closure:
            break
        if event.effect is Effect.FACT:
            late.append(event.id)
    return tuple(Alert(AlertCode.FACT_AFTER_CLOSURE, identity) for identity in sorted(late))
