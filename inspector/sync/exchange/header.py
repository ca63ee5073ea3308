"""What an exchange file means: `header.json`. Pure: messages in, bytes out.

From a laptop: what it has (`have`, `cursors`), which files it lacks (`wants`), and, in a file for its server, how far
it has read it. From a server: the ranges of its records that the file carries (`spans`), numbers for those that the
laptop has already (`receipts`), the directory, who works on the laptop, and which files have not arrived (`lacks`).
Everybody tells what was imported from the other side last (`acknowledges`); what nobody acknowledged is sent again.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Final

from inspector.domain.events import compact
from inspector.domain.fields import from_fields, to_json
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.sync.exchange.cards import Card, checked_card
from inspector.sync.exchange.envelope import KEY, MOST_TEXT
from inspector.sync.messages import START, Certificate, Cursor, Enrolment, Receipt, ServerPerson, Welcome
from inspector.sync.stream import DamagedError

FORMAT: Final = 1
SHA256: Final = re.compile(r"[0-9a-f]{64}")
MOST_FILES: Final = 50_000
"""Files that a list in a header names."""
MOST_SCOPES: Final = 10_000
MOST_EPOCHS: Final = 1000
MOST_NUMBER: Final = 2**53


class Purpose(StrEnum):
    """Why a file was written."""

    SYNC = "sync"
    """Records and files that the other side has not acknowledged."""
    FIRST = "first"
    """The same, and a laptop that asks a server to be let in (`enrolment`)."""
    ANSWER = "answer"
    """From a server: records, numbers, the directory."""


@dataclass(frozen=True, slots=True)
class Link:
    """A frame of a chain: its counter and the SHA-256 (hex) of its bytes."""

    n: int
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What somebody has of the chain of a device in a scope, without a gap: its last frame and some before it.

    `links` stand from the last one back, in steps that double: who knows more or less than the other side finds the
    last common one among them, or one not far before it.
    """

    scope: str
    dev: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ScopeCursor:
    """How far a laptop has read a scope of its server. `directory`: number of the last certificate."""

    scope: str
    cursor: Cursor = START
    epoch: str = ""
    directory: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a server's records in a scope: those after `after` up to `last`, in this file whole or as receipts.

    `digest` and `count` are those of the whole scope up to `head`; `directory`: number of the last certificate that
    the file carries for the scope.
    """

    scope: str
    epoch: str
    after: Cursor
    last: Cursor
    head: int
    digest: str
    count: int
    backup_seq: int = 0
    directory: int = 0


@dataclass(frozen=True, slots=True)
class Author:
    """A device that wrote records in the file, as the sender knows it: public key in hex."""

    device: str
    code: str
    public_key: str
    name: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class ScopeFiles:
    """Files of a scope, by hash, among those that records with a number up to `head` name.

    `unsaved`: of those that arrived the ones that are in no backup of the server; None where nothing is said of it.
    """

    scope: str
    head: int
    sha256: tuple[str, ...] = ()
    unsaved: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in all parts of a file together; `waiting`: files that were left out because they are not here."""

    frames: int = 0
    events: int = 0
    files: int = 0
    bytes: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """The meaning of a file. `nth` counts the files from this sender to this recipient; a lower one is an older one."""

    card: Card
    to: str
    purpose: Purpose
    nth: int
    at: str
    acknowledges: int = 0
    counts: Counts = field(default_factory=Counts)
    scopes: tuple[str, ...] = ()
    have: tuple[Chain, ...] = ()
    cursors: tuple[ScopeCursor, ...] = ()
    wants: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    enrolment: Enrolment | None = None
    people: tuple[tuple[str, str], ...] = ()
    """(login, id by which the laptop's records name that person), as in `PeopleNames`."""
    spans: tuple[Span, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    lacks: tuple[ScopeFiles, ...] = ()
    """Files that records of these scopes name and that have not arrived at the server; all others have."""
    epoch: str = ""
    """Of the server's history that all numbers in the file belong to."""
    left: tuple[str, ...] = ()
    """Epochs that the server left behind before this one: nobody goes back from this one to any of them."""
    revoked: bool = False
    welcome: Welcome | None = None
    persons: tuple[ServerPerson, ...] = ()


def header_bytes(header: Header) -> bytes:
    """The header as it stands in the file."""
    return compact({"format": FORMAT, **to_json(header)}).encode()


def read_header(raw: bytes) -> Header:
    """A header from a file. Raises DamagedError or ValueError for what no program of ours writes."""
    told = json.loads(raw.decode("utf-8"))
    _sane(told)
    if not isinstance(told, Mapping) or not isinstance(told.get("format"), int) or told["format"] != FORMAT:
        raise DamagedError
    try:
        header = from_fields(Header, told)
    except Problem as problem:
        raise DamagedError from problem
    _check(header)
    return header


def _sane(told: object) -> None:
    """Raise ValueError for numbers and texts that no database keeps."""
    compact(told).encode()  # neither infinities nor halves of surrogate pairs
    waiting = [told]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int | float) and not 0 <= value <= MOST_NUMBER:
            raise ValueError(value)


