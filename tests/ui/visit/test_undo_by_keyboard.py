"""Undo, redo and 其余判合格 of a real visit in the window's frame, by keyboard."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.visit import SignMethod, Step
from inspector.ui.kit import toast
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.messages import Messages, Notice
from inspector.ui.page import Context, PageEntry
from inspector.ui.preferences import Preferences
from inspector.ui.shell import Shell
from inspector.ui.tasks import Tasks
from inspector.ui.visit.equipment import EquipmentPanel
from inspector.ui.visit.visits_page import VisitsPage
from tests.ui.visit.complete_visit import by_day
from tests.ui.visit.conftest import Bench, close_bench
from tests.ui.visit.first_steps import CTRL, KEY, current, go_to_step_1, panel, stored_form, stored_old, stored_row

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Framed(Bench):
    """A bench whose page stands in the shell, so that the keys of the whole window act."""

    shell: Shell


@pytest.fixture
def bench(sample_workspace: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Framed]:
    monkeypatch.setattr(toast, "STAY_MS", 600_000)  # a slow machine must not lose the message that is looked at
    path = shutil.copytree(sample_workspace, tmp_path / "workspace")
    workspace = services.open_workspace(path, clock=by_day)
    messages, notices = Messages(), list[Notice]()
    messages.posted.connect(notices.append)
    tasks = Tasks(workspace, messages)
    context = Context(workspace, tasks, messages, Preferences(QSettings()))
    shell = Shell(context, (PageEntry("visits", "Visits", "clipboard-check", VisitsPage),))
    qtbot.addWidget(shell)
    shell.resize(1366, 690)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    shell.open_page("visits")
    page = shell.page("visits")
    assert isinstance(page, VisitsPage)
    made = Framed(workspace, page, tasks, notices, qtbot)
    made.shell = shell
    yield made
    close_bench(made)


def open_refs(bench: Bench) -> list[str]:
    first = stored_form(bench).sections[0]
    return [row.ref for row in first.rows if row.kind.value == "judged" and not row.value]


def test_control_z_takes_answers_back_one_by_one_and_control_y_gives_them_again(bench: Framed) -> None:
    go_to_step_1(bench)
    first = current(bench).ref
    bench.press(KEY.Key_1)
    second = current(bench).ref
    bench.press(KEY.Key_3)
    bench.press(KEY.Key_Z, CTRL)
    assert stored_row(bench, second).value == ""
    assert current(bench).ref == second
    bench.press(KEY.Key_Z, CTRL)
    assert stored_row(bench, first).value == ""
    assert current(bench).ref == first
    assert not bench.visit.footer.undo.isEnabled()
    bench.press(KEY.Key_Z, CTRL)
    bench.press(KEY.Key_Y, CTRL)
    bench.press(KEY.Key_Z, CTRL | SHIFT)
    assert (stored_row(bench, first).value, stored_row(bench, second).value) == ("pass", "na")
    assert not bench.visit.footer.redo.isEnabled()
    assert bench.notices == [], "undoing needs no message"


def test_the_buttons_name_what_they_would_do(bench: Framed) -> None:
    go_to_step_1(bench)
    number = current(bench).number
    bench.press(KEY.Key_1)
    footer = bench.visit.footer
    assert number in footer.undo.toolTip()
    assert "Ctrl Z" in footer.undo.toolTip()
    footer.undo.clicked.emit()
    bench.settle()
    assert number in footer.redo.toolTip()
    footer.redo.clicked.emit()
    bench.settle()
    assert current(bench).number == number


def test_undo_goes_to_the_step_where_it_happened(bench: Framed) -> None:
    bench.start_first()
    bench.press(KEY.Key_2)
    bench.press(KEY.Key_PageDown, CTRL)
    bench.press(KEY.Key_PageDown, CTRL)
    assert isinstance(bench.visit.panel, EquipmentPanel)
    bench.press(KEY.Key_Z, CTRL)
    assert bench.visit.step is Step.OLD_HAZARDS
    assert stored_old(bench)[0].judgement is None


def test_typing_is_undone_before_the_visit(bench: Framed) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_1)
    bench.press(KEY.Key_Up)
    bench.press(KEY.Key_N)
    bench.type("loose")
    bench.press(KEY.Key_Z, CTRL)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == ""
    assert stored_row(bench, ref).value == "pass"
    bench.press(KEY.Key_Z, CTRL)
    assert stored_row(bench, ref).value == ""


def test_what_is_being_typed_is_a_step_too(bench: Framed) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_N)
    bench.type("loose")
    bench.visit.footer.undo.clicked.emit()
    bench.settle()
    assert stored_row(bench, ref).note == ""
    bench.press(KEY.Key_Y, CTRL)
    assert stored_row(bench, ref).note == "loose"


def test_an_undo_after_a_signature_asks_first(bench: Framed) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_1)
    presenter = bench.visit.presenter
    boxes = bench.call(lambda: services.summary(bench.workspace, presenter.visit.id)).signatures
    presenter.note_signatures(replace(box, method=SignMethod.PIN) for box in boxes)
    bench.press(KEY.Key_Z, CTRL)
    (dialog,) = bench.shell.window().findChildren(ConfirmDialog)
    dialog.reject()
    bench.settle()
    assert stored_row(bench, ref).value == "pass"


def test_the_rest_of_a_section_is_passed_and_taken_back_from_the_message(bench: Framed) -> None:
    go_to_step_1(bench)
    before = open_refs(bench)
    bench.press(KEY.Key_A, SHIFT)
    left = open_refs(bench)
    assert 0 < len(left) < len(before)
    assert current(bench).ref == left[0]
    assert not panel(bench).head.rest.isVisible()
    (message,) = bench.shell.toasts.toasts()
    assert message.notice.key == "Ctrl Z"
    bench.press(KEY.Key_Z, CTRL)
    assert open_refs(bench) == before
    assert bench.shell.toasts.toasts() == []
    assert panel(bench).head.rest.isVisible()


def test_the_message_goes_once_something_else_is_done(bench: Framed) -> None:
    go_to_step_1(bench)
    panel(bench).head.rest.clicked.emit()
    bench.settle()
    assert len(bench.shell.toasts.toasts()) == 1
    answered = current(bench).ref
    bench.press(KEY.Key_3)
    assert bench.shell.toasts.toasts() == []
    bench.press(KEY.Key_Z, CTRL)
    assert stored_row(bench, answered).value == ""
    assert len(open_refs(bench)) <= 4


def test_a_drawn_question_asks_for_more_until_it_has_a_note(bench: Framed) -> None:
    go_to_step_1(bench)
    bench.press(KEY.Key_A, SHIFT)
    drawn = next(row for row in stored_form(bench).sections[0].rows if row.drawn)
    panel(bench).checklist.focus_row(drawn.ref)
    widget = panel(bench).checklist.row(drawn.ref)
    assert widget is not None
    tall = widget.height()
    assert widget.toolTip()
    bench.press(KEY.Key_1)
    assert widget.toolTip()
    panel(bench).checklist.focus_row(drawn.ref)
    bench.press(KEY.Key_N)
    bench.type("checked")
    bench.press(KEY.Key_Return)
    assert not stored_row(bench, drawn.ref).drawn_open
    assert widget.toolTip() == ""
    assert widget.height() >= tall


def test_a_letter_in_a_note_passes_nothing(bench: Framed) -> None:
    go_to_step_1(bench)
    before = open_refs(bench)
    bench.press(KEY.Key_N)
    bench.press(KEY.Key_A, SHIFT)
    assert open_refs(bench) == before


def test_the_checklist_of_equipment_has_it_too(bench: Framed) -> None:
    bench.start_first()
    for _step in range(2):
        bench.press(KEY.Key_PageDown, CTRL)
    shown = bench.visit.panel
    assert isinstance(shown, EquipmentPanel)
    target = shown.form.checklist.target
    visit = bench.visit.presenter.visit.id
    assert target is not None
    before = bench.call(lambda: services.form_view(bench.workspace, visit, target)).done
    bench.press(KEY.Key_A, SHIFT)
    after = bench.call(lambda: services.form_view(bench.workspace, visit, target)).done
    assert after > before
    bench.press(KEY.Key_Z, CTRL)
    assert bench.call(lambda: services.form_view(bench.workspace, visit, target)).done == before


def test_a_second_shift_a_says_what_is_left_to_judge(bench: Framed) -> None:
    go_to_step_1(bench)
    bench.press(KEY.Key_A, SHIFT)
    left = len(open_refs(bench))
    before = len(bench.notices)
    bench.press(KEY.Key_A, SHIFT)
    (notice,) = bench.notices[before:]
    assert str(left) in notice.text
    assert len(open_refs(bench)) == left
