"""Steps 2 and 3 on a real visit of a sample workspace, by keyboard: what is typed is judged, stored and shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.equipment import EquipmentKind
from inspector.domain.verdict import Verdict
from inspector.domain.visit import Step
from inspector.services import Workspace
from inspector.services.judgement.rules import switch_rows
from inspector.services.visits.views import CellState, DraftStatus, FormView, Line, Target
from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks
from inspector.ui.visit.add_equipment import AddEquipmentDialog
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.equipment_form import Part
from inspector.ui.visit.line_actions import NoteDialog
from inspector.ui.visit.merge_dialog import MergeDialog
from inspector.ui.visit.override import OverrideDialog
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.readings import ReadingsPanel
from tests.ui.visit import complete_visit

W = TypeVar("W", bound=QWidget)
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace; tests work on copies. No certificate has run out, no survey is late: nothing is abnormal."""
    path = tmp_path_factory.mktemp("demo") / "workspace"
    services.create_demo(path, customers=5, hazards=6)
    workspace = services.open_workspace(path)

    def renew() -> None:
        for customer in services.customers(workspace):
            services.set_customer(workspace, customer.id, {"electricians": ()})
        workspace.act_as("admin")
        switch_rows(workspace, ["dlt596-cycle-infrared-110"], enabled=False, reason="not here")

    workspace.call(renew)
    workspace.close()
    return path


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@dataclass
class Desk:
    """A fresh visit in a window."""

    workspace: Workspace
    page: VisitPage
    tasks: Tasks
    qtbot: QtBot

    @property
    def equipment(self) -> EquipmentPanel:
        panel = self.page.panels.panel(Step.EQUIPMENT)
        assert isinstance(panel, EquipmentPanel)
        return panel

    @property
    def readings(self) -> ReadingsPanel:
        panel = self.page.panels.panel(Step.INDICATIONS)
        assert isinstance(panel, ReadingsPanel)
        return panel

    def target(self, form: str) -> Target:
        visit = self.page.presenter.visit
        return next(one.target for one in (*visit.equipment, *visit.indications) if one.target.form == form)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.tasks.busy)

    def form(self, target: Target) -> FormView:
        """What the store holds."""
        self.settle()
        visit = self.page.presenter.visit.id
        return self.workspace.call(lambda: services.form_view(self.workspace, visit, target))

    def line(self, target: Target, name: str) -> Line:
        return next(line for line in self.form(target).lines if line.ref.endswith("/" + name))

    def type_text(self, text: str) -> None:
        """Keys one by one to whatever has the focus; a line break is Enter."""
        for sign in text:
            if sign == "\n":
                QTest.keyClick(focused(), Qt.Key.Key_Return)
            else:
                QTest.keyClicks(focused(), sign)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, modifiers)

    def dialog(self, kind: type[W]) -> W:
        """The open dialog of this kind."""
        window = self.page.window()
        self.qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(kind)))
        return next(one for one in window.findChildren(kind) if one.isVisible())

    def open_tests(self, target: Target, name: str = "") -> None:
        """Show the test record of a piece of equipment with the focus on a line."""
        self.page.open_step(Step.EQUIPMENT, target, f"/data/tests/{name}" if name else "")
        self.qtbot.waitUntil(lambda: self.equipment.form.form is not None)
        self.qtbot.waitUntil(lambda: self.equipment.form.form is not None and self.equipment.form.form.target == target)
        self.settle()
        self.equipment.form.turn(Part.TESTS)
        if name:
            assert self.equipment.form.table.focus_line(target, f"/data/tests/{name}")


