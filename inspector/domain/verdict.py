"""The verdict on an answer or a value (判定)."""

from enum import StrEnum


class Verdict(StrEnum):
    """How a checklist answer or a measured value was judged; the worst one of an equipment wins."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    ATTENTION = "attention"
    FAIL = "fail"
    NOT_APPLICABLE = "na"
    UNDETERMINED = "undetermined"

    @property
    def severity(self) -> int:
        """Rank for "the worst wins": fail above attention above undetermined above the rest."""
        order = (Verdict.NOT_APPLICABLE, Verdict.PASS, Verdict.UNDETERMINED, Verdict.ATTENTION, Verdict.FAIL)
        return order.index(self)


class Confidence(StrEnum):
    """How far a limit has been confirmed; only verified or locally confirmed rows may say 不合格."""

    VERIFIED = "verified"
    CONFIRMED = "confirmed"
    WEAK = "weak"
    MEMORY = "memory"
    CONFLICT = "conflict"
    PRACTICE = "practice"

    @property
    def may_fail(self) -> bool:
        """Whether a limit with this confidence may say 不合格."""
        return self in (Confidence.VERIFIED, Confidence.CONFIRMED)
