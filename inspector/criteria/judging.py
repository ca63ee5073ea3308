"""Judging one value: every limit that applies is asked, the worst verdict is given.

Rules (limits.md, product.md): a missing input never yields a pass but "undetermined" with what is missing; an
unconfirmed limit never says fail; attention is also raised near an upper limit and for a fast rise where the quantity
says so. Fast enough to judge a whole station on every keystroke: nothing is parsed here.
"""

from dataclasses import replace
from typing import NamedTuple

from inspector.criteria import derive, reasons
from inspector.criteria import facts as known_facts
from inspector.criteria.comparison import last_value
from inspector.criteria.conditions import numeric
from inspector.criteria.formats import format_number
from inspector.criteria.model import BoundRow, Gate, Judgement, JudgeRequest, LimitRow, Measured, Outcome, Quantity
from inspector.criteria.packs import Packs, Plan
from inspector.criteria.plausible import impossible
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Confidence, Verdict
from inspector.i18n import Message

_SEVERITY = {verdict: verdict.severity for verdict in Verdict}


def judge(packs: Packs, request: JudgeRequest) -> Judgement:
    """Judge one value. Raises Problem quantity_unknown; never raises for odd values or facts."""
    quantity = packs.quantity(request.quantity)
    operands, missing = _operands(quantity, request)
    value = _value(quantity, operands) if not missing else None
    if value is None:
        missing = missing or _unusable(quantity, request)
        return _plain(quantity, None, Verdict.UNDETERMINED, missing=missing)
    odd = impossible(quantity, value, operands)
    if odd is not None:
        return _plain(quantity, value, Verdict.UNDETERMINED, why=(odd,), missing=(reasons.MISSING_POSSIBLE,))
    if request.history or request.beside:
        request = _known_then(request)
    plan = packs.plan(request.quantity, request.facts)
    measured = Measured(quantity, value, request, operands)
    worst: _Said | None = None
    for bound in plan.bound:
        said = _apply(bound, measured)
        if worst is None or _graver(said, worst):
            worst = said
    return _with_missing(worst.judgement if worst else None, quantity, value, plan, request)


def _known_then(request: JudgeRequest) -> JudgeRequest:
    """The request with what was on record on its day: a later value is no earlier one."""
    on, beside = request.on, request.beside or {}
    if all(past.tested_on <= on for values in (request.history, *beside.values()) for past in values):
        return request
    return replace(
        request,
        history=tuple(past for past in request.history if past.tested_on <= on),
        beside={name: tuple(past for past in values if past.tested_on <= on) for name, values in beside.items()},
    )


class _Said(NamedTuple):
    """What one row says; `outside` its limit, not only near it."""

    judgement: Judgement
    outside: bool = False


def _operands(quantity: Quantity, request: JudgeRequest) -> tuple[tuple[float, ...], tuple[Message, ...]]:
    """What the value follows from: the inputs, then the quantity's facts as numbers; or what is missing for it."""
    inputs = request.inputs
    if quantity.derive in derive.OF_ANY_NUMBER:
        return (inputs, ()) if inputs and derive.sized(inputs) else ((), (reasons.MISSING_VALUES,))
    if not derive.usable(inputs, quantity.inputs):
        return (), (reasons.MISSING_VALUES,)
    if not quantity.facts:
        return inputs, ()
    known = known_facts.resolve(request.facts, quantity.facts)
    numbers = {fact: numeric(known.get(fact, "")) for fact in quantity.facts}
    missing = tuple(known_facts.label(fact, request.facts) for fact, number in numbers.items() if number is None)
    return (*inputs, *(number for number in numbers.values() if number is not None)), missing


def _value(quantity: Quantity, operands: tuple[float, ...]) -> float | None:
    """The measured or derived value; None when the operands allow none."""
    if not quantity.derive:
        return operands[0]
    if quantity.table:
        return derive.by_table(quantity.table, operands[0])
    if quantity.tables:
        return derive.by_class(quantity.tables, operands)
    value = derive.DERIVE[quantity.derive](operands)
    return value if value is not None and derive.usable((value,), 1) else None


def _unusable(quantity: Quantity, request: JudgeRequest) -> tuple[Message, ...]:
    """What is asked for where the operands allow no value: a class that has a table, else measured values."""
    if quantity.tables:
        return (known_facts.label(quantity.facts[-1], request.facts),)
    return (reasons.MISSING_POSITIVE,)


def _plain(
    quantity: Quantity,
    value: float | None,
    verdict: Verdict,
    *,
    why: tuple[Message, ...] = (),
    missing: tuple[Message, ...] = (),
) -> Judgement:
    return Judgement(
        verdict, quantity.id, value, quantity.unit, reasons=why, missing=missing, decimals=quantity.decimals
    )


def _graver(said: _Said, before: _Said) -> bool:
    """Worse verdict; of two exceeded limits the graver hazard, then a standard; of two passes the tighter limit.

    So the order of packs and files never decides.
    """
    candidate, worst = said.judgement, before.judgement
    mine, other = _SEVERITY[candidate.verdict], _SEVERITY[worst.verdict]
    if mine != other:
        return mine > other
    if candidate.verdict in (Verdict.FAIL, Verdict.ATTENTION) and candidate.grade and worst.grade:
        return _weight(said, candidate.grade) < _weight(before, worst.grade)
    if candidate.verdict is Verdict.PASS and candidate.limit_high is not None and worst.limit_high is not None:
        return candidate.limit_high < worst.limit_high
    return False


def _weight(said: _Said, grade: Grade) -> tuple[bool, int, bool]:
    return not said.outside, grade.rank, said.judgement.confidence is Confidence.PRACTICE


