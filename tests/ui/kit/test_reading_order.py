"""Tab goes as a page is read, and what lies over a page keeps its keys."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.kit.button import Button
from inspector.ui.kit.dialog import ConfirmDialog, ReasonDialog
from inspector.ui.kit.overlay import beneath, reading_order, walk
from inspector.ui.kit.rows import Scroller


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    made.activateWindow()
    return made


def names(layer: QWidget) -> list[str]:
    return [stop.accessibleName() for stop in reading_order(layer)]


def column(*labels: str) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    for label in labels:
        layout.addWidget(Button(label))
    return made


def test_lines_come_before_columns_and_columns_one_after_the_other(window: QWidget) -> None:
    page, row, head = QVBoxLayout(window), QHBoxLayout(), QHBoxLayout()
    footer, right, left = Button("footer"), column("c", "d"), column("a", "b")
    second, first = Button("head 2"), Button("head 1")
    for button in (first, second):
        head.addWidget(button)
    for side in (left, right):
        row.addWidget(side)
    page.addLayout(head)
    page.addLayout(row)
    page.addWidget(footer)
    QApplication.processEvents()
    assert names(window) == ["head 1", "head 2", "a", "b", "c", "d", "footer"]


def test_what_is_added_later_stands_where_it_is_seen(window: QWidget) -> None:
    page = QVBoxLayout(window)
    page.addWidget(Button("first"))
    page.addWidget(Button("last"))
    page.insertWidget(1, Button("between"))
    QApplication.processEvents()
    assert names(window) == ["first", "between", "last"]


def test_the_order_does_not_change_while_one_scrolls(window: QWidget) -> None:
    row = QHBoxLayout(window)
    areas = [Scroller(column(*(f"{side} {number}" for number in range(20)))) for side in ("left", "right")]
    for area in areas:
        row.addWidget(area)
    QApplication.processEvents()
    before = names(window)
    areas[0].verticalScrollBar().setValue(300)
    assert names(window) == before
    assert before[:2] == ["left 0", "left 1"]
    assert all(one.startswith("left") or other.startswith("right") for one, other in pairwise(before))


def test_hidden_and_disabled_controls_are_no_stops(window: QWidget) -> None:
    page = QVBoxLayout(window)
    buttons = [Button(label) for label in ("a", "b", "c")]
    for button in buttons:
        page.addWidget(button)
    buttons[0].setEnabled(False)
    buttons[1].hide()
    QApplication.processEvents()
    assert names(window) == ["c"]


def test_walking_goes_round_both_ways(window: QWidget) -> None:
    page = QVBoxLayout(window)
    page.addWidget(column("a", "b"))
    QApplication.processEvents()
    reading_order(window)[0].setFocus()
    for forward, wanted in ((True, "b"), (True, "a"), (False, "b")):
        assert walk(window, forward=forward)
        found = QApplication.focusWidget()
        assert found is not None
        assert found.accessibleName() == wanted


def test_a_page_under_a_dialog_gets_the_focus_only_afterwards(qtbot: QtBot, window: QWidget) -> None:
    page = QVBoxLayout(window)
    button = Button("page")
    page.addWidget(button)
    dialog = ReasonDialog(window, "why", label="Reason", accept="ok")
    dialog.open()
    assert beneath(dialog, button)
    button.setFocus()
    qtbot.waitUntil(dialog.field.editor.hasFocus, timeout=2_000)
    QTest.keyClick(dialog.field.editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(button.hasFocus, timeout=2_000)


def test_a_dialog_over_a_dialog_has_the_focus_and_the_lower_one_does_not_fight(qtbot: QtBot, window: QWidget) -> None:
    QVBoxLayout(window).addWidget(Button("page"))
    lower = ReasonDialog(window, "why", label="Reason", accept="ok")
    lower.open()
    upper = ConfirmDialog(window, "sure?", accept="yes")
    upper.open()
    qtbot.wait(20)
    assert upper.accept_button.hasFocus()
    upper.reject()
    qtbot.waitUntil(lower.field.editor.hasFocus, timeout=2_000)
