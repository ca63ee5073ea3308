"""Planned visits on two laptops: a lead's plan reaches his inspectors, and what happens apart stays and is told."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from inspector import services
from inspector.domain.person import Role
from inspector.domain.plan import CHANGED
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.conflicts.deciding import Taken, decide_conflict
from inspector.services.conflicts.finding import conflict_of
from inspector.services.handovers.handing import hand_over, take_over
from inspector.services.held import carry_out_due, hold
from inspector.services.planning import CANCEL, VisitPlan
from inspector.services.planning.records import PlanChange, adopt_planned, write
from inspector.services.printing.work_orders import keep_number
from inspector.services.syncing.names import ThingNames
from inspector.services.visits.list_row import VisitListRow
from inspector.storage import VisitDraft
from tests.unit.services.exchange_world import Laptop
from tests.unit.services.story import Story
from tests.unit.services.sync_world import town
from tests.unit.services.two_laptops import Pair, do, look

DAY = date(2030, 5, 6)
EARLY = Path(__file__).parents[3] / "data" / "workspaces" / "0.1.0-early.zip"


@pytest.fixture
def pair(workspace: Workspace, tmp_path: Path) -> Iterator[Pair]:
    """The lead's laptop, and that of an inspector of the first team."""
    made = Pair(workspace, tmp_path / "second")
    made.act_as(person_with(workspace, Role.LEAD), "wang")
    yield made
    made.close()


def person_with(workspace: Workspace, role: Role) -> str:
    return look(workspace, lambda w: next(one.id for one in services.persons(w) if role in one.roles))


def plan(workspace: Workspace, *, number: int = -1, day: date | None = DAY, **more: Any) -> str:
    def work() -> str:
        account = services.customers(workspace)[number].account
        return services.plan_visits(workspace, [VisitPlan(account, ("wang", "li"), day, **more)])[0]

    return do(workspace, work)


def rows(workspace: Workspace) -> dict[str, VisitListRow]:
    return {row.id: row for row in look(workspace, services.waiting_rows)}


def refused(workspace: Workspace, work: Callable[[], Any]) -> str:
    with pytest.raises(Problem) as caught:
        do(workspace, work)
    return caught.value.code


def move(workspace: Workspace, visit: str, **more: Any) -> None:
    do(workspace, lambda: services.move_visit(workspace, visit, **more))


def opened(workspace: Workspace, visit: str) -> str:
    return do(workspace, lambda: services.open_visit(workspace, visit)).id


def test_a_plan_its_changes_and_its_end_reach_the_other_laptop(pair: Pair) -> None:
    visit = plan(pair.first, at="09:30", occasion="flood", note="钥匙在门卫")
    assert visit not in rows(pair.second)
    pair.give()
    row = rows(pair.second)[visit]
    assert (row.planned_on, row.planned_at, row.occasion_id, row.note) == (DAY, "09:30", "flood", "钥匙在门卫")
    move(pair.second, visit, planned_on=DAY + timedelta(days=1), at="")
    pair.take()
    assert (rows(pair.first)[visit].planned_on, rows(pair.first)[visit].planned_at) == (DAY + timedelta(days=1), "")
    do(pair.first, lambda: hold(pair.first, CANCEL, {"visit": visit}))
    assert visit not in rows(pair.first)
    assert visit in rows(pair.second)
    do(pair.first, lambda: carry_out_due(pair.first, everything=True))
    pair.give()
    assert visit not in rows(pair.second)


def test_moving_is_taken_back_everywhere(pair: Pair) -> None:
    visit = plan(pair.first)
    before = do(pair.first, lambda: services.move_visit(pair.first, visit, planned_on=DAY + timedelta(days=2)))
    do(pair.first, lambda: services.restore_planned(pair.first, before))
    pair.give()
    assert rows(pair.second)[visit].planned_on == DAY


def test_loads_due_list_and_package_know_the_plans_of_others(pair: Pair) -> None:
    visit = plan(pair.first)
    pair.give()
    board = look(pair.second, lambda w: services.plan_board(w, DAY, 1))
    assert [one.id for one in board.visits] == [visit]
    assert {load.name: load.total for load in board.loads if load.total} == {"王工": 1, "李工": 1}
    customer = board.visits[0].customer
    due = next(one for one in look(pair.second, lambda w: services.due_list(w, -1)) if one.customer == customer)
    assert (due.visit, due.planned, due.running) == (visit, DAY, False)
    assert look(pair.second, lambda w: services.visit_package(w, visit)).parts


