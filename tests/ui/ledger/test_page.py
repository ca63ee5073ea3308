"""The ledger page on a real workspace: what it opens with, filters, sorting, the drawer, export."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.photos import Thumb
from inspector.ui.kit.text import Text
from inspector.ui.kit.timeline import Timeline
from inspector.ui.kit.viewer import PhotoViewer
from inspector.ui.ledger import LedgersPage
from inspector.ui.ledger.photo_pair import PhotoPair
from inspector.ui.page import Context
from tests.ui.ledger.steps import column, notices, settle
from tests.ui.sample import TODAY


def chip(page: LedgersPage, key: str) -> FilterChip:
    return page.list.filters._chips[key]


def test_it_opens_on_the_unclosed_gravest_first_then_by_deadline(page: LedgersPage) -> None:
    numbers = ["0102", "0101", "0104", "0105", "0103", "0107", "0106"]
    assert column(page, "number") == [f"YH-2026-{number}" for number in numbers]
    assert chip(page, "unclosed").on
    assert page._tabs.accessibleName()
    assert "7" in page.list.footer._total.text()


def test_rows_still_to_come_are_not_called_an_empty_ledger(context: Context, qtbot: QtBot) -> None:
    """Asked twice in a row, the counts of the first time come before the rows of the second."""
    made = LedgersPage(context, TODAY)
    qtbot.addWidget(made)
    shown: list[int] = []
    made.list._stack.currentChanged.connect(shown.append)
    made.show()
    made.activated()
    made.refresh()
    settle(qtbot, made)
    assert made.list.rows.rowCount() == 7
    assert not shown
    assert made.list.table.hasFocus()


def test_filters_add_up_and_are_remembered(page: LedgersPage, context: Context, qtbot: QtBot) -> None:
    QTest.mouseClick(chip(page, "overdue"), Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert column(page, "number") == ["YH-2026-0102", "YH-2026-0104"]
    QTest.mouseClick(chip(page, "serious"), Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert column(page, "number") == ["YH-2026-0104"]
    again = LedgersPage(context, TODAY)
    qtbot.addWidget(again)
    assert set(again.query().filters) == {"unclosed", "overdue", "serious"}


def test_nothing_found_under_filters_and_an_empty_ledger_say_different_things(page: LedgersPage, qtbot: QtBot) -> None:
    page.list.search.set_value("没有这样的隐患")
    page.list.ask()
    settle(qtbot, page)
    assert page.list._stack.currentWidget() is page.list._unfound
    page.list.clear()
    settle(qtbot, page)
    assert page.list._stack.currentWidget() is page.list.table
    assert page.list.rows.rowCount() == 8
    page.show_ledger(LedgerKind.INSPECTION)
    settle(qtbot, page)
    blank = page.list._stack.currentWidget()
    assert blank is not None
    assert blank.accessibleName() == "还没有检查"
    assert page.list.rows.rowCount() == 0


def test_the_supervision_ledger_says_why(page: LedgersPage, qtbot: QtBot) -> None:
    page.show_ledger(LedgerKind.SUPERVISION)
    settle(qtbot, page)
    assert page.list.rows.rowCount() == 5
    assert all(column(page, "reasons"))


def test_a_head_click_sorts_and_a_second_one_turns_it_round(page: LedgersPage, qtbot: QtBot) -> None:
    section = [item.key for item in page.list.rows.columns].index("deadline")
    x = page.list.table.head.sectionViewportPosition(section) + 12
    found = []
    for _time in range(2):
        QTest.mouseClick(page.list.table.head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
        settle(qtbot, page)
        found.append(column(page, "deadline"))
    assert found[0] == sorted(found[0])
    assert found[1] == sorted(found[1], reverse=True)


def test_enter_opens_the_drawer_and_arrows_move_it_along(page: LedgersPage, qtbot: QtBot) -> None:
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    page.list.table.setCurrentIndex(page.list.rows.index(0, 0))
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.drawer.findChildren(Timeline)))
    assert page.drawer.title.full_text() == "YH-2026-0102"
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.drawer.title.full_text() == "YH-2026-0101")
    settle(qtbot, page)
    words = [label.text() for label in page.drawer.findChildren(Text)]
    assert any("闭锁接点被短接" in word for word in words)
    assert page.list.table.hasFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Escape)
    assert not page.split.is_open


def test_the_drawer_shows_before_and_after_and_enlarges(page: LedgersPage, qtbot: QtBot) -> None:
    page.list.table.setCurrentIndex(page.list.rows.index(column(page, "number").index("YH-2026-0105"), 0))
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.drawer.findChildren(PhotoPair)))
    (pair,) = page.drawer.findChildren(PhotoPair)
    before, after = sorted(pair.findChildren(Thumb), key=lambda thumb: thumb.x())
    assert "整改前" in before.accessibleName()
    assert "整改后" in after.accessibleName()
    qtbot.waitUntil(lambda: not before.empty and not after.empty)
    QTest.mouseClick(after, Qt.MouseButton.LeftButton)
    viewer = page.window().findChild(PhotoViewer)
    assert isinstance(viewer, PhotoViewer)
    settle(qtbot, page)
    assert viewer.isVisible()
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_the_title_says_whose_ledgers_these_are(page: LedgersPage, qtbot: QtBot) -> None:
    page.context.workspace.call(
        lambda: services.put_setting(page.context.workspace, "company", "嘉陵供电公司 · 检查部")
    )
    page.hint = ""
    page.activated()
    qtbot.waitUntil(lambda: page.hint == "嘉陵供电公司 · 全部班组")


def test_a_filter_key_typed_in_the_table_goes_to_the_filters(page: LedgersPage) -> None:
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_F)
    assert chip(page, "unclosed").hasFocus()


def test_export_writes_what_the_filter_shows(page: LedgersPage, qtbot: QtBot, tmp_path: Path) -> None:
    shown = notices(page)
    QTest.mouseClick(page._excel, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    target = tmp_path / "ledger.xlsx"
    edit = dialog.findChild(QLineEdit)
    assert edit is not None
    edit.setText(str(target))
    dialog.accept()
    qtbot.waitUntil(lambda: bool(shown), timeout=5000)
    assert str(target) in shown[0].text
    assert target.read_bytes()[:2] == b"PK"
    assert not list(tmp_path.glob(".*.part"))


def test_a_file_that_cannot_be_written_is_told(page: LedgersPage, qtbot: QtBot, tmp_path: Path) -> None:
    shown = notices(page)
    page.presenter.export("xlsx", tmp_path / "missing" / "ledger.xlsx")
    qtbot.waitUntil(lambda: bool(shown), timeout=5000)
    assert "missing" in shown[0].text
