"""Rows of the ledgers as cells of a page: texts, tones and links; what to draw, nothing of how."""

from collections.abc import Sequence
from dataclasses import field
from datetime import date, timedelta
from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.ledger import InspectionRow, LedgerKind, RectificationRow
from inspector.domain.words import GRADES, STATUSES, SUPERVISION, VISIT_KINDS, days_text, split_place, status_key
from inspector.i18n import N_, Translator
from inspector.quick_dataclass import dataclass
from inspector.reports.ledger_values import conclusion_text
from inspector.reports.words import grouped
from inspector.server.pages.asked import Asked

SOON: Final = timedelta(days=7)
GRADE_TONES: Final = {Grade.CRITICAL: "red", Grade.SERIOUS: "orange", Grade.GENERAL: "amber"}
STATUS_TONES: Final = {
    "pending": "grey",
    "rectifying": "primary",
    "in_review": "violet",
    "returned": "orange",
    "closed": "green",
    "disputed": "orange",
    "voided": "grey",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, a second line under it, where it leads, and how it looks.

    `look`: "" for text, "number", "day", "chip" or "grade"; `tone`: a colour of the theme; `shape` of a grade.
    """

    text: str
    under: str = ""
    href: str = ""
    look: str = ""
    tone: str = ""
    shape: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, the address that sorts by it, and how the rows are sorted by it now."""

    text: str
    href: str = ""
    sorted: str = ""
    """ascending, descending or ""."""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ledger as a page shows it."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(default=())


HAZARDS: Final = (
    ("number", N_("Hazard no."), ""),
    ("customer", N_("Customer"), ""),
    ("", N_("Place / equipment"), ""),
    ("", N_("Hazard"), ""),
    ("grade", N_("Grade"), ""),
    ("found_on", N_("Found on"), "day"),
    ("deadline", N_("Deadline"), "day"),
    ("status", N_("Status"), ""),
    ("", N_("Responsible"), ""),
)
VISITS: Final = (
    ("number", N_("Inspection sheet"), ""),
    ("customer", N_("Customer"), ""),
    ("kind", N_("Inspection kind"), ""),
    ("signed_on", N_("Inspected on"), "day"),
    ("", N_("Inspectors"), ""),
    ("", N_("Critical"), "number"),
    ("", N_("Serious"), "number"),
    ("", N_("General"), "number"),
    ("", N_("Conclusion"), ""),
    ("", N_("Result notice"), ""),
)


def hazard_table(rows: Sequence[RectificationRow], asked: Asked, today: date, t: Translator) -> Table:
    """Rows of the rectification or supervision ledger."""
    columns = list(HAZARDS)
    if asked.ledger is LedgerKind.SUPERVISION:
        columns.insert(5, ("", N_("Why listed"), ""))
    return Table(_heads(columns, asked, "grade", t), tuple(_hazard(row, asked.ledger, today, t) for row in rows))


def plain_table(rows: Sequence[RectificationRow], today: date, t: Translator) -> Table:
    """Hazards in a table of a few rows, which nobody sorts."""
    heads = tuple(Head(t(words), look=look) for _key, words, look in HAZARDS)
    return Table(heads, tuple(_hazard(row, LedgerKind.RECTIFICATION, today, t) for row in rows))


def visit_table(rows: Sequence[InspectionRow], asked: Asked, t: Translator) -> Table:
    """Rows of the inspection ledger."""
    return Table(_heads(VISITS, asked, "signed_on", t), tuple(_visit(row, t) for row in rows))


def _heads(columns: Sequence[tuple[str, str, str]], asked: Asked, usual: str, t: Translator) -> tuple[Head, ...]:
    by = asked.chosen.sort or usual
    down = asked.chosen.descending or (not asked.chosen.sort and usual == "signed_on")
    made = []
    for key, words, look in columns:
        if not key:
            made.append(Head(t(words), look=look))
            continue
        now = ("descending" if down else "ascending") if key == by else ""
        href = asked.address(sort=key, order="desc" if now == "ascending" else "")
        made.append(Head(t(words), href, now, look))
    return tuple(made)


def _hazard(row: RectificationRow, ledger: LedgerKind, today: date, t: Translator) -> tuple[Cell, ...]:
    noun = row.hazard
    place, name = split_place(noun.place, row.equipment_name)
    cells = [
        Cell(noun.number, href=f"/hazards/{noun.id}", look="key"),
        Cell(row.customer_name or t("unknown customer"), grouped(row.account)),
        Cell(place, name),
        Cell(noun.description, look="text"),
        grade_cell(noun.grade, t),
        Cell(noun.found_on.isoformat(), look="day"),
        deadline_cell(row, today, t),
        status_cell(row, t),
        Cell(noun.responsible),
    ]
    if ledger is LedgerKind.SUPERVISION:
        reasons = t(", ").join(t(SUPERVISION[reason]) for reason in noun.supervision)
        said = row.by_hand if row.by_hand not in ("", "1") else ""
        cells.insert(5, Cell(reasons, said, look="reasons"))
    return tuple(cells)


def grade_cell(grade: Grade, t: Translator) -> Cell:
    """A grade with its shape: never colour alone."""
    return Cell(t(GRADES[grade]), look="grade", tone=GRADE_TONES[grade], shape=grade.value)


def status_cell(row: RectificationRow, t: Translator) -> Cell:
    """The status as a chip."""
    key = status_key(row.hazard)
    return Cell(t(STATUSES[key]), look="chip", tone=STATUS_TONES[key])


def deadline_cell(row: RectificationRow, today: date, t: Translator) -> Cell:
    """The deadline, and below it how late or near it is while the hazard is not closed."""
    noun = row.hazard
    days = (noun.deadline - today).days
    if not noun.status.unclosed or noun.deadline > today + SOON:
        return Cell(noun.deadline.isoformat(), look="day")
    tone = "red" if days < 0 else "orange" if days <= 1 else ""
    return Cell(noun.deadline.isoformat(), days_text(days, t), look="day", tone=tone, late=days < 0)


def _visit(row: InspectionRow, t: Translator) -> tuple[Cell, ...]:
    return (
        Cell(row.number, href=f"/visits/{row.visit}", look="key"),
        Cell(row.customer_name or t("unknown customer"), grouped(row.account)),
        Cell(t(VISIT_KINDS[row.kind])),
        Cell(row.signed_on.isoformat(), look="day"),
        Cell(t(", ").join(row.inspector_names)),
        *(Cell(str(count) if count else "", look="number") for count in row.counts),
        Cell(conclusion_text(row, t), look="text"),
        Cell(row.notice),
    )