@pytest.fixture
def desk(demo: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    workspace = services.open_workspace(complete_visit.copy_of(demo, tmp_path), clock=complete_visit.by_day)
    visit = complete_visit.open_first(workspace)
    messages = Messages()
    tasks = Tasks(workspace, messages)
    presenter = VisitPresenter(workspace, tasks, messages, visit)
    page = VisitPage(presenter, {Step.EQUIPMENT: EquipmentPanel, Step.INDICATIONS: ReadingsPanel})
    qtbot.addWidget(page)
    page.resize(1366, 638)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    yield Desk(workspace, page, tasks, qtbot)
    page.hide()
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.shut_down()
    workspace.close()


def shown_line(panel: EquipmentPanel, target: Target, name: str) -> Line:
    model = panel.form.table.reading_model
    entry = model.line_row(model.find(target, f"/data/tests/{name}")[0])
    assert entry is not None
    return entry.line


def test_a_test_record_is_typed_judged_and_stored(desk: Desk) -> None:
    oil = desk.target("transformer-oil")
    desk.open_tests(oil, "dc_lv")
    desk.type_text("1.2159\n1.2402\n1.216\n0.21\n\n480\n")
    desk.settle()
    assert [cell.value for cell in desk.line(oil, "dc_lv").cells] == ["1.2159", "1.2402", "1.216"]
    assert desk.line(oil, "core_insulation").judgement is not None
    unbalance = shown_line(desk.equipment, oil, "dc_unbalance_lv")
    assert unbalance.cells[0].value == "1.99", "the computed line follows without being typed"
    assert desk.page.presenter.visit.saved_at is not None
    assert desk.equipment.missing_text()


def test_what_is_no_number_stays_beside_an_error_and_full_width_digits_count(desk: Desk) -> None:
    oil = desk.target("transformer-oil")
    desk.open_tests(oil, "oil_breakdown")
    desk.type_text("1abc\n")
    desk.settle()
    line = shown_line(desk.equipment, oil, "oil_breakdown")
    assert line.cells[0].value == "1abc"
    assert line.cells[0].state is CellState.ERROR
    table = desk.equipment.form.table
    row, _number = table.reading_model.find(oil, "/data/tests/oil_breakdown")
    table.focus_line(oil, "/data/tests/oil_breakdown")
    table.reading_model.setData(table.currentIndex(), "６５．５")
    desk.settle()
    assert row >= 0
    assert desk.line(oil, "oil_breakdown").cells[0].state is CellState.NORMAL


def test_a_value_typed_with_its_unit_is_shown_as_it_was_stored(desk: Desk) -> None:
    oil = desk.target("transformer-oil")
    desk.open_tests(oil, "insulation_hv")
    table = desk.equipment.form.table
    table.reading_model.setData(table.currentIndex(), "2.5 GΩ")
    desk.settle()
    assert shown_line(desk.equipment, oil, "insulation_hv").cells[0].value == "2500"
    readings = desk.target("indications-transformer")
    desk.page.open_step(Step.INDICATIONS, readings, "/data/readings/core_earth_current")
    desk.qtbot.waitUntil(lambda: desk.readings.grid.current() is not None)
    desk.type_text("80 mA\n")
    desk.settle()
    grid = desk.readings.grid.reading_model
    row, number = grid.find(readings, "/data/readings/core_earth_current")
    entry = grid.line_row(row)
    assert entry is not None
    assert grid.shown_cell(entry, number).value == "0.08"


def test_waiting_out_of_service_and_clearing(desk: Desk) -> None:
    oil = desk.target("transformer-oil")
    desk.open_tests(oil, "ac_withstand")
    actions = desk.equipment.line_actions
    actions.wait(oil, "/data/tests/ac_withstand")
    desk.type_text("maker comes in June")
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    assert desk.line(oil, "ac_withstand").waiting_reason
    desk.equipment.form.table.focus_line(oil, "/data/tests/oil_water")
    desk.type_text("x")
    desk.settle()
    assert shown_line(desk.equipment, oil, "oil_water").cells[0].state is CellState.OUT_OF_SERVICE
    desk.type_text("x")
    desk.settle()
    assert desk.line(oil, "oil_water").cells[0].state is CellState.EMPTY
    desk.equipment.form.table.focus_line(oil, "/data/tests/ratio_error")
    desk.type_text("0.2\n")
    desk.press(Qt.Key.Key_Backtab)
    desk.press(Qt.Key.Key_Delete)
    assert desk.line(oil, "ratio_error").cells[0].value == ""


def test_a_verdict_is_overridden_by_f4_with_a_reason(desk: Desk) -> None:
    oil = desk.target("transformer-oil")
    desk.open_tests(oil, "oil_breakdown")
    desk.type_text("20\n")
    desk.settle()
    desk.equipment.form.table.focus_line(oil, "/data/tests/oil_breakdown")
    rule = shown_line(desk.equipment, oil, "oil_breakdown").judgement
    assert rule is not None
    desk.press(Qt.Key.Key_F4)
    dialog = desk.dialog(OverrideDialog)
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible(), "neither verdict nor reason was given"
    dialog.choice.setFocus()
    desk.type_text("1")
    dialog.reason.editor.setFocus()
    desk.type_text("oil was changed")
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    judged = desk.line(oil, "oil_breakdown").judgement
    assert judged is not None
    assert judged.overridden is rule.verdict
    assert judged.override_reason == "oil was changed"
    assert desk.equipment.form.table.hasFocus()


def test_a_proposal_is_accepted_and_dismissed_beside_the_value(desk: Desk) -> None:
    target = desk.target("indications-transformer")
    desk.page.open_step(Step.INDICATIONS, target, "/data/readings/lv_current")
    desk.qtbot.waitUntil(lambda: desk.readings.grid.current() is not None)
    desk.type_text("1186\n1402\n968\n")
    desk.settle()
    desk.readings.grid.focus_line(target, "/data/readings/load_imbalance")
    box = desk.readings.strip.proposal
    desk.qtbot.waitUntil(box.isVisible)
    box.accept_button.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    hazard = desk.line(target, "load_imbalance").hazard
    assert hazard is not None
    assert hazard.status is DraftStatus.ACCEPTED
    desk.qtbot.waitUntil(lambda: box.draft is not None and box.draft.status is DraftStatus.ACCEPTED)
    box.dismiss_button.clicked.emit()
    desk.type_text("load was being switched")
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    hazard = desk.line(target, "load_imbalance").hazard
    assert hazard is not None
    assert (hazard.status, hazard.reason) == (DraftStatus.DISMISSED, "load was being switched")


def test_two_proposals_become_one_hazard(desk: Desk) -> None:
    target = desk.target("indications-transformer")
    desk.page.open_step(Step.INDICATIONS, target, "/data/readings/lv_current")
    desk.qtbot.waitUntil(lambda: desk.readings.grid.current() is not None)
    desk.type_text("1186\n1402\n968\n")
    desk.readings.grid.focus_line(target, "/data/readings/core_earth_current")
    desk.type_text("7\n")
    desk.settle()
    desk.readings.grid.focus_line(target, "/data/readings/core_earth_current")
    box = desk.readings.strip.proposal
    desk.qtbot.waitUntil(box.isVisible)
    box.merge_button.setFocus()
    desk.press(Qt.Key.Key_Return)
    dialog = desk.dialog(MergeDialog)
    into = dialog.field.value()
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.settle()
    gone = desk.line(target, "core_earth_current").hazard
    assert gone is None or gone.status is DraftStatus.MERGED
    visit = desk.page.presenter.visit.id
    summary = desk.workspace.call(lambda: services.summary(desk.workspace, visit))
    assert [one.id for one in (*summary.hazards, *summary.proposals)] == [into]


def test_the_filter_says_when_nothing_is_abnormal(desk: Desk) -> None:
    desk.page.open_step(Step.INDICATIONS)
    desk.qtbot.waitUntil(lambda: desk.readings.grid.current() is not None)
    desk.readings.head.abnormal.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert not desk.readings.grid.isVisible()
    assert desk.readings.head.abnormal.hasFocus()
    desk.press(Qt.Key.Key_Space)
    assert desk.readings.grid.hasFocus()


def test_step_three_runs_by_keyboard_from_group_to_group(desk: Desk) -> None:
    site, oil = desk.target("indications-site"), desk.target("indications-transformer")
    order = [group.target for group in desk.page.presenter.visit.indications]

    def group() -> Target:
        entry = desk.readings.grid.current()
        assert entry is not None
        return entry.target

    desk.page.open_step(Step.INDICATIONS, site, "/data/room/room_temperature")
    desk.qtbot.waitUntil(lambda: desk.readings.grid.current() is not None)
    desk.type_text("24.5\n60\n\n\n70\n")
    by = 1 if order.index(oil) > order.index(site) else -1
    for _step in range(abs(order.index(oil) - order.index(site))):
        desk.press(Qt.Key.Key_Down if by > 0 else Qt.Key.Key_Up, ALT)
    assert group() == oil
    desk.type_text("1186/1202/1168\n")
    desk.settle()
    assert [cell.value for cell in desk.line(site, "fire_detector").cells] == ["70"]
    assert [cell.value for cell in desk.line(oil, "lv_current").cells] == ["1186", "1202", "1168"]
    imbalance = desk.line(oil, "load_imbalance")
    assert imbalance.judgement is not None
    assert imbalance.judgement.verdict is Verdict.PASS
    desk.press(Qt.Key.Key_Up if by > 0 else Qt.Key.Key_Down, ALT)
    assert group() == order[order.index(oil) - by]


def test_checklist_and_record_are_one_way_and_alt_arrows_change_part_and_piece(desk: Desk) -> None:
    oil, cable = desk.target("transformer-oil"), desk.target("cable")
    desk.page.open_step(Step.EQUIPMENT, cable)
    desk.qtbot.waitUntil(lambda: desk.equipment.form.form is not None)
    desk.settle()
    assert desk.equipment.form.part is Part.VISUAL
    answered = sum(section.total for section in desk.form(cable).sections)
    for _question in range(answered):
        desk.type_text("1")
        desk.settle()
    assert all(section.done == section.total for section in desk.form(cable).sections)
    desk.qtbot.waitUntil(lambda: desk.equipment.form.part is Part.TESTS)
    assert desk.equipment.form.table.hasFocus()
    desk.press(Qt.Key.Key_Left, ALT)
    assert desk.equipment.form.part is Part.VISUAL
    desk.page.open_step(Step.EQUIPMENT, oil)
    desk.settle()
    first = [piece.target for piece in desk.page.presenter.visit.equipment]
    desk.press(Qt.Key.Key_Down, ALT)
    desk.settle()
    form = desk.equipment.form.form
    assert form is not None
    assert form.target == first[first.index(oil) + 1]


def test_equipment_found_on_the_spot_joins_the_list_and_is_opened(desk: Desk) -> None:
    desk.page.open_step(Step.EQUIPMENT)
    desk.qtbot.waitUntil(lambda: desk.equipment.form.form is not None)
    before = len(desk.page.presenter.visit.equipment)
    desk.equipment.list.add_button.clicked.emit()
    dialog = desk.dialog(AddEquipmentDialog)
    dialog.fields["kind"].set_value(EquipmentKind.CABLE.value)
    dialog.fields["kind"].value_edited.emit(EquipmentKind.CABLE.value)
    dialog.plate.fields["length_km"].set_value("long")
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible(), "it has no name and a length that is no number"
    dialog.fields["name"].set_value("L9")
    dialog.plate.fields["length_km"].set_value("４００ｍ")
    desk.press(Qt.Key.Key_Return, CONTROL)
    desk.qtbot.waitUntil(lambda: len(desk.page.presenter.visit.equipment) == before + 1)
    desk.settle()
    form = desk.equipment.form.form
    assert form is not None
    assert form.equipment is not None
    assert (form.equipment.name, form.equipment.nameplate.get("length_km")) == ("L9", "0.4")


def test_the_panel_beside_follows_the_focus_and_shows_the_history(desk: Desk, qtbot: QtBot) -> None:
    oil = desk.target("transformer-oil")
    desk.open_tests(oil, "oil_water")
    context = desk.equipment.context
    qtbot.waitUntil(lambda: context.shown is not None and context.shown.line.ref.endswith("oil_water"))
    assert context.shown is not None
    assert len(context.shown.line.history_dates) == len(context.shown.line.history) > 0
    assert context.title.text() == context.shown.line.label


def test_n_opens_the_note_beside_the_test_table_and_enter_returns(desk: Desk) -> None:
    oil = desk.target("transformer-oil")
    desk.open_tests(oil, "oil_water")
    table = desk.equipment.form.table
    desk.qtbot.waitUntil(table.hasFocus)
    desk.type_text("n")
    assert focused() is desk.equipment.context.note.editor
    desk.type_text("seal was wet\n")
    assert table.hasFocus()
    assert desk.line(oil, "oil_water").note == "seal was wet"


def test_n_asks_for_the_note_where_no_panel_shows_it(desk: Desk) -> None:
    target = desk.target("indications-transformer")
    desk.page.open_step(Step.INDICATIONS, target, "/data/readings/lv_current")
    desk.qtbot.waitUntil(lambda: desk.readings.grid.current() is not None)
    assert not desk.readings.context.isVisible()
    desk.type_text("n")
    desk.dialog(NoteDialog)
    desk.type_text("meter 3 flickers")
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert desk.line(target, "lv_current").note == "meter 3 flickers"
    assert desk.readings.grid.hasFocus()


@pytest.mark.parametrize("make", [EquipmentPanel, ReadingsPanel])
def test_no_part_of_a_panel_flashes_up_as_a_window_of_its_own(
    desk: Desk, make: Callable[[VisitPresenter], QWidget]
) -> None:
    before = {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    panel = make(desk.page.presenter)
    desk.qtbot.addWidget(panel)
    assert {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()} == before
