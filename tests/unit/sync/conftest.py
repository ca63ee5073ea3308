"""A server on SQLite, copied ready-made for every test, and laptops."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.server.database import Database, sqlite_url
from inspector.server.migrate import bring_up
from tests.unit.server import world
from tests.unit.sync.direct import Laptop, Office


@pytest.fixture(scope="session")
def prepared_server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("server") / "s.db"
    made = Database(sqlite_url(path))
    bring_up(made)
    made.close()
    return path


@pytest.fixture
def office(prepared_server: Path, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "server"
    folder.mkdir()
    shutil.copyfile(prepared_server, folder / "s.db")
    database = Database(sqlite_url(folder / "s.db"))
    made = Office(world.server(database, folder), tmp_path)
    made.server.person("ann")
    made.server.person("bob")
    yield made
    made.close()
    database.close()


@pytest.fixture
def ann(office: Office) -> Laptop:
    return office.laptop("p-ann")


@pytest.fixture
def bob(office: Office) -> Laptop:
    return office.laptop("p-bob")
