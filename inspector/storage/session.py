"""The connection on the worker thread: statements, and transactions that make one durable commit of all they span."""

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Executable, Row, text

from inspector.domain.ids import IdSource
from inspector.storage.device import DeviceIdentity

CHUNK: Final = 900
"""Values in one IN list."""


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values in portions an IN list takes."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def containing(words: str) -> str:
    """A LIKE pattern (ESCAPE '!') for text that contains these words as they are."""
    escaped = words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"


class Session:
    """Statements and transactions; only on the thread it was made on (checked)."""

    def __init__(self, connection: Connection, device: DeviceIdentity, ids: IdSource) -> None:
        self._connection = connection
        self._thread = threading.get_ident()
        self._depth = 0
        self.device = device
        self.ids = ids

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """One durable commit; inside another transaction it joins that one. An error undoes everything it spans."""
        self._check_thread()
        if self._depth:
            yield
            return
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            self._connection.exec_driver_sql("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0

    def execute(self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()) -> Any:
        """Run a statement of this package; with a list of values once for each."""
        self._check_thread()
        if isinstance(values, Mapping):
            return self._connection.execute(statement, dict(values))
        if not values:
            return self._connection.execute(statement)
        return self._connection.execute(statement, [dict(row) for row in values])

    def many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Run one SQL statement for many rows of positional values; the fast way for bulk writes."""
        self._check_thread()
        if rows:
            self._connection.exec_driver_sql(sql, rows)

    def rows(self, sql: str, **values: Any) -> Sequence[Row[Any]]:
        """Rows of a query with :named values."""
        self._check_thread()
        return self._connection.execute(text(sql), values).all()

    def one(self, sql: str, **values: Any) -> Row[Any] | None:
        """The first row of a query, or None."""
        self._check_thread()
        return self._connection.execute(text(sql), values).first()

    def run(self, sql: str, **values: Any) -> int:
        """Run one SQL statement with :named values in a transaction; returns how many rows it touched."""
        with self.transaction():
            return self._connection.execute(text(sql), values).rowcount

    def within(self, sql: str, values: Sequence[str], rest: str = "") -> Sequence[Row[Any]]:
        """Rows of a query that ends in `IN`, for these values (at most `CHUNK`), then the rest of the query."""
        self._check_thread()
        marks = ", ".join("?" * len(values))
        return self._connection.exec_driver_sql(f"{sql} ({marks}) {rest}", tuple(values)).all()

    def on_own_thread(self) -> bool:
        """Whether the caller runs on the worker thread."""
        return threading.get_ident() == self._thread

    def _check_thread(self) -> None:
        if not self.on_own_thread():
            raise RuntimeError("the database belongs to the worker thread")

    def _roll_back(self) -> None:
        raw: Any = self._connection.connection.dbapi_connection
        if raw.in_transaction:
            self._connection.exec_driver_sql("ROLLBACK")
