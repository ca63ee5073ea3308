"""A laptop of a history: the real storage on a database in memory; it can be killed, copied and set back."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from inspector.domain.events import Event
from inspector.domain.ids import IdSource
from inspector.problems import Problem
from inspector.storage.database import Database
from inspector.storage.folder.device import DeviceIdentity
from inspector.storage.frames.frames import NewEvent
from inspector.storage.session import Session
from tests.simulation.stage import Disk, Fuse, Killed, WrongClock

T = TypeVar("T")


@dataclass
class Image:
    """A copy of a laptop's disk."""

    raw: Any
    files: dict[str, bytes]
    frames: frozenset[str]
    begun: frozenset[str]


@dataclass
class Laptop:
    """One workspace: `people` work on it, `screen` is what they saw of things some time ago.

    What the checks remember of it stands in `frames` (ids that were here), `begun` (visits that were begun here),
    `closed` (deciding events of closed hazards) and `alarms` (what its people were told).
    """

    name: str
    disk: Disk
    identity: DeviceIdentity
    clock: WrongClock
    chance: random.Random
    people: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    screen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    frames: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    closed: dict[str, frozenset[str]] = field(default_factory=dict)
    alarms: dict[str, int] = field(default_factory=dict)
    due: set[str] = field(default_factory=set)
    """What they have to be told before the end."""
    images: list[Image] = field(default_factory=list)
    revoked: bool = False

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """The program starts: everything that was not in the database is forgotten."""
        ids = IdSource(self.clock.ms, self.chance.randbytes)
        session = Session(self.disk, self.identity, ids)
        session.has_file = lambda sha256: sha256 in self.files
        self.db = Database(session)
        self.db.refresh()

    @property
    def id(self) -> str:
        return self.identity.info.id

    @property
    def fuse(self) -> Fuse:
        return self.disk.fuse

    def doing(self, work: Callable[[], T]) -> T | None:
        """Do something that a kill may end half-way; then the program starts again. None when it was killed."""
        try:
            return work()
        except Killed:
            if self.disk.in_transaction:
                self.disk.raw.execute("ROLLBACK")
            self.start()
            return None
        finally:
            self.fuse.left = None

    # --- reading -----------------------------------------------------------------------------------------------------

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """Rows, past the fuse: the checks look from outside."""
        return self.disk.raw.execute(sql, values).fetchall()  # type: ignore[no-any-return]

    def events(self, entity: str) -> tuple[Event, ...]:
        left, self.fuse.left = self.fuse.left, None
        found = self.db.frames.events_of(entity)
        self.fuse.left = left
        return found

    def things(self, scope: str) -> list[Any]:
        """(id, kind, status) of what is known in a scope."""
        return self.rows("SELECT id, kind, status FROM entity WHERE scope = ? AND kind <> 'person' ORDER BY id", scope)

    def scopes(self) -> list[Any]:
        """How far the server was read: scope, seq, id, epoch."""
        return self.rows("SELECT scope, seq, id, epoch FROM scope_state")

    def parked(self, frame: str) -> bool:
        """Whether a frame is put aside."""
        return bool(self.rows("SELECT 1 FROM parked_frame WHERE id = ?", frame))

    # --- writing -----------------------------------------------------------------------------------------------------

    def write(self, scope: str, user: str, events: list[NewEvent], files: dict[str, bytes]) -> str | None:
        """What somebody does in one go; the frame's id, None when it was refused."""
        self.files.update(files)
        try:
            return self.db.frames.append(scope, user, events, self.clock()).id
        except Problem:
            return None  # a thing with events of a newer program is read-only

    # --- what happens to disks ---------------------------------------------------------------------------------------

    def image(self, raw: Any) -> Image:
        """Copy the disk to a connection."""
        self.disk.raw.backup(raw)
        return Image(raw, dict(self.files), self.frames, self.begun)

    def set_back(self, image: Image) -> None:
        """The disk becomes what it was."""
        self.disk.copy(image.raw)
        self.files = dict(image.files)
        self.frames, self.begun = image.frames, image.begun
        self.screen.clear()
        self.closed.clear()
        self.start()
