"""What was being typed when the program was killed stands in its field again."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.readings import ReadingsPanel
from tests.ui.visit.conftest import Bench, close_bench, make_bench
from tests.ui.visit.first_steps import ALT, CTRL, KEY, current, editor, go_to_step_1, old_panel, panel, stored_row

QUIET = 5000


def kept(bench: Bench) -> dict[str, str]:
    prefix = f"visit:{bench.visit.presenter.visit.id}:"
    found = bench.call(lambda: services.kept_typing(bench.workspace, prefix))
    return {key.removeprefix(prefix): text for key, text in found.items()}


def killed(bench: Bench, qtbot: QtBot, to: Path) -> Bench:
    """The disk as it is now, opened by a new program: the old one says nothing any more."""
    qtbot.waitUntil(lambda: bool(kept(bench)), timeout=QUIET)
    bench.settle()
    shutil.copytree(bench.workspace.path, to)
    visit, step = bench.visit.presenter.visit.id, bench.visit.step
    bench.page.hide()
    again = make_bench(to, qtbot)
    again.page.open_visit(visit)
    again.qtbot.waitUntil(lambda: again.page.visit_page is not None)
    again.settle()
    if again.visit.step is not step:
        again.visit.open_step(step)
        again.settle()
    return again


@pytest.fixture
def later(tmp_path: Path) -> Path:
    return tmp_path / "later"


def test_a_note_is_typed_on(bench: Bench, later: Path, qtbot: QtBot) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_N)
    bench.type("the lock is lo")
    again = killed(bench, qtbot, later)
    (notice,) = again.notices
    row = current(again)
    assert row.ref == ref
    assert f"{row.number} {row.title}" in notice.text
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "the lock is lo"
    again.press(KEY.Key_End)
    again.type("ose")
    again.press(KEY.Key_Return)
    assert stored_row(again, ref).note == "the lock is loose"
    assert kept(again) == {}
    close_bench(again)


def test_words_of_a_hazard_come_back(bench: Bench, later: Path, qtbot: QtBot) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_2)
    made = editor(bench)
    made.measure.editor.setFocus()
    made._typing.setInterval(60_000)
    bench.type(" by Monday")
    typed = made.measure.value()
    again = killed(bench, qtbot, later)
    panel(again).checklist.focus_row(ref)
    again.settle()
    assert editor(again).measure.value() == typed
    editor(again).measure.editor.setFocus()
    panel(again).checklist.focus_row(ref)
    again.settle()
    hazard = stored_row(again, ref).hazard
    assert hazard is not None
    assert hazard.measure == typed
    assert kept(again) == {}
    close_bench(again)


def test_a_reason_that_was_not_given_yet_is_offered_and_goes_with_the_dialog(
    bench: Bench, later: Path, qtbot: QtBot
) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_2)
    editor(bench).dismiss_button.clicked.emit()
    bench.type("painted over")
    again = killed(bench, qtbot, later)
    panel(again).checklist.focus_row(ref)
    editor(again).dismiss_button.clicked.emit()
    (dialog,) = again.page.window().findChildren(ReasonDialog)
    assert dialog.field.value() == "painted over"
    dialog.reject()
    again.settle()
    assert kept(again) == {}
    close_bench(again)


def test_a_half_typed_reading_opens_its_cell_again(bench: Bench, later: Path, qtbot: QtBot) -> None:
    bench.start_first()
    for _step in range(3):
        bench.press(KEY.Key_PageDown, CTRL)
    shown = bench.visit.panel
    assert isinstance(shown, ReadingsPanel)
    place = shown.grid.place()
    bench.type("1")
    bench.type("2.")
    assert shown.grid.editing
    again = killed(bench, qtbot, later)
    assert isinstance(again.visit.panel, ReadingsPanel)
    grid = again.visit.panel.grid
    again.qtbot.waitUntil(lambda: grid.editing)
    assert grid.place() == place
    again.type("5")
    again.press(KEY.Key_Return)
    assert kept(again) == {}
    answers = again.call(lambda: services.indications(again.workspace, again.visit.presenter.visit.id))
    assert "12.5" in {cell.value for form in answers for line in form.lines for cell in line.cells}
    close_bench(again)


def test_the_head_of_a_test_record_and_the_note_of_an_old_hazard(bench: Bench, later: Path, qtbot: QtBot) -> None:
    bench.start_first()
    first = next(iter(old_panel(bench)._rows))
    bench.press(KEY.Key_N)
    bench.type("leak")
    qtbot.waitUntil(lambda: kept(bench) == {f"old:{first}": "leak"}, timeout=QUIET)
    again = killed(bench, qtbot, later)
    old_panel(again).focus_row(first)
    again.press(KEY.Key_N)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "leak"
    for _step in range(2):
        again.press(KEY.Key_PageDown, CTRL)
    shown = again.visit.panel
    assert isinstance(shown, EquipmentPanel)
    again.press(KEY.Key_Right, ALT)
    ref, head = next((ref, one) for ref, one in shown.form.test_head._fields.items() if one._ref.endswith("lab"))
    head.field.editor.setFocus(Qt.FocusReason.TabFocusReason)
    again.type("North la")
    qtbot.waitUntil(lambda: any(key.endswith(ref) for key in kept(again)), timeout=QUIET)
    again.visit.leave()
    again.settle()
    assert kept(again) == {}, "leaving the field stored it"
    close_bench(again)
