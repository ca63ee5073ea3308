"""Every test of this folder that asks for `server` runs on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from inspector.server.database import Database, sqlite_url
from inspector.server.migrate import bring_up
from tests.unit.server import postgres, world


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL, one for each process of the test run."""
    with postgres.cluster() as url:
        yield url


@pytest.fixture
def new_postgres(postgres_url: str) -> Iterator[str]:
    """URL of an empty database."""
    with postgres.temporary(postgres_url) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either kind."""
    url = sqlite_url(tmp_path / "s.db") if request.param == "sqlite" else request.getfixturevalue("new_postgres")
    made = Database(url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the tables and nothing in them: copied, which is faster than migrating."""
    path = tmp_path_factory.mktemp("prepared") / "s.db"
    made = Database(sqlite_url(path))
    bring_up(made)
    made.close()
    return path


@pytest.fixture(scope="session")
def prepared_postgres(postgres_url: str) -> str:
    """Name of such a database in PostgreSQL."""
    with postgres.admin(postgres_url) as connection:
        connection.execute(sa.text("CREATE DATABASE prepared"))
    made = Database(postgres.named(postgres_url, "prepared"))
    bring_up(made)
    made.close()
    return "prepared"


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[world.Server]:
    """A new server on either kind of database."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("prepared_file"), tmp_path / "s.db")
        made = Database(sqlite_url(tmp_path / "s.db"))
        yield world.server(made, tmp_path)
        made.close()
        return
    template, url = request.getfixturevalue("prepared_postgres"), request.getfixturevalue("postgres_url")
    with postgres.temporary(url, template) as own:
        made = Database(own)
        yield world.server(made, tmp_path)
        made.close()
