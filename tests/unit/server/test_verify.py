"""Examining a server finds what was changed behind its back, and nothing where all is well."""

import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa

from inspector.domain.events import BlobRef
from inspector.server.tables import counter, event, frame
from inspector.server.verify import verify
from tests.unit.server.world import Laptop, Server

PHOTO = b"a photo"
SHA = hashlib.sha256(PHOTO).hexdigest()


def lived_in(server: Server) -> Laptop:
    """A server with honest and forked frames, gaps, rulings and photos; its laptop."""
    laptop = server.laptop(server.person("ann", scopes=("north", "south")))
    photo = laptop.event("photo_added", "h1", blobs=(BlobRef(SHA, len(PHOTO), ""), BlobRef("0" * 64, 3, "")))
    copy = Laptop(server, laptop.id, laptop.user, made=1000)
    laptop.push(laptop.frame(photo), laptop.note(scope="south"), laptop.frame(laptop.event("hazard_voided", "h1")))
    copy.push(copy.note(), copy.note())
    laptop.note()
    laptop.push(laptop.note())
    server.core.blob_put(laptop.session(), "north", SHA, 0, PHOTO)
    return laptop


def test_a_sound_server_has_no_findings(server: Server) -> None:
    lived_in(server)
    report = verify(server.core)
    assert report.findings == []
    assert (report.files, report.awaited) == (1, 1)
    assert report.frames >= 9


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (sa.update(frame).where(frame.c.nth == 2).values(raw=b"{}"), {"raw_changed", "unreadable"}),
        (sa.update(frame).where(frame.c.nth == 2).values(sig=bytes(64)), {"signature"}),
        (sa.update(frame).where(frame.c.nth == 2).values(digest="0" * 64), {"digest"}),
        (sa.update(frame).where(frame.c.nth == 2).values(n=77), {"head_changed"}),
        (sa.delete(event).where(event.c.entity == "h1", event.c.place == 0), {"events"}),
        (sa.insert(event).values(id="e-x", seq=2, place=9, entity="h1"), {"events"}),
        (sa.update(counter).where(counter.c.name == "frame").values(value=1), {"number"}),
    ],
)
def test_what_was_changed_is_found(server: Server, change: sa.Executable, codes: set[str]) -> None:
    lived_in(server)
    with server.core.database.writing() as connection:
        connection.execute(change)
    assert codes <= {finding.code for finding in verify(server.core).findings}


def test_a_damaged_file_is_found(server: Server, tmp_path: Path) -> None:
    lived_in(server)
    (tmp_path / "blobs" / SHA[:2] / SHA).write_bytes(b"b photo")
    assert [(one.code, one.subject) for one in verify(server.core).findings] == [("blob_damaged", SHA)]
