"""The keyboard table: typing, moving, folding, filtering, what is no number; on views built by hand."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.services.visits.views import CellState, JudgementView, Target
from inspector.ui.kit.painting import text_width
from inspector.ui.visit.cell_editor import CellEditor
from inspector.ui.visit.reading_grid import ReadingGrid
from inspector.ui.visit.reading_model import ReadingModel
from inspector.ui.visit.reading_paint import change_style
from inspector.ui.visit.reading_rows import CELLS, Column, Group, LineRow, Rows, line_text, short_phases
from inspector.ui.visit.record_table import TestTable
from tests.ui.visit import samples
from tests.ui.visit.samples import G01, SITE, T2

Typed = list[tuple[Target, str, str]]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def type_text(text: str) -> None:
    """Keys one by one to whatever has the focus."""
    for sign in text:
        QTest.keyClicks(focused(), sign)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifiers)


@pytest.fixture
def typed() -> Typed:
    return []


@pytest.fixture
def grid(qtbot: QtBot, typed: Typed) -> ReadingGrid:
    made = ReadingGrid()
    qtbot.addWidget(made)
    made.resize(1080, 420)
    made.reading_model.value_entered.connect(lambda *args: typed.append(args))
    QAbstractItemModelTester(
        made.reading_model, QAbstractItemModelTester.FailureReportingMode.Fatal, made.reading_model
    )
    made.show_forms(samples.grid_forms())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


@pytest.fixture
def table(qtbot: QtBot, typed: Typed) -> TestTable:
    made = TestTable()
    qtbot.addWidget(made)
    made.resize(760, 400)
    made.reading_model.value_entered.connect(lambda *args: typed.append(args))
    QAbstractItemModelTester(
        made.reading_model, QAbstractItemModelTester.FailureReportingMode.Fatal, made.reading_model
    )
    made.show_form(samples.transformer_form())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def here(table: ReadingGrid | TestTable) -> str:
    cell = table.current_cell()
    assert cell is not None
    return cell.ref


def test_enter_goes_across_the_phases_then_down_past_computed_lines(grid: ReadingGrid, typed: Typed) -> None:
    grid.focus_line(SITE, "/i/A")
    visited = []
    for number in range(8):
        visited.append(here(grid))
        type_text(str(number))
        press(Qt.Key.Key_Return if number % 2 else Qt.Key.Key_Tab)
    assert visited == ["/i/A", "/i/B", "/i/C", "/pf/v", "/il/A", "/il/B", "/il/C", "/t/A"]
    assert typed == [(SITE if "/i/" in ref or "/pf" in ref else G01, ref, str(n)) for n, ref in enumerate(visited)]


def test_typing_replaces_and_f2_keeps_the_value(grid: ReadingGrid, typed: Typed) -> None:
    grid.focus_line(SITE, "/u/A")
    type_text("9.98")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_F2)
    type_text("5")
    press(Qt.Key.Key_Down)
    assert [text for _target, _ref, text in typed] == ["9.98", "9.985"]
    assert here(grid) == "/i/A"


def test_escape_keeps_the_old_value_and_an_equal_value_is_not_written(grid: ReadingGrid, typed: Typed) -> None:
    grid.focus_line(SITE, "/u/A")
    type_text("7")
    press(Qt.Key.Key_Escape)
    assert not grid.editing
    type_text("10.32")
    press(Qt.Key.Key_Return)
    assert typed == []


def test_a_value_is_written_when_the_focus_leaves_the_table(grid: ReadingGrid, typed: Typed, qtbot: QtBot) -> None:
    other = QWidget(grid)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    grid.focus_line(SITE, "/pf")
    type_text("0.95")
    other.setFocus()
    assert typed == [(SITE, "/pf/v", "0.95")]
    assert not grid.editing


def test_slash_jumps_to_the_next_phase_and_round(grid: ReadingGrid, typed: Typed) -> None:
    grid.focus_line(SITE, "/i/B")
    type_text("80/")
    assert here(grid) == "/i/C"
    type_text("/")
    assert here(grid) == "/i/A"
    assert typed == [(SITE, "/i/B", "80")]


def test_up_and_down_stay_in_the_phase_across_single_lines(grid: ReadingGrid) -> None:
    grid.focus_line(SITE, "/i/C")
    press(Qt.Key.Key_Down)
    assert here(grid) == "/pf/v"
    press(Qt.Key.Key_Down)
    assert here(grid) == "/il/C"
    press(Qt.Key.Key_Left)
    assert here(grid) == "/il/B"


def test_letters_are_wishes_also_while_a_cell_is_edited(grid: ReadingGrid, typed: Typed, qtbot: QtBot) -> None:
    grid.focus_line(SITE, "/pf")
    with qtbot.waitSignal(grid.photo_requested) as photo:
        type_text("p")
    type_text("0.9")
    with qtbot.waitSignal(grid.out_of_service_requested) as out:
        type_text("x")
    with qtbot.waitSignal(grid.override_requested) as override:
        press(Qt.Key.Key_F4)
    assert photo.args == out.args == override.args == [SITE, "/pf"]
    assert typed == [], "what was begun is dropped when the point is out of service"


def test_a_computed_line_takes_no_text_and_cannot_be_out_of_service(grid: ReadingGrid, qtbot: QtBot) -> None:
    grid.focus_line(G01, "/unb")
    type_text("5")
    assert not grid.editing
    with qtbot.assertNotEmitted(grid.out_of_service_requested, wait=0):
        type_text("x")


def test_what_could_not_be_stored_stays_beside_its_error(grid: ReadingGrid) -> None:
    grid.focus_line(SITE, "/pf")
    type_text("1abc")
    press(Qt.Key.Key_Return)
    grid.reading_model.refuse(SITE, "/pf/v", "请填写数字")
    entry = grid.reading_model.line_row(grid.reading_model.find(SITE, "/pf")[0])
    assert entry is not None
    cell = grid.reading_model.shown_cell(entry, 0)
    assert (cell.value, cell.state, cell.error) == ("1abc", CellState.ERROR, "请填写数字")
    grid.reading_model.forget(SITE, "/pf/v")
    assert grid.reading_model.shown_cell(entry, 0).value == "0.91"


def test_a_late_echo_does_not_paint_over_what_is_being_written(grid: ReadingGrid) -> None:
    grid.focus_line(SITE, "/pf")
    type_text("0.95")
    press(Qt.Key.Key_Return)
    line = samples.grid_forms()[0].lines[2]
    grid.reading_model.replace_line(SITE, line, keep=["/pf/v"])
    entry = grid.reading_model.line_row(grid.reading_model.find(SITE, "/pf")[0])
    assert entry is not None
    assert grid.reading_model.shown_cell(entry, 0).value == "0.95"
    grid.reading_model.replace_line(SITE, line)
    assert grid.reading_model.shown_cell(entry, 0).value == "0.91"


def test_only_the_rows_of_a_change_are_announced(grid: ReadingGrid, qtbot: QtBot) -> None:
    changed: list[tuple[int, int]] = []
    grid.reading_model.dataChanged.connect(lambda top, bottom: changed.append((top.row(), bottom.row())))
    line = replace(samples.grid_forms()[1].lines[1], label="不平衡度")
    grid.reading_model.replace_line(G01, line)
    row = grid.reading_model.find(G01, "/unb")[0]
    assert changed == [(row, row)]


class PaintLog(QObject):
    """Remembers how high the repainted parts of a widget were."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.heights: list[int] = []
        watched.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.heights.append(event.region().boundingRect().height())
        return False


