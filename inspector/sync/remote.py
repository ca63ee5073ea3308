"""What the engine asks of a server, whatever carries it: the requests of the protocol, one method each.

`http.HttpRemote` asks over a network; a simulation may ask a server in the same process. Every method raises Problem:
`sync_offline` when nobody answered, `sync_busy` (with `retry_after_s`) when the server has no time now, or the code
that the server refused with. After `sync_offline` it is unknown whether the server did what was asked.
"""

from typing import Protocol

from inspector.quick_dataclass import dataclass
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


@dataclass(slots=True)
class Traffic:
    """Bytes that went over the wire, headers included, and requests, since the remote was made."""

    received: int = 0
    sent: int = 0
    requests: int = 0


class Remote(Protocol):
    """A server. Used by one thread at a time, except that the next request may be made on another one."""

    @property
    def traffic(self) -> Traffic:
        """What went over the wire so far."""

    def hello(self) -> Hello:
        """Who the server is."""

    def enroll(self, asked: Enrolment) -> Welcome:
        """Let this laptop in. Raises Problem enrolment_code_invalid, device_known or device_revoked."""

    def challenge(self, device: str) -> Challenge:
        """A number to sign."""

    def token(self, answer: TokenRequest) -> Token:
        """What later requests carry. Raises Problem challenge_invalid."""

    def people(self, token: str, names: PeopleNames) -> People:
        """Say by which ids this laptop's records name the persons who work on it; all of them."""

    def push(self, token: str, data: bytes) -> Receipts:
        """Hand over a pack of frames."""

    def pull(self, token: str, scope: str, after: Cursor, head: int | None, directory: int) -> bytes:
        """The next page of a scope, packed. Raises Problem scope_forbidden, cursor_unknown."""

    def ids(self, token: str, scope: str, prefix: str) -> IdBuckets:
        """What the server has of a scope."""

    def blobs_missing(self, token: str, scope: str, asked: Hashes) -> Hashes:
        """Those of these files that nobody sent yet."""

    def blobs_unsaved(self, token: str, scope: str, asked: Hashes) -> Hashes:
        """Those of these files that are in no backup of the server yet."""

    def blob_offset(self, token: str, scope: str, sha256: str) -> Offset:
        """How much of a file the server has. Raises Problem blob_unknown, scope_forbidden."""

    def blob_put(self, token: str, scope: str, sha256: str, offset: int, data: bytes) -> Offset:
        """Send a piece. Raises Problem blob_offset (with `offset`), blob_wrong, blob_unknown, scope_forbidden."""

    def blob_get(self, token: str, sha256: str, start: int, length: int) -> bytes:
        """Bytes of a file, at most `protocol.PIECE`. Raises Problem blob_unknown."""
