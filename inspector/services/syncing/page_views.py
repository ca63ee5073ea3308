"""What page 08 shows besides conflicts: what is on its way, rounds, devices, what was put aside, room on the disk."""

from datetime import datetime
from enum import StrEnum

from inspector.quick_dataclass import dataclass


class PendingGroup(StrEnum):
    """Kinds of work, as the page groups what waits for the server."""

    VISITS = "visits"
    LEDGERS = "ledgers"
    CUSTOMERS = "customers"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class PendingRow:
    """Records of one thing that no server has yet."""

    title: str
    hint: str
    at: datetime | None
    """When the newest of them was written."""
    size: int
    """Bytes, files included."""
    place: tuple[str, str]
    """Kind and id of the place that shows the thing; ("", "") for none."""
    refused: str = ""
    """Why the server did not take it the last time, in a sentence."""
    group: PendingGroup = PendingGroup.LEDGERS
    frames: int = 1


@dataclass(frozen=True, slots=True)
class PendingList:
    """What waits, by group in a fixed order; `total` counts records, `size` bytes with files.

    `cut`: there are more than shown.
    """

    rows: tuple[PendingRow, ...] = ()
    counts: tuple[tuple[PendingGroup, int], ...] = ()
    total: int = 0
    size: int = 0
    cut: bool = False


class DeviceState(StrEnum):
    """How another device stands, as far as this one knows."""

    OWN = "own"
    EQUAL = "equal"
    BEHIND = "behind"
    UNKNOWN = "unknown"
    LOCKED = "locked"
    """Locked out by the administrator."""


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A laptop whose records are here, or may come."""

    id: str
    name: str
    person: str
    team: str
    state: DeviceState
    at: datetime | None
    """When it wrote the last record that is here."""
    behind: int = 0


class AsideKind(StrEnum):
    """Why a record has no effect for now."""

    RULED = "ruled"
    """The server ruled it out; a lead can adopt it."""
    PARKED = "parked"
    """It arrived and could not be stored yet."""
    INCOMPLETE = "incomplete"
    """Its history is incomplete (历史不完整): what it builds on has not arrived."""


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A record that is kept and has no effect for now."""

    kind: AsideKind
    title: str
    reason: str
    advice: str
    """What to do about it, in a sentence."""
    at: datetime | None
    place: tuple[str, str] = ("", "")
    person: str = ""
    """Whose record it is, as far as that is known here."""
    what: str = ""
    """Which kind of record, in words."""


@dataclass(frozen=True, slots=True)
class AsideGroup:
    """Records that are kept without effect for the same reason; of one person where that is known, newest first."""

    rows: tuple[AsideRow, ...]

    @property
    def first(self) -> AsideRow:
        """What speaks for all of them."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round of synchronising, over the network or by file."""

    id: str
    at: datetime | None
    via: str
    """network or file"""
    peer: str
    outcome: str
    """done, partly, offline, stopped or failed"""
    received: int
    sent: int
    files_received: int
    files_sent: int
    bytes_in: int
    bytes_out: int
    problem: str
    """Why it did not end well, in a sentence."""
    changes: int
    """How many things it changed here."""
    ended_at: datetime | None = None
    file: str = ""
    """Name of the exchange file."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A thing that a round changed here."""

    kind: str
    entity: str
    title: str
    hint: str
    place: tuple[str, str]
    what: tuple[str, ...] = ()
    """What happened to it, in words."""
    urgent: bool = False
    """Somebody should look at it."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a round brought: things by kind, those that are worth a look first."""

    round: RoundRow
    rows: tuple[ChangeRow, ...]
    counts: tuple[tuple[str, int], ...]
    """(kind, how many) in the order of the page."""
    cut: bool = False
    """More than shown."""


@dataclass(frozen=True, slots=True)
class StorageState:
    """Room on the disk, in bytes."""

    data: int
    photos: int
    free: int
    total: int
