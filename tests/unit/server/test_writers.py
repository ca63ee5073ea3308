"""Eight writers at once, each on its own connection, and a reader that follows: no number shows up below its cursor."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sqlalchemy as sa
from typing_extensions import override

from inspector.domain.events import decode_frame
from inspector.server.database import Database
from inspector.server.store import Numbers
from inspector.server.verify import verify
from inspector.sync.digests import SetDigest
from inspector.sync.messages import START, Cursor, Stored
from tests.unit.server import world, writer
from tests.unit.server.world import Laptop, Server

WRITERS, PUSHES = 8, 20


class BareSequence(Numbers):
    """The bug: numbers from a sequence, which are given out in another order than transactions commit."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @override
    def next(self) -> int:
        return int(self._connection.execute(sa.text("SELECT nextval('bare')")).scalar_one())

    @override
    def close(self) -> None:
        """Nothing to write back."""


def write_and_follow(server: Server) -> tuple[set[str], list[str]]:
    """Ids that the writers were given receipts for, and those that the reader saw."""
    laptops = [server.laptop(server.person(f"w{number}")) for number in range(WRITERS)]
    start, done = threading.Barrier(WRITERS + 1), threading.Event()

    def write(laptop: Laptop) -> list[str]:
        session, given = laptop.session(), []
        start.wait()
        for number in range(PUSHES):
            packets = [laptop.note("x" * 50 * (number % 7)) for _ in range(1 + number % 3)]
            receipts = server.core.push(session, packets).receipts
            assert {receipt.status for receipt in receipts} == {Stored.STORED}
            given += [receipt.frame for receipt in receipts]
        return given

    def follow(cursor: Cursor) -> list[str]:
        session, seen = laptops[0].session(), []
        start.wait()
        last = False
        while True:
            page = server.core.pull(session, "north", cursor)
            for packet in page.packets:
                seen.append(decode_frame(packet.raw).id)
                cursor = Cursor(packet.seq or 0, seen[-1])
            if last and not page.packets:
                return seen
            last = done.is_set()

    head = laptops[0].pull().packets[-1]
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(follow, Cursor(head.seq or 0, decode_frame(head.raw).id))
        writers = [pool.submit(write, laptop) for laptop in laptops]
        given = {frame for writer in writers for frame in writer.result()}
        done.set()
        return given, reader.result()


def test_a_reader_misses_nothing_while_eight_write(server: Server) -> None:
    given, seen = write_and_follow(server)
    assert sorted(seen) == sorted(given)
    laptop = server.laptop(server.person("late"))
    ids, cursor, more = [], START, True
    while more:
        page = laptop.pull(after=cursor)
        ids += [decode_frame(packet.raw).id for packet in page.packets]
        cursor, more = Cursor(page.packets[-1].seq or 0, ids[-1]), page.head.more
    assert (page.head.digest, page.head.count) == (SetDigest.of(ids).text, len(ids))


def test_the_same_writers_find_a_bare_sequence_out(new_postgres: str, tmp_path: Path) -> None:
    database = Database(new_postgres)
    with database.writing() as connection:
        connection.execute(sa.text("CREATE SEQUENCE bare"))
    given, seen = write_and_follow(world.server(database, tmp_path, numbering=BareSequence))
    database.close()
    assert given - set(seen), "the planted bug was not caught: this test proves nothing"


def test_two_pushes_of_one_frame_at_once_store_it_once(server: Server) -> None:
    laptop = server.laptop(server.person("ann"))
    session, sent = laptop.session(), [laptop.note() for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        pushed = [pool.submit(server.core.push, session, sent) for _ in range(8)]
        every = [one.result().receipts for one in pushed]
    assert len({tuple((receipt.frame, receipt.seq) for receipt in receipts) for receipts in every}) == 1
    assert [receipts[0].status for receipts in every].count(Stored.STORED) == 1


def test_eight_processes_write_and_two_read_without_a_gap(server: Server, tmp_path: Path) -> None:
    people = {f"d-{number}": server.person(f"w{number}") for number in range(WRITERS)}
    for device, user in people.items():
        server.laptop(user, device)
    url = server.core.database.engine.url.render_as_string(hide_password=False)
    place = writer.Place(url, str(tmp_path / "blobs"), server.key)
    everybody = [writer.Writer(device, user, pushes=12) for device, user in people.items()]
    given, seen = writer.run(place, everybody, everybody[:2])
    receipts = [receipt for told in given for receipt in told]
    assert {(status, rulings) for _frame, _seq, status, rulings in receipts} == {("stored", ())}
    for read, mine, theirs in seen:
        assert [seq for _frame, seq in read] == list(range(1, len(read) + 1))  # no number is missing, none comes late
        assert set(read) >= {(frame, seq) for frame, seq, _status, _rulings in receipts}
        assert mine == theirs
    assert seen[0][1] == seen[1][1]
    assert verify(server.core).findings == []
