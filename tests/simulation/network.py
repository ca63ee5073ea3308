"""A network that loses, repeats, delays and cuts what goes through it, between one laptop and the server.

Everything passes as bytes of the protocol, like over the real wire, and a refusal of the server arrives as its code.
"""

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

from inspector.problems import Problem, ProblemKind
from inspector.server.identity import Session
from inspector.sync import protocol
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
    Refusal,
    Token,
    TokenRequest,
    Welcome,
)
from inspector.sync.remote import Traffic
from tests.simulation.host import Host
from tests.simulation.stage import Crashed, Fuse

T = TypeVar("T")
REFUSALS = ("server_refused", "protocol_too_large", "server_failed", "server_full", "server_foreign", "token_invalid")
DEEPEST_CRASH = 30
"""Statements after which a server that crashes does so, at most."""


class Fault(StrEnum):
    """What may happen to a request."""

    LOST = "the request is lost"
    UNANSWERED = "the answer is lost"
    TWICE = "the request arrives twice"
    LATE = "the request is lost and arrives again later"
    CUT_REQUEST = "the request is cut"
    CUT_ANSWER = "the answer is cut"
    CRASH = "the server dies while it works on the request"
    BUSY = "the server is busy"
    REFUSED = "somebody on the way, or the server, refuses"


FAULTS = (*Fault, Fault.REFUSED, Fault.REFUSED, Fault.REFUSED)


