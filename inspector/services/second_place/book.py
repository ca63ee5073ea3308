"""What a workspace remembers of its copies: where they go, which it wrote, and what they hold. Worker thread.

Kept as a setting that is itself not copied. Writing it does not count as a change of the workspace.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from inspector.quick_dataclass import dataclass
from inspector.storage.local.rows import OWN_SETTINGS

if TYPE_CHECKING:
    from inspector.services.second_place.copy import CopyReport
    from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Seen:
    """What the copy holds: digest of each visit, and of the frames the last row and how many."""

    visits: Mapping[str, str] = field(default_factory=dict)
    last_row: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """The notes; times are ISO 8601, empty for never. `problem` is the code of what stopped the last copy."""

    folder: str = ""
    name: str = ""
    tokens: tuple[str, ...] = ()
    copied_at: str = ""
    away_since: str = ""
    problem: str = ""
    missing: int = 0
    checked_at: str = ""
    """When everything in the copy was read back; of a new copy when it was begun."""
    seen: Seen = field(default_factory=Seen)

    def expecting(self, there: str, token: str) -> Self:
        """Before a head with this token replaces the one `there`: after a kill either of them is ours."""
        return dataclasses.replace(self, tokens=(there or "-", token))

    def copied(self, now: datetime, seen: Seen, report: "CopyReport", there: str, *, checked: bool) -> Self:
        """After a copy was finished; its head has the token `there`. `checked`: all of it was read back."""
        moment = now.isoformat(timespec="seconds")
        return dataclasses.replace(
            self,
            tokens=(there,),
            copied_at=moment,
            away_since="",
            problem="",
            seen=seen,
            missing=len(report.missing),
            checked_at=moment if checked or not self.checked_at else self.checked_at,
        )

    def away(self, now: datetime) -> Self:
        """The place could not be reached; since when is kept."""
        return dataclasses.replace(self, problem="", away_since=self.away_since or now.isoformat(timespec="seconds"))

    def failed(self, code: str) -> Self:
        """Something else stopped the copy."""
        return dataclasses.replace(self, problem=code, away_since="")

    def seen_there(self, now: datetime, *, there: bool) -> Self:
        """The place came or went."""
        return dataclasses.replace(self, away_since="") if there else self.away(now)


def read_book(workspace: "Workspace") -> Book:
    """The notes; empty ones if there are none."""
    kept: Any = workspace.db.settings.get(OWN_SETTINGS, None)
    if not kept:
        return Book()
    seen = Seen(**kept.pop("seen"))
    return Book(**{**kept, "tokens": tuple(kept["tokens"]), "seen": seen})


def write_book(workspace: "Workspace", book: Book) -> Book:
    """Keep the notes."""
    workspace.store.quietly()
    workspace.db.settings.put(OWN_SETTINGS, dataclasses.asdict(book))
    return book
