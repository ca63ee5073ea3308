"""The state of a thing as the merge finds it: values only, read by rows, rules and screens."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from inspector.domain.events import Event
from inspector.domain.hazard import HazardStatus
from inspector.quick_dataclass import dataclass

OUTCOMES: Final = {"closed": HazardStatus.CLOSED, "returned": HazardStatus.RETURNED}
"""What an adjudication may decide (`body.outcome`)."""

ALIKE: Final = {
    "register": HazardStatus.OPEN,
    "reopen": HazardStatus.OPEN,
    "submit": HazardStatus.IN_REVIEW,
    "pass": HazardStatus.CLOSED,
    "return": HazardStatus.RETURNED,
    "void": HazardStatus.VOIDED,
}
"""Status when all heads are decisions of one kind."""


class AlertCode(StrEnum):
    """What a person should look at although nothing is in dispute."""

    FACT_AFTER_CLOSURE = "fact_after_closure"
    LATE_OBJECTION = "late_objection"
    LATE_EVIDENCE = "late_evidence"


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert and the event that raised it."""

    code: AlertCode
    event: str


class FieldState(NamedTuple):
    """A field: its heads as (event id, value), sorted by event id. Heads that differ are a conflict."""

    heads: tuple[tuple[str, Any], ...]
    conflicted: bool

    def value(self, own: frozenset[str] = frozenset()) -> Any:
        """The value to show first: in a conflict that of an event in `own` (this device's), else the first head's."""
        if self.conflicted:
            for event, value in self.heads:
                if event in own:
                    return value
        return self.heads[0][1]


@dataclass(frozen=True, slots=True)
class View:
    """A set of heads read by the table of joint status: what they decide and which of them decide it."""

    status: HazardStatus | None
    heads: tuple[Event, ...] = ()
    deciders: tuple[Event, ...] = ()
    late: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityState:
    """The state of one entity. All ids are sorted; `facts` are in causal order.

    `leaves` are the events nobody saw yet: the `par` of the next event. `unknown` names event types this version does
    not know; the entity is then read-only here. `signers` are the authors of the deciding heads.
    """

    entity: str
    kind: str
    status: HazardStatus | None
    heads: tuple[str, ...]
    ineffective: tuple[str, ...]
    alerts: tuple[Alert, ...]
    waiting: tuple[str, ...]
    leaves: tuple[str, ...]
    fields: Mapping[str, FieldState]
    facts: tuple[Event, ...]
    deciders: tuple[Event, ...] = ()
    unknown: tuple[str, ...] = ()
    reopened: int = 0
    contested: tuple[Event, ...] = ()
    """While it is disputed: the effective decisions since the last agreement, in causal order."""
    reviewed: bool = False
    """While it is disputed: whether a review was passed among them, or it was closed before."""
    decisions: tuple[Event, ...] = ()
    """Effective decisions, and below the effective changes of fields, in causal order."""
    changes: tuple[Event, ...] = ()

    @property
    def signers(self) -> tuple[str, ...]:
        """Who decided the present status."""
        return tuple(sorted({event.user for event in self.deciders if event.user}))

    @property
    def conflicted(self) -> tuple[str, ...]:
        """Names of the fields whose heads differ."""
        return tuple(sorted(name for name, state in self.fields.items() if state.conflicted))
