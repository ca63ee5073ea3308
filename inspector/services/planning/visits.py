"""Planning: visits of one or several customers on a day, moved, and cancelled; the list of them is `visits.listing`.

A planned visit is a record of the area (`records`), so that everybody sees it. It gets its number when it is started.
Worker thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any, Final

from inspector.domain.person import Person, Role, each_once
from inspector.domain.plan import CANCELLED, CHANGED, NOTE, SEEN, TIME, WORK_ORDER
from inspector.domain.roles import enough_inspectors, may_inspect
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.held import executor
from inspector.services.planning.occasions import OCCASION
from inspector.services.planning.occasions import occasion as named
from inspector.services.planning.records import (
    PlanChange,
    adopt_planned,
    check_right,
    elsewhere,
    fields_of,
    made,
    under_way,
    write,
)
from inspector.services.workspace import Workspace
from inspector.storage import VisitDraft

register(
    ProblemKind.INPUT,
    {
        "customer_unknown": N_("There is no customer with account “{account}”."),
        "customer_closed": N_("{name} is no longer supplied: its contract has ended. Reopen the customer first."),
        "two_inspectors": N_("A visit needs at least two different inspectors."),
        "not_inspector": N_(
            "{person} cannot inspect: choose people who are active and have the role inspector or lead."
        ),
        "visit_unknown": N_("There is no visit “{visit}” on this laptop."),
        "visit_not_planned": N_("The visit “{visit}” is not a planned one: only those can be moved or cancelled."),
        "visit_past": N_("{day} has passed: plan a visit for today or a later day."),
        "visit_far": N_("{day} is too far ahead: plan a visit for the next {years} years."),
        "visit_time": N_("“{text}” is no time of day. Write it as 09:30."),
    },
)

MOST_YEARS: Final = 10
"""How far ahead a visit is planned, the longest cycle of a customer."""
CANCEL: Final = "cancel_visit"
"""Verb of the held decision that cancels a planned visit."""
PUT_AWAY: Final = "put_away_visit"
"""Verb of the held decision that puts away a visit that was handed over."""


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A visit to plan; `at` is the time of day as 09:30, "" for any."""

    account: str
    inspectors: tuple[str, ...]
    planned_on: date | None
    kind: VisitKind = VisitKind.PERIODIC
    at: str = ""
    occasion: str = ""
    """Id of what it is for, "" for nothing in particular; it brings its kind along."""
    note: str = ""
    """What those who go should know."""


@dataclass(frozen=True, slots=True)
class PlannedState:
    """How a planned visit was before it was changed."""

    draft: VisitDraft


@dataclass(frozen=True, slots=True)
class PlanningChoices:
    """What the planning dialogs choose from: who may inspect, who usually goes, how many visits each day has."""

    persons: tuple[Person, ...]
    usual: tuple[str, ...]
    today: date
    planned: Mapping[date, int]


def new_draft(
    workspace: Workspace,
    account: str,
    *,
    kind: VisitKind,
    inspectors: Iterable[str],
    key: str = "",
    planned_on: date | None = None,
    at: str = "",
    occasion: str = "",
) -> VisitDraft:
    """A planned visit that is not stored yet. An `occasion` decides about its kind.

    Raises Problem customer_unknown, customer_closed, person_unknown, not_inspector (not active, or without the role),
    two_inspectors, visit_time, visit_past, visit_far, occasion_unknown.
    """
    customer = workspace.db.registers.customer_by_account(account)
    if customer is None:
        raise Problem("customer_unknown", account=account)
    if not customer.active:
        raise Problem("customer_closed", name=customer.name)
    _check_day(workspace, planned_on)
    visit = workspace.new_id()
    return VisitDraft(
        id=visit,
        key=key or visit,
        number="",
        customer=customer.id,
        kind=named(occasion).kind if occasion else kind,
        status=VisitStatus.PLANNED,
        inspectors=checked_inspectors(workspace, inspectors),
        planned_on=planned_on,
        body=_told({TIME: checked_time(at) if at else "", OCCASION: occasion}),
    )


def _told(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if value}


def checked_inspectors(workspace: Workspace, names: Iterable[str]) -> tuple[str, ...]:
    """Ids of the people named by id or login. Raises Problem person_unknown, not_inspector or two_inspectors."""
    people = [workspace.person_of(name) for name in names]
    for person in people:
        if not may_inspect(person):
            raise Problem("not_inspector", person=person.name)
    ids = tuple(dict.fromkeys(person.id for person in people))
    if not enough_inspectors(ids):
        raise Problem("two_inspectors")
    return ids


