"""Registering a hazard: what was entered comes back whole, and the dialog fits into a low window."""

from datetime import timedelta
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector import i18n
from inspector.domain.hazard import Grade, default_deadline
from inspector.ui.kit.typing import QUIET_MS
from inspector.ui.ledger import LedgersPage
from inspector.ui.ledger.register_dialog import RegisterHazardDialog
from tests.ui.ledger.steps import notices, settle
from tests.ui.sample import TODAY

CUSTOMER = "50102237816"


def registering(page: LedgersPage, qtbot: QtBot) -> RegisterHazardDialog:
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = [found for found in page.window().findChildren(RegisterHazardDialog) if found.isVisible()]
    settle(qtbot, page)
    return dialog


def enter_all(dialog: RegisterHazardDialog, page: LedgersPage, qtbot: QtBot, picture: Path) -> dict[str, str]:
    """Enter a critical hazard whole; returns what stands in the fields."""
    dialog.customer.set_value(CUSTOMER)
    settle(qtbot, page)
    equipment = dialog.inputs["equipment"].editor
    equipment.setCurrentIndex(1)
    equipment.activated.emit(1)
    dialog.set_grade("critical")
    dialog.grade.value_chosen.emit("critical")
    dialog.inputs["found_on"].editor.setDate(TODAY - timedelta(days=2))
    dialog.inputs["deadline"].editor.setDate(TODAY + timedelta(days=1))
    for key in ("description", "measure", "basis"):
        dialog.inputs[key].editor.setFocus()
        QTest.keyClicks(dialog.inputs[key].editor, f"{key} typed")
    Image.new("RGB", (64, 48), "steelblue").save(picture)
    dialog.photos.add([str(picture)])
    return {key: field.value() for key, field in dialog.inputs.items()}


def test_what_was_entered_before_a_kill_comes_back_whole(page: LedgersPage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = registering(page, qtbot)
    picture, gone = tmp_path / "found.jpg", tmp_path / "gone.jpg"
    entered = enter_all(dialog, page, qtbot, picture)
    Image.new("RGB", (8, 8)).save(gone)
    dialog.photos.add([str(gone)])
    qtbot.wait(2 * QUIET_MS)
    settle(qtbot, page)
    gone.unlink()
    dialog.hide()
    dialog.deleteLater()
    again = registering(page, qtbot)
    qtbot.waitUntil(lambda: {key: field.value() for key, field in again.inputs.items()} == entered)
    assert again.grade.value() == "critical"
    assert again.customer.value() == CUSTOMER
    assert again.photos.paths == (str(picture),)


def test_usual_values_come_back_as_usual_ones(page: LedgersPage, qtbot: QtBot) -> None:
    dialog = registering(page, qtbot)
    dialog.set_grade("critical")
    dialog.grade.value_chosen.emit("critical")
    dialog.reject()
    settle(qtbot, page)
    again = registering(page, qtbot)
    qtbot.waitUntil(lambda: again.grade.value() == "critical")
    assert again.inputs["deadline"].day() == default_deadline(Grade.CRITICAL, again.inputs["found_on"].day())
    again.set_grade("serious")
    assert again.inputs["deadline"].day() == again.inputs["found_on"].day() + timedelta(days=7)


def test_what_was_cancelled_can_be_thrown_away(page: LedgersPage, qtbot: QtBot) -> None:
    dialog, shown = registering(page, qtbot), notices(page)
    QTest.keyClicks(dialog.inputs["place"].editor, "typed")
    dialog.reject()
    assert shown[-1].on_action is not None
    shown[-1].on_action()
    settle(qtbot, page)
    again = registering(page, qtbot)
    settle(qtbot, page)
    assert again.inputs["place"].value() == ""
    again.reject()
    assert len(shown) == 1


def test_the_usual_measure_is_in_the_language_of_the_documents(page: LedgersPage, qtbot: QtBot) -> None:
    chinese = registering(page, qtbot).inputs["measure"].value()
    page.window().findChildren(RegisterHazardDialog)[0].reject()
    i18n.set_language("en")
    try:
        dialog = RegisterHazardDialog(page, page.context)
        assert dialog.inputs["measure"].value() == chinese
        assert not chinese.isascii()
    finally:
        i18n.set_language("zh_CN")


def inside(widget: QWidget, window: QWidget) -> bool:
    return window.rect().contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))


def test_the_buttons_stay_in_sight_in_a_low_window(page: LedgersPage, qtbot: QtBot) -> None:
    page.resize(1180, 480)
    dialog = registering(page, qtbot)
    field = dialog.customer.field.editor
    QTest.keyClicks(field, "5")
    qtbot.waitUntil(dialog.customer.choices.isVisible)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: inside(dialog.accept_button, page.window()))
    assert inside(dialog.cancel_button, page.window())
    responsible = dialog.inputs["responsible"].editor
    assert not inside(responsible, page.window()) or not responsible.visibleRegion().boundingRect().height()
    responsible.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: responsible.visibleRegion().boundingRect().size() == responsible.size())


def test_escape_takes_the_list_of_customers_away_first(page: LedgersPage, qtbot: QtBot) -> None:
    dialog = registering(page, qtbot)
    field = dialog.customer.field.editor
    QTest.keyClicks(field, "5")
    qtbot.waitUntil(dialog.customer.choices.isVisible)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not dialog.customer.choices.isVisible()
    assert dialog.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
