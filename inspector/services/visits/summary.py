"""Step 4: what was found, what will be made, who has signed, what is missing."""

from collections.abc import Sequence

from inspector.domain.hazard import Grade
from inspector.domain.visit import VisitKind
from inspector.services.visits.changes import passed
from inspector.services.visits.finish import registered
from inspector.services.visits.missing import missing
from inspector.services.visits.numbers import hazard_number, notice_number
from inspector.services.visits.remarks import remarks
from inspector.services.visits.session import VisitSession
from inspector.services.visits.signers import signatures
from inspector.services.visits.views import DraftStatus, HazardDraft, SummaryView, WillMake
from inspector.services.workspace import Workspace


def summary(workspace: Workspace, visit_id: str) -> SummaryView:
    """The summary of an open visit; numbers are those it would get now."""
    visit = workspace.visit(visit_id)
    session = visit.session
    hazards = registered(session)
    answered, good, not_applicable = passed(session)
    return SummaryView(
        answered=answered,
        passed=good,
        not_applicable=not_applicable,
        hazards=hazards,
        proposals=tuple(draft for draft in session.drafts() if draft.status is DraftStatus.PROPOSAL),
        old_hazards=tuple(visit.views.old_hazard(key) for key in session.old),
        will_make=_made(workspace, session, hazards),
        signatures=signatures(session),
        missing=missing(session) if session.signed is None else (),
        unread=visit.views.unread(),
        inferences=visit.views.inferences.views(),
        remarks=remarks(session),
    )


def _made(workspace: Workspace, session: VisitSession, hazards: Sequence[HazardDraft]) -> tuple[WillMake, ...]:
    """What sign-off will make, with the numbers it would get now, or what it made."""
    now, signed = workspace.now(), session.signed
    if signed is not None:
        notice, first = signed.notice, min(signed.hazards, default="")
    else:
        notice = notice_number(workspace, now, peek=True)
        first = hazard_number(workspace, now, peek=True) if hazards else ""
    supervised = [draft for draft in hazards if draft.grade is not Grade.GENERAL]
    paper = "acceptance" if session.kind == VisitKind.ACCEPTANCE else "notice"
    return (
        WillMake("inspection", 1, session.number),
        WillMake(paper, 1, notice),
        WillMake("rectification", len(hazards), first),
        WillMake("supervision", len(supervised), ""),
    )
