"""Updating: a workspace of an earlier program is copied, the copy is read back, and only then anything is changed."""

import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from inspector.problems import Problem
from inspector.storage.engine import open_connection
from inspector.storage.folder.keys import SAMPLE_KEY
from inspector.storage.schema import before_update, migrate
from inspector.storage.schema.migrate import REVISIONS
from inspector.storage.store import open_store

EARLY = Path(__file__).parents[3] / "data" / "workspaces" / "0.1.0-early.zip"


@pytest.fixture
def early(tmp_path: Path) -> Path:
    """The sample workspace of an early version."""
    with zipfile.ZipFile(EARLY) as kept:
        kept.extractall(tmp_path / "w")
    return tmp_path / "w"


def revision_of(file: Path) -> str:
    connection = open_connection(file, SAMPLE_KEY)
    try:
        return migrate.revision(connection)
    finally:
        connection.close()


def test_a_workspace_of_an_early_version_opens_after_it_was_copied(early: Path) -> None:
    before = (early / "data.db").read_bytes()
    with open_store(early) as store:
        assert store.call(lambda database: len(database.registers.customers())) == 5
        assert store.call(lambda database: database.overview.unsent_count()) > 0
    (copy,) = (early / before_update.FOLDER).iterdir()
    assert copy.name == "data-0004.db"
    assert copy.read_bytes() == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert revision_of(early / "data.db") == REVISIONS[-1]
    with open_store(early):
        assert len(list((early / before_update.FOLDER).iterdir())) == 1


def test_the_copy_leads_back(early: Path, tmp_path: Path) -> None:
    with open_store(early):
        pass
    shutil.copyfile(early / before_update.FOLDER / "data-0004.db", early / "data.db")
    assert revision_of(early / "data.db") == "0004"
    with open_store(early) as store:
        assert store.call(lambda database: len(database.registers.customers())) == 5


def test_nothing_is_changed_where_the_copy_cannot_be_made(early: Path) -> None:
    (early / before_update.FOLDER).write_text("in the way")
    before = (early / "data.db").read_bytes()
    with pytest.raises(Problem) as caught:
        open_store(early)
    assert caught.value.code == "update_backup_failed"
    assert (early / "data.db").read_bytes() == before
    (early / before_update.FOLDER).unlink()
    with open_store(early):
        pass


def test_a_copy_that_reads_back_otherwise_stops_the_update(early: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = iter(({"event": 1}, {"event": 2}))
    monkeypatch.setattr(before_update, "counts", lambda _connection: next(counted))
    with pytest.raises(Problem) as caught:
        open_store(early)
    assert caught.value.params["reason"] == "count"
    assert list((early / before_update.FOLDER).iterdir()) == []
    assert revision_of(early / "data.db") == "0004"


def test_a_newer_workspace_is_refused_and_left_alone(early: Path) -> None:
    with open_store(early):
        pass
    connection = open_connection(early / "data.db", SAMPLE_KEY)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    shutil.rmtree(early / before_update.FOLDER)
    before = (early / "data.db").read_bytes()
    with pytest.raises(Problem) as caught:
        open_store(early)
    assert caught.value.code == "workspace_newer"
    assert (early / "data.db").read_bytes() == before
    assert not (early / before_update.FOLDER).exists()


def test_the_two_newest_copies_stay(tmp_path: Path) -> None:
    folder = tmp_path / before_update.FOLDER
    folder.mkdir()
    for number in (1, 2, 3, 4):
        (folder / f"data-000{number}.db").write_text("x")
    before_update._forget(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["data-0003.db", "data-0004.db"]
