"""Bringing a database to this program's schema. Alembic and SQLAlchemy are imported only when that takes work."""

from pathlib import Path
from typing import Any, Final

from inspector.problems import Problem
from inspector.storage.engine import model_engine

REVISIONS: Final = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013",
    "0014",
)  # fmt: skip
"""Migrations this program knows, oldest first; another revision in a workspace means a newer program wrote it."""


def bring_up(connection: Any, path: Path, key: bytes) -> None:
    """Migrate to the newest revision, in one transaction, after a copy was made and read back (`before_update`).

    Raises Problem workspace_newer for a revision we do not know, or update_backup_failed.
    """
    found = revision(connection)
    if found == REVISIONS[-1]:
        return
    if found and found not in REVISIONS:
        raise Problem("workspace_newer", path=path)
    if found:
        from inspector.storage.schema.before_update import keep  # noqa: PLC0415 - hardly ever

        keep(connection, path, key, found)
    move(connection, REVISIONS[-1])


def revision(connection: Any) -> str:
    """The revision a database is at; empty for a new one."""
    named = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if named else None
    return str(row[0]) if row else ""


def move(connection: Any, target: str) -> None:
    """Go to a revision, up or down ("base" = empty), in one transaction. Raises the driver's errors."""
    from alembic import command  # noqa: PLC0415 - only when there is something to do: it costs start-up time
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - as above

    found, config = revision(connection), configuration()
    up = target != "base" and (not found or REVISIONS.index(target) > REVISIONS.index(found))
    connection.execute("PRAGMA foreign_keys = OFF")  # a table that others refer to can then be made anew
    with model_engine(connection).connect() as models:
        config.attributes["connection"] = models
        models.exec_driver_sql("BEGIN IMMEDIATE")  # through SQLAlchemy, so that Alembic joins it
        try:
            (command.upgrade if up else command.downgrade)(config, target)
            models.exec_driver_sql("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                models.exec_driver_sql("ROLLBACK")
            if isinstance(error, DBAPIError) and error.orig is not None:
                raise error.orig from error
            raise
        finally:
            connection.execute("PRAGMA foreign_keys = ON")


def configuration() -> Any:
    """Alembic's configuration, without an ini file."""
    from alembic.config import Config  # noqa: PLC0415 - see move

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations").replace("%", "%%"))
    return config
