"""A second laptop beside a workspace: it has the same records, somebody else works on it, and both exchange frames."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from inspector.domain.events import decode_frame
from inspector.services.judgement.rules import thing_of
from inspector.services.preferences import choosing
from inspector.services.registers.entries import area_of
from inspector.services.workspace import Workspace
from inspector.storage import KeySource, create_store
from inspector.storage.frames.arrivals import Arrival
from inspector.storage.frames.peers import KnownDevice
from inspector.storage.frames.receiving import Received

T = TypeVar("T")


class Pair:
    """Two laptops. `give()` carries everything from the first to the second, `take()` back."""

    def __init__(self, first: Workspace, folder: Path, name: str = "Team laptop 2", clock: Any = None) -> None:
        self.first = first
        self.second = Workspace(create_store(folder, source=KeySource.SAMPLE), clock=clock)
        self.name = name
        self._meet()
        self.give()

    def _meet(self) -> None:
        for here, there, name in ((self.first, self.second, self.name), (self.second, self.first, "Laptop 1")):
            device = there.store.device
            told = KnownDevice(device.id, device.code, device.public_key, name=name, source="card")
            learn(here, told)

    def act_as(self, first: str, second: str) -> None:
        """Say who works on which."""
        do(self.first, lambda: self.first.act_as(first))
        do(self.second, lambda: self.second.act_as(second))

    def give(self) -> Received:
        """The first one's records to the second."""
        return carry(self.first, self.second)

    def take(self) -> Received:
        """The second one's records to the first."""
        return carry(self.second, self.first)

    def close(self) -> None:
        """Close the second laptop."""
        self.second.close()


def learn(workspace: Workspace, told: KnownDevice) -> None:
    """Let a workspace know a device."""
    do(workspace, lambda: workspace.db.peers.learn(told))


def frames_of(workspace: Workspace) -> list[Arrival]:
    """Every frame of a workspace, in the order it came."""
    found = do(workspace, lambda: workspace.db.outbox.outgoing(0, 1_000_000))
    return [Arrival(one.raw, one.sig) for one in found]


def carry(source: Workspace, target: Workspace, only: Callable[[str], bool] | None = None) -> Received:
    """What the source has, to the target; `only` chooses by the device that wrote it."""
    arrivals = frames_of(source)
    if only is not None:
        arrivals = [one for one in arrivals if only(decode_frame(one.raw).dev)]
    return do(target, lambda: target.db.frames.receive_all(arrivals, via="file"))


def do(workspace: Workspace, work: Callable[[], T]) -> T:
    """Run work on a workspace's worker."""
    return workspace.call(work)


def look(workspace: Workspace, work: Callable[[Workspace], T]) -> T:
    """Ask a workspace on its worker."""
    return workspace.call(lambda: work(workspace))


def conflict_count(workspace: Workspace) -> int:
    """How many fields wait for a decision. Worker."""
    return workspace.db.conflicts.count()


def section_thing(workspace: Workspace, section: str) -> str:
    """The id of the record that a group of a company's options is. Worker."""
    return thing_of(area_of(workspace), choosing.KIND, section)
