"""The gas analysis beside the test record: it follows what is typed, and makes a hazard or an earlier test of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.visit import Step
from inspector.services.visits.views import Target
from inspector.ui.messages import Messages
from inspector.ui.tasks import Tasks
from inspector.ui.visit.dga_card import DgaCard
from inspector.ui.visit.dga_dialog import DgaDialog
from inspector.ui.visit.dga_paint import DgaPicture
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.equipment_context import EquipmentContext, Shown
from inspector.ui.visit.equipment_form import Part
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.presenter import VisitPresenter
from tests.ui.visit import complete_visit

HOT = {"gas_h2": "96", "gas_ch4": "84", "gas_c2h4": "96", "gas_c2h6": "22", "gas_c2h2": "3.1"}


class Desk:
    """An oil transformer's test record in a window."""

    def __init__(self, page: VisitPage, tasks: Tasks, qtbot: QtBot) -> None:
        self.page, self.tasks, self.qtbot = page, tasks, qtbot
        self.presenter = page.presenter

    @property
    def panel(self) -> EquipmentPanel:
        panel = self.page.panels.panel(Step.EQUIPMENT)
        assert isinstance(panel, EquipmentPanel)
        return panel

    @property
    def context(self) -> EquipmentContext:
        found = self.page.findChild(EquipmentContext)
        assert found is not None
        return found

    def shown(self) -> Shown:
        return self.context.shown

    @property
    def card(self) -> DgaCard:
        return self.context.gases

    def target(self, form: str) -> Target:
        return next(one.target for one in self.presenter.visit.equipment if one.target.form == form)

    def open(self, form: str) -> Target:
        target = self.target(form)
        self.page.open_step(Step.EQUIPMENT, target, "")
        self.qtbot.waitUntil(lambda: self.panel.form.form is not None and self.panel.form.form.target == target)
        self.panel.form.turn(Part.TESTS)
        self.qtbot.waitUntil(lambda: not self.tasks.busy)
        return target

    def type(self, target: Target, values: dict[str, str]) -> None:
        for name, value in values.items():
            self.presenter.answer(target, f"/data/tests/{name}", value)
        self.qtbot.waitUntil(lambda: not self.tasks.busy)
        wanted = len([name for name in values if name.startswith("gas_")])
        self.qtbot.waitUntil(lambda: self._shown() >= wanted)

    def _shown(self) -> int:
        view = self.card.view
        return 0 if view is None or not view.current else sum(tile.value != "—" for tile in view.tiles)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gases") / "workspace"
    services.create_demo(path, customers=5, hazards=6)
    return path


