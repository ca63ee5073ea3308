"""The list: search, further filters, groups, columns of one's own, issues; all with the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.i18n import _
from inspector.reports.pdf.raster import page_text
from inspector.services.hazards.detail import hazard_detail
from inspector.services.issues.issuing import issues
from inspector.services.ledgers.filters import FILTERS, VISIT_FILTERS
from inspector.ui.ledger import LedgersPage
from inspector.ui.ledger.filter_names import label_of
from inspector.ui.ledger.issue_list import IssueListDialog
from inspector.ui.ledger.issuing import IssueDialog
from inspector.ui.ledger.look_dialog import LookDialog
from inspector.ui.page import Context
from inspector.ui.printing.dialog import PrintDialog
from tests.ui.ledger.steps import column, settle
from tests.ui.sample import TODAY

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_search_is_asked_while_it_is_typed_and_escape_ends_it(page: LedgersPage, qtbot: QtBot) -> None:
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Slash)
    editor = page.list.search.editor
    assert editor.hasFocus()
    QTest.keyClicks(editor, "0105")
    qtbot.waitUntil(lambda: column(page, "number") == ["YH-2026-0105"])
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    settle(qtbot, page)
    assert len(column(page, "number")) == 7
    assert page.list.table.hasFocus()


def test_further_filters_have_a_chip_of_their_own_and_are_remembered(
    page: LedgersPage, context: Context, qtbot: QtBot
) -> None:
    page.list.filters.switch("returned", on=True)
    page.list.filters.switch("in_review", on=True)
    settle(qtbot, page)
    assert sorted(set(column(page, "status"))) == sorted({"退回", "待复查"})
    again = LedgersPage(context, TODAY)
    qtbot.addWidget(again)
    assert set(again.query().filters) == {"unclosed", "returned", "in_review"}
    chip = page.list.filters._further["returned"]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert set(column(page, "status")) == {"待复查"}


def test_rows_group_and_groups_fold_by_key(page: LedgersPage, qtbot: QtBot) -> None:
    page.list.set_look((), "grade")
    settle(qtbot, page)
    labels = [page.list.rows.groups[place].label for place in range(3)]
    assert labels == ["危急", "严重", "一般"]
    assert len(column(page, "number")) == 7
    assert [page.list.table.rowHeight(row) for row in range(4)] == [28, 40, 40, 28]
    page.list.table.setFocus()
    page.list.table.choose(0)
    QTest.keyClick(page.list.table, Qt.Key.Key_Left)
    assert len(column(page, "number")) == 5
    page.list.table.choose(1)
    QTest.keyClick(page.list.table, Qt.Key.Key_Left)
    page.list.table.choose(0)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert len(column(page, "number")) == 4
    page.list.set_look((), "")
    settle(qtbot, page)
    assert {page.list.table.rowHeight(row) for row in range(7)} == {40}


def test_columns_are_chosen_moved_and_remembered_for_each_ledger(
    page: LedgersPage, context: Context, qtbot: QtBot
) -> None:
    page.doing.choose_look()
    (dialog,) = page.window().findChildren(LookDialog)
    dialog.columns.setCurrentRow(1)
    QTest.keyClick(dialog.columns, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    names = [dialog.columns.item(row).text() for row in range(dialog.columns.count())]
    basis = dialog.columns.item(names.index("依据"))
    assert basis is not None
    basis.setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    settle(qtbot, page)
    keys = [item.key for item in page.list.rows.columns]
    assert keys[:3] == ["no", "customer", "number"]
    assert keys[-1] == "basis"
    again = LedgersPage(context, TODAY)
    qtbot.addWidget(again)
    assert again.list.kept.columns(LedgerKind.RECTIFICATION) == tuple(keys[1:])
    assert again.list.kept.columns(LedgerKind.SUPERVISION) == ()


def test_printing_makes_an_issue_that_is_listed_and_printed_again_the_same(page: LedgersPage, qtbot: QtBot) -> None:
    QTest.keyClick(page, Qt.Key.Key_P, CONTROL)
    (dialog,) = page.window().findChildren(IssueDialog)
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    assert dialog.signers["prepared"].value() == "刘工"
    dialog.accept()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(PrintDialog)), timeout=10_000)
    settle(qtbot, page)
    (preview,) = page.window().findChildren(PrintDialog)
    preview.reject()
    page.doing.papers.issues()
    (listed,) = page.window().findChildren(IssueListDialog)
    qtbot.waitUntil(lambda: len(listed.rows.items) == 1)
    issue = listed.rows.items[0]
    assert issue.rows == 7
    workspace = page.context.workspace
    first, second = (workspace.call(lambda: services.reprint(workspace, issue.id)) for _time in range(2))
    assert first == second
    listed.reject()
    settle(qtbot, page)


def test_a_review_record_is_printed_from_the_menu_in_either_language(page: LedgersPage, qtbot: QtBot) -> None:
    workspace = page.context.workspace
    details = [workspace.call(lambda one=one: hazard_detail(workspace, one)) for one in column(page, "number")]
    reviewed = {detail.reviewed: detail for detail in details}
    record = _("Print the review record")
    for known, detail in reviewed.items():
        page.drawer.show_detail(detail, TODAY)
        assert (record in [action.text() for action in page.drawer.action_menu().actions()]) is known
    page.drawer.show_detail(reviewed[True], TODAY)
    page.drawer.record_requested.emit()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(PrintDialog)), timeout=10_000)
    settle(qtbot, page)
    (preview,) = page.window().findChildren(PrintDialog)
    chinese = preview.pdf
    preview.language.value_chosen.emit("en")
    settle(qtbot, page)
    assert preview.pdf != chinese
    preview.reject()


def test_photos_are_printed_from_the_menu_of_a_hazard_that_has_some(page: LedgersPage, qtbot: QtBot) -> None:
    workspace = page.context.workspace
    details = [workspace.call(lambda one=one: hazard_detail(workspace, one)) for one in column(page, "number")]
    pictured = next(detail for detail in details if detail.photos)
    for detail in (next(detail for detail in details if not detail.photos), pictured):
        page.drawer.show_detail(detail, TODAY)
        entries = {action.text(): action for action in page.drawer.action_menu().actions()}
        assert (_("Print photos") in entries) is bool(detail.photos)
    entries[_("Print photos")].trigger()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(PrintDialog)), timeout=10_000)
    settle(qtbot, page)
    (preview,) = page.window().findChildren(PrintDialog)
    assert pictured.hazard.number in page_text(preview.pdf, 0)
    preview.reject()


def test_rows_of_another_window_are_exported_and_counted_by_number(
    page: LedgersPage, qtbot: QtBot, tmp_path: Path
) -> None:
    found: list[tuple[str, ...]] = []
    page.presenter.fetch_ids(((0, 1), (3, 3)), found.append)
    settle(qtbot, page)
    numbers = column(page, "number")
    ids = [page.list.rows.find(hazard) for hazard in found[0]]
    assert [numbers[row] for row in ids] == [numbers[0], numbers[1], numbers[3]]
    target = tmp_path / "some.csv"
    page.presenter.export("csv", target, (), tuple(f"hazard:{hazard}" for hazard in found[0]))
    qtbot.waitUntil(target.exists, timeout=5000)
    settle(qtbot, page)
    assert target.read_bytes().decode("utf-8-sig").count("YH-2026-") == 3


def test_grades_in_the_footer_are_those_of_the_rows_and_add_up(page: LedgersPage, qtbot: QtBot) -> None:
    footer = page.list.footer
    for filters, search, rows in (((), "", 8), (("unclosed",), "", 7), (("unclosed",), "0105", 1)):
        page.show_ledger(LedgerKind.RECTIFICATION, filters)
        page.list.search.set_value(search)
        page.list.ask()
        settle(qtbot, page)
        assert page.list.rows.total == rows
        assert sum(int(number.text()) for _name, number in footer._grades.values()) == rows


@pytest.mark.parametrize("name", sorted({*FILTERS, *VISIT_FILTERS}))
def test_every_filter_has_words(name: str) -> None:
    for placeholder, value in {"YYYY-MM-DD": "2026-03-01", "YYYY-MM": "2026-03", "YYYY": "2026"}.items():
        name = name.replace(placeholder, value)
    label = label_of(name, {})
    assert label
    assert name not in label
    assert "_" not in label
    head, colon, value = name.partition(":")
    assert label != value or head in ("customer", "month")
    if not colon:
        assert not label.isascii()


def test_enter_does_not_issue_but_goes_on_to_the_next_signer(page: LedgersPage, qtbot: QtBot) -> None:
    page.doing.issue()
    (dialog,) = page.window().findChildren(IssueDialog)
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    first = dialog.signers["checked"]
    assert first.editor.hasFocus()
    QTest.keyClick(first.editor, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert dialog.isVisible()
    assert dialog.accept_button.isEnabled()
    assert dialog.signers["approved"].editor.hasFocus()
    workspace = page.context.workspace
    assert not workspace.call(lambda: issues(workspace, LedgerKind.RECTIFICATION))
    dialog.reject()


def test_rows_grouped_by_customer_do_not_repeat_it(page: LedgersPage, qtbot: QtBot) -> None:
    assert "customer" in [item.key for item in page.list.rows.columns]
    page.list.set_look((), "customer")
    settle(qtbot, page)
    assert "customer" not in [item.key for item in page.list.rows.columns]


def test_columns_are_ticked_by_a_click_anywhere_in_their_row(page: LedgersPage) -> None:
    page.doing.choose_look()
    (dialog,) = page.window().findChildren(LookDialog)
    last = dialog.columns.count() - 1
    dialog.columns.scrollToBottom()
    item = dialog.columns.item(last)
    assert item is not None
    rect = dialog.columns.visualItemRect(item)
    assert rect.height() == 36
    QTest.mouseClick(dialog.columns.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert item.checkState() is Qt.CheckState.Checked
    QTest.keyClick(dialog.columns, Qt.Key.Key_Space)
    assert item.checkState() is Qt.CheckState.Unchecked
    dialog.reject()


def test_the_figures_are_reached_from_beside_the_columns(page: LedgersPage) -> None:
    asked: list[str] = []
    page.page_requested.connect(asked.append)
    QTest.keyClick(page, Qt.Key.Key_G, CONTROL)
    QTest.mouseClick(page.list._figures, Qt.MouseButton.LeftButton)
    assert asked == ["figures", "figures"]
