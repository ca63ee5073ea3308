"""What lists of due inspections show: frozen values, handed from the worker to the window."""

from datetime import date

from inspector.domain.customer import Importance
from inspector.quick_dataclass import dataclass

SOON_DAYS = 7
"""An inspection due within so many days is due soon."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a customer's next inspection is due. Texts are in the window's language."""

    customer: str
    """Id."""
    account: str
    name: str
    importance: Importance
    cycle_months: int | None
    """None: no cycle applies, `cycle_source` says why."""
    cycle_name: str
    """Which rule decides, in few words."""
    cycle_source: str
    """Where the cycle comes from and how far that is confirmed."""
    last_on: date | None
    """Last inspection that counts; None for never."""
    due_on: date | None
    days: int | None
    """Days until then, negative when overdue; None without a cycle."""
    planned: date | None = None
    """Day of the visit that is planned already."""
    visit: str = ""
    """Id of the planned or open visit of this customer, "" for none."""
    running: bool = False
    """Whether that visit is under way."""
    risk: int = 0
    """Score, 0 to 100; 0 also where it was not asked for."""
    risky: bool = False
    """Whether the score counts as high."""
    reasons: tuple[str, ...] = ()
    """Why, in the window's language."""


@dataclass(frozen=True, slots=True)
class DueOverview:
    """The due list: its first rows, and how many customers of each sort there are in all."""

    rows: tuple[Due, ...]
    overdue: int
    soon: int
    later: int
    without_cycle: int

    @property
    def total(self) -> int:
        """Customers in service."""
        return self.overdue + self.soon + self.later + self.without_cycle


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A rule of the inspection cycles as the settings show it. `months` None = as needed."""

    id: str
    name: str
    months: int | None
    enabled: bool
    shipped_months: int | None
    """What the program came with."""
    source: str

    @property
    def changed(self) -> bool:
        """Whether the workspace departs from what the program came with."""
        return self.months != self.shipped_months or not self.enabled
