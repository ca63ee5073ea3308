"""The recovery key: shown once, opens the workspace, replaced by a new one, printed."""

from pathlib import Path

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services import Workspace
from inspector.services.rescue import recovery

PASSPHRASE = "alter Satz 1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fresh"


def made(path: Path) -> str:
    workspace = services.create_workspace(path, key="passphrase", passphrase=PASSPHRASE)
    key = recovery.first_key(workspace)
    assert key is not None
    assert recovery.first_key(workspace) is None
    workspace.close()
    return key.text


def opens(path: Path, key: str) -> str:
    try:
        recovery.open_with_recovery_key(path, key).close()
    except Problem as problem:
        return problem.code
    return ""


def test_it_opens_the_workspace_and_lets_a_new_passphrase_be_set(path: Path) -> None:
    key = made(path)
    assert key not in (path / "workspace.json").read_text()
    with pytest.raises(Problem, match="passphrase_short"):
        recovery.open_with_recovery_key(path, key, passphrase="kurz")
    recovery.open_with_recovery_key(path, key.lower(), passphrase="neuer Satz 2").close()
    with pytest.raises(Problem, match="passphrase_wrong"):
        services.open_workspace(path, passphrase=PASSPHRASE)
    services.open_workspace(path, passphrase="neuer Satz 2").close()
    assert opens(path, key) == ""


def test_a_new_one_replaces_the_former(path: Path) -> None:
    first = made(path)
    workspace = services.open_workspace(path, passphrase=PASSPHRASE)
    with pytest.raises(Problem, match="passphrase_wrong"):
        recovery.confirm_passphrase(workspace, "falsch")
    recovery.confirm_passphrase(workspace, PASSPHRASE)
    before = recovery.recovery_state(workspace)
    second = recovery.new_recovery_key(workspace).text
    assert (before.exists, before.asks_passphrase, before.can_set_passphrase) == (True, True, True)
    workspace.close()
    assert (opens(path, first), opens(path, second)) == ("recovery_key_wrong", "")


def test_a_damaged_record_is_a_damaged_workspace_and_no_record_is_said(path: Path, tmp_path: Path) -> None:
    key = made(path)
    infos = [path / "workspace.json", path / "workspace-2.json"]
    whole = infos[0].read_text()
    for info in infos:
        info.write_text(whole.replace('"wrapped": "', '"wrapped": "A'))
    assert opens(path, key) == "workspace_damaged"
    for info in infos:
        info.write_text(whole)
    services.create_demo(tmp_path / "demo", customers=5, hazards=0)
    assert opens(tmp_path / "demo", key) == "recovery_key_missing"


def test_a_sample_workspace_gets_one_when_asked_but_no_passphrase(workspace: Workspace) -> None:
    state = recovery.recovery_state(workspace)
    assert (state.exists, state.asks_passphrase, state.can_set_passphrase) == (False, False, False)
    key = recovery.new_recovery_key(workspace)
    with pytest.raises(Problem, match="sample_open"):
        recovery.set_passphrase(workspace, "lang genug")
    path = workspace.path
    workspace.close()
    assert opens(path, key.text) == ""


def test_the_sheet_has_every_group_and_whose_it_is(workspace: Workspace) -> None:
    key = recovery.new_recovery_key(workspace)
    workspace.call(lambda: services.put_setting(workspace, "company", "江城供电公司"))
    pdf = recovery.recovery_sheet(workspace, key)
    text = page_text(pdf, 0)
    assert page_count(pdf) == 1
    assert all(group in text for group in key.groups)
    assert "江城供电公司" in text
    assert workspace.store.info.id in text
