"""What became of each round of synchronising, to look it up."""

import json
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Final

from inspector.quick_dataclass import dataclass
from inspector.storage.engine import NamedRow
from inspector.storage.session import Session

KEPT: Final = 1000
"""Rounds that are kept."""
COLUMNS: Final = (
    "id", "at", "ended_at", "via", "peer", "outcome", "received", "sent", "files_received", "files_sent", "bytes_in",
    "bytes_out", "problem", "params", "changes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """One round.

    `via`: network or file; `outcome`: done, partly, offline, stopped or failed; `problem` and `params`: why, as a code
    of this program's problems; `changes`: what it changed here (JSON).
    """

    id: str
    at: str
    ended_at: str = ""
    via: str = "network"
    peer: str = ""
    outcome: str = "done"
    received: int = 0
    sent: int = 0
    files_received: int = 0
    files_sent: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    problem: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    changes: Any = field(default_factory=list)


class SyncLog:
    """Adds and reads rounds; the newest are kept."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, record: RoundRecord) -> None:
        """Add a round; one with the same id takes the place of the former."""
        values = {name: getattr(record, name) for name in COLUMNS}
        values |= {name: json.dumps(values[name], ensure_ascii=False) for name in ("params", "changes")}
        names, marks = ", ".join(COLUMNS), ", ".join(f":{name}" for name in COLUMNS)
        with self._session.transaction():
            self._session.run(f"INSERT OR REPLACE INTO sync_round ({names}) VALUES ({marks})", **values)  # noqa: S608 - own names
            oldest = "SELECT id FROM sync_round ORDER BY rowid DESC LIMIT -1 OFFSET :kept"
            self._session.run(f"DELETE FROM sync_round WHERE id IN ({oldest})", kept=KEPT)  # noqa: S608 - own text

    def latest(self, limit: int = 20) -> tuple[RoundRecord, ...]:
        """The newest rounds, newest first."""
        rows = self._session.rows("SELECT * FROM sync_round ORDER BY rowid DESC LIMIT :limit", limit=limit)
        return tuple(_record(row) for row in rows)

    def by_id(self, identity: str) -> RoundRecord | None:
        """A round, or None."""
        row = self._session.one("SELECT * FROM sync_round WHERE id = :id", id=identity)
        return _record(row) if row is not None else None


def _record(row: NamedRow) -> RoundRecord:
    values = {name: row[name] for name in COLUMNS}
    return RoundRecord(**{**values, "params": json.loads(row.params), "changes": json.loads(row.changes)})
