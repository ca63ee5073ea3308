"""Planned visits of the whole area, as the merge sees them: reads only. Begun ones of this laptop are `Drafts`."""

import json
from collections.abc import Sequence
from typing import Any, Final

from inspector.domain.fields import from_fields
from inspector.domain.plan import NOTE, OCCASION, PLAN, TIME, WORK_ORDER, Begun, Plan, PlanStatus
from inspector.quick_dataclass import dataclass
from inspector.storage.session import Session, chunks

_ROW: Final = "SELECT p.*, e.scope, e.conflicted FROM plan p JOIN entity e ON e.id = p.id"

_ELSEWHERE: Final = f"""{_ROW} WHERE p.status = 'begun' AND NOT EXISTS (
 SELECT 1 FROM json_each(p.data, '$.begun') b
 WHERE json_extract(b.value, '$.visit') IN (SELECT id FROM draft WHERE status <> 'planned')
 OR EXISTS (SELECT 1 FROM visit v WHERE v.id = json_extract(b.value, '$.visit'))
) ORDER BY p.planned_on, p.visit"""  # noqa: S608 - own text
"""A row of a planned visit here (its work order was printed, or it was handed over) is no beginning here."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A planned visit and what became of it.

    `dev` is the device that planned it, `by` who did (person). `changes` counts what was changed since; `open` are the
    fields that wait for a person because two people changed them apart.
    """

    entity: str
    scope: str
    plan: Plan
    status: PlanStatus
    begun: tuple[Begun, ...]
    dev: str
    by: str
    changes: int
    open: tuple[str, ...]

    def body(self) -> dict[str, Any]:
        """What of it stands in the body of a planned visit's draft."""
        told = {TIME: self.plan.at, OCCASION: self.plan.occasion, NOTE: self.plan.note}
        told |= {WORK_ORDER: self.plan.work_order, PLAN: self.plan.visit}
        return {key: value for key, value in told.items() if value}


class Plans:
    """Reads of planned visits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_status(self, status: PlanStatus) -> tuple[PlanRow, ...]:
        """Those of a status, by day and then by visit; those without a day first."""
        sql = f"{_ROW} WHERE p.status = :status ORDER BY p.planned_on, p.visit"
        return tuple(_plan(row) for row in self._session.rows(sql, status=status.value))

    def one(self, visit: str) -> PlanRow | None:
        """The plan of a visit, by the id it had while it was planned."""
        row = self._session.one(f"{_ROW} WHERE p.visit = :visit ORDER BY p.id", visit=visit)
        return _plan(row) if row is not None else None

    def some(self, visits: Sequence[str]) -> dict[str, PlanRow]:
        """The plans of these visits, by visit."""
        return {
            row.visit: _plan(row)
            for chunk in chunks(visits)
            for row in self._session.within(f"{_ROW} WHERE p.visit IN", chunk)
        }

    def elsewhere(self) -> tuple[PlanRow, ...]:
        """Begun ones of which nothing is on this laptop, and whose visit is not signed as far as is known here."""
        return tuple(_plan(row) for row in self._session.rows(_ELSEWHERE))


def _plan(row: Any) -> PlanRow:
    data = json.loads(row.data)
    return PlanRow(
        entity=row.id,
        scope=row.scope,
        plan=from_fields(Plan, data["fields"]),
        status=PlanStatus(row.status),
        begun=tuple(Begun(**one) for one in data["begun"]),
        dev=row.dev,
        by=data["by"],
        changes=int(data["changes"]),
        open=tuple(json.loads(row.conflicted)),
    )
