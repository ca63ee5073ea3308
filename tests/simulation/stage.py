"""What a history happens on: one clock, wrong clocks that follow it, databases in memory, and the fuse that kills.

Databases are made once with the real schema and copied for every history, page by page, which takes half a millisecond.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2
from typing_extensions import override

from inspector.server.database import Database as ServerDatabase
from inspector.server.database import _begin, _prepare
from inspector.storage.engine import NamedRow, _holds
from inspector.storage.schema.migrate import bring_up
from tests.unit.server.world import Clock

CHINA = timezone(timedelta(hours=8))


class Killed(BaseException):
    """The process is gone: nothing after this ran, and nobody could catch it."""


class Crashed(Exception):  # noqa: N818 - what happened
    """The server is gone. An ordinary exception, because SQLAlchemy throws a connection away after any other."""


@dataclass
class Fuse:
    """Kills after so many more statements or requests; unlit it does nothing."""

    left: int | None = None
    kind: type[BaseException] = Killed

    def light(self, steps: int) -> None:
        self.left = steps

    def burn(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise self.kind


@dataclass
class WrongClock:
    """The clock of a laptop: the true time plus an error that somebody may change."""

    true: Clock
    error: timedelta = timedelta()

    def __call__(self) -> datetime:
        return (self.true() + self.error).astimezone(CHINA)

    def ms(self) -> int:
        return max(1, int(self().timestamp() * 1000))


def memory() -> Any:
    """A database in memory with the driver of laptops."""
    raw = dbapi2.connect(":memory:", isolation_level=None, cached_statements=256)
    raw.row_factory = NamedRow
    raw.create_function("holds", -1, _holds, deterministic=True)
    raw.execute("PRAGMA foreign_keys = ON")
    return raw


def empty_laptop() -> Any:
    """A laptop's database with the schema and nothing in it."""
    raw = memory()
    bring_up(raw, Path(), b"")
    return raw


@dataclass
class Disk:
    """A laptop's connection. Each statement burns the fuse: a kill comes before any of them."""

    raw: Any
    fuse: Fuse = field(default_factory=Fuse)

    def execute(self, sql: str, values: Any = ()) -> Any:
        self.fuse.burn()
        return self.raw.execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> Any:
        self.fuse.burn()
        return self.raw.executemany(sql, rows)

    @property
    def in_transaction(self) -> bool:
        return bool(self.raw.in_transaction)

    @property
    def total_changes(self) -> int:
        return int(self.raw.total_changes)

    def copy(self, source: Any) -> None:
        """Become what another connection holds."""
        source.backup(self.raw)


@dataclass
class Pool:
    """Connections that are used again by the next history: opening one costs more than filling it."""

    free: list[Any] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)

    def take(self) -> Any:
        raw = self.free.pop() if self.free else memory()
        self.taken.append(raw)
        return raw

    def give_all_back(self) -> None:
        self.free += self.taken
        self.taken.clear()

    def close(self) -> None:
        self.give_all_back()
        for raw in self.free:
            raw.close()


class MemoryDatabase(ServerDatabase):
    """The server's database in memory, on one connection. Each statement burns the fuse."""

    @override
    def __init__(self, fuse: Fuse) -> None:
        self.fuse = fuse
        self.engine = sa.create_engine(
            "sqlite+pysqlite://", poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False}
        )
        sa.event.listen(self.engine, "connect", _prepare)
        sa.event.listen(self.engine, "begin", _begin)
        sa.event.listen(self.engine, "before_cursor_execute", self._burn)

    def _burn(self, *_what: Any) -> None:
        self.fuse.burn()

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """The driver's connection, between transactions."""
        pooled = self.engine.raw_connection()
        try:
            yield pooled.driver_connection
        finally:
            pooled.close()
