"""The settings of the server: joining it or hearing why not, pace and networks, pausing, leaving, a new identity."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector.services import Workspace
from inspector.services.syncing import rounds
from inspector.services.syncing.rounds import put_sync_settings, sync_settings, sync_state
from inspector.services.syncing.views import SyncSettings
from inspector.sync.engine.session import Membership, keep_membership
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.page import Context
from inspector.ui.settings import networks
from inspector.ui.settings.server import ServerSection
from tests.unit.services.two_laptops import do


@pytest.fixture
def section(context: Context, qtbot: QtBot) -> ServerSection:
    made = ServerSection(context)
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    made.activated()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    return made


def settled(section: ServerSection, qtbot: QtBot) -> None:
    for _round in range(3):
        qtbot.waitUntil(lambda: not section.context.tasks.busy)


def joined(workspace: Workspace) -> None:
    member = Membership("https://sync.example.com", "s1", "County", "00" * 32, device=workspace.store.device.id)
    do(workspace, lambda: keep_membership(workspace.db, member))


def test_joining_tells_why_it_did_not_work_and_changes_nothing(
    section: ServerSection, workspace: Workspace, qtbot: QtBot
) -> None:
    assert section.join.isVisible()
    assert section.server.isHidden()
    section.join.join.clicked.emit()
    assert section.join.url.editor.accessibleDescription()
    section.join.url.set_value("https://127.0.0.1:9")
    section.join.code.set_value("ABCD")
    section.join.join.clicked.emit()
    settled(section, qtbot)
    assert section.join.problem.isVisible()
    assert section.join.problem.text()
    assert section.join.join.isEnabled()
    assert sync_state(workspace).phase == "unset"


def test_a_certificate_that_is_none_is_refused(section: ServerSection, qtbot: QtBot, tmp_path: Path) -> None:
    wrong = tmp_path / "a.pem"
    wrong.write_text("no certificate")
    section.join.use_certificate(str(wrong))
    assert section.join.ca.full_text() == "a.pem"
    section.join.url.set_value("https://127.0.0.1:9")
    section.join.code.set_value("ABCD")
    section.join.join.clicked.emit()
    settled(section, qtbot)
    assert "a.pem" in section.join.problem.text()


def test_pace_files_and_networks_are_kept_and_a_wrong_network_is_told_at_its_field(
    section: ServerSection, workspace: Workspace, qtbot: QtBot
) -> None:
    section.every.value_committed.emit("900")
    settled(section, qtbot)
    section.files.value_chosen.emit("none")
    settled(section, qtbot)
    section.networks.field.set_value("10.1.0.0/16、 10.2.0.0/16")
    section.networks.value_committed.emit("")
    settled(section, qtbot)
    wanted = SyncSettings(metered_files="none", networks=("10.1.0.0/16", "10.2.0.0/16"), every_s=900)
    assert sync_settings(workspace) == wanted
    section.networks.field.set_value("office")
    section.networks.value_committed.emit("")
    settled(section, qtbot)
    assert "office" in section.networks.field.editor.accessibleDescription()
    assert sync_settings(workspace) == wanted


def test_this_network_is_added(section: ServerSection, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(networks, "here", lambda: ("192.0.2.0/24",))
    section.networks.field.set_value("10.1.0.0/16")
    section.networks.here.clicked.emit()
    settled(section, qtbot)
    assert sync_settings(section.context.workspace).networks == ("10.1.0.0/16", "192.0.2.0/24")
    monkeypatch.setattr(networks, "here", tuple)
    section.networks.here.clicked.emit()
    assert section.networks.field.editor.accessibleDescription()


def test_the_networks_of_this_computer_are_no_loopback() -> None:
    assert not any(one.startswith(("127.", "::1", "fe80")) for one in networks.here())


def test_a_joined_server_is_shown_paused_moved_and_left(
    section: ServerSection, workspace: Workspace, qtbot: QtBot
) -> None:
    joined(workspace)
    section.activated()
    settled(section, qtbot)
    assert section.server.isVisible()
    assert section.join.isHidden()
    assert section.server.name.full_text() == "County"
    section.server.pause.clicked.emit()
    settled(section, qtbot)
    assert sync_settings(workspace).paused
    assert not section.server.sync.isEnabled()
    section.server.pause.clicked.emit()
    settled(section, qtbot)
    assert not sync_settings(workspace).paused
    section.server.address_given.emit("https://sync2.example.com")
    settled(section, qtbot)
    assert sync_settings(workspace).url == "https://sync2.example.com"
    section.server.address_given.emit("ftp://x")
    settled(section, qtbot)
    assert section.server.url.editor.accessibleDescription()
    section.server.leave.clicked.emit()
    (dialog,) = section.window().findChildren(ConfirmDialog)
    dialog.accept()
    settled(section, qtbot)
    assert sync_state(workspace).phase == "unset"
    assert section.join.isVisible()


def test_a_copied_workspace_gets_a_new_identity(section: ServerSection, workspace: Workspace, qtbot: QtBot) -> None:
    before = workspace.store.device.id
    section.renew.clicked.emit()
    (dialog,) = section.window().findChildren(ConfirmDialog)
    dialog.accept()
    settled(section, qtbot)
    assert workspace.store.device.id != before


def test_what_another_program_kept_is_read_as_far_as_it_goes(workspace: Workspace) -> None:
    put_sync_settings(workspace, SyncSettings(networks=("10.1.0.0/16",), every_s=60, paused=True, metered_files="all"))
    kept = sync_settings(workspace)
    assert (kept.networks, kept.every_s, kept.paused, kept.metered_files) == (("10.1.0.0/16",), 60, True, "all")
    odd = {"networks": "10.1.0.0/16", "every_s": "often", "metered_files": "some", "paused": False}
    do(workspace, lambda: workspace.db.settings.put("sync_settings", odd))
    assert sync_settings(workspace) == SyncSettings()


def test_what_nobody_foresaw_leaves_joining_possible(
    section: ServerSection, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError("odd")

    monkeypatch.setattr(rounds, "enroll", fail)
    section.join.url.set_value("https://127.0.0.1:9")
    section.join.code.set_value("ABCD")
    with qtbot.captureExceptions() as told:
        section.join.join.clicked.emit()
        assert not section.join.join.isEnabled()
        settled(section, qtbot)
    assert len(told) == 1
    assert section.join.join.isEnabled()


def test_after_joining_and_pausing_the_focus_is_on_what_can_be_done(
    section: ServerSection, workspace: Workspace, qtbot: QtBot
) -> None:
    qtbot.waitUntil(section.join.url.editor.hasFocus)
    section.join.join.setFocus()
    joined(workspace)
    section.activated()
    settled(section, qtbot)
    assert section.server.sync.hasFocus()
    assert section.context.desk is not None
    section._on_state(replace(sync_state(workspace), phase="running"))
    assert section.server.sync.hasFocus()
    section._on_state(replace(sync_state(workspace), phase="paused"))
    assert section.server.pause.hasFocus()
