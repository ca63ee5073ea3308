"""Every test of this folder that asks for `server` runs on SQLite and on PostgreSQL."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from inspector.server.database import Database, sqlite_url
from tests.unit.server import postgres, world

NUMBER = itertools.count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL, one for each process of the test run."""
    with postgres.cluster() as url:
        yield url


@pytest.fixture
def new_postgres(postgres_url: str) -> Iterator[str]:
    """URL of an empty database."""
    name = f"test{next(NUMBER)}"
    admin = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either kind."""
    url = sqlite_url(tmp_path / "s.db") if request.param == "sqlite" else request.getfixturevalue("new_postgres")
    made = Database(url)
    yield made
    made.close()


@pytest.fixture
def server(database: Database, tmp_path: Path) -> world.Server:
    """A new server."""
    return world.server(database, tmp_path)
