"""How synchronising stands, for window and command."""

from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from inspector.quick_dataclass import dataclass
from inspector.storage.syncing.outbox import SyncCounts

if TYPE_CHECKING:
    from inspector.storage.syncing.log import RoundRecord
    from inspector.sync.engine.alarms import Alarm
    from inspector.sync.engine.run import Files

Phase = Literal["unset", "offline", "running", "pending", "synced", "deciding", "paused", "refused"]
"""`unset`: no server; `offline`: it was not reached; `pending`: it was, and something still lacks a receipt or is
missing here (`SyncState.counts` says what); `synced`: nothing does; `deciding`: as `synced`, and fields wait for a
decision; `refused`: the server does not let this laptop in, or is another one than before."""

EVERY_S: Final = 300
"""Seconds between rounds when nothing changes here."""
LEAST_S: Final = 30


@dataclass(frozen=True, slots=True)
class SyncSettings:
    """What a person chose.

    `metered_files`: which files go over a metered network. `networks`: in which networks (CIDR, of this laptop's own
    address towards the server) anything goes out at all, empty for all of them. `url` is that of the server.
    """

    url: str = ""
    paused: bool = False
    metered_files: "Files" = "small"
    networks: tuple[str, ...] = ()
    every_s: int = EVERY_S


@dataclass(frozen=True, slots=True)
class SyncState:
    """How it stands. `server` is its name; `last` the last round over the network.

    `network_off`: this network is not one of those allowed. `stage`, `done`, `total` while a round runs. `alarms` are
    those of the last round, `problem` is why it did not go through (a code), `next_try_at` when the next one begins.
    `metered`: large files wait for another network.
    """

    phase: Phase = "unset"
    url: str = ""
    server: str = ""
    last: "RoundRecord | None" = None
    counts: SyncCounts = field(default_factory=SyncCounts)
    decisions: int = 0
    stage: str = ""
    done: int = 0
    total: int = 0
    alarms: "tuple[Alarm, ...]" = ()
    problem: str = ""
    network_off: bool = False
    metered: bool = False
    next_try_at: datetime | None = None
    person: str = ""
    """Id that the server knows the first person of this laptop by."""
    areas: tuple[tuple[str, str], ...] = ()
    """(id, name) of the areas that somebody of this laptop has a grant in, by name; the id where nobody named one."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What a server says to a laptop that joins it. `logins` are the persons who work on it."""

    server: str
    url: str
    logins: tuple[str, ...]
    areas: tuple[str, ...]
    code_taken: bool