def test_others_see_that_a_visit_is_under_way_and_cannot_begin_it_again(pair: Pair) -> None:
    visit = plan(pair.first)
    pair.give()
    begun = opened(pair.second, visit)
    assert begun != visit, "two laptops must not make one visit"
    assert opened(pair.second, visit) == begun, "it goes on under the name it had"
    pair.take()
    row = rows(pair.first)[visit]
    assert (row.status, row.begun_by, row.hint) == (VisitStatus.ELSEWHERE, "王工", "")
    assert row.number == rows(pair.second)[begun].number
    assert refused(pair.first, lambda: services.open_visit(pair.first, visit)) == "plan_under_way"
    assert refused(pair.first, lambda: services.move_visit(pair.first, visit, planned_on=DAY)) == "plan_under_way"
    board = look(pair.first, lambda w: services.plan_board(w, w.today(), 1))
    assert [(one.id, one.status, one.movable) for one in board.visits if one.id == visit] == [
        (visit, VisitStatus.ELSEWHERE, False)
    ]
    found = look(pair.first, lambda w: services.due_list(w, -1))
    assert [one.running for one in found if one.visit == visit] == [True]


def test_a_lead_ends_what_does_not_come_to_an_end_elsewhere(pair: Pair) -> None:
    visit = plan(pair.first)
    pair.give()
    opened(pair.second, visit)
    pair.take()
    do(pair.first, lambda: services.cancel_visit(pair.first, visit))
    assert visit not in rows(pair.first)


def test_two_who_begin_apart_both_have_their_visit_and_are_told(pair: Pair) -> None:
    visit = plan(pair.first)
    pair.give()
    here, there = opened(pair.first, visit), opened(pair.second, visit)
    assert here == visit != there
    pair.give()
    pair.take()
    for workspace, own in ((pair.first, here), (pair.second, there)):
        row = rows(workspace)[own]
        assert row.status is VisitStatus.OPEN
        assert row.hint
        assert Story(workspace, own).reopen().id == own


def test_what_was_cancelled_while_somebody_began_it_is_told(pair: Pair) -> None:
    visit = plan(pair.first)
    pair.give()
    begun = opened(pair.second, visit)
    do(pair.first, lambda: services.cancel_visit(pair.first, visit))
    pair.give()
    pair.take()
    assert rows(pair.second)[begun].hint
    assert rows(pair.first)[visit].status is VisitStatus.ELSEWHERE


def test_a_row_of_ones_own_does_not_hide_that_a_visit_began_elsewhere(pair: Pair) -> None:
    visit = plan(pair.first)
    pair.give()
    pair.act_as(person_with(pair.first, Role.LEAD), person_with(pair.second, Role.REVIEWER))
    draft = do(pair.second, lambda: pair.second.db.drafts.visit(visit))
    do(pair.second, lambda: keep_number(pair.second, draft))
    opened(pair.first, visit)
    pair.give()
    assert rows(pair.second)[visit].status is VisitStatus.ELSEWHERE


def test_what_was_begun_here_is_not_taken_over_as_planned(pair: Pair, tmp_path: Path) -> None:
    visit, file = plan(pair.first), tmp_path / "visit.hzv"
    pair.give()
    begun = opened(pair.second, visit)
    hand_over(pair.first, visit, "four words are enough", file)
    with pytest.raises(Problem) as caught:
        take_over(pair.second, file, "four words are enough")
    assert (caught.value.code, rows(pair.second)[begun].status) == ("visit_there_already", VisitStatus.OPEN)


def test_both_visits_stay_where_one_that_began_apart_is_handed_over(pair: Pair, tmp_path: Path) -> None:
    visit, file = plan(pair.first), tmp_path / "visit.hzv"
    pair.give()
    there, here = opened(pair.first, visit), opened(pair.second, visit)
    hand_over(pair.first, visit, "four words are enough", file)
    assert take_over(pair.second, file, "four words are enough") == there
    assert {rows(pair.second)[one].status for one in (here, there)} == {VisitStatus.OPEN}


def test_a_customer_planned_twice_for_a_day_is_told_and_not_merged(pair: Pair) -> None:
    first, second = plan(pair.first), plan(pair.second)
    other = plan(pair.first, number=-2)
    pair.give()
    pair.take()
    found = rows(pair.first)
    assert found[first].hint
    assert found[second].hint
    assert not found[other].hint


