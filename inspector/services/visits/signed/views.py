"""What is told about a signed visit besides its content."""

from datetime import datetime

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.handovers import past as past  # noqa: PLC0414 - registers the sentence


@dataclass(frozen=True, slots=True)
class Signed:
    """By whom and when a visit was signed, and how faithfully it can be shown here.

    `client` signed for the customer, "" if nobody did. `borrowed` are titles of checklists whose version of then is
    not on this laptop: their answers are shown in the version that counts here. `lost` cannot be shown at all.
    `judged_now` says that verdicts were not filed, so that those shown are worked out by the criteria of today.
    """

    at: datetime
    by: tuple[str, ...]
    client: str = ""
    refused: bool = False
    notice: str = ""
    hazards: tuple[str, ...] = ()
    """Numbers of the hazards that were registered."""
    borrowed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    judged_now: bool = False

    def problem(self, visit: str) -> Problem:
        """What an attempt to edit the visit ends with."""
        return Problem("visit_signed_already", visit=visit)
