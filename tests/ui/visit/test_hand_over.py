"""Handing a visit over from its header, viewing and taking it back, and taking one over with its passphrase."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector import services
from inspector.domain.visit import Step, VisitKind, VisitStatus
from inspector.services import Workspace
from inspector.services.handovers.handing import hand_over
from inspector.services.registers.entries import add_customer, add_person
from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.kit.fields import TextField
from inspector.ui.messages import Tone
from inspector.ui.visit.hand_over import HandOverDialog, TakeOverDialog
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.read_only import MARK
from inspector.ui.visit.waiting import VisitRow
from tests.ui.visit.conftest import Bench

WORDS = "four words for both"


def fill(field: TextField, text: str) -> None:
    field.editor.setFocus()
    QTest.keyClicks(field.editor, text)


def planned_elsewhere(workspace: Workspace) -> str:
    """A planned visit of a customer and by people that nobody else knows. Worker."""
    for login in ("xu", "he"):
        add_person(workspace, {"login": login, "name": login, "team": "三班"})
    services.set_acting_person(workspace, "xu")
    add_customer(workspace, {"account": "0077", "name": "新厂", "voltage_kv": 10})
    day = workspace.today()
    return services.plan_visit(workspace, "0077", kind=VisitKind.PERIODIC, inspectors=("xu", "he"), planned_on=day)


def gone(bench: Bench) -> VisitRow:
    (row,) = [row for row in bench.page.list.open_rows() if row.row.status is VisitStatus.HANDED_OVER]
    return row


def test_a_visit_goes_away_is_viewed_and_comes_back(bench: Bench, tmp_path: Path) -> None:
    bench.start_first()
    visit = bench.visit.presenter.visit
    bench.visit.header.hand_over.clicked.emit()
    (dialog,) = bench.page.window().findChildren(HandOverDialog)
    fill(dialog.to, "Zhao")
    fill(dialog.first, "short")
    QTest.keyClick(dialog.first.editor, Qt.Key.Key_Return)
    assert dialog.isVisible()
    fill(dialog.first, " no more")
    fill(dialog.second, "other words")
    QTest.keyClick(dialog.second.editor, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()
    file = tmp_path / "a.visit"
    bench.page._hand_over.write(visit.id, "Zhao", WORDS, file)
    bench.settle()
    assert file.exists()
    assert bench.page.visit_page is None
    assert "Zhao" in bench.notices[-1].text

    gone(bench).button.clicked.emit()
    bench.settle()
    assert bench.visit.presenter.visit.handed_over is not None
    assert bench.visit.header.hand_over.isHidden()
    bench.page.close_visit()
    bench.settle()

    QTest.keyClick(gone(bench), Qt.Key.Key_Delete)
    bench.settle()
    assert [row for row in bench.page.list.open_rows() if row.row.id == visit.id] == []
    undo = bench.notices[-1].on_action
    assert undo is not None
    undo()
    bench.settle()

    gone(bench).back_button.clicked.emit()
    (reason,) = bench.page.window().findChildren(ReasonDialog)
    reason.accept()
    assert reason.isVisible()
    reason.field.set_value("文件丢失")
    reason.accept()
    bench.settle()
    again = bench.visit.presenter.visit
    assert (again.id != visit.id, again.number != visit.number, again.status) == (True, True, VisitStatus.OPEN)
    rows = bench.call(lambda: services.visit_rows(bench.workspace))
    assert VisitStatus.HANDED_OVER not in {row.status for row in rows}


@pytest.fixture
def read_only(bench: Bench, tmp_path: Path) -> VisitPage:
    """A running visit that was handed over, opened to be read."""
    bench.start_first()
    visit = bench.visit.presenter.visit
    bench.page._hand_over.write(visit.id, "Zhao", WORDS, tmp_path / "a.visit")
    bench.settle()
    bench.page.open_visit(visit.id)
    bench.settle()
    assert bench.visit.presenter.read_only
    return bench.visit


def typed_into(page: VisitPage) -> list[str]:
    """Names of what could still be changed on the page as it shows."""
    fields = [field for field in page.findChildren(TextField) if field.isVisible()]
    open_fields = [field for field in fields if not field.editor.property("readOnly") and field.property(MARK) is None]
    others = [one for one in page.findChildren(Segmented) if one.isVisible() and one.property(MARK) is None]
    marked = [one for one in page.findChildren(QWidget) if one.isVisible() and one.property(MARK)]
    return [one.accessibleName() for one in (*open_fields, *(one for one in (*others, *marked) if one.isEnabled()))]


@pytest.mark.parametrize("step", list(Step))
def test_nothing_that_writes_looks_usable_in_a_visit_that_was_handed_over(
    bench: Bench, read_only: VisitPage, step: Step
) -> None:
    read_only.open_step(step)
    bench.settle()
    assert read_only.step is step
    assert read_only.panel.isVisible()
    assert typed_into(read_only) == []


def test_keys_lead_on_and_change_nothing_in_a_visit_that_was_handed_over(bench: Bench, read_only: VisitPage) -> None:
    read_only.open_step(Step.INFRASTRUCTURE)
    bench.settle()
    checklist = read_only.panel.checklist  # type: ignore[attr-defined]
    first = checklist.current.ref
    told = len(bench.notices)
    for key in (Qt.Key.Key_1, Qt.Key.Key_N, Qt.Key.Key_P):
        bench.press(key)
    bench.press(Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert [notice.tone for notice in bench.notices[told:]] == [Tone.INFO] * (len(bench.notices) - told)
    assert checklist.current.ref == first
    bench.press(Qt.Key.Key_Down)
    assert checklist.current.ref != first
    bench.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert read_only.step is Step.EQUIPMENT
    read_only.open_step(Step.INDICATIONS)
    bench.settle()
    table = read_only.panel.grid  # type: ignore[attr-defined]
    table.setFocus()
    bench.type("5")
    assert not table.editing
    for key in (Qt.Key.Key_X, Qt.Key.Key_F4, Qt.Key.Key_N, Qt.Key.Key_Delete):
        bench.press(key)
    assert QApplication.activeModalWidget() is None
    visit = bench.visit.presenter.visit
    assert all(step.done == 0 for step in visit.steps)
    read_only.open_step(Step.SUMMARY)
    bench.settle()
    assert read_only.footer.primary.isHidden()
    assert read_only.footer.next.isVisible(), "the notice can still be saved"


def test_a_planned_visit_is_handed_over_from_its_row(bench: Bench, tmp_path: Path) -> None:
    bench.page.activated()
    bench.settle()
    row = bench.page.list.open_rows()[0]
    row.give_button.clicked.emit()
    (dialog,) = bench.page.window().findChildren(HandOverDialog)
    dialog.reject()
    bench.page._hand_over.write(row.row.id, "Zhao", WORDS, tmp_path / "none" / "a.visit")
    bench.settle()
    assert bench.notices[-1].text.startswith("无法写入文件")
    assert {row.row.status for row in bench.page.list.open_rows()} == {VisitStatus.PLANNED}


def test_a_visit_is_taken_over_once_the_passphrase_is_right(bench: Bench, tmp_path: Path) -> None:
    giver = services.create_workspace(tmp_path / "giver", key="passphrase", passphrase="x")
    visit = giver.call(lambda: planned_elsewhere(giver))
    file = tmp_path / "b.visit"
    hand_over(giver, visit, WORDS, file, to="一班")
    giver.close()
    bench.page.activated()
    bench.page._hand_over.read(file, "wrong words")
    bench.settle()
    (dialog,) = bench.page.window().findChildren(TakeOverDialog)
    fill(dialog.field, WORDS)
    QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
    bench.settle()
    assert bench.visit.presenter.visit.id == visit
