"""Every test of this folder that asks for `server` runs on SQLite and on PostgreSQL."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from inspector.server.database import Database, sqlite_url
from inspector.server.migrate import bring_up
from tests.unit.server import postgres, world

NUMBER = itertools.count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL, one for each process of the test run."""
    with postgres.cluster() as url:
        yield url


@contextmanager
def _admin(url: str) -> Iterator[sa.Connection]:
    """A connection that may make databases."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _named(url: str, name: str) -> str:
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _temporary(url: str, template: str = "template0") -> Iterator[str]:
    """Name of a new database."""
    name = f"test{next(NUMBER)}"
    with _admin(url) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG"))
    yield name
    with _admin(url) as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def new_postgres(postgres_url: str) -> Iterator[str]:
    """URL of an empty database."""
    with _temporary(postgres_url) as name:
        yield _named(postgres_url, name)


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
    with _admin(postgres_url) as connection:
        connection.execute(sa.text("CREATE DATABASE prepared"))
    made = Database(_named(postgres_url, "prepared"))
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
    with _temporary(url, template) as name:
        made = Database(_named(url, name))
        yield world.server(made, tmp_path)
        made.close()
