"""Second place, recovery key and passphrase in the settings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services import Workspace
from inspector.services.rescue import recovery
from inspector.services.second_place.place import PlaceState, restorable
from inspector.ui.page import Context
from inspector.ui.settings.safekeeping import SafekeepingSection, state_words
from inspector.ui.settings.secrets import KeyDialog, NewKeyDialog, PassphraseDialog
from tests.ui.conftest import PASSPHRASE


@pytest.fixture
def section(qtbot: QtBot, context: Context) -> SafekeepingSection:
    made = SafekeepingSection(context)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    made.activated()
    return made


def typed(field: object, text: str) -> None:
    editor = field.editor  # type: ignore[attr-defined]
    editor.setFocus()
    editor.insert(text)  # keyClicks knows ASCII only


def one(parent: object, kind: type) -> Callable[[], bool]:
    return lambda: bool(parent.window().findChildren(kind))  # type: ignore[attr-defined]


def test_a_recovery_key_is_made_after_the_passphrase_and_shown_once(
    qtbot: QtBot, section: SafekeepingSection, workspace: Workspace, tmp_path: Path
) -> None:
    for words in ("falsch", PASSPHRASE):
        section.new_key.clicked.emit()
        (dialog,) = section.window().findChildren(NewKeyDialog)
        dialog.accept()  # without the passphrase it stays open
        typed(dialog.field, words)
        with qtbot.waitSignal(dialog.confirmed):
            QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not section.context.tasks.busy)
    qtbot.waitUntil(one(section, KeyDialog))
    (shown,) = section.window().findChildren(KeyDialog)
    text = shown.groups.accessibleName().replace(" ", "-")
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.isVisible()
    key = recovery.RecoveryKey.parse(text)
    section.save_sheet(key, tmp_path / "sheet.pdf")
    qtbot.waitUntil((tmp_path / "sheet.pdf").exists)
    shown.accept()
    path = workspace.path
    qtbot.waitUntil(lambda: not section.context.tasks.busy)
    workspace.close()
    recovery.open_with_recovery_key(path, text).close()


def test_a_folder_is_chosen_copied_to_and_its_state_told(
    qtbot: QtBot, section: SafekeepingSection, workspace: Workspace, tmp_path: Path
) -> None:
    recovery.new_recovery_key(workspace)
    stick = tmp_path / "stick"
    stick.mkdir()
    assert section.place.copy.isHidden()
    section.choose_folder(stick)
    qtbot.waitUntil(lambda: section.place.state.text().startswith("已全部备份"))
    (damaged, *_rest) = stick.rglob("objects/*/*")
    before = damaged.read_bytes()
    damaged.write_bytes(b"worn out")
    qtbot.waitUntil(section.place.check.isVisible)
    section.place.check.clicked.emit()
    qtbot.waitUntil(lambda: damaged.read_bytes() != b"worn out" and len(damaged.read_bytes()) == len(before))
    qtbot.waitUntil(section.place.check.isVisible)
    assert section.place.warning.isVisible()  # the test's stick is on the same disk
    assert section.place.progress.isHidden()
    assert restorable(stick)
    stick.rename(tmp_path / "away")
    section.activated()
    qtbot.waitUntil(lambda: "无法访问" in section.place.state.text())
    assert (section.place.problem.isHidden(), section.place.copy.isEnabled()) == (True, False)


def test_words_for_every_state() -> None:
    assert state_words(PlaceState()) == "尚未选择文件夹，工作内容只在本机。"
    folder = Path("/stick")
    assert state_words(PlaceState(folder)) == "尚未备份。"


def test_a_new_passphrase_needs_the_old_one(qtbot: QtBot, section: SafekeepingSection, workspace: Workspace) -> None:
    section.new_passphrase.clicked.emit()
    (dialog,) = section.window().findChildren(PassphraseDialog)
    typed(dialog.new.first, "neuer Satz 2")
    typed(dialog.new.second, "neuer Satz 2")
    dialog.accept()
    assert dialog.isVisible()
    typed(dialog.old, PASSPHRASE)
    with qtbot.waitSignal(dialog.given):
        dialog.accept()
    qtbot.waitUntil(lambda: not section.context.tasks.busy)
    path = workspace.path
    workspace.close()
    services.open_workspace(path, passphrase="neuer Satz 2").close()
