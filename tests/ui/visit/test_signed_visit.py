"""A signed visit in the window: opened from the list by keyboard, read through, left again; nothing offers to write."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from inspector.domain.visit import Step, VisitStatus
from inspector.ui.kit.button import Button, IconButton
from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.fields import TextArea, TextField
from inspector.ui.kit.photos import AddTile
from inspector.ui.page import Place
from inspector.ui.printing.dialog import PrintDialog
from inspector.ui.visit.read_only import MARK
from inspector.ui.visit.signed_page import SignedVisitPage
from inspector.ui.visit.signer_box import SignerBox
from tests.ui.visit.conftest import Bench

STEPS = (Step.INFRASTRUCTURE, Step.EQUIPMENT, Step.INDICATIONS, Step.SUMMARY)


def newest(bench: Bench) -> str:
    """Put the focus on the newest signed visit of the list; its id."""
    bench.page.activated()
    bench.settle()
    row = bench.page.list.model.row(0)
    assert bench.page.list.show_visit(row.id)
    return row.id


def read(bench: Bench) -> SignedVisitPage:
    newest(bench)
    bench.press(Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: bench.page.visit_page is not None)
    bench.settle()
    assert isinstance(bench.visit, SignedVisitPage)
    return bench.visit


def test_enter_opens_it_and_escape_goes_back_to_its_row(bench: Bench) -> None:
    visit = newest(bench)
    page = read(bench)
    view = page.presenter.visit
    assert (view.id, view.status) == (visit, VisitStatus.SIGNED)
    assert view.signed is not None
    assert all(name in page.band.accessibleName() for name in (*view.signed.by, view.signed.notice))
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
    bench.press(Qt.Key.Key_Escape)
    assert bench.page.visit_page is None
    table = bench.page.list.table
    assert table.hasFocus()
    assert bench.page.list.model.row(table.currentIndex().row()).id == visit


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.value)
def test_no_step_has_anything_that_looks_editable(bench: Bench, step: Step) -> None:
    page = read(bench)
    page.open_step(step)
    bench.settle()
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or widget.property(MARK) is False:
            continue
        if isinstance(widget, TextField | TextArea):
            editor = widget.editor
            assert not editor.isEnabled() or editor.property("readOnly"), widget
        elif isinstance(widget, Segmented):
            assert not widget.isEnabled()
        elif isinstance(widget, AddTile) or (isinstance(widget, Button | IconButton) and widget.property(MARK)):
            raise AssertionError(f"offers to write: {widget.accessibleName()}")
    assert not page.header.hand_over.isVisible()
    assert not page.footer.undo.isVisible()


def test_every_step_is_reached_and_left_by_keyboard(bench: Bench) -> None:
    page = read(bench)
    for step in STEPS[1:]:
        bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert page.step is step
        focused = QApplication.focusWidget()
        assert focused is not None
        assert page.isAncestorOf(focused), step
    bench.press(Qt.Key.Key_Escape)
    assert bench.page.visit_page is None


def test_keys_that_judge_change_nothing(bench: Bench) -> None:
    page = read(bench)
    before = page.presenter.visit.steps
    for key in (Qt.Key.Key_2, Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_A):
        bench.press(key)
    assert page.presenter.visit.steps == before
    bench.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.presenter.visit.steps == before


def test_the_notice_is_the_second_action(bench: Bench) -> None:
    newest(bench)
    bench.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert bench.page.visit_page is None
    assert len(bench.page.window().findChildren(PrintDialog)) == 1


def test_the_notice_is_shown_from_the_band(bench: Bench) -> None:
    page = read(bench)
    page.band.notice_button.clicked.emit()
    bench.settle()
    assert any(dialog.isVisible() for dialog in page.window().findChildren(PrintDialog))


def test_it_shows_who_signed_and_what_was_made(bench: Bench) -> None:
    page = read(bench)
    page.open_step(Step.SUMMARY)
    bench.settle()
    boxes = page.findChildren(SignerBox)
    assert boxes
    assert all(box.signed for box in boxes)
    assert page.footer.missing.text() == ""


def test_from_another_page_the_way_back_leads_there(bench: Bench) -> None:
    asked: list[str] = []
    bench.page.page_requested.connect(asked.append)
    row = newest(bench)
    bench.page.came_from = "customers"
    bench.page.show_place(Place("visit", row))
    bench.qtbot.waitUntil(lambda: bench.page.visit_page is not None)
    bench.settle()
    assert bench.page.place() == Place("visit", row)
    bench.press(Qt.Key.Key_Escape)
    assert asked == ["customers"]


def test_the_band_stands_below_the_header(bench: Bench) -> None:
    page = read(bench)
    top = page.band.mapTo(page, QPoint(0, 0)).y()
    assert top == page.header.height()
    assert page.band.width() == page.width()
