"""The server of a history: the real core on a database in memory, that can die, be backed up and be set back."""

import hashlib
import random
from dataclasses import dataclass, field

from typing_extensions import override

from inspector.domain.person import Person, Role
from inspector.problems import Problem
from inspector.server import state
from inspector.server.core import begin_epoch, found, start
from inspector.server.store import Numbers
from tests.simulation.stage import Crashed, Fuse, MemoryDatabase
from tests.unit.server.world import Clock, Server

PEOPLE = (
    Person("p-ann", "ann", "Ann", "one", (Role.INSPECTOR,)),
    Person("p-bob", "bob", "Bob", "one", (Role.INSPECTOR, Role.LEAD)),
    Person("p-cid", "cid", "Cid", "two", (Role.REVIEWER,)),
    Person("p-dan", "dan", "Dan", "three", (Role.INSPECTOR, Role.REVIEWER)),
    Person("p-eve", "eve", "Eve", "four", (Role.LEAD, Role.REVIEWER)),
    Person("p-mal", "mal", "Mal", "five", (Role.INSPECTOR,)),
)
"""Everybody the server knows. `mal` writes where he may not."""
GRANTS = (
    ("p-ann", "north", "author"),
    ("p-ann", "south", "author"),
    ("p-bob", "north", "author"),
    ("p-bob", "south", "author"),
    ("p-cid", "north", "reviewer"),
    ("p-dan", "north", "author"),
    ("p-eve", "north", "author"),
    ("p-eve", "south", "author"),
    ("p-mal", "south", "author"),
)
KEY = bytes(range(32))


@dataclass
class MemoryBlobs:
    """Files of the server (`inspector.server.blobs.Blobs`) in memory."""

    whole: dict[str, bytes] = field(default_factory=dict)
    parts: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def received(self, scope: str, sha256: str) -> int:
        return len(self.parts.get((scope, sha256), b""))

    def append(self, scope: str, sha256: str, offset: int, data: bytes, ends: frozenset[int]) -> bool:
        have = self.parts.get((scope, sha256), b"")
        if len(have) != offset:
            raise Problem("blob_offset", offset=len(have))
        have += data
        if len(have) > max(ends, default=0):
            raise Problem("blob_wrong")
        self.parts[scope, sha256] = have
        if len(have) not in ends:
            return False
        del self.parts[scope, sha256]
        if hashlib.sha256(have).hexdigest() != sha256:
            raise Problem("blob_wrong")
        self.whole[sha256] = have
        return True

    def size(self, sha256: str) -> int:
        return len(self.whole[sha256]) if sha256 in self.whole else -1

    def read(self, sha256: str, start: int, length: int) -> bytes:
        if sha256 not in self.whole:
            raise Problem("blob_unknown")
        return self.whole[sha256][start : start + length]

    def damaged(self, sha256: str) -> bool:
        return hashlib.sha256(self.whole.get(sha256, b"")).hexdigest() != sha256

    def put(self, sha256: str, data: bytes) -> None:
        self.whole[sha256] = data

    def forget_parts(self, before: int) -> int:
        del before  # no part gets old here
        return 0

    def check(self) -> None:
        """Memory can always be written to."""

    def copy(self) -> "MemoryBlobs":
        return MemoryBlobs(dict(self.whole), dict(self.parts))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A frame on the server."""

    seq: int
    id: str
    scope: str
    dev: str
    forked: int


@dataclass(frozen=True)
class Backup:
    """What a backup of the server holds."""

    database: bytes
    blobs: MemoryBlobs


class Host(Server):
    """The server, its fuse and its backups. `set_backs` counts how often it was set back."""

    @override
    def __init__(self) -> None:
        self.fuse, self.files = Fuse(kind=Crashed), MemoryBlobs()
        self.memory = MemoryDatabase(self.fuse)
        self.begin("founded")

    def begin(self, seed: int | str, numbering: type[Numbers] = Numbers) -> None:
        """Start the program anew, with its own clock and randomness."""
        chance = random.Random(f"server {seed}")
        clock = Clock()
        super().__init__(start(self.memory, self.files, KEY, clock, chance.randbytes, numbering), clock)
        self.backups: list[Backup] = []
        self.set_backs = 0

    def found(self) -> None:
        """A new server with everybody who works there."""
        found(self.memory, self.core.here, "province")
        for person in PEOPLE:
            grants = [(scope, role) for who, scope, role in GRANTS if who == person.id]
            self.member(person.login, *person.roles, team=person.team, grants=grants)

    def image(self) -> bytes:
        with self.memory.raw() as raw:
            return bytes(raw.serialize())

    def load(self, image: bytes, blobs: MemoryBlobs) -> None:
        """Become what an image holds."""
        with self.memory.raw() as raw:
            raw.deserialize(image)
        self.files.whole, self.files.parts = dict(blobs.whole), dict(blobs.parts)

    def back_up(self) -> None:
        """Keep a copy, and tell that everything up to now is in it."""
        self.backups.append(Backup(self.image(), self.files.copy()))
        with self.memory.writing() as connection:
            state.put(connection, backup_seq=str(state.lock(connection)))

    def set_back(self, backup: Backup) -> None:
        """Restore a backup: a new epoch begins, what came since is forgotten."""
        self.load(backup.database, backup.blobs)
        with self.memory.writing() as connection:
            begin_epoch(connection, self.core.here)
        self.set_backs += 1

    def epoch(self) -> str:
        with self.memory.raw() as raw:
            return str(raw.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()[0])

    def last(self) -> int:
        """Number of the last frame."""
        with self.memory.raw() as raw:
            return int(raw.execute("SELECT max(seq) FROM frame").fetchone()[0])

    def frames(self) -> dict[str, "Numbered"]:
        """Every frame by id: seq, id, scope, dev, forked."""
        with self.memory.raw() as raw:
            rows = raw.execute("SELECT seq, id, scope, dev, forked FROM frame")
            return {row[1]: Numbered(*row) for row in rows}

    def present(self) -> set[tuple[str, str]]:
        """(scope, hash) of every file that is here for a scope."""
        with self.memory.raw() as raw:
            return set(raw.execute("SELECT scope, sha256 FROM blob_ref WHERE present"))

    def raws(self) -> list[bytes]:
        """The bytes of every frame, in the order they came."""
        with self.memory.raw() as raw:
            return [bytes(row[0]) for row in raw.execute("SELECT raw FROM frame ORDER BY seq")]
