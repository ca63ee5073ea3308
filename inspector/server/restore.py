"""Making a server from a backup: on SQLite or PostgreSQL, with files in a folder or a bucket, whatever it was before.

The restored server begins a new epoch. Laptops notice it, go on where they were, and offer again what came after the
backup. Nothing that exists is overwritten.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from inspector.domain.events import decode_frame
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import folder, state
from inspector.server.archive import Archive, Manifest, Row, read_segment
from inspector.server.backup import TABLES, ask_again
from inspector.server.core import Core, begin_epoch
from inspector.server.migrate import REVISIONS, bring_up
from inspector.server.opening import Places, empty_core
from inspector.server.tables import blob_ref, entity, event, frame, meta
from inspector.server.verify import Finding, verify

PORTION: Final = 1000


@dataclass(frozen=True, slots=True)
class Report:
    """What was restored. `awaited`: files that the backup does not hold, which laptops are asked for again."""

    folder: str
    server: str
    name: str
    epoch: str
    backup_of: str
    frames: int
    files: int
    awaited: int
    findings: tuple[Finding, ...] = ()


def examined(path: Path) -> tuple[Archive, Manifest]:
    """A backup every part of which was read.

    Raises Problem server_backup_missing, server_backup_newer or server_backup_damaged.
    """
    archive = Archive(path)
    made = archive.manifest()
    if made is None:
        raise Problem("server_backup_missing", path=path)
    if made.revision not in REVISIONS:
        raise Problem("server_backup_newer")
    damaged = archive.damaged(made)
    if damaged:
        raise Problem("server_backup_damaged", part=damaged[0])
    archive.key()
    return archive, made


def restore(source: Path, target: Path, places: Places) -> Report:
    """Make a server's data folder from a backup, and examine the server.

    Raises Problem as `examined`, server_folder_used, server_database_used, server_full and as `opening.create`.
    """
    archive, made = examined(source)
    place, core = empty_core(target, places, archive.key())
    try:
        with closing(core.database):
            bring_up(core.database)
            epoch, files = _filled(core, archive, made)
            found = verify(core)
    except BaseException:
        folder.discard(place)
        raise
    told = (str(target), made.server, made.name, epoch, made.made_at, made.frames)
    return Report(*told, files, found.awaited, tuple(found.findings))


def _filled(core: Core, archive: Archive, made: Manifest) -> tuple[str, int]:
    """Store everything in one transaction: the new epoch, and how many files there are."""
    with core.database.writing() as connection:
        _need_empty(connection)
        _fill(connection, archive, made)
        files, missing = _files(core, connection, archive, made)
        ask_again(connection, missing)
        state.number_files(connection)
        arrived, now = str(state.last_file_number(connection)), str(core.here.seconds)
        last = str(made.last_frame)
        state.put(connection, backup_seq=last, backup_files=arrived, backup_at=now, restored_from=made.made_at)
        return begin_epoch(connection, core.here), files


def _need_empty(connection: Connection) -> None:
    for table in (meta, frame):
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise Problem("server_database_used")


def _fill(connection: Connection, archive: Archive, made: Manifest) -> None:
    tables = {table.name: table for table in TABLES}
    for name, rows in _grouped(archive, made):
        connection.execute(sa.insert(tables[name]), rows)
    last = 0
    for segment in made.segments:
        for frames, homes in read_segment(archive.lines(segment.file), segment.file):
            last = _insert(connection, frames, homes, last)
    if last != (made.segments[-1].last if made.segments else 0):
        raise Problem("server_backup_damaged", part=made.segments[-1].file)


def _grouped(archive: Archive, made: Manifest) -> Iterator[tuple[str, list[Row]]]:
    """Rows of the tables in portions, in the order they were written."""
    name, rows = "", list[Row]()
    for line in archive.lines(made.tables):
        try:
            told = json.loads(line)
            one, row = str(told["table"]), dict(told["row"])
        except (ValueError, KeyError, TypeError):
            raise Problem("server_backup_damaged", part=made.tables) from None
        if rows and (one != name or len(rows) == PORTION):
            yield name, rows
            rows = []
        name = one
        rows.append(row)
    if rows:
        yield name, rows


def _insert(connection: Connection, frames: list[Row], homes: list[Row], after: int) -> int:
    """Store a portion; the number of its last frame. Events are read from the frames."""
    events: list[Row] = []
    for row in frames:
        if row["seq"] <= after:
            raise Problem("server_backup_damaged", part=row["id"])
        after = row["seq"]
        for at, one in enumerate(decode_frame(row["raw"]).events):
            events.append({"id": one.id, "seq": after, "place": at, "entity": one.entity})
    for table, rows in ((frame, frames), (event, events)):
        if rows:
            connection.execute(sa.insert(table), rows)
    if homes:
        connection.execute(_insert_new(connection), homes)
    return after


def _insert_new(connection: Connection) -> Any:
    """An entity is spoken of in many segments and stored once."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(entity).on_conflict_do_nothing()


def _files(core: Core, connection: Connection, archive: Archive, made: Manifest) -> tuple[int, list[str]]:
    """Put the files where they belong: how many there are, and which ones are missing."""
    query = sa.select(blob_ref.c.sha256).where(blob_ref.c.present).distinct()
    wanted, missing = list(connection.execute(query).scalars()), []
    for sha256 in wanted:
        path = archive.file(sha256)
        if path.exists():
            if core.blobs.size(sha256) != path.stat().st_size:
                core.blobs.put(sha256, path.read_bytes())
        elif made.files is not None or core.blobs.size(sha256) < 0:
            missing.append(sha256)
    return len(wanted) - len(missing), missing
