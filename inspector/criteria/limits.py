"""Limits: what a pack's `limit` table means, compiled to functions.

A `Limit` names the facts it needs and, once they are known, gives a function from measured value to `Outcome`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from inspector.criteria import comparison, derive, reasons
from inspector.criteria.conditions import numeric
from inspector.criteria.facts import LABELS
from inspector.criteria.formats import format_number, limit_text
from inspector.criteria.model import Evaluate, Measured, Outcome, Quantity
from inspector.criteria.plausible import range_of
from inspector.criteria.spec import Spec
from inspector.criteria.spec_error import SpecError
from inspector.criteria.telling import telling_decimals, within
from inspector.i18n import N_, Message
from inspector.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A compiled limit. `bind` returns None when a fact cannot be used as a number."""

    facts: tuple[str, ...]
    bind: Callable[[Mapping[str, str]], Evaluate | None]


def bounds(
    quantity: Quantity, low: float | None, high: float | None, *, strict: bool = False, formula: Message | None = None
) -> Evaluate:
    """A limit with known bounds; the outcomes whose usual digits suffice are made once."""
    text = show(quantity, low, high, quantity.decimals, strict=strict)
    inside = Outcome(inside=True, low=low, high=high, text=text, formula=formula)
    outside = replace(inside, inside=False)

    def evaluate(measured: Measured) -> Outcome:
        outcome = inside if within(measured.value, low, high, strict=strict) else outside
        decimals = telling_decimals(measured.value, low, high, quantity.decimals, strict=strict)
        if decimals == quantity.decimals:
            return outcome
        return replace(outcome, text=show(quantity, low, high, decimals, strict=strict), decimals=decimals)

    return evaluate


def show(quantity: Quantity, low: float | None, high: float | None, decimals: int, *, strict: bool = False) -> str:
    """The limit as text; the quantity's own digits for limits are the fewest it is shown with."""
    fixed = quantity.limit_decimals is not None
    return limit_text(low, high, max(decimals, quantity.limit_decimals or 0), fixed=fixed, strict=strict)


def compile_limit(spec: Spec, quantity: Quantity) -> Limit:
    """Compile the `limit` table of a row. Raises ValueError when it is none of the known kinds."""
    formula = spec.word("formula", "")
    if not formula:
        limit = _constant(spec, quantity)
    elif formula in _FORMULAS:
        limit = _FORMULAS[formula](spec, quantity)
    else:
        raise SpecError(N_("unknown formula {formula}"), formula=formula)
    spec.finish()
    if quantity.conversion == derive.TAN_DELTA:
        return Limit(limit.facts, lambda facts: _at_one_temperature(limit.bind(facts)))
    return limit


def _at_one_temperature(evaluate: Evaluate | None) -> Evaluate | None:
    return None if evaluate is None else comparison.at_one_temperature(evaluate)


def _constant(spec: Spec, quantity: Quantity) -> Limit:
    """``{max}``, ``{min}`` or ``{low, high}``, optionally strict; `windings` says which resistances it is for."""
    low = spec.number_or_none("min")
    low = spec.number_or_none("low") if low is None else low
    high = spec.number_or_none("max")
    high = spec.number_or_none("high") if high is None else high
    possible = range_of(quantity)
    if any(bound is not None and not possible.holds(bound) for bound in (low, high)):
        raise SpecError(N_("a limit of this quantity must be {range}"), range=possible.text)
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        raise SpecError(N_("a limit needs max, min, or low and high in order"))
    windings = spec.word("windings", "")
    if windings and windings not in _WINDINGS:
        raise SpecError(N_("{key} is one of {values}"), key="windings", values=", ".join(_WINDINGS))
    formula = Message(_WINDINGS[windings]) if windings else None
    evaluate = bounds(quantity, low, high, strict=spec.flag("strict"), formula=formula)
    return Limit((), lambda _facts: evaluate)


_WINDINGS: Final = {
    "phases": N_("Limit for phase resistances (a0, b0, c0): the neutral is brought out."),
    "lines": N_("Limit for line resistances (ab, bc, ca): the neutral is not brought out."),
}
"""Which resistances a limit on their unbalance is for (DL/T 596-2021 6.1, 6.2)."""


def _fact(spec: Spec) -> str:
    """The fact that a limit follows from; one that nobody can be asked for is a slip of the pen."""
    fact = spec.word("fact")
    if fact not in LABELS:
        raise SpecError(N_("unknown fact {fact}"), fact=fact)
    return fact


