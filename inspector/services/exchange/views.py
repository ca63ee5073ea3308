"""What window and commands are told about exchange files."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.sync.engine.alarms import Alarm

Kind = Literal["server", "laptop"]
Outcome = Literal["done", "partly", "stopped", "failed"]
Standing = Literal["server", "known", "unknown", "revoked", "changed", "own"]
"""Whose a file is: our server's, that of a laptop whose card was compared or that the server vouches for, of nobody
known here, of one that was locked out, of one that shows another key than the one known here, or one's own."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody to exchange files with. `source`: who vouches for it ("server", "card"); moments are ISO 8601 or ""."""

    id: str
    kind: Kind
    name: str
    code: str = ""
    person: str = ""
    source: str = ""
    exchange_key: str = ""
    revoked: bool = False
    sent_at: str = ""
    received_at: str = ""
    enrolled: bool = True
    """Of a server: whether this laptop belongs to it already, or would have to bring a one-time code."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A card that was read: whose it is, what two people compare, and how it stands here."""

    id: str
    kind: Kind
    name: str
    code: str
    fingerprint: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Outline:
    """What would go into a file. `areas`: all there are, with their records; `waiting`: files that are not here.

    `area_names` are what people call the areas, as far as that is known here.
    """

    partner: Partner
    areas: tuple[tuple[str, int], ...]
    frames: int
    events: int
    files: int
    bytes: int
    waiting: int
    parts: int
    area_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written and read back; `paths` in the order of the parts."""

    partner: Partner
    paths: tuple[Path, ...]
    frames: int
    events: int
    files: int
    waiting: int
    bytes: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is. Without the key to it (`opened` False) only its outside is known and checked.

    `counts` are those of all parts together; `nth` is its number among those from this sender; `older`: a newer one
    was imported before.
    """

    path: Path
    bytes: int
    id: str
    part: int
    parts: int
    at: str
    sender: str
    code: str
    to: str
    standing: Standing
    for_us: bool
    opened: bool = False
    fingerprint: str = ""
    nth: int = 0
    older: bool = False
    frames: int = 0
    events: int = 0
    files: int = 0
    here: int = 0
    """Files in this very part."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; `problem` says why it was not taken over."""

    path: Path
    part: int = 0
    parts: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What importing files did, like the report of a round.

    `received` records were in them, `stored` of them were new here, `parked` were put aside; `sent` of our own were
    acknowledged. `missing_parts`: of files of which some parts were not among those given. `older`: none of them said
    anything that a newer one had not said before.
    """

    outcome: Outcome
    peer: str
    peer_id: str
    """Device that the last of the files is from."""
    files: tuple[FileOutcome, ...]
    received: int = 0
    stored: int = 0
    parked: int = 0
    sent: int = 0
    files_received: int = 0
    files_left: int = 0
    bytes_in: int = 0
    older: bool = False
    joined: bool = False
    missing_parts: tuple[int, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()

    @property
    def problem(self) -> Problem | None:
        """Why a file was not taken over: the first one."""
        return next((one.problem for one in self.files if one.problem is not None), None)