@dataclass
class Network:
    """The weather: how likely a fault is, and what still wanders about."""

    host: Host
    chance: random.Random
    fault_rate: float = 0.0
    only: Fault | None = None
    late: list[Callable[[], Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    happened: set[Fault] = field(default_factory=set)

    def fault(self) -> Fault | None:
        if self.chance.random() >= self.fault_rate:
            return None
        found = self.only or self.chance.choice(FAULTS)
        self.happened.add(found)
        return found

    def deliver_late(self) -> None:
        """Requests that were thought lost arrive after all; nobody waits for the answers."""
        late, self.late = self.late, []
        for again in late:
            with contextlib.suppress(Problem, Crashed):
                again()


@dataclass
class Wire:
    """What one laptop sees of the server (`inspector.sync.remote.Remote`). Each request burns the laptop's fuse."""

    network: Network
    fuse: Fuse
    traffic: Traffic = field(default_factory=Traffic)

    @property
    def core(self) -> Any:
        return self.network.host.core

    def hello(self) -> Hello:
        return self._message("hello", Hello, b"", lambda _body: self.core.hello())

    def enroll(self, asked: Enrolment) -> Welcome:
        return self._asked("enroll", asked, Welcome, self.core.enroll)

    def challenge(self, device: str) -> Challenge:
        return self._message("challenge", Challenge, device.encode(), lambda body: self.core.challenge(body.decode()))

    def token(self, answer: TokenRequest) -> Token:
        return self._asked("token", answer, Token, self.core.token)

    def people(self, token: str, names: PeopleNames) -> People:
        return self._asked("people", names, People, lambda asked: self.core.people(self._who(token), asked))

    def push(self, token: str, data: bytes) -> Receipts:
        def take(body: bytes) -> Receipts:
            return self.core.push(self._who(token), protocol.unpack(body))  # type: ignore[no-any-return]

        return self._message("push", Receipts, data, take)

    def pull(self, token: str, scope: str, after: Cursor, head: int | None = None, directory: int = 0) -> bytes:
        def take(_body: bytes) -> bytes:
            page = self.core.pull(self._who(token), scope, after, head=head, directory=directory)
            return protocol.pack(page.packets, page.head)

        return self._bytes("pull", b"", take)

    def ids(self, token: str, scope: str, prefix: str = "") -> IdBuckets:
        return self._message("ids", IdBuckets, b"", lambda _body: self.core.ids(self._who(token), scope, prefix))

    def blobs_missing(self, token: str, scope: str, asked: Hashes) -> Hashes:
        return self._asked(
            "missing", asked, Hashes, lambda said: self.core.blobs_missing(self._who(token), scope, said)
        )

    def blobs_unsaved(self, token: str, scope: str, asked: Hashes) -> Hashes:
        return self._asked(
            "unsaved", asked, Hashes, lambda said: self.core.blobs_unsaved(self._who(token), scope, said)
        )

    def blob_offset(self, token: str, scope: str, sha256: str) -> Offset:
        return self._message(
            "offset", Offset, b"", lambda _body: self.core.blob_offset(self._who(token), scope, sha256)
        )

    def blob_put(self, token: str, scope: str, sha256: str, offset: int, data: bytes) -> Offset:
        def take(body: bytes) -> Offset:
            return self.core.blob_put(self._who(token), scope, sha256, offset, body)  # type: ignore[no-any-return]

        return self._message("put", Offset, data, take)

    def blob_get(self, token: str, sha256: str, start: int, length: int) -> bytes:
        return self._bytes("get", b"", lambda _body: self.core.blob_get(self._who(token), sha256, start, length))

    # what happens under way -------------------------------------------------------------------------------------------

    def _who(self, token: str) -> Session:
        return self.core.session(token)  # type: ignore[no-any-return]

    def _asked(self, name: str, message: Any, kind: type[T], take: Callable[[Any], Any]) -> T:
        read = type(message)
        return self._message(name, kind, protocol.to_bytes(message), lambda body: take(protocol.from_bytes(read, body)))

    def _message(self, name: str, kind: type[T], body: bytes, take: Callable[[bytes], Any]) -> T:
        said = self._bytes(name, body, lambda given: protocol.to_bytes(take(given)))
        return protocol.from_bytes(kind, said)

    def _bytes(self, name: str, body: bytes, take: Callable[[bytes], bytes]) -> bytes:
        """One request and its answer. Raises Problem sync_offline, sync_busy, or what the server says."""
        self.fuse.burn()
        self.traffic.requests += 1
        self.traffic.sent += len(body)
        answer = self._under_way(name, body, take, self.network.fault())
        self.fuse.burn()
        self.traffic.received += len(answer)
        return answer

    def _under_way(self, name: str, body: bytes, take: Callable[[bytes], bytes], fault: Fault | None) -> bytes:
        network, chance = self.network, self.network.chance
        if fault is not None:
            network.told.append(f"    {name}: {fault.value}")
        match fault:
            case Fault.LOST:
                raise offline()
            case Fault.LATE:
                network.late.append(lambda: self._served(body, take))
                raise offline()
            case Fault.BUSY:
                raise Problem("sync_busy", retry_after_s=3)
            case Fault.REFUSED:
                raise Problem(chance.choice(REFUSALS), reason="simulated", refusal="simulated", url="")
            case Fault.CRASH:
                return self._crashing(body, take, chance.randrange(DEEPEST_CRASH))
            case Fault.CUT_REQUEST:
                if not body or chance.random() < 0.5:
                    raise offline()
                return self._served(body[: chance.randrange(len(body))], take)
            case Fault.TWICE:
                first = self._served(body, take)
                second = self._again(body, take)
                return chance.choice((first, second or first))
        answer = self._served(body, take)
        if fault is Fault.UNANSWERED or (fault is Fault.CUT_ANSWER and chance.random() < 0.5):
            raise offline()
        return answer[: chance.randrange(len(answer))] if fault is Fault.CUT_ANSWER and answer else answer

    def _again(self, body: bytes, take: Callable[[bytes], bytes]) -> bytes | None:
        try:
            return self._served(body, take)
        except Problem:
            return None  # such as a challenge that was answered by the first one

    def _crashing(self, body: bytes, take: Callable[[bytes], bytes], statements: int) -> bytes:
        """The server dies after so many statements, or lives if it needs fewer; then at least the answer is lost."""
        self.network.host.fuse.light(statements)
        try:
            self._served(body, take)
        except Crashed:
            pass
        finally:
            self.network.host.fuse.left = None
        raise offline()

    def _served(self, body: bytes, take: Callable[[bytes], bytes]) -> bytes:
        """The server's answer; a refusal arrives as the bytes of its code."""
        try:
            return take(body)
        except Problem as problem:
            raise refused(problem) from problem
        except sa.exc.SQLAlchemyError as error:
            raise AssertionError(f"the server fell over: {error}") from error


def offline() -> Problem:
    """Nobody answers."""
    return Problem("sync_offline", reason="simulated")


def refused(problem: Problem) -> Problem:
    """A refusal as it arrives (`inspector.server.web.refusal`)."""
    params = {key: str(value) for key, value in problem.params.items()}
    told = Refusal(problem.code, {} if problem.kind is ProblemKind.ENVIRONMENT else params)
    read = protocol.from_bytes(Refusal, protocol.to_bytes(told))
    return Problem(read.code, **read.params)