@pytest.fixture
def desk(demo: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    workspace = services.open_workspace(complete_visit.copy_of(demo, tmp_path), clock=complete_visit.by_day)
    visit = complete_visit.open_first(workspace)
    messages = Messages()
    tasks = Tasks(workspace, messages)
    page = VisitPage(VisitPresenter(workspace, tasks, messages, visit), {Step.EQUIPMENT: EquipmentPanel})
    qtbot.addWidget(page)
    page.resize(1366, 638)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    yield Desk(page, tasks, qtbot)
    page.presenter.close_position()
    page.hide()
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.shut_down()
    workspace.close()


def test_only_oil_transformers_have_gases(desk: Desk) -> None:
    desk.open("transformer-dry")
    assert desk.card.view is None
    assert not desk.context.switch.isVisible()
    assert desk.shown() is Shown.LINE
    desk.open("transformer-oil")
    desk.qtbot.waitUntil(lambda: desk.card.view is not None)
    assert desk.context.switch.isVisible()


def test_gases_come_forward_with_their_lines_and_stay_when_chosen(desk: Desk) -> None:
    oil = desk.open("transformer-oil")
    desk.qtbot.waitUntil(lambda: desk.card.view is not None)
    table = desk.panel.form.table
    table.focus_line(oil, "/data/tests/oil_water")
    assert desk.shown() is Shown.LINE
    table.focus_line(oil, "/data/tests/gas_h2")
    assert desk.shown() is Shown.TRIANGLE
    assert desk.card.isVisible()
    table.focus_line(oil, "/data/tests/oil_water")
    assert desk.shown() is Shown.LINE
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert desk.shown() is Shown.TRIANGLE
    table.focus_line(oil, "/data/tests/oil_breakdown")
    assert desk.shown() is Shown.TRIANGLE
    desk.context.switch.value_chosen.emit(Shown.RATIOS)
    assert desk.card.ratios.isVisible()
    assert not desk.card.picture.isVisible()


def test_what_is_typed_moves_the_point_and_makes_a_hazard(desk: Desk) -> None:
    oil = desk.open("transformer-oil")
    desk.qtbot.waitUntil(lambda: desk.card.view is not None)
    desk.panel.form.table.focus_line(oil, "/data/tests/gas_h2")
    desk.type(oil, HOT)
    drawing = desk.card.picture.drawing
    assert drawing is not None
    assert (drawing.spots[-1].token, drawing.spots[-1].hollow) == ("red", False)
    assert any(spot.hollow for spot in drawing.spots)
    assert desk.card.said.fault.isVisible()
    assert desk.card.offers.hazard_button.isVisible()
    desk.card.offers.hazard_button.clicked.emit()
    desk.qtbot.waitUntil(lambda: desk.card.view is not None and desk.card.view.hazard is not None)
    desk.card.offers.retest_button.clicked.emit()
    desk.qtbot.waitUntil(lambda: not desk.tasks.busy)
    workspace, visit = desk.presenter.workspace, desk.presenter.visit.id
    head = workspace.call(lambda: services.form_view(workspace, visit, oil)).head
    assert next(row.value for row in head if row.ref.endswith("next_due"))


def test_below_the_gate_nothing_is_drawn_until_somebody_asks(desk: Desk) -> None:
    oil = desk.open("transformer-oil")
    desk.qtbot.waitUntil(lambda: desk.card.view is not None)
    desk.panel.form.table.focus_line(oil, "/data/tests/gas_h2")
    desk.type(oil, {**dict.fromkeys(HOT, "5"), "gas_c2h2": "0"})
    card = desk.card
    assert not card.picture.isVisible()
    assert not card.offers.isVisible()
    assert not card.said.fault.isVisible()
    card.said.anyway_button.clicked.emit()
    assert card.picture.isVisible()
    drawing = card.picture.drawing
    assert drawing is not None
    assert drawing.spots[-1].token == "grey"
    assert not card.offers.isVisible()


def test_what_changed_out_of_sight_is_read_when_the_card_comes_forward(desk: Desk) -> None:
    oil = desk.open("transformer-oil")
    desk.qtbot.waitUntil(lambda: desk.card.view is not None)
    desk.panel.form.table.focus_line(oil, "/data/tests/oil_water")
    desk.presenter.answer(oil, "/data/tests/gas_h2", "160")
    desk.qtbot.waitUntil(lambda: not desk.tasks.busy)
    desk.context.turn()
    desk.qtbot.waitUntil(lambda: desk.card.view is not None and desk.card.view.called)
    assert desk.card.offers.isVisible()


def test_the_larger_view_shows_every_drawing_and_method(desk: Desk) -> None:
    oil = desk.open("transformer-oil")
    desk.qtbot.waitUntil(lambda: desk.card.view is not None)
    desk.panel.form.table.focus_line(oil, "/data/tests/gas_h2")
    desk.type(oil, HOT)
    desk.card.enlarge()
    dialog = desk.page.window().findChild(DgaDialog)
    assert dialog is not None
    pictures = dialog.pictures.findChildren(DgaPicture)
    assert len(pictures) == 5
    for picture in pictures:
        assert picture.drawing is not None
        assert picture.grab().width() > 200
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
