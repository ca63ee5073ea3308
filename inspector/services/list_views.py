"""What lists, ledgers and the drawer show: frozen values, handed from the worker to the window.

Apart from `views` (an open visit), because the window starts with a list and imports nothing it does not show.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade, Hazard
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.photos.annotation import Annotation
from inspector.services.handovers import HandOver


class ItemState(StrEnum):
    """The state dot of a section, a piece of equipment or a group; the worst wins."""

    TODO = "todo"
    PROGRESS = "progress"
    DONE = "done"
    ATTENTION = "attention"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo of an unfinished visit or of a hazard; bytes are fetched by `services.blob`."""

    id: str
    display: str
    """sha256 of the oriented and stamped picture, with its marks if it has any."""
    thumb: str
    original: str
    taken_at: datetime
    name: str = ""
    after: bool = False
    """Whether it shows the rectification (整改后) rather than what was found."""
    plain: str = ""
    """sha256 of the picture without its marks; "" if `display` has none."""
    annotation: Annotation | None = None
    """The marks, of a photo of an open visit; None if it has none."""


@dataclass(frozen=True, slots=True)
class VisitListRow:
    """A row of the visits page."""

    id: str
    number: str
    customer: str
    account: str
    customer_class: str
    importance: Importance
    kind: VisitKind
    status: VisitStatus
    inspectors: str
    planned_on: date | None
    started_at: datetime | None
    signed_at: datetime | None
    done: int = 0
    total: int = 0
    """0 while the visit is not open in this process: its checklists are not loaded then."""
    hazards: int = 0
    """Registered; of an open visit those found so far."""
    planned_at: str = ""
    """Time of day as 09:30, "" for any."""
    capacity: str = ""
    """Transformers, or the contract capacity."""
    people: tuple[str, ...] = ()
    """Ids of the inspectors of a planned or open visit."""
    handed_over: HandOver | None = None
    """To whom and when, of a visit that continues on another laptop."""


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """Filter, order and window of a ledger page.

    `filters` add up: unclosed, critical, serious, general, overdue, due_7, mine, year:2026, month:2026-05.
    """

    filters: tuple[str, ...] = ()
    search: str = ""
    sort: str = ""
    """Column key; "" = the ledger's own order (grade, then deadline; visits: newest first)."""
    descending: bool = False
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of a ledger on screen: id, texts by column key, and what colours need."""

    id: str
    cells: Mapping[str, str]
    grade: Grade | None = None
    status: str = ""
    """Status key: pending, rectifying, in_review, returned, closed, disputed, voided."""
    days_left: int | None = None
    """Days until the deadline, negative when overdue; None when it does not matter any more."""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A window of rows and the number of all rows of the query."""

    rows: tuple[LedgerRow, ...]
    total: int
    counts: Mapping[str, int] = field(default_factory=dict)
    """Counts for filter chips and footer by filter key, over the whole ledger."""
    closure_rate: float | None = None


@dataclass(frozen=True, slots=True)
class CourseEntry:
    """A station of a hazard's course (流转)."""

    label: str
    text: str
    on: date | None
    by: str
    state: ItemState


@dataclass(frozen=True, slots=True)
class HazardDetail:
    """The ledger's drawer."""

    hazard: Hazard
    status: str
    customer: str
    facts: tuple[tuple[str, str], ...]
    course: tuple[CourseEntry, ...]
    photos: tuple[PhotoView, ...]
    days_left: int | None
    supervision: tuple[str, ...] = ()
    """Why it is on the supervision ledger, in words."""