def _of_fact(spec: Spec, quantity: Quantity) -> Limit:
    """``low_factor`` and ``high_factor`` times a fact: rated current, maker's value, nominal voltage."""
    fact = _fact(spec)
    low, high = spec.number_or_none("low_factor"), spec.number_or_none("high_factor")
    if low is None and high is None:
        raise SpecError(N_("{formula} needs {keys}"), formula="of_fact", keys="low_factor, high_factor")

    def bind(facts: Mapping[str, str]) -> Evaluate | None:
        base = numeric(facts.get(fact, ""))
        if base is None or base <= 0:
            return None
        low_bound, high_bound = (None if factor is None else base * factor for factor in (low, high))
        return bounds(quantity, low_bound, high_bound, formula=_factor_formula(base, low, high))

    return Limit((fact,), bind)


def _factor_formula(base: float, low: float | None, high: float | None) -> Message | None:
    factors = [factor for factor in (low, high) if factor is not None]
    if factors == [1.0]:
        return None
    shown = " / ".join(format_number(factor * 100, 2) for factor in factors)
    return Message(N_("{percent} % of {base}"), {"percent": shown, "base": format_number(base, 2)})


def _per_fact(spec: Spec, quantity: Quantity) -> Limit:
    """``numerator`` over a fact, as `side` "max" (with an optional cap) or "min"."""
    fact, numerator = _fact(spec), spec.number("numerator")
    side, cap, converted_unit = spec.word("side"), spec.number_or_none("cap"), spec.word("converted_unit", "")
    if side not in ("max", "min"):
        raise SpecError(N_("{formula} needs {keys}"), formula="per_fact", keys="side = max | min")
    if converted_unit and cap is not None:
        raise SpecError(N_("a limit with a cap is no plain quotient and cannot be shown converted"))

    def bind(facts: Mapping[str, str]) -> Evaluate | None:
        base = numeric(facts.get(fact, ""))
        if base is None or base <= 0:
            return None
        bound = numerator / base
        shown = {"numerator": format_number(numerator, 2), "base": format_number(base, 3)}
        formula = Message(N_("{numerator} ÷ {base}"), shown)
        if cap is not None and bound > cap:
            bound, formula = cap, Message(N_("{numerator} ÷ {base}, at most {cap}"), {**shown, "cap": cap})
        low, high = (bound, None) if side == "min" else (None, bound)
        evaluate = bounds(quantity, low, high, formula=formula)
        return _times(quantity, evaluate, base, converted_unit) if converted_unit else evaluate

    return Limit((fact,), bind)


def _times(quantity: Quantity, evaluate: Evaluate, factor: float, unit: str) -> Evaluate:
    """The same limit; the outcome also shows value and limit times a fact, in the unit of the standard (MΩ·km)."""

    def converted(measured: Measured) -> Outcome:
        outcome, value = evaluate(measured), measured.value * factor
        low, high = (None if bound is None else bound * factor for bound in (outcome.low, outcome.high))
        usual = quantity.decimals if outcome.decimals is None else outcome.decimals
        decimals = telling_decimals(value, low, high, usual)
        return replace(
            outcome,
            converted=value,
            converted_unit=unit,
            converted_limit=show(quantity, low, high, decimals),
            text=show(quantity, outcome.low, outcome.high, decimals),
            decimals=decimals,
        )

    return converted


def _deviation_sum(spec: Spec, quantity: Quantity) -> Limit:
    """The largest upward plus the largest downward deviation of a measuring period, at most ``percent`` of a fact.

    Values of the last `PERIOD_DAYS` belong to the period; deviations of other years are not added to today's.
    """
    fact, percent = _fact(spec), spec.number("percent")

    def bind(facts: Mapping[str, str]) -> Evaluate | None:
        nominal = numeric(facts.get(fact, ""))
        if nominal is None or nominal <= 0:
            return None

        def evaluate(measured: Measured) -> Outcome:
            on, history = measured.request.on, measured.request.history
            recent = [past for past in history if 0 <= (on - past.tested_on).days < PERIOD_DAYS]
            values = [past.value for past in recent if past.unit in ("", quantity.unit)]
            above = max([0.0, *(value / nominal - 1 for value in values)])
            below = max([0.0, *(1 - value / nominal for value in values)])
            low = nominal * (1 - max(0.0, percent / 100 - above))
            high = nominal * (1 + max(0.0, percent / 100 - below))
            inside = within(measured.value, low, high)
            decimals = telling_decimals(measured.value, low, high, quantity.decimals)
            text = show(quantity, low, high, decimals)
            said = {"percent": percent, "nominal": nominal, "above": above * 100, "below": below * 100}
            formula = Message(_DEVIATIONS, {name: format_number(number, 2) for name, number in said.items()})
            return Outcome(inside=inside, low=low, high=high, text=text, decimals=decimals, formula=formula)

        return evaluate

    return Limit((fact,), bind)


