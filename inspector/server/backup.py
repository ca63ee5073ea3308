"""Backing a server up while it runs: one state of the whole database, whatever laptops send meanwhile, and its files.

A later backup into the same folder adds what is new. Only when every new part was read back does the server tell
laptops that their records are backed up.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.events import compact, decode_frame
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server import state
from inspector.server.archive import KEY, Archive, Manifest, Segment, frame_lines, homes_line, read_segment
from inspector.server.blobs import FolderBlobs, alone
from inspector.server.core import Core
from inspector.server.database import chunks
from inspector.server.migrate import REVISIONS
from inspector.server.state import FRAME, told
from inspector.server.tables import (
    SHOWN,
    blob_ref,
    counter,
    enrolment_code,
    entity,
    event,
    frame,
    metadata,
    token,
    used_nonce,
    web_session,
)
from inspector.sync.protocol import MOST_BLOB

SEGMENTED: Final = (frame, event, entity)
"""Tables that segments hold; `event` is read from the frames again."""
SECRETS: Final = (enrolment_code, used_nonce, token, web_session)
"""Tables that are not kept: a code that was used must not be good again."""
TABLES: Final = tuple(table for table in metadata.sorted_tables if table not in (*SEGMENTED, *SECRETS, *SHOWN))
"""Tables that are kept as they are."""
PORTION: Final = 200
"""Frames that are in memory at once."""
UNFINISHED_S: Final = 14 * 24 * 3600
"""How long a laptop may leave a file that it has begun to send; a backup is a good moment to forget older ones."""
SEGMENT: Final = 20_000
"""Frames in one file."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a backup holds, and what is new in it. `lost`: files that the server had, and has no more or not as sent."""

    folder: str
    frames: int
    new_frames: int
    files: int
    new_files: int
    last_frame: int
    lost: tuple[str, ...] = ()


def backup(core: Core, key: bytes, path: Path, *, files: bool = True) -> Report:
    """Back up into a folder; `files`: with photos, if they are not kept twice by other means (a bucket's own).

    Without the photos that stand in the server's own folder, laptops are not told that anything is backed up.
    Files that are lost or damaged on the server count as not sent from now on, so that laptops send them again.
    Raises Problem server_backup_folder_used, server_backup_of_another, server_backup_ahead, server_backup_damaged,
    server_backup_failed, server_full, server_database, server_blobs.
    """
    archive = Archive(path)
    archive.prepare()
    with alone(path / "lock"):
        before = archive.manifest()
        if before is None or not (path / KEY).exists():
            archive.write_key(key)
        made, fresh, copied, arrived = _write(core, archive, before, files=files)
        _check(archive, made, fresh)
        archive.write_manifest(made)
        _tell(core, made, arrived, safe=files or not isinstance(core.blobs, FolderBlobs))
        core.blobs.forget_parts(core.here.seconds - UNFINISHED_S)
    new = sum(one.frames for one in fresh)
    return Report(str(path), made.frames, new, made.files or 0, copied, made.last_frame, made.lost)


def _write(
    core: Core, archive: Archive, before: Manifest | None, *, files: bool
) -> tuple[Manifest, list[Segment], int, int]:
    """Everything but the manifest: it, the new segments, how many files are new, and the number of the last one."""
    with core.database.snapshot() as connection:
        facts = told(connection)
        known = _agreed(connection, archive, before, facts["server"])
        last = int(connection.execute(sa.select(counter.c.value).where(counter.c.name == FRAME)).scalar_one())
        fresh = list(_segments(connection, archive, known[-1].last if known else 0, last))
        tables = f"tables-{last:012d}-{core.here.random(4).hex()}.zst"
        tables_sha256 = archive.write_lines(tables, _table_lines(connection))
        present = sa.select(blob_ref.c.sha256).where(blob_ref.c.present).distinct().order_by(blob_ref.c.sha256)
        wanted = list(connection.execute(present).scalars()) if files else []
        arrived = state.last_file_number(connection)
    copied, lost = _copy(core, archive, wanted)
    count = len(wanted) - len(lost) if files else None
    at, who = core.here.now().isoformat(timespec="seconds"), (facts["server"], facts["name"], facts["epoch"])
    segments = (*known, *fresh)
    made = Manifest(*who, REVISIONS[-1], at, last, segments, tables, tables_sha256, count, tuple(lost))
    return made, fresh, copied, arrived


