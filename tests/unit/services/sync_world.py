"""A server on loopback and workspaces that join it."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from inspector import services
from inspector.server import identity
from inspector.server.database import Database, sqlite_url
from inspector.server.migrate import bring_up
from inspector.services import Workspace
from inspector.services.syncing.keeper import Surroundings
from inspector.services.syncing.views import SyncState
from inspector.storage import NewEvent
from tests.unit.server import world
from tests.unit.server.web import served

PATIENCE = 30
"""Seconds after which a test gives up."""


@dataclass
class Town:
    """A server with people, at an address, and workspaces."""

    server: world.Server
    url: str
    folder: Path
    opened: list[Workspace] = field(default_factory=list)

    def workspace(self, login: str = "", name: str = "") -> Workspace:
        """A fresh workspace; with a login it has joined the server."""
        made = services.create_workspace(self.folder / (name or f"w{len(self.opened)}"), key="sample")
        self.opened.append(made)
        if login:
            services.enroll(made, self.url, self.code(login))
        return made

    def code(self, *logins: str) -> str:
        return self.server.code(f"p-{logins[0]}") if len(logins) == 1 else self._shared(logins)

    def _shared(self, logins: tuple[str, ...]) -> str:
        with self.server.core.database.writing() as connection:
            people = [f"p-{login}" for login in logins]
            return identity.new_code(connection, self.server.core.here, people, 1)


@contextmanager
def town(folder: Path, seed: int = 1) -> Iterator[Town]:
    """A server; another seed makes another one. Its clock is that of this machine, and stands."""
    (folder / "server").mkdir()
    database = Database(sqlite_url(folder / "server" / "s.db"))
    bring_up(database)
    server = world.server(database, folder / "server", seed)
    server.clock.at = datetime.now(UTC)
    with served(server.core) as url:
        made = Town(server, url, folder)
        yield made
        for workspace in made.opened:
            workspace.close()
    database.close()


def note(workspace: Workspace, text: str = "x", entity: str = "h1") -> str:
    """A record by whoever acts; the frame's id."""

    def write() -> str:
        event = NewEvent(entity, "hazard", "note_added", {"text": text})
        area = str(workspace.db.settings.get("area"))
        return workspace.db.frames.append(area, workspace.acting.id, [event], workspace.now()).id

    return workspace.call(write)


class Time:
    """Time that stands until it is passed, and chance that is always the same."""

    def __init__(self, chance: float = 0.5) -> None:
        self.at = 1000.0
        self.chance = chance
        self._conditions: set[threading.Condition] = set()

    @property
    def surroundings(self) -> Surroundings:
        return Surroundings(lambda: self.at, lambda: self.chance, self._wait)

    def _wait(self, condition: threading.Condition, _seconds: float) -> None:
        self._conditions.add(condition)
        condition.wait(0.2)  # time may have passed before the condition was known here

    def pass_(self, seconds: float) -> None:
        self.at += seconds
        for condition in tuple(self._conditions):
            with condition:
                condition.notify_all()


class Told:
    """What a keeper told, in order."""

    def __init__(self) -> None:
        self._states: queue.Queue[SyncState] = queue.Queue()
        self.seen: list[SyncState] = []

    def __call__(self, state: SyncState) -> None:
        self._states.put(state)

    def until(self, wanted: Callable[[SyncState], bool]) -> SyncState:
        """Wait for a state like this."""
        while True:
            state = self._states.get(timeout=PATIENCE)
            self.seen.append(state)
            if wanted(state):
                return state
