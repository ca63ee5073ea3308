"""Backups, examination, lock and days without the server in the settings."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services import Workspace
from inspector.services.access import locking
from inspector.services.backups.folder import backup_state
from inspector.services.backups.restoring import check_backup
from inspector.services.rescue import recovery
from inspector.services.syncing import offline_age
from inspector.ui.messages import Notice
from inspector.ui.page import Context
from inspector.ui.settings.access_card import AccessFields
from inspector.ui.settings.general import GeneralSection
from inspector.ui.settings.safekeeping import SafekeepingSection


@pytest.fixture
def told(context: Context) -> list[Notice]:
    heard: list[Notice] = []
    context.messages.posted.connect(heard.append)
    return heard


@pytest.fixture
def section(qtbot: QtBot, context: Context) -> SafekeepingSection:
    made = SafekeepingSection(context)
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    made.activated()
    return made


def test_a_folder_is_chosen_backed_up_to_and_its_state_told(
    qtbot: QtBot, section: SafekeepingSection, workspace: Workspace, told: list[Notice], tmp_path: Path
) -> None:
    card = section.backup
    key = recovery.new_recovery_key(workspace).text
    stick = tmp_path / "stick"
    stick.mkdir()
    qtbot.waitUntil(lambda: "尚未" in card.state.text())
    card.choose_folder(stick)
    qtbot.waitUntil(lambda: card.now.isVisible() and "最近备份" in card.state.text(), timeout=20000)
    (file,) = stick.glob("*.isb")
    assert any(str(file) in notice.text for notice in told)
    assert card.warning.isVisible()  # the test's stick is on the same disk
    check_backup(file, recovery_key=key)
    stick.rename(tmp_path / "away")
    card.refresh()
    qtbot.waitUntil(lambda: not card.now.isEnabled())
    assert card.problem.isHidden()  # a stick that is not plugged in is nothing wrong


def test_one_backup_elsewhere_leaves_the_daily_ones_alone(
    qtbot: QtBot, section: SafekeepingSection, workspace: Workspace, told: list[Notice], tmp_path: Path
) -> None:
    recovery.new_recovery_key(workspace)
    section.backup.save_to(tmp_path)
    qtbot.waitUntil(lambda: bool(told), timeout=20000)
    state = backup_state(workspace)
    assert (state.folder, state.path, state.verified) == (None, next(tmp_path.glob("*.isb")), True)


def test_the_examination_says_what_is_wrong_what_it_means_and_what_to_do(
    qtbot: QtBot, section: SafekeepingSection, workspace: Workspace
) -> None:
    card = section.doctor
    card.button.clicked.emit()
    qtbot.waitUntil(card.verdict.isVisible, timeout=20000)
    assert card.verdict.text() == "一切正常。"
    blobs = {blob.sha256 for blob in workspace.call(lambda: list(workspace.db.frames.blobs()))}
    assert f"{workspace.now().astimezone():%H:%M}" in card.numbers.text()
    assert f" {len(blobs)} " in card.numbers.text()
    assert card._report is not None
    blob = next(iter(workspace.call(lambda: list(workspace.db.frames.blobs()))))
    workspace.store.blobs._path(blob.sha256).unlink()
    card.examine()
    qtbot.waitUntil(card.verdict.isVisible, timeout=20000)
    assert "1" in card.verdict.text()


@pytest.fixture
def access(qtbot: QtBot, context: Context) -> AccessFields:
    workspace = context.workspace
    workspace.call(lambda: services.set_acting_person(workspace, "wang"))
    made = GeneralSection(context)
    qtbot.addWidget(made)
    made.show()
    made.activated()
    qtbot.waitUntil(lambda: made.access.days.value() != "")
    return made.access


def test_minutes_and_days_are_kept_as_chosen(qtbot: QtBot, access: AccessFields, workspace: Workspace) -> None:
    assert (access.minutes.value(), access.days.value()) == ("15", "30")
    access.minutes.value_committed.emit("5")
    qtbot.waitUntil(lambda: workspace.call(lambda: locking.lock_minutes(workspace)) == 5)
    access.days.set_value("")
    QTest.keyClicks(access.days.editor, "14")
    QTest.keyClick(access.days.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(access.days.editor.accessibleDescription()))  # Wang leads nobody
    assert workspace.call(lambda: offline_age.offline_days(workspace)) == 30
    workspace.call(lambda: services.set_person(workspace, workspace.acting.id, {"roles": ["inspector", "lead"]}))
    workspace.call(lambda: services.set_acting_person(workspace, "wang"))
    access.days.set_value("")
    QTest.keyClicks(access.days.editor, "21")
    QTest.keyClick(access.days.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.call(lambda: offline_age.offline_days(workspace)) == 21)
