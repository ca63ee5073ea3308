"""A server in the same process as laptops with real workspaces: every request passes as bytes, as over a wire."""

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from inspector.domain.events import BlobRef, Frame
from inspector.problems import Problem
from inspector.server.core import Core
from inspector.server.identity import Session as Who
from inspector.server.tables import frame
from inspector.storage import KeySource, NewEvent, Store, create_store
from inspector.sync.engine.local import StoreLocal
from inspector.sync.engine.round import run_round
from inspector.sync.engine.run import Options, RoundReport
from inspector.sync.engine.session import Session, enrol, membership
from inspector.sync.messages import (
    Challenge,
    Cursor,
    Enrolment,
    Hashes,
    Hello,
    IdBuckets,
    Offset,
    People,
    PeopleNames,
    Receipts,
    Token,
    TokenRequest,
    Welcome,
)
from inspector.sync.protocol import from_bytes, pack, to_bytes, unpack
from inspector.sync.remote import Traffic
from tests.unit.server import world

T = TypeVar("T")
URL = "https://sync.example.com"


@dataclass
class CoreRemote:
    """`inspector.sync.remote.Remote` on a server's core. `before` may fail a request, `after` its answer."""

    core: Core
    before: Callable[[str], None] = lambda _request: None
    after: Callable[[str], None] = lambda _request: None
    asked: list[str] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)

    @contextmanager
    def _request(self, name: str) -> Iterator[None]:
        self.asked.append(name)
        self.traffic.requests += 1
        self.before(name)
        yield
        self.after(name)

    def _who(self, token: str) -> Who:
        return self.core.session(token)

    def _passed(self, message: T) -> T:
        data = to_bytes(message)
        self.traffic.received += len(data)
        return from_bytes(type(message), data, 1 << 22)

    def hello(self) -> Hello:
        with self._request("hello"):
            return self._passed(self.core.hello())

    def enroll(self, asked: Enrolment) -> Welcome:
        with self._request("enroll"):
            return self._passed(self.core.enroll(self._passed(asked)))

    def challenge(self, device: str) -> Challenge:
        with self._request("challenge"):
            return self._passed(self.core.challenge(device))

    def token(self, answer: TokenRequest) -> Token:
        with self._request("token"):
            return self._passed(self.core.token(self._passed(answer)))

    def people(self, token: str, names: PeopleNames) -> People:
        with self._request("people"):
            return self._passed(self.core.people(self._who(token), self._passed(names)))

    def push(self, token: str, data: bytes) -> Receipts:
        with self._request("push"):
            self.traffic.sent += len(data)
            return self._passed(self.core.push(self._who(token), unpack(data)))

    def pull(self, token: str, scope: str, after: Cursor, head: int | None, directory: int) -> bytes:
        with self._request("pull"):
            page = self.core.pull(self._who(token), scope, Cursor.read(after.text), head=head, directory=directory)
            data = pack(page.packets, page.head)
            self.traffic.received += len(data)
            return data

    def ids(self, token: str, scope: str, prefix: str) -> IdBuckets:
        with self._request("ids"):
            return self._passed(self.core.ids(self._who(token), scope, prefix))

    def blobs_missing(self, token: str, scope: str, asked: Hashes) -> Hashes:
        with self._request("missing"):
            return self._passed(self.core.blobs_missing(self._who(token), scope, asked))

    def blobs_unsaved(self, token: str, scope: str, asked: Hashes) -> Hashes:
        with self._request("unsaved"):
            return self._passed(self.core.blobs_unsaved(self._who(token), scope, asked))

    def blob_offset(self, token: str, scope: str, sha256: str) -> Offset:
        with self._request("offset"):
            return self.core.blob_offset(self._who(token), scope, sha256)

    def blob_put(self, token: str, scope: str, sha256: str, offset: int, data: bytes) -> Offset:
        with self._request("put"):
            return self.core.blob_put(self._who(token), scope, sha256, offset, data)

    def blob_get(self, token: str, sha256: str, start: int, length: int) -> bytes:
        with self._request("get"):
            return self.core.blob_get(self._who(token), sha256, start, length)


@dataclass
class Laptop:
    """A real workspace, and a remote of its own."""

    store: Store
    remote: CoreRemote
    clock: world.Clock
    local: StoreLocal = field(init=False)
    user: str = "p-ann"
    off: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.local = StoreLocal(self.store, lambda: self.clock() + self.off)

    def join(self, code: str) -> Welcome:
        return enrol(self.local, self.remote, URL, code, "laptop")

    def round(self, **options: Any) -> RoundReport:
        member = self.store.call(membership)
        assert member is not None
        session = Session.begin(self.local, self.remote, member)
        return run_round(self.local, self.remote, session, Options(**options))

    def write(self, *events: NewEvent, scope: str = "north", user: str = "") -> Frame:
        return self.store.call(lambda db: db.frames.append(scope, user or self.user, events, self.clock()))

    def note(self, text: str = "x", entity: str = "h1", scope: str = "north", *files: bytes) -> Frame:
        """A frame with one event that means no harm."""
        blobs = tuple(BlobRef(self.store.blobs.put(data), len(data), "image/jpeg") for data in files)
        return self.write(NewEvent(entity, "hazard", "note_added", {"text": text}, blobs=blobs), scope=scope)

    def frames(self, scope: str = "north") -> dict[str, int | None]:
        return dict(self.store.call(lambda db: db.outbox.ids(scope)))

    def counts(self) -> Any:
        return self.store.call(lambda db: db.outbox.counts())

    def close(self) -> None:
        self.local.close()
        self.store.close()


@dataclass
class Office:
    """A server and its laptops."""

    server: world.Server
    folder: Path
    laptops: list[Laptop] = field(default_factory=list)

    def laptop(self, person: str = "", *, name: str = "") -> Laptop:
        """A fresh laptop; of a person (id), it has joined the server."""
        store = create_store(self.folder / (name or f"w{len(self.laptops)}"), source=KeySource.SAMPLE)
        return self.use(store, person)

    def use(self, store: Store, person: str = "") -> Laptop:
        made = Laptop(store, CoreRemote(self.server.core), self.server.clock)
        self.laptops.append(made)
        if person:
            made.user = person
            made.join(self.server.code(person))
        return made

    def frames(self) -> set[str]:
        """Ids of every frame on the server, of people's laptops."""
        with self.server.core.database.reading() as connection:
            return set(connection.execute(sa.select(frame.c.id)).scalars())

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.close()


def offline(*requests: str) -> Callable[[str], None]:
    """Fails these requests (all without a name) as if nobody answered."""

    def fail(request: str) -> None:
        if not requests or request in requests:
            raise Problem("sync_offline", url=URL, reason="-")

    return fail


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def noise(size: int, seed: int = 1) -> bytes:
    """Bytes that no packing makes smaller."""
    return random.Random(seed).randbytes(size)
