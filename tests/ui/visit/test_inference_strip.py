"""The strip under the readings: what they mean together is decided by keyboard, undone, and shown on the summary."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.visit import Step
from inspector.services import Workspace
from inspector.services.visits.inference_views import InferenceView
from inspector.services.visits.views import Target
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks
from inspector.ui.visit.inference_rows import InferenceRow
from inspector.ui.visit.inference_strip import InferenceStrip
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.readings import ReadingsPanel
from inspector.ui.visit.summary import SummaryPanel
from tests.ui.visit import complete_visit

HOT = {
    "lv_current_a": "1186", "lv_current_b": "1402", "lv_current_c": "968", "ambient": "31",
    "ir_lv_a": "48.2", "ir_lv_b": "86.4", "ir_lv_c": "46.5",
}  # fmt: skip


@dataclass
class Desk:
    """A fresh visit at its readings, in a window."""

    workspace: Workspace
    page: VisitPage
    tasks: Tasks
    qtbot: QtBot

    @property
    def strip(self) -> InferenceStrip:
        panel = self.page.panels.panel(Step.INDICATIONS)
        assert isinstance(panel, ReadingsPanel)
        return panel.inferences

    @property
    def grid(self) -> QWidget:
        panel = self.page.panels.panel(Step.INDICATIONS)
        assert isinstance(panel, ReadingsPanel)
        return panel.grid

    @property
    def shown(self) -> list[InferenceView]:
        return [card.inference for card in self.strip.cards if card.inference is not None and card.isVisible()]

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.tasks.busy)

    def readings(self, form: str) -> list[Target]:
        return [one.target for one in self.page.presenter.visit.indications if one.target.form == form]

    def answer(self, target: Target, **values: str) -> None:
        visit = self.page.presenter.visit.id
        form = self.workspace.call(lambda: services.form_view(self.workspace, visit, target))
        refs = {cell.ref.rsplit("/", 1)[1]: cell.ref for line in form.lines for cell in line.cells}
        for name, value in values.items():
            self.page.presenter.answer(target, refs[name], value)
        self.settle()

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


@pytest.fixture
def desk(sample_workspace: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    workspace = services.open_workspace(complete_visit.copy_of(sample_workspace, tmp_path), clock=complete_visit.by_day)
    visit = complete_visit.open_first(workspace)
    messages = Messages()
    tasks = Tasks(workspace, messages)
    presenter = VisitPresenter(workspace, tasks, messages, visit)
    page = VisitPage(presenter, {Step.INDICATIONS: ReadingsPanel, Step.SUMMARY: SummaryPanel})
    qtbot.addWidget(page)
    page.resize(1366, 638)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.open_step(Step.INDICATIONS)
    made = Desk(workspace, page, tasks, qtbot)
    made.settle()
    yield made
    page.hide()
    made.settle()
    presenter.close_position()
    tasks.shut_down()
    workspace.close()


def heated(desk: Desk) -> Target:
    target = desk.readings("indications-transformer")[0]
    desk.answer(target, **HOT)
    return target


def test_the_strip_comes_with_evidence_and_goes_with_it(desk: Desk) -> None:
    assert not desk.strip.isVisible()
    target = heated(desk)
    assert desk.strip.isVisible()
    [shown] = desk.shown
    assert shown.rule == "lv-poor-contact"
    assert "86.4" in desk.strip.cards[0].evidence.full_text()
    desk.answer(target, ir_lv_b="47")
    assert not desk.strip.isVisible()


def test_at_most_two_stand_there_the_gravest_first(desk: Desk) -> None:
    heated(desk)
    for panel, level in zip(desk.readings("indications-switchgear"), ("31", "10", "31"), strict=False):
        desk.answer(panel, tev_background="8", tev_measured=level)
    open_now = [one for one in desk.page.presenter.visit.inferences if one.open]
    assert len(open_now) > 2
    assert [one.id for one in desk.shown] == [one.id for one in open_now[:2]]
    assert desk.shown[0].rule == "lv-poor-contact"


def test_a_hazard_is_made_by_keyboard_and_taken_back(desk: Desk) -> None:
    heated(desk)
    desk.grid.setFocus()
    desk.press(Qt.Key.Key_F6)
    assert desk.strip.cards[0].accept_button.hasFocus()
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    assert not desk.strip.isVisible()
    assert desk.grid.hasFocus()
    visit = desk.page.presenter.visit.id
    summary = desk.workspace.call(lambda: services.summary(desk.workspace, visit))
    assert any("86.4" in hazard.description for hazard in summary.hazards)
    desk.page.presenter.undo()
    desk.settle()
    assert [one.rule for one in desk.shown] == ["lv-poor-contact"]


def test_dismissing_asks_for_a_reason_and_undo_brings_it_back(desk: Desk) -> None:
    heated(desk)
    desk.grid.setFocus()
    desk.press(Qt.Key.Key_F6)
    desk.press(Qt.Key.Key_Tab)
    assert desk.strip.cards[0].dismiss_button.hasFocus()
    desk.press(Qt.Key.Key_Space)
    window = desk.page.window()
    desk.qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ReasonDialog)))
    dialog = next(one for one in window.findChildren(ReasonDialog) if one.isVisible())
    dialog.accept_button.clicked.emit()
    assert dialog.isVisible()
    dialog.field.set_value("现场已核实")
    dialog.accept_button.clicked.emit()
    desk.settle()
    assert not desk.strip.isVisible()
    [dismissed] = [one for one in desk.page.presenter.visit.inferences if one.rule == "lv-poor-contact"]
    assert dismissed.reason == "现场已核实"
    desk.page.presenter.undo()
    desk.settle()
    assert desk.strip.isVisible()


def test_escape_gives_the_focus_back(desk: Desk) -> None:
    heated(desk)
    desk.grid.setFocus()
    desk.press(Qt.Key.Key_F6)
    desk.press(Qt.Key.Key_Escape)
    assert desk.grid.hasFocus()


def test_the_summary_shows_decisions_and_restores_a_dismissal(desk: Desk) -> None:
    heated(desk)
    [found] = desk.shown
    visit = desk.page.presenter.visit.id
    desk.page.presenter.write(lambda: services.dismiss_inference(desk.workspace, visit, found.id, "已知"))
    desk.settle()
    desk.page.open_step(Step.SUMMARY)
    desk.settle()
    panel = desk.page.panels.panel(Step.SUMMARY)
    row = next(row for row in panel.findChildren(InferenceRow) if row.inference.id == found.id)
    assert row.inference.reason == "已知"
    row.restore_button.clicked.emit()
    desk.settle()
    assert next(one for one in desk.page.presenter.visit.inferences if one.id == found.id).open
    row.open_button.clicked.emit()
    desk.settle()
    assert desk.page.step is Step.INDICATIONS