def test_an_answer_repaints_the_rows_it_touches_and_no_others(table: TestTable, qtbot: QtBot) -> None:
    table.focus_line(T2, "/ir")
    qtbot.wait(20)
    log = PaintLog(table.viewport())
    type_text("2400")
    press(Qt.Key.Key_Return)
    table.reading_model.replace_line(T2, samples.test_lines()[0])
    qtbot.waitUntil(lambda: len(log.heights) > 0)
    assert max(log.heights) <= 2 * table.rowHeight(0)


def test_a_group_folds_and_unfolds_and_its_lines_are_found_again(grid: ReadingGrid) -> None:
    head = grid.reading_model.group_row(SITE)
    rows = grid.reading_model.rowCount()
    QTest.mouseClick(
        grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(grid.model().index(head, 0)).center()
    )
    assert grid.reading_model.rowCount() == rows - 3
    assert grid.focus_line(SITE, "/pf"), "focusing a line unfolds its group"
    assert grid.reading_model.rowCount() == rows


def test_the_filter_leaves_abnormal_lines_until_it_is_set_again(grid: ReadingGrid) -> None:
    grid.set_abnormal_only(on=True)
    refs = [entry.line.ref for entry in grid.reading_model.rows if isinstance(entry, LineRow)]
    assert refs == ["/unb"]
    assert [entry.title for entry in grid.reading_model.rows if isinstance(entry, Group)] == ["G01 进线柜"]
    calm = samples.line("/unb", "电流不平衡度", "%", ("8.0",), verdict=Verdict.PASS, limit="≤ 15", computed=True)
    grid.reading_model.replace_line(G01, calm)
    assert grid.reading_model.find(G01, "/unb")[0] >= 0, "a line does not vanish under the hand"
    grid.set_abnormal_only(on=False)
    assert here(grid) == "/unb/v"