def _with_missing(
    worst: Judgement | None, quantity: Quantity, value: float, plan: Plan, request: JudgeRequest
) -> Judgement:
    """The verdict with respect to rows whose facts are missing, and to no row at all."""
    if plan.missing:
        labels = [known_facts.label(fact, request.facts) for fact in plan.missing]
        missing = tuple({(part.text, str(part.params.get("fact"))): part for part in labels}.values())
        if worst is None:
            return _plain(quantity, value, Verdict.UNDETERMINED, missing=missing)
        verdict = worst.verdict
        if _SEVERITY[verdict] < _SEVERITY[Verdict.UNDETERMINED]:
            verdict = Verdict.UNDETERMINED
        return worst._replace(verdict=verdict, missing=(*worst.missing, *missing))
    if worst is None:
        why = reasons.SWITCHED_OFF if plan.switched_off else reasons.NO_LIMIT
        return _plain(quantity, value, Verdict.NOT_APPLICABLE, why=(why,))
    return worst


def _apply(bound: BoundRow, measured: Measured) -> _Said:
    """What one row says."""
    outcome = bound.evaluate(measured)
    if bound.row.gate is not None:
        outcome = _gated(bound.row.gate, measured, outcome)
    if outcome.inside is None:
        verdict = Verdict.UNDETERMINED if outcome.missing else Verdict.NOT_APPLICABLE
        return _Said(_judgement(bound.row, measured, outcome, verdict, outcome.reasons))
    if outcome.inside:
        why = _watch(measured, outcome, warns=bound.row.exceed is Verdict.FAIL)
        verdict = Verdict.ATTENTION if why else Verdict.PASS
        return _Said(_judgement(bound.row, measured, outcome, verdict, (*outcome.reasons, *why)))
    if bound.row.waiver is not None:
        return _Said(_waive(bound, measured, outcome), outside=True)
    judgement = _judgement(bound.row, measured, outcome, bound.outside, (*outcome.reasons, *bound.reasons))
    return _Said(judgement, outside=True)


def _gated(gate: Gate, measured: Measured, outcome: Outcome) -> Outcome:
    """The outcome where the gate is open; else why the row does not judge, or what has to be known for it."""
    if outcome.inside is None or (gate.inside_only and not outcome.inside):
        return outcome
    if gate.measure:
        found: float | None = derive.MEASURES[gate.measure](measured.operands)
    else:
        found = numeric(known_facts.known(measured.request.facts, gate.fact))
    if found is None:
        return replace(outcome, inside=None, missing=(known_facts.label(gate.fact, measured.request.facts),))
    if found >= gate.least * (1 - 1e-9):
        return outcome
    return replace(outcome, inside=None, reasons=(reasons.NOTES[gate.note],))


def _watch(measured: Measured, outcome: Outcome, *, warns: bool) -> tuple[Message, ...]:
    """Why a value inside its upper limit deserves attention all the same; near a mere attention value it does not."""
    quantity, high = measured.quantity, outcome.high
    if high is None or high <= 0 or (outcome.low is not None and outcome.low != -high):
        return ()
    why: list[Message] = []
    if warns and quantity.near is not None and abs(measured.value) > quantity.near * high * (1 + 1e-9):
        why.append(reasons.near(format_number(quantity.near * 100, 0)))
    if quantity.rise is not None and measured.request.history:
        last = last_value(quantity, measured.request.history)
        if last is not None and measured.value - last[0] >= quantity.rise * high * (1 - 1e-9):
            shown = format_number(last[0], quantity.decimals)
            why.append(reasons.rise(shown, format_number(quantity.rise * 100, 0)))
    return tuple(why)


def _waive(bound: BoundRow, measured: Measured, outcome: Outcome) -> Judgement:
    """A ratio below its limit is excused when the resistance itself, at 20 °C, is high (DL/T 596-2021 6.1)."""
    waiver = bound.row.waiver or {}
    request = measured.request
    resistance = request.inputs[int(waiver["input"]) - 1]
    present_c = derive.temperature(request.temperature_c)
    if present_c is None:
        unsure = replace(outcome, inside=None, missing=(reasons.MISSING_TEMPERATURE,))
        return _judgement(bound.row, measured, unsure, Verdict.UNDETERMINED, ())
    if derive.insulation_at(resistance, present_c, waiver["at_c"]) > waiver["above"]:
        return _judgement(bound.row, measured, outcome, Verdict.PASS, (reasons.WAIVED,))
    return _judgement(bound.row, measured, outcome, bound.outside, bound.reasons)


def _derived(measured: Measured) -> Message | None:
    """How a value follows from temperatures, with its numbers; None where it does not."""
    told = derive.FORMULAS.get(measured.quantity.derive)
    if told is None:
        return None
    text, names = told
    return Message(text, {name: format_number(one, 3) for name, one in zip(names, measured.operands, strict=True)})


def _judgement(
    row: LimitRow, measured: Measured, outcome: Outcome, verdict: Verdict, why: tuple[Message, ...]
) -> Judgement:
    quantity, source = measured.quantity, row.source
    return Judgement(
        verdict,
        quantity.id,
        measured.value,
        quantity.unit,
        outcome.converted,
        outcome.formula or _derived(measured),
        outcome.low,
        outcome.high,
        outcome.text,
        source.standard,
        source.edition,
        source.clause,
        source.confidence,
        why,
        outcome.missing,
        row.grade,
        row.id,
        quantity.hazard,
        quantity.measure,
        quantity.decimals if outcome.decimals is None else outcome.decimals,
        outcome.converted_unit,
        outcome.converted_limit,
        source.confirmation,
    )
