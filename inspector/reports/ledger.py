"""Model of a printed or exported ledger (台账) and the columns of the three kinds.

A row maps column keys to typed values; the printed text is derived from them, so that PDF, Excel and CSV cannot differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.domain.words import GRADES
from inspector.i18n import N_, Translator
from inspector.quick_dataclass import dataclass
from inspector.reports.notice import Signature
from inspector.reports.pdf.paper import Align
from inspector.reports.words import grouped, marked


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """A column: key, head (msgid; a line end in it is a place to break), share of the printed width, alignment.

    A column with `under` is printed as a further line in the cells of that other column, and is a column of its own in
    spreadsheets. `chars` is the width there, in digits; `account` marks numbers that are printed in groups of four,
    `whole` short values that are never divided: the column grows with them.
    """

    key: str
    head: str
    weight: float = 0
    align: Align = Align.LEFT
    under: str = ""
    chars: int = 12
    account: bool = False
    whole: bool = False


class Mark(StrEnum):
    """What became of a row since the issue before."""

    NONE = ""
    NEW = "new"
    CHANGED = "changed"
    CLOSED = "closed"


CellValue = str | int | float | date | datetime | Grade | Mark | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Values by column key (a missing key is an empty cell), and the keys to print in bold (overdue).

    The running number `no` is filled in where the row has none. Rows that follow each other with the same `group`
    stand under a heading with that text, which is also a bookmark; an empty one makes no heading.
    """

    values: Mapping[str, CellValue]
    bold: frozenset[str] = frozenset()
    mark: Mark = Mark.NONE
    group: str = ""

    def value(self, key: str) -> CellValue:
        """The value of a column."""
        return self.values.get(key) if key != "mark" else self.mark or None


@dataclass(frozen=True, slots=True)
class LedgerDocument:
    """An issue of a ledger. Texts are final except column heads and fixed words; no clock is read."""

    kind: LedgerKind
    organisation: str
    period: str
    """In words or as dates, for example from 2026-06-01 to 2026-06-11."""
    scope: str
    """What was chosen, in words."""
    number: str
    data_at: datetime
    printed_at: datetime
    rows: tuple[LedgerRow, ...] = ()
    columns: tuple[LedgerColumn, ...] = ()
    """Empty: the columns of the kind."""
    title: str = ""
    """Empty: the title of the kind."""
    totals: tuple[tuple[str, str], ...] = ()
    """Labels and values printed after the number of rows, the values in bold."""
    legend: str = ""
    """Printed at the right end of the line of totals."""
    prepared: Signature | None = None
    checked: Signature | None = None
    approved: Signature | None = None
    """Who signed; the name alone is printed where there are neither strokes nor an image."""
    roles: tuple[str, ...] = ()
    """Words before the three signatures, final; empty, or an empty one: the usual word."""
    since: str = ""
    """Number of the issue before; not empty adds the column of marks and the section of what was closed since."""
    closed_rows: tuple[LedgerRow, ...] = ()
    """Rows of the issue before that were closed since; printed after the rows, counted in no total."""
    company_logo: bytes = b""
    """PNG or JPEG, printed at the left of the title; empty: none."""
    keywords: tuple[str, ...] = ()
    """Words for the document's properties."""

    @property
    def shown_columns(self) -> tuple[LedgerColumn, ...]:
        """The columns of this document, with that of the marks after the first where there was an issue before."""
        columns = self.columns or COLUMNS[self.kind]
        return (*columns[:1], _MARK, *columns[1:]) if self.since else columns

    def shown_title(self, translator: Translator) -> str:
        """The title of this document."""
        return self.title or translator(TITLES[self.kind])

    def signing(self, translator: Translator) -> tuple[tuple[str, Signature | None], ...]:
        """The words before the three signatures, with who signed."""
        usual = [translator(label) for label in (N_("Prepared: "), N_("Checked: "), N_("Approved: "))]
        own = [translator(N_("{role}: ")).format(role=role) if role else "" for role in self.roles]
        labels = [one or label for one, label in zip((*own, "", "", ""), usual, strict=False)]
        return tuple(zip(labels, (self.prepared, self.checked, self.approved), strict=True))

    def numbered(self) -> Iterator[tuple[int, LedgerRow]]:
        """The rows with their running number, from 1."""
        return enumerate(self.rows, 1)


MARKS: Final = {Mark.NEW: N_("NEW"), Mark.CHANGED: N_("CHANGED"), Mark.CLOSED: N_("CLOSED")}
"""What a row is marked with: words, because a sign needs a legend and a colour does not print."""

TITLES: Final = {
    LedgerKind.INSPECTION: N_("Safety Inspection Ledger of Large Customers"),
    LedgerKind.RECTIFICATION: N_("Hazard Rectification Ledger of Large Customers"),
    LedgerKind.SUPERVISION: N_("Key-Supervision Ledger of Safety Hazards of Large Customers"),
}

