"""What the home page shows: frozen values, handed from the worker to the window."""

from datetime import date, datetime

from inspector.domain.hazard import Grade
from inspector.quick_dataclass import dataclass
from inspector.services.visits.list_row import VisitListRow


@dataclass(frozen=True, slots=True)
class GradeCount:
    """Unclosed hazards of a grade."""

    grade: Grade
    unclosed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Closure:
    """Hazards found this year and how many of them are closed; voided ones do not count."""

    closed: int
    found: int
    target: int
    """Per cent that should be closed (setting `closure_target`)."""
    change: float | None = None
    """Percentage points since the end of last month; None in January and while nothing was found before."""

    @property
    def rate(self) -> float | None:
        """Per cent closed; None while nothing was found."""
        return 100 * self.closed / self.found if self.found else None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Hazards found and hazards closed in a month; `month` is its first day."""

    month: date
    found: int
    closed: int


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that happened, in words. `place` is the kind and id of what it opens, ("", "") for nothing."""

    kind: str
    """Type of the event."""
    title: str
    hint: str
    at: datetime
    place: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A rectification that the acting person may judge."""

    hazard: str
    title: str
    customer: str
    grade: Grade
    days: int
    """Days until the deadline, negative when overdue."""


@dataclass(frozen=True, slots=True)
class ReviewOverview:
    """The first rectifications that the acting person may judge, and how many there are."""

    items: tuple[ReviewItem, ...]
    total: int
    cut: bool = False
    """Whether there may be more than `total`."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page but for what comes apart: the due list (`services.due_overview`) and `review_overview`."""

    today: date
    customers: bool
    """Whether there is any customer."""
    grades: tuple[GradeCount, ...]
    longest_overdue: int
    """Days of the longest overdue hazard; 0 when none is."""
    closure: Closure
    visits: tuple[VisitListRow, ...]
    """Running ones, then planned ones by day."""
    me: str
    """Who acts (person), "" while that is not known."""
    team: frozenset[str]
    """Who is of the same team, oneself too; nobody while it is not known who acts."""
    months: tuple[MonthCount, ...]
    """The last twelve, this month last."""
    activities: tuple[Activity, ...]

    @property
    def overdue(self) -> int:
        """Overdue hazards of all grades."""
        return sum(count.overdue for count in self.grades)
