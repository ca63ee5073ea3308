"""A server over HTTP: `remote.Remote` by httpx, with a cap on every answer and few, short headers.

The connection is kept from one request to the next. Nothing is tried again here; rounds decide that.
"""

import contextlib
import ipaddress
import ssl
import threading
from typing import Final, Self, TypeVar
from urllib.parse import quote, urlsplit

import httpx

import inspector
from inspector.problems import Problem
from inspector.sync.messages import (
    Challenge,
    ChallengeRequest,
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
from inspector.sync.protocol import (
    MOST_CONTROL,
    MOST_PACKED,
    PIECE,
    VERSION_HEADER,
    VERSIONS,
    from_bytes,
    to_bytes,
)
from inspector.sync.refusals import refused
from inspector.sync.remote import Traffic

CONNECT_S: Final = 10.0
ANSWER_S: Final = 60.0
"""Seconds without a byte before a request counts as lost."""
MOST_RECEIPTS: Final = 4 * 1024 * 1024
MOST_WAIT: Final = 3600
"""Seconds to wait that a server is believed."""
USUAL_WAIT: Final = 30
BUSY: Final = frozenset({429, 503})
GATEWAY: Final = frozenset({502, 504})
"""Statuses of a proxy whose server is away."""
OFFSET: Final = "Upload-Offset"

T = TypeVar("T")


def address_of(text: str) -> str:
    """The address of a server as it is kept, from what somebody typed.

    Raises Problem server_address_wrong, or server_unsafe for one without encryption that is not on this machine.
    """
    typed = text.strip()
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(whole)
        host, _port = parts.hostname or "", parts.port
        httpx.URL(whole)
    except (ValueError, httpx.InvalidURL):
        raise Problem("server_address_wrong", url=typed) from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or parts.query or parts.fragment:
        raise Problem("server_address_wrong", url=typed)
    if parts.scheme == "http" and not is_own_machine(host):
        raise Problem("server_unsafe", url=typed)
    return whole.rstrip("/")


def is_own_machine(host: str) -> bool:
    """Whether a host name means this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def trusting(ca: str) -> ssl.SSLContext:
    """Whom to trust: the system's authorities, or only the certificates (PEM) given. Raises ValueError."""
    try:
        return ssl.create_default_context(cadata=ca or None)
    except ssl.SSLError as error:
        raise ValueError(error.reason or "PEM") from error


class HttpRemote:
    """A server at an address (`address_of`). Close it. For any thread; it takes one request at a time and more."""

    def __init__(self, url: str, *, ca: str = "", connect_s: float = CONNECT_S, answer_s: float = ANSWER_S) -> None:
        self.url = url
        self._traffic = Traffic()
        self._lock = threading.Lock()
        host = urlsplit(url).hostname or ""
        try:
            trust: ssl.SSLContext | bool = trusting(ca) if url.startswith("https:") else False
        except ValueError as error:
            raise Problem("server_ca", path="-", reason=error) from error
        self._http = httpx.Client(
            verify=trust,
            timeout=httpx.Timeout(answer_s, connect=connect_s),
            trust_env=not is_own_machine(host),  # a proxy of the system is none for this machine itself
            headers={VERSION_HEADER: VERSIONS[-1], "User-Agent": f"inspector/{inspector.__version__}"},
        )
        for usual in ("Accept", "Accept-Encoding", "Connection"):
            del self._http.headers[usual]

    @property
    def traffic(self) -> Traffic:
        """See Remote."""
        return self._traffic

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- who ---------------------------------------------------------------------------------------------------------

    def hello(self) -> Hello:
        """See Remote."""
        return self._ask(Hello, "GET", "/v1/hello")

    def enroll(self, asked: Enrolment) -> Welcome:
        """See Remote."""
        return self._ask(Welcome, "POST", "/v1/enroll", asked)

    def challenge(self, device: str) -> Challenge:
        """See Remote."""
        return self._ask(Challenge, "POST", "/v1/challenge", ChallengeRequest(device))

    def token(self, answer: TokenRequest) -> Token:
        """See Remote."""
        return self._ask(Token, "POST", "/v1/token", answer)

    def people(self, token: str, names: PeopleNames) -> People:
        """See Remote."""
        return self._ask(People, "POST", "/v1/people", names, token)

    # --- frames ------------------------------------------------------------------------------------------------------

    def push(self, token: str, data: bytes) -> Receipts:
        """See Remote."""
        return self._read(Receipts, self._send("POST", "/v1/push", token, data, most=MOST_RECEIPTS), MOST_RECEIPTS)

    def pull(self, token: str, scope: str, after: Cursor, head: int | None, directory: int) -> bytes:
        """See Remote."""
        path = f"/v1/pull?scope={quote(scope, safe='')}&after={quote(after.text, safe=':')}"
        path += f"&head={head}" if head is not None else ""
        path += f"&directory={directory}" if directory else ""
        return self._send("GET", path, token, most=MOST_PACKED + MOST_CONTROL)

    def ids(self, token: str, scope: str, prefix: str) -> IdBuckets:
        """See Remote."""
        path = f"/v1/ids?scope={quote(scope, safe='')}" + (f"&prefix={prefix}" if prefix else "")
        return self._ask(IdBuckets, "GET", path, token=token)

    # --- files -------------------------------------------------------------------------------------------------------

    def blobs_missing(self, token: str, scope: str, asked: Hashes) -> Hashes:
        """See Remote."""
        return self._ask(Hashes, "POST", f"/v1/blobs/missing?scope={quote(scope, safe='')}", asked, token)

    def blobs_unsaved(self, token: str, scope: str, asked: Hashes) -> Hashes:
        """See Remote."""
        return self._ask(Hashes, "POST", f"/v1/blobs/unsaved?scope={quote(scope, safe='')}", asked, token)

    def blob_offset(self, token: str, scope: str, sha256: str) -> Offset:
        """See Remote. The answer to HEAD has no body, so a refusal is known by its status."""
        path = self._blob(scope, sha256)
        response, _body = self._exchange("HEAD", path, token, b"", 0, {})
        if response.status_code == httpx.codes.OK:
            headers = response.headers
            return Offset(_whole(headers.get(OFFSET, "")), headers.get("Upload-Complete") == "1")
        raise self._refusal(response, b"", by_status=True)

    def blob_put(self, token: str, scope: str, sha256: str, offset: int, data: bytes) -> Offset:
        """See Remote."""
        headers = {OFFSET: str(offset)}
        return self._read(Offset, self._send("PATCH", self._blob(scope, sha256), token, data, headers=headers))

    def blob_get(self, token: str, sha256: str, start: int, length: int) -> bytes:
        """See Remote."""
        headers = {"Range": f"bytes={start}-{start + min(length, PIECE) - 1}"}
        return self._send("GET", f"/v1/blobs/{sha256}", token, most=PIECE, headers=headers)

    def _blob(self, scope: str, sha256: str) -> str:
        return f"/v1/blobs/{sha256}?scope={quote(scope, safe='')}"

    # --- one request -------------------------------------------------------------------------------------------------

    def _ask(self, kind: type[T], method: str, path: str, message: object = None, token: str = "") -> T:
        body = to_bytes(message) if message is not None else b""
        return self._read(kind, self._send(method, path, token, body))

    def _read(self, kind: type[T], data: bytes, most: int = MOST_CONTROL) -> T:
        try:
            return from_bytes(kind, data, most)
        except Problem:
            if kind is Hello:
                raise Problem("server_foreign", url=self.url) from None
            raise

    def _send(
        self,
        method: str,
        path: str,
        token: str = "",
        data: bytes = b"",
        *,
        most: int = MOST_CONTROL,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """The body of the answer to a request that went well. Raises Problem."""
        response, body = self._exchange(method, path, token, data, most, headers or {})
        if response.is_success:
            return body
        raise self._refusal(response, body)

    def _exchange(
        self, method: str, path: str, token: str, data: bytes, most: int, headers: dict[str, str]
    ) -> tuple[httpx.Response, bytes]:
        more = {**headers, "Authorization": f"Bearer {token}"} if token else headers
        content = data or None
        request = self._http.build_request(method, self.url + path, content=content, headers=more)
        try:
            response = self._http.send(request, stream=True)
            try:
                body = self._body(response, max(most, MOST_CONTROL))
            finally:
                response.close()
        except httpx.TransportError as error:
            raise self._offline(error) from error
        self._count(request, response, len(data), len(body))
        return response, body

    def _body(self, response: httpx.Response, most: int) -> bytes:
        parts, size = [], 0
        for part in response.iter_raw():
            size += len(part)
            if size > most:
                raise Problem("protocol_too_large")
            parts.append(part)
        return b"".join(parts)

    def _count(self, request: httpx.Request, response: httpx.Response, sent: int, received: int) -> None:
        with self._lock:
            self._traffic.requests += 1
            self._traffic.sent += _head(request.headers) + len(f"{request.method} {request.url.raw_path!r}") + sent
            self._traffic.received += _head(response.headers) + len("HTTP/1.1 200 OK\r\n") + received

    def _offline(self, error: httpx.TransportError) -> Problem:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return Problem("sync_certificate", url=self.url, reason=cause.verify_message)
            cause = cause.__cause__ or cause.__context__
        return Problem("sync_offline", url=self.url, reason=str(error) or type(error).__name__)

    def _refusal(self, response: httpx.Response, body: bytes, *, by_status: bool = False) -> Problem:
        """What an answer that did not go well means. `by_status`: it has no body."""
        status = response.status_code
        told = Refusal(_BY_STATUS.get(status, "")) if by_status else Refusal("")
        with contextlib.suppress(Problem):
            told = from_bytes(Refusal, body) if body else told
        if status in BUSY or told.code in ("server_busy", "server_database", "too_many_requests"):
            return Problem("sync_busy", retry_after_s=_wait(response.headers.get("Retry-After", "")))
        if not told.code and status in GATEWAY:
            return Problem("sync_offline", url=self.url, reason=status)
        if not told.code and status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:  # of a proxy with a cap of its own
            return Problem("protocol_too_large")
        if not told.code:
            return Problem("server_foreign", url=self.url)
        return refused(told.code, told.params)


_BY_STATUS: Final = {401: "token_invalid", 403: "scope_forbidden", 404: "blob_unknown", 500: "server_failed"}
"""Refusals of requests whose answer has no body."""


def _head(headers: httpx.Headers) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.raw) + 2


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else 0


def _wait(text: str) -> int:
    """Seconds of a Retry-After; a date or nothing is the usual wait."""
    return max(1, min(_whole(text), MOST_WAIT)) if _whole(text) else USUAL_WAIT
