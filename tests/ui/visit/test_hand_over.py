"""Handing a visit over from its header, viewing and taking it back, and taking one over with its passphrase."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector import services
from inspector.domain.visit import VisitStatus
from inspector.services import handover
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.kit.fields import TextField
from inspector.ui.visit.hand_over import HandOverDialog, TakeOverDialog
from inspector.ui.visit.waiting import VisitRow
from tests.ui.visit.conftest import Bench

WORDS = "four words for both"


def fill(field: TextField, text: str) -> None:
    field.editor.setFocus()
    QTest.keyClicks(field.editor, text)


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
    services.create_demo(tmp_path / "demo", customers=6, hazards=0, seed=5)
    giver = services.open_workspace(tmp_path / "demo")
    rows = giver.call(lambda: services.visit_rows(giver))
    visit = next(row.id for row in rows if row.status is VisitStatus.PLANNED)
    file = tmp_path / "b.visit"
    handover.hand_over(giver, visit, WORDS, file, to="一班")
    giver.close()
    bench.page.activated()
    bench.page._hand_over.read(file, "wrong words")
    bench.settle()
    (dialog,) = bench.page.window().findChildren(TakeOverDialog)
    fill(dialog.field, WORDS)
    QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
    bench.settle()
    assert bench.visit.presenter.visit.id == visit
