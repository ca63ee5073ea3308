"""Inferences as window and commands see them."""

from inspector.domain.hazard import Grade
from inspector.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class InferenceView:
    """What several readings mean together, at one piece of equipment or the site; advice until somebody decides.

    `evidence` are the observations in words. `reason` is set once it was dismissed, `hazard` (id of the draft) once it
    was made one. `places` are item keys of the evidence.
    """

    id: str
    rule: str
    equipment: str
    """Id; empty for the site."""
    title: str
    grade: Grade
    evidence: tuple[str, ...]
    measure: str
    basis: str
    places: tuple[str, ...] = ()
    reason: str = ""
    hazard: str = ""

    @property
    def open(self) -> bool:
        """Whether nobody has decided yet."""
        return not (self.reason or self.hazard)
