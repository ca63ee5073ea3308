"""The calendar of visits: what stands on which day, what waits for one, and who has how many."""

from datetime import date, timedelta

from inspector import services
from inspector.domain.person import Role
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.services import Workspace
from inspector.services.held import hold
from inspector.services.planning import CANCEL, VisitPlan
from inspector.services.planning.board import Board, PersonLoad
from inspector.services.preferences.choosing import choose
from inspector.storage import VisitFilter
from tests.unit.services.story import planned

MONDAY = date(2030, 5, 6)
PAIR = ("wang", "li")


def board(workspace: Workspace, first: date = MONDAY, days: int = 7, **who: str) -> Board:
    return workspace.call(lambda: services.plan_board(workspace, first, days, **who))


def accounts(workspace: Workspace) -> list[str]:
    return [customer.account for customer in workspace.call(lambda: services.customers(workspace))]


def plan(workspace: Workspace, *days: date, at: str = "", people: tuple[str, ...] = PAIR) -> tuple[str, ...]:
    known = accounts(workspace)
    plans = [VisitPlan(account, people, day, at=at) for account, day in zip(known, days, strict=False)]
    return workspace.call(lambda: services.plan_visits(workspace, plans))


def test_visits_stand_on_their_days_and_only_those_of_the_span(workspace: Workspace) -> None:
    first, second, beyond = plan(workspace, MONDAY + timedelta(days=2), MONDAY, MONDAY + timedelta(days=7))
    shown = {visit.id: visit.on for visit in board(workspace).visits}
    assert shown == {second: MONDAY, first: MONDAY + timedelta(days=2)}
    assert beyond in {visit.id for visit in board(workspace, MONDAY, 14).visits}


def test_a_day_is_in_the_order_of_its_hours_those_without_last(workspace: Workspace) -> None:
    known = accounts(workspace)
    plans = [VisitPlan(known[n], PAIR, MONDAY, at=at) for n, at in enumerate(("", "14:00", "09:30"))]
    workspace.call(lambda: services.plan_visits(workspace, plans))
    assert [visit.at for visit in board(workspace).visits] == ["09:30", "14:00", ""]


def test_signed_visits_show_on_the_day_they_were_signed_and_do_not_move(workspace: Workspace) -> None:
    rows = workspace.call(lambda: workspace.db.visits.page(VisitFilter(), limit=1))
    on = rows[0].signed_on
    found = [visit for visit in board(workspace, on, 1).visits if visit.id == rows[0].visit]
    assert [(visit.status, visit.on, visit.movable) for visit in found] == [(VisitStatus.SIGNED, on, False)]


def test_a_running_visit_stands_on_the_day_it_began(workspace: Workspace) -> None:
    visit = planned(workspace)
    workspace.call(lambda: services.open_visit(workspace, visit))
    today = workspace.today()
    found = next(one for one in board(workspace, today, 1).visits if one.id == visit)
    assert (found.status, found.on, found.movable) == (VisitStatus.OPEN, today, False)


def test_what_is_being_cancelled_is_left_out(workspace: Workspace) -> None:
    (visit,) = plan(workspace, MONDAY)
    workspace.call(lambda: hold(workspace, CANCEL, {"visit": visit}))
    assert board(workspace).visits == ()


def test_a_person_or_a_team_narrows_the_visits_but_not_the_loads(workspace: Workspace) -> None:
    known = accounts(workspace)
    others = tuple(person.id for person in workspace.call(lambda: services.persons(workspace)) if "二班" in person.team)
    plans = [VisitPlan(known[0], PAIR, MONDAY), VisitPlan(known[1], others[:2], MONDAY)]
    as_lead(workspace)
    ours, theirs = workspace.call(lambda: services.plan_visits(workspace, plans))
    wang = workspace.call(lambda: workspace.person_of("wang"))
    assert [visit.id for visit in board(workspace, person=wang.id).visits] == [ours]
    shown = board(workspace, team="检查二班")
    assert [visit.id for visit in shown.visits] == [theirs]
    assert {load.person for load in shown.loads if load.total} == {wang.id, *others[:2], *_li(workspace)}


def as_lead(workspace: Workspace) -> None:
    lead = workspace.call(lambda: next(one for one in services.persons(workspace) if Role.LEAD in one.roles))
    workspace.call(lambda: services.set_acting_person(workspace, lead.id))


def _li(workspace: Workspace) -> set[str]:
    return {workspace.call(lambda: workspace.person_of("li")).id}


def test_more_visits_than_a_day_allows_are_named(workspace: Workspace) -> None:
    plan(workspace, MONDAY, MONDAY, MONDAY, MONDAY)
    shown = board(workspace)
    wang = next(load for load in shown.loads if load.name == "王工")
    assert shown.limit == 3
    assert wang.too_many(shown.limit) == (MONDAY,)
    assert wang.total == 4


def test_the_limit_is_a_setting_of_the_company(workspace: Workspace) -> None:
    lead = workspace.call(lambda: next(person for person in services.persons(workspace) if person.name == "刘班长"))
    workspace.call(lambda: services.set_acting_person(workspace, lead.id))
    workspace.call(lambda: choose(workspace, {"visits_per_day": 1}))
    assert board(workspace).limit == 1


def test_the_tray_holds_who_is_due_and_not_planned_riskiest_first(workspace: Workspace) -> None:
    before = board(workspace).tray
    assert before
    groups = [0 if (row.days or 0) < 0 else 1 if (row.days or 0) <= 7 else 2 for row in before]
    assert groups == sorted(groups)
    for group in set(groups):
        risks = [row.risk for row, own in zip(before, groups, strict=True) if own == group]
        assert risks == sorted(risks, reverse=True)
    assert any(row.reasons for row in before)
    first = before[0]
    workspace.call(lambda: services.plan_visits(workspace, [VisitPlan(first.account, PAIR, MONDAY)]))
    assert first.customer not in {row.customer for row in board(workspace).tray}


def test_a_visit_without_a_day_waits_in_the_tray_and_leaves_it_with_one(workspace: Workspace) -> None:
    account = accounts(workspace)[0]
    (visit,) = workspace.call(lambda: services.plan_visits(workspace, [VisitPlan(account, PAIR, None)]))
    assert visit in {row.visit for row in board(workspace).tray}
    workspace.call(lambda: services.move_visit(workspace, visit, planned_on=MONDAY))
    assert visit not in {row.visit for row in board(workspace).tray}
    assert [one.id for one in board(workspace).visits] == [visit]


def test_moving_and_planning_are_taken_back(workspace: Workspace) -> None:
    visit, other = plan(workspace, MONDAY, MONDAY)
    before = workspace.call(
        lambda: services.move_visit(workspace, visit, planned_on=MONDAY + timedelta(days=3), kind=VisitKind.SPECIAL)
    )
    workspace.call(lambda: services.restore_planned(workspace, before))
    found = next(one for one in board(workspace).visits if one.id == visit)
    assert (found.on, found.kind) == (MONDAY, VisitKind.PERIODIC)
    assert workspace.call(lambda: services.unplan_visits(workspace, (visit, other, "gone"))) == 2
    assert board(workspace).visits == ()


def test_a_load_counts_each_visit_once_for_everybody_who_goes() -> None:
    load = PersonLoad("p", "P", "", {MONDAY: 2, MONDAY + timedelta(days=1): 5})
    assert (load.total, load.too_many(4)) == (7, (MONDAY + timedelta(days=1),))
