"""Where the keyboard goes in an open visit: back from another page, after undo and redo, out of what lies over it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from inspector import services
from inspector.domain.visit import Step
from inspector.services.visits.views import ItemState
from inspector.ui.messages import Messages, Notice
from inspector.ui.page import Context, Page, PageEntry
from inspector.ui.preferences import Preferences
from inspector.ui.shell import Shell
from inspector.ui.tasks import Tasks
from inspector.ui.visit.reading_rows import is_abnormal
from inspector.ui.visit.reading_table import ReadingTable, starts_reading
from inspector.ui.visit.readings import ReadingsPanel
from inspector.ui.visit.visits_page import VisitsPage
from tests.ui.visit.complete_visit import by_day
from tests.ui.visit.conftest import Bench, close_bench
from tests.ui.visit.first_steps import CTRL, KEY, current, go_to_step_1

ALT = Qt.KeyboardModifier.AltModifier


class Framed(Bench):
    """A bench in the shell, beside a page that has nothing to focus."""

    shell: Shell

    def go_away_and_back(self) -> None:
        """Alt+1, Alt+2."""
        self.press(KEY.Key_1, ALT)
        assert self.shell.current == "other"
        self.shell.setFocus(Qt.FocusReason.OtherFocusReason)
        self.press(KEY.Key_2, ALT)
        assert self.shell.current == "visits"


class Other(Page):
    """A page without a stop for the focus."""

    @override
    def activated(self) -> None:
        pass


@pytest.fixture
def bench(sample_workspace: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Framed]:
    path = shutil.copytree(sample_workspace, tmp_path / "workspace")
    workspace = services.open_workspace(path, clock=by_day)
    messages, notices = Messages(), list[Notice]()
    messages.posted.connect(notices.append)
    tasks = Tasks(workspace, messages)
    context = Context(workspace, tasks, messages, Preferences(QSettings()))
    entries = (
        PageEntry("other", "Other", "search", Other),
        PageEntry("visits", "Visits", "clipboard-check", VisitsPage),
    )
    shell = Shell(context, entries)
    qtbot.addWidget(shell)
    shell.resize(1366, 690)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    shell.open_page("visits")
    page = shell.page("visits")
    assert isinstance(page, VisitsPage)
    made = Framed(workspace, page, tasks, notices, qtbot)
    made.shell = shell
    yield made
    close_bench(made)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def open_readings(bench: Bench) -> ReadingTable:
    bench.start_first()
    bench.visit.open_step(Step.INDICATIONS)
    bench.settle()
    table = focused()
    assert isinstance(table, ReadingTable)
    return table


def test_another_page_and_back_finds_the_keyboard_at_the_question(bench: Framed) -> None:
    go_to_step_1(bench)
    bench.press(KEY.Key_1)
    ref, place = current(bench).ref, focused()
    bench.go_away_and_back()
    assert focused() is place
    assert current(bench).ref == ref
    bench.press(KEY.Key_1)
    assert current(bench).ref != ref, "the key answered the question and went on"


def test_another_page_and_back_finds_the_keyboard_in_the_cell(bench: Framed) -> None:
    table = open_readings(bench)
    bench.press(KEY.Key_5)
    assert table.editing
    place = table.place()
    bench.go_away_and_back()
    assert focused() is table
    assert table.place() == place
    cell = table.current_cell()
    assert cell is not None
    assert cell.value == "5", "leaving the page stored it"


def test_undo_to_the_end_leaves_the_keyboard_in_the_table(bench: Framed) -> None:
    table = open_readings(bench)
    bench.press(KEY.Key_5)
    bench.press(KEY.Key_Return)
    bench.press(KEY.Key_Z, CTRL)
    assert focused() is table
    cell = table.current_cell()
    assert cell is not None
    assert cell.value == ""
    assert not bench.visit.footer.undo.isEnabled()
    bench.press(KEY.Key_Z, CTRL)
    assert focused() is table
    bench.press(KEY.Key_Y, CTRL)
    assert focused() is table
    bench.press(KEY.Key_Y, CTRL)
    assert focused() is table


def test_undo_with_nothing_to_undo_leaves_the_keyboard_at_the_question(bench: Framed) -> None:
    go_to_step_1(bench)
    place = focused()
    bench.press(KEY.Key_Z, CTRL)
    assert focused() is place
    bench.press(KEY.Key_Y, CTRL)
    assert focused() is place


@pytest.mark.parametrize("key", [KEY.Key_Escape, KEY.Key_A, KEY.Key_Q, KEY.Key_Space])
def test_a_key_that_begins_no_reading_opens_no_editor(bench: Framed, key: Qt.Key) -> None:
    table = open_readings(bench)
    place = table.place()
    bench.press(key)
    assert not table.editing
    assert focused() is table
    assert table.place() == place


@pytest.mark.parametrize("text", ["7", "-", ".", ",", "<", ">"])
def test_digits_signs_and_limits_begin_a_reading(bench: Framed, text: str) -> None:
    table = open_readings(bench)
    bench.type(text)
    assert table.editing


def test_what_an_input_method_types_in_full_width_begins_a_reading_too() -> None:
    assert all(starts_reading(typed) for typed in "０９．－＜＞")
    assert not any(starts_reading(typed) for typed in ("", "\x1b", "Ａ", "合", " "))


def test_a_group_that_is_marked_before_anything_is_read_leads_to_why(bench: Bench) -> None:
    bench.start_first()
    bench.visit.open_step(Step.INDICATIONS)
    bench.settle()
    panel = bench.visit.panel
    assert isinstance(panel, ReadingsPanel)
    groups = bench.visit.presenter.visit.indications
    marked = next(group for group in groups if group.state is ItemState.ATTENTION and not group.done)
    calm = next(group for group in groups if group.state is ItemState.TODO)
    for group, abnormal in ((marked, True), (calm, False)):
        panel.list.chosen.emit(group.target)
        entry = panel.grid.current()
        assert entry is not None
        assert (entry.target, is_abnormal(entry.line)) == (group.target, abnormal)
