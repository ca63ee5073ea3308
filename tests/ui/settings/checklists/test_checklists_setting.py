"""检查表: found, given out, checked, compared, tried, installed and taken back, by keys and by dropping a file."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.services.checklists import versions
from inspector.services.checklists.versions import FormLine
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.kit.text import Text
from inspector.ui.messages import Tone
from inspector.ui.page import Context
from inspector.ui.settings.checklists.changes_model import ChangesModel
from inspector.ui.settings.checklists.review import CHANGES, FINDINGS, TRIAL
from inspector.ui.settings.checklists.section import ChecklistsSection
from tests.ui.fit import faults
from tests.ui.settings.shown_section import ShownSection

FORM = "safety-tools"


class Shown(ShownSection):
    section: ChecklistsSection

    def __init__(self, qtbot: QtBot, context: Context, *, login: str = "liu") -> None:
        super().__init__(qtbot, context, ChecklistsSection, login=login)

    def offer(self, path: Path) -> None:
        self.section.offer(path)
        self.settle()

    def press(self, keys: str) -> None:
        QTest.keySequence(QApplication.focusWidget() or self.window, keys)
        self.settle()

    def line(self, form: str = FORM) -> FormLine:
        lines: tuple[FormLine, ...] = self.workspace.call(lambda: versions.form_lines(self.workspace))
        return next(line for line in lines if line.id == form)

    def edited(self, folder: Path, change: Callable[[Any], None], version: str = "2099.1") -> Path:
        """A workbook of the form with something changed in its survey."""
        data = self.workspace.call(lambda: versions.export_form(self.workspace, FORM))
        book = load_workbook(io.BytesIO(data))
        heads = [cell.value for cell in book["settings"][1]]
        book["settings"].cell(2, heads.index("version") + 1).value = version
        change(book["survey"])
        path = folder / "new.xlsx"
        book.save(path)
        return path


@pytest.fixture
def shown(qtbot: QtBot, context: Context) -> Shown:
    return Shown(qtbot, context)


def reword(survey: Any) -> None:
    survey["C3"].value = "新的分组名称"


def break_it(survey: Any) -> None:
    survey["B4"].value = "two words"


def test_the_list_is_searched_by_words_and_steps(shown: Shown) -> None:
    forms = shown.section.forms
    assert forms.table.forms.rowCount() > 30
    QTest.keyClicks(forms.search.editor, "safety-t")
    QApplication.processEvents()
    found = [forms.table.forms.row(number).id for number in range(forms.table.forms.rowCount())]
    assert found == [FORM, f"acceptance-{FORM}"]
    assert forms.detail.line is not None
    assert forms.detail.line.questions > 3
    assert faults(shown.section) == []


def test_a_file_is_compared_tried_and_installed_by_keys_and_taken_back(shown: Shown, tmp_path: Path) -> None:
    review = shown.section.review
    before = shown.line()
    shown.offer(shown.edited(tmp_path, reword))
    assert review.tabs.current() == CHANGES
    assert QApplication.focusWidget() is review.changes
    model = review.changes.changes
    section = model.index(0, 0)
    assert model.data(section).startswith("新的分组名称")
    assert "新的分组名称" in model.data(model.index(0, 0, model.index(0, 0, section)))
    assert faults(shown.section) == []
    review.show_tab(TRIAL)
    shown.settle()
    page = review.filler.page
    assert page is not None
    assert page.items[0].title == "新的分组名称"
    assert faults(shown.section) == []
    shown.press("Ctrl+Return")
    after = shown.line()
    assert (after.version, after.own) == ("2099.1", True)
    assert shown.section.forms.table.current() == after
    assert shown.section.forms.detail.reset.isVisible()
    shown.undo()
    assert shown.line() == before


def test_a_lower_version_is_installed_only_when_that_is_confirmed(shown: Shown, tmp_path: Path) -> None:
    shown.offer(shown.edited(tmp_path, reword, "1.1"))
    review = shown.section.review
    assert review.findings.model.rowCount() == 1
    assert review.findings.model.row(0).finding.code == "version_lower"

    def answered(accept: bool) -> None:
        review.install.clicked.emit()
        (dialog,) = shown.window.findChildren(ConfirmDialog)
        (dialog.accept if accept else dialog.reject)()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        shown.settle()

    answered(accept=False)
    assert not shown.line().own
    answered(accept=True)
    assert (shown.line().own, shown.line().version) == (True, "1.1")


def test_what_was_wrong_with_a_file_goes_when_the_next_one_is_looked_at(shown: Shown, tmp_path: Path) -> None:
    gone: list[Any] = []
    shown.context.messages.withdrawn.connect(gone.append)
    shown.offer(tmp_path / "none.xlsx")
    told = shown.notices[-1]
    assert told.tone is Tone.ERROR
    assert gone == []
    shown.offer(shown.edited(tmp_path, break_it))
    assert gone == [told]
    heads = [shown.section.review.findings.model.headerData(n, Qt.Orientation.Horizontal) for n in range(6)]
    assert "\u9690\u60a3" not in "".join(heads)


def test_the_version_of_the_program_comes_back_and_so_does_the_own_one(shown: Shown, tmp_path: Path) -> None:
    shown.offer(shown.edited(tmp_path, reword))
    shown.section.review.install.clicked.emit()
    shown.settle()
    shown.section.forms.detail.reset.clicked.emit()
    shown.settle()
    assert not shown.line().own
    shown.undo()
    assert (shown.line().own, shown.line().version) == (True, "2099.1")


def test_errors_are_told_with_the_row_they_stand_in_and_copied(shown: Shown, tmp_path: Path) -> None:
    review = shown.section.review
    path = shown.edited(tmp_path, break_it)
    shown.offer(path)
    assert review.tabs.current() == FINDINGS
    assert not review.install.isEnabled()
    assert review.findings.model.row(0).finding.code == "name_invalid"
    assert "two words" in [text.text() for text in review.findings.findChildren(Text)]
    assert faults(shown.section) == []
    review.copy.clicked.emit()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 1 + review.findings.model.rowCount()
    assert copied[1].split("\t")[:2] == ["survey", "4"]
    shown.press("Ctrl+Return")
    assert not shown.line().own
    shown.edited(tmp_path, reword)
    shown.press("Ctrl+R")
    assert review.install.isEnabled()
    shown.press("Esc")
    assert shown.section.forms.isVisible()


def test_what_is_no_checklist_is_told_and_the_list_stays(shown: Shown, tmp_path: Path) -> None:
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    shown.offer(old)
    assert "old.xls" in shown.notices[-1].text
    assert shown.section.forms.isVisible()


def test_a_file_is_dropped_on_the_page(shown: Shown, tmp_path: Path) -> None:
    path, data = shown.edited(tmp_path, reword), QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    nothing = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *nothing)
    QApplication.sendEvent(shown.section, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(shown.section, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, *nothing))
    shown.settle()
    assert shown.section.review.isVisible()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "picture.png"))])
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *nothing)
    enter.ignore()
    QApplication.sendEvent(shown.section, enter)
    assert not enter.isAccepted()


def test_who_may_not_install_looks_and_tries(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    shown = Shown(qtbot, context, login="wang")
    forms = shown.section.forms
    assert forms.why.isVisible()
    assert not forms.install.isEnabled()
    shown.offer(shown.edited(tmp_path, reword))
    assert not shown.section.review.install.isEnabled()
    assert shown.section.review.why.isVisible()
    shown.section.show_list()
    forms.detail.attempt.clicked.emit()
    shown.settle()
    assert shown.section.review.filler.page is not None
    assert not shown.section.review.install.isVisible()


def test_a_checklist_is_exported(shown: Shown, tmp_path: Path) -> None:
    shown.section.export(FORM, tmp_path / "out.xlsx")
    shown.settle()
    assert load_workbook(tmp_path / "out.xlsx").sheetnames[:2] == ["survey", "choices"]
    assert "out.xlsx" in shown.notices[-1].text


def test_the_model_of_changes_keeps_the_rules_of_models(shown: Shown, tmp_path: Path, qtbot: QtBot) -> None:
    model = ChangesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.offer(shown.edited(tmp_path, reword))
    candidate = shown.section.review.candidate
    assert candidate is not None
    model.show_changes(candidate.preview.changes)
    assert model.rowCount() == 1
    model.show_changes(())
    assert model.rowCount() == 0
    del tester
