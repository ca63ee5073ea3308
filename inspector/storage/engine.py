"""The one connection to `data.db`: the sqlcipher3 driver, durable at every commit, errors as problems.

Work goes straight to the driver; SQLAlchemy holds the models and runs the migrations over the same connection. It is
imported only for that, because its import alone takes longer than a bare window takes to appear.

WAL with `synchronous=FULL`: WAL with NORMAL lost acknowledged commits in simulated power cuts. Temporary tables stay in
memory, so that no plaintext reaches the disk. The driver is in autocommit mode; `Database.transaction` says BEGIN.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2

from inspector.problems import Problem

if TYPE_CHECKING:
    from sqlalchemy import Engine

BUSY_MS: Final = 5000
CACHE_KIB: Final = 98304
"""Decrypted pages kept in memory."""
PRAGMAS: Final = (
    "PRAGMA cipher_log_level = NONE",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA cache_size = -{CACHE_KIB}",
)
READER_PRAGMAS: Final = (
    "PRAGMA cipher_log_level = NONE",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA query_only = ON",
    f"PRAGMA cache_size = -{CACHE_KIB // 4}",
)


class NamedRow(dbapi2.Row):  # type: ignore[misc]  # the driver has no types
    """A row whose columns are attributes as well."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except IndexError:
            raise AttributeError(name) from None


def open_connection(path: Path, key: bytes) -> Any:
    """A connection of the driver, in autocommit mode, that belongs to the calling thread. Close it there."""
    raw = dbapi2.connect(str(path), isolation_level=None, cached_statements=256)
    try:
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in PRAGMAS:
            raw.execute(pragma)
    except BaseException:
        raw.close()
        raise
    _prepare(raw)
    return raw


def open_reader(path: Path, key: bytes) -> Any:
    """A second connection that only reads; a writer is not held up by it, nor it by a writer.

    It may be closed on another thread than the one it was made on, once nobody uses it.
    """
    raw = dbapi2.connect(str(path), isolation_level=None, cached_statements=64, check_same_thread=False)
    try:
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in READER_PRAGMAS:
            raw.execute(pragma)
    except BaseException:
        raw.close()
        raise
    _prepare(raw)
    return raw


def _prepare(raw: Any) -> None:
    raw.row_factory = NamedRow
    raw.create_function("holds", -1, _holds, deterministic=True)


def _holds(term: str, *texts: str | None) -> bool:
    from inspector.storage.ledgers.words import holds  # noqa: PLC0415 - most starts search nothing

    return holds(term, *texts)


def model_engine(raw: Any) -> "Engine":
    """SQLAlchemy's engine over an open connection, for migrations and models; it never closes the connection."""
    from sqlalchemy import create_engine, pool  # noqa: PLC0415 - costs start-up time

    return create_engine(
        "sqlite://", module=dbapi2, creator=lambda: raw, poolclass=pool.StaticPool, isolation_level="AUTOCOMMIT"
    )


ROW_ERRORS: Final = (
    dbapi2.InterfaceError,
    dbapi2.IntegrityError,
    dbapi2.DataError,
    dbapi2.ProgrammingError,
    OverflowError,
    TypeError,
    ValueError,
)
"""What the driver says of a row that it cannot write because of what is in it."""

SYMPTOMS: Final = (
    ("database or disk is full", "disk_full"),
    ("readonly database", "workspace_read_only"),
    ("unable to open database file", "workspace_unreadable"),
    ("file is not a database", "workspace_damaged"),
    ("malformed", "workspace_damaged"),
    ("file is encrypted", "workspace_damaged"),
    ("no such table", "workspace_damaged"),
    ("disk i/o error", "disk_failed"),
    ("database is locked", "workspace_busy"),
    ("out of memory", "workspace_damaged"),
)
"""What SQLite says -> our code. "out of memory" is SQLCipher's word for a first page that cannot be decrypted."""


@contextlib.contextmanager
def database_problems(path: Path) -> Iterator[None]:
    """Turn known errors of the database into problems; anything else is our bug and passes through."""
    try:
        yield
    except dbapi2.Error as error:
        said = str(error)
        for symptom, code in SYMPTOMS:
            if symptom in said.lower():
                raise Problem(code, path=path, reason=said, part="data.db") from error
        raise
