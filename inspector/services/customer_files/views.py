"""What the customers' page shows: the list, the customer file (一户一册) and one piece of equipment, as frozen values.

Texts are in the window's language; what colours and shapes need stands beside them.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from inspector.domain.customer import Customer, Importance
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.hazard import Grade
from inspector.domain.risk import RiskLevel
from inspector.domain.verdict import Verdict
from inspector.domain.visit import VisitStatus
from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from inspector.domain.diagram import Diagram
    from inspector.reports.figures.diagram import Trouble
    from inspector.services.ledgers.views import ReportView

Counts = tuple[int, int, int]
"""Unclosed hazards: critical, serious, general."""


class Urgency(StrEnum):
    """How near a day is: valid for long, soon, past, or not known."""

    LATER = "later"
    SOON = "soon"
    PAST = "past"
    UNKNOWN = "unknown"


# the list ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CustomerQuery:
    """Filter, order and window of the list of customers.

    `filters` add up: unclosed, overdue (inspection), closed (accounts), importance:level_2, voltage:10.
    """

    filters: tuple[str, ...] = ()
    search: str = ""
    sort: str = "account"
    descending: bool = False
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A row of the list: id, texts by column key, and what chips and colours need."""

    id: str
    cells: Mapping[str, str]
    importance: Importance
    unclosed: Counts
    due_days: int | None = None
    """Days until the next inspection is due, negative when overdue; None when nothing says so."""
    risk: tuple[int, RiskLevel] | None = None
    """Points of 100, and how high that is; None of a closed account."""


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """A window of rows and the number of all rows of the query."""

    rows: tuple[CustomerRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CustomerCounts:
    """How many customers each filter would leave."""

    all: int
    unclosed: int
    overdue: int
    closed: int
    importances: tuple[tuple[Importance, int], ...] = ()
    voltages: tuple[tuple[float, int], ...] = ()
    risks: tuple[tuple[RiskLevel, int], ...] = ()
    mine: int = 0
    """Those the acting person is responsible for."""


# the file ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CustomerHead:
    """Head and tabs of a customer file. `visit` is the open visit, else the planned one, else ""."""

    customer: Customer
    unclosed: Counts
    equipment: int
    tests: int
    visits: int
    hazards: int
    visit: str = ""
    visit_status: VisitStatus | None = None
    documents: int = 0
    risk: "RiskView | None" = None
    """None for a closed account."""
    undecided: tuple[str, ...] = ()
    """The customer and pieces of its equipment with fields that several people changed apart (ids)."""


@dataclass(frozen=True, slots=True)
class RiskView:
    """The risk score in words: points of 100, how high that is, and what each point was given for."""

    score: int
    level: RiskLevel
    reasons: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """An electrician's certificate: until when, and whether that is long enough."""

    name: str
    number: str
    valid_until: date | None
    days_left: int | None
    urgency: Urgency
    category: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """A piece of equipment in lists and in the tree."""

    equipment: Equipment
    kind_name: str
    family_name: str
    rating: str
    """The figures that tell it apart: capacity, rated current, cross-section … as the nameplate has them."""
    tested_on: date | None
    next_test: date | None
    next_urgency: Urgency
    verdict: Verdict | None
    """The worst of the newest values; None when nothing was judged."""
    evidence: str
    """Which values that verdict rests on."""
    unjudged: int
    """How many of the newest values could not be judged."""
    hazards: Counts
    grade: Grade | None
    """The gravest of its unclosed hazards."""

    @property
    def id(self) -> str:
        """Id of the equipment."""
        return self.equipment.id

    @property
    def family(self) -> str:
        """Key of its family."""
        return self.equipment.kind.family

    @property
    def kind(self) -> EquipmentKind:
        """Its kind."""
        return self.equipment.kind


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit of the customer: planned, open or signed."""

    id: str
    number: str
    kind: str
    status: VisitStatus
    on: date | None
    inspectors: str
    counts: Counts = (0, 0, 0)
    """Hazards it registered."""
    closed: int = 0
    """How many of these are closed by now."""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class TrendChoice:
    """A series that can be drawn: one quantity of one piece of equipment (and phase, where there are several)."""

    key: str
    owner: str
    name: str
    unit: str

    @property
    def title(self) -> str:
        """Owner, name and unit in one line."""
        return f"{self.owner} · {self.name} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A value on a day and how it was judged."""

    on: date
    value: float
    text: str
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A series, oldest first, with the limits that applied to its last value."""

    choice: TrendChoice
    points: tuple[TrendPoint, ...]
    limits: tuple[float, ...] = ()
    limit_text: str = ""


@dataclass(frozen=True, slots=True)
class DiagramView:
    """A diagram with what is wrong with the equipment on it, by id.

    `proposed`: nobody drew it, the register suggests it. `unreadable`: what was drawn cannot be read here, and the
    proposal stands in its place. `names` are all pieces of equipment in service, for linking: (id, name).
    """

    diagram: "Diagram"
    proposed: bool
    troubles: "Mapping[str, Trouble]"
    names: tuple[tuple[str, str], ...]
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class AxisView:
    """One spoke of the radar: name, figure in words, rating 0 to 5 (None: unknown)."""

    name: str
    text: str
    rating: int | None


@dataclass(frozen=True, slots=True)
class PortraitView:
    """The portrait in words: its spokes, the sides that are high, and all of it in one number (None: too little)."""

    axes: tuple[AxisView, ...]
    highs: tuple[str, ...]
    points: int | None
    until: date | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return all(not axis.text for axis in self.axes)


@dataclass(frozen=True, slots=True)
class Overview:
    """The first tab: facts, certificates, equipment, newest visits, series to draw, emergency supply."""

    facts: tuple[tuple[str, str], ...]
    certificates: tuple[Certificate, ...]
    equipment: tuple[EquipmentRow, ...]
    visits: tuple[VisitRow, ...]
    choices: tuple[TrendChoice, ...]
    trend: Trend | None
    """The series worth a look: the worst one."""
    emergency: tuple[tuple[str, str], ...]
    """Emergency supply: label and value."""
    urgent: frozenset[str] = frozenset()
    """Labels of facts that are overdue."""
    diagram: DiagramView | None = None
    portrait: PortraitView | None = None
    risk: RiskView | None = None
    duty: str = ""
    """How the substation is manned."""


# tests and equipment ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TestCell:
    """A value of a test as a table shows it; `tip` has limit and basis."""

    text: str
    verdict: Verdict | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True)
class TestLine:
    """A quantity over several tests: one cell per column of the table, None where it was not measured."""

    name: str
    unit: str
    cells: tuple[TestCell | None, ...]
    key: str = ""
    """Key of its series."""


@dataclass(frozen=True, slots=True)
class TestTable:
    """The test history of a piece of equipment: days newest first, one line per quantity."""

    days: tuple[date, ...]
    lines: tuple[TestLine, ...]


@dataclass(frozen=True, slots=True)
class TestValueView:
    """One value of one test."""

    name: str
    text: str
    limit: str
    basis: str
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class TestRow:
    """One preventive test with its values."""

    id: str
    equipment: str
    """Id of the equipment."""
    name: str
    kind_name: str
    tested_on: date
    next_due: date | None
    lab: str
    verdict: Verdict | None
    values: tuple[TestValueView, ...]
    attention: int = 0
    failed: int = 0
    reports: "tuple[ReportView, ...]" = ()
    """Files of the testing company."""


@dataclass(frozen=True, slots=True)
class HazardRow:
    """A hazard of the customer."""

    id: str
    cells: Mapping[str, str]
    grade: Grade
    status: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class EquipmentFile:
    """The drawer of a piece of equipment."""

    row: EquipmentRow
    facts: tuple[tuple[str, str], ...]
    nameplate: tuple[tuple[str, str], ...]
    table: TestTable
    hazards: tuple[HazardRow, ...] = field(default=())
    """Its unclosed hazards."""
    gases: bool = False
    """Whether dissolved gases of its oil are on record."""
