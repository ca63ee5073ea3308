"""Plans of other laptops in the window: who is there already, what may be changed, whose visits show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.person import Role
from inspector.domain.visit import VisitStatus
from inspector.services import Workspace
from inspector.services.planning import VisitPlan
from inspector.ui.home.page import HomePage
from inspector.ui.page import Context, Place
from inspector.ui.planning import PlanningPage
from inspector.ui.visit.visits_page import VisitsPage
from inspector.ui.visit.waiting import VisitRow
from tests.unit.services.two_laptops import Pair, do, look

ACCOUNT = "50100000001"


@dataclass
class Desk:
    """This window's laptop, and that of a lead of another team."""

    context: Context
    pair: Pair
    qtbot: QtBot

    @property
    def workspace(self) -> Workspace:
        """This laptop's."""
        workspace: Workspace = self.context.workspace
        return workspace

    @property
    def today(self) -> date:
        return look(self.workspace, lambda w: w.today())

    def plan(self, where: Workspace, *people: str) -> str:
        """Plan a visit of today."""
        made = VisitPlan(ACCOUNT, people, self.today)
        visit = do(where, lambda: services.plan_visits(where, [made]))[0]
        self.pair.give()
        self.pair.take()
        return visit

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=10_000)

    def show(self, page: QWidget) -> None:
        self.qtbot.addWidget(page)
        page.resize(1286, 638)
        page.show()
        page.activateWindow()
        self.qtbot.waitUntil(page.isActiveWindow)
        page.activated()  # type: ignore[attr-defined]  # every page of the window has it
        self.qtbot.wait(50)
        self.settle()


@pytest.fixture
def desk(context: Context, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    workspace = context.workspace

    def fill() -> None:
        mine = workspace.acting.team
        for login, team, roles in (("mate", mine, []), ("far", "远方班", []), ("lea", "远方班", [Role.LEAD])):
            fields = {"login": login, "name": login.title(), "team": team}
            services.add_person(workspace, fields | {"roles": [Role.INSPECTOR, *roles]})
        services.add_customer(workspace, {"account": ACCOUNT, "name": "东风机械厂", "importance": "level_1"})

    do(workspace, fill)
    made = Desk(context, Pair(workspace, tmp_path / "second", clock=workspace.now), qtbot)
    do(made.pair.second, lambda: made.pair.second.act_as("lea"))
    yield made
    made.settle()
    made.pair.close()


def me(desk: Desk) -> str:
    return look(desk.workspace, lambda w: w.acting.id)


def row_of(page: VisitsPage | HomePage, visit: str) -> VisitRow:
    waiting = page.list.waiting if isinstance(page, VisitsPage) else page.waiting
    return next(row for row in waiting.rows if row.row.id == visit)


def test_the_calendar_shows_who_is_there_and_offers_nothing_that_would_be_refused(desk: Desk) -> None:
    begun, foreign = desk.plan(desk.pair.second, me(desk), "lea"), desk.plan(desk.pair.second, "far", "lea")
    do(desk.pair.second, lambda: services.open_visit(desk.pair.second, begun))
    desk.pair.take()
    page = PlanningPage(desk.context)
    desk.show(page)
    page.show_place(Place("planning", desk.today.isoformat()))
    desk.settle()
    page.grid.choose(begun)
    desk.settle()
    assert page.grid.current is not None
    assert page.grid.current.status is VisitStatus.ELSEWHERE
    controls = (page.detail.button, page.detail.print_button, page.detail.change_button, page.detail.cancel_button)
    assert not any(one.isVisible() for one in controls)
    page.grid.choose(foreign)
    desk.settle()
    assert page.detail.button.isVisible()
    assert not page.detail.cancel_button.isVisible()
    assert not page.detail.hint.isVisible()


def test_the_calendar_shows_all_visits_those_of_the_team_or_ones_own(desk: Desk) -> None:
    own, foreign = desk.plan(desk.pair.second, me(desk), "lea"), desk.plan(desk.pair.second, "far", "lea")
    page = PlanningPage(desk.context)
    desk.show(page)
    assert {visit.id for visit in page.grid.board.visits} >= {own, foreign}
    for value in (me(desk), f"team:{look(desk.workspace, lambda w: w.acting.team)}"):
        page.who.set_value(value)
        page.refresh()
        desk.settle()
        shown = {visit.id for visit in page.grid.board.visits}
        assert own in shown
        assert foreign not in shown


def test_a_visit_planned_twice_for_a_day_is_told(desk: Desk) -> None:
    visit, other = desk.plan(desk.workspace, me(desk), "mate"), desk.plan(desk.pair.second, "far", "lea")
    page = PlanningPage(desk.context)
    desk.show(page)
    page.grid.choose(visit)
    desk.settle()
    assert page.detail.hint.isVisible()
    assert {one.id for one in page.grid.board.visits if one.hint} == {visit, other}


def test_the_list_of_visits_shows_what_is_under_way_elsewhere_and_says_who_is_there(desk: Desk) -> None:
    visit = desk.plan(desk.pair.second, me(desk), "lea")
    do(desk.pair.second, lambda: services.open_visit(desk.pair.second, visit))
    desk.pair.take()
    page = VisitsPage(desk.context)
    desk.show(page)
    row = row_of(page, visit)
    assert row.row.begun_by == "Lea"
    assert not any(one.isVisible() for one in (row.print_button, row.move_button, row.cancel_button, row.give_button))
    said: list[str] = []
    desk.context.messages.posted.connect(lambda notice: said.append(notice.text))
    row.button.clicked.emit()
    desk.settle()
    QTest.qWait(10)
    assert any("Lea" in words for words in said)


def test_the_home_page_shows_the_team_first_and_keeps_what_was_chosen(desk: Desk) -> None:
    own, mate = desk.plan(desk.pair.second, me(desk), "lea"), desk.plan(desk.pair.second, "mate", "lea")
    foreign = desk.plan(desk.pair.second, "far", "lea")
    page = HomePage(desk.context)
    desk.show(page)
    desk.qtbot.waitUntil(lambda: bool(page.waiting.rows), timeout=10_000)
    desk.settle()

    def shown() -> set[str]:
        return {row.row.id for row in page.waiting.rows} & {own, mate, foreign}

    seen = []
    for value in ("team", "me", "all"):
        page.whose.set_value(value)
        page.whose.value_chosen.emit(value)
        desk.settle()
        seen.append(shown())
    assert seen == [{own, mate}, {own}, {own, mate, foreign}]
    assert HomePage(desk.context).whose.value() == "all"
