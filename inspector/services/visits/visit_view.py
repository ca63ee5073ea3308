"""An open visit as its page first shows it: head, stepper, forms, and the place where the inspector was."""

from inspector.domain.visit import Step, VisitKind, VisitStatus
from inspector.services.visits.opened import OpenVisit
from inspector.services.visits.session import VisitSession
from inspector.services.visits.step_words import steps_back
from inspector.services.visits.views import Target, VisitView
from inspector.services.words import IMPORTANCES, customer_facts, here


def visit_view(visit: OpenVisit, *, restored: str = "") -> VisitView:
    """The whole visit; `restored` says what was brought back."""
    session, views = visit.session, visit.views
    position = session.of("position").get("", {})
    step = Step(str(position["step"])) if "step" in position else _first_step(session)
    equipment = str(position.get("equipment", "") or "") or None
    target = Target(str(position["form"]), equipment) if position.get("form") else None
    t = here()
    return VisitView(
        id=session.id,
        number=session.number,
        customer=session.customer,
        customer_class=t(IMPORTANCES[session.customer.importance]),
        facts=customer_facts(session.customer, t),
        kind=VisitKind(session.kind),
        status=_status(session),
        inspectors=session.inspectors,
        started_at=session.started_at,
        saved_at=session.saved_at,
        steps=views.steps(),
        equipment=views.summaries(Step.EQUIPMENT),
        indications=views.summaries(Step.INDICATIONS),
        infrastructure=next(iter(session.targets(Step.INFRASTRUCTURE))),
        step=step,
        target=target if target in session.forms else None,
        ref=str(position.get("ref", "")),
        restored=restored,
        steps_back=steps_back(session),
        inferences=views.inferences.views(),
        handed_over=session.handed_over,
        signed=session.signed,
    )


def _status(session: VisitSession) -> VisitStatus:
    if session.signed is not None:
        return VisitStatus.SIGNED
    return VisitStatus.OPEN if session.handed_over is None else VisitStatus.HANDED_OVER


def _first_step(session: VisitSession) -> Step:
    if session.signed is not None:
        return Step.INFRASTRUCTURE
    return Step.OLD_HAZARDS if session.old else Step.INFRASTRUCTURE
