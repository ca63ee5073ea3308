"""The calendar of visits, with real keys and real drops: what is moved is moved, and can be put back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import i18n, services
from inspector.domain.visit import VisitKind
from inspector.services.planning.board import CalendarVisit
from inspector.ui.messages import Notice
from inspector.ui.page import Context, Place
from inspector.ui.planning import PlanningPage
from inspector.ui.planning.grid import VISIT, WAITING, CalendarGrid
from inspector.ui.visit.new_visit import MoveVisitDialog
from inspector.ui.visit.plan_dialog import PlanDialog

KEY, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@dataclass
class Desk:
    """The page in a window, where it asked to go, and what it said."""

    page: PlanningPage
    context: Context
    places: list[Place]
    notices: list[Notice]
    qtbot: QtBot
    today: date

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=10_000)

    def call(self, work: Callable[[], object]) -> object:
        """Run a service."""
        return self.context.workspace.call(work)

    def days(self) -> dict[str, date | None]:
        """Day of each planned visit as the workspace knows it."""
        workspace = self.context.workspace
        return {row.id: row.planned_on for row in workspace.call(lambda: services.waiting_rows(workspace))}

    def plan(self, day: date, number: int = 0) -> str:
        """Plan a visit, and show the calendar again."""
        workspace = self.context.workspace
        account = workspace.call(lambda: services.customers(workspace))[number].account
        people = [one.id for one in workspace.call(lambda: services.planning_choices(workspace)).persons]
        visit: str = workspace.call(
            lambda: services.plan_visit(
                workspace, account, kind=VisitKind.PERIODIC, inspectors=tuple(people[:2]), planned_on=day
            )
        )
        self.show(day)
        self.page.grid.choose(visit)
        self.settle()
        return visit

    def show(self, day: date) -> None:
        """Show the week of a day."""
        self.page.show_place(Place("planning", day.isoformat()))
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key in the calendar."""
        QTest.keyClick(self.page.grid, key, modifiers)
        self.settle()

    def undo(self) -> None:
        """Run what the last message offers."""
        act = self.notices[-1].on_action
        assert act is not None
        act()
        self.settle()


@pytest.fixture
def desk(context: Context, qtbot: QtBot) -> Iterator[Desk]:
    workspace = context.workspace
    workspace.call(lambda: services.add_person(workspace, {"login": "li", "name": "李工", "team": "一班"}))
    for account, name in (("50100000001", "东风机械厂"), ("50100000002", "西山水泥有限公司及其自备电厂联合变电所")):
        fields = {"account": account, "name": name, "voltage_kv": 10, "importance": "level_1"}
        workspace.call(lambda given=fields: services.add_customer(workspace, given))
    places: list[Place] = []
    notices: list[Notice] = []
    page = PlanningPage(context)
    qtbot.addWidget(page)
    page.place_requested.connect(places.append)
    context.messages.posted.connect(notices.append)
    page.resize(1286, 638)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.activated()
    today = context.workspace.call(context.workspace.today)
    made = Desk(page, context, places, notices, qtbot, today)
    made.settle()
    yield made
    made.settle()


def monday_after(desk: Desk) -> date:
    """The Monday of the week after this one."""
    return desk.today + timedelta(days=7 - desk.today.weekday())


def drop(grid: CalendarGrid, kind: str, content: str, day: date) -> None:
    """What a dragging hand lets go over a day."""
    data = QMimeData()
    data.setData(kind, content.encode())
    place = grid.layout_now().cell(day).center()
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(place), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none)
    grid.dropEvent(event)


def test_a_visit_moves_by_a_day_and_by_a_week_with_shift_and_arrows_and_goes_back(desk: Desk) -> None:
    monday = monday_after(desk)
    visit = desk.plan(monday)
    desk.press(KEY.Key_Right, SHIFT)
    assert desk.days()[visit] == monday + timedelta(days=1)
    assert desk.page.grid.current is not None
    assert desk.page.grid.current.id == visit
    desk.undo()
    assert desk.days()[visit] == monday
    desk.page.grid.choose(visit)
    desk.press(KEY.Key_Down, SHIFT)
    assert desk.days()[visit] == monday + timedelta(days=7)
    assert desk.page.grid.board.first == monday + timedelta(days=7)


def test_a_visit_is_cut_and_put_on_the_day_that_the_arrows_reach(desk: Desk) -> None:
    monday = monday_after(desk)
    visit = desk.plan(monday)
    desk.press(KEY.Key_X, CTRL)
    assert desk.page.grid.cut is not None
    for _step in range(3):
        desk.press(KEY.Key_Right)
    desk.press(KEY.Key_V, CTRL)
    assert desk.days()[visit] == monday + timedelta(days=3)
    assert desk.page.grid.cut is None


