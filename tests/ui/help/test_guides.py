"""The guides in the window: opened from the help, walked through by chapters, saved as PDF with their pictures."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector import assets, services
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services.help.guides import TITLES, read_guide
from inspector.ui.app import MainWindow
from inspector.ui.help.guide_document import GuideDocument
from inspector.ui.help.guides_dialog import GuidesDialog
from inspector.ui.preferences import Preferences


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    services.create_demo(tmp_path / "demo")
    made = MainWindow(tmp_path / "demo", Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.activateWindow()
    with qtbot.waitSignal(made.workspace_opened, timeout=30_000):
        made.open_workspace()
    qtbot.waitUntil(lambda: not made.tasks.busy, timeout=20_000)
    yield made
    made.close()
    made.finish()


def opened(window: MainWindow) -> GuidesDialog:
    (dialog,) = (one for one in window.findChildren(GuidesDialog) if one.isVisible())
    return dialog


def test_guides_are_read_by_chapter_and_saved_as_pdf(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F1)
    assert window.help.panel is not None
    window.help.panel.guides_button.clicked.emit()
    dialog = opened(window)
    assert dialog.text.toPlainText().startswith("用户手册")
    dialog.chapters.item_chosen.emit("4 台账")
    assert dialog.text.textCursor().block().text() == "4 台账"
    assert dialog.text.verticalScrollBar().value() > 0
    dialog.choice.value_chosen.emit("author")
    assert dialog.text.toPlainText().startswith("作者手册")
    target = tmp_path / "guide.pdf"
    monkeypatch.setattr(QFileDialog, "open", lambda self: self.fileSelected.emit(str(target)))
    dialog.accept()
    qtbot.waitUntil(lambda: target.exists() and not window.tasks.busy, timeout=30_000)
    assert page_count(target.read_bytes()) > 10
    assert "检查表和判据" in page_text(target.read_bytes(), 0)


@pytest.mark.parametrize("key", TITLES)
def test_pictures_fit_the_page_and_nothing_of_the_source_is_seen(qtbot: QtBot, key: str) -> None:
    guide = read_guide(key)
    document = GuideDocument(guide, 500, 10, QColor("grey"))
    kind = QTextDocument.ResourceType.ImageResource.value
    shown = [document.loadResource(kind, f"pictures/{path.name}") for path in assets.guide("pictures").iterdir()]
    assert {picture.width() for picture in shown} == {500}
    words = document.toPlainText()
    assert [mark for mark in ("<!--", "](", "```", "file=") if mark in words] == []
    assert all(chapter in words for chapter in guide.chapters)


def test_guides_travel_in_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(assets.guide(""), tmp_path / "inspector" / "guides")
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "inspector" / "assets.py"))
    assert assets.guide("user.md").is_relative_to(tmp_path)
    assert read_guide("user").markdown.startswith("# 用户手册")
