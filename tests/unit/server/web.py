"""A laptop that speaks to a server over HTTP, with nothing but the wire format."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx

from inspector.server.core import Core
from inspector.server.limits import RateLimit
from inspector.server.running import listening, server_of
from inspector.server.web import Service
from inspector.sync.messages import Challenge, ChallengeRequest, Packet, Page, Receipts, Refusal, Token, TokenRequest
from inspector.sync.protocol import (
    VERSION_HEADER,
    VERSIONS,
    challenge_proof,
    from_bytes,
    pack,
    to_bytes,
    unpack_page,
)
from tests.unit.server.world import Laptop

T = TypeVar("T")
ENDLESS = RateLimit(1e9, 1, time.monotonic)
LIMITS = ("enrolments", "strangers", "devices", "sign_ins", "logins", "browsers", "documents")


@contextmanager
def served(core: Core, *, limited: bool = False) -> Iterator[str]:
    """The server in a thread, on a free port of this machine; its address."""
    sock = listening("127.0.0.1", 0)
    service = Service(core)
    for name in () if limited else LIMITS:
        setattr(service, name, ENDLESS)
    server = server_of(core, service)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        sock.close()


class Wire:
    """One device's connection."""

    def __init__(self, url: str, laptop: Laptop) -> None:
        self.http = httpx.Client(base_url=url, headers={VERSION_HEADER: VERSIONS[-1]}, trust_env=False, timeout=60)
        self.laptop = laptop

    def sign_in(self) -> Token:
        """Show who this is; later requests carry the token."""
        challenge = self.ask(Challenge, "/v1/challenge", ChallengeRequest(self.laptop.id))
        sig = self.laptop.key.sign(challenge_proof(challenge.nonce, self.laptop.id)).hex()
        token = self.ask(Token, "/v1/token", TokenRequest(self.laptop.id, challenge.nonce, sig))
        self.http.headers["Authorization"] = f"Bearer {token.token}"
        return token

    def ask(self, kind: type[T], path: str, message: Any, **query: str) -> T:
        """Send a message and read the answer."""
        return read(kind, self.http.post(path, content=to_bytes(message), params=query))

    def push(self, *packets: Packet) -> Receipts:
        """Send frames."""
        return read(Receipts, self.http.post("/v1/push", content=pack(packets)))

    def pull(self, scope: str = "north", after: str = "0:") -> Page:
        """A page of a scope."""
        response = self.http.get("/v1/pull", params={"scope": scope, "after": after})
        assert response.status_code == 200, response.text
        return unpack_page(response.content)


class Busy(Exception):  # noqa: N818 - it passes
    """The server said that it cannot do it now."""


def read(kind: type[T], response: httpx.Response) -> T:
    """The message of an answer that went well. Raises Busy."""
    if response.status_code == 503:
        raise Busy
    assert response.status_code == 200, response.text
    return from_bytes(kind, response.content)


def refused(response: httpx.Response) -> tuple[int, str]:
    """Status and code of an answer that did not."""
    return response.status_code, from_bytes(Refusal, response.content).code
