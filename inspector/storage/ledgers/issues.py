"""Frozen issues of ledgers: which there are, newest last."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inspector.quick_dataclass import dataclass
from inspector.storage.session import Session


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An issue as its event says it; `body` is that of `ledger_issued`."""

    id: str
    number: str
    kind: str
    issued_at: datetime
    rows: int
    digest: str
    body: Mapping[str, Any]


class Issues:
    """Reads of frozen issues."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, kind: str = "") -> tuple[StoredIssue, ...]:
        """Issues of a kind of ledger, or of all, in the order they were made."""
        sql = "SELECT * FROM ledger_issue WHERE :kind IN ('', kind) ORDER BY issued_at, id"
        return tuple(_issue(row) for row in self._session.rows(sql, kind=kind))

    def named(self, name: str) -> StoredIssue | None:
        """The issue with this number or id."""
        sql = "SELECT * FROM ledger_issue WHERE number = :name OR id = :name ORDER BY id LIMIT 1"
        row = self._session.one(sql, name=name)
        return _issue(row) if row else None

    def latest(self, kind: str, scope: str) -> StoredIssue | None:
        """The newest issue of a kind and scope (`body.scope_key`)."""
        row = self._session.one(
            "SELECT * FROM ledger_issue WHERE kind = :kind AND json_extract(body, '$.scope_key') = :scope"
            " ORDER BY issued_at DESC, id DESC LIMIT 1",
            kind=kind,
            scope=scope,
        )
        return _issue(row) if row else None


def _issue(row: Any) -> StoredIssue:
    moment = datetime.fromisoformat(row.issued_at)
    return StoredIssue(row.id, row.number, row.kind, moment, row.rows, row.digest, json.loads(row.body))
