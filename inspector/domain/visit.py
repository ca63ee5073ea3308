"""A visit (检查): one inspection of one customer."""

from datetime import date, datetime
from enum import StrEnum

from inspector.quick_dataclass import dataclass


class VisitKind(StrEnum):
    """Occasion of a visit: 周期, 季节性, 专项, 事故后; 中间检查 and 竣工检验 of an installation that is being built."""

    PERIODIC = "periodic"
    SEASONAL = "seasonal"
    SPECIAL = "special"
    AFTER_ACCIDENT = "after_accident"
    INTERMEDIATE = "intermediate"
    ACCEPTANCE = "acceptance"

    @property
    def new_installation(self) -> bool:
        """Whether it looks at a new installation: with forms of its own, judged by the limits of hand-over tests."""
        return self in (VisitKind.INTERMEDIATE, VisitKind.ACCEPTANCE)


class VisitStatus(StrEnum):
    """Planned visits are shared; an open one lives on one laptop; a signed one is an event.

    One that was handed over to another laptop goes on there and can only be read here. Of one that is `ELSEWHERE` only
    the plan is here: somebody began it on his own laptop.
    """

    PLANNED = "planned"
    OPEN = "open"
    SIGNED = "signed"
    HANDED_OVER = "handed_over"
    ELSEWHERE = "elsewhere"


class OldHazardJudgement(StrEnum):
    """Judgement of an unclosed hazard at a visit: 已消除, 仍存在, 恶化."""

    ELIMINATED = "eliminated"
    STILL = "still"
    WORSE = "worse"


class SignMethod(StrEnum):
    """How somebody signed: strokes on the screen, name and PIN, photo of the paper, refusal with reason and witness."""

    STROKES = "strokes"
    PIN = "pin"
    PAPER = "paper"
    REFUSED = "refused"


class Step(StrEnum):
    """The steps of a visit, in the order of the stepper; all may be opened in any order."""

    OLD_HAZARDS = "old_hazards"
    INFRASTRUCTURE = "infrastructure"
    EQUIPMENT = "equipment"
    INDICATIONS = "indications"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """A visit as lists show it; `number` is final when the visit starts."""

    id: str
    number: str
    customer: str
    kind: VisitKind
    status: VisitStatus
    inspectors: tuple[str, ...]
    planned_on: date | None = None
    started_at: datetime | None = None
    signed_at: datetime | None = None
    notice: str = ""
    """Number of the result notice."""
    conclusion: str = ""
    counts: tuple[int, int, int] = (0, 0, 0)
    """Hazards registered: critical, serious, general."""
