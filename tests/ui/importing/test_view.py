"""The import in the window: choose, map, preview, import; errors and cancels leave the register as it was."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.problems import Problem
from inspector.services.excel.reading import read_bytes
from inspector.services.excel.views import Action
from inspector.services.registers.entries import add_customer
from inspector.ui.importing import ImportView
from inspector.ui.importing.file_start import DropZone
from inspector.ui.importing.presenter import ImportPresenter
from inspector.ui.importing.preview_view import PreviewModel
from inspector.ui.page import Context
from tests.unit.services.excel.books import seen, workbook

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
CUSTOMERS = ("户号", "客户名称")
KNOWN = "50102237816"
OWN = {"客户": [CUSTOMERS, ["0501", "新客户"], [KNOWN, "嘉陵江化工集团"]]}
OTHER = {"表": [["说明一行"], ["代码", "户名", "容量"], ["0501", "新客户", "1250 kVA"]]}
WRONG = {"客户": [(*CUSTOMERS, "合同容量 (kVA)"), ["0501", None, None], ["0502", "乙", "很大"]]}


@pytest.fixture
def view(context: Context, qtbot: QtBot) -> ImportView:
    made = ImportView(context)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    made.show()
    made.activateWindow()
    made.take_focus()
    return made


def settle(qtbot: QtBot, view: ImportView) -> None:
    qtbot.waitUntil(lambda: not view._presenter.busy and not view._context.tasks.busy, timeout=20_000)


def opened(qtbot: QtBot, view: ImportView, folder: Path, sheets: dict[str, Any], name: str = "表.xlsx") -> None:
    path = folder / name
    path.write_bytes(workbook(sheets))
    view.open_file(path)
    settle(qtbot, view)


def accounts(context: Context) -> list[str]:
    customers = context.workspace.call(lambda: services.customers(context.workspace))
    return [customer.account for customer in customers]


def texts(view: ImportView, key: str) -> list[str]:
    model = view.preview.table.model()
    column = [column.key for column in view.preview._rows.columns].index(key)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_the_template_goes_straight_to_the_preview_and_is_imported_by_keyboard(
    view: ImportView, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, view, tmp_path, OWN)
    assert view._stack.currentWidget() is view.preview
    assert texts(view, "title") == [f"{KNOWN} 嘉陵江化工集团"]
    assert "嘉陵江化工股份有限公司 → 嘉陵江化工集团" in texts(view, "what")[0]
    QTest.keyClick(view.preview.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert texts(view, "title") == ["0501 新客户"]
    with qtbot.waitSignal(view.imported) as done:
        QTest.keyClick(view.preview.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (done.args[0].added, done.args[0].changed) == (1, 1)
    settle(qtbot, view)
    assert "0501" in accounts(context)
    assert view._stack.currentWidget() is view._done
    with qtbot.waitSignal(view.left):
        QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_other_headings_are_mapped_by_hand_and_remembered(
    view: ImportView, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, view, tmp_path, OTHER)
    assert view._stack.currentWidget() is view.mapping
    assert not view.mapping.go_on.isEnabled()
    view.mapping.kind.set_value("customers")
    view.mapping._on_kind("customers")
    view.mapping.head_row.set_value("2")
    view.mapping._on_head_row("2")
    assert view.mapping.missing.text()
    view.mapping.table.choose(0)
    view.mapping._on_field("account")
    assert not view.mapping.missing.text()
    QTest.keyClick(view.mapping.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, view)
    assert texts(view, "title") == ["0501 新客户"]
    view.preview.accept()
    settle(qtbot, view)
    assert "0501" in accounts(context)
    opened(qtbot, view, tmp_path, OTHER, "again.xlsx")
    assert view._stack.currentWidget() is view.preview
    assert [row.action for row in view.preview.preview.rows] == [Action.SAME]  # type: ignore[union-attr]


def test_errors_are_listed_by_place_and_nothing_can_be_imported(
    view: ImportView, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    before = accounts(context)
    opened(qtbot, view, tmp_path, WRONG)
    assert view.preview.tabs.current() == Action.ERROR.value
    assert texts(view, "row") == ["2", "3"]
    assert not view.preview.import_button.isEnabled()
    view.preview.table.choose(1)
    assert "很大" in view.preview.detail.text()
    assert "2" in view.preview.summary.text()
    view.preview.accept()
    settle(qtbot, view)
    assert accounts(context) == before


def test_the_list_of_errors_is_saved(
    view: ImportView, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, view, tmp_path, WRONG)
    target = tmp_path / "errors.xlsx"
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: dialog.fileSelected.emit(str(target)))
    view.preview.list_wanted.emit()
    settle(qtbot, view)
    head, first, *_rest = read_bytes(target.read_bytes(), "errors.xlsx").sheets[0].rows
    assert first[1][:3] == ("客户", 2, "B")
    assert len(head[1]) == 7


def test_the_template_is_saved(view: ImportView, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "template.xlsx"
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: dialog.fileSelected.emit(str(target)))
    view.start.template.clicked.emit()
    settle(qtbot, view)
    assert read_bytes(target.read_bytes(), "template.xlsx").sheets[0].rows[0][1][0] == "户号 *"


def test_a_damaged_file_is_told_on_the_first_step(view: ImportView, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    view.open_file(path)
    settle(qtbot, view)
    assert view._stack.currentWidget() is view.start
    assert "x.xlsx" in view.start._error.text()


def test_a_register_changed_meanwhile_makes_a_new_preview(
    view: ImportView, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, view, tmp_path, OWN)
    workspace = context.workspace
    workspace.call(lambda: add_customer(workspace, {"account": "0501", "name": "先到"}))
    view.preview.accept()
    settle(qtbot, view)
    assert view._stack.currentWidget() is view.preview
    assert texts(view, "action") == ["修改", "修改"]


def test_a_cancel_leaves_everything(view: ImportView, context: Context, qtbot: QtBot, tmp_path: Path) -> None:
    before = accounts(context)
    opened(qtbot, view, tmp_path, {"客户": [CUSTOMERS, *[[f"05{n:05}", f"客户{n}"] for n in range(900)]]})
    view.preview.accept()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    settle(qtbot, view)
    assert accounts(context) == before
    assert view._stack.currentWidget() is view.preview


def test_a_file_can_be_dropped(view: ImportView, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(OWN))
    (zone,) = view.start.findChildren(DropZone)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, buttons, modifiers)
    zone.dragEnterEvent(enter)
    assert enter.isAccepted()
    zone.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, buttons, modifiers))
    settle(qtbot, view)
    assert view._stack.currentWidget() is view.preview


def test_escape_goes_back_step_by_step(view: ImportView, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, view, tmp_path, OWN)
    QTest.keyClick(view.preview.table, Qt.Key.Key_Escape)
    assert view._stack.currentWidget() is view.start
    with qtbot.waitSignal(view.left):
        QTest.keyClick(view.start.choose, Qt.Key.Key_Escape)


def test_the_preview_model_keeps_qt_s_rules() -> None:
    model = PreviewModel()
    QAbstractItemModelTester(model, FATAL, model)
    preview = seen(workbook({"客户": [CUSTOMERS, *[[str(n), f"客户{n}"] for n in range(300)]]}))
    model.show_rows(preview.rows)
    model.show_rows(preview.rows[:3])
    model.show_rows(())
    assert model.rowCount() == 0


def test_what_is_under_way_when_the_view_goes_ends_quietly(context: Context, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(OWN))
    presenter = ImportPresenter(context)
    heard: list[object] = []
    presenter.failed.connect(heard.append)
    presenter.read(path)
    presenter.cancel()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert [problem.code for problem in heard if isinstance(problem, Problem)] == ["import_cancelled"]
