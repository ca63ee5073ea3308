"""Numbers: XPath 1.0 section 4.4 and the mathematics of the ODK XForms specification, on IEEE doubles."""

import math
from collections.abc import Callable
from typing import Final

from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.registry import function, number_of
from inspector.xforms.xpath.values import Value, half_away_from_zero


@function("round", 1, 2)
def round_(context: Context, value: Value, *places: Value) -> Value:
    """`round` (value, places): half away from zero on the shortest decimal representation."""
    count = number_of(context, places[0]) if places else 0.0
    if not math.isfinite(count):
        return math.nan
    return half_away_from_zero(number_of(context, value), int(count))


@function("int", 1)
def int_(context: Context, value: Value) -> Value:
    """`int`: towards zero."""
    return _whole(math.trunc, number_of(context, value))


@function("floor", 1)
def floor(context: Context, value: Value) -> Value:
    """The function `floor`."""
    return _whole(math.floor, number_of(context, value))


@function("ceiling", 1)
def ceiling(context: Context, value: Value) -> Value:
    """The function `ceiling`."""
    return _whole(math.ceil, number_of(context, value))


def _whole(rounding: Callable[[float], int], value: float) -> float:
    return float(rounding(value)) if math.isfinite(value) else float(value)


@function("abs", 1)
def abs_(context: Context, value: Value) -> Value:
    """The function `abs`."""
    return abs(float(number_of(context, value)))


@function("pi", 0)
def pi(_context: Context) -> Value:
    """The function `pi`."""
    return math.pi


def _logarithm(base: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: -math.inf if value == 0 else base(value)


_ONE_ARGUMENT: Final[dict[str, Callable[[float], float]]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": lambda value: math.pow(10.0, value),
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
}


def _calculated(code: Callable[..., float], *values: float) -> float:
    """IEEE results where Python raises: NaN outside the domain, infinity on overflow."""
    if any(map(math.isnan, values)):
        return math.nan
    try:
        return float(code(*values))
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def _enter(name: str, code: Callable[[float], float]) -> None:
    @function(name, 1)
    def run(context: Context, value: Value) -> Value:
        return _calculated(code, number_of(context, value))


for _name, _code in _ONE_ARGUMENT.items():
    _enter(_name, _code)


@function("pow", 2)
def pow_(context: Context, base: Value, exponent: Value) -> Value:
    """`pow` as XPath 3.0 math:pow: anything to the power 0 is 1; a negative base overflows to -infinity if odd."""
    return _power(number_of(context, base), number_of(context, exponent))


def _power(base: float, exponent: float) -> float:
    if base == 0 and exponent < 0:
        return math.inf
    try:
        return math.pow(base, exponent)
    except ValueError:
        return math.nan
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf


@function("atan2", 2)
def atan2(context: Context, y: Value, x: Value) -> Value:
    """`atan2` (y, x)."""
    return _calculated(math.atan2, number_of(context, y), number_of(context, x))
