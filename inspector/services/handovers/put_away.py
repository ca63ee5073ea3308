"""Putting a visit away that was handed over and is done on the other laptop. Worker thread."""

from collections.abc import Mapping
from typing import Any

from inspector.domain.visit import VisitStatus
from inspector.problems import Problem
from inspector.services.handovers.handing import draft_named
from inspector.services.held import executor
from inspector.services.planning import PUT_AWAY
from inspector.services.workspace import Workspace


def put_away(workspace: Workspace, visit: str) -> str:
    """Remove a visit (id or number) that was handed over; returns its id.

    What was entered here before goes with it: the file and the other laptop have it. It cannot be taken back then.
    Raises Problem handover_visit_unknown or visit_not_handed_over.
    """
    db, draft = workspace.db, draft_named(workspace, visit)
    if draft.status is not VisitStatus.HANDED_OVER:
        raise Problem("visit_not_handed_over", visit=draft.number or visit)
    with db.transaction():
        db.drafts.discard(draft.id)
        db.typing.drop(f"visit:{draft.id}:")
    workspace.visits.pop(draft.id, None)
    return draft.id


@executor(PUT_AWAY)
def _carry_out(workspace: Workspace, body: Mapping[str, Any]) -> None:
    put_away(workspace, str(body["visit"]))
