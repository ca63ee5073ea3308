"""Planning visits: several at once, moved, cancelled with a way back, and who usually goes."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspector import services
from inspector.domain.plan import CHANGED
from inspector.domain.visit import VisitKind
from inspector.i18n import describe
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.held import carry_out, carry_out_due, hold, take_back
from inspector.services.planning import CANCEL, VisitPlan
from inspector.services.planning.records import PlanChange, write
from inspector.services.visits.hints import begin_hints, hints_json, plan_hints
from inspector.services.visits.list_row import VisitListRow
from tests.unit.services.story import planned

DAY = date(2030, 5, 6)


def waiting(workspace: Workspace) -> dict[str, VisitListRow]:
    return {row.id: row for row in workspace.call(lambda: services.waiting_rows(workspace))}


def refused(workspace: Workspace, work: Any) -> str:
    with pytest.raises(Problem) as caught:
        workspace.call(work)
    return caught.value.code


def test_several_customers_are_planned_at_once_or_none(workspace: Workspace) -> None:
    accounts = [c.account for c in workspace.call(lambda: services.customers(workspace))][-3:]
    plans = [VisitPlan(account, ("wang", "li"), DAY + timedelta(days=n)) for n, account in enumerate(accounts)]
    before = waiting(workspace)
    wrong = [*plans, VisitPlan("0000", ("wang", "li"), DAY)]
    assert refused(workspace, lambda: services.plan_visits(workspace, wrong)) == "customer_unknown"
    assert waiting(workspace) == before
    made = workspace.call(lambda: services.plan_visits(workspace, plans))
    after = waiting(workspace)
    assert [(after[visit].account, after[visit].planned_on) for visit in made] == [
        (plan.account, plan.planned_on) for plan in plans
    ]
    days = [row.planned_on for row in after.values()]
    assert days == sorted(days, key=lambda day: day or date.max)


def test_day_time_people_and_occasion_of_a_planned_visit_change(workspace: Workspace) -> None:
    visit = planned(workspace)
    before = waiting(workspace)[visit]
    workspace.call(lambda: services.move_visit(workspace, visit, planned_on=DAY, at="14:30"))
    moved = waiting(workspace)[visit]
    assert (moved.planned_on, moved.planned_at, moved.people) == (DAY, "14:30", before.people)
    workspace.call(
        lambda: services.move_visit(workspace, visit, inspectors=("li", "wang"), kind=VisitKind.SPECIAL, at="")
    )
    again = waiting(workspace)[visit]
    assert (again.planned_on, again.planned_at, again.kind) == (DAY, "", VisitKind.SPECIAL)
    assert again.people == before.people[::-1]


def test_what_cannot_be_is_refused(workspace: Workspace) -> None:
    visit = planned(workspace)
    move = services.move_visit
    assert refused(workspace, lambda: move(workspace, visit, at="25:00")) == "visit_time"
    assert refused(workspace, lambda: move(workspace, visit, inspectors=("wang",))) == "two_inspectors"
    assert refused(workspace, lambda: move(workspace, "nothing", planned_on=DAY)) == "visit_unknown"
    workspace.call(lambda: services.open_visit(workspace, visit))
    assert refused(workspace, lambda: move(workspace, visit, planned_on=DAY)) == "visit_not_planned"
    assert refused(workspace, lambda: services.cancel_visit(workspace, visit)) == "visit_not_planned"


def test_a_day_that_has_passed_is_refused_and_a_late_visit_may_stay_late(workspace: Workspace) -> None:
    account = workspace.call(lambda: services.customers(workspace))[0].account
    today = workspace.today()
    past = VisitPlan(account, ("wang", "li"), today - timedelta(days=1))
    assert refused(workspace, lambda: services.plan_visits(workspace, [past])) == "visit_past"
    far = VisitPlan(account, ("wang", "li"), date.max)
    assert refused(workspace, lambda: services.plan_visits(workspace, [far])) == "visit_far"
    visit = planned(workspace)
    workspace.call(lambda: services.move_visit(workspace, visit, planned_on=today))
    late = {"planned_on": (today - timedelta(days=3)).isoformat()}
    scope = workspace.call(lambda: workspace.db.plans.some([visit])[visit].scope)
    workspace.call(lambda: write(workspace, [PlanChange(visit, scope, CHANGED, late)]))
    move = services.move_visit
    assert refused(workspace, lambda: move(workspace, visit, planned_on=today - timedelta(days=2))) == "visit_past"
    workspace.call(lambda: move(workspace, visit, planned_on=today - timedelta(days=3), at="10:00"))
    assert waiting(workspace)[visit].planned_at == "10:00"


def hinted(workspace: Workspace, work: Any) -> list[str]:
    return [hint["code"] for hint in hints_json(workspace.call(work))]


@pytest.mark.parametrize(("at", "people", "codes"), [
    ("23:00", ("wang", "li"), ["hint_night"]), ("05:59", ("wang", "li"), ["hint_night"]),
    ("14:00", ("wang", "li"), []), ("", ("wang", "li"), []), ("23:00", ("wang", "li", "third"), []),
])  # fmt: skip
def test_a_visit_planned_at_night_asks_for_three(
    workspace: Workspace, at: str, people: tuple[str, ...], codes: list[str]
) -> None:
    able = workspace.call(lambda: services.planning_choices(workspace)).persons
    third = next(person.id for person in able if person.login not in ("wang", "li"))
    ids = tuple(third if name == "third" else name for name in people)
    free = workspace.call(lambda: services.customers(workspace))[-1].account
    plan = VisitPlan(free, ids, DAY, at=at)
    (visit,) = workspace.call(lambda: services.plan_visits(workspace, [plan]))
    assert hinted(workspace, lambda: plan_hints(workspace, visit)) == codes


def test_a_second_plan_of_one_customer_is_told(workspace: Workspace) -> None:
    free = workspace.call(lambda: services.customers(workspace))[-1].account
    plan = VisitPlan(free, ("wang", "li"), DAY)
    first, second = workspace.call(lambda: services.plan_visits(workspace, [plan, plan]))
    assert hinted(workspace, lambda: plan_hints(workspace, second)) == ["hint_planned_already"]
    (hint,) = workspace.call(lambda: plan_hints(workspace, second))
    assert DAY.isoformat() in describe(hint)
    workspace.call(lambda: hold(workspace, CANCEL, {"visit": first}))
    assert hinted(workspace, lambda: plan_hints(workspace, second)) == []


def test_a_planned_visit_that_is_opened_at_night_asks_for_three_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = workspace.now().replace(hour=23, minute=30)
    monkeypatch.setattr(workspace, "_clock", lambda: night)
    visit = planned(workspace)
    assert hinted(workspace, lambda: services.opening_hints(workspace, visit)) == ["hint_night"]
    workspace.call(lambda: services.open_visit(workspace, visit))
    assert hinted(workspace, lambda: services.opening_hints(workspace, visit)) == []
    assert hinted(workspace, lambda: begin_hints(workspace, visit)) == ["hint_night"]


def test_cancelling_can_be_taken_back_until_it_is_carried_out(workspace: Workspace) -> None:
    visit = planned(workspace)
    held = workspace.call(lambda: hold(workspace, CANCEL, {"visit": visit}))
    assert visit not in waiting(workspace), "it is gone at once for whoever looks"
    assert workspace.call(lambda: take_back(workspace, held.id))
    assert visit in waiting(workspace)
    held = workspace.call(lambda: hold(workspace, CANCEL, {"visit": visit}))
    workspace.call(lambda: carry_out(workspace, held.id))
    assert refused(workspace, lambda: services.open_visit(workspace, visit)) == "visit_unknown"


def test_a_cancelling_survives_the_program(workspace: Workspace, reopen: Any) -> None:
    visit = planned(workspace)
    workspace.call(lambda: hold(workspace, CANCEL, {"visit": visit}))
    again = reopen()
    assert again.call(lambda: carry_out_due(again, everything=True)) == ()
    assert visit not in waiting(again)
    assert refused(again, lambda: services.open_visit(again, visit)) == "visit_unknown"


def test_a_customer_whose_visit_is_being_cancelled_counts_as_not_planned(workspace: Workspace) -> None:
    visit = planned(workspace)
    account = waiting(workspace)[visit].account
    workspace.call(lambda: hold(workspace, CANCEL, {"visit": visit}))
    row = workspace.call(lambda: services.due_list(workspace, text=account))[0]
    assert (row.visit, row.planned) == ("", None)


def test_the_usual_pair_is_offered(workspace: Workspace) -> None:
    choices = workspace.call(lambda: services.planning_choices(workspace))
    acting = workspace.call(lambda: services.acting_person(workspace))
    assert choices.usual[0] == acting.id
    partner = next(person for person in choices.persons if person.id == choices.usual[1])
    assert partner.team == acting.team
    rows = waiting(workspace).values()
    assert sum(choices.planned.values()) == len([row for row in rows if row.planned_on])
