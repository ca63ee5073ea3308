"""Planned and open visits. Open ones are local rows that never leave this computer; signing turns them into events.

Planned ones are records of the area (`plans`) and are read from there, as long as no visit began; a local row of one is
what this laptop adds to it: that it was handed over, or that no record was made of it yet.

Every item (an answer, a note, a photo, a hazard draft …) is one row, saved by one statement and one durable commit.
"""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any, Final

from sqlcipher3.dbapi2 import IntegrityError

from inspector.domain.plan import BODY, PlanStatus
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.planning.plans import PlanRow, Plans
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
        self._plans = Plans(session)

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
        """A visit, planned or begun here. Raises Problem("draft_missing")."""
        row = self._session.one("SELECT * FROM draft WHERE id = :id", id=visit)
        plan = self._plans.one(visit) if row is None or row.status == VisitStatus.PLANNED.value else None
        found = _seen(_draft(row) if row is not None else None, plan)
        if found is None:
            raise Problem("draft_missing", visit=visit)
        return found

    def visit_by_key(self, key: str) -> VisitDraft | None:
        """The visit with this key, if this laptop has a row of its own for it."""
        row = self._session.one("SELECT * FROM draft WHERE key = :key", key=key)
        return _draft(row) if row else None

    def visits(self, status: VisitStatus | None = None) -> tuple[VisitDraft, ...]:
        """Planned and open visits: open ones first, then by planned day; planned ones are those of the whole area."""
        rows = self.local()
        if status not in (None, VisitStatus.PLANNED):
            return tuple(row for row in rows if row.status is status)
        planned = {row.plan.visit: row for row in self._plans.of_status(PlanStatus.PLANNED)}
        own = {row.id: row for row in rows if row.status is VisitStatus.PLANNED}
        over = self._plans.some([visit for visit in own if visit not in planned])  # cancelled, or begun elsewhere
        taken = {name for row in rows if row.id not in own for name in (row.id, row.key)}
        ids = [visit for visit in (*own, *(visit for visit in planned if visit not in own)) if visit not in taken]
        plans = [_seen(own.get(visit), planned.get(visit) or over.get(visit)) for visit in ids]
        found = [row for row in rows if row.id not in own and status is None]
        found += [row for row in plans if row is not None]
        return tuple(sorted(found, key=_order))

    def local(self) -> tuple[VisitDraft, ...]:
        """The rows of this laptop alone, as they are: begun visits, handed-over ones, and planned ones with a row."""
        return tuple(_draft(row) for row in self._session.rows("SELECT * FROM draft ORDER BY status, planned_on, id"))

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


def _order(draft: VisitDraft) -> tuple[str, str, str]:
    return draft.status.value, draft.planned_on.isoformat() if draft.planned_on else "", draft.id


def _seen(own: VisitDraft | None, plan: PlanRow | None) -> VisitDraft | None:
    """A visit with what its record says while it is planned; None if that says it is no longer planned."""
    if plan is None or (own is not None and own.status is not VisitStatus.PLANNED):
        return own
    if plan.status is not PlanStatus.PLANNED:
        return None
    told = plan.plan
    kept = own.body.items() if own is not None else ()
    return VisitDraft(
        id=told.visit,
        customer=told.customer,
        kind=told.kind,
        status=VisitStatus.PLANNED,
        key=own.key if own is not None else told.visit,
        inspectors=told.inspectors,
        planned_on=told.planned_on,
        body={**{key: value for key, value in kept if key not in BODY}, **plan.body()},
    )


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
