"""Fixed words of documents: grades with their printed marks, kinds, importance classes, dates.

Printed marks go with the grades on black-and-white paper (design, section 1): never colour alone.
"""

import re
from datetime import date
from typing import Final

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.visit import VisitKind
from inspector.domain.words import GRADES as CELL_GRADES
from inspector.i18n import N_, Translator

DEFAULT_LANGUAGE = "zh_CN"
NBSP = "\u00a0"
_PHONE: Final = re.compile(r"(?<=\d-\d{4}) (?=\d{4}(?!\d))")

MARKS: Final = {Grade.CRITICAL: "■", Grade.SERIOUS: "▲", Grade.GENERAL: "●"}
KINDS: Final = {
    VisitKind.PERIODIC: N_("periodic"),
    VisitKind.SEASONAL: N_("seasonal"),
    VisitKind.SPECIAL: N_("special"),
    VisitKind.AFTER_ACCIDENT: N_("post-accident"),
    VisitKind.INTERMEDIATE: N_("intermediate inspection"),
    VisitKind.ACCEPTANCE: N_("acceptance inspection"),
}
INSPECTIONS: Final = {
    VisitKind.PERIODIC: N_("Periodic inspection"),
    VisitKind.SEASONAL: N_("Seasonal inspection"),
    VisitKind.SPECIAL: N_("Special inspection"),
    VisitKind.AFTER_ACCIDENT: N_("Post-accident inspection"),
    VisitKind.INTERMEDIATE: N_("Intermediate inspection"),
    VisitKind.ACCEPTANCE: N_("Acceptance inspection"),
}
_NOTICE_TITLE: Final = N_("Electricity Inspection Result Notice")
NOTICE_TITLES: Final = {
    VisitKind.INTERMEDIATE: N_("Intermediate Inspection Report of a Customer's Installation"),
    VisitKind.ACCEPTANCE: N_("Acceptance Inspection Report of a Customer's Installation"),
}
_ORDER_TITLE: Final = N_("Electricity Inspection Work Order")
ORDER_TITLES: Final = {
    VisitKind.INTERMEDIATE: N_("Work Order of an Intermediate Inspection"),
    VisitKind.ACCEPTANCE: N_("Work Order of an Acceptance Inspection"),
}
IMPORTANCE: Final = {
    Importance.SPECIAL: N_("Special important customer"),
    Importance.LEVEL_1: N_("Level 1 important customer"),
    Importance.LEVEL_2: N_("Level 2 important customer"),
    Importance.TEMPORARY: N_("Temporarily important customer"),
    Importance.NONE: N_("Ordinary high-voltage customer"),
}


def notice_title(kind: VisitKind) -> str:
    """What the notice of a visit is called (msgid): that of a new installation has a name of its own."""
    return NOTICE_TITLES.get(kind, _NOTICE_TITLE)


def order_title(kind: VisitKind) -> str:
    """What the work order of a visit is called (msgid)."""
    return ORDER_TITLES.get(kind, _ORDER_TITLE)


def marked(grade: Grade, translator: Translator) -> str:
    """The grade with its mark, kept on one line."""
    return f"{MARKS[grade]}{NBSP}{translator(CELL_GRADES[grade])}"


def grouped(account: str) -> str:
    """An account number in groups of four digits, four and the rest; anything else unchanged."""
    if not account.isdigit() or len(account) < 9:
        return account
    return NBSP.join(part for part in (account[:4], account[4:8], account[8:]) if part)


def long_date(day: date, translator: Translator) -> str:
    """The date as sentences write it."""
    return translator(N_("{year}-{month:0>2}-{day:0>2}")).format(year=day.year, month=day.month, day=day.day)


def whole_phones(text: str) -> str:
    """The text with phone numbers that no line end divides: 023-0000 1001."""
    return _PHONE.sub(NBSP, text)
