"""The settings of criteria: found, confirmed, switched, chosen and taken back; own packs and hazard entries."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.i18n import describe, set_language
from inspector.problems import Problem
from inspector.services.hazards.entries import own_entries
from inspector.services.judgement import packs
from inspector.services.judgement.views import CriterionRow
from inspector.ui.kit.button import Button
from inspector.ui.kit.dialog import Dialog
from inspector.ui.page import Context
from inspector.ui.settings.criteria import CriteriaSection
from inspector.ui.settings.criteria_dialogs import ConfirmRowDialog, EntryDialog, PackDialog, SwitchOffDialog
from tests.ui.fit import faults
from tests.ui.settings.shown_section import ShownSection
from tests.unit.services.judgement.shown_rows import criterion_view

ROW = "harmonic-odd-10"
PACK = (
    '[pack]\nid = "house"\nstandard = "Q 1"\nedition = "2024"\ntitle_zh = "本地"\ntitle_en = "House"\n'
    '[[limit]]\nid = "harmonic-odd-10"\nquantity = "harmonic_odd"\nlimit = { max = 2 }\n'
    'confidence = "verified"\ngrade = "general"\n'
)


class Shown(ShownSection):
    section: CriteriaSection

    def __init__(self, qtbot: QtBot, context: Context, *, login: str = "liu") -> None:
        super().__init__(qtbot, context, CriteriaSection, login=login)

    def find(self, words: str) -> None:
        editor = self.section.rows.search.editor
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(editor, Qt.Key.Key_Delete)
        QTest.keyClicks(editor, words)
        QApplication.processEvents()

    def ids(self) -> list[str]:
        return [row.id for row in self.section.rows.table.records.rows]

    def row(self, name: str = ROW) -> CriterionRow:
        found: CriterionRow = self.workspace.call(lambda: criterion_view(self.workspace, name))
        return found

    def dialog(self, kind: type[Dialog]) -> Dialog:
        found = self.window.findChildren(kind)
        assert len(found) == 1
        return found[0]


@pytest.fixture
def shown(qtbot: QtBot, context: Context) -> Shown:
    return Shown(qtbot, context)


def test_rows_are_found_and_filtered(shown: Shown) -> None:
    rows = shown.section.rows
    QAbstractItemModelTester(rows.table.records, QAbstractItemModelTester.FailureReportingMode.Fatal)
    everything = shown.ids()
    assert len(everything) > 300
    shown.find("ultrasonic")
    assert {"ultrasonic-6", "ultrasonic-8"} <= set(shown.ids()) < set(everything)
    rows.chips["off"].clicked.emit()
    assert shown.ids() == ["ultrasonic-6"]
    rows.chips["off"].clicked.emit()
    shown.find("no such thing")
    assert shown.ids() == []
    assert rows.detail.empty.isVisible()
    shown.find("")
    assert shown.ids() == everything


def test_enter_asks_for_the_paper_and_what_was_confirmed_can_be_taken_back(shown: Shown) -> None:
    shown.find(ROW)
    table = shown.section.rows.table
    table.setCurrentIndex(table.records.index(shown.ids().index(ROW), 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    dialog = shown.dialog(ConfirmRowDialog)
    assert isinstance(dialog, ConfirmRowDialog)
    dialog.accept_button.clicked.emit()
    assert not shown.row().confirmed, "without a paper nothing is confirmed"
    QTest.keyClicks(dialog.field.editor, "page 9")
    QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
    shown.settle()
    assert [(one.name, one.seen) for one in shown.row().confirmed] == [("刘班长", "page 9")]
    assert not shown.section.rows.detail.confirm.isVisible()
    assert shown.section.rows.detail.unconfirm.isVisible()
    shown.undo()
    assert not shown.row().confirmed
    assert shown.section.rows.detail.confirm.isVisible()


def test_a_row_is_switched_off_and_the_undo_leaves_it_to_the_pack(shown: Shown) -> None:
    shown.find(ROW)
    detail = shown.section.rows.detail
    detail.switch.clicked.emit()
    shown.settle()
    assert detail.row is not None
    assert (detail.row.judges, detail.row.switched, detail.usual.isVisible()) == (False, True, True)
    shown.undo()
    assert (shown.row(detail.row.id).judges, shown.row(detail.row.id).switched) == (True, False)


def test_a_confirmed_row_asks_for_the_reason_before_it_is_switched_off(shown: Shown) -> None:
    shown.find("frequency")
    table, detail = shown.section.rows.table, shown.section.rows.detail
    table.setCurrentIndex(table.records.index(shown.ids().index("frequency"), 0))
    detail.switch.clicked.emit()
    dialog = shown.dialog(SwitchOffDialog)
    assert isinstance(dialog, SwitchOffDialog)
    dialog.accept_button.clicked.emit()
    assert shown.row("frequency").judges, "without a reason it goes on judging"
    QTest.keyClicks(dialog.field.editor, "under revision")
    QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
    shown.settle()
    off = shown.row("frequency").off
    assert off is not None
    assert off.seen == "under revision"
    assert "under revision" in detail.said.text()
    shown.undo()
    assert shown.row("frequency").judges


def test_another_variant_is_chosen_and_taken_back(shown: Shown) -> None:
    shown.find("ultrasonic-8")
    detail = shown.section.rows.detail
    choose = [one for one in detail.findChildren(Button) if one.isVisible() and one not in _fixed(shown)]
    assert len(choose) == 1
    choose[0].clicked.emit()
    shown.settle()
    assert (shown.row("ultrasonic-6").judges, shown.row("ultrasonic-8").judges) == (True, False)
    shown.undo()
    assert (shown.row("ultrasonic-6").judges, shown.row("ultrasonic-8").judges) == (False, True)


def _fixed(shown: Shown) -> tuple[Button, ...]:
    detail = shown.section.rows.detail
    return detail.confirm, detail.unconfirm, detail.switch, detail.usual


def test_a_pack_is_shown_first_then_used_then_taken_back(shown: Shown, tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(PACK, encoding="utf-8")
    shown.section.show_view("packs")
    shown.section.packs.offer(path)
    shown.settle()
    assert "3.2" in shown.row().limit, "nothing counts before it is agreed to"
    dialog = shown.dialog(PackDialog)
    dialog.accept_button.clicked.emit()
    shown.settle()
    assert "2\u00a0%" in shown.row().limit
    assert list(shown.section.packs.remove_buttons) == ["house"]
    shown.section.packs.confirm_buttons["house"].clicked.emit()
    asked = shown.dialog(ConfirmRowDialog)
    assert isinstance(asked, ConfirmRowDialog)
    asked.field.set_value("our rule book")
    asked.accept_button.clicked.emit()
    shown.settle()
    assert [one.seen for one in shown.row().confirmed] == ["our rule book"]
    assert not shown.section.packs.confirm_buttons
    shown.undo()
    assert not shown.row().confirmed
    shown.section.packs.remove_buttons["house"].clicked.emit()
    shown.settle()
    assert "3.2" in shown.row().limit
    shown.undo()
    assert "2\u00a0%" in shown.row().limit


def test_a_pack_that_cannot_be_used_is_said_and_changes_nothing(shown: Shown, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(PACK.replace("max = 2", "maximum = 2"), encoding="utf-8")
    shown.section.packs.offer(path)
    shown.settle()
    assert "limit harmonic-odd-10" in shown.notices[-1].text
    assert not shown.window.findChildren(PackDialog)
    shown.section.packs.offer(tmp_path / "nothing.toml")
    shown.settle()
    assert "nothing.toml" in shown.notices[-1].text


def test_the_empty_pack_is_saved(shown: Shown, tmp_path: Path) -> None:
    shown.section.packs.save_template(tmp_path / "t.toml")
    shown.settle()
    assert (tmp_path / "t.toml").read_bytes() == packs.template()


def test_an_entry_is_added_changed_and_taken_back(shown: Shown) -> None:
    shown.section.show_view("entries")
    entries = shown.section.entries
    count = len(entries.table.records.rows)
    entries.add_button.clicked.emit()
    dialog = shown.dialog(EntryDialog)
    assert isinstance(dialog, EntryDialog)
    dialog.accept_button.clicked.emit()
    assert dialog.error.isVisible()
    dialog.hazard.set_value("母线槽过热")
    dialog.measure.set_value("紧固")
    dialog.days.set_value("0")
    dialog.kinds["switchgear"].clicked.emit()
    dialog.accept_button.clicked.emit()
    assert dialog.isVisible(), "no day is not a number of days"
    dialog.days.set_value("3")
    dialog.accept_button.clicked.emit()
    shown.settle()
    made = entries.table.current()
    assert made is not None
    assert (made.hazard.zh, made.days, made.own, len(entries.table.records.rows)) == ("母线槽过热", 3, True, count + 1)
    QTest.keyClick(entries.table, Qt.Key.Key_Delete)
    shown.settle()
    assert len(entries.table.records.rows) == count
    shown.undo()
    assert len(shown.workspace.call(lambda: own_entries(shown.workspace))) == 1


def test_an_entry_of_the_program_is_only_looked_at(shown: Shown) -> None:
    entries = shown.section.entries
    shown.section.show_view("entries")
    assert not entries.change_button.isEnabled()
    QTest.keyClick(entries.table, Qt.Key.Key_Return)
    assert not shown.window.findChildren(EntryDialog)


def test_who_only_inspects_looks_on_and_reads_why(qtbot: QtBot, context: Context) -> None:
    shown = Shown(qtbot, context, login="wang")
    assert shown.section.why.isVisible()
    assert shown.section.why.text() == describe(Problem("criteria_role"))
    shown.find(ROW)
    detail = shown.section.rows.detail
    assert not any(button.isVisible() for button in (detail.confirm, detail.unconfirm, detail.switch, detail.usual))
    QTest.keyClick(shown.section.rows.table, Qt.Key.Key_Return)
    assert not shown.window.findChildren(ConfirmRowDialog)
    assert not shown.section.packs.add_button.isEnabled()
    assert not shown.section.entries.add_button.isEnabled()


@pytest.mark.parametrize("chosen", ["zh_CN", "en"])
def test_everything_fits(qtbot: QtBot, context: Context, chosen: str) -> None:
    set_language(chosen)
    shown = Shown(qtbot, context)
    found = faults(shown.window)
    shown.find("ultrasonic-8")
    found += faults(shown.window)
    for view in ("packs", "entries"):
        shown.section.show_view(view)
        shown.settle()
        found += faults(shown.window)
    shown.section.entries.add()
    QApplication.processEvents()
    found += faults(shown.dialog(EntryDialog))
    assert found == []


def test_rows_of_one_quantity_can_be_told_apart_by_ear_too(shown: Shown) -> None:
    table = shown.section.rows.table
    rows = [row for row in table.records.rows if row.applies]
    index = table.records.index(table.records.rows.index(rows[0]), 0)
    said = table.records.data(index, int(Qt.ItemDataRole.AccessibleTextRole))
    assert said == f"{rows[0].name}\n{rows[0].applies}"
    assert index.data() == rows[0].name
