"""Help in the real window: F1 finds the place, the panel is used by keyboard, the report shows before it is written."""

import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from inspector import i18n, services
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services.diagnosis import error_book
from inspector.services.help.card import quick_card
from inspector.services.help.guide import guide_steps
from inspector.services.help.topics import topics
from inspector.ui.app import MainWindow
from inspector.ui.help.article import to_html
from inspector.ui.help.desk import GUIDE
from inspector.ui.help.guide_card import FACTS, LOOK_MS
from inspector.ui.help.report_dialog import ReportDialog
from inspector.ui.preferences import Preferences


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("help") / "demo"
    services.create_demo(folder)
    return folder


@pytest.fixture
def window(qtbot: QtBot, demo: Path, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(Path(shutil.copytree(demo, tmp_path / "demo")), Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.activateWindow()
    with qtbot.waitSignal(made.workspace_opened, timeout=30_000):
        made.open_workspace()
    settle(qtbot, made)
    yield made
    made.close()
    made.finish()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=20_000)
    QApplication.sendPostedEvents()


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key where the platform delivers it."""
    QTest.keyClick(window.windowHandle(), key, modifier)


def title(window: MainWindow) -> str:
    panel = window.help.panel
    assert panel is not None
    return panel.article.accessibleName()


def test_f1_opens_the_topic_of_the_page_and_gives_the_focus_back(qtbot: QtBot, window: MainWindow) -> None:
    before = QApplication.focusWidget()
    press(window, Qt.Key.Key_F1)
    assert title(window) == "工作台与计划"
    press(window, Qt.Key.Key_Escape)
    assert window.help.panel is None
    assert QApplication.focusWidget() is before
    window.shell.open_page("sync")
    settle(qtbot, window)
    press(window, Qt.Key.Key_F1)
    assert title(window) == "同步与 U 盘交换"
    press(window, Qt.Key.Key_F1)
    assert window.help.panel is None


def test_the_step_of_a_visit_has_its_own_topic(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.help.places()[0] == "old_hazards"
    press(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    press(window, Qt.Key.Key_F1)
    assert title(window) == "基础设施检查"


def test_help_opens_over_a_dialog_but_not_over_a_locked_screen(qtbot: QtBot, window: MainWindow) -> None:
    window.help.show_report()
    qtbot.waitUntil(lambda: bool(window.findChildren(ReportDialog)), timeout=10_000)
    [dialog] = window.findChildren(ReportDialog)
    press(window, Qt.Key.Key_F1)
    panel = window.help.panel
    assert panel is not None
    assert panel.has_focus
    press(window, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.list.hasFocus()
    press(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(ReportDialog), timeout=5_000)
    window.guard.lock()
    qtbot.waitUntil(lambda: window.guard.covered, timeout=5_000)
    press(window, Qt.Key.Key_F1)
    assert window.help.panel is None


def test_searching_by_keyboard_and_the_keyboard_map(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F1)
    panel = window.help.panel
    assert panel is not None
    panel.show_contents()
    assert len(panel.list.items) == len(topics("zh_CN"))
    for letter in "PIN":
        QTest.keyClick(window.windowHandle(), Qt.Key(ord(letter)))
    assert {row.topic.key for row in panel.list.items} == {"34-signing", "80-safety"}
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    assert "PIN" in panel.article.toPlainText()
    panel.show_keys()
    text = panel.article.toPlainText()
    for keys in ("Ctrl K", "F1", "Shift A", "Ctrl PgDn"):
        assert keys in text.replace("\xa0", " ")


def test_tab_stays_in_the_panel_and_f6_goes_back_to_the_page(window: MainWindow) -> None:
    before = QApplication.focusWidget()
    press(window, Qt.Key.Key_F1)
    panel = window.help.panel
    assert panel is not None
    for _stop in range(12):
        press(window, Qt.Key.Key_Tab)
        assert panel.has_focus
    press(window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is before
    assert window.help.panel is panel
    press(window, Qt.Key.Key_F1)
    assert panel.has_focus


def test_the_report_shows_what_it_will_hold_and_is_written_on_request(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_book, "default_folder", lambda: tmp_path / "log")
    error_book.ErrorBook(tmp_path / "log").note(ValueError("secret"))
    window.help.show_report()
    qtbot.waitUntil(lambda: bool(window.findChildren(ReportDialog)), timeout=10_000)
    [dialog] = window.findChildren(ReportDialog)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    shown = dialog.text.toPlainText()
    assert "ValueError" in shown
    assert "secret" not in shown
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [chooser] = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "out.zip"))
    chooser.close()
    qtbot.waitUntil((tmp_path / "out.zip").exists, timeout=10_000)
    settle(qtbot, window)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.read("errors.txt").decode() == shown


def test_the_guided_visit_follows_what_is_done_and_is_resumed(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.help.start_guide()
    guide = window.help.guide
    assert guide is not None
    assert guide.step.done == "visit_open"
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: guide.step.done == "old_hazards", timeout=10_000)
    settle(qtbot, window)
    view = next(one for one in window.shell.page("visits").visit_page.presenter.visit.steps if one.total)
    for _hazard in range(view.total):
        press(window, Qt.Key.Key_2)
        settle(qtbot, window)
    qtbot.waitUntil(lambda: guide.step.done == "step_infrastructure", timeout=10_000)
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: guide.step.done == "answered", timeout=10_000)
    assert Preferences().recall(GUIDE) == guide.number
    here = QApplication.focusWidget()
    press(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert guide.next.hasFocus()
    press(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is here
    number = guide.number
    window.help.resume_guide()
    again = window.help.guide
    assert again is not None
    assert again.number == number
    again.next.clicked.emit()
    assert again.number == number + 1
    window.help.forget_guide()
    assert window.help.guide is None
    assert Preferences().recall(GUIDE) is None


def test_who_goes_back_in_the_guide_stays_and_who_goes_ahead_is_followed(qtbot: QtBot, window: MainWindow) -> None:
    window.help.start_guide()
    guide = window.help.guide
    assert guide is not None
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: guide.step.done == "old_hazards", timeout=10_000)
    guide.back.clicked.emit()
    qtbot.wait(3 * LOOK_MS)
    assert guide.step.done == "visit_open", "what it waits for is so, but the person wanted to read it"
    guide.next.clicked.emit()
    press(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: guide.step.done == "answered", timeout=10_000)


def test_every_step_of_the_guide_waits_for_something_that_is_known() -> None:
    chinese, english = guide_steps("zh_CN"), guide_steps("en")
    assert [step.done for step in chinese] == [step.done for step in english] == list(FACTS)
    assert all(step.text and "<!--" not in step.text for step in (*chinese, *english))


def test_marks_become_rich_text_and_nothing_else_does() -> None:
    made = to_html("# A & B\n\n1. **one** <b>\n2. `Ctrl K`\n\nend")
    assert made.count("<li>") == 2
    assert "A &amp; B" in made
    assert "&lt;b&gt;" in made
    assert "Ctrl K" in made
    assert made.endswith("<p>end</p>")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_quick_card_is_one_page_with_the_keys_that_were_chosen(language: str) -> None:
    pdf = quick_card({"search": "Ctrl+J", "figures": ""}, language, datetime(2026, 11, 22, tzinfo=UTC))
    assert page_count(pdf) == 1
    text = page_text(pdf, 0).replace("\xa0", " ")
    assert "Ctrl J" in text
    assert "Ctrl G" not in text
    assert i18n.Translator(language)("Pass what is left of the section") in text
