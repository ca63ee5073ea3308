"""What the engine is given of a laptop (`inspector.sync.engine.local.Local`): all in memory and in one thread."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector.problems import Problem
from inspector.storage.database import Database
from inspector.storage.folder.device import DeviceInfo
from inspector.sync.engine.round import run_round
from inspector.sync.engine.run import Options, RoundReport
from inspector.sync.engine.session import Session as EngineSession
from inspector.sync.engine.session import enrol as engine_enrol
from inspector.sync.engine.session import membership
from tests.simulation.laptop import Laptop
from tests.simulation.network import Network, Wire

URL = "https://province.example"
T = TypeVar("T")


@dataclass
class MemoryFiles:
    """Files of a workspace. Each use burns the fuse."""

    laptop: Laptop

    def has(self, sha256: str) -> bool:
        return sha256 in self.laptop.files

    def get(self, sha256: str) -> bytes:
        self.laptop.fuse.burn()
        if sha256 not in self.laptop.files:
            raise Problem("blob_missing", sha256=sha256)
        return self.laptop.files[sha256]

    def put(self, data: bytes) -> str:
        self.laptop.fuse.burn()
        sha256 = hashlib.sha256(data).hexdigest()
        self.laptop.files[sha256] = data
        return sha256

    def size(self, sha256: str) -> int:
        return len(self.get(sha256))


@dataclass
class MemoryParts:
    """Files that have not arrived whole. They lie on the disk and outlive a kill."""

    laptop: Laptop

    def get(self, sha256: str) -> bytes:
        return self.laptop.parts.get(sha256, b"")

    def add(self, sha256: str, data: bytes) -> None:
        self.laptop.fuse.burn()
        self.laptop.parts[sha256] = self.get(sha256) + data

    def drop(self, sha256: str) -> None:
        self.laptop.fuse.burn()
        self.laptop.parts.pop(sha256, None)


@dataclass
class MemoryLocal:
    """A laptop, for the engine. `ahead` does what is asked for at once or when the result is."""

    laptop: Laptop
    chance: random.Random

    @property
    def device(self) -> DeviceInfo:
        return self.laptop.identity.info

    @property
    def blobs(self) -> MemoryFiles:
        return MemoryFiles(self.laptop)

    @property
    def parts(self) -> MemoryParts:
        return MemoryParts(self.laptop)

    def read(self, work: Callable[[Database], T]) -> T:
        return work(self.laptop.db)

    def write(self, work: Callable[[Database], T], *, quiet: bool = False) -> T:
        del quiet  # nothing follows the changes here
        return work(self.laptop.db)

    def sign(self, data: bytes) -> bytes:
        return self.laptop.identity.sign(data)

    def exchange_key(self) -> bytes:
        private = X25519PrivateKey.from_private_bytes(self.laptop.identity.exchange_private_key())
        return private.public_key().public_bytes_raw()

    def now(self) -> datetime:
        return self.laptop.clock()

    def ahead(self, work: Callable[[], T]) -> Callable[[], T]:
        if self.chance.random() < 0.5:
            return work
        result, error = _tried(work)

        def given() -> Any:
            if error is not None:
                raise error
            return result

        return given


def _tried(work: Callable[[], T]) -> tuple[T | None, Problem | None]:
    try:
        return work(), None
    except Problem as problem:
        return None, problem


def enrol(laptop: Laptop, network: Network, code: str) -> None:
    """Join the server. Raises Problem."""
    engine_enrol(MemoryLocal(laptop, laptop.chance), Wire(network, laptop.fuse), URL, code, laptop.name)


def sync(
    laptop: Laptop,
    network: Network,
    *,
    options: Options = Options(),  # noqa: B008 - frozen
    meanwhile: Callable[[], None] | None = None,
    stops: Callable[[], bool] | None = None,
) -> RoundReport | None:
    """One round; its alarms are told to people. None for a laptop that belongs to no server.

    `meanwhile` is called now and then in between: people go on working. `stops` says when somebody ends the round.
    """
    local = MemoryLocal(laptop, laptop.chance)
    member = local.read(membership)
    if member is None:
        return None
    wire = Wire(network, laptop.fuse)

    def progress(_stage: str, _done: int, _total: int) -> None:
        if meanwhile is not None:
            meanwhile()

    session = EngineSession.begin(local, wire, member)
    report = run_round(local, wire, session, options, progress, stops)
    for alarm in report.alarms:
        laptop.alarms[alarm.code] = laptop.alarms.get(alarm.code, 0) + 1
    return report


def says_synced(laptop: Laptop, report: RoundReport) -> bool:
    """Whether a person is shown 已同步 after a round."""
    counts = laptop.db.outbox.counts()
    lacking = counts.unsent + counts.files_unsent + counts.files_missing + counts.parked
    return report.outcome == "done" and not lacking


def line(report: RoundReport) -> str:
    """A report in the trace."""
    figures = f"in {report.received}/{report.stored} out {report.sent} refused {report.refused} ruled {report.ruled}"
    files = f"files in {report.files_received} out {report.files_sent} waiting {report.files_waiting}"
    problem = report.problem.code if report.problem else ""
    return f"{report.outcome} {problem} {figures} {files} {' '.join(alarm.code for alarm in report.alarms)}"