def test_the_focused_row_keeps_room_below_and_is_not_under_the_sticky_head(grid: ReadingGrid) -> None:
    grid.resize(1080, 300)
    for _step in range(18):
        press(Qt.Key.Key_Down)
    rect = grid.visualRect(grid.currentIndex())
    assert grid.viewport().height() - rect.bottom() >= 71 or grid.verticalScrollBar().value() == (
        grid.verticalScrollBar().maximum()
    )
    for _step in range(9):
        press(Qt.Key.Key_Up)
    assert grid.visualRect(grid.currentIndex()).top() >= grid.top_cover


def test_a_click_anywhere_in_a_row_focuses_a_cell_of_it(grid: ReadingGrid) -> None:
    row = grid.reading_model.find(SITE, "/i")[0]
    label = grid.visualRect(grid.model().index(row, 0)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=label)
    assert here(grid) == "/i/A"
    place = grid.visualRect(grid.model().index(row, grid.reading_model.columns.index(CELLS[1])))
    corner = QPoint(place.left() + 1, place.top() + 1)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert here(grid) == "/i/B"
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert grid.editing


def test_the_table_of_tests_tells_a_screen_reader_value_unit_and_verdict(table: TestTable) -> None:
    row = table.reading_model.find(T2, "/bdv")[0]
    index = table.model().index(row, table.reading_model.columns.index(Column.CELL_1))
    spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "油击穿电压" in spoken
    assert "33.5 kV" in spoken
    assert "超标" in spoken


def test_a_limit_has_its_basis_before_a_value_and_no_limit_no_verdict(table: TestTable) -> None:
    made = next(row for row in table.reading_model.rows if isinstance(row, LineRow) and row.line.judgement).line
    waiting = replace(made, judgement=None, basis="DL/T 596 · 6.1")
    assert line_text(waiting, Column.BASIS) == "DL/T 596 · 6.1"
    unjudged = replace(made, judgement=JudgementView(Verdict.NOT_APPLICABLE))
    assert line_text(unjudged, Column.VERDICT) == ""
    assert line_text(made, Column.VERDICT)
    chosen = JudgementView(Verdict.NOT_APPLICABLE, overridden=Verdict.FAIL)
    assert line_text(replace(made, judgement=chosen), Column.VERDICT)  # what an inspector decided is said


def test_optional_columns_give_way_before_the_label(table: TestTable) -> None:
    def shown(column: Column) -> bool:
        return not table.isColumnHidden(table.reading_model.columns.index(column))

    table.resize(1200, 400)
    assert shown(Column.BASIS)
    table.resize(700, 400)
    assert not shown(Column.TREND)
    assert shown(Column.BASIS)  # a limit keeps its clause longest
    assert shown(Column.VERDICT)
    table.resize(560, 400)
    assert not shown(Column.BASIS)
    assert shown(Column.VERDICT)
    total = sum(table.columnWidth(i) for i, c in enumerate(table.reading_model.columns) if shown(c))
    assert total == table.viewport().width()


def test_the_editor_lies_in_its_cell_and_is_named(table: TestTable) -> None:
    table.focus_line(T2, "/rh/B")
    type_text("1")
    editor = table.findChild(CellEditor)
    assert editor is not None
    assert table.visualRect(table.currentIndex()).contains(editor.geometry())
    assert editor.accessibleName() == "直流电阻 高压 B Ω"


def test_a_cell_takes_no_input_method_so_letters_and_digits_arrive_with_chinese_input_on(table: TestTable) -> None:
    table.focus_line(T2, "/rh/B")
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    type_text("1")
    editor = table.findChild(CellEditor)
    assert editor is not None
    assert editor.hasFocus()
    assert not editor.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_line_that_came_or_went_asks_for_the_form_again() -> None:
    model = ReadingModel([Column.LABEL, *CELLS])
    model.show([(Group(T2, ""), samples.test_lines())], grouped=False)
    known = samples.test_lines()[0]
    assert model.replace_line(T2, known)
    assert not model.replace_line(T2, replace(known, relevant=False))
    assert not model.replace_line(T2, replace(known, ref="/new"))
    assert model.replace_line(T2, replace(known, ref="/never", relevant=False))


def test_phase_names_are_shortened_only_when_they_share_a_beginning() -> None:
    assert short_phases(("R_ab", "R_bc", "R_ca")) == ("AB", "BC", "CA")
    assert short_phases(("Ia", "Ib", "Ic")) == ("A", "B", "C")
    assert short_phases(("控母", "合母")) == ("控母", "合母")
    rows = Rows()
    rows.set_groups([(Group(SITE, ""), samples.grid_forms()[0].lines)])
    assert rows.phase_names()[CELLS[2]] == "C"


@pytest.mark.parametrize("judged", [True, False])
def test_a_long_change_is_made_smaller_before_it_is_cut(grid: ReadingGrid, judged: bool) -> None:
    short, long = "+0.5", "+99998.5"
    room = text_width(long, "body") - 1
    assert change_style(short, room, judged=judged) == ("body_bold" if judged else "body")
    small = change_style(long, room, judged=judged)
    assert text_width(long, small) <= room
