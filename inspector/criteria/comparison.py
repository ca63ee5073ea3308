"""Limits against an earlier value: both values are brought to one temperature, or there is no verdict."""

import statistics
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from inspector.criteria import derive, reasons
from inspector.criteria.conditions import plain
from inspector.criteria.formats import format_number, limit_text
from inspector.criteria.model import Evaluate, Measured, Outcome, Quantity
from inspector.criteria.numbers import convert_unit
from inspector.criteria.telling import telling_decimals, within
from inspector.domain.equipment import TestValue
from inspector.i18n import N_, Message
from inspector.problems import Problem

_Convert = Callable[[float, float, float], float]


def last_value(quantity: Quantity, history: tuple[TestValue, ...]) -> tuple[float, float | None] | None:
    """The last usable earlier value in the quantity's unit, with its temperature; None when there is none."""
    for past in reversed(history):
        try:
            return convert_unit(quantity, past.value, past.unit), derive.temperature(past.temperature_c)
        except Problem:
            continue
    return None


def first_value(quantity: Quantity, history: tuple[TestValue, ...]) -> float | None:
    """The first usable value on record in the quantity's unit; None when there is none."""
    found = last_value(quantity, history[::-1])
    return None if found is None else found[0]


def from_first(quantity: Quantity, low_factor: float | None, high_factor: float) -> Evaluate:
    """Between these factors times the first value on record; the first value itself is only recorded."""

    def evaluate(measured: Measured) -> Outcome:
        first = first_value(quantity, measured.request.history)
        if first is None or first <= 0:
            return Outcome(inside=None, reasons=(reasons.FIRST_VALUE,))
        low, high = None if low_factor is None else first * low_factor, first * high_factor
        decimals = telling_decimals(measured.value, low, high, quantity.decimals)
        text = limit_text(low, high, decimals, fixed=False)
        formula = Message(_FIRST, {"first": format_number(first, quantity.decimals), "unit": quantity.unit})
        inside = within(measured.value, low, high)
        return Outcome(inside=inside, low=low, high=high, text=text, decimals=decimals, formula=formula)

    return evaluate


_FIRST: Final = N_("First value on record: {first}\u00a0{unit}.")


def share_of_last(quantity: Quantity, share: float, floor: float | None) -> Evaluate:
    """At least `share` of the last value at its temperature.

    A value of at least `floor`, as measured or as converted, is excused; so the excuse never hangs on a temperature.
    """

    def evaluate(measured: Measured) -> Outcome:
        excused = floor is not None and measured.value >= floor
        last = last_value(quantity, measured.request.history)
        if last is None or last[0] <= 0:
            return _excused(quantity, floor) if excused else Outcome(inside=None, missing=(reasons.MISSING_EARLIER,))
        missing = _missing_temperatures(measured, last)
        if missing:
            return _excused(quantity, floor) if excused else Outcome(inside=None, missing=missing)
        return _share_outcome(measured, last, share, floor)

    return evaluate


def _excused(quantity: Quantity, floor: float | None) -> Outcome:
    text = limit_text(floor, None, quantity.decimals, fixed=False)
    return Outcome(inside=True, low=floor, text=text, reasons=(_excuse(quantity, floor or 0.0),))


def _excuse(quantity: Quantity, floor: float) -> Message:
    return reasons.excused(f"{format_number(floor, 0)}\u00a0{quantity.unit}")


def _missing_temperatures(measured: Measured, last: tuple[float, float | None]) -> tuple[Message, ...]:
    if not measured.quantity.conversion:
        return ()
    present = () if derive.temperature(measured.request.temperature_c) is not None else (reasons.MISSING_TEMPERATURE,)
    return present if last[1] is not None else (*present, reasons.MISSING_EARLIER_TEMPERATURE)


def _share_outcome(measured: Measured, last: tuple[float, float | None], share: float, floor: float | None) -> Outcome:
    quantity = measured.quantity
    value = _at_temperature_of(measured, last[1], derive.insulation_at)
    low = share * last[0]
    inside = within(value, low, None)
    excused = not inside and floor is not None and max(value, measured.value) >= floor
    why = (_excuse(quantity, floor),) if excused and floor is not None else ()
    outcome = _compared(measured, last[1], value, low, None)
    return replace(outcome, inside=inside or excused, reasons=why)


def _at_temperature_of(measured: Measured, reference_c: float | None, convert: _Convert) -> float:
    """The value at the reference temperature; as measured where nothing is to be converted."""
    present_c = derive.temperature(measured.request.temperature_c)
    if not measured.quantity.conversion or present_c is None or reference_c is None:
        return measured.value
    return convert(measured.value, present_c, reference_c)


def _compared(measured: Measured, reference_c: float | None, value: float, low: float, high: float | None) -> Outcome:
    """The outcome of a converted value; value, limit and formula are written with the same, sufficient digits."""
    quantity = measured.quantity
    decimals = telling_decimals(value, low, high, quantity.decimals)
    return Outcome(
        inside=within(value, low, high),
        low=low,
        high=high,
        text=limit_text(low, high, decimals, fixed=False),
        converted=value,
        formula=_conversion(measured, reference_c, value, decimals),
        decimals=decimals,
    )


def _conversion(measured: Measured, reference_c: float | None, value: float, decimals: int) -> Message | None:
    """The formula of the temperature conversion as shown; None when nothing was converted."""
    present_c, conversion = derive.temperature(measured.request.temperature_c), measured.quantity.conversion
    if not conversion or present_c is None or reference_c is None:
        return None
    return Message(
        _FORMULA_TEXTS[conversion],
        {
            "r1": format_number(measured.value, decimals),
            "t1": format_number(present_c, 1),
            "t2": format_number(reference_c, 1),
            "r2": format_number(value, decimals),
        },
    )


