"""Connections of the server: SQLite (one team) or PostgreSQL through psycopg 3, in transactions that end by themselves.

Safe for threads. Writing transactions of SQLite take its lock at their beginning, so that nobody waits half-way.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from inspector.problems import Problem

WAIT_S: Final = 30
"""How long a writer waits for the one before."""
POOL: Final = 10
DISK_FULL: Final = "53100"
"""PostgreSQL's SQLSTATE."""
CHUNK: Final = 500
"""Values in one `IN (…)`."""


class Database:
    """An engine, and transactions on it."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads. Raises Problem server_database or server_full."""
        with _reported(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, undone by whatever is raised. Raises as `reading`."""
        with _reported(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction that reads one state of everything, however long it takes. Raises as `reading`."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with _reported(), self.engine.connect().execution_options(**level) as connection:
            yield connection

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file; PostgreSQL otherwise."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def sqlite_url(path: Path) -> str:
    """The URL of a database file."""
    return sa.URL.create("sqlite+pysqlite", database=str(path)).render_as_string()


def checked_url(text: str) -> str:
    """The URL a person gave, with the driver that is used here. Raises Problem server_database."""
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError as error:
        raise Problem("server_database", reason=error) from None
    drivers = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    name = drivers.get(url.drivername, url.drivername)
    if name not in drivers.values():
        raise Problem("server_database", reason=url.drivername)
    return url.set(drivername=name).render_as_string(hide_password=False)


def _engine(url: str) -> sa.Engine:
    found = sa.make_url(checked_url(url))
    if found.get_backend_name() == "sqlite":
        engine = sa.create_engine(found, pool_size=POOL, max_overflow=POOL, connect_args={"timeout": WAIT_S})
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    options = f"-c lock_timeout={WAIT_S * 1000} -c timezone=UTC"
    try:
        return sa.create_engine(
            found, pool_size=POOL, max_overflow=POOL, pool_pre_ping=True, connect_args={"options": options}
        )
    except ImportError as error:
        raise Problem("server_extra_missing") from error


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins, see _begin
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError) as error:
        cause = error.__cause__
        if getattr(cause, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", "") == DISK_FULL:
            raise Problem("server_full") from error
        raise Problem("server_database", reason=type(cause or error).__name__) from error


def chunks(values: "list[str]") -> Iterator["list[str]"]:
    """The values in portions for `IN`."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
