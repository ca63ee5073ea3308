"""Examining a server: every frame against its hash, signature, chain and place, every file against its name.

Reads only, in portions; what is found is told, not repaired.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.events import Frame, decode_frame
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.server.core import Core
from inspector.server.database import chunks
from inspector.server.state import FRAME, is_signed
from inspector.server.tables import blob_ref, counter, device, event, frame
from inspector.sync.digests import SetDigest

PORTION: Final = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a frame or a file.

    raw_changed, unreadable, signature, head_changed, digest, chain, events, number, blob_damaged.
    """

    code: str
    subject: str


@dataclass(slots=True)
class Report:
    """How much was examined, and what was found. `awaited`: files that frames refer to and nobody has sent yet."""

    frames: int = 0
    events: int = 0
    files: int = 0
    awaited: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Examiner:
    keys: dict[str, str]
    report: Report
    digests: dict[str, SetDigest] = field(default_factory=dict)
    chains: dict[tuple[str, str], dict[int, str]] = field(default_factory=dict)

    def examine(self, row: Any, made: Frame | None, stored: set[tuple[str, int, str]]) -> Iterator[str]:
        """Codes of what is wrong with a frame. `stored`: id, place and entity of its events in the table."""
        raw = bytes(row.raw)
        digest = self.digests.setdefault(row.scope, SetDigest())
        digest.add(row.id)
        if (row.digest, row.nth) != (digest.text, digest.count):
            yield "digest"
        if hashlib.sha256(raw).hexdigest() != row.hash:
            yield "raw_changed"
        elif not is_signed(self.keys.get(row.dev, ""), bytes(row.sig), raw):
            yield "signature"
        if made is None:
            yield "unreadable"
            return
        if (made.id, made.scope, made.dev, made.n, made.prev) != (row.id, row.scope, row.dev, row.n, row.prev):
            yield "head_changed"
        if stored != {(one.id, place, one.entity) for place, one in enumerate(made.events)}:
            yield "events"
        self.report.events += len(made.events)
        self._link(row)

    def _link(self, row: Any) -> None:
        if not row.forked:
            self.chains.setdefault((row.dev, row.scope), {})[row.n] = f"{row.prev} {row.hash} {row.id}"

    def broken(self) -> Iterator[str]:
        """Frames that do not fit to the one before, where that one is here."""
        for links in self.chains.values():
            for n, link in sorted(links.items()):
                prev, _hash, identity = link.split(" ", 2)
                before = links.get(n - 1)
                if before is not None and before.split(" ", 2)[1] != prev:
                    yield identity


def verify(core: Core) -> Report:
    """Examine everything, as it is at one moment. Raises Problem server_database."""
    report = Report()
    with core.database.snapshot() as connection:
        keys = {row.id: row.public_key for row in connection.execute(sa.select(device.c.id, device.c.public_key))}
        examiner = _Examiner(keys, report)
        last = _frames(connection, examiner)
        report.findings += [Finding("chain", identity) for identity in examiner.broken()]
        if connection.execute(sa.select(sa.func.count()).select_from(event)).scalar_one() != report.events:
            report.findings.append(Finding("events", "event"))
        if connection.execute(sa.select(counter.c.value).where(counter.c.name == FRAME)).scalar_one() < last:
            report.findings.append(Finding("number", str(last)))
        _files(core, connection, report)
    return report


def _frames(connection: Connection, examiner: _Examiner) -> int:
    """Examine every frame; the number of the last one."""
    last = 0
    while True:
        query = sa.select(frame).where(frame.c.seq > last).order_by(frame.c.seq).limit(PORTION)
        rows = connection.execute(query).all()
        if not rows:
            return last
        last = rows[-1].seq
        decoded = [_decoded(bytes(row.raw)) for row in rows]
        named = [one.id for made in decoded if made is not None for one in made.events]
        stored: dict[int, set[tuple[str, int, str]]] = {}
        for some in chunks(named):
            for one in connection.execute(sa.select(event).where(event.c.id.in_(some))):
                stored.setdefault(one.seq, set()).add((one.id, one.place, one.entity))
        for row, made in zip(rows, decoded, strict=True):
            examiner.report.frames += 1
            found = examiner.examine(row, made, stored.get(row.seq, set()))
            examiner.report.findings += [Finding(code, row.id) for code in found]


def _decoded(raw: bytes) -> Frame | None:
    try:
        return decode_frame(raw)
    except Problem:
        return None


def _files(core: Core, connection: Connection, report: Report) -> None:
    rows = connection.execute(sa.select(blob_ref.c.sha256, blob_ref.c.present).distinct()).all()
    present = {row.sha256 for row in rows if row.present}
    report.files = len(present)
    report.awaited = len({row.sha256 for row in rows} - present)
    report.findings += [Finding("blob_damaged", sha256) for sha256 in sorted(present) if core.blobs.damaged(sha256)]