def _check_day(workspace: Workspace, day: date | None) -> None:
    if day is not None and day < workspace.today():
        raise Problem("visit_past", day=day.isoformat())
    if day is not None and day.year > workspace.today().year + MOST_YEARS:
        raise Problem("visit_far", day=day.isoformat(), years=MOST_YEARS)


def checked_time(text: str) -> str:
    """A time of day as 09:30. Raises Problem visit_time."""
    try:
        return f"{time.fromisoformat(text):%H:%M}"
    except ValueError as error:
        raise Problem("visit_time", text=text) from error


def plan_visit(
    workspace: Workspace,
    account: str,
    *,
    kind: VisitKind,
    inspectors: tuple[str, ...],
    planned_on: date | None,
    at: str = "",
    occasion: str = "",
    note: str = "",
) -> str:
    """Plan a visit; returns its id."""
    return plan_visits(workspace, [VisitPlan(account, inspectors, planned_on, kind, at, occasion, note)])[0]


def plan_visits(workspace: Workspace, plans: Sequence[VisitPlan]) -> tuple[str, ...]:
    """Plan visits, all or none; returns their ids. Raises what `new_draft` raises, nobody_acting or plan_not_yours."""
    drafts = [
        new_draft(
            workspace,
            plan.account,
            kind=plan.kind,
            inspectors=plan.inspectors,
            planned_on=plan.planned_on,
            at=plan.at,
            occasion=plan.occasion,
        )
        for plan in plans
    ]
    drafts = [
        replace(draft, body=_told({**draft.body, NOTE: plan.note.strip()}))
        for draft, plan in zip(drafts, plans, strict=True)
    ]
    check_right(workspace, *(draft.inspectors for draft in drafts))
    with workspace.db.transaction():
        adopt_planned(workspace)
        write(workspace, [made(workspace, draft) for draft in drafts])
    return tuple(draft.id for draft in drafts)


def move_visit(
    workspace: Workspace,
    visit: str,
    *,
    planned_on: date | None = None,
    at: str | None = None,
    inspectors: tuple[str, ...] = (),
    kind: VisitKind | None = None,
    occasion: str = "",
    note: str | None = None,
) -> PlannedState:
    """Change day, time, inspectors, occasion or note of a planned visit; what is None or empty stays.

    A new kind without an occasion takes the old occasion away. Returns how it was, for `restore_planned`. Raises
    Problem visit_unknown, visit_not_planned, nobody_acting, plan_not_yours, and what `new_draft` raises.
    """
    draft = planned_draft(workspace, visit)
    if planned_on != draft.planned_on:  # what is late may stay so while something else is changed
        _check_day(workspace, planned_on)
    body = dict(draft.body)
    if at is not None:
        body[TIME] = checked_time(at) if at else ""
    if note is not None:
        body[NOTE] = note.strip()
    if occasion:
        kind = named(occasion).kind
        body[OCCASION] = occasion
    elif kind is not None:
        body.pop(OCCASION, None)
    moved = replace(
        draft,
        planned_on=planned_on or draft.planned_on,
        inspectors=checked_inspectors(workspace, inspectors) if inspectors else draft.inspectors,
        kind=kind or draft.kind,
        body=_told(body),
    )
    _change(workspace, draft, moved)
    return PlannedState(draft)


def _change(workspace: Workspace, before: VisitDraft, after: VisitDraft) -> None:
    """Record what differs. Raises Problem nobody_acting or plan_not_yours."""
    old, new = fields_of(before), fields_of(after)
    fields = {key: value for key, value in new.items() if old[key] != value}
    if not fields:
        return
    check_right(workspace, before.inspectors, after.inspectors)
    with workspace.db.transaction():
        adopt_planned(workspace)
        row = workspace.db.plans.one(before.id)
        if row is None:  # its record is on the laptop that handed it over
            workspace.db.drafts.visit_put(after)
        else:
            write(workspace, [PlanChange(before.id, row.scope, CHANGED, fields)])


def keep_work_order(workspace: Workspace, draft: VisitDraft, number: str) -> None:
    """Let a planned visit have the number of its work order on every laptop, if who acts may say so."""
    wanted = replace(draft, body={**draft.body, WORK_ORDER: number})
    try:
        _change(workspace, draft, wanted)
    except Problem as problem:
        if problem.code not in ("nobody_acting", "plan_not_yours", "entity_read_only"):
            raise
        workspace.db.drafts.visit_put(wanted)


