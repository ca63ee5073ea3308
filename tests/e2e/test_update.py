"""After the program was replaced: commands bring an earlier workspace up, and leave a newer one alone."""

import zipfile
from pathlib import Path

import pytest

from inspector.storage.engine import open_connection
from inspector.storage.folder.keys import SAMPLE_KEY
from tests.e2e.running import ROOT, inspector, ok


@pytest.fixture
def early(tmp_path: Path) -> Path:
    """The sample workspace of an early version."""
    with zipfile.ZipFile(ROOT / "tests" / "data" / "workspaces" / "0.1.0-early.zip") as kept:
        kept.extractall(tmp_path / "w")
    return tmp_path / "w"


def test_the_first_command_brings_an_earlier_workspace_up(early: Path, tmp_path: Path) -> None:
    assert len(ok(inspector("--workspace", early, "customer", "list", "--json")).json) == 5
    assert [path.name for path in (early / "before-update").iterdir()] == ["data-0004.db"]
    assert ok(inspector("--workspace", early, "doctor", "--json")).json["ok"] is True
    ledger = tmp_path / "ledger.pdf"
    ok(inspector("--workspace", early, "ledger", "export", "--kind", "rectification", "--out", ledger))
    assert ledger.read_bytes().startswith(b"%PDF")


def test_a_newer_workspace_is_refused_in_both_languages(early: Path) -> None:
    connection = open_connection(early / "data.db", SAMPLE_KEY)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (early / "data.db").read_bytes()
    for language, words in (("en", "Install the newer version; nothing was changed."), ("zh_CN", "未作任何更改")):
        ended = inspector("--workspace", early, "--language", language, "customer", "list")
        assert (ended.code, ended.problem) == (3, "workspace_newer")
        assert words in ended.err
    assert (early / "data.db").read_bytes() == before
    assert not (early / "before-update").exists()
