"""A server that is killed, or whose disk is full, while laptops push: what it gave a receipt for is there afterwards.

Real processes over loopback, on SQLite and on PostgreSQL.
"""

import contextlib
import hashlib
import itertools
import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from typing_extensions import override

from inspector.domain.events import BlobRef, decode_frame
from inspector.domain.person import Person, Role
from inspector.server import identity, people, quarantine
from inspector.server.opening import Places, create, open_core
from inspector.server.restore import examined, restore
from inspector.server.tables import frame
from inspector.server.verify import verify
from inspector.sync.messages import Packet, Receipt, Stored
from inspector.sync.protocol import PIECE, pack
from tests.unit.server import postgres
from tests.unit.server.web import Busy, Wire, refused
from tests.unit.server.world import Clock, Laptop, Server

KILLS, LAPTOPS = 4, 3
PHOTO = random.Random(1).randbytes(3 * PIECE + 5)
NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL."""
    with postgres.cluster() as url:
        yield url


@pytest.fixture
def new_postgres(postgres_url: str) -> Iterator[str]:
    """URL of an empty database."""
    with postgres.temporary(postgres_url) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data folder of a new server."""
    url = request.getfixturevalue("new_postgres") if request.param == "postgresql" else ""
    create(tmp_path / "srv", "office", Places(url)).database.close()
    return tmp_path / "srv"


