"""Models of the papers of one hazard: the hazard sheet (隐患单) and the review record (复查记录), as plain values.

Texts that are empty print as empty fields; nothing is looked up and no clock is read.
"""

from dataclasses import field
from datetime import date

from inspector.domain.hazard import Grade
from inspector.quick_dataclass import dataclass
from inspector.reports.notice import NoticePhoto


@dataclass(frozen=True, slots=True)
class PaperHazard:
    """The hazard as both papers head it."""

    number: str
    customer: str
    account: str
    place: str
    description: str
    grade: Grade
    status: str
    """In words."""
    found_on: date
    deadline: date
    found_by: str = ""
    """Names, with their team."""
    basis: str = ""
    measure: str = ""
    responsible: str = ""
    visit: str = ""
    notices: str = ""
    """Numbers of the notices that were served."""
    supervision: str = ""
    """Why it is on the key-supervision ledger, in words; empty: it is not."""
    late: bool = False


@dataclass(frozen=True, slots=True)
class PaperValue:
    """A measured value before and after, as printed."""

    label: str
    before: str
    after: str
    limit: str
    verdict: str
    bold: bool = False
    """Out of its limit."""


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A station of the hazard's course."""

    at: str
    what: str
    who: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """A point of the reviewer's checklist: whether it was met; None where it was not needed."""

    label: str
    met: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What both papers share: who prints it when, and the evidence."""

    printed_on: date
    company: str
    hazard: PaperHazard
    team: str = ""
    service_phone: str = ""
    values: tuple[PaperValue, ...] = ()
    before: tuple[NoticePhoto, ...] = ()
    after: tuple[NoticePhoto, ...] = ()
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class HazardSheet(Paper):
    """The hazard sheet: everything known of one hazard."""

    course: tuple[CourseLine, ...] = ()
    alerts: tuple[str, ...] = ()
    """What the merge wants people to know, for example evidence that came after the closure."""

    @property
    def code(self) -> str:
        """Text of the QR code: hazard, account, day of the finding, photos before and after."""
        one, photos = self.hazard, f"{len(self.before)}/{len(self.after)}"
        return f"H:{one.number};A:{one.account};D:{one.found_on:%Y-%m-%d};P:{photos}"


@dataclass(frozen=True, slots=True)
class ReviewRecord(Paper):
    """The record of a review: by whom, why he was independent, what was checked, what was found and decided."""

    outcome: str = ""
    """In words: passed, returned."""
    passed: bool = False
    reviewer: str = ""
    reviewer_team: str = ""
    reviewed_at: str = ""
    statement: str = ""
    """Of whom reviewer, finders and rectifiers are, and that they are independent of each other."""
    checks: tuple[PaperCheck, ...] = ()
    comment: str = ""
    rectification: str = ""
    rectified_by: str = ""
    rectified_on: str = ""
    earlier: tuple[CourseLine, ...] = field(default=())
    """Judgements of earlier submissions."""

    @property
    def code(self) -> str:
        """Text of the QR code: hazard, account, moment and outcome of the review."""
        one = self.hazard
        return f"F:{one.number};A:{one.account};D:{self.reviewed_at[:10]};R:{'pass' if self.passed else 'return'}"
