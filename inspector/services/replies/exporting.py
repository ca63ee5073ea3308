"""The reply file of a notice that was served, as it went out or made again. Worker thread."""

from inspector.domain.hazard import Hazard
from inspector.problems import Problem
from inspector.services.replies.code import code_of
from inspector.services.replies.facts import registered_words
from inspector.services.replies.workbook import reply_workbook
from inspector.services.workspace import Workspace
from inspector.storage import HazardFilter


def reply_file(workspace: Workspace, notice: str) -> bytes:
    """The reply file of a rectification notice or result notice, by its number, as .xlsx.

    One that is kept comes back unchanged; that of a result notice is made from the hazards as they are, with the
    same check code each time. Raises Problem reply_notice_missing.
    """
    served = workspace.db.notices.by_number(notice)
    if served is not None and served.get("reply"):
        return workspace.store.blobs.get(str(served["reply"]))
    visit = workspace.db.visits.by_notice(notice) if notice else None
    hazards = _of_visit(workspace, visit.id) if visit is not None else ()
    if visit is None or not hazards:
        raise Problem("reply_notice_missing", notice=notice)
    for hazard in hazards:
        for event in workspace.db.hazards.history(hazard.id):
            body = event.body
            if event.type == "notice_served" and body.get("notice") == notice and body.get("reply"):
                return workspace.store.blobs.get(str(body["reply"]))
    words = ((hazard.id, registered_words(workspace, hazard)) for hazard in hazards)
    customer = workspace.db.registers.customer(visit.customer)
    return reply_workbook(workspace, notice, customer, hazards, code_of(notice, words))


def _of_visit(workspace: Workspace, visit: str) -> tuple[Hazard, ...]:
    """The hazards found at a visit, gravest first."""
    today = workspace.today()
    return tuple(row.hazard for row in workspace.db.hazards.page(HazardFilter(visit=visit), today=today))
