"""What waits for a review of the acting person: the home page asks for it last, because many are looked through."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from inspector.domain.hazard import Grade
from inspector.services.home.views import ReviewItem, ReviewOverview
from inspector.services.reviews.offers import offered
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


def review_thumbs(workspace: Workspace, hazards: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Thumbnails of the finding and of the rectification by hazard, as hashes for `services.blob`, "" for none."""
    from inspector.services.reviews.listing import thumbs  # noqa: PLC0415 - the merge; the page shows without pictures first

    found = workspace.db.reviews.events(hazards)
    return {hazard: thumbs(found.get(hazard, ())) for hazard in hazards}
