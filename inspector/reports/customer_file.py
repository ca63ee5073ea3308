"""Model of the printed customer file (一户一册): what is printed, as plain values and final texts."""

from collections.abc import Mapping
from datetime import date

from inspector.domain.diagram import Diagram
from inspector.quick_dataclass import dataclass
from inspector.reports.figures.diagram import Trouble
from inspector.reports.figures.radar import Spoke
from inspector.reports.figures.trend import TrendDot

Pairs = tuple[tuple[str, str], ...]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileTable:
    """Rows of one table; `loud` are (row, column) of cells to emphasise, `more` how many older rows are left out."""

    rows: tuple[Row, ...]
    loud: frozenset[tuple[int, int]] = frozenset()
    more: int = 0


@dataclass(frozen=True, slots=True)
class FileTrend:
    """A trend that is drawn, with its title."""

    title: str
    points: tuple[TrendDot, ...]
    limits: tuple[float, ...]
    limit_words: str


@dataclass(frozen=True, slots=True)
class FileTest:
    """The newest test of a piece of equipment: its heading, and item, value, limit and basis, verdict of each row."""

    heading: str
    table: FileTable


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """The whole file. Tables: `electricians` (name, category, number, until, left), `contacts` (name, title, phone),
    `equipment` (name, kind, model, ratings, in service since, last test, next test, state),
    `visits` (day, number, occasion, inspectors, result, notice),
    `hazards` (number, place, hazard, grade, found, deadline, status), `documents` (day, kind, title, by).
    """  # noqa: D205 - what the columns are belongs to the first sentence

    company: str
    customer: str
    account: str
    printed_on: date
    facts: Pairs
    counts: str
    """Unclosed hazards in a line."""
    score: str
    reasons: tuple[tuple[int, str], ...]
    spokes: tuple[Spoke, ...]
    portrait: str
    """Which sides are high, and of when the figures are; "" without any."""
    diagram: Diagram
    diagram_note: str
    troubles: Mapping[str, Trouble]
    electricians: FileTable
    duty: str
    contacts: FileTable
    emergency: Pairs
    supplies: FileTable
    equipment: FileTable
    tests: tuple[FileTest, ...]
    trends: tuple[FileTrend, ...]
    visits: FileTable
    hazards: FileTable
    documents: FileTable
    service_phone: str = ""
    logo: bytes = b""
