"""Step 4: what was found, what will be made, who has signed, what is missing."""

from inspector.domain.hazard import Grade
from inspector.domain.visit import VisitKind
from inspector.services.visits.changes import passed
from inspector.services.visits.finish import registered
from inspector.services.visits.missing import missing
from inspector.services.visits.numbers import hazard_number, notice_number
from inspector.services.visits.remarks import remarks
from inspector.services.visits.signers import signatures
from inspector.services.visits.views import DraftStatus, SummaryView, WillMake
from inspector.services.workspace import Workspace


def summary(workspace: Workspace, visit_id: str) -> SummaryView:
    """The summary of an open visit; numbers are those it would get now."""
    visit = workspace.visit(visit_id)
    session, now = visit.session, workspace.now()
    hazards = registered(session)
    supervised = [draft for draft in hazards if draft.grade is not Grade.GENERAL]
    answered, good, not_applicable = passed(session)
    first = hazard_number(workspace, now, peek=True) if hazards else ""
    paper = "acceptance" if session.kind == VisitKind.ACCEPTANCE else "notice"
    return SummaryView(
        answered=answered,
        passed=good,
        not_applicable=not_applicable,
        hazards=hazards,
        proposals=tuple(draft for draft in session.drafts() if draft.status is DraftStatus.PROPOSAL),
        old_hazards=tuple(visit.views.old_hazard(key) for key in session.old),
        will_make=(
            WillMake("inspection", 1, session.number),
            WillMake(paper, 1, notice_number(workspace, now, peek=True)),
            WillMake("rectification", len(hazards), first),
            WillMake("supervision", len(supervised), ""),
        ),
        signatures=signatures(session),
        missing=missing(session),
        unread=visit.views.unread(),
        inferences=visit.views.inferences.views(),
        remarks=remarks(session),
    )
