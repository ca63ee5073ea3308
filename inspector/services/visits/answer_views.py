"""How answers look: kinds of rows, states of cells, verdicts with their limits, and answers of the last visit."""

from datetime import date
from enum import StrEnum

from inspector.domain.verdict import Verdict
from inspector.quick_dataclass import dataclass


class RowKind(StrEnum):
    """How a row is edited."""

    JUDGED = "judged"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TIME = "time"
    NOTE = "note"
    COMPUTED = "computed"
    LONG_TEXT = "long_text"
    MOMENT = "moment"
    """A day with a time."""
    RANGE = "range"
    RANK = "rank"
    CONFIRM = "confirm"
    FILE = "file"
    ENTRY = "entry"
    """The head of a row of a repeat, which can be taken away unless it is read-only."""
    ADD = "add"
    """Where a row is added to a repeat."""
    POINT = "point"
    """Latitude and longitude, height and accuracy, as numbers."""


class CellState(StrEnum):
    """How a reading cell looks: typed, computed, 注意, 超标, 待录, 停电未测, not a value."""

    NORMAL = "normal"
    COMPUTED = "computed"
    ATTENTION = "attention"
    FAIL = "fail"
    EMPTY = "empty"
    OUT_OF_SERVICE = "out_of_service"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class JudgementView:
    """A verdict with everything that must be visible beside it."""

    verdict: Verdict
    limit: str = ""
    """The limit as text without unit, for example "≤ 2"."""
    basis: str = ""
    """Standard (and clause) in short, or "practice"."""
    confidence: str = ""
    """How far the limit is confirmed, in words."""
    tooltip: str = ""
    """Formula, converted value, reasons, missing inputs, edition, clause: one line each."""
    overridden: Verdict | None = None
    """What the rule said before an inspector's override; `verdict` is then the inspector's."""
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class CourseView:
    """A robust trend for a chart: change a year with its range, the line's value on a day, and when it meets a limit.

    `likely` is None where no limit will be met; `latest` None: perhaps not within 30 years.
    """

    per_year: float
    lowest: float
    highest: float
    value: float
    on: date
    earliest: date | None = None
    likely: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The answer to the same question at the last signed visit."""

    on: date
    by: str
    value: str
    text: str
    """The answer in words (合格 …, or value with unit)."""
    note: str = ""
    photo: str = ""
    """sha256 of a thumbnail, if a photo was taken."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One input cell of a table line: a phase, or the only value."""

    ref: str
    phase: str
    value: str
    state: CellState
    readonly: bool = False
    error: str = ""
    hint: str = ""
    """Grey last value (带入上次); a hint is not a reading."""
