"""What one form of a visit observes, as inferences read it: values with their verdicts, answers, the gas diagnosis."""

from collections.abc import Iterator
from fractions import Fraction

from inspector.criteria import Judgement
from inspector.criteria.dga import Fault, Gases, GateLimits, Sample, diagnose
from inspector.criteria.dga.sample import GASES
from inspector.criteria.inference import GASES as DGA
from inspector.criteria.inference import SITE, Observation
from inspector.criteria.model import NO_TEXT
from inspector.domain.review import phase_of
from inspector.domain.verdict import Verdict
from inspector.services.visits.drafts import verdict_of
from inspector.services.visits.layout import LineLayout
from inspector.services.visits.live import CRITERION, LiveForm
from inspector.services.visits.session import VisitSession, item_key

"""What a gas diagnosis is observed as; its word is the class of the fault."""

GAS = "gas_"


def observations(session: VisitSession, live: LiveForm) -> tuple[Observation, ...]:
    """Everything a form observes; what is out of service, not asked or not answered is left out."""
    return (*_answers(session, live), *_values(session, live), *_gases(session, live))


def _subject(live: LiveForm) -> tuple[str, str]:
    return (live.equipment.id, live.equipment.kind.value) if live.equipment else ("", SITE)


def _answers(session: VisitSession, live: LiveForm) -> Iterator[Observation]:
    subject, kind = _subject(live)
    for ref in live.layout.section_of:
        check = session.packs.checks.get(live.questions[ref].attributes.get(CRITERION, ""))
        if check is None or not live.value(ref) or not live.instance.view(ref).relevant:
            continue
        place, verdict = item_key(live.target, ref), verdict_of(session, live, ref)
        yield Observation(check.id, place, subject, kind, check.hazard, verdict, name=live.name(ref))


def _values(session: VisitSession, live: LiveForm) -> Iterator[Observation]:
    for line in live.layout.lines:
        refs = (line.ref,) if line.computed else line.cells
        entered = [ref for ref in refs if _entered(live, ref) is not None] if not line.overdue else []
        if not entered or session.out_of_service(live.target, line.ref):
            continue
        if live.instance.view(line.ref).relevant:
            yield from (found for ref in entered if (found := _value(session, live, line, ref)) is not None)


def _entered(live: LiveForm, ref: str) -> float | None:
    """The number that was judged: as typed in a cell, as worked out in a computed line; None if there is none."""
    judged = live.judgements.get(ref)
    return judged.value if judged else None


def _value(session: VisitSession, live: LiveForm, line: LineLayout, ref: str) -> Observation | None:
    judged, number = live.judgements.get(ref), _entered(live, ref)
    criterion = live.questions[ref].attributes.get(CRITERION, "") or line.criterion
    quantity = session.packs.quantities.get(criterion)
    if number is None or quantity is None:
        return None
    subject, kind = _subject(live)
    past = live.past(criterion, ref)
    several = len(line.cells) > 1 and not line.computed
    return Observation(
        criterion,
        item_key(live.target, ref),
        subject,
        kind,
        quantity.name,
        _verdict(session, live, line, judged),
        name=live.name(ref),
        value=number,
        unit=quantity.unit,
        decimals=quantity.decimals,
        last=past[-1].value if past else None,
        phase=phase_of(live.name(ref)) if several else "",
    )


def _verdict(session: VisitSession, live: LiveForm, line: LineLayout, judged: Judgement | None) -> Verdict | None:
    """The inspector's verdict on the line, else the criterion's on the value."""
    override = session.override(live.target, line.ref)
    return override[0] if override is not None else judged.verdict if judged else None


def _gases(session: VisitSession, live: LiveForm) -> Iterator[Observation]:
    """The diagnosis of the gases in the record being entered, else of the last sample; none below the gate."""
    refs = {
        quantity.id.removeprefix(GAS): ref
        for line in live.layout.lines
        for ref in line.cells
        if (quantity := live.quantity(session.packs, ref)) is not None and quantity.id.startswith(GAS)
    }
    if not refs:
        return
    entered = {name: number for name, ref in refs.items() if (number := live.number(ref)) is not None}
    taken = entered or _last_sample(live)
    known = {name: Fraction(str(value)) for name, value in taken.items() if name in GASES and value >= 0}
    fault = diagnose(Sample(Gases(**known)), GateLimits(session.packs)).fault if known else None
    if fault is None or fault is Fault.NORMAL:
        return
    subject, kind = _subject(live)
    place = item_key(live.target, next(iter(refs.values())))
    yield Observation(DGA, place, subject, kind, NO_TEXT, None, word=fault.value)


def _last_sample(live: LiveForm) -> dict[str, float]:
    """The gases of the newest sample in the history."""
    past = {name: values for (name, _label), values in live.history.items() if name.startswith(GAS) and values}
    newest = max((values[-1].tested_on for values in past.values()), default=None)
    return {name.removeprefix(GAS): values[-1].value for name, values in past.items() if values[-1].tested_on == newest}
