"""The routes: each reads its request, calls the core outside the event loop, and writes the answer."""

import re
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from inspector.quick_dataclass import dataclass
from inspector.server.identity import Session
from inspector.server.metrics import CONTENT_TYPE
from inspector.server.web import BYTES, JSON, Call, Endpoint, answer, thread, whole
from inspector.sync.messages import (
    ChallengeRequest,
    Cursor,
    Enrolment,
    Hashes,
    Offset,
    Packet,
    Page,
    PeopleNames,
    Receipts,
    TokenRequest,
    malformed,
)
from inspector.sync.protocol import FRAMES_TYPE, MOST_CONTROL, MOST_PACKED, PIECE, pack, to_bytes, unpack

RANGE: Final = re.compile(r"bytes=(\d{1,16})-(\d{0,16})")
OFFSET: Final = "Upload-Offset"
COMPLETE: Final = "Upload-Complete"


@dataclass(frozen=True, slots=True)
class Route:
    """A path and what answers it, by method. `most`: bytes of the body; `versioned`: it needs the version header."""

    path: str
    methods: Mapping[str, Endpoint]
    most: int = MOST_CONTROL
    versioned: bool = True


async def hello(call: Call) -> Response:
    """Who the server is."""
    return answer(await thread(call.core.hello))


async def enroll(call: Call) -> Response:
    """Let a device in with a one-time code."""
    call.stranger(call.service.enrolments)
    return answer(await thread(call.core.enroll, await call.message(Enrolment)))


async def challenge(call: Call) -> Response:
    """A number to sign."""
    call.stranger()
    return answer(call.core.challenge((await call.message(ChallengeRequest)).device))


async def token(call: Call) -> Response:
    """A token for the signed number."""
    call.stranger()
    return answer(await thread(call.core.token, await call.message(TokenRequest)))


async def people(call: Call) -> Response:
    """By which ids the laptop's records name its persons."""
    session = await call.session()
    return answer(await thread(call.core.people, session, await call.message(PeopleNames)))


async def push(call: Call) -> Response:
    """Take frames in; unpacking and checking takes time, so it is not done in the event loop."""
    session = await call.session()
    body = await call.body()
    receipts = await thread(_push, call, session, body)
    return answer(receipts)


def _push(call: Call, session: Session, body: bytes) -> Receipts:
    receipts = call.core.push(session, unpack(body))
    for receipt in receipts.receipts:
        call.service.metrics.frames.labels(receipt.status.value).inc()
        for _event, code in receipt.rulings:
            call.service.metrics.rulings.labels(code).inc()
    return receipts


async def pull(call: Call) -> Response:
    """A page of a scope."""
    session = await call.session()
    scope, after = call.text("scope"), Cursor.read(call.text("after"))
    head, directory = call.number("head"), call.number("directory") or 0
    return Response(await thread(_pull, call, session, scope, after, head, directory), media_type=FRAMES_TYPE)


def _pull(call: Call, session: Session, scope: str, after: Cursor, head: int | None, directory: int) -> bytes:
    page: Page = call.core.pull(session, scope, after, head=head, directory=directory)
    packets: tuple[Packet, ...] = page.packets
    return pack(packets, page.head)


async def ids(call: Call) -> Response:
    """What a scope holds, for a repair."""
    session = await call.session()
    prefix = call.text("prefix") if call.request.query_params.get("prefix") else ""
    return answer(await thread(call.core.ids, session, call.text("scope"), prefix))


async def blobs_missing(call: Call) -> Response:
    """Which files to send."""
    session = await call.session()
    scope = call.text("scope")
    return answer(await thread(call.core.blobs_missing, session, scope, await call.message(Hashes)))


async def blobs_unsaved(call: Call) -> Response:
    """Which files are in no backup yet."""
    session = await call.session()
    scope = call.text("scope")
    return answer(await thread(call.core.blobs_unsaved, session, scope, await call.message(Hashes)))


async def blob_patch(call: Call) -> Response:
    """One piece of a file."""
    session, sha256 = await call.session(), _sha256(call)
    offset = whole(OFFSET, call.request.headers.get(OFFSET, ""))
    scope, data = call.text("scope"), await call.body()
    return _offset(await thread(call.core.blob_put, session, scope, sha256, offset, data), 200)


async def blob_head(call: Call) -> Response:
    """How much of a file has arrived for a scope."""
    session = await call.session()
    return _offset(await thread(call.core.blob_offset, session, call.text("scope"), _sha256(call)), 200)


def _offset(found: Offset, status: int) -> Response:
    headers = {OFFSET: str(found.offset), COMPLETE: str(int(found.complete))}
    return Response(to_bytes(found), status, headers, JSON)


async def blob_get(call: Call) -> Response:
    """A file, or the piece of it that `Range` names; at most one piece at a time for whoever asks for pieces."""
    session, sha256 = await call.session(), _sha256(call)
    size = await thread(call.core.blob_size, session, sha256)
    start, end = _range(call.request.headers.get("range"), size)
    data = await thread(call.core.blob_get, session, sha256, start, end - start)
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{end - 1}/{size}"}
    return Response(data, 206 if len(data) < size else 200, headers if len(data) < size else None, BYTES)


def _range(text: str | None, size: int) -> tuple[int, int]:
    """Start and end of what is asked for. Raises Problem protocol_malformed: also for what lies outside."""
    if text is None:
        return 0, size
    found = RANGE.fullmatch(text)
    if found is None:
        raise malformed("Range")
    start = int(found[1])
    end = min(int(found[2]) + 1 if found[2] else size, size, start + PIECE)
    if not start < end:
        raise malformed("Range")
    return start, end


def _sha256(call: Call) -> str:
    text = str(call.request.path_params["sha256"])
    if len(text) != 64:
        raise malformed("sha256")
    return text


async def health(call: Call) -> Response:
    """Whether the server can do its work."""
    await thread(call.core.health)
    return Response(b'{"ok":true}', media_type=JSON)


async def metrics(call: Call) -> Response:
    """Figures for Prometheus."""
    return Response(call.service.metrics.text(await thread(call.core.figures)), media_type=CONTENT_TYPE)


ROUTES: Final = (
    Route("/v1/hello", {"GET": hello}, versioned=False),
    Route("/v1/enroll", {"POST": enroll}),
    Route("/v1/challenge", {"POST": challenge}),
    Route("/v1/token", {"POST": token}),
    Route("/v1/people", {"POST": people}),
    Route("/v1/push", {"POST": push}, most=MOST_PACKED),
    Route("/v1/pull", {"GET": pull}),
    Route("/v1/ids", {"GET": ids}),
    Route("/v1/blobs/missing", {"POST": blobs_missing}),
    Route("/v1/blobs/unsaved", {"POST": blobs_unsaved}),
    Route("/v1/blobs/{sha256}", {"GET": blob_get, "HEAD": blob_head, "PATCH": blob_patch}, most=PIECE),
    Route("/health", {"GET": health}, versioned=False),
    Route("/metrics", {"GET": metrics}, versioned=False),
)
"""Everything the server offers."""
