"""The list of customers: search while typing, filters, order, keyboard, and what an empty register offers."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.customer import Importance
from inspector.domain.risk import RiskLevel
from inspector.services.customer_files.views import CustomerPage, CustomerQuery, CustomerRow
from inspector.services.workspace import create_workspace
from inspector.ui.customers import CustomersPage
from inspector.ui.customers.list_columns import COLUMNS
from inspector.ui.customers.list_view import CustomerListView
from inspector.ui.customers.presenter import ListPresenter
from inspector.ui.kit.button import Button
from inspector.ui.kit.columns import ROW_ROLE, WINDOW, PagedModel
from inspector.ui.kit.empty import EmptyState
from inspector.ui.messages import Messages
from inspector.ui.page import Context, Place
from inspector.ui.preferences import Preferences
from inspector.ui.tasks import Tasks
from tests.ui.customers.conftest import ACCOUNT, Bench

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def names(bench: Bench) -> list[str]:
    model = bench.page.list.table.model()
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def rows(offset: int, total: int) -> list[CustomerRow]:
    last = min(offset + WINDOW, total)
    return [CustomerRow(f"id{n}", {"name": f"客户 {n}"}, Importance.NONE, (0, 0, 0)) for n in range(offset, last)]


def test_the_model_keeps_qt_s_rules_while_windows_arrive() -> None:
    model = PagedModel(COLUMNS)
    QAbstractItemModelTester(model, FATAL, model)
    model.start(rows(0, 950), 950)
    model.set_window(WINDOW, rows(WINDOW, 950), 950)
    model.set_window(2 * WINDOW, rows(2 * WINDOW, 940), 940)
    model.start([], 0)
    assert model.rowCount() == 0


def test_a_window_is_asked_for_once_and_filled_in() -> None:
    model = PagedModel(COLUMNS)
    model.start(rows(0, 20_000), 20_000)
    wanted: list[int] = []
    model.window_wanted.connect(wanted.append)
    assert model.index(450, 1).data() == ""
    assert model.index(451, 1).data(ROW_ROLE) is None
    assert wanted == [2 * WINDOW]
    model.set_window(2 * WINDOW, rows(2 * WINDOW, 20_000), 20_000)
    assert model.index(450, 1).data() == "客户 450"
    assert model.find("id450") == 450


def test_typing_searches_and_escape_shows_everybody_again(bench: Bench) -> None:
    assert len(names(bench)) == 8
    bench.page.list.focus_search()
    QTest.keyClicks(bench.page.list.search.editor, "5010 2237")
    bench.qtbot.waitUntil(lambda: names(bench) == ["嘉陵江化工股份有限公司"])
    QTest.keyClick(bench.page.list.search.editor, Qt.Key.Key_Escape)
    bench.settle()
    assert len(names(bench)) == 8


def test_words_that_nobody_has_say_so(bench: Bench) -> None:
    bench.page.list.search.set_value("没有这个客户")
    bench.page.list.asked.emit()
    bench.settle()
    assert bench.page.list._none.isVisible()


def test_filters_are_kept_for_the_next_time(bench: Bench) -> None:
    chip = bench.page.list.filters._chips["unclosed"]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    bench.settle()
    assert 0 < len(names(bench)) < 8
    again = CustomersPage(bench.page.context)
    bench.qtbot.addWidget(again)
    assert again.list.query().filters == ("unclosed",)


def test_a_click_on_a_head_sorts_and_another_turns_it_around(bench: Bench) -> None:
    table = bench.page.list.table
    table.sort_requested.emit("capacity")
    bench.settle()
    most = names(bench)
    table.sort_requested.emit("capacity")
    bench.settle()
    assert most != names(bench)
    assert most[0] == "金石水泥有限公司"


@pytest.mark.qt_log_ignore("This plugin does not support")  # a menu without a screen
def test_the_head_of_the_risk_sorts_from_the_highest_and_its_level_is_chosen_by_keys(bench: Bench) -> None:
    table, model = bench.page.list.table, bench.page.list.table.model()

    def risks() -> list[tuple[int, RiskLevel]]:
        return [model.index(row, 0).data(ROW_ROLE).risk for row in range(model.rowCount())]

    table.sort_requested.emit("risk")
    bench.settle()
    scores = [score for score, _level in risks()]
    assert scores == sorted(scores, reverse=True)
    level = risks()[0][1]
    bench.page.list.filters._risk_chip.setFocus()
    QTest.keyClick(bench.page.list.filters._risk_chip, Qt.Key.Key_Space)
    menu = bench.page.list.filters.findChild(QMenu)
    assert menu is not None
    for _step in range(list(RiskLevel).index(level) + 2):  # past "all risks"
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    bench.settle()
    assert {found for _score, found in risks()} == {level}
    assert bench.page.list.query().filters == (f"risk:{level}",)


def test_enter_opens_the_file_and_escape_comes_back_to_the_same_row(bench: Bench) -> None:
    table = bench.page.list.table
    table.choose(3)
    before = names(bench)[3]
    QTest.keyClick(table, Qt.Key.Key_Return)
    bench.settle()
    assert bench.page.breadcrumb[-1] == before
    QTest.keyClick(bench.file, Qt.Key.Key_Escape)
    bench.settle()
    assert bench.page.file is None
    assert table.currentIndex().row() == 3
    assert table.hasFocus()
    assert len(bench.page.breadcrumb) == 1


def test_ctrl_n_asks_for_a_new_customer(bench: Bench) -> None:
    from inspector.ui.registers import CustomerDialog  # noqa: PLC0415 - as the page imports it

    bench.page.list.table.setFocus()
    QTest.keyClick(bench.page.list.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = bench.page.findChild(CustomerDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_places_open_what_they_name(bench: Bench) -> None:
    customer = bench.call(lambda: bench.workspace.db.registers.customer_by_account(ACCOUNT))
    assert customer is not None
    equipment = bench.call(lambda: bench.workspace.db.registers.equipment_of(customer.id))[1]
    bench.page.show_place(Place("equipment", equipment.id))
    bench.settle()
    assert bench.file.customer is not None
    assert bench.file.customer.account == ACCOUNT
    assert bench.file.tabs.current() == "equipment"
    assert bench.file.equipment.current == equipment.id


def test_the_register_is_exported_to_a_workbook(bench: Bench, tmp_path: Path) -> None:
    bench.page.list.export_requested.emit()
    dialog = bench.page.findChild(QFileDialog)
    assert dialog is not None
    path = tmp_path / "客户.xlsx"
    dialog.fileSelected.emit(str(path))
    bench.qtbot.waitUntil(lambda: bool(bench.notices), timeout=20_000)
    assert path.read_bytes()[:2] == b"PK"
    dialog.close()


def test_an_empty_register_offers_both_ways_to_begin(tmp_path: Path, qtbot: QtBot) -> None:
    workspace = create_workspace(tmp_path / "empty", key="passphrase", passphrase="纸鹤 42")
    messages = Messages()
    tasks = Tasks(workspace, messages)
    page = CustomersPage(Context(workspace, tasks, messages, Preferences()))
    qtbot.addWidget(page)
    page.resize(1100, 588)
    page.show()
    page.activated()
    qtbot.waitUntil(lambda: not tasks.busy, timeout=10_000)
    shown = next(state for state in page.list.findChildren(EmptyState) if state.isVisible())
    labels = [button.label for button in shown.findChildren(Button)]
    QTest.mouseClick(shown.findChildren(Button)[1], Qt.MouseButton.LeftButton)
    assert len(labels) == 2
    assert not page.list.isVisible()
    page.close_import()
    qtbot.waitUntil(lambda: not tasks.busy, timeout=10_000)
    assert page.list.isVisible()
    tasks.shut_down()
    workspace.close()


@pytest.mark.parametrize("key", ["F", "/"])
def test_letters_typed_into_the_search_are_no_shortcuts(bench: Bench, key: str) -> None:
    bench.page.list.focus_search()
    QTest.keyClicks(bench.page.list.search.editor, key)
    assert bench.page.list.search.value() == key
    assert bench.page.list.search.editor.hasFocus()


def test_counts_come_from_the_register(bench: Bench) -> None:
    counts = bench.call(lambda: services.customer_counts(bench.workspace))
    assert bench.page.list.filters._chips["overdue"]._count == counts.overdue


def test_the_same_question_again_keeps_the_place_far_down(qtbot: QtBot) -> None:
    view = CustomerListView()
    qtbot.addWidget(view)
    view.resize(1100, 588)
    view.show()
    view.start(CustomerPage(tuple(rows(0, 20_000)), 20_000))
    view.table.choose(15_000)
    before = view.table.verticalScrollBar().value()
    view.start(CustomerPage(tuple(rows(0, 20_000)), 20_000))
    assert view.table.currentIndex().row() == 15_000
    assert view.table.verticalScrollBar().value() == before > 0
    view.search.set_value("other words")
    view.start(CustomerPage(tuple(rows(0, 400)), 400))
    assert view.table.currentIndex().row() == 0


def test_dragging_past_many_windows_fetches_only_where_it_stops(bench: Bench) -> None:
    presenter = ListPresenter(bench.page.context, bench.page)
    fetched: list[int] = []
    dropped: list[int] = []
    presenter.window_fetched.connect(lambda offset, _page: fetched.append(offset))
    presenter.window_dropped.connect(dropped.append)
    presenter.ask(CustomerQuery(limit=WINDOW))
    for window in range(1, 40):
        presenter.fetch(window * WINDOW)
    bench.settle()
    bench.qtbot.waitUntil(lambda: len(fetched) + len(dropped) == 39, timeout=10_000)
    assert fetched[0] == WINDOW
    assert fetched[1] == 39 * WINDOW
    assert len(fetched) <= 5


def test_a_window_that_was_dropped_is_asked_for_again() -> None:
    model = PagedModel(COLUMNS)
    model.start(rows(0, 20_000), 20_000)
    wanted: list[int] = []
    model.window_wanted.connect(wanted.append)
    model.row(450)
    model.forget(2 * WINDOW)
    model.row(451)
    assert wanted == [2 * WINDOW, 2 * WINDOW]
