"""A server in a process of its own, and laptops with real workspaces, for tests that break what is between them."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from inspector.domain.events import BlobRef
from inspector.domain.person import Person, Role
from inspector.server import identity, people, quarantine
from inspector.server.core import Core
from inspector.server.opening import create, open_core
from inspector.server.tables import frame
from inspector.server.verify import verify
from inspector.services import Workspace
from inspector.services.syncing.rounds import SyncResult, enroll, sync_now
from inspector.storage import KeySource, NewEvent, create_store, open_store
from tests.e2e.running import ROOT, Ended, environment, inspector

T = TypeVar("T")
AREA = "north"
WHO = "p-ann"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Province:
    """A server's folder, its process, and its port, which stays the same when it starts again."""

    folder: Path
    port: int = field(default_factory=_free_port)
    process: "subprocess.Popen[str] | None" = None

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        words = ["server", "run", "--port", str(self.port), "--data", str(self.folder), "--json"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "inspector", *words],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        assert any(line.startswith("}") for line in self.process.stdout), "the server did not start"

    def end(self, number: int = signal.SIGTERM) -> None:
        """End it; by SIGKILL as a power cut does."""
        process, self.process = self.process, None
        if process is not None:
            process.send_signal(number)
            process.communicate(timeout=30)

    def core(self, work: Callable[[Core], T]) -> T:
        """Do something at the server's own command line."""
        core = open_core(self.folder)
        try:
            return work(core)
        finally:
            core.database.close()

    def code(self) -> str:
        """A one-time code for the person who works on every laptop here."""

        def made(core: Core) -> str:
            with core.database.writing() as connection:
                return identity.new_code(connection, core.here, [WHO], 1)

        return self.core(made)

    def frames(self) -> set[str]:
        """Ids of everything that is on the server."""

        def read(core: Core) -> set[str]:
            with core.database.reading() as connection:
                return set(connection.execute(sa.select(frame.c.id)).scalars())

        return self.core(read)

    def whole(self) -> bool:
        """Whether nothing is wrong with it, and no photo is awaited."""
        report = self.core(verify)
        return (report.findings, report.awaited) == ([], 0)


@contextmanager
def province(folder: Path) -> Iterator[Province]:
    """A running server that knows one person."""
    core = create(folder, "province")
    with core.database.writing() as connection:
        people.add_person(connection, Person(WHO, "ann", "Ann", "one", (Role.INSPECTOR, Role.LEAD)))
    quarantine.grant(core, WHO, AREA, "author")
    core.database.close()
    made = Province(folder)
    made.start()
    try:
        yield made
    finally:
        made.end()


@dataclass
class Laptop:
    """A workspace in a folder. `clock` replaces the system's where a round is made in this process."""

    path: Path
    clock: Callable[[], datetime] | None = None

    @contextmanager
    def open(self) -> Iterator[Workspace]:
        workspace = Workspace(open_store(self.path), clock=self.clock)
        try:
            yield workspace
        finally:
            workspace.close()

    def write(self, *photos: bytes, notes: int = 1) -> None:
        """Notes, each a record of its own, and records with photos."""
        with self.open() as workspace:
            for number in range(notes):
                self._append(workspace, NewEvent(f"h{number}", "hazard", "note_added", {"note": "seen " * 40}))
            for photo in photos:
                sha256 = workspace.store.blobs.put(photo)
                ref = BlobRef(sha256, len(photo), "image/jpeg")
                self._append(workspace, NewEvent("h0", "hazard", "photo_added", {}, blobs=(ref,)))

    @staticmethod
    def _append(workspace: Workspace, event: NewEvent) -> None:
        workspace.call(lambda: workspace.db.frames.append(AREA, WHO, [event], workspace.now()))

    def join(self, server: Province) -> None:
        with self.open() as workspace:
            enroll(workspace, server.url, server.code())
            sync_now(workspace)

    def sync(self, url: str = "") -> SyncResult:
        """A round in this process."""
        with self.open() as workspace:
            return sync_now(workspace, url)

    def command(self, *words: str) -> Ended:
        """A round, or another verb of `sync`, in a process of its own."""
        return inspector("--workspace", self.path, "sync", "--json", *words)

    def begin(self, url: str) -> "subprocess.Popen[bytes]":
        """A round in a process that may be killed."""
        words = ["--workspace", str(self.path), "sync", "--server", url]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            [sys.executable, "-m", "inspector", *words], cwd=ROOT, env=environment(), stdout=quiet, stderr=quiet
        )

    def frames(self) -> dict[str, int | None]:
        """Everything that is here, with the server's number."""
        with self.open() as workspace:
            return workspace.store.call(lambda db: dict(db.outbox.ids(AREA)))

    def lacks(self) -> dict[str, int]:
        """What has no receipt or is missing, by kind."""
        with self.open() as workspace:
            counts = workspace.store.call(lambda db: db.outbox.counts())
        kinds = ("unsent", "refused", "files_unsent", "files_missing", "parked")
        return {kind: getattr(counts, kind) for kind in kinds if getattr(counts, kind)}


def laptop(path: Path, server: Province, clock: Callable[[], datetime] | None = None) -> Laptop:
    """A laptop that has joined the server."""
    create_store(path, source=KeySource.SAMPLE).close()
    made = Laptop(path, clock)
    made.join(server)
    return made


def agree(server: Province, *laptops: Laptop) -> None:
    """Everything is everywhere, with receipts, and whole."""
    everything = server.frames()
    for one in laptops:
        found = one.frames()
        assert set(found) == everything
        assert None not in found.values()
        assert one.lacks() == {}
    assert server.whole()


def alarms(result: Any) -> set[str]:
    """Codes of what people were told."""
    if isinstance(result, SyncResult):
        return {alarm.code for alarm in result.report.alarms}
    return {alarm["code"] for alarm in json.loads(result.out)["alarms"]}
