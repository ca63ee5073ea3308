"""The customer file: tabs fetched when opened, the keyboard, what leads to other pages, edits that show at once."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from inspector import i18n, services
from inspector.domain.customer import Customer
from inspector.domain.verdict import Verdict
from inspector.domain.visit import VisitStatus
from inspector.reports.figures.trend import axis, nice_step, tick_text
from inspector.services.customer_files.views import Urgency
from inspector.services.registers.entries import (
    add_customer,
    add_equipment,
    find_customer,
    retire_equipment,
    set_customer,
)
from inspector.ui.customers.cards import CertificateRow, rest_mark
from inspector.ui.customers.equipment_tab import rating_beside
from inspector.ui.customers.file_head import TABS
from inspector.ui.customers.looks import trouble
from inspector.ui.kit.chip import Chip
from inspector.ui.messages import Tone
from inspector.ui.page import Place
from inspector.ui.registers import CustomerDialog, EquipmentDialog
from tests.ui.customers.conftest import ACCOUNT, Bench
from tests.ui.fit import faults

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
KEYS = [key for key, _label in TABS]


def customer(bench: Bench) -> Customer:
    return bench.call(lambda: find_customer(bench.workspace, ACCOUNT))


def test_head_shows_name_marks_and_counts(bench: Bench) -> None:
    file = bench.open()
    head = bench.call(lambda: services.customer_head(bench.workspace, ACCOUNT))
    assert file.head.name.full_text() == head.customer.name
    chips = [chip.label for chip in file.findChildren(Chip) if chip.parentWidget() is file.head]
    grades = [count for count in head.unclosed if count]
    assert len(chips) == 1 + len(grades) + 1
    assert head.risk is not None
    assert str(head.risk.score) in chips[-1]
    assert file.tabs._counts == {
        "equipment": head.equipment,
        "tests": head.tests,
        "visits": head.visits,
        "hazards": head.hazards,
        "documents": head.documents,
    }


def test_a_tab_is_fetched_when_it_is_opened(bench: Bench) -> None:
    file = bench.open()
    assert file.hazards.model.rowCount() == 0
    file.show_tab("hazards")
    bench.settle()
    assert file.hazards.model.rowCount() == file.tabs._counts["hazards"] > 0


def test_ctrl_page_keys_walk_the_tabs(bench: Bench) -> None:
    file = bench.open()
    for wanted in KEYS[1:]:
        QTest.keyClick(file, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        bench.settle()
        assert file.tabs.current() == wanted
        assert file._stack.currentWidget() is file._tabs_by_key[wanted]
    QTest.keyClick(file, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert file.tabs.current() == KEYS[-2]


def test_models_of_the_tabs_keep_qt_s_rules(bench: Bench) -> None:
    file = bench.open()
    for tab in (file.tests, file.visits, file.hazards, file.documents):
        QAbstractItemModelTester(tab.model, FATAL, tab.model)
    for key in ("tests", "visits", "hazards", "documents"):
        file.show_tab(key)
        bench.settle()
    file.refresh()
    bench.settle()
    assert file.tests.model.rowCount() > 0


def test_ctrl_enter_starts_the_planned_visit_or_asks_for_a_new_one(bench: Bench) -> None:
    file = bench.open()
    head = bench.call(lambda: services.customer_head(bench.workspace, ACCOUNT))
    QTest.keyClick(file, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.places == [Place("visit", head.visit)]
    bench.call(lambda: services.cancel_visit(bench.workspace, head.visit))
    file.refresh()
    bench.settle()
    QTest.keyClick(file, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.places[-1] == Place("new-visit", ACCOUNT)


def test_the_chosen_symbol_of_the_diagram_opens_its_equipment(bench: Bench) -> None:
    file = bench.open()
    picture = file.overview.diagram.picture
    assert picture.hasFocus()
    QTest.keyClick(picture, Qt.Key.Key_Right)
    QTest.keyClick(picture, Qt.Key.Key_Return)
    bench.settle()
    assert file.tabs.current() == "equipment"
    assert file.equipment.current == picture._linked[1].symbol.equipment


def test_what_needs_attention_is_named_beside_its_tint(bench: Bench) -> None:
    file = bench.open()
    rows = bench.call(lambda: services.customer_overview(bench.workspace, ACCOUNT)).equipment
    for row in rows:
        why = trouble(row)
        bad = row.grade is not None or row.verdict in (Verdict.FAIL, Verdict.ATTENTION)
        assert (why is not None) == (bad or row.next_urgency is Urgency.PAST)
        assert why is None or (why.icon and why.words)
    view = file.overview.diagram.picture._view
    assert view is not None
    assert set(view.troubles) == {row.id for row in rows if trouble(row) is not None}
    assert all(found.mark and found.words for found in view.troubles.values())


def test_arrows_walk_the_equipment_and_its_tests_are_shown_with_the_trend_of_one(bench: Bench) -> None:
    file = bench.open("equipment")
    outline = file.equipment.outline
    assert outline.hasFocus()
    QTest.keyClick(outline, Qt.Key.Key_Down)
    bench.settle()
    pane = file.equipment.pane
    assert pane._file is not None
    assert pane._file.row.id == file.equipment.current
    table = pane.grid._table
    assert table is not None
    QTest.keyClick(table, Qt.Key.Key_Down)
    bench.settle()
    assert pane.chart._trend is not None
    assert pane.chart._trend.choice.key == pane._file.table.lines[1].key


def test_another_series_can_be_chosen_on_the_overview(bench: Bench) -> None:
    file = bench.open()
    other = next(c for c in file.overview.picker._choices if c != file.overview.picker._current)
    file.overview.picker.picked.emit(other.key)
    bench.settle()
    assert file.overview.chart._trend is not None
    assert file.overview.chart._trend.choice == other


def test_an_edit_shows_at_once(bench: Bench) -> None:
    file = bench.open()
    QTest.keyClick(file, Qt.Key.Key_F2)
    dialog = bench.page.findChild(CustomerDialog)
    assert dialog is not None
    dialog.close()
    changed = bench.call(lambda: set_customer(bench.workspace, ACCOUNT, {"name": "嘉陵江新材料有限公司"}))
    dialog.saved.emit(changed)
    bench.settle()
    assert bench.page.breadcrumb[-1] == "嘉陵江新材料有限公司"


def test_new_equipment_is_chosen_after_it_was_added(bench: Bench) -> None:
    file = bench.open("equipment")
    QTest.keyClick(file, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = bench.page.findChild(EquipmentDialog)
    assert dialog is not None
    dialog.close()
    fields = {"kind": "transformer_dry", "name": "T3 主变"}
    made = bench.call(lambda: add_equipment(bench.workspace, ACCOUNT, fields))
    dialog.saved.emit(made)
    bench.settle()
    assert file.equipment.current == made.id
    assert file.equipment.pane._name.full_text() == "T3 主变"
    assert not file.equipment.pane.grid.isVisible()


def test_equipment_is_taken_out_of_service_with_a_way_back(bench: Bench) -> None:
    file = bench.open("equipment")
    gone = file.equipment.current
    file.equipment.pane._retire.setFocus()
    QTest.keyClick(file, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert file.equipment.pane._edit.hasFocus()
    assert [notice.action for notice in bench.notices] != [""]
    notice = bench.notices[-1]
    assert notice.on_action is not None
    notice.on_action()
    bench.settle()
    assert bench.call(lambda: bench.workspace.db.registers.equipment(gone)).active
    assert file.equipment.pane._retire.hasFocus()


def test_equipment_goes_back_into_service(bench: Bench) -> None:
    owner = customer(bench)
    item = bench.call(lambda: bench.workspace.db.registers.equipment_of(owner.id))[0]
    bench.call(lambda: retire_equipment(bench.workspace, item.id))
    file = bench.open()
    file.show_equipment(item.id)
    bench.settle()
    assert not file.equipment.pane._retire.isVisible()
    file.equipment.pane._reinstate.clicked.emit()
    bench.settle()
    assert bench.call(lambda: bench.workspace.db.registers.equipment(item.id)).active
    assert file.equipment.pane._retire.isVisible()


def test_enter_on_a_hazard_goes_to_the_ledger(bench: Bench) -> None:
    file = bench.open("hazards")
    QTest.keyClick(file.hazards.table, Qt.Key.Key_Return)
    assert bench.places == [Place("hazard", file.hazards.model.row(0).id)]


def test_a_signed_visit_opens_to_be_read_and_a_planned_one_its_day_in_the_plan(bench: Bench) -> None:
    file = bench.open("visits")
    rows = [file.visits.model.row(number).source for number in range(file.visits.model.rowCount())]
    planned = next(row for row in rows if row.status is VisitStatus.PLANNED)
    signed = next(number for number, row in enumerate(rows) if row.notice)
    file.visits.table.choose(0)
    QTest.keyClick(file.visits.table, Qt.Key.Key_Return)
    assert planned.on is not None
    assert bench.places == [Place("planning", planned.on.isoformat())]
    file.visits.table.choose(signed)
    QTest.keyClick(file.visits.table, Qt.Key.Key_Return)
    assert bench.places[1:] == [Place("visit", rows[signed].id)]


def test_escape_closes_the_drawer_of_a_test_before_the_file(bench: Bench) -> None:
    file = bench.open("tests")
    QTest.keyClick(file.tests.table, Qt.Key.Key_Return)
    assert file.tests.split.is_open
    QTest.keyClick(file.tests.table, Qt.Key.Key_Escape)
    assert not file.tests._drawer.isVisible()
    assert bench.page.file is file
    QTest.keyClick(file, Qt.Key.Key_Escape)
    assert bench.page.breadcrumb == (i18n._("Customers"),)


def test_certificates_say_in_words_what_the_colour_says(bench: Bench) -> None:
    file = bench.open()
    rows = bench.call(lambda: services.customer_overview(bench.workspace, ACCOUNT)).certificates
    assert len(file.overview.certificates.findChildren(CertificateRow)) == len(rows)
    for row in rows:
        mark = rest_mark(row)
        bench.qtbot.addWidget(mark)
        assert isinstance(mark, Chip) == (row.urgency is not Urgency.LATER)
        if isinstance(mark, Chip) and row.days_left is not None:
            assert str(abs(row.days_left)) in mark.label


def test_a_customer_without_equipment_is_told_what_to_do(bench: Bench) -> None:
    fields = {"account": "1", "name": "新户"}
    made = bench.call(lambda: add_customer(bench.workspace, fields))
    bench.page.open_customer(made.id)
    bench.settle()
    assert bench.file.overview.diagram.add.isVisible()
    assert not bench.file.overview.diagram.picture.isVisible()
    for key in KEYS[1:]:
        bench.file.show_tab(key)
        bench.settle()
        assert bench.file._stack.currentWidget() is bench.file._tabs_by_key[key]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [QSize(1286, 638), QSize(1100, 588)])
def test_nothing_is_cut_off(bench: Bench, size: QSize, language: str) -> None:
    i18n.set_language(language)
    page = type(bench.page)(bench.page.context)
    bench.qtbot.addWidget(page)
    bench.page = page
    page.resize(size)
    page.show()
    page.activated()
    bench.settle()
    assert faults(page) == []
    file = bench.open()
    for key in KEYS:
        file.show_tab(key)
        bench.settle()
        assert [key, *faults(page)] == [key]


@pytest.mark.parametrize(
    "levels", [(42.7, 44.4, 54.0), (5207.0, 4070.0), (1.85, 1.86), (3.0,), (0.0,), (-2.0, 7.5), (18.0, 205.1, 150.0)]
)
def test_the_axis_holds_all_levels_in_few_round_steps(levels: tuple[float, ...]) -> None:
    low, high, step = axis(levels)
    assert low <= min(levels) + 1e-9
    assert max(levels) <= high + 1e-9
    assert 1 <= round((high - low) / step) <= 6


def test_a_series_far_above_nothing_is_not_flattened_and_one_that_grows_begins_at_nothing() -> None:
    assert axis((42.7, 44.4, 54.0))[0] == 40.0
    assert axis((18.0, 205.1, 150.0))[0] == 0.0


def test_ticks_have_the_digits_their_step_needs() -> None:
    assert [nice_step(span, 4) for span in (4, 7, 9, 240)] == [1, 2, 2.5, 100]
    assert tick_text(0.25, 0.25) == "0.25"
    assert tick_text(0.5, 0.1) == "0.5"
    assert tick_text(-3, 1) == "\u22123"


def test_an_account_is_closed_with_a_way_back_unless_a_visit_is_planned(bench: Bench) -> None:
    file = bench.open()
    facts = file.overview.facts
    QTest.keyClick(file, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert bench.notices[-1].tone is Tone.ERROR
    head = bench.call(lambda: services.customer_head(bench.workspace, ACCOUNT))
    bench.call(lambda: services.cancel_visit(bench.workspace, head.visit))
    file.refresh()
    bench.settle()
    QTest.keyClick(file, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert not facts._close.isEnabled()
    on_closed = bench.notices[-1].on_closed
    assert on_closed is not None
    on_closed()
    bench.settle()
    assert not customer(bench).active
    assert facts._reopen.isVisible()
    facts._reopen.clicked.emit()
    bench.settle()
    assert customer(bench).active
    assert facts._close.isEnabled()


@pytest.mark.parametrize(
    ("rating", "model", "shown"),
    [
        ("1250\N{NO-BREAK SPACE}kVA", "S11-M-1250/10", ""),
        ("630\N{NO-BREAK SPACE}A", "KYN28A-12", "630\N{NO-BREAK SPACE}A"),
        ("125\N{NO-BREAK SPACE}kVA", "S11-M-1250/10", "125\N{NO-BREAK SPACE}kVA"),
        ("", "S11-M-1250/10", ""),
    ],
)
def test_a_rating_that_the_model_says_does_not_stand_twice_in_the_list(rating: str, model: str, shown: str) -> None:
    assert rating_beside(rating, model) == shown
