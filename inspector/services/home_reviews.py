"""What waits for a review of the acting person: the home page asks for it last, because many are looked through."""

from datetime import date
from typing import Final

from inspector.domain.hazard import Grade
from inspector.services.home_views import ReviewItem, ReviewOverview
from inspector.services.review_offers import offered
from inspector.services.workspace import Workspace

SHOWN: Final = 6


def review_overview(workspace: Workspace) -> ReviewOverview:
    """The gravest rectifications that the acting person is offered to judge, and how many there are. Worker thread."""
    today = workspace.today()
    lines, cut = offered(workspace)
    items = tuple(
        ReviewItem(
            line.id,
            line.description,
            line.customer,
            Grade(line.grade),
            (date.fromisoformat(line.deadline) - today).days,
        )
        for line in lines[:SHOWN]
    )
    return ReviewOverview(items, len(lines), cut)
