"""What lists, ledgers and the drawer show: frozen values, handed from the worker to the window.

Apart from `visits.views` (an open visit), because the window starts with a list and imports nothing it does not show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING

from inspector.domain.actions import Action
from inspector.domain.hazard import Grade, Hazard
from inspector.quick_dataclass import dataclass
from inspector.services.item_state import ItemState as ItemState  # noqa: PLC0414 - re-exported

if TYPE_CHECKING:
    from inspector.photos.annotation import Annotation
    from inspector.services.reviews.views import ValuePair


@dataclass(frozen=True, slots=True)
class ReportView:
    """A file of the testing company that was attached to a test record; `size` in bytes, `added_on` may be unknown."""

    id: str
    sha: str
    name: str
    media: str
    size: int
    added_on: str = ""


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
    annotation: "Annotation | None" = None
    """The marks, of a photo of an open visit; None if it has none."""


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """Filter, order and window of a ledger page.

    `filters` add up (`filters`): names of one family widen each other, families narrow each other.
    """

    filters: tuple[str, ...] = ()
    search: str = ""
    sort: str = ""
    """Column key; "" = the ledger's own order (grade, then deadline; visits: newest first)."""
    descending: bool = False
    offset: int = 0
    limit: int = 200
    group: str = ""
    """Rows come by customer, grade, status, team or month; "" = ungrouped."""
    columns: tuple[str, ...] = ()
    """Columns of exports and prints; () = the printed ones."""


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
class LedgerGroup:
    """Rows of a ledger that belong together: what they share, how many there are, the number of the first (from 0)."""

    key: str
    """Id of the customer, grade, status key, team or YYYY-MM."""
    label: str
    count: int
    first: int


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A window of rows and the number of all rows of the query. Rows are made when they are looked at."""

    rows: Sequence[LedgerRow]
    total: int
    counts: Mapping[str, int] = field(default_factory=dict)
    """Counts for filter chips and footer by filter key, over the whole ledger."""
    closure_rate: float | None = None
    groups: tuple[LedgerGroup, ...] = ()
    """All groups of a grouped query, in the order of their rows."""


@dataclass(frozen=True, slots=True)
class CourseEntry:
    """A station of a hazard's course (流转)."""

    label: str
    text: str
    on: date | None
    by: str
    state: ItemState
    event: str = ""
    """Id of the event; "" of a station that is still to come."""
    type: str = ""
    at: datetime | None = None
    photos: tuple[PhotoView, ...] = ()
    values: tuple[str, ...] = ()
    """What was measured, in words."""
    notice: str = ""
    """Number of the notice that was served."""
    effective: bool = True
    """Whether a decision counts: one that was illegal or broke a rule is kept and shown, and decides nothing."""
    alert: str = ""
    """What a person should look at: it came after the closure, too late, or without having been seen."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who found or rectified a hazard; `team` as it is today."""

    id: str
    name: str
    team: str


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """A request for more time that nobody decided yet."""

    id: str
    by: str
    """Name of who asked."""
    asked_on: date | None
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One of several values of a field whose heads differ."""

    event: str
    value: object
    """As JSON: what a change to this value is to set."""
    text: str
    by: str
    on: date | None
    own: bool
    """Whether this device wrote it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was changed by two people who did not see each other; the value that shows comes first."""

    field: str
    label: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """An action with its words: whether it is open to who acts, and why not."""

    action: Action
    label: str
    allowed: bool
    why: str = ""
    """Code of `domain.actions.Why`."""
    reason: str = ""
    """The same in words."""


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
    heads: tuple[str, ...] = ()
    """What is on the screen: hand it to `services.hazards.actions.act` as `seen`."""
    reopened: int = 0
    alerts: tuple[str, ...] = ()
    extension: ExtensionRequest | None = None
    values: "tuple[ValuePair, ...]" = ()
    """Values before and after, of a hazard that came from a value."""
    offers: tuple[ActionOffer, ...] = ()
    """Every action, the usual next step first; none is allowed while nobody acts."""
    primary: Action | None = None
    """The usual next step of its status, whoever may take it."""
    conflicts: tuple[Conflict, ...] = ()
    finders: tuple[Party, ...] = ()
    rectifiers: tuple[Party, ...] = ()
    team: str = ""
    """Team of its first finder when it was found."""
    served_on: date | None = None
    submitted_at: datetime | None = None
    by_hand: str = ""
    """The reason for which a lead put it on the supervision ledger."""
    prior_on: date | None = None
    """When the same trouble was found before, of a recurrent one."""
    read_only: bool = False
    """It holds records of a newer program: nothing can be decided here."""
    incomplete: bool = False
    """Records that it builds on have not arrived yet."""
    reviewed: bool = False
    """Whether a review of it counts, so that there is a record to print."""
