"""The import of a reply in the window: choose or drop, preview with photos, import; refusals change nothing."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.storage import NewEvent
from inspector.ui.kit.photos import Thumb
from inspector.ui.kit.viewer import PhotoViewer
from inspector.ui.ledger import LedgersPage
from inspector.ui.page import Context, Place
from inspector.ui.replies.view import ReplyView
from tests.ui.scenes.replies import answered
from tests.unit.services.replies.files import Notice, filled, notice_of, put

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def notice(context: Context) -> Notice:
    return notice_of(context.workspace)


@pytest.fixture
def view(context: Context, qtbot: QtBot) -> ReplyView:
    made = ReplyView(context)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    made.show()
    made.activateWindow()
    made.take_focus()
    return made


def settled(qtbot: QtBot, view: ReplyView) -> None:
    qtbot.waitUntil(lambda: not view._presenter.busy and not view._context.tasks.busy, timeout=20_000)


def opened(qtbot: QtBot, view: ReplyView, folder: Path, data: bytes) -> None:
    view.open_file(put(folder, data))
    settled(qtbot, view)


def texts(view: ReplyView, key: str) -> list[str]:
    model = view.preview.table.model()
    column = [column.key for column in view.preview._rows.columns].index(key)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def status(context: Context, hazard: str) -> str:
    workspace = context.workspace
    found: str = workspace.call(lambda: workspace.db.hazards.get(hazard).status.value)
    return found


def test_reply_is_looked_at_and_imported_by_keyboard(
    view: ReplyView, notice: Notice, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    QAbstractItemModelTester(view.preview._rows, FATAL)
    opened(qtbot, view, tmp_path, answered(notice))
    assert view._stack.currentWidget() is view.preview
    assert texts(view, "number") == [notice.hazards[0].number]  # what the button imports comes first
    assert texts(view, "photos") == ["2"]
    for _step in range(3):
        QTest.keyClick(view.preview.table, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert texts(view, "number") == [notice.hazards[1].number]
    assert "未来" in texts(view, "said")[0]
    with qtbot.waitSignal(view.imported, timeout=20_000) as done:
        QTest.keyClick(view.preview.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert done.args[0].submitted == (notice.hazards[0].number,)
    settled(qtbot, view)
    assert status(context, notice.hazards[0].id) == "in_review"
    assert view._stack.currentWidget() is view._done


def test_thumbnails_open_the_viewer(
    view: ReplyView, notice: Notice, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, view, tmp_path, answered(notice))
    thumbs = [thumb for thumb in view.preview.detail.findChildren(Thumb) if thumb.isVisible()]
    assert [thumb.empty for thumb in thumbs] == [False, False]
    QTest.mouseClick(thumbs[1], Qt.MouseButton.LeftButton)
    shown = view.window().findChild(PhotoViewer)
    assert shown is not None
    QTest.keyClick(shown, Qt.Key.Key_Escape)


def test_changed_locked_cells_are_listed_and_nothing_can_be_imported(
    view: ReplyView, notice: Notice, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, view, tmp_path, filled(answered(notice), {0: {"description": "好了"}}))
    assert not view.preview.import_button.isEnabled()
    assert texts(view, "number")[0].endswith("D6")
    assert view.preview.preview is not None
    assert view.preview.tabs._count("all") == str(len(view.preview.preview.rows)), (
        "what is wrong with the file is no row"
    )
    QTest.keyClick(view.preview.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, view)
    assert status(context, notice.hazards[0].id) == notice.hazards[0].status.value


def test_a_file_that_is_no_reply_is_told_at_the_start(view: ReplyView, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, view, tmp_path, b"PK nothing")
    assert view._stack.currentWidget() is view.start
    assert view.start._error.isVisible()


def test_hazard_that_moves_on_meanwhile_brings_a_new_preview(
    view: ReplyView, notice: Notice, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(qtbot, view, tmp_path, answered(notice))
    workspace, hazard = context.workspace, notice.hazards[0]

    def void() -> None:
        events = [NewEvent(hazard.id, "hazard", "hazard_voided", {"reason": "误判"})]
        scope = workspace.db.registers.customer(hazard.customer).scope
        workspace.db.frames.append(scope, workspace.acting.id, events, workspace.now())

    workspace.call(void)
    view.preview.accept()
    settled(qtbot, view)
    qtbot.waitUntil(lambda: view._stack.currentWidget() is view.preview, timeout=20_000)
    assert view.preview.preview is not None
    assert [row.outcome.value for row in view.preview.preview.rows[:2]] == ["note", "refused"]


def test_page_opens_the_import_by_place_and_takes_a_dropped_file(
    context: Context, notice: Notice, qtbot: QtBot, tmp_path: Path
) -> None:
    page = LedgersPage(context)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    page.show_place(Place("reply-import"))
    assert page.place() == Place("reply-import")
    first: Any = page.replies.view
    first.go_back()
    assert not page.replies.is_open
    drop(page, put(tmp_path, answered(notice)))
    view = page.replies.view
    assert view is not None
    settled(qtbot, view)
    assert view._stack.currentWidget() is view.preview
    page.replies.close()
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=20_000)
    assert page.breadcrumb == ("台账",)


def drop(page: LedgersPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, left, none))


def test_cancelled_reading_leads_back_to_the_start(
    view: ReplyView, context: Context, qtbot: QtBot, tmp_path: Path, notice: Notice
) -> None:
    ended: list[Any] = []
    view._presenter.failed.connect(ended.append)
    view.open_file(put(tmp_path, answered(notice)))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    settled(qtbot, view)
    assert len(ended) == 1
    assert view._stack.currentWidget() is view.start
