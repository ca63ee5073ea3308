"""Rows of the hazards' table as the domain's nouns; a ledger's rows become nouns when they are looked at."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, overload

from typing_extensions import override

from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.ledger import DEFAULT_RULE, RectificationRow, SupervisionRule, overdue_days, supervision_reasons

HAZARD: Final = ", ".join(
    f"h.{name}"
    for name in (
        "id", "number", "customer", "visit", "equipment", "place", "description", "grade", "basis", "measure",
        "deadline", "responsible", "found_on", "found_by", "status", "notice_served", "criterion", "closed_on",
        "conflicted", "photos", "recurrent", "by_hand",
    )
)  # fmt: skip
"""Columns of a hazard."""
LEDGER: Final = f"""{HAZARD}, h.submitted_at, h.rectifiers, h.served_on, h.team, h.prior_on, h.extension, h.extended,
h.reopened, h.closed_by, c.account AS c_account, c.name AS c_name,
json_extract(c.data, '$.importance') AS c_importance, e.name AS e_name, v.number AS v_number, v.notice AS v_notice"""
"""Columns of a row of a ledger."""
JOINS: Final = """LEFT JOIN customer c ON c.id = h.customer LEFT JOIN equipment e ON e.id = h.equipment
LEFT JOIN visit v ON v.id = h.visit"""


class LedgerRows(Sequence[RectificationRow]):
    """Rows of a ledger. Only what is looked at is made of what the database gave, on any thread."""

    def __init__(self, found: Sequence[Any], today: date, rule: SupervisionRule = DEFAULT_RULE) -> None:
        self._found = found
        self._today = today
        self._rule = rule

    @override
    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> RectificationRow: ...
    @overload
    def __getitem__(self, place: slice) -> "LedgerRows": ...
    @override
    def __getitem__(self, place: int | slice) -> "RectificationRow | LedgerRows":
        if isinstance(place, slice):
            return LedgerRows(self._found[place], self._today, self._rule)
        return ledger_row(self._found[place], self._today, self._rule)


def hazard_of(row: Any, today: date | None, rule: SupervisionRule = DEFAULT_RULE) -> Hazard:
    """A hazard; without a day nothing is overdue."""
    status, grade, deadline = HazardStatus(row.status), Grade(row.grade), date.fromisoformat(row.deadline)
    return Hazard(
        id=row.id,
        number=row.number,
        customer=row.customer,
        visit=row.visit,
        equipment=row.equipment,
        place=row.place,
        description=row.description,
        grade=grade,
        basis=row.basis,
        measure=row.measure,
        deadline=deadline,
        responsible=row.responsible,
        found_on=date.fromisoformat(row.found_on),
        found_by=tuple(json.loads(row.found_by)),
        status=status,
        notice_served=bool(row.notice_served),
        criterion=row.criterion,
        closed_on=_day(row.closed_on),
        supervision=supervision_reasons(
            status,
            grade,
            deadline,
            recurrent=bool(row.recurrent),
            by_hand=bool(row.by_hand),
            today=today or date.min,
            rule=rule,
        ),
        conflicted=tuple(json.loads(row.conflicted)),
        photos=tuple(json.loads(row.photos)),
    )


def ledger_row(row: Any, today: date, rule: SupervisionRule = DEFAULT_RULE) -> RectificationRow:
    """A row of the rectification ledger."""
    hazard = hazard_of(row, today, rule)
    return RectificationRow(
        hazard,
        row.c_account or "",
        row.c_name or "",
        row.e_name or "",
        row.v_number or "",
        row.v_notice or "",
        overdue_days(hazard.status, hazard.deadline, today),
        importance=row.c_importance or "",
        team=row.team,
        rectifiers=tuple(json.loads(row.rectifiers)),
        reviewers=tuple(json.loads(row.closed_by)),
        served_on=_day(row.served_on),
        submitted_on=_day(row.submitted_at),
        prior_on=_day(row.prior_on),
        reopened=row.reopened,
        extended=row.extended,
        asks_extension=bool(row.extension),
        by_hand=row.by_hand,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
