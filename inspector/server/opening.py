"""A server on its data folder: made by `create`, opened by `open_core`, with the real clock and real randomness."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.server import folder
from inspector.server.blobs import Blobs, FolderBlobs
from inspector.server.core import Core, found, start
from inspector.server.database import Database


@dataclass(frozen=True, slots=True)
class Places:
    """Where database and files are: URL of PostgreSQL, `s3://bucket/prefix` and its endpoint; "" = in the folder."""

    database: str = ""
    bucket: str = ""
    endpoint: str = ""


BESIDE: Final = Places()
"""All of it in the folder."""


def create(path: Path, name: str, places: Places = BESIDE) -> Core:
    """Make a data folder and its database.

    Nothing is left when it does not succeed. Raises Problem as `folder.create`, `migrate.bring_up` and `Blobs.check`.
    """
    place = _made(path, places, os.urandom(32))
    try:
        _blobs(place).check()
        return _opened(place, name)
    except BaseException:
        folder.discard(place)
        raise


def empty_core(path: Path, places: Places, key: bytes) -> tuple[folder.Folder, Core]:
    """Make a data folder for a server that is restored, with its key; the database is as it was.

    Raises Problem as `folder.create` and `Blobs.check`.
    """
    place = _made(path, places, key)
    try:
        _blobs(place).check()
        return place, start(Database(place.database), _blobs(place), key, now, os.urandom)
    except BaseException:
        folder.discard(place)
        raise


def _made(path: Path, places: Places, key: bytes) -> folder.Folder:
    return folder.create(path, key, places.database, places.bucket, places.endpoint)


def open_core(path: Path) -> Core:
    """Open a data folder; its database is brought up to date. Raises Problem as `folder.open_folder`."""
    return _opened(folder.open_folder(path), path.name)


def _opened(place: folder.Folder, name: str) -> Core:
    database = Database(place.database)
    core = start(database, _blobs(place), place.key, now, os.urandom)
    try:
        found(database, core.here, name)
    except BaseException:
        database.close()
        raise
    return core


def _blobs(place: folder.Folder) -> Blobs:
    if not place.bucket:
        return FolderBlobs(place.blobs)
    from inspector.server.bucket import s3  # noqa: PLC0415 - needs the extra `s3`

    return s3(place.bucket, place.endpoint)


def now() -> datetime:
    """The time here, in UTC: kept as it is told, compared with nothing but the server's own."""
    return datetime.now(UTC)
