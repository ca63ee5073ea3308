"""Model of the work order (用电检查工作单): what is printed, as plain values.

Fields: customer, inspectors, items and content, date, result, customer's signature; filled in and approved before the
visit, filed after it (limits.md section 5: V-S49).
"""

from datetime import date

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.visit import OldHazardJudgement, VisitKind
from inspector.quick_dataclass import dataclass
from inspector.reports.notice import Signature


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An item of the inspection and what it comprises."""

    name: str
    content: str
    done: bool | None = None
    """Whether it was checked; None before the visit."""


@dataclass(frozen=True, slots=True)
class WorkEquipment:
    """A piece of equipment to check, and when its preventive test is due."""

    name: str
    kind: str
    model: str = ""
    tested_on: date | None = None
    due_on: date | None = None
    remark: str = ""
    late: bool = False
    """Whether its test is overdue: printed bold."""


@dataclass(frozen=True, slots=True)
class WorkHazard:
    """An unclosed hazard to be judged at the visit."""

    number: str
    place: str
    description: str
    grade: Grade
    deadline: date
    late: bool = False
    judged: OldHazardJudgement | None = None
    """What was found at the visit; None before it."""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """A work order. Texts that are empty print as empty fields; nothing is looked up and no clock is read."""

    number: str
    """Empty: none was printed before the visit was signed."""
    printed_on: date
    company: str
    customer: str
    account: str
    visit_number: str = ""
    """Empty before the visit was started."""
    team: str = ""
    service_phone: str = ""
    kind: VisitKind = VisitKind.PERIODIC
    occasion: str = ""
    """What it is for besides its kind, in the document's language."""
    visit_on: date | None = None
    visit_at: str = ""
    inspectors: tuple[str, ...] = ()
    address: str = ""
    supply: str = ""
    capacity: str = ""
    importance: Importance | None = None
    contact: str = ""
    last_on: date | None = None
    items: tuple[WorkItem, ...] = ()
    equipment: tuple[WorkEquipment, ...] = ()
    hazards: tuple[WorkHazard, ...] = ()
    note: str = ""
    """What those who go should know."""
    result: str = ""
    """What was found; empty before the visit: room to write is left then."""
    signed: tuple[Signature, ...] = ()
    """The inspectors' signatures, once the visit is signed."""
    client: Signature | None = None
    logo: bytes = b""

    @property
    def code(self) -> str:
        """Text of the QR code: number, visit, account, day of the visit, pieces of equipment, unclosed hazards."""
        day = f"{self.visit_on:%Y-%m-%d}" if self.visit_on else ""
        counts = f"E:{len(self.equipment)};H:{len(self.hazards)}"
        return f"W:{self.number};V:{self.visit_number};A:{self.account};D:{day};{counts}"