_NO = LedgerColumn("no", N_("Item"), 38, Align.CENTRE, chars=6)
_MARK = LedgerColumn("mark", N_("Change"), 34, Align.CENTRE, chars=8, whole=True)
_CUSTOMER = LedgerColumn("customer", N_("Customer / account"), 172, chars=28)
_ACCOUNT = LedgerColumn("account", N_("Account"), under="customer", chars=16, account=True)
_CLASS = LedgerColumn("importance", N_("Customer class"), 77, Align.CENTRE, chars=14)
_PLACE = LedgerColumn("place", N_("Place / equipment"), 110, chars=22)
_EQUIPMENT = LedgerColumn("equipment", N_("Equipment"), under="place", chars=20)
_DESCRIPTION = LedgerColumn("description", N_("Hazard"), 150, chars=42)
_GRADE = LedgerColumn("grade", N_("Grade"), 62, Align.CENTRE, chars=8, whole=True)
_BASIS = LedgerColumn("basis", N_("Basis"), 76, chars=20)
_MEASURE = LedgerColumn("measure", N_("Measure"), 150, chars=36)
_FOUND = LedgerColumn("found_on", N_("Found on"), 83, Align.CENTRE, chars=12, whole=True)
_DEADLINE = LedgerColumn("deadline", N_("Deadline"), 84, Align.CENTRE, chars=12, whole=True)
_STATUS = LedgerColumn("status", N_("Status"), 74, Align.CENTRE, chars=14, whole=True)
_RESPONSIBLE = LedgerColumn("responsible", N_("Customer's\nperson"), 54, Align.CENTRE, chars=12)
_INSPECTORS = LedgerColumn("inspectors", N_("Inspectors"), 50, Align.CENTRE, chars=14)
_REMARK = LedgerColumn("remark", N_("Remark"), 60, chars=20)

COLUMNS: Final[dict[LedgerKind, tuple[LedgerColumn, ...]]] = {
    LedgerKind.INSPECTION: (
        _NO,
        LedgerColumn("number", N_("Inspection sheet"), 118, chars=20),
        _CUSTOMER,
        _ACCOUNT,
        _CLASS,
        LedgerColumn("kind", N_("Inspection kind"), 76, Align.CENTRE, chars=14),
        LedgerColumn("signed_on", N_("Inspected on"), 84, Align.CENTRE, chars=12, whole=True),
        LedgerColumn("inspectors", N_("Inspectors"), 92, Align.CENTRE, chars=18),
        LedgerColumn("critical", N_("Critical"), 48, Align.CENTRE, chars=8),
        LedgerColumn("serious", N_("Serious"), 48, Align.CENTRE, chars=8),
        LedgerColumn("general", N_("General"), 48, Align.CENTRE, chars=8),
        LedgerColumn("conclusion", N_("Conclusion"), 196, chars=42),
        LedgerColumn("notice", N_("Result notice"), 118, chars=20),
        LedgerColumn("remark", N_("Remark"), 82, chars=20),
    ),
    LedgerKind.RECTIFICATION: (
        _NO,
        LedgerColumn("number", N_("Hazard no."), 86, chars=20),
        replace(_CUSTOMER, weight=178),
        _ACCOUNT,
        _PLACE,
        _EQUIPMENT,
        replace(_DESCRIPTION, weight=134),
        _GRADE,
        _BASIS,
        replace(_MEASURE, weight=136),
        _FOUND,
        _DEADLINE,
        _STATUS,
        _RESPONSIBLE,
        _INSPECTORS,
        LedgerColumn("closed_on", N_("Closed on"), 83, Align.CENTRE, chars=12, whole=True),
    ),
    LedgerKind.SUPERVISION: (
        _NO,
        _CUSTOMER,
        _ACCOUNT,
        _CLASS,
        _PLACE,
        _EQUIPMENT,
        _DESCRIPTION,
        _GRADE,
        _MEASURE,
        _FOUND,
        _DEADLINE,
        _STATUS,
        _RESPONSIBLE,
        _INSPECTORS,
        LedgerColumn("reasons", N_("Why listed"), 58, Align.CENTRE, chars=18),
        _REMARK,
    ),
}
"""Columns of the three ledgers in printed order; keys are those of exported rows."""


def flat_head(head: str) -> str:
    """A translated head on one line; a hyphen or nothing stood for the break."""
    if head.isascii():
        return head.replace("-\n", "").replace("\n", " ")
    return head.replace("\n", "")


def cell_text(column: LedgerColumn, value: CellValue, translator: Translator) -> str:
    """The value as printed."""
    match value:
        case None:
            return ""
        case Grade():
            return marked(value, translator)
        case Mark():
            return _marked(value, translator)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case float():
            return f"{value:g}"
        case str() if column.account:
            return grouped(value)
    return str(value)


def plain_value(value: CellValue, translator: Translator) -> str | int | float | date | datetime | None:
    """The value as spreadsheets hold it: a grade is its word."""
    if isinstance(value, Mark):
        return _marked(value, translator)
    return translator(GRADES[value]) if isinstance(value, Grade) else value


def _marked(mark: Mark, translator: Translator) -> str:
    return translator(MARKS[mark]) if mark else ""
