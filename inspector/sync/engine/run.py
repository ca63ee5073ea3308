"""One round under way: what its stages share, and what it reports in the end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final, Literal

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.sync.engine.alarms import Alarm
from inspector.sync.engine.changes import Changes

if TYPE_CHECKING:
    from inspector.sync.engine.local import Local
    from inspector.sync.engine.session import Session
    from inspector.sync.remote import Remote

SMALL: Final = 64 * 1024
"""Bytes of the largest file that goes over a metered network."""

FATAL: Final = frozenset(
    {
        "challenge_invalid",
        "protocol_version",
        "request_unsupported",
        "server_ca",
        "server_changed",
        "server_foreign",
        "sync_busy",
        "sync_certificate",
        "sync_offline",
        "token_invalid",
        "workspace_read_only",
        "disk_full",
        "disk_failed",
        "workspace_damaged",
    }
)
"""Problems that end a round: trying the next thing would meet the same one."""
OF_ONE_FILE: Final = frozenset({"blob_damaged", "blob_missing", "blob_offset", "blob_unknown", "blob_wrong"})
"""Problems that say something about one file, however many files have them: the next one may well go through."""
ODD: Final = 12
"""Refusals of another kind in a row that end a stage: then it is not the one record."""

Files = Literal["all", "small", "none"]
Outcome = Literal["done", "partly", "offline", "stopped", "failed"]
Progress = Callable[[str, int, int], None]
"""Called with the stage (`hello`, `push`, `pull`, `repair`, `files`), things done and things in all (0: not known), on
the round's thread."""


class Stopped(Exception):  # noqa: N818 - nothing is wrong: somebody asked for it
    """The round was told to stop; what it has done so far stays."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a round does: which files, which scopes (empty: all)."""

    files: Files = "all"
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What a round did.

    `received` frames came in, `stored` of them were new here; `sent` frames got a receipt, `refused` got none.
    `files_waiting` are left on either side. `touched` are (kind, entity) that were folded anew, `changes` what
    happened to them. `problem` ended it, or is the last of what went wrong without ending it (`partly`).
    """

    outcome: Outcome = "done"
    received: int = 0
    stored: int = 0
    sent: int = 0
    refused: int = 0
    ruled: int = 0
    files_sent: int = 0
    files_received: int = 0
    files_waiting: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    requests: int = 0
    touched: tuple[tuple[str, str], ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()
    problem: Problem | None = None
    retry_after_s: int = 0


@dataclass(slots=True)
class Run:
    """One round under way. Only the thread of the round changes it."""

    local: "Local"
    remote: "Remote"
    session: "Session"
    options: Options
    progress: Progress
    cancelled: Callable[[], bool]
    changes: Changes = field(default_factory=Changes)
    alarms: list[Alarm] = field(default_factory=list)
    received: int = 0
    stored: int = 0
    own: int = 0
    """Frames of this very device that came back."""
    sent: int = 0
    refused: set[str] = field(default_factory=set)
    ruled: set[str] = field(default_factory=set)
    files_sent: int = 0
    files_received: int = 0
    problem: Problem | None = None
    """The last thing that went wrong without ending the round."""
    offered: int = 0
    """Frames that were offered again since the last push."""
    odd: int = 0

    def breathe(self) -> None:
        """Between two requests. Raises Stopped."""
        if self.cancelled():
            raise Stopped

    def alarm(self, code: str, **params: Any) -> None:
        """Tell people; what was told already is not told again."""
        if all(one.code != code for one in self.alarms):
            self.alarms.append(Alarm(code, params))

    def endure(self, problem: Problem) -> None:
        """Go on although one thing was refused. Raises the problem if everything else would be refused as well."""
        if problem.code in FATAL:
            raise problem
        self.problem = problem
        self.odd += problem.code not in OF_ONE_FILE
        if self.odd > ODD:
            raise problem

    def stage(self, work: Callable[[], None]) -> None:
        """Do a stage. One that too many refusals have ended is left for the next one. Raises Problem or Stopped."""
        try:
            work()
        except Problem as problem:
            if problem.code in FATAL or self.odd <= ODD:
                raise
        self.odd = 0

    def went_well(self) -> None:
        """Something was not refused."""
        self.odd = 0


def portions(items: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    """The items in portions."""
    return (items[at : at + size] for at in range(0, len(items), size))
