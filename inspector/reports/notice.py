"""Model of the result notice (用电检查结果通知书): what is printed, as plain values."""

from datetime import date

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.visit import SignMethod, VisitKind
from inspector.quick_dataclass import dataclass

Stroke = tuple[tuple[float, float], ...]
"""Points (x right, y down) of one stroke, in any unit; the strokes of a signature share it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """How somebody signed: strokes or an image (PNG or JPEG), a PIN, or a refusal with reason and witness."""

    name: str
    method: SignMethod
    signed_on: date | None = None
    title: str = ""
    """Position at the customer."""
    strokes: tuple[Stroke, ...] = ()
    image: bytes = b""
    reason: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True)
class NoticeHazard:
    """A row of the hazard table. `place` may have two lines, for example equipment and part."""

    place: str
    description: str
    grade: Grade
    basis: str = ""
    measure: str = ""
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class NoticePhoto:
    """A photo of the appendix: JPEG or PNG bytes and a caption."""

    image: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class ResultNotice:
    """A result notice. Texts that are empty print as empty fields; nothing is looked up and no clock is read."""

    number: str
    visit_number: str
    issued_on: date
    company: str
    customer: str
    account: str
    visited_on: date
    kind: VisitKind = VisitKind.PERIODIC
    occasion: str = ""
    """What a seasonal or special inspection was for, in words."""
    version: int = 1
    """From 2 on the version is printed beside the number: it replaces the earlier ones."""
    team: str = ""
    service_phone: str = ""
    contact_phone: str = ""
    address: str = ""
    supply: str = ""
    """Voltage, sources and metering mode as printed."""
    capacity: str = ""
    """Installed capacity as printed, for example 2×1250 kVA."""
    importance: Importance | None = None
    hazards: tuple[NoticeHazard, ...] = ()
    conclusion: str = ""
    requirements: tuple[str, ...] = ()
    """Further requirements after the fixed ones."""
    critical_hours: int = 24
    """Hours within which measures on critical hazards are reported back (setting)."""
    inspectors: tuple[Signature, ...] = ()
    client: Signature | None = None
    photos: tuple[NoticePhoto, ...] = ()
    reply_code: str = ""
    """Check code of the reply file that goes out with the notice; empty: none does."""
    logo: bytes = b""

    def count(self, grade: Grade) -> int:
        """Number of hazards of that grade."""
        return sum(hazard.grade is grade for hazard in self.hazards)

    @property
    def code(self) -> str:
        """Text of the QR code: number, visit, account, date of issue, number of hazards."""
        return (
            f"N:{self.number};V:{self.visit_number};A:{self.account};D:{self.issued_on:%Y-%m-%d};H:{len(self.hazards)}"
        )
