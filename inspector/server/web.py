"""What every route needs: the body with a cap, the session of the token, parameters, answers, refusals."""

import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import field
from functools import partial
from typing import Any, Final, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from inspector.i18n import Message
from inspector.problems import CATALOGUE, Problem, ProblemKind
from inspector.quick_dataclass import dataclass
from inspector.server.core import Core
from inspector.server.identity import Session
from inspector.server.limits import RateLimit
from inspector.server.log import LOG
from inspector.server.metrics import Metrics
from inspector.server.problems import LATER, STATUS
from inspector.server.waiting import WaitingList
from inspector.sync.messages import Refusal, malformed
from inspector.sync.protocol import MOST_CONTROL, VERSION_HEADER, VERSIONS, from_bytes, to_bytes

JSON: Final = "application/json"
BYTES: Final = "application/octet-stream"
MOST_NUMBER: Final = 2**53
DRAWN_AT_ONCE: Final = 2
"""Documents that are drawn at the same time: drawing keeps a processor busy, and laptops come first."""
DRAWN_NEXT: Final = 6
"""Documents that wait for it; who asks for one more is told to come again after `AGAIN_S` seconds."""
AGAIN_S: Final = 10
T = TypeVar("T")
P = ParamSpec("P")
Endpoint = Callable[["Call"], Awaitable[Response]]


@dataclass(slots=True)
class Service:
    """What the routes share: the core, the figures, the limits."""

    core: Core
    metrics: Metrics = field(default_factory=Metrics)
    enrolments: RateLimit = field(default_factory=lambda: RateLimit(30, 0.5, time.monotonic))
    """Attempts to enrol, by address: whoever guesses codes stops here."""
    strangers: RateLimit = field(default_factory=lambda: RateLimit(300, 20, time.monotonic))
    """Who has no token otherwise: challenges, answers, wrong tokens; by address, which a whole office may share."""
    devices: RateLimit = field(default_factory=lambda: RateLimit(600, 50, time.monotonic))
    sign_ins: RateLimit = field(default_factory=lambda: RateLimit(30, 0.5, time.monotonic))
    """Attempts to sign in with a browser, by address."""
    logins: RateLimit = field(default_factory=lambda: RateLimit(5, 1 / 30, time.monotonic))
    """The same, by login: whoever guesses a password from many addresses stops here."""
    browsers: RateLimit = field(default_factory=lambda: RateLimit(120, 5, time.monotonic))
    """Pages, by person, or by address of who is not signed in."""
    documents: RateLimit = field(default_factory=lambda: RateLimit(10, 0.2, time.monotonic))
    """Documents, by person."""
    drawing: WaitingList = field(default_factory=lambda: WaitingList(DRAWN_AT_ONCE, DRAWN_NEXT, AGAIN_S))
    """Where documents are drawn."""


@dataclass(slots=True)
class Call:
    """One request to one route. `most` is the cap on its body."""

    request: Request
    service: Service
    route: str
    most: int = MOST_CONTROL
    received: int = 0

    @property
    def core(self) -> Core:
        """The server."""
        return self.service.core

    async def body(self) -> bytes:
        """The whole body, never more than the cap. Raises Problem protocol_too_large or protocol_malformed."""
        parts = []
        try:
            async for part in self.request.stream():
                self.received += len(part)
                if self.received > self.most:
                    raise Problem("protocol_too_large")
                parts.append(part)
        except ClientDisconnect:
            raise malformed("body") from None
        return b"".join(parts)

    async def message(self, kind: type[T]) -> T:
        """The body as a message of the protocol. Raises Problem."""
        return from_bytes(kind, await self.body(), self.most)

    def stranger(self, limit: RateLimit | None = None) -> None:
        """Count a request of somebody unknown. Raises Problem too_many_requests."""
        client = self.request.client
        (limit or self.service.strangers).take(client.host if client else "")

    async def session(self) -> Session:
        """Who holds the token of the request. Raises Problem token_invalid or too_many_requests."""
        scheme, _space, token = self.request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            token = ""
        try:
            found = await thread(self.core.session, token)
        except Problem as problem:
            if problem.code == "token_invalid":
                self.stranger()
            raise
        self.service.devices.take(found.device)
        return found

    def text(self, name: str, most: int = 200) -> str:
        """A parameter of the query. Raises Problem protocol_malformed."""
        given = self.request.query_params.getlist(name)
        if len(given) != 1 or not 0 < len(given[0]) <= most:
            raise malformed(name)
        return given[0]

    def number(self, name: str) -> int | None:
        """A number of the query, None if it is not given. Raises Problem protocol_malformed."""
        return whole(name, self.text(name, 20)) if name in self.request.query_params else None


