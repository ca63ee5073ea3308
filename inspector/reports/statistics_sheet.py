"""Model of the statistics of hazards over a period: totals, and tables with a bar in every row, as plain values."""

from datetime import date

from inspector.quick_dataclass import dataclass
from inspector.reports.figures.charts import Chart


@dataclass(frozen=True, slots=True)
class StatisticsLine:
    """The numbers of a group. Shares are 0 to 1; None prints as a dash."""

    label: str
    found: int
    closed: int
    closure_rate: float | None = None
    in_time_rate: float | None = None
    overdue: int = 0
    recurrent: int = 0
    mean_days: float | None = None
    median_days: float | None = None


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """One table: its heading, what its rows are, the rows, and words about rows that were left out."""

    heading: str
    rows_are: str
    lines: tuple[StatisticsLine, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class StatisticsSheet:
    """The statistics of a period. Texts are final except fixed words; no clock is read."""

    first: date
    last: date
    as_of: date
    company: str
    total: StatisticsLine
    closed_within: int
    """Closed in the period, whenever found."""
    statuses: tuple[tuple[str, int], ...]
    """Status in words, number of hazards."""
    tables: tuple[StatisticsTable, ...]
    service_phone: str = ""
    logo: bytes = b""
    scope: str = ""
    """Team and customer, where not all are counted."""
    charts: tuple[Chart, ...] = ()
    """Charts between totals and tables."""

    @property
    def code(self) -> str:
        """Text of the QR code: period, day of the data, hazards found and closed."""
        period = f"{self.first:%Y-%m-%d}..{self.last:%Y-%m-%d}"
        return f"S:{period};D:{self.as_of:%Y-%m-%d};F:{self.total.found};C:{self.total.closed}"
