"""The page of figures: bars and numbers that open their rows, keys, tables, choices, files, empty states."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector.reports.figures.charts import Kind, Mark
from inspector.services.figures.key_figures import Scope
from inspector.storage import NewEvent
from inspector.ui.entries import ENTRIES
from inspector.ui.figures import FiguresPage
from inspector.ui.figures.chart_card import FORMATS
from inspector.ui.figures.chart_view import ChartView
from inspector.ui.figures.choices import PeriodDialog
from inspector.ui.figures.painting import chart_png
from inspector.ui.figures.table import ChartModel
from inspector.ui.ledger import LedgersPage
from inspector.ui.page import Context, Place
from inspector.ui.printing.dialog import PrintDialog
from inspector.ui.shell import Shell
from tests.golden.charts import CHARTS, HOSTILE


@pytest.fixture
def shell(context: Context, qtbot: QtBot) -> Shell:
    made = Shell(context, ENTRIES)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    assert context.desk is not None
    context.desk.start()
    return made


@pytest.fixture
def page(shell: Shell, qtbot: QtBot) -> FiguresPage:
    shell.open_page("figures")
    made = shell.page("figures")
    assert isinstance(made, FiguresPage)
    settle(qtbot, made)
    return made


def settle(qtbot: QtBot, page: FiguresPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy)


def choose(qtbot: QtBot, page: FiguresPage, period: str, scope: Scope | None = None) -> None:
    page.choices._choose(period, scope or Scope())
    settle(qtbot, page)


def rows_shown(qtbot: QtBot, shell: Shell) -> int:
    """How many rows the ledger has that is open now."""
    ledgers = shell.page("ledgers")
    assert isinstance(ledgers, LedgersPage)
    assert shell.current == "ledgers"
    qtbot.waitUntil(lambda: not ledgers.context.tasks.busy)
    return ledgers.list.rows.rowCount()


def click(view: ChartView, mark: Mark) -> None:
    middle = QPoint(round(mark.area.x + mark.area.width / 2), round(mark.area.top + mark.area.height / 2))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle)


def test_it_has_no_place_in_the_rail_and_shows_under_the_ledgers(shell: Shell, page: FiguresPage) -> None:
    assert "figures" not in shell.rail._entries
    assert shell.rail._entries["ledgers"]._current
    numbered = [entry.key for entry in ENTRIES if entry.numbered]
    assert "figures" not in numbered
    assert page.breadcrumb[0] == shell.rail._entries["ledgers"].accessibleName().split()[0]


def test_a_click_on_every_bar_opens_as_many_rows_as_it_counts(shell: Shell, page: FiguresPage, qtbot: QtBot) -> None:
    opened = 0
    for card in page.cards.values():
        for mark in [mark for mark in card.view.marks if mark.value.rows and mark.value.count]:
            click(card.view, mark)
            assert rows_shown(qtbot, shell) == mark.value.count, mark.value.words
            opened += 1
            shell.open_page("figures")
            settle(qtbot, page)
    assert opened >= 8


def test_a_key_figure_opens_its_rows(shell: Shell, page: FiguresPage, qtbot: QtBot) -> None:
    assert page.shown is not None
    overdue = next(one for one in page.shown.numbers if one.key == "overdue")
    cell = page.numbers.cells["overdue"]
    assert overdue.told in cell.toolTip()
    cell.setFocus()
    QTest.keyClick(cell, Qt.Key.Key_Return)
    assert rows_shown(qtbot, shell) == overdue.count > 0


def test_arrow_keys_walk_over_all_bars_and_enter_opens(shell: Shell, page: FiguresPage, qtbot: QtBot) -> None:
    view = page.cards["months"].view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current is view.marks[0]
    seen = {view.accessibleName()}
    for _step in range(len({mark.category for mark in view.marks}) - 1):
        QTest.keyClick(view, Qt.Key.Key_Right)
        seen.add(view.accessibleName())
    assert view.current is not None
    assert view.current.category == view.marks[-1].category
    assert len(seen) == view.current.category + 1
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current.category == view.marks[-1].category
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.current.series == 1
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current.series == 0
    some = next(number for number, mark in enumerate(view.marks) if mark.value.count)
    view._go(some)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert rows_shown(qtbot, shell) == view.marks[some].value.count


def test_lying_bars_are_walked_down_and_along(qtbot: QtBot) -> None:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(600, 200)
    chart = CHARTS["parts"]
    view.show_chart(chart)
    view.show()
    view.setFocus()
    assert chart.kind is Kind.PARTS
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current is not None
    assert (view.current.category, view.current.series) == (0, 1)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current.category == 1
    assert view.current.value.words in view.accessibleName()
    assert all(value.words in view.accessibleDescription() for one in chart.categories for value in one.values)


@pytest.mark.parametrize("name", CHARTS)
def test_the_table_of_a_chart_is_a_good_model(name: str) -> None:
    model = ChartModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    chart = CHARTS[name]
    model.show_chart(chart)
    assert model.rowCount() == len(chart.categories)
    for row, one in enumerate(chart.categories):
        assert model.index(row, 0).data() == one.label
        for column, value in enumerate(one.values, 1):
            assert model.index(row, column).data() == (value.text or "—")


def test_the_table_opens_the_rows_of_its_numbers(shell: Shell, page: FiguresPage, qtbot: QtBot) -> None:
    card = page.cards["customers"]
    card._numbers.clicked.emit()
    assert card.table.isVisible()
    assert card.table.hasFocus()
    model = card.table._rows
    value = model.value(model.index(0, 1))
    row, column = next(
        (row, column)
        for row in range(model.rowCount())
        for column in range(1, 4)
        if (value := model.value(model.index(row, column))) is not None and value.count
    )
    card.table.setCurrentIndex(model.index(row, column))
    QTest.keyClick(card.table, Qt.Key.Key_Return)
    assert value is not None
    assert rows_shown(qtbot, shell) == value.count


def test_periods_and_teams_are_chosen_and_the_period_is_remembered(
    page: FiguresPage, context: Context, qtbot: QtBot
) -> None:
    before = page.shown
    page.choices.periods.setFocus()
    QTest.keyClick(page.choices.periods, Qt.Key.Key_Left)
    settle(qtbot, page)
    assert page.choices.period == "year"
    assert page.shown is not before
    assert [action.text() for action in page.choices.team_menu().actions()][1:]
    again = FiguresPage(context)
    qtbot.addWidget(again)
    assert again.choices.period == "year"
    assert again.choices.scope == Scope()


def test_an_own_period_is_asked_for_and_must_be_in_order(page: FiguresPage, qtbot: QtBot) -> None:
    page.choices._on_period_chosen("own")
    dialog = page.window().findChild(PeriodDialog)
    assert dialog is not None
    first, last = dialog.first.day(), dialog.last.day()
    dialog.first.set_date(last)
    dialog.last.set_date(first)
    dialog.accept()
    assert dialog.isVisible()
    dialog.first.set_date(first)
    dialog.last.set_date(last)
    dialog.accept()
    settle(qtbot, page)
    assert page.choices.period == f"{first}..{last}"
    assert page.shown is not None
    assert (page.shown.figures.first, page.shown.figures.last) == (first, last)


def test_a_place_names_period_team_and_customer_and_comes_back(shell: Shell, page: FiguresPage, qtbot: QtBot) -> None:
    workspace = page.context.workspace
    customer = workspace.call(lambda: workspace.db.registers.customers()[0])
    shell.open_place(Place("figures", f"year||{customer.id}"))
    settle(qtbot, page)
    assert page.place() == Place("figures", f"year||{customer.id}")
    assert customer.name in page.choices.customer.accessibleName()
    assert not page.cards["customers"].isVisible()
    assert page.shown is not None
    assert page.shown.figures.scope_text == customer.name


def test_the_rows_of_a_team_with_a_comma_in_its_name_open(shell: Shell, page: FiguresPage, qtbot: QtBot) -> None:
    workspace, team = page.context.workspace, "城东,城南班"

    def write() -> None:
        customer, today = workspace.db.registers.customers()[0], workspace.today().isoformat()
        fields = {
            "number": "YH-C-1",
            "customer": customer.id,
            "description": "门锁损坏",
            "grade": "general",
            "deadline": today,
            "found_on": today,
            "found_by": ["x"],
        }
        body = {"fields": fields, "teams": {"finders": [team]}}
        event = NewEvent(workspace.new_id(), "hazard", "hazard_registered", body)
        workspace.db.frames.append(customer.scope, workspace.acting.id, [event], workspace.now())

    workspace.call(write)
    shell.open_place(Place("figures", f"year|{team}|"))
    settle(qtbot, page)
    assert page.shown is not None
    rows = next(one.rows for one in page.shown.numbers if one.key == "rate")
    page.place_requested.emit(Place("ledger", rows))
    assert rows_shown(qtbot, shell) == 1
    ledgers = shell.page("ledgers")
    assert isinstance(ledgers, LedgersPage)
    assert f"team:{team}" in ledgers.list.filters.filters()
    shell.open_place(ledgers.place())
    assert rows_shown(qtbot, shell) == 1


def test_a_team_that_is_gone_gives_way_to_all_and_is_told(page: FiguresPage, qtbot: QtBot) -> None:
    told: list[object] = []
    page.context.messages.posted.connect(told.append)
    choose(qtbot, page, "year", Scope("九班"))
    settle(qtbot, page)
    assert told
    assert page.choices.scope == Scope()
    assert page.shown is not None


def test_a_period_without_hazards_says_so(page: FiguresPage, qtbot: QtBot) -> None:
    choose(qtbot, page, "1999")
    assert page.cards["months"].chart.is_empty
    assert page.cards["months"].view.marks == ()
    assert page.cards["months"].view.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert page.cards["months"].view.accessibleDescription() == page.cards["months"].chart.empty


@pytest.mark.parametrize("file_format", ["png", "svg", "pdf"])
def test_a_chart_is_saved_as_a_file(page: FiguresPage, qtbot: QtBot, tmp_path: Path, file_format: str) -> None:
    path = tmp_path / f"图.{file_format}"
    card = page.cards["months"]
    action = dict(zip(FORMATS, card.file_menu().actions(), strict=True))
    action[file_format].trigger()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(path.exists)
    settle(qtbot, page)
    data = path.read_bytes()
    if file_format == "svg":
        ET.fromstring(data)  # noqa: S314 - our own output
    else:
        assert data.startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[file_format])


def test_a_png_has_twice_the_pixels_is_light_and_has_every_colour_of_its_series() -> None:
    image = QImage.fromData(chart_png(CHARTS["parts"], "备注"))
    assert image.width() == 2 * (760 + 32)
    assert image.pixelColor(2, 2).name() == "#ffffff"
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert {"#0b5cad", "#e2eefa", "#fce7e6"} <= colours
    assert not QImage.fromData(chart_png(HOSTILE)).isNull()


def test_the_whole_page_is_previewed_to_print(page: FiguresPage, qtbot: QtBot) -> None:
    page.print_all()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.window().findChild(PrintDialog) is not None)
    dialog = page.window().findChild(PrintDialog)
    assert dialog is not None
    settle(qtbot, page)
    assert len(dialog._sizes) >= 3
    dialog.reject()
