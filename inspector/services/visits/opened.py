"""A visit that is open in this process, as the workspace keeps it."""

from inspector.services.visits.changes import Views
from inspector.services.visits.edit import Edit
from inspector.services.visits.session import VisitSession
from inspector.services.workspace import Workspace


class OpenVisit:
    """A visit that is open in this process. Worker thread only."""

    def __init__(self, workspace: Workspace, session: VisitSession) -> None:
        self.workspace = workspace
        self.session = session
        self.views = Views(session)

    def edit(self) -> Edit:
        """Begin a write."""
        return Edit(self.session, self.workspace.db, self.workspace.now())

    def old_heads(self, hazard: str) -> tuple[str, ...]:
        """Heads of an old hazard as they are on the screen."""
        return tuple(self.workspace.db.frames.heads_of(hazard))
