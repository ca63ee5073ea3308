"""Exchange files on sticks: the real files, in a folder in memory where the system has one."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from typing_extensions import override

from inspector.problems import Problem
from inspector.server.exchange import import_file
from inspector.server.exchange_answer import export_file
from inspector.services.exchange.exporting import export_exchange
from inspector.services.exchange.importing import import_exchange
from inspector.services.exchange.parties import partners_of
from inspector.services.exchange.views import Imported
from inspector.services.workspace import Workspace
from inspector.storage.database import Database
from inspector.storage.folder.device import DeviceInfo
from inspector.storage.folder.keys import KeyRecord, KeySource
from inspector.storage.folder.workspace import WorkspaceInfo
from tests.simulation.host import Host
from tests.simulation.laptop import Laptop
from tests.simulation.syncing import MemoryFiles

if TYPE_CHECKING:
    from inspector.storage import Store

T = TypeVar("T")


@dataclass
class MemoryStore:
    """What exchange files ask of a workspace's store."""

    laptop: Laptop

    @property
    def blobs(self) -> MemoryFiles:
        return MemoryFiles(self.laptop)

    @property
    def device(self) -> DeviceInfo:
        return self.laptop.identity.info

    @property
    def info(self) -> WorkspaceInfo:
        return WorkspaceInfo(self.laptop.id, KeyRecord(KeySource.SAMPLE))

    def read(self, work: Callable[[Database], T]) -> T:
        return work(self.laptop.db)

    def call(self, work: Callable[[Database], T]) -> T:
        return work(self.laptop.db)

    def sign(self, data: bytes) -> bytes:
        return self.laptop.identity.sign(data)

    def exchange_private_key(self) -> bytes:
        return self.laptop.identity.exchange_private_key()


class MemoryWorkspace(Workspace):
    """A workspace whose store is in memory; it has no folder and no threads."""

    @override
    def __init__(self, laptop: Laptop) -> None:
        self.store = cast("Store", MemoryStore(laptop))
        self.syncing = threading.Lock()
        self.laptop = laptop
        self.visits = {}
        self._acting = None

    @property
    @override
    def db(self) -> Database:
        return self.laptop.db

    @override
    def now(self) -> datetime:
        return self.laptop.clock()

    @override
    def new_id(self) -> str:
        return self.db.ids.new()

    @override
    def call(self, work: Callable[[], T]) -> T:
        return work()


@dataclass(frozen=True)
class Stick:
    """A file on its way. `to`: a device's id, or "server"."""

    paths: tuple[Path, ...]
    to: str
    by: str


@dataclass
class Drawer:
    """Where sticks lie."""

    folder: Path
    sticks: list[Stick] = field(default_factory=list)
    made: int = 0

    def _out(self) -> Path:
        self.made += 1
        return self.folder / f"{self.made}.hzx"

    def partners(self, laptop: Laptop) -> list[str]:
        """Whom a laptop may write for."""
        return [one.id for one in partners_of(laptop.db)]

    def write(self, laptop: Laptop, to: str, part_size: int) -> Stick:
        """A laptop writes a file. Raises Problem."""
        done = export_exchange(MemoryWorkspace(laptop), self._out(), to, part_size=part_size)
        kind = "server" if done.partner.kind == "server" else done.partner.id
        return self._keep(Stick(done.paths, kind, laptop.name))

    def answer(self, host: Host, device: str, part_size: int) -> Stick:
        """The server writes a file for a laptop. Raises Problem."""
        done = export_file(host.core, device, self._out(), part_size=part_size)
        return self._keep(Stick(done.paths, device, "server"))

    def _keep(self, stick: Stick) -> Stick:
        self.sticks.append(stick)
        return stick

    def clear(self) -> None:
        """Throw everything away."""
        for stick in self.sticks:
            for path in stick.paths:
                path.unlink(missing_ok=True)
        self.sticks.clear()


def take(laptop: Laptop, paths: tuple[Path, ...]) -> Imported:
    """A laptop takes files over; its alarms are told to people."""
    report = import_exchange(MemoryWorkspace(laptop), paths)
    for alarm in report.alarms:
        laptop.alarms[alarm.code] = laptop.alarms.get(alarm.code, 0) + 1
    return report


def take_at_server(host: Host, paths: tuple[Path, ...]) -> str:
    """The server takes files in; what it says."""
    told = []
    for path in paths:
        try:
            report: Any = import_file(host.core, path)
            told.append(f"{len(report.receipts)} frames")
        except Problem as problem:
            told.append(problem.code)
    return ", ".join(told)


def line(report: Imported) -> str:
    """A report in the trace."""
    problems = [one.problem.code for one in report.files if one.problem is not None]
    alarms = " ".join(alarm.code for alarm in report.alarms)
    return f"{report.outcome} in {report.received}/{report.stored} out {report.sent} {problems or ''} {alarms}"
