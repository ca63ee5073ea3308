"""The migrations give what the tables say, on both databases; a newer database is left alone. The folder keeps keys."""

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from inspector.problems import Problem
from inspector.server import folder, migrate, opening
from inspector.server.database import Database, checked_url, sqlite_url
from inspector.server.migrate import REVISIONS, bring_up, revision
from inspector.server.tables import metadata


def test_migrations_make_the_tables_and_take_them_away(database: Database) -> None:
    bring_up(database)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert revision(connection) == REVISIONS[-1]
    bring_up(database)
    with database.writing() as connection:
        command.downgrade(migrate._config(connection), "base")
    with database.reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}


def test_a_newer_database_is_left_alone(database: Database) -> None:
    bring_up(database)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Problem) as caught:
        bring_up(database)
    assert caught.value.code == "server_newer"


def test_a_folder_is_made_and_opened_again(tmp_path: Path) -> None:
    made = opening.create(tmp_path / "srv", "office")
    hello = made.hello()
    made.database.close()
    again = opening.open_core(tmp_path / "srv")
    assert (again.hello().server, again.hello().name, again.hello().epoch) == (hello.server, "office", hello.epoch)
    assert again.hello().public_key == hello.public_key
    again.database.close()
    for name in ("server.key", "server.json"):
        assert stat.S_IMODE((tmp_path / "srv" / name).stat().st_mode) == 0o600


def test_what_is_no_folder_of_a_server_is_told(tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "x").write_text("x")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "server.json").write_text("[]")
    (tmp_path / "bad" / "server.key").write_text("00")
    for call, path, code in (
        (lambda path: folder.create(path, bytes(32)), "used", "server_folder_used"),
        (folder.open_folder, "none", "server_folder_missing"),
        (folder.open_folder, "bad", "server_folder_missing"),
    ):
        with pytest.raises(Problem) as caught:
            call(tmp_path / path)
        assert caught.value.code == code


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", ""])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(Problem) as caught:
        checked_url(url)
    assert caught.value.code == "server_database"


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    for url in (sqlite_url(tmp_path / "none" / "s.db"), f"postgresql://x@/x?host={tmp_path}&connect_timeout=2"):
        database = Database(url)
        with pytest.raises(Problem) as caught:
            bring_up(database)
        assert caught.value.code == "server_database"
        database.close()


def test_a_full_disk_is_told_by_its_name(database: Database) -> None:
    bring_up(database)

    def fill() -> None:
        with database.writing() as connection:
            if database.is_sqlite:
                connection.execute(sa.text("PRAGMA max_page_count = 10"))
                connection.execute(sa.text("INSERT INTO meta VALUES ('x', :much)"), {"much": "x" * 10_000_000})
            else:
                connection.execute(sa.text("DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$"))

    with pytest.raises(Problem) as caught:
        fill()
    assert caught.value.code == "server_full"
    with database.reading() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM meta")).scalar_one() == 0
