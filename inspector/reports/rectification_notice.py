"""Model of the rectification notice (限期整改通知书): what is printed, as plain values."""

from datetime import date

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.quick_dataclass import dataclass
from inspector.reports.notice import NoticePhoto


@dataclass(frozen=True, slots=True)
class OrderedHazard:
    """A row of the table. `place` may have two lines, for example equipment and part."""

    number: str
    place: str
    description: str
    grade: Grade
    found_on: date
    deadline: date
    basis: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class RectificationNotice:
    """A rectification notice. Texts that are empty print as empty fields; nothing is looked up, no clock is read."""

    number: str
    issued_on: date
    company: str
    customer: str
    account: str
    team: str = ""
    service_phone: str = ""
    issuer: str = ""
    """Who issued it."""
    contact_phone: str = ""
    address: str = ""
    supply: str = ""
    """Voltage, sources and metering mode as printed."""
    capacity: str = ""
    importance: Importance | None = None
    hazards: tuple[OrderedHazard, ...] = ()
    note: str = ""
    """Words of the issuer to the customer."""
    reply_code: str = ""
    """Check code of the reply file that comes with the notice; empty: none came."""
    critical_hours: int = 24
    """Hours within which measures on critical hazards are reported back (setting)."""
    photos: tuple[NoticePhoto, ...] = ()
    logo: bytes = b""

    def count(self, grade: Grade) -> int:
        """Number of hazards of that grade."""
        return sum(hazard.grade is grade for hazard in self.hazards)

    def late(self, hazard: OrderedHazard) -> bool:
        """Whether the deadline was over when the notice was issued: printed bold."""
        return hazard.deadline < self.issued_on

    @property
    def code(self) -> str:
        """Text of the QR code: number, account, date of issue, number of hazards, check code of the reply."""
        head = f"R:{self.number};A:{self.account};D:{self.issued_on:%Y-%m-%d};H:{len(self.hazards)}"
        return f"{head};C:{self.reply_code}" if self.reply_code else head
