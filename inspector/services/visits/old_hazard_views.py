"""An unclosed hazard of the customer as the first page of a visit shows it."""

from inspector.domain.hazard import Grade, Hazard
from inspector.domain.visit import OldHazardJudgement
from inspector.quick_dataclass import dataclass
from inspector.services.ledgers.views import PhotoView


@dataclass(frozen=True, slots=True)
class OldHazard:
    """An unclosed hazard of the customer and its judgement at this visit (None = not judged yet)."""

    hazard: Hazard
    judgement: OldHazardJudgement | None
    new_grade: Grade | None
    note: str
    overdue_days: int
    photos: tuple[PhotoView, ...] = ()
    disputed: bool = False
