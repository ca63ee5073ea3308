"""Rows of the ledgers as typed values by column key: the same on paper, in spreadsheets, for scripts and on the web."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.ledger import InspectionRow, LedgerKind, RectificationRow
from inspector.domain.words import (
    IMPORTANCES,
    STATUSES,
    SUPERVISION,
    VISIT_KINDS,
    basis_text,
    days_text,
    split_place,
    status_key,
)
from inspector.i18n import Translator
from inspector.reports.ledger import LedgerRow
from inspector.reports.words import MARKS, NBSP, marked

ID: Final = "id"
"""Key of the visit's or hazard's id among a row's values; no column shows it."""


def visit_values(row: InspectionRow, t: Translator) -> LedgerRow:
    """A row of the inspection ledger as typed values."""
    critical, serious, general = row.counts
    return LedgerRow(
        {
            ID: row.visit,
            "number": row.number,
            "customer": row.customer_name,
            "account": row.account,
            "importance": _importance(row.importance, t),
            "kind": t(VISIT_KINDS[row.kind]),
            "signed_on": row.signed_on,
            "inspectors": t(", ").join(row.inspector_names),
            "critical": critical,
            "serious": serious,
            "general": general,
            "conclusion": conclusion_text(row, t),
            "notice": row.notice,
        }
    )


def _importance(value: str, t: Translator) -> str:
    return t(IMPORTANCES[Importance(value)]) if value else ""


class HazardValues:
    """Makes rows of a ledger of hazards as typed values, those of further columns among them."""

    def __init__(self, names: Mapping[str, str], t: Translator) -> None:
        self._names = names
        self._t = t

    def of(self, row: RectificationRow, heading: str = "") -> LedgerRow:
        """One row; in a grouped ledger with the heading it stands under."""
        t, hazard = self._t, row.hazard
        place, name = split_place(hazard.place, row.equipment_name)
        late = row.overdue_days > 0
        status = t(STATUSES[status_key(hazard)])
        if late:
            status += "\n" + days_text(-row.overdue_days, t)
        values: dict[str, Any] = {
            ID: hazard.id,
            "number": hazard.number,
            "customer": row.customer_name,
            "account": row.account,
            "importance": _importance(row.importance, t),
            "place": place,
            "equipment": name,
            "description": hazard.description,
            "grade": hazard.grade,
            "basis": basis_text(hazard.basis, t),
            "measure": hazard.measure,
            "found_on": hazard.found_on,
            "deadline": hazard.deadline,
            "status": status,
            "responsible": hazard.responsible,
            "inspectors": self._people(hazard.found_by),
            "closed_on": hazard.closed_on,
            "reasons": t(", ").join(t(SUPERVISION[reason]) for reason in hazard.supervision),
            **self._course(row),
        }
        return LedgerRow(values, frozenset({"deadline", "status"}) if late else frozenset(), group=heading)

    def _course(self, row: RectificationRow) -> dict[str, Any]:
        return {
            "team": row.team,
            "served_on": row.served_on,
            "submitted_on": row.submitted_on,
            "rectifiers": self._people(row.rectifiers),
            "reviewers": self._people(row.reviewers),
            "prior_on": row.prior_on,
            "reopened": row.reopened or None,
            "extended": row.extended or None,
            "by_hand": row.by_hand,
            "notice": row.notice,
            "visit": row.visit_number,
        }

    def _people(self, ids: Sequence[str]) -> str:
        return self._t(", ").join(self._names.get(person, person) for person in ids)


def conclusion_text(row: InspectionRow, t: Translator) -> str:
    """The result of a visit in words."""
    total = sum(row.counts)
    if not total:
        return t("no hazard found")
    return t.plural("{count} hazard found", "{count} hazards found", total).format(count=total)


def ledger_totals(rows: Sequence[LedgerRow], kind: LedgerKind, t: Translator) -> tuple[tuple[str, str], ...]:
    """What a ledger adds up: hazards by grade, and those overdue."""
    if kind is LedgerKind.INSPECTION:
        sums = [sum(int(str(row.values[key])) for row in rows) for key in Grade]
        return tuple((marked(grade, t), str(total)) for grade, total in zip(Grade, sums, strict=True))
    counts = {grade: sum(1 for row in rows if row.values["grade"] is grade) for grade in Grade}
    late = sum(1 for row in rows if row.bold)
    return (*((marked(grade, t), str(count)) for grade, count in counts.items()), (t("Overdue"), str(late)))


def ledger_legend(kind: LedgerKind, days: Mapping[Grade, int], t: Translator) -> str:
    """What marks and bold print of a ledger mean; `days` are the usual ones for rectifying."""
    if kind is LedgerKind.INSPECTION:
        return ""
    within = [
        f"{MARKS[grade]} "
        + t.plural("within {count} day", "within {count} days", days[grade]).format(count=days[grade])
        for grade in Grade
        if grade in days
    ]
    return "\u3000".join((*(one.replace(" ", NBSP) for one in within), t("bold: overdue")))
