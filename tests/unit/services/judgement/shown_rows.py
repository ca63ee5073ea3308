"""One row of the criteria, as the settings show it."""

from inspector.services import Workspace
from inspector.services.judgement.listing import criteria_list
from inspector.services.judgement.views import CriterionRow


def criterion_view(workspace: Workspace, row: str) -> CriterionRow:
    """The row with this id. Worker."""
    return next(one for one in criteria_list(workspace).rows if one.id == row)
