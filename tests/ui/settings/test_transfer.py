"""Settings as a file in the window: written, shown row by row before anything is taken, taken in parts, taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.services.preferences.reading import chosen
from inspector.ui.messages import Notice, Tone
from inspector.ui.page import Context
from inspector.ui.settings.transfer import ImportDialog, TransferSection
from inspector.ui.theme import theme


@pytest.fixture
def section(qtbot: QtBot, context: Context) -> Iterator[TransferSection]:
    holder = QWidget()
    holder.resize(1200, 640)
    qtbot.addWidget(holder)
    made = TransferSection(context, holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    yield made
    holder.close()


def settle(context: Context, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy)


def dialog_of(section: TransferSection) -> ImportDialog:
    found = section.window().findChild(ImportDialog)
    assert found is not None
    return found


def test_settings_are_written_and_taken_in_parts(
    section: TransferSection, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    file, told = tmp_path / "settings.json", list[Notice]()
    context.messages.posted.connect(told.append)
    section.export_to(file)
    settle(context, qtbot)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["settings"] |= {"closure_target": 95, "service_phone": "12398", "theme": "dark", "supervision.cycles": 99}
    file.write_text(json.dumps(document), encoding="utf-8")
    section.import_from(file)
    settle(context, qtbot)
    dialog = dialog_of(section)
    QAbstractItemModelTester(dialog.table.lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert set(dialog.keys()) == {"closure_target", "service_phone", "theme"}
    wrong = dialog.table.lines.find("supervision.cycles")
    dialog.turn(wrong)
    taken = dialog.keys()
    assert "supervision.cycles" not in taken
    dialog.table.choose(dialog.table.lines.find("service_phone"))
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert set(dialog.keys()) == {"closure_target", "theme"}
    dialog.accept()
    settle(context, qtbot)
    workspace = context.workspace
    assert workspace.call(lambda: chosen(workspace, "closure_target")) == 95
    assert workspace.call(lambda: chosen(workspace, "service_phone")) != "12398"
    assert theme().dark
    assert told[-1].on_action is not None
    told[-1].on_action()
    settle(context, qtbot)
    assert workspace.call(lambda: chosen(workspace, "closure_target")) == 90
    qtbot.waitUntil(lambda: not theme().dark)


def test_a_file_that_changes_nothing_and_one_that_is_none(
    section: TransferSection, context: Context, qtbot: QtBot, tmp_path: Path
) -> None:
    file, told = tmp_path / "settings.json", list[Notice]()
    section.export_to(file)
    settle(context, qtbot)
    section.import_from(file)
    settle(context, qtbot)
    assert not dialog_of(section).accept_button.isEnabled()
    context.messages.posted.connect(told.append)
    file.write_text("{}", encoding="utf-8")
    section.import_from(file)
    settle(context, qtbot)
    assert told[-1].tone is Tone.ERROR
