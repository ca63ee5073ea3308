"""How grades, verdicts, statuses and importance classes look: word, shape and hue, in one place."""

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.risk import RiskLevel
from inspector.domain.verdict import Verdict
from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Word (msgid), icon name ("" = none), hue (token prefix) and whether it is filled solid."""

    word: str
    icon: str
    hue: str
    solid: bool = False


GRADES = {
    Grade.CRITICAL: Look(N_("Critical"), "octagon-alert", "red", solid=True),
    Grade.SERIOUS: Look(N_("Serious"), "triangle-alert", "orange"),
    Grade.GENERAL: Look(N_("General"), "circle-alert", "amber"),
}
VERDICTS = {
    Verdict.PASS: Look(N_("Pass"), "check", "green"),
    Verdict.ATTENTION: Look(N_("Attention"), "circle-alert", "amber"),
    Verdict.FAIL: Look(N_("Exceeded"), "octagon-alert", "red", solid=True),
    Verdict.NOT_APPLICABLE: Look(N_("Not applicable"), "", "grey"),
    Verdict.UNDETERMINED: Look(N_("Undetermined"), "", "grey"),
}
STATUSES = {
    "pending": Look(N_("To be served"), "", "plain"),
    "rectifying": Look(N_("Being rectified"), "", "primary"),
    "in_review": Look(N_("In review"), "", "violet"),
    "returned": Look(N_("Returned"), "", "red"),
    "closed": Look(N_("Closed"), "", "green"),
    "disputed": Look(N_("Disputed"), "", "orange"),
    "voided": Look(N_("Voided"), "", "grey"),
}
"""Ledger status keys (services.views.LedgerRow.status)."""
IMPORTANCES = {
    Importance.SPECIAL: Look(N_("Special class"), "", "violet", solid=True),
    Importance.LEVEL_1: Look(N_("Level 1 important"), "", "violet", solid=True),
    Importance.LEVEL_2: Look(N_("Level 2 important"), "", "violet"),
    Importance.TEMPORARY: Look(N_("Temporarily important"), "", "violet"),
    Importance.NONE: Look(N_("Ordinary HV"), "", "grey"),
}
RISKS = {
    RiskLevel.HIGH: Look(N_("High risk"), "octagon-alert", "red"),
    RiskLevel.MEDIUM: Look(N_("Medium risk"), "circle-alert", "amber"),
    RiskLevel.LOW: Look(N_("Low risk"), "shield-check", "grey"),
}


def grade_name(grade: Grade) -> str:
    """The grade in words."""
    return _(GRADES[grade].word)


def verdict_name(verdict: Verdict) -> str:
    """The verdict on a value in words (超标 for fail)."""
    return _(VERDICTS[verdict].word)


def status_name(status: str) -> str:
    """A ledger status in words."""
    return _(STATUSES[status].word)
