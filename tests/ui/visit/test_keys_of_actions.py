"""Every action around a visit has its key, and the tooltip says which."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from inspector.domain.visit import Step
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.dialog import ConfirmDialog, Dialog
from inspector.ui.visit.add_equipment import AddEquipmentDialog
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.hand_over import HandOverDialog
from inspector.ui.visit.new_visit import NewVisitDialog
from tests.ui.visit.conftest import Bench

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


def dialogs(bench: Bench, kind: type[Dialog]) -> list[Dialog]:
    return [one for one in bench.page.window().findChildren(kind) if one.isVisible()]


def test_the_list_of_visits(bench: Bench) -> None:
    bench.page.activated()
    bench.settle()
    bench.press(KEY.Key_O, CTRL)
    (chooser,) = bench.page.findChildren(QFileDialog)
    chooser.reject()
    bench.page.activateWindow()
    bench.qtbot.waitUntil(bench.page.isActiveWindow)
    bench.page.list.focus_first()
    bench.press(KEY.Key_O, CTRL | SHIFT)
    (dialog,) = dialogs(bench, HandOverDialog)
    assert "Ctrl Enter" in dialog.accept_button.toolTip()
    bench.press(KEY.Key_Escape)
    assert dialogs(bench, HandOverDialog) == []
    row = bench.page.list.open_rows()[0]
    for button, key in (
        (row.give_button, "Ctrl Shift O"),
        (bench.page.take_button, "Ctrl O"),
        (bench.page.plan_button, "Ctrl Shift N"),
        (bench.page.new_button, "Ctrl N"),
    ):
        assert key in button.toolTip()


def test_an_open_visit_is_handed_over_and_equipment_added(bench: Bench) -> None:
    bench.start_first()
    bench.press(KEY.Key_O, CTRL | SHIFT)
    assert len(dialogs(bench, HandOverDialog)) == 1
    bench.press(KEY.Key_Escape)
    bench.visit.open_step(Step.EQUIPMENT)
    bench.settle()
    panel = bench.visit.panel
    assert isinstance(panel, EquipmentPanel)
    bench.press(KEY.Key_F, CTRL)
    assert panel.list.search.editor.hasFocus()
    bench.press(KEY.Key_Escape)
    assert panel.list.search.isHidden()
    panel.list.add_button.setFocus()
    bench.press(KEY.Key_N, CTRL)
    assert len(dialogs(bench, AddEquipmentDialog)) == 1
    assert dialogs(bench, NewVisitDialog) == []
    assert "Ctrl N" in panel.list.add_button.toolTip()


def test_a_dialog_shows_the_key_of_its_main_button(qtbot: QtBot, bench: Bench) -> None:
    dialog = ConfirmDialog(bench.page, "Sure?", "It cannot be undone.", accept="Do it")
    with qtbot.waitSignal(dialog.accepted):
        dialog.open()
        assert dialog.accept_button.toolTip() == "Do it (Ctrl Enter)"
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, KEY.Key_Return, CTRL)


def test_a_tooltip_of_a_button_follows_its_words_unless_it_has_others(qtbot: QtBot) -> None:
    button = Button("Next", Kind.PRIMARY, key="Ctrl Enter")
    qtbot.addWidget(button)
    button.set_label("Next: Summary")
    assert button.toolTip() == "Next: Summary (Ctrl Enter)"
    button.setToolTip("why")
    button.set_label("Finish")
    assert button.toolTip() == "why"
