"""Judging one value: every limit that applies is asked, the worst verdict is given.

Rules (limits.md, product.md): a missing input never yields a pass but "undetermined" with what is missing; an
unconfirmed limit never says fail; attention is also raised near an upper limit and for a fast rise where the quantity
says so. Fast enough to judge a whole station on every keystroke: nothing is parsed here.
"""

from dataclasses import replace

from inspector.criteria import derive, reasons
from inspector.criteria import facts as known_facts
from inspector.criteria.comparison import last_value
from inspector.criteria.formats import format_number
from inspector.criteria.model import BoundRow, Judgement, JudgeRequest, LimitRow, Measured, Outcome, Quantity
from inspector.criteria.packs import Packs, Plan
from inspector.domain.verdict import Verdict
from inspector.i18n import Message

_SEVERITY = {verdict: verdict.severity for verdict in Verdict}


def judge(packs: Packs, request: JudgeRequest) -> Judgement:
    """Judge one value. Raises Problem quantity_unknown; never raises for odd values or facts."""
    quantity = packs.quantity(request.quantity)
    value, missing = _value(quantity, request.inputs)
    if value is None:
        return _plain(quantity, None, Verdict.UNDETERMINED, missing=missing)
    plan = packs.plan(request.quantity, request.facts)
    measured = Measured(quantity, value, request)
    worst: Judgement | None = None
    for bound in plan.bound:
        candidate = _apply(bound, measured)
        if worst is None or _graver(candidate, worst):
            worst = candidate
    return _with_missing(worst, quantity, value, plan)


def _value(quantity: Quantity, inputs: tuple[float, ...]) -> tuple[float | None, tuple[Message, ...]]:
    """The measured or derived value, or what is missing for it."""
    if not derive.usable(inputs, quantity.inputs):
        return None, (reasons.MISSING_VALUES,)
    if not quantity.derive:
        return inputs[0], ()
    value = derive.DERIVE[quantity.derive](inputs)
    if value is None or not derive.usable((value,), 1):
        return None, (reasons.MISSING_POSITIVE,)
    return value, ()


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


def _graver(candidate: Judgement, worst: Judgement) -> bool:
    """Worse verdict; of two failures the graver hazard; of two passes the tighter upper limit, which is the one shown.

    So the order of packs and files never decides.
    """
    mine, other = _SEVERITY[candidate.verdict], _SEVERITY[worst.verdict]
    if mine != other:
        return mine > other
    if candidate.verdict is Verdict.FAIL and candidate.grade and worst.grade:
        return candidate.grade.rank < worst.grade.rank
    if candidate.verdict is Verdict.PASS and candidate.limit_high is not None and worst.limit_high is not None:
        return candidate.limit_high < worst.limit_high
    return False


def _with_missing(worst: Judgement | None, quantity: Quantity, value: float, plan: Plan) -> Judgement:
    """The verdict with respect to rows whose facts are missing, and to no row at all."""
    if plan.missing:
        missing = tuple(known_facts.label(fact) for fact in plan.missing)
        missing = tuple({part.text: part for part in missing}.values())
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


def _apply(bound: BoundRow, measured: Measured) -> Judgement:
    """What one row says."""
    outcome = bound.evaluate(measured)
    if outcome.inside is None:
        verdict = Verdict.UNDETERMINED if outcome.missing else Verdict.NOT_APPLICABLE
        return _judgement(bound.row, measured, outcome, verdict, outcome.reasons)
    if outcome.inside:
        why = _watch(measured, outcome)
        verdict = Verdict.ATTENTION if why else Verdict.PASS
        return _judgement(bound.row, measured, outcome, verdict, (*outcome.reasons, *why))
    if bound.row.waiver is not None:
        return _waive(bound, measured, outcome)
    return _judgement(bound.row, measured, outcome, bound.outside, (*outcome.reasons, *bound.reasons))


def _watch(measured: Measured, outcome: Outcome) -> tuple[Message, ...]:
    """Why a value inside its upper limit deserves attention all the same."""
    quantity, high = measured.quantity, outcome.high
    if high is None or high <= 0 or (outcome.low is not None and outcome.low != -high):
        return ()
    why: list[Message] = []
    if quantity.near is not None and abs(measured.value) > quantity.near * high * (1 + 1e-9):
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
        outcome.formula,
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
