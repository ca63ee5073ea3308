"""Values on their way into a visit together: what is given, and what would come of it."""

from inspector.quick_dataclass import dataclass
from inspector.services.visits.views import JudgementView, Target


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value for one cell, as text; "" clears it."""

    target: Target
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What would come of a value: as it would be stored, why it is none, how its line would be judged."""

    target: Target
    ref: str
    before: str
    value: str
    error: str = ""
    judgement: JudgementView | None = None
