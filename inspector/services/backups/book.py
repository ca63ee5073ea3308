"""What a workspace remembers of its backups: where the daily ones go, and how the last one went. Worker thread.

Kept as a setting that no copy holds. Writing it does not count as a change of the workspace.
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from inspector.services.backups.writing import BackupReport
    from inspector.services.workspace import Workspace

SETTING: Final = "backup"
KEEP_DAYS: Final = 7
KEEP_WEEKS: Final = 4
KEEP_MONTHS: Final = 6
"""Of the daily backups these stay: the newest of each of so many days, weeks and months that have one."""
RETRY: Final = timedelta(hours=1)
"""After a backup that could not be made."""


@dataclass(frozen=True, slots=True)
class Book:
    """The notes; times are ISO 8601, "" for never. `folder` is where daily backups go, "" for nowhere.

    `path`, `size` (bytes), `frames` and `missing` are of the last backup, whoever wanted it; `daily_at` is when the
    last daily one was made. `problem` is the code of what stopped the last daily one, at `failed_at`.
    """

    folder: str = ""
    path: str = ""
    written_at: str = ""
    size: int = 0
    frames: int = 0
    missing: int = 0
    daily_at: str = ""
    problem: str = ""
    failed_at: str = ""

    def written(self, report: "BackupReport", *, daily: bool) -> "Book":
        """After a backup was written and read back."""
        moment = report.written_at.isoformat(timespec="seconds")
        return dataclasses.replace(
            self,
            path=str(report.path),
            written_at=moment,
            size=report.size,
            frames=report.frames,
            missing=len(report.missing),
            daily_at=moment if daily else self.daily_at,
            problem="" if daily else self.problem,
            failed_at="" if daily else self.failed_at,
        )

    def failed(self, code: str, now: datetime) -> "Book":
        """Something stopped a daily backup."""
        return dataclasses.replace(self, problem=code, failed_at=now.isoformat(timespec="seconds"))

    def is_due(self, now: datetime) -> bool:
        """Whether today's daily backup is still to be made, and may be tried now."""
        if not self.folder:
            return False
        if self.failed_at and timedelta() <= now - datetime.fromisoformat(self.failed_at) < RETRY:
            return False
        return not self.daily_at or datetime.fromisoformat(self.daily_at).astimezone(now.tzinfo).date() != now.date()


def read_book(workspace: "Workspace") -> Book:
    """The notes; empty ones if there are none."""
    kept: Any = workspace.db.settings.get(SETTING, None)
    return Book(**kept) if kept else Book()


def write_book(workspace: "Workspace", book: Book) -> Book:
    """Keep the notes."""
    workspace.store.quietly()
    workspace.db.settings.put(SETTING, dataclasses.asdict(book))
    return book


def superfluous(
    names: Iterable[str], code: str, now: datetime, *, last: str = "", least: bool = False
) -> tuple[str, ...]:
    """Names of daily backups of a device that need not be kept; with `least` all but the two newest.

    Names of a time after `now` come from a clock that was wrong, or is wrong now: they are thinned out by themselves,
    so that neither they nor true ones push the others out. `last`, the one written last, stays. Files that are called
    otherwise are none of them.
    """
    pattern = re.compile(rf"inspector-{re.escape(code)}-(\d{{8}})-(\d{{4}})\.isb")
    dated = sorted((name for name in names if pattern.fullmatch(name)), reverse=True)
    newest = f"inspector-{code}-{now:%Y%m%d-%H%M}.isb"
    kept = {last}
    for group in ([name for name in dated if name > newest], [name for name in dated if name <= newest]):
        kept |= set(group[:2]) if least else _kept(group, pattern)
    return tuple(name for name in dated if name not in kept)


def _kept(dated: Sequence[str], pattern: re.Pattern[str]) -> set[str]:
    """Those of the names, newest first, that stay."""
    kept = set(dated[:1])
    for period, most in ((_day, KEEP_DAYS), (_week, KEEP_WEEKS), (_month, KEEP_MONTHS)):
        newest: dict[str, str] = {}
        for name in dated:
            found = pattern.fullmatch(name)
            when = _date(found.group(1)) if found else None
            if when is None:
                kept.add(name)
            else:
                newest.setdefault(period(when), name)
        kept |= set(list(newest.values())[:most])
    return kept


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _day(when: date) -> str:
    return when.isoformat()


def _week(when: date) -> str:
    year, week, _weekday = when.isocalendar()
    return f"{year}-{week}"


def _month(when: date) -> str:
    return f"{when:%Y-%m}"
