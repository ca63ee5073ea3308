"""Folders and the server among the options: listed, chosen with their own checks, never carried elsewhere."""

import json
from pathlib import Path

import pytest

from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.preferences.choosing import choose
from inspector.services.preferences.places import BACKUP, SECOND_PLACE, SERVER, choose_place_option, places
from inspector.services.preferences.reading import chosen, chosen_all
from inspector.services.preferences.transfer import export_settings, preview_import, read_settings
from inspector.services.rescue.recovery import new_recovery_key


def code_of(act: object) -> str:
    with pytest.raises(Problem) as refused:
        act()  # type: ignore[operator]
    return refused.value.code


def test_a_folder_is_chosen_with_the_checks_of_its_card(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.call(lambda: places(workspace)) == {SERVER: "", SECOND_PLACE: "", BACKUP: ""}
    folder = tmp_path / "backups"
    folder.mkdir()
    assert code_of(lambda: choose_place_option(workspace, BACKUP, str(folder))) == "recovery_key_missing"
    new_recovery_key(workspace)
    assert code_of(lambda: choose_place_option(workspace, BACKUP, str(tmp_path / "gone"))) == "place_no_folder"
    assert choose_place_option(workspace, BACKUP, str(folder))
    assert not choose_place_option(workspace, BACKUP, str(folder))
    assert workspace.call(lambda: chosen(workspace, BACKUP)) == str(folder)
    assert choose_place_option(workspace, BACKUP, "")
    assert workspace.call(lambda: places(workspace))[BACKUP] == ""


def test_a_server_needs_a_code_and_the_second_place_is_not_left_empty(workspace: Workspace, tmp_path: Path) -> None:
    assert code_of(lambda: choose_place_option(workspace, SERVER, "https://example.org")) == "option_server"
    new_recovery_key(workspace)
    assert choose_place_option(workspace, SECOND_PLACE, str(tmp_path))
    assert code_of(lambda: choose_place_option(workspace, SECOND_PLACE, "")) == "option_second_place"


def test_places_stay_on_their_laptop(workspace: Workspace) -> None:
    keys = {SERVER, SECOND_PLACE, BACKUP}
    assert not keys & set(workspace.call(lambda: chosen_all(workspace)))
    document = json.loads(workspace.call(lambda: export_settings(workspace)))
    assert not keys & set(document["settings"])
    document["settings"][BACKUP] = "/srv/elsewhere"
    rows = workspace.call(lambda: preview_import(workspace, read_settings(json.dumps(document).encode())))
    assert {row.key: row.change.value for row in rows}[BACKUP] == "wrong"
    assert code_of(lambda: workspace.call(lambda: choose(workspace, {BACKUP: "/srv"}))) == "option_place"