PERIOD_DAYS: Final = 7
_DEVIATIONS: Final = N_(
    "Deviations up and down together at most {percent} % of {nominal}; "
    "before this value up {above} %, down {below} % in this period"
)


def _share_of_last(spec: Spec, quantity: Quantity) -> Limit:
    """At least ``share`` of the last value at one temperature, or at least ``floor`` (insulation resistance)."""
    share, floor = spec.number("share"), spec.number_or_none("floor")
    evaluate = comparison.share_of_last(quantity, share, floor)
    return Limit((), lambda _facts: evaluate)


def _change_from_last(spec: Spec, quantity: Quantity) -> Limit:
    """Within ± ``percent`` of the last value at one temperature (winding resistance)."""
    percent = spec.number("percent")
    needs = ("winding_material",) if quantity.conversion == "winding" else ()

    def bind(facts: Mapping[str, str]) -> Evaluate | None:
        return comparison.change_from_last(quantity, percent, facts.get("winding_material", ""))

    return Limit(needs, bind)


def _change_from_first(spec: Spec, quantity: Quantity) -> Limit:
    """Within ± ``percent`` of the first value on record (arrester reference voltage)."""
    share = spec.number("percent") / 100
    evaluate = comparison.from_first(quantity, 1 - share, 1 + share)
    return Limit((), lambda _facts: evaluate)


def _rise_from_first(spec: Spec, quantity: Quantity) -> Limit:
    """At most ``percent`` above the first value on record (resistive current of an arrester)."""
    evaluate = comparison.from_first(quantity, None, 1 + spec.number("percent") / 100)
    return Limit((), lambda _facts: evaluate)


def _not_below_last(_spec: Spec, quantity: Quantity) -> Limit:
    """At least the last value: a counter never runs backwards."""
    evaluate = comparison.not_below_last(quantity)
    return Limit((), lambda _facts: evaluate)


def _above_usual(spec: Spec, quantity: Quantity) -> Limit:
    """At most ``add`` above the median of earlier values that were taken while the quantity ``beside`` was alike.

    Alike is within ± ``within`` of the present value, which the fact ``fact`` gives.
    """
    fact, beside = _fact(spec), spec.word("beside")
    add, band = spec.number("add"), spec.number("within")

    def bind(facts: Mapping[str, str]) -> Evaluate | None:
        now = numeric(facts.get(fact, ""))
        return None if now is None else comparison.above_usual(quantity, beside, now, band, add)

    return Limit((fact,), bind)


def _includes(spec: Spec, _quantity: Quantity) -> Limit:
    """All of ``items`` (numbers) must be among the inputs: the completeness of a report."""
    items = spec.numbers("items")
    if not items:
        raise SpecError(N_("{formula} needs {keys}"), formula="includes", keys="items")
    wanted = frozenset(int(item) for item in items)

    def evaluate(measured: Measured) -> Outcome:
        absent = sorted(wanted - {int(value) for value in measured.request.inputs})
        count = len(wanted)
        why = (reasons.absent_items(absent),) if absent else ()
        return Outcome(inside=not absent, low=float(count), text=str(count), reasons=why)

    return Limit((), lambda _facts: evaluate)


_FORMULAS: Final[dict[str, Callable[[Spec, Quantity], Limit]]] = {
    "of_fact": _of_fact,
    "per_fact": _per_fact,
    "deviation_sum": _deviation_sum,
    "share_of_last": _share_of_last,
    "change_from_last": _change_from_last,
    "change_from_first": _change_from_first,
    "rise_from_first": _rise_from_first,
    "not_below_last": _not_below_last,
    "above_usual": _above_usual,
    "includes": _includes,
}
