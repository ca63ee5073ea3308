"""A server on its data folder: made by `create`, opened by `open_core`, with the real clock and real randomness."""

import os
from datetime import UTC, datetime
from pathlib import Path

from inspector.server import folder
from inspector.server.blobs import FolderBlobs
from inspector.server.core import Core, found, start
from inspector.server.database import Database


def create(path: Path, name: str, database: str = "") -> Core:
    """Make a data folder and its database. Raises Problem as `folder.create` and `migrate.bring_up`."""
    return _opened(folder.create(path, os.urandom(32), database), name)


def open_core(path: Path) -> Core:
    """Open a data folder; its database is brought up to date. Raises Problem as `folder.open_folder`."""
    return _opened(folder.open_folder(path), path.name)


def _opened(place: folder.Folder, name: str) -> Core:
    database = Database(place.database)
    core = start(database, FolderBlobs(place.blobs), place.key, now, os.urandom)
    try:
        found(database, core.here, name)
    except BaseException:
        database.close()
        raise
    return core


def now() -> datetime:
    """The time here, in UTC: kept as it is told, compared with nothing but the server's own."""
    return datetime.now(UTC)
