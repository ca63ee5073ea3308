"""Bringing a database to this program's schema. Alembic is imported only when there is something to do."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from inspector.problems import Problem
from inspector.storage.schema import REVISIONS


def bring_up(connection: Connection, path: Path) -> None:
    """Migrate to the newest revision, in one transaction. Raises Problem("workspace_newer") for one we do not know."""
    found = revision(connection)
    if found == REVISIONS[-1]:
        return
    if found and found not in REVISIONS:
        raise Problem("workspace_newer", path=path)
    move(connection, REVISIONS[-1])


def revision(connection: Connection) -> str:
    """The revision a database is at; empty for a new one."""
    named = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first() if named else None
    return str(row[0]) if row else ""


def move(connection: Connection, target: str) -> None:
    """Go to a revision, up or down ("base" = empty), in one transaction."""
    from alembic import command  # noqa: PLC0415 - only when there is something to do: it costs start-up time

    found, config = revision(connection), configuration()
    config.attributes["connection"] = connection
    up = target != "base" and (not found or REVISIONS.index(target) > REVISIONS.index(found))
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        (command.upgrade if up else command.downgrade)(config, target)
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        raw: Any = connection.connection.dbapi_connection
        if raw.in_transaction:
            connection.exec_driver_sql("ROLLBACK")
        raise


def configuration() -> Any:
    """Alembic's configuration, without an ini file."""
    from alembic.config import Config  # noqa: PLC0415 - see move

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
