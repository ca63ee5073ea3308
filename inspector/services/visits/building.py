"""The live forms of an open visit: which there are, each built from its compiled definition and the saved answers."""

from datetime import UTC, date, datetime, tzinfo

from inspector.criteria import facts_for
from inspector.criteria import known as fact_of
from inspector.domain.equipment import Equipment
from inspector.domain.inspection import Supply, add_months, deciding_rule
from inspector.domain.visit import Step, VisitKind
from inspector.i18n import language
from inspector.services.checklists.compiled import forms_for
from inspector.services.due.listing import rules_of
from inspector.services.visits.layout import build_layout, plain_ref
from inspector.services.visits.live import LiveForm, form_language
from inspector.services.visits.session import SEPARATOR, VisitSession, target_and_ref
from inspector.services.visits.views import Target
from inspector.services.workspace import Workspace
from inspector.xforms import FormInstance, stored_text


def targets_of(session: VisitSession) -> list[Target]:
    """Every form of the visit in the order of `visit.toml`: site forms once, equipment by family and register order."""
    found: dict[Target, None] = {}
    begun = _begun(session)
    for form in session.plan:
        if form.bound_to_site:
            found[Target(form.id)] = None
            continue
        families = {kind.family for kind in form.kinds}
        for equipment in sorted(session.equipment.values(), key=lambda e: (e.position, e.name)):
            if equipment.kind.family in families:
                found |= dict.fromkeys(_targets(session, form.step, equipment, begun))
    return list(found)


def _begun(session: VisitSession) -> set[Target]:
    """The forms that hold an answer or a note."""
    places = (target_and_ref(key) for kind in ("answer", "note") for key in session.of(kind))
    return {place[0] for place in places if place is not None}


def _targets(session: VisitSession, step: Step, equipment: Equipment, begun: set[Target]) -> list[Target]:
    """The forms of a piece of equipment in a step; one that was begun stays, though the nameplate was put right."""
    plan = [form for form in session.plan if form.step is step and equipment.kind in form.kinds]
    kept = [target for form in plan if (target := Target(form.id, equipment.id)) in begun]
    return kept or [Target(form.id, equipment.id) for form in forms_for(plan, step, equipment)]


def build_form(workspace: Workspace, session: VisitSession, target: Target, *, begun: bool = False) -> LiveForm:
    """Build a live form from its compiled definition and the saved answers.

    `begun` says that it was open before, so that it is not filled with its defaults when no answer is left.
    """
    signed = session.signed
    clock = workspace.now if signed is None else lambda: signed.at
    blob = session.blobs[target.form]
    definition = workspace.forms.definition(blob)
    prefix = SEPARATOR.join((target.form, target.equipment or "", ""))
    saved = {
        key.removeprefix(prefix): str(body["value"])
        for key, body in session.of("answer").items()
        if key.startswith(prefix)
    }
    types = {question.ref: question.data_type for question in definition.questions}
    odd = {
        ref: text
        for ref, text in saved.items()
        if (plain := plain_ref(ref)) in types and stored_text(types[plain], text) is None
    }
    known = {ref: text for ref, text in saved.items() if ref not in odd}
    instance = FormInstance.new(
        definition,
        now=clock,
        tz=local_zone(clock()),
        seed=SEPARATOR.join((session.id, target.form, target.equipment or "")),
        language=form_language(definition.languages, language()),
        values=known if known or begun else None,
    )
    for ref, text in odd.items():
        instance.answer(ref, text)
    equipment = session.equipment.get(target.equipment) if target.equipment else None
    live = LiveForm(
        target=target,
        blob=blob,
        definition=definition,
        layout=build_layout(definition, instance),
        instance=instance,
        equipment=equipment,
        facts={},
        history=session.history.get(target.equipment or "", {}),
        today=session.today,
        next_visit=_next_visit(workspace, session),
    )
    take_facts(session, live)
    live.judge_all(session.packs)
    return live


def renew_forms(workspace: Workspace, session: VisitSession) -> None:
    """Bring the forms in line with the equipment: new ones are built, those that nothing calls for any more go."""
    session.forms = {
        target: session.forms.get(target) or build_form(workspace, session, target) for target in targets_of(session)
    }


def take_facts(session: VisitSession, live: LiveForm) -> None:
    """Let a form judge by what is known now; hidden values with `insp:nameplate` get the fact that each names.

    The site's form also knows which kinds of equipment have forms of their own.
    """
    equipment = live.equipment
    facts = facts_for(session.customer, equipment, service_of(VisitKind(session.kind)), session.today)
    if equipment is None:
        facts["registered"] = " ".join(sorted({item.kind.value for item in session.equipment.values()}))
    live.facts = facts
    asked = [(q.ref, fact) for q in live.definition.questions if (fact := q.attributes.get("insp:nameplate", ""))]
    if session.signed is not None and any(live.value(ref) for ref, _fact in asked):
        return  # the nameplate as it was then is part of what was signed
    for ref, fact in asked:
        live.instance.answer(ref, fact_of(live.facts, fact))


def _next_visit(workspace: Workspace, session: VisitSession) -> date | None:
    """When the customer is inspected again by its cycle, counted from today."""
    customer = session.customer
    supply = Supply(customer.importance, customer.voltage_kv, customer.metering)
    rule = None if customer.cycle_months else deciding_rule(rules_of(workspace), supply)
    months = customer.cycle_months or (rule.months if rule else None)
    return add_months(session.today, months) if months else None


def service_of(kind: VisitKind) -> str:
    """The fact `service`: which limits judge the tests of a visit, those of hand-over or those in service."""
    return "acceptance" if kind.new_installation else "in"


def local_zone(moment: datetime) -> tzinfo:
    """The zone of a moment that has one; UTC otherwise."""
    return moment.tzinfo or UTC
