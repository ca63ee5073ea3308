"""The messages of the protocol: plain values, what each means, and the problem that reading them may end in.

They travel as JSON (`protocol.to_bytes`, `protocol.from_bytes`). Pure, like everything of the protocol.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Final

from inspector.domain.events import compact
from inspector.domain.fields import to_json
from inspector.domain.shapes import NAME, plain
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "protocol_malformed": N_(
            "The other side sent something that cannot be read ({reason}). Nothing was taken over."
        ),
        "protocol_too_large": N_("The other side sent more than is accepted at once. Nothing was taken over."),
        "protocol_version": N_(
            "This program speaks the versions {mine} of the protocol, the other side {theirs}. Update the older one."
        ),
    },
)


def malformed(reason: str) -> Problem:
    """What cannot be read, and where."""
    return Problem("protocol_malformed", reason=reason)


class Stored(StrEnum):
    """What became of a frame that was pushed."""

    STORED = "stored"
    """It is on the server now. Whether all of its events have an effect is another question: see the rulings."""
    KNOWN = "known"
    """It was there before; the receipt is the first one again."""
    REFUSED = "refused"
    """Not authentic or too large: the only frames that are not stored."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A frame under way: its bytes as signed, the author's signature, and the server's number if it has one."""

    raw: bytes
    sig: bytes
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a laptop has read a scope: number and id of the last frame; `START` stands before everything.

    The id shows whether the server still has the same history.
    """

    seq: int = 0
    id: str = ""

    @property
    def text(self) -> str:
        """As a parameter of a request."""
        return f"{self.seq}:{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """From the text of a request. Raises Problem("protocol_malformed")."""
        number, colon, identity = text.partition(":")
        if not colon or not number.isascii() or not number.isdigit() or len(number) > 18 or not plain(identity, NAME):
            raise malformed("cursor")
        return cls(int(number), identity)


START: Final = Cursor()


@dataclass(frozen=True, slots=True)
class Hello:
    """Who the server is. `epoch` changes when it was restored from a backup; `at` is its time, only shown.

    `device` and `exchange_key` (X25519, hexadecimal) are what an exchange file for the server is addressed to.
    """

    server: str
    name: str
    epoch: str
    oldest: str
    newest: str
    public_key: str
    at: str = ""
    device: str = ""
    exchange_key: str = ""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A laptop asks to be let in with a one-time code. Keys are hexadecimal: Ed25519 to sign, X25519 to seal for."""

    code: str
    device: str
    device_code: str
    public_key: str
    exchange_key: str
    name: str
    proof: str
    """Signature by the device's key over `enrolment_proof`."""
    person: str = ""
    """The id by which the laptop's records have named the first person of the code so far, if they have any."""
    scopes: tuple[str, ...] = ()
    """Areas the laptop made before it knew a server: those that nobody has a grant in yet become the persons'."""
    people: tuple[tuple[str, str], ...] = ()
    """(login, id by which the laptop's records have named that person so far), as in `PeopleNames`."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person may do in a scope: `author` (read and write), `reader`, `reviewer` (reads, and judges hazards)."""

    scope: str
    role: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """The server's word that a device exists: signed by the server's key over `signed_text`."""

    device: str
    device_code: str
    public_key: str
    exchange_key: str
    person: str
    name: str
    revoked: bool
    number: int
    """Grows with every change in the directory of a scope: who has read a scope up to one asks for what is new since.

    Kept for each scope by itself, like the cursor.
    """
    sig: str = ""

    @property
    def signed_text(self) -> bytes:
        """The bytes the server signs."""
        told = {key: value for key, value in to_json(self).items() if key != "sig"}
        return b"inspector certificate\n" + compact(dict(sorted(told.items()))).encode()


@dataclass(frozen=True, slots=True)
class ServerPerson:
    """A person who works on the device, as the server knows him.

    `roles` as of `domain.person.Role`; `alias` is another id by which records of this device name him, "" for none.
    """

    id: str
    login: str
    name: str
    team: str
    roles: tuple[str, ...] = ()
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Welcome:
    """The answer to an enrolment. `code_taken`: another device has this short code; the server keeps an alias.

    `person` is the first one of the code; `people` are all who work on the device now.
    """

    person: str
    grants: tuple[Grant, ...]
    certificate: Certificate
    code_taken: bool = False
    people: tuple[ServerPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleNames:
    """(login, id by which the laptop's records name that person), for persons who work on the device.

    An id that stands for somebody else already is passed over, and so is a login of nobody on the device.
    """

    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class People:
    """The active persons who work on the device, by login; nobody when it is revoked."""

    people: tuple[ServerPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class ChallengeRequest:
    """A device asks for a number to sign."""

    device: str


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A device shows who it is: `sig` (hex) is its signature over `challenge_proof` of the number."""

    device: str
    nonce: str
    sig: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """A number that is used once; the device signs `challenge_proof` of it."""

    nonce: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class Token:
    """What a request carries afterwards. `grants` and `people` may have changed since the last time.

    `revoked`: the device was locked out; it is given nothing, and what it sends goes to quarantine. `areas`: (id, name)
    of those of the grants that the administrator has named.
    """

    token: str
    expires_in_s: int
    grants: tuple[Grant, ...]
    people: tuple[ServerPerson, ...] = ()
    revoked: bool = False
    areas: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one frame. `rulings`: (event, code) for every event of it that has no effect for now."""

    frame: str
    status: Stored
    seq: int = 0
    code: str = ""
    rulings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipts:
    """Answer to a push, in the order of its frames. `backup_seq`: everything up to it is in a backup (已备份)."""

    receipts: tuple[Receipt, ...]
    backup_seq: int = 0


@dataclass(frozen=True, slots=True)
class PageHead:
    """First line of a page of a pull.

    `head` is fixed on the first page and given back for the next ones; `digest` and `count` are those of the whole
    scope up to it; `backup_at` (seconds since 1970) tells one backup from the next; `directory`: certificates that
    changed since the asker's number.
    """

    epoch: str
    scope: str
    head: int
    digest: str
    count: int
    more: bool = False
    backup_seq: int = 0
    backup_at: int = 0
    directory: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a pull."""

    head: PageHead
    packets: tuple[Packet, ...] = ()


@dataclass(frozen=True, slots=True)
class IdBuckets:
    """What a repair compares: the digest of every bucket, or the ids of those that were asked for."""

    digests: Mapping[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hashes:
    """A question or an answer about files: their SHA-256 (hex)."""

    sha256: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offset:
    """How much of a file is there, and whether it is whole and its hash was right."""

    offset: int
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request was turned down: a code of this program's problems with its parameters."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