def test_escape_lets_go_of_what_was_cut(desk: Desk) -> None:
    visit = desk.plan(monday_after(desk))
    desk.press(KEY.Key_X, CTRL)
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Right)
    desk.press(KEY.Key_V, CTRL)
    assert desk.days()[visit] == monday_after(desk)


def test_a_visit_dropped_on_a_day_moves_there(desk: Desk) -> None:
    monday = monday_after(desk)
    visit = desk.plan(monday)
    drop(desk.page.grid, VISIT, visit, monday + timedelta(days=4))
    desk.settle()
    assert desk.days()[visit] == monday + timedelta(days=4)


def test_nothing_is_put_on_a_day_that_has_passed(desk: Desk) -> None:
    visit = desk.plan(desk.today)
    before = len(desk.notices)
    desk.press(KEY.Key_Up, SHIFT)
    assert desk.days()[visit] == desk.today
    assert len(desk.notices) == before + 1
    assert desk.notices[-1].on_action is None


def test_a_customer_of_the_tray_is_planned_by_a_drop_and_taken_back(desk: Desk) -> None:
    monday = monday_after(desk)
    desk.show(monday)
    first = desk.page.tray.items[0]
    before = desk.days()
    drop(desk.page.grid, WAITING, desk.page.tray.key(first), monday)
    desk.settle()
    made = {visit: day for visit, day in desk.days().items() if visit not in before}
    assert list(made.values()) == [monday]
    assert first.customer not in {row.customer for row in desk.page.tray.items}
    desk.undo()
    assert desk.days() == before
    assert first.customer in {row.customer for row in desk.page.tray.items}


def test_customers_are_chosen_cut_and_put_by_keys_alone(desk: Desk) -> None:
    monday = monday_after(desk)
    desk.show(monday)
    tray = desk.page.tray
    before, several = desk.days(), min(2, len(tray.items))
    tray.setFocus()
    for row in range(several):
        tray.set_current(row)
        QTest.keyClick(tray, KEY.Key_Space)
    QTest.keyClick(tray, KEY.Key_X, CTRL)
    desk.settle()
    assert desk.page.grid.hasFocus()
    desk.press(KEY.Key_Right)
    desk.press(KEY.Key_V, CTRL)
    made = [day for visit, day in desk.days().items() if visit not in before]
    assert made == [monday + timedelta(days=1)] * several
    assert desk.page.tray.count == 0


