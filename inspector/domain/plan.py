"""A planned visit (计划): who goes to which customer on which day, so that everybody of the area knows. Pure.

A plan is a record of its own (`entity_of` its visit's id), because a visit may begin apart on two laptops and both
visits stay. Its fields merge like any others; that a visit began is a fact. Unlike visits under way, plans are shared.
"""

from collections.abc import Collection, Mapping
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from inspector.domain.fields import UnknownWord, from_fields
from inspector.domain.person import Person, Role
from inspector.domain.visit import VisitKind
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:  # lists read plans before anything is folded
    from inspector.domain.entity_state import EntityState
    from inspector.domain.events import Event

KIND: Final = "plan"
PREFIX: Final = "plan:"
"""An entity is one thing, so the plan of a visit cannot bear the visit's own id."""
MADE: Final = "plan_made"
CHANGED: Final = "plan_changed"
CANCELLED: Final = "plan_cancelled"
BEGUN: Final = "plan_begun"
SEEN: Final = "begun"
"""Key of a cancellation's body: the visits whose beginning its author knew of."""
PLAN: Final = "plan"
"""Key of a visit's draft and of its signed event: the visit that was planned."""
TIME: Final = "time"
"""Key of a planned visit's body: the time of day it is planned for, as 09:30."""
OCCASION: Final = "occasion"
"""Key of a visit's draft and of its event: the id of its occasion."""
WORK_ORDER: Final = "work_order"
"""Key of a draft's body: the number its work order got when it was first printed."""
NOTE: Final = "note"
"""Key of a planned visit's body: what those who go should know."""
BODY: Final = (TIME, OCCASION, NOTE, PLAN)
"""What of a planned visit's body its record decides about."""


class PlanStatus(StrEnum):
    """A plan that began apart from its cancelling counts as begun: somebody stands in front of the customer."""

    PLANNED = "planned"
    BEGUN = "begun"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Begun:
    """A visit that began from a plan: its id and number, who began it, when (ISO 8601), and the laptop's short code."""

    visit: str
    number: str
    person: str
    at: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned visit. `visit` is the id it has in lists until it begins; `at` the time of day as 09:30, "" for any."""

    visit: str
    customer: str
    kind: VisitKind
    inspectors: tuple[str, ...]
    planned_on: date | None = None
    at: str = ""
    occasion: str = ""
    note: str = ""
    work_order: str = ""
    """Number of its work order, once one was printed."""
    cancelled: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for a time of day that is none."""
        if self.at:
            time.fromisoformat(self.at)


def entity_of(visit: str) -> str:
    """The entity of the plan of a visit."""
    return PREFIX + visit


def visit_of(entity: str) -> str:
    """The visit that a plan's entity is for."""
    return entity.removeprefix(PREFIX)


def readable(fields: Mapping[str, Any], *, whole: bool) -> bool:
    """Whether fields of a plan can be read, by a newer version at least; `whole` ones hold all that a plan needs."""
    least = {} if whole else {"customer": "", "kind": VisitKind.PERIODIC.value, "inspectors": []}
    try:
        from_fields(Plan, {**least, **fields}, visit="")
    except UnknownWord:
        return True
    except (Problem, ValueError):
        return False
    return True


def begun_of(state: "EntityState") -> tuple[Begun, ...]:
    """Visits that began from a plan, in causal order; one told twice counts once."""
    found: dict[str, Begun] = {}
    for event in state.facts:
        visit = event.body.get("visit")
        if event.type == BEGUN and isinstance(visit, str) and visit:
            told = {name: str(event.body.get(name) or "") for name in ("number", "code")}
            at = str(event.body.get("at") or event.at)
            found.setdefault(visit, Begun(visit, told["number"], event.user, at, told["code"]))
    return tuple(found.values())


def status_of(plan: Plan, begun: Collection[Begun], changes: "Collection[Event]") -> PlanStatus:
    """What became of a plan; `changes` are its effective events."""
    if not plan.cancelled:
        return PlanStatus.BEGUN if begun else PlanStatus.PLANNED
    seen = {str(one) for event in changes if event.type == CANCELLED for one in _list(event.body.get(SEEN))}
    return PlanStatus.BEGUN if any(one.visit not in seen for one in begun) else PlanStatus.CANCELLED


def may_plan(author: Person, inspectors: Collection[str], teams: Mapping[str, str]) -> bool:
    """Whether somebody may plan a visit of these inspectors: a lead for anybody, an inspector for himself and his team.

    For his team means that one of those who go is of it: people of two teams may help each other out.
    """
    if not author.active:
        return False
    if Role.LEAD in author.roles:
        return True
    if Role.INSPECTOR not in author.roles:
        return False
    return author.id in inspectors or any(author.team and teams.get(one) == author.team for one in inspectors)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