def test_a_day_changed_apart_waits_for_a_person(pair: Pair) -> None:
    visit = plan(pair.first)
    pair.give()
    move(pair.first, visit, planned_on=DAY + timedelta(days=1))
    move(pair.second, visit, planned_on=DAY + timedelta(days=2), at="08:00")
    pair.give()
    pair.take()
    assert rows(pair.first)[visit].planned_on == DAY + timedelta(days=1), "the own value first"
    assert rows(pair.second)[visit].planned_on == DAY + timedelta(days=2)
    assert (rows(pair.first)[visit].planned_at, bool(rows(pair.first)[visit].hint)) == ("08:00", True)
    entity = f"plan:{visit}"
    found = look(pair.second, lambda w: conflict_of(w, entity))
    assert found is not None
    assert [one.field for one in found.open_rows] == ["planned_on"]
    wanted = (DAY + timedelta(days=3)).isoformat()
    do(pair.second, lambda: decide_conflict(pair.second, entity, "planned_on", Taken(text=wanted)))
    pair.take()
    assert rows(pair.first)[visit].planned_on == DAY + timedelta(days=3)
    assert not rows(pair.first)[visit].hint


def test_inspectors_plan_for_their_team_only(pair: Pair) -> None:
    others = look(pair.second, lambda w: [p.id for p in services.persons(w) if p.team == "检查二班"][:2])
    account = look(pair.second, lambda w: services.customers(w)[0].account)
    foreign = VisitPlan(account, tuple(others), DAY)
    assert refused(pair.second, lambda: services.plan_visits(pair.second, [foreign])) == "plan_not_yours"
    (visit,) = do(pair.first, lambda: services.plan_visits(pair.first, [foreign]))
    pair.give()
    calls: tuple[Callable[[], Any], ...] = (
        lambda: services.move_visit(pair.second, visit, inspectors=("wang", "li")),
        lambda: services.cancel_visit(pair.second, visit),
    )
    assert [refused(pair.second, call) for call in calls] == ["plan_not_yours"] * 2
    assert rows(pair.second)[visit].planned_on == DAY


def test_the_work_order_has_one_number_on_both_laptops(pair: Pair) -> None:
    from inspector.services.printing.work_orders import work_order_model  # noqa: PLC0415 - fonts

    visit = plan(pair.first)
    number = look(pair.first, lambda w: work_order_model(w, visit).number)
    pair.give()
    assert number
    assert look(pair.second, lambda w: work_order_model(w, visit).number) == number


def test_a_calendar_moves_and_drops_what_others_changed(pair: Pair) -> None:
    visit, other = plan(pair.first), plan(pair.first, number=-2)
    pair.give()

    def told() -> dict[str, tuple[int, str]]:
        content = look(pair.second, services.calendar_file)
        found = Calendar.from_ical(content).walk("VEVENT")
        return {str(one["uid"]).partition("@")[0]: (int(str(one["sequence"])), str(one["status"])) for one in found}

    assert told()[visit] == (0, "CONFIRMED")
    move(pair.first, visit, planned_on=DAY + timedelta(days=1))
    do(pair.first, lambda: services.cancel_visit(pair.first, other))
    pair.give()
    assert (told()[visit], told()[other]) == ((1, "CONFIRMED"), (1, "CANCELLED"))
    opened(pair.second, visit)
    assert visit in told(), "it keeps its name when it begins"


def test_what_waits_and_what_came_is_called_by_customer_and_day(pair: Pair) -> None:
    visit = plan(pair.first)
    title, hint = look(pair.first, lambda w: ThingNames(w).named("plan", f"plan:{visit}"))
    assert "2030-05-06" in title
    assert hint
    assert look(pair.first, lambda w: ThingNames(w).place("plan", f"plan:{visit}")) == ("planning", "2030-05-06")


# workspaces of older programs ---------------------------------------------------------------------------------------


def old_draft(workspace: Workspace, *people: str) -> VisitDraft:
    def work() -> VisitDraft:
        ids = tuple(workspace.person_of(name).id for name in people)
        customer = services.customers(workspace)[-1].id
        draft = VisitDraft(
            workspace.new_id(), customer, VisitKind.SPECIAL, VisitStatus.PLANNED, inspectors=ids, planned_on=DAY,
            body={"time": "09:30", "occasion": "fire"},
        )  # fmt: skip
        workspace.db.drafts.visit_put(draft)
        return draft

    return do(workspace, work)


def test_planned_visits_of_an_older_program_become_records_and_keep_their_id(pair: Pair) -> None:
    draft = old_draft(pair.second, "wang", "li")
    before = rows(pair.second)[draft.id]
    assert look(pair.second, adopt_planned) == 1
    assert look(pair.second, adopt_planned) == 0
    assert rows(pair.second)[draft.id] == before
    pair.take()
    assert rows(pair.first)[draft.id].occasion_id == "fire"


