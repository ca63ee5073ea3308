"""The connection on the worker thread: statements, and transactions that make one durable commit of all they span."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from inspector.domain.ids import IdSource
from inspector.storage.engine import NamedRow
from inspector.storage.folder.device import ORIGIN, DeviceIdentity

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

    def __init__(self, connection: Any, device: DeviceIdentity, ids: IdSource) -> None:
        self._connection = connection
        self._thread = threading.get_ident()
        self._depth = 0
        self.device = device
        self.ids = ids
        self.touched: set[tuple[str, str]] = set()
        """(kind, id) of what this transaction folded anew."""
        self.has_file: Callable[[str], bool] | None = None
        """Whether the file of a hash is in this workspace, where that can be asked."""
        self.before_commit: Callable[[], None] | None = None
        """Called at the end of each transaction, inside it; what it writes belongs to the same commit."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, which another one would join."""
        return bool(self._depth)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """One durable commit; inside another transaction it joins that one. An error undoes everything it spans."""
        self._check_thread()
        if self._depth:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            if self.before_commit is not None:
                self.before_commit()
            self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0
            self.touched.clear()

    @contextlib.contextmanager
    def savepoint(self) -> Iterator[None]:
        """Part of a transaction that an error undoes by itself; the rest of the transaction stays."""
        self._check_thread()
        self._connection.execute("SAVEPOINT part")
        touched = set(self.touched)
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO part")
                self._connection.execute("RELEASE part")
            self.touched.clear()
            self.touched.update(touched)
            raise
        self._connection.execute("RELEASE part")

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Everything that is read inside belongs to one state of the database."""
        self._check_thread()
        self._connection.execute("BEGIN")
        self._depth = 1
        try:
            yield
        finally:
            self._depth = 0
            self._roll_back()

    def moment(self) -> str:
        """Now, in UTC (ISO 8601, seconds), by the clock that ids are made from."""
        return datetime.fromtimestamp(self.ids.now_ms() // 1000, UTC).isoformat()

    def own_devices(self) -> frozenset[str]:
        """This device, and those that this workspace had before it was restored or renewed."""
        row = self.one("SELECT value FROM setting WHERE key = :key", key=ORIGIN)
        former = json.loads(row.value).get("devices", ()) if row is not None else ()
        return frozenset((self.device.info.id, *former))

    def many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Run one SQL statement for many rows of positional values; the fast way for bulk writes."""
        self._check_thread()
        if rows:
            self._connection.executemany(sql, rows)

    def rows(self, sql: str, **values: Any) -> Sequence[NamedRow]:
        """Rows of a query with :named values."""
        self._check_thread()
        found: list[NamedRow] = self._connection.execute(sql, values).fetchall()
        return found

    def gathered(self, width: int, sql: str, **values: Any) -> list[list[Any]]:
        """All rows of a query of `width` columns (no blobs), in its order, fetched in one step as JSON.

        A row at a time, the worker would wait for the interpreter after each while the window paints: hundreds of rows
        then take as long as the painting.
        """
        names = ", ".join(f"c{number}" for number in range(width))
        row = self.one(f"WITH t ({names}) AS ({sql}) SELECT json_group_array(json_array({names})) FROM t", **values)  # noqa: S608 - own text
        found: list[list[Any]] = json.loads(row[0]) if row is not None else []
        return found

    def one(self, sql: str, **values: Any) -> NamedRow | None:
        """The first row of a query, or None."""
        self._check_thread()
        cursor = self._connection.execute(sql, values)
        row: NamedRow | None = cursor.fetchone()
        cursor.close()
        return row

    def run(self, sql: str, **values: Any) -> int:
        """Run one SQL statement with :named values; returns how many rows it touched.

        Outside a transaction the statement is a durable commit of its own: SQLite makes it one in autocommit mode.
        """
        self._check_thread()
        return int(self._connection.execute(sql, values).rowcount)

    def within(self, sql: str, values: Sequence[str], rest: str = "") -> Sequence[NamedRow]:
        """Rows of a query that ends in `IN`, for these values (at most `CHUNK`), then the rest of the query."""
        self._check_thread()
        marks = ", ".join("?" * len(values))
        found: list[NamedRow] = self._connection.execute(f"{sql} ({marks}) {rest}", tuple(values)).fetchall()
        return found

    def on_own_thread(self) -> bool:
        """Whether the caller runs on the worker thread."""
        return threading.get_ident() == self._thread

    def _check_thread(self) -> None:
        if not self.on_own_thread():
            raise RuntimeError("the database belongs to the worker thread")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