def test_a_mouse_drag_carries_the_chosen_rows(desk: Desk) -> None:
    tray = desk.page.tray
    tray.toggle(tray.items[0])
    tray.set_current(0)
    data = tray.drag().mimeData()
    assert bytes(data.data(WAITING).data()).decode() == tray.key(tray.items[0])
    box = QPoint(tray.PAD + 4, tray.row_height // 2)
    QTest.mouseClick(tray, Qt.MouseButton.LeftButton, pos=box)
    assert tray.count == 0


def test_page_keys_turn_weeks_and_months_and_today_comes_back(desk: Desk) -> None:
    first = desk.page.grid.board.first
    desk.press(KEY.Key_PageDown)
    assert desk.page.grid.board.first == first + timedelta(days=7)
    desk.page.view.press_key("")
    QTest.keyClick(desk.page.view, KEY.Key_Right)
    desk.settle()
    assert desk.page.grid.month
    assert desk.page.grid.board.days % 7 == 0
    assert desk.page.grid.shows(desk.page.grid.day)
    shown = desk.page.grid.day.month
    desk.page.grid.setFocus()
    desk.press(KEY.Key_PageUp)
    assert desk.page.grid.day.month != shown
    desk.page.today_button.clicked.emit()
    desk.settle()
    assert desk.page.grid.day == desk.today


def test_enter_opens_f2_asks_and_delete_cancels_with_a_way_back(desk: Desk) -> None:
    visit = desk.plan(monday_after(desk))
    desk.press(KEY.Key_Return)
    assert desk.places[-1] == Place("visit", visit)
    desk.press(KEY.Key_F2)
    dialog = desk.page.window().findChild(MoveVisitDialog)
    assert dialog is not None
    dialog.reject()
    desk.press(KEY.Key_Delete)
    assert visit not in {one.id for one in desk.page.grid.board.visits}
    desk.undo()
    assert visit in desk.days()


def test_the_detail_names_what_is_here_for_the_current_visit(desk: Desk) -> None:
    visit = desk.plan(monday_after(desk))
    desk.qtbot.waitUntil(desk.page.detail.parts.isVisible, timeout=10_000)
    assert desk.page.detail.visit is not None
    assert desk.page.detail.visit.id == visit
    assert desk.page.detail.parts.accessibleDescription().count("\n") >= 5
    assert not desk.page.detail.fetch_button.isVisible()


def test_too_many_visits_of_a_day_are_said(desk: Desk) -> None:
    monday = monday_after(desk)
    for number in range(4):
        desk.plan(monday, number)
    loads = [load for load in desk.page.loads.items if load.too_many(desk.page.grid.board.limit)]
    assert loads
    desk.page.grid.choose_day(monday)
    assert loads[0].name in desk.page.grid.spoken_value()


def test_a_person_of_the_loads_narrows_the_calendar_and_lets_go_again(desk: Desk) -> None:
    visit = desk.plan(monday_after(desk))
    idle = next(load for load in desk.page.loads.items if not load.total)
    desk.page.loads.row_opened.emit(idle)
    desk.settle()
    assert visit not in {one.id for one in desk.page.grid.board.visits}
    desk.page.loads.row_opened.emit(idle)
    desk.settle()
    assert visit in {one.id for one in desk.page.grid.board.visits}


def test_visits_without_room_are_counted_and_reached_by_the_arrows(desk: Desk) -> None:
    monday = monday_after(desk)
    visits = [desk.plan(monday, number) for number in range(4)]
    desk.page.resize(1180, 420)
    desk.page.grid.choose_day(monday)
    layout = desk.page.grid.layout_now()
    assert layout.shown(monday, len(visits)) < len(visits)
    for _step in visits[1:]:
        desk.press(KEY.Key_Down)
    grid = desk.page.grid
    shown = [index for index, _rect in layout.places(monday, grid.visits_of(monday), grid.index)]
    assert grid.index == len(visits) - 1
    assert grid.index in shown


def test_plan_opens_the_board_of_days_with_what_was_chosen(desk: Desk) -> None:
    desk.page.tray.toggle(desk.page.tray.items[0])
    desk.page.plan_button.clicked.emit()
    desk.settle()
    dialog = desk.page.window().findChild(PlanDialog)
    assert dialog is not None
    assert len(dialog.board.planned()) == 1
    dialog.reject()


def test_the_calendar_says_in_words_what_it_shows(desk: Desk) -> None:
    desk.plan(monday_after(desk))
    current = desk.page.grid.current
    assert isinstance(current, CalendarVisit)
    told = desk.page.grid.spoken_value()
    assert current.name in told
    assert current.inspectors in told


def test_important_customers_are_chosen_at_once_for_a_seasonal_visit(desk: Desk) -> None:
    workspace = desk.context.workspace
    ordinary = {"account": "50100000003", "name": "普通用户", "voltage_kv": 10}
    workspace.call(lambda: services.add_customer(workspace, ordinary))
    desk.page.refresh()
    desk.settle()
    everybody = len(desk.page.tray.items)
    desk.page.narrow.set_value("important")
    desk.page.narrow.value_edited.emit("important")
    assert 0 < len(desk.page.tray.items) < everybody
    QTest.keyClick(desk.page.tray, KEY.Key_A, CTRL)
    assert desk.page.tray.count == len(desk.page.tray.items)
    desk.page.plan_button.clicked.emit()
    desk.settle()
    dialog = desk.page.window().findChild(PlanDialog)
    assert dialog is not None
    dialog.kind.set_value("seasonal:winter_peak")
    before = desk.days()
    dialog.accept_button.clicked.emit()
    desk.settle()
    made = [row for row in workspace.call(lambda: services.waiting_rows(workspace)) if row.id not in before]
    assert {(row.kind, row.occasion_id) for row in made} == {(VisitKind.SEASONAL, "winter_peak")}
    assert len(made) == 2


def test_escape_leads_back_to_the_list_of_visits(desk: Desk) -> None:
    desk.show(desk.today)
    desk.press(KEY.Key_Escape)
    assert desk.places == [Place("visit")]


def test_a_month_is_written_with_its_number_in_chinese(desk: Desk) -> None:
    i18n.set_language("zh_CN")
    desk.page.view.set_value("month")
    desk.show(date(2026, 11, 22))
    assert desk.page.title.text() == "2026年11月"
