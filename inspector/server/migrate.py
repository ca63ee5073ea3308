"""Bringing the server's database to this program's schema."""

from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection

from inspector.problems import Problem
from inspector.server.database import Database

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005")
"""Migrations this program knows, oldest first."""


def bring_up(database: Database) -> None:
    """Migrate to the newest revision, in one transaction. Raises Problem server_newer or server_database."""
    with database.writing() as connection:
        found = revision(connection)
        if found == REVISIONS[-1]:
            return
        if found and found not in REVISIONS:
            raise Problem("server_newer")
        command.upgrade(_config(connection), REVISIONS[-1])


def revision(connection: Connection) -> str:
    """The revision a database is at; empty for a new one."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _config(connection: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