class Process:
    """A server that can be killed and started again at the same address."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._line = [sys.executable, "-m", "inspector", "--json", "server", "run", "--data", str(folder), *options]
        self.port = 0
        self.start()

    def start(self) -> None:
        """Run it; it answers when this returns."""
        line = [*self._line, "--port", str(self.port)]
        self._process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
        )
        assert self._process.stdout is not None
        told = ""
        while "}" not in told:
            told += self._process.stdout.readline()
            assert told, "the server did not start"
        self.port = int(json.loads(told)["url"].rpartition(":")[2])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def limit(self, most_bytes: int) -> None:
        """Let no file of it grow above a size."""
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    def end(self, number: int = signal.SIGKILL) -> None:
        """Kill it with all of its workers, in the middle of whatever it does."""
        os.killpg(self._process.pid, number)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@contextlib.contextmanager
def running(folder: Path, *options: str) -> Iterator[Process]:
    made = Process(folder, *options)
    try:
        yield made
    finally:
        made.end()


def enrolled(folder: Path, count: int) -> list[Laptop]:
    """Laptops of as many persons, who may write in the area “north”."""
    core = open_core(folder)
    server, found = Server(core, Clock()), []
    for number in range(count):
        who = Person(f"p{number}", f"w{number}", f"W {number}", "east", (Role.INSPECTOR,))
        with core.database.writing() as connection:
            people.add_person(connection, who)
            code = identity.new_code(connection, core.here, [who.id], 1)
        quarantine.grant(core, who.id, "north", "author")
        found.append(Laptop(server, f"d-{number}", who.id))
        found[-1].enrol(code)
    core.database.close()
    return found


class Pusher(threading.Thread):
    """A laptop that pushes and never gives up; it keeps every receipt that arrived."""

    def __init__(self, url: str, laptop: Laptop, stop: threading.Event) -> None:
        super().__init__()
        self._url, self._laptop, self._stop_ = url, laptop, stop
        self.sent: dict[str, Packet] = {}
        self.receipts: dict[str, list[Receipt]] = {}
        self.cut = 0
        self.given_up = False

    @override
    def run(self) -> None:
        waiting: list[Packet] = []
        wire: Wire | None = None
        while (waiting and not self.given_up) or not self._stop_.is_set():
            if not waiting:
                waiting = [self._laptop.note("x" * 300) for _ in range(3)]
                self.sent |= {decode_frame(packet.raw).id: packet for packet in waiting}
            try:
                if wire is None:
                    wire = Wire(self._url, self._laptop)
                    wire.sign_in()
                for receipt in wire.push(*waiting).receipts:
                    self.receipts.setdefault(receipt.frame, []).append(receipt)
                waiting = []
            except (httpx.TransportError, Busy):
                self.cut += 1
                if wire is not None:
                    wire.http.close()
                wire = None
                self._stop_.wait(0.02)
        if wire is not None:
            wire.http.close()


@contextlib.contextmanager
def pushing(url: str, laptops: list[Laptop]) -> Iterator[list[Pusher]]:
    """Laptops that push until the end, and then until everything they have is there."""
    stop = threading.Event()
    pushers = [Pusher(url, laptop, stop) for laptop in laptops]
    for pusher in pushers:
        pusher.start()
    try:
        yield pushers
    except BaseException:
        for pusher in pushers:
            pusher.given_up = True
        raise
    finally:
        stop.set()
        for pusher in pushers:
            pusher.join()


@pytest.mark.parametrize("workers", ["1", pytest.param("2", marks=pytest.mark.long)])
def test_every_receipt_holds_when_the_server_is_killed_again_and_again(folder: Path, workers: str) -> None:
    rng = random.Random(7)
    laptops = enrolled(folder, LAPTOPS)
    with running(folder, "--workers", workers) as server, pushing(server.url, laptops) as pushers:
        for _kill in range(KILLS):
            _wait_for_more(pushers, rng.randrange(5, 60))
            server.end()
            server.start()
    assert sum(pusher.cut for pusher in pushers) >= KILLS
    _hold(folder, pushers)


def test_a_photo_arrives_whole_although_the_server_is_killed_in_between(folder: Path) -> None:
    (laptop,) = enrolled(folder, 1)
    ref = BlobRef(NAME, len(PHOTO), "image/webp")
    with running(folder) as server:
        wire = Wire(server.url, laptop)
        wire.sign_in()
        wire.push(laptop.frame(laptop.event("photo_added", "h1", blobs=(ref,))))
        offset, path, query = 0, f"/v1/blobs/{NAME}", {"scope": "north"}
        for after_s in itertools.chain((0.001, 0.01, 0.02, 0.04, 0.08), itertools.repeat(0)):
            piece = PHOTO[offset : offset + PIECE]
            if not piece:
                break
            killer = threading.Timer(after_s, server.end)
            if after_s:
                killer.start()
            with contextlib.suppress(httpx.TransportError):
                wire.http.patch(path, params=query, headers={"Upload-Offset": str(offset)}, content=piece)
            if after_s:
                killer.join()
                server.start()
                wire.http.close()
                wire = Wire(server.url, laptop)
                wire.sign_in()
            offset = int(wire.http.head(path, params=query).headers["Upload-Offset"])
            assert offset in {0, PIECE, 2 * PIECE, 3 * PIECE, len(PHOTO)}
        assert wire.http.get(path).content == PHOTO
        wire.http.close()
    core = open_core(folder)
    report = verify(core)
    assert (report.files, report.findings) == (1, [])
    core.database.close()


def test_a_full_disk_is_told_and_leaves_nothing_half_stored(tmp_path: Path) -> None:
    folder = tmp_path / "srv"
    create(folder, "office").database.close()
    (laptop,) = enrolled(folder, 1)
    ref = BlobRef(NAME, len(PHOTO), "image/webp")
    packets = [laptop.frame(laptop.event("photo_added", "h1", blobs=(ref,)))]
    packets += [laptop.note(random.Random(number).randbytes(20_000).hex()) for number in range(60)]
    path, query = f"/v1/blobs/{NAME}", {"scope": "north"}
    given: dict[str, int] = {}
    with running(folder) as server:
        server.limit(PIECE + 300_000)
        wire = Wire(server.url, laptop)
        wire.sign_in()
        refusals = []
        wire.push(packets[0])
        sent = [wire.http.patch(path, params=query, headers={"Upload-Offset": str(at)}, content=PHOTO[at : at + PIECE])
                for at in (0, PIECE)]  # fmt: skip
        assert sent[0].status_code == 200
        assert refused(sent[1]) == (507, "server_full")
        assert int(sent[1].headers["Retry-After"]) >= 2
        assert wire.http.head(path, params=query).headers["Upload-Offset"] == str(PIECE)
        for packet in packets:
            response = wire.http.post("/v1/push", content=pack([packet]))
            if response.status_code == 200:
                receipt = response.json()["receipts"][0]
                given[receipt["frame"]] = receipt["seq"]
            else:
                refusals.append(refused(response))
        assert wire.http.get("/v1/hello").status_code == 200
        wire.http.close()
    assert refusals
    assert set(refusals) <= {(503, "server_database"), (507, "server_full")}
    with running(folder) as server:  # somebody made room
        wire = Wire(server.url, laptop)
        wire.sign_in()
        for packet in packets:
            (receipt,) = wire.push(packet).receipts
            known = given.get(receipt.frame)
            assert receipt.status is (Stored.KNOWN if known else Stored.STORED)
            assert known in (None, receipt.seq)
        assert wire.http.head(path, params=query).headers["Upload-Offset"] == str(PIECE)
        wire.http.close()
    core = open_core(folder)
    assert verify(core).findings == []
    core.database.close()


def test_every_receipt_holds_when_postgresql_crashes(new_postgres: str, tmp_path: Path) -> None:
    folder = tmp_path / "srv"
    create(folder, "office", Places(new_postgres)).database.close()
    laptops = enrolled(folder, LAPTOPS)
    with running(folder) as server, pushing(server.url, laptops) as pushers:
        for _crash in range(2):
            _wait_for_more(pushers, 20)
            postgres.crash(new_postgres)
        _wait_for_more(pushers, 20)
    _hold(folder, pushers)


def _wait_for_more(pushers: list[Pusher], more: int) -> None:
    """Wait until so many more records have receipts."""
    seen = sum(len(pusher.receipts) for pusher in pushers)
    while sum(len(pusher.receipts) for pusher in pushers) < seen + more:
        assert all(pusher.is_alive() for pusher in pushers)
        threading.Event().wait(0.01)


def _hold(folder: Path, pushers: list[Pusher]) -> None:
    """Every receipt says what is stored, everything that was sent is stored once, and nothing is wrong."""
    core = open_core(folder)
    with core.database.reading() as connection:
        stored = {row.id: row.seq for row in connection.execute(sa.select(frame.c.id, frame.c.seq))}
    for pusher in pushers:
        for name in pusher.sent:
            assert {(receipt.seq, receipt.rulings) for receipt in pusher.receipts[name]} == {(stored[name], ())}
    assert sorted(stored.values()) == list(range(1, len(stored) + 1))
    assert verify(core).findings == []
    core.database.close()


LIMITED = """
import resource, sys
from inspector.cli import run
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(run(sys.argv[2:]))
"""


def test_a_backup_that_is_killed_or_finds_no_room_leaves_the_one_before(folder: Path, tmp_path: Path) -> None:
    (laptop,) = enrolled(folder, 1)
    core = open_core(folder)
    laptop.server = Server(core, Clock())
    session = laptop.session()
    copy, rng = tmp_path / "backup", random.Random(3)
    line = [sys.executable, "-m", "inspector", "server", "backup", str(copy), "--data", str(folder)]
    for after_s in (0.4, 0.7, 0, 0.5, 0.6, 0.8):
        for _push in range(10):
            core.push(session, [laptop.note(rng.randbytes(5000).hex())])
        process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(after_s or None)
        process.kill()
        process.wait()
        if (copy / "backup.json").exists():
            examined(copy)
    before = examined(copy)[1]
    core.push(session, [laptop.note(rng.randbytes(50_000).hex())])
    limited = [sys.executable, "-c", LIMITED, "20000", "server", "backup", str(copy), "--data", str(folder)]
    ended = subprocess.run(limited, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.partition(":")[0]) == (3, "server_full")
    assert examined(copy)[1] == before
    assert subprocess.run(line, stdout=subprocess.DEVNULL, check=False).returncode == 0
    made = restore(copy, tmp_path / "restored", Places())
    assert (made.frames, made.findings) == (laptop.pull().head.head, ())
    core.database.close()
