"""What 其余判合格 looks at, and what it drew: the one place that says which questions those are."""

from inspector.domain.verdict import Verdict
from inspector.services.visits.layout import SectionLayout
from inspector.services.visits.live import ANSWERS, CRITERION, LiveForm
from inspector.services.visits.session import VisitSession, item_key
from inspector.xforms import Kind

MEANT = 2
"""How many letters, digits or Chinese characters a note needs to say anything."""


def is_judged(live: LiveForm, ref: str) -> bool:
    """Whether a question is answered with 合格, 不合格 or 不适用."""
    view = live.instance.view(ref)
    return view.kind is Kind.SELECT_ONE and {option.value for option in view.options} == set(ANSWERS)


def is_rest(session: VisitSession, live: LiveForm, ref: str) -> bool:
    """Whether a question can be passed with the rest: asked, not answered, fine last time, and no photo needed."""
    view = live.instance.view(ref)
    if not view.relevant or view.readonly or view.value or not is_judged(live, ref):
        return False
    attributes = live.questions[ref].attributes
    return attributes.get("insp:photo", "") != "required" and not failed_before(session, live, ref)


def rest_count(session: VisitSession, live: LiveForm, section: SectionLayout) -> int:
    """How many questions of a section 其余判合格 would pass or draw; 0 when it would pass none."""
    rest = [ref for ref in section.questions if is_rest(session, live, ref)]
    kept = drawn_before(session, live, section)
    return len(rest) if any(ref not in kept for ref in rest) else 0


def drawn_before(session: VisitSession, live: LiveForm, section: SectionLayout) -> tuple[str, ...]:
    """The questions that were ever drawn in a section of this visit."""
    kept = session.of("draw").get(item_key(live.target, section.ref), {}).get("refs")
    return tuple(str(ref) for ref in kept) if isinstance(kept, list) else ()


def failed_before(session: VisitSession, live: LiveForm, ref: str) -> bool:
    """Whether a question failed at the last visit, or an open hazard stands there."""
    if session.last_answer(live.target, ref) == Verdict.FAIL.value:
        return True
    criterion = live.questions[ref].attributes.get(CRITERION, "")
    place = live.target.equipment
    return bool(criterion) and any(
        hazard.criterion == criterion and hazard.equipment == place for hazard in session.old.values()
    )


def drawn(session: VisitSession, live: LiveForm, ref: str) -> bool:
    """Whether a question was drawn for a closer look (抽查)."""
    return item_key(live.target, ref) in session.of("drawn")


def drawn_open(session: VisitSession, live: LiveForm, ref: str) -> bool:
    """Whether a drawn question still needs a photo, a value or a note: anything but a failure, and nothing beside it.

    不适用 is no way around the closer look: it has to be shown or said why.
    """
    if not drawn(session, live, ref):
        return False
    view = live.instance.view(ref)
    if not view.relevant or view.value == Verdict.FAIL.value:
        return False
    noted = says_something(session.note(live.target, ref))
    return not (noted or session.photos_at(live.target, ref) or _value_beside(live, ref))


def says_something(note: str) -> bool:
    """Whether a note has content: a full stop or a lone letter has none."""
    return sum(character.isalnum() for character in note) >= MEANT


def _value_beside(live: LiveForm, ref: str) -> bool:
    """Whether a reading that belongs to the question was entered: the value asked for right after it."""
    section = live.layout.section_of.get(ref)
    if section is None:
        return False
    following = section.questions[section.questions.index(ref) + 1 :][:1]
    return any(not is_judged(live, other) and bool(live.value(other)) for other in following)