_FORMULA_TEXTS: Final = {
    derive.INSULATION: N_("R2 = R1 × 1.5^((t1 − t2) / 10): {r1} at {t1} °C is {r2} at {t2} °C"),
    derive.WINDING: N_("R2 = R1 × (T + t2) / (T + t1): {r1} at {t1} °C is {r2} at {t2} °C"),
    derive.TAN_DELTA: N_("tan δ2 = tan δ1 × 1.3^((t2 − t1) / 10): {r1} at {t1} °C is {r2} at {t2} °C"),
}


def at_one_temperature(evaluate: Evaluate) -> Evaluate:
    """A limit of a dissipation factor: the value and the earlier ones are judged at 20 °C, or there is no verdict.

    Earlier values without a temperature are left out, as nothing can be compared with them.
    """

    def converted(measured: Measured) -> Outcome:
        request, quantity = measured.request, measured.quantity
        present_c = derive.temperature(request.temperature_c)
        if present_c is None:
            return Outcome(inside=None, missing=(reasons.MISSING_TEMPERATURE,))
        value = derive.tan_delta_at(measured.value, present_c, derive.TAN_DELTA_C)
        history = tuple(_at_20(past, past_c) for past in request.history if (past_c := _known_c(past)) is not None)
        alike = replace(request, temperature_c=derive.TAN_DELTA_C, history=history)
        outcome = evaluate(replace(measured, value=value, request=alike))
        if outcome.inside is None or present_c == derive.TAN_DELTA_C:
            return outcome
        decimals = quantity.decimals if outcome.decimals is None else outcome.decimals
        formula = _conversion(measured, derive.TAN_DELTA_C, value, decimals)
        return replace(outcome, converted=value, formula=formula)

    return converted


def _known_c(past: TestValue) -> float | None:
    return derive.temperature(past.temperature_c)


def _at_20(past: TestValue, past_c: float) -> TestValue:
    value = derive.tan_delta_at(past.value, past_c, derive.TAN_DELTA_C)
    return replace(past, value=value, temperature_c=derive.TAN_DELTA_C)


def change_from_last(quantity: Quantity, percent: float, material: str) -> Evaluate | None:
    """Within ± `percent` of the last value at its temperature; the first value on record is only recorded."""
    material_t = derive.MATERIAL_T.get(plain(material), 0.0)
    if quantity.conversion == derive.WINDING and not material_t:
        return None

    def convert(value: float, measured_c: float, wanted_c: float) -> float:
        return derive.winding_at(value, measured_c, wanted_c, material_t)

    def evaluate(measured: Measured) -> Outcome:
        last = last_value(quantity, measured.request.history)
        if last is None or last[0] <= 0:
            return Outcome(inside=None, reasons=(reasons.FIRST_VALUE,))
        missing = _missing_temperatures(measured, last)
        if missing:
            return Outcome(inside=None, missing=missing)
        return _change_outcome(measured, last, percent, convert)

    return evaluate


def _change_outcome(measured: Measured, last: tuple[float, float | None], percent: float, convert: _Convert) -> Outcome:
    value = _at_temperature_of(measured, last[1], convert)
    return _compared(measured, last[1], value, last[0] * (1 - percent / 100), last[0] * (1 + percent / 100))


def not_below_last(quantity: Quantity) -> Evaluate:
    """At least the last value on record, as counters show it; the first value is only recorded."""

    def evaluate(measured: Measured) -> Outcome:
        last = last_value(quantity, measured.request.history)
        if last is None:
            return Outcome(inside=None, reasons=(reasons.FIRST_VALUE,))
        low = last[0]
        decimals = telling_decimals(measured.value, low, None, quantity.decimals)
        text = limit_text(low, None, decimals, fixed=False)
        inside = within(measured.value, low, None)
        why = () if inside else (reasons.COUNTED_BACKWARDS,)
        return Outcome(inside=inside, low=low, text=text, decimals=decimals, reasons=why)

    return evaluate


def above_usual(quantity: Quantity, beside: str, now: float, band: float, add: float) -> Evaluate:
    """At most `add` above the median of the earlier values of those days on which `beside` was within `band` of `now`.

    Without such a day there is nothing usual to compare with, and no verdict.
    """

    def evaluate(measured: Measured) -> Outcome:
        request = measured.request
        days = {
            past.tested_on
            for past in (request.beside or {}).get(beside, ())
            if abs(past.value - now) <= band * (1 + 1e-9)
        }
        values = [
            last[0] for past in request.history if past.tested_on in days and (last := last_value(quantity, (past,)))
        ]
        if not values:
            return Outcome(inside=None, reasons=(reasons.NOTHING_ALIKE,))
        usual = statistics.median(values)
        high = usual + add
        decimals = telling_decimals(measured.value, None, high, quantity.decimals)
        return Outcome(
            inside=within(measured.value, None, high),
            high=high,
            text=limit_text(None, high, decimals, fixed=False),
            decimals=decimals,
            formula=_usual(quantity, usual, len(values)),
        )

    return evaluate


def _usual(quantity: Quantity, usual: float, count: int) -> Message:
    shown = format_number(usual, quantity.decimals)
    return Message(_USUAL, {"usual": shown, "unit": quantity.unit, "count": str(count)})


_USUAL: Final = N_("Usual under like conditions: {usual}\u00a0{unit} (median of {count} earlier values).")
