"""A file of settings: pictures inside, nothing secret, hostile ones refused, and what it would change told before."""

import io
import json
from typing import Any

import pytest
from PIL import Image

from inspector.problems import Problem
from inspector.services.preferences.choosing import choose
from inspector.services.preferences.transfer import (
    MOST_BYTES,
    Change,
    export_settings,
    import_settings,
    preview_import,
    read_settings,
)
from inspector.services.printing.settings import logo, prepare_logo, set_logo
from inspector.services.workspace import Workspace


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (200, 100), (11, 92, 173)).save(stream, "PNG")
    return prepare_logo(stream.getvalue())


def as_lead(workspace: Workspace) -> Workspace:
    workspace.call(lambda: workspace.act_as("liu"))
    return workspace


def test_what_was_exported_comes_back_with_its_picture_and_can_be_taken_back(workspace: Workspace) -> None:
    as_lead(workspace)
    workspace.call(lambda: set_logo(workspace, png()))
    data = workspace.call(lambda: export_settings(workspace, {"theme": "dark"}))
    workspace.call(lambda: set_logo(workspace, b""))
    file = read_settings(data)
    rows = {row.key: row for row in workspace.call(lambda: preview_import(workspace, file, {"theme": "light"}))}
    assert {key for key, row in rows.items() if row.change is Change.CHANGED} == {"document_logo", "theme"}
    done = workspace.call(lambda: import_settings(workspace, file, ["document_logo"]))
    assert workspace.call(lambda: logo(workspace)) == png()
    workspace.call(lambda: choose(workspace, done.before))
    assert workspace.call(lambda: logo(workspace)) == b""


def test_nothing_secret_stands_in_the_file(workspace: Workspace) -> None:
    text = workspace.call(lambda: export_settings(workspace)).decode()
    for word in ("sync_server", "token", "pin", "passphrase", "recovery", str(workspace.path)):
        assert word not in text


def test_who_may_not_choose_for_the_company_is_told_so_beforehand(workspace: Workspace) -> None:
    values = {"closure_target": 95, "document_language": "en", "theme": "dark"}
    file = read_settings(json.dumps({"format": "inspector-settings", "version": 1, "settings": values}).encode())
    rows = {row.key: row.change for row in workspace.call(lambda: preview_import(workspace, file))}
    assert rows == {
        "closure_target": Change.REFUSED,
        "document_language": Change.CHANGED,
        "theme": Change.REFUSED,
    }
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: import_settings(workspace, file, list(values)[:2]))
    assert caught.value.code == "settings_role"
    again = {row.key: row.change for row in workspace.call(lambda: preview_import(workspace, file))}
    assert again["document_language"] is Change.CHANGED, "all or none"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "settings_file"),
        (b"\xff\xfe", "settings_file"),
        (b"[" * 100_000, "settings_file"),
        (b'{"format": "inspector-settings", "version": "1", "settings": {}}', "settings_file"),
        (b'{"format": "inspector-settings", "version": 1, "settings": []}', "settings_file"),
        (b" " * (MOST_BYTES + 1), "settings_file_large"),
    ],
)
def test_what_is_no_file_of_settings_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_settings(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("company", 7),
        ("numbering.hazard", "{year.__class__}"),
        ("document_logo", "a" * 64),
        ("supervision.cycles", 1e99),
    ],
)
def test_a_value_that_cannot_be_used_is_told(workspace: Workspace, key: str, value: Any) -> None:
    file = read_settings(json.dumps({"format": "inspector-settings", "version": 1, "settings": {key: value}}).encode())
    (row,) = as_lead(workspace).call(lambda: preview_import(workspace, file))
    assert row.change is Change.WRONG
    assert row.problem
