"""What stands in the way of sign-off, in the order of the steps, each with the place to go to."""

from inspector.domain.visit import Step
from inspector.i18n import N_, Translator, language
from inspector.services.filling.asking import error_of
from inspector.services.visits.live import LiveForm
from inspector.services.visits.rest import drawn_open
from inspector.services.visits.session import VisitSession, item_key
from inspector.services.visits.signers import signatures
from inspector.services.visits.views import DraftStatus, Missing, Target
from inspector.xforms import Kind

NOT_ANSWERED = N_("“{label}” is not answered.")
NOT_VALID = N_("“{label}” is not valid.")
NEEDS_PHOTO = N_("“{label}” needs a photo.")
NEEDS_LOOK = N_("“{label}” was drawn for a closer look: add a photo, a reading or a note.")


def content_missing(session: VisitSession) -> tuple[Missing, ...]:
    """Everything but the signatures."""
    t = Translator(language())
    found = [
        Missing(t("Old hazard {number} is not judged yet.").format(number=hazard.number), Step.OLD_HAZARDS, None, key)
        for key, hazard in session.old.items()
        if key not in session.judged_old()
    ]
    for step in (Step.INFRASTRUCTURE, Step.EQUIPMENT, Step.INDICATIONS):
        for target in session.targets(step):
            found += _form_missing(session, session.forms[target], step, t)
    found += [
        Missing(
            t("Decide on the proposal “{description}”.").format(description=draft.description),
            session.step_of(draft.target) if draft.target else Step.SUMMARY,
            draft.target,
            draft.ref,
        )
        for draft in session.drafts()
        if draft.status is DraftStatus.PROPOSAL
    ]
    return tuple(found)


def _form_missing(session: VisitSession, live: LiveForm, step: Step, t: Translator) -> list[Missing]:
    found: list[Missing] = []
    name = f"{live.equipment.name} · " if live.equipment else ""

    def add(ref: str, text: str) -> None:
        label = live.shown_label(ref)
        found.append(Missing(name + t(text).format(label=label), step, live.target, ref))

    for violation in live.instance.validate():
        line = live.layout.line_of.get(violation.ref)
        if line is not None and _excused(session, live.target, line.ref):
            continue
        view = live.instance.view(violation.ref)
        empty = not view.value and not view.typed_text_error
        add(violation.ref, NOT_ANSWERED if empty else NOT_VALID)
    known = {missing.ref for missing in found}
    for ref, question in live.questions.items():
        if question.kind is Kind.REPEAT:
            continue
        if ref not in known and is_question(live, ref) and error_of(live.instance.view(ref)):
            add(ref, NOT_VALID)
        if _photo_missing(session, live, ref):
            add(ref, NEEDS_PHOTO)
        if live.value(ref) and drawn_open(session, live, ref):
            add(ref, NEEDS_LOOK)
    found += _record_missing(live, step, name, t)
    return found


def is_question(live: LiveForm, ref: str) -> bool:
    """Whether a ref is a question that is asked, not a group."""
    return ref in live.layout.section_of or ref in live.layout.head or ref in live.layout.line_of


def _excused(session: VisitSession, target: Target, line: str) -> bool:
    return session.out_of_service(target, line) or bool(session.waiting(target, line))


def _photo_missing(session: VisitSession, live: LiveForm, ref: str) -> bool:
    """A failing answer of a question that asks for a photo has none."""
    if live.questions[ref].attributes.get("insp:photo", "") != "required":
        return False
    draft = session.hazard_at(live.target, ref)
    kept = draft is not None and draft.status is not DraftStatus.DISMISSED
    return (
        kept and live.instance.view(ref).relevant and not session.of("photo").keys() & _photo_keys(session, live, ref)
    )


def _photo_keys(session: VisitSession, live: LiveForm, ref: str) -> set[str]:
    place = item_key(live.target, ref)
    return {key for key, item in session.of("photo").items() if place in (item.get("at"), item.get("hazard"))}


def _record_missing(live: LiveForm, step: Step, name: str, t: Translator) -> list[Missing]:
    """A test record with values needs its date."""
    dated = [ref for ref in live.layout.head if live.name(ref) == "tested_on"]
    begun = any(live.value(ref) for line in live.layout.lines if not line.computed for ref in line.cells)
    if dated and begun and live.tested_on() is None:
        return [Missing(name + t("Give the date of the test."), step, live.target, dated[0])]
    return []


def missing(session: VisitSession) -> tuple[Missing, ...]:
    """Everything that stands in the way of sign-off."""
    t = Translator(language())
    unsigned = [
        Missing(
            t("{name} has not signed yet.").format(name=box.name or box.role or box.who), Step.SUMMARY, None, box.who
        )
        for box in signatures(session)
        if box.method is None
    ]
    return (*content_missing(session), *unsigned)
