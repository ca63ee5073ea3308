"""The home page: it shows what the services say, and every figure, row and bar leads somewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.visit import VisitKind
from inspector.services.home.views import ReviewItem
from inspector.ui.home.lists import ReviewList
from inspector.ui.home.page import HomePage
from inspector.ui.messages import Notice
from inspector.ui.page import Context, Place
from inspector.ui.visit.inspectors import InspectorFields
from inspector.ui.visit.new_visit import MoveVisitDialog
from inspector.ui.visit.nobody import NobodyToPlanDialog
from inspector.ui.visit.plan_dialog import PlanDialog

KEY = Qt.Key


@dataclass
class Desk:
    """The page in a window, and where it asked to go."""

    page: HomePage
    context: Context
    places: list[Place]
    notices: list[Notice]
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=10_000)

    def call(self, work: Callable[[], object]) -> object:
        """Run a service."""
        return self.context.workspace.call(work)

    def waiting(self) -> list[str]:
        """Ids of the visits that wait."""
        rows = self.context.workspace.call(lambda: services.waiting_rows(self.context.workspace))
        return [row.id for row in rows]


@pytest.fixture
def desk(context: Context, qtbot: QtBot) -> Iterator[Desk]:
    workspace = context.workspace
    people = [person.id for person in workspace.call(lambda: services.persons(workspace))]
    account = workspace.call(lambda: services.customers(workspace))[0].account
    workspace.call(
        lambda: services.plan_visit(
            workspace, account, kind=VisitKind.PERIODIC, inspectors=tuple(people), planned_on=workspace.today()
        )
    )
    places: list[Place] = []
    notices: list[Notice] = []
    page = HomePage(context)
    qtbot.addWidget(page)
    page.place_requested.connect(places.append)
    context.messages.posted.connect(notices.append)
    page.resize(1286, 638)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    made = Desk(page, context, places, notices, qtbot)
    page.activated()
    qtbot.waitUntil(lambda: bool(page.due.items), timeout=10_000)
    made.settle()
    yield made
    made.settle()


def test_figures_open_the_ledger_filtered_to_what_they_count(desk: Desk) -> None:
    desk.page.numbers.grades[Grade.CRITICAL].setFocus()
    QTest.keyClick(desk.page.numbers.grades[Grade.CRITICAL], KEY.Key_Return)
    desk.page.numbers.overdue.clicked.emit()
    desk.page.numbers.closure.clicked.emit()
    today = desk.context.workspace.today()
    assert [place.id for place in desk.places] == [
        "rectification:unclosed,critical",
        "rectification:unclosed,overdue",
        f"rectification:year:{today.year}",
    ]
    assert {place.kind for place in desk.places} == {"ledger"}
    words = desk.page.numbers.grades[Grade.CRITICAL].accessibleName()
    view = desk.context.workspace.call(lambda: services.home_view(desk.context.workspace))
    assert str(view.grades[0].unclosed) in words


def test_the_chart_opens_the_month_under_the_keys(desk: Desk) -> None:
    desk.page.chart.setFocus()
    QTest.keyClick(desk.page.chart, KEY.Key_Left)
    QTest.keyClick(desk.page.chart, KEY.Key_Return)
    view = desk.context.workspace.call(lambda: services.home_view(desk.context.workspace))
    assert desk.places == [Place("ledger", f"rectification:month:{view.months[-2].month:%Y-%m}")]


def test_the_focus_stands_on_the_first_visit_and_enter_opens_it(desk: Desk) -> None:
    row = desk.page.waiting.rows[0]
    assert row.button.hasFocus()
    QTest.keyClick(row.button, KEY.Key_Return)
    assert desk.places == [Place("visit", row.row.id)]


def test_lists_open_what_they_name(desk: Desk) -> None:
    due = desk.page.due
    assert due.items
    due.setFocus()
    QTest.keyClick(due, KEY.Key_Down)
    QTest.keyClick(due, KEY.Key_Return)
    assert desk.places[-1] == Place("customer", due.items[min(1, len(due.items) - 1)].customer)
    activities = desk.page.activities
    activities.setFocus()
    QTest.keyClick(activities, KEY.Key_Return)
    assert desk.places[-1].kind in ("visit", "hazard", "customer")


def test_chosen_customers_are_put_on_days_by_keys(desk: Desk) -> None:
    due = desk.page.due
    due.setFocus()
    QTest.keyClick(due, KEY.Key_Space)
    chosen = due.chosen
    assert len(chosen) == 1
    QTest.keyClick(due, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    dialog = desk.page.window().findChild(PlanDialog)
    assert isinstance(dialog, PlanDialog)
    board = dialog.board
    assert board.hasFocus()
    before = board.planned()[0][1]
    QTest.keyClick(board, KEY.Key_Right)
    ((row, day),) = board.planned()
    assert (row.customer, (day - before).days) == (chosen[0].customer, 1)
    QTest.keyClick(board, KEY.Key_Space)
    assert board.planned() == []
    dialog.accept()
    assert dialog.isVisible(), "nothing to plan is no plan"
    QTest.keyClick(board, KEY.Key_Space)
    waiting = desk.waiting()
    persons = desk.context.workspace.call(lambda: services.persons(desk.context.workspace))
    dialog.inspectors.set_people([person.id for person in persons])
    dialog.accept()
    desk.settle()
    (new,) = set(desk.waiting()) - set(waiting)
    rows = desk.context.workspace.call(lambda: services.waiting_rows(desk.context.workspace))
    made = next(item for item in rows if item.id == new)
    assert (made.planned_on, made.customer) == (day, chosen[0].name)
    assert due.chosen == ()


def test_the_plan_says_who_has_a_visit_planned_already(desk: Desk) -> None:
    workspace = desk.context.workspace
    choices = workspace.call(lambda: services.planning_choices(workspace))
    every = workspace.call(lambda: services.due_list(workspace, -1))
    busy = next(row for row in every if row.planned)
    free = next(row for row in every if not row.planned)
    alone = PlanDialog(desk.page, desk.context, [free], choices)
    assert not alone.already.isVisibleTo(alone)
    dialog = PlanDialog(desk.page, desk.context, [busy, free], choices)
    assert dialog.already.isVisibleTo(dialog)
    assert busy.name in dialog.already.text()
    assert free.name not in dialog.already.text()
    for one in (alone, dialog):
        one.reject()


def test_a_planned_visit_cannot_be_moved_into_the_past(desk: Desk) -> None:
    workspace = desk.context.workspace
    choices = workspace.call(lambda: services.planning_choices(workspace))
    row = desk.page.waiting.rows[0].row
    dialog = MoveVisitDialog(desk.page, row, choices.persons, choices.today)
    dialog.day.set_date(choices.today - timedelta(days=1))
    assert dialog.day.day() == choices.today, "the field offers no day that has passed"
    dialog.reject()


def test_a_customer_is_added_to_the_plan_by_part_of_its_name(desk: Desk) -> None:
    QTest.keyClick(desk.page.due, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    dialog = desk.page.window().findChild(PlanDialog)
    assert isinstance(dialog, PlanDialog)
    count = len(dialog.board.items)
    wanted = next(
        row for row in desk.page.due.items if row.customer not in {i.due.customer for i in dialog.board.items}
    )
    editor = dialog.picker.field.editor
    editor.setFocus()
    QTest.keyClicks(editor, wanted.account)
    desk.settle()
    QTest.keyClick(editor, KEY.Key_Return)
    assert len(dialog.board.items) == count + 1
    assert dialog.board.items[-1].due.customer == wanted.customer
    dialog.reject()


def test_a_planned_visit_is_moved(desk: Desk) -> None:
    row = desk.page.waiting.rows[0]
    QTest.keyClick(row.button, KEY.Key_F2)
    desk.settle()
    dialog = desk.page.window().findChild(MoveVisitDialog)
    assert isinstance(dialog, MoveVisitDialog)
    dialog.at.set_value("9.30")
    dialog.accept()
    assert dialog.isVisible(), "that is no time"
    dialog.at.set_value("21:30")
    dialog.at.value_edited.emit("21:30")
    dialog.accept()
    desk.settle()
    moved = next(one for one in desk.page.waiting.rows if one.row.id == row.row.id)
    assert moved.row.planned_at == "21:30"


def test_a_note_is_written_with_the_plan_and_taken_back_by_its_message(desk: Desk) -> None:
    row = desk.page.waiting.rows[0]
    before = row.row.note
    QTest.keyClick(row.button, KEY.Key_F2)
    desk.settle()
    dialog = desk.page.window().findChild(MoveVisitDialog)
    assert isinstance(dialog, MoveVisitDialog)
    dialog.note.editor.setFocus()
    QTest.keyClicks(dialog.note.editor, "bring the ladder")
    dialog.accept()
    desk.settle()
    shown = next(one for one in desk.page.waiting.rows if one.row.id == row.row.id)
    assert shown.row.note == "bring the ladder"
    undo = desk.notices[-1].on_action
    assert undo is not None
    undo()
    desk.settle()
    assert next(one for one in desk.page.waiting.rows if one.row.id == row.row.id).row.note == before


def test_a_note_goes_with_all_visits_that_are_planned_together(desk: Desk) -> None:
    desk.page.due.setFocus()
    QTest.keyClick(desk.page.due, KEY.Key_Space)
    QTest.keyClick(desk.page.due, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    dialog = desk.page.window().findChild(PlanDialog)
    assert isinstance(dialog, PlanDialog)
    told: list[Any] = []
    dialog.planned.connect(told.append)
    persons = desk.context.workspace.call(lambda: services.persons(desk.context.workspace))
    dialog.inspectors.set_people([person.id for person in persons])
    dialog.note.set_value(" bring the ladder ")
    dialog.accept()
    desk.settle()
    assert told[0]
    assert {plan.note for plan in told[0]} == {"bring the ladder"}


def test_a_cancelled_visit_is_gone_at_once_and_comes_back_on_undo(desk: Desk) -> None:
    visit = desk.page.waiting.rows[0].row.id
    desk.page.waiting.rows[0].cancel_button.clicked.emit()
    desk.settle()
    assert visit not in [row.row.id for row in desk.page.waiting.rows]
    notice = desk.notices[-1]
    assert notice.on_action is not None
    notice.on_action()
    desk.settle()
    assert visit in [row.row.id for row in desk.page.waiting.rows]
    QTest.keyClick(desk.page.waiting.rows[0].button, KEY.Key_Delete)
    desk.settle()
    last = desk.notices[-1]
    assert last.on_closed is not None
    last.on_closed()
    desk.settle()
    assert visit not in desk.waiting()


def test_the_focus_goes_to_the_next_visit_and_back_on_undo(desk: Desk) -> None:
    workspace = desk.context.workspace
    people = tuple(person.id for person in desk.context.workspace.call(lambda: services.persons(workspace)))
    account = workspace.call(lambda: services.customers(workspace))[1].account
    workspace.call(
        lambda: services.plan_visit(
            workspace, account, kind=VisitKind.PERIODIC, inspectors=people, planned_on=workspace.today()
        )
    )
    desk.page.refresh()
    desk.settle()
    first, second = (row.row.id for row in desk.page.waiting.rows)
    desk.page.waiting.rows[0].cancel_button.setFocus()
    QTest.keyClick(desk.page.waiting.rows[0].cancel_button, KEY.Key_Delete)
    desk.settle()
    assert [row.row.id for row in desk.page.waiting.rows] == [second]
    assert desk.page.waiting.rows[0].button.hasFocus()
    undo = desk.notices[-1].on_action
    assert undo is not None
    undo()
    desk.settle()
    row = next(row for row in desk.page.waiting.rows if row.row.id == first)
    assert row.button.hasFocus()


def test_the_plan_fits_a_low_window_with_all_its_errors(desk: Desk) -> None:
    workspace = desk.context.workspace
    choices = workspace.call(lambda: services.planning_choices(workspace))
    rows = workspace.call(lambda: services.due_list(workspace, -1))
    desk.page.resize(1180, 640)
    dialog = PlanDialog(desk.page, desk.context, rows[:0], choices)
    dialog.inspectors.set_people([choices.persons[0].id, choices.persons[0].id])
    dialog.open()
    dialog.accept()
    QTest.qWait(0)
    desk.settle()
    assert dialog.isVisible()
    assert dialog.inspectors.second.editor.hasFocus()
    bottom = dialog.accept_button.mapTo(dialog, dialog.accept_button.rect().bottomLeft()).y()
    assert bottom < dialog.height() - 8
    tops = {
        field.editor.mapTo(dialog, field.editor.rect().topLeft()).y()
        for field in (dialog.kind, dialog.inspectors.first, dialog.inspectors.second)
    }
    assert len(tops) == 1, "an error moves no neighbour"
    dialog.reject()


def test_a_single_inspector_is_told_where_more_are_registered(desk: Desk) -> None:
    workspace = desk.context.workspace
    choices = workspace.call(lambda: services.planning_choices(workspace))
    fields = InspectorFields(choices.persons[:1])
    desk.qtbot.addWidget(fields)
    assert fields.few.isVisibleTo(fields)
    with desk.qtbot.waitSignal(fields.people_wanted):
        fields.register_button.clicked.emit()
    enough = InspectorFields(choices.persons)
    desk.qtbot.addWidget(enough)
    assert not enough.few.isVisibleTo(enough)


def test_without_customers_the_plan_leads_to_the_first(desk: Desk) -> None:
    dialog = NobodyToPlanDialog(desk.page)
    dialog.place_wanted.connect(desk.page.place_requested)
    dialog.open()
    dialog.import_button.clicked.emit()
    assert desk.places == [Place("import")]


def test_planned_visits_say_whether_what_they_need_is_here(desk: Desk) -> None:
    planned = [row for row in desk.page.waiting.rows if row.row.planned_on is not None]
    assert planned
    for row in planned:
        desk.qtbot.waitUntil(row.ready.isVisible, timeout=10_000)
        assert row.ready.accessibleName()
        assert row.ready.toolTip().count("\n") >= 4


def test_the_week_opens_the_calendar(desk: Desk) -> None:
    asked: list[str] = []
    desk.page.page_requested.connect(asked.append)
    desk.page._week_button.clicked.emit()
    assert asked == ["planning"]


def test_pictures_of_what_waits_for_a_review_come_after_the_words(qtbot: QtBot) -> None:
    item = ReviewItem("h1", "母线接头过热", "宏远汽车零部件", Grade.SERIOUS, 8)
    shown = ReviewList()
    qtbot.addWidget(shown)
    shown.resize(380, 54)
    shown.show_items([item])
    shown.show()
    plain = shown.grab().toImage()
    assert shown.show_thumbs({"h1": ("aa", "bb")}) == ("aa", "bb")
    assert shown.grab().toImage() != plain
    red = QImage(60, 40, QImage.Format.Format_RGB32)
    red.fill(0xFFFF0000)
    shown.show_picture("aa", red)
    first = QPoint(shown.PAD + 24, 27)
    assert shown.grab().toImage().pixelColor(first).red() > 200
    assert shown.show_thumbs({"h1": ("aa", "bb")}) == ("bb",)
    narrow = ReviewList()
    qtbot.addWidget(narrow)
    narrow.resize(260, 54)
    narrow.show_items([item])
    narrow.show()
    before = narrow.grab().toImage()
    narrow.show_thumbs({"h1": ("aa", "bb")})
    assert narrow.grab().toImage() == before