def _agreed(connection: Connection, archive: Archive, before: Manifest | None, server: str) -> tuple[Segment, ...]:
    """The segments that are there, if they are a part of this server's history."""
    if before is None:
        return ()
    if before.server != server:
        raise Problem("server_backup_of_another", path=archive.path, name=before.name)
    for one in before.segments[-1:]:
        same = (frame.c.seq == one.last) & (frame.c.id == one.last_id)
        if connection.execute(sa.select(frame.c.seq).where(same)).first() is None:
            raise Problem("server_backup_ahead", path=archive.path)
    return before.segments


def _segments(connection: Connection, archive: Archive, after: int, last: int) -> Iterator[Segment]:
    while True:
        span = (frame.c.seq > after) & (frame.c.seq <= last)
        some = sa.select(frame.c.seq).where(span).order_by(frame.c.seq).limit(SEGMENT).subquery()
        ends = connection.execute(sa.select(sa.func.min(some.c.seq), sa.func.max(some.c.seq), sa.func.count())).one()
        first, end, count = ends
        if not count:
            return
        name = f"frames/{first:012d}-{end:012d}.zst"
        sha256 = archive.write_lines(name, _segment_lines(connection, first, end))
        last_id = str(connection.execute(sa.select(frame.c.id).where(frame.c.seq == end)).scalar_one())
        yield Segment(name, first, end, last_id, count, sha256)
        after = end


def _segment_lines(connection: Connection, first: int, last: int) -> Iterator[bytes]:
    after = first - 1
    while after < last:
        span = (frame.c.seq > after) & (frame.c.seq <= last)
        rows = connection.execute(sa.select(frame).where(span).order_by(frame.c.seq).limit(PORTION)).mappings().all()
        spoken: set[str] = set()
        for row in rows:
            yield from frame_lines(dict(row))
            spoken.update(one.entity for one in decode_frame(bytes(row["raw"])).events)
        after = rows[-1]["seq"]
        yield homes_line(_homes(connection, sorted(spoken)))


def _homes(connection: Connection, things: list[str]) -> Iterator[dict[str, Any]]:
    for some in chunks(things):
        rows = connection.execute(sa.select(entity).where(entity.c.id.in_(some)).order_by(entity.c.id))
        yield from (dict(row) for row in rows.mappings())


def _table_lines(connection: Connection) -> Iterator[bytes]:
    for table in TABLES:
        rows = connection.execute(sa.select(table), execution_options={"yield_per": 1000})
        for row in rows.mappings():
            yield compact({"table": table.name, "row": dict(row)}).encode()


def _copy(core: Core, archive: Archive, wanted: list[str]) -> tuple[int, list[str]]:
    """Copy files that are not there yet: how many, and those that the server has no more as they were sent."""
    copied, lost = 0, []
    for sha256 in wanted:
        if archive.file(sha256).exists():
            continue
        try:
            data = core.blobs.read(sha256, 0, MOST_BLOB)
        except Problem as problem:
            if problem.code != "blob_unknown":
                raise
            data = b""
        if hashlib.sha256(data).hexdigest() != sha256:
            lost.append(sha256)
            continue
        if not archive.write_file(sha256, data):
            raise Problem("server_backup_damaged", part=sha256)
        copied += 1
    return copied, lost


def _check(archive: Archive, made: Manifest, fresh: list[Segment]) -> None:
    """Read the new parts back, line by line. Raises Problem server_backup_damaged."""
    for one in fresh:
        rows: list[dict[str, Any]] = []
        count = 0
        for rows, _homes in read_segment(archive.lines(one.file), one.file):
            count += len(rows)
        if count != one.frames or (rows and rows[-1]["id"] != one.last_id):
            raise Problem("server_backup_damaged", part=one.file)
    for _line in archive.lines(made.tables):
        pass
    damaged = archive.damaged(made, files=False)
    if damaged:
        raise Problem("server_backup_damaged", part=damaged[0])


def _tell(core: Core, made: Manifest, arrived: int, *, safe: bool) -> None:
    """Let laptops know what is in a backup, and which files to send again."""
    with core.database.writing() as connection:
        state.lock(connection)
        if safe:
            told_now = {"backup_seq": made.last_frame, "backup_files": arrived, "backup_at": core.here.seconds}
            state.put(connection, **{name: str(value) for name, value in told_now.items()})
        ask_again(connection, made.lost)


def ask_again(connection: Connection, lost: "tuple[str, ...] | list[str]") -> None:
    """Take files for not sent: laptops that have them send them again."""
    for sha256 in lost:
        connection.execute(sa.update(blob_ref).where(blob_ref.c.sha256 == sha256).values(present=False))