def restore_planned(workspace: Workspace, state: PlannedState) -> None:
    """Put a planned visit back as it was before it was moved. Raises what `move_visit` raises."""
    _change(workspace, planned_draft(workspace, state.draft.id), state.draft)


def unplan_visits(workspace: Workspace, visits: Iterable[str]) -> int:
    """Take visits back that were just planned; those that began since stay. Returns how many went."""
    planned = {draft.id for draft in workspace.db.drafts.visits(VisitStatus.PLANNED)}
    wanted = [visit for visit in visits if visit in planned]
    with workspace.db.transaction():
        for visit in wanted:
            cancel_visit(workspace, visit)
    return len(wanted)


def cancel_visit(workspace: Workspace, visit: str) -> None:
    """Cancel a planned visit for everybody; a lead also one that began elsewhere and does not come to an end.

    Raises Problem visit_unknown, visit_not_planned, nobody_acting or plan_not_yours.
    """
    gone = elsewhere(workspace, visit)
    if gone is not None:
        if Role.LEAD not in workspace.acting.roles:
            raise under_way(workspace, gone)
        told = {SEEN: [one.visit for one in gone.begun]}
        write(workspace, [PlanChange(gone.plan.visit, gone.scope, CANCELLED, {"cancelled": True}, told)])
        return
    draft = planned_draft(workspace, visit)
    check_right(workspace, draft.inspectors)
    with workspace.db.transaction():
        adopt_planned(workspace)
        row = workspace.db.plans.one(draft.id)
        if row is not None:
            write(workspace, [PlanChange(draft.id, row.scope, CANCELLED, {"cancelled": True})])
        workspace.db.drafts.discard(draft.id)
        workspace.db.typing.drop(f"visit:{draft.id}:")


@executor(CANCEL)
def _carry_out(workspace: Workspace, body: Mapping[str, Any]) -> None:
    cancel_visit(workspace, str(body["visit"]))


def being_cancelled(workspace: Workspace) -> frozenset[str]:
    """Visits whose cancelling or putting away can still be taken back; lists leave them out."""
    return frozenset(str(held.body["visit"]) for held in workspace.db.held.all() if held.verb in (CANCEL, PUT_AWAY))


def planned_draft(workspace: Workspace, visit: str) -> VisitDraft:
    """A planned visit by id. Raises Problem visit_unknown, visit_not_planned or plan_under_way."""
    try:
        draft = workspace.db.drafts.visit(visit)
    except Problem as problem:
        gone = elsewhere(workspace, visit)
        if gone is not None:
            raise under_way(workspace, gone) from problem
        signed = workspace.db.visits.by_number(visit)
        raise Problem("visit_not_planned" if signed else "visit_unknown", visit=visit) from problem
    if draft.status is not VisitStatus.PLANNED:
        raise Problem("visit_not_planned", visit=draft.number or visit)
    return draft


def planning_choices(workspace: Workspace) -> PlanningChoices:
    """What the planning dialogs offer."""
    acting = workspace.acting.id if workspace.somebody_acts else ""
    persons = tuple(person for person in each_once(workspace.db.registers.persons(), acting) if may_inspect(person))
    planned: dict[date, int] = {}
    cancelled = being_cancelled(workspace)
    for draft in workspace.db.drafts.visits(VisitStatus.PLANNED):
        if draft.planned_on and draft.id not in cancelled:
            planned[draft.planned_on] = planned.get(draft.planned_on, 0) + 1
    return PlanningChoices(persons, usual_inspectors(workspace, persons), workspace.today(), planned)


def usual_inspectors(workspace: Workspace, persons: Sequence[Person]) -> tuple[str, ...]:
    """Who acts with whom it last went, else with somebody of the same team; empty while it is not known who acts."""
    if not workspace.somebody_acts:
        return ()
    able = {person.id: person for person in persons}
    me = able.get(workspace.acting.id)
    if me is None:
        return ()
    from inspector.storage import VisitFilter  # noqa: PLC0415 - the window starts without

    last = workspace.db.visits.page(VisitFilter(person=me.id), limit=1)
    went = [person for row in last for person in row.inspectors if person in able and person != me.id]
    team = [person.id for person in persons if person.team == me.team and person.id != me.id]
    return (me.id, *(went or team)[:1])