def _check(header: Header) -> None:
    checked_card(header.card)
    for author in header.authors:
        texts = author.device, author.code, author.name, author.person
        if not author.device or len(bytes.fromhex(author.public_key)) != KEY or not all(map(str.isprintable, texts)):
            raise ValueError("author")
    told = [listed for one in header.lacks for listed in (one.sha256, one.unsaved or ())]
    files = [sha256 for listed in (header.wants, *told) for sha256 in listed]
    if not all(SHA256.fullmatch(sha256) for sha256 in files):
        raise ValueError("sha256")
    if header.nth < 1 or len(header.cursors) > MOST_SCOPES or len(header.lacks) > MOST_SCOPES:
        raise ValueError("counts")
    if len(header.left) > MOST_EPOCHS or any(len(epoch) > MOST_TEXT for epoch in (header.epoch, *header.left)):
        raise ValueError("epochs")


# --- what somebody has of a chain ------------------------------------------------------------------------------------


def chain_of(scope: str, dev: str, frames: Iterable[tuple[int, str, str]]) -> Chain | None:
    """What is here of a chain, from (n, hash of the one before, hash) in the order of n; None without its first frame.

    Where two frames stand at one place, the one counts that the chain goes on from.
    """
    linked: list[Link] = []
    waiting: list[Link] = []
    for n, prev, own in frames:
        if waiting and n > waiting[0].n:
            chosen = next((link for link in waiting if link.hash == prev), None)
            linked.append(chosen or waiting[0])
            waiting = []
        last = linked[-1] if linked else Link(0, "")
        if n == last.n + 1 and prev == last.hash:
            waiting.append(Link(n, own))
    linked += waiting[:1]
    return Chain(scope, dev, tuple(linked[at] for at in _steps(len(linked)))) if linked else None


def _steps(count: int) -> list[int]:
    """Places in a list of this length, from the last one back in steps that double, and the first one."""
    places, at, step = [], count - 1, 1
    while at > 0:
        places.append(at)
        at, step = at - step, step * 2
    return [*places, 0]


def covered(chain: Chain | None, here: Mapping[str, tuple[int, str]]) -> frozenset[str]:
    """Hashes of the frames that the owner of `chain` has, of those `here`: hash -> (n, hash of the one before)."""
    known = next((link.hash for link in chain.links if link.hash in here), "") if chain else ""
    found = set()
    while known in here and known not in found:
        found.add(known)
        known = here[known][1]
    return frozenset(found)


def chains_by(chains: Sequence[Chain]) -> dict[tuple[str, str], Chain]:
    """Chains by (scope, device)."""
    return {(chain.scope, chain.dev): chain for chain in chains}