def whole(name: str, text: str) -> int:
    """A number from a text. Raises Problem protocol_malformed."""
    if not (text.isascii() and text.isdigit() and len(text) <= 16 and int(text) <= MOST_NUMBER):
        raise malformed(name)
    return int(text)


async def thread(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Do what waits for a disk or a database outside the event loop."""
    return await run_in_threadpool(partial(work, *given, **named))


def answer(message: Any) -> Response:
    """A message of the protocol."""
    return Response(to_bytes(message), media_type=JSON)


def refusal(problem: Problem) -> Response:
    """A problem as the other side reads it; its sentence is made there, in the language of whoever reads it."""
    params = {key: str(value) for key, value in problem.params.items() if not isinstance(value, Message)}
    if problem.kind is ProblemKind.ENVIRONMENT or problem.code not in CATALOGUE:
        params = {}  # what is wrong with the server's own disk is not the laptop's business
    headers = {}
    if problem.code == "too_many_requests":
        headers["Retry-After"] = str(problem.params["seconds"])
    if problem.code in LATER:
        headers["Retry-After"] = str(2 + secrets.randbelow(8))
    if problem.code == "token_invalid":
        headers["WWW-Authenticate"] = "Bearer"
    told = to_bytes(Refusal(problem.code, params))
    status = STATUS.get(problem.code, 500 if problem.kind is ProblemKind.ENVIRONMENT else 400)
    return Response(told, status, headers, JSON)


def need_version(request: Request) -> None:
    """The version the other side speaks is one of ours. Raises Problem protocol_version."""
    theirs = request.headers.get(VERSION_HEADER, "")
    if theirs not in VERSIONS:
        raise Problem("protocol_version", mine=f"{VERSIONS[0]} – {VERSIONS[-1]}", theirs=theirs[:40] or "-")


async def answered(call: Call, endpoint: Endpoint, *, versioned: bool) -> Response:
    """Let a route answer: the border where every error ends. Counts and logs what happened."""
    began = time.monotonic()
    try:
        if versioned:
            need_version(call.request)
        response = await endpoint(call)
    except Problem as problem:
        if problem.kind is ProblemKind.ENVIRONMENT:
            LOG.error("environment", extra={"told": {"route": call.route, "code": problem.code}})
        response = refusal(problem)
    except Exception:  # noqa: BLE001 - the border of the request handler
        LOG.exception("bug", extra={"told": {"route": call.route}})
        response = refusal(Problem("server_failed"))
    _count(call, response, time.monotonic() - began)
    return response


def _count(call: Call, response: Response, seconds: float) -> None:
    metrics, sent = call.service.metrics, len(getattr(response, "body", b""))
    metrics.requests.labels(call.route, str(response.status_code)).inc()
    metrics.seconds.labels(call.route).observe(seconds)
    metrics.received.labels(call.route).inc(call.received)
    metrics.sent.labels(call.route).inc(sent)
    told = {"route": call.route, "status": response.status_code, "ms": round(seconds * 1000), "in": call.received}
    LOG.info("request", extra={"told": {**told, "out": sent}})
