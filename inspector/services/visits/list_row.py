"""A row of the lists of visits: a frozen value, handed from the worker to the window.

Apart from the ledgers' rows (`ledgers.views`), because the first page of the window shows no ledger.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from inspector.domain.customer import Importance
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from inspector.services.handovers.past import HandOver


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
    """0 of a visit that was never shown on this laptop: how much there is to answer is not known then."""
    hazards: int = 0
    """Registered; of an open visit those found so far."""
    planned_at: str = ""
    """Time of day as 09:30, "" for any."""
    capacity: str = ""
    """Transformers, or the contract capacity."""
    people: tuple[str, ...] = ()
    """Ids of the inspectors."""
    occasion: str = ""
    """What it is for, in the current language; "" for nothing in particular."""
    occasion_id: str = ""
    note: str = ""
    """What those who go should know."""
    changeable: bool = True
    """Whether who acts may move and cancel a planned visit."""
    begun_by: str = ""
    """Who began it, of one that is under way on another laptop."""
    hint: str = ""
    """What people should know of its plan, as a sentence: planned or begun twice, cancelled meanwhile …"""
    handed_over: "HandOver | None" = None
    """To whom and when, of a visit that continues on another laptop."""
