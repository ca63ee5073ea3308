"""A checklist with rows that are added: a new row has its questions at once, and one that goes can be brought back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.services.checklists.files import read_form
from inspector.services.checklists.versions import install_form
from tests.ui.visit.conftest import Bench
from tests.ui.visit.first_steps import go_to_step_1, panel, stored_row
from tests.unit.services.visits.test_repeats import SETS, SHEET

KEY = Qt.Key


def begin(bench: Bench) -> None:
    def install() -> None:
        workspace = bench.workspace
        acting = workspace.acting
        workspace.act_as("liu")
        install_form(workspace, read_form(SHEET))
        workspace.act_as(acting.login)

    bench.call(install)
    go_to_step_1(bench)
    bench.page.activateWindow()
    bench.qtbot.waitUntil(bench.page.isActiveWindow)


def press(bench: Bench, ref: str) -> None:
    """Press the button of a row's head, or the one that adds a row."""
    row = panel(bench).checklist.row(ref)
    assert row is not None
    row.answer.focus_widget.setFocus()
    QTest.keyClick(row.answer.focus_widget, KEY.Key_Space)
    bench.settle()


def makers(bench: Bench) -> list[str]:
    return [ref for ref in panel(bench).checklist.shown_refs() if ref.endswith("/maker")]


def test_rows_are_added_typed_in_taken_away_and_brought_back(bench: Bench) -> None:
    begin(bench)
    assert makers(bench) == [f"{SETS}[1]/maker"]
    press(bench, f"{SETS}+")
    assert makers(bench) == [f"{SETS}[1]/maker", f"{SETS}[2]/maker"]
    checklist = panel(bench).checklist
    checklist.focus_row(f"{SETS}[2]/maker")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "Second")
    QTest.keyClick(focus, KEY.Key_Return)
    bench.settle()
    assert stored_row(bench, f"{SETS}[2]/maker").value == "Second"
    press(bench, f"{SETS}[1]")
    assert makers(bench) == [f"{SETS}[1]/maker"]
    row = checklist.row(f"{SETS}[1]/maker")
    assert row is not None
    assert row.answer.value() == "Second"
    undo = bench.notices[-1].on_action
    assert undo is not None
    undo()
    bench.settle()
    assert makers(bench) == [f"{SETS}[1]/maker", f"{SETS}[2]/maker"]
    assert stored_row(bench, f"{SETS}[2]/maker").value == "Second"
