"""Writers and a reader in processes of their own, on one database: started by a test, they begin together."""

import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspector.domain.events import decode_frame
from inspector.server.blobs import FolderBlobs
from inspector.server.core import start
from inspector.server.database import Database
from inspector.sync.digests import SetDigest
from inspector.sync.messages import START, Cursor
from tests.unit.server.world import Clock, Laptop, Server

SPAWN = multiprocessing.get_context("spawn")
WAIT_S = 60


@dataclass(frozen=True)
class Place:
    """What a process needs to open the server."""

    database: str
    folder: str
    key: bytes

    def open(self) -> Server:
        def now() -> datetime:
            return datetime.now(UTC)

        core = start(Database(self.database), FolderBlobs(Path(self.folder)), self.key, now, os.urandom)
        return Server(core, Clock(), self.key)


@dataclass(frozen=True)
class Writer:
    """A device that pushes; `user` is its person."""

    device: str
    user: str
    pushes: int


def write(place: Place, who: Writer, begin: Any, results: Any) -> None:
    """Push, and tell (frame, number) of every receipt."""
    laptop = Laptop(place.open(), who.device, who.user)
    session = laptop.session()
    begin.wait(WAIT_S)
    given = []
    for number in range(who.pushes):
        packets = [laptop.note("x" * 50 * (number % 7)) for _ in range(1 + number % 3)]
        receipts = laptop.server.core.push(session, packets).receipts
        given += [(receipt.frame, receipt.seq, receipt.status.value, receipt.rulings) for receipt in receipts]
    laptop.server.core.database.close()
    results.put(given)


def follow(place: Place, who: Writer, begin: Any, done: Any, results: Any) -> None:
    """Pull what is new until nothing is new after the writers have ended; tell (frame, number), digest and count."""
    laptop = Laptop(place.open(), who.device, who.user)
    session, cursor, seen = laptop.session(), START, []
    begin.wait(WAIT_S)
    last = False
    while True:
        page = laptop.server.core.pull(session, "north", cursor)
        for packet in page.packets:
            cursor = Cursor(packet.seq or 0, decode_frame(packet.raw).id)
            seen.append((cursor.id, cursor.seq))
        if not page.packets:
            if last:
                break
            last = done.is_set()
    laptop.server.core.database.close()
    mine = SetDigest.of(frame for frame, _seq in seen)
    results.put((seen, (mine.text, mine.count), (page.head.digest, page.head.count)))


def run(place: Place, writers: Sequence[Writer], readers: Sequence[Writer]) -> tuple[list[Any], list[Any]]:
    """What every writer and every reader told."""
    begin, done = SPAWN.Barrier(len(writers) + len(readers)), SPAWN.Event()
    told, read = SPAWN.Queue(), SPAWN.Queue()
    writing = [SPAWN.Process(target=write, args=(place, one, begin, told)) for one in writers]
    reading = [SPAWN.Process(target=follow, args=(place, one, begin, done, read)) for one in readers]
    for process in (*writing, *reading):
        process.start()
    try:
        given = [told.get(timeout=WAIT_S) for _ in writers]
        done.set()
        seen = [read.get(timeout=WAIT_S) for _ in readers]
    finally:
        for process in (*writing, *reading):
            process.join(5)
            process.kill()
    return given, seen