def test_what_one_may_not_plan_stays_on_the_laptop_until_somebody_may(pair: Pair) -> None:
    others = look(pair.second, lambda w: [p.id for p in services.persons(w) if p.team == "检查二班"][:2])
    draft = old_draft(pair.second, *others)
    assert look(pair.second, adopt_planned) == 0
    assert draft.id in rows(pair.second)
    do(pair.second, lambda: pair.second.act_as(person_with(pair.second, Role.LEAD)))
    assert look(pair.second, adopt_planned) == 1


def test_an_old_planned_visit_can_be_started_and_cancelled_at_once(pair: Pair) -> None:
    first, second = old_draft(pair.second, "wang", "li"), old_draft(pair.second, "wang", "li")
    assert opened(pair.second, first.id) == first.id
    do(pair.second, lambda: services.cancel_visit(pair.second, second.id))
    pair.take()
    found = rows(pair.first)
    assert found[first.id].status is VisitStatus.ELSEWHERE
    assert second.id not in found


def test_the_early_sample_opens_and_its_plans_are_records(tmp_path: Path) -> None:
    with zipfile.ZipFile(EARLY) as archive:
        archive.extractall(tmp_path)
    folder = next(path.parent for path in tmp_path.rglob("workspace.json"))
    workspace = services.open_workspace(folder)
    try:
        planned = [row for row in rows(workspace).values() if row.status is VisitStatus.PLANNED]
        assert planned
        do(workspace, lambda: workspace.act_as(person_with(workspace, Role.LEAD)))
        look(workspace, adopt_planned)
        known = look(workspace, lambda w: w.db.plans.some([row.id for row in planned]))
        assert known.keys() == {row.id for row in planned}
        again = [row for row in rows(workspace).values() if row.status is VisitStatus.PLANNED]
        assert again == [replace(row, changeable=True) for row in planned]
    finally:
        workspace.close()


def test_plans_travel_by_exchange_file(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    ann, bob = Laptop(tmp_path / "ann", "ann", stick), Laptop(tmp_path / "bob", "bob", stick)
    try:
        ann.trust(bob)
        bob.trust(ann)
        bob.take(ann.export(bob))
        ann.take(bob.export(ann))
        customer = {"account": "1001", "name": "C", "importance": "none"}
        do(ann.workspace, lambda: services.add_customer(ann.workspace, customer))
        made = VisitPlan("1001", ("ann", "bob"), DAY)
        (visit,) = do(ann.workspace, lambda: services.plan_visits(ann.workspace, [made]))
        files = ann.export(bob)
        bob.take(files)
        bob.take(files)
        assert rows(bob.workspace)[visit].planned_on == DAY
        move(bob.workspace, visit, planned_on=DAY + timedelta(days=4))
        ann.take(bob.export(ann))
        assert rows(ann.workspace)[visit].planned_on == DAY + timedelta(days=4)
    finally:
        ann.close()
        bob.close()


def test_plans_travel_over_the_server_which_rules_out_those_for_another_team(tmp_path: Path) -> None:
    with town(tmp_path) as place:
        place.server.person("lea", Role.INSPECTOR, Role.LEAD, team="west")
        for login in ("ann", "bob"):
            place.server.person(login, team="east")
        lead, ann = place.workspace("lea"), place.workspace("ann")
        for one in (lead, ann):
            services.sync_now(one)
        do(lead, lambda: services.add_customer(lead, {"account": "1001", "name": "C", "importance": "none"}))
        (visit,) = do(lead, lambda: services.plan_visits(lead, [VisitPlan("1001", ("ann", "bob"), DAY)]))
        assert services.sync_now(lead).report.ruled == 0
        services.sync_now(ann)
        assert rows(ann)[visit].planned_on == DAY
        move(ann, visit, planned_on=DAY + timedelta(days=1))
        opened(ann, visit)
        assert services.sync_now(ann).report.ruled == 0
        services.sync_now(lead)
        assert rows(lead)[visit].status is VisitStatus.ELSEWHERE
        scope = look(ann, lambda w: w.db.plans.some([visit])[visit].scope)
        foreign = {"inspectors": ["p-lea", "p-lea"]}
        do(ann, lambda: write(ann, [PlanChange(visit, scope, CHANGED, foreign)]))
        assert services.sync_now(ann).report.ruled == 1
        services.sync_now(lead)
        assert look(lead, lambda w: w.db.plans.some([visit])[visit].plan.inspectors) == ("p-ann", "p-bob")
