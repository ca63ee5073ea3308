"""Planned and open visits: local rows that never leave this computer; signing turns them into events.

Every item (an answer, a note, a photo, a hazard draft …) is one row, saved by one statement and one durable commit.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlcipher3.dbapi2 import IntegrityError

from inspector.domain.visit import VisitKind, VisitStatus
from inspector.problems import Problem
from inspector.storage.session import Session

PUT_VISIT: Final = """
INSERT INTO draft (id, key, number, customer, kind, status, inspectors, planned_on, started_at, body)
VALUES (:id, :key, :number, :customer, :kind, :status, :inspectors, :planned_on, :started_at, :body)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, number = excluded.number, customer = excluded.customer,
kind = excluded.kind, status = excluded.status, inspectors = excluded.inspectors, planned_on = excluded.planned_on,
started_at = excluded.started_at, body = excluded.body
"""
PUT_ITEM: Final = """
INSERT INTO draft_item (visit, kind, key, body, heads, at) VALUES (:visit, :kind, :key, :body, :heads, :at)
ON CONFLICT (visit, kind, key) DO UPDATE SET body = excluded.body, heads = excluded.heads, at = excluded.at
"""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A planned or open visit. `key` is the script's or window's own name for it (by default the id).

    `body` holds whatever else the visit needs, as JSON: versions of its forms, position of the window …
    """

    id: str
    customer: str
    kind: VisitKind
    status: VisitStatus
    key: str = ""
    number: str = ""
    inspectors: tuple[str, ...] = ()
    planned_on: date | None = None
    started_at: datetime | None = None
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One item of an open visit: `heads` are those of the entity it was made against, `at` when (ISO 8601)."""

    kind: str
    key: str
    body: Mapping[str, Any]
    heads: tuple[str, ...]
    at: str


class Drafts:
    """Reads and writes of planned and open visits. Each write is durable on return, or joins the open transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def visit_put(self, draft: VisitDraft) -> None:
        """Save a visit, new or changed."""
        self._session.run(
            PUT_VISIT,
            id=draft.id,
            key=draft.key or draft.id,
            number=draft.number,
            customer=draft.customer,
            kind=draft.kind.value,
            status=draft.status.value,
            inspectors=json.dumps(draft.inspectors),
            planned_on=draft.planned_on.isoformat() if draft.planned_on else None,
            started_at=draft.started_at.isoformat() if draft.started_at else None,
            body=_json(draft.body),
        )

    def visit(self, visit: str) -> VisitDraft:
        """A visit. Raises Problem("draft_missing")."""
        row = self._session.one("SELECT * FROM draft WHERE id = :id", id=visit)
        if row is None:
            raise Problem("draft_missing", visit=visit)
        return _draft(row)

    def visit_by_key(self, key: str) -> VisitDraft | None:
        """The visit with this key."""
        row = self._session.one("SELECT * FROM draft WHERE key = :key", key=key)
        return _draft(row) if row else None

    def visits(self, status: VisitStatus | None = None) -> tuple[VisitDraft, ...]:
        """Planned and open visits: open ones first, then by planned day."""
        sql = "SELECT * FROM draft WHERE :status = '' OR status = :status ORDER BY status, planned_on, id"
        return tuple(_draft(row) for row in self._session.rows(sql, status=status.value if status else ""))

    def discard(self, visit: str) -> None:
        """Remove a visit with all its items: it was signed, or a person said so."""
        self._session.run("DELETE FROM draft WHERE id = :id", id=visit)

    def item_put(
        self,
        visit: str,
        kind: str,
        key: str,
        body: Mapping[str, Any],
        heads: tuple[str, ...] = (),
        at: datetime | None = None,
    ) -> None:
        """Save one item, new or changed; the visit must be there (else Problem("draft_missing"))."""
        moment = at.isoformat() if at else ""
        try:
            self._session.run(
                PUT_ITEM, visit=visit, kind=kind, key=key, body=_json(body), heads=json.dumps(heads), at=moment
            )
        except IntegrityError as error:  # the foreign key: one statement less for every answer
            raise Problem("draft_missing", visit=visit) from error

    def item_delete(self, visit: str, kind: str, key: str) -> bool:
        """Remove one item; says whether it was there."""
        sql = "DELETE FROM draft_item WHERE visit = :visit AND kind = :kind AND key = :key"
        return self._session.run(sql, visit=visit, kind=kind, key=key) > 0

    def item(self, visit: str, kind: str, key: str) -> DraftItem | None:
        """One item."""
        sql = "SELECT * FROM draft_item WHERE visit = :visit AND kind = :kind AND key = :key"
        row = self._session.one(sql, visit=visit, kind=kind, key=key)
        return _item(row) if row else None

    def items(self, visit: str, kind: str | None = None) -> tuple[DraftItem, ...]:
        """Items of a visit by kind and key."""
        sql = "SELECT * FROM draft_item WHERE visit = :visit AND (:kind = '' OR kind = :kind) ORDER BY kind, key"
        return tuple(_item(row) for row in self._session.rows(sql, visit=visit, kind=kind or ""))


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), ensure_ascii=False)


def _draft(row: Any) -> VisitDraft:
    return VisitDraft(
        id=row.id,
        customer=row.customer,
        kind=VisitKind(row.kind),
        status=VisitStatus(row.status),
        key=row.key,
        number=row.number,
        inspectors=tuple(json.loads(row.inspectors)),
        planned_on=date.fromisoformat(row.planned_on) if row.planned_on else None,
        started_at=datetime.fromisoformat(row.started_at) if row.started_at else None,
        body=json.loads(row.body),
    )


def _item(row: Any) -> DraftItem:
    return DraftItem(row.kind, row.key, json.loads(row.body), tuple(json.loads(row.heads)), row.at)
