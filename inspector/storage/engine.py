"""The one connection to `data.db`: SQLAlchemy on the sqlcipher3 driver, durable at every commit, errors as problems.

WAL with `synchronous=FULL`: WAL with NORMAL lost acknowledged commits in simulated power cuts. Temporary tables stay in
memory, so that no plaintext reaches the disk. The driver is in autocommit mode; `Database.transaction` says BEGIN.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, pool
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from inspector.problems import Problem

BUSY_MS: Final = 5000
CACHE_KIB: Final = 65536
"""Decrypted pages kept in memory."""


def open_engine(path: Path, key: bytes) -> Engine:
    """An engine with exactly one connection, opened on the calling thread at first use."""

    def connect() -> Any:
        raw = dbapi2.connect(str(path), isolation_level=None, cached_statements=256)
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (
            "PRAGMA cipher_log_level = NONE",
            f"PRAGMA busy_timeout = {BUSY_MS}",
            "PRAGMA temp_store = MEMORY",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            f"PRAGMA cache_size = -{CACHE_KIB}",
        ):
            raw.execute(pragma)
        return raw

    return create_engine(
        "sqlite://", module=dbapi2, creator=connect, poolclass=pool.StaticPool, isolation_level="AUTOCOMMIT"
    )


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
    except (DBAPIError, dbapi2.Error) as error:
        said = str(error.orig if isinstance(error, DBAPIError) else error)
        for symptom, code in SYMPTOMS:
            if symptom in said.lower():
                raise Problem(code, path=path, reason=said, part="data.db") from error
        raise
